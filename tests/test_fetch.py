"""Fetching by symbol: slow, plain, one at a time; what is wrong is never kept, what is kept says where it is from."""

from __future__ import annotations

import ast
import fcntl
import json
import os
import re
import signal
import subprocess
import sys
import threading
import time
import tomllib
from collections.abc import Callable
from pathlib import Path

import pytest
from desk import BODY, Desk, Reply, desk, paper, pdf, to, word
from fakes import no_hang, stoppable

from app import listing
from ingest import catalogue, deposit, symbols
from ingest.document import Document
from ingest.download import PAUSE_S, Pace, Unreachable, is_loopback, user_agent
from ingest.errors import BadInput, NotWritable
from ingest.fetch import Paper, address, chosen, fetch, symbols_of
from ingest.parse import parse
from ingest.run import ingest
from ingest.stored import document_from
from retriever.index import open_corpus

# All texts and symbols in this file are invented; what the catalogue names is only counted.
ROOT = Path(__file__).parent.parent
SCRIPT = Path(sys.executable).with_name("rapporteur")
LAMPS, ROPES, BELLS = "A/AC.999/2031/1", "A/AC.999/2031/CRP.2", "A/99/3"
QUICK = Pace(pause_s=0, wait_s=0, tries=3)
OLD_WORD = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"invented" * 500
WORD_PERFECT = b"\xffWPC" + b"invented" * 500

Run = Callable[..., list[Paper]]


@pytest.fixture
def at():
    with desk() as running:
        yield running


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "fetched"


@pytest.fixture
def run(at: Desk, folder: Path) -> Run:
    """Fetch symbols in English from the desk, quickly."""

    def run(*wanted: str, pace: Pace = QUICK, language: str = "en") -> list[Paper]:
        with no_hang():
            return fetch(wanted, language, folder, at.url, lambda *_: None, pace)

    return run


def names(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir()) if folder.exists() else []


def reason(papers: list[Paper]) -> str:
    """Why the only paper failed."""
    (only,) = papers
    assert (only.state, only.path, only.source_url) == ("failed", "", "")
    return only.reason


# What is got


def test_a_paper_is_kept_with_a_sidecar_that_says_from_where_and_when(at, run, folder):
    final = at.gives(LAMPS, paper(LAMPS))
    (got,) = run(LAMPS)
    assert (got.state, got.reason) == ("fetched", "")
    assert names(folder) == ["A_AC.999_2031_1.en.pdf", "A_AC.999_2031_1.en.pdf.toml"]
    assert parse(Path(got.path), "x.pdf").document.symbol == LAMPS
    told = tomllib.loads((folder / "A_AC.999_2031_1.en.pdf.toml").read_text("utf-8"))
    assert told == {"symbol": LAMPS, "source_url": final, "retrieved": got.retrieved}
    assert re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ", got.retrieved)


def test_the_system_is_asked_by_symbol_with_its_slashes_encoded_after_robots_txt(at, run):
    at.gives(LAMPS, paper(LAMPS))
    run(LAMPS, language="fr")
    assert at.asked[:2] == ["/robots.txt", "/api/symbol/access?s=A%2FAC.999%2F2031%2F1&l=fr&t=pdf"]
    assert address("https://x", "S/RES/9999 (2099)", "en", "doc") == (
        "https://x/api/symbol/access?s=S%2FRES%2F9999%282099%29&l=en&t=doc"
    )


def test_the_user_agent_is_our_own_name_and_no_browser_s(at, run):
    at.gives(LAMPS, paper(LAMPS))
    run(LAMPS)
    assert at.agents == {user_agent()}
    assert re.fullmatch(r"Rapporteur/[\w.]+ \(\+document fetch by symbol\)", user_agent())


def test_no_cookie_is_sent_back(at, run):
    at.has(LAMPS, Reply(status=302, headers=(("Location", "/doc/1.pdf"), ("Set-Cookie", "invented=1"))))
    at.answers["/doc/1.pdf"] = [Reply(paper(LAMPS), headers=(("Set-Cookie", "invented=2"),))]
    at.gives(ROPES, paper(ROPES))
    assert [each.state for each in run(LAMPS, ROPES)] == ["fetched", "fetched"]
    assert at.cookies == []


def test_requests_come_one_at_a_time_with_a_pause_between_two_documents(at, run):
    pauses: list[float] = []
    for symbol in (LAMPS, ROPES, BELLS):
        at.gives(symbol, paper(symbol))
    run(LAMPS, ROPES, BELLS, pace=Pace(pause_s=7, sleep=pauses.append))
    assert (at.most_at_once, pauses) == (1, [7, 7])


def test_only_a_server_on_this_machine_is_asked_without_pauses():
    assert Pace().pause_s == PAUSE_S == 5
    assert [is_loopback(url) for url in ("http://127.0.0.1:1", "http://[::1]", "http://localhost")] == [True] * 3
    assert not is_loopback("https://documents.un.org")
    assert not is_loopback("http://127.0.0.1.example.org")


def test_a_crawl_delay_of_robots_txt_makes_the_pauses_longer(at, run):
    pauses: list[float] = []
    at.answers["/robots.txt"] = [Reply(b"User-agent: *\nCrawl-delay: 9\n")]
    for symbol in (LAMPS, ROPES):
        at.gives(symbol, paper(symbol))
    run(LAMPS, ROPES, pace=Pace(pause_s=5, sleep=pauses.append))
    assert pauses == [9]


def test_a_paper_whose_page_one_has_no_symbol_is_kept(at, run):
    at.gives(LAMPS, pdf("On lamps", body=BODY))
    assert run(LAMPS)[0].state == "fetched"


@pytest.mark.parametrize(
    ("asked", "printed"),
    [
        ("A/99/64", "A/99/64*"),
        ("A/99/64", "A/99/64-E/2099/77"),
        ("A/99/64-E/2099/77", "A/99/64"),
        ("A/99/6/SECT.5", "A/99/6 (Sect. 5)"),
        ("A/99/6/INCOMESECT.1", "A/99/6 (Income sect. 1)"),
    ],
)
def test_a_symbol_is_the_same_with_an_asterisk_as_part_of_a_double_one_or_in_capitals(at, run, asked, printed):
    at.gives(asked.replace(" ", ""), paper(printed))
    assert run(asked)[0].state == "fetched"


def test_a_scan_is_kept_and_said(at, run):
    at.gives(LAMPS, pdf())
    (got,) = run(LAMPS)
    assert got.state == "fetched"
    assert got.reason.startswith("no text in it")


def test_a_word_file_that_comes_instead_is_kept_as_one(at, run, folder):
    at.gives(LAMPS, word("On lamps", "An invented text."))
    assert run(LAMPS)[0].path == str(folder / "A_AC.999_2031_1.en.docx")
    assert names(folder) == ["A_AC.999_2031_1.en.docx", "A_AC.999_2031_1.en.docx.toml"]
    assert at.asked_for(LAMPS) == ["pdf"]


@pytest.mark.parametrize("first", [OLD_WORD, b"", b"<html>Invented</html>"], ids=["doc", "zero bytes", "web page"])
def test_word_is_asked_for_once_where_no_pdf_is_read(at, run, folder, first):
    at.gives(LAMPS, first)
    final = at.gives(LAMPS, word("On lamps", "An invented text."), form="doc")
    (got,) = run(LAMPS)
    assert (got.state, got.source_url) == ("fetched", final)
    assert at.asked_for(LAMPS) == ["pdf", "doc"]
    assert names(folder) == ["A_AC.999_2031_1.en.docx", "A_AC.999_2031_1.en.docx.toml"]


# What is not kept


@pytest.mark.parametrize(
    ("reply", "said"),
    [
        (to("/error"), "the document system has no such document"),
        (to("/en/error/404?from=invented"), "the document system has no such document"),
        (Reply(status=404), "the document system has no such document"),
        (Reply(), "an empty answer (0 bytes)"),
        (Reply(b"\n<!doctype html>Sorry", headers=(("Content-Type", "application/pdf"),)), "a web page instead"),
        (Reply(pdf("The document you are looking for does not exist.")), "the document system has no such document"),
        (Reply(OLD_WORD), "an old Word file (.doc), which is not read: open it in a word processor and save it"),
        (Reply(WORD_PERFECT), "a WordPerfect file (.wpd), which is not read"),
        (Reply(b"{\\rtf1 invented}"), "a Rich Text file (.rtf), which is not read"),
        (Reply(b"invented"), "no document that is known (8 bytes)"),
    ],
    ids=[
        "error",
        "error in a path",
        "404",
        "zero bytes",
        "web page",
        "error PDF",
        "doc",
        "WordPerfect",
        "RTF",
        "other",
    ],
)
def test_what_is_no_document_that_is_read_is_said_and_nothing_is_left(at, run, folder, reply, said):
    at.has(LAMPS, reply)
    at.has(LAMPS, reply, form="doc")
    assert reason(run(LAMPS)).startswith(said)
    assert at.asked_for(LAMPS) == ["pdf", "doc"]
    assert names(folder) == []


def test_both_reasons_are_said_where_pdf_and_word_fail_differently(at, run):
    at.gives(LAMPS, b"")
    at.gives(LAMPS, WORD_PERFECT, form="doc")
    assert reason(run(LAMPS)).startswith("as PDF: an empty answer (0 bytes); as Word: a WordPerfect file")


@pytest.mark.parametrize(
    ("body", "said"),
    [
        (paper(BELLS)[:-40], "a PDF that was cut off"),
        (word("Invented")[:-90], "a Word file that was cut off or damaged"),
        (b"%PDF-1.7 invented, and no more\n%%EOF\n", "what came cannot be read: "),
        (paper(ROPES), f"another document came: page one says {ROPES}"),
        (paper("A/9/93"), "another document came: page one says A/9/93"),
    ],
    ids=["cut-off PDF", "cut-off Word", "damaged PDF", "other symbol", "the same digits"],
)
def test_a_damaged_or_another_document_is_not_kept(at, run, folder, body, said):
    at.gives(BELLS, body)
    assert reason(run(BELLS)).startswith(said)
    assert names(folder) == []


def test_an_answer_shorter_than_it_says_is_tried_again(at, run):
    at.has(LAMPS, Reply(paper(LAMPS)[:900], length=5000), Reply(paper(LAMPS)))
    assert run(LAMPS)[0].state == "fetched"
    at.has(ROPES, Reply(paper(ROPES)[:900], length=5000))
    assert re.match(r"127\.0\.0\.1:\d+ did not answer after 900 bytes", reason(run(ROPES)))


def test_redirects_in_a_circle_end(at, run):
    at.has(LAMPS, to("/doc/1"))
    at.answers |= {"/doc/1": [to("/doc/2")], "/doc/2": [to("/doc/1")]}
    assert reason(run(LAMPS)) == "its address leads round in a circle of redirects"
    assert len(at.asked) < 15


@pytest.mark.parametrize(
    "where",
    ["http://localhost:{port}/doc/1", "http://127.0.0.1:1/doc/1", "ftp://127.0.0.1:{port}/x", "file:///etc/hostname"],
    ids=["host", "port", "ftp", "file"],
)
def test_another_server_is_never_asked(at, run, folder, where):
    at.has(LAMPS, to(where.format(port=at.url.rpartition(":")[2])))
    assert reason(run(LAMPS)).startswith("it redirects to another server, which is not asked: ")
    assert len(at.asked) == 2  # robots.txt, and the symbol once
    assert names(folder) == []


def test_a_redirect_to_no_address_is_said(at, run):
    at.has(LAMPS, to("http://[invented"))
    assert reason(run(LAMPS)).startswith("it redirects to what is no address")


def test_an_answer_without_end_is_stopped_at_the_limit(at, run, folder):
    at.has(LAMPS, Reply(endless=True))
    assert reason(run(LAMPS, pace=Pace(pause_s=0, most_bytes=2_000_000))) == "larger than 2 MB"
    assert names(folder) == []


def test_a_document_that_takes_too_long_is_given_up(at, run, folder):
    at.has(LAMPS, Reply(endless=True))
    assert reason(run(LAMPS, pace=Pace(pause_s=0, file_s=0))).startswith("it took more than 0 s")
    assert names(folder) == []


def test_a_server_that_says_nothing_is_not_waited_for_for_ever(at, run):
    never = threading.Event()
    at.has(LAMPS, Reply(paper(LAMPS), wait=never))
    try:
        assert "did not answer" in reason(run(LAMPS, pace=Pace(pause_s=0, wait_s=0, tries=2, silence_s=0.2)))
    finally:
        never.set()
    assert at.asked_for(LAMPS) == ["pdf", "pdf"]


def test_a_dropped_connection_is_tried_again(at, run):
    at.has(LAMPS, Reply(silent=True), Reply(paper(LAMPS)))
    assert run(LAMPS)[0].state == "fetched"


# A server that has enough


def test_a_server_that_asks_to_wait_is_waited_for(at, run):
    slept: list[float] = []
    at.has(LAMPS, Reply(status=429, headers=(("Retry-After", "37"),)), Reply(paper(LAMPS)))
    assert run(LAMPS, pace=Pace(pause_s=0, wait_s=5, sleep=slept.append))[0].state == "fetched"
    assert slept == [37]


def test_waits_grow_and_end(at, run):
    slept: list[float] = []
    at.has(LAMPS, Reply(status=503))
    said = reason(run(LAMPS, pace=Pace(pause_s=0, wait_s=5, tries=4, sleep=slept.append)))
    assert said.endswith("answers 503: try again later")
    assert slept == [5, 10, 20]
    assert at.asked_for(LAMPS) == ["pdf"] * 4


@pytest.mark.parametrize("after", ["86400", "Fri, 01 Jan 2199 00:00:00 GMT"])
def test_a_server_that_asks_for_a_day_is_left_alone(at, run, after):
    slept: list[float] = []
    at.has(LAMPS, Reply(status=503, headers=(("Retry-After", after),)))
    assert "answers 503" in reason(run(LAMPS, pace=Pace(pause_s=0, sleep=slept.append)))
    assert (slept, at.asked_for(LAMPS)) == ([], ["pdf"])


def test_a_retry_after_that_says_nothing_is_none(at, run):
    at.has(LAMPS, Reply(status=429, headers=(("Retry-After", "soon"),)), Reply(paper(LAMPS)))
    assert run(LAMPS)[0].state == "fetched"


def test_after_two_documents_without_an_answer_the_rest_is_not_asked_for(at, run):
    at.has(LAMPS, Reply(status=503))
    at.has(ROPES, Reply(status=403))
    at.gives(BELLS, paper(BELLS))
    papers = run(LAMPS, ROPES, BELLS)
    assert "refuses it (403)" in papers[1].reason
    assert papers[2].reason.startswith("not asked for: 127.0.0.1")
    assert at.asked_for(BELLS) == []


def test_a_bad_document_in_between_does_not_stop_the_rest(at, run):
    at.has(LAMPS, Reply(status=500))
    at.gives(BELLS, paper(BELLS))
    papers = run(LAMPS, ROPES, BELLS)
    assert [each.state for each in papers] == ["failed", "failed", "fetched"]
    assert papers[0].reason.endswith("answers 500")


@pytest.mark.parametrize(
    "rule", [b"User-agent: *\nDisallow: /api/\n", b"User-agent: rapporteur\nDisallow: /\n"], ids=["all", "us"]
)
def test_what_robots_txt_forbids_is_not_asked(at, run, folder, rule):
    at.answers["/robots.txt"] = [Reply(rule)]
    with pytest.raises(Unreachable, match=r"does not allow programs at /api/symbol/access \(robots\.txt\)"):
        run(LAMPS)
    assert at.asked == ["/robots.txt"]
    assert not folder.exists()


def test_what_robots_txt_forbids_is_not_asked_at_the_end_of_a_redirect_either(at, run):
    at.answers["/robots.txt"] = [Reply(b"User-agent: *\nDisallow: /doc/\n")]
    at.gives(LAMPS, paper(LAMPS))
    with pytest.raises(Unreachable, match="/doc/undoc/gen/"):
        run(LAMPS)
    assert len(at.asked) == 2


@pytest.mark.parametrize(
    "reply", [Reply(status=500), Reply(status=503), Reply(status=403), to("http://localhost:1/")], ids=str
)
def test_without_knowing_robots_txt_nothing_is_asked(at, run, reply):
    at.answers["/robots.txt"] = [reply]
    with pytest.raises(Unreachable, match=r"robots\.txt of 127\.0\.0\.1"):
        run(LAMPS)
    assert at.asked == ["/robots.txt"]


def test_a_web_page_for_robots_txt_forbids_nothing(at, run):
    at.answers["/robots.txt"] = [Reply(b"<!doctype html><title>Invented</title>")]
    at.gives(LAMPS, paper(LAMPS))
    assert run(LAMPS)[0].state == "fetched"


# Going on


def test_a_second_run_asks_for_nothing(at, run, folder):
    at.gives(LAMPS, paper(LAMPS))
    (first,) = run(LAMPS)
    at.asked.clear()
    (second,) = run(LAMPS)
    assert (second.state, at.asked) == ("already there", [])
    assert (second.path, second.source_url, second.retrieved) == (first.path, first.source_url, first.retrieved)


def test_another_language_is_another_document(at, run, folder):
    at.gives(LAMPS, paper(LAMPS))
    run(LAMPS)
    assert run(LAMPS, language="es")[0].state == "fetched"
    assert [name for name in names(folder) if name.endswith(".pdf")] == [
        "A_AC.999_2031_1.en.pdf", "A_AC.999_2031_1.es.pdf",
    ]  # fmt: skip


def test_what_a_killed_run_has_left_is_begun_again(at, run, folder):
    at.gives(LAMPS, paper(LAMPS))
    staging = folder / deposit.STAGING
    staging.mkdir(parents=True)
    (staging / "part").write_bytes(b"%PDF-1.7 half of it")
    # Killed between sidecar and document:
    (folder / "A_AC.999_2031_1.en.pdf.toml").write_text(
        f'symbol = "{LAMPS}"\nsource_url = "https://example.org/old"\nretrieved = "2031-01-01T00:00:00Z"\n', "utf-8"
    )
    (got,) = run(LAMPS)
    assert got.state == "fetched"
    assert names(folder) == ["A_AC.999_2031_1.en.pdf", "A_AC.999_2031_1.en.pdf.toml"]
    assert got.source_url in (folder / "A_AC.999_2031_1.en.pdf.toml").read_text("utf-8")


@pytest.mark.parametrize("killed_at", [1, 2])
def test_wherever_it_is_killed_no_document_is_without_its_sidecar(at, run, folder, monkeypatch, killed_at):
    at.gives(LAMPS, paper(LAMPS))
    real, moves = os.replace, []

    def replaced(source, target):
        moves.append(target)
        if len(moves) == killed_at:
            raise KeyboardInterrupt
        real(source, target)

    monkeypatch.setattr(deposit.os, "replace", replaced)
    with pytest.raises(KeyboardInterrupt):
        run(LAMPS)
    assert not list(folder.glob("*.pdf"))
    monkeypatch.undo()
    assert run(LAMPS)[0].state == "fetched"


@pytest.mark.parametrize(
    "beside",
    [None, 'title = "Mine"\n', f'symbol = "{ROPES}"\nsource_url = "https://example.org/x"\n', "no TOML ="],
    ids=["no sidecar", "a sidecar of mine", "of another symbol", "a broken one"],
)
def test_a_file_of_the_user_is_never_overwritten(at, run, folder, beside):
    at.gives(LAMPS, paper(LAMPS))
    folder.mkdir()
    mine = folder / "A_AC.999_2031_1.en.pdf"
    mine.write_bytes(b"mine")
    if beside is not None:
        mine.with_name(f"{mine.name}.toml").write_text(beside, "utf-8")
    assert reason(run(LAMPS)).startswith(f"{mine} is there")
    assert mine.read_bytes() == b"mine"
    assert at.asked == []


def test_a_sidecar_of_the_user_without_its_document_is_never_overwritten(at, run, folder):
    at.gives(LAMPS, paper(LAMPS))
    folder.mkdir()
    mine = folder / "A_AC.999_2031_1.en.pdf.toml"
    mine.write_text('title = "Mine"\n', "utf-8")
    assert "was not fetched: it is left as it is" in reason(run(LAMPS))
    assert mine.read_text("utf-8") == 'title = "Mine"\n'


def test_what_a_user_adds_to_the_sidecar_does_not_make_it_foreign(at, run, folder):
    at.gives(LAMPS, paper(LAMPS))
    run(LAMPS)
    beside = folder / "A_AC.999_2031_1.en.pdf.toml"
    beside.write_text(beside.read_text("utf-8") + 'title = "On all lamps"\n', "utf-8")
    assert run(LAMPS)[0].state == "already there"


def test_two_fetches_do_not_write_into_one_folder(at, run, folder):
    folder.mkdir()
    handle = os.open(folder, os.O_RDONLY)
    try:
        fcntl.flock(handle, fcntl.LOCK_EX)
        with pytest.raises(BadInput, match="another fetch is writing into"):
            run(LAMPS)
    finally:
        os.close(handle)
    assert at.asked == []


def test_a_folder_that_is_a_file_is_said(run, folder):
    folder.write_text("mine", "utf-8")
    with pytest.raises(NotWritable, match="is not a folder, or lies below a file: choose another --to"):
        run(LAMPS)


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write everywhere: 1 check of a folder without write access")
def test_a_folder_that_may_not_be_written_is_said(run, folder):
    folder.mkdir(mode=0o500)
    with pytest.raises(NotWritable, match="cannot be written"):
        run(LAMPS)


def test_a_full_disk_is_said(at, run, folder, monkeypatch):
    at.gives(LAMPS, paper(LAMPS))

    def full(_: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(deposit.os, "fsync", full)
    with pytest.raises(NotWritable, match="No space left on device"):
        run(LAMPS)
    assert not list(folder.glob("*.pdf"))


# What is asked for


@pytest.mark.parametrize(
    ("typed", "symbol"),
    [
        ("a/res/99/265", "A/RES/99/265"),
        ("A/99/98*", "A/99/98"),
        ("resolution 99/240", "A/RES/99/240"),
        ("GA decision 99/541", "A/DEC/99/541"),
        ("Security Council resolution 9540 (2099)", "S/RES/9540 (2099)"),
        ("S/RES/9540(2099)", "S/RES/9540 (2099)"),
        ("A-AC-999-2031-CRP-1", "A/AC.999/2031/CRP.1"),
        ("A/99/6 (Sect. 5)", "A/99/6 (Sect. 5)"),
    ],
)
def test_a_symbol_may_be_typed_as_one_says_it(typed, symbol):
    assert symbols_of([typed, symbol]) == (symbol,)


@pytest.mark.parametrize(
    "typed", ["", "lamps", "78/265", "resolution", "../../etc/passwd", "A/1 or B/2", "A/99/1 A/99/2", "https://docs.un.org/en/A/99/1", "A/" + "9/" * 60 + "1"],
)  # fmt: skip
def test_what_is_no_symbol_is_named(typed):
    with pytest.raises(BadInput, match=f"{re.escape(repr(typed))} is no document symbol: write it as printed"):
        symbols_of([LAMPS, typed])


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (([LAMPS], "de", False, None), "--language 'de' is none of ar, zh, en, fr, ru, es"),
        (([], "en", False, None), "name symbols, as in"),
        (([LAMPS], "en", True, None), "name symbols, as in"),
        (([LAMPS], "en", False, "GGE"), "--process chooses from the catalogue: add --catalogue"),
        (([], "en", True, "Lamps"), "the catalogue has no process 'Lamps'; it has General Assembly, "),
    ],
)
def test_what_does_not_go_together_is_said_before_any_request(arguments, said):
    with pytest.raises(BadInput, match=re.escape(said)):
        chosen(*arguments)


def test_the_name_of_a_file_spells_its_symbol():
    for symbol in chosen([], "en", True, None).symbols:
        path = deposit.place(Paper(symbol, "en", "failed"), Path("x"), ".pdf")
        assert symbols.of_name(path.name) == symbol
    assert deposit.place(Paper("S/RES/9540 (2099)", "fr", "failed"), Path("x"), ".pdf") == Path(
        "x/S_RES_9540 (2099).fr.pdf"
    )


@pytest.mark.parametrize("named", ["OEWG 2021-2025", "oewg 2021-2025", "A/AC.292", "OEWG 2021-2025 (A/AC.292)"])
def test_the_catalogue_gives_the_papers_of_a_process_in_order_and_each_once(named):
    found = chosen([], "en", True, named)
    assert found.symbols[:4] == ("A/77/275", "A/78/265", "A/79/214", "A/80/257")
    assert len(set(found.symbols)) == len(found.symbols) == 9
    assert (found.elsewhere, found.without_symbol) == ((), 17)


def test_what_the_catalogue_has_only_in_another_language_is_not_asked_for():
    found = chosen([], "fr", True, "OEWG 2021-2025")
    assert ("A/AC.292/2022/CRP.1", "en") in found.elsewhere
    assert "A/AC.292/2022/CRP.1" not in found.symbols
    assert "A/77/275" in found.symbols


def test_a_row_that_tells_its_languages_in_words_is_asked_for():
    assert "A/76/136" in chosen([], "fr", True, "GGE").symbols


def test_a_catalogue_that_is_not_there_or_broken_is_said(tmp_path):
    with pytest.raises(BadInput, match="the catalogue is not there: it comes with a clone"):
        catalogue.select(None, "en", tmp_path / "catalogue.csv")
    (tmp_path / "catalogue.csv").write_text("title\nInvented\n", "utf-8")
    with pytest.raises(BadInput, match=r"catalogue\.csv cannot be read"):
        catalogue.select(None, "en", tmp_path / "catalogue.csv")


# In the index


def test_where_a_document_is_from_is_shown_with_its_source(at, run, folder, index, embeddings):
    final = at.gives(LAMPS, paper(LAMPS))
    (got,) = run(LAMPS)
    receipt = ingest(index, [str(folder)], embeddings)
    assert (receipt.failed, receipt.skipped, receipt.documents) == ([], [], 1)
    (document,) = open_corpus(index).records.values()
    assert (document.symbol, document.source_url, document.retrieved) == (LAMPS, final, got.retrieved)
    shown = listing.details(document, 1)
    assert f"source url: {final} — sidecar A_AC.999_2031_1.en.pdf.toml" in shown
    assert f"retrieved: {got.retrieved} — sidecar A_AC.999_2031_1.en.pdf.toml" in shown
    assert listing.described(document, 1)["source_url"] == final


def test_a_record_that_an_older_version_stored_says_of_no_source():
    old = {"id": "x.md", "sha256": "", "title": "Invented", "sources": [["title", "text"]], "off_page": []}
    document = document_from(json.dumps(old), "Invented")
    assert document == Document("x.md", "", "Invented", title="Invented", sources=(("title", "text"),))
    assert (document.source_url, document.retrieved) == ("", "")


# The command


def command(at: Desk, folder: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    environment = os.environ | {"RAPPORTEUR_DOCUMENTS_URL": at.url}
    return subprocess.run(
        [SCRIPT, "fetch", *arguments, "--to", folder],
        cwd=folder.parent, env=environment, capture_output=True, text=True, timeout=120,
    )  # fmt: skip


def test_the_command_says_what_became_of_each_and_how_to_go_on(at, folder):
    at.gives(LAMPS, paper(LAMPS))
    done = command(at, folder, LAMPS.lower(), ROPES)
    assert (done.returncode, done.stderr) == (1, "")
    assert done.stdout == (
        f"fetched: {LAMPS} (en) {folder}/A_AC.999_2031_1.en.pdf\n"
        f"failed: {ROPES} (en): the document system has no such document\n"
        f"to read them: rapporteur ingest {folder}\n"
    )
    done = command(at, folder, LAMPS, "--json")
    assert done.returncode == 0
    told = json.loads(done.stdout)
    assert [(each["symbol"], each["state"]) for each in told["documents"]] == [(LAMPS, "already there")]
    assert (told["server"], told["rows_without_symbol"], told["not_asked_for"]) == (at.url, 0, [])


def test_the_command_counts_what_the_catalogue_has_no_symbol_of(at, folder):
    for symbol in chosen([], "fr", True, "A/AC.290").symbols:
        at.gives(symbol, paper(symbol))
    done = command(at, folder, "--catalogue", "--process", "A/AC.290", "--language", "fr")
    assert (done.returncode, done.stderr) == (0, "")
    assert f"fetched: A/75/816 (fr) {folder}/A_75_816.fr.pdf\n" in done.stdout
    assert "not asked for: A/AC.290/2021/CRP.2: the catalogue says that it is only in en\n" in done.stdout
    assert "1 row has no symbol: what links there are stand in corpus/catalogue.csv\n" in done.stdout
    assert at.asked_for("A/AC.290/2021/CRP.2") == []


@pytest.mark.parametrize(
    ("arguments", "said"),
    [(["lamps"], "'lamps' is no document symbol"), ([LAMPS, "--language", "de"], "--language 'de' is none of")],
)
def test_what_is_wrong_is_one_line(at, folder, arguments, said):
    done = command(at, folder, *arguments)
    assert (done.returncode, done.stdout) == (2, "")
    assert re.fullmatch(r"rapporteur: [^\n]+\n", done.stderr)
    assert said in done.stderr
    assert at.asked == []


def test_without_a_network_one_line_names_the_server_and_the_reason(folder):
    done = command(Desk("http://127.0.0.1:1"), folder, LAMPS)
    assert (done.returncode, done.stdout) == (2, "")
    assert re.fullmatch(r"rapporteur: http://127\.0\.0\.1:1 cannot be reached \([^\n]+refused\): [^\n]+\n", done.stderr)
    assert not folder.exists()


def test_a_user_who_stops_it_is_told_that_what_is_fetched_stays(at, folder):
    never = threading.Event()
    at.gives(LAMPS, paper(LAMPS))
    at.has(ROPES, Reply(paper(ROPES), wait=never))
    environment = os.environ | {"RAPPORTEUR_DOCUMENTS_URL": at.url}
    with stoppable():
        running = subprocess.Popen(
            [SCRIPT, "fetch", LAMPS, ROPES, "--to", folder], env=environment, stderr=subprocess.PIPE, text=True
        )
    while not at.asked_for(ROPES):
        time.sleep(0.05)
    running.send_signal(signal.SIGINT)
    _, said = running.communicate(timeout=60)
    never.set()
    assert said == "rapporteur: stopped: what is fetched stays, and the next `rapporteur fetch` goes on\n"
    assert running.returncode == 130
    assert names(folder) == ["A_AC.999_2031_1.en.pdf", "A_AC.999_2031_1.en.pdf.toml"]


@pytest.mark.parametrize(
    "value", ["documents.un.org", "ftp://example.org", "http://", "https://a@example.org", "https://x/?q=1"]
)
def test_a_server_that_is_no_address_is_refused(tmp_path, value):
    done = command(Desk(value), tmp_path / "fetched", LAMPS)
    assert done.returncode == 2
    assert "setting documents_url: " in done.stderr
    assert len(done.stderr.splitlines()) == 1


# Nothing else


def imports(path: Path) -> set[str]:
    """What a module imports anywhere, also inside its functions, by full name."""
    found: set[str] = set()
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            found |= {node.module} | {f"{node.module}.{alias.name}" for alias in node.names}
    return found


def test_nothing_else_in_the_program_can_fetch():
    sources = [path for package in ("ingest", "retriever", "app") for path in (ROOT / package).rglob("*.py")]
    who = {path.relative_to(ROOT).as_posix(): imports(path) for path in sources}
    network = {"httpx", "requests", "urllib.request", "http.client", "aiohttp", "urllib3", "urllib.robotparser"}
    assert {name for name, found in who.items() if found & network} == {"ingest/download.py"}
    assert {name for name, found in who.items() if "ingest.download" in found} == {"ingest/fetch.py"}
    assert {name for name, found in who.items() if "ingest.fetch" in found} == {"app/upkeep.py"}


def test_the_command_line_loads_the_network_only_to_fetch():
    program = (
        "import sys, app.cli, ingest.run; print([name for name in ('httpx', 'ingest.fetch') if name in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", program], cwd=ROOT, capture_output=True, text=True)
    assert (done.returncode, done.stdout, done.stderr) == (0, "[]\n", "")
