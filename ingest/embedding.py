"""Encoders behind LangChain's `Embeddings`: the embedded default, or any sentence-transformers model."""

from __future__ import annotations

import os
from collections.abc import Sequence
from typing import Any, Protocol

import numpy as np
from langchain_core.embeddings import Embeddings

from ingest.errors import IndexMismatch, ModelMissing

DEFAULT_MODEL = "all-MiniLM-L6-v2"
PROBE = "The delegation reserves its position on paragraph 12."  # fixed: its vector identifies a model
SAME_MODEL = 0.999  # cosine of the probe's vectors; the same weights give 1 on any machine to 1e-4

Vectors = np.ndarray[Any, np.dtype[np.float32]]


class Encoder(Protocol):
    """What turns texts into vectors of shape (len(texts), dimension), float32, unit length."""

    def encode(self, texts: list[str]) -> Vectors: ...


class NamedEmbeddings(Embeddings):
    """An encoder with the name it was asked for, as LangChain's `Embeddings`."""

    def __init__(self, name: str, encoder: Encoder) -> None:
        self.name = name
        self._encoder = encoder

    def encode(self, texts: Sequence[str]) -> Vectors:
        """Vectors of `texts`, shape (len(texts), dimension), float32, unit length."""
        vectors = self._encoder.encode(list(texts))
        lengths = np.linalg.norm(vectors, axis=1, keepdims=True)
        return np.asarray(vectors / np.where(lengths == 0, 1, lengths), dtype=np.float32)

    def embed_documents(self, texts: list[str]) -> list[list[float]]:
        return [list(map(float, vector)) for vector in self.encode(texts)]

    def embed_query(self, text: str) -> list[float]:
        return [float(value) for value in self.encode([text])[0]]


class _Adapter:
    """Any LangChain `Embeddings` as an encoder."""

    def __init__(self, embeddings: Embeddings) -> None:
        self._embeddings = embeddings

    def encode(self, texts: list[str]) -> Vectors:
        return np.asarray(self._embeddings.embed_documents(texts), dtype=np.float32)


def adapt(name: str, embeddings: Embeddings) -> NamedEmbeddings:
    """`embeddings` of any LangChain package under the `name` that its index will carry."""
    return embeddings if isinstance(embeddings, NamedEmbeddings) else NamedEmbeddings(name, _Adapter(embeddings))


def load(name: str = DEFAULT_MODEL, download: bool = False) -> NamedEmbeddings:
    """The encoder called `name`: the embedded default, a folder, or a model of the hub.

    Only with `download` may a model of the hub be fetched; else it must be on this machine.

    Raises: ModelMissing when it cannot be loaded.
    """
    if name in (DEFAULT_MODEL, f"sentence-transformers/{DEFAULT_MODEL}"):
        from ingest.minilm import MiniLM

        return NamedEmbeddings(DEFAULT_MODEL, MiniLM())
    return NamedEmbeddings(name, _SentenceTransformer(name, download))


class _SentenceTransformer:
    def __init__(self, name: str, download: bool) -> None:
        if not download:
            os.environ["HF_HUB_OFFLINE"] = "1"
        from sentence_transformers import SentenceTransformer

        try:
            self._model = SentenceTransformer(name, local_files_only=not download)
        except (OSError, ValueError, KeyError) as error:
            reason = str(error).splitlines()[0][:160]
            raise ModelMissing(
                f"the embedding model {name} cannot be loaded ({reason}): give a folder or a model that is on this "
                "machine, or run `rapporteur ingest` where it can be downloaded"
            ) from error

    def encode(self, texts: list[str]) -> Vectors:
        found = self._model.encode(texts, normalize_embeddings=True, convert_to_numpy=True, show_progress_bar=False)
        return np.asarray(found, dtype=np.float32)


def probe(embeddings: NamedEmbeddings) -> Vectors:
    """The vector of PROBE, shape (dimension,): equal for equal weights, whatever the model is called."""
    vector: Vectors = embeddings.encode([PROBE])[0]
    return vector


def require_same_model(where: str, built: Vectors, built_with: str, embeddings: NamedEmbeddings) -> None:
    """Raises: IndexMismatch when `embeddings` are not those whose probe was `built`."""
    now = probe(embeddings)
    if built.shape == now.shape and float(built @ now) >= SAME_MODEL:
        return
    weights = "other weights of the same name" if built_with == embeddings.name else embeddings.name
    raise IndexMismatch(
        f"{where} was built with {built_with}, not with {weights}: set RAPPORTEUR_MODEL={built_with}, "
        "or run `rapporteur ingest --rebuild` to embed everything anew"
    )
