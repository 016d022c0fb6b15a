"""Encoders behind LangChain's `Embeddings`: the embedded default, or any sentence-transformers model."""

from __future__ import annotations

import os
import shlex
from collections.abc import Callable, Sequence
from pathlib import Path
from threading import Lock
from typing import Any, Protocol

import numpy as np
from langchain_core.embeddings import Embeddings

from ingest.defaults import DEFAULT_MODEL
from ingest.errors import IndexMismatch, ModelMissing

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


class _Later:
    """An encoder that is loaded when it is first used: whoever cannot go on for another reason does not wait for it."""

    def __init__(self, load: Callable[[], Encoder]) -> None:
        self._load = load
        self._lock = Lock()
        self._loaded: Encoder | None = None

    def encode(self, texts: list[str]) -> Vectors:
        with self._lock:
            if self._loaded is None:
                self._loaded = self._load()
        return self._loaded.encode(texts)


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

    It is loaded when it is first used, and that raises ModelMissing when it cannot be. Only with `download` may a
    model of the hub be fetched; else it must be on this machine.
    """
    if name in (DEFAULT_MODEL, f"sentence-transformers/{DEFAULT_MODEL}"):
        return NamedEmbeddings(DEFAULT_MODEL, _Later(_minilm))
    return NamedEmbeddings(name, _Later(lambda: _SentenceTransformer(name, download)))


def _minilm() -> Encoder:
    from ingest.minilm import MiniLM

    return MiniLM()


class _SentenceTransformer:
    def __init__(self, name: str, download: bool) -> None:
        if not download:
            os.environ["HF_HUB_OFFLINE"] = "1"
        from sentence_transformers import SentenceTransformer

        self._lock = Lock()
        try:
            self._model = SentenceTransformer(name, local_files_only=not download)
        except (OSError, ValueError, KeyError) as error:
            reason = str(error).splitlines()[0][:160]
            raise ModelMissing(
                f"the embedding model {name} cannot be loaded ({reason}): give a folder or a model that is on this "
                "machine, or run `rapporteur ingest` where it can be downloaded"
            ) from error

    def encode(self, texts: list[str]) -> Vectors:
        with self._lock:  # its tokenizer is not made for two threads, and the chat asks while it ingests
            return self._encode(texts)

    def _encode(self, texts: list[str]) -> Vectors:
        found = self._model.encode(texts, normalize_embeddings=True, convert_to_numpy=True, show_progress_bar=False)
        return np.asarray(found, dtype=np.float32)


def probe(embeddings: NamedEmbeddings) -> Vectors:
    """The vector of PROBE, shape (dimension,): equal for equal weights, whatever the model is called."""
    vector: Vectors = embeddings.encode([PROBE])[0]
    return vector


def require_same_model(index: Path, built: Vectors, built_with: str, embeddings: NamedEmbeddings) -> None:
    """Raises: IndexMismatch when `embeddings` are not those whose probe was `built`."""
    now = probe(embeddings)
    if built.shape != now.shape or float(built @ now) < SAME_MODEL:
        raise mismatch(index, built_with, embeddings.name)


def mismatch(index: Path, built_with: str, wanted: str) -> IndexMismatch:
    """What to raise where `wanted` is not the model of `index`, with the command that embeds it anew."""
    command = f"rapporteur ingest --rebuild --index {shlex.quote(str(index))} --model {shlex.quote(wanted)}"
    if wanted == built_with:
        finding = f"was built with other weights of {wanted}: put those back"
    else:
        finding = f"was built with {built_with}, not with {wanted}: choose it with `--model {shlex.quote(built_with)}`"
    return IndexMismatch(f"{index} {finding}, or run `{command}` to embed everything anew")
