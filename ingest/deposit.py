"""The folder that fetched documents lie in, each with a sidecar that says from where and when."""

from __future__ import annotations

import fcntl
import json
import os
import shutil
import tomllib
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, replace
from pathlib import Path

from ingest import disk, sidecar
from ingest.errors import BadInput, UnreadableFile
from ingest.sniff import READ, NotFetched

STAGING = ".fetching"  # in the folder; ingest passes over hidden names
_KEYS = {"symbol", "source_url", "retrieved"}


@dataclass(frozen=True, slots=True)
class Paper:
    """A document that was asked for by its symbol, and what became of it."""

    symbol: str
    language: str
    state: str  # "fetched", "already there" or "failed"
    path: str = ""  # "": it is not there
    source_url: str = ""
    retrieved: str = ""  # ISO 8601, UTC
    reason: str = ""  # why it failed, or what is to be known of it


def place(paper: Paper, folder: Path, suffix: str) -> Path:
    """Where its file lies: A/RES/75/240 in English, as PDF, at A_RES_75_240.en.pdf."""
    return folder / f"{paper.symbol.replace('/', '_')}.{paper.language}{suffix}"


def there(paper: Paper, folder: Path) -> Paper | None:
    """`paper` where an earlier run has fetched it; None where nothing is there.

    Raises: NotFetched when something is there that was not fetched: it is left as it is.
    """
    for suffix in READ:
        path = place(paper, folder, suffix)
        told = _beside(path)
        if os.path.lexists(path):
            try:
                said = {key: str(value.value) for key, value in sidecar.read(path).items()}
            except UnreadableFile as error:
                raise NotFetched(f"{path} is there, and what is said of it cannot be read ({error})") from error
            if said.get("symbol") != paper.symbol or not said.get("source_url"):
                raise NotFetched(f"{path} is there and was not fetched: it is left as it is; move it, or choose --to")
            at = {"source_url": said["source_url"], "retrieved": said.get("retrieved", "")}
            return replace(paper, state="already there", path=str(path), **at)
        if os.path.lexists(told) and not _is_ours(told):
            raise NotFetched(f"{told} is there and was not fetched: it is left as it is; move it, or choose --to")
    return None


def _beside(path: Path) -> Path:
    return path.with_name(f"{path.name}.toml")


def _is_ours(path: Path) -> bool:
    """Whether a sidecar without a document is what a run wrote that was killed before the document was in its place."""
    try:
        return set(tomllib.loads(path.read_text("utf-8"))) == _KEYS
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError):
        return False


@contextmanager
def writing(folder: Path) -> Iterator[Path]:
    """A place in `folder` for what is not whole yet, which no other run uses; emptied before and after."""
    staging, made = folder / STAGING, not folder.exists()
    with disk.writing(folder, "choose another --to"):
        folder.mkdir(parents=True, exist_ok=True)
        lock = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
        try:
            try:
                fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError as error:
                raise BadInput(f"another fetch is writing into {folder}: wait for it, or choose --to") from error
            shutil.rmtree(staging, ignore_errors=True)
            staging.mkdir()
            try:
                yield staging
            finally:
                shutil.rmtree(staging, ignore_errors=True)
        finally:
            os.close(lock)
            if made:
                with suppress(OSError):  # something lies in it
                    folder.rmdir()


def keep(part: Path, path: Path, paper: Paper) -> None:
    """Put a document in its place, its sidecar before it: wherever this stops, no document is without one."""
    said = {"symbol": paper.symbol, "source_url": paper.source_url, "retrieved": paper.retrieved}
    draft = part.with_name("sidecar")
    draft.write_text("".join(f"{key} = {json.dumps(value)}\n" for key, value in said.items()), "utf-8")
    for file in (draft, part):
        disk.sync(file)
    os.replace(draft, _beside(path))
    disk.sync(path.parent)
    os.replace(part, path)
    disk.sync(path.parent)
