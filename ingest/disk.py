"""Files of an index: written whole or not at all, and what a full, read-only or damaged disk is called."""

from __future__ import annotations

import hashlib
import os
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from ingest.errors import NotWritable


@contextmanager
def writing(where: Path) -> Iterator[None]:
    """Errors of a full or read-only disk under `where` as NotWritable."""
    try:
        yield
    except sqlite3.DatabaseError as error:
        if not of_the_disk(error):
            raise
        raise NotWritable(f"{where} cannot be written ({error}): free some space or choose another --index") from error
    except OSError as error:
        if isinstance(error, BlockingIOError):
            raise
        if isinstance(error, (NotADirectoryError, FileExistsError)):
            raise NotWritable(f"{where} is not a folder, or lies below a file: choose another --index") from error
        raise NotWritable(
            f"{where} cannot be written ({error.strerror or error}): free some space or choose another --index"
        ) from error


def of_the_disk(error: object) -> bool:
    """Whether `error`, of SQLite or of Chroma that holds one, is about a disk that is full or may not be written."""
    said = str(error)
    return any(word in said for word in ("full", "readonly", "read-only", "unable to open", "disk I/O", "No space"))


def write_whole(path: Path, text: str) -> None:
    """Replace `path` by a file with `text`; a kill at any moment leaves the old file or the new one."""
    part = path.with_name(path.name + ".new")
    with part.open("w", encoding="utf-8") as file:
        file.write(text)
        file.flush()
        os.fsync(file.fileno())
    os.replace(part, path)
    sync_folder(path.parent)


def sync_tree(folder: Path) -> None:
    """Have everything in `folder` on the disk."""
    for path in folder.rglob("*"):
        if path.is_file():
            with path.open("rb") as file:
                os.fsync(file.fileno())
    for path in [folder, *(entry for entry in folder.rglob("*") if entry.is_dir())]:
        sync_folder(path)


def sync_folder(folder: Path) -> None:
    """Have the names in `folder` on the disk."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def digest_of(path: Path) -> str:
    """SHA-256 of a file, as 64 hexadecimal digits."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
