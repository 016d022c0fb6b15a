"""Aligned columns of text for a terminal."""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence


def printable(text: str) -> str:
    """The text on one line, without characters that could steer a terminal."""
    return "".join(character if character.isprintable() else " " for character in text)


def terminal_width(text: str) -> int:
    """Columns of a terminal: two for wide East Asian characters, none for combining ones."""
    wide = sum(unicodedata.east_asian_width(character) in "WF" for character in text)
    return len(text) + wide - sum(unicodedata.combining(character) != 0 for character in text)


def blocks(columns: Sequence[list[str]], room: int) -> list[list[list[str]]]:
    """The columns in as few blocks as fit the room, two spaces before each."""
    filled: list[list[list[str]]] = []
    left = 0
    for column in columns:
        width = 2 + max(map(terminal_width, column))
        if not filled or width > left:
            filled.append([])
            left = room
        filled[-1].append(column)
        left -= width
    return filled


def table(columns: Sequence[list[str]]) -> list[str]:
    """One line per row in which a figure stands, the columns aligned to the right."""
    widths = [max(map(terminal_width, column)) for column in columns]
    lines = []
    for label, *cells in zip(*columns, strict=True):
        if set(cells) == {"-"}:
            continue
        padded = [" " * (width - terminal_width(cell)) + cell for cell, width in zip(cells, widths[1:], strict=True)]
        lines.append("  ".join([label + " " * (widths[0] - terminal_width(label)), *padded]))
    return lines
