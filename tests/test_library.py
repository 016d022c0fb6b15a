"""The library behind the Documents view: what is listed, what a rescan and an upload do, and how it is said."""

from __future__ import annotations

import errno
import fcntl
import json
import os
import threading
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from types import SimpleNamespace

import numpy as np
import pytest
from browsing import Tags
from fakes import hashed_words

from app import library_cards, uploads
from app.library import Contents, Library, Outcome, Row, Run
from app.settings import Settings
from app.uploads import keep, safe_name
from app.wording import unexpected
from ingest.document import Document
from ingest.errors import BadInput, NoIndex, NotWritable
from ingest.receipt import FILE, Receipt
from ingest.run import ingest
from retriever.index import Published

LAMP = b"# Bhutan's statement on lighthouses (invented)\n\nBhutan asks for a lighthouse.\n"
OTHER = b"# Nauru's statement on lighthouses (invented)\n\nNauru asks for none.\n"


@pytest.fixture
def library(index, papers, embeddings) -> Library:
    """Over an index of harbours.md and lamps.md; uploads go to a folder beside it."""
    ingest(index, [str(papers)], embeddings)
    return Library(Published(index, embeddings), Settings(index=index))


def given(tmp_path: Path, name: str = "statement.md", content: bytes = LAMP) -> tuple[Path, str]:
    """A file as Gradio hands it over: its temporary copy, and what its owner calls it."""
    number = len(list(tmp_path.glob("received-*")))
    path = tmp_path / f"received-{number}"
    path.write_bytes(content)
    return path, name


def states(library: Library) -> dict[str, tuple[str, ...]]:
    return {Path(row.document.id).name: row.status for row in library.rows()}


def write_receipt(index: Path, receipt: Receipt) -> None:
    (index / FILE).write_text(json.dumps(receipt.to_json()), "utf-8")


@contextmanager
def another_ingest(index: Path):
    with (index / "lock").open("a+") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        yield


# What is listed


def test_each_document_is_a_row_with_its_passages(library, papers):
    rows = library.rows()
    assert [row.document.id for row in rows] == [str(papers / "harbours.md"), str(papers / "lamps.md")]
    assert rows[0].document.holder == "Nauru"
    assert sum(row.passages for row in rows) == len(library.published.index().row_of)
    assert {row.status for row in rows} == {("current",)}


def test_without_an_index_there_is_nothing_to_list(index, embeddings):
    with pytest.raises(NoIndex, match="run `rapporteur ingest PATH` first"):
        Library(Published(index, embeddings), Settings(index=index)).contents()


def of_index(*documents: Document, superseded_by: dict[str, str] | None = None, folder: Path) -> Library:
    records = {document.id: document for document in documents}
    index = SimpleNamespace(
        records=records,
        superseded_by=superseded_by or {},
        document_ids=np.array(list(records), dtype=object),
        manifest=SimpleNamespace(number=3),
    )
    published = SimpleNamespace(folder=folder, embeddings=None, index=lambda: index)
    return Library(published, Settings(index=folder))


def test_an_index_without_documents_has_no_rows(tmp_path):
    assert of_index(folder=tmp_path).contents() == Contents(generation=3, rows=())


PAPER = Document("papers/a.pdf", "0" * 64, "", title="Paper", symbol="A/XX/1", page_starts=(0, 10, 20))
REVISED = replace(PAPER, id="papers/b.pdf", symbol="A/XX/1/Rev.1")


@pytest.mark.parametrize(
    ("known", "status", "warned"),
    [
        ({}, ("current",), False),
        ({"empty_pages": (2,)}, ("current", "1 of 3 pages without text"), True),
        ({"ocr_pages": (1, 2, 3)}, ("current", "read by OCR"), False),
        ({"ocr_pages": (1,)}, ("current", "1 of 3 pages read by OCR"), False),
        ({"problem": "an old text layer"}, ("current", "an old text layer"), True),
        ({"locations": ("papers/copy.pdf",)}, ("current", "also at papers/copy.pdf"), False),
    ],
)
def test_the_status_says_what_a_reader_should_know(tmp_path, known, status, warned):
    (row,) = of_index(replace(PAPER, **known), folder=tmp_path).rows()
    assert (row.status, row.warned) == (status, warned)


def test_a_superseded_text_names_what_replaced_it(tmp_path):
    rows = of_index(PAPER, REVISED, superseded_by={PAPER.id: REVISED.id}, folder=tmp_path).rows()
    assert [row.status for row in rows] == [("superseded by A/XX/1/Rev.1",), ("current",)]


@pytest.mark.parametrize(
    ("receipt", "status"),
    [
        (
            Receipt(failed=[("papers/a.pdf", "it is locked")], in_service=["papers/a.pdf"]),
            "former version: its file cannot be read now (it is locked)",
        ),
        (Receipt(withheld=["papers/a.pdf"]), "its file is gone; kept"),
        (Receipt(failed=[("papers", "the folder is gone")]), "its folder cannot be read now; kept"),
    ],
    ids=["failed", "withheld", "folder gone"],
)
def test_what_is_served_though_its_file_is_not_there_is_not_called_current(tmp_path, receipt, status):
    write_receipt(tmp_path, receipt)
    (row,) = of_index(PAPER, folder=tmp_path).rows()
    assert (row.status, row.warned) == ((status,), True)


def test_a_document_whose_file_is_gone_is_called_so_whatever_the_last_receipt_told(library, papers, tmp_path):
    # The receipt of an upload hid what the rescan before it had withheld.
    for name in ("lamps.md", "harbours.md"):
        (papers / name).unlink()
    assert len(library.rescan().withheld) == 2
    library.add([given(tmp_path)])
    assert states(library)["lamps.md"] == ("its file is gone; kept",)
    assert states(library)["statement.md"] == ("current",)


def test_uploads_that_had_to_wait_are_taken_by_the_next_rescan_though_a_folder_is_gone(library, papers, tmp_path):
    with (library.published.folder / "lock").open("a+") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        assert "the next rescan takes them" in library.add([given(tmp_path)]).problem
    papers.rename(papers.parent / "unplugged")
    receipt = library.rescan()
    assert receipt.added == [str(tmp_path / "uploads" / "statement.md")]
    assert len(receipt.withheld) == 2


def test_a_former_version_is_called_so_also_after_an_ingest_of_another_folder(library, papers, tmp_path):
    # The last receipt tells only of the folders that it looked at.
    (papers / "lamps.md").write_bytes(b"")
    library.rescan()
    library.add([given(tmp_path)])
    assert states(library)["lamps.md"] == ("former version: its file cannot be read now (the file is empty)",)
    assert states(library)["harbours.md"] == ("current",)


def test_an_index_of_another_model_is_listed_with_the_reason_why_it_cannot_be_asked(library):
    other = Library(Published(library.published.folder, hashed_words("other")), library.settings)
    shown = other.contents()
    assert len(shown.rows) == 2
    assert "was built with hashed words" in shown.problem


# A rescan


def test_a_rescan_takes_what_is_new_in_all_folders(library, papers):
    (papers / "new.md").write_bytes(LAMP)
    stages = []
    receipt = library.rescan(lambda stage, done, total: stages.append(stage))
    assert receipt.added == [str(papers / "new.md")]
    assert "new.md" in states(library)
    assert {"read", "embed"} <= set(stages)


def test_a_rescan_looks_only_at_folders_that_were_given_or_uploaded_to(library, tmp_path):
    (tmp_path / "uploads").mkdir()
    (tmp_path / "uploads" / "mine.md").write_bytes(LAMP)
    assert library.rescan().added == []
    assert len(library.add([given(tmp_path, content=OTHER)]).receipt.added) == 2


def test_the_command_that_removes_what_was_withheld_names_an_index_that_is_not_the_default(embeddings):
    here = Library(Published(Path(".rapporteur"), embeddings), Settings())
    other = Library(Published(Path("my index"), embeddings), Settings())
    assert here.removal == "rapporteur ingest --allow-mass-delete"
    assert other.removal == "rapporteur ingest --allow-mass-delete --index 'my index'"


# An upload


def test_a_file_that_is_handed_over_is_kept_and_indexed(library, tmp_path):
    done = library.add([given(tmp_path)])
    path = tmp_path / "uploads" / "statement.md"
    assert path.read_bytes() == LAMP
    assert done.receipt.added == [str(path)]
    assert (done.notes, done.problem) == ((), "")
    assert [each.name for each in path.parent.iterdir()] == ["statement.md"]
    assert "statement.md" in states(library)


def test_the_folder_of_uploads_can_be_chosen(index, papers, embeddings, tmp_path):
    ingest(index, [str(papers)], embeddings)
    library = Library(Published(index, embeddings), Settings(index=index, uploads=tmp_path / "inbox"))
    library.add([given(tmp_path)])
    assert (tmp_path / "inbox" / "statement.md").exists()


def test_the_same_file_again_is_already_there(library, tmp_path):
    library.add([given(tmp_path)])
    done = library.add([given(tmp_path)])
    assert done.notes == ("statement.md is already there, with the same bytes",)
    assert done.receipt.added == []
    assert [path.name for path in (tmp_path / "uploads").iterdir()] == ["statement.md"]


def test_two_files_of_one_name_are_both_kept(library, tmp_path):
    done = library.add([given(tmp_path), given(tmp_path, content=OTHER)])
    assert done.notes == ("statement (2).md: kept under this name, for another statement.md is there",)
    assert len(done.receipt.added) == 2
    assert (tmp_path / "uploads" / "statement.md").read_bytes() == LAMP
    assert (tmp_path / "uploads" / "statement (2).md").read_bytes() == OTHER
    again = library.add([given(tmp_path, content=OTHER)])
    assert again.notes == ("statement (2).md is already there, with the same bytes",)


@pytest.mark.parametrize(
    ("name", "content", "reason"),
    [
        ("run.exe", b"x", "run.exe was not added: format .exe is not read; those that are: .pdf, .docx,"),
        ("paper", b"x", "paper was not added: format without suffix is not read"),
        (".md", b"x", "md was not added: format without suffix is not read"),
        ("", b"x", "a file without a name was not added"),
        ("Readme.md", b"x", "Readme.md was not added: a file of this name describes its folder"),
        ("empty.md", b"", "empty.md was not added: the file is empty"),
        ("big.md", b"x" * 101, "big.md was not added: larger than 0 MB"),
    ],
)
def test_a_file_that_cannot_be_indexed_is_refused_with_the_reason(
    library, tmp_path, monkeypatch, name, content, reason
):
    monkeypatch.setattr(uploads, "MOST_BYTES", 100)
    done = library.add([given(tmp_path, name, content)])
    assert done.notes[0].startswith(reason)
    assert done.receipt is None
    assert not (tmp_path / "uploads").exists()


def test_a_refused_file_does_not_keep_the_others_out(library, tmp_path):
    done = library.add([given(tmp_path, "run.exe"), given(tmp_path)])
    assert len(done.notes) == 1
    assert [Path(path).name for path in done.receipt.added] == ["statement.md"]


def test_a_broken_file_is_named_in_the_receipt_and_stays_in_the_folder(library, tmp_path):
    done = library.add([given(tmp_path, "broken.pdf", b"%PDF-1.7 broken")])
    ((path, reason),) = done.receipt.failed
    assert Path(path).name == "broken.pdf"
    assert "not a readable PDF" in reason
    assert (tmp_path / "uploads" / "broken.pdf").exists()


def test_files_that_come_while_another_ingest_runs_are_taken_by_the_next_rescan(library, tmp_path):
    with another_ingest(library.published.folder):
        done = library.add([given(tmp_path)])
    assert done.receipt is None
    assert "another ingest is writing" in done.problem
    assert f"The files are kept in {tmp_path / 'uploads'}, and the next rescan takes them" in done.problem
    assert [Path(path).name for path in library.rescan().added] == ["statement.md"]


def test_a_folder_that_cannot_be_written_is_said_in_one_line(library, tmp_path):
    (tmp_path / "uploads").write_text("a file", "utf-8")
    done = library.add([given(tmp_path)])
    assert done.receipt is None
    assert done.notes[0] == (
        f"{tmp_path / 'uploads'} is not a folder, or lies below a file: choose another folder with the setting uploads"
    )
    assert "\n" not in done.notes[0]


def test_a_full_disk_leaves_no_half_file(tmp_path, monkeypatch):
    def full(*_: object) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(uploads.shutil, "copyfileobj", full)
    with pytest.raises(NotWritable, match="No space left on device"):
        keep(*given(tmp_path), tmp_path / "uploads")
    assert list((tmp_path / "uploads").iterdir()) == []


def test_a_disk_without_hard_links_keeps_files_without_overwriting(tmp_path, monkeypatch):
    def without(source: Path, target: Path) -> None:
        if Path(target).exists():
            raise FileExistsError
        raise OSError(errno.EPERM, "Operation not permitted")

    monkeypatch.setattr(os, "link", without)
    folder = tmp_path / "uploads"
    assert keep(*given(tmp_path), folder)[0] == "statement.md"
    assert keep(*given(tmp_path, content=OTHER), folder)[0] == "statement (2).md"
    assert (folder / "statement.md").read_bytes() == LAMP
    assert (folder / "statement (2).md").read_bytes() == OTHER


def test_a_link_at_the_name_is_not_written_through(tmp_path):
    folder = tmp_path / "uploads"
    folder.mkdir()
    (tmp_path / "precious.md").write_bytes(b"precious")
    (folder / "statement.md").symlink_to(tmp_path / "precious.md")
    assert keep(*given(tmp_path), folder)[0] == "statement (2).md"
    assert (tmp_path / "precious.md").read_bytes() == b"precious"


@pytest.mark.parametrize(
    ("given", "name"),
    [
        ("statement (final).pdf", "statement (final).pdf"),
        ("../../etc/passwd.txt", "passwd.txt"),
        ("C:\\papers\\a.docx", "a.docx"),
        (".hidden.md", "hidden.md"),
        ("~$open.docx", "open.docx"),
        ("a\nb\x00\u202e.md", "ab.md"),
        ("\ud800.md", "?.md"),
        ("بيان.md", "بيان.md"),
        ("é.md", "é.md"),
        ("<img src=x>.md", "<img src=x>.md"),
        ("é" * 300 + ".md", "é" * 98 + ".md"),
        ("a." + "b" * 300, "a." + "b" * 198),
        ("..", ""),
    ],
)
def test_a_name_is_reduced_to_what_a_scan_can_see_and_a_disk_can_hold(given, name):
    assert safe_name(given) == name
    assert len(safe_name(given).encode()) <= uploads.MOST_NAME_BYTES


# A run in the background


def test_a_run_tells_how_far_it_is_and_what_came_of_it():
    run = Run(lambda show: show("read", 1, 2) or "done")
    assert run.wait(60)
    assert (run.stage, run.done, run.total, run.outcome, run.error) == ("read", 1, 2, "done", "")


def test_an_error_of_a_run_is_one_line_and_one_of_ours_is_logged(caplog):
    def refuse(show):
        raise BadInput("no folder given")

    def fail(show):
        raise RuntimeError("a secret of the server")

    runs = [Run(refuse), Run(fail)]
    assert all(run.wait(60) for run in runs)
    assert [run.error for run in runs] == ["no folder given", unexpected()]
    assert "a secret of the server" in caplog.text


def test_a_run_that_is_stopped_ends_at_its_next_step_and_the_next_ingest_goes_on(library, papers):
    reached, go_on = threading.Event(), threading.Event()

    def work(show):
        def waiting(stage, done, total):
            show(stage, done, total)
            if stage == "embed":
                reached.set()
                go_on.wait(60)
                show(stage, done, total)

        return library.rescan(waiting)

    (papers / "new.md").write_bytes(LAMP)
    library.running = Run(work)
    assert reached.wait(60)
    library.running.stop()
    go_on.set()
    assert library.running.wait(60)
    assert library.running.error == "stopped: what was read is kept, and the next ingest goes on"
    assert not library.close()  # nothing runs any more
    assert [Path(path).name for path in library.rescan().added] == ["new.md"]


# How it is said


ATTACK = '"><img src=x onerror=alert(1)><script>alert(2)</script>'
EVERYTHING = Receipt(
    added=["papers/a.md"],
    changed=["papers/b.md"],
    renamed=[("papers/new.md", "papers/old.md")],
    superseded=[("papers/draft.md", "papers/final.md")],
    removed=["papers/c.md"],
    withheld=["papers/d.md"],
    failed=[("papers/e.md", "it is locked"), ("papers/f.md", "the file is empty")],
    in_service=["papers/e.md"],
    skipped=[("papers/g.doc", "format .doc is not read")],
    duplicates=[("papers/h.md", "papers/a.md")],
    without_text=[("papers/i.pdf", 2, 9)],
    unchanged=1234,
    documents=1250,
    passages=20_000,
    embedded=17,
    generation=8,
    seconds=83.2,
    finished="2024-03-04T14:02:11+00:00",
)


def test_a_receipt_is_told_in_words():
    text = Tags(library_cards.receipt(EVERYTHING, Path("index"), "rapporteur ingest --allow-mass-delete")).text
    for part in (
        "Finished on 4 March 2024 at 14:02 UTC, after 1 min 23 s",
        "Could not be read: 2papers/e.md: it is locked; what was read of it before stays in service",
        "papers/f.md: the file is empty",
        "Withheld: 1In service though their files are gone",
        "If they are to go, run rapporteur ingest --allow-mass-delete.papers/d.md",
        "With pages without text: 1papers/i.pdf: 2 of 9 pages",
        "Added: 1papers/a.md",
        "Changed: 1papers/b.md",
        "Renamed: 1papers/new.md, before papers/old.md",
        "Superseded: 1papers/draft.md, by papers/final.md",
        "Removed: 1papers/c.md",
        "Passed over: 1papers/g.doc: format .doc is not read",
        "Copies of an indexed document: 1papers/h.md, the same as papers/a.md",
        "1,234 unchanged. 1,250 documents and 20,000 passages, 17 embedded now, in generation 8.",
    ):
        assert part in text
    assert "empty; what was read" not in text


def test_long_lists_of_a_receipt_are_folded_and_short_ones_open():
    short = library_cards.receipt(Receipt(added=["a"]), Path("index"), "")
    long = library_cards.receipt(Receipt(added=[f"{number}.md" for number in range(1200)]), Path("index"), "")
    assert "<details open>" in short
    assert "<details>" in long
    assert "and 200 more, named in index/receipt.json" in long


def test_before_the_first_receipt_that_is_said():
    assert "No ingest has left a receipt here yet." in library_cards.receipt(None, Path("index"), "")


@pytest.mark.parametrize(
    ("stage", "words"),
    [
        ("", "Starting"),
        ("keep", "Keeping 12 of 3,200"),
        ("read", "Reading 12 of 3,200"),
        ("read by OCR", "Reading page 12 of 3,200 by OCR"),
        ("embed", "Embedding 12 of 3,200"),
        ("lexical", "Publishing"),
    ],
)
def test_progress_is_said_in_words(stage, words):
    assert f"<p>{words}</p>" in library_cards.progress(stage, 12, 3200)


def test_an_outcome_is_said_in_one_line():
    assert Tags(library_cards.outcome(Outcome(receipt=EVERYTHING))).text == (
        "Done: 1 added, 1 changed, 1 renamed, 1 removed, 1 withheld, 2 could not be read."
    )
    assert "Done: nothing has changed." in library_cards.outcome(Outcome(receipt=Receipt()))
    shown = library_cards.outcome(None, "busy: run `rapporteur ingest`")
    words = "busy: run <code>rapporteur ingest</code>"
    assert shown == f'<div role="status"><p class="problem"><bdi>{words}</bdi></p></div>'


def test_no_word_of_a_document_becomes_html():
    document = Document(ATTACK, "", "", *[ATTACK] * 12, languages=(ATTACK,), locations=(ATTACK,))
    row = Row(document, 1, (ATTACK, f"also at {ATTACK}"), warned=True)
    pairs = [(ATTACK, ATTACK)]
    receipt = Receipt(
        *[[ATTACK], [ATTACK], pairs, pairs, [ATTACK], [ATTACK], pairs, [ATTACK], pairs, pairs], [(ATTACK, 1, 2)],
        finished=ATTACK,
    )  # fmt: skip
    parts = [
        library_cards.table([row]),
        library_cards.receipt(receipt, Path(ATTACK), ATTACK),
        library_cards.summary(Contents(1, (row,), ATTACK)),
        library_cards.outcome(Outcome((ATTACK,), receipt, ATTACK), ATTACK),
        library_cards.unlisted(ATTACK),
        library_cards.progress(ATTACK, 1, 2),
    ]
    page = Tags("".join(parts))
    assert not page.names & {"img", "script"}
    assert not {name for name in page.attributes if name.startswith("on")}
    assert page.text.count(ATTACK) > 25


def test_the_table_has_heads_for_its_rows_and_columns_and_isolates_right_to_left_titles():
    document = Document("papers/a.md", "", "", title="ورقة (نص مخترع)", date="2024-03-04/2024-03-08")
    html = library_cards.table([Row(document, 1, ("current",))])
    assert html.count('<th scope="col"') == len(library_cards.HEADS)
    assert '<th scope="row"><bdi>ورقة (نص مخترع)</bdi>' in html
    assert '<td data-order="2024-03-04/2024-03-08"><bdi>4–8 March 2024</bdi></td>' in html


def test_only_the_first_rows_of_a_long_table_are_drawn_at_once():
    rows = [Row(replace(PAPER, id=str(number)), 1, ("current",)) for number in range(library_cards.STEP + 5)]
    assert library_cards.table(rows).count("<tr hidden>") == 5
