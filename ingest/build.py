"""Building a generation from the truth beside the published one, and publishing it by one rename of a pointer."""

from __future__ import annotations

import errno
import json
import logging
import os
import shutil
import sqlite3
from contextlib import closing
from dataclasses import asdict
from pathlib import Path

import numpy as np

from ingest import neighbours
from ingest.disk import digest_of, sync, sync_tree, write_whole
from ingest.generation import (
    CHROMA,
    CORPUS,
    FOLDER,
    LEXICAL,
    MANIFEST,
    POINTER,
    VECTORS,
    Manifest,
    mark_of,
    next_number,
    sweep,
)
from ingest.lexical import tokens
from ingest.steps import Progress
from ingest.stored import CORPUS_TABLES, reading, texts_of
from ingest.truth import Truth

log = logging.getLogger(__name__)

_UNFINISHED = "building"  # the folder of a generation that is not whole yet: no number, so nobody takes it for one


def publish(index: Path, truth: Truth, model: int, progress: Progress) -> Manifest:
    """Build the next generation from the truth, check it, and make it the current one by one rename.

    Raises: DamagedVectors; OSError or sqlite3.Error where the disk is full. Readers keep the old generation then.
    """
    number = next_number(index)
    final, folder = index / FOLDER / f"{number:06d}", index / FOLDER / f"{_UNFINISHED}-{os.getpid()}"
    for left in (folder, final):  # of a run that was killed
        if left.exists():
            shutil.rmtree(left)
    folder.mkdir(parents=True)
    try:
        manifest = _build(folder, number, truth, model, progress)
        folder.rename(final)
        sync(final.parent)
    except Exception:
        shutil.rmtree(folder, ignore_errors=True)  # on a full disk its space is wanted
        raise
    truth.set_meta("state", manifest.state)
    truth.set_meta("published", str(number))  # before: a truth that knows less than the pointer was put back
    progress("publish", 4, 5)
    write_whole(index / POINTER, f"{final.name} {digest_of(final / MANIFEST)}")
    sweep(index)
    progress("publish", 5, 5)
    return manifest


def _build(folder: Path, number: int, truth: Truth, model: int, progress: Progress) -> Manifest:
    """Everything that a generation holds, written to `folder`; the manifest comes last."""
    progress("copy", 0, 5)
    _copy(truth, folder / CORPUS)
    vectors = truth.vectors.by_row(model)
    np.save(folder / VECTORS, vectors)
    progress("lexical", 1, 5)
    build_lexical(folder / CORPUS, folder / LEXICAL)
    progress("vectors", 2, 5)
    good = bool(len(vectors)) and _neighbours(folder)
    progress("check", 3, 5)
    documents, passages = truth.counts()
    if len(vectors) != passages:
        raise RuntimeError(f"{passages} passages, but {len(vectors)} vectors in {folder}")
    name, probe = truth.vectors.named(model)
    manifest = Manifest(
        number, truth.state(model), name, [float(value) for value in probe], documents, passages, good, _versions(),
        _files(folder),
    )  # fmt: skip
    write_whole(folder / MANIFEST, json.dumps(asdict(manifest), indent=1))
    sync_tree(folder)
    return manifest


def _copy(truth: Truth, path: Path) -> None:
    with closing(sqlite3.connect(path, isolation_level=None)) as db:
        db.executescript("pragma journal_mode = off; pragma synchronous = full;" + CORPUS_TABLES)
        db.execute("begin")
        truth.copy_to(db)
        db.execute("commit")


def build_lexical(corpus: Path, folder: Path) -> None:
    """The lexical index of a corpus in `folder`: equal corpora give equal files."""
    import bm25s

    with closing(reading(corpus)) as db:
        rows = db.execute('select document_id, start, "end", header, language from passages order by row').fetchall()
        texts = texts_of(db, [row[:3] for row in rows])
        terms = [tokens(row[3], "en") + tokens(text, row[4]) for row, text in zip(rows, texts, strict=True)]
    if not any(terms):  # bm25s divides by the mean length: an index of nothing gets a passage that no row refers to
        terms = [["\u0000"]]
    numbers: dict[str, int] = {}  # in the order of the texts; bm25s would number them as a set gives them
    numbered = [[numbers.setdefault(term, len(numbers)) for term in passage] for passage in terms]
    index = bm25s.BM25(k1=1.2, b=0.75)
    index.index((numbered, numbers), show_progress=False)
    index.save(str(folder))


def _neighbours(folder: Path) -> bool:
    """Whether the vector store was built and agrees with exact search; nothing of it is left where not."""
    reason = ""
    for _ in range(2):  # which links a graph lacks is chance
        shutil.rmtree(folder / CHROMA, ignore_errors=True)
        reason = neighbours.build(folder)
        if not reason:
            return True
        if shutil.disk_usage(folder).free < (folder / VECTORS).stat().st_size:  # Chroma does not say that it is that
            raise OSError(errno.ENOSPC, "No space left on device")
        log.debug("the vector store of %s: %s", folder, reason)
    shutil.rmtree(folder / CHROMA, ignore_errors=True)
    log.warning("the vector store of %s is not used (%s): exact search answers", folder, reason)
    return False


def _files(folder: Path) -> dict[str, str]:
    names = sorted(str(path.relative_to(folder)) for path in folder.rglob("*") if path.is_file())
    return {name: mark_of(folder, name) for name in names}


def _versions() -> dict[str, str]:
    from importlib.metadata import version

    return {name: version(name) for name in ("chromadb", "bm25s", "numpy", "onnxruntime")}
