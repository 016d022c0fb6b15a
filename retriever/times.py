"""When: the sessions, months and years that a question names, in the languages of the United Nations."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence

from ingest.days import NUMBER_OF_MONTH
from ingest.ordinals import CARDINALS, ordinal
from retriever.reference import Reference, values

# Sessions

_ORDINAL = r"(?:[a-zà-ÿа-яё]+(?:-[a-zà-ÿа-яё]+){0,3}|\d{1,2}(?:st|nd|rd|th|-?e|-?[eè]me|º|ª|\.º|-я|-й))"
_SORT = r"(?:(?:substantive|formal|regular|organizational|plenary|основн\w+|очередн\w+)[\s-]+)?"
_SESSION = re.compile(
    rf"\b(?:(?P<also>{_ORDINAL})\s+(?P<to>and|or|to|et|ou|y|и|through)\s+(?:the\s+|la\s+|el\s+)?)?(?P<ordinal>{_ORDINAL})[\s-]+{_SORT}"
    r"(?:sessions?|per[ií]odos? (?:sustantivos? )?de sesiones|sesi(?:ón|ones)|сесси\w+)\b",
    re.I,
)
_COUNTED = CARDINALS[:11]
_SESSION_NUMBER = re.compile(
    rf"\b(?:sessions?|sesión|сессия)\s+(?P<number>\d{{1,2}}|{'|'.join(_COUNTED)})\b(?:\s*(?P<to>and|or|to|-|–)\s*(?P<also>\d{{1,2}}))?",
    re.I,
)
# The two groups are themselves called OEWG I and II: such a number alone names no session.
_OEWG_NUMBER = re.compile(r"\bOEWG[\s-]?(?P<number>[3-9]|1[01])\b(?![\d/-])")
_AT_THE = re.compile(rf"\b(?:at|during) the (?P<ordinal>{_ORDINAL})(?=\s*(?:[?.,;!]|$|and\b))", re.I)
_CHINESE = re.compile(r"第(?P<number>[一二三四五六七八九十百\d]{1,4})(?:届|次)(?:实质性)?会议")
_ARABIC = re.compile(r"الدورة\s+(?:الموضوعية\s+)?(?P<number>ال[\u0621-\u064a]+(?:\s+عشرة)?)")
_ARABIC_ORDINALS = {
    word: number
    for number, word in enumerate(
        ("الأولى", "الثانية", "الثالثة", "الرابعة", "الخامسة", "السادسة", "السابعة", "الثامنة", "التاسعة", "العاشرة", "الحادية عشرة"),
        start=1,
    )
}  # fmt: skip
_NOT_AT = re.compile(r"\b(?:since|after|before|until|prior to|ahead of|depuis|après|avant|desde|después de|antes de|после|до|перед)\s+(?:the\s+|la\s+|le\s+|el\s+)?$", re.I)  # fmt: skip


def sessions(text: str) -> Iterator[Reference]:
    """Sessions that are named: "the sixth and seventh sessions", "sessions 6 to 9", "第七届会议"; none before or after which."""
    for match in _SESSION.finditer(text):
        numbers = [_session_ordinal(word) for word in (match["also"], match["ordinal"]) if word]
        yield from _session(text, match, numbers, match["to"])
    for match in _SESSION_NUMBER.finditer(text):
        numbers = [_counted(word) for word in (match["number"], match["also"]) if word]
        yield from _session(text, match, numbers, match["to"])
    for match in _OEWG_NUMBER.finditer(text):
        yield from _session(text, match, [int(match["number"])], None)
    for match in _AT_THE.finditer(text):
        yield from _session(text, match, [_session_ordinal(match["ordinal"])], None)
    for match in _CHINESE.finditer(text):
        yield from _session(text, match, [_chinese(match["number"])], None)
    for match in _ARABIC.finditer(text):
        yield from _session(text, match, [_ARABIC_ORDINALS.get(match["number"])], None)


def _session(text: str, match: re.Match[str], numbers: list[int | None], to: str | None) -> Iterator[Reference]:
    known = [number for number in numbers if number]
    if not known or _NOT_AT.search(text[: match.start()]):
        return
    if len(known) == 2 and to and to.casefold() in ("to", "through", "-", "–"):
        known = list(range(known[0], known[1] + 1))
    start, end = match.span()
    if "ordinal" in match.re.groupindex and (_AT_THE is match.re or len(known) < len(numbers)):
        start = match.start("ordinal")
    yield Reference("session", start, end, tuple(map(str, known)))


def _session_ordinal(word: str) -> int | None:
    low = word.casefold().replace(".º", "º")
    return ordinal(low) or ordinal(re.sub("ую$", "ая", low))


def _counted(word: str) -> int:
    return int(word) if word.isdecimal() else _COUNTED.index(word.casefold()) + 1


def _chinese(number: str) -> int | None:
    """7 for "七", 11 for "十一", 78 for "七十八"."""
    if number.isdecimal():
        return int(number)
    digits = {char: value for value, char in enumerate("一二三四五六七八九", start=1)}
    tens, ten, ones = number.partition("十")
    if not ten:
        return digits.get(number)
    return digits.get(tens, 1) * 10 + digits.get(ones, 0)


# Dates

_OTHER_FORMS = (  # than mastheads print
    "январь февраль март апрель май июнь июль август сентябрь октябрь ноябрь декабрь",
    "январе феврале марте апреле мае июне июле августе сентябре октябре ноябре декабре",
    "يناير فبراير مارس أبريل أيار يونيه يوليه آب أيلول أكتوبر نوفمبر ديسمبر",
    "jan feb mar apr may jun jul aug sept oct nov dec",
    "jan feb mar apr may jun jul aug sep oct nov dec",
)
_NUMBER_OF_MONTH = NUMBER_OF_MONTH | {
    name: number for line in _OTHER_FORMS for number, name in enumerate(line.split(), start=1)
}
MONTH = "|".join(sorted(_NUMBER_OF_MONTH, key=len, reverse=True))


def _number_of_month(name: str) -> int:
    """1 for "January", "janvier" or "январе"."""
    return _NUMBER_OF_MONTH[name.casefold()]


_MONTH_YEAR = re.compile(
    rf"\b(?:\d{{1,2}}(?:er)?\s+(?:de\s+)?)?(?P<month>{MONTH})\.?,?\s+(?:\d{{1,2}},\s+)?(?:del?\s+)?(?P<year>(?:19|20)\d\d)\b|"
    r"(?<![\d./-])(?P<iso>(?:19|20)\d\d-(?:0[1-9]|1[0-2]))(?:-\d\d)?(?![\d-])|(?P<zh>(?:19|20)\d\d)\s?年\s?(?P<zh_month>\d{1,2})\s?月",
    re.I,
)
# Not a year that ends or names something else: "after 2025", "the 2030 Agenda", "2021-2025", "11/07/2025".
_YEAR = re.compile(
    r"(?<![\d/\-–.(])(?<!Agenda )(?<!Agenda de )(?<!Agenda para )(?<!agenda )(?<!Повестк[аиеу] )(?<!Повестка дня )(?<!after )(?<!until )(?<!beyond )(?<!post-)(?<!by )(?<!before )(?<!since )(?<!prior to )(?<!après )(?<!avant )(?<!depuis )(?<!antes de )(?<!desde )(?<!después de )(?<!после )"
    r"(?:19|20)\d\d(?![\d/\-–]| Agenda|年?议程)"
)
_FROM = re.compile(r"\b(?:from|between|de|entre|с|между)\s+(?:the\s+)?$", re.I)
_TO = re.compile(r"\s*(?:to|and|until|through|à|et|a|y|по|и|-|–)\s*", re.I)


def dated(text: str) -> Iterator[Reference]:
    """Months and years; of a span of months only its years, which lift and do not restrict."""
    months = [
        (match, _month(match)) for match in _MONTH_YEAR.finditer(text) if not _NOT_AT.search(text[: match.start()])
    ]
    rest = _MONTH_YEAR.sub(lambda match: " " * len(match.group()), text)
    for at, (match, value) in enumerate(months):
        spans = any(
            _FROM.search(text[: left.start()]) and _TO.fullmatch(text[left.end() : right.start()])
            for left, right in ((months[n][0], months[n + 1][0]) for n in (at - 1, at) if 0 <= n < len(months) - 1)
        )
        yield Reference("date", match.start(), match.end(), (value[:4] if spans else value,))
    for match in _YEAR.finditer(rest):
        yield Reference("date", match.start(), match.end(), (match.group(),))


def _month(match: re.Match[str]) -> str:
    if match["iso"]:
        return match["iso"]
    if match["zh"]:
        return f"{match['zh']}-{int(match['zh_month']):02d}"
    return f"{match['year']}-{_number_of_month(match['month']):02d}"


# A date of the words asked for, not of a thing that they speak of: "in July 2025", "the 2018 general debate".
_OWN_BEFORE = re.compile(
    r"(?:(?<!\w)(?:in|during|en|durante|pendant|au cours de|в|во|في|في عام)|在)\s*(?:[\u0621-\u064a]+/)?(?:its\s+|their\s+|the\s+|année\s+|l['’]année\s+)?$|"
    r"\b(?:statements?|explanations? of (?:position|vote)|contributions?|speech(?:es)?|submissions?|interventions?|debate|compendium)\s+(?:of|from)\s+$",
    re.I,
)
_OWN_AFTER = re.compile(
    r"\s+(?:general debate|high-level (?:week|segment)|session|statements?|speech(?:es)?|address(?:es)?|interventions?|submissions?|contributions?|explanations?|compendium|collection|remarks)\b|\s+(?:débat général|debate general)\b",
    re.I,
)
_OTHERS_DATE = re.compile(  # "the report adopted in 2021"
    r"(?<!was )(?<!were )(?<!been )\b(?:adopted|agreed|established|created|issued|published|signed|concluded|launched|convened|set up)\s+in\s+$", re.I
)  # fmt: skip


def own_dates(text: str, found: Iterable[Reference]) -> tuple[str, ...]:
    """Those of the dates that date the words asked for."""
    own: list[Reference] = []
    for each in found:
        goes_on = bool(own) and re.fullmatch(r"\s*(?:,|and|or|et|y|и|и в|and in)\s*", text[own[-1].end : each.start])
        if each.what == "date" and (goes_on or _is_own(text, each)):
            own.append(each)
    return values(own, "date")


def _is_own(text: str, each: Reference) -> bool:
    before = text[: each.start]
    if re.match(r"\s*[-–]", text[each.end :]) or _OTHERS_DATE.search(before):
        return False
    on_a_day = text[each.start].isdigit() and len(each.values[0]) == 7 and re.search(r"\bon\s+$", before)
    return bool(on_a_day or _OWN_BEFORE.search(before) or _OWN_AFTER.match(text, each.end))


def touches(date: str, named: Sequence[str]) -> bool:
    """Whether an ISO day or interval lies in, or runs over, one of the months, years or intervals of them."""
    if not date:
        return False
    first, _, last = date.partition("/")
    spans = (each.partition("/") for each in named)
    return any(
        first[: len(end or begin)] <= (end or begin) and begin <= (last or first)[: len(begin)]
        for begin, _, end in spans
    )
