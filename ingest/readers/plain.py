"""Plain text and Markdown: hard-wrapped lines joined, marks of bold and headings read and removed."""

from __future__ import annotations

import re
from pathlib import Path

from ingest.errors import UnreadableFile
from ingest.readers import Reading
from ingest.readers.assemble import LABEL, Block, assemble
from ingest.text import decode, normalise

UNREADABLE = "\ufffd"  # what stands where bytes are no character
_HEADING = re.compile(r"^(#{1,6})\s+(.*)$")
# Both are bounded: a page of marks that never close must not take a time that grows with its square.
_EMPHASIS = re.compile(r"(\*\*|__)(?=\S)(.{1,1000}?)(?<=\S)\1", re.DOTALL)
_LINK = re.compile(r"!?\[([^\[\]\n]*)\]\([^)\s]{0,1000}\)")
_QUOTED = re.compile(r"^\s*(?:>\s?)+")
_ITEM = re.compile(r"^\s*[-*+•]\s+")


def read(path: Path) -> Reading:
    """Text of the file at `path`, whatever its encoding.

    Raises: UnreadableFile when zero bytes, or many that stand for no character, show that it is no text.
    """
    text = decode(path.read_bytes())
    if text.count(UNREADABLE) * 10 > len(text):
        raise UnreadableFile("not a text file: its bytes are no text in the encoding that its mark names")
    return parse(normalise(text))


def parse(text: str) -> Reading:
    """The paragraphs of `text`; Markdown is recognised by its marks, not by the file's name."""
    markdown = bool(_EMPHASIS.search(text) or re.search(r"(?m)^#{1,6}\s", text))
    pieces = re.split(r"\n[ \t]*\n+", re.sub(r"(?m)^[ \t]*>[> \t]*$", "", text))
    blocks: list[Block] = []
    for piece in pieces:
        for lines in _paragraphs(piece.strip("\n").split("\n")):
            block = _block(" ".join(_QUOTED.sub("", line).strip() for line in lines), markdown)
            block.quoted = _QUOTED.match(lines[0]) is not None
            if block.text:
                block.broken, block.certain = True, False
                blocks.append(block)
    return assemble(blocks)


def _paragraphs(lines: list[str]) -> list[list[str]]:
    """Lines grouped into paragraphs: a list item, label or Markdown heading starts a new one.

    Wrapped lines belong together when the line before is long or ends in mid-sentence.
    """
    groups: list[list[str]] = []
    for marked in lines:
        line = _QUOTED.sub("", marked)
        if not line.strip():
            continue
        before = groups[-1][-1].rstrip() if groups else ""
        last = _QUOTED.sub("", before)
        starts = any((_ITEM.match(line), _HEADING.match(line.strip()), _HEADING.match(last.strip())))
        starts = starts or (line != marked and last == before)
        closed = bool(last) and last[-1] in '.;:!?"”'
        starts = starts or (closed and (LABEL.match(line.strip()) is not None or len(last) > 250))
        if groups and not starts:
            groups[-1].append(marked)
        else:
            groups.append([marked])
    return groups


def _block(text: str, markdown: bool) -> Block:
    heading, rank = False, 0
    if markdown:
        match = _HEADING.match(text)
        whole = re.fullmatch(r"(\*\*|__)(?:(?!\1).)+\1", text)
        heading = bool(match or (whole and len(text) < 300 and text.rstrip("*_")[-1:] not in ",;:"))
        rank = len(match.group(1)) if match else 0
        text = match.group(2).rstrip("#").rstrip() if match else text
        text = _LINK.sub(r"\1", _EMPHASIS.sub(r"\2", text)).replace("\\", "")
        text = _ITEM.sub("- ", text)
    return Block(text, heading, rank=rank)
