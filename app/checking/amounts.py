"""Amounts that a statement names: whether its sources name them, and of the same thing."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from app.checking.facts import Number, labels, numbers, unnamed
from ingest.lexical import tokens

_IN_HOURS = {"hour": 1.0, "day": 24.0, "week": 168.0}
_IN_MONTHS = {"month": 1.0, "year": 12.0}
_UNIT = re.compile(r"[\s-]*(?:\w+\s+)?(hour|day|week|month|year)s?\b", re.I)
_ONE_UNIT = re.compile(
    r"\b(?:an?|one|each|every|per)\s+(hour|day|week|month|year)\b|\b(annual|daily|weekly|monthly|yearly)", re.I
)


def missing_numbers(statement: str, everything: str) -> Iterator[str]:
    """The amounts and labels that the sources do not name, or name of another thing."""
    plain, everything = unnamed(statement), unnamed(everything)
    there, lengths = numbers(everything), _lengths(everything)
    for number in numbers(plain):
        same = [other for other in there if (other.value, other.kind) == (number.value, number.kind)]
        if (not same and _length(plain, number) not in lengths) or (
            same and _of_another(plain, number, everything, there)
        ):
            yield plain[number.start : number.end]
    borne = labels(everything)
    yield from (label for label in labels(statement) if label not in borne)


def _length(text: str, number: Number) -> tuple[str, float] | None:
    """A length of time in hours or months: "24 hours" is a day, "18 months" a year and a half."""
    unit = _UNIT.match(text, number.end)
    if unit is None or number.kind:
        return None
    name = unit[1].casefold()
    return (
        ("hours", number.value * _IN_HOURS[name]) if name in _IN_HOURS else ("months", number.value * _IN_MONTHS[name])
    )


def _lengths(text: str) -> set[tuple[str, float] | None]:
    found = {_length(text, number) for number in numbers(text)} - {None}
    ones = {
        (
            match[1]
            or {"ann": "year", "dai": "day", "wee": "week", "mon": "month", "yea": "year"}[match[2][:3].casefold()]
        ).casefold()
        for match in _ONE_UNIT.finditer(text)
    }
    found |= {("hours", _IN_HOURS[name]) for name in ones if name in _IN_HOURS}
    return found | {("months", _IN_MONTHS[name]) for name in ones if name in _IN_MONTHS}


def _of_another(statement: str, number: Number, everything: str, there: Sequence[Number]) -> bool:
    """Whether the sources count the same thing and find another number, and count something else with this one."""
    counted = _counted(statement, number)
    alike = [other.value for other in there if other.kind == number.kind and counted & _counted(everything, other)]
    return bool(counted and alike) and number.value not in alike


def _counted(text: str, number: Number) -> set[str]:
    """The stem of what a number counts: the first word that says something after it."""
    after = re.match(r"[\s-]*(?:(?:of|our|its|the|their|other|more|further|new)\s+)*([^\W\d_]+)", text[number.end :])
    return set(tokens(after[1])) if after else set()
