"""The tables of an HTML page: which hold values, and their rows."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

from selectolax.lexbor import LexborNode

from ingest.readers.assemble import Block
from ingest.readers.table_rows import MOST_COLUMNS, Cell, Row
from ingest.text import squeeze

_LONG_CELL = 1000  # characters: a table of such cells without headings is a frame for paragraphs
_MOST_ROWS = 1000  # that a cell covers


def frames_of(root: LexborNode) -> frozenset[int]:
    """Ids of the tables that hold other tables."""
    frames: set[int] = set()
    seen: set[int] = set()
    for table in root.css("table"):
        above = table.parent
        while above is not None and above.mem_id not in seen:
            seen.add(above.mem_id)
            if above.tag == "table":
                frames.add(above.mem_id)
            above = above.parent
    return frozenset(frames)


def holds_values(table: LexborNode, frames: frozenset[int]) -> bool:
    """Whether a table is one of values; else it is a frame that puts paragraphs side by side."""
    if table.mem_id in frames or table.attributes.get("role") in ("presentation", "none"):
        return False
    if table.css_first("th") is not None:
        return True
    if table.css_first("h1, h2, h3, h4, h5, h6") is not None:
        return False
    widest = max((sum(1 for _ in _cells(row)) for row in table.css("tr")), default=0)
    return widest > 1 and not any(len(cell.text()) > _LONG_CELL for cell in table.css("td"))


def rows_of(table: LexborNode, read: Callable[[LexborNode], list[Block]]) -> tuple[list[Row], list[list[Block]]]:
    """(the rows of a table, the notes that follow each of them); `read` gives what stands in a cell."""
    rows: list[Row] = []
    below: list[list[Block]] = []
    taken: dict[int, int] = {}  # column → rows below that a cell above still covers
    for element in table.css("tr"):
        cells: list[Cell] = []
        after: list[Block] = []
        covered = {column for column, left in taken.items() if left > 0}
        taken = {column: left - 1 for column, left in taken.items() if left > 1}
        column, names = 0, 0
        for cell in _cells(element):
            while column in covered:
                column += 1
            span = min(max(integer(cell.attributes.get("colspan"), 1), 1), MOST_COLUMNS)
            deep = min(integer(cell.attributes.get("rowspan"), 1), _MOST_ROWS)
            blocks = read(cell)
            text = " ".join(block.text for block in blocks if not block.footnote)
            after += [block for block in blocks if block.footnote]
            cells.append(Cell(squeeze(text), column, span))
            names += cell.tag == "th"
            if deep > 1 and column < MOST_COLUMNS:
                taken |= dict.fromkeys(range(column, column + span), deep - 1)
            column += span
        head = element.parent is not None and element.parent.tag == "thead"
        rows.append(Row(tuple(cells), head or (bool(cells) and names == len(cells))))
        below.append(after)
    return rows, below


def _cells(row: LexborNode) -> Iterator[LexborNode]:
    cell = row.child
    while cell is not None:
        if cell.tag in ("td", "th"):
            yield cell
        cell = cell.next


def integer(text: str | None, otherwise: int) -> int:
    """The number that an attribute spells, or `otherwise`."""
    return int(text) if text and re.fullmatch(r"-?\d{1,6}", text, re.ASCII) else otherwise
