"""The truth of an index: one SQLite file with documents, passages and cached vectors."""

from __future__ import annotations

import hashlib
import json
import sqlite3
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import closing, contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path

import numpy as np

from ingest.embedding import Vectors
from ingest.errors import NoIndex, NotWritable
from ingest.lexical import VERSION as LEXICAL_VERSION
from ingest.parse import Parsed
from ingest.stored import CORPUS_TABLES, DOCUMENTS, PASSAGE_COLUMNS, passage_row, reading, texts_of
from ingest.upgrade import OLDEST, upgrade

FILE = "truth.sqlite"
SCHEMA = 2
_TABLES = (
    CORPUS_TABLES
    + """
create table if not exists meta (key text primary key, value text not null);
create table if not exists roots (path text primary key, name text not null);
create table if not exists files (
    document_id text primary key, root text not null references roots (path), sha256 text not null,
    parser text not null, reason text not null default '');
create table if not exists vectors (
    model integer not null, hash blob not null, vector blob not null, primary key (model, hash)) without rowid;
create table if not exists models (id integer primary key, name text not null, probe blob not null);
"""
)


@dataclass(frozen=True, slots=True)
class File:
    """What is noted of a file: `fingerprint` and `parser` of its last reading; `reason` is "" where that went well."""

    root: str
    fingerprint: str
    parser: str
    reason: str = ""


@contextmanager
def writing(where: Path) -> Iterator[None]:
    """Errors of a full or read-only disk under `where` as NotWritable, those of a damaged truth as NoIndex."""
    try:
        yield
    except sqlite3.DatabaseError as error:
        if of_the_disk(error):
            raise NotWritable(
                f"{where} cannot be written ({error}): free some space or choose another --index"
            ) from error
        if isinstance(error, sqlite3.OperationalError):
            raise
        raise lost(where, str(error)) from error
    except OSError as error:
        if isinstance(error, BlockingIOError):
            raise
        if isinstance(error, (NotADirectoryError, FileExistsError)):
            raise NotWritable(f"{where} is not a folder, or lies below a file: choose another --index") from error
        raise NotWritable(
            f"{where} cannot be written ({error.strerror or error}): free some space or choose another --index"
        ) from error


def lost(folder: Path, finding: str) -> NoIndex:
    """What to raise where the truth of an index is gone or damaged: going on would lose its documents."""
    return NoIndex(
        f"{folder / FILE} cannot be used ({finding}): put a copy of it back, or run `rapporteur ingest --rebuild PATH...` "
        "with every folder that the index is to hold; what is published stays as it is"
    )


def of_the_disk(error: Exception) -> bool:
    """Whether `error`, of SQLite or of Chroma that holds one, is about a disk that is full or may not be written."""
    return any(word in str(error) for word in ("full", "readonly", "read-only", "unable to open", "disk I/O"))


def failures(folder: Path) -> dict[str, str]:
    """Path → why it could not be read when it was looked at last; {} where there is no truth to tell."""
    try:
        with closing(reading(folder / FILE)) as db:
            return dict(db.execute("select document_id, reason from files where reason != ''"))
    except sqlite3.Error:
        return {}


class Truth:
    """Read and write access to the truth; every public writer is one transaction."""

    def __init__(self, folder: Path) -> None:
        self.path = folder / FILE
        self._db = sqlite3.connect(self.path, timeout=30, isolation_level=None)
        try:
            self._open(folder)
        except BaseException:
            self._db.close()
            raise

    def _open(self, folder: Path) -> None:
        self._db.execute("pragma journal_mode = wal")
        self._db.execute("pragma synchronous = full")
        self._db.executescript(_TABLES)
        known = self.meta("schema")
        if known == str(OLDEST):
            with self._transaction() as db:
                upgrade(db)
                db.execute("update meta set value = ? where key = 'schema'", (str(SCHEMA),))
        elif known is None:
            self.set_meta("schema", str(SCHEMA))
        elif known != str(SCHEMA):
            raise NoIndex(f"{folder} was made by a newer version: install that one, or choose a new --index")

    @staticmethod
    def discard(folder: Path) -> None:
        """Remove the truth of `folder`, with what SQLite keeps beside it."""
        for suffix in ("", "-wal", "-shm"):
            (folder / f"{FILE}{suffix}").unlink(missing_ok=True)

    def close(self) -> None:
        self._db.close()

    def problem(self) -> str:
        """What SQLite finds wrong with the file; "" where it is sound."""
        found = str(self._db.execute("pragma quick_check(1)").fetchone()[0])
        return "" if found == "ok" else " ".join(found.split())

    @contextmanager
    def _transaction(self) -> Iterator[sqlite3.Connection]:
        self._db.execute("begin immediate")
        try:
            yield self._db
        except BaseException:
            if self._db.in_transaction:  # on a full disk SQLite has rolled back by itself
                self._db.execute("rollback")
            raise
        self._db.execute("commit")

    # Settings and roots

    def meta(self, key: str) -> str | None:
        row = self._db.execute("select value from meta where key = ?", (key,)).fetchone()
        return row[0] if row else None

    def set_meta(self, key: str, value: str) -> None:
        with self._transaction() as db:
            db.execute("insert or replace into meta values (?, ?)", (key, value))

    def roots(self) -> dict[str, str]:
        """Resolved path → name as given to `ingest`, in order of adding."""
        return dict(self._db.execute("select path, name from roots order by rowid").fetchall())

    def add_root(self, path: str, name: str) -> None:
        with self._transaction() as db:
            db.execute("insert or ignore into roots values (?, ?)", (path, name))

    # Documents

    def files(self) -> dict[str, File]:
        """Document id → what is noted of the file, of all roots; a file may be a copy without a document of its own."""
        rows = self._db.execute("select document_id, root, sha256, parser, reason from files")
        return {document: File(*noted) for document, *noted in rows}

    def file(self, document_id: str) -> File | None:
        """What is noted of one file."""
        query = "select root, sha256, parser, reason from files where document_id = ?"
        row = self._db.execute(query, (document_id,)).fetchone()
        return File(*row) if row else None

    def holds(self, document_id: str) -> bool:
        """Whether there is a document of this id."""
        return self._db.execute("select 1 from documents where id = ?", (document_id,)).fetchone() is not None

    def put(self, root: str, parsed: Parsed, parser: str, fingerprint: str = "") -> None:
        """Store a document in the place of its former version; without `fingerprint` that is its SHA-256."""
        document = parsed.document
        with self._transaction() as db:
            self._forget(db, document.id)
            record = {key: value for key, value in asdict(document).items() if key != "text"}
            db.execute(
                "insert into documents values (?, ?, ?, ?, ?)",
                (
                    document.id,
                    json.dumps(record, ensure_ascii=False),
                    document.text,
                    json.dumps([asdict(unit) for unit in parsed.units], ensure_ascii=False),
                    json.dumps([asdict(turn) for turn in parsed.turns], ensure_ascii=False),
                ),
            )
            marks = ", ".join("?" * 13)
            db.executemany(
                f"insert into passages ({PASSAGE_COLUMNS}) values ({marks})",
                [passage_row(passage) for passage in parsed.passages],
            )
            if parsed.layout:
                db.execute("insert into layouts values (?, ?)", (document.id, parsed.layout))
            self._note(db, document.id, File(root, fingerprint or document.sha256, parser))

    def note(self, document_id: str, file: File) -> None:
        """Note of a file that it could not be read, or is a copy; a document that it had stays in service."""
        if self.file(document_id) == file:
            return
        with self._transaction() as db:
            self._note(db, document_id, file)

    @staticmethod
    def _note(db: sqlite3.Connection, document_id: str, file: File) -> None:
        values = (document_id, file.root, file.fingerprint, file.parser, file.reason)
        db.execute("insert or replace into files values (?, ?, ?, ?, ?)", values)

    def hand_over(self, document_id: str, heir: str, root: str, fingerprint: str) -> None:
        """Call a document `heir`, the id of another file with the same bytes, until that is read itself."""
        with self._transaction() as db:
            (record,) = db.execute("select record from documents where id = ?", (document_id,)).fetchone()
            self._forget(db, heir)
            record = json.dumps({**json.loads(record), "id": heir}, ensure_ascii=False)
            db.execute("update documents set id = ?, record = ? where id = ?", (heir, record, document_id))
            for table in ("passages", "layouts"):
                db.execute(f"update {table} set document_id = ? where document_id = ?", (heir, document_id))
            self._note(db, heir, File(root, fingerprint, parser=""))

    def settle(self, locations: Mapping[str, Sequence[str]], superfluous: Iterable[str]) -> None:
        """Give each document its other locations, none where it is not named, and drop the `superfluous` documents."""
        with self._transaction() as db:
            for document_id in superfluous:
                self._drop(db, document_id)
            for document_id, record in db.execute("select id, record from documents").fetchall():
                values = json.loads(record)
                wanted = list(locations.get(document_id, ()))
                if values["locations"] != wanted:
                    record = json.dumps({**values, "locations": wanted}, ensure_ascii=False)
                    db.execute("update documents set record = ? where id = ?", (record, document_id))

    def remove(self, document_ids: Iterable[str]) -> None:
        with self._transaction() as db:
            for document_id in document_ids:
                self._forget(db, document_id)

    def remove_root(self, path: str) -> None:
        """Forget a root and its documents."""
        with self._transaction() as db:
            known = [row[0] for row in db.execute("select document_id from files where root = ?", (path,))]
            for document_id in known:
                self._forget(db, document_id)
            db.execute("delete from roots where path = ?", (path,))

    @classmethod
    def _forget(cls, db: sqlite3.Connection, document_id: str) -> None:
        cls._drop(db, document_id)
        db.execute("delete from files where document_id = ?", (document_id,))

    @staticmethod
    def _drop(db: sqlite3.Connection, document_id: str) -> None:
        for table in ("passages", "layouts"):
            db.execute(f"delete from {table} where document_id = ?", (document_id,))
        db.execute("delete from documents where id = ?", (document_id,))

    def documents(self) -> dict[str, str]:
        """Document id → its record as JSON, the locations apart."""
        return dict(self._db.execute(DOCUMENTS))

    def counts(self) -> tuple[int, int]:
        """(documents, passages)."""
        documents = self._db.execute("select count(*) from documents").fetchone()[0]
        return documents, self._db.execute("select count(*) from passages").fetchone()[0]

    def state(self, model: int) -> str:
        """Digest of all that a generation is made of: equal states give equal generations."""
        digest = hashlib.sha256(f"{SCHEMA} {LEXICAL_VERSION} {model}".encode())
        passages = f'select {PASSAGE_COLUMNS} from passages order by document_id, start, "end"'
        layouts = "select document_id, places from layouts order by document_id"
        for rows in ("select id, record, text, units, turns from documents order by id", passages, layouts):
            for row in self._db.execute(rows):
                digest.update(repr(row).encode())
        return digest.hexdigest()

    # Vectors

    def model(self, name: str, probe: Vectors, same: float) -> int:
        """Number of the model whose probe vector is `probe`, entered if new."""
        for number, _, blob in self._db.execute("select id, name, probe from models"):
            known = np.frombuffer(blob, dtype=np.float32)
            if known.shape == probe.shape and float(known @ probe) >= same:
                return int(number)
        with self._transaction() as db:
            row = db.execute("insert into models (name, probe) values (?, ?)", (name, probe.tobytes()))
            return int(row.lastrowid or 0)

    def without_vector(self, model: int) -> list[tuple[bytes, str]]:
        """(hash, embedded text) of every distinct text that has no vector of `model`."""
        rows = self._db.execute(
            'select p.hash, p.header, p.document_id, p.start, p."end" from passages p '
            "left join vectors v on v.hash = p.hash and v.model = ? "
            "where v.hash is null group by p.hash order by min(p.row)",
            (model,),
        ).fetchall()
        texts = texts_of(self._db, [row[2:] for row in rows])
        return [(key, f"{header}\n{text}") for (key, header, *_), text in zip(rows, texts, strict=True)]

    def put_vectors(self, model: int, keys: Sequence[bytes], vectors: Vectors) -> None:
        with self._transaction() as db:
            db.executemany(
                "insert or replace into vectors values (?, ?, ?)",
                [(model, key, vector.tobytes()) for key, vector in zip(keys, vectors, strict=True)],
            )

    def drop_vectors(self, model: int) -> None:
        """Forget the vectors of `model`, so that they are made anew."""
        with self._transaction() as db:
            db.execute("delete from vectors where model = ?", (model,))

    def drop_unused_vectors(self) -> None:
        """Forget the vectors of texts that no document holds any more."""
        with self._transaction() as db:
            db.execute("delete from vectors where hash not in (select hash from passages)")

    def copy_to(self, path: Path, model: int) -> Vectors:
        """Write documents and passages to a new SQLite file and give the vectors in the order of its rows.

        Rows count from 0, by document and place, so equal truths give equal rows.
        """
        target = sqlite3.connect(path, isolation_level=None)
        try:
            target.executescript("pragma journal_mode = off; pragma synchronous = full;" + CORPUS_TABLES)
            target.execute("begin")
            documents = self._db.execute("select id, record, text, units, turns from documents order by id")
            target.executemany("insert into documents values (?, ?, ?, ?, ?)", documents)
            layouts = self._db.execute("select document_id, places from layouts order by document_id")
            target.executemany("insert into layouts values (?, ?)", layouts)
            rows = self._db.execute(f'select {PASSAGE_COLUMNS} from passages order by document_id, start, "end"')
            marks = ", ".join("?" * 14)
            target.executemany(
                f"insert into passages values ({marks})",
                ((row, *values) for row, values in enumerate(rows)),
            )
            target.execute("commit")
        finally:
            target.close()
        found = self._db.execute(
            "select v.vector from passages p join vectors v on v.hash = p.hash and v.model = ? "
            'order by p.document_id, p.start, p."end"',
            (model,),
        )
        blobs = [np.frombuffer(blob, dtype=np.float32) for (blob,) in found]
        return np.stack(blobs) if blobs else np.zeros((0, 1), dtype=np.float32)
