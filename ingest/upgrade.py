"""The truth of an index that an older version made, in the form of this one: nothing that it holds is lost."""

from __future__ import annotations

import json
import sqlite3
from dataclasses import asdict

from ingest.document import Document
from ingest.stored import seal
from ingest.vectorcache import add_checks


def upgrade(db: sqlite3.Connection, schema: int) -> None:
    """Bring the tables from an older `schema` to that of this version, within the transaction that is open."""
    if schema < 2:
        _from_1(db)
    add_checks(db)
    for (document_id,) in db.execute("select id from documents").fetchall():
        db.execute("insert into seals values (?, ?)", (document_id, seal(db, document_id)))


def _from_1(db: sqlite3.Connection) -> None:
    """What schema 1 did not know of a document stays empty until its file is read again, which the next ingest does:
    an older parser is noted of it. A document whose file is not there now stays in service.
    """
    db.execute("alter table passages add column translation_of integer")
    unknown = asdict(Document(id="", sha256="", text=""))
    del unknown["text"]
    for document_id, record in db.execute("select id, record from documents").fetchall():
        record = json.dumps(unknown | json.loads(record), ensure_ascii=False)
        db.execute("update documents set record = ? where id = ?", (record, document_id))
