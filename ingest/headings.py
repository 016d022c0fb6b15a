"""The title that page one gives a document, told from the name of the organ and from the agenda item."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise, takewhile

from ingest.front import ITEM, SPREAD_LINE, front_of, is_official, masthead_words

MOST = 300  # characters of a title
_LETTER = re.compile(r"(?:Identical )?(?:Letters?|Notes? verbales?) dated\b")
_SUBTITLE = re.compile(
    r"(?:(?:Report|Note|(?:Working |Discussion |Non-)?paper|Proposal|Submission|Progress report|Study|Memorandum|Text) "
    r"(?:of|by|from|submitted|prepared)|(?:Submitted|Prepared|Presented) by|"
    r"Draft (?:resolution|decision) submitted|Contents|Summary|Annex|Addendum|Corrigendum)\b",
    re.IGNORECASE,
)
_DRAFT = re.compile(r"\bdraft (?:resolution|decision)\*?$", re.IGNORECASE)
_PARAGRAPH = re.compile(r"\d{1,2}\.\s")
_NUMBER = re.compile(r"^\d+/(?:…|\.{3}|\d*)\.?\s+")
_GOES_ON = re.compile(r"\b(?:of|the|and|on|in|to|for|by|with|from)$", re.IGNORECASE)


def title_of(lines: Sequence[str], seen: str) -> str:
    """The title that the reader has `seen`, unless it is the name of an organ; else the line where titles stand."""
    front = front_of(lines)
    words = set(re.findall(r"\w+", seen.casefold()))
    if not words or words <= masthead_words(lines) or is_official(seen) or seen[:1].islower():
        return clean(first_title(lines) or seen)
    longer = next((line for line in front if line.startswith(seen)), seen)
    below = next((after for line, after in pairwise(front) if line == longer), "")
    return clean(f"{longer} {below}" if _GOES_ON.search(longer) and len(below) < 200 else longer)


def first_title(lines: Sequence[str]) -> str:
    """The first line that is no masthead; below an agenda item and its own title, the one after them."""
    front = front_of(lines)
    if letter := next((line for line in front[:20] if _LETTER.match(line)), ""):
        return letter
    items = next((match for line in front if (match := ITEM.search(line))), None)
    count = len(re.findall(r"\d+", items["number"])) if items else 0
    plain = [line for line in _below_masthead(front[:20]) if len(line) > 3 and line[0].isalnum() and line[-1] != ","]
    for line, below in pairwise(plain):
        if _DRAFT.search(line):
            return _NUMBER.sub("", below)
    titles: list[str] = []
    for line in takewhile(lambda line: not titles or not (_SUBTITLE.match(line) or _PARAGRAPH.match(line)), plain):
        if titles and (line[0].islower() or _GOES_ON.search(titles[-1])):
            titles[-1] += f" {line}"
        else:
            titles.append(line)
    return titles[count if len(titles) > count else 0] if titles else ""


def clean(title: str) -> str:
    """`title` on one line, without the marks of its footnotes."""
    return re.sub(r"\s?\*+$", "", " ".join(title.split()))[:MOST]


def _below_masthead(front: Sequence[str]) -> list[str]:
    """The lines below the agenda item or, without one, below the masthead; all where it stands at the foot.

    Below the item a body may be named as the title of its report.
    """
    item = next((n for n, line in enumerate(front) if ITEM.search(line)), -1)
    spread = max((n for n, line in enumerate(front[:12]) if SPREAD_LINE.search(line)), default=-1)
    titles = [line for line in front[item + 1 :] if item >= 0 and not is_official(line, organs=False)]
    rest = front[spread + 1 :] if len(front) > spread + 2 else front
    return titles or [line for line in rest if not is_official(line)]
