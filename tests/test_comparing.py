"""Two runs compared: differences with paired intervals, questions that changed, and what makes runs incomparable."""

from __future__ import annotations

import random
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from scipy import stats
from scripted import FUND, QUESTIONS, REFUSAL, RULES, SILENT, Scripted, right, scored

from app.answer import Answer
from app.evaluation import Question, bootstrap
from app.evaluation.bootstrap import Interval
from app.evaluation.comparing import compare
from app.evaluation.comparison import PAGE, compared, render_comparison, write_comparison
from app.evaluation.gates import bars
from app.evaluation.report import read_run, row_of, write_report
from ingest.errors import BadInput


def rows(reply: Any, questions: Any = QUESTIONS) -> list[dict[str, Any]]:
    return [row_of(case) for case in scored(Scripted(reply), questions).cases]


def refusing(*refused: Question) -> Any:
    return lambda question: REFUSAL if question in {each.question for each in refused} else right(question)


def test_the_same_answers_do_not_differ():
    comparison = compare(rows(right), rows(right))
    assert comparison.changed == []
    assert {each.change.mean for each in comparison.differences()} == {0}
    assert {each.verdict for each in comparison.differences()} == {""}


def test_differences_are_second_minus_first_question_by_question():
    many = [FUND.model_copy(update={"id": str(n), "question": f"{FUND.question}{'?' * n}"}) for n in range(40)]

    def to_odd(question: str) -> Answer:
        return right(FUND.question) if question.count("?") % 2 else REFUSAL

    comparison = compare(rows(to_odd, many), rows(lambda _: right(FUND.question), many))
    found = {each.metric.name: each for each in comparison.differences()}
    coverage = found["coverage"]
    assert (coverage.before, coverage.after, coverage.change.mean, coverage.change.questions) == (0.5, 1, 0.5, 40)
    assert 0.3 < coverage.change.low < 0.5 < coverage.change.high < 0.7
    assert (coverage.verdict, found["false_abstention"].verdict, found["answered"].verdict) == ("better", "better", "")
    assert len(comparison.changed) == 20
    back = {each.metric.name: each for each in compare(rows(right), rows(refusing(FUND))).differences()}
    assert (back["coverage"].change.mean, back["coverage"].verdict) == (-0.5, "")  # of two questions one is no proof


def test_sums_differ_as_sums():
    def wrong(question: str) -> Answer:
        raise BadInput("too long")

    found = {each.metric.name: each for each in compare(rows(right), rows(wrong)).differences()}
    assert found["failed"].change == Interval(4, 4, 4, 4)
    assert (found["failed"].before, found["failed"].after, found["failed"].verdict) == (0, 4, "worse")


def test_what_changed_is_said_of_each_question():
    changed = compare(rows(right), rows(refusing(FUND))).changed
    assert [pair.after["id"] for pair in changed] == ["fund"]
    assert changed[0].changes[0] == "refused, answered before"
    assert "coverage 1 → 0" in changed[0].changes
    assert "abstention_precision – → 0" in changed[0].changes


def test_only_the_same_questions_are_paired_and_the_others_are_counted():
    other = FUND.model_copy(update={"question": "What else does Tuvalu want?"})
    before, after = (
        rows(right),
        rows(lambda _: REFUSAL, [other, RULES, SILENT, SILENT.model_copy(update={"id": "new"})]),
    )
    comparison = compare(before, after)
    assert [pair.after["id"] for pair in comparison.pairs] == ["rules", "silent"]
    assert comparison.warnings == ("2 questions of the first run only", "2 questions of the second run only")


def test_another_index_and_another_gold_are_said():
    changed = FUND.model_copy(update={"gold_quotes": ("thanks the Chair",)})
    records = ({"index": 1, "settings": {}}, {"index": 2, "settings": {}})
    assert compare(rows(right, [FUND]), rows(right, [changed]), records).warnings == (
        "the runs differ in index",
        "the gold of some questions differs between the runs: their scores do not compare",
    )


def test_the_comparison_is_written_as_a_page_and_printed(tmp_path):
    for name, reply in (("a", right), ("b", refusing(FUND))):
        write_report(scored(Scripted(reply), QUESTIONS), tmp_path / name)
    before, after = read_run(tmp_path / "a"), read_run(tmp_path / "b")
    comparison = compared(before, after)
    write_comparison(comparison, before, after, tmp_path / "diff")
    page = (tmp_path / "diff" / PAGE).read_text("utf-8")
    assert "1 of 4 questions that both asked" in page
    assert "refused, answered before" in page
    text = render_comparison(comparison)
    assert text.startswith("4 questions that both runs asked, 1 changed\n")
    assert "fund worse: refused, answered before" in text


# Intervals


def test_the_interval_of_a_mean_is_near_that_of_scipy():
    values = [random.Random(3).random() for _ in range(1)] + list(np.random.default_rng(5).random(80))
    ours = bootstrap.interval(values)
    theirs = stats.bootstrap((values,), np.mean, method="percentile", n_resamples=20_000, rng=1).confidence_interval
    assert (ours.low, ours.high) == (pytest.approx(theirs.low, abs=0.01), pytest.approx(theirs.high, abs=0.01))
    assert ours.mean == pytest.approx(np.mean(values))


def test_an_interval_is_the_same_at_each_call_and_without_width_where_all_agree():
    values = [0.0, 1.0, None, 1.0, 0.5]
    assert bootstrap.interval(values) == bootstrap.interval(values)
    assert bootstrap.interval([1.0, None, 1.0]) == Interval(1.0, 1.0, 1.0, 2)
    assert bootstrap.interval([None]) == Interval(0.0, 0.0, 0.0, 0)


def test_the_median_is_a_value_that_was_measured():
    found = bootstrap.percentile([10.0, 40.0, 20.0, 30.0], 0.5)
    assert found.mean == 20.0
    assert {found.low, found.high} <= {10.0, 20.0, 30.0, 40.0}


def test_a_large_run_is_drawn_in_parts(monkeypatch):
    values = list(np.random.default_rng(5).random(500))
    whole = bootstrap.interval(values)
    monkeypatch.setattr(bootstrap, "DRAWN", 7_000)
    parts = bootstrap.interval(values)
    assert (parts.low, parts.high) == (whole.low, whole.high)


# Bars


@pytest.mark.parametrize(
    ("under", "over", "missed"),
    [
        (["coverage=1", "quote_recall@10 = 0.9"], [], []),
        (["hit@1=0.5"], ["false_abstention=0"], []),
        (["hit@1=0.6"], [], ["hit@1 is 0.5, under 0.6"]),
        ([], ["answered=0.7"], ["answered is 0.75, over 0.7"]),
        (["tokens=1"], [], ["tokens applies to no question, so that it cannot reach 1"]),
        ([], ["p95_ms=100"], ["p95_ms applies to no question, so that it cannot reach 100"]),
    ],
)
def test_a_bar_that_is_missed_is_said(under, over, missed):
    evaluation = scored(Scripted(right), QUESTIONS)
    assert [said for bar in bars(under, over) if (said := bar.missed(evaluation))] == missed


@pytest.mark.parametrize(
    ("under", "over", "said"),
    [
        (["recall=0.9"], [], "there is no metric 'recall'; the metrics are quote_recall@1,"),
        (["coverage"], [], "a bar is written as coverage=0.9"),
        (["coverage=high"], [], "a bar is written as coverage=0.9"),
        ([], ["coverage=nan"], "a bar is written as coverage=0.9"),
        (["wrong_attribution=1"], [], "is better the lower it is: use --fail-over wrong_attribution=1"),
        (["p50_ms=100"], [], "use --fail-over p50_ms=100"),
    ],
)
def test_a_bar_that_is_none_or_could_never_be_missed_is_an_error(under, over, said):
    with pytest.raises(BadInput) as error:
        bars(under, over)
    assert said in str(error.value)


def test_the_time_to_answer_has_a_bar():
    answer = {"a": 100.0, "b": 300.0}
    timed = Scripted(lambda question: Answer(question, False, "silent", "", timings_ms={"total": answer[question]}))
    evaluation = scored(timed, [Question(question=each) for each in answer])
    assert bars([], ["p95_ms=250"])[0].missed(evaluation) == "p95_ms is 300, over 250"


def test_runs_without_a_common_question_are_told(tmp_path: Path):
    assert compare(rows(right, [FUND]), rows(right, [RULES])).pairs == ()


def test_times_that_only_scatter_make_a_ratio_of_one():
    before, after = rows(right), rows(right)
    for number, (one, other) in enumerate(zip(before, after, strict=True)):
        one["timings_ms"], other["timings_ms"] = {"total": 100}, {"total": 50 if number % 2 else 200}
    even = len(before) // 2 * 2
    ratio = compare(before[:even], after[:even]).time_ratio()
    assert (ratio.mean, ratio.questions) == (pytest.approx(1), even)
    assert ratio.low < 1 < ratio.high
