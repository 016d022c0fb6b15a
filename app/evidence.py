"""Stretches of the hits' documents that could be quoted, each with its score for the question."""

from __future__ import annotations

import math
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

import numpy as np

from app.asked import Asked
from app.bilingual import one_language
from app.quotable import announces, is_courtesy, quotable
from app.terms import WordVectors
from ingest.document import Document
from ingest.embedding import NamedEmbeddings, Vectors
from ingest.language import detect
from ingest.speakers import Turn, speaker_at
from ingest.structure import Unit
from retriever.index import Index
from retriever.question import Question
from retriever.search import Found
from retriever.trust import trusted

COSINE, OVERLAP, PASSAGE = 1.0, 0.6, 0.3  # weights of a candidate's score; see benchmarks/RESULTS.md
LENGTH = 0.03  # for each e-fold of words: a short sentence is near to anything
DEBATE = 0.15  # off the words of a general debate: they deal with everything, and are asked for by name
OPENING = 0.2  # off what only says what a paper is, or that something will be said
OWN_LANGUAGE = 0.1  # for words in the language of the question, which the reader can check
UNREAD = 0.4  # cosine of words that the model cannot read, where it can read none
LABELLED = 0.3  # for the item that the question names by its place: "the first comment"
_ITEM_NOUNS = "comments?|points?|remarks?|items?|elements?|proposals?|recommendations?|concerns?"
ORDINAL_LABELS = {
    "first",
    "second",
    "third",
    "fourth",
    "fifth",
    "sixth",
    "seventh",
    "eighth",
    "ninth",
    "tenth",
    "finally",
}
ASKS_PAPER = re.compile(  # when and where it was said, and by whom: what stands on a title page
    r"\b(?:when|where|date|session|adopted|passed|committee|agenda|topic|languages?|edit\w*)\b", re.IGNORECASE
)
ASKS_THANKS = re.compile(
    r"\b(?:thank\w*|congratulat\w*|appreciat\w*|praise\w*|tribute|remerci\w*|agradec\w*)\b", re.IGNORECASE
)


@dataclass(frozen=True, slots=True)
class Candidate:
    """A stretch that could be quoted: `document.text[start:end]`, of one unit and one holder."""

    document_id: str
    unit: int
    start: int
    end: int
    text: str
    turn: Turn
    label: str
    lead: int | None
    title_block: bool
    passage_score: float  # of the best hit that holds it, 0 … 1
    score: float = 0.0
    overlap: float = 0.0
    cosine: float = 0.0

    @property
    def words(self) -> int:
        return len(self.text.split())


class Evidence:
    """Candidates of a search, scored; `sources` gives the documents and outlines they come from."""

    def __init__(
        self, index: Index, embeddings: NamedEmbeddings, question: Question, found: Found, words: WordVectors
    ) -> None:
        self.index = index
        self.question = question
        self._embeddings = embeddings
        self.sources: dict[str, tuple[Document, list[Unit], list[Turn]]] = {}
        # Beyond the filter lie neighbours: they are shown, never quoted.
        hits = (
            found.hits[: found.within] if found.within or question.filters != type(question.filters)() else found.hits
        )
        hits = one_language(hits, question.language)
        foreign = [hit.passage.language != question.language for hit in hits]
        self.foreign = bool(foreign) and foreign[0]
        self.all_foreign = bool(foreign) and all(foreign)
        self.asked = Asked(index, question, {hit.passage.language for hit in hits}, self.foreign, words)
        raw = list(
            self._candidates([(hit.passage.document_id, hit.passage.start, hit.passage.end, hit.score) for hit in hits])
        )
        self.candidates = self._score(raw)

    def source(self, document_id: str) -> tuple[Document, list[Unit], list[Turn]]:
        """The document, its units and its turns."""
        if document_id not in self.sources:
            units, turns = self.index.outline(document_id)
            self.sources[document_id] = (self.index.document(document_id), units, turns)
        return self.sources[document_id]

    def _candidates(self, spans: Sequence[tuple[str, int, int, float]]) -> Iterable[Candidate]:
        top = max((score for *_, score in spans), default=1.0) or 1.0
        seen: set[tuple[str, int, int]] = set()
        for document_id, start, end, score in spans:
            document, units, turns = self.source(document_id)
            first_text = next(
                (n for n, unit in enumerate(units) if unit.kind != "heading" and unit.end - unit.start > 200), 0
            )
            for number, unit in enumerate(units):
                if unit.end <= start or unit.start >= end or unit.kind == "contents":
                    continue
                if unit.kind == "heading" and (number >= first_text or document.kind == "compendium"):
                    continue  # it says nothing; in a compendium it is the Secretariat's
                for begin, stop in quotable(document.text, unit):
                    inside = begin < end and stop > start
                    if inside and (document_id, begin, stop) not in seen:
                        seen.add((document_id, begin, stop))
                        yield Candidate(
                            document_id, number, begin, stop, document.text[begin:stop], speaker_at(turns, begin),
                            unit.label, unit.lead, number < first_text, score / top,
                        )  # fmt: skip

    def _score(self, raw: list[Candidate]) -> list[Candidate]:
        if not raw:
            return []
        question = self.question.topic if self.question.filters.delegations else self.question.text
        readable = trusted(self._embeddings, self.question.language)
        if not readable:
            question = self.asked.in_english or question
        vectors = self._embeddings.encode([question, *(self.context(candidate) for candidate in raw)])
        cosines = self._believed(raw, vectors[1:] @ vectors[0])
        for row, similarity in self._of_parts(raw, vectors[0]).items():
            cosines[row] = max(float(cosines[row]), similarity)
        if (
            readable and self.question.focus != self.question.text
        ):  # what a follow-up adds counts as much as all that came before
            cosines = (cosines + vectors[1:] @ self._embeddings.encode([self.question.focus])[0]) / 2
        scored = []
        overlaps = self.asked.overlaps(
            [self.asked.present(self.context(candidate)) for candidate in raw],
            [self.asked.present(self.source(candidate.document_id)[0].title) for candidate in raw],
        )
        for candidate, cosine, overlap in zip(raw, cosines, overlaps, strict=True):
            total = COSINE * float(cosine) + OVERLAP * overlap + PASSAGE * candidate.passage_score
            total -= self._penalty(candidate)
            total += LENGTH * math.log(candidate.words + 1)
            if self.source(candidate.document_id)[0].kind == "general debate statement":
                total -= DEBATE
            if self.question.language != "en" and self.language(candidate) == self.question.language:
                total += OWN_LANGUAGE
            total += LABELLED * self.names_label(candidate)
            scored.append(replace(candidate, score=total, overlap=overlap, cosine=float(cosine)))
        return sorted(scored, key=lambda candidate: (-candidate.score, candidate.document_id, candidate.start))

    def _believed(self, raw: Sequence[Candidate], cosines: Vectors) -> Vectors:
        """`cosines`, those of texts that the model cannot read as near as the others are on the average."""
        read = np.array([trusted(self._embeddings, self.language(candidate)) for candidate in raw])
        return np.where(read, cosines, cosines[read].mean() if read.any() else UNREAD)

    def _of_parts(self, raw: Sequence[Candidate], question: Vectors) -> dict[int, float]:
        """For each candidate that lists things between semicolons, the cosine of its best part."""
        parts = [
            (row, part)
            for row, candidate in enumerate(raw)
            if candidate.text.count(";") >= 3
            for part in candidate.text.split(";")
            if len(part.split()) >= 3
        ]
        if not parts:
            return {}
        found: dict[int, float] = {}
        similarities = self._embeddings.encode([part for _, part in parts]) @ question
        for (row, _), similarity in zip(parts, similarities, strict=True):
            found[row] = max(found.get(row, 0.0), float(similarity))
        return found

    def names_label(self, candidate: Candidate) -> bool:
        """Whether the question names the candidate by its place: "the first comment"."""
        asked = re.findall(rf"\b(\w+) (?:{_ITEM_NOUNS})\b", self.question.focus.casefold())
        return candidate.label.casefold() in ORDINAL_LABELS.intersection(asked)

    def context(self, candidate: Candidate) -> str:
        """The candidate with the words that introduce it and its heading."""
        _, units, _ = self.source(candidate.document_id)
        heading = units[candidate.unit].heading[-1:] if not candidate.title_block else ()
        return " ".join([*heading, *filter(None, [self.introduction(candidate)]), candidate.text])

    def announcement(self, candidate: Candidate) -> str:
        """The words that introduce the candidate, where they end in a colon: only then are they part of what it says."""
        words = self.introduction(candidate)
        return words if words.endswith(":") else ""

    def introduction(self, candidate: Candidate) -> str:
        """The last thirty words of the unit that introduces the candidate's; "" where none does."""
        document, units, _ = self.source(candidate.document_id)
        if candidate.lead is None:
            return ""
        lead = units[candidate.lead]
        return " ".join(document.text[lead.start : lead.end].split()[-30:])

    def date(self, candidate: Candidate) -> str:
        """The ISO date of the candidate's document; "" where it is not known."""
        return self.source(candidate.document_id)[0].date

    def language(self, candidate: Candidate) -> str:
        """The language of the candidate's unit."""
        document, units, _ = self.source(candidate.document_id)
        unit = units[candidate.unit]
        return detect(document.text[unit.start : unit.end], document.languages[0] if document.languages else "en")

    def _penalty(self, candidate: Candidate) -> float:
        asks_paper = ASKS_PAPER.search(self.question.focus) is not None
        if candidate.title_block:
            return -0.1 if asks_paper else 0.4
        if asks_paper and not self.asked.terms:  # "When was this said?" names nothing that the text could be about
            return 0.4
        if is_courtesy(candidate.text) and not ASKS_THANKS.search(self.question.focus):
            return 0.35
        return OPENING if announces(candidate.text) else 0.0

    def borne(self, candidate: Candidate) -> set[str]:
        """The terms of the question that the candidate, with its context, holds."""
        present = self.asked.present(self.context(candidate))
        return {term for term in self.asked.terms if self.asked.covered(term, present)}


def one_a_document(candidates: Iterable[Candidate]) -> list[Candidate]:
    """The first candidate of each document."""
    first: dict[str, Candidate] = {}
    for candidate in candidates:
        first.setdefault(candidate.document_id, candidate)
    return list(first.values())
