"""A printed line of a page and its words, with their places."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from statistics import median_low

from ingest.layout import Box
from ingest.text import RAISED_DIGITS

RULE = re.compile(r"[_—–]{6,}|-{5,}")  # printed with signs, above notes


@dataclass(slots=True)
class Word:
    """A printed word; `gap` is the white before it where PDFium only supposes a space, else None."""

    text: str
    box: Box
    gap: float | None = None


@dataclass(slots=True)
class Line:
    """One printed line of `words`, with edges and base in points from the page's lower left corner."""

    words: list[Word]
    page: int
    bold: bool
    height: float  # of the page
    ocr: bool = False
    text: str = field(init=False)
    left: float = field(init=False)
    right: float = field(init=False)
    base: float = field(init=False)
    size: float = field(init=False)  # of its letters, in points

    def __post_init__(self) -> None:
        self.measure()

    def measure(self) -> None:
        """Take text and edges anew from the words."""
        self.text = " ".join(word.text for word in self.words)
        self.left = min(word.box.left for word in self.words)
        self.right = max(word.box.right for word in self.words)
        words = [word for word in self.words if word.text[0] not in RAISED_DIGITS] or self.words[:1]
        heights = {(word.box.bottom, word.box.top) for word in words}
        self.base, top = next(iter(heights))
        self.size = top - self.base
        if len(heights) > 1:  # those of most letters: a long word counts for more
            boxes = [word.box for word in words for _ in word.text]
            self.base = median_low(box.bottom for box in boxes)
            self.size = median_low(box.top - box.bottom for box in boxes)
