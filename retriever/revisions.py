"""Which of several versions of a text a question is about, and how a version is named to readers."""

from __future__ import annotations

import re

from ingest.document import Document

# A question that looks back wants the older text as it was.
_LOOKS_BACK = re.compile(
    r"\b(?:Rev|Corr|Add)\.?\s?\d|"
    r"\b(?:zero|first|second|third|earlier|earliest|previous|prior|initial|original|older|preliminary|superseded|former)"
    r"(?:\s+(?!on|to|at|in|of|by)\w+)?[\s-]+(?:drafts?|versions?|texts?|revisions?)\b|"
    r"\b(?:version|projet|texte) (?:initiale?|précédente?|antérieure?|originale?)\b|\bavant-projet\b|"
    r"\b(?:versión|proyecto|texto|borrador) (?:inicial|anterior|previ[oa]|original)\b|\b(?:borrador|proyecto) cero\b",
    re.I,
)


def looks_back(question: str) -> bool:
    """Whether a question is about an older text by its own words: "Rev.1", "the zero draft", "the earlier version"."""
    return _LOOKS_BACK.search(question) is not None


def called(document: Document) -> str:
    """How a text is named to readers: by its symbol."""
    return document.symbol or document.title or document.id
