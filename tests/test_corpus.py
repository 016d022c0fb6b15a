"""The corpus: one untouched document, a catalogue that keeps its doubts, and questions with exact evidence."""

from __future__ import annotations

import csv
import hashlib
import re
from collections import Counter
from pathlib import Path

import pytest

from app.evaluation.questions import Question, read_questions
from ingest.delegations import exactly
from ingest.parse import Parsed, parse

ROOT = Path(__file__).resolve().parents[1]
CORPUS = ROOT / "corpus"
SHIPPED = "iran-oewg-2021-2025-session-7-regular-institutional-dialogue.md"
# What a row of the catalogue may claim, and how many do: whoever raises a row names its source, and changes this.
STATUSES = {"verified": 46, "partly": 25, "memory": 18}
CATEGORIES = {
    "single", "list", "synthesis", "number", "who", "yes_no",
    "follow_up", "definition", "cross_lingual", "unanswerable",
}  # fmt: skip


@pytest.fixture(scope="module")
def parsed() -> Parsed:
    return parse(CORPUS / "documents" / SHIPPED, SHIPPED)


@pytest.fixture(scope="module")
def catalogue() -> list[dict[str, str]]:
    with (CORPUS / "catalogue.csv").open(encoding="utf-8", newline="") as rows:
        return list(csv.DictReader(rows, strict=True))


@pytest.fixture(scope="module")
def questions() -> tuple[Question, ...]:
    found = read_questions(CORPUS / "questions.jsonl")
    assert found.problems == ()
    return found.questions


def words(text: str) -> list[str]:
    return re.findall(r"[^\W_]+", text)


def collapsed(text: str) -> str:
    return " ".join(text.split())


# The shipped document


def test_one_document_ships_and_nothing_lies_beside_it():
    assert [path.name for path in (CORPUS / "documents").iterdir()] == [SHIPPED]


def test_the_shipped_document_is_the_one_that_the_readme_names_byte_for_byte():
    content = (CORPUS / "documents" / SHIPPED).read_bytes()
    readme = (CORPUS / "README.md").read_text(encoding="utf-8")
    assert re.findall(r"\b[0-9a-f]{64}\b", readme) == [hashlib.sha256(content).hexdigest()]
    assert len(content) == 4743


def test_no_word_of_the_shipped_document_is_lost_or_added_in_reading_it(parsed):
    written = (CORPUS / "documents" / SHIPPED).read_text(encoding="utf-8")
    assert words(parsed.document.text) == words(written)
    assert len(written.split()) == 683
    assert parsed.document.empty_pages == ()


def test_the_shipped_document_has_passages_and_none_of_them_is_empty(parsed):
    assert len(parsed.passages) > 0
    assert all(passage.text.strip() for passage in parsed.passages)


def test_every_word_of_the_shipped_document_stands_in_a_passage(parsed):
    covered = {at for passage in parsed.passages for at in range(passage.start, passage.end)}
    assert not [
        each.group()
        for each in re.finditer(r"\S+", parsed.document.text)
        if not covered.issuperset(range(*each.span()))
    ]


def test_the_list_item_broken_by_a_page_break_is_one_sentence_again(parsed):
    assert "capacity-building for ICTs within the United Nations" in parsed.document.text


# The catalogue


def test_the_catalogue_has_89_rows_with_all_their_columns(catalogue):
    assert len(catalogue) == 89
    assert ",".join(catalogue[0]) == "title,symbol,body,session,date,languages,kind,url,status,verified_by,note"
    assert all(None not in row and None not in row.values() for row in catalogue)
    assert all(row["title"] and row["body"] and row["kind"] for row in catalogue)


def test_no_row_of_the_catalogue_claims_more_than_it_did_when_it_was_checked(catalogue):
    assert Counter(row["status"] for row in catalogue) == STATUSES


def test_a_row_names_its_source_unless_it_is_from_memory(catalogue):
    for row in catalogue:
        assert bool(row["verified_by"]) == (row["status"] != "memory"), row["title"]


def test_a_symbol_stands_once_in_the_catalogue_but_for_annexes_which_share_their_reports(catalogue):
    reports = [row["symbol"] for row in catalogue if row["symbol"] and not row["kind"].startswith("annex")]
    annexes = [row["symbol"] for row in catalogue if row["kind"].startswith("annex")]
    assert len(reports) == len(set(reports)) == 68
    assert annexes == ["A/79/214", "A/78/265"]
    assert set(annexes) < set(reports)


def test_a_row_with_a_symbol_links_to_that_symbol(catalogue):
    for row in catalogue:
        if row["symbol"]:
            assert row["url"] == f"https://docs.un.org/en/{row['symbol']}"


def test_a_date_in_the_catalogue_is_a_day_a_month_a_year_or_empty(catalogue):
    for row in catalogue:
        assert re.fullmatch(r"(\d{4}(-\d{2}){0,2})?", row["date"]), row["title"]


def test_the_readme_counts_the_catalogue_rightly():
    readme = (CORPUS / "README.md").read_text(encoding="utf-8")
    assert dict(re.findall(r"^\| `(\w+)` \| (\d+) \|", readme, re.M)) == {
        status: str(count) for status, count in STATUSES.items()
    }


# The questions


def test_every_gold_and_correcting_quote_stands_in_the_document_word_for_word(questions, parsed):
    text = collapsed(parsed.document.text)
    for question in questions:
        for quote in (*question.gold_quotes, *question.correcting_quotes):
            assert collapsed(quote) in text, f"{question.id}: {quote}"


def test_the_questions_are_numbered_and_none_is_asked_twice(questions):
    assert [question.id for question in questions] == [f"Q{n:02d}" for n in range(1, len(questions) + 1)]
    assert len({(question.question, question.history) for question in questions}) == len(questions)


def test_every_kind_of_question_is_asked(questions):
    assert {question.category for question in questions} == CATEGORIES


def test_a_question_has_the_evidence_that_its_expected_behaviour_needs(questions):
    for question in questions:
        assert question.reference_answer, question.id
        assert bool(question.gold_quotes) == (question.expected_behaviour == "answer"), question.id
        assert bool(question.correcting_quotes) == (question.expected_behaviour == "correct_premise"), question.id
        assert question.answerable == (question.expected_behaviour == "answer"), question.id
        assert question.answerable == (question.category != "unanswerable"), question.id
        assert question.documents == (() if question.expected_behaviour == "abstain" else (SHIPPED,)), question.id


def test_a_follow_up_has_a_history_and_nothing_else_has(questions):
    for question in questions:
        assert bool(question.history) == (question.category == "follow_up"), question.id


def test_delegations_in_the_questions_bear_their_united_nations_names(questions):
    for question in questions:
        for name in (*question.delegations, *question.must_not_attribute_to):
            found = exactly(name)
            assert found is not None, name
            assert found.name == name


# What may not be in a public repository


@pytest.mark.parametrize("name", ["README.md", "catalogue.csv", "questions.jsonl"])
def test_the_corpus_names_no_path_of_a_machine(name):
    text = (CORPUS / name).read_text(encoding="utf-8")
    assert not re.search(r"/(?:work|tmp|home|root|Users)/|\.\./", text)


def test_the_licence_is_the_whole_apache_licence_unchanged():
    content = (ROOT / "LICENSE").read_bytes()
    # The file that apache.org and Debian's common-licenses distribute.
    assert hashlib.sha256(content).hexdigest() == "cfc7749b96f63bd31c3c42b5c471bf756814053e847c10f3eb003417bc523d30"
