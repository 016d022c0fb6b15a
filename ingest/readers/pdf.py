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
from ingest.readers import Reading, Recognise
from ingest.readers.assemble import LABEL, Block, assemble
from ingest.readers.furniture import WHITE, without_furniture
from ingest.readers.line import Line
from ingest.readers.notes import Note, marker, separate
from ingest.readers.page import lines_of, recognised
from ingest.readers.paragraphs import Setting, is_row, starts_paragraph
from ingest.readers.quality import problem
from ingest.readers.words import Vocabulary, mend, pieces, words_of
from ingest.text import RAISED_DIGITS, SOFT_BREAK

log = logging.getLogger(__name__)

PITCH = 12.0  # points from line to line where a text has no two lines
DPI = 200  # at which a page without text is drawn to be recognised
_MOST_PIXELS = 40_000_000  # that are drawn of a page: a poster is drawn coarser
_WHOLE = 0.7  # of a page: a picture of the page itself
_FEWEST_PATHS = 50  # that make a page without text or picture one whose letters are drawn as outlines
_ITEM = re.compile(r"\(?[a-z0-9]{1,4}\)\s|[•▪●–—-]\s")
_CLOSES = re.compile(rf"[.,;:!?]['\"”’)]*[\d{RAISED_DIGITS}]*$")
_ORGANS = re.compile(r"^(?:United Nations|General Assembly|Security Council|Economic and Social Council)\b")


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
    words = words_of([*lines, *(line for note in notes for line in note.lines)])
    blocks = _blocks(lines, words, Setting(pitch, size))
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
    """The usual step from line to line, in points; not that from paragraph to paragraph where most are short."""
    steps = [(a.base - b.base, a) for page in pages for a, b in pairwise(page) if 2 < a.base - b.base < 40]
    if not steps:
        return PITCH
    usual = median(step for step, _ in steps)
    inside = [step for step, line in steps if 0.9 * line.size < step < usual / WHITE and not _CLOSES.search(line.text)]
    parted = [line for step, line in steps if abs(step - usual) < 1]
    if len(inside) < 0.2 * len(steps) or sum(bool(_CLOSES.search(line.text)) for line in parted) < 0.8 * len(parted):
        return usual
    return median(inside)


def _is_scan(document: pdfium.PdfDocument) -> bool:
    """Whether the second page, or else the only one, is a picture as large as the page."""
    try:
        page = document[min(1, len(document) - 1)]
        whole = page.get_width() * page.get_height()
        pictures = page.get_objects(filter=[raw.FPDF_PAGEOBJ_IMAGE], max_depth=3)
        return any((right - left) * (top - bottom) > _WHOLE * whole for left, bottom, right, top in (
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


# Paragraphs


def _blocks(lines: Sequence[Line], words: Vocabulary, setting: Setting) -> list[Block]:
    groups: list[list[Line]] = []
    blocks: list[Block] = []
    for line in lines:
        last = groups[-1][-1] if groups else None
        if last is not None and line.page == last.page and not starts_paragraph(groups[-1], line, setting):
            groups[-1].append(line)
        else:
            groups.append([line])
    for group, following in zip_longest(groups, groups[1:]):
        first = group[0]
        block = Block("", page=first.page, row=is_row(group), pieces=pieces(group, words))
        block.heading = all(line.bold for line in group) and not block.row and not _ITEM.match(first.text)
        block.broken = following is not None and _breaks_off(group[-1], following[0])
        if blocks and blocks[-1].broken and not block.heading and mend(blocks[-1].pieces[-1], first.words[0], words):
            block.glued = True
        blocks.append(block)
    for piece in (block.pieces[-1] for block in blocks):
        piece.text = piece.text.replace(SOFT_BREAK, "-")
    return blocks


def _breaks_off(last: Line, line: Line) -> bool:
    """Whether a page or a column ends with `last`."""
    return line.page != last.page or (line.base > last.base and line.left > last.right)


def _attach(blocks: Sequence[Block], notes: Sequence[Note], words: Vocabulary) -> None:
    """Each note to the paragraph that holds its marker, on its page or the one before; else to the last there."""
    for note in notes:
        near = [block for block in blocks if block.page == note.page]
        near = near or [block for block in blocks if block.page < note.page][-1:]
        if not near:
            continue
        held = (block for block in near if note.marker and marker(note.marker, (piece.text for piece in block.pieces)))
        block = Block("", page=note.page, footnote=True, pieces=pieces(note.lines, words))
        next(held, near[-1]).notes.append(block)


def _title(lines: Sequence[Line]) -> str:
    """The bold lines of the greatest size on page one that are not the masthead."""
    runs: list[list[Line]] = []
    for line in lines:
        if not line.bold:
            continue
        last = runs[-1][-1] if runs and not LABEL.match(line.text) else None
        if last and abs(line.size - last.size) < 0.6 and 0 < last.base - line.base < 2.2 * line.size:
            runs[-1].append(line)
        else:
            runs.append([line])
    runs = [run for run in runs if _ORGANS.match(run[0].text) is None]
    runs = [run for run in runs if 0.15 * run[-1].height < run[-1].base and run[0].base < 0.85 * run[0].height]
    if not runs:
        return ""
    size = max(run[0].size for run in runs)
    run = next(run for run in runs if run[0].size > size - 0.6)
    return (
        " ".join(line.text for line in run)
        .rstrip(RAISED_DIGITS)
        .replace(f"{SOFT_BREAK} ", "-")
        .replace(SOFT_BREAK, "-")
    )
