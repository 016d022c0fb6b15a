"""The reading order of a page: from the top, and one column after the other."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise

from ingest.readers.line import Line, Word

GUTTER = 1.0  # of the line's height: the least white between two columns
_FEWEST_ROWS = 8  # that two columns of prose have side by side


def from_top(lines: list[Line]) -> list[Line]:
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


def columns(lines: list[Line]) -> list[Line]:
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
        whole = (
            len(left) + len(right) < len(line.words)
            or not left
            or not right
            or _crosses(line, gutter, list(_whites(line)))
        )
        parts += [line] if whole else [_part(line, left), _part(line, right)]
    across = [line.base for line in parts if line.left < gutter < line.right]
    band = {id(line): sum(base > line.base for base in across) for line in parts}
    return sorted(
        parts, key=lambda line: (band[id(line)], line.left < gutter < line.right, line.left >= gutter, -line.base)
    )


def _part(line: Line, words: list[Word]) -> Line:
    return Line(words, line.page, line.bold, line.height, line.ocr)


def _whites(line: Line) -> Iterator[tuple[float, float]]:
    """The stretches of white in a line that are wide enough to part two columns."""
    for a, b in pairwise(line.words):
        if b.box.left - a.box.right >= GUTTER * line.size:
            yield a.box.right, b.box.left


def _gutter(lines: Sequence[Line]) -> float | None:
    """Where the white between two columns of prose stands; None where there are no such columns.

    Prose fills its column with words: the cells of a table do not.
    """
    if len(lines) < _FEWEST_ROWS:
        return None
    left, right = min(line.left for line in lines), max(line.right for line in lines)
    width = right - left
    middle = [left + width * share / 100 for share in range(40, 61)]
    whites = [(line, list(_whites(line))) for line in lines]
    gutter = min(middle, key=lambda x: sum(_crosses(line, x, white) for line, white in whites))
    aside = [line for line, white in whites if not _crosses(line, gutter, white)]
    sides = (
        [part for line in aside if (part := [word for word in line.words if word.box.right <= gutter])],
        [part for line in aside if (part := [word for word in line.words if word.box.left >= gutter])],
    )
    if len(aside) < 0.75 * len(lines) or not all(_is_prose(column, 0.3 * width) for column in sides):
        return None
    return gutter


def _is_prose(column: Sequence[Sequence[Word]], width: float) -> bool:
    """Whether most lines of a column hold four words or more and span at least `width` points."""
    full = sum(len(words) >= 4 and words[-1].box.right - words[0].box.left >= width for words in column)
    return len(column) >= _FEWEST_ROWS and full > 0.6 * len(column)


def _crosses(line: Line, x: float, whites: Sequence[tuple[float, float]]) -> bool:
    return line.left < x < line.right and not any(left <= x <= right for left, right in whites)
