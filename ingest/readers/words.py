"""The words of a PDF whole again: those that a line end cuts, and those that kerning parts."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from itertools import pairwise
from statistics import median

from ingest.layout import Box
from ingest.readers.assemble import Piece
from ingest.readers.line import Line, Word
from ingest.text import SOFT_BREAK, hyphen, vocabulary

NARROW = 0.75  # times the usual white between the words of a line: less may be inside a word
_AROUND = f'“”"(),.;:{SOFT_BREAK}'
_JOINS = re.compile(r"[-‐’'](?=[^\W\d_]|$)|[,;:.!?)\]](?:\W|$)")  # what a word never begins with
_HYPHENED = re.compile(r"[-‐‑][a-zà-ÿа-яё]")  # begins a line: "no new legally | -binding lamps"
_HANGING = re.compile(r"(?:and|or|et|ou|y|o|e|und|и|или)")  # "pre- and post-conflict"


class Vocabulary(Counter[str]):
    """The words of a document but those that a line end cuts, and whether its line ends do cut plain words."""

    cuts: bool = False


def words_of(lines: Sequence[Line]) -> Vocabulary:
    """The words of `lines`, as their line ends cut them."""
    whole: list[str] = []
    cut = False
    for line in lines:
        whole += (word.text for word in line.words[cut:] if not _is_cut(word.text))
        cut = _is_cut(line.words[-1].text)
    words = Vocabulary(vocabulary(whole))
    plain = compound = 0
    for line, following in pairwise(lines):
        last, first = line.words[-1].text[:-1], following.words[0].text
        if _is_cut(line.words[-1].text) and last[-1:].isalpha() and first[0].islower():
            joined, hyphened = (words[form] for form in _forms(last, first))
            plain += joined > hyphened
            compound += hyphened > joined
    words.cuts = plain > compound
    return words


def _forms(left: str, right: str) -> tuple[str, str]:
    """The word whose halves a line end parts, without a hyphen and with one."""
    before, after = re.findall(r"[^\W\d_]+", left)[-1], re.findall(r"[^\W\d_]+", right)[0]
    return (before + after).casefold(), f"{before}-{after}".casefold()


def _is_cut(word: str) -> bool:
    return word.endswith(SOFT_BREAK) or (word[-1] in "-‐" and word[-2:-1].isalpha())


def pieces(lines: Sequence[Line], words: Vocabulary) -> list[Piece]:
    """The words of a paragraph, those that a line end or kerning cuts marked as going together."""
    found: list[Piece] = []
    for line in lines:
        for at, word in enumerate(line.words):
            if at and _kerned(found[-1].text, word, line, words):
                found[-1] = _together(found[-1], word)
            else:
                found.append(Piece(word.text, word.box, at == 0 and bool(found) and mend(found[-1], word, words)))
    return found


def mend(last: Piece, word: Word, words: Vocabulary) -> bool:
    """Whether `word`, first on its line, goes on with the word of `last`, whose hyphen then stays or goes."""
    if _HYPHENED.match(word.text) and last.text[-1:].isalpha():
        return True
    if not _is_cut(last.text):
        return False
    left, certain = last.text[:-1], last.text.endswith(SOFT_BREAK)
    if not certain and not word.text[0].islower():
        return False
    if _HANGING.fullmatch(word.text) and not words[(left + word.text).casefold()]:
        last.text = left + "-"
        return False
    last.text = left + _between(left, word.text, words)
    return True


def _between(left: str, right: str, words: Vocabulary) -> str:
    """A hyphen or nothing: where the words of the document do not tell, nothing only where its line ends cut words.

    Before a capital letter a hyphen stays: "Non-Self-|Governing".
    """
    if not left or not left[-1].isalpha() or not right[0].isalpha():
        return "-"
    joined, hyphened = (words[form] for form in _forms(left, right))
    if joined == hyphened and not (words.cuts and right[0].islower()):
        return "-"
    return hyphen(left, right, words)


def _together(last: Piece, word: Word) -> Piece:
    """The piece with `word`, which stands on the same line, joined to it."""
    box = Box(word.box.page, last.box.left, last.box.bottom, word.box.right, max(last.box.top, word.box.top))
    return Piece(last.text + word.text, box, last.glued)


def _kerned(last: str, word: Word, line: Line, words: Vocabulary) -> bool:
    """Whether the little white between two pieces of print on `line` is inside a word."""
    if word.gap is None:
        return False
    if _JOINS.match(word.text) or last[-1] in "-‐’(":
        return True
    left, right = (half.strip(_AROUND).casefold() for half in (last, word.text))
    if not (left.isalpha() and right.isalpha()):
        return False
    if words[left + right] > 0:
        return True
    rare = all(words[half] <= 1 or (len(half) == 1 and half not in "aieoyuàвикосу") for half in (left, right))
    return rare and word.gap < NARROW * median(b.box.left - a.box.right for a, b in pairwise(line.words))
