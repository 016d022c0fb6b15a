"""Days and spans of days as mastheads print them, in the six languages of the United Nations."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

MONTH = "January|February|March|April|May|June|July|August|September|October|November|December"
MONTHS = MONTH.split("|")
_OTHER_MONTHS = (
    "janvier février mars avril mai juin juillet août septembre octobre novembre décembre",
    "enero febrero marzo abril mayo junio julio agosto septiembre octubre noviembre diciembre",
    "января февраля марта апреля мая июня июля августа сентября октября ноября декабря",
    "يناير فبراير مارس أبريل مايو يونيو يوليو أغسطس سبتمبر أكتوبر نوفمبر ديسمبر",
)
NUMBER_OF_MONTH = {
    name: number
    for names in (MONTH.casefold().split("|"), *(line.split() for line in _OTHER_MONTHS))
    for number, name in enumerate(names, start=1)
}
_NAMED = "|".join(sorted(NUMBER_OF_MONTH, key=len, reverse=True))
_DAY = r"(?:0?[1-9]|[12]\d|3[01])(?:st|nd|rd|th|er)?"
_TO = r"(?:\s{0,2}[-–—−]\s{0,2}|\s(?:to|and|au|et|al?|y|по|и|إلى)\s)"
_SYRIAN = r"(?:[\u0621-\u064a]+(?: [\u0621-\u064a]+)?\s?/\s?)?"  # in Arabic a month has two names: "شباط/فبراير"
_RUN = rf"{_DAY}(?:{_TO}{_DAY}){{0,4}}\s(?:de\s|of\s)?{_SYRIAN}(?:{_NAMED})\b"
_YEAR = r"(?:,?\s|\sdel?\s)(?:19|20)\d{2}\b"
_DAY_FIRST = re.compile(rf"(?<![\w./\-–—])(?:{_RUN}(?:{_YEAR})?{_TO}){{0,3}}{_RUN}{_YEAR}", re.IGNORECASE)
_MONTH_FIRST = re.compile(
    rf"\b(?P<month>{MONTH})\s(?P<first>{_DAY})(?:{_TO}(?:(?P<other>{MONTH})\s)?(?P<last>{_DAY}))?,?\s"
    r"(?P<year>(?:19|20)\d{2})\b",
    re.IGNORECASE,
)
_CHINESE = re.compile(
    r"(?P<year>(?:19|20)\d{2})\s?年\s?(?P<month>\d{1,2})\s?月\s?(?P<first>\d{1,2})\s?日?"
    r"(?:\s?(?:[-–—－]|至)\s?(?:(?P<other>\d{1,2})\s?月\s?)?(?P<last>\d{1,2}))?\s?日"
)
_TOKEN = re.compile(rf"(?P<year>(?:19|20)\d{{2}})\b|(?P<month>{_NAMED})|(?P<day>\d{{1,2}})", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Days:
    """A day or a span of days at `start:end` of a text, as ISO 8601: "2024-03-04/2024-03-08"."""

    start: int
    end: int
    iso: str

    @property
    def span(self) -> int:
        """Days from the first to the last, 0 for a single one."""
        first, _, last = self.iso.partition("/")
        return (date.fromisoformat(last or first) - date.fromisoformat(first)).days


def days(text: str) -> Iterator[Days]:
    """Every day and span of days that `text` names, in order; no day that the calendar does not have."""
    matches = [*_DAY_FIRST.finditer(text), *_MONTH_FIRST.finditer(text), *_CHINESE.finditer(text)]
    for match in sorted(matches, key=re.Match.start):
        iso = _day_first(match.group()) if match.re is _DAY_FIRST else _month_first(match)
        if iso:
            yield Days(match.start(), match.end(), iso)


def find_date(text: str) -> str:
    """The first day or span of days in `text` as ISO 8601: "2024-03-04/2024-03-08"; "" if none."""
    return next((found.iso for found in days(text)), "")


def _day_first(words: str) -> str:
    """ISO 8601 of "28 February–1 April 2022" and the like: from its first day to its last."""
    read: dict[str, list[str]] = {"day": [], "month": [], "year": []}
    for token in _TOKEN.finditer(words):
        kind = token.lastgroup or ""
        read[kind].append(token.group())
    months, years = [NUMBER_OF_MONTH[name.casefold()] for name in read["month"]], [int(year) for year in read["year"]]
    first, last = (months[0], int(read["day"][0])), (months[-1], int(read["day"][-1]))
    begun = years[0] if len(years) > 1 else years[-1] - (first > last)
    return _iso((begun, *first), (years[-1], *last))


def _month_first(match: re.Match[str]) -> str:
    """ISO 8601 of "March 4-8, 2024", "2024年3月4日" and the like."""
    year, month = int(match["year"]), _month(match["month"])
    other = _month(match["other"]) if match["other"] else month
    first, last = (int(re.sub(r"\D", "", match[name] or match["first"])) for name in ("first", "last"))
    return _iso((year, month, first), (year, other, last))


def _month(name: str) -> int:
    return int(name) if name.isdecimal() else NUMBER_OF_MONTH[name.casefold()]


def _iso(first: tuple[int, int, int], last: tuple[int, int, int]) -> str:
    try:
        begins, ends = date(*first), date(*last)
    except ValueError:
        return ""
    if begins > ends:
        return ""
    return begins.isoformat() if begins == ends else f"{begins.isoformat()}/{ends.isoformat()}"
