"""The citation check: nothing is shown as a quote that does not stand, in that mouth, in that place."""

from __future__ import annotations

from collections.abc import Sequence

from ingest.document import Document
from ingest.speakers import Turn, speaker_at

VERBATIM, OTHER_HOLDER, OTHER_PLACE, NOT_FOUND, TOO_LONG = (
    "verbatim",
    "other holder",
    "other place",
    "not found",
    "too long",
)
MOST_WORDS = 150


def verdict(document: Document, turns: Sequence[Turn], quote: str, start: int, end: int, holder: str | None) -> str:
    """What the check finds: VERBATIM, or what is wrong with the quote.

    The quote must be `document.text[start:end]`, of at most 150 words, all of it words of `holder`.
    """
    if not quote.strip() or document.text[start:end] != quote:
        return OTHER_PLACE if quote.strip() and quote in document.text else NOT_FOUND
    speakers = {speaker_at(turns, start).holder, speaker_at(turns, end - 1).holder}
    if speakers != {holder}:
        return OTHER_HOLDER
    return TOO_LONG if len(quote.split()) > MOST_WORDS else VERBATIM
