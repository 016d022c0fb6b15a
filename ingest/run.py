"""Bring an index up to date with its files, and publish it as a new generation."""

from __future__ import annotations

import logging
import os
import time
from collections.abc import Mapping, Sequence
from contextlib import closing, suppress
from functools import partial
from pathlib import Path

from ingest import plan, scans
from ingest.compare import foresee, moment
from ingest.defaults import DEFAULT_ROOT
from ingest.embedding import NamedEmbeddings
from ingest.errors import BadInput, NoIndex
from ingest.isolation import Limits, Reader
from ingest.lock import alone
from ingest.naming import chosen
from ingest.publish import Publisher
from ingest.readers import ocr
from ingest.receipt import Receipt
from ingest.restore import opened, problem, snapshot
from ingest.scan import printable, resolve
from ingest.sidecar import stamp
from ingest.steps import Progress, quiet
from ingest.stored import document_from
from ingest.truth import FILE, Truth
from ingest.truth import roots as known_roots
from ingest.update import update

log = logging.getLogger(__name__)


def ingest(
    index: Path,
    paths: Sequence[str],
    embeddings: NamedEmbeddings,
    progress: Progress = quiet,
    rebuild: bool = False,
    allow_mass_delete: bool = False,
    limits: Limits | None = None,
    ocr_languages: Sequence[str] = (),
) -> Receipt:
    """Read what changed under `paths` (none: all known roots) and publish one new generation.

    With `rebuild`, everything is read and embedded anew, if need be with another model, or without the lost truth.
    With `allow_mass_delete`, documents may go of which `plan.make` would withhold the removal. Files are read within
    `limits`; pages without text by Tesseract where it is installed, in `ocr_languages` (none: those it has of the six
    of the UN).

    Raises: BadInput, IndexBusy, IndexMismatch, ModelMissing, NoIndex, NotWritable. The published generation serves on
    in every case.
    """
    started = time.perf_counter()
    _require_paths(index, paths)
    engine = ocr.find(ocr_languages)
    with alone(index), closing(opened(index, rebuild and bool(paths))) as truth:
        publisher = Publisher(index, truth, embeddings, progress, rebuild)
        roots = _roots(truth, paths)
        receipt = Receipt()
        with Reader(limits, engine, index / scans.FOLDER, progress) as reader:
            _readmit(truth, paths, roots)
            planned = plan.make(truth, roots, reader, index, rebuild, allow_mass_delete)
            read = update(truth, planned, receipt, progress, reader)
        _require_documents(publisher, receipt, list(roots.values()))
        publisher.publish(receipt, read, planned.kept, started)
    return receipt


def foreseen(
    index: Path,
    paths: Sequence[str],
    embeddings: NamedEmbeddings,
    rebuild: bool = False,
    allow_mass_delete: bool = False,
) -> Receipt:
    """What `ingest` would do, as far as that can be said without reading a file; nothing is written.

    Raises: BadInput, IndexMismatch, ModelMissing, NoIndex.
    """
    started = time.perf_counter()
    _require_paths(index, paths)
    receipt = Receipt()
    with snapshot(index) as folder:
        finding = problem(index, folder)
        if finding:
            raise NoIndex(f"{index / FILE} cannot be used ({finding}): `rapporteur ingest` restores it if it can")
        with closing(Truth(folder)) as truth:
            publisher = Publisher(index, truth, embeddings, quiet, rebuild)
            roots = _roots(truth, paths)
            _readmit(truth, paths, roots)
            with Reader(engine=ocr.find()) as reader:
                planned = plan.make(truth, roots, reader, index, rebuild, allow_mass_delete)
            foresee(receipt, planned, publisher.before, truth.documents(), publisher.places)
            receipt.generation = publisher.shown
    receipt.seconds, receipt.finished = round(time.perf_counter() - started, 2), moment()
    return receipt


def remove(index: Path, names: Sequence[str], embeddings: NamedEmbeddings, progress: Progress = quiet) -> Receipt:
    """Take documents and roots out of the index, and publish it; their files stay where they are.

    A root is forgotten. A document whose root is not is kept out, and all files with its bytes, until its file is
    named to `ingest`. `names` are documents as `naming.chosen` takes them, or roots as they were given to `ingest`.

    Raises: BadInput for a name that is neither, and as `ingest`.
    """
    started = time.perf_counter()
    with alone(index), closing(opened(index)) as truth:
        publisher = Publisher(index, truth, embeddings, progress)
        receipt = Receipt()
        roots = truth.roots()
        records = {key: document_from(record, "") for key, record in truth.records().items()}
        files = truth.files()
        dropped = [root for root in map(partial(_root_called, roots), names) if root is not None]
        paths = [_path_called(roots, name) for name in names if _root_called(roots, name) is None]
        taken = {path if path in files.keys() - records else chosen(records, path, index) for path in paths}
        inner = {root for root in dropped if any(Path(other) in Path(root).parents for other in roots)}
        taken |= {key for key, file in files.items() if file.root in inner}
        truth.exclude(taken)
        with Reader() as reader:
            for root in dropped:
                update(truth, plan.without(truth, root, reader), receipt, progress, reader)
        publisher.publish(receipt, (), truth.documents(), started)
    return receipt


def _root_called(roots: Mapping[str, str], name: str) -> str | None:
    """The resolved path of the root that `name` is, as it was given to `ingest` or as a path; None where it is none."""
    real = str(Path(name).expanduser().resolve())
    return real if real in roots else next((root for root, known in roots.items() if known == name), None)


def _path_called(roots: Mapping[str, str], name: str) -> str:
    """The document id of the file that `name` leads to, where that lies in a root; else `name`."""
    real = Path(name).expanduser().resolve()
    inside = [root for root in roots if Path(root) in real.parents]
    if not inside or not os.path.lexists(real):
        return name
    root = max(inside, key=len)
    return printable(os.path.join(roots[root], real.relative_to(root)))


def _require_paths(index: Path, paths: Sequence[str]) -> None:
    """Raises: BadInput for a wrong path, before anything is made; a root that is known may be gone."""
    known = known_roots(index)
    for path in paths:
        if _root_called(known, path) is None:
            resolve(path, {})


def _require_documents(publisher: Publisher, receipt: Receipt, names: Sequence[str]) -> None:
    """Raises: BadInput where a first run found nothing, saying why."""
    if publisher.empty():
        reasons = "; ".join(f"{path}: {reason}" for path, reason in receipt.failed[:3])
        nothing = f"no PDF, DOCX, HTML, Markdown or text file in {', '.join(names)}"
        raise BadInput(f"nothing to index: {reasons or nothing}")


def _readmit(truth: Truth, paths: Sequence[str], roots: dict[str, str]) -> None:
    """Let files be taken again that were taken out, and are named now."""
    if not truth.excluded():
        return
    for given in paths:
        path = Path(given).expanduser()
        if os.path.isfile(path):
            root, name = resolve(given, roots)
            inside = path.resolve().relative_to(root)
            with suppress(OSError):  # which is told when it is to be read
                truth.readmit(printable(os.path.normpath(os.path.join(name, inside))), stamp(path)[1])


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
        root = _root_called(known, path)
        root, name = (root, known[root]) if root else resolve(path, known | chosen)
        chosen[root] = name
    return chosen
