"""A word of a statement between the same neighbours as in its sources: there it must not be denied or turned round."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from app.checking.clauses import denials
from app.checking.meanings import contrary, words
from app.stance import CONTRARY, told_stances
from ingest.structure import sentences

ALIKE = 0.8  # share of its pairs of neighbours from which a clause is told in the same words


@dataclass(frozen=True, slots=True)
class Placed:
    """A word with the stems of its neighbours ("" at an end), and whether "not" stands between it and the one before."""

    written: str
    stem: str
    before: str
    after: str
    denied: bool


def displaced(statement: str, texts: Sequence[str]) -> list[str]:
    """The words of `statement` that the texts have beside the same words denied, or in whose place they have a contrary."""
    there = [placed for text in texts for placed in _placed(text)]
    one = is_told_alike(statement, texts)  # where most words are the same, one neighbour is enough
    found = [
        *(f"negation: {placed.written}" for placed in _placed(statement) if _denied_otherwise(placed, there, one)),
        *(f"direction: {placed.written}" for placed in _placed(statement) if _contrary_stands(placed, there)),
    ]
    return list(dict.fromkeys(found))


def is_told_alike(text: str, texts: Sequence[str]) -> bool:
    """Whether most neighbours in `text` are neighbours in the texts: what is denied in it is seen word by word."""
    there = {(placed.before, placed.stem) for other in texts for placed in _placed(other)}
    pairs = [(placed.before, placed.stem) for placed in _placed(text) if placed.before]
    return len(pairs) > 2 and sum(pair in there for pair in pairs) >= ALIKE * len(pairs)


def _placed(text: str) -> Iterator[Placed]:
    """The words of each sentence that say something or little, with their neighbours."""
    nots = denials(text)
    for begin, end in sentences(text, 0):
        inside = [
            word for word in words(text) if begin <= word.start < end and not word.joins and word.start not in nots
        ]
        for at, word in enumerate(inside):
            before = inside[at - 1] if at else None
            after = inside[at + 1] if at + 1 < len(inside) else None
            since = before.end if before else begin
            yield Placed(
                word.written, word.stem, before.stem if before else "", after.stem if after else "",
                any(since <= place < word.start for place in nots),
            )  # fmt: skip


def _denied_otherwise(placed: Placed, there: Sequence[Placed], one: bool) -> bool:
    same = [other for other in there if other.stem == placed.stem]
    beside = [other for other in same if _neighbours(placed, other) or (one and _neighbour(placed, other))]
    return bool(beside) and all(other.denied != placed.denied for other in beside)


def _neighbours(placed: Placed, other: Placed) -> bool:
    """Whether both stand between the same words, of which one may be the end of a sentence."""
    return (placed.before, placed.after) == (other.before, other.after) and bool(placed.before or placed.after)


def _neighbour(placed: Placed, other: Placed) -> bool:
    return bool(placed.after and placed.after == other.after) or bool(placed.before and placed.before == other.before)


def _contrary_stands(placed: Placed, there: Sequence[Placed]) -> bool:
    """Whether the sources have a contrary, and never the word, right beside one of its neighbours."""
    beside = [other for other in there if _neighbours(placed, other)]
    if any(other.stem == placed.stem for other in beside):
        return False
    return any(other.denied == placed.denied and _against(placed.written, other.written) for other in beside)


def _against(word: str, other: str) -> bool:
    """Whether the two words are contraries, or take contrary stances."""
    taken = told_stances(other)
    return contrary(word, other) or any(taken & CONTRARY[stance] for stance in told_stances(word))
