"""The same text found twice, in a reissue, a revision, a yearly resolution or a translation: one hit with all its places."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np

from ingest.kinds import AUTHORITIES
from ingest.passages import Passage
from retriever.index import Index

SAME_SHARE = 0.9  # of the word trigrams of two passages together, where they have the same numbers
COVERED = 0.8  # of a passage, counted along its statement, that is shown in the other language
DEPTH = 2  # times the number wanted: how far down the same texts are looked for
_DIGIT = re.compile(r"\d")
_WORD = re.compile(r"[^\W_]+")


@dataclass(slots=True)
class Kept:
    """A text that is shown, from the passage of `row`; `also` are the rows where it stands as well."""

    row: int
    score: float
    also: list[int]


@dataclass(frozen=True, slots=True)
class _Print:
    """What two passages must share to be one text: language, numbers, nearly all words, and the holder where both have one."""

    passage: Passage
    numbers: tuple[str, ...]
    words: tuple[str, ...]
    trigrams: frozenset[tuple[str, ...]]

    @property
    def language(self) -> str:
        return self.passage.language

    @classmethod
    def of(cls, passage: Passage) -> _Print:
        words = tuple(_WORD.findall(unicodedata.normalize("NFKC", passage.text).casefold()))
        numbers = tuple(word for word in words if _DIGIT.search(word))
        trigrams = frozenset(words[at : at + 3] for at in range(len(words) - 2))
        return cls(passage, numbers, words, trigrams)

    def same(self, other: _Print) -> bool:
        if (self.language, self.numbers) != (other.language, other.numbers):
            return False
        speakers = {self.passage.speaker, other.passage.speaker} - {None}
        if len(speakers) > 1:
            return False
        both = len(self.trigrams | other.trigrams)
        return self.words == other.words or len(self.trigrams & other.trigrams) >= SAME_SHARE * max(both, 1)


def distinct(index: Index, ranking: Iterable[tuple[int, float]], wanted: int, language: str = "") -> list[Kept]:
    """The first `wanted` texts of a ranking of (row, score), each once.

    Never one text: words of two holders, numbers that differ (a paragraph that is repeated with another year), or a
    passage of which only a part is shown in translation. Of a translation, the text in `language` is shown; else the
    same text is cited from the paper in force before one that is superseded, then from the one with authority.
    """
    kept: list[Kept] = []
    shown: list[_Print] = []  # of each text that is kept
    for looked, (row, score) in enumerate(ranking):
        if looked >= DEPTH * wanted and len(kept) >= wanted:
            break
        print_ = _Print.of(index.passage(row))
        same = _known(index, print_, shown, language)
        if same is None:
            if len(kept) < wanted:
                kept.append(Kept(row, score, []))
                shown.append(print_)
            continue
        one = kept[same]
        if _is_better(index, print_, row, shown[same], one.row, language):
            one.row, row, shown[same] = row, one.row, print_
        one.also.append(row)
    return kept


def _known(index: Index, print_: _Print, shown: Sequence[_Print], language: str) -> int | None:
    """Which of `shown` is the same text, or has it in another language; None where it has to be shown itself."""
    same = next((number for number, other in enumerate(shown) if print_.same(other)), None)
    if same is not None:
        return same
    same = _translated(index, print_.passage, [other.passage for other in shown])
    if same is not None and print_.language == language:  # it takes the other's place, unless it has less than that
        return same if _translated(index, shown[same].passage, [print_.passage]) is not None else None
    return same


def _is_better(index: Index, new: _Print, row: int, old: _Print, old_row: int, language: str) -> bool:
    """Whether a text is shown from the passage of `row` rather than from that of `old_row`."""
    if new.language != old.language:
        return new.language == language
    return _preference(index, row) < _preference(index, old_row)


def _preference(index: Index, row: int) -> tuple[bool, int]:
    document = index.records[index.document_ids[row]]
    rank = AUTHORITIES.index(document.authority) if document.authority in AUTHORITIES else len(AUTHORITIES)
    return bool(index.superseded_rows[row]), rank


def _translated(index: Index, passage: Passage, shown: Sequence[Passage]) -> int | None:
    """Which of `shown` has most of the passage in another language of its statement, if together they have it all."""
    own = index.along.get((passage.document_id, passage.start))
    if own is None:
        return None
    covered = np.zeros(100, dtype=bool)
    best: tuple[float, int] | None = None
    for number, other in enumerate(shown):
        place = index.along.get((other.document_id, other.start))
        if place is None or place.statement != own.statement or other.language == passage.language:
            continue
        low, high = max(own.start, place.start), min(own.end, place.end)
        if high > low:
            scale = 100 / (own.end - own.start)
            covered[round((low - own.start) * scale) : round((high - own.start) * scale)] = True
            best = max(best or (0.0, number), (high - low, number))
    return best[1] if best and covered.mean() >= COVERED else None
