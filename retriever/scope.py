"""Which rows of an index a question restricts to."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from typing import Any

import numpy as np

from ingest.document import Document
from ingest.symbols import of_name, parts
from retriever.index import Index
from retriever.question import Question
from retriever.times import touches

Rows = np.ndarray[Any, np.dtype[np.int64]]


def allowed_rows(index: Index, question: Question) -> Rows | None:
    """The rows that pass the filters of `question`, ascending; None where nothing is restricted.

    The session, and the date and the kind of a named holder's words, restrict strictly. Where no holder is named,
    date and kind restrict only where some document passes them. Any other date only lifts (DATE_BONUS): "the
    2015 report" may be named in a text of 2021. Of those who do not speak in a paper that is named, the words count
    that mention it. Papers of a namesake of the process that is named never pass: the OEWG on ageing
    is not the one on ICT.
    """
    filters = question.filters
    documents = set(filters.documents) or set(index.records)
    if question.process:
        documents -= {key for key in documents if is_namesake(index.processes[key], question.process)}
    mentioning: Rows | None = None
    if filters.symbols:
        named = {key for key in documents if is_named(index.records[key], filters.symbols)}
        if (filters.delegations or question.who) and not named & _heard(index, question):
            mentioning = _mentioning(index, filters.symbols)
        else:
            documents = named
    if filters.dates and not filters.own_dates and _ANSWERS.search(question.text):
        first = min(filters.dates)  # nobody answers a thing before it was said
        documents = {
            key
            for key in documents
            if not (date := index.records[key].date) or date[: len(first)] >= first[: len(date)]
        }
    if filters.sessions:
        documents = {key for key in documents if index.records[key].session in filters.sessions}
    kind, dates, naming = (
        _of_kind(index, filters.kind),
        _of_dates(index, filters.own_dates),
        _naming(index, filters.papers),
    )
    if filters.delegations:
        spoken = documents & _heard(index, question)
        if _EXPLAINS_VOTE.search(question.text) and not any(kind(key) and dates(key) for key in spoken):
            kind = _any_kind  # it need not stand in a compendium: a record has it as well
        documents = {key for key in documents if kind(key) and dates(key)}
        about = {key for key in documents if naming(key)}
        documents = about if about & _heard(index, question) else documents
    else:
        documents = {key for key in documents if kind(key)} or documents
        documents = {key for key in documents if dates(key)} or documents
    rows = np.arange(len(index.speakers))
    if filters.delegations:
        rows = np.sort(np.concatenate([index.rows_of(holder) for holder in filters.delegations]))
    elif len(documents) == len(index.records) and not question.excluded and mentioning is None:
        return None
    inside = index.of_documents(documents)[rows]
    for holder in question.excluded:
        inside &= index.speakers[rows] != holder
    return rows[inside] if mentioning is None else np.intersect1d(rows[inside], mentioning)


def _heard(index: Index, question: Question) -> set[str]:
    """Documents in which those speak who are asked: the holders that are named, or every delegation."""
    rows = [index.rows_of(holder) for holder in question.filters.delegations] or [np.flatnonzero(index.of_delegations)]
    return set(index.document_ids[np.concatenate(rows)])


def _mentioning(index: Index, symbols: Sequence[str]) -> Rows:
    """The rows of delegations that mention one of the papers: what they say about a paper in which they do not speak."""
    written = [re.sub(r"^(?:A|A/HRC|E|S)/RES/", "", symbol) for symbol in symbols]
    rows = np.unique(np.concatenate([index.rows_with(number) for number in written]))
    found: Rows = rows[index.of_delegations[rows]]
    return found


_ANSWERS = re.compile(
    r"\b(?:answer(?:ed|s)?|repl(?:y|ies|ied)|respon(?:d|ds|ded|se)|react(?:s|ed|ion)?)\b.{0,40}?\b(?:to|complaint|letter|accusation|charge|statement)\b",
    re.I,
)


_EXPLAINS_VOTE = re.compile(r"\bexplanations? of (?:\w+ )?votes?\b", re.I)


def _any_kind(_key: str) -> bool:
    return True


_OURS = frozenset({"", "ICT", "cybercrime", "information society"})  # processes that speak of each other


def is_namesake(process: str, asked: str) -> bool:
    """Whether a paper of `process` must be kept out of what is asked about another one."""
    return process not in _OURS if asked in _OURS else process not in ("", asked)


def is_named(document: Document, symbols: Sequence[str]) -> bool:
    """Whether one of `symbols` is the document's own; of several files with its bytes, each name may spell one."""
    files = (document.id, *document.locations) if document.locations else ()
    own = [document.symbol, *parts(document.symbol), *map(of_name, files)]
    return any(symbol and symbol in symbols for symbol in own)


def _of_kind(index: Index, kind: str) -> Callable[[str], bool]:
    return lambda key: not kind or index.records[key].kind == kind


def _of_dates(index: Index, dates: Sequence[str]) -> Callable[[str], bool]:
    """Documents of a date that dates the words asked for."""
    return lambda key: not dates or touches(index.records[key].date, dates)


def _naming(index: Index, papers: Sequence[str]) -> Callable[[str], bool]:
    """Documents in which the paper stands that the question names by its kind: "the final report"."""
    named = frozenset[str]().union(*map(index.documents_with, papers))
    return lambda key: not papers or key in named
