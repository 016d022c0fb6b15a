"""Opening the truth of an index; one that is lost or damaged is restored from what is published."""

from __future__ import annotations

import logging
import os
import sqlite3
import tempfile
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from pathlib import Path

import numpy as np

from ingest import generation
from ingest.disk import of_the_disk, sync
from ingest.errors import IndexBusy, NoIndex
from ingest.generation import CORPUS, VECTORS
from ingest.stored import reading
from ingest.truth import FILE, Truth, looking

log = logging.getLogger(__name__)

SAME_MODEL = 1.0 - 1e-6  # cosine of a probe to itself, stored
_NEW = f"{FILE}.new"


def opened(index: Path, anew: bool = False) -> Truth:
    """The truth of `index`, sound: made where there is none, restored from what is published where it is damaged.

    With `anew`, for a rebuild that is given all its folders, an empty one where nothing is left to restore it from.

    Raises: NoIndex where it is lost with all generations.
    """
    mend(index, anew)
    return Truth(index)


def mend(index: Path, anew: bool = False) -> tuple[str, str]:
    """(what was wrong with the truth, how it was mended): "" where nothing was. Raises: as `opened`."""
    finding = problem(index, index)
    if not finding:
        return "", ""
    source = generation.readable(index)
    if source is not None:
        mended = _restore(index, source)
    elif anew:
        mended = "beginning anew"
        _discard(index, FILE)
    else:
        raise _lost(index, finding)
    log.warning("%s cannot be used (%s): %s", index / FILE, finding, mended)
    return finding, mended


@contextmanager
def snapshot(index: Path) -> Iterator[Path]:
    """A folder with a copy of the truth of `index`, with which anything may be done; none where there is none to copy."""
    with tempfile.TemporaryDirectory() as folder:
        if (index / FILE).exists():
            with (
                suppress(sqlite3.DatabaseError),
                closing(looking(index)) as db,
                closing(sqlite3.connect(Path(folder, FILE))) as copy,
            ):
                db.backup(copy)
        yield Path(folder)


def problem(index: Path, folder: Path) -> str:
    """What is wrong with the truth of `index`, which lies in `folder`; "" where it can be used, or is to be made."""
    served = generation.current(index)
    if not (folder / FILE).exists():
        anything = served or (index / FILE).exists() or any((index / generation.FOLDER).glob("[0-9]*"))
        return "the file is gone, or no database" if anything else ""
    try:
        with closing(Truth(folder)) as truth:
            return truth.problem() or _older(truth, served)
    except sqlite3.DatabaseError as error:
        if "locked" in str(error):
            raise IndexBusy(f"{index / FILE} is in use by another program: close that, and try again") from error
        if of_the_disk(error):
            raise
        return str(error)


def _older(truth: Truth, served: Path | None) -> str:
    """Whether a truth knows less than what is published: a copy of last week was put back, or a rebuild was killed."""
    if served is None or not served.name.isdecimal():
        return ""
    published = truth.meta("published")
    if published is None:  # a version before noted the model only
        return "" if truth.meta("model") else "it holds less than what is published"
    return "it is older than what is published" if int(published) < int(served.name) else ""


def _restore(index: Path, source: Path) -> str:
    """Make the truth anew from a generation, and put it in its place in one step: what was done, in words."""
    manifest = generation.manifest_of(source)
    _discard(index, _NEW)
    with closing(reading(source / CORPUS)) as db, closing(Truth(index, _NEW)) as truth:
        truth.take(db)
        model = truth.vectors.model(manifest.model, np.asarray(manifest.probe, dtype=np.float32), SAME_MODEL)
        keys = [key for (key,) in db.execute("select hash from passages order by row")]
        truth.vectors.put(model, keys, np.load(source / VECTORS))
        truth.set_meta("model", str(model))
        truth.set_meta("state", manifest.state)
        now = generation.current(index)
        truth.set_meta("published", now.name if now and now.name.isdecimal() else str(manifest.number))
    for beside in ("-wal", "-shm"):  # of the damaged one: SQLite would play it into the new
        (index / f"{FILE}{beside}").unlink(missing_ok=True)
    os.replace(index / _NEW, index / FILE)
    sync(index)
    now = generation.current(index)
    whole = now is not None and now.name == source.name
    later = "" if whole else ", which is not the last: look through what `remove` took out since"
    return f"restored from generation {manifest.number}{later}"


def _discard(index: Path, file: str) -> None:
    for beside in ("-wal", "-shm", ""):
        (index / f"{file}{beside}").unlink(missing_ok=True)


def _lost(index: Path, finding: str) -> NoIndex:
    return NoIndex(
        f"{index / FILE} cannot be used ({finding}): put a copy of it back, or run "
        "`rapporteur ingest --rebuild PATH...` with every folder that the index is to hold"
    )
