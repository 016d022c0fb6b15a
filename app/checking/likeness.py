"""Words of a statement without a counterpart in its sources: whether the model takes them for a paraphrase."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from threading import Lock

import numpy as np

from app.checking.clauses import Clause, clauses
from app.checking.meanings import Word, sides
from app.terms import WordVectors
from ingest.embedding import Vectors

# Cosines; measured on the statements of tests/fixtures (benchmarks/checking.py).
NEAR = 0.55  # from which one word is a counterpart of another
NOUN_NEAR = 0.45  # from which a thing may be another name of one in the sources
CLAUSE_NEAR = 0.42  # below which a clause with such words says something that the sources do not
FOREIGN = -0.03  # loss of likeness by such a word, below which it is foreign to the sources
LOADED = 0.0  # likewise, for a word that has a contrary
FAR_APART = 0.3  # below which a statement and its sources speak of different things
FEWEST_TOLD = 3  # words of a clause that is looked at though each has a counterpart
MOST_LOST = 0.5  # share of the words of a statement that may be without counterpart
MOST_KEPT = 2_000  # texts whose vectors are kept

Encode = Callable[[list[str]], Vectors]
_NOUN = re.compile(
    r"\w+(?:tions?|sions?|ments?|ness|it(?:y|ies)|ships?|isms?|ists?|ances?|ences?|[eo]rs|ages?|c(?:y|ies))$", re.I
)
_NO_NOUN = re.compile(r"\w+(?:ly|ing|ed)$", re.I)
_BEFORE_VERB = re.compile(
    r"(?:\b(?:to|will|would|can|could|may|might|must|shall|should|not|it|they|he|she|who|which|that|and|also|be|is|are|was|were|been|has|have|had|as|than|so|very|more|most|too)|^)\s*$",
    re.I,
)
_AFTER_NOUN = re.compile(
    r"\s*(?:$|[,.;:)]|\b(?:of|for|by|on|in|with|from|at|to|into|about|over|against|between|among|through|during|under|before|after|and|or|as|is|are|was|were|has|have|will|would|should|that|which|who|beforehand)\b)",
    re.I,
)


@dataclass(frozen=True, slots=True)
class Claim:
    """A clause of a statement, its words that need a counterpart, and those of them that have none."""

    clause: Clause
    needed: tuple[Word, ...]
    alone: tuple[Word, ...]

    def told_otherwise(self, there: Sequence[Word]) -> bool:
        """Whether most of three words or more stand in the sources only by others that may mean the same."""
        stems = {word.stem for word in there}
        same = sum(word.stem in stems for word in self.needed)
        return len(self.needed) >= FEWEST_TOLD and same < len(self.needed) / 2


class Likeness:
    """The model's part of the check; the vectors of words and of source texts are kept."""

    def __init__(self, encode: Encode) -> None:
        self._encode = encode
        self._words = WordVectors(encode)
        self._texts: dict[str, Vectors] = {}
        self._lock = Lock()

    def judge(self, statement: str, claims: Sequence[Claim], texts: Sequence[str], there: Sequence[Word]) -> list[str]:
        """What of the claims the sources do not carry, in words; [] where all may be paraphrase."""
        offered = list(dict.fromkeys(word.written.casefold() for word in there if not word.joins))
        lost: list[str] = []
        doubtful: list[Claim] = []
        for claim in claims:
            near = self._words.nearest([word.written.casefold() for word in claim.alone], offered)
            alone = [(word, cosine) for word, cosine in zip(claim.alone, near, strict=True) if cosine < NEAR]
            strict = [word for word, cosine in alone if cosine < NOUN_NEAR and is_noun(word, statement)]
            lost += [f"words: {word.written}" for word in strict]
            if not strict and (alone or claim.told_otherwise(there)):
                doubtful.append(Claim(claim.clause, claim.needed, tuple(word for word, _ in alone)))
        return lost or self._by_likeness(statement, claims, doubtful, texts, there)

    def _by_likeness(
        self,
        statement: str,
        claims: Sequence[Claim],
        doubtful: Sequence[Claim],
        texts: Sequence[str],
        there: Sequence[Word],
    ) -> list[str]:
        """The doubtful clauses that are like nothing in the sources, or make the statement less like them."""
        whole = self._vectors(texts)
        inside = self._vectors([clause.text for text in texts for clause in clauses(text)] if doubtful else [])
        tried = [
            words
            for claim in doubtful
            if claim.alone
            for words in dict.fromkeys([*((word,) for word in claim.alone), claim.alone])
        ]
        vectors = self._encode(
            [statement, *(claim.clause.text for claim in doubtful), *(_without(statement, words) for words in tried)]
        )
        parts, shortened = vectors[1 : len(doubtful) + 1], vectors[len(doubtful) + 1 :]
        full = float((whole @ vectors[0]).max())
        found = [
            claim.alone or claim.needed
            for claim, part in zip(doubtful, parts, strict=True)
            if float((inside @ part).max()) < CLAUSE_NEAR
        ]
        for words, rest in zip(tried, shortened, strict=True):
            least = LOADED if len(words) == 1 and sides(words[0].written) else FOREIGN
            if full - float((whole @ rest).max()) < least:
                found.append(words)
        lost = [f"words: {', '.join(word.written for word in words)}" for words in dict.fromkeys(found)]
        near = full >= FAR_APART or not any(claim.told_otherwise(there) for claim in claims)
        return lost or ([] if near else ["likeness"])

    def _vectors(self, texts: Sequence[str]) -> Vectors:
        with self._lock:
            if len(self._texts) > MOST_KEPT:
                self._texts.clear()
            new = [text for text in dict.fromkeys(texts) if text not in self._texts]
            if new:
                self._texts.update(zip(new, self._encode(new), strict=True))
            return np.array([self._texts[text] for text in texts], dtype=np.float32)


def is_noun(word: Word, statement: str) -> bool:
    """Whether a word looks like the name of a thing, by its ending and the words beside it."""
    before, after = statement[: word.start], statement[word.end :]
    if word.written.casefold().endswith("ly") or (re.search(r"\bto\s+$", before) and not word.written.endswith("s")):
        return False
    if _NOUN.fullmatch(word.written):
        return True
    return not _NO_NOUN.fullmatch(word.written) and not _BEFORE_VERB.search(before) and bool(_AFTER_NOUN.match(after))


def _without(statement: str, words: Sequence[Word]) -> str:
    for word in sorted(words, key=lambda word: -word.start):
        statement = f"{statement[: word.start]}{statement[word.end :]}"
    return " ".join(statement.split())
