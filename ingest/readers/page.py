"""What stands on one page of a PDF: its words with their places, in printed lines and reading order."""

from __future__ import annotations

import ctypes
import re
from collections.abc import Iterator, Sequence
from statistics import median

import pypdfium2 as pdfium
import pypdfium2.raw as raw

from ingest.layout import Box
from ingest.readers import Seen
from ingest.readers.bidi import is_rtl, rtl_lines
from ingest.readers.columns import columns, from_top
from ingest.readers.line import Line, Word
from ingest.readers.marks import with_raised
from ingest.text import SOFT_BREAK, SUPERSCRIPT, normalise

_BREAKS = str.maketrans({"\x02": SOFT_BREAK, "\ufffe": SOFT_BREAK})
_WORD = re.compile(rf"[^\s{SOFT_BREAK}]+{SOFT_BREAK}?|{SOFT_BREAK}")
_RAISED = re.compile(
    r"(?P<word>.*?(?:[^\d\s/.,‐–-](?:[.,;:]?[)\]”’\"]*)?|\d[.,;:)\]”’\"]+))(?P<mark>\d{1,3})(?P<rest>[.,;:)\]”’\"]*)$"
)
_LEADING = re.compile(r"\d{1,3}(?=[^\W\d_“(\[])")
KERNED = 0.16  # of the line's height: PDFium takes such a gap for a space, but type has it inside words


def lines_of(page: pdfium.PdfPage, number: int) -> list[Line]:
    """The printed lines of a page, columns one after the other.

    Raises: pdfium.PdfiumError where its text cannot be loaded.
    """
    textpage = page.get_textpage()
    try:
        text, height = _characters(textpage), page.get_height()
        lines = list(_printed(textpage, text, number, height))
        if is_rtl(text):
            lines = _right_to_left(textpage, text, lines, number, height)
        return columns(from_top(with_raised(lines)))
    finally:
        textpage.close()


def recognised(seen: Sequence[Seen], number: int, height: float, dpi: float) -> list[Line]:
    """The lines that character recognition saw on the picture of a page, drawn at `dpi`."""
    rows: dict[tuple[int, int, int], list[Word]] = {}
    for word in seen:
        left, right = word.left * 72 / dpi, word.right * 72 / dpi
        box = Box(number, left, height - word.bottom * 72 / dpi, right, height - word.top * 72 / dpi)
        clean = normalise(word.text).strip()
        if clean:
            rows.setdefault(word.line, []).append(Word(clean, box))
    lines = [Line(words, number, False, height, ocr=True) for words in rows.values()]
    size = median(line.size for line in lines) if lines else 0.0
    for line in lines:  # recognition measures each line's own ink: "see" is lower than "High"
        line.size = size if 0.6 * size < line.size < 1.4 * size else line.size
    return lines


def _characters(textpage: pdfium.PdfTextPage) -> str:
    """The text of a page, one character for each that PDFium counts."""
    text, count = str(textpage.get_text_range()), textpage.count_chars()
    if len(text) != count:  # outside the basic plane
        text = "".join(chr(raw.FPDFText_GetUnicode(textpage.raw, at) or 32) for at in range(count))
    return text.translate(_BREAKS)


def _printed(textpage: pdfium.PdfTextPage, text: str, number: int, height: float) -> Iterator[Line]:
    """The lines in the order of drawing; what PDFium runs together is cut where print goes back to the left."""
    at = 0
    for piece in text.split("\r\n"):
        words: list[Word] = []
        starts: list[int] = []
        for match in _WORD.finditer(piece):
            word = _word(textpage, match.group(), at + match.start(), number, words)
            if word is None:
                continue
            if words and (words[-1].text.endswith(SOFT_BREAK) or _returns(words[-1].box, word.box)):
                yield Line(words, number, _is_bold(textpage, starts), height)
                words, starts, word.gap = [], [], None
            words.append(word)
            starts.append(at + match.start())
        if words:
            yield Line(words, number, _is_bold(textpage, starts), height)
        at += len(piece) + 2


def _word(textpage: pdfium.PdfTextPage, text: str, at: int, page: int, before: Sequence[Word]) -> Word | None:
    clean = text if text.isascii() and text.isprintable() else "".join(normalise(text).split())
    if not clean:
        return None
    last = at + len(text) - 1 - (len(text) > 1 and text.endswith(SOFT_BREAK))
    left, bottom, right, top = textpage.get_charbox(at, loose=True)
    if last > at:
        right = textpage.get_charbox(last, loose=True)[2]
    if clean[0].isdigit() or clean.rstrip('.,;:)]”’"')[-1:].isdigit():
        clean = _raised(textpage, clean, text, at)
    box = Box(page, left, bottom, max(left, right), top)
    gap = None
    if before and (white := left - before[-1].box.right) < KERNED * (top - bottom) and white > -1:
        gap = white if raw.FPDFText_IsGenerated(textpage.raw, at - 1) == 1 else None
    return Word(clean, box, gap)


def _raised(textpage: pdfium.PdfTextPage, clean: str, text: str, at: int) -> str:
    """`clean` with the number of a note that is printed small and raised at its end or beginning as superscript digits."""
    if len(clean) != len(text.rstrip(SOFT_BREAK)):
        return clean
    if (match := _LEADING.match(clean)) and _is_small(textpage, at, at + match.end()):
        return match.group().translate(SUPERSCRIPT) + clean[match.end() :]
    match = _RAISED.fullmatch(clean)
    if match is None or not _is_small(textpage, at + match.start("mark"), at + match.start("mark") - 1):
        return clean
    return match.group("word") + match.group("mark").translate(SUPERSCRIPT) + match.group("rest")


def _is_small(textpage: pdfium.PdfTextPage, mark: int, letter: int) -> bool:
    """Whether the character at `mark` is smaller than the one at `letter`, and stands higher."""
    (_, low, _, high), (_, bottom, _, top) = (textpage.get_charbox(at, loose=True) for at in (mark, letter))
    return bool(high - low < 0.8 * (top - bottom) and low > bottom)


def _returns(last: Box, box: Box) -> bool:
    """Whether print goes on further left and lower than `last` stands: on a new line."""
    size = max(last.top - last.bottom, box.top - box.bottom, 1.0)
    return box.left < last.left and last.bottom - box.bottom > 0.5 * size


def _is_bold(textpage: pdfium.PdfTextPage, starts: Sequence[int]) -> bool:
    return all(_bold_at(textpage, at) for at in {starts[0], starts[-1]})


def _bold_at(textpage: pdfium.PdfTextPage, index: int) -> bool:
    if raw.FPDFText_GetFontWeight(textpage.raw, index) >= 600:
        return True
    name = ctypes.create_string_buffer(128)
    flags = ctypes.c_int()
    length = raw.FPDFText_GetFontInfo(textpage.raw, index, name, 128, ctypes.byref(flags))
    return bool(length) and b"bold" in name.raw[:length].lower()


def _right_to_left(
    textpage: pdfium.PdfTextPage, text: str, lines: list[Line], number: int, height: float
) -> list[Line]:
    """`lines` with those in Arabic or Hebrew letters put together anew from the place of each letter."""
    boxes = [textpage.get_charbox(at, loose=True) for at in range(len(text))]
    spans, at = [], 0
    for piece in text.split("\r\n"):
        spans.append((at, at + len(piece)))
        at += len(piece) + 2
    made = rtl_lines(text, boxes, spans)
    if not made:
        return lines
    kept = [line for line in lines if not is_rtl(line.text, any_letter=True)]
    for words in made:
        placed = [Word(word, Box(number, *edges)) for word, edges in words]
        kept.append(Line(placed, number, False, height))
    return sorted(kept, key=lambda line: -line.base)
