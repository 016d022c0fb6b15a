"""Ingest again: what is new is told, what goes is guarded, what is taken out stays out, and a dry run does nothing."""

from __future__ import annotations

import json
import os
import shutil
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest
from fakes import HashedWords, hashed_words
from test_ingest import BELLS, ids, published, text_of

from ingest import receipt as receipts
from ingest.embedding import adapt
from ingest.errors import BadInput, IndexMismatch, NoIndex
from ingest.isolation import Limits, OverLimit, Reader
from ingest.parse import Parsed, parse
from ingest.run import foreseen, ingest, remove
from ingest.truth import FILE, Truth
from ingest.verify import verify
from retriever.index import Published

# All texts in this file are invented.
DRAFT = "A/AC.299/2024/CRP.{}\n\nOpen-ended working group on lamps\n\nDraft report\n\n1. Lamps are {}.\n"


@pytest.fixture
def shelf(tmp_path: Path) -> Path:
    """A folder with six documents, a.md to f.md."""
    folder = tmp_path / "shelf"
    folder.mkdir()
    for letter in "abcdef":
        (folder / f"{letter}.md").write_text(f"# Fiji's statement on {letter}-lamps\n\nLamp {letter} is lit.\n")
    return folder


# What is told


def test_a_moved_file_is_renamed_and_neither_read_as_new_nor_embedded(index, papers, embeddings):
    ingest(index, [str(papers)], embeddings)
    (papers / "old").mkdir()
    (papers / "lamps.md").rename(papers / "old" / "lights.md")
    receipt = ingest(index, [], embeddings)
    assert receipt.renamed == [(f"{papers}/old/lights.md", f"{papers}/lamps.md")]
    assert (receipt.added, receipt.removed, receipt.embedded) == ([], [], 0)


def test_a_whole_folder_that_is_reordered_loses_nothing_and_needs_no_word(index, shelf, embeddings):
    ingest(index, [str(shelf)], embeddings)
    (shelf / "2024").mkdir()
    for path in shelf.glob("*.md"):
        path.rename(shelf / "2024" / path.name)
    receipt = ingest(index, [], embeddings)
    assert (len(receipt.renamed), receipt.withheld, receipt.removed, receipt.documents) == (6, [], [], 6)


def test_a_revision_says_what_it_supersedes_once(index, papers, embeddings):
    (papers / "one.md").write_text(DRAFT.format("1", "green"))
    ingest(index, [str(papers)], embeddings)
    (papers / "two.md").write_text(DRAFT.format("1/Rev.1", "blue"))
    receipt = ingest(index, [], embeddings)
    assert receipt.superseded == [(f"{papers}/one.md", f"{papers}/two.md")]
    assert receipt.to_json()["superseded"] == [{"path": f"{papers}/one.md", "by": f"{papers}/two.md"}]
    (papers / "bells.md").write_text(BELLS)
    assert ingest(index, [], embeddings).superseded == []


def test_a_file_that_fails_and_worked_before_is_said_to_be_in_service(index, papers, embeddings):
    ingest(index, [str(papers)], embeddings)
    (papers / "lamps.md").write_bytes(b"")
    (papers / "new.md").write_bytes(b"")
    receipt = ingest(index, [], embeddings)
    assert [path for path, _ in receipt.failed] == [f"{papers}/lamps.md", f"{papers}/new.md"]
    assert receipt.in_service == [f"{papers}/lamps.md"]


def test_the_last_receipt_can_be_read_again(index, papers, embeddings):
    assert receipts.last(index) is None
    (papers / "broken.pdf").write_bytes(b"no PDF")
    (papers / "copy.md").write_bytes((papers / "lamps.md").read_bytes())
    receipt = ingest(index, [str(papers)], embeddings)
    assert receipts.last(index) == receipt
    assert json.loads((index / receipts.FILE).read_text()) == receipt.to_json()
    (index / receipts.FILE).write_text("[]")
    assert receipts.last(index) is None


# A dry run


def everything(folder: Path) -> dict[str, bytes]:
    return {str(path): path.read_bytes() for path in folder.rglob("*") if path.is_file() and path.name != "lock"}


def test_a_dry_run_says_what_the_run_then_does_and_does_nothing(index, shelf, embeddings):
    ingest(index, [str(shelf)], embeddings)
    before = everything(index)
    (shelf / "a.md").unlink()
    (shelf / "b.md").rename(shelf / "z.md")
    (shelf / "c.md").write_text(BELLS)
    (shelf / "new.md").write_text(BELLS + "Again.")
    (shelf / "copy.md").write_bytes((shelf / "d.md").read_bytes())
    (shelf / "sums.xls").write_text("x")
    (shelf / "f.toml").write_text('title = "Another title"')
    foretold = foreseen(index, [], embeddings)
    assert everything(index) == before
    told = foretold.to_json()
    done = ingest(index, [], embeddings).to_json()
    same = ("added", "changed", "renamed", "removed", "withheld", "failed", "skipped", "duplicates", "unchanged")
    assert {name: told[name] for name in same} == {name: done[name] for name in same}
    assert (told["dry_run"], told["documents"], told["added"]) == (True, 6, [f"{shelf}/copy.md", f"{shelf}/new.md"])
    assert [row["path"] for row in told["renamed"]] == [f"{shelf}/z.md"]


def test_a_dry_run_of_a_new_index_makes_none(index, papers, embeddings):
    foretold = foreseen(index, [str(papers)], embeddings)
    assert foretold.added == [f"{papers}/harbours.md", f"{papers}/lamps.md"]
    assert not index.exists()


def test_a_dry_run_names_what_would_be_withheld(index, shelf, embeddings):
    ingest(index, [str(shelf)], embeddings)
    for letter in "abcd":
        (shelf / f"{letter}.md").unlink()
    assert len(foreseen(index, [], embeddings).withheld) == 4
    assert len(foreseen(index, [], embeddings, allow_mass_delete=True).removed) == 4


def test_a_dry_run_of_a_lost_truth_says_so(index, papers, embeddings):
    ingest(index, [str(papers)], embeddings)
    (index / FILE).unlink()
    with pytest.raises(NoIndex, match=r"the file is gone, or no database\): `rapporteur ingest` restores it"):
        foreseen(index, [], embeddings)
    assert not (index / FILE).exists()


# Removals


def test_half_of_a_folder_may_go_without_a_word(index, shelf, embeddings):
    ingest(index, [str(shelf)], embeddings)
    for letter in "abc":
        (shelf / f"{letter}.md").unlink()
    receipt = ingest(index, [], embeddings)
    assert (len(receipt.removed), receipt.withheld, receipt.documents) == (3, [], 3)


def test_more_than_half_of_a_folder_stays_until_that_is_allowed(index, shelf, embeddings):
    ingest(index, [str(shelf)], embeddings)
    for letter in "abcd":
        (shelf / f"{letter}.md").unlink()
    (shelf / "new.md").write_text(BELLS)
    for _ in range(2):  # and is named in every run
        receipt = ingest(index, [], embeddings)
        assert receipt.withheld == [f"{shelf}/{letter}.md" for letter in "abcd"]
        assert (receipt.removed, receipt.documents, receipt.complete) == ([], 7, False)
    assert f"{shelf}/new.md" in ids(index)
    receipt = ingest(index, [], embeddings, allow_mass_delete=True)
    assert (len(receipt.removed), receipt.documents, receipt.complete) == (4, 3, True)


def test_a_disk_that_is_not_mounted_leaves_an_empty_folder_and_its_documents(index, papers, shelf, embeddings):
    ingest(index, [str(papers), str(shelf)], embeddings)
    (papers / "lamps.md").unlink()
    kept = shelf.rename(shelf.parent / "elsewhere")
    shelf.mkdir()
    receipt = ingest(index, [], embeddings)
    assert (receipt.removed, len(receipt.withheld), receipt.documents) == ([f"{papers}/lamps.md"], 6, 7)
    shelf.rmdir()
    kept.rename(shelf)
    assert ingest(index, [], embeddings).unchanged == 7


def test_more_than_half_of_the_index_stays_also_where_each_file_was_given_alone(index, shelf, embeddings):
    ingest(index, [str(shelf / f"{letter}.md") for letter in "abc"], embeddings)
    (shelf / "a.md").unlink()
    assert ingest(index, [], embeddings).removed == [f"{shelf}/a.md"]
    (shelf / "b.md").unlink()
    (shelf / "c.md").unlink()
    receipt = ingest(index, [], embeddings)
    assert (len(receipt.withheld), receipt.documents) == (2, 2)


def test_a_folder_that_cannot_be_listed_loses_nothing(index, shelf, embeddings, monkeypatch):
    (shelf / "deep").mkdir()
    (shelf / "deep" / "g.md").write_text(BELLS)
    ingest(index, [str(shelf)], embeddings)
    (shelf / "a.md").unlink()
    (shelf / "b.md").write_text(BELLS + "Again.")
    scandir = os.scandir

    def forbidden(path: str) -> object:
        if str(path).endswith("deep"):
            raise PermissionError(13, "Permission denied", str(path))
        return scandir(path)

    monkeypatch.setattr(os, "scandir", forbidden)
    receipt = ingest(index, [], embeddings)
    assert receipt.failed == [(f"{shelf}/deep", "cannot be listed (Permission denied)")]
    assert (receipt.withheld, receipt.removed) == ([f"{shelf}/a.md", f"{shelf}/deep/g.md"], [])
    assert receipt.changed == [f"{shelf}/b.md"]
    receipt = ingest(index, [], embeddings, allow_mass_delete=True)
    assert receipt.removed == [f"{shelf}/a.md", f"{shelf}/deep/g.md"]


def test_a_former_version_whose_file_goes_is_lost_and_guarded_too(index, papers, embeddings):
    ingest(index, [str(papers)], embeddings)
    for name in ("lamps.md", "harbours.md"):
        (papers / name).write_bytes(b"")
    assert ingest(index, [], embeddings).documents == 2
    for name in ("lamps.md", "harbours.md"):
        (papers / name).unlink()
    assert len(ingest(index, [], embeddings).withheld) == 2


# What is taken out


def test_a_document_that_is_taken_out_stays_out_while_its_file_is_there(index, papers, embeddings):
    (papers / "copy.md").write_bytes((papers / "lamps.md").read_bytes())
    ingest(index, [str(papers)], embeddings)
    receipt = remove(index, [f"{papers}/copy.md"], embeddings)
    assert (receipt.removed, receipt.documents) == ([f"{papers}/copy.md"], 1)
    (papers / "lamps.md").rename(papers / "lights.md")
    receipt = ingest(index, [], embeddings)
    assert [path for path, _ in receipt.skipped] == [f"{papers}/copy.md", f"{papers}/lights.md"]
    assert (receipt.documents, receipt.complete) == (1, True)
    assert (papers / "copy.md").exists()


def test_a_document_that_was_taken_out_comes_back_when_its_file_is_named(index, papers, embeddings):
    ingest(index, [str(papers)], embeddings)
    remove(index, [f"{papers}/lamps.md"], embeddings)
    assert ingest(index, [str(papers)], embeddings).documents == 1
    assert ingest(index, [str(papers / "lamps.md")], embeddings).added == [f"{papers}/lamps.md"]
    assert ingest(index, [], embeddings).unchanged == 2


def test_a_root_that_is_taken_out_is_forgotten(index, papers, shelf, embeddings):
    ingest(index, [str(papers), str(shelf)], embeddings)
    receipt = remove(index, [str(shelf)], embeddings)
    assert (len(receipt.removed), receipt.documents) == (6, 2)
    assert ingest(index, [], embeddings).documents == 2
    assert len(ingest(index, [str(shelf)], embeddings).added) == 6


def test_a_document_of_a_root_that_is_taken_out_stays_where_it_lies_too(index, papers, shelf, embeddings):
    shutil.copy(papers / "lamps.md", shelf / "lamps.md")
    ingest(index, [str(papers), str(shelf)], embeddings)
    receipt = remove(index, [str(papers)], embeddings)
    assert receipt.removed == [f"{papers}/harbours.md", f"{papers}/lamps.md"]
    assert (receipt.added, receipt.documents) == ([], 7)
    assert ingest(index, [], embeddings).unchanged == 7


def test_everything_may_be_taken_out(index, papers, embeddings):
    ingest(index, [str(papers)], embeddings)
    assert remove(index, [str(papers)], embeddings).documents == 0
    assert len(Published(index, embeddings).index().records) == 0


def test_of_several_names_none_is_taken_out_if_one_is_wrong(index, papers, embeddings):
    ingest(index, [str(papers)], embeddings)
    with pytest.raises(BadInput, match=r"buoys\.md: no such document in .*index; `rapporteur documents` lists them"):
        remove(index, [f"{papers}/lamps.md", "buoys.md"], embeddings)
    assert ingest(index, [], embeddings).unchanged == 2


def test_nothing_of_what_is_taken_out_stays_in_the_truth(index, papers, embeddings):
    (papers / "bells.md").write_text(BELLS)
    ingest(index, [str(papers)], embeddings)
    assert b"zyzzyva" in (index / FILE).read_bytes()
    remove(index, [f"{papers}/bells.md"], embeddings)
    assert not any(b"zyzzyva" in path.read_bytes() for path in index.glob("truth.sqlite*"))


def test_a_failing_file_that_is_taken_out_is_named_no_more(index, papers, embeddings):
    (papers / "broken.pdf").write_bytes(b"no PDF")
    assert not ingest(index, [str(papers)], embeddings).complete
    remove(index, [str(papers / "broken.pdf")], embeddings)
    receipt = ingest(index, [], embeddings)
    assert (receipt.complete, [path for path, _ in receipt.skipped]) == (True, [f"{papers}/broken.pdf"])


def test_a_document_is_taken_out_by_any_of_its_names_and_with_all_its_places(index, papers, embeddings, monkeypatch):
    (papers / "copy.md").write_bytes((papers / "lamps.md").read_bytes())
    ingest(index, [str(papers)], embeddings)
    monkeypatch.chdir(papers)
    receipt = remove(index, ["./lamps.md", f"{papers}/copy.md", "copy.md"], embeddings)
    assert (receipt.removed, receipt.documents, receipt.unchanged) == ([f"{papers}/copy.md"], 1, 1)
    assert ingest(index, [], embeddings).documents == 1


@pytest.mark.parametrize("inner", ["north", "north/a.md"])
def test_what_was_given_alone_and_lies_in_another_root_stays_out_too(index, papers, embeddings, inner):
    (papers / "north").mkdir()
    (papers / "north" / "a.md").write_text(BELLS)
    ingest(index, [str(papers / inner)], embeddings)
    ingest(index, [str(papers)], embeddings)
    remove(index, [str(papers / inner)], embeddings)
    assert (ingest(index, [], embeddings).added, len(ids(index))) == ([], 2)


def test_the_same_bytes_with_another_sidecar_go_too_and_nobody_else_comes_back(index, papers, embeddings):
    (papers / "a.md").write_text(BELLS)
    (papers / "b.md").write_text(BELLS)
    (papers / "b.toml").write_text('title = "Bells"')
    ingest(index, [str(papers)], embeddings)
    assert remove(index, [f"{papers}/a.md"], embeddings).removed == [f"{papers}/a.md", f"{papers}/b.md"]
    (papers / "a.md").write_text(BELLS + "Changed.")
    other = papers.parent / "other.md"
    other.write_text(BELLS)
    assert ingest(index, [str(other)], embeddings).added == [str(other)]  # these bytes were asked for
    receipt = ingest(index, [], embeddings)
    assert [path for path, _ in receipt.skipped] == [f"{papers}/a.md", f"{papers}/b.md"]


# Copies and places


def test_a_copy_in_a_folder_that_cannot_be_listed_keeps_its_document(index, papers, shelf, embeddings, monkeypatch):
    (shelf / "deep").mkdir()
    shutil.copy(papers / "lamps.md", shelf / "deep" / "lamps.md")
    ingest(index, [str(papers), str(shelf)], embeddings)
    (papers / "lamps.md").unlink()
    scandir = os.scandir

    def forbidden(path: str) -> object:
        if str(path).endswith("deep"):
            raise PermissionError(13, "Permission denied", str(path))
        return scandir(path)

    with monkeypatch.context() as patched:
        patched.setattr(os, "scandir", forbidden)
        receipt = ingest(index, [], embeddings)
    assert (receipt.removed, receipt.documents) == ([f"{papers}/lamps.md"], 8)
    assert f"{shelf}/deep/lamps.md" in ids(index)


def test_a_copy_of_a_file_over_a_limit_is_tried_under_another(index, papers, embeddings, monkeypatch):
    for name in ("a.md", "b.md"):
        (papers / name).write_text(BELLS)

    def slow(_: Reader, path: Path, document_id: str) -> Parsed:
        if path.read_text() == BELLS:
            raise OverLimit("its reader took more than 1 s")
        return parse(path, document_id)

    with monkeypatch.context() as patched:
        patched.setattr(Reader, "parse", slow)
        assert len(ingest(index, [str(papers)], embeddings, limits=Limits(1)).failed) == 2
    (papers / "a.md").unlink()
    assert ingest(index, [], embeddings).added == [f"{papers}/b.md"]


def test_a_copy_that_goes_is_removed_and_its_document_not_called_renamed(index, papers, embeddings):
    (papers / "a copy.md").write_bytes((papers / "lamps.md").read_bytes())  # which comes first by its name
    ingest(index, [str(papers)], embeddings)
    (papers / "a copy.md").unlink()
    receipt = ingest(index, [], embeddings)
    assert (receipt.removed, receipt.renamed, receipt.added) == ([f"{papers}/a copy.md"], [], [])


def test_a_document_that_is_overwritten_by_a_copy_of_another_has_changed(index, papers, embeddings):
    ingest(index, [str(papers)], embeddings)
    shutil.copy(papers / "harbours.md", papers / "lamps.md")
    receipt = ingest(index, [], embeddings)
    assert (receipt.changed, receipt.removed) == ([f"{papers}/lamps.md"], [])
    assert receipt.duplicates == [(f"{papers}/lamps.md", f"{papers}/harbours.md")]


def test_a_folder_called_like_a_file_in_it_is_guarded_too(index, tmp_path, embeddings):
    folder = tmp_path / "r.md"
    folder.mkdir()
    for name in ("r.md", "a.md", "b.md"):
        (folder / name).write_text(BELLS + name)
    (tmp_path / "more").mkdir()
    for number in range(9):
        (tmp_path / "more" / f"{number}.md").write_text(BELLS + str(number))
    ingest(index, [str(folder), str(tmp_path / "more")], embeddings)
    for path in folder.iterdir():
        path.unlink()
    assert len(ingest(index, [], embeddings).withheld) == 3


def test_an_index_inside_a_folder_is_none_of_its_documents(papers, embeddings):
    receipt = ingest(papers / "index", [str(papers)], embeddings)
    assert (receipt.skipped, receipt.documents) == ([], 2)
    assert ingest(papers / "index", [], embeddings).skipped == []


def test_a_dry_run_takes_a_named_file_that_was_taken_out_and_refuses_another_model(index, papers, embeddings):
    ingest(index, [str(papers)], embeddings)
    remove(index, [f"{papers}/lamps.md"], embeddings)
    assert foreseen(index, [str(papers / "lamps.md")], embeddings).added == [f"{papers}/lamps.md"]
    with pytest.raises(IndexMismatch):
        foreseen(index, [], hashed_words(salt="x"))
    (papers / "broken.pdf").write_bytes(b"no PDF")
    ingest(index, [], embeddings)
    assert [path for path, _ in foreseen(index, [], embeddings).failed] == [f"{papers}/broken.pdf"]


def test_a_dry_run_foretells_of_a_copy_of_a_failing_file_what_the_run_tells(index, papers, embeddings):
    # It ended with an unexpected error: the copy's former version was held against a document that there is not.
    ingest(index, [str(papers)], embeddings)
    for name in ("a.md", "lamps.md"):
        (papers / name).write_bytes(b"")
    ingest(index, [], embeddings)
    foretold, done = foreseen(index, [], embeddings).to_json(), ingest(index, [], embeddings).to_json()
    same = ("added", "changed", "removed", "failed", "in_service", "duplicates", "unchanged")
    assert {name: foretold[name] for name in same} == {name: done[name] for name in same}
    assert foretold["in_service"] == [f"{papers}/lamps.md"]


def test_a_rebuild_with_another_model_that_was_stopped_leaves_the_index_to_the_first(index, papers, embeddings):
    ingest(index, [str(papers)], embeddings)

    def stop(step: str, done: int, total: int) -> None:
        if step == "vectors":
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        ingest(index, [], hashed_words(salt="x"), stop, rebuild=True)
    assert verify(index).sound
    with pytest.raises(IndexMismatch, match="was built with hashed words, not with hashed words x"):
        ingest(index, [], hashed_words(salt="x"))
    assert ingest(index, [], embeddings).generation == 1
    assert Published(index, embeddings).index().manifest.model == "hashed words"


def test_an_index_that_is_made_anew_under_a_running_chat_is_seen(index, papers, embeddings):
    ingest(index, [str(papers)], embeddings)
    reader = Published(index, embeddings)
    assert len(reader.index().records) == 2
    shutil.rmtree(index)
    (papers / "lamps.md").unlink()
    ingest(index, [str(papers)], embeddings)
    assert list(reader.index().records) == [f"{papers}/harbours.md"]


# What is only read or embedded where it must be


def test_another_model_leaves_no_vectors_of_the_one_before(index, papers, embeddings):
    ingest(index, [str(papers)], embeddings)
    ingest(index, [], hashed_words(salt="x"), rebuild=True)
    with closing(sqlite3.connect(index / FILE)) as db:
        assert db.execute("select (select count(*) from models), (select count(*) from vectors)").fetchone() == (1, 2)


def test_only_texts_without_a_vector_are_embedded(index, papers):
    encoder = HashedWords()
    ingest(index, [str(papers)], adapt("hashed words", encoder))
    (papers / "lamps.md").write_text("# Bhutan's statement on lamps\n\nBhutan sells lamps.\n")
    encoder.seen.clear()
    ingest(index, [], adapt("hashed words", encoder))
    assert [text for text in encoder.seen if "sells" in text or "register" in text] == encoder.seen[1:]
    assert len(encoder.seen) == 2  # the probe, and the one text


def test_a_file_that_changes_while_it_is_read_is_read_once_more(index, papers, embeddings, monkeypatch):
    times = 0

    def slow(_: Reader, path: Path, document_id: str) -> Parsed:
        nonlocal times
        parsed = parse(path, document_id)
        if path.name == "lamps.md" and not times:
            times += 1
            path.write_text("# Bhutan's statement on lamps\n\nThe copy is whole now.\n")
        return parsed

    monkeypatch.setattr(Reader, "parse", slow)
    ingest(index, [str(papers)], embeddings)
    assert "whole now" in text_of(index, f"{papers}/lamps.md")
    assert ingest(index, [], embeddings).unchanged == 2


def test_a_file_that_goes_on_changing_is_named_and_tried_again(index, papers, embeddings, monkeypatch):
    def busy(_: Reader, path: Path, document_id: str) -> Parsed:
        parsed = parse(path, document_id)
        if path.name == "lamps.md":
            path.write_text(path.read_text() + "More.\n")
        return parsed

    with monkeypatch.context() as patched:
        patched.setattr(Reader, "parse", busy)
        receipt = ingest(index, [str(papers)], embeddings)
    assert receipt.failed == [(f"{papers}/lamps.md", "it changes while it is read: run again when it is whole")]
    assert ingest(index, [], embeddings).added == [f"{papers}/lamps.md"]


def test_a_clean_index_of_the_same_files_is_the_same(index, tmp_path, papers, embeddings):
    ingest(index, [str(papers)], embeddings)
    (papers / "bells.md").write_text(BELLS)
    (papers / "harbours.md").unlink()
    ingest(index, [], embeddings)
    ingest(tmp_path / "clean", [str(papers)], embeddings)
    assert published(index) == published(tmp_path / "clean")
    with closing(Truth(index)) as one, closing(Truth(tmp_path / "clean")) as other:
        assert one.seals() == other.seals()
