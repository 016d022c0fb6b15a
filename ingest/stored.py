"""What the files of an index hold: tables, and records in their stored form."""

from __future__ import annotations

import hashlib
import json
import sqlite3
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from ingest.document import Document
from ingest.passages import Passage
from ingest.speakers import Turn
from ingest.structure import Unit

DOCUMENTS = "select id, json_remove(record, '$.locations') from documents"
CORPUS_TABLES = """
create table if not exists documents (
    id text primary key, record text not null, text text not null, units text not null, turns text not null);
create table if not exists passages (
    row integer primary key, document_id text not null, start integer not null, "end" integer not null, page integer,
    paragraph text, heading text not null, speaker text, delivered_by text, members text not null,
    language text not null, header text not null, translation_of integer,
    hash blob not null, unique (document_id, start, "end"));
create table if not exists layouts (document_id text primary key, places blob not null);
create table if not exists seals (document_id text primary key, digest blob not null);
create table if not exists roots (path text primary key, name text not null);
create table if not exists files (
    document_id text primary key, root text not null references roots (path), sha256 text not null,
    parser text not null, reason text not null default '');
create table if not exists excluded (document_id text primary key, sha256 text not null);
create index if not exists passages_of_document on passages (document_id, start);
"""
WAIT_S = 10  # for another program that holds the file; another ingest is told by the lock
PASSAGE_COLUMNS = (
    'document_id, start, "end", page, paragraph, heading, speaker, delivered_by, members, language, header, '
    "translation_of, hash"
)


_OF_A_DOCUMENT = (  # but for the numbers that a generation gives to passages
    "select id, record, text, units, turns from documents where id = ?",
    f'select {PASSAGE_COLUMNS} from passages where document_id = ? order by start, "end"',
    "select places from layouts where document_id = ?",
)
# Written by the truth and copied whole into each generation, from which a lost truth is restored.
COPIED = ("documents", "layouts", "seals", "roots", "files", "excluded")


def reading(path: Path, options: str = "") -> sqlite3.Connection:
    """The SQLite file at `path`, open for reading only, from any thread."""
    uri = f"{path.absolute().as_uri()}?mode=ro{options}"  # a path may hold "?", "#" and "%"
    return sqlite3.connect(uri, uri=True, timeout=WAIT_S, check_same_thread=False)


def seal(db: sqlite3.Connection, document_id: str) -> bytes:
    """Digest of all that is stored of a document: what a flipped bit in it would change."""
    digest = hashlib.sha256()
    for query in _OF_A_DOCUMENT:
        for row in db.execute(query, (document_id,)):
            digest.update(repr(row).encode("utf-8", "surrogatepass"))
    return digest.digest()


def broken_seals(db: sqlite3.Connection) -> list[str]:
    """The documents that are not stored as they were sealed, and what is stored of no sealed document."""
    sealed = dict(db.execute("select document_id, digest from seals"))
    stored = {key for (key,) in db.execute("select id from documents")}
    strays = {key for (key,) in db.execute("select document_id from passages union select document_id from layouts")}
    wrong = (stored ^ sealed.keys()) | (strays - stored)
    return sorted(wrong | {key for key in stored & sealed.keys() if seal(db, key) != sealed[key]})


def text_hash(passage: Passage) -> bytes:
    """Key of the vector of `passage`: what is embedded is its header and its text."""
    return hashlib.sha256(embedded_text(passage).encode()).digest()


def embedded_text(passage: Passage) -> str:
    """What is embedded and indexed of `passage`."""
    return f"{passage.header}\n{passage.text}"


def passage_row(passage: Passage) -> tuple[Any, ...]:
    """The values of a passage in the order of PASSAGE_COLUMNS."""
    return (
        passage.document_id, passage.start, passage.end, passage.page, passage.paragraph,
        json.dumps(passage.heading, ensure_ascii=False), passage.speaker, passage.delivered_by,
        json.dumps(passage.members, ensure_ascii=False), passage.language, passage.header,
        passage.translation_of, text_hash(passage),
    )  # fmt: skip


def texts_of(db: sqlite3.Connection, places: Iterable[tuple[str, int, int]]) -> Iterator[str]:
    """The text at each (document id, start, end).

    Sliced here: `substr` in SQL goes through the whole document for every one of its passages.
    """
    last, text = "", ""
    for document_id, start, end in places:
        if document_id != last:
            last = document_id
            text = db.execute("select text from documents where id = ?", (document_id,)).fetchone()[0]
        yield text[start:end]


def document_from(record: str, text: str) -> Document:
    """A document from its stored record."""
    values = json.loads(record)
    if "sources" not in values:
        raise ValueError("an older version made it")
    lists = {key: tuple(value) for key, value in values.items() if isinstance(value, list)}
    pairs = {name: tuple(map(tuple, values[name])) for name in ("sources", "off_page")}
    return Document(**{**values, **lists, **pairs}, text=text)


def units_from(stored: str) -> list[Unit]:
    """Units from their stored form."""
    return [Unit(**{**values, "heading": tuple(values["heading"])}) for values in json.loads(stored)]


def turns_from(stored: str) -> list[Turn]:
    """Turns from their stored form."""
    found = []
    for values in json.loads(stored):
        lists = {key: tuple(value) for key, value in values.items() if isinstance(value, list)}
        found.append(Turn(**{**values, **lists}))
    return found
