"""Bring an index up to date with its files, and publish it as a new generation."""

from __future__ import annotations

import fcntl
import logging
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from ingest import embedding, generation
from ingest.embedding import NamedEmbeddings
from ingest.errors import BadInput, IndexBusy, IndexMismatch, UnreadableFile
from ingest.generation import Progress
from ingest.parse import VERSION, parse
from ingest.scan import Found, printable, resolve, scan
from ingest.truth import Truth, writing

log = logging.getLogger(__name__)

BATCH = 64  # texts embedded between two commits: what a kill can cost
DEFAULT_ROOT = "corpus/documents"


@dataclass(slots=True)
class Receipt:
    """What an ingest did, with the paths as the index calls them."""

    added: list[str] = field(default_factory=list)
    changed: list[str] = field(default_factory=list)
    removed: list[str] = field(default_factory=list)
    failed: list[tuple[str, str]] = field(default_factory=list)  # (path, reason)
    skipped: list[tuple[str, str]] = field(default_factory=list)
    unchanged: int = 0
    documents: int = 0
    passages: int = 0
    embedded: int = 0
    generation: int = 0
    seconds: float = 0.0

    def to_json(self) -> dict[str, Any]:
        def pairs(rows: list[tuple[str, str]]) -> list[dict[str, str]]:
            return [{"path": path, "reason": reason} for path, reason in rows]

        return {
            "added": self.added,
            "changed": self.changed,
            "removed": self.removed,
            "failed": pairs(self.failed),
            "skipped": pairs(self.skipped),
            "unchanged": self.unchanged,
            "documents": self.documents,
            "passages": self.passages,
            "embedded": self.embedded,
            "generation": self.generation,
            "seconds": round(self.seconds, 2),
        }


def quiet(stage: str, done: int, total: int) -> None:
    """A progress that shows nothing."""


def ingest(
    index: Path,
    paths: Sequence[str],
    embeddings: NamedEmbeddings,
    progress: Progress = quiet,
    rebuild: bool = False,
) -> Receipt:
    """Read what changed under `paths` (none: all known roots) and publish one new generation.

    With `rebuild`, everything is read and embedded anew, if need be with another model.

    Raises: BadInput, IndexBusy, IndexMismatch, NotWritable. The published generation serves on in every case.
    """
    started = time.perf_counter()
    for path in paths:
        resolve(path, {})  # a wrong path is said before anything is made
    with writing(index):
        index.mkdir(parents=True, exist_ok=True)
        with _lock(index):
            truth = Truth(index)
            try:
                receipt = _ingest(index, truth, paths, embeddings, progress, rebuild)
            finally:
                truth.close()
    receipt.seconds = time.perf_counter() - started
    return receipt


@contextmanager
def _lock(index: Path) -> Iterator[None]:
    """One ingest at a time; the lock goes with the process that held it."""
    with (index / "lock").open("a+") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            raise IndexBusy(f"another ingest is writing {index}: try again when it is done") from error
        yield


def _ingest(
    index: Path, truth: Truth, paths: Sequence[str], embeddings: NamedEmbeddings, progress: Progress, rebuild: bool
) -> Receipt:
    probe = embedding.probe(embeddings)
    model = truth.model(embeddings.name, probe, embedding.SAME_MODEL)
    _require_model(index, truth, model, embeddings, rebuild)
    receipt = Receipt()
    roots = _roots(truth, paths)
    for root, name in roots.items():
        _update(truth, root, name, receipt, progress, rebuild)
    if rebuild:
        truth.drop_vectors(model)
    receipt.embedded = _embed(truth, model, embeddings, progress)
    truth.drop_unused_vectors()
    truth.set_meta("model", str(model))
    receipt.documents, receipt.passages = truth.counts()
    if receipt.documents == 0 and generation.current(index) is None:
        reasons = "; ".join(f"{path}: {reason}" for path, reason in receipt.failed[:3])
        nothing = f"no PDF, DOCX, HTML, Markdown or text file in {', '.join(roots.values())}"
        raise BadInput(f"nothing to index: {reasons or nothing}")
    receipt.generation = _publish(index, truth, model, embeddings.name, probe, progress, rebuild)
    return receipt


def _require_model(index: Path, truth: Truth, model: int, embeddings: NamedEmbeddings, rebuild: bool) -> None:
    built = truth.meta("model")
    if built is not None and int(built) != model and not rebuild:
        raise IndexMismatch(
            f"{index} was built with another embedding model than {embeddings.name}: configure that one, or run "
            "`rapporteur ingest --rebuild` to embed everything anew"
        )


def _roots(truth: Truth, paths: Sequence[str]) -> dict[str, str]:
    """Resolved path → name of the roots to scan: those of `paths`, or all that are known."""
    known = truth.roots()
    if not paths:
        if known:
            return known
        if not Path(DEFAULT_ROOT).is_dir():
            raise BadInput(
                f"no folder given and none known: run `rapporteur ingest PATH` (there is no {DEFAULT_ROOT} here)"
            )
        paths = [DEFAULT_ROOT]
    chosen: dict[str, str] = {}
    for path in paths:
        root, name = resolve(path, known | chosen)
        chosen[root] = name
    return chosen


def _update(truth: Truth, root: str, name: str, receipt: Receipt, progress: Progress, rebuild: bool) -> None:
    """Bring the documents of one root up to date."""
    known = truth.files(root)
    if not Path(root).exists():
        _gone(truth, root, name, list(known), receipt)
        return
    try:
        found, skipped = scan(root, name, truth.roots())
    except OSError as error:
        receipt.failed.append((name, f"cannot be listed ({error.strerror})"))
        receipt.unchanged += len(known)
        return
    receipt.skipped += skipped
    if found or known:
        truth.add_root(root, name)
    else:
        receipt.skipped.append((name, "no PDF, DOCX, HTML, Markdown or text file in it"))
    for done, file in enumerate(found):
        progress("read", done, len(found))
        _take(truth, root, file, known.get(file.document_id), receipt, rebuild)
    progress("read", len(found), len(found))
    gone = sorted(set(known) - {file.document_id for file in found})
    truth.remove(gone)
    receipt.removed += gone


def _gone(truth: Truth, root: str, name: str, known: list[str], receipt: Receipt) -> None:
    """A root that is not there: a file is deleted if its folder is there; a folder may be a disk that was unplugged."""
    if known == [printable(name)] and Path(root).parent.is_dir():
        truth.remove_root(root)
        receipt.removed += known
        return
    receipt.failed.append((name, "the folder is gone: its documents stay in the index until it is back"))
    receipt.unchanged += len(known)


def _take(
    truth: Truth, root: str, file: Found, before: tuple[str, str, str] | None, receipt: Receipt, rebuild: bool
) -> None:
    if before is not None and before[:2] == (file.sha256, VERSION) and file.sha256 and not rebuild:
        if before[2]:
            receipt.failed.append((file.document_id, before[2]))
        else:
            receipt.unchanged += 1
        return
    reason = file.reason
    if not reason:
        try:
            parsed = parse(file.path, file.document_id)
        except UnreadableFile as error:
            reason = str(error)
        else:
            if parsed.empty_pages:
                log.warning("%s: %d pages have no text", file.document_id, parsed.empty_pages)
            truth.put(root, parsed, VERSION)
            (receipt.changed if before else receipt.added).append(file.document_id)
            return
    truth.put_failure(root, file.document_id, file.sha256, VERSION, reason)
    receipt.failed.append((file.document_id, reason))


def _embed(truth: Truth, model: int, embeddings: NamedEmbeddings, progress: Progress) -> int:
    """Number of texts embedded. Texts of like length go together; each batch is committed."""
    missing = sorted(truth.without_vector(model), key=lambda row: len(row[1]))
    for at in range(0, len(missing), BATCH):
        progress("embed", at, len(missing))
        batch = missing[at : at + BATCH]
        truth.put_vectors(model, [key for key, _ in batch], embeddings.encode([text for _, text in batch]))
    progress("embed", len(missing), len(missing))
    return len(missing)


def _publish(
    index: Path, truth: Truth, model: int, name: str, probe: embedding.Vectors, progress: Progress, rebuild: bool
) -> int:
    """Number of the generation that readers see now: a new one, unless nothing changed and none is asked for."""
    folder = generation.current(index)
    if folder is not None and not rebuild:
        try:
            manifest = generation.manifest_of(folder)
        except (OSError, ValueError, TypeError):
            log.warning("%s is damaged: building it anew", folder)
        else:
            if manifest.state == truth.state(model):
                generation.sweep(index)
                return manifest.number
    return generation.publish(index, truth, model, name, probe, progress).number
