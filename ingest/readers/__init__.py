"""One reader for each file format: a path in, its text with pages and headings out."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Reading:
    """What a reader saw: paragraphs separated by blank lines, lines inside one joined.

    `page_starts` and the spans in `headings` and `quotations` are offsets in `text`.
    """

    text: str
    page_starts: tuple[int, ...] = ()
    headings: tuple[tuple[int, int], ...] = ()
    title: str = ""
    empty_pages: int = 0
    ranks: tuple[int, ...] = ()  # of each heading: 1 the highest, 0 where the format does not say
    quotations: tuple[tuple[int, int], ...] = ()  # paragraphs marked as quoted


def _pdf(path: Path) -> Reading:
    from ingest.readers.pdf import read

    return read(path)


def _docx(path: Path) -> Reading:
    from ingest.readers.docx import read

    return read(path)


def _html(path: Path) -> Reading:
    from ingest.readers.html import read

    return read(path)


def _text(path: Path) -> Reading:
    from ingest.readers.plain import read

    return read(path)


READERS: dict[str, Callable[[Path], Reading]] = {
    ".pdf": _pdf,
    ".docx": _docx,
    ".html": _html,
    ".htm": _html,
    ".md": _text,
    ".markdown": _text,
    ".txt": _text,
}
