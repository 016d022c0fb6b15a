"""DOCX: the text as Word prints it with all changes accepted, in its order, with numbers, notes and table rows."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

from ingest.errors import UnreadableFile
from ingest.readers import Reading
from ingest.readers.assemble import Block, assemble
from ingest.readers.table_rows import MOST_COLUMNS, Cell, Row, lines
from ingest.readers.word_numbering import Numbering
from ingest.readers.word_package import Package, R, W, inside, number, on
from ingest.readers.word_styles import Style, Styles
from ingest.readers.word_text import Words, Writer, is_raised
from ingest.symbols import SYMBOL
from ingest.text import normalise, squeeze

LONGEST_HEADING = 300  # characters; what is longer and styled as one is running text
_LONGEST_BOLD = 200
_LEADERS = " ..... "  # a row of dots up to the page number
_MASTHEAD = re.compile(r"Distr\.")
_PAGE_NUMBER = re.compile(r"[\d/\s-]+")
_CHART_WORDS = 120  # in a box of a chart
_SENTENCE = re.compile(r"[.;!?。؟…][\"”»’')\]]*$")
_TYPED_NOTE = re.compile(r"\*{1,5}(?=\s)")
_NEAR = 60  # blocks back to the mark of a typed note
_AHEAD = 5  # blocks ahead
_FIRST_BLOCKS = 15  # where the text itself may hold the lines of the masthead


def read(path: Path) -> Reading:
    """Text of the Word file at `path`.

    Raises: UnreadableFile when it is no DOCX or is damaged.
    """
    package = Package(path)
    try:
        root = package.part(package.main)
        body = None if root is None else root.find(f"{W}body")
        if body is None:
            raise UnreadableFile("not a readable DOCX (it has no text part)")
        story = _Story(package)
        blocks = _placed(list(story.blocks(body)))
        first = {squeeze(block.text) for block in blocks[:_FIRST_BLOCKS]}
        head = [Block(line) for line in story.masthead(body) if line not in first]
        return assemble([*head, *blocks], title=normalise(package.title()))
    finally:
        package.close()


class _Story:
    """Reads the paragraphs of one file in their order: the numbers of its lists and notes depend on it."""

    def __init__(self, package: Package) -> None:
        self._package = package
        self._styles = Styles(package.related("styles"))
        self._numbering = Numbering(package.related("numbering"), self._styles)
        self._writer = Writer(self._styles)
        self._notes: dict[str, dict[str, Any]] | None = None
        self._in_note = False

    def blocks(self, container: Any) -> Iterator[Block]:
        """The paragraphs and table rows of the text, of a cell, of a text box or of a note."""
        carried = ""  # words of a paragraph that runs into the next one
        for element in inside(container):
            if element.tag == f"{W}tbl":
                yield from self._table(element)
            elif element.tag == f"{W}p":
                properties = element.find(f"{W}pPr")
                style = self._styles.of_paragraph(properties)
                words = self._writer.words(element, style)
                if _runs_on(properties):
                    carried += words.text
                    yield from self._after(words)
                    continue
                yield from self._paragraph(carried, words, style, properties)
                carried = ""
        if carried.strip():
            yield Block(normalise(carried).strip())

    def masthead(self, body: Any) -> list[str]:
        """The lines over the first page that say what the document is; no running header."""
        section = next(body.iter(f"{W}sectPr"), None)
        if section is None:
            return []
        wanted = "first" if on(section, "titlePg") else "default"
        links = section.iterfind(f"{W}headerReference")
        identifier = next((link.get(f"{R}id") for link in links if link.get(f"{W}type") == wanted), None)
        root = self._package.linked(identifier) if identifier else None
        if root is None:
            return []
        found = list(dict.fromkeys(line for line in self._lines(root) if not _PAGE_NUMBER.fullmatch(line)))
        named = [line for line in found if _MASTHEAD.match(line) or SYMBOL.fullmatch(line.rstrip("*"))]
        return (found if wanted == "first" else named) if named else []

    def _lines(self, root: Any) -> Iterator[str]:
        for paragraph in root.iter(f"{W}p"):
            style = self._styles.of_paragraph(paragraph.find(f"{W}pPr"))
            for line in normalise(self._writer.words(paragraph, style).text).split("\n"):
                if squeeze(line):
                    yield squeeze(line)

    def _paragraph(self, carried: str, words: Words, style: Style, properties: Any) -> Iterator[Block]:
        text = normalise(carried + _with_leaders(words.text, style)).strip()
        hidden = on(None if properties is None else properties.find(f"{W}rPr"), "vanish") and not text
        label = "" if hidden else self._numbering.label(style)
        heading = bool(style.rank) and len(text) <= LONGEST_HEADING
        bold = bool(text) and not words.plain and not carried and len(text) < _LONGEST_BOLD and text[-1] not in ",;:"
        for at, piece in enumerate(re.split(r"\n\s*\n", text)):
            if piece.strip():
                labelled = f"{label} {piece}" if label and at == 0 else piece
                rank = style.rank if heading else 0
                yield Block(
                    labelled,
                    heading or bold,
                    rank=rank,
                    quoted=style.quoted,
                    footnote=style.note and is_raised(text[:1]),
                )
        yield from self._after(words)

    def _after(self, words: Words) -> Iterator[Block]:
        """The notes and the text boxes whose markers and anchors stand in a paragraph."""
        if not self._in_note:
            for marker, kind, identifier in words.notes:
                text = self._note(kind, identifier)
                if text:
                    yield Block(text if text.startswith(marker) else f"{marker} {text}", footnote=True)
        for box in words.boxes:
            yield from _boxed(list(self.blocks(box)))

    def _note(self, kind: str, identifier: str) -> str:
        if self._notes is None:
            self._notes = {}
            for part in ("footnote", "endnote"):
                root = self._package.related(f"{part}s")
                found = () if root is None else root.iterfind(f"{W}{part}")
                self._notes[part] = {note.get(f"{W}id"): note for note in found}
        note = self._notes[kind].get(identifier)
        if note is None:
            return ""
        self._in_note = True  # a note that points to a note must not be read for ever
        try:
            return squeeze(" ".join(block.text for block in self.blocks(note)))
        finally:
            self._in_note = False

    def _table(self, table: Any) -> Iterator[Block]:
        elements = [row for row in inside(table) if row.tag == f"{W}tr" and row.find(f"{W}trPr/{W}del") is None]
        cells = [[cell for cell in inside(row) if cell.tag == f"{W}tc"] for row in elements]
        if all(len(row) <= 1 for row in cells):  # one column is a frame around paragraphs
            for cell in (cell for row in cells for cell in row):
                yield from self.blocks(cell)
            return
        rows: list[Row] = []
        below: list[list[Block]] = []
        bold: list[bool] = []
        for element, held in zip(elements, cells, strict=True):
            read, after, all_bold = self._cells(held, number(element, "trPr/gridBefore") or 0)
            rows.append(Row(tuple(read), bool(on(element.find(f"{W}trPr"), "tblHeader"))))
            below.append(after)
            bold.append(all_bold)
        if not any(row.heading for row in rows) and len(rows) > 1 and bold[0] and not bold[1]:
            rows[0] = Row(rows[0].cells, heading=len(rows[0].cells) > 1)
        for line, after in zip(lines(rows), below, strict=True):
            yield Block(line, row=True)
            yield from after

    def _cells(self, elements: list[Any], column: int) -> tuple[list[Cell], list[Block], bool]:
        """(the cells of a row, what stands below the row: notes and inner tables, whether all its words are bold)."""
        cells: list[Cell] = []
        below: list[Block] = []
        words: list[Block] = []
        for element in elements:
            properties = element.find(f"{W}tcPr")
            span = min(max(number(properties, "gridSpan") or 1, 1), MOST_COLUMNS)
            merged = [None if properties is None else properties.find(f"{W}{name}") for name in ("vMerge", "hMerge")]
            text = ""
            if not any(merge is not None and merge.get(f"{W}val") != "restart" for merge in merged):
                blocks = list(self.blocks(element))
                inner = [block for block in blocks if not block.row and not block.footnote]
                below += [block for block in blocks if block.row or block.footnote]
                words += inner
                text = squeeze(" ".join(block.text for block in inner))
            cells.append(Cell(text, column, span))
            column += span
        return cells, below, bool(words) and all(block.heading for block in words)


def _boxed(blocks: list[Block]) -> list[Block]:
    """The contents of a text box; as one row where they are the few words in a box of a chart."""
    chart = sum(len(block.text.split()) for block in blocks) <= _CHART_WORDS
    chart = chart and not any(block.rank or _SENTENCE.search(block.text) for block in blocks)
    return [Block(" | ".join(squeeze(block.text) for block in blocks), row=True)] if chart and blocks else blocks


def _placed(blocks: list[Block]) -> list[Block]:
    """`blocks` with each note that was typed into the text, "* See above.", after the paragraph that holds its mark.

    It stands in a frame at the foot of the page, and that may be anchored anywhere on the page.
    """
    rest: list[Block] = []
    typed: list[tuple[int, re.Pattern[str], Block]] = []
    for block in blocks:
        mark = None if block.heading or block.row or block.footnote else _TYPED_NOTE.match(block.text)
        if mark is None:
            rest.append(block)
        else:
            typed.append((len(rest), re.compile(rf"[^\s*]{re.escape(mark.group())}(?!\*)"), block))
    below: defaultdict[int, list[Block]] = defaultdict(list)
    for at, holds, block in typed:
        near = [*range(at - 1, max(-1, at - _NEAR), -1), *range(at, min(at + _AHEAD, len(rest)))]
        holder = next((place for place in near if holds.search(rest[place].text)), None)
        if holder is None:
            below[at - 1].append(block)
        else:
            below[holder].append(replace(block, footnote=True))
    return [*below[-1], *(block for at, held in enumerate(rest) for block in (held, *below[at]))]


def _runs_on(properties: Any) -> bool:
    """Whether the end of a paragraph is deleted, or it is the large first letter of the next one."""
    if properties is None:
        return False
    mark = properties.find(f"{W}rPr")
    if mark is not None and (mark.find(f"{W}del") is not None or mark.find(f"{W}moveFrom") is not None):
        return True
    frame = properties.find(f"{W}framePr")
    return frame is not None and frame.get(f"{W}dropCap") in ("drop", "margin")


def _with_leaders(text: str, style: Style) -> str:
    """`text` with the dots that Word prints between an entry of a contents page and its page number."""
    before, tab, after = text.rpartition("\t")
    entry = style.leader and tab and before.strip() and (not after.strip() or after.strip().isdigit())
    return f"{before}{_LEADERS}{after}" if entry else text
