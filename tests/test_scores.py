"""What is scored beside the gold: statements and their citations (ALCE), places, holders, silence, references, tokens."""

from __future__ import annotations

from dataclasses import replace

import pytest
from langchain_core.language_models import GenericFakeChatModel
from scripted import (
    DOCUMENTS,
    FUND,
    MALTA,
    PREMISE,
    QUESTIONS,
    REFUSAL,
    RULES,
    SILENT,
    TUVALU,
    Contained,
    Scripted,
    answer_with,
    cite,
    figures,
    judged,
    outline,
    right,
    scored,
)  # fmt: skip

from app.answer import Answer, Citation, Statement
from app.checking.borne import Source
from app.evaluation import evaluate
from app.evaluation.bootstrap import auroc
from app.evaluation.judge import ModelJudge
from app.evaluation.why import explained
from ingest.errors import BadInput, ModelMissing

FUND_QUOTE = cite(TUVALU, "Tuvalu wants a small fund for island States.", "Tuvalu")
CHAIR_QUOTE = cite(TUVALU, "Tuvalu thanks the Chair", "Tuvalu", number=2)
RULES_QUOTE = cite(MALTA, "Malta supports the rules", "Malta", number=3)


def saying(text: str, *citations: Citation, holder: str | None = None) -> Answer:
    """An answer of one statement that cites all of these."""
    statement = Statement(text, holder, tuple(each.number for each in citations))
    return Answer("", True, None, "text", (statement,), citations)


# ALCE


@pytest.mark.parametrize(
    ("answer", "recall", "precision"),
    [
        (saying("a small fund", FUND_QUOTE), 1, 1),
        (saying("a large fund", FUND_QUOTE), 0, 0),
        (saying("a small fund", CHAIR_QUOTE), 0, 0),
        (saying("a small fund"), 0, 0),
        (saying("a small fund", FUND_QUOTE, RULES_QUOTE), 1, 1 / 2),
        (saying("a small fund", FUND_QUOTE, replace(FUND_QUOTE, number=4)), 1, 1),
        (saying("island States. Tuvalu thanks", FUND_QUOTE, CHAIR_QUOTE), 1, 1),
        (saying("island States. Tuvalu thanks", FUND_QUOTE, CHAIR_QUOTE, RULES_QUOTE), 1, 2 / 3),
    ],
    ids=[
        "borne", "not borne", "by another quote", "uncited", "one irrelevant", "twice the same", "only together",
        "together, one irrelevant",
    ],
)  # fmt: skip
def test_citation_recall_and_precision_are_those_of_alce(answer, recall, precision):
    found = figures(judged(FUND, answer))
    assert (found["citation_recall"], found["citation_precision"]) == (recall, pytest.approx(precision))


def test_recall_counts_statements_and_precision_citations():
    """Of two statements the first is borne by its two quotes alone, the second by none of its one."""
    statements = (Statement("a small fund", None, (1, 4)), Statement("a large fund", None, (2,)))
    citations = (FUND_QUOTE, CHAIR_QUOTE, replace(FUND_QUOTE, number=4))
    found = figures(judged(FUND, Answer("", True, None, "text", statements, citations)))
    assert (found["citation_recall"], found["citation_precision"]) == (1 / 2, pytest.approx(2 / 3))


def test_an_invented_quote_bears_nothing():
    invented = replace(FUND_QUOTE, quote="Tuvalu wants a large fund for island States.")
    found = figures(judged(FUND, saying("a large fund", invented)))
    assert (found["citation_recall"], found["false_quotes"], found["verbatim"]) == (0, 1, 0)


def test_a_missing_answer_bears_nothing_and_a_right_silence_is_not_asked():
    assert figures(judged(FUND, REFUSAL))["citation_recall"] == 0
    assert "citation_recall" not in figures(judged(SILENT, REFUSAL))


def test_markdown_places_and_the_name_of_the_speaker_are_no_part_of_a_statement():
    text = r"Tuvalu: *footnote \*, p. 1:* “Tuvalu wants a small fund for island States.” [1]"
    assert figures(judged(FUND, saying(text, FUND_QUOTE, holder="Tuvalu")))["citation_recall"] == 1
    assert figures(judged(FUND, saying(text.replace("Tuvalu:", "Malta:"), FUND_QUOTE)))["citation_recall"] == 0


def test_the_own_check_reads_statements_with_the_installed_model():
    wrong = saying("Malta: “Tuvalu wants a small fund for island States.”", FUND_QUOTE, holder="Malta")
    sound = saying("Tuvalu: “Tuvalu wants a small fund for island States.”", FUND_QUOTE, holder="Tuvalu")
    evaluation = evaluate(Scripted({"a?": wrong, "b?": sound}.__getitem__), ["a?", "b?"])
    assert [case.said[0].supported for case in evaluation.cases] == [False, True]


# A judge model, only if somebody asks for it


def source(text: str) -> Source:
    return Source(text, "Tuvalu")


def test_a_judge_model_is_asked_once_for_equal_statements():
    judge = ModelJudge(GenericFakeChatModel(messages=iter(["Yes.", "no"])))
    assert judge.check("A fund.", [source("A small fund.")]).verdict == "supported"
    assert judge.check("A fund.", [source("A small fund.")]).verdict == "supported"
    assert judge.check("A large fund.", [source("A small fund.")]).verdict == "not supported"


def test_a_judge_that_cannot_judge_is_an_error_and_no_verdict():
    with pytest.raises(BadInput, match=r"neither yes nor no \('Perhaps'\)"):
        ModelJudge(GenericFakeChatModel(messages=iter(["Perhaps"]))).check("A fund.", [source("A fund.")])
    with pytest.raises(BadInput, match="the judge cannot be asked"):
        ModelJudge(GenericFakeChatModel(messages=iter([]))).check("A fund.", [source("A fund.")])


def test_a_judge_that_is_not_installed_is_named():
    with pytest.raises(ModelMissing, match="the judge nobody:none cannot be used"):
        ModelJudge.named("nobody:none")


# Quotes, places and holders


def test_a_quote_with_other_blanks_and_dashes_is_no_false_quote_but_not_verbatim_either():
    spaced = replace(FUND_QUOTE, quote="Tuvalu wants a  small fund\nfor island States.", verdict="normalised")
    found = figures(judged(FUND, answer_with(spaced)))
    assert (found["false_quotes"], found["verbatim"], found["coverage"]) == (0, 0, 1)


class Outlined(Scripted):
    """An assistant that knows whose words stand where, and under which label."""

    outline = staticmethod(outline)


def found_of(citation: Citation, **more: object) -> dict[str, float]:
    return figures(scored(Outlined(lambda _: answer_with(citation)), [FUND.model_copy(update=more)]))


@pytest.mark.parametrize(
    ("quote", "label", "right_place"),
    [
        ("Tuvalu wants a small fund", None, None),  # there is none and none is named
        ("Tuvalu wants a small fund", "2", 0),
        ("thanks the Chair", "2", 1),
        ("thanks the Chair", None, 0),
        ("thanks the Chair", "3", 0),
    ],
)
def test_the_label_of_a_citation_is_that_of_its_paragraph(quote, label, right_place):
    assert found_of(replace(cite(TUVALU, quote, "Tuvalu"), paragraph=label)).get("place_correct") == right_place


@pytest.mark.parametrize(("page", "right_page"), [(1, 1), (2, 0), (None, 0)])
def test_the_page_of_a_citation_is_that_on_which_its_quote_begins(page, right_page):
    compendium = DOCUMENTS[2]
    citation = replace(cite(compendium, "an English text about a fund"), page=page)
    found = figures(judged(FUND, answer_with(citation)))
    assert found["place_correct"] == right_page


def test_the_page_and_label_that_the_question_gives_count_as_well():
    citation = replace(cite(TUVALU, "a small fund for island States", "Tuvalu"), page=4)
    assert found_of(citation, pdf_pages=((4, 5),))["place_correct"] == 1
    assert found_of(citation, pdf_pages=((6,),))["place_correct"] == 0
    assert found_of(citation, gold_paragraphs=("7",))["place_correct"] == 0


@pytest.mark.parametrize(("holder", "right_holder"), [("Tuvalu", 1), ("Malta", 0), (None, 0)])
def test_the_holder_of_a_citation_is_whose_words_the_index_says_they_are(holder, right_holder):
    assert found_of(cite(TUVALU, "a small fund", holder))["holder_correct"] == right_holder


def test_words_that_nobody_holds_and_are_given_to_nobody_are_not_judged():
    text = "an English text about a fund"
    assert "holder_correct" not in found_of(cite(DOCUMENTS[2], text))
    assert found_of(cite(DOCUMENTS[2], text, "Tuvalu"))["holder_correct"] == 0


def test_what_is_not_known_of_places_and_holders_is_not_judged():
    found = figures(judged(FUND, answer_with(FUND_QUOTE)))
    assert "place_correct" not in found
    assert "holder_correct" not in found


# Silence


def test_abstention_precision_is_the_share_of_refusals_that_are_right():
    """All four are refused: one has no answer and one a false premise, two have an answer; then two cannot be asked."""
    assert figures(scored(Scripted(lambda _: REFUSAL), QUESTIONS))["abstention_precision"] == 0.5

    def half(question: str) -> Answer:
        if question in (FUND.question, SILENT.question):
            raise BadInput("the question is too long")
        return REFUSAL

    found = figures(scored(Scripted(half), QUESTIONS))
    assert (found["abstention_precision"], found["abstention_recall"], found["false_abstention"]) == (0.5, 0, 1)


def test_the_score_of_the_evidence_is_drawn_against_the_line():
    """With an answer: .9 and .4; without: .5 and none, as nothing was looked at."""
    scores = {FUND.question: 0.9, RULES.question: 0.4, SILENT.question: 0.5, "?": None}
    assistant = Scripted(lambda question: replace(REFUSAL, borne=scores[question]))
    nothing = SILENT.model_copy(update={"question": "?"})
    silence = scored(assistant, [FUND, RULES, SILENT, nothing]).silence
    assert silence.auroc == 0.75
    curve = {line: (refused, falsely) for line, refused, falsely in silence.curve()}
    assert (curve[0.0], curve[0.2], curve[0.45], curve[0.51], curve[1.0]) == (
        (0, 0),
        (0.5, 0),
        (0.5, 0.5),
        (1, 0.5),
        (1, 1),
    )


def test_a_system_without_scores_has_no_curve():
    silence = scored(Scripted(right), QUESTIONS).silence
    assert (silence.auroc, silence.curve()) == (None, [])


def test_auroc_counts_equal_scores_half():
    assert auroc([0.5, 0.9], [0.5, 0.1]) == (0.5 + 1 + 1 + 1) / 4
    assert auroc([0.5], []) is None


# Reference and cost


def test_agreement_is_the_share_of_reference_sentences_that_the_quotes_bear():
    question = FUND.model_copy(update={"reference_answer": "Tuvalu wants a small fund. It wants a large one."})
    assert figures(judged(question, answer_with(FUND_QUOTE)))["reference_agreement"] == 0
    question = FUND.model_copy(update={"reference_answer": "a small fund for island States. A large one."})
    assert figures(judged(question, answer_with(FUND_QUOTE)))["reference_agreement"] == 0.5
    assert figures(judged(question, REFUSAL))["reference_agreement"] == 0


def test_tokens_are_those_that_the_answer_gives():
    answer = replace(answer_with(FUND_QUOTE), tokens={"input": 900, "output": 100})
    evaluation = scored(Scripted(lambda _: answer), [FUND, RULES])
    assert evaluation.summary()["tokens"].mean == 2000
    assert "tokens" not in figures(judged(FUND, answer_with(FUND_QUOTE)))


# Why


def reasons(question: object, answer: Answer, assistant: type[Scripted] = Scripted) -> list[str]:
    case = scored(assistant(lambda _: answer), [question]).cases[0]  # type: ignore[list-item]
    return [f"{mark} {text}" for mark, text in explained(case)]


def test_each_score_is_explained_in_sentences():
    answer = answer_with(FUND_QUOTE, CHAIR_QUOTE, replace(RULES_QUOTE, holder="Malta"))
    assert reasons(FUND, answer, Outlined) == [
        "+ Answered, as the documents do.",
        "- Wrong attribution: words are given to Malta, who must not be named.",
        "- [2] names paragraph (none), which is not that of its quote.",
        "- [2] [3] carry no gold evidence.",
        "- Gold quote 1: in none of the first ten hits, covered by the answer.",
    ]
    assert reasons(SILENT, answer_with(RULES_QUOTE))[0] == "- Answered, but the documents do not answer it."
    assert reasons(FUND, REFUSAL)[0] == "- Refused (silent), but the documents answer it."
    assert reasons(PREMISE, answer_with(RULES_QUOTE))[:2] == [
        "- The false premise is accepted.",
        "- The words that correct it are not cited.",
    ]
    assert reasons(RULES, answer_with(FUND_QUOTE))[1:4] == [
        ". Named and right: nobody.",
        "- Not named: Malta.",
        "- Named, but not right: Tuvalu.",
    ]
    false = replace(FUND_QUOTE, quote="Tuvalu wants nothing.")
    assert "- [1] is a false quote: it does not stand in papers/tuvalu.txt at its place." in reasons(
        FUND, answer_with(false)
    )


def test_the_check_is_not_asked_about_what_is_not_shown():
    check = Contained()
    evaluate(Scripted(lambda _: REFUSAL), QUESTIONS, support=check)
    assert check.asked == 0
