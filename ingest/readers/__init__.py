"""One reader for each file format: a path in, its text with pages and headings out."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any


@dataclass(frozen=True, slots=True)
class Reading:
    """What a reader saw: paragraphs separated by blank lines, lines inside one joined.

    `page_starts` and the spans in `headings`, `quotations`, `footnotes` and `rows` are offsets in `text`.
    A footnote stands after the paragraph that holds its marker. Pages count from 1.
    """

    text: str
    page_starts: tuple[int, ...] = ()
    headings: tuple[tuple[int, int], ...] = ()
    title: str = ""
    empty_pages: tuple[int, ...] = ()  # pages without text
    ranks: tuple[int, ...] = ()  # of each heading: 1 the highest, 0 where the format does not say
    quotations: tuple[tuple[int, int], ...] = ()  # paragraphs marked as quoted
    footnotes: tuple[tuple[int, int], ...] = ()
    ocr_pages: tuple[int, ...] = ()  # pages recognised from their picture
    problem: str = ""  # what a reader of its text must be warned of
    off_page: tuple[tuple[int, int, int], ...] = ()  # (start, end, page) of footnotes that stand after a page break
    rows: tuple[tuple[int, int], ...] = ()  # of tables: neither a heading nor a numbered paragraph
    layout: bytes = b""  # where its words stand on the pages: `ingest.layout`


@dataclass(frozen=True, slots=True)
class Seen:
    """A word that character recognition saw; edges in pixels, from the upper left corner of the picture."""

    text: str
    left: int
    top: int
    right: int
    bottom: int
    line: tuple[int, int, int]  # numbers of its block, its paragraph in the block, its line in the paragraph


# (page from 1, what draws it as a PIL image) → its words in reading order
Recognise = Callable[[int, Callable[[], Any]], Sequence[Seen]]


def _pdf(path: Path, recognise: Recognise | None) -> Reading:
    from ingest.readers.pdf import read

    return read(path, recognise)


def _docx(path: Path, _: Recognise | None) -> Reading:
    from ingest.readers.docx import read

    return read(path)


def _html(path: Path, _: Recognise | None) -> Reading:
    from ingest.readers.html import read

    return read(path)


def _text(path: Path, _: Recognise | None) -> Reading:
    from ingest.readers.plain import read

    return read(path)


READERS: dict[str, Callable[[Path, Recognise | None], Reading]] = {
    ".pdf": _pdf,
    ".docx": _docx,
    ".html": _html,
    ".htm": _html,
    ".md": _text,
    ".markdown": _text,
    ".txt": _text,
}
