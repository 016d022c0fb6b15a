"""What is indexed, and how it is brought up to date from the chat: by the same path as `rapporteur ingest`."""

from __future__ import annotations

import logging
import os
import shlex
import threading
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Generic, TypeVar

import numpy as np

from app.settings import Settings
from app.uploads import keep
from app.wording import unexpected
from ingest.document import Document
from ingest.errors import IndexMismatch, RapporteurError
from ingest.receipt import Receipt, last
from ingest.run import ingest
from ingest.steps import Progress, quiet
from ingest.truth import failures, places, roots
from retriever.index import Index, Published, open_corpus
from retriever.revisions import called

log = logging.getLogger(__name__)

CURRENT = "current"
STOP_S = 10.0  # that a run may take to come to a step at which it can be stopped
T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Row:
    """A document of the index; `status` in words, `warned` where one of them is a warning."""

    document: Document  # without its text
    passages: int
    status: tuple[str, ...]
    warned: bool = False


@dataclass(frozen=True, slots=True)
class Contents:
    """What is published: the rows in the order of their ids, and what stands in the way of asking; "": nothing."""

    generation: int
    rows: tuple[Row, ...]
    problem: str = ""


@dataclass(frozen=True, slots=True)
class Outcome:
    """What came of a rescan or an upload: notes on single files, then the receipt, or why there is none."""

    notes: tuple[str, ...] = ()
    receipt: Receipt | None = None
    problem: str = ""


class Library:
    """The documents of an index, which can be listed, looked at anew and added to while the chat answers."""

    def __init__(self, published: Published, settings: Settings) -> None:
        self.published = published
        self.settings = settings
        self._waiting = False  # whether files were kept that could not be indexed: another ingest was running
        self.running: Run[Outcome] | None = None  # what a visitor began last; it may be over

    def contents(self) -> Contents:
        """Raises: NoIndex where there is none, or it is damaged."""
        index, problem = self._index()
        keys, counts = np.unique(index.document_ids, return_counts=True) if len(index.document_ids) else ((), ())
        passages = dict(zip(keys, map(int, counts), strict=True))
        folder = self.published.folder
        states = _States(index, self.receipt() or Receipt(), failures(folder), places(folder))
        rows = (
            Row(document, passages.get(key, 0), states.words(document), states.warned(document))
            for key, document in index.records.items()
        )
        return Contents(index.manifest.number, tuple(rows), problem)

    def rows(self) -> tuple[Row, ...]:
        """Raises: NoIndex."""
        return self.contents().rows

    def receipt(self) -> Receipt | None:
        """That of the last ingest that ended; None before the first."""
        return last(self.published.folder)

    @property
    def upload_folder(self) -> Path:
        """Where the files that are handed over are kept."""
        return self.settings.upload_folder

    @property
    def removal(self) -> str:
        """The command that removes what a receipt calls withheld."""
        default = self.published.folder == Settings.model_fields["index"].default
        return "rapporteur ingest --allow-mass-delete" + (
            "" if default else f" --index {shlex.quote(str(self.published.folder))}"
        )

    def rescan(self, progress: Progress = quiet) -> Receipt:
        """Bring the index up to date with all known roots, and with uploads that wait for it.

        Raises: as `ingest.run.ingest`.
        """
        known = roots(self.published.folder)
        receipt = self._ingest([*known, str(self.upload_folder)] if self._waiting else [], progress)
        self._waiting = False
        return receipt

    def add(self, files: Sequence[tuple[Path, str]], progress: Progress = quiet) -> Outcome:
        """Keep each (file, name that its owner gives it) in the folder of uploads, and index that folder."""
        notes: list[str] = []
        kept: list[str] = []
        for done, (file, given) in enumerate(files):
            progress("keep", done, len(files))
            try:
                name, note = keep(file, given, self.upload_folder)
            except RapporteurError as error:
                note = str(error)
            else:
                kept.append(str(self.upload_folder / name))
            notes += [note] * bool(note)
        if not kept:
            return Outcome(tuple(notes))
        self._waiting = True
        try:
            receipt = self._ingest([str(self.upload_folder), *kept], progress)
        except RapporteurError as error:
            way_out = f"The files are kept in {self.upload_folder}, and the next rescan takes them"
            return Outcome(tuple(notes), problem=f"{error}. {way_out}")
        self._waiting = False
        return Outcome(tuple(notes), receipt)

    def close(self) -> bool:
        """Stop what runs, as the program ends; whether something did. What was read is kept, and the next ingest goes on."""
        run = self.running
        if run is None or run.wait(0):
            return False
        run.stop()
        run.wait(STOP_S)
        return True

    def _ingest(self, paths: Sequence[str], progress: Progress) -> Receipt:
        return ingest(
            self.published.folder, paths, self.published.embeddings, progress,
            limits=self.settings.limits(), ocr_languages=self.settings.recognised(),
        )  # fmt: skip

    def _index(self) -> tuple[Index, str]:
        try:
            return self.published.index(), ""
        except IndexMismatch as error:
            return open_corpus(self.published.folder), str(error)


class Stopped(Exception):  # noqa: N818 - says what happened
    """Raised in the thread of a run that is to end."""


class Run(Generic[T]):
    """Work in a thread of its own, which goes on to its end when nobody looks: how far it is, and what came of it.

    The thread lives as long as the work: the process that reads files dies with the thread that started it.
    """

    def __init__(self, work: Callable[[Progress], T]) -> None:
        self.stage, self.done, self.total = "", 0, 0
        self.outcome: T | None = None
        self.error = ""
        self._stopped = False
        self._over = threading.Event()
        threading.Thread(target=self._run, args=(work,), name="ingest", daemon=True).start()

    def wait(self, seconds: float) -> bool:
        """Whether it is over, now or within so many seconds."""
        return self._over.wait(seconds)

    def stop(self) -> None:
        """Have it end at the next step that it reports: a program that ends under it may crash in the embedding model."""
        self._stopped = True

    def _show(self, stage: str, done: int, total: int) -> None:
        if self._stopped:
            raise Stopped
        self.stage, self.done, self.total = stage, done, total

    def _run(self, work: Callable[[Progress], T]) -> None:
        try:
            self.outcome = work(self._show)
        except RapporteurError as error:
            self.error = str(error)
        except Stopped:
            self.error = "stopped: what was read is kept, and the next ingest goes on"
        except Exception:  # nobody else could tell of it: this is the thread's last frame
            log.exception("an ingest of the chat failed")
            self.error = unexpected()
        finally:
            self._over.set()


class _States:
    """What is to be said of each document: the index knows some of it, the last receipt and the truth the rest."""

    def __init__(self, index: Index, receipt: Receipt, failed: dict[str, str], places: dict[str, str]) -> None:
        self._index = index
        self._withheld = set(receipt.withheld)
        self._former = {path: reason for path, reason in receipt.failed if path in receipt.in_service} | failed
        self._gone = {key for key, path in places.items() if not os.path.exists(path)}
        self._folders = [f"{path}/" for path, _ in receipt.failed if path not in index.records]

    def words(self, document: Document) -> tuple[str, ...]:
        later = self._index.superseded_by.get(document.id)
        replaced = f"superseded by {called(self._index.records[later])}" if later else ""
        warnings = self._warnings(document)
        return (
            *([replaced or CURRENT] if replaced or not warnings else []),
            *warnings,
            *_of_pages(document),
            *(f"also at {path}" for path in document.locations),
        )

    def warned(self, document: Document) -> bool:
        return bool(self._warnings(document) or document.problem or document.empty_pages)

    def _warnings(self, document: Document) -> list[str]:
        """That what is served is not what lies in the file now."""
        found = []
        if document.id in self._former:
            found.append(f"former version: its file cannot be read now ({self._former[document.id]})")
        if document.id in self._withheld or self._gone.issuperset((document.id, *document.locations)):
            found.append("its file is gone; kept")
        elif any(document.id.startswith(folder) for folder in self._folders):
            found.append("its folder cannot be read now; kept")
        return found


def _of_pages(document: Document) -> list[str]:
    pages = len(document.page_starts)
    found = []
    if document.empty_pages:
        found.append(f"{len(document.empty_pages)} of {pages} pages without text")
    if document.ocr_pages:
        some = len(document.ocr_pages) < pages
        found.append(f"{len(document.ocr_pages)} of {pages} pages read by OCR" if some else "read by OCR")
    return [*found, *([document.problem] if document.problem else [])]
