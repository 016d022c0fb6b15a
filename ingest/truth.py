"""The truth of an index: one SQLite file with documents, passages and cached vectors; one transaction a file."""

from __future__ import annotations

import hashlib
import json
import sqlite3
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import closing, contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path

from ingest import stored
from ingest.errors import NoIndex
from ingest.lexical import VERSION as LEXICAL_VERSION
from ingest.parse import Parsed
from ingest.scan import printable
from ingest.stored import COPIED, CORPUS_TABLES, DOCUMENTS, PASSAGE_COLUMNS, broken_seals, passage_row, reading, seal
from ingest.upgrade import upgrade
from ingest.vectorcache import TABLES, VectorCache

FILE = "truth.sqlite"
SCHEMA = 3
_META = "create table if not exists meta (key text primary key, value text not null);"


@dataclass(frozen=True, slots=True)
class File:
    """What is noted of a file: `fingerprint` and `parser` of its last reading; `reason` is "" where that went well."""

    root: str
    fingerprint: str
    parser: str
    reason: str = ""


def looking(folder: Path) -> sqlite3.Connection:
    """The truth in `folder`, to look into it without leaving a trace beside it, also on a disk that is read only."""
    in_use = (folder / f"{FILE}-wal").exists()
    return reading(folder / FILE, "" if in_use else "&immutable=1")


def failures(folder: Path) -> dict[str, str]:
    """Path → why it could not be read when it was looked at last; {} where there is no truth to tell."""
    return _noted(folder, "select document_id, reason from files where reason != ''")


def roots(folder: Path) -> dict[str, str]:
    """Resolved path → name of what was given to `ingest`; {} where there is no truth to tell."""
    return _noted(folder, "select path, name from roots order by rowid")


def places(folder: Path) -> dict[str, str]:
    """Document id → the path of its file, but where that has letters that an id cannot show; {} as above."""
    named = roots(folder)
    found: dict[str, str] = {}
    for document_id, root in _noted(folder, "select document_id, root from files").items():
        inside = document_id.removeprefix(printable(named.get(root, "")))
        if "\\x" not in inside:
            found[document_id] = root + inside
    return found


def _noted(folder: Path, query: str) -> dict[str, str]:
    try:
        with closing(looking(folder)) as db:
            return dict(db.execute(query))
    except sqlite3.Error:
        return {}


class Truth:
    """Read and write access to the truth; every public writer is one transaction."""

    def __init__(self, folder: Path, file: str = FILE) -> None:
        self.path = folder / file
        self._db = sqlite3.connect(self.path, timeout=stored.WAIT_S, isolation_level=None)
        self.vectors = VectorCache(self._db, self._transaction)
        try:
            self._open(folder)
        except BaseException:
            self._db.close()
            raise

    def _open(self, folder: Path) -> None:
        self._db.execute("pragma journal_mode = wal")
        self._db.execute("pragma synchronous = full")
        self._db.execute("pragma secure_delete = on")  # nothing of a removed text stays in the file
        self._db.executescript(CORPUS_TABLES + TABLES + _META)
        known = int(self.meta("schema") or SCHEMA)
        if known > SCHEMA:
            raise NoIndex(f"{folder} was made by a newer version: install that one, or choose a new --index")
        if self.meta("schema") != str(SCHEMA):
            with self._transaction() as db:
                if known < SCHEMA:
                    upgrade(db, known)
                db.execute("insert or replace into meta values ('schema', ?)", (str(SCHEMA),))

    def close(self) -> None:
        self._db.close()

    def problem(self) -> str:
        """What is damaged in the file; "" where it is sound."""
        found = str(self._db.execute("pragma quick_check(1)").fetchone()[0])
        if found != "ok":
            return " ".join(found.split())
        broken = broken_seals(self._db)
        return f"{broken[0]} is not as it was stored" if broken else ""

    def copy_to(self, target: sqlite3.Connection) -> None:
        """Write all but the vectors into the empty tables of a generation; its rows count from 0, by document and place.

        Equal truths give equal rows.
        """
        for table in COPIED:
            rows = self._db.execute(f"select * from {table} order by 1")
            marks = ", ".join("?" * len(rows.description))
            target.executemany(f"insert into {table} values ({marks})", rows)
        rows = self._db.execute(f'select {PASSAGE_COLUMNS} from passages order by document_id, start, "end"')
        marks = ", ".join("?" * (1 + len(rows.description)))
        numbered = ((row, *values) for row, values in enumerate(rows))
        target.executemany(f"insert into passages values ({marks})", numbered)

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

    def take(self, source: sqlite3.Connection) -> None:
        """Fill the empty tables from those of a generation: what `copy_to` wrote."""
        with self._transaction() as db:
            for table in (*COPIED, "passages"):
                rows = source.execute(f"select * from {table} order by rowid")
                marks = ", ".join("?" * len(rows.description))
                db.executemany(f"insert into {table} values ({marks})", rows)

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
            self._seal(db, document.id)
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
            db.execute("delete from seals where document_id = ?", (document_id,))
            self._seal(db, heir)
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
                    self._seal(db, document_id)

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
        for table in ("passages", "layouts", "seals"):
            db.execute(f"delete from {table} where document_id = ?", (document_id,))
        db.execute("delete from documents where id = ?", (document_id,))

    @staticmethod
    def _seal(db: sqlite3.Connection, document_id: str) -> None:
        db.execute("insert or replace into seals values (?, ?)", (document_id, seal(db, document_id)))

    # What a user took out

    def excluded(self) -> dict[str, str]:
        """Document id → SHA-256 of what is to stay out though its file is there; "" where that is not known."""
        return dict(self._db.execute("select document_id, sha256 from excluded"))

    def exclude(self, document_ids: Iterable[str]) -> None:
        """Forget documents with all files of their bytes, and keep those paths and bytes out; of others the path."""
        wanted = set(document_ids)
        held = {key: json.loads(record) for key, record in self.records().items()}
        digests = {held[key]["sha256"] for key in wanted & held.keys()}
        with self._transaction() as db:
            for path in wanted - held.keys():
                self._forget(db, path)
                db.execute("insert or replace into excluded values (?, '')", (path,))
            for key, values in held.items():
                if key in wanted or values["sha256"] in digests:
                    for path in (key, *values["locations"]):
                        self._forget(db, path)
                        db.execute("insert or replace into excluded values (?, ?)", (path, values["sha256"]))

    def readmit(self, document_id: str, sha256: str) -> None:
        """Let a path be taken again, and the bytes that it has now; other paths with these bytes stay out."""
        with self._transaction() as db:
            db.execute("delete from excluded where document_id = ?", (document_id,))
            db.execute("update excluded set sha256 = '' where sha256 = ?", (sha256,))

    def records(self) -> dict[str, str]:
        """Document id → its whole record as JSON."""
        return dict(self._db.execute("select id, record from documents"))

    def documents(self) -> dict[str, str]:
        """Document id → its record as JSON, the locations apart."""
        return dict(self._db.execute(DOCUMENTS))

    def seals(self) -> dict[str, bytes]:
        """Document id → digest of all that is stored of it."""
        return dict(self._db.execute("select document_id, digest from seals"))

    def counts(self) -> tuple[int, int]:
        """(documents, passages)."""
        documents = self._db.execute("select count(*) from documents").fetchone()[0]
        return documents, self._db.execute("select count(*) from passages").fetchone()[0]

    def state(self, model: int) -> str:
        """Digest of all that a generation is made of: equal states give equal generations."""
        digest = hashlib.sha256(f"{SCHEMA} {LEXICAL_VERSION} {self.vectors.fingerprint(model)}".encode())
        for document_id, sealed in self._db.execute("select document_id, digest from seals order by document_id"):
            digest.update(f"{document_id!r} {sealed.hex()}".encode())
        return digest.hexdigest()
