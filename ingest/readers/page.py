"""What stands on one page of a PDF: its words with their places, in printed lines and reading order."""

from __future__ import annotations

import ctypes
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from statistics import median, median_low

import pypdfium2 as pdfium
import pypdfium2.raw as raw

from ingest.layout import Box
from ingest.readers import Seen
from ingest.readers.bidi import is_rtl, rtl_lines
from ingest.text import SOFT_BREAK, normalise

SUPERSCRIPT = str.maketrans("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹")
_BREAKS = str.maketrans({"\x02": SOFT_BREAK, "\ufffe": SOFT_BREAK})
_WORD = re.compile(rf"[^\s{SOFT_BREAK}]+{SOFT_BREAK}?|{SOFT_BREAK}")
_RAISED = re.compile(r"(?P<word>.*?[^\d\s/.,‐–-](?:[.,;:]?[)\]”’\"]*)?|)(?P<mark>\d{1,3})(?P<rest>[.,;:)\]”’\"]*)$")
KERNED = 0.16  # of the line's height: PDFium takes such a gap for a space, but type has it inside words
GUTTER = 1.0  # of the line's height: the least white between two columns
_MARK = re.compile(r"[¹²³⁴⁵⁶⁷⁸⁹⁰]{1,3}")
_CLOSE = 6.0  # points between a word and the number of its note
_FEWEST_ROWS = 8  # that two columns of prose have side by side


@dataclass(slots=True)
class Word:
    """A printed word; `gap` is the white before it where PDFium only supposes a space, else None."""

    text: str
    box: Box
    gap: float | None = None


@dataclass(slots=True)
class Line:
    """One printed line of `words`, with edges and base in points from the page's lower left corner."""

    words: list[Word]
    page: int
    bold: bool
    height: float  # of the page
    ocr: bool = False
    text: str = field(init=False)
    left: float = field(init=False)
    right: float = field(init=False)
    base: float = field(init=False)
    size: float = field(init=False)  # of its letters, in points

    def __post_init__(self) -> None:
        self.measure()

    def measure(self) -> None:
        """Take text and edges anew from the words."""
        self.text = " ".join(word.text for word in self.words)
        self.left = min(word.box.left for word in self.words)
        self.right = max(word.box.right for word in self.words)
        boxes = [word.box for word in self.words for _ in word.text if word.text[0] not in "¹²³⁴⁵⁶⁷⁸⁹⁰"]
        boxes = boxes or [self.words[0].box]
        self.base = median_low(box.bottom for box in boxes)  # of its letters: a long word counts for more
        self.size = median_low(box.top - box.bottom for box in boxes)


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
        return _columns(_from_top(_with_raised(lines)))
    finally:
        textpage.close()


def recognised(seen: Sequence[Seen], number: int, height: float, dpi: int) -> list[Line]:
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
    clean = "".join(normalise(text).split())
    if not clean:
        return None
    last = at + len(text) - 1 - (len(text) > 1 and text.endswith(SOFT_BREAK))
    left, bottom, right, top = textpage.get_charbox(at, loose=True)
    if last > at:
        right = textpage.get_charbox(last, loose=True)[2]
    if clean[-1].isdigit() or clean[-1] in '.,;:)]”’"':
        clean = _raised(textpage, clean, text, at)
    box = Box(page, left, bottom, max(left, right), top)
    gap = None
    if before and (white := left - before[-1].box.right) < KERNED * (top - bottom) and white > -1:
        gap = white if raw.FPDFText_IsGenerated(textpage.raw, at - 1) == 1 else None
    return Word(clean, box, gap)


def _raised(textpage: pdfium.PdfTextPage, clean: str, text: str, at: int) -> str:
    """`clean` with the number of a note that is printed small and raised at its end as superscript digits."""
    match = _RAISED.fullmatch(clean)
    if match is None or len(clean) != len(text.rstrip(SOFT_BREAK)) or not match.group("word"):
        return clean
    start = at + match.start("mark")
    before, mark = textpage.get_charbox(start - 1, loose=True), textpage.get_charbox(start, loose=True)
    if mark[3] - mark[1] > 0.8 * (before[3] - before[1]) or mark[1] <= before[1]:
        return clean
    return match.group("word") + match.group("mark").translate(SUPERSCRIPT) + match.group("rest")


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


def _with_raised(lines: list[Line]) -> list[Line]:
    """The lines with the small raised numbers of notes put to the words that they stand beside."""
    for line in lines:
        _join_marks(line)
    for line in lines:
        mark = line.words[0]
        alone = len(line.words) == 1
        if not (mark.text.isdecimal() and alone) and not _MARK.fullmatch(mark.text):
            continue
        others = [other for other in lines if other is not line and other.words]
        if (_follows(mark, others) or (alone and _precedes(mark, others))) and line.words.pop(0) and line.words:
            line.measure()
    return [line for line in lines if line.words]


def _follows(mark: Word, lines: Sequence[Line]) -> bool:
    """Whether `mark` stands raised right after a word, and was put to it."""
    for line in lines:
        if _is_raised(mark.box, line.base, line.size):
            for at, word in enumerate(line.words):
                if abs(mark.box.left - word.box.right) < _CLOSE and not word.text[-1].isdigit():
                    line.words[at] = Word(word.text + mark.text.translate(SUPERSCRIPT), word.box, word.gap)
                    line.measure()
                    return True
    return False


def _precedes(mark: Word, lines: Sequence[Line]) -> bool:
    """Whether `mark` stands raised where a line begins, and was put there."""
    for line in lines:
        if _is_raised(mark.box, line.base, line.size) and 0 <= line.left - mark.box.left < 2 * line.size:
            line.words.insert(0, Word(mark.text.translate(SUPERSCRIPT), mark.box))
            line.measure()
            return True
    return False


def _is_raised(box: Box, base: float, size: float) -> bool:
    """Whether `box` is smaller than letters of `size` points on `base`, and stands higher."""
    return box.top - box.bottom < 0.8 * size and base < box.bottom < base + size


def _join_marks(line: Line) -> None:
    """A small raised number inside a line goes to the word before it; at its beginning it stays, raised."""
    if len(line.words) < 2:
        return
    words: list[Word] = []
    for word in line.words:
        mark = word.text.translate(SUPERSCRIPT)
        if not (word.text.isdecimal() and len(word.text) < 4 and _is_raised(word.box, line.base, line.size)):
            words.append(word)
        elif word.box.left <= line.left:
            words.insert(0, Word(mark, word.box))
        elif words and not words[-1].text[-1].isdigit():
            words[-1] = Word(words[-1].text + mark, words[-1].box, words[-1].gap)
        else:
            words.append(Word(mark, word.box))
    line.words = words
    line.measure()


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


# Reading order


def _from_top(lines: list[Line]) -> list[Line]:
    """The lines as drawn, but a run of them that stands above all that was drawn before comes first."""
    runs: list[list[Line]] = []
    for line in lines:
        if runs and line.base <= runs[-1][-1].base + 2:
            runs[-1].append(line)
        else:
            runs.append([line])
    ordered: list[list[Line]] = []
    for run in runs:
        place = len(ordered)
        while place and run[-1].base >= ordered[place - 1][0].base:
            place -= 1
        ordered.insert(place, run)
    return [line for run in ordered for line in run]


def _columns(lines: list[Line]) -> list[Line]:
    """The lines of a page set in two columns of prose, the left one first; others as they come.

    Where lines of both columns were run together, they are cut at the white between.
    """
    gutter = _gutter(lines)
    if gutter is None:
        return lines
    parts: list[Line] = []
    for line in lines:
        left = [word for word in line.words if word.box.right <= gutter]
        right = [word for word in line.words if word.box.left >= gutter]
        whole = len(left) + len(right) < len(line.words) or not left or not right or not _white(line, gutter)
        parts += [line] if whole else [_part(line, left), _part(line, right)]
    across = [line.base for line in parts if line.left < gutter < line.right]
    band = {id(line): sum(base > line.base for base in across) for line in parts}
    return sorted(
        parts, key=lambda line: (band[id(line)], not line.left < gutter < line.right, line.left >= gutter, -line.base)
    )


def _part(line: Line, words: list[Word]) -> Line:
    return Line(words, line.page, line.bold, line.height, line.ocr)


def _white(line: Line, gutter: float) -> bool:
    """Whether a line has a column's white at `gutter`."""
    return any(
        a.box.right <= gutter <= b.box.left and b.box.left - a.box.right >= GUTTER * line.size
        for a, b in pairwise(line.words)
    )


def _gutter(lines: Sequence[Line]) -> float | None:
    """Where the white between two columns of prose stands; None where there are no such columns.

    Prose fills its column: most lines on the left reach close to the white. The cells of a table do not.
    """
    if len(lines) < 2 * _FEWEST_ROWS:
        return None
    left, right = min(line.left for line in lines), max(line.right for line in lines)
    width = right - left
    middle = [left + width * share / 100 for share in range(40, 61)]
    best = min(middle, key=lambda x: sum(_crosses(line, x) for line in lines))
    crossing = sum(_crosses(line, best) for line in lines)
    before = [_edge(line, best) for line in lines if line.left < best and not _crosses(line, best)]
    after = [line for line in lines if line.right > best and not _crosses(line, best)]
    if min(len(before), len(after)) < _FEWEST_ROWS or crossing > 0.25 * len(lines):
        return None
    reach = sorted(before)[len(before) * 3 // 4]
    full = sum(edge > reach - 0.12 * width for edge in before)
    return best if full > 0.6 * len(before) and reach - left > 0.3 * width else None


def _crosses(line: Line, x: float) -> bool:
    return line.left < x < line.right and not _white(line, x)


def _edge(line: Line, x: float) -> float:
    """The right edge of what stands left of `x`."""
    return max((word.box.right for word in line.words if word.box.right <= x), default=line.left)
