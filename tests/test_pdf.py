"""What a PDF page holds and in which order: columns, notes, marks, furniture, breaks, boxes. All texts are invented."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import pytest
from PIL import Image
from reportlab.lib.utils import ImageReader
from reportlab.pdfbase.pdfmetrics import stringWidth
from reportlab.pdfgen.canvas import Canvas

from ingest.layout import Box, Layout
from ingest.readers import Reading, Seen
from ingest.readers.bidi import rtl_lines
from ingest.readers.pdf import read

Print = tuple[float, float, str] | tuple[float, float, str, float]  # left, base, words, size

HEIGHT, PITCH = 842, 14
LONG = "The harbour of the old town keeps its lamps and ropes in good order,"


def make(path: Path, pages: Sequence[Sequence[Print]]) -> Path:
    """A PDF with these words at these places, drawn in this order."""
    canvas = Canvas(str(path), pagesize=(595, HEIGHT))
    for page in pages:
        for left, base, words, *size in page:
            canvas.setFont("Helvetica", size[0] if size else 11)
            canvas.drawString(left, base, words)
        canvas.showPage()
    canvas.save()
    return path


def body(first: int, lines: int, left: float = 72, words: str = LONG) -> list[Print]:
    """That many lines of running text from the base `first` down."""
    return [(left, first - PITCH * at, words) for at in range(lines)]


def paragraphs(reading: Reading) -> list[str]:
    return reading.text.split("\n\n")


def at(reading: Reading, spans: Sequence[tuple[int, int]]) -> list[str]:
    return [reading.text[start:end] for start, end in spans]


# Paragraphs


def in_bold(path: Path, lines: Sequence[tuple[str, str]]) -> Path:
    """A PDF of two pages; on the second stand these lines: (words in plain type, words in bold that follow)."""
    canvas = Canvas(str(path), pagesize=(595, HEIGHT))
    for words in (body(760, 8), []):
        canvas.setFont("Helvetica", 11)
        for left, base, line in words:
            canvas.drawString(left, base, line)
        if not words:
            for at, (plain, bold) in enumerate(lines):
                canvas.setFont("Helvetica", 11)
                canvas.drawString(72, 700 - PITCH * at, plain)
                canvas.setFont("Helvetica-Bold", 11)
                canvas.drawString(72 + stringWidth(plain + " " * bool(plain), "Helvetica", 11), 700 - PITCH * at, bold)
        canvas.showPage()
    canvas.save()
    return path


def test_a_sentence_goes_on_in_bold_type_on_the_next_line(tmp_path):
    lines = [("The keepers of the old harbour say that there is no", "need for any new lamps"), ("", "that bind them.")]
    reading = read(in_bold(tmp_path / "a.pdf", [*lines, ("They like the old ones.", "")]))
    assert paragraphs(reading)[-1].startswith(
        "The keepers of the old harbour say that there is no need for any new lamps that"
    )
    assert reading.headings == ()


def test_a_bold_title_is_parted_from_the_text_below_it(tmp_path):
    reading = read(in_bold(tmp_path / "a.pdf", [("", "Lamps of the harbour"), ("The keepers like the old lamps.", "")]))
    assert at(reading, reading.headings) == ["Lamps of the harbour"]


def test_a_line_that_is_spread_out_to_its_margin_is_no_row_of_a_table(tmp_path):
    words, left = ("harbourkeepers", "lamplighters", "shipbuilders", "commissioners"), 72.0
    spread: list[Print] = []
    for word in words:
        spread.append((left, 686.0, word))
        left += stringWidth(word, "Helvetica", 11) + 30
    second = [(72.0, 700.0, LONG), *spread, (72.0, 672.0, "and the guilds.")]
    reading = read(make(tmp_path / "a.pdf", [body(760, 8), [*body(756, 4), *second]]))
    assert reading.rows == ()
    assert paragraphs(reading)[-1].endswith("harbourkeepers lamplighters shipbuilders commissioners and the guilds.")


def test_the_notice_at_the_foot_of_a_record_does_not_part_a_sentence(tmp_path):
    notice = [
        (72, 100, "This record contains the text of speeches delivered in English."),
        (72, 86, "Lamps will be lit."),
    ]
    reading = read(
        make(tmp_path / "a.pdf", [[*body(760, 8), *notice], [(72, 760, "as the keepers of the harbour said.")]])
    )
    assert paragraphs(reading)[0].endswith("in good order, as the keepers of the harbour said.")
    assert at(reading, reading.footnotes)[0].startswith("This record contains")


# Notes


def test_a_note_stands_after_its_paragraph_that_goes_on_over_the_page(tmp_path):
    first = [
        *body(760, 3),
        (72, 718, "and a bell that rings at noon"),
        (219, 722, "1", 6),
        (226, 718, "for all the pilots of"),
    ]
    first += [
        (72, 120, "__________________", 8),
        (80, 106, "1", 6),
        (84, 102, "The bell was cast in the year of the flood.", 8),
    ]
    second = [(72, 760, "the bay and their boats."), (72, 732, "2. Ropes are kept dry.")]
    reading = read(make(tmp_path / "a.pdf", [first, second]))
    text, note, after = paragraphs(reading)
    assert text.endswith("rings at noon¹ for all the pilots of the bay and their boats.")
    assert (note, after) == ("¹ The bell was cast in the year of the flood.", "2. Ropes are kept dry.")
    assert at(reading, reading.footnotes) == [note]
    start, end = reading.footnotes[0]
    assert reading.off_page == ((start, end, 1),)


def test_a_note_goes_on_at_the_foot_of_the_next_page(tmp_path):
    first = [*body(760, 2), (72, 732, "It is kept by a guild.", 11), (183, 736, "1", 6)]
    first += [(72, 90, "__________________", 8), (80, 80, "1", 6), (84, 76, "The guild has seven members and", 8)]
    second = [*body(760, 2), (72, 90, "__________________", 8), (84, 76, "meets twice a year.", 8)]
    reading = read(make(tmp_path / "a.pdf", [first, second]))
    assert at(reading, reading.footnotes) == ["¹ The guild has seven members and meets twice a year."]


def test_a_symbol_or_a_year_that_ends_in_digits_has_no_mark(tmp_path):
    page = [(72, 700, "See A/HRC/59/L.17 and, in the year 2025, paragraph 12."), *body(686, 2)]
    assert "A/HRC/59/L.17 and, in the year 2025, paragraph 12." in read(make(tmp_path / "a.pdf", [page])).text


def test_small_type_without_a_mark_at_the_foot_stays_in_the_text(tmp_path):
    page = [*body(760, 4), (72, 110, "Rope", 8), (140, 110, "12", 8), (72, 98, "Lamp", 8), (140, 98, "7", 8)]
    reading = read(make(tmp_path / "a.pdf", [page]))
    assert reading.footnotes == ()
    assert "Lamp 7" in reading.text


def test_a_typed_note_stands_apart_from_the_sentence_that_the_page_cuts(tmp_path):
    first = [
        (72, 760, "The guild lit all of its lamps on the first night of the flood, 1/ and it kept them"),
        *body(746, 3),
    ]
    first += [(102, 120, "1/ See the book of the harbour, in which all nights"), (72, 106, "of the flood are told.")]
    second = [(72, 760, "until the morning."), (72, 732, "2. Ropes are kept dry.")]
    reading = read(make(tmp_path / "a.pdf", [first, second]))
    assert paragraphs(reading)[0].endswith("in good order, until the morning.")
    assert at(reading, reading.footnotes) == [
        "1/ See the book of the harbour, in which all nights of the flood are told."
    ]


def test_a_line_that_begins_like_a_typed_note_without_a_mark_above_stays_in_the_text(tmp_path):
    page = [*body(760, 3), (72, 120, "1/ Lamps are lit at dusk.")]
    assert read(make(tmp_path / "a.pdf", [page])).footnotes == ()


def test_a_clause_before_a_mark_does_not_go_on_with_the_next_page(tmp_path):
    first = [(72, 760, LONG), (72, 746, "Recalling the book of the harbour,"), (248, 750, "1", 6)]
    first += [(72, 90, "__________________", 8), (80, 80, "1", 6), (84, 76, "Of the year of the flood.", 8)]
    second = [(72, 760, "Noting that ropes are dry,"), *body(732, 3)]
    assert "Noting that ropes are dry," in paragraphs(read(make(tmp_path / "a.pdf", [first, second])))


@pytest.mark.parametrize("words", ["in the year 2025,", "see decision 1/LMP.3,"])
def test_a_mark_after_a_digit_and_a_comma_is_raised(tmp_path, words):
    left = 72 + stringWidth(words, "Helvetica", 11)
    page = [(72, 700, words), (left, 704, "8", 6), (left + 7, 700, "the lamps are lit."), *body(686, 2)]
    assert f"{words}⁸ the lamps" in read(make(tmp_path / "a.pdf", [page])).text


def test_a_mark_that_is_drawn_after_its_line_goes_to_the_word_that_it_stands_beside(tmp_path):
    left = 72 + stringWidth("the book of the harbour", "Helvetica", 11)
    page = [(72, 700, "the book of the harbour"), (left + 6, 700, "and all its lamps"), (left, 704, "2", 6)]
    assert read(make(tmp_path / "a.pdf", [page])).text == "the book of the harbour² and all its lamps"


# Order


def test_two_columns_that_are_drawn_row_by_row_are_read_one_after_the_other(tmp_path):
    page: list[Print] = [(72, 780, "A paper on lamps and ropes in the harbours of the world and beyond it all")]
    for row in range(12):
        page.append((72, 740 - PITCH * row, f"left {row} the lamps are all lit by", 10))
        page.append((320, 740 - PITCH * row, f"right {row} the ropes are all kept by", 10))
    text = read(make(tmp_path / "a.pdf", [page])).text
    assert text.startswith("A paper on lamps")
    assert text.index("left 11") < text.index("right 0")
    assert text.index("right 0") < text.index("right 11")


def test_the_rows_of_a_table_stay_together(tmp_path):
    page: list[Print] = [
        piece
        for row in range(12)
        for piece in ((72, 740 - PITCH * row, f"Lamp {row}"), (320, 740 - PITCH * row, f"price {row}"))
    ]
    assert "Lamp 3 price 3" in read(make(tmp_path / "a.pdf", [page])).text


def test_a_masthead_that_is_drawn_last_is_read_first(tmp_path):
    page = [*body(640, 5), (72, 770, "Harbour Assembly"), (400, 770, "H/12/7")]
    assert read(make(tmp_path / "a.pdf", [page])).text.startswith("Harbour Assembly H/12/7")


def test_the_cells_of_a_row_are_read_one_after_the_other(tmp_path):
    first = body(760, 3)
    row = [
        (60, 700, "7. Lamps of"), (60, 686, "the harbour"), (180, 700, "Guild of the"), (180, 686, "lamp keepers"),
        (320, 700, "H/7"), (440, 700, "The guild will"), (440, 686, "see the plan"), (440, 672, "in the spring"),
    ]  # fmt: skip
    second = [(60, 760, "Subject"), (180, 760, "Body"), (320, 760, "Paper"), (440, 760, "Remarks"), *row]
    second += [(60, 640, "8. Ropes"), (180, 640, "None"), *body(600, 8)]
    reading = read(make(tmp_path / "a.pdf", [first, second]))
    assert paragraphs(reading)[1:4] == [
        "Subject Body Paper Remarks",
        "7. Lamps of the harbour Guild of the lamp keepers H/7 The guild will see the plan in the spring",
        "8. Ropes None",
    ]
    assert len(reading.rows) == 3


# Paragraphs


def test_short_paragraphs_are_parted_where_most_steps_are_between_paragraphs(tmp_path):
    page: list[Print] = [(96, 760, "The Harbour Assembly,")]
    page += [(96, 742, "Recalling the book of the harbour and its many lamps"), (72, 730, "and ropes,")]
    page += [(96, 712, "Recalling the flood,"), (96, 694, "Acting under the charter of the harbour,")]
    page += [(96, 676, "1. Decides to keep the lamps lit for a year from"), (72, 664, "the day of the flood;")]
    page += [(96, 646, "2. Asks for ropes;"), (96, 628, "3. Decides to go on.")]
    assert paragraphs(read(make(tmp_path / "a.pdf", [page])))[:3] == [
        "The Harbour Assembly,",
        "Recalling the book of the harbour and its many lamps and ropes,",
        "Recalling the flood,",
    ]


def test_a_title_in_large_type_over_several_lines_is_one_heading_and_no_part_of_the_organ_above(tmp_path):
    path = tmp_path / "a.pdf"
    canvas = Canvas(str(path), pagesize=(595, HEIGHT))
    for base, words, size in (
        (760, "Board of the", 16), (740, "Harbour Guilds", 16), (600, "Report on the lamps", 14), (582, "of old", 14),
    ):  # fmt: skip
        canvas.setFont("Helvetica-Bold", size)
        canvas.drawString(72, base, words)
    canvas.setFont("Helvetica", 10)
    for row in range(8):
        canvas.drawString(72, 540 - 12 * row, LONG)
    canvas.save()
    reading = read(path)
    assert at(reading, reading.headings) == ["Board of the Harbour Guilds", "Report on the lamps of old"]
    assert reading.title == "Report on the lamps of old"


# Furniture


def test_a_running_title_that_swaps_sides_with_the_symbol_is_dropped_from_three_pages(tmp_path):
    heads = (("H/12/7", ""), ("H/12/7", "Lamps of the harbour"), ("Lamps of the harbour", "H/12/7"))
    pages = [[(72, 810, left), (400, 810, right), *body(760, 3)] for left, right in heads]
    reading = read(make(tmp_path / "a.pdf", pages))
    assert "Lamps of" not in reading.text


def test_a_symbol_and_a_number_that_stand_alone_far_from_the_edge_are_dropped(tmp_path):
    pages = [[(72, 746, "H/12/7"), *body(720, 6), (72, 105, str(number))] for number in (1, 2, 3)]
    reading = read(make(tmp_path / "a.pdf", pages))
    assert reading.text.count("H/12/7") == 1
    assert not any(paragraph in ("1", "2", "3") for paragraph in paragraphs(reading))


def test_a_symbol_at_the_foot_of_page_one_is_read_with_the_masthead(tmp_path):
    first = [(72, 760, "Harbour Assembly"), *body(720, 6), (72, 100, "H/12/MISC.7"), (72, 76, "GE.11-12345")]
    reading = read(make(tmp_path / "a.pdf", [first, body(760, 3)]))
    assert reading.text.startswith("H/12/MISC.7")
    assert "GE.11" not in reading.text


def test_running_headers_that_swap_sides_are_dropped_and_the_last_line_of_a_note_is_not(tmp_path):
    pages = []
    for number in range(1, 7):
        side = 72 if number % 2 else 480
        pages.append([
            (side, 810, "H/12/7"), (72, 770, f"Paragraph {number} is about lamps."), *body(756, 2),
            (72, 60, "_______________", 8), (76, 52, "1", 6), (80, 48, f"See H/12/{number}, which tells of the", 8),
            (80, 38, "lamps of old.", 8), (side, 15, f"{number}/6"),
        ])  # fmt: skip
    reading = read(make(tmp_path / "a.pdf", pages))
    assert "H/12/7" not in reading.text
    assert "6/6" not in reading.text
    assert at(reading, reading.footnotes)[2] == "¹ See H/12/3, which tells of the lamps of old."


# Words that print cuts


def test_white_that_kerning_left_inside_a_word_is_none(tmp_path):
    page = [
        (72, 700, "a single"),
        (72 + stringWidth("a single", "Helvetica", 11) + 1.3, 700, "-track process for lamps"),
        (72, 686, "and ropes in the harbour."),
    ]
    assert "a single-track process" in read(make(tmp_path / "a.pdf", [page])).text


def test_a_hyphen_at_the_end_of_a_page_is_decided_by_the_words_of_the_document(tmp_path):
    first = [(72, 760, "The transformation of the harbour was long and it was led by the transfor-")]
    second = [(72, 760, "mation board of the town."), (72, 732, "2. The board meets.")]
    assert paragraphs(read(make(tmp_path / "a.pdf", [first, second])))[0].endswith(
        "by the transformation board of the town."
    )


@pytest.mark.parametrize(
    ("left", "right", "whole"),
    [("conflict-", "affected", "conflict-affected"), ("Non-Self-", "Steering", "Non-Self-Steering")],
)
def test_a_hyphen_that_no_word_of_the_document_decides_stays_one(tmp_path, left, right, whole):
    page = [(72, 700, f"The guild lights the lamps of all {left}"), (72, 686, f"{right} harbours.")]
    assert whole in read(make(tmp_path / "a.pdf", [page])).text


def test_a_hyphen_goes_where_the_line_ends_of_the_document_cut_plain_words(tmp_path):
    page = [(72, 700, "The transformation was long, and the transfor-"), (72, 686, "mation board was led by reha-")]
    page.append((72, 672, "bilitated pilots."))
    assert "rehabilitated pilots" in read(make(tmp_path / "a.pdf", [page])).text


def test_words_that_are_all_set_close_stay_apart(tmp_path):
    page: list[Print] = []
    left = 72.0
    for word in ("Stressing", "the", "weight", "of", "timely", "transmission", "by", "bell"):
        page.append((left, 700, word))
        left += stringWidth(word, "Helvetica", 11) + 1.6
    assert "timely transmission" in read(make(tmp_path / "a.pdf", [page])).text


def test_a_hyphen_that_begins_a_line_goes_on_with_the_word_before_it(tmp_path):
    lines = [(72.0, 760.0, "There is no need for lamps that are legally"), (72.0, 746.0, "-binding, the keepers said.")]
    assert paragraphs(read(make(tmp_path / "a.pdf", [[*lines, *body(732, 3)]])))[0].startswith(
        "There is no need for lamps that are legally-binding, the keepers said."
    )


def test_a_hyphen_before_and_stays_one(tmp_path):
    page = [(72, 700, "The guild keeps the tools of all pre-"), (72, 686, "and post-war lamps.")]
    assert "pre- and post-war" in read(make(tmp_path / "a.pdf", [page])).text


# From right to left


def test_a_line_from_right_to_left_is_put_together_from_the_places_of_its_letters():
    # Drawn in two parts, the second first; "قال ٧٥ نعم", with the number from left to right, and a mark on its own.
    text = "نعم\r\n٥٧ لاق\r\n\u064f"
    places = {"ن": 20, "ع": 14, "م": 8, "ق": 70, "ا": 64, "ل": 58, "٧": 40, "٥": 46, "\u064f": 71}
    boxes = [(float(places.get(char, 0)), 100.0, places.get(char, 0) + 6.0, 110.0) for char in text]
    spans = [(0, 3), (5, 11), (13, 14)]
    lines = rtl_lines(text, boxes, spans)
    assert [[word for word, _ in line] for line in lines] == [["قُال", "٧٥", "نعم"]]


# Pages without text


def test_a_page_that_is_a_picture_has_no_text_and_goes_to_recognition(tmp_path):
    path, picture = tmp_path / "scan.pdf", Image.new("L", (200, 200), 255)
    canvas = Canvas(str(path), pagesize=(595, HEIGHT))
    canvas.drawImage(ImageReader(picture), 0, 0, 595, HEIGHT)
    canvas.showPage()
    canvas.drawString(72, 700, "Ropes are kept dry.")
    canvas.save()
    assert read(path).empty_pages == (1,)

    def recognise(number, draw):
        assert number == 1
        assert draw().size == (1653, 2339)  # 200 dots an inch
        return [Seen("Lamps", 200, 300, 300, 330, (1, 1, 1)), Seen("shine.", 310, 300, 400, 330, (1, 1, 1))]

    reading = read(path, recognise)
    assert (reading.empty_pages, reading.ocr_pages) == ((), (1,))
    assert paragraphs(reading) == ["Lamps shine.", "Ropes are kept dry."]
    box = Layout.from_bytes(reading.layout).boxes(0, 5)[0]
    assert (box.page, box.left, round(box.top)) == (1, 72.0, round(HEIGHT - 300 * 72 / 200))


# Places


def test_a_stretch_of_text_has_a_box_on_each_line_that_it_covers(tmp_path):
    page = [(72, 700, "The lamps of the harbour are lit"), (72, 686, "at dusk by the guild.")]
    reading = read(make(tmp_path / "a.pdf", [page]))
    layout = Layout.from_bytes(reading.layout)
    start = reading.text.index("harbour")
    upper, lower = layout.boxes(start, reading.text.index("dusk") + 4)
    assert (upper.page, lower.page) == (1, 1)
    assert lower.left == pytest.approx(72, abs=1)
    assert upper.left > 140
    assert upper.bottom > lower.top - 6
    assert layout.boxes(start, start) == []


def test_of_a_word_that_is_cited_in_part_the_box_covers_the_part():
    layout = Layout.of([(0, 10, Box(1, 100, 700, 200, 712)), (11, 15, Box(2, 72, 700, 100, 712))])
    assert layout.boxes(5, 10) == [Box(1, 150, 700, 200, 712)]
    assert [box.page for box in layout.boxes(5, 12)] == [1, 2]
    assert Layout.from_bytes(layout.to_bytes()).boxes(0, 15) == layout.boxes(0, 15)


def test_nothing_stored_is_a_layout_of_no_words():
    assert Layout.from_bytes(b"").boxes(0, 100) == []
