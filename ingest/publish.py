"""From the truth of an index to what readers see: embed what is new, publish one generation, write the receipt."""

from __future__ import annotations

import json
import logging
import time
from collections.abc import Callable, Collection
from pathlib import Path
from typing import TypeVar

import numpy as np

from ingest import build, embedding, generation, scans
from ingest.compare import Records, compare, moment
from ingest.disk import write_whole
from ingest.embedding import NamedEmbeddings
from ingest.generation import DAMAGE
from ingest.receipt import FILE as RECEIPT
from ingest.receipt import Receipt
from ingest.steps import Progress
from ingest.truth import Truth

log = logging.getLogger(__name__)

T = TypeVar("T")
BATCH = 64  # texts embedded between two commits: what a kill can cost


class Publisher:
    """Publishes the truth of one index, with the vectors of one model.

    Raises: IndexMismatch when the index was built with another model, unless it is to be rebuilt; ModelMissing.
    """

    def __init__(
        self, index: Path, truth: Truth, embeddings: NamedEmbeddings, progress: Progress, rebuild: bool = False
    ) -> None:
        self._index, self._truth, self._embeddings = index, truth, embeddings
        self._progress, self._rebuild = progress, rebuild
        served_with = model_of(index, truth)
        self._model = truth.vectors.model(embeddings.name, embedding.probe(embeddings), embedding.SAME_MODEL)
        if served_with not in (None, self._model) and not rebuild:
            raise embedding.mismatch(index, truth.vectors.named(served_with)[0], embeddings.name)
        self._other = served_with not in (None, self._model)
        self.before = served(index, truth)
        self.places = _of_served(index, generation.places_of, set[str]())
        self._seals = _of_served(index, generation.seals_of, dict[str, bytes]())

    @property
    def shown(self) -> int:
        """Number of the generation that readers see; 0 before the first."""
        folder = generation.current(self._index)
        return int(folder.name) if folder and folder.name.isdecimal() else 0

    def empty(self) -> bool:
        """Whether there is nothing to publish, and nothing was published before."""
        never = self._truth.meta("model") is None or generation.current(self._index) is None
        return never and self._truth.counts()[0] == 0

    def publish(self, receipt: Receipt, read: Collection[str], kept: Collection[str], started: float) -> None:
        """Bring what readers see up to the truth, and complete and save the receipt.

        `read` are the documents that were read anew, `kept` those that were looked at and are as they were, `started`
        is a time of `time.perf_counter`.
        """
        truth = self._truth
        receipt.embedded = self._embed()
        truth.vectors.drop_unused()
        now = truth.documents()
        truth.set_meta("model", str(self._model))
        receipt.generation = self._current()
        seals = truth.seals()
        changed = [key for key in read if self._seals.get(key) != seals[key]]  # others were read anew, and are alike
        compare(receipt, self.before, now, self.places, changed, {*kept, *read})
        receipt.in_service = [path for path, _ in receipt.failed if path in now]
        receipt.without_text = scans.without_text(now)
        receipt.documents, receipt.passages = truth.counts()
        truth.vectors.drop_others(self._model)
        scans.sweep(self._index, now.values())
        receipt.seconds, receipt.finished = round(time.perf_counter() - started, 2), moment()
        write_whole(self._index / RECEIPT, json.dumps(receipt.to_json(), ensure_ascii=False, indent=1))

    def _embed(self) -> int:
        """Number of texts embedded. Texts of like length go together; each batch is committed."""
        vectors = self._truth.vectors
        damaged = vectors.drop_damaged()
        if damaged:
            log.warning("%d vectors of %s are damaged: they are made anew", damaged, self._truth.path)
        if self._rebuild and not self._other:  # of another model there are only those of a rebuild that was stopped
            vectors.drop(self._model)
        missing = sorted(vectors.missing(self._model), key=lambda row: len(row[1]))
        for at in range(0, len(missing), BATCH):
            self._progress("embed", at, len(missing))
            batch = missing[at : at + BATCH]
            vectors.put(self._model, [key for key, _ in batch], self._embeddings.encode([text for _, text in batch]))
        self._progress("embed", len(missing), len(missing))
        return len(missing)

    def _current(self) -> int:
        """Number of the generation that readers see now: a new one, unless nothing changed and none is asked for."""
        folder = generation.current(self._index)
        if folder is not None and not self._rebuild:
            wanted = (self._truth.state(self._model), *self._truth.counts())
            try:
                manifest = generation.manifest_of(folder)
                same = (manifest.state, manifest.documents, manifest.passages) == wanted
                if same:
                    generation.verify(folder, manifest)
            except DAMAGE as error:
                log.warning("%s is damaged (%s): building it anew", folder, error)
            else:
                if same:
                    generation.sweep(self._index)
                    return manifest.number
        return build.publish(self._index, self._truth, self._model, self._progress).number


def model_of(index: Path, truth: Truth) -> int | None:
    """Number of the model of what readers see; where that cannot be read, of what they should see; None before the first."""
    folder = generation.current(index)
    noted = truth.meta("model")
    if folder is not None:
        try:
            manifest = generation.manifest_of(folder)
            probe = np.asarray(manifest.probe, dtype=np.float32)
        except DAMAGE:
            log.debug("%s does not say its model", folder)
        else:
            return truth.vectors.model(manifest.model, probe, embedding.SAME_MODEL)
    return int(noted) if noted else None


def _of_served(index: Path, look: Callable[[Path], T], none: T) -> T:
    """What `look` finds in what readers see now; `none` where that cannot be read."""
    folder = generation.current(index)
    try:
        return look(folder) if folder else none
    except DAMAGE:
        return none


def served(index: Path, truth: Truth) -> Records:
    """What readers see now, by document id; where that cannot be read, what they should see."""
    if generation.current(index) is None:
        return {}
    return _of_served(index, generation.documents_of, truth.documents())
