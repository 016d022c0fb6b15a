"""Where a paragraph of a PDF begins, and what is a row of a table."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from ingest.readers.assemble import LABEL
from ingest.readers.furniture import WHITE
from ingest.readers.line import Line, Word

CELL = 2.0  # times the size of the letters: words of a row that stand so far apart are of two cells
LARGE = 1.1  # times the size of the text: titles
_NARROW_CELL = 0.22  # of the page's height: columns of prose are wider
_WIDE = 0.35  # of the page's height: a line that ends no title, where it is as long as the next one
_EVEN = 1.5  # times the narrowest white of a line: all its words stand evenly apart, to fill it
_LABELS = re.compile(r"\(?[\w.]{1,6}[.)]|[•▪●–—-]")
_CLOSED = re.compile(  # a note's number may follow: "in New York.1"
    r"[.;:!?”»](?:(?<=[a-z)”»][.;:!?”»])\d{1,2}|[¹²³⁴⁵⁶⁷⁸⁹⁰]{1,3})?$"
)
_ORGAN = re.compile(r"(?:General Assembly|Security Council|Economic and Social Council)", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Setting:
    """How most of a text is set, in points: the step from line to line and the size of its letters."""

    pitch: float
    size: float


def starts_paragraph(group: Sequence[Line], line: Line, setting: Setting) -> bool:
    """Whether `line` begins a new paragraph and does not go on with that of `group`."""
    last = group[-1]
    step = last.base - line.base
    if abs(step) < 2 or _in_row(group, line):  # pieces of one line
        return False
    if is_row(group) or is_row([line]):
        return not _goes_on_in_cell(group, line, setting.pitch)
    if step < 0 or _bold_parts(group, line, setting) or abs(line.size - last.size) > 0.15 * max(line.size, last.size):
        return True
    if step > WHITE * setting.pitch and not (line.bold and _goes_on_large(last, line, setting)):
        return True
    closed = _CLOSED.search(last.text) is not None
    indented = line.left - last.left > 10 and not line.text[0].islower()
    return closed and (LABEL.match(line.text) is not None or indented)


def _bold_parts(group: Sequence[Line], line: Line, setting: Setting) -> bool:
    """Whether bold type begins or ends with `line` because a title does, and not inside a sentence.

    A sentence that is left open goes on before a small letter, and on a line that is filled like the next one.
    """
    last = group[-1]
    if line.bold == last.bold or any(each.bold != last.bold for each in group):
        return False
    if _CLOSED.search(last.text) or last.base - line.base > WHITE * setting.pitch:
        return True
    wide = line.page > 1 and last.right - last.left > _WIDE * last.height  # on page one a masthead is
    filled = wide and last.right > line.right - 3 and line.left < last.left + 3
    return not (line.text[0].islower() or (filled and not LABEL.match(line.text)))


def _goes_on_large(last: Line, line: Line, setting: Setting) -> bool:
    """Whether `line` goes on with a title in large type, whose lines stand further apart than those of the text."""
    share = line.size / max(1.0, setting.size)
    near = last.base - line.base < WHITE * min(line.size, share * setting.pitch)
    return share > LARGE and near and not (LABEL.match(line.text) or _ORGAN.fullmatch(line.text))


def is_row(lines: Sequence[Line]) -> bool:
    """Whether the first printed line is a row of a table: its words stand far apart, but for a label at the front."""
    words = [word for line in lines if abs(line.base - lines[0].base) < 2 for word in line.words]
    first = 1 if _LABELS.fullmatch(words[0].text) else 0
    apart = CELL * lines[0].size
    cells = (b.box.left - a.box.right > apart and a.text[-1] not in ":.…" for a, b in pairwise(words[first:]))
    return lines[0].page > 1 and any(cells) and not _stretched(words[first:], 2 * apart)


def _stretched(words: Sequence[Word], most: float) -> bool:
    """Whether a line of few long words is spread out by at most `most` points to fill its width, as prose is."""
    whites = [b.box.left - a.box.right for a, b in pairwise(words)]
    letters = sum(word.text.strip('“”"(),.;:').isalpha() for word in words)
    return len(whites) > 2 and max(whites) < min(most, _EVEN * min(whites)) and letters > 0.7 * len(words)


def _in_row(group: Sequence[Line], line: Line) -> bool:
    """Whether `line` begins a further cell in the row of a table that `group` is of."""
    if line.page == 1 or abs(line.base - group[0].base) > 2 or line.left <= max(each.right for each in group):
        return False
    narrow = max(each.right for each in group) - min(each.left for each in group) < _NARROW_CELL * line.height
    return narrow or is_row(group) or is_row([line])


def _goes_on_in_cell(group: Sequence[Line], line: Line, pitch: float) -> bool:
    """Whether `line` is the next one of the last cell in a row of a table."""
    if not 0 < group[-1].base - line.base < WHITE * pitch or is_row([line]):
        return False
    row = [word for each in group if abs(each.base - group[0].base) < 2 for word in each.words]
    cell = next((b for a, b in reversed([*pairwise(row)]) if b.box.left - a.box.right > CELL * line.size / 2), None)
    return cell is not None and abs(cell.box.left - line.left) < 2
