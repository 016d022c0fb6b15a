"""What is printed on a page but is no part of the text: running headers, page and job numbers, barcodes."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence

from ingest.readers.line import RULE, Line

MARGIN = 0.09  # share of the page height at top and bottom where running headers and footers stand
WHITE = 1.35  # times the pitch: a wider step from line to line parts furniture from text
_SYMBOL = r"[A-Z]{1,5}(?:[./][A-Z0-9][\w.()-]*)+(?: \(\d{4}\))?"
_FURNITURE = re.compile(
    r"\d{2}-\d{5}\S*(?:\s*\([A-Z]\))?.*|\d+/\d+(?:\s+\d{2}-\d{5})?|\d+/\d+\s.*|[-–—]?\s?\d{1,4}\s?[-–—]?|"
    r"(?:GE|V)\.\d{2}-\d{5}.*|Please recycle.*|Accessible document.*|(?:Page|página)\s\d+|Digitized by .*|"
    r"[/I1l]\s?\.{2,}|[/I1l](?:\s?[.,•]){2,4}\W*"
)
_BARCODE = re.compile(r"\*\d{7}\*")
_RUNNING = re.compile(rf"(?:{_SYMBOL}\*?)(?:\s+(?:\d{{2}}/\d{{2}}/\d{{4}}|Page \d+|{_SYMBOL}))?|(?:English|Page \d+)")


def without_furniture(pages: Sequence[Sequence[Line]], pitch: float) -> list[list[Line]]:
    """The pages without what is repeated in their margins, and without barcodes anywhere.

    `pitch` is the step from line to line in the text, in points.
    """

    apart = {id(line) for page in pages for line in _apart(page, pitch)}
    repeated = Counter(form for page in pages for form in {_shape(line) for line in page if id(line) in apart})
    limit = max(2, len(pages) // 5)

    def belongs(line: Line) -> bool:
        if _BARCODE.fullmatch(line.text):
            return False
        if RULE.fullmatch(line.text):  # stands above notes
            return True
        if _is_marginal(line) and _FURNITURE.fullmatch(line.text):
            return False
        running = line.page > 1 and _RUNNING.fullmatch(line.text) is not None
        return id(line) not in apart or not (running or repeated[_shape(line)] >= limit)

    return [[line for line in page if belongs(line)] for page in pages]


def _is_marginal(line: Line, share: float = MARGIN) -> bool:
    return not share * line.height < line.base < (1 - share) * line.height


def _shape(line: Line) -> str:
    return re.sub(r"\d+", "#", line.text)


def _apart(page: Sequence[Line], pitch: float) -> list[Line]:
    """The lines at the edges of a page that white parts from its text.

    At the foot only the outermost block of lines counts: the notes above it stand apart from the text as well.
    """
    return [*_edge(page, pitch, foot=True), *_edge(page, pitch, foot=False)]


def _edge(page: Sequence[Line], pitch: float, foot: bool) -> list[Line]:
    found: list[Line] = []
    edge: list[Line] = []
    for line in sorted(page, key=lambda line: line.base, reverse=not foot):
        if edge and abs(line.base - edge[-1].base) > WHITE * pitch:
            found += edge
            edge = []
            if foot:
                break
        if not _is_marginal(line, 2 * MARGIN if edge and not found else MARGIN):
            break
        edge.append(line)
    return found
