"""Scanning: which files a root holds, what they are called, and what cannot be taken."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from ingest.errors import BadInput
from ingest.scan import resolve, scan


def ids(root: Path, *others: Path) -> list[str]:
    seen = scan(str(root), root.name, [str(other) for other in others])
    return [file.document_id for file in seen.found]


def test_the_files_of_a_folder_are_called_by_the_name_given_and_their_path_inside(papers):
    (papers / "north").mkdir()
    (papers / "north" / "bells.txt").write_text("Bells are loud.")
    assert ids(papers) == ["papers/harbours.md", "papers/lamps.md", "papers/north/bells.txt"]


def test_hidden_files_lock_files_and_sidecars_are_passed_over(papers):
    for name in (".secret.md", "~$lamps.docx", "metadata.csv", "README.md"):
        (papers / name).write_text("x")
    (papers / ".git").mkdir()
    (papers / ".git" / "a.md").write_text("x")
    seen = scan(str(papers), "papers", [])
    assert [file.document_id for file in seen.found] == ["papers/harbours.md", "papers/lamps.md"]
    assert seen.skipped == []


def test_what_is_skipped_is_named_with_its_reason(papers):
    (papers / "sums.xls").write_text("x")
    (papers / "gone.pdf").symlink_to(papers / "nowhere.pdf")
    (papers / "elsewhere").symlink_to(papers.parent)
    assert scan(str(papers), "papers", []).skipped == [
        ("papers/elsewhere", "a link to a folder"),
        ("papers/gone.pdf", "a link to nothing"),
        ("papers/sums.xls", "format .xls is not read"),
    ]


def test_a_pipe_is_named_and_not_waited_for(papers):
    os.mkfifo(papers / "pipe.txt")
    seen = scan(str(papers), "papers", [])
    assert [(file.document_id, file.reason) for file in seen.found if file.reason] == [
        ("papers/pipe.txt", "not a regular file")
    ]


def test_names_that_a_terminal_cannot_show_are_escaped(papers):
    (papers / "two\nlines.md").write_text("x")
    Path(os.fsdecode(os.fsencode(papers) + b"/caf\xe9.md")).write_text("x")
    assert ids(papers)[0] == "papers/caf\\xe9.md"
    assert ids(papers)[-1] == "papers/two\\x0alines.md"


def test_files_with_a_root_of_their_own_are_left_to_it(papers):
    assert ids(papers, papers / "lamps.md") == ["papers/harbours.md"]


def test_a_file_may_be_a_root(papers):
    assert ids(papers / "lamps.md") == ["lamps.md"]


def test_a_path_inside_a_known_root_is_that_root(papers):
    known = {str(papers): "papers"}
    assert resolve(str(papers / "lamps.md"), known) == (str(papers), "papers")


def test_a_new_root_is_called_as_it_was_given(papers, monkeypatch):
    monkeypatch.chdir(papers.parent)
    assert resolve("./papers/", {}) == (str(papers), "papers")


@pytest.mark.parametrize("given", ["papers", "papers/north", "papers/harbours.md"])
def test_a_name_that_could_call_two_documents_alike_gives_way_to_the_whole_path(papers, monkeypatch, given):
    # "papers/harbours.md" of another folder took the place of the first in the index.
    other = papers.parent / "other"
    (other / "papers" / "north").mkdir(parents=True)
    (other / "papers" / "harbours.md").write_text("Another harbour.")
    monkeypatch.chdir(other)
    path, name = resolve(given, {str(papers): "papers"})
    assert path == name == str(other / given)


def test_a_folder_above_a_known_root_keeps_its_short_name(papers, monkeypatch):
    (papers / "north").mkdir()
    monkeypatch.chdir(papers.parent)
    assert resolve("papers", {str(papers / "north"): "papers/north"}) == (str(papers), "papers")


@pytest.mark.parametrize(
    ("name", "reason"),
    [
        ("nowhere", "no such file or folder"),
        ("sums.xls", r"format \.xls is not read: \.pdf, \.docx"),
        ("x" * 300, "File name too long"),
        ("~nobody-of-this-name/papers", "home directory"),
    ],
)
def test_a_path_that_cannot_be_taken_says_why(papers, monkeypatch, name, reason):
    (papers / "sums.xls").write_text("x")
    monkeypatch.chdir(papers)
    with pytest.raises(BadInput, match=reason):
        resolve(name, {})


def test_a_root_whose_name_is_no_utf8_is_refused(tmp_path):
    folder = os.fsdecode(os.fsencode(tmp_path) + b"/caf\xe9")
    os.mkdir(folder)
    with pytest.raises(BadInput, match="not valid UTF-8"):
        resolve(folder, {})
