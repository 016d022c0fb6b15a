"""A run that is stopped goes on: nothing is asked twice, nothing of another system is taken over, the result is the same."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from dataclasses import replace
from pathlib import Path

import pytest
from fakes import stoppable
from scripted import (
    FUND,
    MALTA,
    QUESTIONS,
    REFUSAL,
    RULES,
    TUVALU,
    Contained,
    Scripted,
    answer_with,
    cite,
    hits_of,
    right,
)

from app.answer import Answer
from app.assistant import Assistant
from app.evaluation import Kept, evaluate, record
from app.evaluation.report import row_of
from app.evaluation.stored import PARTIAL, answer_from
from ingest.errors import IndexBusy, NotWritable
from ingest.run import ingest
from retriever.hit import Hit, Place
from retriever.index import Published

TESTS = Path(__file__).parent
FULL = replace(
    right(FUND.question),
    citations=(
        replace(
            cite(TUVALU, "a small fund for island States", "Tuvalu"), lead="Tuvalu wants", lead_start=0, paragraph="2 (a)",
            normalised=("white space",), section="Funds",
        ),
    ),
    hits=tuple(
        replace(hit, also=(Place("papers/copy.txt", "A/1", 2, "3", "fr"),))
        for hit in hits_of((MALTA, "Malta supports the rules"), (TUVALU, "Tuvalu wants a small fund for island States"))
    ),
    searched={"documents": 3},
    timings_ms={"total": 12.5},
    borne=0.75,
    tokens={"input": 3},
)  # fmt: skip


def run(assistant: Scripted, folder: Path, system: str = "one", questions=QUESTIONS):
    """(evaluation, how many answers were taken over)."""
    with Kept(folder, system) as kept:
        return evaluate(assistant, questions, support=Contained(), kept=kept), kept.taken_over


class KilledError(BaseException):
    """Stands for a kill."""


def stopping_after(answers: int) -> Scripted:
    """An assistant that is killed at the question after so many answers."""
    left = iter(range(answers))

    def reply(question: str) -> Answer:
        if next(left, None) is None:
            raise KilledError
        return right(question)

    return Scripted(reply)


def test_an_answer_is_read_back_as_it_was():
    row = json.loads(json.dumps(FULL.to_json()))
    documents = {TUVALU.id: TUVALU, MALTA.id: MALTA}
    assert answer_from(row, documents).to_json() == FULL.to_json()
    assert [hit.passage.text for hit in answer_from(row, documents).hits] == [hit.passage.text for hit in FULL.hits]
    assert answer_from(row, {}).to_json() == FULL.to_json()


def test_a_stopped_run_goes_on_where_it_was(tmp_path):
    with pytest.raises(KilledError):
        run(stopping_after(2), tmp_path)
    assistant = Scripted(right)
    evaluation, taken_over = run(assistant, tmp_path)
    assert [question for question, _ in assistant.asked] == [each.question for each in QUESTIONS[2:]]
    assert taken_over == 2
    whole = evaluate(Scripted(right), QUESTIONS, support=Contained())
    assert list(map(row_of, evaluation.cases)) == list(map(row_of, whole.cases))
    assert evaluation.to_json() == whole.to_json()


def test_an_answer_of_another_index_setting_or_program_is_asked_again(tmp_path):
    with pytest.raises(KilledError):
        run(stopping_after(2), tmp_path)
    assistant = Scripted(right)
    assert run(assistant, tmp_path, system="another")[1] == 0
    assert len(assistant.asked) == 4


def test_a_question_with_other_words_or_history_is_asked_again_one_with_other_gold_is_not(tmp_path):
    run(Scripted(right), tmp_path)
    assistant = Scripted(lambda _: REFUSAL)
    changed = [
        FUND.model_copy(update={"gold_quotes": ("thanks the Chair",)}),
        RULES.model_copy(update={"history": ("Who?",)}),
    ]
    evaluation, taken_over = run(assistant, tmp_path, questions=changed)
    assert (assistant.asked, taken_over) == ([(RULES.question, ("Who?",))], 1)
    assert evaluation.summary("single")["coverage"].mean == 0


def test_a_question_that_could_not_be_asked_is_asked_again(tmp_path):
    """The network may be back."""

    def fail(question: str) -> Answer:
        if question == FUND.question:
            raise TimeoutError("no answer\nin time")
        return right(question)

    assert run(Scripted(fail), tmp_path)[0].failures == ["fund: TimeoutError: no answer in time"]
    evaluation, taken_over = run(Scripted(right), tmp_path)
    assert (evaluation.failures, taken_over) == ([], 3)


@pytest.mark.parametrize("harm", [b'{"key": "x"', b"\xff\xfe\n", b'{"other": 1}\n', b"[1]\n", b"\n"])
def test_a_line_that_a_kill_cut_off_costs_only_itself(tmp_path, harm):
    with pytest.raises(KilledError):
        run(stopping_after(2), tmp_path)
    with (tmp_path / PARTIAL).open("ab") as file:
        file.write(harm)
    assert run(Scripted(right), tmp_path)[1] == 2
    assert run(Scripted(right), tmp_path)[1] == 4


def test_a_kept_answer_that_is_none_is_asked_again(tmp_path):
    run(Scripted(right), tmp_path)
    rows = [json.loads(line) for line in (tmp_path / PARTIAL).read_text("utf-8").splitlines()]
    rows[0]["answer"] = {"question": "?"}
    (tmp_path / PARTIAL).write_text("".join(json.dumps(row) + "\n" for row in rows), "utf-8")
    assistant = Scripted(right)
    assert run(assistant, tmp_path)[1] == 3
    assert assistant.asked == [(FUND.question, ())]


def test_two_runs_do_not_write_one_folder(tmp_path):
    with Kept(tmp_path, "one"), pytest.raises(IndexBusy, match="another evaluation is writing"), Kept(tmp_path, "one"):
        pass


def test_a_folder_that_cannot_be_written_is_said_before_anything_is_asked(tmp_path):
    (tmp_path / "file").touch()
    with pytest.raises(NotWritable, match="choose another --report"), Kept(tmp_path / "file", "one"):
        pass


def test_nothing_stays_of_a_run_that_is_done_or_asked_nothing(tmp_path):
    with Kept(tmp_path, "one") as kept:
        evaluate(Scripted(right), QUESTIONS, support=Contained(), kept=kept)
        kept.done()
    assert list(tmp_path.iterdir()) == []
    with Kept(tmp_path, "one"):
        pass
    assert list(tmp_path.iterdir()) == []


def test_a_hit_that_is_in_no_document_keeps_the_words_that_are_judged(tmp_path):
    stranger = Hit(replace(FULL.hits[0].passage, document_id="x", start=0, end=0, text="word " * 300 + "end"), 1, "")
    again = answer_from(answer_with(hits=(stranger,)).to_json(), {})
    assert again.hits[0].passage.text.split() == ["word"] * 260


# What answers: pinned, and told from others


def test_a_pinned_assistant_stays_with_the_index_of_its_start(papers, index, embeddings):
    ingest(index, [str(papers)], embeddings)
    assistant = Assistant(Published(index, embeddings))
    pinned = assistant.pinned()
    for number in range(3):  # the generation that it reads is swept away
        (papers / "lamps.md").write_text(f"# Bhutan's statement on lamps\n\nBhutan wants {number} candles.\n", "utf-8")
        ingest(index, [str(papers)], embeddings)

    def found(asked: Assistant) -> str:
        return "".join(hit.passage.text for hit in asked.ask("What of lamps with passwords or candles?").hits)

    assert ("candles" in found(assistant), "passwords" in found(assistant)) == (True, False)
    assert ("candles" in found(pinned), "passwords" in found(pinned)) == (False, True)
    assert any("passwords" in document.text for document in pinned.documents())


def test_the_fingerprint_of_an_index_is_that_of_what_it_holds(papers, tmp_path, embeddings):
    for name in ("one", "other"):
        ingest(tmp_path / name, [str(papers)], embeddings)
    (papers / "lamps.md").write_text("# Bhutan's statement on lamps\n\nBhutan wants candles.\n", "utf-8")
    ingest(tmp_path / "changed", [str(papers)], embeddings)
    one, other, changed = (
        record.fingerprint(Published(tmp_path / name, embeddings).index()) for name in ("one", "other", "changed")
    )
    assert one == other != changed


# A thousand questions and a kill in the middle

PROGRAM = """
import sys, time
from pathlib import Path
sys.path.insert(0, {tests!r})
from scripted import Contained, Scripted, right, QUESTIONS
from app.evaluation import Kept, evaluate, record
from app.evaluation.report import write_report

def slowly(question):
    time.sleep({delay})
    return right(question.partition(" #")[0])

questions = [each.model_copy(update={{"id": str(n), "question": f"{{each.question}} #{{n}}"}})
             for n, each in ((n, QUESTIONS[n % 4]) for n in range(1000))]
folder = Path(sys.argv[1])
with Kept(folder, "one") as kept:
    done = evaluate(Scripted(slowly), questions, support=Contained(), kept=kept)
    write_report(done, folder)
    kept.done()
    print(kept.taken_over)
"""


def test_a_thousand_questions_with_a_kill_in_the_middle_give_the_same_report(tmp_path):
    def start(folder: str, delay: float) -> subprocess.Popen[str]:
        program = PROGRAM.format(tests=str(TESTS), delay=delay)
        environment = {**os.environ, "PYTHONPATH": str(TESTS.parent)}
        return subprocess.Popen(
            [sys.executable, "-c", program, tmp_path / folder], stdout=subprocess.PIPE, text=True, env=environment
        )

    with stoppable():
        killed = start("killed", 0.004)
        kept = tmp_path / "killed" / PARTIAL
        deadline = time.monotonic() + 60
        while not (kept.exists() and kept.read_bytes().count(b"\n") > 300):
            assert time.monotonic() < deadline
            assert killed.poll() is None
            time.sleep(0.01)
        killed.send_signal(signal.SIGKILL)
        killed.wait()
    assert not (tmp_path / "killed" / "summary.json").exists()
    again, whole = start("killed", 0), start("whole", 0)
    taken_over = int(again.communicate()[0])
    assert 300 < taken_over < 1000
    assert whole.communicate()[0] == "0\n"
    for path in (tmp_path / "whole").iterdir():
        assert (tmp_path / "killed" / path.name).read_bytes() == path.read_bytes(), path.name
    assert not kept.exists()
