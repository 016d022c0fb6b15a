"""Words that may stand for one another in a summary, and words that say the contrary: the tables, read once."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib.resources import files

from ingest.lexical import tokens
from retriever.synonyms import asking_stems

_WORD = re.compile(r"[^\W_]+(?:['’][^\W_]+)?")
_LONGEST = 5  # words of a phrase of the tables
KEPT = 1_000  # texts that are remembered: a source is read for many statements
_PASSIVE = re.compile(r"\b(?:is|are|was|were|be|been|being|get|gets|got)\s+$", re.I)
_TURNS = frozenset({"not", "no", "without", "fail"})  # words that turn the phrase they begin round


@dataclass(frozen=True, slots=True)
class Word:
    """A word of a text at `start:end`; `keys` are its stem and the groups of the thesaurus that it belongs to."""

    written: str
    stem: str
    start: int
    end: int
    keys: frozenset[str]
    light: bool  # it says too little to need a counterpart
    joins: bool  # it says nothing: an article, a preposition, a number

    @property
    def weight(self) -> float:
        """How much it counts where clauses are compared."""
        return 0.0 if self.joins else 0.5 if self.light else 1.0


def keys_of(words: Iterable[Word]) -> frozenset[str]:
    """The keys of all `words`."""
    return frozenset().union(*(word.keys for word in words))


def shared(words: Iterable[Word], keys: frozenset[str]) -> float:
    """The weight of those of `words` that have one of the keys."""
    return sum(word.weight for word in words if word.keys & keys)


def _stem(word: str) -> str:
    low = word.casefold()
    if low.endswith(("n't", "n’t")) or low == "cannot":
        return "not"
    return next(iter(tokens(word)), low)


def _stems(text: str) -> list[tuple[str, int, int]]:
    return [(_stem(match.group()), match.start(), match.end()) for match in _WORD.finditer(text)]


def _lines(table: str) -> list[str]:
    text = files("app").joinpath("tables").joinpath(table).read_text("utf-8")
    return [line for line in text.splitlines() if line.strip() and not line.startswith("#")]


def _phrase(written: str) -> tuple[str, ...]:
    """The stems of a phrase of a table; its very forms, each with "!", where it ends in "!"."""
    if written.strip().endswith("!"):
        return tuple(f"{match.group().casefold()}!" for match in _WORD.finditer(written))
    return tuple(stem for stem, _, _ in _stems(written))


@cache
def _groups(claimed: bool) -> dict[tuple[str, ...], frozenset[str]]:
    """Phrase → keys of its groups, as a statement says it (`claimed`) or as its evidence does."""
    found: dict[tuple[str, ...], set[str]] = {}
    for number, line in enumerate(_lines("thesaurus.txt")):
        general, _, special = line.rpartition("<")
        for written in (general if claimed and general else special).split(","):
            found.setdefault(_phrase(written), set()).add(f"={number}")
    return {phrase: frozenset(keys) for phrase, keys in found.items()}


def is_known(word: str) -> bool:
    """Whether the thesaurus has `word`."""
    return (_stem(word),) in _groups(True)


@cache
def _light() -> frozenset[str]:
    """Stems of words that need no counterpart: they report, join, or say too little."""
    return asking_stems() | {_stem(word) for line in _lines("light.txt") for word in line.split()}


@cache
def negative_stems() -> frozenset[str]:
    """Stems of words by which a text may say that something is not so."""
    return frozenset(_stem(word) for line in _lines("negatives.txt") for word in line.split())


@lru_cache(maxsize=KEPT)
def words(text: str, claimed: bool = False) -> tuple[Word, ...]:
    """The words of `text` with what each may stand for, in a statement (`claimed`) or in its evidence."""
    stems = _stems(text)
    groups = _groups(claimed)
    keys: list[set[str]] = [{stem} for stem, _, _ in stems]
    turned: set[int] = set()
    for at, size in _phrases(stems, groups):
        phrase = tuple(stem for stem, _, _ in stems[at : at + size])
        if size > 1 and phrase[0] in _TURNS:
            turned |= set(range(at, at + size))
        elif size == 1 and at in turned:
            continue
        for place in range(at, at + size):
            keys[place] |= groups[phrase]
    light = _light()
    return tuple(
        Word(text[start:end], stem, start, end, frozenset(found), joins or stem in light, joins)
        for (stem, start, end), found in zip(stems, keys, strict=True)
        for joins in [len(stem) < 2 or stem.isdigit() or not tokens(text[start:end])]
    )


def _phrases(
    stems: Sequence[tuple[str, int, int]], table: dict[tuple[str, ...], frozenset[str]]
) -> Iterator[tuple[int, int]]:
    """(place, number of words) of each phrase of `table`, the longest first."""
    for size in range(_LONGEST, 0, -1):
        for at in range(len(stems) - size + 1):
            if tuple(stem for stem, _, _ in stems[at : at + size]) in table:
                yield at, size


@dataclass(frozen=True, slots=True)
class Pair:
    """Two sets of phrases that say the contrary of one another; `both`: the second may not stand for the first either."""

    sides: tuple[frozenset[tuple[str, ...]], frozenset[tuple[str, ...]]]
    both: bool


@cache
def pairs() -> tuple[Pair, ...]:
    """The contraries of the table."""
    found = []
    for line in _lines("contraries.txt"):
        left, sign, right = re.split(r"\s([|>])\s", line)
        one, other = (frozenset(_phrase(written) for written in side.split(",")) for side in (left, right))
        found.append(Pair((one - other, other - one), sign == "|"))
    return tuple(found)


@cache
def _sided() -> dict[tuple[str, ...], tuple[tuple[int, int], ...]]:
    """Phrase → (number of the pair, side 0 or 1) for each pair that has it."""
    found: dict[tuple[str, ...], list[tuple[int, int]]] = {}
    for number, pair in enumerate(pairs()):
        for side, phrases in enumerate(pair.sides):
            for phrase in phrases:
                found.setdefault(phrase, []).append((number, side))
    return {phrase: tuple(places) for phrase, places in found.items()}


@dataclass(frozen=True, slots=True)
class Side:
    """A phrase at `start:end` that stands on one side of a pair of contraries."""

    pair: int
    side: int
    start: int
    end: int


@lru_cache(maxsize=KEPT)
def sides(text: str) -> tuple[Side, ...]:
    """What `text` says that has a contrary; a phrase counts as a whole, not by the words in it."""
    stems, table = _stems(text), _sided()
    taken: set[int] = set()
    found = []
    for size in range(_LONGEST, 0, -1):
        for at in range(len(stems) - size + 1):
            phrase = tuple(stem for stem, _, _ in stems[at : at + size])
            if size == 1 and (form := (f"{text[stems[at][1] : stems[at][2]].casefold()}!",)) in table:
                phrase = () if _PASSIVE.search(text[: stems[at][1]]) else form
            if phrase in table and not taken & set(range(at, at + size)):
                taken |= set(range(at, at + size))
                found += [Side(pair, side, stems[at][1], stems[at + size - 1][2]) for pair, side in table[phrase]]
    return tuple(sorted(found, key=lambda side: (side.start, side.pair)))


def contrary(text: str, other: str) -> bool:
    """Whether `text` says the contrary of something that `other` says."""
    there = {(side.pair, side.side) for side in sides(other)}
    return any((side.pair, 1 - side.side) in there for side in sides(text))
