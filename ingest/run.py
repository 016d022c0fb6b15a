"""Bring an index up to date with its files, and publish it as a new generation."""

from __future__ import annotations

import fcntl
import logging
import sqlite3
import time
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from ingest import embedding, generation
from ingest.embedding import NamedEmbeddings
from ingest.errors import BadInput, IndexBusy, IndexMismatch, UnreadableFile
from ingest.generation import DAMAGE, Progress
from ingest.parse import VERSION, parse
from ingest.scan import Found, printable, resolve, scan
from ingest.truth import FILE, Truth, lost, of_the_disk, writing

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
    kept: set[str] = field(default_factory=set)  # looked at and as they were published
    documents: int = 0
    passages: int = 0
    embedded: int = 0
    generation: int = 0
    seconds: float = 0.0

    @property
    def unchanged(self) -> int:
        return len(self.kept)

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

    With `rebuild`, everything is read and embedded anew, if need be with another model, or without the lost truth.

    Raises: BadInput, IndexBusy, IndexMismatch, NoIndex, NotWritable. The published generation serves on in every case.
    """
    started = time.perf_counter()
    for path in paths:
        resolve(path, {})  # a wrong path is said before anything is made
    with writing(index):
        index.mkdir(parents=True, exist_ok=True)
        with _lock(index):
            truth = _truth(index, rebuild and bool(paths))
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


def _truth(index: Path, anew: bool) -> Truth:
    """The truth of `index`; an empty one where it is lost and `anew` says that all is given again.

    Raises: NoIndex where a generation is served and its truth is lost: the next one would lack its documents.
    """
    finding = _finding(index, anew)
    if finding and not anew:
        raise lost(index, finding)
    if finding:
        log.warning("%s cannot be used (%s): beginning anew", index / FILE, finding)
        Truth.discard(index)
    return Truth(index)


def _finding(index: Path, thorough: bool) -> str:
    """What is wrong with the truth of `index`; "" where it can be used, or is to be made."""
    served = generation.current(index) is not None
    if not (index / FILE).exists():
        return "the file is gone" if served else ""
    try:
        with closing(Truth(index)) as truth:
            if served and truth.meta("model") is None:  # which every run notes before it publishes
                return "it holds less than what is published"
            return truth.problem() if thorough else ""
    except sqlite3.DatabaseError as error:
        if of_the_disk(error):
            raise
        return str(error)


def _ingest(
    index: Path, truth: Truth, paths: Sequence[str], embeddings: NamedEmbeddings, progress: Progress, rebuild: bool
) -> Receipt:
    probe = embedding.probe(embeddings)
    model = truth.model(embeddings.name, probe, embedding.SAME_MODEL)
    _require_model(index, truth, model, embeddings, rebuild)
    receipt = Receipt()
    before = _served(index, truth)
    roots = _roots(truth, paths)
    for root, name in roots.items():
        _update(truth, root, name, receipt, progress, rebuild)
    if rebuild:
        truth.drop_vectors(model)
    receipt.embedded = _embed(truth, model, embeddings, progress)
    truth.drop_unused_vectors()
    _compare(receipt, before, truth.documents())
    receipt.documents, receipt.passages = truth.counts()
    if receipt.documents == 0 and (truth.meta("model") is None or generation.current(index) is None):
        reasons = "; ".join(f"{path}: {reason}" for path, reason in receipt.failed[:3])
        nothing = f"no PDF, DOCX, HTML, Markdown or text file in {', '.join(roots.values())}"
        raise BadInput(f"nothing to index: {reasons or nothing}")
    truth.set_meta("model", str(model))
    receipt.generation = _publish(index, truth, model, embeddings.name, probe, progress, rebuild)
    return receipt


def _served(index: Path, truth: Truth) -> dict[str, str]:
    """Document id → SHA-256 of what readers see now; where that cannot be read, of what they should see."""
    folder = generation.current(index)
    if folder is None:
        return {}
    try:
        return generation.documents_of(folder)
    except DAMAGE:
        return truth.documents()


def _compare(receipt: Receipt, before: dict[str, str], now: dict[str, str]) -> None:
    """Say what is new to readers: also what an earlier run took that was killed before it published."""
    read = set(receipt.changed)
    receipt.added = sorted(now.keys() - before.keys())
    receipt.removed = sorted(before.keys() - now.keys())
    receipt.changed = sorted(key for key in now.keys() & before.keys() if key in read or now[key] != before[key])
    receipt.kept -= {*receipt.added, *receipt.changed}


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
        receipt.kept |= set(known)
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
    truth.remove(set(known) - {file.document_id for file in found})


def _gone(truth: Truth, root: str, name: str, known: list[str], receipt: Receipt) -> None:
    """A root that is not there: a file is deleted if its folder is there; a folder may be a disk that was unplugged."""
    if known == [printable(name)] and Path(root).parent.is_dir():
        truth.remove_root(root)
        return
    receipt.failed.append((name, "the folder is gone: its documents stay in the index until it is back"))
    receipt.kept |= set(known)


def _take(
    truth: Truth, root: str, file: Found, before: tuple[str, str, str] | None, receipt: Receipt, rebuild: bool
) -> None:
    if before is not None and before[:2] == (file.sha256, VERSION) and file.sha256 and not rebuild:
        if before[2]:
            receipt.failed.append((file.document_id, before[2]))
        else:
            receipt.kept.add(file.document_id)
        return
    reason = file.reason
    if not reason:
        try:
            parsed = parse(file.path, file.document_id)
        except UnreadableFile as error:
            reason = str(error)
        else:
            if parsed.document.empty_pages:
                log.warning("%s: %d pages have no text", file.document_id, len(parsed.document.empty_pages))
            truth.put(root, parsed, VERSION)
            receipt.changed.append(file.document_id)
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
        wanted = (truth.state(model), *truth.counts())
        try:
            manifest = generation.manifest_of(folder)
            same = (manifest.state, manifest.documents, manifest.passages) == wanted
            if same:
                generation.verify(folder, manifest)
        except DAMAGE as error:
            log.warning("%s is damaged (%s): building it anew", folder, error)
        else:
            if same:
                generation.sweep(index)
                return manifest.number
    return generation.publish(index, truth, model, name, probe, progress).number
