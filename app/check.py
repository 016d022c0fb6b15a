"""The citation check: nothing is shown as a quote that does not stand, in that mouth, in that place."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from app.checking.folding import differing, folded, folded_whole, whole_words
from ingest import delegations
from ingest.document import Document
from ingest.speakers import Turn, speaker_at

VERBATIM, NORMALISED, STITCHED, OTHER_PLACE, OTHER_HOLDER, NOT_FOUND, TOO_LONG = (
    "verbatim",
    "normalised",
    "stitched",
    "other place",
    "other holder",
    "not found",
    "too long",
)
SHOWN = (VERBATIM, NORMALISED)
MOST_WORDS = 150
FEWEST_WORDS = 4  # of a part that is told to be one without a sign of omission
_OMITTED = re.compile(r"\s*(?:[\[(]\s*(?:…|\.\s?\.\s?\.)\s*[\])]|…|\.\s?\.\s?\.)\s*")

Span = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Finding:
    """What the check finds of a quote: its verdict, and where its words stand.

    `spans` are offsets of the document: one, of each part of a stitched quote, or none where it is not found.
    `normalised` says in which respects the document writes it otherwise: "white space", "hyphenation", "dashes",
    "quotation marks", "forms of letters".
    """

    verdict: str
    spans: tuple[Span, ...] = ()
    normalised: tuple[str, ...] = ()

    @property
    def span(self) -> Span | None:
        """Where the whole quote stands; None where it does not, or only in parts."""
        return self.spans[0] if len(self.spans) == 1 else None

    @property
    def shown(self) -> bool:
        """Whether it may be shown as a quote."""
        return self.verdict in SHOWN


def verdict(document: Document, turns: Sequence[Turn], quote: str, start: int, end: int, holder: str | None) -> str:
    """The verdict on a quote that says exactly where it stands: VERBATIM only if it is `document.text[start:end]`."""
    found = check(document, turns, quote, holder, (start, end))
    return OTHER_PLACE if found.shown and document.text[start:end].strip() != quote.strip() else found.verdict


def check(
    document: Document, turns: Sequence[Turn], quote: str, holder: str | None, within: Span | None = None
) -> Finding:
    """What stands of `quote` in `document`, as words of `holder` (None: of nobody named).

    `within` is the stretch that the quote is said to stand in: its own span, or that of a passage; None: anywhere. Of
    several occurrences those of the holder count first, then those within the stretch, then those written alike.
    """
    text, words = document.text, quote.strip()
    if not re.search(r"\w", words):
        return Finding(NOT_FOUND)
    found = list(_exact(text, words))
    if not any(_spoken(turns, span, holder) and _inside(span, within) for span in found):
        found += _alike(text, words)
    if not found:
        return _stitched(document, turns, words, holder)
    span = min(found, key=lambda span: (not _spoken(turns, span, holder), not _inside(span, within)))
    original = text[slice(*span)]
    return Finding(
        _judged(turns, words, original, span, holder, within),
        (span,),
        differing(words, original) if original != words else (),
    )


def _judged(
    turns: Sequence[Turn], quote: str, original: str, span: Span, holder: str | None, within: Span | None
) -> str:
    if not _spoken(turns, span, holder):
        return OTHER_HOLDER
    if not _inside(span, within):
        return OTHER_PLACE
    if len(quote.split()) > MOST_WORDS:
        return TOO_LONG
    return VERBATIM if original == quote else NORMALISED


def _exact(text: str, quote: str) -> Iterator[Span]:
    """Where `quote` stands in `text` as it is written, as whole words."""
    at = text.find(quote)
    while at >= 0:
        if whole_words(text, at, at + len(quote)):
            yield at, at + len(quote)
        at = text.find(quote, at + 1)


def _alike(text: str, quote: str) -> list[Span]:
    """Where `quote` stands in `text` with other blanks, dashes and quotation marks, as whole words."""
    return [span for span in folded_whole(text).occurrences(folded(quote)) if whole_words(text, *span)]


def _spoken(turns: Sequence[Turn], span: Span, holder: str | None) -> bool:
    """Whether all words of the span are of `holder`: also those of a turn that begins and ends within it."""
    inside = [speaker_at(turns, span[0]), *(turn for turn in turns if span[0] < turn.start < span[1])]
    return all(same_holder(turn.holder, holder) for turn in inside)


def same_holder(one: str | None, other: str | None) -> bool:
    """Whether both name the same delegation, by whichever of its names, or are the same words."""
    if one == other or not one or not other:
        return one == other
    found = delegations.exactly(one)
    return found is not None and found == delegations.exactly(other)


def _inside(span: Span, within: Span | None) -> bool:
    return within is None or (within[0] <= span[0] and span[1] <= within[1])


def _stitched(document: Document, turns: Sequence[Turn], quote: str, holder: str | None) -> Finding:
    """The parts of a quote that stand apart in the document: words left out between them, with a sign of it or not."""
    spans: list[Span] = []
    for part in filter(None, _OMITTED.split(quote)):
        found = _nearest(document.text, turns, part, holder)
        pieces = [found] if found else _runs(document.text, turns, part.split(), holder)
        if not pieces:
            return Finding(NOT_FOUND)
        spans += pieces
    own = all(_spoken(turns, span, holder) for span in spans)
    return Finding(STITCHED if own else OTHER_HOLDER, tuple(spans))


def _nearest(text: str, turns: Sequence[Turn], part: str, holder: str | None) -> Span | None:
    """Where a part stands, in the words of `holder` if it can be; None where it does not, or has no words."""
    if not re.search(r"\w", part):
        return None
    found = [*_exact(text, part)] or _alike(text, part)
    return min(found, key=lambda span: not _spoken(turns, span, holder), default=None)


def _runs(text: str, turns: Sequence[Turn], words: Sequence[str], holder: str | None) -> list[Span]:
    """The longest runs of `words` from left to right that stand in `text`; [] where one of FEWEST_WORDS does not."""
    spans: list[Span] = []
    begin = 0
    while begin < len(words):
        left = len(words) - begin
        lengths = [size for size in range(left, FEWEST_WORDS - 1, -1) if size == left or left - size >= FEWEST_WORDS]
        standing = bisect_left(lengths, True, key=lambda size: _standing(text, words[begin : begin + size]))
        if standing == len(lengths):
            return []
        part = " ".join(words[begin : begin + lengths[standing]])
        span = _nearest(text, turns, part, holder)
        if span is None:
            return []
        spans.append(span)
        begin += lengths[standing]
    return spans


def _standing(text: str, words: Sequence[str]) -> bool:
    """Whether the words stand in `text` one after another: if they do, so do fewer of them."""
    return bool(_alike(text, " ".join(words)))
