"""Whether an index is as it should be, looked at from all sides; what derives from its truth is made anew."""

from __future__ import annotations

import logging
import tempfile
from collections.abc import Callable
from contextlib import closing
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

import numpy as np

from ingest import build, generation, neighbours, restore
from ingest.disk import digest_of
from ingest.errors import NoIndex
from ingest.generation import CORPUS, DAMAGE, LEXICAL, VECTORS
from ingest.lock import alone
from ingest.publish import model_of
from ingest.steps import Progress, quiet
from ingest.stored import broken_seals, reading
from ingest.truth import FILE, Truth

log = logging.getLogger(__name__)

KEPT = "vectors that are kept"
PENDING = "the truth holds what an interrupted ingest left there: run `rapporteur ingest`"


@dataclass(slots=True)
class Finding:
    """One thing that was looked at: what is `wrong` with it, and how it was `mended`; "" where nothing is, or was."""

    what: str
    wrong: str = ""
    mended: str = ""


@dataclass(slots=True)
class Verification:
    """What was looked at, in order, and what readers see now."""

    findings: list[Finding] = field(default_factory=list)
    generation: int = 0
    documents: int = 0
    passages: int = 0

    @property
    def sound(self) -> bool:
        """Whether nothing is wrong, or all of it was mended."""
        return not any(finding.wrong and not finding.mended for finding in self.findings)

    def to_json(self) -> dict[str, Any]:
        """As documented in the README."""
        return {"sound": self.sound, **asdict(self)}


def verify(index: Path, mend: bool = True, progress: Progress = quiet) -> Verification:
    """Look at the truth of `index` and at the generation that readers see; with `mend`, restore what is damaged.

    A damaged truth is restored from what is published, a damaged generation is built anew from the truth.

    Raises: NoIndex where there is none, or the truth is lost with all generations; IndexBusy, NotWritable.
    """
    if not (index / FILE).exists() and generation.current(index) is None and generation.readable(index) is None:
        raise NoIndex(f"no index in {index}: run `rapporteur ingest PATH` first")
    done = Verification()
    with alone(index):
        if not mend:
            with restore.snapshot(index) as folder:
                done.findings.append(Finding("truth", restore.problem(index, folder)))
                if done.findings[0].wrong:
                    _finds(done, "files", lambda: _shown(index, done))
                else:
                    with closing(Truth(folder)) as truth:
                        _look(index, truth, done, progress)
            return done
        done.findings.append(Finding("truth", *restore.mend(index)))
        with closing(Truth(index)) as truth:
            pending = _look(index, truth, done, progress)
            _mend(index, truth, done, pending, progress)
    return done


def _mend(index: Path, truth: Truth, done: Verification, pending: bool, progress: Progress) -> None:
    """Make anew what derives from the truth, unless that holds more than was published."""
    model = model_of(index, truth) or 0
    vectors = next((finding for finding in done.findings if finding.what == KEPT), None)
    if vectors is not None and vectors.wrong:
        truth.vectors.drop_damaged()
        if truth.vectors.missing(model):
            _take_vectors(index, truth, model)
        left = len(truth.vectors.missing(model))
        vectors.mended = "" if left else "taken from what is published"
        if left:
            vectors.wrong += ": `rapporteur ingest` makes them anew"
    wrong = [finding for finding in done.findings if finding.wrong and not finding.mended and finding is not vectors]
    if pending or not wrong or truth.vectors.missing(model):
        return
    manifest = build.publish(index, truth, model, progress)
    done.generation, done.documents, done.passages = manifest.number, manifest.documents, manifest.passages
    for finding in wrong:
        finding.mended = f"built anew from the truth, as generation {manifest.number}"
    if manifest.passages and not manifest.chroma:
        done.findings.append(Finding("approximate search", "it cannot be built here: exact search answers"))


def _take_vectors(index: Path, truth: Truth, model: int) -> None:
    """Put the vectors that are missing in the truth, as far as what is published has them."""
    source = generation.readable(index)
    manifest = generation.manifest_of(source) if source else None
    if source is None or manifest is None or model_of(index, truth) != model:
        return
    missing = {key for key, _ in truth.vectors.missing(model)}
    keys = _keys(source)
    rows = [row for row, key in enumerate(keys) if key in missing]
    truth.vectors.put(model, [keys[row] for row in rows], np.load(source / VECTORS)[rows])


def _look(index: Path, truth: Truth, done: Verification, progress: Progress) -> bool:
    """Look at what readers see; whether the truth holds more than what was published."""
    folder = generation.current(index) or index / "nothing is published"
    model = model_of(index, truth) or 0
    pending = not model or truth.state(model) != truth.meta("state")
    _finds(done, KEPT, lambda: _kept(truth))
    pointed = _finds(done, "pointer and manifest", lambda: _manifest(folder, truth, pending, done))
    # What is in files means nothing if they are damaged; a graph that is cut off takes Chroma's process with it.
    if not pointed and not _finds(done, "files", lambda: _files(folder)):
        checks: tuple[tuple[str, Callable[[], str]], ...] = (
            ("documents and passages", lambda: _rows(folder, done)),
            ("vectors", lambda: _vectors(folder, truth, model)),
            ("lexical index", lambda: _lexical(folder)),
            ("approximate search", lambda: _near(folder)),
        )
        for number, (what, check) in enumerate(checks):
            progress("check", number, len(checks))
            _finds(done, what, check)
        progress("check", len(checks), len(checks))
    if pending:
        done.findings.append(Finding("not published yet", PENDING))
    return pending


def _finds(done: Verification, what: str, check: Callable[[], str]) -> bool:
    """Enter what `check` says or raises; whether it found something wrong."""
    try:
        wrong = check()
    except DAMAGE as error:
        wrong = " ".join(str(error).split()) or type(error).__name__
    done.findings.append(Finding(what, wrong))
    return bool(wrong)


def _kept(truth: Truth) -> str:
    """Whether the vectors that are kept are as they were made."""
    damaged = truth.vectors.damaged()
    return f"{len(damaged)} are not as they were made" if damaged else ""


def _manifest(folder: Path, truth: Truth, pending: bool, done: Verification) -> str:
    """Whether the generation that readers are shown is the one that was published last."""
    manifest = generation.manifest_of(folder)
    done.generation, done.documents, done.passages = manifest.number, manifest.documents, manifest.passages
    last = truth.meta("state")
    if pending or last in (None, manifest.state):
        return ""
    return f"generation {manifest.number} is shown, and generation {truth.meta('published')} was published last"


def _shown(index: Path, done: Verification) -> str:
    """What can be said of what readers see without the truth."""
    folder = generation.current(index) or index / "nothing is published"
    manifest = generation.manifest_of(folder)
    done.generation, done.documents, done.passages = manifest.number, manifest.documents, manifest.passages
    return _files(folder)


def _files(folder: Path) -> str:
    """Whether every file is as it was published."""
    generation.verify(folder, generation.manifest_of(folder))
    return ""


def _rows(folder: Path, done: Verification) -> str:
    """Whether every document is as it was sealed, with as many passages as the manifest says."""
    with closing(reading(folder / CORPUS)) as db:
        broken = broken_seals(db)
        counts = db.execute("select (select count(*) from documents), (select count(*) from passages)").fetchone()
    if broken:
        return f"{broken[0]} is not as it was stored"
    return "" if counts == (done.documents, done.passages) else f"it holds {counts} documents and passages"


def _vectors(folder: Path, truth: Truth, model: int) -> str:
    """Whether the vectors are those that are kept for their texts."""
    wrong = truth.vectors.differing(model, _keys(folder), np.load(folder / VECTORS))
    return f"{wrong} are not those that were made" if wrong else ""


def _keys(folder: Path) -> list[bytes]:
    with closing(reading(folder / CORPUS)) as db:
        return [key for (key,) in db.execute("select hash from passages order by row")]


def _lexical(folder: Path) -> str:
    """Whether the lexical index is the one that its corpus gives."""
    with tempfile.TemporaryDirectory() as made:
        build.build_lexical(folder / CORPUS, Path(made))
        names = sorted(path.name for path in Path(made).iterdir())
        wrong = [name for name in names if digest_of(Path(made, name)) != digest_of(folder / LEXICAL / name)]
    return f"{wrong[0]} is not what its corpus gives" if wrong else ""


def _near(folder: Path) -> str:
    """Whether the vector store has every passage, finds it by itself, and agrees with exact search."""
    manifest = generation.manifest_of(folder)
    if not manifest.passages:
        return ""
    return neighbours.check(folder) if manifest.chroma else "it was not built: exact search answers"
