"""Chroma as this project uses it: ids, vectors and filter metadata on disk, no text, no network."""

from __future__ import annotations

import os
from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import TYPE_CHECKING, Any

os.environ["ANONYMIZED_TELEMETRY"] = "False"

import chromadb
from chromadb.config import Settings

from ingest.embedding import Vectors

if TYPE_CHECKING:
    from chromadb.api import ClientAPI
    from chromadb.api.models.Collection import Collection

NAME = "passages"
# ef and M above the defaults: recall@10 against exact search 1.000 instead of .998 on 2,000 passages.
_HNSW: dict[str, Any] = {"space": "cosine", "ef_construction": 200, "ef_search": 200, "max_neighbors": 32}
# Of so few vectors each is a neighbour of every other. HNSW links no two that a third lies between, so where one is
# nearer to all than they are to each other, links end at that one, which keeps no more than 2 * M: some get lost.
COMPLETE = 256
_LEAST_SYNC = 2  # changes before Chroma writes the graph: the least that it takes
_AT_ONCE = 500  # vectors asked for in one query
_SAME = 1e-3  # cosine distance of a vector to itself, as Chroma's 32 bits give it


def create(folder: Path, existing: bool = False, size: int = 0) -> tuple[ClientAPI, Collection]:
    """The client and collection in `folder`, a new one made for `size` vectors.

    `embedding_function=None`, or Chroma would fetch a model.
    """
    settings = Settings(anonymized_telemetry=False, is_persistent=True)
    client = chromadb.PersistentClient(path=str(folder), settings=settings)
    if existing:
        return client, client.get_collection(NAME, embedding_function=None)
    neighbours = COMPLETE if size <= COMPLETE else _HNSW["max_neighbors"]
    threshold = max(size, _LEAST_SYNC)
    hnsw = {**_HNSW, "max_neighbors": neighbours, "sync_threshold": threshold, "batch_size": min(100, threshold)}
    configuration: Any = {"hnsw": hnsw}
    return client, client.create_collection(NAME, embedding_function=None, configuration=configuration)


def fill(client: Any, collection: Any, ids: list[str], vectors: Vectors, metadata: list[dict[str, Any]]) -> None:
    """Put all passages into a new collection that was made for them, so that no reader has anything to write.

    Chroma writes its graph once the changes reach the threshold. What is not written by then, each process that opens
    the collection makes again, and writes with whatever lies in its memory.
    """
    step = min(2000, client.get_max_batch_size())
    for at in range(0, len(ids), step):
        part = slice(at, at + step)
        collection.add(ids=ids[part], embeddings=vectors[part], metadatas=metadata[part])
    for _ in range(len(ids), _LEAST_SYNC):
        collection.update(ids=ids[:1], embeddings=vectors[:1])


def nearest(
    collection: Collection, vector: Vectors, wanted: int, where: Mapping[str, Any] | None = None
) -> list[tuple[str, float]]:
    """(passage id, cosine similarity) of the passages nearest to `vector`, best first."""
    found = collection.query(
        query_embeddings=vector.reshape(1, -1),
        n_results=wanted,
        where=dict(where) if where else None,
        include=["distances"],
    )
    distances = (found["distances"] or [[]])[0]
    return [(passage, 1.0 - distance) for passage, distance in zip(found["ids"][0], distances, strict=True)]


def lost(collection: Collection, vectors: Vectors) -> list[int]:
    """The rows of `vectors` that the collection does not find by themselves: an equal one in their place is as good."""

    def of_part(at: int) -> list[int]:
        found = collection.query(query_embeddings=vectors[at : at + _AT_ONCE], n_results=1, include=["distances"])
        nearest_of = enumerate(found["distances"] or (), start=at)
        return [row for row, distances in nearest_of if not distances or distances[0] > _SAME]

    with ThreadPoolExecutor(2) as both:  # Chroma asks without Python's lock
        return [row for rows in both.map(of_part, range(0, len(vectors), _AT_ONCE)) for row in rows]


def close(client: Any) -> None:
    """Let go of the files; Chroma keeps one system for each folder alive until told."""
    client.close()
