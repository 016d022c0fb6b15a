"""Word files: what is printed, in its order, with all changes accepted."""

from __future__ import annotations

import zipfile
from pathlib import Path

import pytest

from ingest.errors import UnreadableFile
from ingest.readers import Reading
from ingest.readers.docx import read
from ingest.readers.table_rows import Cell, Row, lines
from ingest.readers.word_numbering import written

# All texts in this file are invented.
W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
R = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
MC = "http://schemas.openxmlformats.org/markup-compatibility/2006"
STRICT = "http://purl.oclc.org/ooxml/wordprocessingml/main"


def part(root: str, inner: str) -> str:
    return f'<w:{root} xmlns:w="{W}" xmlns:r="{R}" xmlns:mc="{MC}">{inner}</w:{root}>'


def make(path: Path, body: str, **parts: str) -> Path:
    """A Word file with `body`; each of `parts` ("styles", "header1") is linked to it under its name."""
    links = "".join(
        f'<Relationship Id="{name}" Type="{R}/{name.rstrip("0123456789")}" Target="{name}.xml"/>' for name in parts
    )
    with zipfile.ZipFile(path, "w") as archive:
        office = f'<Relationships><Relationship Id="a" Type="{R}/officeDocument" Target="word/document.xml"/></Relationships>'
        archive.writestr("_rels/.rels", office)
        archive.writestr("word/_rels/document.xml.rels", f"<Relationships>{links}</Relationships>")
        archive.writestr("word/document.xml", part("document", f"<w:body>{body}</w:body>"))
        for name, inner in parts.items():
            root = {"header": "hdr"}.get(name.rstrip("0123456789"), name)
            archive.writestr(f"word/{name}.xml", part(root, inner))
    return path


def run(text: str, properties: str = "") -> str:
    return f'<w:r><w:rPr>{properties}</w:rPr><w:t xml:space="preserve">{text}</w:t></w:r>'


def p(text: str = "", properties: str = "", inner: str = "") -> str:
    return f"<w:p><w:pPr>{properties}</w:pPr>{run(text) if text else ''}{inner}</w:p>"


def numbered(text: str, number: int, level: int = 0) -> str:
    return p(text, f'<w:numPr><w:ilvl w:val="{level}"/><w:numId w:val="{number}"/></w:numPr>')


def cell(text: str, properties: str = "") -> str:
    return f"<w:tc><w:tcPr>{properties}</w:tcPr>{p(text)}</w:tc>"


def row(*cells: str, heading: bool = False, properties: str = "") -> str:
    return f"<w:tr><w:trPr>{'<w:tblHeader/>' * heading}{properties}</w:trPr>{''.join(cells)}</w:tr>"


def table(*rows: str) -> str:
    return f"<w:tbl>{''.join(rows)}</w:tbl>"


def level(at: int, kind: str, text: str, more: str = "") -> str:
    return (
        f'<w:lvl w:ilvl="{at}"><w:start w:val="1"/><w:numFmt w:val="{kind}"/>{more}<w:lvlText w:val="{text}"/></w:lvl>'
    )


PART = '<w:pStyle w:val="Part"/>'
SQUARE = "\uf0b7"
NUMBERING = (
    f'<w:abstractNum w:abstractNumId="0">{level(0, "decimal", "%1.")}{level(1, "lowerLetter", "(%2)")}'
    f"{level(2, 'lowerRoman', '(%3)')}</w:abstractNum>"
    f'<w:abstractNum w:abstractNumId="1">{level(0, "upperRoman", "%1.", PART)}'
    f"{level(1, 'decimal', '%1.%2', '<w:isLgl/>')}</w:abstractNum>"
    f'<w:abstractNum w:abstractNumId="2">{level(0, "bullet", SQUARE)}</w:abstractNum>'
    '<w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num>'
    '<w:num w:numId="2"><w:abstractNumId w:val="1"/></w:num>'
    '<w:num w:numId="3"><w:abstractNumId w:val="2"/></w:num>'
    '<w:num w:numId="4"><w:abstractNumId w:val="0"/>'
    '<w:lvlOverride w:ilvl="0"><w:startOverride w:val="7"/></w:lvlOverride></w:num>'
)
STYLES = (
    '<w:style w:type="paragraph" w:styleId="H2"><w:name w:val="heading 2"/></w:style>'
    '<w:style w:type="paragraph" w:styleId="Own"><w:name w:val="My own"/><w:basedOn w:val="H2"/></w:style>'
    '<w:style w:type="paragraph" w:styleId="Line"><w:name w:val="Line"/><w:pPr><w:outlineLvl w:val="3"/></w:pPr></w:style>'
    '<w:style w:type="paragraph" w:styleId="Plain"><w:name w:val="Plain"/><w:basedOn w:val="H2"/>'
    '<w:pPr><w:outlineLvl w:val="9"/></w:pPr></w:style>'
    '<w:style w:type="paragraph" w:styleId="Part"><w:name w:val="Part"/><w:pPr><w:numPr><w:numId w:val="2"/></w:numPr></w:pPr></w:style>'
    '<w:style w:type="paragraph" w:styleId="Loop"><w:basedOn w:val="Loop"/></w:style>'
    '<w:style w:type="character" w:styleId="Unseen"><w:name w:val="Unseen"/><w:rPr><w:vanish/></w:rPr></w:style>'
)


def paragraphs(reading: Reading) -> list[str]:
    return reading.text.split("\n\n")


def stretches(reading: Reading, spans: tuple[tuple[int, int], ...]) -> list[str]:
    return [reading.text[start:end] for start, end in spans]


# Lists


def test_the_printed_numbers_of_lists_stand_before_the_text(tmp_path):
    body = [numbered("Ropes", 1), numbered("red", 1, 1), numbered("thin", 1, 2), numbered("blue", 1, 1)]
    body += [numbered("Lamps", 1), numbered("small", 1, 1), numbered("a bell", 3)]
    reading = read(make(tmp_path / "a.docx", "".join(body), numbering=NUMBERING))
    assert paragraphs(reading) == [
        "1. Ropes", "(a) red", "(i) thin", "(b) blue", "2. Lamps", "(a) small", "- a bell",
    ]  # fmt: skip


def test_a_list_may_start_again_at_another_number(tmp_path):
    body = numbered("one", 1) + numbered("two", 1) + numbered("seven", 4) + numbered("eight", 4)
    reading = read(make(tmp_path / "a.docx", body, numbering=NUMBERING))
    assert paragraphs(reading) == ["1. one", "2. two", "7. seven", "8. eight"]


def test_a_number_may_come_from_the_style_and_hold_those_above_it(tmp_path):
    style = '<w:pStyle w:val="Part"/>'
    body = (
        p("Ropes", style) + numbered("red", 2, 1) + numbered("blue", 2, 1) + p("Lamps", style) + numbered("old", 2, 1)
    )
    reading = read(make(tmp_path / "a.docx", body, numbering=NUMBERING, styles=STYLES))
    assert paragraphs(reading) == ["I. Ropes", "1.1 red", "1.2 blue", "II. Lamps", "2.1 old"]


@pytest.mark.parametrize(
    ("count", "kind", "expected"),
    [
        (4, "lowerRoman", "iv"), (28, "lowerLetter", "bb"), (3, "upperLetter", "C"), (7, "decimalZero", "07"),
        (12, "chineseCounting", "十二"), (2, "russianLower", "б"), (5, "none", ""), (9, "unheardOf", "9"),
    ],
)  # fmt: skip
def test_numbers_are_written_in_the_format_of_the_list(count, kind, expected):
    assert written(count, kind) == expected


# Headings


def test_headings_are_known_by_their_style_and_by_what_it_is_based_on(tmp_path):
    styled = [p(name, f'<w:pStyle w:val="{name}"/>') for name in ("H2", "Own", "Line", "Plain", "Loop", "Missing")]
    reading = read(make(tmp_path / "a.docx", "".join(styled), styles=STYLES))
    assert stretches(reading, reading.headings) == ["H2", "Own", "Line"]
    assert reading.ranks == (2, 2, 4)


# Tables


def test_each_value_of_a_row_carries_the_headings_of_its_column(tmp_path):
    span = '<w:gridSpan w:val="2"/>'
    body = table(
        row(cell("Lamp", '<w:vMerge w:val="restart"/>'), cell("Price", span), heading=True),
        row(cell("", "<w:vMerge/>"), cell("2024"), cell("2025"), heading=True),
        row(cell("red"), cell("2"), cell("3")),
        row(cell("All in francs", '<w:gridSpan w:val="3"/>')),
    )
    reading = read(make(tmp_path / "a.docx", body))
    assert paragraphs(reading) == ["Lamp: red | Price – 2024: 2 | Price – 2025: 3", "All in francs"]
    assert stretches(reading, reading.rows) == paragraphs(reading)


def test_merged_cells_come_once(tmp_path):
    body = table(
        row(cell("red", '<w:vMerge w:val="restart"/>'), cell("2")),
        row(cell("", "<w:vMerge/>"), cell("3")),
        row(cell("both", '<w:gridSpan w:val="2"/>')),
    )
    assert paragraphs(read(make(tmp_path / "a.docx", body))) == ["red | 2", "3", "both"]


def test_a_value_over_unlike_columns_has_no_heading():
    rows = [Row((Cell("Lamp", 0), Cell("Price", 1)), heading=True), Row((Cell("none of both", 0, 2),))]
    assert lines(rows)[1] == "none of both"


def test_headings_without_values_are_kept():
    assert lines([Row((Cell("Lamp", 0), Cell("Price", 1)), heading=True)]) == ["Lamp | Price"]


def test_a_table_in_a_cell_follows_the_row_that_holds_it(tmp_path):
    inner = table(row(cell("a"), cell("b")))
    body = table(row(cell("red"), f"<w:tc>{p('blue')}{inner}{p()}</w:tc>"), row(cell("c"), cell("d")))
    assert paragraphs(read(make(tmp_path / "a.docx", body))) == ["red | blue", "a | b", "c | d"]


def test_a_table_of_one_column_is_a_frame_around_paragraphs(tmp_path):
    body = table(f"<w:tr><w:tc>{p('One.')}{p('Two.')}</w:tc></w:tr>")
    reading = read(make(tmp_path / "a.docx", body))
    assert (paragraphs(reading), reading.rows) == (["One.", "Two."], ())


# Changes, fields, hidden text


def test_tracked_changes_are_read_as_accepted(tmp_path):
    deleted = "<w:rPr><w:del/></w:rPr>"
    body = (
        p("Ropes are ", inner=f"<w:del><w:r><w:delText>weak</w:delText></w:r></w:del><w:ins>{run('strong')}</w:ins>.")
        + p(inner=f"<w:moveFrom>{run('Moved away.')}</w:moveFrom>")
        + p(properties=deleted, inner="<w:del><w:r><w:delText>Gone.</w:delText></w:r></w:del>")
        + p("Two halves ", deleted)
        + p("of one.")
        + table(row(cell("kept"), cell("1")), row(cell("dropped"), cell("2"), properties="<w:del/>"))
        + p(inner=f"<w:moveTo>{run('Moved here.')}</w:moveTo>")
    )
    assert paragraphs(read(make(tmp_path / "a.docx", body))) == [
        "Ropes are strong", "Two halves of one.", "kept | 1", "Moved here.",
    ]  # fmt: skip


def test_of_a_field_only_the_result_is_read(tmp_path):
    def mark(kind: str) -> str:
        return f'<w:r><w:fldChar w:fldCharType="{kind}"/></w:r>'

    inner = f"{mark('begin')}<w:r><w:instrText>REF x</w:instrText></w:r>{run('instruction')}{mark('separate')}{run('7')}{mark('end')}"
    body = p("See ", inner=inner) + p("Open ", inner=mark("begin") + run("lost")) + p("And on.")
    assert paragraphs(read(make(tmp_path / "a.docx", body))) == ["See 7", "Open", "And on."]


def test_hidden_words_and_prompts_of_forms_are_dropped_and_signs_kept(tmp_path):
    hidden = run("never", "<w:vanish/>") + run("seen", '<w:rStyle w:val="Unseen"/>')
    prompt = f"<w:sdt><w:sdtPr><w:showingPlcHdr/></w:sdtPr><w:sdtContent>{run('Click here')}</w:sdtContent></w:sdt>"
    content = f"<w:sdt><w:sdtContent>{run(' in a control')}</w:sdtContent></w:sdt>"
    signs = "<w:r><w:t> non</w:t><w:noBreakHyphen/><w:t>post co</w:t><w:softHyphen/><w:t>operation</w:t></w:r>"
    link = f"<w:hyperlink>{run(' linked')}</w:hyperlink>"
    body = p("Shown", inner=hidden + prompt + content + signs + link)
    reading = read(make(tmp_path / "a.docx", body, styles=STYLES))
    assert reading.text == "Shown in a control non-post cooperation linked"


# Notes and boxes


def test_a_note_follows_the_paragraph_that_holds_its_marker(tmp_path):
    mark = '<w:r><w:footnoteReference w:id="{}"/></w:r>'
    body = p("Ropes", inner=mark.format(2) + run(" and lamps") + mark.format(5)) + p("After.")
    notes = "".join(f'<w:footnote w:id="{n}">{p(text)}</w:footnote>' for n, text in ((2, "Strong."), (5, "Bright.")))
    reading = read(make(tmp_path / "a.docx", body, footnotes=notes))
    assert paragraphs(reading) == ["Ropes¹ and lamps²", "¹ Strong.", "² Bright.", "After."]
    assert stretches(reading, reading.footnotes) == ["¹ Strong.", "² Bright."]


def test_a_note_that_refers_to_itself_is_read_once(tmp_path):
    mark = '<w:r><w:endnoteReference w:id="1"/></w:r>'
    notes = f'<w:endnote w:id="1">{p("Again", inner=mark)}</w:endnote>'
    assert paragraphs(read(make(tmp_path / "a.docx", p("Rope", inner=mark), endnotes=notes)))[0] == "Rope¹"


def test_a_note_typed_at_the_foot_of_the_page_moves_to_its_mark(tmp_path):
    body = p("* See the old list.") + p("Item 4 of the list*") + p("Ropes.")
    reading = read(make(tmp_path / "a.docx", body))
    assert paragraphs(reading) == ["Item 4 of the list*", "* See the old list.", "Ropes."]
    assert stretches(reading, reading.footnotes) == ["* See the old list."]


def test_raised_digits_and_letters_stay_raised_and_ordinals_do_not(tmp_path):
    up = '<w:vertAlign w:val="superscript"/>'
    body = p("12", inner=run("a", up) + run(" and 10") + run("6", up) + run(" on the 7") + run("th", up))
    assert read(make(tmp_path / "a.docx", body)).text == "12ᵃ and 10⁶ on the 7th"


def test_a_text_box_is_read_once_and_at_its_place(tmp_path):
    box = f"<w:pict><w:txbxContent>{p('A note on knots, in a box.')}</w:txbxContent></w:pict>"
    both = f"<mc:AlternateContent><mc:Choice>{box}</mc:Choice><mc:Fallback>{box}</mc:Fallback></mc:AlternateContent>"
    body = p("Before.", inner=f"<w:r>{both}</w:r>") + p("After.")
    assert paragraphs(read(make(tmp_path / "a.docx", body))) == ["Before.", "A note on knots, in a box.", "After."]


def test_the_few_words_of_a_box_in_a_chart_are_one_row(tmp_path):
    box = f"<w:pict><w:txbxContent>{p('Office of Ropes')}{p('3 posts')}</w:txbxContent></w:pict>"
    reading = read(make(tmp_path / "a.docx", p(inner=f"<w:r>{box}</w:r>")))
    assert stretches(reading, reading.rows) == ["Office of Ropes | 3 posts"]


def test_the_dots_before_a_page_number_are_printed(tmp_path):
    stops = '<w:tabs><w:tab w:val="right" w:leader="dot" w:pos="9000"/></w:tabs>'
    body = p("On ropes", stops, "<w:r><w:tab/><w:t>3</w:t></w:r>")
    assert read(make(tmp_path / "a.docx", body)).text == "On ropes ..... 3"


# Masthead


def section(kind: str, first: bool) -> str:
    return f'<w:sectPr><w:headerReference w:type="{kind}" r:id="header1"/>{"<w:titlePg/>" * first}</w:sectPr>'


def test_the_masthead_over_the_first_page_comes_first(tmp_path):
    head = table(row(cell("A/99/7"), cell("Distr.: General"))) + p("3 May 2031") + p("2/24")
    reading = read(make(tmp_path / "a.docx", p("Ropes.") + section("first", True), header1=head))
    assert paragraphs(reading) == ["A/99/7", "Distr.: General", "3 May 2031", "Ropes."]


def test_a_running_header_gives_its_symbol_only(tmp_path):
    body = p("Ropes.") + section("default", False)
    assert paragraphs(read(make(tmp_path / "a.docx", body, header1=p("On ropes") + p("A/99/7")))) == [
        "A/99/7",
        "Ropes.",
    ]


def test_a_masthead_that_stands_in_the_text_is_not_repeated(tmp_path):
    body = p("A/99/7") + p("Ropes.") + section("default", False)
    assert paragraphs(read(make(tmp_path / "a.docx", body, header1=p("A/99/7")))) == ["A/99/7", "Ropes."]


# What is no Word file, and what is hostile


@pytest.mark.parametrize(
    ("raw", "reason"),
    [
        (b"\xd0\xcf\x11\xe0" + "WordDocument".encode("utf-16-le"), "a Word 97 file: save it as .docx"),
        (b"\xd0\xcf\x11\xe0" + "EncryptedPackage".encode("utf-16-le"), "encrypted: it opens only with a password"),
        (b"{\\rtf1 ropes}", "an RTF file: save it as .docx"),
        (b"%PDF-1.7", "but a PDF: name it .pdf"),
        (b"<!DOCTYPE html><p>ropes", "an HTML page: name it .html"),
        (b"only ropes", "not a readable DOCX"),
    ],
    ids=["Word 97", "encrypted", "RTF", "PDF", "HTML", "text"],
)
def test_a_file_of_another_kind_is_called_by_its_kind(tmp_path, raw, reason):
    (tmp_path / "a.docx").write_bytes(raw)
    with pytest.raises(UnreadableFile, match=reason):
        read(tmp_path / "a.docx")


def test_an_archive_inside_an_old_word_file_is_not_its_text(tmp_path):
    archive = make(tmp_path / "a.docx", p("Inner rope.")).read_bytes()
    (tmp_path / "b.docx").write_bytes(b"\xd0\xcf\x11\xe0" + "WordDocument".encode("utf-16-le") + archive)
    with pytest.raises(UnreadableFile, match="a Word 97 file"):
        read(tmp_path / "b.docx")


def test_another_archive_is_called_by_its_kind(tmp_path):
    with zipfile.ZipFile(tmp_path / "a.docx", "w") as archive:
        archive.writestr("xl/workbook.xml", "<a/>")
    with pytest.raises(UnreadableFile, match="an Excel workbook"):
        read(tmp_path / "a.docx")


def test_a_zip_bomb_is_refused(tmp_path):
    with zipfile.ZipFile(tmp_path / "a.docx", "w", zipfile.ZIP_DEFLATED, compresslevel=1) as archive:
        archive.writestr("word/document.xml", "<w:p/>" * 2_000_000)
    with pytest.raises(UnreadableFile, match="unpacks to 12 MB"):
        read(tmp_path / "a.docx")


def test_entities_are_neither_expanded_nor_fetched(tmp_path):
    (tmp_path / "secret.txt").write_text("SECRET")
    text = f'<w:document xmlns:w="{W}"><w:body><w:p><w:r><w:t>Rope &x; &b;</w:t></w:r></w:p></w:body></w:document>'
    kinds = f'<!DOCTYPE w [<!ENTITY x SYSTEM "{(tmp_path / "secret.txt").as_uri()}"><!ENTITY b "boom">]>'
    with zipfile.ZipFile(tmp_path / "a.docx", "w") as archive:
        archive.writestr("word/document.xml", kinds + text)
    assert read(tmp_path / "a.docx").text == "Rope"


def test_the_strict_form_of_the_format_is_read(tmp_path):
    with zipfile.ZipFile(tmp_path / "a.docx", "w") as archive:
        archive.writestr("word/document.xml", part("document", f"<w:body>{p('Rope.')}</w:body>").replace(W, STRICT))
    assert read(tmp_path / "a.docx").text == "Rope."
