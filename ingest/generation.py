"""Generations: immutable folders that readers see, named by a pointer and checked against what was published."""

from __future__ import annotations

import hashlib
import json
import logging
import shutil
import sqlite3
from collections.abc import Mapping
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

from ingest.disk import digest_of
from ingest.stored import DOCUMENTS, reading

log = logging.getLogger(__name__)

POINTER = "CURRENT"  # "000007 SHA-256-of-its-manifest"
FOLDER = "generations"
CORPUS, VECTORS, CHROMA, LEXICAL, MANIFEST = "corpus.sqlite", "vectors.npy", "chroma", "lexical", "manifest.json"
CHROMA_FILE = f"{CHROMA}/chroma.sqlite3"
KEPT = 2

# What reading a file raises that is gone, cut off or overwritten.
DAMAGE = (OSError, sqlite3.Error, ValueError, LookupError, TypeError, AttributeError, EOFError)


@dataclass(frozen=True, slots=True)
class Manifest:
    """What a generation holds and what it was made with."""

    number: int
    state: str
    model: str
    probe: list[float]
    documents: int
    passages: int
    chroma: bool  # whether Chroma passed the check; else exact search answers
    versions: dict[str, str]
    files: dict[str, str]  # SHA-256; of Chroma's SQLite file, which every reader writes to, of its rows


def current(index: Path) -> Path | None:
    """The folder of the published generation; None before the first."""
    name = _pointer(index)[0]
    if not name:
        return None
    return index / FOLDER / (name if name.isdecimal() else "damaged pointer")


def pointer(index: Path) -> str:
    """What the pointer says, as it is: another for each generation; "" before the first."""
    try:
        return (index / POINTER).read_text("ascii", errors="replace").strip() or "damaged"
    except (FileNotFoundError, NotADirectoryError):
        return ""


def _pointer(index: Path) -> tuple[str, str]:
    """(name of the published generation, SHA-256 of its manifest): ("", "") before the first."""
    name, _, digest = pointer(index).partition(" ")
    return name, digest


def manifest_of(folder: Path) -> Manifest:
    """The manifest of a generation's folder.

    Raises: one of DAMAGE where it is not there, or not the one that was published.
    """
    raw = (folder / MANIFEST).read_bytes()
    name, digest = _pointer(folder.parent.parent)
    if name == folder.name and digest not in ("", hashlib.sha256(raw).hexdigest()):
        raise ValueError(f"{MANIFEST} is not as it was published")
    return Manifest(**json.loads(raw))


def documents_of(folder: Path) -> dict[str, str]:
    """Document id → its record as JSON, the locations apart, as a generation holds them."""
    with closing(reading(folder / CORPUS)) as db:
        return dict(db.execute(DOCUMENTS))


def places_of(folder: Path) -> set[str]:
    """The paths at which the same bytes lie as those of a document, which is called by another."""
    with closing(reading(folder / CORPUS)) as db:
        records = [json.loads(record) for (record,) in db.execute("select record from documents")]
    return {path for record in records for path in record.get("locations", ())}


def seals_of(folder: Path) -> dict[str, bytes]:
    """Document id → digest of all that a generation holds of it."""
    with closing(reading(folder / CORPUS)) as db:
        return dict(db.execute("select document_id, digest from seals"))


def verify(folder: Path, manifest: Manifest, chroma: bool = True) -> None:
    """Look at every file of a generation, without any library that would read it; without `chroma` not at Chroma's.

    Raises: one of DAMAGE where a file is not as it was published.
    """
    if CORPUS not in manifest.files:
        raise ValueError("an older version made it, without a list of its files")
    _compare(folder, {name: mark for name, mark in manifest.files.items() if not _of_chroma(name)})
    if chroma:
        verify_chroma(folder, manifest)


def verify_chroma(folder: Path, manifest: Manifest) -> None:
    """Look at the files of a generation's vector store.

    Raises: one of DAMAGE where one is not as it was published.
    """
    _compare(folder, {name: mark for name, mark in manifest.files.items() if _of_chroma(name)})


def _of_chroma(name: str) -> bool:
    return name.startswith(f"{CHROMA}/")


def _compare(folder: Path, marks: Mapping[str, str]) -> None:
    for name, mark in marks.items():
        if mark_of(folder, name) != mark:
            raise ValueError(f"{name} is not as it was published")


def mark_of(folder: Path, name: str) -> str:
    """What the manifest notes of a file: its SHA-256, or that of its rows."""
    return _rows_digest(folder / name) if name == CHROMA_FILE else digest_of(folder / name)


def _rows_digest(path: Path) -> str:
    """SHA-256 of what a SQLite file holds, but for the table in which each reader of Chroma leaves a row."""
    digest = hashlib.sha256()
    with closing(reading(path)) as db:
        if db.execute("pragma quick_check(1)").fetchone()[0] != "ok":
            raise ValueError(f"{path.name} is damaged")
        tables = [name for (name,) in db.execute("select name from sqlite_master where type = 'table' order by name")]
        for name in tables:
            if name != "acquire_write":
                digest.update(name.encode())
                for row in db.execute(f'select * from "{name}"'):
                    digest.update(repr(row).encode("utf-8", "surrogatepass"))
    return digest.hexdigest()


def next_number(index: Path) -> int:
    """The number after the published one; if the pointer is gone or damaged, after all that are there."""
    name = _pointer(index)[0]
    names = [name] if name.isdecimal() else [entry.name for entry in (index / FOLDER).glob("*")]
    return max((int(name) for name in names if name.isdecimal()), default=0) + 1


def readable(index: Path) -> Path | None:
    """The newest generation whose files are as they were published, Chroma's apart; None where there is none.

    Those of an older version, which do not hold all that the truth holds, are passed over.
    """
    for folder in sorted((index / FOLDER).glob("[0-9]*"), reverse=True):
        try:
            verify(folder, manifest_of(folder), chroma=False)
            seals_of(folder)
        except DAMAGE as error:
            log.debug("%s: %s", folder, error)
        else:
            return folder
    return None


def sweep(index: Path) -> None:
    """Remove what is neither the current generation nor the one before."""
    now = current(index)
    if now is None:
        return
    names = sorted((entry.name for entry in (index / FOLDER).iterdir()), reverse=True)
    older = [name for name in names if name < now.name]
    keep = {now.name, *older[: KEPT - 1]}
    for name in names:
        if name not in keep:
            shutil.rmtree(index / FOLDER / name, ignore_errors=True)
