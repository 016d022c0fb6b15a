"""Which files a root holds, and what each is called in the index."""

from __future__ import annotations

import os
import stat
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from itertools import chain, count
from pathlib import Path

from ingest.defaults import MOST_BYTES
from ingest.errors import BadInput
from ingest.readers import READERS
from ingest.sidecar import is_sidecar, stamp

NOT_DOCUMENTS = {"readme.md"}  # beside them, as are sidecars


@dataclass(frozen=True, slots=True)
class Found:
    """A file of a root: `fingerprint`, of its bytes and its sidecars, is "" where it could not be read (`reason`)."""

    document_id: str
    path: Path
    fingerprint: str
    sha256: str
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Scanned:
    """What a scan saw of a root; each list in the order of its names, a folder's own files first."""

    found: list[Found]
    skipped: list[tuple[str, str]]  # (path, reason)
    unlisted: list[tuple[str, str]]  # (folder, reason): what lies in it is not known


def resolve(given: str, roots: Mapping[str, str]) -> tuple[str, str]:
    """(resolved path, name) of the root that `given` is, or lies in.

    The name of a new root is `given` itself, or its resolved path where another root has that name.

    Raises: BadInput when there is no such path, or it is a file of a format that is not read.
    """
    real = _existing(given)
    for known in roots:
        if real == Path(known) or Path(known) in real.parents:
            return known, roots[known]
    name = os.path.normpath(given)
    for candidate in chain([name, str(real)], (f"{real} ({number})" for number in count(2))):
        if not any(_clash(str(real), candidate, path, other) for path, other in roots.items()):
            return str(real), candidate
    raise ValueError("the numbers do not end")


def _existing(given: str) -> Path:
    try:
        path = Path(given).expanduser()
        missing = not path.exists()
        str(path.resolve()).encode()
    except UnicodeEncodeError as error:
        raise BadInput(f"{given!r}: the name is not valid UTF-8, so the index cannot hold it") from error
    except (OSError, RuntimeError) as error:  # too long a name, a folder that may not be entered, ~nobody
        raise BadInput(f"{given}: {getattr(error, 'strerror', None) or error}") from error
    if missing:
        raise BadInput(f"{given}: no such file or folder")
    if not path.is_dir() and path.suffix.casefold() not in READERS:
        raise BadInput(f"{given}: format {path.suffix or 'without suffix'} is not read: {', '.join(READERS)}")
    return path.resolve()


def _clash(path: str, name: str, other_path: str, other: str) -> bool:
    """Whether documents of two roots could be called alike: one name lies in the other, but not the folders."""
    nested = name == other or Path(other) in Path(name).parents or Path(name) in Path(other).parents
    return nested and os.path.relpath(other, name) != os.path.relpath(other_path, path)


def scan(root: str, name: str, others: Iterable[str]) -> Scanned:
    """The documents of a root, what is skipped with its reason, and the folders that cannot be listed.

    Hidden files are passed over; files that belong to a root of their own are left to it.
    """
    top = Path(root)
    if not top.is_dir():
        return Scanned([_found(top, name)], [], [])
    apart = {Path(other) for other in others if top in Path(other).parents}
    seen = Scanned([], [], [])

    def refuse(error: OSError) -> None:
        inside = os.path.relpath(os.fsdecode(error.filename or root), root)
        folder = printable(os.path.normpath(os.path.join(name, inside)))
        seen.unlisted.append((folder, f"cannot be listed ({error.strerror})"))

    for folder, folders, files in os.walk(top, onerror=refuse):
        folders[:] = sorted(item for item in folders if not item.startswith(".") and Path(folder, item) not in apart)
        links = (Path(folder, item).relative_to(top) for item in folders if os.path.islink(Path(folder, item)))
        seen.skipped.extend((printable(os.path.join(name, link)), "a link to a folder") for link in links)
        for file in sorted(files):
            path = Path(folder, file)
            if file.startswith((".", "~$")) or path in apart or file.casefold() in NOT_DOCUMENTS:
                continue
            if is_sidecar(path, READERS):
                continue
            document_id = os.path.join(name, path.relative_to(top))
            reason = _no_document(path)
            if reason:
                seen.skipped.append((printable(document_id), reason))
            else:
                seen.found.append(_found(path, document_id))
    return seen


def _no_document(path: Path) -> str:
    """Why a file cannot be one; "" where it may be."""
    suffix = path.suffix.casefold()
    if suffix == ".toml":
        return "a sidecar of no document: none of that name lies beside it"
    if suffix not in READERS:
        return f"format {path.suffix or 'without suffix'} is not read"
    return "a link to nothing" if path.is_symlink() and not os.path.exists(path) else ""


def _found(path: Path, document_id: str) -> Found:
    document_id = printable(document_id)
    try:
        status = path.stat()
        if not stat.S_ISREG(status.st_mode):
            return Found(document_id, path, "", "", "not a regular file")
        if status.st_size > MOST_BYTES:
            return Found(document_id, path, "", "", f"larger than {MOST_BYTES // 1_000_000} MB")
        return Found(document_id, path, *stamp(path))
    except OSError as error:
        return Found(document_id, path, "", "", f"cannot be read ({error.strerror})")


def printable(name: str) -> str:
    """`name` on one line, without what a terminal or a database cannot hold: undecodable bytes, line breaks."""
    safe = name.encode("utf-8", "surrogateescape").decode("utf-8", "backslashreplace")
    return "".join(char if char.isprintable() else f"\\x{ord(char):02x}" for char in safe)
