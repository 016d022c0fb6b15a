"""Other systems under the same evaluation: any LangChain retriever over the same documents."""

from __future__ import annotations

import time
from collections.abc import Sequence

from langchain_core.documents import Document as Chunk
from langchain_core.retrievers import BaseRetriever

from app.answer import Answer
from app.evaluation.judging import HITS, RETRIEVER
from app.evaluation.texts import Outline
from ingest.document import Document
from ingest.passages import Passage
from retriever.hit import HIT_WORDS, Hit

PATHS = ("document", "source", "file_path", "path")  # in which loaders name a file
STARTS = ("start", "start_index")


class Retrieved:
    """A LangChain retriever as `evaluate` asks it: only what it finds is scored, as it has no answer to be judged.

    `documents` are those in which gold quotes are looked for: `Assistant.documents()`, or records of your own. The
    retriever gets the question alone, without the earlier ones. Its chunks are judged by their words, however they were
    cut; those whose `metadata` name the document (in "document", "source", "file_path" or "path") and the offset at
    which they begin ("start" or "start_index") are also judged by page, where a question asks for that.
    """

    outline: Outline | None = None

    def __init__(self, retriever: BaseRetriever, documents: Sequence[Document]) -> None:
        self.retriever = retriever
        self._documents = {document.id: document for document in documents}

    def documents(self) -> list[Document]:
        """The documents in which gold quotes are looked for."""
        return list(self._documents.values())

    def ask(
        self,
        question: str,
        history: Sequence[str] = (),
        delegations: Sequence[str] = (),
        session: str | None = None,
    ) -> Answer:
        """What the retriever finds, best first, as the hits of an answer without words."""
        started = time.perf_counter()
        chunks = self.retriever.invoke(question)
        took = round(1000 * (time.perf_counter() - started), 1)
        hits = tuple(self._hit(chunk, rank) for rank, chunk in enumerate(chunks[:HITS], start=1))
        return Answer(
            question, bool(hits), None, "", hits=hits, timings_ms={"search": took, "total": took}, answerer=RETRIEVER
        )

    def _hit(self, chunk: Chunk, rank: int) -> Hit:
        named = next((str(chunk.metadata[key]) for key in PATHS if chunk.metadata.get(key)), "")
        text = chunk.page_content
        document = self._documents.get(named)
        start = next((at for key in STARTS if isinstance(at := chunk.metadata.get(key), int)), -1)
        if document is None or start < 0 or not document.text.startswith(text, start):
            return Hit(Passage(named or f"chunk {rank}", 0, 0, " ".join(text.split()[:HIT_WORDS])), 1 / rank, "")
        return Hit(Passage(named, start, start + len(text), text, document.page_at(start)), 1 / rank, "")
