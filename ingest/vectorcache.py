"""The vectors that were made, by text and model: embedding is the dear part, and is done once."""

from __future__ import annotations

import hashlib
import sqlite3
import zlib
from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager

import numpy as np

from ingest.embedding import Vectors
from ingest.stored import texts_of

TABLES = """
create table if not exists vectors (
    model integer not null, hash blob not null, vector blob not null, crc integer not null,
    primary key (model, hash)) without rowid;
create table if not exists models (id integer primary key, name text not null, probe blob not null);
"""
_BY_ROW = (
    "select v.vector, v.crc from passages p left join vectors v on v.hash = p.hash and v.model = ? "
    'order by p.document_id, p.start, p."end"'
)


class DamagedVectors(sqlite3.DatabaseError):
    """Vectors that are not as they were put here."""


class VectorCache:
    """The vectors of a truth; `transaction` is the truth's own."""

    def __init__(
        self, db: sqlite3.Connection, transaction: Callable[[], AbstractContextManager[sqlite3.Connection]]
    ) -> None:
        self._db = db
        self._transaction = transaction

    def model(self, name: str, probe: Vectors, same: float) -> int:
        """Number of the model whose probe vector is `probe`, entered if new."""
        for number, _, blob in self._db.execute("select id, name, probe from models"):
            known = np.frombuffer(blob, dtype=np.float32)
            if known.shape == probe.shape and float(known @ probe) >= same:
                return int(number)
        with self._transaction() as db:
            row = db.execute("insert into models (name, probe) values (?, ?)", (name, probe.tobytes()))
            return int(row.lastrowid or 0)

    def named(self, model: int) -> tuple[str, Vectors]:
        """(name, probe vector) of a model."""
        name, blob = self._db.execute("select name, probe from models where id = ?", (model,)).fetchone()
        return name, np.frombuffer(blob, dtype=np.float32)

    def fingerprint(self, model: int) -> str:
        """Digest of a model's probe: the same wherever the model has another number."""
        return hashlib.sha256(self.named(model)[1].tobytes()).hexdigest()

    def missing(self, model: int) -> list[tuple[bytes, str]]:
        """(hash, embedded text) of every distinct text that has no vector of `model`."""
        rows = self._db.execute(
            'select p.hash, p.header, p.document_id, p.start, p."end" from passages p '
            "left join vectors v on v.hash = p.hash and v.model = ? "
            "where v.hash is null group by p.hash order by min(p.row)",
            (model,),
        ).fetchall()
        texts = texts_of(self._db, [row[2:] for row in rows])
        return [(key, f"{header}\n{text}") for (key, header, *_), text in zip(rows, texts, strict=True)]

    def put(self, model: int, keys: Sequence[bytes], vectors: Vectors) -> None:
        """Keep vectors of shape (len(keys), dimension)."""
        blobs = [vector.tobytes() for vector in vectors]
        with self._transaction() as db:
            db.executemany(
                "insert or replace into vectors values (?, ?, ?, ?)",
                [(model, key, blob, zlib.crc32(blob)) for key, blob in zip(keys, blobs, strict=True)],
            )

    def by_row(self, model: int) -> Vectors:
        """The vectors of all passages by document and place, shape (passages, dimension); (0, dimension) of none.

        Raises: DamagedVectors where one is missing or not as it was put here.
        """
        probe = self.named(model)[1]
        found = self._db.execute(_BY_ROW, (model,)).fetchall()
        if any(not _sound(blob, crc, probe.nbytes) for blob, crc in found):
            raise DamagedVectors("some vectors are not as they were made")
        return np.array([np.frombuffer(blob, dtype=np.float32) for blob, _ in found]).reshape(-1, len(probe))

    def differing(self, model: int, keys: Sequence[bytes], vectors: Vectors) -> int:
        """How many of `vectors` are not, to 1e-5, those that are kept for the texts `keys`; those that are
        not kept, or damaged, count as equal."""
        rows = self._db.execute("select hash, vector, crc from vectors where model = ?", (model,))
        kept = {key: blob for key, blob, crc in rows if _sound(blob, crc, vectors[:1].nbytes)}
        wrong = 0
        for key, vector in zip(keys, vectors, strict=True):
            if key in kept and not np.allclose(np.frombuffer(kept[key], np.float32), vector, rtol=0, atol=1e-5):
                wrong += 1
        return wrong

    def damaged(self) -> list[tuple[int, bytes]]:
        """(model, hash) of the vectors that are not as they were put here."""
        sizes = {number: len(blob) for number, blob in self._db.execute("select id, probe from models")}
        rows = self._db.execute("select model, hash, vector, crc from vectors")
        return [(model, key) for model, key, blob, crc in rows if not _sound(blob, crc, sizes.get(model, 0))]

    def drop_damaged(self) -> int:
        """Forget those vectors, so that they are made anew: how many they were."""
        damaged = self.damaged()
        if damaged:
            with self._transaction() as db:
                db.executemany("delete from vectors where model = ? and hash = ?", damaged)
        return len(damaged)

    def drop(self, model: int) -> None:
        """Forget the vectors of `model`, so that they are made anew."""
        with self._transaction() as db:
            db.execute("delete from vectors where model = ?", (model,))

    def drop_others(self, model: int) -> None:
        """Forget all models but `model`, with their vectors."""
        with self._transaction() as db:
            db.execute("delete from vectors where model <> ?", (model,))
            db.execute("delete from models where id <> ?", (model,))

    def drop_unused(self) -> None:
        """Forget the vectors of texts that no document holds any more."""
        with self._transaction() as db:
            db.execute("delete from vectors where hash not in (select hash from passages)")


def _sound(blob: bytes | None, crc: int | None, size: int) -> bool:
    return blob is not None and len(blob) == size and zlib.crc32(blob) == crc


def add_checks(db: sqlite3.Connection) -> None:
    """Give the vectors of an older version their check sums, within the transaction that is open."""
    db.execute("alter table vectors add column crc integer not null default 0")
    rows = db.execute("select model, hash, vector from vectors").fetchall()
    sums = [(zlib.crc32(blob), model, key) for model, key, blob in rows]
    db.executemany("update vectors set crc = ? where model = ? and hash = ?", sums)
