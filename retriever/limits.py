"""What a question names besides delegations: sessions, dates, symbols, papers and paragraphs, each with its place."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from typing import Literal

from ingest import symbols
from ingest.labels import asked as asked_label
from ingest.ordinals import ordinal
from retriever.calendar import MONTH, month_number
from retriever.synonyms import rows

What = Literal["session", "date", "symbol", "paper", "paragraph"]


@dataclass(frozen=True, slots=True)
class Reference:
    """Something named at `start:end` of a question; `values` as the documents have them: "7", "2025-07", "A/RES/75/240"."""

    what: What
    start: int
    end: int
    values: tuple[str, ...]


def references(text: str) -> list[Reference]:
    """Every session, date, symbol, paper and paragraph that `text` names, in order; none of them overlap."""
    return _apart(*_symbols(text), *_papers(text), *_paragraphs(text), *_sessions(text), *_dates(text))


def dates(text: str) -> list[Reference]:
    """The months and years that `text` names, also those in the name of a paper."""
    found = _apart(*_symbols(text), *_paragraphs(text), *_dates(text))
    return [each for each in found if each.what == "date"]


def _apart(*offered: Reference) -> list[Reference]:
    """Those that overlap with none offered before them, in order."""
    found: list[Reference] = []
    for each in offered:
        if not any(each.start < other.end and other.start < each.end for other in found):
            found.append(each)
    return sorted(found, key=lambda each: each.start)


def values(found: Iterable[Reference], what: What) -> tuple[str, ...]:
    """What the references of one sort stand for, each once."""
    return tuple(dict.fromkeys(value for each in found if each.what == what for value in each.values))


# Symbols

_RESOLUTION = r"resolutions?|res\.?|résolutions?|resoluci(?:ón|ones)|резолюци\w+|القرار(?:ات|ين)?|قرار|UNGA|GA|决议|第"
_DECISION = r"decisions?|dec\.|décisions?|decisi(?:ón|ones)|решени\w+|المقرر"
_REPORT = r"reports?|documents?|APR|rapports?|informes?|доклад\w*|документ\w*"
_NUMBER = r"(?<![\d/.\-–])[1-9]\d{1,2}/[1-9]\d{0,2}(?![\d/])"
_NUMBERS = re.compile(
    rf"(?:(?P<resolution>(?<!\w)(?:{_RESOLUTION}))|(?P<decision>\b(?:{_DECISION}))|(?P<report>\b(?:{_REPORT})))?"
    rf"\s*(?:(?:No\.?|n°|núm\.|№)\s?)?(?P<first>{_NUMBER})(?P<others>(?:\s*(?:,|and|or|et|ou|y|e|и|或|和|、|و)\s*(?:the\s+)?{_NUMBER})*)"
    r"(?P<zh>\s?号?决议)?",
    re.I,
)
_LEAST_BARE = 32  # "31/12" is a day; the Assembly's numbers of this form begin with its thirty-first session
_BODIES = (
    (re.compile(r"\b(?:HRC|Human Rights Council|Conseil des droits de l['’]homme|Consejo de Derechos Humanos)(?:['’]s)? (?:resolution |decision |résolution |resolución )?(?P<number>\d{1,2}/\d{1,3})\b", re.I), "A/HRC/RES/{}"),
    (re.compile(r"\b(?:ECOSOC|Economic and Social Council)(?:['’]s)? (?:resolution |decision )?(?P<number>\d{4}/\d{1,3})\b", re.I), "E/RES/{}"),
    (re.compile(r"\b(?:(?:UN)?SCR|Security Council(?:['’]s)?) (?:resolution )?(?P<number>\d{1,4} ?\((?:19|20)\d\d\))", re.I), "S/RES/{}"),
)  # fmt: skip


def _symbols(text: str) -> Iterator[Reference]:
    """Symbols named in full, "resolution 75/240" as the Assembly's, and a bare "78/265" as either paper of that number."""
    rest = text
    for start, end, symbol in symbols.spans(text):
        yield Reference("symbol", start, end, (symbol,))
        rest = _blanked(rest, start, end)
    for body, form in _BODIES:
        for match in body.finditer(rest):
            yield Reference("symbol", match.start(), match.end(), (symbols.canonical(form.format(match["number"])),))
            rest = _blanked(rest, match.start(), match.end())
    for match in _NUMBERS.finditer(rest):
        numbers = re.findall(_NUMBER, match.group())
        named = tuple(symbol for number in numbers for symbol in _of_the_assembly(match, number))
        if named:
            yield Reference("symbol", match.start(), match.end(), named)


def _of_the_assembly(match: re.Match[str], number: str) -> tuple[str, ...]:
    if match["resolution"] or match["zh"]:
        return (f"A/RES/{number}",)
    if match["decision"]:
        return (f"A/DEC/{number}",)
    if match["report"]:
        return (f"A/{number}",)
    session, _, count = number.partition("/")
    return (f"A/RES/{number}", f"A/{number}") if _LEAST_BARE <= int(session) <= 99 and session != count else ()


def _blanked(text: str, start: int, end: int) -> str:
    return text[:start] + " " * (end - start) + text[end:]


# Papers that have a name

_YEARS = r"(?:19|20)\d\d(?:[-–](?:19|20)\d\d)?"
_NTH = r"(?:[\w-]+|\d{1,2}(?:st|nd|rd|th|e|er|ème|º))"
_LAX = {" ": r"[\s\-–]+", "'": "['’]"}


@cache
def _named_papers() -> dict[str, list[dict[str, str]]]:
    """Name of a kind of paper, or of one paper, in small letters → its rows."""
    table: dict[str, list[dict[str, str]]] = {}
    for row in rows("papers.csv"):
        for name in row["names"].split(";"):
            table.setdefault(name.casefold(), []).append(row)
    return table


@cache
def _paper_pattern() -> re.Pattern[str]:
    names = sorted(_named_papers(), key=len, reverse=True)
    spelled = "|".join("".join(_LAX.get(char, re.escape(char)) for char in name) for name in names)
    return re.compile(
        rf"(?:(?P<before>{_YEARS})\s+(?:(?:UN|OEWG|consensus|ICT)\s+)*)?"
        rf"(?:(?P<nth>{_NTH})\s+(?:(?P<also>(?:and|et|y|и)\s+(?:the\s+)?{_NTH})\s+)?(?:(?:UN|OEWG|consensus|\((?:{_YEARS})\))\s+)*)?"
        rf"(?<!\w)(?P<name>{spelled})(?P<plural>s)?(?!\w)"
        rf"(?:\s*[(,]?\s*(?:(?:of|from|in|de|del|от|за)\s+)?(?:(?:{MONTH})\s+)?(?P<after>{_YEARS}))?",
        re.I,
    )


def _papers(text: str) -> Iterator[Reference]:
    """Papers called by a name of theirs: "the third APR", "the 2015 GGE report", "the Tunis Agenda"."""
    for match in _paper_pattern().finditer(text):
        candidates = _named_papers()[_spelled(match["name"])]
        numbers = {str(number) for word in (match["nth"], match["also"]) if word and (number := _nth(word))}
        years = {year for year in (match["before"], match["after"]) if year}
        named = [row for row in candidates if _bears(row, numbers, years)]
        if not named and match["plural"] and not numbers and not years:
            named = candidates
        if named:
            told = any(row["number"] or row["year"] for row in named) and (match["before"] or numbers)
            start = match.start() if told else match.start("name")
            yield Reference("paper", start, match.end(), tuple(row["symbol"] for row in named))


def _spelled(name: str) -> str:
    """A name as the table has it."""
    flat = " ".join(re.sub(r"[\s\-–]+", " ", name.replace("’", "'")).split()).casefold()
    return next(known for known in _named_papers() if known.replace("-", " ") == flat)


def _nth(words: str) -> int | None:
    return ordinal(re.sub(r"^(?:and|et|y|и)\s+(?:the\s+)?", "", words, flags=re.I))


def _bears(row: dict[str, str], numbers: set[str], years: set[str]) -> bool:
    if not row["number"] and not row["year"]:
        return True
    return row["number"] in numbers or any(year in years for year in row["year"].split(";"))


# Paragraphs

_WORD = r"(?:operative |preambular |пп\. )?(?:paragraphs?|paras?\.?|paragraphes?|párrafos?|пункт\w*|articles?|artículos?|статья|статьи|art\.|الفقرة)|¶|\b[OP]P"
_LABEL = r"\d{1,3}(?:\.\d{1,2})*(?:\s?(?:bis|ter|quater)\b)?[a-h]?(?:\s*\((?:[a-z]{1,2}|[ivx]{1,5}|\d{1,2})\))*"
_LABELS = re.compile(
    rf"(?<!\w)(?P<word>{_WORD})\s*(?P<labels>{_LABEL}(?:\s*(?:,|and|or|to|et|ou|à|y|a|и|[-–])\s*{_LABEL})*)|第\s?(?P<zh>\d{{1,3}})\s?[段条]",
    re.I,
)
_RANGE = re.compile(r"(\d{1,3})\s*(?:-|–|to|à|a)\s*(\d{1,3})")
_MOST = 20  # paragraphs of a range


def _paragraphs(text: str) -> Iterator[Reference]:
    """Paragraphs and articles named by number, as the outline has them; ranges spelled out."""
    for match in _LABELS.finditer(text):
        word = (match["word"] or "paragraph").casefold().strip()
        labels = [match["zh"]] if match["zh"] else _spelled_out(match["labels"])
        known = (
            "article"
            if word.startswith(("art", "стат"))
            else "PP"
            if word.startswith(("pp", "preamb"))
            else "paragraph"
        )
        yield Reference(
            "paragraph", match.start(), match.end(), tuple(asked_label(f"{known} {label}") for label in labels)
        )


def _spelled_out(labels: str) -> list[str]:
    found: list[str] = []
    for piece in re.split(r"\s*(?:,|\band\b|\bor\b|\bet\b|\bou\b|\by\b|\bи\b)\s*", labels):
        if between := _RANGE.fullmatch(piece.strip()):
            first, last = int(between[1]), int(between[2])
            found += [str(number) for number in range(first, min(last, first + _MOST) + 1)]
        elif piece:
            found.append(piece.strip())
    return found


# Sessions

_ORDINAL = r"(?:[a-zà-ÿа-яё]+(?:-[a-zà-ÿа-яё]+)*|\d{1,2}(?:st|nd|rd|th|-?e|-?[eè]me|º|ª|\.º|-я|-й))"
_SORT = r"(?:(?:substantive|formal|regular|organizational|plenary|основн\w+|очередн\w+)[\s-]+)?"
_SESSION = re.compile(
    rf"\b(?:(?P<also>{_ORDINAL})\s+(?P<to>and|or|to|et|ou|y|и|through)\s+(?:the\s+|la\s+|el\s+)?)?(?P<ordinal>{_ORDINAL})[\s-]+{_SORT}"
    r"(?:sessions?|per[ií]odos? (?:sustantivos? )?de sesiones|sesi(?:ón|ones)|сесси\w+)\b",
    re.I,
)
_COUNTED = "one two three four five six seven eight nine ten eleven".split()
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


def _sessions(text: str) -> Iterator[Reference]:
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
    if _AT_THE is match.re or len(known) < len(numbers):
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

_MONTH_YEAR = re.compile(
    rf"\b(?:\d{{1,2}}(?:er)?\s+(?:de\s+)?)?(?P<month>{MONTH})\.?,?\s+(?:\d{{1,2}},\s+)?(?:del?\s+)?(?P<year>(?:19|20)\d\d)\b|"
    r"(?<![\d./-])(?P<iso>(?:19|20)\d\d-(?:0[1-9]|1[0-2]))(?:-\d\d)?(?![\d-])|(?P<zh>(?:19|20)\d\d)\s?年\s?(?P<zh_month>\d{1,2})\s?月",
    re.I,
)
# Not a year that ends or names something else: "after 2025", "the 2030 Agenda", "2021-2025", "11/07/2025".
_YEAR = re.compile(
    r"(?<![\d/\-–.(])(?<!after )(?<!until )(?<!beyond )(?<!post-)(?<!by )(?<!après )(?<!después de )(?<!после )"
    r"(?:19|20)\d\d(?![\d/\-–]| Agenda|年?议程)"
)
_FROM = re.compile(r"\b(?:from|between|de|entre|с|между)\s+(?:the\s+)?$", re.I)
_TO = re.compile(r"\s*(?:to|and|until|through|à|et|a|y|по|и|-|–)\s*", re.I)


def _dates(text: str) -> Iterator[Reference]:
    """Months and years; of a span of months only its years, which lift and do not restrict."""
    months = [(match, _month(match)) for match in _MONTH_YEAR.finditer(text)]
    rest = text
    for at, (match, value) in enumerate(months):
        spans = any(
            _FROM.search(text[: left.start()]) and _TO.fullmatch(text[left.end() : right.start()])
            for left, right in ((months[n][0], months[n + 1][0]) for n in (at - 1, at) if 0 <= n < len(months) - 1)
        )
        yield Reference("date", match.start(), match.end(), (value[:4] if spans else value,))
        rest = _blanked(rest, match.start(), match.end())
    for match in _YEAR.finditer(rest):
        yield Reference("date", match.start(), match.end(), (match.group(),))


def _month(match: re.Match[str]) -> str:
    if match["iso"]:
        return match["iso"]
    if match["zh"]:
        return f"{match['zh']}-{int(match['zh_month']):02d}"
    return f"{match['year']}-{month_number(match['month']):02d}"


# A date of the words asked for, not of a thing that they speak of: "in July 2025", "the 2018 general debate".
_OWN_BEFORE = re.compile(
    r"(?:(?<!\w)(?:in|during|en|durante|pendant|au cours de|в|во|في|في عام)|在)\s*(?:[\u0621-\u064a]+/)?(?:its\s+|their\s+|the\s+|année\s+|l['’]année\s+)?$",
    re.I,
)
_OWN_AFTER = re.compile(r"\s+general debate\b|\s+(?:débat général|debate general)\b", re.I)
_OTHERS_DATE = re.compile(  # "the report adopted in 2021"
    r"(?<!was )(?<!were )(?<!been )\b(?:adopted|agreed|established|created|issued|published|signed|concluded|launched|convened|set up)\s+in\s+$", re.I
)  # fmt: skip


def own_dates(text: str, found: Iterable[Reference]) -> tuple[str, ...]:
    """Those of the dates that date the words asked for."""
    own = [
        each
        for each in found
        if each.what == "date"
        and not re.match(r"\s*[-–]", text[each.end :])
        and not _OTHERS_DATE.search(text[: each.start])
        and (_OWN_BEFORE.search(text[: each.start]) or _OWN_AFTER.match(text, each.end))
    ]
    return values(own, "date")
