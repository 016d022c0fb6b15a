"""Copies: files with the same bytes are one document, whichever of them comes, goes, fails or changes."""

from __future__ import annotations

import json
import os
import shutil
import signal
import subprocess
import sys
from pathlib import Path

import pytest
from fakes import HashedWords, hashed_words
from test_ingest import Published, published

from ingest.copies import groups
from ingest.embedding import adapt
from ingest.isolation import Reader
from ingest.parse import Parsed, parse
from ingest.receipt import Receipt
from ingest.run import ingest
from retriever.index import open_corpus

# All texts are invented.
BELLS = "# Fiji's statement on bells\n\nFiji rings its bells at noon, and nobody minds.\n"
ROPES = "# Ghana's statement on ropes\n\nGhana sells ropes, and nobody minds.\n"


@pytest.fixture
def folders(tmp_path: Path) -> tuple[Path, Path]:
    """Two folders, east and west, each with the same paper on bells under another name, and one on ropes in east."""
    east, west = tmp_path / "east", tmp_path / "west"
    for folder in (east, west):
        folder.mkdir()
    (east / "bells.md").write_text(BELLS)
    (east / "ropes.md").write_text(ROPES)
    (west / "glocken.md").write_text(BELLS)
    return east, west


@pytest.fixture
def both(index, folders, embeddings) -> tuple[Path, Path, Path]:
    """(the index of both folders, east, west)."""
    ingest(index, [str(folder) for folder in folders], embeddings)
    return index, *folders


def locations(index: Path) -> dict[str, tuple[str, ...]]:
    """Document → its other locations, of what readers see."""
    return {key: document.locations for key, document in open_corpus(index).records.items()}


@pytest.fixture
def read(monkeypatch) -> list[str]:
    """The documents that were parsed from now on, in order."""
    seen: list[str] = []

    def noted(reader: Reader, path: Path, document_id: str) -> Parsed:
        seen.append(document_id)
        return parse(path, document_id)

    monkeypatch.setattr(Reader, "parse", noted)
    return seen


def test_two_files_with_the_same_bytes_are_one_document_with_two_locations(index, folders, embeddings, read):
    east, west = folders
    receipt = ingest(index, [str(west), str(east)], embeddings)
    assert locations(index) == {f"{east}/bells.md": (f"{west}/glocken.md",), f"{east}/ropes.md": ()}
    assert receipt.duplicates == [(f"{west}/glocken.md", f"{east}/bells.md")]
    assert receipt.to_json()["duplicates"] == [{"path": f"{west}/glocken.md", "of": f"{east}/bells.md"}]
    assert (receipt.added, receipt.documents, receipt.passages) == ([f"{east}/bells.md", f"{east}/ropes.md"], 2, 2)
    assert read == [f"{east}/bells.md", f"{east}/ropes.md"]


def test_copies_in_one_folder_are_one_document_too(index, folders, embeddings):
    east, _ = folders
    for name in ("c.md", "a.md", "b.md"):
        (east / name).write_text(BELLS)
    receipt = ingest(index, [str(east)], embeddings)
    assert locations(index)[f"{east}/a.md"] == (f"{east}/b.md", f"{east}/bells.md", f"{east}/c.md")
    assert [path for path, _ in receipt.duplicates] == [f"{east}/{name}.md" for name in ("b", "bells", "c")]


def test_a_second_run_parses_and_publishes_nothing_and_names_the_copies_again(both, embeddings, read):
    index, east, west = both
    receipt = ingest(index, [], embeddings)
    assert (read, receipt.generation, receipt.unchanged) == ([], 1, 2)
    assert receipt.duplicates == [(f"{west}/glocken.md", f"{east}/bells.md")]


def test_a_new_copy_is_not_parsed_and_is_published(both, embeddings, read):
    index, east, west = both
    (west / "campanas.md").write_text(BELLS)
    receipt = ingest(index, [], embeddings)
    assert (read, receipt.embedded, receipt.generation) == ([], 0, 2)
    assert locations(index)[f"{east}/bells.md"] == (f"{west}/campanas.md", f"{west}/glocken.md")


@pytest.mark.parametrize("scanned", ["both", "east"])
@pytest.mark.parametrize("change", ["removed", "changed", "broken"])
def test_a_copy_takes_over_and_nothing_is_embedded_anew(both, read, change, scanned):
    # The folder of the copy need not be looked at: the text stays in service.
    index, east, west = both
    if change == "removed":
        (east / "bells.md").unlink()
    else:
        (east / "bells.md").write_text(ROPES + "They are long." if change == "changed" else "")
    encoder = HashedWords()
    receipt = ingest(index, [str(east)] if scanned == "east" else [], adapt("hashed words", encoder))
    found = locations(index)
    assert found.pop(f"{west}/glocken.md") == ()
    assert len(found) == (2 if change == "changed" else 1)
    assert receipt.embedded == (change == "changed")
    assert receipt.duplicates == []
    assert receipt.failed == ([(f"{east}/bells.md", "the file is empty")] if change == "broken" else [])
    text = open_corpus(index).document(f"{west}/glocken.md").text
    assert text.endswith("and nobody minds.")


@pytest.mark.parametrize("change", ["removed", "changed"])
def test_after_a_copy_took_over_everything_is_as_after_a_clean_run(both, tmp_path, embeddings, change):
    index, east, _ = both
    if change == "removed":
        (east / "bells.md").unlink()
    else:
        (east / "bells.md").write_text(ROPES + "They are long.")
    ingest(index, [str(east)], embeddings)
    ingest(index, [], embeddings)
    assert published(index) == clean(tmp_path, [east, east.parent / "west"])


def clean(tmp_path: Path, folders: list[Path]) -> Published:
    """What a first run over `folders` publishes."""
    shutil.rmtree(tmp_path / "clean", ignore_errors=True)
    ingest(tmp_path / "clean", [str(folder) for folder in folders], hashed_words())
    return published(tmp_path / "clean")


def test_a_copy_whose_folder_is_unplugged_takes_over(both, embeddings):
    index, east, west = both
    west.rename(west.parent / "unplugged")
    (east / "bells.md").unlink()
    ingest(index, [], embeddings)
    assert set(locations(index)) == {f"{east}/ropes.md", f"{west}/glocken.md"}


def test_a_new_file_that_comes_first_by_its_path_becomes_the_document(both, embeddings):
    index, east, west = both
    (east / "a.md").write_text(BELLS)
    receipt = ingest(index, [str(east)], embeddings)
    assert locations(index)[f"{east}/a.md"] == (f"{east}/bells.md", f"{west}/glocken.md")
    assert (receipt.added, receipt.removed, receipt.embedded) == ([f"{east}/a.md"], [], 0)
    assert receipt.duplicates == [(f"{east}/bells.md", f"{east}/a.md"), (f"{west}/glocken.md", f"{east}/a.md")]


def test_a_renamed_file_is_the_same_document_under_its_new_name(both, embeddings):
    index, east, _ = both
    (east / "ropes.md").rename(east / "cords.md")
    receipt = ingest(index, [str(east)], embeddings)
    assert receipt.renamed == [(f"{east}/cords.md", f"{east}/ropes.md")]
    assert receipt.to_json()["renamed"] == [{"path": f"{east}/cords.md", "from": f"{east}/ropes.md"}]
    assert (receipt.added, receipt.removed, receipt.embedded) == ([], [], 0)


def test_copies_that_cannot_be_read_are_tried_once_and_both_named(both, embeddings, read):
    index, east, west = both
    for path in (east / "bad.pdf", west / "bad too.pdf"):
        path.write_bytes(b"no PDF")
    for times in (1, 1):  # the second run knows them
        receipt = ingest(index, [], embeddings)
        assert [path for path, _ in receipt.failed] == [f"{east}/bad.pdf", f"{west}/bad too.pdf"]
        assert len({reason for _, reason in receipt.failed}) == 1
        assert read == [f"{east}/bad.pdf"] * times
        assert len(receipt.duplicates) == 1


def test_a_former_version_that_has_come_back_as_another_file_is_not_counted_twice(both, embeddings):
    index, east, _ = both
    (east / "ropes.md").write_bytes(b"")
    assert ingest(index, [], embeddings).documents == 2  # what was read of it before stays in service
    (east / "cords.md").write_text(ROPES)
    receipt = ingest(index, [], embeddings)
    assert set(locations(index)) == {f"{east}/bells.md", f"{east}/cords.md"}
    assert receipt.failed == [(f"{east}/ropes.md", "the file is empty")]


def test_a_rebuild_parses_copies_once(both, embeddings, read):
    index, east, _ = both
    ingest(index, [], embeddings, rebuild=True)
    assert read == [f"{east}/bells.md", f"{east}/ropes.md"]


def test_what_a_sidecar_says_keeps_two_files_with_the_same_bytes_apart(both, embeddings):
    index, east, west = both
    (west / "glocken.toml").write_text('title = "Bells, read in the west"\n')
    receipt = ingest(index, [], embeddings)
    assert (receipt.documents, receipt.duplicates) == (3, [])
    (west / "glocken.toml").unlink()
    receipt = ingest(index, [], embeddings)
    assert (receipt.documents, receipt.removed) == (2, [])
    assert receipt.duplicates == [(f"{west}/glocken.md", f"{east}/bells.md")]
    assert locations(index)[f"{east}/bells.md"] == (f"{west}/glocken.md",)


def test_the_same_bytes_under_another_format_are_read_by_its_reader():
    files = [("b.md", "1"), ("a.txt", "1"), ("a.html", "1"), ("c.md", "2")]
    assert list(groups(files).values()) == [["a.html"], ["a.txt", "b.md"], ["c.md"]]


# Kills

CHILD = """
import os, signal, sys
from pathlib import Path

tests, index, number, *folders = sys.argv[1:]
sys.path.insert(0, tests)
from fakes import hashed_words
from ingest import run, truth

left = int(number)

def counted(self, outer=truth.Truth._transaction):
    global left
    left -= 1
    if left < 0:
        os.kill(os.getpid(), signal.SIGKILL)
    return outer(self)

truth.Truth._transaction = counted
run.ingest(Path(index), folders, hashed_words())
"""


@pytest.mark.parametrize("paths", ["both", "east"])
def test_killed_before_any_write_the_next_run_gives_what_a_clean_run_gives(both, tmp_path, paths):
    index, east, west = both
    (east / "bells.md").write_text(ROPES + "They are long.")  # the copy takes over
    (west / "strings.md").write_text(ROPES)  # a copy more
    (west / "a.md").write_text(BELLS)
    wanted = clean(tmp_path, [east, west])
    command = [sys.executable, "-c", CHILD, str(Path(__file__).parent)]
    folders = [str(east)] if paths == "east" else [str(east), str(west)]
    kills, number = 0, 0
    while kills == number:
        again = shutil.copytree(index, tmp_path / f"killed {number}")
        done = subprocess.run([*command, str(again), str(number), *folders], check=False).returncode
        assert done in (0, -signal.SIGKILL)
        kills += done != 0
        number += 1
        receipt: Receipt = ingest(again, [], hashed_words())
        assert published(again) == wanted, number
        assert sorted(os.listdir(again / "generations"))[-1] == f"{receipt.generation:06d}"
    assert kills > 4


def test_a_receipt_is_json(both, embeddings):
    index, *_ = both
    assert json.loads(json.dumps(ingest(index, [], embeddings).to_json()))["duplicates"]
