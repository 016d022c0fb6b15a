"""Our search as a LangChain retriever, so that it can be plugged into other chains."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from langchain_core.callbacks import CallbackManagerForRetrieverRun
from langchain_core.documents import Document as LangChainDocument
from langchain_core.retrievers import BaseRetriever
from pydantic import ConfigDict

from ingest.defaults import DEFAULT_MODEL
from ingest.embedding import load
from retriever.fitting import fitted
from retriever.index import Published
from retriever.question import understand
from retriever.rerank import Reranker
from retriever.search import search


class RapporteurRetriever(BaseRetriever):
    """The passages for a question, best first: `page_content` is verbatim, `metadata` names holder and place.

    `k` is the number of passages; a `reranker` looks at the best of them again. The index may move to a new generation between two calls.
    """

    model_config = ConfigDict(arbitrary_types_allowed=True)

    published: Published
    k: int = 10
    reranker: Reranker | None = None

    @classmethod
    def open(cls, index: Path, model: str = DEFAULT_MODEL, k: int = 10, reranker: str = "") -> RapporteurRetriever:
        """`reranker` names a cross-encoder; "": none.

        Raises: NoIndex, IndexMismatch, ModelMissing.
        """
        published = Published(index, load(model))
        published.index()
        return cls(published=published, k=k, reranker=Reranker(reranker) if reranker else None)

    def _get_relevant_documents(
        self, query: str, *, run_manager: CallbackManagerForRetrieverRun
    ) -> list[LangChainDocument]:
        index = self.published.index()
        found = search(index, self.published.embeddings, fitted(index, understand(query)), self.k, self.reranker)
        return [
            LangChainDocument(page_content=hit.passage.text, id=hit.passage.id, metadata=_metadata(hit))
            for hit in found.hits
        ]


def _metadata(hit: Any) -> dict[str, Any]:
    passage = hit.passage
    return {
        "document": passage.document_id,
        "start": passage.start,
        "end": passage.end,
        "page": passage.page,
        "paragraph": passage.paragraph,
        "holder": passage.speaker,
        "language": passage.language,
        "score": hit.score,
        "why": hit.why,
    }
