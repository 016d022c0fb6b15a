"""Which line breaks of a text its margin made, and which were made by hand."""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import pairwise

CLOSING = '.;:!?"”'  # ends a sentence
UNWRAPPED = 250  # characters of a line that no margin wraps
_WRAPPED = 120  # of one that a margin may still have wrapped
_NARROWEST = 60  # of the lines of a text that is wrapped
_ENOUGH = 10  # lines that show where a margin wraps them
_ADDRESS = 40  # characters of "Distinguished delegates,"
_OPEN = re.compile(  # where no paragraph and no title ends
    r"[-‐‑]$|\b(?:an?|the|of|and|on|in|to|for|by|with|from|de|des?|del|du|la|les?|los|et|en|y|и|в|на|по)$",
    re.IGNORECASE,
)
_INSIDE = re.compile(  # begins a paragraph or a title only after a sentence: a number that is no date and no label
    r"\((?![a-z\d]{1,5}\)\s)|"
    r"\d(?!\d*(?:st|nd|rd|th)\b)(?!\d?(?:\s?[-–]\s?\d{1,2})?\s(?:de\s)?\w+\s(?:de\s)?\d{4}\b)(?!\d{0,2}[.)]\s)(?!\d{0,3}/\d)"
)
_CAPITALS = re.compile(  # the words of a title
    r"(?:(?:[^\W\d_a-zа-я]\S*|of|the|and|on|in|for|to|[^\w\s]+)\s+)+[^\W\d_a-zа-я]\S*"
)


@dataclass(frozen=True, slots=True)
class Margin:
    """Where a margin wraps the lines of a text."""

    width: int = 0  # characters of a line from which on its end may be the margin's; 0: not known
    closes: bool = False  # no margin wraps them: a line that ends a sentence ends its paragraph


def margin_of(text: str) -> Margin:
    """What the lengths of the lines of `text` say of its margin."""
    lines = [line.strip() for line in text.split("\n")]
    long = [line for line in lines if len(line) > _WRAPPED]
    closed = sum(line[-1] in CLOSING for line in long)
    unwrapped = any(len(line) > UNWRAPPED for line in long) and 2 * sum(map(len, long)) > sum(map(len, lines))
    if unwrapped and closed * 5 >= len(long) * 4:
        return Margin(closes=True)
    inner = sorted(len(line) for line, after in pairwise(lines) if line and after)
    return Margin(_begins(inner[len(inner) * 4 // 5])) if len(inner) >= _ENOUGH else Margin()


def _begins(usual: int) -> int:
    """Where the margin begins if lines have `usual` characters: words are not cut, and letters are not equally wide."""
    return max(usual, _NARROWEST) * 3 // 4


def is_made_by_hand(last: str, line: str, margin: Margin) -> bool:
    """Whether the break between two lines was made by hand: the second one would have begun on the first.

    One that ends no sentence is only believed where no margin is known, between short lines as on a title page, and
    below a title.
    """
    if not last or line.lstrip("-‐‑")[:1].islower() or _OPEN.search(last):
        return False
    closed = last[-1] in CLOSING or (last[-1] == "," and (margin.closes or len(last) <= _ADDRESS))
    if not closed and _INSIDE.match(line):
        return False
    width = margin.width or _begins(0)
    if len(last) + 1 + len(line.split()[0]) > width:
        return (closed and margin.closes) or len(last) > 2 * width
    return closed or not margin.width or len(line) <= width or _CAPITALS.fullmatch(last) is not None
