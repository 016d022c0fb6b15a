"""Paragraphs of any format put together into one text with pages and headings."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace

from ingest.readers import Reading
from ingest.text import squeeze

LABEL = re.compile(r"(?:\d{1,3}(?:\.\d{1,2})*[.)-]|\(?[a-z]{1,2}\)|\(?[ivxl]{1,5}\)|[•▪●◦–—-]|[IVX]{1,5}\.|[A-Z]\.)\s")
_CLOSED = re.compile(r"[.:;!?。؟…][\"”»’')\]]*\W{0,2}\d{0,2}$")
_OPEN_WORDS = (
    "a an and as at by for from in its of on or our that the their this to which with under "
    "de del des du el en et la las le les los para par por pour que sur un una une y au aux dans "
    "и в на по с для о об от к из"
)
_OPEN_ENDS = frozenset(_OPEN_WORDS.split())


@dataclass(slots=True)
class Block:
    """A paragraph or heading as it stands on one page; `page` counts from 1, 0 without pages."""

    text: str
    heading: bool = False
    page: int = 0
    broken: bool = False  # the page may end here, and the next block go on with the sentence
    certain: bool = True  # it does end here
    rank: int = 0  # of a heading: 1 the highest, 0 unknown
    quoted: bool = False  # marked as a block quotation
    footnote: bool = False  # stands after the paragraph that holds its marker


def continues(before: str, after: str, certain: bool = True) -> bool:
    """Whether `after` goes on with the sentence that `before` left open at a break.

    A `certain` page break needs little proof; a blank line in a text file is a page break only
    where the sentence cannot end: before a small letter or after an article or preposition.
    """
    if not before or not after or _CLOSED.search(before) or LABEL.match(after):
        return False
    if after[0].islower() and len(before) > 40:
        return True
    if before.endswith(","):  # a preambular paragraph or "Mr. Chair,"
        return False
    return len(before) > 60 and (certain or before.split()[-1].casefold() in _OPEN_ENDS)


def assemble(blocks: Iterable[Block], pages: int = 0, title: str = "", empty_pages: tuple[int, ...] = ()) -> Reading:
    """One text of all `blocks`, rejoining those that a page break cut in two."""
    parts: list[str] = []
    headings: list[tuple[int, int]] = []
    ranks: list[int] = []
    quotations: list[tuple[int, int]] = []
    footnotes: list[tuple[int, int]] = []
    starts: dict[int, int] = {}
    length = 0
    last: Block | None = None
    for block in blocks:
        text = squeeze(block.text)
        if not text:
            continue
        cut = last is not None and last.broken and not last.heading and not block.heading
        cut = cut and last is not None and last.quoted == block.quoted
        joined = cut and last is not None and continues(last.text, text, last.certain)
        separator = " " if joined else "\n\n" if parts else ""
        start = length + len(separator)
        starts.setdefault(block.page, start)
        parts += [separator, text]
        length = start + len(text)
        if block.heading:
            headings.append((start, length))
            ranks.append(block.rank)
        if block.quoted:
            quotations.append((start, length))
        if block.footnote:
            footnotes.append((start, length))
        last = replace(block, text=text)
    page_starts: list[int] = []
    for page in range(pages, 0, -1):
        page_starts.append(starts.get(page, page_starts[-1] if page_starts else length))
    if page_starts:
        page_starts[-1] = 0
    return Reading(
        "".join(parts), tuple(reversed(page_starts)), tuple(headings), squeeze(title), empty_pages, tuple(ranks),
        tuple(quotations), tuple(footnotes),
    )  # fmt: skip
