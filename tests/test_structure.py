"""Structure: the units of a text, the labels printed before them and the leads they stand under."""

from __future__ import annotations

import pytest
from fakes import no_hang
from hypothesis import given
from hypothesis import strategies as st

from ingest.labels import asked, named, printed
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


QUESTION = "We asked the keepers of the harbour. Their answer was the following:"


def test_a_paragraph_that_is_announced_by_a_colon_has_the_announcement_as_its_lead():
    assert leads(QUESTION, "The lamps burn well.", "We agree.") == ["", QUESTION, ""]
    assert leads("Cito:", "Las lámparas arden bien.") == ["", "Cito:"]


def test_a_quotation_of_several_paragraphs_is_announced_as_a_whole():
    quoted = ("“The lamps burn well.", "“The ropes hold.”")
    assert leads(QUESTION, *quoted, "We agree.") == ["", QUESTION, QUESTION, ""]


def test_parts_between_semicolons_are_announced_together():
    assert leads(QUESTION, "the lamps burn well;", "the ropes hold.", "We agree.") == ["", QUESTION, QUESTION, ""]


@pytest.mark.parametrize(
    "line", ["Mr. Chair:", "Señor Presidente, estimados colegas:", "The Chair:", "Fiji:", "Ms. Lamp (Fiji):"]
)
def test_an_address_or_a_name_before_a_colon_announces_nothing(line):
    assert leads(line, "The lamps of the old harbour burn well.") == ["", ""]


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


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("It met in Suva.¹ The rope held.", ["It met in Suva.¹", "The rope held."]),
        ("It waits… Then it goes.", ["It waits…", "Then it goes."]),
        ("He said “Go.” They went.", ["He said “Go.”", "They went."]),
        ("Under art. 51 and Vol. II, see No. 5 on p. 12. Fine.", ["Under art. 51 and Vol. II, see No. 5 on p. 12.", "Fine."]),
        ("The answer is no. We go on.", ["The answer is no.", "We go on."]),
        ("A. B. Smith has ropes, lamps, etc. and bells. Fine.", ["A. B. Smith has ropes, lamps, etc. and bells.", "Fine."]),
        ("We left the U.S. We came back.", ["We left the U.S.", "We came back."]),
        ("Il a dit : « Merci. » Nous partons.", ["Il a dit : « Merci. »", "Nous partons."]),
        ("¿Es así? ¡Sí! ¿Por qué?", ["¿Es así?", "¡Sí!", "¿Por qué?"]),
        ("В 2020 г. Канада, т.е. Север, и ст. 51, п. 3. Мы согласны.", ["В 2020 г. Канада, т.е. Север, и ст. 51, п. 3.", "Мы согласны."]),
        ("هل هذا؟ نعم", ["هل هذا؟", "نعم"]),
        ("他说：“同意。”我们走。", ["他说：“同意。”", "我们走。"]),
    ],
)  # fmt: skip
def test_sentences_end_where_they_do_in_six_languages(text, expected):
    assert [text[start:end] for start, end in sentences(text)] == expected


@pytest.mark.parametrize(
    "text",
    ["It is. " * 140_000, "." * 600_000, "a, " * 300_000, ".» " * 200_000, " " * 500_000 + "a", "A. B. " * 100_000],
    ids=["sentences", "stops", "commas", "quotations", "blanks", "initials"],
)
def test_a_paragraph_of_a_million_characters_is_read_in_seconds(text):
    # The rest of the text was copied at each sentence: eight seconds for a megabyte, four times that for two.
    with no_hang():
        sentences(text)


@pytest.mark.parametrize(
    ("text", "label"),
    [
        ("4.1 Ropes are strong.", "4.1"),
        ("1- We mend ropes.", "1"),
        ("5.Ropes are strong.", "5"),
        ("a. Ropes are strong.", "a."),
        ("Во-первых, канаты.", "Во-первых"),
        ("En segundo lugar, las cuerdas.", "En segundo lugar"),
        ("其次，绳子很结实。", "其次"),
        ("(1) Ropes are strong.", "(1)"),
        ("§ 4. Ropes are strong.", "4"),
        ("2 bis. Ropes are strong.", "2 bis"),
        ("PP2 bis Noting that ropes are strong,", "PP2 bis"),
        ("(OP3) Decides that ropes are strong;", "3"),
        ("б) канаты прочны;", "(б)"),
        ("4．绳子很结实。", "4"),
        ("12 ropes are strong.", ""),
        ("3.5 million ropes were mended.", ""),
    ],
)
def test_labels_are_kept_as_printed(text, label):
    assert labels(text) == [label]


ORGAN = "The Harbour Assembly,"
PREAMBLE = ("Recalling its resolution 7/1 on ropes,", "Deeply concerned that lamps go out,", "Mindful of the bells,")


def test_preambular_paragraphs_are_counted_and_operative_ones_keep_their_numbers():
    paragraphs = ("7/2. Ropes", ORGAN, *PREAMBLE, "1. Decides to mend ropes;", "2. Also decides:", "(a) To rest.")
    assert labels(*paragraphs) == ["", "", "PP1", "PP2", "PP3", "1", "2", "2 (a)"]


def test_a_list_in_a_preamble_stands_under_its_paragraph():
    paragraphs = (ORGAN, "Recalling that:", "(a) Ropes are strong,", "Noting the lamps,", "1. Decides to rest.")
    assert labels(*paragraphs) == ["", "PP1", "PP1 (a)", "PP2", "1"]


def test_what_is_not_understood_in_a_preamble_ends_the_count():
    # A paragraph that is passed over would shift the labels of all that follow.
    paragraphs = (ORGAN, PREAMBLE[0], "the lamps of the harbour", PREAMBLE[1], "1. Decides to rest.")
    assert labels(*paragraphs)[1:] == ["PP1", "", "", "1"]


@pytest.mark.parametrize(
    "paragraphs",
    [
        ("The Committee recommends the adoption of the following draft resolution:", ORGAN, *PREAMBLE),
        (ORGAN, *PREAMBLE, "1. Decides to rest.", ORGAN, *PREAMBLE, "1. Decides to go on."),
        ("We thank you, Madam Chair,", "Recalling what we said, we go on,", "1. Ropes are strong."),
    ],
    ids=["a report", "two resolutions", "a statement"],
)
def test_only_a_text_that_is_one_resolution_has_counted_preambular_paragraphs(paragraphs):
    assert not any(label.startswith("PP") for label in labels(*paragraphs))


LONG = "The harbour has many ropes and lamps, all of which are to be mended by its crews before the next season of storms begins."


def test_numbers_in_an_annex_say_so():
    paragraphs = (
        "1. Ropes.",
        "2. Lamps.",
        "Annex C",
        "Bells",
        f"1. {LONG}",
        "2. Crews:",
        "(b) Rest.",
        "Annex D",
        LONG,
        "1. Horns.",
    )
    assert labels(*paragraphs) == [
        "1", "2", "", "", "annex C, para. 1", "annex C, para. 2", "annex C, para. 2 (b)", "", "", "annex D, para. 1",
    ]  # fmt: skip


def test_a_list_of_annexes_opens_none():
    assert labels("Contents", "Annex I. Ropes", "Annex II. Lamps 34", "Introduction", "1. Ropes.")[-1] == "1"


def test_paragraphs_of_a_treaty_say_their_article():
    paragraphs = (
        "Article 5", "Ropes of the ferry", "1. Crews of all the ferries shall:", "(a) Mend ropes;", "2. They rest.",
        "Article 6. Lamps", "For this treaty:", "(a) A lamp burns.", "Article 7 of the Charter says that ropes are strong.",
    )  # fmt: skip
    assert labels(*paragraphs) == [
        "", "", "article 5, para. 1", "article 5, para. 1 (a)", "article 5, para. 2",
        "", "article 6", "article 6 (a)", "article 6",
    ]  # fmt: skip


def test_headings_of_a_report_that_counts_on_are_no_articles():
    paragraphs = ("Article 5", "12. The group spoke of ropes.", "Article 6", "13. The group spoke of lamps.")
    assert labels(*paragraphs) == ["", "12", "", "13"]


def test_footnotes_stand_under_the_paragraph_that_holds_their_marker():
    text = "1. Ropes are strong,¹ and lamps bright.²\n\n¹ See the paper on ropes.\n\n2 Ibid.\n\n2. Bells:\n\n(a) Ring."
    first, second = text.index("¹ See"), text.index("2 Ibid")
    reading = Reading(text, footnotes=((first, first + 25), (second, second + 7)))
    found = outline(reading)
    assert [(unit.kind, unit.label, unit.lead) for unit in found] == [
        ("paragraph", "1", None), ("footnote", "footnote 1", 0), ("footnote", "footnote 2", 0), ("paragraph", "2", None),
        ("item", "2 (a)", 3),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("label", "shown"),
    [
        ("33 (b)", "para. 33 (b)"),
        ("(a)", "para. (a)"),
        ("annex C, para. 4", "annex C, para. 4"),
        ("article 5, para. 2", "article 5, para. 2"),
        ("PP8", "preambular paragraph 8"),
        ("Fifth", "“Fifth”"),
        ("footnote 5", "footnote 5"),
        ("", ""),
    ],
)
def test_a_label_is_cited_in_words_that_read_well(label, shown):
    assert printed(label) == shown


@pytest.mark.parametrize(
    ("question", "label"),
    [
        ("What does paragraph 8 of resolution 7/2 say?", "8"),
        ("What is in para. 13 (f)?", "13 (f)"),
        ("What does OP3 say?", "3"),
        ("What does PP8 recall?", "PP8"),
        ("What does preambular paragraph 8 recall?", "PP8"),
        ("What does article 5, paragraph 2, say?", "article 5, para. 2"),
        ("What is in annex C, para 4?", "annex C, para. 4"),
        ("What is in paragraph 12 (b) of annex I?", "annex I, para. 12 (b)"),
        ("What is in subparagraph (f) of paragraph 13?", "13 (f)"),
        ("What is in para 28c?", "28 (c)"),
        ("What does the eighth preambular paragraph recall?", "PP8"),
        ("What does article 12 (2) (a) say?", "article 12, para. 2 (a)"),
        ("第8段说什么？", "8"),
        ("第73/27号决议说什么？", ""),
        ("What do the paragraphs say?", ""),
    ],
)
def test_a_question_names_a_paragraph_as_negotiators_do(question, label):
    assert asked(question) == label


def test_a_paragraph_that_is_named_brings_what_stands_under_it():
    found = ["8", "8 (a)", "18", "annex C, para. 8", "annex C, para. 4", "article 5, para. 1", "article 51"]
    assert [found[n] for n in named(found, "8")] == ["8", "8 (a)"]
    assert [found[n] for n in named(found, "article 5")] == ["article 5, para. 1"]
    assert [found[n] for n in named(found, "4")] == ["annex C, para. 4"]  # where the text has no other
    assert named(found, "PP8") == []


def test_a_row_of_a_table_is_neither_a_heading_nor_a_numbered_paragraph():
    text = "3. The lamps are these:\n\n1. Red lamp\n\nTotal Lamps\n\nAll of them are lit by the guild at dusk."
    rows = tuple((text.index(words), text.index(words) + len(words)) for words in ("1. Red lamp", "Total Lamps"))
    assert [(unit.kind, unit.label) for unit in outline(Reading(text, rows=rows))] == [
        ("paragraph", "3"), ("paragraph", ""), ("paragraph", ""), ("paragraph", ""),
    ]  # fmt: skip


def test_a_list_goes_on_after_a_paragraph_that_interrupts_it():
    # (b) stood under that paragraph, and a (c) after it under (b).
    paragraphs = ("1. Crews shall not have:", "(a) Red ropes;", "with the intent to sell them; and", "(b) Red lamps.")
    assert labels(*paragraphs) == ["1", "1 (a)", "", "1 (b)"]
    assert leads(*paragraphs)[3] == paragraphs[0]


def test_a_letter_that_is_not_the_next_one_does_not_go_on_with_a_list():
    assert labels("1. Crews have:", "(a) Red ropes;", "They rest.", "(d) Red lamps.")[3] == "(d)"


def test_numbers_in_brackets_are_items_where_a_list_is_announced_and_paragraphs_elsewhere():
    assert labels("2. Crews have:", "(1) Ropes;", "(2) Lamps.") == ["2", "2 (1)", "2 (2)"]
    assert labels("(1) Crews rest.", "(2) Pilots rest:", "(a) At night.") == ["(1)", "(2)", "(2) (a)"]


def test_a_number_in_brackets_is_what_a_question_names():
    assert named(["(7)", "(8)", "(8) (a)"], "8") == [1, 2]


def test_an_annex_with_a_letter_ends_a_sentence():
    text = "See annex C. States rest."
    assert [text[start:end] for start, end in sentences(text)] == ["See annex C.", "States rest."]


def test_a_bare_annex_in_a_table_of_contents_opens_no_annex():
    text = "\n\n".join([
        "I. Lamps ............ 3", "Annex", "Ropes in store ............ 9", "1. " + "Lamps are lit at dusk. " * 8,
        "2. " + "Ropes are kept dry. " * 8,
    ])  # fmt: skip
    assert [unit.label for unit in outline(Reading(text)) if unit.label] == ["1", "2"]


def test_a_doubled_letter_after_its_series_is_no_roman_number():
    paragraphs = ["The guild decides:", *(f"({letter}) To keep ropes dry;" for letter in ("gg", "hh", "ii", "jj"))]
    labels = [unit.label for unit in outline(Reading("\n\n".join(paragraphs)))][1:]
    assert labels == ["(gg)", "(hh)", "(ii)", "(jj)"]


def test_a_note_with_a_raised_letter_has_its_label_and_its_lead():
    text = "Ropes are kept dry.\n\nLamps are lit.ᵃ\n\nBells ring.\n\nᵃ By the guild."
    start = text.index("ᵃ By")
    note = outline(Reading(text, footnotes=((start, len(text)),)))[-1]
    assert (note.kind, note.label, note.lead) == ("footnote", "footnote a", 1)
