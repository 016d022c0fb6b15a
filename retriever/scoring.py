"""How well each passage fits a question: closeness in meaning and shared words, fused on fixed scales."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import cached_property
from typing import Any

import numpy as np

from ingest.embedding import NamedEmbeddings, Vectors
from ingest.labels import named
from ingest.lexical import tokens
from retriever.index import Index
from retriever.limits import without_kinds, without_references
from retriever.question import Question
from retriever.rerank import LOOKED_AT, Reranker
from retriever.revisions import called, looks_back
from retriever.scope import Rows, is_named
from retriever.synonyms import asking_stems, expansions, related_terms
from retriever.times import touches
from retriever.translation import Counterpart, counterparts, covered
from retriever.trust import trusted

# Of the cosine; the rest is of the lexical score. Both are on scales of their own that no other passage moves: BM25 as
# a share of what all words of the question could give, also those that the index lacks, so that the words count less
# where they fit badly (the fusion with theoretical bounds of Bruch, Gai and Ingber 2023). 0.3 to 0.5 is nearly flat.
DENSE_WEIGHT = 0.4
OTHER_FORM = 0.8  # of what a term's usual form in another language counts, for its other forms
RELATED_WEIGHT = 0.3  # of synonyms and acronyms beside the question's own words; joined in at 1 they hurt
CANDIDATES = 150  # of each side
DATE_BONUS = 0.15  # for a document of the date that the question names
PARAGRAPH_BONUS = 0.3  # for the passage with the paragraph that is asked for, of a paper that is named
PHRASE_BONUS = 0.5  # for a passage that holds a phrase which the question puts in quotation marks
# Of the score of a superseded text: two versions of one paragraph score within a tenth of each other, so the
# later comes first; a passage that only the earlier has loses less than DATE_BONUS, and is still found.
SUPERSEDED = 0.85

Scores = np.ndarray[Any, np.dtype[np.float32]]


class Scorer:
    """Scores of one question, or of one part of it, over the rows of an index."""

    def __init__(
        self,
        index: Index,
        embeddings: NamedEmbeddings,
        question: Question,
        among: Rows | None = None,
        reranker: Reranker | None = None,
    ) -> None:
        """`among` are the rows that the question restricts to; None: it restricts nothing."""
        self.question = question
        self._index = index
        self._reranker = reranker
        self._placed_rows: set[int] = set()
        self.text = _asked(index, question, among is not None)
        self.terms = tokens(self.text, question.language)
        self.names = related_terms(self.text)
        self.counterparts = asked_counterparts(self.text, question.language)
        readable = {language for language in index.in_language if trusted(embeddings, language)}
        read = self.text
        if not trusted(embeddings, question.language):
            read = in_english(self.counterparts)
            readable &= {"en"} if read else set()
        self._vector: Vectors = embeddings.encode([read or self.text])[0]
        self._believed = np.zeros(len(index.languages), dtype=bool)
        for language in readable:
            self._believed |= index.in_language[language]

    def rank(self, allowed: Rows | None) -> list[tuple[int, float]]:
        """(row, score) of the candidates of both sides, best first; ties by row."""
        rows = self._candidates(allowed)
        if not len(rows):
            return []
        scores = self._lexical[rows].copy()
        believed = self._believed[rows]
        if believed.any():  # what the model cannot read is taken to be as near as the others are on the average
            dense = np.asarray(self._index.vectors[rows]) @ self._vector
            dense = np.where(believed, dense, dense[believed].mean())
            scores = DENSE_WEIGHT * dense + (1 - DENSE_WEIGHT) * scores
        scores += DATE_BONUS * self._dated(rows) + PHRASE_BONUS * np.isin(rows, self._quoting(rows))
        scores += PARAGRAPH_BONUS * np.isin(rows, self._labelled())
        scores[self._superseded(rows)] *= SUPERSEDED
        order = np.lexsort((rows, -scores))
        return self._placed([(int(rows[at]), float(scores[at])) for at in order])

    def _placed(self, ranking: list[tuple[int, float]]) -> list[tuple[int, float]]:
        """The ranking with its best in the reranker's order, their scores above those of the rest."""
        if self._reranker is None or not ranking:
            return ranking
        best, rest = ranking[:LOOKED_AT], ranking[LOOKED_AT:]
        passages = [self._index.passage(row) for row, _ in best]
        found = self._reranker.scores(self.question.text, [f"{each.header}\n{each.text}" for each in passages])
        self._placed_rows |= {row for row, _ in best}
        above = max((score for _, score in rest), default=0.0)
        shares = 1 / (1 + np.exp(-found))
        placed = [(row, above + float(share)) for (row, _), share in zip(best, shares, strict=True)]
        return [*sorted(placed, key=lambda pair: (-pair[1], pair[0])), *rest]

    # The words

    @cached_property
    def _lexical(self) -> Scores:
        """BM25 of each row as a share of what the words of the question could give at most."""
        index, question = self._index, self.question
        own = self.terms + (tokens(question.focus, question.language) if question.focus != question.text else [])
        if question.who:  # who holds a view is asked in words that say nothing of the view
            own = [term for term in own if term not in asking_stems()] or own
        related = [term for name in self.names for term in tokens(name, "en")]
        scores: Scores = index.bm25(related)[0] * np.float32(RELATED_WEIGHT)
        most = 0.0
        # What an acronym of the field stands for counts as much as it does; one that the texts know by itself needs no guess.
        for acronym, words in question.spelled:
            short = tokens(acronym)
            if set(short) <= set(own) and (acronym in expansions() or not index.knows(short)):
                own = [term for term in own if term not in short]
                best, weight = self._best([acronym, words], "en"), index.bm25(short)[1]
                scores += np.float32(weight) * best
                most += weight
        found, weight = index.bm25(own)
        scores += found
        scores /= np.float32(max(most + weight, 1e-6))
        share = covered(self.text, question.language)
        for language, rows in index.in_language.items():
            if language != question.language:
                scores[rows] += share * self._translated(language)[rows]
        return scores

    def _translated(self, language: str) -> Scores:
        """The same for texts in another language: of each term of the question the form that fits best."""
        index, asked = self._index, self.question.language
        total: Scores = np.zeros(len(index.speakers), dtype=np.float32)
        weights = 0.0
        for each in self.counterparts:
            # Its rarity where most texts are: among a few texts of another language every word is rare.
            known = each.written if asked == "en" else _english(each) or each.written
            weight = index.bm25(tokens(known, "en"))[1]
            weights += weight
            total += np.float32(weight) * self._best(each.forms.get(language, ()), language, OTHER_FORM)
        return total / np.float32(max(weights, 1e-6))

    def _best(self, forms: Iterable[str], language: str, usual: float = 1.0) -> Scores:
        """Of each row, BM25 as a share of the most for the one of `forms` that fits it best; all but the first count `usual`."""
        best: Scores = np.zeros(len(self._index.speakers), dtype=np.float32)
        for number, form in enumerate(forms):
            found, most = self._index.bm25(tokens(form, language))
            best = np.maximum(best, found * np.float32((usual if number else 1.0) / max(most, 1e-6)))
        return best

    # The candidates

    def _candidates(self, allowed: Rows | None) -> Rows:
        """Rows to be scored: all where few are allowed or every holder is looked at, else the best of each side."""
        pool = np.arange(len(self._lexical)) if allowed is None else allowed
        if self.question.who or (allowed is not None and len(pool) <= 2 * CANDIDATES):
            return pool
        lexical = pool[np.argsort(-self._lexical[pool], kind="stable")[:CANDIDATES]]
        found: Rows = np.unique(np.concatenate([lexical, self._nearest(allowed, pool), self._quoting(pool)]))
        return found

    def _nearest(self, allowed: Rows | None, pool: Rows) -> Rows:
        """Chroma for the whole index; exact search where it is filtered or Chroma cannot be used."""
        if allowed is None:
            near = self._index.near(self._vector, min(CANDIDATES, len(pool)))
            if near is not None:
                return near
        scores = np.asarray(self._index.vectors[pool]) @ self._vector
        return pool[np.argsort(-scores, kind="stable")[:CANDIDATES]]

    def _quoting(self, pool: Rows) -> Rows:
        """The rows of `pool` that hold a phrase which the question puts in quotation marks."""
        found = [self._index.rows_with(phrase) for phrase in self.question.phrases]
        return np.intersect1d(np.concatenate(found), pool) if found else np.array([], dtype=np.int64)

    def _labelled(self) -> Rows:
        """The rows in which a paragraph begins that is asked for by its label, of the papers that are named."""
        index, question = self._index, self.question
        found: list[int] = []
        for key, record in index.records.items():
            if question.paragraphs and is_named(record, question.filters.symbols):
                units, _ = index.outline(key)
                labels = [unit.label for unit in units]
                starts = {units[at].start for label in question.paragraphs for at in named(labels, label)}
                found += [row for start in starts if (row := index.row_at(key, start)) is not None]
        return np.array(found, dtype=np.int64)

    def _dated(self, rows: Rows) -> np.ndarray[Any, np.dtype[np.bool_]]:
        dates = self.question.filters.dates
        documents = [key for key, record in self._index.records.items() if touches(record.date, dates)] if dates else []
        found: np.ndarray[Any, np.dtype[np.bool_]] = self._index.of_documents(documents)[rows]
        return found

    def _superseded(self, rows: Rows) -> np.ndarray[Any, np.dtype[np.bool_]]:
        """Which rows stand in a text that another has replaced, unless the question asks for the older one."""
        index, question = self._index, self.question
        if looks_back(question.text) or not index.superseded_by:
            return np.zeros(len(rows), dtype=bool)
        old = [key for key in index.superseded_by if not is_named(index.records[key], question.filters.symbols)]
        found: np.ndarray[Any, np.dtype[np.bool_]] = index.of_documents(old)[rows]
        return found

    # The reasons

    def near(self, row: int) -> float | None:
        """The cosine of question and passage; None where the model cannot read one of them."""
        return float(np.asarray(self._index.vectors[row]) @ self._vector) if self._believed[row] else None

    def is_dated(self, row: int) -> bool:
        """Whether the passage's document is of a date that the question names."""
        return bool(self._dated(np.array([row]))[0])

    def successor(self, row: int) -> str:
        """How the newest text is called that supersedes the passage's document; "" where none does."""
        newest = self._index.superseded_by.get(self._index.document_ids[row])
        return called(self._index.records[newest]) if newest else ""

    def placed_by(self, row: int) -> str:
        """The name of the reranker that looked at the passage; "" where none did."""
        return self._reranker.name if self._reranker and row in self._placed_rows else ""


def _asked(index: Index, question: Question, restricted: bool) -> str:
    """What is looked for: the question without the names of those who are asked, and without what is a filter already."""
    holders = any(name in index.rows_by_speaker for name in question.filters.delegations)
    text = question.topic if holders else question.text
    if not restricted:
        return text
    narrowed = without_references(text)
    if question.who or holders:  # else the paper itself may be asked about: "Who edits the compendium?"
        narrowed = without_kinds(narrowed)
    says_something = any(term not in asking_stems() for term in tokens(narrowed, question.language))
    return narrowed if says_something else text


def asked_counterparts(text: str, language: str) -> tuple[Counterpart, ...]:
    """The terms of `text` with their forms in other languages, without those that only ask."""
    return tuple(each for each in counterparts(text, language) if not _only_asks(each, language))


def in_english(asked: Sequence[Counterpart]) -> str:
    """What a model that reads English alone is given of a question in another language; "" where the table has none of it."""
    return " ".join(filter(None, map(_english, asked)))


def _only_asks(counterpart: Counterpart, language: str) -> bool:
    """Whether a term says nothing of what is asked about: "mentions", "views"."""
    stems = tokens(counterpart.written if language == "en" else _english(counterpart))
    return bool(stems) and asking_stems().issuperset(stems)


def _english(counterpart: Counterpart) -> str:
    return next(iter(counterpart.forms.get("en", ())), "")
