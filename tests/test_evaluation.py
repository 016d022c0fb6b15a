"""Evaluation: every figure on the smallest invented example, and broken systems get what they deserve."""

from __future__ import annotations

import io
import math
import random

import ir_measures
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from ir_measures import RR, Success, nDCG
from scripted import (
    COMPENDIUM,
    DOCUMENTS,
    FUND,
    MALTA,
    PREMISE,
    QUESTIONS,
    REFUSAL,
    RULES,
    SILENT,
    TUVALU,
    Scripted,
    answer_with,
    cite,
    figures,
    hits_of,
    judged,
    passage_of,
    right,
    scored,
)  # fmt: skip

from app.answer import Answer, Citation, Statement
from app.evaluation import Question, ranking
from app.evaluation.bootstrap import Interval
from app.evaluation.judging import holder_key
from app.evaluation.report import trec_qrels, trec_run
from app.evaluation.texts import Library, Wording
from ingest.document import Document
from ingest.errors import BadInput, NoIndex
from ingest.passages import Passage
from retriever.hit import Hit

# What whole systems get


def test_a_perfect_system_gets_every_point():
    """But for the first hit of the first question, which is beside the point."""
    found = figures(scored(Scripted(right), QUESTIONS))
    early = {"quote_recall@1": 0.5, "hit@1": 0.5, "MRR@10": 0.75, "nDCG@10": pytest.approx((1 / math.log2(3) + 1) / 2)}
    assert {name: found.pop(name) for name in early} == early
    assert found == {
        "quote_recall@5": 1,
        "quote_recall@10": 1,
        "hit@5": 1,
        "hit@10": 1,
        "coverage": 1,
        "evidence_precision": 1,
        "citation_recall": 1,
        "citation_precision": 1,
        "verbatim": 1,
        "answered": 0.75,
        "abstention_precision": 1,
        "abstention_recall": 1,
        "false_abstention": 0,
        "premise_not_accepted": 1,
        "premise_corrected": 1,
        "delegation_precision": 1,
        "delegation_recall": 1,
        "delegation_f1": 1,
        "wrong_attribution": 0,
        "other_holder": 0,
        "false_quotes": 0,
        "citations": 1,
        "failed": 0,
    }


def test_a_system_that_always_abstains_gets_nothing_but_its_refusals():
    found = figures(scored(Scripted(lambda _: REFUSAL), QUESTIONS))
    assert found["abstention_recall"] == found["premise_not_accepted"] == 1
    assert found["false_abstention"] == 1
    assert found["premise_corrected"] == 0
    assert found["coverage"] == found["evidence_precision"] == found["quote_recall@10"] == found["delegation_f1"] == 0
    assert found["wrong_attribution"] == found["other_holder"] == 0


def test_a_system_that_never_abstains_gets_no_refusal_and_accepts_the_premise():
    found = figures(scored(Scripted(lambda _: answer_with(cite(TUVALU, "thanks the Chair", "Tuvalu"))), QUESTIONS))
    assert found["abstention_recall"] == found["premise_not_accepted"] == found["premise_corrected"] == 0
    assert found["false_abstention"] == 0
    assert found["coverage"] == found["evidence_precision"] == 0


def test_random_hits_are_not_found():
    words = random.Random(7).sample(f"{TUVALU.text} {MALTA.text}".split(), 30)
    random_hits = tuple(Hit(Passage(TUVALU.id, 0, 5, " ".join(words[i : i + 3])), 0.5, "") for i in range(10))
    found = figures(scored(Scripted(lambda _: answer_with(hits=random_hits)), QUESTIONS))
    assert found["quote_recall@10"] == found["hit@5"] == 0


def test_invented_quotes_are_counted_and_carry_nothing():
    """The words of the gold quote, put into a document that does not have them at that place."""
    real = cite(MALTA, "Malta did not object", "Tuvalu")
    invented = Citation(
        1, MALTA, real.passage, FUND.gold_quotes[0], real.start, real.end, "Tuvalu", None, None, "verbatim"
    )
    found = figures(judged(FUND, answer_with(invented)))
    assert found["false_quotes"] == 1
    assert found["coverage"] == found["evidence_precision"] == 0


def test_right_quotes_under_the_wrong_delegation_are_covered_and_wrongly_attributed():
    found = figures(judged(FUND, answer_with(cite(TUVALU, "wants a small fund for island States", "Malta"))))
    assert found["coverage"] == 1
    assert found["wrong_attribution"] == 1
    assert found["other_holder"] == 1


def test_a_failure_is_a_false_refusal_and_never_a_right_one():
    def fail(question: str) -> Answer:
        raise BadInput("the question is too long")

    evaluation = scored(Scripted(fail), QUESTIONS)
    found = figures(evaluation)
    assert found["failed"] == 4
    assert found["false_abstention"] == 1
    assert found["abstention_recall"] == found["premise_not_accepted"] == 0
    assert evaluation.failures[0] == "fund: the question is too long"
    assert evaluation.cases[0].answer.to_json()["text"] == "the question is too long"


def test_an_index_that_is_not_there_stops_the_evaluation():
    class NoDocuments(Scripted):
        def documents(self) -> list[Document]:
            raise NoIndex("there is no index")

    with pytest.raises(NoIndex):
        scored(NoDocuments(right), QUESTIONS)


# Found and covered


def test_a_gold_quote_is_found_in_other_type_and_spacing():
    hit = Hit(Passage("x", 0, 1, "wants A SMALL  fund for isl-\nand ﹙States﹚"), 1, "")
    assert figures(judged(FUND, answer_with(hits=(hit,))))["quote_recall@10"] == 1


@pytest.mark.parametrize(("changed", "found"), [(2, 1), (3, 0)])
def test_a_gold_quote_is_found_by_four_fifths_of_its_trigrams(changed, found):
    """Twelve words have ten trigrams; a change of the last but one breaks two, of the tenth three."""
    quote = "The mechanism shall meet twice a year in Funafuti and once in"
    words = quote.split()
    words[-changed] = "XX"
    question = Question(question="Where?", documents=("tuvalu.txt",), gold_quotes=(quote,))
    answer = answer_with(hits=(Hit(Passage("x", 0, 1, " ".join(words)), 1, ""),))
    assert figures(judged(question, answer))["quote_recall@10"] == found


@pytest.mark.parametrize(("before", "found"), [(254, 1), (255, 0)])
def test_only_the_first_260_words_of_a_hit_count(before, found):
    hit = Hit(Passage("x", 0, 1, "word " * before + FUND.gold_quotes[0]), 1, "")
    assert figures(judged(FUND, answer_with(hits=(hit,))))["quote_recall@10"] == found


@pytest.mark.parametrize(("before", "covered"), [(144, 1), (145, 0)])
def test_only_the_first_150_words_of_a_citation_count(before, covered):
    long = Document("long/tuvalu.txt", "", "word " * before + FUND.gold_quotes[0])
    answer = answer_with(cite(long, long.text, "Tuvalu"))
    assert figures(judged(FUND, answer, [long]))["coverage"] == covered


def test_quote_recall_looks_at_ten_hits_and_hit_at_5_at_five():
    miss, found = hits_of((MALTA, "Malta supports"), (TUVALU, "wants a small fund for island States"))
    assert figures(judged(FUND, answer_with(hits=(miss,) * 4 + (found,))))["hit@5"] == 1
    sixth = figures(judged(FUND, answer_with(hits=(miss,) * 5 + (found,))))
    assert (sixth["hit@5"], sixth["quote_recall@10"]) == (0, 1)
    assert figures(judged(FUND, answer_with(hits=(miss,) * 10 + (found,))))["quote_recall@10"] == 0


def test_two_quotes_side_by_side_cover_what_neither_covers_alone():
    answer = answer_with(
        cite(TUVALU, "for island States.", number=1), cite(TUVALU, "Tuvalu wants a small fund", number=2)
    )
    assert figures(judged(FUND, answer))["coverage"] == 1


def test_a_refusal_covers_nothing_although_its_neighbours_do():
    quote = cite(TUVALU, "Tuvalu wants a small fund for island States.", "Malta")
    refusal = Answer("", False, "silent", "Not said.", (Statement("near", "Malta", (1,)),), (quote,))
    found = figures(judged(FUND, refusal))
    assert found["coverage"] == found["evidence_precision"] == 0
    assert found["wrong_attribution"] == found["other_holder"] == 0


def test_a_gold_alternative_counts_as_the_quote():
    question = FUND.model_copy(
        update={
            "gold_quotes": ("a small fund", "once in Geneva"),
            "gold_alternatives": ((), ("hard work of five years",)),
        }
    )
    answer = answer_with(cite(TUVALU, "the hard work of five years", "Tuvalu"))
    assert figures(judged(question, answer))["coverage"] == 0.5


ARABIC = Question(
    id="arabic",
    question="Where is the Arabic?",
    expected_behaviour="answer",
    documents=("compendium.pdf",),
    gold_quotes=("الثانية الصفحة في العربية",),
    pdf_pages=((2,),),
)


@pytest.mark.parametrize(
    ("start", "end", "found"),
    [(0, 43, 0), (0, 44, 1), (43, 60, 1), (60, 75, 1), (len(COMPENDIUM.text) - 5, len(COMPENDIUM.text), 0)],
    ids=["page 1", "pages 1 and 2", "page 2", "pages 2 and 3", "page 3"],
)
def test_arabic_in_a_pdf_counts_by_page(start, end, found):
    text = COMPENDIUM.text[start:end]
    passage = Passage(COMPENDIUM.id, start, end, text, page=9)
    citation = Citation(1, COMPENDIUM, passage, text, start, end, None, 9, None, "verbatim")
    scores = figures(judged(ARABIC, answer_with(citation, hits=(Hit(passage, 1, ""),))))
    assert scores["quote_recall@10"] == scores["coverage"] == scores["evidence_precision"] == found


def test_other_languages_in_a_pdf_count_by_words():
    question = ARABIC.model_copy(update={"gold_quotes": ("about a fund",), "pdf_pages": ((1,),)})
    found = figures(judged(question, answer_with(hits=hits_of((COMPENDIUM, "Page one")))))
    assert found["quote_recall@10"] == 0


@pytest.mark.parametrize(
    ("quote", "precision"),
    [
        ("Tuvalu wants a small fund for island States. Tuvalu thanks", 1),
        ("small fund", 1),
        ("wants a small fund", 1),
        ("Tuvalu wants a small fund", 0),
        ("Tuvalu thanks the Chair", 0),
        ("a", 0),
    ],
    ids=[
        "covers",
        "inside",
        "half of its trigrams",
        "a third of its trigrams",
        "elsewhere",
        "same letters, elsewhere",
    ],
)
def test_a_citation_carries_evidence_when_it_overlaps_with_a_gold_quote(quote, precision):
    start = TUVALU.text.rindex(quote)
    passage = Passage(TUVALU.id, start, start + len(quote), quote)
    citation = Citation(1, TUVALU, passage, quote, start, passage.end, "Tuvalu", None, None, "verbatim")
    assert figures(judged(FUND, answer_with(citation)))["evidence_precision"] == precision


def test_the_same_words_of_another_document_are_not_inside_the_gold_quote():
    copy = Document("papers/copy.txt", "", "A small matter.")
    answer = answer_with(cite(copy, "small", "Tuvalu"))
    assert figures(judged(FUND, answer, [*DOCUMENTS, copy]))["evidence_precision"] == 0


def test_citation_precision_is_the_share_of_shown_citations():
    answer = answer_with(cite(TUVALU, "a small fund for island States"), cite(TUVALU, "thanks the Chair", number=2))
    assert figures(judged(FUND, answer))["evidence_precision"] == 0.5


def test_the_check_of_quotes_does_not_believe_the_citation():
    true = cite(TUVALU, "thanks the Chair")
    stranger = Document("papers/unknown.txt", "", TUVALU.text)
    negative = Citation(1, TUVALU, true.passage, "Genev", -7, -2, None, None, None, "verbatim")
    assert TUVALU.text[-7:-2] == "Genev"
    assert [Library(DOCUMENTS).holds(each) for each in (true, cite(stranger, "thanks the Chair"), negative)] == [
        True,
        False,
        False,
    ]


def test_a_false_quote_of_a_refusal_counts_too():
    quote = Citation(1, TUVALU, passage_of(TUVALU, "thanks"), "thinks", 53, 59, None, None, None, "verbatim")
    assert figures(judged(SILENT, Answer("", False, "silent", "", (), (quote,))))["false_quotes"] == 1


# What cannot be judged


def test_a_gold_quote_that_no_named_document_holds_is_an_error_and_no_miss():
    question = FUND.model_copy(update={"gold_quotes": ("a large fund for everybody", "a small fund")})
    evaluation = judged(question, right(FUND.question))
    assert evaluation.errors == ("fund: not found in tuvalu.txt: “a large fund for everybody”",)
    assert figures(evaluation)["quote_recall@10"] == figures(evaluation)["coverage"] == 1


def test_a_gold_quote_without_letters_is_an_error():
    assert judged(FUND.model_copy(update={"gold_quotes": ("…",)}), REFUSAL).errors == (
        "fund: not found in tuvalu.txt: “…”",
    )


def test_a_named_document_that_is_not_indexed_is_a_warning_and_its_quotes_are_errors():
    evaluation = scored(Scripted(right, [MALTA]), [FUND, FUND.model_copy(update={"id": "again"})])
    assert evaluation.warnings == ("tuvalu.txt is not in the index (named by fund, again)",)
    assert len(evaluation.errors) == 2
    assert evaluation.summary()["coverage"].questions == 0
    assert evaluation.summary()["false_abstention"].questions == 2


def test_a_question_without_documents_is_looked_up_in_all():
    assert judged(FUND.model_copy(update={"documents": ()}), REFUSAL).errors == ()


@pytest.mark.parametrize(
    ("name", "count"),
    [
        ("x.txt", 2),
        ("a/x.txt", 1),
        ("docs/a/x.txt", 1),
        ("b\\x.txt", 1),
        ("c/x.txt", 0),
        ("X.txt", 0),
        ("txt", 0),
    ],
)
def test_documents_are_named_by_base_name_or_path(name, count):
    library = Library([Document("docs/a/x.txt", "", "one"), Document("docs/b/x.txt", "", "two")])
    assert len(library.named(name)) == count


def test_a_question_without_gold_tells_whether_it_was_answered_and_what_the_answer_rests_on():
    hello = Question(question="Hello?")
    silent = {"answered": 0, "false_quotes": 0, "failed": 0}
    assert figures(judged(hello, REFUSAL)) == silent
    uncited = {"citation_recall": 0, "citation_precision": 0, "citations": 0}
    assert figures(judged(hello, answer_with())) == {**silent, "answered": 1, **uncited}
    found = figures(judged(hello, answer_with(cite(TUVALU, "thanks the Chair", "Tuvalu"))))
    assert found == {
        **silent, "answered": 1, "citation_recall": 1, "citation_precision": 1, "citations": 1, "verbatim": 1,
    }  # fmt: skip


# Premises and holders


@pytest.mark.parametrize(
    ("answer", "not_accepted", "corrected"),
    [
        (REFUSAL, 1, 0),
        (answer_with(reason="premise"), 1, 0),
        (answer_with(cite(MALTA, "Malta did not object to the report"), reason="premise"), 1, 1),
        (answer_with(cite(MALTA, "Malta supports the rules"), reason="premise"), 1, 0),
        (answer_with(cite(MALTA, "Malta did not object to the report")), 0, 0),
    ],
    ids=["refused", "corrected without quote", "corrected", "corrected with another quote", "accepted"],
)
def test_a_false_premise_must_not_be_accepted(answer, not_accepted, corrected):
    found = figures(judged(PREMISE, answer))
    assert (found["premise_not_accepted"], found["premise_corrected"]) == (not_accepted, corrected)


@pytest.mark.parametrize(
    ("left", "right_name"),
    [
        ("Arab Group (statement delivered by Tunisia)", "Arab Group"),
        ("Group of Like-Minded States (joint statement delivered by Nicaragua)", "like-minded group"),
        ("Arab Group (statement delivered by Iran (Islamic Republic of))", "ARAB GROUP"),
        ("Côte d’Ivoire", "Côte d'Ivoire"),
    ],
)
def test_names_are_compared_without_who_delivered_the_statement(left, right_name):
    assert holder_key(left) == holder_key(right_name)


def test_the_islamic_republic_stays_in_the_name():
    assert holder_key("Iran (Islamic Republic of)") == "iran islamic republic of"
    assert holder_key("Niger") != holder_key("Nigeria")


def test_a_wrong_holder_counts_once_for_a_statement_and_its_citations():
    wrong, stray = cite(MALTA, "Malta supports", "Malta"), cite(MALTA, "Malta did", "Malta", number=2)
    answer = Answer("", True, None, "", (Statement("It supports.", "Malta", (1,)),), (wrong, stray))
    assert figures(judged(FUND, answer))["wrong_attribution"] == 2


def test_optional_delegations_may_be_cited():
    answer = answer_with(cite(TUVALU, "a small fund", "Tuvalu"), cite(MALTA, "the rules", "Malta", number=2))
    assert figures(judged(FUND, answer))["other_holder"] == 1
    lenient = FUND.model_copy(update={"optional_delegations": ("Malta",)})
    assert figures(judged(lenient, answer))["other_holder"] == 0


def test_who_questions_compare_sets_of_holders():
    """Named: Malta, Tuvalu, Nauru; right: Malta, Kiribati; Nauru may be named or not."""
    question = RULES.model_copy(update={"delegations": ("Malta", "Kiribati"), "optional_delegations": ("Nauru",)})
    holders = ("Malta", "malta", "Tuvalu", "Nauru", None)
    statements = tuple(Statement("text", holder, ()) for holder in holders)
    found = figures(judged(question, Answer("", True, None, "", statements)))
    assert (found["delegation_precision"], found["delegation_recall"], found["delegation_f1"]) == (0.5, 0.5, 0.5)
    assert "other_holder" not in found


def test_a_holder_that_is_both_right_and_optional_counts_as_right():
    question = RULES.model_copy(update={"optional_delegations": ("Malta",)})
    assert figures(judged(question, right(RULES.question)))["delegation_f1"] == 1


# Agreement with ir_measures and with arithmetic


# Twelve gold quotes of invented words; hits are made of some of them, or of none.
WORDS = [f"alpha{i} beta{i} gamma{i} delta{i}" for i in range(12)]
LIST = Document("d.txt", "", "\n".join(WORDS))
HITS_OF = st.lists(st.sets(st.integers(0, 11), max_size=3), max_size=14)  # what each hit of a question holds
ASKED = st.lists(st.tuples(HITS_OF, st.sets(st.integers(0, 11), min_size=1)), min_size=1, max_size=4)


@settings(deadline=None, max_examples=60)  # the first call loads the measures
@given(ASKED)
def test_the_retrieval_figures_agree_with_ir_measures_over_the_trec_files(asked):
    """Hits may hold several quotes, or one again; a question may have no hit at all, and counts."""
    questions, answers = [], {}
    for number, (held, gold) in enumerate(asked):
        hits = [
            Hit(Passage(f"p {rank}", 0, 1, " | ".join(WORDS[i] for i in sorted(texts))), 1, "")
            for rank, texts in enumerate(held)
        ]
        quotes = tuple(WORDS[i] for i in sorted(gold))
        questions.append(Question(id=f"q {number}", question=f"{number}?", documents=("d.txt",), gold_quotes=quotes))
        answers[f"{number}?"] = answer_with(hits=tuple(hits))
    evaluation = scored(Scripted(answers.__getitem__, [LIST]), questions)
    qrels = list(ir_measures.read_trec_qrels(io.StringIO(trec_qrels(evaluation.cases))))
    run = list(ir_measures.read_trec_run(io.StringIO(trec_run(evaluation.cases))))
    ours = evaluation.summary()
    names = {
        Success @ 1: "hit@1",
        Success @ 5: "hit@5",
        Success @ 10: "hit@10",
        RR @ 10: "MRR@10",
        nDCG @ 10: "nDCG@10",
    }
    for measure, value in ir_measures.calc_aggregate(list(names), qrels, run).items():
        assert ours[names[measure]].mean == pytest.approx(value, abs=1e-9), measure


@settings(deadline=None, max_examples=60)
@given(ASKED)
def test_quote_recall_agrees_with_ir_measures_where_each_quote_is_a_topic(asked):
    for cut in (1, 5, 10):
        means = []
        for held, gold in asked:
            qrels = [
                ir_measures.Qrel(str(i), str(rank), int(i in texts)) for i in gold for rank, texts in enumerate(held)
            ]
            qrels += [
                ir_measures.Qrel(str(i), "elsewhere", 1) for i in gold
            ]  # every quote counts, also one never found
            run = [ir_measures.ScoredDoc(str(i), str(rank), -rank) for i in gold for rank in range(len(held))]
            means.append(ir_measures.calc_aggregate([Success @ cut], qrels, run)[Success @ cut])
        ranks = [
            [next((rank for rank, texts in enumerate(held[:10], 1) if i in texts), None) for i in sorted(gold)]
            for held, gold in asked
        ]
        ours = [ranking.quote_recall(each, cut) for each in ranks]
        assert ours == pytest.approx(means)


def test_ndcg_by_hand():
    """Quotes at ranks 2, 2 and none: two items, of which one is found at rank 2."""
    gained, most = 1 / math.log2(3), 1 / math.log2(2) + 1 / math.log2(3)
    assert ranking.ndcg([2, 2, None], 10) == pytest.approx(gained / most)
    assert ranking.ndcg([2, 2, None], 1) == 0
    assert ranking.reciprocal_rank([None, 4, 2], 10) == 0.5
    assert ranking.reciprocal_rank([None, 4], 3) == 0
    assert ranking.ndcg([], 10) is ranking.reciprocal_rank([], 10) is ranking.hit([], 5) is None


@given(st.text(), st.text(), st.text())
def test_any_text_stands_in_itself_with_something_around_it(before, text, after):
    wording = Wording.of(text)
    assert wording.stands_in(Wording.of(f"{before} {text} {after}")) == bool(wording.letters)


@given(st.text(alphabet="ab c", max_size=30), st.text(alphabet="ab c", max_size=30))
def test_the_share_of_trigrams_agrees_with_sets(text, other):
    def trigrams(words: list[str]) -> set[tuple[str, ...]]:
        return set(zip(words, words[1:], words[2:], strict=False))

    mine, theirs = trigrams(text.split()), trigrams(other.split())
    expected = len(mine & theirs) / len(mine) if mine else 0
    assert Wording.of(text).share_in(Wording.of(other)) == expected


def test_means_are_over_all_questions_to_which_a_figure_applies():
    """Of two questions with gold quotes one is answered: half of the coverage, not all of it."""
    evaluation = scored(Scripted(lambda question: right(question) if question == FUND.question else REFUSAL), QUESTIONS)
    assert evaluation.summary()["coverage"] == Interval(0.5, 0.0, 1.0, 2)
    assert evaluation.summary("single")["coverage"] == Interval(1.0, 1.0, 1.0, 1)
    assert evaluation.categories == ["single", "who", "unanswerable"]
    assert evaluation.to_json()["all"]["coverage"] == {"value": 0.5, "low": 0.0, "high": 1.0, "n": 2}
    assert evaluation.to_json()["categories"]["single"]["abstention_recall"] == {
        "value": None, "low": None, "high": None, "n": 0,
    }  # fmt: skip


def test_timings_are_nearest_rank_percentiles_of_the_answers_by_stage():
    totals = iter([40.0, 10.0, 30.0, 20.0])
    timed = Scripted(lambda _: Answer("", False, "silent", "", timings_ms={"search": 1.0, "total": next(totals)}))
    found = scored(timed, QUESTIONS).timings_ms()
    assert list(found) == ["total", "search"]
    assert (found["total"]["p50"].mean, found["total"]["p95"].mean, found["total"]["p50"].questions) == (20.0, 40.0, 4)
    assert found["search"]["p95"] == Interval(1.0, 1.0, 1.0, 4)


def test_history_is_passed_and_progress_told():
    assistant, told = Scripted(lambda _: REFUSAL), []
    follow_up = SILENT.model_copy(update={"history": ("What does Malta want?",)})
    scored(assistant, [follow_up, SILENT], progress=lambda done, total: told.append((done, total)))
    assert assistant.asked == [
        ("What does Nauru want?", ("What does Malta want?",)),
        ("What does Nauru want?", ()),
    ]
    assert told == [(1, 2), (2, 2)]
