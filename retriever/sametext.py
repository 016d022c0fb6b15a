"""The same text found twice, in a reissue, a revision, a yearly resolution or a translation: one hit with all its places."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np

from ingest.passages import Passage
from retriever.index import Index

SAME_SHARE = 0.9  # of the word trigrams of two passages together, where they have the same numbers
COVERED = 0.8  # of a passage, counted along its statement, that is shown in the other language
LOOKED_AT = 2  # times the number wanted: how far down the same texts are looked for
AUTHORITIES = ("adopted", "Chair", "secretariat")  # where the same text is both, it is cited from these, in this order
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

    speaker: str | None
    language: str
    numbers: tuple[str, ...]
    words: tuple[str, ...]
    trigrams: frozenset[tuple[str, ...]]

    @classmethod
    def of(cls, passage: Passage) -> _Print:
        words = tuple(_WORD.findall(unicodedata.normalize("NFKC", passage.text).casefold()))
        numbers = tuple(word for word in words if _DIGIT.search(word))
        trigrams = frozenset(words[at : at + 3] for at in range(len(words) - 2))
        return cls(passage.speaker, passage.language, numbers, words, trigrams)

    def same(self, other: _Print) -> bool:
        if (self.language, self.numbers) != (other.language, other.numbers):
            return False
        if self.speaker and other.speaker and self.speaker != other.speaker:
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
    prints: list[_Print] = []
    shown: list[Passage] = []
    for looked, (row, score) in enumerate(ranking):
        if looked >= LOOKED_AT * wanted and len(kept) >= wanted:
            break
        passage = index.passage(row)
        print_ = _Print.of(passage)
        same = next((n for n, other in enumerate(prints) if print_.same(other)), None)
        if same is None:
            same = _translated(index, passage, shown)
            if same is not None and passage.language == language and _translated(index, shown[same], [passage]) is None:
                same = None  # it has less than what is shown, but in the language of the question: both are
        if same is not None:
            one = kept[same]
            before = shown[same]
            if before.language == passage.language:
                better = _preference(index, row) < _preference(index, one.row)
            else:
                better = passage.language == language
            if better:
                one.row, row = row, one.row
                prints[same], shown[same] = print_, passage
            one.also.append(row)
        elif len(kept) < wanted:
            kept.append(Kept(row, score, []))
            prints.append(print_)
            shown.append(passage)
    return kept


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
