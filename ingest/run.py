"""Bring an index up to date with its files, and publish it as a new generation."""

from __future__ import annotations

import logging
import tempfile
import time
from collections.abc import Sequence
from contextlib import ExitStack, closing
from pathlib import Path

from ingest import plan, scans
from ingest.compare import foresee, moment
from ingest.embedding import NamedEmbeddings
from ingest.errors import BadInput, NoIndex
from ingest.isolation import Limits, Reader
from ingest.lock import alone
from ingest.naming import chosen
from ingest.publish import Publisher, served
from ingest.readers import ocr
from ingest.receipt import Receipt
from ingest.restore import opened, problem
from ingest.scan import printable, resolve
from ingest.sidecar import stamp
from ingest.steps import Progress, quiet
from ingest.stored import document_from
from ingest.truth import FILE, Truth
from ingest.update import update

log = logging.getLogger(__name__)

DEFAULT_ROOT = "corpus/documents"


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
    for path in paths:
        resolve(path, {})  # a wrong path is said before anything is made
    engine = ocr.find(ocr_languages)
    with alone(index), closing(opened(index, rebuild and bool(paths))) as truth:
        publisher = Publisher(index, truth, embeddings, progress, rebuild)
        roots = _roots(truth, paths)
        receipt = Receipt()
        with Reader(limits, engine, index / scans.FOLDER, progress) as reader:
            _readmit(truth, paths, roots)
            planned = plan.make(truth, roots, reader, rebuild, allow_mass_delete)
            read = update(truth, planned, receipt, progress, reader)
        _require_documents(publisher, receipt, list(roots.values()))
        publisher.publish(receipt, read, planned.kept, started)
    return receipt


def foreseen(index: Path, paths: Sequence[str], rebuild: bool = False, allow_mass_delete: bool = False) -> Receipt:
    """What `ingest` would do, as far as that can be said without reading a file; nothing is done.

    Raises: BadInput, IndexBusy, NoIndex, NotWritable.
    """
    started = time.perf_counter()
    with ExitStack() as stack:
        folder = index
        if index.is_dir():
            stack.enter_context(alone(index))
            finding = problem(index)
            if finding:
                raise NoIndex(f"{index / FILE} cannot be used ({finding}): `rapporteur ingest` restores it if it can")
        if not (index / FILE).exists():
            folder = Path(stack.enter_context(tempfile.TemporaryDirectory()))
        truth = stack.enter_context(closing(Truth(folder)))
        reader = stack.enter_context(Reader(engine=ocr.find()))
        planned = plan.make(truth, _roots(truth, paths), reader, rebuild, allow_mass_delete)
        receipt = Receipt()
        foresee(receipt, planned, served(index, truth), truth.documents())
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
        records = {key: document_from(record, "") for key, record in truth.documents().items()}
        roots = [(_root_called(truth, name), name) for name in names]
        documents = [chosen(records, name, index) for root, name in roots if root is None]
        for document_id in documents:
            truth.exclude(document_id)
        with Reader() as reader:
            for root in [root for root, _ in roots if root is not None]:
                update(truth, plan.without(truth, root, reader), receipt, progress, reader)
        publisher.publish(receipt, (), (), started)
    return receipt


def _root_called(truth: Truth, name: str) -> str | None:
    """The resolved path of the root that `name` is, as it was given to `ingest` or as a path; None where it is none."""
    roots = truth.roots()
    real = str(Path(name).expanduser().resolve())
    return real if real in roots else next((root for root, known in roots.items() if known == name), None)


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
        if path.is_file():
            root, name = resolve(given, roots)
            inside = path.resolve().relative_to(root)
            truth.readmit(printable(str(Path(name) / inside)), stamp(path)[1])


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
