"""DOCX: paragraphs and table rows in their order, headings by style."""

from __future__ import annotations

import zipfile
from pathlib import Path

import docx
from docx.opc.exceptions import PackageNotFoundError
from docx.oxml.exceptions import InvalidXmlError
from docx.table import Table
from docx.text.paragraph import Paragraph

from ingest.errors import UnreadableFile
from ingest.readers import Reading
from ingest.readers.assemble import Block, assemble
from ingest.text import normalise

MOST_BYTES = 500_000_000  # unpacked; a larger one is taken for a zip bomb


def read(path: Path) -> Reading:
    """Text of the Word file at `path`.

    Raises: UnreadableFile when it is no DOCX or is damaged.
    """
    try:
        with zipfile.ZipFile(path) as archive:
            if sum(entry.file_size for entry in archive.infolist()) > MOST_BYTES:
                raise UnreadableFile("unpacks to more than 500 MB")
        document = docx.Document(str(path))
    except (zipfile.BadZipFile, PackageNotFoundError, InvalidXmlError, KeyError, ValueError) as error:
        raise UnreadableFile(f"not a readable DOCX ({str(error)[:120]})") from error
    blocks: list[Block] = []
    for element in document.iter_inner_content():
        blocks += _table(element) if isinstance(element, Table) else [_paragraph(element)]
    return assemble(blocks, title=normalise(document.core_properties.title or ""))


def _paragraph(paragraph: Paragraph) -> Block:
    style = (paragraph.style.name or "") if paragraph.style is not None else ""
    text = normalise(paragraph.text).strip()
    runs = [run for run in paragraph.runs if run.text.strip()]
    bold = bool(runs) and all(run.bold for run in runs) and len(text) < 200
    if style.startswith("List") and text:
        text = f"- {text}"
    rank = int(style[-1]) if style.startswith("Heading") and style[-1].isdigit() else int(style == "Title")
    heading = style.startswith(("Heading", "Title")) or bold
    return Block(text, heading, rank=rank, quoted="Quot" in style)


def _table(table: Table) -> list[Block]:
    blocks = []
    for row in table.rows:
        cells: list[str] = []
        seen: set[int] = set()
        for cell in row.cells:
            if id(cell._tc) not in seen:  # a merged cell comes once for each column it covers
                seen.add(id(cell._tc))
                cells.append(" ".join(normalise(cell.text).split()))
        blocks.append(Block(" | ".join(cell for cell in cells if cell)))
    return blocks
