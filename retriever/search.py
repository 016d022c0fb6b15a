"""Search over one generation: the parts of a question ranked and joined, filters kept, the same text counted once."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from itertools import chain, zip_longest
from typing import Any

import numpy as np

from ingest.embedding import NamedEmbeddings
from retriever.fitting import fitted
from retriever.hit import Hit, Place
from retriever.index import Index
from retriever.question import Filters, Question, explained, understand
from retriever.reasons import why
from retriever.rerank import Reranker
from retriever.revisions import called
from retriever.sametext import Kept, distinct
from retriever.scope import Rows, allowed_rows, is_named
from retriever.scoring import Scorer
from retriever.times import touches

SAME_PAPERS = 3  # papers that a conversation is taken to be about
LEAST_HITS = 10
HEARD = 3_000  # passages from which every holder, or paper, is heard
SPREAD = 0.85  # of the score, for each passage of the same holder or paper before it, where all of them are asked after
NOBODY = 3  # passages that count as heard before one of an organ, or of nobody who is named
_WHICH_PAPERS = re.compile(
    r"\b(?:which|what|all|any|list|name)\s+(?:the\s+)?(?:\w+\s+)?(?:resolutions|documents|papers|reports|texts|drafts)\b|"
    r"\bquel(?:le)?s\s+(?:résolutions|documents|rapports|textes)\b|\bqué\s+(?:resoluciones|documentos|informes|textos)\b",
    re.I,
)

Ranking = list[tuple[int, float]]  # (row, score), best first


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


def search(
    index: Index,
    embeddings: NamedEmbeddings,
    question: Question,
    wanted: int = LEAST_HITS,
    reranker: Reranker | None = None,
) -> Found:
    """The `wanted` best texts for `question`; fewer where those that it names have said no more."""
    allowed = allowed_rows(index, question)
    scorer = Scorer(index, embeddings, question, allowed, reranker)
    parts = [_part(index, question, part) for part in question.parts]
    rankings = [_ranking(index, Scorer(index, embeddings, part, rows, reranker), part, rows) for part, rows in parts]
    kept = distinct(index, _in_turn(rankings) or _ranking(index, scorer, question, allowed), wanted, question.language)
    within = len(kept)
    if within < wanted and allowed is not None:
        seen = {row for one in kept for row in (one.row, *one.also)}
        more = (pair for pair in scorer.rank(_wider(index, question.filters)) if pair[0] not in seen)
        kept += distinct(index, more, wanted - within, question.language)
    hits = tuple(_hit(index, scorer, one, beyond=place >= within) for place, one in enumerate(kept))
    rows = tuple(one.row for one in kept)
    return Found(hits, rows, within, _searched(index, question, allowed), index.notice)


def _hit(index: Index, scorer: Scorer, one: Kept, beyond: bool) -> Hit:
    passage = index.passage(one.row)
    reason = why(scorer, one.row, passage, beyond)
    also = []
    for other in map(index.passage, one.also):
        name = called(index.records[other.document_id])
        also.append(Place(other.document_id, name, other.page, other.paragraph, other.language))
    return Hit(passage, one.score, reason, scorer.successor(one.row), tuple(also))


def _part(index: Index, question: Question, text: str) -> tuple[Question, Rows | None]:
    """One of the questions that `question` joins, and its rows: what the whole restricts holds for it too."""
    part, whole = fitted(index, understand(text)), question.filters
    holders = tuple(name for name in part.filters.delegations if name in whole.delegations)
    filters = Filters(
        holders or whole.delegations,
        tuple(session for session in part.filters.sessions if session in whole.sessions) or whole.sessions,
        part.filters.dates or whole.dates,
        part.filters.own_dates or whole.own_dates,
        part.filters.kind or whole.kind,
        part.filters.symbols or whole.symbols,
        whole.documents,
        part.filters.papers,
    )
    part = replace(part, filters=filters, who=part.who and not filters.delegations)
    return part, allowed_rows(index, part)


def _ranking(index: Index, scorer: Scorer, question: Question, allowed: Rows | None) -> Ranking:
    """The rows that pass the filters, best first; of several holders or papers the best of each in turn."""
    if question.who:
        return _spread(scorer.rank(allowed), np.where(index.of_delegations, index.speakers, ""))
    if _WHICH_PAPERS.search(question.focus) and not question.filters.symbols:
        return _spread(scorer.rank(allowed), index.document_ids)
    return _in_turn([scorer.rank(side) for side in _sides(index, question.filters, allowed)])


def _sides(index: Index, filters: Filters, allowed: Rows | None) -> list[Rows | None]:
    """The rows of each of the holders, papers or sessions that are asked for together."""
    if allowed is None:
        return [None]
    if len(filters.delegations) > 1:
        return [allowed[index.speakers[allowed] == holder] for holder in filters.delegations]
    if len(filters.symbols) > 1:
        named = [[key for key, record in index.records.items() if is_named(record, (one,))] for one in filters.symbols]
    elif len(filters.sessions) > 1:
        named = [[key for key, record in index.records.items() if record.session == one] for one in filters.sessions]
    else:
        return [allowed]
    return [allowed[index.of_documents(keys)[allowed]] for keys in named]


def _wider(index: Index, filters: Filters) -> Rows | None:
    """Where to look when a filter leaves little: at all words of the holders that are named, if they speak at all."""
    rows = [index.rows_of(holder) for holder in filters.delegations]
    found = np.sort(np.concatenate(rows)) if rows else None
    return found if found is not None and len(found) else None


def papers_of(index: Index, embeddings: NamedEmbeddings, question: Question) -> tuple[str, ...]:
    """The papers that bear best on the question before this one; empty where it goes on from none."""
    if not question.earlier:
        return ()
    found = search(index, embeddings, fitted(index, understand(question.earlier)), SAME_PAPERS)
    return tuple(dict.fromkeys(hit.passage.document_id for hit in found.hits[: found.within]))


def _spread(ranking: Ranking, of_row: np.ndarray[Any, Any]) -> Ranking:
    """Every holder, or paper, is heard: each further passage of the same one counts less, and so do those of nobody."""
    heard: Counter[str] = Counter({"": NOBODY})
    spread: Ranking = []
    for row, score in ranking[:HEARD]:
        spread.append((row, score * SPREAD ** heard[of_row[row]]))
        heard[of_row[row]] += of_row[row] != ""
    return sorted(spread, key=lambda pair: (-pair[1], pair[0]))


def _in_turn(rankings: Iterable[Ranking]) -> Ranking:
    """The best of each ranking, then the second of each, and so on: all that are compared are heard."""
    return [pair for pair in chain.from_iterable(zip_longest(*rankings)) if pair is not None]


def _searched(index: Index, question: Question, allowed: np.ndarray[Any, Any] | None) -> dict[str, Any]:
    filters = question.filters
    rows = np.arange(len(index.speakers)) if allowed is None else allowed
    return {
        "question": question.text,
        "understood": explained(question),
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
