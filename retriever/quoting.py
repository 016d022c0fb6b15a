"""Words in quotation marks: how they are compared, whatever apostrophe, hyphen, blank or capital they are typed with."""

from __future__ import annotations

_ALIKE = str.maketrans(
    {"’": "'", "‘": "'", "ʼ": "'", "“": '"', "”": '"', "‐": "-", "‑": "-", "–": "-", "—": "-", "\u00ad": None}
)


def folded(text: str) -> str:
    """`text` for comparison."""
    return " ".join(text.translate(_ALIKE).casefold().split())
