"""The hard facts that a statement names: numbers, days, sessions, States and other names."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from ingest import delegations
from ingest.days import MONTHS, days
from ingest.delegations import Mention
from ingest.ordinals import CARDINALS, ORDINALS, ordinal
from retriever.reference import blanked

_TENS = dict(zip("twenty thirty forty fifty sixty seventy eighty ninety".split(), range(20, 100, 10), strict=True))
_SCALE = {"hundred": 100, "thousand": 1_000, "million": 1_000_000, "billion": 1_000_000_000}
_VALUES = {word: number for number, word in enumerate(["zero", *CARDINALS])} | _TENS
_OTHER_VALUES = {
    "twice": 2.0, "thrice": 3.0, "double": 2.0, "doubled": 2.0, "doubling": 2.0, "triple": 3.0, "tripled": 3.0,
    "trebled": 3.0, "threefold": 3.0, "quadrupled": 4.0, "fourfold": 4.0, "twofold": 2.0,
    "dozen": 12.0, "decade": 10.0, "fortnight": 14.0, "pair": 2.0, "couple": 2.0, "trio": 3.0,
}  # fmt: skip
_FRACTIONS = {"half": 50.0, "halves": 50.0, "quarter": 25.0, "third": 33.0, "halved": 50.0}
_WORDED = "|".join(sorted([*_VALUES, *_SCALE], key=len, reverse=True))
_NUMBER = re.compile(
    rf"(?<![\w/.,])(?P<digits>(?:\d{{1,3}}(?:[ \u00a0]\d{{3}})+(?!\d)|\d[\d,]*)(?:\.\d+)?)(?:st|nd|rd|th)?(?![\w/]|\.\d)|\b(?P<words>(?:{_WORDED})(?:[\s-](?:and\s)?(?:{_WORDED}))*)\b",
    re.I,
)
_SCALED = re.compile(r"[\s-]*(hundred|thousand|million|billion|bn|m)\b", re.I)
_HALF_A = re.compile(r"\bhalf\s+an?\s+$", re.I)
_SHARE = re.compile(
    rf"\b(?P<part>\d+|{_WORDED})(?:[\s-](?P<parts>thirds|quarters|fifths|tenths)|\s(?:out of|of every|in every|in)\s(?P<whole>\d+|{_WORDED}))\b",
    re.I,
)
_PARTS = {"thirds": 3, "quarters": 4, "fifths": 5, "tenths": 10}
_AND_A_HALF = re.compile(r"\b((?:an?|one|\w+) (?:hours?|days?|weeks?|months?|years?)) and a half\b", re.I)
_PERCENT = re.compile(r"\s*(?:%|per\s?cent\b|percentage points?\b)", re.I)
_LABEL = re.compile(r"\b\d{1,3}\s?\([a-z]{1,2}\)|\b[A-Z](?:/[A-Z0-9.]+){2,}(?:/\d+)?\b")
_ORDINAL = re.compile(
    rf"\b(?:(?:twenty|thirty|forty|fifty|sixty|seventy|eighty|ninety)-)?(?:{'|'.join(ORDINALS)})\b|\b\d{{1,3}}(?:st|nd|rd|th)\b",
    re.I,
)
_SESSION = re.compile(
    rf"(?P<ordinal>{_ORDINAL.pattern})(?:,? (?:and|to) (?:{_ORDINAL.pattern}))?\s+(?:(?:substantive|formal|regular|plenary)\s+)?(?:of (?:its|the|their|these) (?:\w+ )?)?sessions?\b|\bsession\s+(?P<number>\d{{1,3}})\b",
    re.I,
)
_MONTH_YEAR = re.compile(
    rf"(?:\b(?P<day>\d{{1,2}})(?:st|nd|rd|th)?\s+(?:of\s+)?)?\b(?P<month>{'|'.join(MONTHS)})\b"
    r"(?:\s+(?P<after>\d{1,2})(?:st|nd|rd|th)?(?!\d))?(?:,?\s+(?:of\s+)?(?P<year>(?:19|20)\d\d))?\b"
)
_YEAR = re.compile(r"(?<![\w/.-])(?:19|20)\d\d(?![\w/]|\.\d)")
_RELATIVE = (("last year", -1), ("this year", 0), ("next year", 1), ("past year", -1), ("coming year", 1))


@dataclass(frozen=True, slots=True)
class Number:
    """An amount at `start:end`; `kind` is "" or "%"."""

    value: float
    kind: str
    start: int
    end: int


@lru_cache(maxsize=1_000)  # a source is read for many statements
def mentions(text: str) -> tuple[Mention, ...]:
    """Every delegation that `text` names, in order."""
    return tuple(delegations.mentions(text))


def unnamed(text: str) -> str:
    """`text` with blanks for the names of delegations."""
    for mention in mentions(text):
        text = blanked(text, mention.start, mention.end)
    return text


def labels(text: str) -> set[str]:
    """Paragraphs with their letter and document symbols: "13(f)", "A/RES/75/240"."""
    return {re.sub(r"\s", "", match.group()) for match in _LABEL.finditer(text)}


def sessions(text: str) -> list[tuple[str, int, int]]:
    """(number, start, end) of every session that `text` names by its ordinal or number."""
    found = []
    for match in _SESSION.finditer(text):
        numbers = [str(ordinal(word.group())) for word in _ORDINAL.finditer(match.group())] or [match["number"]]
        found += [(number, match.start(), match.end()) for number in numbers]
    return found


def dates(text: str) -> list[tuple[str, int, int]]:
    """(date, start, end) of every date, in order: an ISO day or span, "2024-05", "2024", or without a year "--05-12", "--05"."""
    found = [(day.iso, day.start, day.end) for day in days(text)]
    for pattern in (_MONTH_YEAR, _YEAR):
        for match in pattern.finditer(text):
            if any(start < match.end() and match.start() < end for _, start, end in found):
                continue
            written = match.group() if pattern is _YEAR else _month(text, match)
            found += [(written, match.start(), match.end())] if written else []
    return sorted(found, key=lambda date: date[1])


def _month(text: str, match: re.Match[str]) -> str:
    """A month as "2024-05", "--05" or with a day "--05-12"; "" where "May" or "March" is no month."""
    day = match["day"] or match["after"]
    if not (match["year"] or day or match["month"] not in ("May", "March") or _follows_in(text, match.start())):
        return ""
    month = f"{match['year'] or '-'}-{MONTHS.index(match['month']) + 1:02}"
    return f"{month}-{int(day):02}" if day else month


def _follows_in(text: str, at: int) -> bool:
    """Whether a preposition or day shows that "May" or "March" is a month."""
    return re.search(r"\b(?:in|of|since|until|by|last|next|this|early|late|\d{1,2})\s+$", text[:at], re.I) is not None


def years_meant(text: str, date: str) -> set[str]:
    """The years that `text` of this date means by "last year" and the like."""
    year = date[:4]
    return {str(int(year) + apart) for words, apart in _RELATIVE if year.isdigit() and words in text.casefold()}


def numbers(text: str) -> list[Number]:
    """The amounts that `text` names in digits or words, its dates, sessions and labels left out; "one" is none."""
    for _, start, end in [*dates(text), *sessions(text)]:
        text = blanked(text, start, end)
    text = _AND_A_HALF.sub(lambda match: match[1].ljust(len(match.group())), text)
    text = _LABEL.sub(lambda match: " " * len(match.group()), text)
    others = list(_other_amounts(text))
    shares = [
        (other.start, other.end) for other in others if other.kind and not text[other.start : other.end].isalpha()
    ]
    amounts = [number for number in _amounts(text) if not any(start <= number.start < end for start, end in shares)]
    return sorted([*amounts, *others], key=lambda number: number.start)


def _amounts(text: str) -> Iterator[Number]:
    end = 0
    for match in _NUMBER.finditer(text):
        if match.start() < end:
            continue
        value = _of_digits(match["digits"]) if match["digits"] else _of_words(match["words"])
        value *= 0.5 if _HALF_A.search(text[: match.start()]) else 1
        end = match.end()
        scaled = _SCALED.match(text, end) if match["digits"] else None
        if scaled:
            value *= {"bn": 1e9, "m": 1e6}.get(scaled[1].casefold(), _SCALE.get(scaled[1].casefold(), 1))
            end = scaled.end()
        percent = _PERCENT.match(text, end)
        if match["words"] and match["words"].casefold() == "one" and not percent:
            continue
        yield Number(value, "%" if percent else "", match.start(), percent.end() if percent else end)


def _other_amounts(text: str) -> Iterator[Number]:
    """Ordinals, fractions and words such as "twice"; a half, a quarter and a third are shares in per cent."""
    for match in _SHARE.finditer(text):
        part, whole = _of_word(match["part"]), _PARTS.get(str(match["parts"]).casefold()) or _of_word(match["whole"])
        if 0 < part < whole <= 100:
            yield Number(float(int(100 * part / whole)), "%", match.start(), match.end())
    for match in re.finditer(r"[^\W\d_]+", text):
        word = match.group().casefold()
        if _HALF_A.search(text[: match.end()] + " a ") and re.match(
            rf"\s+an?\s+(?:{_WORDED})\b", text[match.end() :], re.I
        ):
            continue
        if word in _FRACTIONS and _is_fraction(text, match):
            yield Number(_FRACTIONS[word], "%", match.start(), match.end())
        elif word in _OTHER_VALUES:
            yield Number(_OTHER_VALUES[word], "", match.start(), match.end())
        elif word in ORDINALS and word not in ("first", "second") and not _is_fraction(text, match):
            yield Number(float(ORDINALS.index(word) + 1), "", match.start(), match.end())


def _is_fraction(text: str, match: re.Match[str]) -> bool:
    """Whether "third" is a share: "a third of", "two thirds", and not "the third meeting"."""
    word = match.group().casefold()
    if word.startswith("hal") or word.endswith("s"):
        return True
    return bool(
        re.search(r"\b(?:a|one|per)[\s-]$", text[: match.start()], re.I) or re.match(r"\s+of\b", text[match.end() :])
    )


def _of_word(word: str | None) -> float:
    return float(word) if word and word.isdigit() else _of_words(word or "")


def _of_digits(digits: str) -> float:
    return float(re.sub(r"[, \u00a0]", "", digits).rstrip(".") or 0)


def _of_words(words: str) -> float:
    """ "thirty-five" → 35, "one hundred and twenty" → 120."""
    total = part = 0.0
    for word in re.findall(r"[a-z]+", words.casefold()):
        if word in _VALUES:
            part += _VALUES[word]
        elif word in _SCALE:
            part = max(part, 1) * _SCALE[word]
            if _SCALE[word] > 100:
                total, part = total + part, 0.0
    return total + part
