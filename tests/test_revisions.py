"""Revisions: the newest text of a paper comes before those it replaces, which are still found and say so."""

from __future__ import annotations

from pathlib import Path

import pytest
from fakes import hashed_words

from app.answer import Answer
from app.assistant import Assistant
from app.cards import evidence, hit_card
from app.evaluation.texts import Library
from app.refuse import before_search
from ingest.document import Document
from ingest.revisions import families, superseded_by
from ingest.run import ingest
from retriever.index import Index, Published
from retriever.question import restricted, understand
from retriever.revisions import looks_back
from retriever.scope import is_named
from retriever.search import Found, search

# All texts and symbols are invented.


def records(*papers: tuple[str, ...]) -> dict[str, Document]:
    """Documents called a, b, c … of (symbol, what it supersedes, language)."""
    found = {}
    for key, (symbol, *rest) in zip("abcdefgh", papers, strict=False):
        supersedes, language = (*rest, "", "")[:2]
        found[key] = Document(key, "", "", symbol=symbol, supersedes=supersedes, languages=(language or "en",))
    return found


@pytest.mark.parametrize(
    ("papers", "expected"),
    [
        ([("A/C.9/99/L.7",), ("A/C.9/99/L.7/Rev.1",)], {"a": "b"}),
        ([("A/C.9/99/L.7",), ("A/C.9/99/L.7/Rev.2",), ("A/C.9/99/L.7/Rev.1",)], {"a": "b", "c": "b"}),
        ([("A/C.9/99/L.7",), ("A/C.9/99/L.7/Rev.10",), ("A/C.9/99/L.7/Rev.9",)], {"a": "b", "c": "b"}),
        ([("A/C.9/99/L.7",), ("A/C.9/99/L.7/Rev.2",)], {"a": "b"}),
        ([("A/99/1",), ("A/99/1/Corr.1",), ("A/99/1/Add.1",), ("A/99/1/Add.1/Rev.1",)], {"c": "d"}),
        ([("A/99/1",), ("A/99/10",), ("A/99/1/Rev.1",)], {"a": "c"}),
        ([("A/99/1 (Part I)",), ("A/99/1 (Part II)",)], {}),
        ([("A/99/1",), ("A/99/7", "A/99/1")], {"a": "b"}),
        ([("A/99/1",), ("A/99/1/Rev.1",), ("A/99/7", "A/99/1/Rev.1")], {"a": "c", "b": "c"}),
        ([("A/99/1", "A/99/2"), ("A/99/2", "A/99/1")], {}),
        ([("A/99/1", "A/99/1")], {}),
        ([("A/99/1", "", "fr"), ("A/99/1/Rev.1", "", "en"), ("A/99/1/Rev.1", "", "fr")], {"a": "c"}),
        ([("A/99/1",), ("A/99/1",)], {}),
        ([("",), ("",)], {}),
    ],
    ids=str,
)
def test_the_newest_text_supersedes_all_before_it(papers, expected):
    assert superseded_by(records(*papers)) == expected


def test_a_family_is_the_base_with_its_revisions_corrigenda_addenda_and_parts():
    found = families(records(("A/99/1",), ("A/99/1/Corr.1",), ("A/99/1/Add.2",), ("A/99/1 (Part II)",), ("A/99/11",)))
    assert found["a"] == ("b", "c", "d")
    assert found["c"] == ("a", "b", "d")
    assert found["e"] == ()


@pytest.mark.parametrize(
    "question",
    [
        "What did the zero draft say about ropes?",
        "What stood in Rev.1 on ropes?",
        "Was it in an earlier version of the report?",
        "Que disait la version initiale ?",
        "¿Qué decía el borrador cero?",
    ],
)
def test_a_question_may_look_back(question):
    assert looks_back(question)


@pytest.mark.parametrize(
    "question",
    ["What does the draft resolution say?", "Who was the first to read the text?", "Does the final report name ropes?"],
)
def test_most_questions_do_not_look_back(question):
    assert not looks_back(question)


PAPER = (
    "United Nations\nA/AC.999/2025/L.7{}\n\nGeneral Assembly\n\nReport on ropes\n\n{}. Ropes are to be {} before every "
    "voyage of a ferry.\n{}"
)


@pytest.fixture
def published(index: Path, tmp_path: Path) -> Published:
    folder = tmp_path / "ropes"
    folder.mkdir()
    (folder / "a.txt").write_text(PAPER.format("", 1, "counted", "\n2. Every anchor is to be painted red.\n"))
    (folder / "b.txt").write_text(PAPER.format("/Rev.1", 1, "measured", ""))
    (folder / "c.txt").write_text("# Fiji's statement on bells\n\nFiji rings its bells.\n")
    embeddings = hashed_words()
    ingest(index, [str(folder)], embeddings)
    return Published(index, embeddings)


def found_for(published: Published, question: str) -> Found:
    return search(published.index(), published.embeddings, restricted(understand(question), [], ""), 10)


def order(found: Found) -> list[str]:
    return [Path(hit.passage.document_id).stem for hit in found.hits]


def test_the_later_of_two_texts_comes_first_and_the_earlier_says_what_replaced_it(published):
    found = found_for(published, "What is to be done with ropes before every voyage of a ferry?")
    assert order(found)[:2] == ["b", "a"]
    assert "superseded by A/AC.999/2025/L.7/Rev.1" in found.hits[1].why
    assert found.hits[1].superseded_by == "A/AC.999/2025/L.7/Rev.1"
    assert "superseded" not in found.hits[0].why


def test_what_only_the_earlier_text_says_is_found_in_it(published):
    assert order(found_for(published, "Which anchor is to be painted red?"))[0] == "a"


@pytest.mark.parametrize("words", ["ropes to be counted before a voyage", "ropes of a ferry to be counted"])
def test_the_earlier_text_is_found_by_its_symbol(published, words):
    found = found_for(published, f"What does A/AC.999/2025/L.7 say on {words}?")
    assert order(found)[0] == "a"


def test_to_a_question_that_looks_back_the_later_text_is_not_preferred(published):
    # The two paragraphs differ in a word that the question does not hold: with equal scores the first row comes first.
    assert order(found_for(published, "Earlier draft: what is to be done with ropes before every voyage?"))[0] == "a"
    assert order(found_for(published, "What is to be done with ropes before every voyage?"))[0] == "b"


def test_the_card_of_a_superseded_text_names_the_new_one(published):
    found = found_for(published, "What is to be done with ropes before every voyage of a ferry?")
    index: Index = published.index()
    hit = next(hit for hit in found.hits if hit.superseded_by)
    card = hit_card(hit, index.records[hit.passage.document_id])
    assert "superseded by <bdi>" not in card
    assert "superseded by A/AC.999/2025/L.7/Rev.1" in card
    assert "superseded by A/AC.999/2025/L.7/Rev.1" in evidence(
        Answer("?", False, "silent", "", hits=found.hits), list(index.records.values())
    )


def test_an_answer_says_which_of_its_texts_was_replaced_and_gives_it_last(published):
    # A draft was quoted before its revision, and only a card beside the answer said that it was one.
    answer = Assistant(published).ask("When are ropes of a ferry to be counted or measured?")
    assert [citation.document.symbol for citation in answer.citations] == [
        "A/AC.999/2025/L.7/Rev.1", "A/AC.999/2025/L.7",
    ]  # fmt: skip
    heads = [line for line in answer.text.splitlines() if line.endswith(":")]
    assert ["superseded by A/AC.999/2025/L.7/Rev.1" in head for head in heads] == [False, True]


# A document at several places


def test_a_document_is_named_by_the_symbol_that_the_name_of_its_copy_spells():
    document = Document("ropes/one.txt", "", "", symbol="A/99/1", locations=("more/A_99_2.en.pdf",))
    assert is_named(document, ("A/99/1",))
    assert is_named(document, ("A/99/2",))
    assert not is_named(document, ("A/99/3",))
    assert not is_named(Document("ropes/one.txt", "", ""), ("",))


def test_an_evaluation_finds_a_document_by_the_name_of_each_of_its_files():
    document = Document("ropes/one.txt", "", "", locations=("more/two.txt", "other/one.txt"))
    library = Library([document, Document("ropes/two.txt", "", "")])
    assert [each.id for each in library.named("one.txt")] == ["ropes/one.txt"]
    assert [each.id for each in library.named("more/two.txt")] == ["ropes/one.txt"]
    assert [each.id for each in library.named("two.txt")] == ["ropes/one.txt", "ropes/two.txt"]


def test_a_question_that_names_the_symbol_of_the_copys_name_is_answered_from_the_document(index, tmp_path):
    folder = tmp_path / "letters"
    folder.mkdir()
    for name in ("A_99_7.en.md", "S_2025_77.en.md"):
        (folder / name).write_text("United Nations S/2025/77\n\nLetter on ropes\n\n1. Ropes of ferries are long.\n")
    embeddings = hashed_words()
    assert ingest(index, [str(folder)], embeddings).documents == 1
    published = Published(index, embeddings)
    for symbol in ("A/99/7", "S/2025/77"):
        question = understand(f"What does {symbol} say on the ropes of ferries?")
        assert before_search(question, published.index()) is None
        found = search(published.index(), embeddings, question)
        assert (found.within, found.searched["symbols"]) == (1, [symbol])
    assert before_search(understand("What does A/99/8 say on ropes?"), published.index()) is not None
