"""The searches that are compared: the product's own, and what a tutorial or plain BM25 finds in the same texts."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from functools import cache, cached_property
from typing import Protocol

import bm25s  # type: ignore[import-untyped,unused-ignore]
import numpy as np

from ingest.document import Document
from ingest.embedding import NamedEmbeddings, Vectors
from ingest.passages import Passage
from retriever.fitting import fitted
from retriever.hit import Hit
from retriever.index import Index
from retriever.question import Question, understand
from retriever.search import papers_of, search

WINDOW = 190  # words of a passage for plain BM25
CHUNK, OVERLAP = 1000, 200  # characters: LangChain's tutorial
TURNS = 5  # earlier questions that the app looks at


@dataclass(frozen=True, slots=True)
class Asked:
    """A question with the user's earlier ones; `within` is the document that it is put to, "" for all."""

    text: str
    history: tuple[str, ...] = ()
    within: str = ""


class System(Protocol):
    """What ranks passages for a question, best first."""

    def hits(self, asked: Asked, wanted: int) -> Sequence[Hit]: ...


# Ways to cut documents


def whole(documents: Iterable[Document]) -> list[Passage]:
    """Each document as one passage."""
    return [Passage(document.id, 0, len(document.text), document.text) for document in documents]


def windows(documents: Iterable[Document], words: int = WINDOW) -> list[Passage]:
    """Stretches of `words` words, one after the other."""
    found = []
    for document in documents:
        spans = [match.span() for match in re.finditer(r"\S+", document.text)]
        for at in range(0, len(spans), words):
            start, end = spans[at][0], spans[min(at + words, len(spans)) - 1][1]
            found.append(Passage(document.id, start, end, document.text[start:end]))
    return found


def tutorial_chunks(documents: Iterable[Document]) -> list[Passage]:
    """What LangChain's tutorial cuts: RecursiveCharacterTextSplitter, 1000 characters with 200 of overlap."""
    from langchain_text_splitters import RecursiveCharacterTextSplitter

    splitter = RecursiveCharacterTextSplitter(chunk_size=CHUNK, chunk_overlap=OVERLAP, add_start_index=True)
    found = []
    for document in documents:
        for chunk in splitter.create_documents([document.text]):
            start, text = int(chunk.metadata["start_index"]), chunk.page_content
            found.append(Passage(document.id, start, start + len(text), text))
    return found


def own_passages(index: Index) -> list[Passage]:
    """The product's passages."""
    return [index.passage(row) for row in range(len(index.speakers))]


# Ways to search


@dataclass
class Ranking:
    """Passages ranked by one score; only the last question is looked at."""

    passages: Sequence[Passage]

    def scores(self, text: str) -> Vectors:
        """The score of each passage."""
        raise NotImplementedError

    @cached_property
    def _document_ids(self) -> np.ndarray[tuple[int], np.dtype[np.object_]]:
        return np.array([passage.document_id for passage in self.passages], dtype=object)

    def hits(self, asked: Asked, wanted: int) -> list[Hit]:
        scores = self.scores(asked.text)
        if asked.within:
            scores = np.where(self._document_ids == asked.within, scores, -np.inf)
        order = np.argsort(-scores, kind="stable")[:wanted]
        return [Hit(self.passages[row], float(scores[row]), "") for row in order if scores[row] > -np.inf]


class Words(Ranking):
    """Plain BM25: bm25s as it comes, lower-cased words of two letters or more, its English stop words, no stems."""

    def __init__(self, passages: Sequence[Passage]) -> None:
        super().__init__(passages)
        terms = _words([passage.text for passage in passages])
        self._index = bm25s.BM25()
        self._index.index(terms, show_progress=False)

    def scores(self, text: str) -> Vectors:
        known = self._index.vocab_dict
        terms = [term for term in _words([text])[0] if term in known]
        found: Vectors = (
            self._index.get_scores(terms)[: len(self.passages)]
            if terms
            else np.zeros(len(self.passages), dtype=np.float32)
        )
        return found


def _words(texts: list[str]) -> list[list[str]]:
    found: list[list[str]] = bm25s.tokenize(texts, return_ids=False, show_progress=False)
    return found


class Meaning(Ranking):
    """Exact cosine search of vectors."""

    def __init__(self, passages: Sequence[Passage], embeddings: NamedEmbeddings) -> None:
        super().__init__(passages)
        self._embeddings = embeddings
        self._vectors = embeddings.encode([passage.text for passage in passages])

    def scores(self, text: str) -> Vectors:
        found: Vectors = self._vectors @ self._embeddings.encode([text])[0]
        return found


def retrieved(index: Index, embeddings: NamedEmbeddings, question: Question, wanted: int) -> Sequence[Hit]:
    """The product's hits without its answer.

    A question that goes on from another looks into that one's papers first. The app does so too, but goes back to all
    documents where it finds no answer in them, and this cannot know.
    """
    question = fitted(index, question)
    papers = papers_of(index, embeddings, question)
    if papers and not question.filters.documents:
        question = replace(question, filters=replace(question.filters, documents=papers))
    return search(index, embeddings, question, wanted).hits


@dataclass(frozen=True)
class Ours:
    """The product's own search, understanding of the question included."""

    index: Index
    embeddings: NamedEmbeddings

    def hits(self, asked: Asked, wanted: int) -> Sequence[Hit]:
        question = understand(asked.text, asked.history[-TURNS:])
        if asked.within:
            question = replace(question, filters=replace(question.filters, documents=(asked.within,)))
        hits = retrieved(self.index, self.embeddings, question, wanted)
        return [hit for hit in hits if not asked.within or hit.passage.document_id == asked.within]


def baselines(
    documents: Sequence[Document], index: Index, embeddings: NamedEmbeddings, small: bool
) -> dict[str, Callable[[], System]]:
    """What the product is compared with: name → what makes it. `small`: each document is about a passage."""
    chunks = cache(lambda: tutorial_chunks(documents))
    if small:
        return {
            "bm25": lambda: Words(chunks()),
            "bm25 whole": lambda: Words(whole(documents)),
            "dense": lambda: Meaning(whole(documents), embeddings),
            "tutorial": lambda: Meaning(chunks(), embeddings),
        }
    return {
        "bm25": lambda: Words(windows(documents)),
        "dense": lambda: Meaning(own_passages(index), embeddings),
        "tutorial": lambda: Meaning(chunks(), embeddings),
    }
