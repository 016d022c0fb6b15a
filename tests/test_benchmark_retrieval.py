"""The benchmark of the search counts right: figures by hand, intervals that repeat, a small set end to end."""

from __future__ import annotations

import json
import math
import random

import ablation
import bench as runner
import figures
import ir_measures
import kept
import pytest
import sets
import systems
from fakes import HashedWords
from figures import OURS, Table, half
from systems import Asked

from app.evaluation import ranking
from app.evaluation.bootstrap import difference, interval
from ingest.document import Document
from ingest.embedding import adapt

# All texts are invented.
TEXTS = {
    "ports": "Harbours keep a register of computers. The register is open to every pilot.",
    "lamps": "Street lamps have passwords. A lamp without one is switched off.",
    "buoys": "Pilots report broken buoys within two days.",
}
QUESTIONS = [
    {"id": "q1", "question": "Which lamps are switched off?", "gold": ["lamps"]},
    {"id": "q2", "question": "Who reports broken buoys?", "gold": ["buoys", "ports"]},
    {"id": "q3", "question": "Who paints the harbour?", "gold": []},
]


@pytest.fixture
def bench(tmp_path):
    folder = tmp_path / "some-bench"
    folder.mkdir()
    documents = [{"id": key, "title": key, "text": text, "meta": {}} for key, text in TEXTS.items()]
    questions = [
        {
            "id": row["id"],
            "question": row["question"],
            "gold": [{"doc_id": key, "quote": ""} for key in row["gold"]],
            "answerable": bool(row["gold"]),
            "meta": {},
        }
        for row in QUESTIONS
    ]
    for name, rows in (("docs", documents), ("questions", questions)):
        (folder / f"{name}.jsonl").write_text("".join(json.dumps(row) + "\n" for row in rows), "utf-8")
    return folder


def test_figures_of_a_ranking_by_hand():
    ranked, relevant = ["a", "b", "c"], {"a", "c", "d"}
    assert figures.recall(ranked, relevant) == 2 / 3
    assert figures.ndcg(ranked, relevant) == pytest.approx((1 + 1 / 2) / (1 + 1 / math.log2(3) + 1 / 2))
    assert figures.average_precision(ranked, relevant) == pytest.approx((1 + 2 / 3) / 3)
    assert figures.recall([], relevant) == figures.ndcg([], relevant) == figures.average_precision([], relevant) == 0


def test_figures_of_quotes_by_hand():
    ranks = [1, 3, 11, None]
    assert ranking.quote_recall(ranks, 10) == 0.5
    assert ranking.quote_recall(ranks, 2) == 0.25
    assert ranking.hit(ranks, 5) == 1
    assert ranking.hit([6], 5) == 0
    assert figures.quote_ndcg(ranks) == (1 + 1 / 2) / 4
    assert ranking.quote_recall([], 10) is None


def test_figures_agree_with_ir_measures():
    chance = random.Random(1)
    for _ in range(20):
        ranked = chance.sample("abcdefghijklmnop", 12)
        relevant = set(chance.sample("abcdefghijklmnopqrs", chance.randint(1, 12)))
        run = {"q": {key: -float(rank) for rank, key in enumerate(ranked)}}
        qrels = {"q": dict.fromkeys(relevant, 1)}
        measures = [ir_measures.nDCG @ 10, ir_measures.R @ 10, ir_measures.AP @ 10]
        theirs = ir_measures.calc_aggregate(measures, qrels, run)
        ours = [count(ranked, relevant) for count in (figures.ndcg, figures.recall, figures.average_precision)]
        assert ours == pytest.approx([theirs[measure] for measure in measures])


def test_an_interval_is_the_same_at_each_call_and_holds_the_mean():
    values = [0.0, 1.0, 1.0, None, 0.5] * 10
    found = interval(values)
    assert found == interval(values)
    assert (found.mean, found.questions) == (0.625, 40)
    assert 0.4 < found.low < 0.625 < found.high < 0.8
    assert str(interval([None])) == "–"


def test_a_difference_is_taken_question_by_question():
    gain = difference([0.5, 1.0, 0.25, None], [0.25, 0.75, 0.0, 1.0])
    assert (gain.mean, gain.low, gain.high, gain.questions) == (0.25, 0.25, 0.25, 3)


def test_the_half_of_a_question_depends_on_its_id_alone():
    assert {key: half(key) for key in ("SQ01", "SQ02", "D001")} == {
        "SQ01": "counting",
        "SQ02": "counting",
        "D001": "looking",
    }
    halves = [half(f"question {number}") for number in range(400)]
    assert 160 < halves.count("looking") < 240


def test_a_table_names_the_best_baseline_of_each_group():
    values = {OURS: [1.0, 0.5], "words": [0.0, 0.5], "meaning": [0.5, 0.0]}
    table = Table("recall", values, {"all": [True, True], "first": [True, False], "none": [False, False]})
    assert table.markdown().splitlines()[2:] == [
        "| questions | n | ours | words | meaning | ours − best baseline |",
        "| --- | --- | --- | --- | --- | --- |",
        "| all | 2 | .750 [.500, 1.000] | .250 [.000, .500] | .250 [.000, .500] | +.500 [.000, 1.000] (words) |",
        "| first | 1 | 1.000 [1.000, 1.000] | .000 [.000, .000] | .500 [.500, .500] | +.500 [.500, .500] (meaning) |",
    ]


def test_a_small_benchmark_counts_documents_and_only_answerable_questions(bench, embeddings, tmp_path):
    task = sets.of_bench(bench, embeddings, tmp_path / "cache")
    assert [asked.text for asked in task.asked] == [row["question"] for row in QUESTIONS[:2]]
    plain = systems.Words(systems.whole(task.documents))
    counted = task.count([plain.hits(asked, 1) for asked in task.asked])
    assert counted["recall@10"] == [1.0, 0.5]
    assert counted["nDCG@10"] == pytest.approx([1.0, 1 / (1 + 1 / math.log2(3))])
    ours = task.count([systems.Ours(task.index, embeddings).hits(asked, task.depth) for asked in task.asked])
    assert ours["recall@10"] == [1.0, 1.0]
    assert ours["MAP@10"][0] == 1.0


def test_a_question_of_one_document_is_put_to_that(bench, embeddings, tmp_path):
    task = sets.of_bench(bench, embeddings, tmp_path / "cache")
    asked = Asked("Which lamps are switched off?", within="2")
    for system in (systems.Ours(task.index, embeddings), systems.Words(systems.whole(task.documents))):
        assert {hit.passage.document_id for hit in system.hits(asked, 10)} == {"2"}


def test_vectors_are_made_once_for_each_text(tmp_path):
    model = HashedWords()
    for _ in range(2):
        found = kept.cached(adapt("hashed words", model), tmp_path).encode(["a lamp", "a buoy", "a lamp"])
        assert (found[0] == found[2]).all()
        assert not (found[0] == found[1]).all()
    assert sorted(model.seen) == ["a buoy", "a lamp"]


@pytest.mark.parametrize("cut", [systems.windows, systems.tutorial_chunks])
def test_what_is_cut_for_a_baseline_are_windows_on_the_document(cut):
    if cut is systems.tutorial_chunks:
        pytest.importorskip("langchain_text_splitters")
    text = "\n\n".join(f"Paragraph {number}. " + "Lamps and buoys. " * 30 for number in range(9))
    passages = cut([Document("d", "", text)])
    assert len(passages) > 3
    assert all(text[passage.start : passage.end] == passage.text for passage in passages)


def test_every_constant_that_is_changed_is_there():
    assert all(hasattr(where, name) for changes in ablation.CHANGES.values() for where, name, _ in changes)


def test_the_runner_asks_every_question_of_a_folder_and_writes_down_what_it_ran(bench, embeddings, tmp_path):
    rows = [json.loads(line) for line in (bench / "questions.jsonl").read_text("utf-8").splitlines()]
    rows[0]["gold"][0]["quote"] = "A lamp without one is switched off."
    rows[0]["answers"] = ["off", "Those that have no password of their own"]
    rows[1]["meta"] = {
        "answerability": "UNDERSPECIFIED",
        "history": [{"speaker": "user", "text": "What of buoys?"}, {"speaker": "agent", "text": "?"}],
    }
    (bench / "questions.jsonl").write_text("".join(json.dumps(row) + "\n" for row in rows), "utf-8")
    found = runner.evaluated(bench, embeddings, tmp_path / "cache")
    lamps, buoys, paint = (case.question for case in found.cases)
    assert (lamps.expected, lamps.gold_quotes, lamps.reference_answer) == (
        "answer", ("A lamp without one is switched off.",), "Those that have no password of their own",
    )  # fmt: skip
    assert (buoys.expected, buoys.history, buoys.category) == (None, ("What of buoys?",), "underspecified")
    assert (paint.expected, paint.category) == ("abstain", "unanswerable")
    assert found.summary()["quote_recall@10"].mean == 1
    assert (found.errors, found.failures) == ((), [])
    assert found.record["questions_file"]["name"] == "some-bench/questions.jsonl"
    assert found.record["index"]["documents"] == 3


def test_a_folder_of_another_form_is_said(tmp_path, monkeypatch):
    monkeypatch.setattr("sys.argv", ["bench.py", str(tmp_path)])
    with pytest.raises(SystemExit, match=r"is no benchmark of this form: it has no docs\.jsonl"):
        runner.main()
