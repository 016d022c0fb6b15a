"""Hybrid search over one generation: dense and lexical scores fused, filters kept, reasons given."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import Any

import numpy as np

from ingest.document import Document
from ingest.embedding import NamedEmbeddings, Vectors
from ingest.lexical import tokens, written
from ingest.symbols import of_name, parts
from retriever.acronyms import ACRONYM
from retriever.hit import Hit
from retriever.index import Index
from retriever.question import Filters, Question, asking_stems, related_terms, understand
from retriever.revisions import called, looks_back

DENSE_WEIGHT = 0.4  # of a score fusion; 0.3 to 0.5 is flat, equal-weight RRF loses where the model is weak
RELATED_WEIGHT = 0.3  # of synonyms and acronyms beside the question's own words; joined in at 1 they hurt
CANDIDATES = 150  # of each side
WHO_CANDIDATES = 1000  # of the words' side, where the best of each holder is wanted
DATE_BONUS = 0.15  # for a document of the date that the question names
# Of the score of a superseded text: two versions of one paragraph score within a few hundredths of each other, so the
# later comes first; a passage that only the earlier has loses less than DATE_BONUS, and is still found.
SUPERSEDED = 0.9
SAME_PAPERS = 3  # papers that a conversation is taken to be about
LEAST_HITS = 10

Scores = np.ndarray[Any, np.dtype[np.float32]]


@dataclass(frozen=True, slots=True)
class Found:
    """Hits in rank order, best first; those after `within` lie beyond the filter and are labelled so.

    `rows` are the rows of the hits; `searched` says in words what was looked at.
    """

    hits: tuple[Hit, ...]
    rows: tuple[int, ...]
    within: int
    searched: dict[str, Any] = field(default_factory=dict)
    notice: str = ""


def search(index: Index, embeddings: NamedEmbeddings, question: Question, wanted: int = LEAST_HITS) -> Found:
    """The `wanted` best passages for `question`; fewer only where the index holds fewer."""
    allowed = allowed_rows(index, question.filters)
    scorer = _Scorer(index, embeddings, question)
    ranking: list[tuple[int, float]] = []
    if allowed is None or len(allowed):
        ranking = scorer.rank(allowed)
        if question.who:
            ranking = _breadth(index, ranking)
        elif len(question.filters.delegations) > 1:
            ranking = _in_turn(index.speakers, ranking)
        elif len(question.filters.symbols) > 1 or len(question.filters.sessions) > 1:
            ranking = _in_turn(index.document_ids, ranking)
    ranking = ranking[:wanted]
    within = len(ranking)
    if within < wanted and allowed is not None:
        seen = {row for row, _ in ranking}
        ranking += [(row, score) for row, score in scorer.rank(None) if row not in seen][: wanted - within]
    hits = tuple(
        Hit(index.passage(row), score, scorer.why(row, beyond=position >= within), scorer.successor(row))
        for position, (row, score) in enumerate(ranking)
    )
    return Found(hits, tuple(row for row, _ in ranking), within, _searched(index, question, allowed), index.notice)


def papers_of(index: Index, embeddings: NamedEmbeddings, question: Question) -> tuple[str, ...]:
    """The papers that bear best on the question before this one; empty where it goes on from none."""
    if not question.earlier:
        return ()
    found = search(index, embeddings, understand(question.earlier), SAME_PAPERS)
    return tuple(dict.fromkeys(hit.passage.document_id for hit in found.hits[: found.within]))


def spell_out(index: Index, question: Question) -> Question:
    """`question` with its acronyms spelled out as the indexed texts spell them."""
    acronyms = dict.fromkeys(ACRONYM.findall(question.text))
    spelled = tuple((acronym, words) for acronym in acronyms if (words := index.expansion(acronym)))
    return replace(question, spelled=spelled)


def allowed_rows(index: Index, filters: Filters) -> np.ndarray[Any, Any] | None:
    """The rows that pass `filters`, ascending; None where nothing is restricted.

    The session, and the date of a named holder's words, restrict strictly. Another date or a kind
    restricts only where some document passes it: the question may mention them without meaning
    the document's own.
    """
    documents = set(filters.documents) or set(index.records)
    if filters.symbols:
        named = {key for key in documents if is_named(index.records[key], filters.symbols)}
        documents = named if named or not filters.delegations else documents
    if filters.sessions:
        documents = {key for key in documents if index.records[key].session in filters.sessions}
    if filters.delegations and filters.own_dates:
        documents = {key for key in documents if touches(index.records[key].date, filters.own_dates)}
    for passes in (_of_kind(index, filters.kind), _of_dates(index, filters), _naming(index, filters)):
        kept = {key for key in documents if passes(key)}
        if filters.delegations:
            speaking = {key for holder in filters.delegations for key in index.document_ids[_rows(index, holder)]}
            kept = kept if kept & speaking else documents
        documents = kept or documents
    rows = np.arange(len(index.speakers))
    if filters.delegations:
        rows = np.sort(np.concatenate([_rows(index, holder) for holder in filters.delegations]))
    elif len(documents) == len(index.records):
        return None
    inside = np.array([index.document_ids[row] in documents for row in rows], dtype=bool)
    found: np.ndarray[Any, Any] = rows[inside] if len(rows) else rows
    return found


def is_named(document: Document, symbols: Sequence[str]) -> bool:
    """Whether one of `symbols` is the document's own; of several files with its bytes, each name may spell one."""
    files = (document.id, *document.locations) if document.locations else ()
    own = [document.symbol, *parts(document.symbol), *map(of_name, files)]
    return any(symbol and symbol in symbols for symbol in own)


def _rows(index: Index, holder: str) -> np.ndarray[Any, Any]:
    found: np.ndarray[Any, Any] = index.rows_by_speaker.get(holder, np.array([], dtype=int))
    return found


def _of_kind(index: Index, kind: str) -> Any:
    return lambda key: not kind or index.records[key].kind == kind


def _naming(index: Index, filters: Filters) -> Any:
    """Documents in which the paper stands that the question names by its kind: "the final report"."""
    named = frozenset[str]().union(*(index.documents_with(paper) for paper in filters.papers))
    return lambda key: not filters.papers or key in named


def _of_dates(index: Index, filters: Filters) -> Any:
    """Documents of a month that is named in full, or of a year that dates the document.

    Any other year only lifts (DATE_BONUS): "the 2015 report" may be named in a text of 2021.
    """
    dates = [date for date in filters.dates if len(date) == 7] or list(filters.own_dates)
    return lambda key: not dates or touches(index.records[key].date, dates)


def touches(date: str, beginnings: Sequence[str]) -> bool:
    """Whether an ISO day or interval lies in, or runs over, one of the months or years."""
    if not date:
        return False
    first, _, last = date.partition("/")
    return any(first[: len(part)] <= part <= (last or first)[: len(part)] for part in beginnings)


class _Scorer:
    """Scores of one question, computed once for all rows or for some."""

    def __init__(self, index: Index, embeddings: NamedEmbeddings, question: Question) -> None:
        self._index = index
        self._question = question
        self._text = question.topic if question.filters.delegations else question.text
        self._vector: Vectors = embeddings.encode([self._text])[0]
        terms = self._known(tokens(self._text, question.language))
        object_terms = [term for term in terms if term not in asking_stems()] if question.who else []
        self._terms = object_terms or terms
        self._lexical = self._lexical_scores()

    def _known(self, terms: list[str]) -> list[str]:
        vocabulary = self._index.lexical.vocab_dict
        return [term for term in terms if term in vocabulary]

    def _lexical_scores(self) -> Scores:
        size = len(self._index.speakers)
        scores: Scores = np.zeros(size, dtype=np.float32)
        question = self._question
        new = self._known(tokens(question.focus, question.language))
        names = [*related_terms(self._text), *(words for _, words in question.spelled)]
        related = self._known([term for name in names for term in tokens(name, "en")])
        for terms, weight in ((self._terms, 1.0), (related, RELATED_WEIGHT)):
            if terms:
                scores += weight * self._index.lexical.get_scores(terms)[:size]
        if question.focus != question.text and new:
            scores += self._index.lexical.get_scores(new)[:size]
        return scores

    def rank(self, allowed: np.ndarray[Any, Any] | None) -> list[tuple[int, float]]:
        """(row, score) of the candidates of both sides, best first; ties by row."""
        rows = self._candidates(allowed)
        if not len(rows):
            return []
        dense = np.asarray(self._index.vectors[rows]) @ self._vector
        scores = DENSE_WEIGHT * _unit_range(dense) + (1 - DENSE_WEIGHT) * _unit_range(self._lexical[rows])
        scores += DATE_BONUS * self._dated(rows) + self._phrases(rows)
        scores[self._superseded(rows)] *= SUPERSEDED
        order = np.lexsort((rows, -scores))
        return [(int(rows[at]), float(scores[at])) for at in order]

    def _candidates(self, allowed: np.ndarray[Any, Any] | None) -> np.ndarray[Any, Any]:
        if allowed is not None and len(allowed) <= 2 * CANDIDATES:
            return allowed
        pool = np.arange(len(self._lexical)) if allowed is None else allowed
        most = WHO_CANDIDATES if self._question.who else CANDIDATES
        lexical = pool[np.argsort(-self._lexical[pool], kind="stable")[:most]]
        return np.union1d(lexical, self._dense_candidates(allowed))

    def _dense_candidates(self, allowed: np.ndarray[Any, Any] | None) -> np.ndarray[Any, Any]:
        """Chroma for the whole index; exact search where it is filtered or Chroma cannot be used."""
        if allowed is None:
            near = self._index.near(self._vector, min(CANDIDATES, len(self._lexical)))
            if near is not None:
                return near
        pool = np.arange(len(self._lexical)) if allowed is None else allowed
        scores = np.asarray(self._index.vectors[pool]) @ self._vector
        found: np.ndarray[Any, Any] = pool[np.argsort(-scores, kind="stable")[:CANDIDATES]]
        return found

    def _dated(self, rows: np.ndarray[Any, Any]) -> Scores:
        dates = self._question.filters.dates
        if not dates:
            return np.zeros(len(rows), dtype=np.float32)
        index = self._index
        return np.array([touches(index.records[index.document_ids[row]].date, dates) for row in rows], dtype=np.float32)

    def _superseded(self, rows: np.ndarray[Any, Any]) -> np.ndarray[Any, Any]:
        """Which rows stand in a text that another has replaced, unless the question asks for the older one."""
        index, question = self._index, self._question
        if looks_back(question.text) or not index.superseded_by:
            return np.zeros(len(rows), dtype=bool)
        asked = {key for key in index.superseded_by if is_named(index.records[key], question.filters.symbols)}
        other = np.array([index.document_ids[row] not in asked for row in rows], dtype=bool)
        found: np.ndarray[Any, Any] = index.superseded_rows[rows] & other
        return found

    def successor(self, row: int) -> str:
        """How the newest text is called that supersedes the passage's document; "" where none does."""
        newest = self._index.superseded_by.get(self._index.document_ids[row])
        return called(self._index.records[newest]) if newest else ""

    def _phrases(self, rows: np.ndarray[Any, Any]) -> Scores:
        """A lift for passages that hold a phrase which the question puts in quotation marks."""
        phrases = [_folded(phrase) for phrase in self._question.phrases]
        if not phrases:
            return np.zeros(len(rows), dtype=np.float32)
        texts = (_folded(self._index.passage(row).text) for row in rows)
        return np.array([any(phrase in text for phrase in phrases) for text in texts], dtype=np.float32)

    def why(self, row: int, beyond: bool) -> str:
        """The reasons for a hit, in words."""
        index, passage = self._index, self._index.passage(row)
        present = set(tokens(passage.text, passage.language)) | set(tokens(passage.header, "en"))
        terms = [term for term in dict.fromkeys(self._terms) if term in present]
        shared = list(dict.fromkeys(written(self._text, terms)))
        reasons = [f"shares {', '.join(shared[:8])}"] if shared else []
        similarity = float(np.asarray(index.vectors[row]) @ self._vector)
        reasons.append(
            "close in meaning" if similarity > 0.45 else "near in meaning" if similarity > 0.3 else "loosely related"
        )
        if not beyond and self._question.filters.delegations and passage.speaker:
            reasons.append(f"words of {passage.speaker}")
        if beyond:
            reasons.append(
                "beyond the filter: " + (f"words of {passage.speaker}" if passage.speaker else "no holder named")
            )
        if successor := self.successor(row):
            reasons.append(f"superseded by {successor}")
        return "; ".join(reasons)


def _folded(text: str) -> str:
    return " ".join(text.casefold().split())


def _unit_range(scores: Scores) -> Scores:
    """Scores stretched to 0 … 1; equal scores give 0."""
    low, high = float(scores.min()), float(scores.max())
    return (scores - low) / (high - low) if high > low else np.zeros_like(scores)


def _breadth(index: Index, ranking: Sequence[tuple[int, float]]) -> list[tuple[int, float]]:
    """The best passage of each holder first, then the rest in order."""
    seen: set[str] = set()
    first: list[tuple[int, float]] = []
    rest: list[tuple[int, float]] = []
    for row, score in ranking:
        speaker = index.speakers[row]
        (rest if speaker in seen or not speaker else first).append((row, score))
        seen.add(speaker)
    return first + rest


def _in_turn(sides: np.ndarray[Any, Any], ranking: Sequence[tuple[int, float]]) -> list[tuple[int, float]]:
    """The passages of each side (a holder, a document) in turn, so that all that are compared are heard."""
    queues: dict[str, list[tuple[int, float]]] = {}
    for row, score in ranking:
        queues.setdefault(sides[row], []).append((row, score))
    turns: list[tuple[int, float]] = []
    while any(queues.values()):
        turns += [queue.pop(0) for queue in queues.values() if queue]
    return turns


def _searched(index: Index, question: Question, allowed: np.ndarray[Any, Any] | None) -> dict[str, Any]:
    filters = question.filters
    rows = np.arange(len(index.speakers)) if allowed is None else allowed
    return {
        "question": question.text,
        "documents": len(set(index.document_ids[rows])) if len(rows) else 0,
        "indexed": len(index.records),
        "passages": len(rows),
        "delegations": list(filters.delegations),
        "sessions": list(filters.sessions),
        "dates": list(filters.dates),
        "symbols": list(filters.symbols),
        "limits": _limits(index, filters, rows),
        "generation": index.manifest.number,
        "notice": index.notice or None,
    }


def _limits(index: Index, filters: Filters, rows: np.ndarray[Any, Any]) -> list[str]:
    """The limits that held, in words: a date that no document bears is not one of them."""
    documents = [index.records[key] for key in dict.fromkeys(index.document_ids[rows])]
    limits = [f"session {session}" for session in filters.sessions]
    if filters.own_dates or (filters.dates and documents and all(touches(d.date, filters.dates) for d in documents)):
        limits += filters.own_dates or filters.dates
    if filters.kind and documents and all(document.kind == filters.kind for document in documents):
        limits.append(filters.kind)
    return [*limits, *filters.symbols]
