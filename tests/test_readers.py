"""Readers: every format gives clean paragraphs, and a file that cannot be read says why."""

from __future__ import annotations

import zipfile
from collections.abc import Callable, Sequence
from pathlib import Path

import docx
import pytest
from reportlab.lib.pagesizes import A4
from reportlab.lib.pdfencrypt import StandardEncryption
from reportlab.pdfgen.canvas import Canvas

from ingest.errors import UnreadableFile
from ingest.parse import parse
from ingest.readers import READERS, Reading
from ingest.readers.plain import parse as parse_text
from ingest.text import normalise

# All texts in this file are invented.
PARAGRAPH = "The Committee met in the old harbour hall and spoke at length about the lamps of the ferry."


def read(path: Path) -> Reading:
    return READERS[path.suffix](path, None)


def paragraphs(reading: Reading) -> list[str]:
    return reading.text.split("\n\n")


def headings(reading: Reading) -> list[str]:
    return [reading.text[start:end] for start, end in reading.headings]


# Text and Markdown


@pytest.mark.parametrize(
    "raw",
    [
        pytest.param("Égalité — “dé”".encode(), id="UTF-8"),
        pytest.param("Égalité — “dé”".encode("utf-8-sig"), id="UTF-8 with byte order mark"),
        pytest.param("Égalité — “dé”".encode("utf-16"), id="UTF-16 little-endian"),
        pytest.param(b"\xfe\xff" + "Égalité — “dé”".encode("utf-16-be"), id="UTF-16 big-endian"),
        pytest.param("Égalité — “dé”".encode("cp1252"), id="Windows-1252"),
    ],
)
def test_the_encoding_of_a_text_file_is_found_from_its_bytes(tmp_path, raw):
    path = tmp_path / "note.txt"
    path.write_bytes(raw)
    assert read(path).text == "Égalité — “dé”"


def test_a_binary_file_that_is_called_txt_is_refused(tmp_path):
    path = tmp_path / "picture.txt"
    path.write_bytes(b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR")
    with pytest.raises(UnreadableFile, match="not a text file: it holds zero bytes"):
        parse(path, "picture.txt")


@pytest.mark.parametrize("raw", [b"\xff\xfe\x00", b"\xff\xfe\x00\xd8\x01\xd8a\x00", b"\xef\xbb\xbf\xff\xfe\xfda"])
def test_bytes_that_are_no_text_after_a_byte_order_mark_are_refused(tmp_path, raw):
    # "\ufffd" was indexed as a document.
    path = tmp_path / "note.txt"
    path.write_bytes(raw)
    with pytest.raises(UnreadableFile, match="not a text file: its bytes are no text"):
        parse(path, "note.txt")


def test_a_text_with_a_few_bytes_that_are_no_character_is_read(tmp_path):
    path = tmp_path / "note.txt"
    path.write_bytes(b"\xef\xbb\xbfThe ferry sails at \xff noon.")
    assert read(path).text == "The ferry sails at \ufffd noon."


def test_ligatures_soft_hyphens_and_odd_spaces_are_made_plain():
    assert normalise("The o\ufb03ce co\u00adoperates\u00a0well") == "The office cooperates well"


def test_marks_of_bold_links_and_headings_are_removed_and_headings_known():
    reading = parse_text(
        "# On ropes\n\nRopes are **strong** and __old__. See [the list](https://ropes.example/a).\n\n**Knots**"
    )
    assert paragraphs(reading) == ["On ropes", "Ropes are strong and old. See the list.", "Knots"]
    assert headings(reading) == ["On ropes", "Knots"]


def test_hard_wrapped_lines_are_one_paragraph():
    reading = parse_text("The ferry sails\nat noon from\nthe pier.\n\nIt returns at six.")
    assert paragraphs(reading) == ["The ferry sails at noon from the pier.", "It returns at six."]


def test_list_items_stay_apart_though_no_blank_line_is_between_them():
    reading = parse_text("We ask for:\n- ropes;\n- lamps;\n1. First a bell.\n(a) Then a horn.")
    assert paragraphs(reading) == ["We ask for:", "- ropes;", "- lamps;", "1. First a bell.", "(a) Then a horn."]


def test_a_sentence_broken_by_a_page_break_is_rejoined():
    reading = parse_text("The State concerned is to tell the owner of the ferry about\n\nthe rope that was cut.")
    assert reading.text == "The State concerned is to tell the owner of the ferry about the rope that was cut."


@pytest.mark.parametrize(
    ("before", "after"),
    [
        pytest.param("Mr. Chair,", "My delegation is glad to see you on board.", id="address"),
        pytest.param(
            "Recalling its earlier decisions on the ropes and lamps of ferries,",
            "Noting that ropes grow old,",
            id="preambular paragraphs",
        ),
        pytest.param("On ropes", "they are strong.", id="short line that may be a heading"),
        pytest.param("The ferry of the State concerned sails at noon and at six.", "it is blue.", id="closed sentence"),
    ],
)
def test_paragraphs_that_are_whole_are_not_joined(before, after):
    assert paragraphs(parse_text(f"{before}\n\n{after}")) == [before, after]


@pytest.mark.parametrize(
    "text",
    ["# x\n" + "**a " * 20_000, "# x\n" + "[" * 80_000, "# x\n" + "[a](" * 20_000],
    ids=["bold", "label", "link"],
)
def test_marks_that_never_close_are_kept_as_text(text):
    assert len(parse_text(text).text) > 50_000


def test_a_block_quotation_loses_its_marks_and_is_known():
    reading = parse_text("They wrote:\n> Give us ropes.\n>\n> - And lamps.\n\nWe did not.")
    assert paragraphs(reading) == ["They wrote:", "Give us ropes.", "- And lamps.", "We did not."]
    assert [reading.text[start:end] for start, end in reading.quotations] == ["Give us ropes.", "- And lamps."]


def test_a_heading_may_be_closed_by_marks(tmp_path):
    assert headings(parse_text("## Ropes ##\n\n# Knots #1\n\n### Ends#")) == ["Ropes", "Knots #1", "Ends"]


def test_a_line_of_a_million_marks_is_read_at_once():
    # Each mark was tried as the first of those that close a heading: the time grew with the square.
    assert len(parse_text("# " + "#" * 1_000_000 + "x").text) > 1_000_000


def test_headings_have_the_rank_of_their_marks():
    assert parse_text("# Ropes\n\nStrong.\n\n### Knots\n\n**Ends**").ranks == (1, 3, 0)


# PDF


Line = tuple[str, str, float]  # text, font, distance to the line above in points
WIDTH, HEIGHT = A4


def plain(*texts: str, above: float = 14.0) -> list[Line]:
    """Lines of one paragraph; the first stands `above` points under what is before it."""
    return [(text, "Helvetica", above if at == 0 else 14.0) for at, text in enumerate(texts)]


def make_pdf(
    path: Path, pages: Sequence[Sequence[Line]], header: str = "", encrypt: StandardEncryption | None = None
) -> Path:
    canvas = Canvas(str(path), pagesize=A4, encrypt=encrypt)
    for number, lines in enumerate(pages, start=1):
        canvas.setFont("Helvetica", 9)
        if header:
            canvas.drawString(72, HEIGHT - 40, header)
            canvas.drawString(290, 36, f"{number}/{len(pages)}")
        base = HEIGHT - 100
        for text, font, step in lines:
            base -= step
            canvas.setFont(font, 11)
            canvas.drawString(72, base, text)
        canvas.showPage()
    canvas.save()
    return path


def test_lines_of_a_pdf_are_joined_and_paragraphs_kept_apart(tmp_path):
    page = [
        *plain("The Committee met in the old", "harbour hall and spoke", "about lamps."),
        *plain("It then spoke about ropes.", above=28),
    ]
    reading = read(make_pdf(tmp_path / "a.pdf", [page]))
    assert paragraphs(reading) == [
        "The Committee met in the old harbour hall and spoke about lamps.",
        "It then spoke about ropes.",
    ]


def test_each_page_of_a_pdf_starts_where_its_first_character_stands(tmp_path):
    pages = [plain("All about lamps."), [], plain("All about ropes.")]
    reading = read(make_pdf(tmp_path / "a.pdf", pages))
    assert reading.text == "All about lamps.\n\nAll about ropes."
    assert reading.page_starts == (0, 18, 18)
    assert reading.empty_pages == ()  # a blank page lacks nothing


def test_running_headers_and_page_numbers_are_dropped(tmp_path):
    pages = [plain(f"Page {word} speaks of lamps.") for word in ("one", "two", "three", "four")]
    reading = read(make_pdf(tmp_path / "a.pdf", pages, header="A/AC.999/2025/7"))
    assert paragraphs(reading) == [f"Page {word} speaks of lamps." for word in ("one", "two", "three", "four")]


def test_a_paragraph_goes_on_over_a_page_break(tmp_path):
    pages = [
        plain("The Committee met in the old harbour hall and spoke", "at some length about the lamps of"),
        plain("ferries and the ropes of sailing boats."),
    ]
    reading = read(make_pdf(tmp_path / "a.pdf", pages, header="A/AC.999/2025/7"))
    assert reading.text == (
        "The Committee met in the old harbour hall and spoke at some length about the lamps of "
        "ferries and the ropes of sailing boats."
    )
    assert reading.text[reading.page_starts[1] :].startswith("ferries")


def test_bold_lines_of_a_pdf_are_headings(tmp_path):
    page = [("On lamps", "Helvetica-Bold", 40.0), *plain("Lamps are bright.", above=20)]
    reading = read(make_pdf(tmp_path / "a.pdf", [page]))
    assert headings(reading) == ["On lamps"]
    assert reading.title == "On lamps"


@pytest.mark.parametrize(
    ("lines", "expected"),
    [
        pytest.param(
            ["There were many transformations.", "The transfor-", "mations were slow."],
            "There were many transformations. The transformations were slow.",
            id="one word",
        ),
        pytest.param(
            ["All capacity-building helps.", "More capacity-", "building helps more."],
            "All capacity-building helps. More capacity-building helps more.",
            id="hyphenated word",
        ),
    ],
)
def test_a_word_broken_at_a_line_end_is_mended_as_it_stands_elsewhere(tmp_path, lines, expected):
    assert read(make_pdf(tmp_path / "a.pdf", [plain(*lines)])).text == expected


def test_a_numbered_paragraph_after_the_mark_of_a_footnote_stands_alone(tmp_path):
    # "in New York.1 3. Ghana says" was one paragraph under the number of the first.
    page = plain("2. Fiji wants a rope in New York.1", "3. Ghana wants none.")
    assert paragraphs(read(make_pdf(tmp_path / "a.pdf", [page]))) == [
        "2. Fiji wants a rope in New York.1", "3. Ghana wants none.",
    ]  # fmt: skip


def test_a_wrapped_line_that_ends_in_a_number_goes_on(tmp_path):
    page = plain("2. Fiji wants a rope of version 2.1", "3. of them at least.")
    assert len(paragraphs(read(make_pdf(tmp_path / "a.pdf", [page])))) == 1


def empty_file(path: Path) -> None:
    path.write_bytes(b"")


def no_pdf(path: Path) -> None:
    path.write_bytes(b"This is not a PDF at all.")


def cut_pdf(path: Path) -> None:
    make_pdf(path, [plain(PARAGRAPH)])
    path.write_bytes(path.read_bytes()[:300])


def locked_pdf(path: Path) -> None:
    make_pdf(path, [plain(PARAGRAPH)], encrypt=StandardEncryption("secret", ownerPassword="owner"))


def blank_pdf(path: Path) -> None:
    make_pdf(path, [[], []])


def error_page(path: Path) -> None:
    make_pdf(path, [plain("Sorry. The document requested does not exist.")])


@pytest.mark.parametrize(
    ("make", "reason"),
    [
        pytest.param(empty_file, "the file is empty", id="zero bytes"),
        pytest.param(no_pdf, "not a readable PDF", id="no PDF"),
        pytest.param(cut_pdf, "not a readable PDF", id="cut off"),
        pytest.param(locked_pdf, "encrypted: it opens only with a password", id="encrypted"),
        pytest.param(
            blank_pdf, r"no text in it \(pages: 2\): install tesseract-ocr, then run ingest again", id="no text"
        ),
        pytest.param(error_page, "an error page saved as a document", id="error page"),
    ],
)
def test_a_pdf_that_cannot_be_read_says_why(tmp_path, make: Callable[[Path], None], reason):
    path = tmp_path / "a.pdf"
    make(path)
    with pytest.raises(UnreadableFile, match=reason):
        parse(path, "a.pdf")


def test_a_page_that_cannot_be_loaded_counts_as_empty_and_the_others_are_read(tmp_path):
    path = make_pdf(tmp_path / "a.pdf", [plain("All about lamps."), plain("All about ropes.")])
    broken = path.read_bytes().replace(b"/Type /Page\n", b"/Type /Pagf\n", 1)
    assert broken != path.read_bytes()
    path.write_bytes(broken)
    reading = read(path)
    assert (reading.text, reading.empty_pages) == ("All about ropes.", (1,))


# DOCX


def test_a_docx_gives_paragraphs_list_items_and_table_rows_in_their_order(tmp_path):
    file = docx.Document()
    file.add_heading("On lamps", level=1)
    file.add_paragraph("Lamps are bright.")
    file.add_paragraph("a red lamp", style="List Bullet")
    table = file.add_table(rows=2, cols=3)
    table.cell(0, 0).merge(table.cell(0, 1)).text = "Lamp"
    table.cell(0, 2).text = "Price"
    for column, words in enumerate(("red", "small", "2")):
        table.cell(1, column).text = words
    file.add_paragraph("That is all.")
    file.save(str(tmp_path / "a.docx"))
    reading = read(tmp_path / "a.docx")
    assert paragraphs(reading) == [
        "On lamps", "Lamps are bright.", "- a red lamp", "Lamp | Price", "red | small | 2", "That is all.",
    ]  # fmt: skip
    assert headings(reading) == ["On lamps"]


def test_a_short_bold_paragraph_of_a_docx_is_a_heading(tmp_path):
    file = docx.Document()
    file.add_paragraph().add_run("On ropes").bold = True
    file.add_paragraph("Ropes are strong.")
    file.save(str(tmp_path / "a.docx"))
    assert headings(read(tmp_path / "a.docx")) == ["On ropes"]


def broken_xml(path: Path) -> None:
    docx.Document().save(str(path))
    with zipfile.ZipFile(path) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    with zipfile.ZipFile(path, "w") as archive:
        for name, part in parts.items():
            archive.writestr(name, part[:200] if name == "word/document.xml" else part)


def zip_without_document(path: Path) -> None:
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("readme.txt", "nothing here")


def wrong_type(path: Path) -> None:
    path.write_bytes(b"\xd0\xcf\x11\xe0 an old Word file")


@pytest.mark.parametrize("make", [empty_file, broken_xml, zip_without_document, wrong_type])
def test_a_damaged_docx_is_unreadable_and_nothing_worse(tmp_path, make: Callable[[Path], None]):
    path = tmp_path / "a.docx"
    make(path)
    with pytest.raises(UnreadableFile):
        parse(path, "a.docx")


# HTML


PAGE = """<html><head><title>Lamps of the world</title><style>p {color: red}</style></head><body>
<nav><ul><li>Home</li><li>Shop</li></ul></nav>
<h1>On lamps</h1><p>Lamps are <b>very</b> bright.</p><ul><li>red</li><li>blue</li></ul>
<table><tr><th>Lamp</th><th>Price</th></tr><tr><td>red</td><td>2</td></tr></table>
<script>alert("bang")</script><footer>All rights reserved</footer></body></html>"""


def test_html_gives_the_content_without_navigation_scripts_and_footers(tmp_path):
    path = tmp_path / "a.html"
    path.write_text(PAGE, "utf-8")
    reading = read(path)
    assert paragraphs(reading) == ["On lamps", "Lamps are very bright.", "- red", "- blue", "Lamp: red | Price: 2"]
    assert headings(reading) == ["On lamps"]
    assert reading.title == "Lamps of the world"


def test_block_quotations_of_html_and_docx_are_known(tmp_path):
    page = "<p>They wrote:</p><blockquote>Give<p>us ropes.</p>Now.</blockquote>We did not.<h2>On lamps</h2>"
    (tmp_path / "a.html").write_text(page, "utf-8")
    file = docx.Document()
    file.add_paragraph("They wrote:")
    file.add_paragraph("Give us ropes.", style="Quote")
    file.add_heading("On lamps", level=2)
    file.save(str(tmp_path / "a.docx"))
    html, word = read(tmp_path / "a.html"), read(tmp_path / "a.docx")
    assert [html.text[start:end] for start, end in html.quotations] == ["Give", "us ropes.", "Now."]
    assert [word.text[start:end] for start, end in word.quotations] == ["Give us ropes."]
    assert (html.ranks, word.ranks) == ((2,), (2,))


def test_the_declared_encoding_of_html_is_believed(tmp_path):
    path = tmp_path / "a.htm"
    path.write_bytes('<meta charset="windows-1251"><p>Лампы ярки.</p>'.encode("cp1251"))
    assert read(path).text == "Лампы ярки."


def test_a_deeply_nested_page_is_read(tmp_path):
    path = tmp_path / "a.html"
    path.write_text("<ul><li>" * 3000 + "the lamp", "utf-8")
    assert read(path).text == "- the lamp"


# All formats


def test_a_format_that_is_not_read_names_those_that_are(tmp_path):
    path = tmp_path / "a.xls"
    path.write_text("x")
    with pytest.raises(UnreadableFile, match=r"format \.xls is not read: \.pdf, \.docx, \.html"):
        parse(path, "a.xls")


def test_whatever_a_foreign_parser_raises_becomes_a_reason(tmp_path, monkeypatch):
    def bang(path: Path, _: object) -> Reading:
        raise ZeroDivisionError("by zero")

    monkeypatch.setitem(READERS, ".txt", bang)
    path = tmp_path / "a.txt"
    path.write_text("words")
    with pytest.raises(UnreadableFile, match=r"cannot be read \(ZeroDivisionError: by zero\)"):
        parse(path, "a.txt")
