"""What comes before what, and what is preferred to what: the sides of such words must not be exchanged."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from app.checking.meanings import Word, keys_of, words
from ingest.structure import sentences

MOST_BESIDE = 4  # words that say something on each side
_AGAINST = {
    "from": ("to", "for", "towards"),
    "to": ("from",),
    "towards": ("from",),
    "for": ("against",),
    "against": ("for", "in favour of"),
    "in favour of": ("against",),
}
_AIM = re.compile(r"\b(?:from|to|towards|for|against|in favour of)\b", re.I)
# (kind, words between the two, whether what stands before them comes first)
_BETWEEN = (
    ("time", re.compile(r"\b(?:before|prior to|ahead of|precedes?|in advance of)\b", re.I), True),
    ("time", re.compile(r"\bfirst,? (?:and|then|before)\b", re.I), True),
    ("time", re.compile(r"\b(?:after|following|once|follows|when .{3,40} (?:has|have) ended)\b", re.I), False),
    (
        "time",
        re.compile(r"\b(?:turn(?:s|ed|ing)? into|becomes?|became|develop(?:s|ed)? into|evolv\w+ into)\b", re.I),
        True,
    ),
    (
        "rank",
        re.compile(
            r"\b(?:rather than|instead of|in place of|over and above|more than|and not|but not)\b|,\s*not\b(?! (?:only|just|merely))",
            re.I,
        ),
        True,
    ),
    ("rank", re.compile(r"\bnot\b(?! (?:only|just|merely))(?=[^.;]{2,60}\bbut\b)[^.;]{2,60}?\bbut\b", re.I), False),
)


@dataclass(frozen=True, slots=True)
class Order:
    """Keys of the words on the two sides: `first` comes before `second` in time, or is what is meant and not that."""

    kind: str
    first: frozenset[str]
    second: frozenset[str]
    written: str


def misplaced(statement: str, texts: Sequence[str]) -> list[str]:
    """The words of order in `statement` on whose sides the texts have it the other way round."""
    there = [order for text in texts for order in orders(text)]
    return [
        f"direction: {said.written}"
        for said in orders(statement, claimed=True)
        if any(_exchanged(said, other) for other in there if other.kind == said.kind)
    ]


def orders(text: str, claimed: bool = False) -> Iterator[Order]:
    """Every order that `text` states."""
    for begin, end in sentences(text, 0):
        sentence = text[begin:end]
        for kind, between, straight in _BETWEEN:
            for match in between.finditer(sentence):
                left, right = sentence[: match.start()], sentence[match.end() :]
                if "but" in match.group().casefold()[3:]:
                    left, right = re.sub(r"^not\b|\bbut$", "", match.group(), flags=re.I), right
                sides = (
                    _keys(re.split(r"[;:]", left)[-1], claimed, kind == "rank", last=True),
                    _keys(re.split(r"[;:]", right)[0], claimed, kind == "rank"),
                )
                yield Order(kind, *(sides if straight else sides[::-1]), match.group())


def wrong_way(statement: str, texts: Sequence[str]) -> list[str]:
    """What `statement` has after "from" and the texts, after the same word, only after "to", and the like."""
    there = [aim for text in texts for aim in _aimed(text, claimed=False)]
    return [
        f"direction: {said.preposition} {said.word.written}"
        for said in _aimed(statement, claimed=True)
        if not any(other.word.stem == said.word.stem and other.preposition == said.preposition for other in there)
        and any(
            other.word.stem == said.word.stem
            and other.preposition in _AGAINST[said.preposition]
            and said.before & other.before
            for other in there
        )
    ]


@dataclass(frozen=True, slots=True)
class Aim:
    """A preposition with a word that says something soon after it, and the keys of the words before it."""

    preposition: str
    word: Word
    before: frozenset[str]


def _aimed(text: str, claimed: bool) -> Iterator[Aim]:
    for match in _AIM.finditer(text):
        before = [word for word in words(text[max(0, match.start() - 60) : match.start()], claimed) if not word.joins]
        after = [word for word in words(text[match.end() : match.end() + 60], claimed) if not word.joins][:2]
        for word in after:
            if not word.light:
                yield Aim(match.group().casefold(), word, keys_of(before[-3:]))


def _keys(text: str, claimed: bool, every: bool, last: bool = False) -> frozenset[str]:
    """The keys of the words next to the word of order; `every`: also of those that say little."""
    found = [word for word in words(text, claimed) if not (word.joins if every else word.light)]
    return keys_of(found[-MOST_BESIDE:] if last else found[:MOST_BESIDE])


def _exchanged(said: Order, other: Order) -> bool:
    return bool((said.first - other.first) & other.second) and bool((said.second - other.second) & other.first)
