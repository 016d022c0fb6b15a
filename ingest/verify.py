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
from ingest.steps import Progress, quiet
from ingest.stored import broken_seals, reading
from ingest.truth import FILE, Truth

log = logging.getLogger(__name__)

PENDING = "it holds what is not published yet, as an interrupted ingest leaves it: run `rapporteur ingest`"


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
    if not index.is_dir() or (generation.current(index) is None and not (index / FILE).exists()):
        raise NoIndex(f"no index in {index}: run `rapporteur ingest PATH` first")
    done = Verification()
    with alone(index):
        wrong = restore.problem(index)
        done.findings.append(Finding("truth", wrong))
        if wrong and not mend:
            return done
        with closing(restore.opened(index)) as truth:
            if wrong:
                done.findings[0].mended = f"restored from a generation, with {truth.counts()[0]} documents"
            _generation(index, truth, done, mend, progress)
    return done


def _generation(index: Path, truth: Truth, done: Verification, mend: bool, progress: Progress) -> None:
    """Look at what readers see, and build it anew where something is wrong with it."""
    model = int(truth.meta("model") or 0)
    if model:
        _look(index, truth, model, done, progress)
    if not model or truth.state(model) != truth.meta("state") or truth.vectors.missing(model):
        done.findings.append(Finding("what is published", PENDING))
        return
    wrong = [finding for finding in done.findings if finding.wrong and not finding.mended]
    if wrong and mend:
        manifest = build.publish(index, truth, model, progress)
        done.generation, done.documents, done.passages = manifest.number, manifest.documents, manifest.passages
        for finding in wrong:
            finding.mended = f"built anew from the truth, as generation {manifest.number}"
        if manifest.passages and not manifest.chroma:
            done.findings.append(Finding("approximate search", "it cannot be built here: exact search answers"))


def _look(index: Path, truth: Truth, model: int, done: Verification, progress: Progress) -> None:
    folder = generation.current(index) or index / "nothing is published"
    if _finds(done, "pointer and manifest", lambda: _manifest(folder, done)):
        return
    if _finds(done, "files", lambda: _files(folder)):
        return  # what is in them means nothing then; a graph that is cut off takes Chroma's process with it
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


def _finds(done: Verification, what: str, check: Callable[[], str]) -> bool:
    """Enter what `check` says or raises; whether it found something wrong."""
    try:
        wrong = check()
    except DAMAGE as error:
        wrong = " ".join(str(error).split()) or type(error).__name__
    done.findings.append(Finding(what, wrong))
    return bool(wrong)


def _manifest(folder: Path, done: Verification) -> str:
    manifest = generation.manifest_of(folder)
    done.generation, done.documents, done.passages = manifest.number, manifest.documents, manifest.passages
    return ""


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
    """Whether the vectors are those of the cache, row by row."""
    same = np.array_equal(np.load(folder / VECTORS), truth.vectors.by_row(model))
    return "" if same else "they are not those that were made"


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
