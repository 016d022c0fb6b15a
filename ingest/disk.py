"""Files of an index: written whole or not at all, and what a full, read-only or damaged disk is called."""

from __future__ import annotations

import hashlib
import os
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from ingest.errors import NotWritable

_DISK = (  # as SQLite, and the system, say it
    "disk is full", "readonly database", "unable to open database", "disk I/O error", "No space left", "Read-only file system",
)  # fmt: skip


@contextmanager
def writing(where: Path, instead: str = "choose another --index") -> Iterator[None]:
    """Errors of a full or read-only disk under `where` as NotWritable, with what to do `instead`."""
    try:
        yield
    except sqlite3.DatabaseError as error:
        if not of_the_disk(error):
            raise
        raise NotWritable(f"{where} cannot be written ({error}): free some space or {instead}") from error
    except OSError as error:
        if isinstance(error, BlockingIOError):
            raise
        if isinstance(error, (NotADirectoryError, FileExistsError)):
            raise NotWritable(f"{where} is not a folder, or lies below a file: {instead}") from error
        said = error.strerror or error
        raise NotWritable(f"{where} cannot be written ({said}): free some space or {instead}") from error


def of_the_disk(error: object) -> bool:
    """Whether `error`, of SQLite or of Chroma that holds one, is about a disk that is full or may not be written."""
    said = str(error)
    return any(words in said for words in _DISK)


def write_whole(path: Path, text: str) -> None:
    """Replace `path` by a file with `text`; a kill at any moment leaves the old file or the new one."""
    part = path.with_name(path.name + ".new")
    with part.open("w", encoding="utf-8") as file:
        file.write(text)
        file.flush()
        os.fsync(file.fileno())
    os.replace(part, path)
    sync(path.parent)


def sync_tree(folder: Path) -> None:
    """Have everything in `folder` on the disk."""
    for path in folder.rglob("*"):
        if path.is_file() or path.is_dir():
            sync(path)
    sync(folder)


def sync(path: Path) -> None:
    """Have a file, or the names in a folder, on the disk."""
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def digest_of(path: Path) -> str:
    """SHA-256 of a file, as 64 hexadecimal digits."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
