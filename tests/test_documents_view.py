"""The Documents view in a real browser, over a real index: what is listed, a rescan, files that are dropped."""

from __future__ import annotations

import fcntl
import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from browsing import free_port, visit
from conftest import LAMPS, PORTS
from fakes import HashedWords, hashed_words

from app import chat
from app.assistant import Assistant
from app.library import Library
from app.page import gradio
from app.settings import Settings
from ingest.embedding import adapt
from ingest.receipt import FILE, Receipt
from ingest.run import ingest
from retriever.index import Published

pytestmark = [  # what Gradio does with pandas and leaves open at exit is not ours to mend
    pytest.mark.filterwarnings("ignore::DeprecationWarning:gradio"),
    pytest.mark.filterwarnings("ignore::ResourceWarning"),
    pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning"),
]

SLOW = "snail"  # a text with this word is embedded only when the gate is open


class Gated(HashedWords):
    """Hashed words that wait for `gate` before they embed a text with the word SLOW."""

    def __init__(self) -> None:
        super().__init__()
        self.gate = threading.Event()
        self.gate.set()

    def embed_documents(self, texts: list[str]) -> list[list[float]]:
        if any(SLOW in text for text in texts):
            self.gate.wait(120)
        return super().embed_documents(texts)


@pytest.fixture
def site(tmp_path) -> Iterator[SimpleNamespace]:
    """The chat over an index of two papers; `embeddings.gate` holds an ingest up."""
    papers, index, embeddings = tmp_path / "papers", tmp_path / "index", Gated()
    papers.mkdir()
    (papers / "harbours.md").write_text(PORTS, "utf-8")
    (papers / "lamps.md").write_text(LAMPS, "utf-8")
    published = Published(index, adapt("gated", embeddings))
    ingest(index, [str(papers)], published.embeddings)
    assistant = Assistant(published)
    page = chat.build(assistant, Library(published, Settings(index=index)))
    url = chat.launch(page, "127.0.0.1", free_port())
    yield SimpleNamespace(
        url=url, papers=papers, index=index, uploads=tmp_path / "uploads", gate=embeddings.gate, published=published
    )
    embeddings.gate.set()
    page.close(verbose=False)


@contextmanager
def opened(browser: Any, site: SimpleNamespace) -> Iterator[Any]:
    with visit(browser, site.url) as page:
        page.get_by_role("tab", name="Documents").click()
        page.wait_for_selector("#receipt h2")
        yield page


@pytest.fixture
def page(browser, site) -> Iterator[Any]:
    """The Documents view in a new window, as `browsing.visit` watches it."""
    with opened(browser, site) as page:
        yield page


def rows(page: Any) -> list[str]:
    """The first words of each row that is shown."""
    return [head.splitlines()[0] for head in page.locator("#table tbody tr:visible th").all_inner_texts()]


def paper(name: str, text: str) -> dict[str, Any]:
    return {"name": name, "mimeType": "text/markdown", "buffer": text.encode()}


def upload(page: Any, *files: dict[str, Any]) -> None:
    page.set_input_files("#drop input[type=file]", list(files))


def said(page: Any, text: str) -> None:
    page.locator("#progress [role=status]", has_text=text).wait_for()


def test_the_documents_are_listed_with_what_is_known_of_them(page, site):
    assert "2 documents, " in page.locator("#indexed").inner_text()
    assert rows(page) == ["Nauru's statement on harbours", "Bhutan's statement on lamps"]
    cells = page.locator("#table tbody tr").first.locator("td").all_inner_texts()
    assert cells[0] == "Nauru"
    assert cells[-1].strip() == "current"


def test_the_table_is_filtered_as_one_types_and_sorted_by_a_click(page):
    wanted = page.get_by_role("searchbox", name="Find in the table")
    wanted.press_sequentially("bhutan LAMP")
    page.locator("#find output", has_text="1 of 2").wait_for()
    assert rows(page) == ["Bhutan's statement on lamps"]
    wanted.fill("")
    page.get_by_role("button", name="Holder").click()
    assert rows(page) == ["Bhutan's statement on lamps", "Nauru's statement on harbours"]
    page.get_by_role("button", name="Holder").click()
    assert rows(page) == ["Nauru's statement on harbours", "Bhutan's statement on lamps"]
    assert page.locator("th[aria-sort=descending]").inner_text().startswith("Holder")


def test_a_rescan_shows_what_is_new_and_keeps_what_was_typed_in_the_search(page, site):
    page.get_by_role("searchbox").fill("lighthouse")
    page.locator("#find output", has_text="0 of 2").wait_for()
    (site.papers / "new.md").write_text(
        "# Kenya's statement on lighthouses (invented)\n\nKenya asks for one.\n", "utf-8"
    )
    page.get_by_role("button", name="Rescan all folders").click()
    said(page, "Done: 1 added.")
    page.locator("#find output", has_text="1 of 3").wait_for()
    assert rows(page) == ["Kenya's statement on lighthouses (invented)"]
    page.locator("#top", has_text="3 documents indexed").wait_for()


def test_a_file_that_is_dropped_on_the_page_is_indexed_and_answers_questions_without_a_restart(page, site):
    text = "# Kenya's statement on lighthouses (invented)\n\nKenya asks for a lighthouse keeper in every port.\n"
    handle = page.evaluate_handle(
        """([text]) => {
            const dropped = new DataTransfer();
            dropped.items.add(new File([text], "statement (Kenya) #1.md", {type: "text/markdown"}));
            return dropped;
        }""",
        [text],
    )
    page.locator("#drop .upload-container").dispatch_event("drop", {"dataTransfer": handle})
    said(page, "Done: 1 added.")
    assert (site.uploads / "statement (Kenya) #1.md").read_text("utf-8") == text
    assert "Kenya's statement on lighthouses (invented)" in rows(page)
    page.locator("#top", has_text="3 documents indexed").wait_for()
    page.get_by_role("tab", name="Ask").click()
    ask(page, "What does Kenya ask for?")
    page.wait_for_selector("#citation-1")
    assert "lighthouse keeper" in page.locator("#citation-1").inner_text()


def ask(page: Any, question: str) -> None:
    box = page.get_by_role("textbox", name="Question")
    box.fill(question)
    box.press("Enter")


def test_nothing_of_an_upload_stays_where_gradio_put_it(page):
    import os

    upload(page, paper("a.md", "# Kenya's paper (invented)\n\nKenya agrees.\n"), paper("run.exe", "x"))
    said(page, "Done: 1 added.")
    received = Path(os.environ["GRADIO_TEMP_DIR"])
    assert [path for path in received.rglob("*") if path.is_file()] == []
    assert received.stat().st_mode & 0o077 == 0
    assert gradio().utils.get_upload_folder() == str(received)


def test_what_cannot_be_taken_is_said_of_each_file(page, site):
    upload(page, paper("run.exe", "x"), paper("README.md", "# Notes\n"), paper("bad.pdf", "%PDF-1.7 no"))
    said(page, "1 could not be read")
    told = page.locator("#progress").inner_text()
    assert "run.exe was not added: format .exe is not read; those that are: .pdf, .docx" in told
    assert "README.md was not added" in told
    assert [path.name for path in site.uploads.iterdir()] == ["bad.pdf"]


def test_the_last_receipt_is_told_with_the_command_that_removes_what_was_withheld(browser, site):
    receipt = Receipt(withheld=["papers/gone.md"], failed=[("papers/x.pdf", "the file is empty")], generation=1)
    (site.index / FILE).write_text(json.dumps(receipt.to_json()), "utf-8")
    with opened(browser, site) as page:
        told = page.locator("#receipt").inner_text()
    assert "papers/x.pdf: the file is empty" in told
    assert f"rapporteur ingest --allow-mass-delete --index {site.index}" in told


def test_a_hostile_name_or_title_is_shown_and_does_nothing(page, site):
    name = "<img src=x onerror=alert(1)>.md"
    upload(
        page,
        paper(name, "# Kenya's paper {{constructor}} ${alert(2)} (invented)\n\n<script>alert(3)</script> Kenya.\n"),
    )
    said(page, "Done: 1 added.")
    row = page.locator("#table tbody tr", has_text="<img src=x onerror=alert(1)>.md")
    assert "${alert(2)}" in row.inner_text()
    assert page.locator("#documents-view img, #documents-view script").count() == 0
    assert (site.uploads / name).exists()


def test_while_another_ingest_runs_that_is_said_and_the_files_are_taken_later(page, site):
    with (site.index / "lock").open("a+") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        page.get_by_role("button", name="Rescan all folders").click()
        said(page, "another ingest is writing")
        upload(page, paper("a.md", "# Kenya's paper (invented)\n\nKenya agrees.\n"))
        said(page, "The files are kept in")
    assert len(rows(page)) == 2
    page.get_by_role("button", name="Rescan all folders").click()
    said(page, "Done: 1 added.")
    assert len(rows(page)) == 3


def test_while_an_ingest_runs_others_can_ask_and_see_how_far_it_is(page, site, browser):
    with opened(browser, site) as other:
        site.gate.clear()
        upload(page, paper("slow.md", f"# Kenya's paper on a {SLOW} (invented)\n\nKenya likes the {SLOW}.\n"))
        page.locator("#progress", has_text="Embedding 0 of 1").wait_for()
        assert page.locator("#progress progress").is_visible()
        assert page.get_by_role("button", name="Rescan all folders").is_disabled()
        assert page.locator("#drop input[type=file]").count() == 0
        other.get_by_role("button", name="Rescan all folders").click()
        said(other, "another ingest is writing")
        other.get_by_role("tab", name="Ask").click()
        ask(other, "What does Nauru ask for?")
        other.wait_for_selector("#citation-1")
        other.get_by_role("tab", name="Documents").click()
        other.locator("#progress", has_text="Embedding 0 of 1").wait_for()
        site.gate.set()
        for each in (page, other):
            said(each, "Done: 1 added.")
            each.get_by_role("button", name="Rescan all folders", disabled=False).wait_for()
            assert len(rows(each)) == 3


def test_an_ingest_goes_on_to_its_end_when_the_browser_goes_away(browser, site):
    site.gate.clear()
    with opened(browser, site) as page:
        upload(page, paper("slow.md", f"# Kenya's paper on a {SLOW} (invented)\n\nKenya likes the {SLOW}.\n"))
        page.locator("#progress", has_text="Embedding").wait_for()
    site.gate.set()
    with opened(browser, site) as page:
        page.locator("#indexed", has_text="3 documents").wait_for()
        assert "Kenya's paper on a snail (invented)" in rows(page)


def test_an_index_that_was_rebuilt_with_another_model_is_listed_and_that_is_said(browser, site):
    ingest(site.index, [], hashed_words("other"), rebuild=True)
    with opened(browser, site) as page:
        assert "was built with hashed words" in page.locator("#indexed").inner_text()
        assert len(rows(page)) == 2
        page.get_by_role("button", name="Rescan all folders").click()
        said(page, "was built with")


def test_on_a_narrow_screen_nothing_is_cut_off(page):
    page.set_viewport_size({"width": 390, "height": 800})
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
    assert page.locator("#table .listed").evaluate("frame => frame.scrollWidth <= frame.clientWidth")


def test_the_view_can_be_used_with_the_keyboard(page):
    page.get_by_role("tab", name="Documents").focus()
    reached = []
    for _ in range(8):
        page.keyboard.press("Tab")
        reached.append(page.evaluate("document.activeElement.innerText || document.activeElement.id"))
    assert "Rescan all folders" in reached
    assert "wanted" in reached
