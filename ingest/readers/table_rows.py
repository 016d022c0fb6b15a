"""Rows of a table as lines that can be read without the table: each value under the heading of its column."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

MOST_COLUMNS = 200  # a value further to the right stands without heading
BETWEEN_LEVELS = " – "


@dataclass(frozen=True, slots=True)
class Cell:
    """Text that covers `span` columns from `column`, counted from 0; a merged cell comes once."""

    text: str
    column: int
    span: int = 1


@dataclass(frozen=True, slots=True)
class Row:
    """The cells of a row from left to right; `heading` when they name the columns below them."""

    cells: tuple[Cell, ...]
    heading: bool = False


def lines(rows: Sequence[Row]) -> list[str]:
    """One line for each of `rows`: "Lamp: red | Price – in francs: 2".

    A heading is written before each of its values, so that a quoted row says what its numbers are. Its
    own line is therefore empty, unless it has no values below it or covers the whole table like a title.
    """
    width = max((cell.column + cell.span for row in rows for cell in row.cells), default=0)
    written: list[str] = []
    levels: list[int] = []  # rows that name the columns of the next values
    named: dict[int, tuple[str, ...]] = {}
    used = True
    for index, row in enumerate(rows):
        title = width > 1 and len(row.cells) == 1 and row.cells[0].span == width
        if row.heading and not title:
            if used:
                levels, used = [], False
            levels.append(index)
            written.append(_joined(row))
            continue
        if not row.heading and not used:
            named, used = _named([rows[level] for level in levels]), True
            for level in levels:
                written[level] = ""
        written.append(_joined(row) if row.heading else _under(row, named))
    return written


def _joined(row: Row) -> str:
    return " | ".join(cell.text for cell in row.cells if cell.text)


def _named(levels: Sequence[Row]) -> dict[int, tuple[str, ...]]:
    """The headings over each column, the uppermost first."""
    over: dict[int, tuple[str, ...]] = {}
    for row in levels:
        for cell in row.cells:
            name = cell.text.rstrip(" :")
            for column in range(cell.column, min(cell.column + cell.span, MOST_COLUMNS) if name else 0):
                above = over.get(column, ())
                if name not in above:
                    over[column] = (*above, name)
    return over


def _under(row: Row, named: dict[int, tuple[str, ...]]) -> str:
    parts: list[str] = []
    last: tuple[str, ...] = ()
    for cell in row.cells:
        if not cell.text:
            continue
        over = _shared(cell, named)
        parts.append(f"{BETWEEN_LEVELS.join(over)}: {cell.text}" if over and over != last else cell.text)
        last = over
    return " | ".join(parts)


def _shared(cell: Cell, named: dict[int, tuple[str, ...]]) -> tuple[str, ...]:
    """The headings that all columns of `cell` stand under: none for a value of unlike columns."""
    columns = range(cell.column, min(cell.column + cell.span, MOST_COLUMNS))
    over = [named.get(column, ()) for column in columns]
    fullest = max(over, key=len, default=())
    if all(names and _within(names, fullest) for names in over):  # a narrow column between groups has fewer levels
        return fullest
    shared: list[str] = []
    for level in zip(*over, strict=False):
        if len(set(level)) > 1:
            break
        shared.append(level[0])
    return tuple(shared)


def _within(names: tuple[str, ...], fuller: tuple[str, ...]) -> bool:
    """Whether all `names` occur in `fuller`, in their order."""
    rest = iter(fuller)
    return all(name in rest for name in names)
