"""PDF: pages from PDFium or character recognition, without running headers, as paragraphs with their notes."""

from __future__ import annotations

import logging
import math
import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise, zip_longest
from pathlib import Path
from statistics import median

import pypdfium2 as pdfium
import pypdfium2.raw as raw

from ingest.errors import UnreadableFile
from ingest.layout import Box
from ingest.readers import Reading, Recognise
from ingest.readers.assemble import LABEL, Block, Piece, assemble
from ingest.readers.furniture import without_furniture
from ingest.readers.line import Line, Word
from ingest.readers.notes import Note, marker, separate
from ingest.readers.page import lines_of, recognised
from ingest.readers.quality import problem
from ingest.text import SOFT_BREAK, hyphen, vocabulary

log = logging.getLogger(__name__)

CELL = 2.0  # times the size of the letters: words of a row that stand so far apart are of two cells
PITCH = 12.0  # points from line to line where a text has no two lines
DPI = 200  # at which a page without text is drawn to be recognised
_MOST_PIXELS = 40_000_000  # that are drawn of a page: a poster is drawn coarser
_LARGE = 0.7  # of a page: a picture of the page itself
_FEWEST_PATHS = 50  # that make a page without text or picture one whose letters are drawn as outlines
_LABELS = re.compile(r"\(?[\w.]{1,6}[.)]|[•▪●–—-]")
_ITEM = re.compile(r"\(?[a-z0-9]{1,4}\)\s|[•▪●–—-]\s")
_CLOSED = re.compile(  # a note's number may follow: "in New York.1"
    r"[.;:!?”»](?:(?<=[a-z)”»][.;:!?”»])\d{1,2}|[¹²³⁴⁵⁶⁷⁸⁹⁰]{1,3})?$"
)
_ORGANS = re.compile(r"^(?:United Nations|General Assembly|Security Council|Economic and Social Council)\b")
_JOINS = re.compile(r"[-‐’'](?=[^\W\d_]|$)|[,;:.!?)\]](?:\W|$)")  # what a word never begins with
_HANGING = re.compile(r"(?:and|or|et|ou|y|o|e|und|и|или)")  # "pre- and post-conflict"


def read(path: Path, recognise: Recognise | None = None) -> Reading:
    """Text of the PDF at `path`; the pictures of pages without text go to `recognise`.

    A page that PDFium cannot load counts as empty, a blank page does not.

    Raises: UnreadableFile when it is encrypted or damaged.
    """
    try:
        document = pdfium.PdfDocument(path)
    except pdfium.PdfiumError as error:
        if "password" in str(error):
            raise UnreadableFile("encrypted: it opens only with a password") from error
        raise UnreadableFile(f"not a readable PDF ({error})") from error
    try:
        seen = [_lines(document, number, recognise) for number in range(1, len(document) + 1)]
        scanned = _is_scan(document)
    finally:
        document.close()
    pitch = _pitch([lines or [] for lines in seen])
    pages = without_furniture([lines or [] for lines in seen], pitch)
    size = _body_size(pages)
    bodies, notes = separate(pages, size)
    lines = [line for body in bodies for line in body]
    words = _vocabulary([*lines, *(line for note in notes for line in note.lines)])
    blocks = _blocks(lines, words, pitch)
    _attach(blocks, notes, words)
    title = _title(bodies[0] if bodies else [])
    empty = tuple(number for number, lines in enumerate(seen, start=1) if lines is None)
    ocr = tuple(number for number, lines in enumerate(seen, start=1) if lines and lines[0].ocr)
    reading = assemble(blocks, len(pages), title, empty, ocr)
    return reading if ocr else replace(reading, problem=problem(reading.text, scanned))


def _lines(document: pdfium.PdfDocument, number: int, recognise: Recognise | None) -> list[Line] | None:
    """The lines of a page, none for a blank one; None where there is something, but nothing to read."""
    try:
        page = document[number - 1]
    except pdfium.PdfiumError:
        log.warning("page %d cannot be loaded", number)
        return None
    try:
        lines = lines_of(page, number)
        if without_furniture([lines], PITCH)[0] or not _is_picture(page):
            return lines
        if recognise is None:
            return None
        width, height = page.get_size()
        dpi = min(DPI, 72 * math.sqrt(_MOST_PIXELS / max(1.0, width * height)))
        seen = recognise(number, lambda: page.render(scale=dpi / 72).to_pil())
        return recognised(seen, number, height, dpi) or None
    except pdfium.PdfiumError:
        log.warning("page %d cannot be read", number)
        return None
    finally:
        page.close()


def _is_picture(page: pdfium.PdfPage) -> bool:
    """Whether a page shows a picture, or so many paths that letters may be drawn with them."""
    paths = 0
    for item in page.get_objects(max_depth=3):
        if item.type == raw.FPDF_PAGEOBJ_IMAGE:
            return True
        paths += item.type == raw.FPDF_PAGEOBJ_PATH
        if paths >= _FEWEST_PATHS:
            return True
    return False


def _pitch(pages: Sequence[Sequence[Line]]) -> float:
    """The usual step from line to line, in points."""
    steps = [a.base - b.base for page in pages for a, b in pairwise(page) if 2 < a.base - b.base < 40]
    return median(steps) if steps else PITCH


def _is_scan(document: pdfium.PdfDocument) -> bool:
    """Whether the second page, or else the only one, is a picture as large as the page."""
    try:
        page = document[min(1, len(document) - 1)]
        whole = page.get_width() * page.get_height()
        pictures = page.get_objects(filter=[raw.FPDF_PAGEOBJ_IMAGE], max_depth=3)
        return any((right - left) * (top - bottom) > _LARGE * whole for left, bottom, right, top in (
            picture.get_bounds() for picture in pictures
        ))  # fmt: skip
    except (pdfium.PdfiumError, IndexError):
        return False


def _body_size(pages: Sequence[Sequence[Line]]) -> float:
    """The size in which most of a text is set, in points."""
    letters: Counter[float] = Counter()
    for page in pages:
        for line in page:
            letters[round(line.size, 1)] += len(line.text)
    return letters.most_common(1)[0][0] if letters else 0.0


def _vocabulary(lines: Sequence[Line]) -> Counter[str]:
    """The words of a document but those that a line end cuts."""
    whole: list[str] = []
    cut = False
    for line in lines:
        whole += (word.text for word in line.words[cut:] if not _is_cut(word.text))
        cut = _is_cut(line.words[-1].text)
    return vocabulary(whole)


def _is_cut(word: str) -> bool:
    return word.endswith(SOFT_BREAK) or (word[-1] in "-‐" and word[-2:-1].isalpha())


# Paragraphs


def _blocks(lines: Sequence[Line], words: Counter[str], pitch: float) -> list[Block]:
    groups: list[list[Line]] = []
    blocks: list[Block] = []
    for line in lines:
        last = groups[-1][-1] if groups else None
        if last is not None and line.page == last.page and not _starts_paragraph(groups[-1], line, pitch):
            groups[-1].append(line)
        else:
            groups.append([line])
    for group, following in zip_longest(groups, groups[1:]):
        first = group[0]
        block = Block("", page=first.page, row=_is_row(group), pieces=_pieces(group, words))
        block.heading = first.bold and not block.row and not _ITEM.match(first.text)
        block.broken = following is not None and _breaks_off(group[-1], following[0])
        if blocks and blocks[-1].broken and not block.heading and _mend(blocks[-1].pieces[-1], first.words[0], words):
            block.glued = True
        blocks.append(block)
    for piece in (block.pieces[-1] for block in blocks):
        piece.text = piece.text.replace(SOFT_BREAK, "-")
    return blocks


def _breaks_off(last: Line, line: Line) -> bool:
    """Whether a page or a column ends with `last`."""
    return line.page != last.page or (line.base > last.base and line.left > last.right)


def _is_row(lines: Sequence[Line]) -> bool:
    """Whether the first printed line is a row of a table: its words stand far apart, but for a label at the front."""
    words = [word for line in lines if abs(line.base - lines[0].base) < 2 for word in line.words]
    first = 1 if _LABELS.fullmatch(words[0].text) else 0
    apart = CELL * lines[0].size
    cells = (b.box.left - a.box.right > apart and a.text[-1] not in ":.…" for a, b in pairwise(words[first:]))
    return lines[0].page > 1 and any(cells)


def _starts_paragraph(group: Sequence[Line], line: Line, pitch: float) -> bool:
    last = group[-1]
    step = last.base - line.base
    if abs(step) < 2:  # pieces of one line
        return False
    if _is_row(group) or _is_row([line]):
        return True
    if step < 0 or step > pitch * 1.35 or line.bold != last.bold:
        return True
    if abs(line.size - last.size) > 0.15 * max(line.size, last.size):
        return True
    closed = _CLOSED.search(last.text) is not None
    indented = line.left - last.left > 10 and not line.text[0].islower()
    return closed and (LABEL.match(line.text) is not None or indented)


def _pieces(lines: Sequence[Line], words: Counter[str]) -> list[Piece]:
    """The words of a paragraph, those that a line end or kerning cuts marked as going together."""
    pieces: list[Piece] = []
    for line in lines:
        for at, word in enumerate(line.words):
            if at and _kerned(pieces[-1].text, word, words):
                pieces[-1] = _together(pieces[-1], word)
            else:
                pieces.append(Piece(word.text, word.box, at == 0 and bool(pieces) and _mend(pieces[-1], word, words)))
    return pieces


def _mend(last: Piece, word: Word, words: Counter[str]) -> bool:
    """Whether `word`, first on its line, goes on with the word of `last`, whose hyphen then stays or goes."""
    if not _is_cut(last.text):
        return False
    left, certain = last.text[:-1], last.text.endswith(SOFT_BREAK)
    if not certain and not word.text[0].islower():
        return False
    if _HANGING.fullmatch(word.text) and not words[(left + word.text).casefold()]:
        last.text = left + "-"
        return False
    last.text = left + hyphen(left, word.text, words) if left else "-"
    return True


def _together(last: Piece, word: Word) -> Piece:
    """The piece with `word`, which stands on the same line, joined to it."""
    box = Box(word.box.page, last.box.left, last.box.bottom, word.box.right, max(last.box.top, word.box.top))
    return Piece(last.text + word.text, box, last.glued)


def _kerned(last: str, word: Word, words: Counter[str]) -> bool:
    """Whether the little white between two pieces of print is inside a word."""
    if word.gap is None:
        return False
    if _JOINS.match(word.text) or last[-1] in "-‐’(":
        return True
    left, right = last.strip('“”"(),.;:').casefold(), word.text.strip('“”"(),.;:').casefold()
    if not (left.isalpha() and right.isalpha()):
        return False
    rare = all(words[half] <= 1 or (len(half) == 1 and half not in "aieoyuàвикосу") for half in (left, right))
    return words[left + right] > 0 or rare


def _attach(blocks: Sequence[Block], notes: Sequence[Note], words: Counter[str]) -> None:
    """Each note to the paragraph that holds its marker, on its page or the one before; else to the last there."""
    for note in notes:
        near = [block for block in blocks if block.page == note.page]
        near = near or [block for block in blocks if block.page < note.page][-1:]
        if not near:
            continue
        held = (block for block in near if note.marker and marker(note.marker, (piece.text for piece in block.pieces)))
        block = Block("", page=note.page, footnote=True, pieces=_pieces(note.lines, words))
        next(held, near[-1]).notes.append(block)


def _title(lines: Sequence[Line]) -> str:
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
    return " ".join(line.text for line in run).replace(f"{SOFT_BREAK} ", "-").replace(SOFT_BREAK, "-")
