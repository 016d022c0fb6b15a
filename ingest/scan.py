"""Which files a root holds, and what each is called in the index."""

from __future__ import annotations

import hashlib
import os
import stat
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

from ingest.errors import BadInput
from ingest.readers import READERS

SIDECARS = {"metadata.csv", "readme.md"}  # beside the documents, not documents


@dataclass(frozen=True, slots=True)
class Found:
    """A file of a root: `sha256` is "" where it could not be read, with the `reason`."""

    document_id: str
    path: Path
    sha256: str
    reason: str = ""


def resolve(given: str, roots: Mapping[str, str]) -> tuple[str, str]:
    """(resolved path, name) of the root that `given` is, or lies in.

    The name of a new root is `given` itself, or its resolved path where another root has that name.

    Raises: BadInput when there is no such path.
    """
    path = Path(given).expanduser()
    if not path.exists():
        raise BadInput(f"{given}: no such file or folder")
    real = path.resolve()
    for known in roots:
        if real == Path(known) or Path(known) in real.parents:
            return known, roots[known]
    name = os.path.normpath(given)
    return str(real), str(real) if name in roots.values() else name


def scan(root: str, name: str, others: Iterable[str]) -> tuple[list[Found], list[tuple[str, str]]]:
    """(the documents of a root, what is skipped with its reason), in the order of their names.

    Hidden files are passed over; files that belong to a root of their own are left to it.

    Raises: OSError when a folder cannot be listed.
    """
    top = Path(root)
    if not top.is_dir():
        return [_found(top, name)], []
    apart = {Path(other) for other in others if top in Path(other).parents}
    found: list[Found] = []
    skipped: list[tuple[str, str]] = []

    def refuse(error: OSError) -> None:
        raise error

    for folder, folders, files in os.walk(top, onerror=refuse):
        folders[:] = sorted(entry for entry in folders if not entry.startswith(".") and Path(folder, entry) not in apart)
        for file in sorted(files):
            path = Path(folder, file)
            if file.startswith((".", "~$")) or path in apart or file.casefold() in SIDECARS:
                continue
            document_id = os.path.join(name, path.relative_to(top))
            if path.suffix.casefold() not in READERS:
                skipped.append((_printable(document_id), f"format {path.suffix or 'without suffix'} is not read"))
            elif path.is_symlink() and not path.exists():
                skipped.append((_printable(document_id), "a link to nothing"))
            else:
                found.append(_found(path, document_id))
    return found, skipped


def _found(path: Path, document_id: str) -> Found:
    document_id = _printable(document_id)
    try:
        if not stat.S_ISREG(path.stat().st_mode):
            return Found(document_id, path, "", "not a regular file")
        with path.open("rb") as file:
            return Found(document_id, path, hashlib.file_digest(file, "sha256").hexdigest())
    except OSError as error:
        return Found(document_id, path, "", f"cannot be read ({error.strerror})")


def _printable(name: str) -> str:
    """`name` without what a terminal or a database cannot hold: undecodable bytes, line breaks."""
    safe = name.encode("utf-8", "surrogateescape").decode("utf-8", "backslashreplace")
    return "".join(char if char.isprintable() else f"\\x{ord(char):02x}" for char in safe)
