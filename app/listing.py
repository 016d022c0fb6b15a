"""What is indexed, as a table, and one document with the source of each value."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict, fields
from pathlib import PurePath
from typing import Any

from app.table import printable, terminal_width
from ingest.document import Document

HEADS = ("document", "title", "kind", "body / process", "session", "date", "holder", "authority", "pages", "passages")
NUMBERS = ("session", "pages", "passages")
WIDEST = {"document": 44, "title": 60, "body / process": 34, "holder": 30}  # columns of a terminal
_NOT_TOLD = ("id", "sha256", "text", "sources", "page_starts", "off_page", "date_kind", "locations")


def described(document: Document, passages: int) -> dict[str, Any]:
    """A document for JSON: all that is known of it but the text."""
    values = asdict(document)
    values["document"] = values.pop("id")
    del values["text"], values["off_page"]
    values["sources"] = dict(document.sources)
    values["pages"] = len(values.pop("page_starts")) or None
    values["passages"] = passages
    return values


def listing(records: Mapping[str, Document], passages: Mapping[str, int]) -> list[str]:
    """A line for each document under a line of column heads; an empty cell where nothing was found."""
    rows = [HEADS, *(_row(document, passages.get(key, 0)) for key, document in records.items())]
    columns = [[_cut(cell, WIDEST.get(head, 40)) for cell in cells] for head, *cells in zip(HEADS, *rows, strict=True)]
    widths = [max(map(terminal_width, column)) for column in columns]
    lines = []
    for cells in zip(*columns, strict=True):
        padded = [_padded(cell, room, head) for cell, room, head in zip(cells, widths, HEADS, strict=True)]
        lines.append("  ".join(padded).rstrip())
    return lines


def _row(document: Document, passages: int) -> Sequence[str]:
    track = document.process if document.process != document.body else ""
    return (
        document.symbol or PurePath(document.id).name,
        document.title,
        document.kind,
        " / ".join(filter(None, (document.body, track))),
        document.session,
        document.date,
        document.holder,
        document.authority,
        str(len(document.page_starts) or ""),
        str(passages),
    )


def details(document: Document, passages: int, superseded_by: str = "") -> list[str]:
    """Each value that is known of a document, and where it comes from; the document that has replaced it."""
    sources = dict(document.sources)
    lines = [document.id]
    for field in fields(Document):
        value = getattr(document, field.name)
        if field.name in _NOT_TOLD or value in ("", ()):
            continue
        shown = ", ".join(map(str, value)) if isinstance(value, tuple) else value
        kind = f" ({document.date_kind})" if field.name == "date" and document.date_kind else ""
        source = f" — {sources[field.name]}" if field.name in sources else ""
        lines.append(f"{field.name.replace('_', ' ')}: {printable(shown)}{kind}{source}")
    lines += [f"superseded by: {printable(superseded_by)}"] * bool(superseded_by)
    lines += [f"also at: {printable(path)}" for path in document.locations]
    lines += [f"pages: {len(document.page_starts)}"] * bool(document.page_starts)
    return [*lines, f"passages: {passages}"]


def _cut(cell: str, most: int) -> str:
    """The cell on one line, in at most `most` columns."""
    cell = " ".join(printable(cell).split())
    if terminal_width(cell) <= most:
        return cell
    while terminal_width(cell) > most - 1:
        cell = cell[: -max(1, (terminal_width(cell) - most) // 2)]
    return f"{cell.rstrip()}…"


def _padded(cell: str, room: int, head: str) -> str:
    blank = " " * (room - terminal_width(cell))
    return f"{blank}{cell}" if head in NUMBERS else f"{cell}{blank}"
