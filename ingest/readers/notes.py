"""Footnotes of a printed page: what stands in small type at its foot, note by note."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from ingest.readers.line import RULE, Line
from ingest.text import RAISED_DIGITS

SMALL = 0.93  # of the size of the text: notes are smaller
APART = 1.6  # times the size of the letters: a wider step parts the notes of a typed page from its text
FOOT = 0.6  # of the page's height: a rule above this parts no notes from the text
_SLASHED = re.compile(r"(?P<mark>\d{1,2}|[a-z]|\*)/\s+\S")  # in papers typed before 1996: "in May. 1/"
_NUMBER = re.compile(rf"[{RAISED_DIGITS}]{{1,3}}\s?\S")
_MARKER = re.compile(rf"(?:\d{{1,2}}|[a-z]|\*)/(?=\s+\S)|[{RAISED_DIGITS}]{{1,3}}|\*{{1,4}}(?=\s?\S)")


@dataclass(slots=True)
class Note:
    """The lines of one footnote on a page (from 1), and the marker that it begins with."""

    page: int
    marker: str
    lines: list[Line]


def separate(pages: Sequence[Sequence[Line]], size: float) -> tuple[list[list[Line]], list[Note]]:
    """(the pages without their footnotes, the footnotes in order), for a text set in `size` points.

    Notes stand under a printed rule, or below all else in smaller type or with a raised number, the first of them
    with its marker. What comes before the first marker under a rule goes on with the last note of the page before.
    """
    bodies: list[list[Line]] = []
    notes: list[Note] = []
    for page in pages:
        foot = _foot(page, size)
        kept = {id(line) for line in foot}
        bodies.append([line for line in page if id(line) not in kept and not RULE.fullmatch(line.text)])
        for line in foot:
            if RULE.fullmatch(line.text):
                continue
            start = _MARKER.match(line.text)
            if start:
                notes.append(Note(line.page, start.group(), [line]))
            elif notes:
                notes[-1].lines.append(line)
            else:
                bodies[-1].append(line)
    return bodies, notes


def marker(mark: str, words: Iterable[str]) -> bool:
    """Whether one of `words` carries the marker `mark`."""
    if mark.endswith("/"):
        return any(word.strip("()[],.;:") == mark for word in words)
    whole = re.compile(rf"(?<![{RAISED_DIGITS}*]){re.escape(mark)}(?![{RAISED_DIGITS}*])")
    return any(whole.search(word, 1) for word in words)


def _foot(page: Sequence[Line], size: float) -> list[Line]:
    """The lines of a page's notes, with the rule above them, from top to bottom."""
    ordered = sorted(page, key=lambda line: -line.base)
    for at, line in enumerate(ordered):
        if RULE.fullmatch(line.text) and line.base < FOOT * line.height:
            below = ordered[at:]
            if len(below) > 1 and all(each.size < 1.05 * size for each in below[1:]):
                return below
    if (typed := _typed(ordered)) is not None:
        return ordered[typed:]
    foot: list[Line] = []
    for line in reversed(ordered):
        if line.size >= SMALL * size:
            break
        foot.insert(0, line)
    first = next((at for at, line in enumerate(foot) if _MARKER.match(line.text)), len(foot))
    raised = (at for at, line in enumerate(ordered) if _NUMBER.match(line.text) and line.base < FOOT * line.height)
    return ordered[min(len(ordered) - len(foot) + first, next(raised, len(ordered))) :]


def _typed(page: Sequence[Line]) -> int | None:
    """Where the notes of a typed page begin, in its lines from the top: "1/" after white, with "1/" in a line above."""
    for at, line in enumerate(page):
        match = _SLASHED.match(line.text)
        if match is None or at == 0 or line.base > FOOT * line.height:
            continue
        if page[at - 1].base - line.base > APART * line.size and marker(
            match.group("mark") + "/", (word.text for each in page[:at] for word in each.words[1:])
        ):
            return at
    return None
