"""Bring an index up to date with its files, and publish it as a new generation."""

from __future__ import annotations

import fcntl
import logging
import sqlite3
import time
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager
from pathlib import Path

from ingest import embedding, generation, scans
from ingest.embedding import NamedEmbeddings
from ingest.errors import BadInput, IndexBusy, IndexMismatch
from ingest.generation import DAMAGE, Progress
from ingest.isolation import Limits, Reader
from ingest.readers import ocr
from ingest.receipt import Receipt
from ingest.scan import resolve
from ingest.truth import FILE, Truth, lost, of_the_disk, writing
from ingest.update import update

log = logging.getLogger(__name__)

BATCH = 64  # texts embedded between two commits: what a kill can cost
DEFAULT_ROOT = "corpus/documents"


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
    kept = update(truth, roots, receipt, progress, rebuild, reader)
    reader.close()
    if rebuild:
        truth.drop_vectors(model)
    receipt.embedded = _embed(truth, model, embeddings, progress)
    truth.drop_unused_vectors()
    _compare(receipt, before, truth.documents(), kept)
    receipt.without_text = scans.without_text(truth.documents())
    receipt.documents, receipt.passages = truth.counts()
    if receipt.documents == 0 and (truth.meta("model") is None or generation.current(index) is None):
        reasons = "; ".join(f"{path}: {reason}" for path, reason in receipt.failed[:3])
        nothing = f"no PDF, DOCX, HTML, Markdown or text file in {', '.join(roots.values())}"
        raise BadInput(f"nothing to index: {reasons or nothing}")
    truth.set_meta("model", str(model))
    served = generation.current(index)
    receipt.generation = _publish(index, truth, model, embeddings.name, probe, progress, rebuild)
    if generation.current(index) == served:  # what was read anew is as it was
        receipt.unchanged += len(receipt.changed)
        receipt.changed = []
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


def _compare(receipt: Receipt, before: dict[str, str], now: dict[str, str], kept: set[str]) -> None:
    """Say what is new to readers: also what an earlier run took that was killed before it published."""
    read = set(receipt.changed)
    receipt.added = sorted(now.keys() - before.keys())
    receipt.removed = sorted(before.keys() - now.keys())
    receipt.changed = sorted(key for key in now.keys() & before.keys() if key in read or now[key] != before[key])
    receipt.unchanged = len((kept & now.keys()) - {*receipt.added, *receipt.changed})


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
