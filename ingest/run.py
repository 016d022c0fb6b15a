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

from ingest import copies, embedding, generation, scans
from ingest.embedding import NamedEmbeddings
from ingest.errors import BadInput, IndexBusy, IndexMismatch, UnreadableFile
from ingest.generation import DAMAGE, Progress
from ingest.isolation import Limits, Reader
from ingest.parse import VERSION
from ingest.readers import ocr
from ingest.scan import Found, printable, resolve, scan
from ingest.truth import FILE, File, Truth, lost, of_the_disk, writing

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
    duplicates: list[tuple[str, str]] = field(default_factory=list)  # (path, document with the same bytes)
    without_text: list[tuple[str, int, int]] = field(default_factory=list)  # (document, pages without text, pages)
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
            "duplicates": [{"path": path, "of": document} for path, document in self.duplicates],
            "without_text": [{"path": path, "pages": pages, "of": of} for path, pages, of in self.without_text],
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
    limits: Limits | None = None,
    ocr_languages: Sequence[str] = (),
) -> Receipt:
    """Read what changed under `paths` (none: all known roots) and publish one new generation.

    With `rebuild`, everything is read and embedded anew, if need be with another model, or without the lost truth.
    Files are read within `limits`; pages without text by Tesseract where it is installed, in `ocr_languages` (none:
    those it has of the six of the UN).

    Raises: BadInput, IndexBusy, IndexMismatch, NoIndex, NotWritable. The published generation serves on in every case.
    """
    started = time.perf_counter()
    for path in paths:
        resolve(path, {})  # a wrong path is said before anything is made
    engine = ocr.find(ocr_languages)
    with writing(index):
        index.mkdir(parents=True, exist_ok=True)
        with _lock(index):
            reader = Reader(limits, engine, index / scans.FOLDER, progress)
            with closing(_truth(index, rebuild and bool(paths))) as truth, reader:
                receipt = _ingest(index, truth, paths, embeddings, progress, rebuild, reader)
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
    index: Path, truth: Truth, paths: Sequence[str], embeddings: NamedEmbeddings, progress: Progress, rebuild: bool,
    reader: Reader,
) -> Receipt:  # fmt: skip
    probe = embedding.probe(embeddings)
    model = truth.model(embeddings.name, probe, embedding.SAME_MODEL)
    _require_model(index, truth, model, embeddings, rebuild)
    receipt = Receipt()
    before = _served(index, truth)
    roots = _roots(truth, paths)
    _update(truth, roots, receipt, progress, rebuild, reader)
    reader.close()
    if rebuild:
        truth.drop_vectors(model)
    receipt.embedded = _embed(truth, model, embeddings, progress)
    truth.drop_unused_vectors()
    _compare(receipt, before, truth.documents())
    receipt.without_text = scans.without_text(truth.documents())
    receipt.documents, receipt.passages = truth.counts()
    if receipt.documents == 0 and (truth.meta("model") is None or generation.current(index) is None):
        reasons = "; ".join(f"{path}: {reason}" for path, reason in receipt.failed[:3])
        nothing = f"no PDF, DOCX, HTML, Markdown or text file in {', '.join(roots.values())}"
        raise BadInput(f"nothing to index: {reasons or nothing}")
    truth.set_meta("model", str(model))
    receipt.generation = _publish(index, truth, model, embeddings.name, probe, progress, rebuild)
    scans.sweep(index, truth.documents().values())
    return receipt


def _served(index: Path, truth: Truth) -> dict[str, str]:
    """Document id → record of what readers see now; where that cannot be read, of what they should see."""
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
    receipt.kept = (receipt.kept & now.keys()) - {*receipt.added, *receipt.changed}


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


def _update(
    truth: Truth, roots: dict[str, str], receipt: Receipt, progress: Progress, rebuild: bool, reader: Reader
) -> None:
    """Bring the documents of `roots` up to date."""
    before = truth.files()
    listed = {root: files for root, name in roots.items() if (files := _list(truth, root, name, receipt)) is not None}
    scanned = {file.document_id: (root, file) for root, files in listed.items() for file in files}
    now = {key: file for key, file in before.items() if file.root not in listed and not file.reason}
    now |= {key: File(root, file.fingerprint, VERSION) for key, (root, file) in scanned.items() if file.fingerprint}
    same = copies.groups((document_id, file.fingerprint) for document_id, file in now.items())
    first = {key: ids[0] for key, ids in same.items()}
    copies.hand_over(truth, listed, now, first)
    reasons: dict[str, str] = {}
    for done, (document_id, (root, file)) in enumerate(sorted(scanned.items())):
        progress("read", done, len(scanned))
        speaks = first.get(copies.key(document_id, file.fingerprint), document_id)
        if speaks == document_id:
            reason = _take(truth, root, file, receipt, rebuild, reader)
        else:
            reason = reasons.get(speaks, "")
            truth.note(document_id, File(root, file.fingerprint, VERSION, reason))
        if reason:
            reasons[document_id] = reason
            receipt.failed.append((document_id, reason))
    progress("read", len(scanned), len(scanned))
    truth.remove({key for key, file in before.items() if file.root in listed} - scanned.keys())
    for root in listed:
        if not Path(root).exists():
            truth.remove_root(root)
    receipt.duplicates = copies.settle(truth)


def _list(truth: Truth, root: str, name: str, receipt: Receipt) -> list[Found] | None:
    """The files of a root; None where it cannot be listed, so that its documents stay as they are."""
    known = [key for key, file in truth.files().items() if file.root == root]
    if not Path(root).exists():
        return _gone(root, name, known, receipt)
    try:
        found, skipped = scan(root, name, truth.roots())
    except OSError as error:
        receipt.failed.append((name, f"cannot be listed ({error.strerror})"))
        receipt.kept |= set(known)
        return None
    receipt.skipped += skipped
    if found or known:
        truth.add_root(root, name)
    else:
        receipt.skipped.append((name, "no PDF, DOCX, HTML, Markdown or text file in it"))
    return found


def _gone(root: str, name: str, known: list[str], receipt: Receipt) -> list[Found] | None:
    """A root that is not there: a file is deleted if its folder is there; a folder may be a disk that was unplugged."""
    if known == [printable(name)] and Path(root).parent.is_dir():
        return []
    receipt.failed.append((name, "the folder is gone: its documents stay in the index until it is back"))
    receipt.kept |= set(known)
    return None


def _take(truth: Truth, root: str, file: Found, receipt: Receipt, rebuild: bool, reader: Reader) -> str:
    """Why a file could not be read; "" where it was read, or is as it was."""
    document_id, before = file.document_id, truth.file(file.document_id)
    known = before is not None and before.fingerprint == file.fingerprint != ""
    if before is not None and known and scans.holds(before.parser, VERSION, reader.engine) and not rebuild:
        if before.reason:
            return before.reason
        if truth.holds(document_id):
            receipt.kept.add(document_id)
            return ""
    reason = file.reason
    if not reason:
        try:
            parsed = reader.parse(file.path, document_id)
        except UnreadableFile as error:
            reason = str(error)
        else:
            pictured = parsed.document.empty_pages or parsed.document.ocr_pages
            parser = scans.stamp(VERSION, reader.engine) if pictured else VERSION
            truth.put(root, parsed, parser, file.fingerprint)
            receipt.changed.append(document_id)
            return ""
    truth.note(document_id, File(root, file.fingerprint, scans.stamp(VERSION, reader.engine), reason))
    return reason


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
