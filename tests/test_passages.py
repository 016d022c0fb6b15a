"""Passages: windows on their document, of about a page's paragraph, each with one speaker."""

from __future__ import annotations

from collections.abc import Sequence

import pytest
from fakes import no_hang
from hypothesis import given, settings
from hypothesis import strategies as st

from ingest.document import Document
from ingest.parse import Parsed, understand
from ingest.passages import MOST_WORDS, Passage, split
from ingest.readers import Reading
from ingest.readers.plain import parse as parse_text
from ingest.speakers import Turn
from ingest.structure import outline

# All texts in this file are invented.
WORDS = st.sampled_from(
    "the rope of a lamp, Mr. Chair; we (and they) mend it. First, 2. Iran 中文中文 слово، A/RES/75/240".split()
)
SENTENCES = st.lists(WORDS, min_size=1, max_size=60).map(" ".join)
STARTS = st.sampled_from(["", "1. ", "(a) ", "(i) ", "- ", "First, ", "I. ", "Contents ........ "])
PARAGRAPHS = st.tuples(STARTS, st.lists(SENTENCES, min_size=1, max_size=9).map(" ".join)).map("".join)


def parsed(text: str) -> Parsed:
    return understand(parse_text(text), "papers/ropes.md", "")


def texts(passages: Sequence[Passage]) -> list[str]:
    return [passage.text for passage in passages]


@given(st.lists(PARAGRAPHS, min_size=1, max_size=12))
@settings(max_examples=60, deadline=None)
def test_every_passage_is_a_window_on_its_document(paragraphs):
    found = parsed("\n\n".join(paragraphs))
    for passage in found.passages:
        assert found.document.text[passage.start : passage.end] == passage.text


@given(st.lists(PARAGRAPHS, min_size=1, max_size=12))
@settings(max_examples=60, deadline=None)
def test_the_passages_together_hold_every_unit_but_contents_pages(paragraphs):
    found = parsed("\n\n".join(paragraphs))
    held = {at for passage in found.passages for at in range(passage.start, passage.end)}
    for unit in found.units:
        blank = {at for at in range(unit.start, unit.end) if found.document.text[at].isspace()}
        assert (set(range(unit.start, unit.end)) - blank <= held) == (unit.kind != "contents")


@given(st.lists(PARAGRAPHS, min_size=1, max_size=12))
@settings(max_examples=60, deadline=None)
def test_no_passage_is_longer_than_the_model_can_see(paragraphs):
    for passage in parsed("\n\n".join(paragraphs)).passages:
        assert len(passage.text.split()) <= MOST_WORDS


def test_a_long_paragraph_is_cut_at_a_sentence():
    sentence = "The rope of the ferry is to be mended by the crew before it sails again."  # 16 words
    found = parsed(" ".join([sentence] * 20))
    assert texts(found.passages) == [" ".join([sentence] * 11), " ".join([sentence] * 9)]


def test_a_long_sentence_is_cut_at_a_semicolon():
    clause = "the rope of the ferry is to be mended by the crew;"  # 11 words
    found = parsed(" ".join([clause] * 20))
    assert len(found.passages) == 2
    assert all(passage.text.endswith("crew;") for passage in found.passages)


def test_short_paragraphs_share_a_passage():
    assert len(parsed("Ropes are strong.\n\nLamps are bright.\n\nBells are loud.").passages) == 1


def test_a_list_stays_with_its_lead():
    filler = " ".join(["The harbour has many ropes."] * 20)  # 100 words
    text = "\n\n".join([filler, "The group asks for three things:", "- ropes;", "- lamps;", "- bells."])
    assert texts(parsed(text).passages) == [text]


def test_an_item_far_from_its_lead_has_the_lead_in_its_header():
    item = " ".join(["mend the rope"] * 25)  # 75 words
    found = parsed("\n\n".join(["Every ship that sails is to do the following:", *(f"({x}) {item};" for x in "abc")]))
    last = found.passages[-1]
    assert last.paragraph == "(c)"
    assert "Every ship that sails is to do the following:" in last.header
    assert "Every ship" not in last.text


def test_the_header_names_what_the_text_does_not_say_itself_and_is_no_part_of_it():
    long = "Old ropes are weak and ought to be mended before the next of many storms. " * 10
    found = parsed(f"# Nauru's statement on ropes\n\n{long}\n\n{long}")
    first, last = found.passages
    assert first.header == "Nauru"  # the title stands in the text of the first
    assert last.header == "Nauru | Nauru's statement on ropes"
    assert last.header not in found.document.text
    assert {first.speaker, last.speaker} == {"Nauru"}


def test_a_passage_has_one_speaker():
    text = "Mr. Bo (Nauru): Ropes are strong.\n\nMs. Du (Bhutan): Lamps are bright.\n\nThe President: I thank them."
    assert [(p.speaker, p.text) for p in parsed(text).passages] == [
        ("Nauru", "Mr. Bo (Nauru): Ropes are strong."),
        ("Bhutan", "Ms. Du (Bhutan): Lamps are bright."),
        (None, "The President: I thank them."),
    ]


def test_pages_count_from_one_and_are_those_of_the_first_character():
    reading = Reading("On page one.\n\n" + "On page two. " * 100, page_starts=(0, 14))
    assert [passage.page for passage in understand(reading, "a.pdf", "").passages] == [1, 2]


def test_a_text_without_pages_has_no_page_numbers():
    assert parsed("Ropes are strong.").passages[0].page is None


def test_an_id_says_where_a_passage_stands():
    (passage,) = parsed("Ropes are strong.").passages
    assert passage.id == "papers/ropes.md@0-17"


def test_each_passage_has_the_language_it_is_in():
    english = " ".join(["The rope of the ferry is not of the harbour."] * 10)
    french = " ".join(["La corde du bateau est dans le port avec les lampes."] * 10)
    found = parsed(f"{english}\n\n{french}")
    assert [passage.language for passage in found.passages] == ["en", "fr"]


@pytest.mark.parametrize("words", [20, 50])
def test_passages_can_be_made_smaller(words):
    reading = Reading(" ".join(["Ropes hold ships well."] * 100))
    document = Document("a.txt", "", reading.text)
    for passage in split(document, outline(reading), [Turn(0, None)], most_words=words):
        assert len(passage.text.split()) <= words


def test_a_passage_is_cut_where_the_language_changes():
    english = "The rope of the ferry is not of the harbour."
    french = "La corde du bateau est dans le port avec les lampes."
    found = parsed(f"{english}\n\n{french}\n\n{english}")
    assert [(passage.language, passage.text) for passage in found.passages] == [
        ("en", english), ("fr", french), ("en", english),
    ]  # fmt: skip


def test_a_footnote_shares_the_passage_of_its_paragraph():
    body, note = (
        "1. Ropes are strong.¹ " + "The harbour has many ropes. " * 30,
        "1 See the paper on the ropes of the harbour.",
    )
    text = f"{body.strip()}\n\n{note}\n\n2. Lamps are bright."
    reading = Reading(text, footnotes=((text.index(note), text.index(note) + len(note)),))
    (first, *_) = understand(reading, "a.pdf", "").passages
    assert note in first.text


def test_a_footnote_without_room_has_the_words_of_its_paragraph_in_its_header():
    body, note = "1. Ropes are strong.¹ " + "The harbour has many ropes. " * 34, "1 " + "See the paper on ropes. " * 12
    text = f"{body.strip()}\n\n{note.strip()}"
    reading = Reading(text, footnotes=((text.index(note.strip()), len(text)),))
    *_, last = understand(reading, "a.pdf", "").passages
    assert (last.paragraph, "1. Ropes are strong.¹" in last.header) == ("footnote 1", True)


def test_an_item_of_an_inner_list_names_both_its_leads():
    item = " ".join(["mend the rope"] * 30)
    found = parsed(
        "\n\n".join(["1. Ships are to do this:", "(a) At noon:", *(f"({n}) {item};" for n in ("i", "ii", "iii"))])
    )
    last = found.passages[-1]
    assert (last.paragraph, last.header.split(" | ")[-1]) == ("1 (a) (iii)", "1. Ships are to do this: (a) At noon:")


def test_a_few_words_before_a_long_paragraph_are_no_passage_of_their_own():
    sentence = "The rope of the ferry is to be mended by the crew before it sails again."
    found = parsed("Ropes\n\n" + " ".join([sentence] * 11))
    assert all(len(passage.text.split()) > 15 for passage in found.passages)


@pytest.mark.parametrize(
    "text", ["rope, " * 60_000, "绳子，" * 60_000, "rope " * 60_000], ids=["commas", "chinese", "words"]
)
def test_a_sentence_without_end_is_cut_in_no_time(text):
    with no_hang():
        reading = Reading(text.strip())
        split(Document("a.txt", "", reading.text), outline(reading), [Turn(0, None)])


def test_a_paragraph_in_two_languages_is_cut_where_they_meet_though_the_rest_is_in_one():
    # It was one passage, in the language of its first half.
    english = " ".join(["The rope of the ferry is not of the harbour."] * 6)
    french = " ".join(["La corde du bateau est dans le port avec les lampes."] * 6)
    found = parsed(f"{english} {french}")
    assert [passage.language for passage in found.passages] == ["en", "fr"]


def test_a_bold_courtesy_at_the_end_is_no_passage_of_its_own():
    text = (
        "# Fiji's statement\n\n"
        + "We want dry ropes in every harbour of the bay. " * 9
        + "\n\n**Thank you, Mr. Chair**"
    )
    reading = parse_text(text)
    found = understand(reading, "papers/a.md", "0" * 64).passages
    assert len(found) == 1
    assert found[0].text.endswith("Thank you, Mr. Chair")
