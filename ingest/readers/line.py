"""A printed line of a page and its words, with their places."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from statistics import median_low

from ingest.layout import Box

RULE = re.compile(r"[_—–]{6,}|-{5,}")  # printed with signs, above notes
SUPERSCRIPT = str.maketrans("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹")


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
        boxes = [word.box for word in self.words for _ in word.text if word.text[0] not in "¹²³⁴⁵⁶⁷⁸⁹⁰"]
        boxes = boxes or [self.words[0].box]
        self.base = median_low(box.bottom for box in boxes)  # of its letters: a long word counts for more
        self.size = median_low(box.top - box.bottom for box in boxes)
