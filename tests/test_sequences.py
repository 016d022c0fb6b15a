"""Whatever happens to a folder, and whenever it is looked at: the index is that of a clean ingest of what is there."""

from __future__ import annotations

import os
import shutil
import tempfile
from contextlib import closing, suppress
from pathlib import Path
from unittest import mock

import pytest
from fakes import hashed_words
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, precondition, rule, run_state_machine_as_test
from observing import times
from test_ingest import published

from ingest import neighbours
from ingest.isolation import Reader
from ingest.parse import Parsed, parse
from ingest.run import foreseen, ingest
from ingest.truth import Truth

# All texts are invented.
PATHS = st.sampled_from(["a.md", "b.md", "c.txt", "north/a.md", "north/d.md", "south/deep/e.md"])
TEXTS = st.sampled_from([f"# {state}'s statement\n\n{state} sells {thing}.\n" for state in ("Fiji", "Chad") for thing in ("lamps", "ropes", "bells")])  # fmt: skip
SIDECARS = st.sampled_from(['title = "Lamps"\n', 'title = "Ropes"\n', 'session = "7"\n'])


class Interrupted(Exception):  # noqa: N818 - says what happened
    """Stands for a run that was stopped at some step."""


def here(_: Reader, path: Path, document_id: str) -> Parsed:
    return parse(path, document_id)


def left_out(verb: str, folder: Path) -> str:
    return "left out in this test: exact search is compared"


class Folder(RuleBasedStateMachine):
    """A folder that changes, and an index of it that is brought up to date now and then, or is interrupted."""

    @initialize()
    def begin(self) -> None:
        self.base = Path(tempfile.mkdtemp())
        self.papers, self.index = self.base / "papers", self.base / "index"
        self.papers.mkdir()
        (self.papers / "first.md").write_text("# Fiji's statement\n\nFiji sells buoys.\n")
        self.patches = [mock.patch.object(Reader, "parse", here), mock.patch.object(neighbours, "_ask", left_out)]
        for patch in self.patches:
            patch.start()

    def path(self, name: str) -> Path:
        path = self.papers / name
        path.parent.mkdir(parents=True, exist_ok=True)
        return path

    @rule(name=PATHS, text=TEXTS)
    def add_or_edit(self, name: str, text: str) -> None:
        self.path(name).write_text(text)

    @rule(name=PATHS, text=TEXTS)
    def edit_with_the_clock_going_back(self, name: str, text: str) -> None:
        path = self.path(name)
        before = path.stat() if path.exists() else None
        path.write_text(text)
        moment = before.st_mtime_ns if before else 1
        os.utime(path, ns=(moment, moment))

    @rule(name=PATHS, other=PATHS)
    def rename_or_move(self, name: str, other: str) -> None:
        if self.path(name).exists():
            os.replace(self.path(name), self.path(other))

    @rule(name=PATHS, other=PATHS)
    def duplicate(self, name: str, other: str) -> None:
        if self.path(name).exists() and name != other:
            shutil.copy(self.path(name), self.path(other))

    @rule(name=PATHS)
    def delete(self, name: str) -> None:
        self.path(name).unlink(missing_ok=True)

    @rule()
    def delete_a_folder(self) -> None:
        shutil.rmtree(self.papers / "north", ignore_errors=True)

    @rule(name=PATHS, text=SIDECARS)
    def say_more(self, name: str, text: str) -> None:
        self.path(name).with_suffix(".toml").write_text(text)

    @rule(name=PATHS)
    def say_less(self, name: str) -> None:
        self.path(name).with_suffix(".toml").unlink(missing_ok=True)

    @rule()
    def ingest(self) -> None:
        ingest(self.index, [str(self.papers)], hashed_words(), allow_mass_delete=True)

    @precondition(lambda self: self.index.exists())
    @rule(steps=st.integers(0, 12))
    def ingest_and_be_interrupted(self, steps: int) -> None:
        left = steps

        def progress(step: str, done: int, total: int) -> None:
            nonlocal left
            left -= 1
            if left < 0:
                raise Interrupted

        with suppress(Interrupted):
            ingest(self.index, [str(self.papers)], hashed_words(), progress, allow_mass_delete=True)

    @rule()
    def ingest_with_care(self) -> None:
        """Without the word that lets many documents go: none may go then but by a file that is gone."""
        receipt = ingest(self.index, [str(self.papers)], hashed_words())
        there = {str(path) for path in self.papers.rglob("*") if path.is_file()}
        assert not {*receipt.withheld, *receipt.removed} & there

    def teardown(self) -> None:
        if not hasattr(self, "base"):
            return
        try:
            paths = [str(self.papers)]
            foretold = foreseen(self.index, paths, hashed_words(), allow_mass_delete=True).to_json()
            receipt = ingest(self.index, paths, hashed_words(), allow_mass_delete=True)
            told = receipt.to_json()
            for name in ("added", "renamed", "removed", "withheld", "skipped"):
                assert foretold[name] == told[name], name
            ingest(self.base / "clean", paths, hashed_words())
            assert published(self.index) == published(self.base / "clean")
            with closing(Truth(self.index)) as one, closing(Truth(self.base / "clean")) as other:
                assert (one.seals(), one.problem()) == (other.seals(), "")
            again = ingest(self.index, paths, hashed_words())
            assert (again.generation, again.embedded) == (receipt.generation, 0)
            assert [*again.added, *again.changed, *again.removed, *again.renamed] == []
        finally:
            for patch in self.patches:
                patch.stop()
            shutil.rmtree(self.base, ignore_errors=True)


@pytest.mark.filterwarnings("ignore")
def test_after_any_sequence_of_changes_the_index_is_that_of_a_clean_ingest():
    run_state_machine_as_test(
        Folder,
        settings=settings(
            max_examples=times(500, 60), stateful_step_count=12, deadline=None, derandomize=True,
            suppress_health_check=list(HealthCheck), print_blob=False, database=None,
        ),
    )  # fmt: skip
