"""HTML pages: the content with the numbers, notes and headings of columns that a browser shows."""

from __future__ import annotations

from pathlib import Path

import pytest

from ingest.errors import UnreadableFile
from ingest.readers import Reading
from ingest.readers.html import read

# All texts in this file are invented.
PROSE = "The Committee met in the old harbour hall and spoke at length about the lamps of the ferry."


@pytest.fixture
def page(tmp_path: Path):
    def make(source: str | bytes) -> Reading:
        path = tmp_path / "a.html"
        path.write_bytes(source.encode() if isinstance(source, str) else source)
        return read(path)

    return make


def paragraphs(reading: Reading) -> list[str]:
    return reading.text.split("\n\n")


def stretches(reading: Reading, spans: tuple[tuple[int, int], ...]) -> list[str]:
    return [reading.text[start:end] for start, end in spans]


# Content


def test_menus_before_and_after_the_running_text_are_left_out(page):
    menu = "<ul><li><a href='/'>Home</a></li><li><a href='/a'>About</a></li></ul>"
    links = "<p><a href='/x'>The list of ropes</a></p>"
    reading = page(f"<div>{menu}</div><p>{PROSE}</p>{links}<p>{PROSE}</p><div>{menu}</div>")
    assert paragraphs(reading) == [PROSE, "The list of ropes", PROSE]


def test_the_main_part_is_taken_where_the_page_names_one(page):
    assert page(f"<p>{PROSE}</p><main><p>Ropes.</p></main><p>{PROSE}</p>").text == "Ropes."


def test_one_article_is_the_content_and_many_are_not(page):
    assert page("<p>Top</p><article><p>Ropes are strong.</p></article>").text == "Ropes are strong."
    assert paragraphs(page("<article>Ropes.</article><article>Lamps.</article>")) == ["Ropes.", "Lamps."]


def test_what_is_hidden_and_banners_are_left_out(page):
    hidden = "<p hidden>a</p><p style='color:red; display : none'>b</p><p aria-hidden=true>c</p>"
    banner = "<div class='site cookie-banner'><p>We use cookies.</p></div><div role=dialog>Sign in</div>"
    assert page(f"{banner}{hidden}<p>Ropes.</p><details><summary>More</summary>Lamps.</details>").text == (
        "Ropes.\n\nMore\n\nLamps."
    )


def test_a_page_inside_a_form_is_read(page):
    assert page("<form><input value=x><p>Ropes.</p><button>Send</button></form>").text == "Ropes."


# Lists and breaks


def test_items_have_the_numbers_that_a_browser_prints(page):
    source = "<ol><li>a<ol type=a start=3><li>b<li>c</ol><li value=7>d<li>e</ol><ul><li>f<ol type=i><li>g</ol></ul>"
    assert paragraphs(page(source)) == ["1. a", "(c) b", "(d) c", "7. d", "8. e", "- f", "(i) g"]


def test_a_reversed_list_counts_down(page):
    assert paragraphs(page("<ol reversed><li>a<li>b<li>c</ol>")) == ["3. a", "2. b", "1. c"]


def test_an_item_of_two_paragraphs_has_one_number(page):
    assert paragraphs(page("<ol><li><p>a</p><p>b</p></li><li></li><li>c</li></ol>")) == ["1. a", "b", "3. c"]


def test_a_definition_stands_beside_its_term(page):
    assert paragraphs(page("<dl><dt>Rope</dt><dd>Strong.</dd><dt>Lamp:</dt><dd>Bright.</dd><dt>Bell</dt></dl>")) == [
        "Rope: Strong.", "Lamp: Bright.", "Bell",
    ]  # fmt: skip


def test_one_line_break_is_a_blank_and_two_end_the_paragraph(page):
    assert paragraphs(page("<p>Pier 3<br>Old harbour<br><br>Next.</p>")) == ["Pier 3 Old harbour", "Next."]


def test_preformatted_text_is_read_like_a_text_file(page):
    assert paragraphs(page("<pre>The ferry sails\nat noon.\n\nIt returns.</pre>")) == [
        "The ferry sails at noon.", "It returns.",
    ]  # fmt: skip


# Tables


def test_rows_carry_the_headings_of_their_columns(page):
    reading = page(
        "<table><caption>Lamps</caption><tr><th rowspan=2>Lamp<th colspan=2>Price<tr><th>2024<th>2025"
        "<tr><td rowspan=2>red<td>2<td>3<tr><td>4<td>5<tr><td colspan=3>In francs</table>"
    )
    assert paragraphs(reading) == [
        "Lamps", "Lamp: red | Price – 2024: 2 | Price – 2025: 3", "Price – 2024: 4 | Price – 2025: 5", "In francs",
    ]  # fmt: skip
    assert stretches(reading, reading.rows) == paragraphs(reading)[1:]


def test_a_table_around_the_page_is_no_table_of_values(page):
    reading = page(f"<table><tr><td><h1>Ropes</h1><p>{PROSE}</p></td><td><p>Lamps.</p></td></tr></table>")
    assert paragraphs(reading) == ["Ropes", PROSE, "Lamps."]
    assert reading.rows == ()


def test_a_table_in_a_table_is_the_one_of_values(page):
    assert paragraphs(page("<table><tr><td>Top<table><tr><td>a<td>b</table><td>c</table>")) == ["Top", "a | b", "c"]


# Notes and quotations


def test_a_footnote_leaves_its_place_and_follows_the_paragraph_that_refers_to_it(page):
    reading = page(
        "<p>Ropes are strong <sup><a href='#fn1' id='r1'>[1]</a></sup>, lamps too.<a href='#fn1'><sup>1</sup></a></p>"
        "<p>After the 7<sup>th</sup>.</p><footer><ol><li id='fn1'><p>See the list. <a href='#r1'>↩</a></p></ol></footer>"
    )
    assert paragraphs(reading) == ["Ropes are strong¹, lamps too.¹", "¹ See the list.", "After the 7th."]
    assert stretches(reading, reading.footnotes) == ["¹ See the list."]


def test_a_numbered_link_to_a_section_is_no_note(page):
    reading = page("<p>See <a href='#s2'>2</a>.</p><div id=s2><h2>Lamps</h2><p>Bright.</p></div>")
    assert paragraphs(reading) == ["See 2.", "Lamps", "Bright."]
    assert reading.footnotes == ()


def test_deleted_words_are_left_out_and_quotations_known(page):
    reading = page("<blockquote>Give <del>us</del> ropes.</blockquote><p><q>So</q> it is.</p>")
    assert paragraphs(reading) == ["Give ropes.", "“So” it is."]
    assert stretches(reading, reading.quotations) == ["Give ropes."]


# Encodings


@pytest.mark.parametrize(
    "raw",
    [
        '<meta charset="windows-1251"><p>Лампы ярки.'.encode("cp1251"),
        '<meta http-equiv="Content-Type" content="text/html; charset=koi8-r"><p>Лампы ярки.'.encode("koi8-r"),
        '<meta charset="iso-8859-1"><p>Лампы ярки.'.encode(),
        "<p>Лампы ярки.".encode("utf-16"),
        '<meta charset="utf-16"><p>Лампы ярки.'.encode(),
        '<meta charset="unheard-of"><p>Лампы ярки.'.encode("cp1251"),
    ],
    ids=["declared", "http-equiv", "declared wrongly", "UTF-16", "UTF-16 declared in UTF-8", "unknown"],
)
def test_the_encoding_is_declared_or_found(page, raw):
    assert page(raw).text == "Лампы ярки."


def test_latin_1_means_what_browsers_make_of_it(page):
    assert page(b'<meta charset="iso-8859-1"><p>\x93Ropes\x94').text == "“Ropes”"


# Hostile pages


@pytest.mark.parametrize("element", ["<div>", "<table><tr><td>", "<blockquote>", "<b>", "<ul><li>"])
def test_a_page_of_endless_nesting_is_refused_at_once(page, element):
    with pytest.raises(UnreadableFile, match="nests more than"):
        page(element * 20_000)


@pytest.mark.parametrize(
    "source",
    [
        "<td colspan=1000 rowspan=65000>a" * 5_000,
        "<sup><a href='#n'>1</a></sup><p id=n>x" * 2_000,
        "<p>a" * 20_000,
        "<" * 200_000,
        "<ol start=99999999999999999999><li value=x>a",
    ],
    ids=["spans", "notes", "paragraphs", "brackets", "numbers"],
)
def test_odd_pages_are_read(page, source):
    assert page(f"<table>{source}" if source.startswith("<td") else source).text
