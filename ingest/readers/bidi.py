"""Lines in Arabic or Hebrew letters, put together from the place of each letter on the page."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence

from ingest.text import normalise

Edges = tuple[float, float, float, float]  # left, bottom, right, top, in points
_LETTERS = re.compile("[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc]")
SPACE = 0.13  # of the letters' height: wider white parts two words
_FEWEST = 20  # letters that make a page one to be read from right to left in places


def is_rtl(text: str, any_letter: bool = False) -> bool:
    """Whether `text` has lines to be read from right to left; with `any_letter`, one letter is enough."""
    if any_letter:
        return _LETTERS.search(text) is not None
    return sum(1 for _ in _LETTERS.finditer(text)) >= _FEWEST


def rtl_lines(text: str, boxes: Sequence[Edges], spans: Sequence[tuple[int, int]]) -> list[list[tuple[str, Edges]]]:
    """The words of each printed line with such letters, in reading order, with their edges.

    `boxes` are those of the characters of `text`, `spans` its lines as drawn. A mark or word that was drawn apart
    goes to its line by its height on the page.
    """
    rows: list[tuple[float, float, list[int]]] = []  # bottom, top, characters
    for start, end in spans:
        if not _LETTERS.search(text, start, end):
            continue
        members = [at for at in range(start, end) if not text[at].isspace()]
        bottom, top = min(boxes[at][1] for at in members), max(boxes[at][3] for at in members)
        row = next((row for row in rows if _beside(row, bottom, top)), None)
        if row is None:
            rows.append((bottom, top, members))
        else:
            row[2].extend(members)
    return [words for _, _, members in rows if (words := list(_words(text, boxes, members)))]


def _beside(row: tuple[float, float, list[int]], bottom: float, top: float) -> bool:
    overlap = min(row[1], top) - max(row[0], bottom)
    return overlap > 0.6 * min(row[1] - row[0], top - bottom)


def _words(text: str, boxes: Sequence[Edges], members: Sequence[int]) -> Iterator[tuple[str, Edges]]:
    """The characters of one line from right to left, cut at white; numbers and Latin from left to right."""
    letters = [at for at in members if not unicodedata.combining(text[at])]
    marks = [at for at in members if unicodedata.combining(text[at])]
    # The letters of a ligature have one box; PDFium gives them turned round like all others of the line.
    order = sorted(letters, key=lambda at: (-round(boxes[at][2], 1), -round(boxes[at][0], 1), -at))
    height = max((boxes[at][3] - boxes[at][1] for at in letters), default=0.0)
    groups: list[list[int]] = []
    edge = 0.0
    for at in order:
        if not groups or edge - boxes[at][2] > SPACE * height:
            groups.append([])
        groups[-1].append(at)
        edge = boxes[at][0]
    _put_marks(groups, marks, boxes)
    for group in _turned(groups, text):
        word = "".join(normalise("".join(text[at] for at in group)).split())
        if word:
            edges = [boxes[at] for at in group]
            yield word, (min(e[0] for e in edges), min(e[1] for e in edges), max(e[2] for e in edges), max(e[3] for e in edges))  # fmt: skip


def _put_marks(groups: list[list[int]], marks: Sequence[int], boxes: Sequence[Edges]) -> None:
    """Each vowel mark after the letter that it stands over."""
    for mark in marks:
        middle = (boxes[mark][0] + boxes[mark][2]) / 2
        near = [(abs((boxes[at][0] + boxes[at][2]) / 2 - middle), group, at) for group in groups for at in group]
        if near:
            _, group, at = min(near, key=lambda found: found[0])
            group.insert(group.index(at) + 1, mark)


def _turned(groups: Sequence[list[int]], text: str) -> Iterator[list[int]]:
    """The words of a line in reading order, runs of words in Latin letters from left to right."""
    run: list[list[int]] = []
    for group in groups:
        turned = list(_runs_turned(group, text))
        if any(_is_latin(text[at]) for at in group):
            run.append(turned)
            continue
        yield from reversed(run)
        run = []
        yield turned
    yield from reversed(run)


def _runs_turned(group: Sequence[int], text: str) -> Iterator[int]:
    """The characters of a word, its numbers and Latin letters from left to right: "٢٤" and "2.4", but "75/240"."""
    run: list[int] = []
    for position, at in enumerate(group):
        following = text[group[position + 1]] if position + 1 < len(group) else ""
        inside = bool(run) and text[at] in ".,'’-" and (following.isdigit() or _is_latin(following))
        if text[at].isdigit() or _is_latin(text[at]) or inside:
            run.append(at)
            continue
        yield from reversed(run)
        run = []
        yield at
    yield from reversed(run)


def _is_latin(char: str) -> bool:
    return char.isalpha() and not _LETTERS.match(char)
