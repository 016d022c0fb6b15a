"""Paragraphs of any format put together into one text with pages and headings."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace

from ingest.layout import Box, Layout
from ingest.readers import Reading
from ingest.text import squeeze

LABEL = re.compile(r"(?:\d{1,3}(?:\.\d{1,2})*[.)-]|\(?[a-z]{1,2}\)|\(?[ivxl]{1,5}\)|[•▪●◦–—-]|[IVX]{1,5}\.|[A-Z]\.)\s")
_CLOSED = re.compile(r"[.:;!?。؟…][\"”»’')\]]*\W{0,2}\d{0,2}$")
_MARK = re.compile(r"(?:[¹²³⁴⁵⁶⁷⁸⁹⁰]+|(?<=[\w.,;:!?)”’\"])\s\d{1,2}/)$")  # of a note
_NOTICE = re.compile(r"This record contains the text of speeches\b")  # at the foot of page one of a verbatim record
_NAME = re.compile(r"(?:^|[\s“(-])[^\W\da-zа-яё_][^\W\d_]*[a-zа-яà-ÿё][^\W\d_]*$")  # its first half; not "the UN"
_ENDS = re.compile(r"[.;!?][\"”»’')\]]*$")
_PROSE = 200  # characters of a paragraph that is no title
_FINITE = re.compile(  # a verb or a subject, which a title seldom has
    r"\b(?:I|[Ww]e|is|are|was|were|has|have|had|will|would|must|should|can|es|son|ha|han|debe|deben|est|sont|ont|nous|je)\b"
)
_STARTERS = re.compile(
    r"(?:The|This|That|These|Those|We|It|In|He|She|They|As|At|For|On|If|But|And|There|Our|Its|To|Let|Your|My|"
    r"Mr|Mrs|Ms|Madam|Madame|Excellenc(?:y|ies)|Distinguished|Ladies|Dear|Thank)\b"
)
_OPEN_WORDS = (
    "a an and as at by for from in its of on or our that the their this to which with under "
    "de del des du el en et la las le les los para par por pour que sur un una une y au aux dans "
    "и в на по с для о об от к из"
)
_OPEN_ENDS = frozenset(_OPEN_WORDS.split())


@dataclass(slots=True)
class Piece:
    """A printed word, or the part of it that stands on one line: `glued` to the one before without a blank."""

    text: str
    box: Box
    glued: bool = False


@dataclass(slots=True)
class Block:
    """A paragraph or heading as it stands on one page; `page` counts from 1, 0 without pages.

    Its words are `text`, or `pieces` where their places are known. Its `notes` follow when the paragraph ends.
    """

    text: str
    heading: bool = False
    page: int = 0
    broken: bool = False  # the page may end here, and the next block go on with the sentence
    certain: bool = True  # it does end here
    rank: int = 0  # of a heading: 1 the highest, 0 unknown
    quoted: bool = False  # marked as a block quotation
    footnote: bool = False  # stands after the paragraph that holds its marker
    pieces: list[Piece] = field(default_factory=list)
    notes: list[Block] = field(default_factory=list)
    glued: bool = False  # begins with the rest of a word that the block before ends with
    row: bool = False  # of a table or a chart: never a heading, and no number of a paragraph before it


def continues(before: str, after: str, certain: bool = True) -> bool:
    """Whether `after` goes on with the sentence that `before` left open at a break.

    A `certain` page break needs little proof; a blank line in a text file is a page break only
    where the sentence cannot end: before a small letter, after an article or preposition, or inside a name.
    """
    before = _MARK.sub("", before)
    if not before or not after or _CLOSED.search(before) or LABEL.match(after):
        return False
    if after[0].islower() and len(before) > 40:
        return True
    if before.endswith(","):  # a preambular paragraph or "Mr. Chair,"
        return False
    if len(before) > 60 and (certain or before.split()[-1].casefold() in _OPEN_ENDS):
        return True
    return len(before) > 60 and _in_name(before, after)


def _in_name(before: str, after: str) -> bool:
    """Whether a break parts a name: "the Shanghai Cooperation | Organization. It". What goes on ends in a sentence."""
    if not after[0].isupper() or _STARTERS.match(after) or not _ENDS.search(after):
        return False
    prose = len(before) > _PROSE or _FINITE.search(before) is not None
    return prose and _NAME.search(before[-40:]) is not None


def assemble(
    blocks: Iterable[Block],
    pages: int = 0,
    title: str = "",
    empty_pages: tuple[int, ...] = (),
    ocr_pages: tuple[int, ...] = (),
) -> Reading:
    """One text of all `blocks`, rejoining those that a page break cut in two; notes follow their paragraph."""
    text = _Text()
    for block in blocks:
        text.add(block)
    text.finish_notes()
    return Reading(
        text="".join(text.parts),
        page_starts=text.page_starts(pages),
        headings=tuple(text.headings),
        title=squeeze(title),
        empty_pages=empty_pages,
        ranks=tuple(text.ranks),
        quotations=tuple(text.quotations),
        footnotes=tuple(text.footnotes),
        rows=tuple(text.rows),
        ocr_pages=ocr_pages,
        off_page=tuple(text.off_page),
        layout=Layout.of(text.places).to_bytes() if text.places else b"",
    )


class _Text:
    """A text that grows block by block, with what is known of its stretches."""

    def __init__(self) -> None:
        self.parts: list[str] = []
        self.headings: list[tuple[int, int]] = []
        self.ranks: list[int] = []
        self.quotations: list[tuple[int, int]] = []
        self.footnotes: list[tuple[int, int]] = []
        self.rows: list[tuple[int, int]] = []
        self.off_page: list[tuple[int, int, int]] = []
        self.places: list[tuple[int, int, Box]] = []
        self._starts: dict[int, int] = {}
        self._length = 0
        self._last: Block | None = None
        self._notes: list[Block] = []

    def add(self, block: Block) -> None:
        """Put `block` at the end, as a paragraph of its own or as the rest of the last one."""
        words = _written(block.pieces) if block.pieces else squeeze(block.text)
        if not words:
            self._notes += block.notes
            return
        if block.broken and self._last is not None and self._in_notice(block, words):  # the page goes on over it
            self._last = replace(self._last, broken=True)
            return
        joined = self._goes_on(block, words)
        if not joined:
            self.finish_notes()
        separator = "" if joined and block.glued else " " if joined else "\n\n"
        start, end = self._append(separator if self.parts else "", words, block)
        self._starts.setdefault(block.page, start)
        if block.heading:
            self.headings.append((start, end))
            self.ranks.append(block.rank)
        if block.quoted:
            self.quotations.append((start, end))
        if block.footnote:
            self.footnotes.append((start, end))
        if block.row:
            self.rows.append((start, end))
        self._notes += block.notes
        self._last = replace(block, text=words)

    def _in_notice(self, block: Block, words: str) -> bool:
        """Whether `block` is the notice of a record, or goes on with it; it is then put with the notes."""
        last = self._notes[-1] if self._notes else None
        if last and _NOTICE.match(last.text) and not _CLOSED.search(last.text):
            self._notes[-1] = replace(last, text=f"{last.text} {words}", pieces=[*last.pieces, *block.pieces])
        elif _NOTICE.match(words):
            self._notes.append(replace(block, text=words))
        else:
            return False
        return True

    def finish_notes(self) -> None:
        """Put the notes of the paragraph that has ended after it."""
        reached = max(self._starts, default=0)
        for note in self._notes:
            words = _written(note.pieces) if note.pieces else squeeze(note.text)
            if words:
                start, end = self._append("\n\n", words, note)
                self.footnotes.append((start, end))
                if note.page < reached:
                    self.off_page.append((start, end, note.page))
        self._notes = []

    def page_starts(self, pages: int) -> tuple[int, ...]:
        """The offset at which each page begins; that of the next for a page without text."""
        found: list[int] = []
        for page in range(pages, 0, -1):
            found.append(self._starts.get(page, found[-1] if found else self._length))
        if found:
            found[-1] = 0
        return tuple(reversed(found))

    def _goes_on(self, block: Block, words: str) -> bool:
        last = self._last
        if last is None or not last.broken or last.heading or block.heading or last.quoted != block.quoted:
            return False
        if last.row or block.row:
            return False
        return block.glued or continues(last.text, words, last.certain)

    def _append(self, separator: str, words: str, block: Block) -> tuple[int, int]:
        start = self._length + len(separator)
        self.parts += [separator, words]
        self._length = start + len(words)
        at = start
        for position, piece in enumerate(block.pieces):
            at += position > 0 and not piece.glued
            self.places.append((at, at + len(piece.text), piece.box))
            at += len(piece.text)
        return start, self._length


def _written(pieces: Sequence[Piece]) -> str:
    return "".join(f"{'' if piece.glued or not at else ' '}{piece.text}" for at, piece in enumerate(pieces))
