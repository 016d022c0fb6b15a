"""Whether evidence bears an answer: what speaks for one, on which scale, and how the benchmark draws the line."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import astuple, replace

import curves
import pytest
import sets
from curves import ANSWERABLE, NEAR, Case

from app.bearable import LEAST, MISSING, WEIGHTS, Signals, borne, missing_share, signals_of, strength
from app.evaluation.bootstrap import Interval
from app.evidence import Candidate, Evidence
from app.terms import WordVectors
from ingest.defaults import DEFAULT_MODEL
from ingest.embedding import NamedEmbeddings, load
from ingest.run import ingest
from retriever.index import Published
from retriever.question import understand
from retriever.search import search

# All texts are invented.
TEXTS = {
    "lamps.md": "# Street lamps of Omsby\n\nThe harbour master Ada Pell counts the street lamps of Omsby twice a year, in March and in October.",
    "boats.md": "# Boats of Tarn\n\nThe painter Odo Wick keeps a list of the blue boats in the bay of Tarn, and lends it to nobody.",
    "kenya.md": "# Statement by Kenya\n\nKenya asks that pilots report broken buoys within two days.",
    "bees.md": "# Bees\n\nWild bees sleep in the reeds of the northern marsh from November until the first warm day.",
}
Looked = Callable[[str], tuple[Evidence, list[Candidate]]]


@pytest.fixture(scope="module")
def papers(tmp_path_factory):
    folder = tmp_path_factory.mktemp("papers")
    for name, text in TEXTS.items():
        (folder / name).write_text(text, "utf-8")
    return folder


def looking(papers, index, model: NamedEmbeddings) -> Looked:
    """What gives the evidence for a question over `papers`, and its best candidates."""
    ingest(index, [str(papers)], model)
    published = Published(index, model)

    def look(asked: str) -> tuple[Evidence, list[Candidate]]:
        question = understand(asked)
        found = search(published.index(), model, question)
        evidence = Evidence(published.index(), model, question, found, WordVectors(model.encode))
        return evidence, [candidate for candidate in evidence.candidates if not candidate.title_block][:5]

    return look


@pytest.fixture(scope="module")
def look(papers, tmp_path_factory) -> Looked:
    return looking(papers, tmp_path_factory.mktemp("index") / "index", load(DEFAULT_MODEL))


def test_every_signal_counts_for_an_answer_and_together_they_are_one():
    assert min(astuple(WEIGHTS)) >= 0
    assert sum(astuple(WEIGHTS)) == pytest.approx(1)
    assert strength(Signals(1, 1, 1)) == pytest.approx(1)
    assert strength(Signals(0, 0, 0)) == 0 < LEAST < 1
    assert strength(Signals(0.6, 0.5, 1)) > strength(Signals(0.5, 0.5, 1)) > strength(Signals(0.5, 0, 0))


@pytest.mark.parametrize(
    "asked",
    [
        "Who counts the street lamps of Omsby?",
        "How often are the lamps counted?",
    ],
)
def test_what_the_papers_say_is_borne_also_in_other_words(look, asked):
    assert borne(*look(asked))


def test_words_and_signals_must_both_speak_for_an_answer(look):
    evidence, best = look("Where do wild bees spend the winter?")
    assert strength(signals_of(evidence, best)) >= LEAST
    assert missing_share(evidence) > MISSING
    assert not borne(evidence, best)
    evidence, best = look("Who counts the street lamps of Omsby?")
    assert borne(evidence, best)
    assert not borne(evidence, [replace(candidate, cosine=0.05) for candidate in best])


@pytest.mark.parametrize(
    "asked", ["Who won the chess tournament in Lisbon?", "What does a litre of milk cost?", "How are volcanoes formed?"]
)
def test_what_the_papers_do_not_speak_of_is_not_borne(look, asked):
    assert not borne(*look(asked))


def test_words_that_stand_side_by_side_in_the_question_are_to_stand_together(look):
    assert signals_of(*look("Who counts street lamps?")).together == 1
    assert signals_of(*look("Who counts blue lamps?")).together < 0.5


@pytest.mark.parametrize(
    ("asked", "share"),
    [
        ("Does the painter Odo Wick own boats?", 1),
        ("Does the painter Odo Pell own boats?", 0.5),
        ("Does the painter Ann Marsden own boats?", 0),
        ("Does the painter own boats?", 1),
    ],
    ids=["both names", "names of two people", "neither", "no name"],
)
def test_names_are_to_stand_in_one_place(look, asked, share):
    assert signals_of(*look(asked)).names == share


def test_another_model_has_other_cosines_so_words_alone_decide(papers, tmp_path, embeddings):
    other = looking(papers, tmp_path / "index", embeddings)
    evidence, best = other("Who counts the street lamps of Omsby?")
    far = [replace(candidate, cosine=0.31) for candidate in best]
    assert strength(signals_of(evidence, far)) < strength(signals_of(evidence, best))
    assert borne(evidence, far)
    assert not borne(*other("Who won the chess tournament in Lisbon?"))


def test_of_a_question_to_a_holder_the_words_decide_as_its_meaning_is_cut(look):
    evidence, best = look("What does Kenya say about broken buoys?")
    assert evidence.question.filters.delegations == ("Kenya",)
    far = [replace(candidate, cosine=0.31) for candidate in best]
    assert borne(evidence, far)
    evidence, best = look("What is said about broken buoys?")
    assert borne(evidence, best)
    assert not borne(evidence, [replace(candidate, cosine=0.1) for candidate in best])


# The benchmark


def case(name: str, kind: str, meaning: float, names: float = 0.5) -> Case:
    return Case(name, kind, 0.0, meaning, Signals(meaning, 0.5, names))


def test_auroc_by_hand():
    assert curves.auroc([3, 2], [1, 2]) == (1 + 1 + 1 + 0.5) / 4
    assert curves.auroc([1], [2]) == 0
    found = curves.auroc_interval([3, 2, 5, 4], [1, 2, 3])
    assert isinstance(found, Interval)
    assert found == curves.auroc_interval([3, 2, 5, 4], [1, 2, 3])
    assert found.low <= found.mean <= found.high


def test_the_line_lets_each_set_count_alike():
    cases = [case("small", ANSWERABLE, 0.3 + at / 100) for at in range(10)]
    cases += [case("large", ANSWERABLE, 0.6 + at / 1000) for at in range(200)]
    cases += [case("small", NEAR, 0.1)]
    drawn = curves.line(curves.by_meaning, cases, 0.1)
    assert drawn == pytest.approx(0.32)
    assert [
        sum(each.signals.meaning < drawn for each in cases if each.name == name) for name in ("small", "large")
    ] == [3, 0]
    assert curves.line(curves.by_meaning, cases, 0) == 0.3


def test_a_signal_that_speaks_against_an_answer_gets_no_weight():
    cases = [case("a", ANSWERABLE, 0.5 + at / 50, names=at % 2 / 4) for at in range(20)]
    cases += [case("a", NEAR, 0.3 + at / 50, names=0.5 + at % 2 / 4) for at in range(20)]
    meaning, _, names = curves.fit(cases)
    assert names == 0
    assert meaning == pytest.approx(1)


def test_weights_are_fitted_without_the_set_that_is_left_out():
    cases = [case(name, kind, score) for name in ("a", "b") for kind, score in ((ANSWERABLE, 0.8), (NEAR, 0.2))] * 3
    assert set(curves.left_out(cases)) == {"a", "b"}
    same = [case(name, kind, 0.8) for name in ("xquad-en", "squad2_cs224n-dev") for kind in (ANSWERABLE, NEAR)]
    assert set(curves.left_out(cases + same)) == {"a", "b", "squad2_cs224n-dev"}


def test_questions_that_say_too_little_are_neither_answerable_nor_not(bench, embeddings, tmp_path):
    _, answerable, others = sets.with_answerability(bench, embeddings, tmp_path / "cache")
    assert [judged.asked.text for judged in answerable] == ["Which lamps are switched off?"]
    assert [judged.asked.text for judged in others] == ["Who paints the harbour?"]


@pytest.fixture
def bench(tmp_path):
    folder = tmp_path / "some-bench"
    folder.mkdir()
    (folder / "docs.jsonl").write_text(
        '{"id": "d", "title": "", "text": "A lamp without a password is switched off."}\n'
    )
    (folder / "questions.jsonl").write_text(
        '{"id": "1", "question": "Which lamps are switched off?", "answerable": true, "gold": [], "meta": {}}\n'
        '{"id": "2", "question": "Who paints the harbour?", "answerable": false, "gold": [], "meta": {}}\n'
        '{"id": "3", "question": "And then?", "answerable": false, "gold": [], "meta": {"answerability": "UNDERSPECIFIED"}}\n'
    )
    return folder
