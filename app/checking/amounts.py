"""Amounts that a statement names: whether its sources name them, and of the same thing."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from app.checking.clauses import clauses
from app.checking.facts import Number, labels, numbers, unnamed
from app.checking.meanings import Word, keys_of, shared
from ingest.days import MONTHS
from ingest.lexical import tokens

MARGIN = 0.5  # by how much another number must stand in likelier words
_HOURS = {"hour": 1.0, "day": 24.0, "week": 168.0, "month": 730.5, "year": 8766.0}
_UNIT = re.compile(r"[\s-]*(?:\w+\s+)?(hour|day|week|month|year)s?\b", re.I)
_ONE_UNIT = re.compile(
    r"\b(?:an?|one|each|every|per)\s+(hour|day|week|month|year)\b|\b(annual|daily|weekly|monthly|yearly)", re.I
)
_ADVERBS = {"ann": "year", "dai": "day", "wee": "week", "mon": "month", "yea": "year"}
# Lengths and intervals of time that are told without a number, or by another unit.
_SAME_TIME = (
    (r"\b(?:a )?quarter[ -](?:of a )?century\b", "25 years"), (r"\bhalf a century\b", "50 years"), (r"\ba century\b", "100 years"),
    (r"\b(?:a|one) decade\b", "10 years"), (r"\btwo decades\b", "20 years"), (r"\bthree decades\b", "30 years"),
    (r"\b(?:a )?fortnight\b", "2 weeks"), (r"\b(?:half a year|half-year)\b", "6 months"),
    (r"\b(?:twice|two times) (?:a|per|every|each) year\b|\b(?:biannual|semi-annual|half-yearly)\w*", "every 6 months"),
    (r"\b(?:twice|two times) (?:a|per|every|each) month\b", "every 2 weeks"),
    (r"\bfour times (?:a|per) year\b|\bquarterly\b", "every 3 months"), (r"\bbiennial\w*|\b(?:every )?(?:other|second) year\b", "every 2 years"),
    (r"\b(?P<kept>more than|over|within|under|less than|at least|longer than|nearly|almost) an? (?P<unit>hour|day|week|month|year)\b", r"\g<kept> 1 \g<unit>"),
    (r"\ban? (?P<unit>hour|day|week|month|year)(?='?s? (?:of|long)\b)", r"1 \g<unit>"),
)  # fmt: skip
_ALL_BUT = re.compile(r"\ball but (\w+) of (?:(?:the|its|our|their) )?(\w+)", re.I)
_HEDGES = (  # what stands before a number, and what of it the true one may be
    (re.compile(r"\b(?:about|around|some|roughly|approximately|circa)\s+(?:\$\s*)?$", re.I), 0.95, 1.05),
    (re.compile(r"\b(?:nearly|almost|close to|just under|under|less than|fewer than)\s+(?:\$\s*)?$", re.I), 0.9, 1.0),
    (re.compile(r"\b(?:more than|over|above|upwards of|in excess of|just over)\s+(?:\$\s*)?$", re.I), 1.0, 1.3),
)
_TIMES = re.compile(
    r"(?:twice|doubl\w+|twofold|thrice|tripl\w+|trebl\w+|threefold|quadrupl\w+|fourfold|halv\w+|half)$", re.I
)
_REST = re.compile(r"\b(?:remaining|rest|others|still|outstanding|left|missing)\b", re.I)
_ITEM = re.compile(r"(?<!\w)\(([a-z])\)\s")


@dataclass(frozen=True, slots=True)
class Amount:
    """A number with the length of time that it may be, in hours, and the words of its clause."""

    number: Number
    hours: float | None
    written: str
    before: str
    counted: frozenset[str]
    words: tuple[Word, ...]
    negative: bool  # its clause says that something is not so, or speaks of a rest

    @property
    def is_fraction(self) -> bool:
        """Whether it is a share told without "per cent": two thirds are 66 or 67 of them."""
        return bool(self.number.kind) and not re.search(r"%|cent", self.written)


def missing_numbers(statement: str, everything: str) -> Iterator[str]:
    """The amounts and labels that the sources do not name, or name of another thing."""
    there, ones = _amounts(everything, claimed=False), _one_units(everything)
    said = _amounts(statement, claimed=True)
    for amount in said:
        same = [other for other in there if _equal(amount, other)]
        if same:
            if _elsewhere(amount, same, said, there):
                yield amount.written
        elif amount.hours not in ones and not _worked_out(amount, said, there) and not _listed(amount, everything):
            yield amount.written
    borne = labels(everything)
    yield from (label for label in labels(statement) if label not in borne)


def _amounts(text: str, claimed: bool) -> list[Amount]:
    text = unnamed(text)
    for pattern, words in _SAME_TIME:
        text = re.sub(pattern, words, text, flags=re.I)
    text = _ALL_BUT.sub(_but, text)
    parts = clauses(text, claimed)
    found = []
    for number in numbers(text):
        unit = None if number.kind else _UNIT.match(text, number.end)
        part = next((part for part in parts if part.start <= number.start < part.end), None)
        found.append(
            Amount(
                number, number.value * _HOURS[unit[1].casefold()] if unit else None, text[number.start : number.end],
                text[: number.start], frozenset(_counted(text, number)), part.words if part else (),
                part is not None and (part.negative or _REST.search(part.text) is not None),
            )
        )  # fmt: skip
    return found


def _but(match: re.Match[str]) -> str:
    """ "all but three of fourteen" → "11 of 14"."""
    values = [number.value for part in match.groups() for number in numbers(part)]
    return f"{values[1] - values[0]:.0f} of {values[1]:.0f}" if len(values) == 2 else match.group()


def _one_units(text: str) -> set[float | None]:
    """The lengths in hours of "a day", "each year", "monthly"."""
    found = {match[1] or _ADVERBS[match[2][:3].casefold()] for match in _ONE_UNIT.finditer(text)}
    return {_HOURS[name.casefold()] for name in found}


def _counted(text: str, number: Number) -> set[str]:
    """The stem of what a number counts: the first word that says something after it."""
    after = re.match(r"[\s-]*(?:(?:of|our|its|the|their|other|more|further|new)\s+)*([^\W\d_]+)", text[number.end :])
    return set(tokens(after[1])) if after else set()


def _equal(said: Amount, other: Amount) -> bool:
    """Whether both are the same amount: exactly, in other units of time, or as near as "about" and the like allow."""
    one, two = said.number, other.number
    if said.hours and other.hours:
        wanted, true = said.hours, other.hours
    elif one.kind != two.kind:
        return False
    else:
        wanted, true = one.value, two.value
    least, most = next(((low, high) for before, low, high in _HEDGES if before.search(said.before)), (1.0, 1.0))
    slack = (
        0.02 * wanted
        if said.hours and other.hours
        else 1.0
        if one.kind and (said.is_fraction or other.is_fraction)
        else 1e-6
    )
    return least * wanted - slack <= true <= most * wanted + slack


def _elsewhere(said: Amount, same: Sequence[Amount], beside: Sequence[Amount], there: Sequence[Amount]) -> bool:
    """Whether another number of the sources stands in words that are much more like those of the statement."""
    rivals = [
        other
        for other in there
        if other not in same
        and not any(_equal(each, other) for each in beside)
        and other.number.kind == said.number.kind
        and bool(other.hours) == bool(said.hours)
        and not any(other.words == each.words for each in same)
    ]
    alike = [other for other in rivals if said.counted & other.counted]
    if said.counted and alike and not any(said.counted & other.counted for other in same):
        best = max(_fit(said, other) for other in same)
        return max(_fit(said, other) for other in alike) >= best
    return max((_fit(said, other) for other in rivals), default=0) >= max(_fit(said, each) for each in same) + MARGIN


def _fit(said: Amount, other: Amount) -> float:
    """The weight of the words of the clause of one that stand in that of the other."""
    keys = keys_of(word for word in other.words if not word.joins)
    return shared((word for word in said.words if word.written not in MONTHS), keys)


def _worked_out(said: Amount, beside: Sequence[Amount], there: Sequence[Amount]) -> bool:
    """Whether the sources give the amount to whoever reckons: a multiple, or the rest of a whole that is told too."""
    value = said.number.value
    if _TIMES.match(said.written):
        times = 2.0 if said.number.kind else value
        pairs = [(one.number.value, two.number.value) for one in there for two in there]
        return any(one and two == times * one for one, two in pairs)
    wholes = {other.number.value for other in beside} & {other.number.value for other in there}
    if said.number.kind:
        wholes = {100.0}
    parts = [other for other in there if other.number.kind == said.number.kind and other.negative != said.negative]
    return any(
        abs(whole - other.number.value - value) <= (1 if said.number.kind else 0) for whole in wholes for other in parts
    )


def _listed(said: Amount, everything: str) -> bool:
    """Whether the sources list so many things: (a), (b), (c)."""
    letters = [match[1] for match in _ITEM.finditer(everything)]
    run = 0
    for letter in letters:
        run = run + 1 if letter == chr(ord("a") + run) else run
    return run > 1 and said.number.value == run and not said.number.kind and said.hours is None
