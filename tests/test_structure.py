"""Structure: the units of a text, the labels printed before them and the leads they stand under."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest.readers import Reading
from ingest.readers.plain import parse
from ingest.structure import Unit, outline, sentences

# All texts in this file are invented.


def units_of(*paragraphs: str) -> list[tuple[Unit, str]]:
    reading = Reading("\n\n".join(paragraphs))
    return [(unit, reading.text[unit.start : unit.end]) for unit in outline(reading)]


def labels(*paragraphs: str) -> list[str]:
    return [unit.label for unit, _ in units_of(*paragraphs)]


def leads(*paragraphs: str) -> list[str]:
    """The words of each unit's lead; "" for what introduces itself."""
    found = units_of(*paragraphs)
    return ["" if unit.lead is None else found[unit.lead][1] for unit, _ in found]


POINTS = (
    "We have five points to make here.",
    "First, ropes.",
    "Second: lamps.",
    "thirdly, bells.",
    "fifth, horns.",
    "Finally, buoys.",
)
LIST = (
    "2. States should:",
    "(a) Buy lamps;",
    "(b) Mend ropes:",
    "(i) The red ones;",
    "(ii) The blue ones;",
    "(c) Ring bells.",
    "3. States may rest.",
)


def test_ordinals_from_first_to_finally_are_labels_whatever_their_case():
    assert labels(*POINTS) == ["", "First", "Second", "thirdly", "fifth", "Finally"]


def test_points_that_are_counted_have_the_sentence_before_them_as_their_lead():
    assert leads(*POINTS) == ["", *["We have five points to make here."] * 5]


def test_an_ordinal_inside_a_sentence_is_no_label():
    assert labels("The second lamp is red, and so is the third, we think.") == [""]


def test_labels_under_a_number_carry_the_labels_above_them():
    assert labels(*LIST) == ["2", "2 (a)", "2 (b)", "2 (b) (i)", "2 (b) (ii)", "2 (c)", "3"]


def test_items_point_to_the_paragraph_that_they_stand_under():
    first, second = "2. States should:", "(b) Mend ropes:"
    assert leads(*LIST) == ["", first, first, second, second, first, ""]


def test_levels_count_the_leads_above():
    assert [unit.level for unit, _ in units_of(*LIST)] == [0, 1, 1, 2, 2, 1, 0]


def test_an_i_after_an_h_is_a_letter():
    # It was read as a Roman number: paragraph 13 (i) of a list was cited as 13 (h) (i).
    items = [f"({letter}) Mend the {letter} rope;" for letter in "abcdefghijk"]
    assert labels("13. States should:", *items)[8:] == ["13 (h)", "13 (i)", "13 (j)", "13 (k)"]


def test_an_i_under_an_h_that_opens_a_list_is_a_number():
    paragraphs = ("1. States should:", "(h) Mend ropes:", "(i) The red ones;", "(ii) The blue ones.")
    assert labels(*paragraphs) == ["1", "1 (h)", "1 (h) (i)", "1 (h) (ii)"]


def test_a_v_after_a_iv_is_a_number():
    numbers = [f"({number}) Rope {number};" for number in ("i", "ii", "iii", "iv", "v", "vi")]
    assert labels("1. States should:", "(a) Mend:", *numbers)[-2:] == ["1 (a) (v)", "1 (a) (vi)"]


def test_bullets_have_no_label_but_a_lead():
    paragraphs = ("The group asks for three things:", "- ropes;", "• lamps;", "– bells.", "It asks for nothing else.")
    lead = paragraphs[0]
    assert leads(*paragraphs) == ["", lead, lead, lead, ""]
    assert labels(*paragraphs) == ["", "", "", "", ""]


def test_a_row_of_dots_in_a_long_paragraph_makes_it_no_contents_page():
    (found, *_) = units_of(
        "Speech of the Minister …………… New York. " + "The lamp burns in the harbour every night. " * 30
    )
    assert found[0].kind == "paragraph"


def test_contents_pages_with_dot_leaders_are_set_apart():
    found = units_of(
        "I. Lamps ........ 3", "II. Ropes . . . . . . 5", "I. Lamps", "Lamps are bright, as all of us know."
    )
    assert [unit.kind for unit, _ in found] == ["contents", "contents", "heading", "paragraph"]


def test_a_minor_heading_stands_under_the_major_one():
    found = units_of(
        "I. Lamps",
        "Lamps are bright, all of them.",
        "Red lamps",
        "Red lamps are rare on ferries.",
        "II. Ropes",
        "Ropes hold.",
    )
    assert [unit.heading for unit, _ in found] == [
        ("I. Lamps",), ("I. Lamps",), ("I. Lamps", "Red lamps"), ("I. Lamps", "Red lamps"), ("II. Ropes",), ("II. Ropes",),
    ]  # fmt: skip


def test_a_bold_line_is_a_heading():
    reading = parse(
        "**The lamps of the harbour and of the pier that is beside the harbour of the town**\n\nThey shine."
    )
    assert [unit.kind for unit in outline(reading)] == ["heading", "paragraph"]


@given(
    st.lists(st.text(st.characters(blacklist_categories=["Cs"], blacklist_characters="\n"), min_size=1), max_size=12)
)
def test_the_units_cover_all_of_a_text_but_its_line_breaks(paragraphs):
    text = "\n\n".join(paragraphs)
    units = outline(Reading(text))
    assert "".join(text[unit.start : unit.end] for unit in units) == text.replace("\n", "")
    assert all(unit.lead is None or unit.lead < number for number, unit in enumerate(units))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Thank you, Mr. Chair, for the floor. We agree.", ["Thank you, Mr. Chair, for the floor.", "We agree."]),
        ("See para. 3. It is short.", ["See para. 3.", "It is short."]),
        ("As in A/RES/75/240. We go on.", ["As in A/RES/75/240.", "We go on."]),
        ("The U.S. and H.E. Mr. Bo agree. So be it.", ["The U.S. and H.E. Mr. Bo agree.", "So be it."]),
        ("13. States should act. They may.", ["13. States should act.", "They may."]),
        ("It costs 3.5 million. Fine.", ["It costs 3.5 million.", "Fine."]),
        ("Is it so? Yes! “Good.” It is.", ["Is it so?", "Yes!", "“Good.”", "It is."]),
        ("他说。我们同意。", ["他说。", "我们同意。"]),
        ("No end", ["No end"]),
        ("", []),
    ],
)
def test_sentences_end_where_a_reader_would_end_them(text, expected):
    assert [text[start:end] for start, end in sentences(text)] == expected


def test_a_page_of_abbreviations_is_one_sentence_and_is_read_in_no_time():
    # The time grew with the square of their number.
    assert len(sentences("Mr. " * 50_000)) == 1


def test_sentences_can_be_counted_from_another_place():
    assert sentences("One is. Two is.", start=100) == [(100, 107), (108, 115)]
