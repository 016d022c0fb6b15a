"""Statements that are printed in two languages: where each of their passages stands along them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Along:
    """Where a passage stands in its statement: `start` and `end` as shares of the text in its language."""

    statement: tuple[str, int]  # document, and offset at which the original begins
    start: float
    end: float


Row = tuple[str, int, int, str | None, int | None]  # document, start, end, speaker, translation_of; in order of place


def along(rows: Iterable[Row]) -> dict[tuple[str, int], Along]:
    """(document, offset at which a passage begins) → its place, for the passages of statements in two languages."""
    found: dict[tuple[str, int], Along] = {}
    rows = list(rows)
    begins = {(document, start): at for at, (document, start, *_) in enumerate(rows)}
    translations: dict[tuple[str, int], list[Row]] = {}
    for row in rows:
        if row[4] is not None:
            translations.setdefault((row[0], row[4]), []).append(row)
    for statement, translation in translations.items():
        if statement in begins:
            original = list(_original(rows, begins[statement]))
            for text in (original, translation):
                found |= {(row[0], row[1]): _place(statement, row, text) for row in text}
    return found


def _original(rows: list[Row], at: int) -> Iterator[Row]:
    """The passages of one speaker from row `at` on, until a translation or another speaker begins."""
    document, _, _, speaker, _ = rows[at]
    for row in rows[at:]:
        if (row[0], row[3], row[4]) != (document, speaker, None):
            return
        yield row


def _place(statement: tuple[str, int], row: Row, text: list[Row]) -> Along:
    first, length = text[0][1], text[-1][2] - text[0][1]
    return Along(statement, (row[1] - first) / length, (row[2] - first) / length)
