"""The report of a run: its files, its page in a browser, its tables for a terminal."""

from __future__ import annotations

import csv
import io
import json
import re
from dataclasses import replace
from typing import Any

import pytest
from browsing import Tags
from scripted import (
    FUND,
    MALTA,
    QUESTIONS,
    REFUSAL,
    RULES,
    SILENT,
    TUVALU,
    Scripted,
    answer_with,
    cite,
    hits_of,
    judged,
    right,
    scored,
)  # fmt: skip

from app.answer import Answer
from app.evaluation import METRICS, Question
from app.evaluation.report import ANSWERS, PAGE, SCORES, SUMMARY, read_run, write_report
from app.evaluation.tables import render
from ingest.errors import BadInput, NotWritable

HOSTILE = "<script>alert(1)</script><img src=x onerror=alert(2)>\"'&{{7*7}}"


def lines(path: Any) -> list[dict[str, Any]]:
    return [json.loads(line) for line in path.read_text("utf-8").splitlines()]


def table(path: Any) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(path.read_text("utf-8-sig"), newline="")))


# Files


def test_the_report_holds_answers_scores_summary_page_and_trec_files(tmp_path):
    folder = tmp_path / "new" / "report"
    write_report(scored(Scripted(right), QUESTIONS, problems=["line 9: not JSON"]), folder)
    assert sorted(path.name for path in folder.iterdir()) == [
        "answers.jsonl", "qrels.trec", "report.html", "run.trec", "scores.csv", "summary.json",
    ]  # fmt: skip
    first, _, third, _ = lines(folder / ANSWERS)
    assert {name: first[name] for name in right(FUND.question).to_json()} == right(FUND.question).to_json()
    assert first["id"] == "fund"
    assert first["gold"] == [{"quote": "a small fund for island States", "rank": 2, "covered": True}]
    assert first["judged"][0]["gold"] == [1]
    assert first["supported"] == [True]
    assert "Gold quote 1: found at rank 2, covered by the answer." in first["why"]
    assert third["scores"] == {
        "answered": 0, "abstention_precision": 1, "abstention_recall": 1, "false_quotes": 0, "failed": 0,
    }  # fmt: skip
    summary = json.loads((folder / SUMMARY).read_text("utf-8"))
    assert summary["all"]["coverage"] == {"value": 1.0, "low": 1.0, "high": 1.0, "n": 2}
    assert summary["problems"] == ["line 9: not JSON"]
    assert (folder / "qrels.trec").read_text("utf-8").splitlines() == [
        "fund 0 papers/tuvalu.txt@0-43 1",
        "rules 0 papers/malta.txt@0-101 1",
    ]


def test_fields_that_are_not_ours_come_out_again(tmp_path):
    own = Question.model_validate({**FUND.given, "difficulty": "hard", "coverage": "=SUM(A1)", "weights": [1, 2]})
    write_report(judged(own, right(FUND.question)), tmp_path)
    assert lines(tmp_path / ANSWERS)[0]["asked"]["weights"] == [1, 2]
    (row,) = table(tmp_path / SCORES)
    assert (row["difficulty"], row["weights"], row["coverage"], row["asked.coverage"]) == (
        "hard",
        "[1, 2]",
        "1.0",
        "'=SUM(A1)",
    )


def test_a_score_that_does_not_apply_is_an_empty_cell(tmp_path):
    write_report(scored(Scripted(right), QUESTIONS), tmp_path)
    fund, _, silent, _ = table(tmp_path / SCORES)
    assert [fund[name] for name in ("id", "answered", "coverage", "abstention_recall")] == ["fund", "1.0", "1.0", ""]
    assert [silent[name] for name in ("reason", "coverage", "abstention_recall")] == ["silent", "", "1.0"]
    assert [name for name in fund if name in {metric.name for metric in METRICS}] == [metric.name for metric in METRICS]


def test_half_a_surrogate_pair_in_an_answer_is_written_as_its_escape(tmp_path):
    write_report(judged(SILENT, Answer("", False, "silent", "\ud800")), tmp_path)
    assert lines(tmp_path / ANSWERS)[0]["text"] == "\ud800"


def test_a_report_that_cannot_be_written_is_an_error_that_leaves_nothing_behind(tmp_path):
    (tmp_path / ANSWERS).mkdir()
    with pytest.raises(NotWritable, match=r"cannot be written .*choose another --report"):
        write_report(judged(SILENT, REFUSAL), tmp_path)
    assert [path.name for path in tmp_path.iterdir()] == [ANSWERS]


def test_a_run_is_read_back_and_what_is_none_is_said(tmp_path):
    write_report(scored(Scripted(right), QUESTIONS), tmp_path / "run")
    assert [row["id"] for row in read_run(tmp_path / "run").rows] == ["fund", "rules", "silent", "premise"]
    with pytest.raises(BadInput, match="nowhere is no report of `rapporteur evaluate`"):
        read_run(tmp_path / "nowhere")
    whole = (tmp_path / "run" / ANSWERS).read_text("utf-8")
    for harm in (
        '{"id": "fund"}\n',
        "[1]\n",
        "{",
        whole.replace('"coverage": 1.0', '"coverage": "1"'),
        whole.replace('"why": [', '"why": [1, '),
    ):
        assert harm != whole
        (tmp_path / "run" / ANSWERS).write_text(harm, "utf-8")
        with pytest.raises(BadInput, match="run is no report that this version wrote") as error:
            read_run(tmp_path / "run")
        assert "\n" not in str(error.value)
    (tmp_path / "run" / ANSWERS).write_text('{"id": "fund"}\n', "utf-8")
    with pytest.raises(BadInput, match=r"\(answers\.jsonl, line 1: answered: Field required; "):
        read_run(tmp_path / "run")


# The page


def page(folder: Any) -> str:
    return (folder / PAGE).read_text("utf-8")


def test_the_page_needs_nothing_from_elsewhere(tmp_path):
    write_report(scored(Scripted(right), QUESTIONS), tmp_path)
    text = page(tmp_path)
    assert "default-src 'none'" in text
    assert not re.search(
        r"""\b(?:src|href|action|data|poster)\s*=|@import|url\(|//(?!www\.w3\.org/2000/svg)\w+\.""", text
    )


def test_nothing_of_question_answer_or_document_becomes_html(tmp_path):
    document = replace(TUVALU, id=HOSTILE, text=f"{HOSTILE} {TUVALU.text}")
    question = Question.model_validate(
        {"id": HOSTILE, "question": HOSTILE, "category": HOSTILE, "note": HOSTILE, HOSTILE: HOSTILE, "history": [HOSTILE],
         "gold_quotes": ["a small fund"], "reference_answer": HOSTILE, "delegations": [HOSTILE]}
    )  # fmt: skip
    answer = replace(
        answer_with(cite(document, HOSTILE, HOSTILE), hits=hits_of((document, HOSTILE))),
        text=f"{HOSTILE} ![x](https://example.org/x.png) [y](https://example.org) <https://example.org>",
    )
    write_report(scored(Scripted(lambda _: answer, [document]), [question], problems=[HOSTILE]), tmp_path)
    tags = Tags(page(tmp_path))
    assert not tags.names & {"img", "a", "iframe", "object", "link", "form"}
    assert not {name for name in tags.attributes if name.startswith("on")}
    assert page(tmp_path).count("<script") == 1
    assert "{{7*7}}" in page(tmp_path).replace("&#39;", "'")


def test_the_page_of_no_question_and_of_no_gold_can_be_made(tmp_path):
    write_report(scored(Scripted(right), []), tmp_path / "none")
    assert "Evaluation of 0 questions" in page(tmp_path / "none")
    write_report(judged(Question(question="Hello?"), REFUSAL), tmp_path / "bare")
    assert "does not say what is right" in page(tmp_path / "bare")


def test_the_filters_show_the_questions_that_they_name(browser, tmp_path):
    def mixed(question: str) -> Answer:
        if question == RULES.question:
            return answer_with(cite(TUVALU, "thanks the Chair", "Malta"))
        return REFUSAL if question == FUND.question else right(question)

    write_report(scored(Scripted(right), QUESTIONS), tmp_path)
    write_report(scored(Scripted(mixed), QUESTIONS), tmp_path, before=read_run(tmp_path))
    window = browser.new_page()
    complaints: list[str] = []
    window.on("console", lambda message: complaints.append(message.text))
    window.on("pageerror", lambda error: complaints.append(str(error)))
    window.goto((tmp_path / PAGE).as_uri())

    def shown() -> list[str]:
        return [each.get_attribute("id") for each in window.query_selector_all(".question:not([hidden])")]

    assert shown() == ["fund", "rules", "silent", "premise"]
    for name, expected in (
        ("not right (2)", ["fund", "rules"]),
        ("abstentions (2)", ["fund", "silent"]),
        ("false abstentions (1)", ["fund"]),
        ("changed since the run before (2)", ["fund", "rules"]),
        ("all (4)", ["fund", "rules", "silent", "premise"]),
    ):
        window.get_by_role("button", name=name, exact=True).click()
        assert shown() == expected, name
    assert window.get_by_role("button", name="wrong or other holders (0)").is_disabled()
    window.locator("#search").fill("nauru")
    assert shown() == ["silent"]
    assert window.locator("#count").inner_text() == "1 of 4 questions"
    window.locator("#search").fill("")
    window.locator("#category").select_option("who")
    assert shown() == ["rules"]
    window.locator("#open").click()
    assert window.locator("#rules").get_attribute("open") == ""
    assert "Named, but not right: Malta" not in window.locator("#rules").inner_text()
    assert "carries no gold evidence" in window.locator("#rules").inner_text()
    assert complaints == []
    window.close()


def test_a_narrow_window_shows_the_page_without_scrolling_sideways(browser, tmp_path):
    write_report(scored(Scripted(right), QUESTIONS), tmp_path)
    window = browser.new_page(viewport={"width": 390, "height": 800})
    window.goto((tmp_path / PAGE).as_uri())
    window.locator("#open").click()
    assert window.evaluate("document.documentElement.scrollWidth") <= 390
    window.close()


def test_all_answers_are_printed(browser, tmp_path):
    write_report(scored(Scripted(right), QUESTIONS), tmp_path)
    window = browser.new_page()
    window.goto((tmp_path / PAGE).as_uri())
    window.emulate_media(media="print")
    window.evaluate("dispatchEvent(new Event('beforeprint'))")
    assert window.locator("#fund .answer").is_visible()
    assert not window.locator("#filters").is_visible()
    window.evaluate("dispatchEvent(new Event('afterprint'))")
    assert window.locator("#fund").get_attribute("open") is None
    window.close()


# In a terminal


def test_the_table_shows_every_figure_with_its_interval_and_the_number_of_its_questions():
    evaluation = scored(Scripted(right), (FUND, SILENT), problems=["line 9: \x1b[31mnot JSON"])
    text = render(evaluation)
    assert text.startswith("2 questions; in brackets: to how many of them a figure applies\n")
    for line in (
        "                           all       95 %    single  unanswerable",
        "MRR@10                0.50 (1)          -  0.50 (1)             -",
        "coverage              1.00 (1)          -  1.00 (1)             -",
        "answered              0.50 (2)  0.00-1.00  1.00 (1)      0.00 (1)",
        "wrong_attribution        0 (1)          -     0 (1)             -",
    ):
        assert line in text
    assert "delegation_f1" not in text
    assert text.endswith("Problems of the question file: 1\n  line 9:  [31mnot JSON\n")


def test_the_table_fits_a_terminal_with_any_number_of_categories():
    many = [FUND.model_copy(update={"id": str(i), "category": f"category number {i}"}) for i in range(12)]
    text = render(scored(Scripted(right), many))
    assert max(map(len, text.splitlines())) <= 100
    assert all(f"category number {i}" in text for i in range(12))


def test_nothing_to_evaluate_gives_empty_figures():
    evaluation = scored(Scripted(right), [])
    assert {figure.questions for figure in evaluation.summary().values()} == {0}
    assert len(evaluation.to_json()["all"]) == len(METRICS)
    assert render(evaluation).startswith("0 questions")


def test_the_holder_of_a_quote_that_nobody_may_have_is_shown_as_wrong(tmp_path):
    write_report(judged(FUND, answer_with(cite(MALTA, "Malta supports", "Malta"))), tmp_path)
    assert "Wrong attribution: words are given to Malta, who must not be named." in page(tmp_path)
