"""The small raised numbers by which a text points to its notes."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from ingest.layout import Box
from ingest.readers.line import Line, Word
from ingest.text import RAISED_DIGITS, SUPERSCRIPT

_MARK = re.compile(rf"[{RAISED_DIGITS}]{{1,3}}")
_LEADING = re.compile(rf"[{RAISED_DIGITS}]{{1,3}}(?=[^\W\d])")
_CLOSE = 6.0  # points between a word and the number of its note


def with_raised(lines: list[Line]) -> list[Line]:
    """The lines with the small raised numbers of notes put to the words that they stand beside."""
    for line in lines:
        _part_mark(line)
        _join_marks(line)
    for line in lines:
        mark = line.words[0]
        alone = len(line.words) == 1
        if not (mark.text.isdecimal() and alone) and not _MARK.fullmatch(mark.text):
            continue
        others = [other for other in lines if other is not line and other.words]
        if (_follows(mark, others) or (alone and _precedes(mark, others))) and line.words.pop(0) and line.words:
            line.measure()
    return [line for line in lines if line.words]


def _follows(mark: Word, lines: Sequence[Line]) -> bool:
    """Whether `mark` stands raised right after a word, and was put to it."""
    for line in lines:
        if is_raised(mark.box, line.base, line.size):
            for at, word in enumerate(line.words):
                if abs(mark.box.left - word.box.right) < _CLOSE:
                    line.words[at] = Word(word.text + mark.text.translate(SUPERSCRIPT), word.box, word.gap)
                    line.measure()
                    return True
    return False


def _precedes(mark: Word, lines: Sequence[Line]) -> bool:
    """Whether `mark` stands raised where a line begins, and was put there."""
    for line in lines:
        if is_raised(mark.box, line.base, line.size) and 0 <= line.left - mark.box.left < 2 * line.size:
            line.words.insert(0, Word(mark.text.translate(SUPERSCRIPT), mark.box))
            line.measure()
            return True
    return False


def is_raised(box: Box, base: float, size: float) -> bool:
    """Whether `box` is smaller than letters of `size` points on `base`, and stands higher."""
    return box.top - box.bottom < 0.8 * size and base < box.bottom < base + size


def _part_mark(line: Line) -> None:
    """The number of a note that is set close to its first word becomes a word of its own."""
    word = line.words[0]
    if match := _LEADING.match(word.text):
        share = word.box.left + (word.box.right - word.box.left) * match.end() / len(word.text)
        mark = Word(match.group(), replace(word.box, right=share))
        line.words[:1] = [mark, Word(word.text[match.end() :], replace(word.box, left=share))]
        line.measure()


def _join_marks(line: Line) -> None:
    """A small raised number inside a line goes to the word before it; at its beginning it stays, raised."""
    if len(line.words) < 2:
        return
    words: list[Word] = []
    for word in line.words:
        mark = word.text.translate(SUPERSCRIPT)
        if not (word.text.isdecimal() and len(word.text) < 4 and is_raised(word.box, line.base, line.size)):
            words.append(word)
        elif word.box.left <= line.left:
            words.insert(0, Word(mark, word.box))
        elif words:
            at = _beside(words, word)
            words[at] = Word(words[at].text + mark, words[at].box, words[at].gap)
        else:
            words.append(Word(mark, word.box))
    line.words = words
    line.measure()


def _beside(words: Sequence[Word], mark: Word) -> int:
    """Which of `words` the number of a note stands beside: the last one, or where it was drawn later another."""
    if mark.box.left >= words[-1].box.left:
        return len(words) - 1
    return min(range(len(words)), key=lambda at: abs(words[at].box.right - mark.box.left))
