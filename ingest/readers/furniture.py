"""What is printed on a page but is no part of the text: running headers, page and job numbers, barcodes."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from copy import copy

from ingest.readers.line import RULE, Line

MARGIN = 0.09  # share of the page height at top and bottom where running headers and footers stand
BAND = 0.14  # share of it where a running header or a page number stands alone
WHITE = 1.35  # times the pitch: a wider step from line to line parts furniture from text
_SYMBOL = r"[A-Z]{1,5}(?:[./][A-Z0-9][\w.()-]*)+(?: \(\d{4}\))?"
_FURNITURE = re.compile(
    r"\d{2}-\d{5}\S*(?:\s*\([A-Z]\))?.*|\d+/\d+(?:\s+\d{2}-\d{5})?|\d+/\d+\s.*|[-–—]?\s?\d{1,4}\s?[-–—]?|"
    r"(?:GE|V)\.\d{2}-\d{5}.*|Please recycle.*|Accessible document.*|(?:Page|página)\s\d+|Digitized by .*|"
    r"(?:[ivxl\d]+\s)?B\d{2}-\d{5}(?:\s[ivxl\d]+)?|[ivxl]{1,6}|"
    r"[/I1l]\s?\.{2,}|[/I1l](?:\s?[.,•]){2,4}\W*"
)
_BARCODE = re.compile(r"\*\d{7}\*")
_RUNNING = re.compile(rf"(?:{_SYMBOL}\*?)(?:\s+(?:\d{{2}}/\d{{2}}/\d{{4}}|Page \d+|{_SYMBOL}))?|(?:English|Page \d+)")


def without_furniture(pages: Sequence[Sequence[Line]], pitch: float) -> list[list[Line]]:
    """The pages without what is repeated in their margins, and without barcodes anywhere.

    `pitch` is the step from line to line in the text, in points.
    """

    apart = {id(line) for page in pages for line in _apart(page, pitch)}
    alone = {id(line) for page in pages for foot in (True, False) for line in _alone(page, pitch, foot)}
    apart |= {id(line) for page in pages for line in page if id(line) in alone and line.page > 1}
    repeated = Counter(form for page in pages for form in {_shape(line) for line in page if id(line) in apart})
    limit = max(2, len(pages) // 5)

    def belongs(line: Line) -> bool:
        if _BARCODE.fullmatch(line.text):
            return False
        if RULE.fullmatch(line.text):  # stands above notes
            return True
        if (_is_marginal(line) or id(line) in alone) and _FURNITURE.fullmatch(line.text):
            return False
        running = line.page > 1 and _RUNNING.fullmatch(line.text) is not None
        return id(line) not in apart or not (running or repeated[_shape(line)] >= limit)

    return [_symbol_first([line for line in page if belongs(line)], alone) for page in pages]


def _symbol_first(page: list[Line], alone: set[int]) -> list[Line]:
    """A symbol that is printed at the foot of page one is read with what stands at its top."""
    low = {id(line) for line in page if id(line) in alone and line.base < line.height / 2}
    raised = [copy(line) for line in page if id(line) in low]
    for line in raised:
        line.base = line.height
    return [*raised, *(line for line in page if id(line) not in low)]


def _is_marginal(line: Line, share: float = MARGIN) -> bool:
    return not share * line.height < line.base < (1 - share) * line.height


def _shape(line: Line) -> str:
    """What is the same on each page where a line is printed, whichever way its parts swap sides."""
    return " ".join(sorted(re.sub(r"\d+", "#", line.text).split()))


def _apart(page: Sequence[Line], pitch: float) -> list[Line]:
    """The lines at the edges of a page that white parts from its text.

    At the foot only the outermost block of lines counts: the notes above it stand apart from the text as well.
    """
    return [*_edge(page, pitch, foot=True), *_edge(page, pitch, foot=False)]


def _edge(page: Sequence[Line], pitch: float, foot: bool) -> list[Line]:
    found: list[Line] = []
    for block in _blocks(page, pitch, foot):
        share = MARGIN if found else 2 * MARGIN
        if not _is_marginal(block[0]) or not all(_is_marginal(line, share) for line in block):
            break
        found += block
        if foot:
            break
    return found


def _alone(page: Sequence[Line], pitch: float, foot: bool) -> list[Line]:
    """The blocks of lines nearest to the edge of a page that hold nothing but numbers and symbols."""
    forms = (_FURNITURE, _RUNNING, _BARCODE)
    found: list[Line] = []
    for block in _blocks(page, pitch, foot):
        plain = all(any(form.fullmatch(line.text) for form in forms) for line in block)
        if not plain or not all(_is_marginal(line, BAND) for line in block):
            break
        found += block
    return found


def _blocks(page: Sequence[Line], pitch: float, foot: bool) -> list[list[Line]]:
    """The lines of a page from its edge inward, as white parts them, but for the innermost block."""
    blocks: list[list[Line]] = []
    for line in sorted(page, key=lambda line: line.base, reverse=not foot):
        if blocks and abs(line.base - blocks[-1][-1].base) <= WHITE * pitch:
            blocks[-1].append(line)
        else:
            blocks.append([line])
    return blocks[:-1]
