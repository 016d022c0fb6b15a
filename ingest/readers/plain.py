"""Plain text and Markdown: hard-wrapped lines joined, marks of bold and headings read and removed."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

from ingest.encodings import decode
from ingest.errors import UnreadableFile
from ingest.readers import Reading, markdown
from ingest.readers.assemble import LABEL, Block, assemble
from ingest.readers.margins import CLOSING, UNWRAPPED, Margin, is_made_by_hand, margin_of
from ingest.readers.page_marks import PAGE_BREAK, without_page_marks
from ingest.text import SOFT_BREAK, mend_breaks, mend_hyphens, normalise, vocabulary

UNREADABLE = "\ufffd"  # what stands where bytes are no character
_HEADING = re.compile(r"^(#{1,6})\s+(.*)$")
_UNDERLINE = re.compile(r"^ {0,3}(?:(=){3,}|-{3,})\s*$")
_QUOTED = re.compile(r"^\s*(?:>\s?)+")
_ITEM = re.compile(r"^\s*[-*+•]\s+")
_BREAK = re.compile(r"[^\W\d_]-$")
_SUSPENDED = re.compile(r"(?:and|or|to|et|ou|y|o|und|и|или)\b")  # "pre- and post-": this hyphen is one
_PAGE_NUMBER = re.compile(r"\W*(?:page\s+)?\d{1,4}(?:\s*(?:/|of)\s*\d{1,4})?\W*", re.IGNORECASE)
_EDGE = 3  # lines at the top and at the foot of a page that may be repeated on all of them
_FEWEST_PAGES = 3  # that prove a repeated line to be a running header


def read(path: Path) -> Reading:
    """Text of the file at `path`, whatever its encoding. Form feeds end its pages.

    Raises: UnreadableFile when zero bytes, or many that stand for no character, show that it is no text.
    """
    text = decode(path.read_bytes())
    if text.count(UNREADABLE) * 10 > len(text):
        raise UnreadableFile("not a text file: its bytes are no text in the encoding that its mark names")
    marked = path.suffix.casefold() in (".md", ".markdown")
    pages = text.rstrip("\f\r\n\t ").split("\f")
    if len(pages) == 1:
        return parse(without_page_marks(normalise(text)), marked)
    texts = _without_running_lines([normalise(page) for page in pages])
    texts = [without_page_marks(page, first=not number) for number, page in enumerate(texts)]
    found = [blocks(page, marked, number) for number, page in enumerate(texts, start=1)]
    for page in found:
        if page:
            page[-1].certain = True
    empty = tuple(number for number, page in enumerate(found, start=1) if not page)
    return assemble((block for page in found for block in page), len(pages), empty_pages=empty)


def parse(text: str, marked: bool = False) -> Reading:
    """The paragraphs of `text`; it is read as Markdown where `marked`, and where its marks show it."""
    return assemble(blocks(text, marked))


def blocks(text: str, marked: bool = False, page: int = 0) -> list[Block]:
    """The paragraphs, list items and table rows of `text`, each of which a page break may have cut."""
    marked = marked or markdown.is_marked(text)
    notes: dict[str, str] = {}
    if marked:
        text = markdown.hidden(markdown.without_comments(markdown.without_front_matter(text)))
    if marked or "[^" in text:
        text, notes = markdown.notes_of(text)
    found = [block for block in _blocks(text, marked) if block.text]
    words: Counter[str] | None = None
    for block in found:
        if SOFT_BREAK in block.text:
            words = vocabulary([text]) if words is None else words
            block.text = mend_breaks(block.text, words)
        for name in markdown.references(block.text) if notes else ():
            if name in notes:
                note = markdown.words(notes.pop(name))
                block.notes.append(Block(f"{markdown.marker(name)} {note}", footnote=True, page=page))
        if marked or notes or block.notes:
            block.text = markdown.words(block.text)
        block.text = mend_hyphens(block.text)
        block.page = page
    rest = [Block(f"{markdown.marker(name)} {markdown.words(note)}", page=page) for name, note in notes.items()]
    return found + rest


def _blocks(text: str, marked: bool) -> Iterator[Block]:
    margin = margin_of(text)
    last: Block | None = None
    for lines in _pieces(text, marked):
        if not lines:  # a page of its print ended
            if last is not None:
                last.certain = True
            continue
        if marked and markdown.fence(lines[0]):
            yield Block(" ".join(lines[1:]))
            continue
        rows = markdown.table(lines)
        if rows:
            yield from (Block(row, row=True) for row in rows)
            continue
        for group in _paragraphs(lines, margin):
            block = _block(_joined(group), marked)
            block.quoted = _QUOTED.match(group[0]) is not None
            block.broken, block.certain = True, False
            last = block
            yield block


def _pieces(text: str, marked: bool) -> Iterator[list[str]]:
    """Lines between blank lines; those of a block of code together, a heading and a rule apart; none at a page's end."""
    piece: list[str] = []
    fence = ""
    for line in text.split("\n"):
        if fence:
            if line.strip().startswith(fence):
                yield piece
                piece, fence = [], ""
            else:
                piece.append(line)
            continue
        opens = markdown.fence(line) if marked else ""
        underline = _UNDERLINE.match(line) if len(piece) == 1 and len(piece[0]) < 200 else None
        blank = not line.strip() or (not line.strip("> \t") and ">" in line)
        if underline and not _ITEM.match(piece[0]) and "|" not in piece[0]:
            yield [f"{'#' if underline.group(1) else '##'} {piece[0].strip()}"]
            piece = []
        elif opens or blank or (marked and markdown.is_rule(line)):
            if piece:
                yield piece
            piece, fence = ([line], opens) if opens else ([], "")
            if line == PAGE_BREAK:
                yield []
        else:
            piece.append(line)
    if piece:
        yield piece


def _paragraphs(lines: list[str], margin: Margin) -> list[list[str]]:
    """Lines grouped into paragraphs: a list item, label or Markdown heading starts a new one.

    Wrapped lines belong together when the line before is long or ends in mid-sentence. Where no margin has wrapped
    the lines, each is a paragraph; so is one before which there was room (`margin`).
    """
    groups: list[list[str]] = []
    strong = False  # the mark of strong words is open
    for marked in lines:
        line = _QUOTED.sub("", marked)
        if not line.strip():
            continue
        before = groups[-1][-1].rstrip() if groups else ""
        last = _QUOTED.sub("", before)
        starts = any((_ITEM.match(line), _HEADING.match(line.strip()), _HEADING.match(last.strip())))
        starts = starts or (line != marked and last == before)
        starts = starts or (not strong and is_made_by_hand(last.strip(), line.strip(), margin))
        closed = bool(last) and last[-1] in CLOSING
        starts = starts or (closed and (LABEL.match(line.strip()) is not None or len(last) > UNWRAPPED))
        if groups and not starts:
            groups[-1].append(marked)
        else:
            groups.append([marked])
            strong = False
        strong ^= line.count("**") % 2 == 1
    return groups


def _joined(lines: list[str]) -> str:
    """The lines of a paragraph as one; a word that a line end cut keeps a mark there."""
    parts: list[str] = []
    for line in lines:
        text = _QUOTED.sub("", line).strip()
        if parts and _BREAK.search(parts[-1][-2:]) and text[:1].isalpha() and not _SUSPENDED.match(text):
            if text[0].islower():
                parts[-1] = parts[-1][:-1] + SOFT_BREAK
            parts.append(text)
        else:
            parts += [" ", text] if parts else [text]
    return "".join(parts)


def _block(text: str, marked: bool) -> Block:
    match = _HEADING.match(text)
    if match is None and not marked:
        return Block(text)
    whole = re.fullmatch(r"(\*\*|__)(?:(?!\1).)+\1", text)
    heading = bool(match or (whole and len(text) < 300 and text.rstrip("*_")[-1:] not in ",;:"))
    rank = len(match.group(1)) if match else 0
    text = match.group(2).rstrip("#").rstrip() if match else text
    return Block(_ITEM.sub("- ", text), heading, rank=rank)


def _without_running_lines(pages: list[str]) -> list[str]:
    """`pages` without page numbers and the lines that are repeated on most of them; the first page keeps its own."""
    if len(pages) < _FEWEST_PAGES:
        return pages
    split = [page.split("\n") for page in pages]
    edges = [_edges(lines) for lines in split]
    often = Counter(form for lines, at in zip(split, edges, strict=True) for form in {_form(lines[n]) for n in at})
    repeated = {form for form, count in often.items() if count >= max(_FEWEST_PAGES, len(pages) * 0.4)}
    numbers = {"#"} if often["#"] * 2 >= len(pages) else set()
    for number, (lines, at) in enumerate(zip(split, edges, strict=True)):
        for n in at:
            if _form(lines[n]) in numbers or (number and _form(lines[n]) in repeated):
                lines[n] = ""
    return ["\n".join(lines) for lines in split]


def _edges(lines: list[str]) -> list[int]:
    filled = [at for at, line in enumerate(lines) if line.strip()]
    return sorted({*filled[:_EDGE], *filled[-_EDGE:]})


def _form(line: str) -> str:
    """What repeated lines have in common: "#" for a page number, else the line without its numbers' values."""
    text = line.strip()
    return "#" if _PAGE_NUMBER.fullmatch(text) else re.sub(r"^\d{1,4}\s+|\s+\d{1,4}$", "", text)
