"""Plain text and Markdown: any encoding that occurs, whole paragraphs, no marks."""

from __future__ import annotations

from pathlib import Path

import pytest
from fakes import no_hang

from ingest.encodings import decode
from ingest.errors import UnreadableFile
from ingest.readers import Reading
from ingest.readers.page_marks import without_page_marks
from ingest.readers.plain import parse, read

# All texts in this file are invented.
RUSSIAN = "Старый паром выходит из гавани в полдень, и лампы на нём горят до самого вечера."
ARABIC = "تبحر العبارة القديمة من الميناء عند الظهر وتبقى المصابيح مضاءة حتى المساء."
CHINESE = "老渡船中午离开港口，船上的灯一直亮到晚上。\n第二天它又回来了。"
ENGLISH = "“The ferry’s lamps” – they burn till six…"
FRENCH = "Le vieux bac quitte le port à midi ; les lampes brûlent jusqu’à l’été, créées à côté."


def paragraphs(reading: Reading) -> list[str]:
    return reading.text.split("\n\n")


def stretches(reading: Reading, spans: tuple[tuple[int, int], ...]) -> list[str]:
    return [reading.text[start:end] for start, end in spans]


# Encodings


@pytest.mark.parametrize(
    ("text", "encoding"),
    [
        (RUSSIAN, "cp1251"), (RUSSIAN, "koi8-r"), (RUSSIAN, "iso8859-5"), (RUSSIAN, "utf-16-le"), (RUSSIAN, "utf-16-be"),
        (RUSSIAN.upper(), "cp1251"), (RUSSIAN.upper(), "koi8-r"), (ARABIC, "cp1256"), (ARABIC, "utf-16-le"),
        (CHINESE, "gb18030"), (CHINESE, "utf-16-be"), (ENGLISH, "cp1252"), (ENGLISH, "utf-16-le"), (FRENCH, "cp1252"),
        (FRENCH.replace("’", "'"), "iso8859-1"), (f"{ENGLISH} {FRENCH}" * 50, "cp1252"), (RUSSIAN, "utf-32"),
    ],
)  # fmt: skip
def test_the_encoding_is_found_from_the_bytes(text, encoding):
    assert decode(text.encode(encoding)) == text


def test_a_damaged_character_does_not_make_utf_8_another_encoding():
    raw = (RUSSIAN * 3).encode()
    assert decode(raw[:-1]).startswith(RUSSIAN)


@pytest.mark.parametrize("raw", [b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR", b"a\x00", bytes(range(256)) * 4])
def test_bytes_that_are_no_text_are_refused(raw):
    if raw == b"a\x00":
        assert decode(raw) == "a"
        return
    with pytest.raises(UnreadableFile, match="not a text file: it holds zero bytes"):
        decode(raw)


# Pages


def test_form_feeds_end_pages_and_prove_running_lines(tmp_path: Path):
    pages = [
        f"A/99/7\n\nPage {word} speaks of lamps.\n\n{n}" for n, word in enumerate(("one", "two", "three"), start=4)
    ]
    (tmp_path / "a.txt").write_text("\f".join(pages) + "\f")
    reading = read(tmp_path / "a.txt")
    assert paragraphs(reading) == [
        "A/99/7", "Page one speaks of lamps.", "Page two speaks of lamps.", "Page three speaks of lamps.",
    ]  # fmt: skip
    assert [reading.text[start:][:8] for start in reading.page_starts] == ["A/99/7\n\n", "Page two", "Page thr"]


def test_a_sentence_goes_on_over_a_form_feed(tmp_path: Path):
    (tmp_path / "a.txt").write_text("The Committee met in the old harbour hall and spoke about the\flamps of ferries.")
    assert read(tmp_path / "a.txt").text.endswith("spoke about the lamps of ferries.")


def test_repeated_lines_and_numbers_stay_where_no_page_is_proved():
    assert paragraphs(parse("A/99/7\n\n1\n\nLamps.\n\nA/99/7\n\n2\n\nRopes.")) == [
        "A/99/7", "1", "Lamps.", "A/99/7", "2", "Ropes.",
    ]  # fmt: skip


@pytest.mark.parametrize("foot", ["7 99-51390", "99-51390 8", "28/55 99-15658\n\n01/10/2099 A/99/PV.22"])
def test_a_sentence_goes_on_over_the_number_of_a_page_and_of_its_job(foot):
    text = f"The keepers of the old harbour have told the whole Committee that\n\n{foot}\n\nFerries need lamps."
    assert paragraphs(parse(without_page_marks(text))) == [
        "The keepers of the old harbour have told the whole Committee that Ferries need lamps."
    ]


def test_a_page_number_before_words_on_its_line_is_none_of_them():
    assert paragraphs(parse(without_page_marks("The lamps burn.\n99-29395 15/29 The ropes hold."))) == [
        "The lamps burn.", "The ropes hold.",
    ]  # fmt: skip


def test_numbers_that_go_on_by_one_and_cut_sentences_are_those_of_pages():
    cut = "\n\n".join(f"the lamps of the old harbour are lit by\n\n{page}\n\nkeepers." for page in (1, 2, 3))
    assert "2" not in parse(without_page_marks(cut)).text
    whole = cut.replace("lit by", "lit.")
    assert "2" in paragraphs(parse(without_page_marks(whole)))


def test_a_symbol_with_a_day_on_the_first_line_stays():
    assert without_page_marks("A/99/PV.22 01/10/2099\nLamps.").startswith("A/99/PV.22")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "The guild has a single -track plan. Ask the Secretary- General.",
            "The guild has a single-track plan. Ask the Secretary-General.",
        ),
        ("no new legally\n-binding lamps", "no new legally-binding lamps"),
        ("life-saving and -enhancing ropes, pre- and post-war", "life-saving and -enhancing ropes, pre- and post-war"),
        (
            "the ropes -old ones- hold, the lamps - new ones - burn",
            "the ropes -old ones- hold, the lamps - new ones - burn",
        ),
        ("دال- الوقاية", "دال- الوقاية"),
        ("the ropes hold -and the lamps burn", "the ropes hold -and the lamps burn"),
    ],
)
def test_a_blank_at_a_hyphen_goes_and_dashes_stay(text, expected):
    assert paragraphs(parse(text)) == [expected]


# Line ends


def test_a_name_that_a_break_parts_is_whole_again():
    text = "We thank the guild for a programme of lamps and ropes with the Harbour\n \n{}"
    assert len(paragraphs(parse(text.format("Keepers of the old town, who are many.")))) == 1
    assert len(paragraphs(parse(text.format("The keepers of the old town are many.")))) == 2
    assert len(paragraphs(parse(text.format("Keepers of the old town")))) == 2
    assert (
        len(paragraphs(parse("A programme of lamps, ropes, bells and horns that serve the Harbour\n\nKeepers ring.")))
        == 2
    )


def test_each_line_is_a_paragraph_where_no_margin_wraps_the_lines():
    long = "The ferry leaves the harbour at noon, " + "and its lamps are lit until the evening, " * 7 + "as they were."
    assert paragraphs(parse(f"Mr. President,\n{long}\nThe ropes hold.\n{long}")) == [
        "Mr. President,",
        long,
        "The ropes hold.",
        long,
    ]


def test_a_short_line_ends_its_paragraph_where_a_margin_wraps_the_others():
    wrapped = "The old ferry leaves the harbour at noon and its lamps are\nlit until the evening when it comes\nback. "
    text = "\n".join(f"{wrapped}{last}" for last in ("Ropes hold.", "Lamps burn.", "Keepers wake.", "Bells ring.") * 2)
    assert [found[-12:] for found in paragraphs(parse(text))] == [
        " Ropes hold.", " Lamps burn.", "eepers wake.", " Bells ring.",
    ] * 2  # fmt: skip


def test_a_line_that_is_left_open_goes_on_in_the_next_one():
    wrapped = "\n".join(["the ferry leaves the harbour at noon and its lamps are"] * 12)
    assert len(paragraphs(parse(f"This year the session of the General\nAssembly opens when {wrapped}"))) == 1


def test_the_lines_of_a_masthead_stand_apart_without_blank_lines():
    head = [
        "United Nations A/C.9/90/L.17", "General Assembly", "Distr.: Limited", "14 October 2035", "Ninetieth session",
        "Agenda item 96", "Fiji and Malta: draft resolution", "Ropes and lamps in the harbours of the world",
    ]  # fmt: skip
    assert paragraphs(parse("\n".join(head))) == head


def test_bold_words_over_several_lines_are_one_heading():
    text = "**Statement on ropes\nTo the session\non lamps**\n\nThe ropes hold."
    assert paragraphs(parse(text))[0] == "Statement on ropes To the session on lamps"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("All transformations end. The transfor-\nmations were slow.", "All transformations end. The transformations were slow."),
        ("We like capacity-building. More capacity-\nbuilding helps.", "We like capacity-building. More capacity-building helps."),
        ("In Asia-\nPacific waters.", "In Asia-Pacific waters."),
        ("The pre- \nand post-ferry years.", "The pre- and post-ferry years."),
    ],
    ids=["one word", "hyphenated word", "name", "hyphen that waits"],
)  # fmt: skip
def test_a_word_cut_at_a_line_end_is_whole_again(text, expected):
    assert parse(text).text == expected


# Markdown


def test_front_matter_comments_and_rules_are_no_text():
    assert parse("---\ntitle: Ropes\ntags: [a]\n---\n\n# Ropes\n\n<!-- not\nthis -->Strong.\n\n***\n\nOld.").text == (
        "Ropes\n\nStrong.\n\nOld."
    )


def test_underlined_lines_are_headings():
    reading = parse("On ropes\n========\n\nStrong.\n\nKnots\n---\n\nMany.")
    assert stretches(reading, reading.headings) == ["On ropes", "Knots"]
    assert reading.ranks == (1, 2)


def test_rows_of_a_table_with_bars_carry_their_headings():
    reading = parse("# x\n\n| Lamp | Price |\n|:-----|------:|\n| **red** | 2 |\n| a\\|b | |\n\nEnd.")
    assert paragraphs(reading)[1:] == ["Lamp: red | Price: 2", "Lamp: a|b", "End."]
    assert stretches(reading, reading.rows) == ["Lamp: red | Price: 2", "Lamp: a|b"]


def test_a_note_follows_the_paragraph_that_refers_to_it():
    reading = parse("# x\n\nRopes[^1] and lamps[^b].\n\nEnd.\n\n[^1]: Strong\n    ones.\n[^b]: Bright.\n[^c]: Unused.")
    assert paragraphs(reading)[1:] == ["Ropes¹ and lampsᵇ.", "¹ Strong ones.", "ᵇ Bright.", "End.", "ᶜ Unused."]
    assert stretches(reading, reading.footnotes) == ["¹ Strong ones.", "ᵇ Bright."]


def test_marks_inside_a_line_are_removed_and_escaped_ones_are_kept():
    reading = parse(
        '# x\n\nA **b *c* d** _e_ `f*g*` snake_case_name 2*3*4 \\*kept\\* <https://a.example> [t](u(1) "v").<br>End\\\nof it.'
    )
    assert paragraphs(reading)[1] == "A b c d e f*g* snake_case_name 2*3*4 *kept* https://a.example t. End of it."


def test_a_block_of_code_stays_together():
    assert paragraphs(parse("# x\n\n```sh\nrope --long\n\n# no heading\n```\n\nEnd.")) == [
        "x",
        "rope --long # no heading",
        "End.",
    ]


def test_items_of_a_nested_list_keep_their_labels():
    assert paragraphs(parse("# x\n\n1. Ropes\n   - red\n   - blue\n2. Lamps")) == [
        "x",
        "1. Ropes",
        "- red",
        "- blue",
        "2. Lamps",
    ]


def test_plain_text_keeps_its_stars_and_backslashes():
    assert parse("C:\\ropes\\*.txt costs 2 * 3 * 4.").text == "C:\\ropes\\*.txt costs 2 * 3 * 4."


@pytest.mark.parametrize(
    "mark", ["**a ", "__a ", "*a ", "[a](", "[", "`a ", "<!-- ", "[^a] ", "<b ", '[a](b "', "~~~ "]
)
def test_a_megabyte_of_marks_that_never_close_takes_no_longer_than_other_text(mark):
    # An unclosed "**" took nine seconds: each mark looked for its end a thousand characters far.
    with no_hang():
        assert parse("# x\n" + mark * (1_000_000 // len(mark))).text
