"""PDF: lines with their place and weight from PDFium, running headers dropped, paragraphs joined."""

from __future__ import annotations

import ctypes
import logging
import re
from collections import Counter
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from statistics import median

import pypdfium2 as pdfium
import pypdfium2.raw as raw

from ingest.errors import UnreadableFile
from ingest.readers import Reading, Recognise
from ingest.readers.assemble import LABEL, Block, assemble
from ingest.text import SOFT_BREAK, mend_breaks, normalise, vocabulary

log = logging.getLogger(__name__)

MARGIN = 0.09  # share of the page height at top and bottom where running headers and footers stand
_FURNITURE = re.compile(
    r"^(?:\d{2}-\d{5}\S*(?:\s*\([A-Z]\))?.*|\*\d{7}\*|\d+/\d+(?:\s+\d{2}-\d{5})?|\d+/\d+\s.*|\d{1,4}|"
    r"(?:GE|V)\.\d{2}-\d{5}.*|Please recycle.*|Accessible document.*|Page \d+)$"
)
_ITEM = re.compile(r"\(?[a-z0-9]{1,4}\)\s|[•▪●–—-]\s")
_CLOSED = re.compile(r"[.;:!?”»](?:(?<=[a-z)”»][.;:!?”»])\d{1,2})?$")  # a note's number may follow: "in New York.1"
_ORGANS = re.compile(r"^(?:United Nations|General Assembly|Security Council|Economic and Social Council)\b")


@dataclass(slots=True)
class Line:
    """One printed line: left and right edge, base and size in points, from the page's lower left corner."""

    text: str
    page: int
    left: float
    right: float
    base: float
    size: float
    bold: bool
    height: float  # of the page


def read(path: Path, recognise: Recognise | None = None) -> Reading:
    """Text of the PDF at `path`; the pictures of pages without text go to `recognise`.

    A page that PDFium cannot load counts as empty.

    Raises: UnreadableFile when it is encrypted or damaged.
    """
    try:
        document = pdfium.PdfDocument(path)
    except pdfium.PdfiumError as error:
        if "password" in str(error):
            raise UnreadableFile("encrypted: it opens only with a password") from error
        raise UnreadableFile(f"not a readable PDF ({error})") from error
    try:
        pages = [_lines(document, number) for number in range(1, len(document) + 1)]
    finally:
        document.close()
    empty = tuple(number for number, lines in enumerate(pages, start=1) if not lines)
    lines = [line for page in _without_furniture(pages) for line in page]
    words = vocabulary(line.text for line in lines if SOFT_BREAK not in line.text)
    blocks = list(_blocks(lines))
    for block in blocks:
        block.text = mend_breaks(block.text, words)
    return assemble(blocks, len(pages), _title(pages[0] if pages else []), empty)


def _lines(document: pdfium.PdfDocument, number: int) -> list[Line]:
    try:
        page = document[number - 1]
        textpage = page.get_textpage()
    except pdfium.PdfiumError:
        log.warning("page %d cannot be loaded", number)
        return []
    height = page.get_height()
    try:
        text, at, lines = textpage.get_text_range(), 0, []
        for piece in text.split("\r\n"):
            line = _line(textpage, piece, at, number, height)
            if line is not None:
                lines.append(line)
            at += len(piece) + 2
        return lines
    finally:
        textpage.close()
        page.close()


def _line(textpage: pdfium.PdfTextPage, piece: str, at: int, page: int, height: float) -> Line | None:
    clean = normalise(piece.replace("\x02", SOFT_BREAK)).strip()
    if not clean:
        return None
    first = at + len(piece) - len(piece.lstrip())
    last = min(at + len(piece.rstrip()) - 1, textpage.count_chars() - 1)
    left, base, _, top = textpage.get_charbox(min(first, last), loose=True)
    right = textpage.get_charbox(last, loose=True)[2]
    bold = all(_is_bold(textpage, index) for index in (min(first, last), last))
    return Line(clean, page, left, right, base, top - base, bold, height)


def _is_bold(textpage: pdfium.PdfTextPage, index: int) -> bool:
    if raw.FPDFText_GetFontWeight(textpage.raw, index) >= 600:
        return True
    name = ctypes.create_string_buffer(128)
    flags = ctypes.c_int()
    length = raw.FPDFText_GetFontInfo(textpage.raw, index, name, 128, ctypes.byref(flags))
    return bool(length) and b"bold" in name.raw[:length].lower()


def _without_furniture(pages: list[list[Line]]) -> list[list[Line]]:
    """The pages without what is repeated in the margins: symbols, page and job numbers, barcodes."""

    def marginal(line: Line) -> bool:
        return not MARGIN * line.height < line.base < (1 - MARGIN) * line.height

    def shape(line: Line) -> str:
        return re.sub(r"\d+", "#", line.text)

    repeated = Counter(form for page in pages for form in {shape(line) for line in page if marginal(line)})
    limit = max(2, len(pages) // 5)
    return [
        [
            line
            for line in page
            if not (marginal(line) and (_FURNITURE.match(line.text) or repeated[shape(line)] >= limit))
            and not re.fullmatch(r"\*\d{7}\*", line.text)
        ]
        for page in pages
    ]


def _blocks(lines: list[Line]) -> list[Block]:
    steps = [a.base - b.base for a, b in pairwise(lines) if a.page == b.page and 0 < a.base - b.base < 40]
    pitch = median(steps) if steps else 12.0
    blocks: list[Block] = []
    last: Line | None = None
    for line in lines:
        if last is not None and line.page == last.page and not _starts_paragraph(last, line, pitch):
            blocks[-1].text += " " + line.text
        else:
            if blocks and last is not None and line.page != last.page:
                blocks[-1].broken = True
            heading = line.bold and not _ITEM.match(line.text)
            blocks.append(Block(line.text, heading, line.page))
        last = line
    return blocks


def _starts_paragraph(last: Line, line: Line, pitch: float) -> bool:
    step = last.base - line.base
    wrapped = last.text.count(SOFT_BREAK)  # PDFium put that many further lines into this one
    if abs(step) < 2:  # pieces of one line
        return False
    if step < 0 or step > pitch * (1.35 + wrapped) or line.bold != last.bold:
        return True
    if abs(line.size - last.size) > 0.15 * max(line.size, last.size):
        return True
    closed = _CLOSED.search(last.text) is not None
    return closed and (LABEL.match(line.text) is not None or line.left - last.left > 10)


def _title(lines: list[Line]) -> str:
    """The bold lines of the greatest size on page one that are not the masthead."""
    bold = [line for line in lines if line.bold and not _ORGANS.match(line.text)]
    bold = [line for line in bold if 0.15 * line.height < line.base < 0.85 * line.height]
    if not bold:
        return ""
    size = max(line.size for line in bold)
    titles = [line for line in bold if line.size > size - 0.6]
    run = [titles[0]]
    for line in titles[1:]:
        if run[-1].base - line.base > 2.2 * size:
            break
        run.append(line)
    return " ".join(line.text for line in run).replace(SOFT_BREAK, "-")
