"""Generations: immutable folders that readers see, built beside the old one and published whole."""

from __future__ import annotations

import hashlib
import json
import logging
import os
import shutil
import sqlite3
from collections.abc import Callable
from contextlib import closing
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

import numpy as np

from ingest.embedding import Vectors
from ingest.lexical import tokens
from ingest.stored import DOCUMENTS, reading, texts_of
from ingest.truth import Truth, of_the_disk

log = logging.getLogger(__name__)

POINTER = "CURRENT"
FOLDER = "generations"
CORPUS, VECTORS, CHROMA, LEXICAL, MANIFEST = "corpus.sqlite", "vectors.npy", "chroma", "lexical", "manifest.json"
CHROMA_FILE = "chroma.sqlite3"
KEPT = 2
SAMPLE = 50  # passages whose top 10 are compared with exact search; all must find themselves
AGREEMENT = 0.98  # share of exact search's top 10 that approximate search must give on the sample

# What reading a file raises that is gone, cut off or overwritten.
DAMAGE = (OSError, sqlite3.Error, ValueError, LookupError, TypeError, AttributeError, EOFError)

Progress = Callable[[str, int, int], None]


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
    files: dict[str, str | int] = field(default_factory=dict)  # SHA-256; of Chroma's own, which it rewrites, the size


def current(index: Path) -> Path | None:
    """The folder of the published generation; None before the first."""
    try:
        name = (index / POINTER).read_text("ascii", errors="replace").strip()
    except (FileNotFoundError, NotADirectoryError):
        return None
    return index / FOLDER / (name if name.isdecimal() else "damaged pointer")


def manifest_of(folder: Path) -> Manifest:
    """The manifest of a generation's folder."""
    return Manifest(**json.loads((folder / MANIFEST).read_text("utf-8")))


def documents_of(folder: Path) -> dict[str, str]:
    """Document id → its record as JSON, the locations apart, as a generation holds them."""
    with closing(reading(folder / CORPUS)) as db:
        return dict(db.execute(DOCUMENTS))


def verify(folder: Path, manifest: Manifest) -> None:
    """Look at every file of a generation, without any library that would read it.

    Raises: one of DAMAGE where a file is not as it was published.
    """
    if not manifest.files:
        raise ValueError("an older version made it, without a list of its files")
    for name, mark in manifest.files.items():
        path = folder / name
        if path.stat().st_size < mark if isinstance(mark, int) else _digest(path) != mark:
            raise ValueError(f"{name} is not as it was published")
    if manifest.chroma:
        with closing(reading(folder / CHROMA / CHROMA_FILE)) as db:
            if db.execute("pragma quick_check(1)").fetchone()[0] != "ok":
                raise ValueError(f"{CHROMA} is damaged")


def _digest(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _files(folder: Path, chroma: bool) -> dict[str, str | int]:
    marks: dict[str, str | int] = {}
    for path in sorted(path for path in folder.rglob("*") if path.is_file()):
        of_chroma = folder / CHROMA in path.parents
        if chroma or not of_chroma:
            marks[str(path.relative_to(folder))] = path.stat().st_size if of_chroma else _digest(path)
    return marks


def publish(index: Path, truth: Truth, model: int, name: str, probe: Vectors, progress: Progress) -> Manifest:
    """Build the next generation from the truth, check it, and make it the current one by one rename."""
    number = _next_number(index)
    folder = index / FOLDER / f"{number:06d}"
    if folder.exists():  # a build that was killed
        shutil.rmtree(folder)
    folder.mkdir(parents=True)
    try:
        manifest = _build(folder, number, truth, model, name, probe, progress)
    except Exception:
        shutil.rmtree(folder, ignore_errors=True)  # on a full disk its space is wanted
        raise
    _write(index / POINTER, folder.name)
    sweep(index)
    progress("publish", 4, 4)
    return manifest


def _next_number(index: Path) -> int:
    """The number after the published one; if the pointer is damaged, after all that are there."""
    before = current(index)
    if before is None:
        return 1
    names = [before.name] if before.name.isdecimal() else [entry.name for entry in (index / FOLDER).glob("*")]
    return max((int(name) for name in names if name.isdecimal()), default=0) + 1


def _build(
    folder: Path, number: int, truth: Truth, model: int, name: str, probe: Vectors, progress: Progress
) -> Manifest:
    """Everything that a generation holds, written to `folder`; the manifest comes last."""
    progress("copy", 0, 4)
    vectors = truth.copy_to(folder / CORPUS, model)
    np.save(folder / VECTORS, vectors)
    progress("lexical", 1, 4)
    ids, metadata, terms = _corpus(folder / CORPUS)
    _build_lexical(folder / LEXICAL, terms)
    progress("vectors", 2, 4)
    good = _build_chroma(folder / CHROMA, ids, vectors, metadata)
    progress("check", 3, 4)
    documents, passages = truth.counts()
    if not len(vectors) == len(ids) == passages:
        raise RuntimeError(f"{passages} passages, but {len(ids)} rows and {len(vectors)} vectors in {folder}")
    manifest = Manifest(
        number, truth.state(model), name, [float(value) for value in probe], documents, passages, good, _versions(),
        _files(folder, good),
    )  # fmt: skip
    _write(folder / MANIFEST, json.dumps(asdict(manifest), indent=1))
    _sync_tree(folder)
    return manifest


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


def _corpus(path: Path) -> tuple[list[str], list[dict[str, Any]], list[list[str]]]:
    with closing(reading(path)) as db:
        rows = db.execute(
            'select document_id, start, "end", speaker, language, header from passages order by row'
        ).fetchall()
        texts = list(texts_of(db, [row[:3] for row in rows]))
    ids = [f"{document}@{start}-{end}" for document, start, end, *_ in rows]
    metadata = [{"document": row[0], "holder": row[3] or "", "language": row[4]} for row in rows]
    terms = [tokens(row[5], "en") + tokens(text, row[4]) for row, text in zip(rows, texts, strict=True)]
    return ids, metadata, terms


def _build_lexical(folder: Path, terms: list[list[str]]) -> None:
    import bm25s

    index = bm25s.BM25(k1=1.2, b=0.75)
    # bm25s divides by the mean length: an index of nothing gets one empty passage that no row refers to.
    index.index(terms if any(terms) else [["\u0000"]], show_progress=False)
    index.save(str(folder))


def _build_chroma(folder: Path, ids: list[str], vectors: Vectors, metadata: list[dict[str, Any]]) -> bool:
    """Whether the collection was built and agrees with exact search."""
    if not ids:
        return False
    reason: object = ""
    for _ in range(2):  # which links a graph lacks is chance
        shutil.rmtree(folder, ignore_errors=True)
        try:
            _fill_chroma(folder, ids, vectors, metadata)
            reason = _disagreement(folder, ids, vectors)
            if not reason:
                return True
        except Exception as error:  # Chroma raises anything; exact search does without it
            if of_the_disk(error):
                raise OSError(str(error)) from error
            reason = error
        log.debug("the vector store of %s: %s", folder.parent, reason)
    log.warning("the vector store of %s is not used (%s): exact search answers", folder.parent, reason)
    return False


def _fill_chroma(folder: Path, ids: list[str], vectors: Vectors, metadata: list[dict[str, Any]]) -> None:
    from ingest.vectorstore import close, create

    client, collection = create(folder, size=len(ids))
    try:
        step = min(2000, client.get_max_batch_size())
        for at in range(0, len(ids), step):
            part = slice(at, at + step)
            collection.add(ids=ids[part], embeddings=vectors[part], metadatas=metadata[part])  # type: ignore[arg-type]
    finally:
        close(client)


def _disagreement(folder: Path, ids: list[str], vectors: Vectors) -> str:
    """In what the collection, opened anew, differs from exact search; "" where it holds and finds every passage."""
    from ingest.vectorstore import close, create, lost, nearest

    client, collection = create(folder, existing=True)
    try:
        if collection.count() != len(ids):
            return f"it holds {collection.count()} of {len(ids)} passages"
        missing = lost(collection, vectors)
        if missing:
            return f"{missing} of {len(ids)} passages are not found in it"
        return "" if _agrees(collection, nearest, vectors) else "it does not find the nearest passages"
    finally:
        close(client)


def _agrees(collection: Any, nearest: Callable[..., Any], vectors: Vectors) -> bool:
    rows = np.linspace(0, len(vectors) - 1, min(SAMPLE, len(vectors))).astype(int)
    wanted = min(10, len(vectors))
    agreed = 0.0
    for row in rows:
        exact = vectors @ vectors[row]
        floor = np.sort(exact)[-wanted] - 1e-4  # equal texts have equal scores: any of them is right
        agreed += sum(score >= floor for _, score in nearest(collection, vectors[row], wanted)) / wanted
    return agreed / len(rows) >= AGREEMENT


def _versions() -> dict[str, str]:
    from importlib.metadata import version

    return {name: version(name) for name in ("chromadb", "bm25s", "numpy", "onnxruntime")}


def _write(path: Path, text: str) -> None:
    """Replace `path` by a file with `text`, whole or not at all."""
    part = path.with_name(path.name + ".new")
    with part.open("w", encoding="utf-8") as file:
        file.write(text)
        file.flush()
        os.fsync(file.fileno())
    os.replace(part, path)
    _sync_folder(path.parent)


def _sync_tree(folder: Path) -> None:
    for path in folder.rglob("*"):
        if path.is_file():
            with path.open("rb") as file:
                os.fsync(file.fileno())
    for path in [folder, *(entry for entry in folder.rglob("*") if entry.is_dir())]:
        _sync_folder(path)


def _sync_folder(folder: Path) -> None:
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
