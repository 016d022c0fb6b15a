"""Where the words of a text stand on its pages, so that a quote can be shown on the page's picture."""

from __future__ import annotations

import zlib
from array import array
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import accumulate

_SCALE = 2  # boxes are kept in half points
_FORMS = ("i", "i", "i", "h", "h", "h", "h")  # start, length, page, left, bottom, width, height


@dataclass(frozen=True, slots=True)
class Box:
    """A rectangle on a page (from 1), in points from the page's lower left corner before any rotation."""

    page: int
    left: float
    bottom: float
    right: float
    top: float


class Layout:
    """The place of each word of a text, in the order of the text."""

    def __init__(self, columns: Sequence[array[int]]) -> None:
        self._columns = columns

    @classmethod
    def of(cls, words: Sequence[tuple[int, int, Box]]) -> Layout:
        """From (start, end, box) of each word, ascending; a word that a line end cuts comes as two."""
        rows = [
            (start, end - start, box.page, _kept(box.left), _kept(box.bottom), _kept(box.right - box.left),
             _kept(box.top - box.bottom))
            for start, end, box in words
        ]  # fmt: skip
        columns = zip(*rows, strict=True) if rows else ((),) * len(_FORMS)
        return cls([array(form, column) for form, column in zip(_FORMS, columns, strict=True)])

    def to_bytes(self) -> bytes:
        """Compressed, for storing: each value as its difference from the one before."""
        steps = (array(column.typecode, _steps(column)) for column in self._columns)
        return zlib.compress(b"".join(column.tobytes() for column in steps))

    @classmethod
    def from_bytes(cls, stored: bytes) -> Layout:
        """The layout that `to_bytes` stored; of no words for nothing."""
        raw = zlib.decompress(stored) if stored else b""
        columns = [array(form) for form in _FORMS]
        count = len(raw) // sum(column.itemsize for column in columns)
        at = 0
        for column in columns:
            column.frombytes(raw[at : at + count * column.itemsize])
            at += count * column.itemsize
        return cls([array(column.typecode, accumulate(column)) for column in columns])

    def boxes(self, start: int, end: int) -> list[Box]:
        """The stretches of printed lines that `text[start:end]` covers, in reading order.

        Of a word that is covered in part, the share of its letters counts as share of its width.
        """
        starts, lengths, pages, *edges = self._columns
        found: list[Box] = []
        for at in range(max(0, bisect_right(starts, start) - 1), len(starts)):
            begin, length = starts[at], max(1, lengths[at])
            if begin >= end:
                break
            if begin + length <= start:
                continue
            left, bottom, width, height = (column[at] / _SCALE for column in edges)
            first, last = max(0, start - begin) / length, min(length, end - begin) / length
            box = Box(pages[at], left + width * first, bottom, left + width * last, bottom + height)
            if found and _on_one_line(found[-1], box):
                box = _around(found.pop(), box)
            found.append(box)
        return found


def _kept(points: float) -> int:
    kept = round(points * _SCALE)
    return kept if -9999 < kept < 9999 else 9999 if kept > 0 else -9999


def _steps(column: array[int]) -> Iterator[int]:
    last = 0
    for value in column:
        yield value - last
        last = value


def _on_one_line(last: Box, box: Box) -> bool:
    """Whether `box` goes on with the line of `last`: on the same height and close by."""
    height = max(last.top - last.bottom, box.top - box.bottom)
    overlap = min(last.top, box.top) - max(last.bottom, box.bottom)
    gap = max(box.left - last.right, last.left - box.right)
    return (
        last.page == box.page and overlap > 0.5 * min(last.top - last.bottom, box.top - box.bottom) and gap < 3 * height
    )


def _around(one: Box, other: Box) -> Box:
    return Box(
        one.page, min(one.left, other.left), min(one.bottom, other.bottom), max(one.right, other.right),
        max(one.top, other.top),
    )  # fmt: skip
