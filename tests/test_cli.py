"""The command line: results on stdout, one line for an error, the documented exit status, nothing lost."""

from __future__ import annotations

import fcntl
import hashlib
import json
import os
import re
import shutil
import subprocess
import sys
import time
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from app import asking, cli, terminal
from app.assistant import Assistant

ROOT = Path(__file__).parent.parent
SHIPPED = "corpus/documents/iran-oewg-2021-2025-session-7-regular-institutional-dialogue.md"
BELLS = (
    "# Fiji's statement on bells\n\nFiji rings its bells at noon. Every bell has a number painted on it.\n"  # invented
)


@dataclass(frozen=True)
class Done:
    """What a run of the command left behind."""

    status: int
    out: str
    err: str

    @property
    def json(self) -> Any:
        return json.loads(self.out)


@pytest.fixture
def run(capsys, monkeypatch):
    """Run the command in this process, as the installed script does."""

    def run(*arguments: str) -> Done:
        monkeypatch.setattr(sys, "argv", ["rapporteur", *arguments])
        with pytest.raises(SystemExit) as stopped:
            cli.main()
        out, err = capsys.readouterr()
        code = stopped.value.code
        return Done(code if isinstance(code, int) else 0, out, err)

    return run


@pytest.fixture(scope="module")
def made(tmp_path_factory) -> Path:
    """A folder with the corpus and an index of it in the default place."""
    folder = tmp_path_factory.mktemp("clone")
    shutil.copytree(ROOT / "corpus", folder / "corpus")
    script = Path(sys.executable).with_name("rapporteur")
    subprocess.run([script, "ingest"], cwd=folder, check=True, capture_output=True)
    return folder


@pytest.fixture
def here(made, monkeypatch) -> Path:
    monkeypatch.chdir(made)
    return made


def one_line(done: Done, status: int, said: str) -> None:
    """The whole of what is said is one line that begins with the program's name."""
    assert (done.status, done.out) == (status, "")
    assert re.fullmatch(r"rapporteur: [^\n]+\n", done.err), done.err
    assert said in done.err


# What each command prints


def test_the_installed_script_ingests_the_corpus_by_default_and_answers(made):
    script = Path(sys.executable).with_name("rapporteur")
    done = subprocess.run(
        [script, "ask", "Who should appoint the Chair of the permanent mechanism, says Iran?"],
        cwd=made,
        capture_output=True,
        text=True,
    )
    assert (done.returncode, done.stderr) == (0, "")
    assert "**Iran (Islamic Republic of)**" in done.stdout
    assert f"{SHIPPED} (verbatim)" in done.stdout


def test_a_receipt_as_json_has_the_documented_keys(run, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    papers = tmp_path / "papers"
    papers.mkdir()
    (papers / "bells.md").write_text(BELLS, "utf-8")
    (papers / "broken.pdf").write_bytes(b"%PDF-1.7 and no more")
    done = run("ingest", "papers", "--json")
    receipt = done.json
    assert done.status == 1
    assert {key: receipt[key] for key in ("added", "changed", "removed", "unchanged", "documents", "generation")} == {
        "added": ["papers/bells.md"],
        "changed": [],
        "removed": [],
        "unchanged": 0,
        "documents": 1,
        "generation": 1,
    }
    (failed,) = receipt["failed"]
    assert failed["path"] == "papers/broken.pdf"
    assert failed["reason"]
    assert receipt["passages"] == receipt["embedded"] == 1
    assert receipt["seconds"] > 0


def test_a_second_ingest_does_nothing_and_says_so(run, here):
    receipt = run("ingest", "--json").json
    assert (receipt["added"], receipt["changed"], receipt["removed"], receipt["failed"]) == ([], [], [], [])
    assert (receipt["unchanged"], receipt["embedded"], receipt["generation"]) == (1, 0, 1)


def test_an_answer_as_json_is_the_whole_object(run, here):
    done = run("ask", "What does Iran say about non-state actors?", "--json")
    assert done.status == 0
    assert done.json["answered"]
    (citation,) = [c for c in done.json["citations"] if "non-state actors" in c["quote"]]
    text = run("documents", "--text", citation["document"]).out
    assert text[citation["start"] : citation["end"]] == citation["quote"]


def test_a_refusal_has_status_one_and_shows_the_nearest(run, here):
    done = run("ask", "What does China say about the permanent mechanism?")
    assert done.status == 1
    assert "The indexed documents hold no words of China." in done.out
    assert "near 1: Iran (Islamic Republic of)" in done.out


def test_earlier_questions_may_be_given_more_than_once(run, here):
    done = run(
        "ask", "And the bureau?", "--history", "What does Iran say?", "--history",
        "On what basis should the Chair of the permanent mechanism be appointed?", "--json",
    )  # fmt: skip
    assert any("Establishing a bureau" in citation["quote"] for citation in done.json["citations"])


def test_a_delegation_and_a_session_restrict(run, here):
    question = "What should outcome documents be based on?"
    assert run("ask", question, "--delegation", "Iran", "--session", "7").status == 0
    assert run("ask", question, "--delegation", "China").status == 1
    assert run("ask", question, "--session", "6").status == 1


def test_search_ranks_and_gives_reasons(run, here):
    found = run("search", "capacity-building fund", "-k", "3", "--json").json
    assert list(found) == ["query", "hits", "searched"]
    assert len(found["hits"]) == 3
    assert "capacity-building" in found["hits"][0]["text"]
    scores = [hit["score"] for hit in found["hits"]]
    assert scores == sorted(scores, reverse=True)
    assert re.search(r"^1\. Iran .*\n.*\n   why: shares ", run("search", "capacity-building fund").out)


def test_documents_are_listed_with_what_was_found_in_them(run, here):
    (document,) = run("documents", "--json").json["documents"]
    assert {key: document[key] for key in ("document", "holder", "session", "date", "pages")} == {
        "document": SHIPPED,
        "holder": "Iran (Islamic Republic of)",
        "session": "7",
        "date": "2024-03-04/2024-03-08",
        "pages": None,
    }
    assert {key: document[key] for key in ("body", "process", "place", "authority", "supersedes")} == {
        "body": "OEWG 2021-2025",
        "process": "OEWG 2021-2025",
        "place": "New York",
        "authority": "national",
        "supersedes": "",
    }
    assert document["sources"]["holder"] == "text"


def test_documents_are_a_table_with_a_line_for_each(run, here):
    heads, line, folders = run("documents").out.splitlines()
    assert folders == "given to ingest: corpus/documents"
    assert re.split(r"  +", heads) == [
        "document", "title", "kind", "body / process", "session", "date", "holder", "authority", "pages", "passages",
    ]  # fmt: skip
    cells = re.split(r"  +", line)
    assert Path(SHIPPED).name.startswith(cells[0].rstrip("…"))
    assert cells[2:8] == [
        "national statement", "OEWG 2021-2025", "7", "2024-03-04/2024-03-08", "Iran (Islamic Republic of)", "national",
    ]  # fmt: skip
    assert line.index("7  2024") == heads.index("session") + len("session") - 1


@pytest.mark.parametrize("name", [SHIPPED, Path(SHIPPED).name])
def test_one_document_is_shown_with_the_source_of_each_value(run, here, name):
    lines = run("documents", name).out.splitlines()
    assert lines[0] == SHIPPED
    assert "date: 2024-03-04/2024-03-08 (session) — text" in lines
    assert "kind: national statement — by its holder" in lines
    assert "authority: national — by its kind" in lines
    (document,) = run("documents", name, "--json").json["documents"]
    assert document["document"] == SHIPPED
    assert run("documents", "--text", name).out.startswith("In the Name of God")


def test_a_sidecar_goes_before_what_was_read_and_a_mistake_in_it_leaves_the_former_version(run, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "bells.md").write_text(BELLS, "utf-8")
    sidecar = tmp_path / "bells.toml"
    sidecar.write_text('symbol = "A/99/7/Rev.1"\nsession = 9\n', "utf-8")
    assert run("ingest", ".").status == 0
    lines = run("documents", "a/99/7/rev.1").out.splitlines()
    assert "session: 9 — sidecar bells.toml" in lines
    assert "supersedes: A/99/7 — by its symbol" in lines
    sidecar.write_text('sesion = "ten"\n', "utf-8")
    done = run("ingest")
    assert done.status == 1
    assert "failed: ./bells.md: bells.toml: unknown key 'sesion': known are title, symbol" in done.out
    assert "session: 9 — sidecar bells.toml" in run("documents", "bells.md").out
    sidecar.unlink()
    assert run("ingest", "--json").json["changed"] == ["./bells.md"]
    assert "session" not in run("documents", "bells.md").out


def test_a_document_is_found_by_the_name_of_a_copy_and_by_an_odd_name_as_listed_or_typed(run, tmp_path, monkeypatch):
    # Where a copy had come to stand before it, a document was "no such document" under its own name.
    monkeypatch.chdir(tmp_path)
    for name in ("ahead.md", "bells.md"):
        (tmp_path / name).write_text(BELLS, "utf-8")
    (tmp_path / "two\nlines.md").write_text(f"{BELLS}\nThey hang in a tower.\n", "utf-8")
    run("ingest", ".")
    for name in ("bells.md", "./bells.md"):
        assert run("documents", name).out.splitlines()[0] == "./ahead.md"
    for name in ("two\nlines.md", "two\\x0alines.md"):
        assert run("documents", name).out.splitlines()[0] == "./two\\x0alines.md"


def test_a_name_with_a_line_break_is_said_on_one_line(run, here):
    one_line(run("ingest", "no\nfile.md"), 2, "no\\x0afile.md: no such file or folder")
    one_line(run("documents", "no\nfile.md"), 2, "no\\x0afile.md: no such document")


def test_many_files_with_one_reason_are_counted(run, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "bells.md").write_text(BELLS, "utf-8")
    for number in range(14):
        (tmp_path / f"{number:02}.md").touch()
    done = run("ingest", ".")
    lines = [line for line in done.out.splitlines() if line.startswith("failed")]
    assert (len(lines), lines[-1]) == (11, "failed: … and 4 more: the file is empty")
    assert len(run("ingest", "--json").json["failed"]) == 14


def test_a_name_that_two_files_share_is_no_name(run, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    for folder in ("north", "south"):
        (tmp_path / folder).mkdir()
        (tmp_path / folder / "bells.md").write_text(f"{BELLS}\nThey are rung in the {folder}.\n", "utf-8")
    run("ingest", ".")
    one_line(run("documents", "bells.md"), 2, "bells.md: 2 documents are called so: ./north/bells.md, ./south/bells.md")


@pytest.fixture
def questions(tmp_path) -> Path:
    path = tmp_path / "q.jsonl"
    rows = [
        {"id": "a", "question": "What does Iran say about non-state actors?", "own field": 1},
        {"id": "b", "question": "And about the Chair's appointment?", "history": [{"question": "What does Iran say?"}]},
        {"id": "c", "question": "What does China say?", "expected_behaviour": "abstain"},
    ]
    path.write_text("".join(json.dumps(row) + "\n" for row in rows), "utf-8")
    return path


def test_an_evaluation_writes_a_report_that_can_be_repeated(run, here, questions, tmp_path):
    report = tmp_path / "report"
    done = run("evaluate", str(questions), "--report", str(report), "--fail-under", "abstention_recall=1")
    assert done.status == 0
    assert "3 questions" in done.out
    assert done.out.endswith(f"report: {report / 'report.html'}\n")
    lines = [json.loads(line) for line in (report / "answers.jsonl").read_text("utf-8").splitlines()]
    assert [(line["id"], line["answered"]) for line in lines] == [("a", True), ("b", True), ("c", False)]
    assert lines[0]["citations"]
    assert lines[0]["asked"]["own field"] == 1
    assert 0 < lines[0]["borne"] <= 1
    assert [line["holder_correct"] for line in lines[0]["judged"]] == [True] * len(lines[0]["judged"])
    summary = json.loads((report / "summary.json").read_text("utf-8"))
    assert summary["questions_file"]["sha256"] == hashlib.sha256(questions.read_bytes()).hexdigest()
    assert summary["settings"] == {"model": "all-MiniLM-L6-v2", "reranker": ""}
    assert summary["index"]["documents"] == 1
    assert len(summary["index"]["fingerprint"]) == len(summary["program"]["sha256"]) == 64
    assert summary["program"]["packages"]["chromadb"]
    assert summary["machine"]["processors"] >= 1
    assert summary["command"][:2] == ["rapporteur", "evaluate"]
    assert not (report / "answers.partial.jsonl").exists()


def test_a_missed_bar_has_its_own_status(run, here, questions, tmp_path):
    bars = ["--fail-under", "abstention_recall=1", "--fail-over", "answered=0.5"]
    done = run("evaluate", str(questions), "--report", str(tmp_path / "report"), *bars)
    assert (done.status, "missed: answered is 0.6667, over 0.5" in done.out) == (5, True)
    assert (tmp_path / "report" / "report.html").exists()


def test_rows_and_gold_that_cannot_be_used_are_named_and_the_others_run(run, here, tmp_path):
    table = tmp_path / "q.csv"
    table.write_text("question,gold_quotes\nWhat does Iran want?,these words are nowhere\n,lost\n", "utf-8")
    done = run("evaluate", str(table), "--report", str(tmp_path / "report"))
    assert done.status == 1
    assert "line-2: not found in any document: “these words are nowhere”" in done.out
    assert "line 3: question: Field required" in done.out


def test_two_runs_are_compared(run, here, questions, tmp_path):
    for name in ("a", "b"):
        assert run("evaluate", str(questions), "--report", str(tmp_path / name)).status == 0
    done = run("evaluate-diff", str(tmp_path / "a"), str(tmp_path / "b"), "--report", str(tmp_path / "diff"))
    assert done.status == 0
    assert done.out.startswith("3 questions that both runs asked, 0 changed\n")
    assert "note:" not in done.out
    assert (tmp_path / "diff" / "diff.html").exists()
    found = run("evaluate-diff", str(tmp_path / "a"), str(tmp_path / "b"), "--report", str(tmp_path / "diff"), "--json")
    assert found.json["metrics"]["abstention_recall"]["change"] == {"value": 0.0, "low": 0.0, "high": 0.0, "n": 1}


def test_a_stopped_evaluation_goes_on_where_it_was(run, here, questions, tmp_path, monkeypatch):
    asked: list[str] = []
    ask = Assistant.ask

    def stopped(self: Assistant, question: str, *rest: Any, **more: Any) -> Any:
        if len(asked) == 2:
            raise KeyboardInterrupt
        asked.append(question)
        return ask(self, question, *rest, **more)

    monkeypatch.setattr(Assistant, "ask", stopped)
    done = run("evaluate", str(questions), "--report", str(tmp_path / "report"))
    assert (done.status, done.err) == (
        130, "rapporteur: stopped: what was answered is kept, and the same command goes on\n",
    )  # fmt: skip
    monkeypatch.setattr(Assistant, "ask", ask)
    done = run("evaluate", str(questions), "--report", str(tmp_path / "report"))
    assert (done.status, "2 answers were taken over from the run that was stopped" in done.out) == (0, True)


def test_help_names_every_command_and_every_option_has_its_default(run):
    listed = run("--help").out
    for name in ("ingest", "ask", "search", "documents", "evaluate", "chat"):
        assert re.search(rf"^  {name} ", listed, re.M)
        said = " ".join(run(name, "--help").out.split())
        assert "[default: .rapporteur]" in said
        assert "Exit status: 0" in said
    assert "[default: 127.0.0.1]" in said
    assert "[default: 7860]" in said


# Errors: one line, the right status


COMMANDS = (["ask", "What?"], ["search", "what"], ["documents"], ["chat"])


@pytest.mark.parametrize("command", COMMANDS, ids=lambda command: command[0])
def test_without_an_index_the_way_out_is_named(run, tmp_path, monkeypatch, command):
    monkeypatch.chdir(tmp_path)
    one_line(run(*command), 2, "no index in .rapporteur: run `rapporteur ingest PATH` first")
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["ingest", "nowhere"], "nowhere: no such file or folder"),
        (["ask", ""], "the question is empty"),
        (["ask", "why " * 25_000], "the question has 99,999 characters: ask in at most 2,000"),
        (["search", " "], "the question is empty"),
        (["ask", "What?", "--delegation", "Ruritania"], "no delegation or group is called 'Ruritania'"),
        (["documents", "--text", "nowhere.md"], "nowhere.md: no such document"),
        (["documents", "nowhere.md"], "nowhere.md: no such document"),
        (["evaluate", "nowhere.jsonl"], "nowhere.jsonl"),
        (["evaluate", "corpus/questions.jsonl", "--fail-under", "recall=1"], "there is no metric 'recall'"),
        (
            ["evaluate", "corpus/questions.jsonl", "--against", "nowhere"],
            "nowhere is no report of `rapporteur evaluate`",
        ),
        (["evaluate", "corpus/questions.jsonl", "--judge", "nobody:none"], "the judge nobody:none cannot be used"),
        (["evaluate-diff", "nowhere", "nowhere"], "nowhere is no report of `rapporteur evaluate`"),
        (["chat", "--port", "0"], "port"),
        (["ask", "What?", "--model", "no/such-model"], "the embedding model no/such-model cannot be loaded"),
    ],
    ids=lambda value: " ".join(value)[:30] if isinstance(value, list) else "",
)
def test_bad_input_is_one_line_and_loses_nothing(run, here, arguments, said):
    before = (here / ".rapporteur" / "CURRENT").read_text("utf-8")
    one_line(run(*arguments), 2, said)
    assert (here / ".rapporteur" / "CURRENT").read_text("utf-8") == before


def test_an_empty_folder_has_nothing_to_index(run, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "empty").mkdir()
    one_line(run("ingest", "empty"), 2, "empty")


@pytest.mark.skipif(os.geteuid() == 0, reason="1 unreadable file not tried: root reads every file")
def test_a_file_that_may_not_be_read_is_named(run, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    path = tmp_path / "secret.md"
    path.write_text(BELLS, "utf-8")
    path.chmod(0)
    done = run("ingest", "secret.md")
    assert done.status != 0
    assert "secret.md" in done.err + done.out


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["summarise"], "summarise"),
        (["ask"], "QUESTION"),
        (["ask", "What?", "--colour", "red"], "--colour"),
        (["ask", "What?", "--session", "abc"], "--session"),
        (["ask", "What?", "--session", "-4"], "--session"),
        (["search", "what", "-k", "0"], "see `rapporteur search --help`"),
        (["ingest", "-x.md"], "a file by such a name is given as ./-x…"),
        (["documents", "--index", ""], "an empty name is no folder"),
    ],
    ids=lambda value: " ".join(value) if isinstance(value, list) else "",
)
def test_wrong_usage_is_one_line(run, arguments, said):
    # Click says it in three.
    one_line(run(*arguments), 2, said)


def test_without_a_command_the_help_is_shown(run):
    done = run()
    assert done.status == 2
    assert "Usage: rapporteur" in done.err + done.out


def test_an_empty_variable_writes_no_index_into_the_current_folder(run, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("RAPPORTEUR_INDEX", "")
    (tmp_path / "bells.md").write_text(BELLS, "utf-8")
    assert run("ingest", "bells.md").status == 0
    assert sorted(path.name for path in tmp_path.iterdir()) == [".rapporteur", "bells.md"]


@pytest.mark.parametrize("part", ["manifest.json", "vectors.npy", "corpus.sqlite", "lexical"])
def test_the_way_out_of_a_damaged_index_leads_out(run, here, tmp_path, monkeypatch, part):
    # `ask` said to run `ingest`, which said "unchanged"; `documents` gave an unexpected error.
    index = shutil.copytree(here / ".rapporteur", tmp_path / "index")
    folder = index / "generations" / "000001"
    shutil.rmtree(folder / part) if part == "lexical" else (folder / part).unlink()
    one_line(run("ask", "What?", "--index", str(index)), 2, "run `rapporteur ingest` to build it anew")
    if part != "lexical":
        one_line(run("documents", "--index", str(index)), 2, "run `rapporteur ingest` to build it anew")
    assert run("ingest", "--index", str(index)).status == 0
    assert run("documents", "--index", str(index)).status == 0
    assert run("ask", "What does Iran say about non-state actors?", "--index", str(index)).status == 0


@pytest.mark.parametrize("command", COMMANDS, ids=lambda command: command[0])
def test_a_file_in_the_place_of_an_index_is_one_line(run, tmp_path, command):
    (tmp_path / "file").write_text("")
    one_line(run(*command, "--index", str(tmp_path / "file")), 2, "is a file, not the folder of an index")


def test_an_index_without_its_truth_is_restored_and_without_a_generation_too_it_is_one_line(run, here, tmp_path):
    index = shutil.copytree(here / ".rapporteur", tmp_path / "index")
    (index / "truth.sqlite").unlink()
    assert run("ingest", "--index", str(index), "--json").json["unchanged"] == 1
    (index / "truth.sqlite").unlink()
    (index / "generations" / "000001" / "corpus.sqlite").unlink()
    one_line(run("ingest", "corpus/documents", "--index", str(index)), 2, "rapporteur ingest --rebuild PATH...")


def test_while_another_ingest_runs_the_status_is_three(run, here):
    with (here / ".rapporteur" / "lock").open("a+") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        one_line(run("ingest"), 3, "another ingest")
        assert run("documents").status == 0


def test_a_place_that_cannot_be_written_has_status_four(run, here, tmp_path):
    (tmp_path / "file").write_text("", "utf-8")
    one_line(run("ingest", "corpus/documents", "--index", str(tmp_path / "file" / "index")), 4, "file")


def test_an_ingest_that_is_stopped_says_that_nothing_is_lost(run, here, monkeypatch):
    def stop(*_: object, **__: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("ingest.run.ingest", stop)
    one_line(run("ingest"), 130, "stopped: what was read is kept, and the next `rapporteur ingest` goes on")


def test_an_unexpected_error_is_one_line_with_its_details_in_a_file(run, here, monkeypatch):
    def fail(*_: object) -> None:
        raise ZeroDivisionError("a\nsurprise")

    monkeypatch.setattr(asking, "load", fail)
    done = run("documents")
    one_line(done, 70, "unexpected error: ZeroDivisionError: a surprise")
    (log,) = re.findall(r"details are in (\S+)", done.err)
    assert "Traceback" in Path(log).read_text("utf-8")
    Path(log).unlink()


def test_a_reader_that_stops_early_is_no_error(here):
    script = Path(sys.executable).with_name("rapporteur")
    done = subprocess.run(
        f"{script} documents --text {SHIPPED} | head -c 10", shell=True, capture_output=True, text=True
    )
    assert done.stderr == ""


@pytest.mark.parametrize("command", [["documents"], ["documents", "--text", SHIPPED], ["documents", "--help"]])
def test_a_reader_that_is_gone_is_no_error(here, command):
    # Click took the closed pipe for itself, and the status was 1.
    script = Path(sys.executable).with_name("rapporteur")
    read, write = os.pipe()
    os.close(read)
    with os.fdopen(write, "w") as gone:
        done = subprocess.run([script, *command], stdout=gone, stderr=subprocess.PIPE, text=True)
    assert (done.returncode, done.stderr) == (0, "")


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="1 full device not tried: there is no /dev/full")
@pytest.mark.parametrize("command", [["documents"], ["documents", "--text", SHIPPED], ["ask", "What?", "--json"]])
def test_a_full_disk_under_the_output_has_status_four(here, command):
    script = Path(sys.executable).with_name("rapporteur")
    with Path("/dev/full").open("w") as full:
        done = subprocess.run([script, *command], stdout=full, stderr=subprocess.PIPE, text=True)
    said = "rapporteur: the output cannot be written (No space left on device): free some space\n"
    assert (done.returncode, done.stderr) == (4, said)


def test_where_no_bar_can_be_drawn_a_line_now_and_then_tells_how_far_it_is(capsys, monkeypatch):
    # Half an hour passed without a sign.
    monkeypatch.setattr(terminal, "EVERY_S", 0.05)
    with terminal.progress() as progress:
        progress("embed", 320, 10_000)
        time.sleep(0.5)
    lines = capsys.readouterr().err.splitlines()
    assert set(lines) == {"embed 320/10,000"}
    assert 1 <= len(lines) <= 10


def test_of_questions_it_is_told_how_long_the_rest_will_take(capsys, monkeypatch):
    monkeypatch.setattr(terminal, "EVERY_S", 0.2)
    with terminal.progress() as progress:
        progress("ask", 300, 1_000)
        time.sleep(0.3)
        progress("ask", 400, 1_000)
        time.sleep(0.2)
    lines = capsys.readouterr().err.splitlines()
    assert lines[0].startswith("ask 300/1,000")
    assert "ask 400/1,000, about 1 s left" in lines
