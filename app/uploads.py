"""Files that a user hands over, kept in a folder of theirs: none is overwritten, none is half written."""

from __future__ import annotations

import errno
import filecmp
import os
import re
import shutil
import unicodedata
from itertools import chain, count
from pathlib import Path, PurePath
from uuid import uuid4

from ingest.defaults import MOST_BYTES
from ingest.disk import sync, writing
from ingest.errors import BadInput
from ingest.readers import READERS
from ingest.scan import NOT_DOCUMENTS

INSTEAD = "choose another folder with the setting uploads"
MOST_NAME_BYTES = 200  # file systems take 255, and a number may follow
_NO_LINKS = (
    errno.EPERM,
    errno.ENOTSUP,
    errno.EOPNOTSUPP,
    errno.ENOSYS,
    errno.EXDEV,
)  # said by disks without hard links


def keep(file: Path, given: str, folder: Path) -> tuple[str, str]:
    """Copy `file`, which its owner calls `given`, into `folder`: (its name there, what its owner should know of it).

    A file of that name with the same bytes is left as it is; beside one with other bytes the new one gets a number.

    Raises: BadInput for a file that is not taken, NotWritable where it cannot be kept.
    """
    name = safe_name(given)
    _require_document(file, name)
    with writing(folder, INSTEAD):
        folder.mkdir(parents=True, exist_ok=True)
        part = folder / f".{uuid4().hex}.part"  # hidden: no scan takes it for a document
        try:
            with file.open("rb") as source, part.open("xb") as target:
                shutil.copyfileobj(source, target, 1 << 20)
                target.flush()
                os.fsync(target.fileno())
            return _place(part, folder, name)
        finally:
            part.unlink(missing_ok=True)


def safe_name(given: str) -> str:
    """The last part of a file name as a browser gives it, printable and short, under which a scan sees the file."""
    last = re.split(r"[/\\]", given.encode("utf-8", "replace").decode())[-1]
    name = "".join(char for char in unicodedata.normalize("NFC", last) if char.isprintable())
    name = re.sub(r"^(?:\.|~\$|\s)+", "", name).strip()
    suffix = PurePath(name).suffix
    if len(suffix) > 20:
        suffix = ""
    room = MOST_NAME_BYTES - len(suffix.encode())
    return name.removesuffix(suffix).encode()[:room].decode("utf-8", "ignore").rstrip() + suffix


def _require_document(file: Path, name: str) -> None:
    shown, suffix = name or "a file without a name", PurePath(name).suffix
    size = file.stat().st_size
    reason = ""
    if suffix.casefold() not in READERS:
        reason = f"format {suffix or 'without suffix'} is not read; those that are: {', '.join(READERS)}"
    elif name.casefold() in NOT_DOCUMENTS:
        reason = "a file of this name describes its folder and is not read: give it another name"
    elif size == 0:
        reason = "the file is empty"
    elif size > MOST_BYTES:
        reason = f"larger than {MOST_BYTES // 1_000_000} MB: divide it"
    if reason:
        raise BadInput(f"{shown} was not added: {reason}")


def _place(part: Path, folder: Path, name: str) -> tuple[str, str]:
    stem, suffix = PurePath(name).stem, PurePath(name).suffix
    for candidate in chain([name], (f"{stem} ({number}){suffix}" for number in count(2))):
        path = folder / candidate
        try:
            _link(part, path)
        except FileExistsError:
            if _same(part, path):
                return candidate, f"{candidate} is already there, with the same bytes"
        else:
            sync(folder)
            other = f"{candidate}: kept under this name, for another {name} is there"
            return candidate, "" if candidate == name else other
    raise ValueError("the numbers do not end")


def _link(part: Path, path: Path) -> None:
    """Give `part` the name `path`. Raises: FileExistsError, and overwrites nothing."""
    try:
        os.link(part, path)
    except FileExistsError:
        raise
    except OSError as error:
        if error.errno not in _NO_LINKS:
            raise
        path.open("xb").close()  # the name is ours now
        part.replace(path)


def _same(part: Path, path: Path) -> bool:
    try:
        return filecmp.cmp(part, path, shallow=False)
    except OSError:
        return False
