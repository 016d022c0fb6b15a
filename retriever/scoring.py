"""How well each passage fits a question: closeness in meaning and shared words, fused on fixed scales."""

from __future__ import annotations

import re
from functools import cached_property
from typing import Any

import numpy as np

from ingest.embedding import NamedEmbeddings, Vectors
from ingest.lexical import tokens, written
from retriever.index import Index
from retriever.question import Question, asking_stems, related_terms
from retriever.revisions import called, looks_back
from retriever.scope import Rows, is_named, touches
from retriever.translation import counterparts, covered
from retriever.trust import trusted

# Of the cosine; the rest is of the lexical score. Both are on scales of their own that no other passage moves: BM25 as
# a share of what all words of the question could give, also those that the index lacks, so that the words count less
# where they fit badly (the fusion with theoretical bounds of Bruch, Gai and Ingber 2023). 0.4 to 0.55 is flat.
DENSE_WEIGHT = 0.4
RELATED_WEIGHT = 0.3  # of synonyms and acronyms beside the question's own words; joined in at 1 they hurt
CANDIDATES = 150  # of each side
DATE_BONUS = 0.15  # for a document of the date that the question names
PHRASE_BONUS = 0.5  # for a passage that holds a phrase which the question puts in quotation marks
# Of the score of a superseded text: two versions of one paragraph score within a few hundredths of each other, so the
# later comes first; a passage that only the earlier has loses less than DATE_BONUS, and is still found.
SUPERSEDED = 0.9

Scores = np.ndarray[Any, np.dtype[np.float32]]


from ingest.days import MONTH

# What the search takes as a filter: symbols, months with their years, sessions, labels as negotiators write them.
REFERENCE = re.compile(
    r"\b(?:PP|OP) ?\d{1,3}\b|"
    rf"\b[A-Z]+(?:/[\w.-]+)+|\b\d{{2}}/\d{{1,4}}\b|\b(?:{MONTH})(?: \d{{4}})?\b|\b[\w-]+ (?:substantive )?session\b|\b(?:first|second|third) committee\b",
    re.IGNORECASE,
)
KIND = re.compile(
    r"\bgeneral debate\b|\bcompendium\b|\bexplanations? of (?:position|vote)s?\b",
    re.IGNORECASE,
)


def content(t):
    return any(x not in asking_stems() for x in tokens(t))


class Scorer:
    """Scores of one question, or of one part of it, over all rows of an index."""

    def __init__(
        self, index: Index, embeddings: NamedEmbeddings, question: Question, among: Rows | None = None
    ) -> None:
        self._index = index
        self._question = question
        speaking = any(name in index.rows_by_speaker for name in question.filters.delegations)
        text = question.topic if speaking else question.text
        narrowed = REFERENCE.sub(" ", text)
        if question.who or question.filters.delegations:
            narrowed = KIND.sub(" ", narrowed)
        self._text = narrowed if among is not None and content(narrowed) else text
        self._terms = tokens(self._text, question.language)
        self._names = [*related_terms(self._text), *(words for _, words in question.spelled)]
        self._counterparts = counterparts(self._text, question.language)
        self._covered = covered(self._text, question.language)
        self._languages = sorted({str(language) for language in index.languages})
        read = _in_full(self._text, question)
        readable = {language for language in self._languages if trusted(embeddings, language)}
        if not trusted(embeddings, question.language):  # the model is given what the table has of the question
            read = " ".join(found.forms["en"][0] for found in self._counterparts if found.forms.get("en"))
            readable &= {"en"} if read else set()
        self._vector: Vectors = embeddings.encode([read or self._text])[0]
        self._believed = np.isin(index.languages.astype(str), sorted(readable))

    def rank(self, allowed: Rows | None) -> list[tuple[int, float]]:
        """(row, score) of the candidates of both sides, best first; ties by row."""
        rows = self._candidates(allowed)
        if not len(rows):
            return []
        believed = self._believed[rows]
        dense = np.asarray(self._index.vectors[rows]) @ self._vector
        if believed.any():  # what the model cannot read is taken to be as near as the others are on the average
            dense = np.where(believed, dense, dense[believed].mean())
            scores = DENSE_WEIGHT * dense + (1 - DENSE_WEIGHT) * self._lexical[rows]
        else:
            scores = self._lexical[rows].copy()
        scores += DATE_BONUS * self._dated(rows) + PHRASE_BONUS * self._phrases(rows)
        scores[self._superseded(rows)] *= SUPERSEDED
        order = np.lexsort((rows, -scores))
        return [(int(rows[at]), float(scores[at])) for at in order]

    @cached_property
    def _lexical(self) -> Scores:
        """BM25 of each row as a share of what the words of the question could give at most."""
        question = self._question
        new = tokens(question.focus, question.language) if question.focus != question.text else []
        related = [term for name in self._names for term in tokens(name, "en")]
        own = [*self._terms, *new]
        if question.who:  # who holds a view is asked in words that say nothing of the view
            own = [term for term in own if term not in asking_stems()] or own
        scores, most = self._index.bm25(own)
        scores = (scores + RELATED_WEIGHT * self._index.bm25(related)[0]) / max(most, 1e-6)
        for language in self._languages:
            if language != question.language:
                rows = self._index.languages == language
                scores[rows] += self._translated(language)[rows]
        return np.asarray(scores, dtype=np.float32)

    def _translated(self, language: str) -> Scores:
        """The same for texts in another language: of each term of the question the form that fits best."""
        index, asked = self._index, self._question.language
        total: Scores = np.zeros(len(index.speakers), dtype=np.float32)
        weights = 0.0
        for counterpart in self._counterparts:
            known = counterpart.written if asked == "en" else (*counterpart.forms.get("en", ()), counterpart.written)[0]
            weight = index.bm25(tokens(known, "en"))[1]  # its rarity where most texts are: not in a few foreign ones
            weights += weight
            found = [index.bm25(tokens(form, language)) for form in counterpart.forms.get(language, ())]
            if found:
                total += weight * np.max([scores / max(most, 1e-6) for scores, most in found], axis=0)
        return total * np.float32(self._covered / max(weights, 1e-6))

    def _candidates(self, allowed: Rows | None) -> Rows:
        """Rows to be scored: all where few are allowed or every holder is looked at, else the best of each side."""
        pool = np.arange(len(self._lexical)) if allowed is None else allowed
        if self._question.who or len(pool) <= 2 * CANDIDATES:
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
        found = [self._index.rows_with(phrase) for phrase in self._question.phrases]
        return np.intersect1d(np.concatenate(found), pool) if found else np.array([], dtype=np.int64)

    def _phrases(self, rows: Rows) -> Scores:
        return np.isin(rows, self._quoting(rows)).astype(np.float32)

    def _dated(self, rows: Rows) -> Scores:
        dates = self._question.filters.dates
        if not dates:
            return np.zeros(len(rows), dtype=np.float32)
        index = self._index
        return np.array([touches(index.records[index.document_ids[row]].date, dates) for row in rows], dtype=np.float32)

    def _superseded(self, rows: Rows) -> np.ndarray[Any, np.dtype[np.bool_]]:
        """Which rows stand in a text that another has replaced, unless the question asks for the older one."""
        index, question = self._index, self._question
        if looks_back(question.text) or not index.superseded_by:
            return np.zeros(len(rows), dtype=bool)
        asked = {key for key in index.superseded_by if is_named(index.records[key], question.filters.symbols)}
        other = np.array([index.document_ids[row] not in asked for row in rows], dtype=bool)
        found: np.ndarray[Any, np.dtype[np.bool_]] = index.superseded_rows[rows] & other
        return found

    def successor(self, row: int) -> str:
        """How the newest text is called that supersedes the passage's document; "" where none does."""
        newest = self._index.superseded_by.get(self._index.document_ids[row])
        return called(self._index.records[newest]) if newest else ""

    def why(self, row: int, beyond: bool) -> str:
        """The reasons for a hit, in words: shared words, other names, nearness, what was asked for, what it is not."""
        index, passage = self._index, self._index.passage(row)
        present = set(tokens(passage.text, passage.language)) | set(tokens(passage.header, "en"))
        terms = [term for term in dict.fromkeys(self._terms) if term in present]
        shared = list(dict.fromkeys(written(self._text, terms)))
        reasons = [f"shares {', '.join(shared[:8])}"] if shared else []
        other = [name for name in self._names if re.search(rf"(?<!\w){re.escape(name)}(?!\w)", passage.text, re.I)]
        reasons += [f"names it “{'”, “'.join(other[:3])}”"] if other else []
        if passage.language != self._question.language:
            reasons += self._said_in(passage.language, present)
        if self._believed[row]:
            similarity = float(np.asarray(index.vectors[row]) @ self._vector)
            near = "close in meaning" if similarity > 0.45 else "near in meaning" if similarity > 0.3 else ""
            reasons.append(near or "loosely related")
        quoted = [phrase for phrase in self._question.phrases if row in index.rows_with(phrase)]
        reasons += [f"has the words “{phrase}”" for phrase in quoted]
        if not beyond and self._question.filters.delegations and passage.speaker:
            reasons.append(f"words of {passage.speaker}")
        if beyond:
            reasons.append(
                "beyond the filter: " + (f"words of {passage.speaker}" if passage.speaker else "no holder named")
            )
        if self._dated(np.array([row]))[0]:
            reasons.append("of the date asked for")
        if successor := self.successor(row):
            reasons.append(f"superseded by {successor}")
        return "; ".join(reasons)

    def _said_in(self, language: str, present: set[str]) -> list[str]:
        """Which terms of the question a passage in another language has, and how it says them."""
        found = []
        for counterpart in self._counterparts:
            forms = counterpart.forms.get(language, ())
            form = next((form for form in forms if (terms := set(tokens(form, language))) and terms <= present), "")
            if form:
                found.append(f"{counterpart.written} as “{form}”")
        return [f"says {', '.join(found[:5])}"] if found else []


def _in_full(text: str, question: Question) -> str:
    """`text` with its acronyms spelled out: the model does not know them."""
    for acronym, words in question.spelled:
        text = re.sub(rf"\b{re.escape(acronym)}\b", words, text)
    return text
