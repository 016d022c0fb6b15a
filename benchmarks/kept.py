"""What a benchmark keeps on disk between two runs: vectors by their text, and indexes of texts that are not files."""

from __future__ import annotations

import hashlib
import re
import shutil
import sqlite3
import time
from contextlib import closing
from pathlib import Path

import numpy as np

from ingest.embedding import NamedEmbeddings, Vectors
from ingest.generation import POINTER
from ingest.parse import understand
from ingest.publish import Publisher
from ingest.readers import plain
from ingest.receipt import Receipt
from ingest.steps import quiet
from ingest.text import normalise
from ingest.truth import Truth
from retriever.index import Index, Published

BATCH = 256  # texts embedded between two writes of the cache
INGEST = Path(__file__).resolve().parent.parent / "ingest"


class _Cached:
    """An encoder that keeps each vector on disk by the SHA-256 of its text."""

    def __init__(self, embeddings: NamedEmbeddings, file: Path) -> None:
        self._embeddings = embeddings
        self._db = sqlite3.connect(file, timeout=60)
        self._db.execute("create table if not exists vectors (text blob primary key, vector blob) without rowid")

    def encode(self, texts: list[str]) -> Vectors:
        keys = [hashlib.sha256(text.encode("utf-8", "backslashreplace")).digest() for text in texts]
        known = {key: found for key in set(keys) if (found := self._get(key)) is not None}
        missing = sorted(
            {key: text for key, text in zip(keys, texts, strict=True) if key not in known}.items(), key=_length
        )
        for at in range(0, len(missing), BATCH):
            batch = missing[at : at + BATCH]
            vectors = self._embeddings.encode([text for _, text in batch])
            known |= {key: vector for (key, _), vector in zip(batch, vectors, strict=True)}
            rows = [(key, vector.tobytes()) for (key, _), vector in zip(batch, vectors, strict=True)]
            with self._db:
                self._db.executemany("insert or ignore into vectors values (?, ?)", rows)
        return np.array([known[key] for key in keys], dtype=np.float32).reshape(len(texts), -1)

    def _get(self, key: bytes) -> Vectors | None:
        row = self._db.execute("select vector from vectors where text = ?", (key,)).fetchone()
        return np.frombuffer(row[0], dtype=np.float32) if row else None


def _length(item: tuple[bytes, str]) -> int:
    return len(item[1])


def cached(embeddings: NamedEmbeddings, folder: Path) -> NamedEmbeddings:
    """`embeddings`, whose vectors are kept in `folder` by the text's SHA-256."""
    folder.mkdir(parents=True, exist_ok=True)
    name = re.sub(r"\W+", "-", embeddings.name)
    return NamedEmbeddings(embeddings.name, _Cached(embeddings, folder / f"{name}.sqlite"))


def published(texts: dict[str, str], embeddings: NamedEmbeddings, folder: Path) -> Index:
    """The product's index of `texts` as it is open for reading: see `opened`."""
    return opened(texts, embeddings, folder).index()


def opened(texts: dict[str, str], embeddings: NamedEmbeddings, folder: Path) -> Published:
    """The product's index of `texts` (document id → text), made under `folder` or found there.

    Everything from the reader of plain text on is the product's: structure, passages, headers, vectors, lexical index
    and vector store are made and published as by `rapporteur ingest`. Only the files are left out, of which thousands
    with one paragraph each would cost more than the search, and with them the look for equal bytes. It is made anew
    when a text or the code of `ingest` has changed.
    """
    made = folder / f"index-{_digest(texts, embeddings.name)}"
    if not (made / POINTER).exists():
        shutil.rmtree(made, ignore_errors=True)
        made.mkdir(parents=True)
        with closing(Truth(made)) as truth:
            for key, text in texts.items():
                parsed = understand(plain.parse(normalise(text)), key, hashlib.sha256(text.encode()).hexdigest())
                truth.put("benchmark", parsed, "benchmark")
            Publisher(made, truth, embeddings, quiet).publish(Receipt(), texts.keys(), (), time.perf_counter())
    return Published(made, embeddings)


def _digest(texts: dict[str, str], model: str) -> str:
    digest = hashlib.sha256(model.encode())
    for file in sorted(path for path in INGEST.rglob("*") if path.suffix in (".py", ".csv", ".json", ".txt")):
        digest.update(file.read_bytes())
    for key, text in texts.items():
        digest.update(f"{key}\0{text}\0".encode())
    return digest.hexdigest()[:12]
