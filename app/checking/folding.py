"""Texts as quotes are compared: the same letters, whatever blanks, dashes and quotation marks stand between them."""

from __future__ import annotations

import re
import unicodedata
from array import array
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

_MARKS = "\"“”„‟«»″'‘’‚‛ʼ′`´"
_INVISIBLE = "\u200b\u2060\ufeff\u200e\u200f\u202a-\u202e"
_BLANK = rf"[\s{_INVISIBLE}]+"
_DASH = rf"(?:{_BLANK})?[-‐‑‒–—―−](?:{_BLANK})?"
_SOFT = rf"\u00ad(?:{_BLANK})?|(?<=[^\W\d_])[-‐‑][^\S\n]*\n\s*(?=[^\W\d_])"  # what cuts a word at the end of a line
_MARK = rf"(?:''|’’|‘‘|[{_MARKS}])"
_PIECE = re.compile(
    rf"(?P<plain>[A-Za-z0-9.,;:()\[\]/?!&%]+)|(?P<soft>{_SOFT})|(?P<dash>{_DASH})|(?P<guillemet>«(?:{_BLANK})?|(?:{_BLANK})?»)|(?P<blank>{_BLANK})|"
    rf"(?P<mark>{_MARK})|(?P<other>.)",
    re.DOTALL,
)
# Forms of a letter that are the letter itself; a raised digit or a fraction is not the digit.
_SAME_LETTER = ("<compat>", "<wide>", "<narrow>", "<initial>", "<medial>", "<final>", "<isolated>", "<noBreak>")
_DASHED, _CUT = "-", "~"  # a dash; the end of a line in a word
_LETTER = r"[^\W_\u3040-\u9fff]"  # of a word that blanks divide from others, as Chinese has none
_JOIN = rf"(?:[-‐‑](?:[^\S\n]*\n\s*)?|\u00ad(?:{_BLANK})?)?"
_WITHIN = re.compile(rf"{_LETTER}{_JOIN}\0{_JOIN}{_LETTER}|\0[\u0300-\u036f]|\d[.,]\0\d|\d\0[.,]\d|n\0['’]t\b", re.I)
_AROUND = 12  # characters on each side of an end that show whether a word goes on
_KINDS = {"white space": _BLANK, "dashes": r"[-‐‑‒–—―−]", "quotation marks": _MARK}


@dataclass(frozen=True, slots=True)
class Folded:
    """`letters` without dashes; `dashes` has, by place in it, the dash that stands before that letter.

    A blank stands for any run of white space, one sign for every quotation mark and apostrophe; no blank stands
    beside a dash. `starts` and `ends` are the offsets of each letter in the text.
    """

    letters: str
    dashes: dict[int, str]
    starts: Sequence[int]
    ends: Sequence[int]

    def occurrences(self, quote: Folded) -> Iterator[tuple[int, int]]:
        """Where `quote` stands in this text: spans of offsets, in order."""
        size = len(quote.letters)
        at = self.letters.find(quote.letters) if size else -1
        while at >= 0:
            if self._dashed_like(quote, at):
                yield self.starts[at], self.ends[at + size - 1]
            at = self.letters.find(quote.letters, at + 1)

    def _dashed_like(self, quote: Folded, at: int) -> bool:
        """Whether the dashes inside agree; the end of a line may cut a word or not, at its hyphen or elsewhere."""
        return all(
            _alike(self.dashes.get(at + place, ""), quote.dashes.get(place, ""))
            for place in range(1, len(quote.letters))
        )


def _alike(dash: str, other: str) -> bool:
    return dash == other or _CUT in (dash, other)


def folded(text: str) -> Folded:
    """`text` as quotes are compared. Case, letters, digits and other punctuation stay as they are."""
    letters: list[str] = []
    dashes: dict[int, str] = {}
    starts, ends = array("L"), array("L")
    for match in _PIECE.finditer(text):
        kind, start, end = match.lastgroup, match.start(), match.end()
        if kind in ("soft", "dash"):
            dashes[len(letters)] = _CUT if kind == "soft" else _DASHED
            continue
        signs = match.group() if kind == "plain" else _signs(kind or "", match.group())
        letters += signs
        starts.extend(range(start, end) if kind == "plain" else [start] * len(signs))
        ends.extend(range(start + 1, end + 1) if kind == "plain" else [end] * len(signs))
    return Folded("".join(letters), dashes, starts, ends)


folded_whole = lru_cache(maxsize=16)(folded)  # the same document is quoted again and again


def _signs(kind: str, written: str) -> str:
    """What stands for a blank, a quotation mark or another character."""
    if kind in ("mark", "guillemet"):
        return '"'
    if kind == "blank":
        return " " if re.search(r"\s", written) else ""
    form = unicodedata.decomposition(written).split(" ")[0]
    same = form.startswith("<") and form in _SAME_LETTER
    return unicodedata.normalize("NFKD" if same else "NFD", written)


def whole_words(text: str, start: int, end: int) -> bool:
    """Whether no word or number goes on across either end: "binding" is no quote from "non-binding"."""
    return all(
        not _WITHIN.search(f"{text[max(0, at - _AROUND) : at]}\0{text[at : at + _AROUND]}") for at in (start, end)
    )


def differing(quote: str, original: str) -> tuple[str, ...]:
    """In which respects two texts that are folded alike differ: "white space", "hyphenation", "dashes", …"""
    found = []
    if re.findall(_SOFT, quote) != re.findall(_SOFT, original):
        found.append("hyphenation")
    quote, original = (re.sub(_SOFT, "", text) for text in (quote, original))
    for kind, pattern in _KINDS.items():
        one, other = re.findall(pattern, quote), re.findall(pattern, original)
        if one != other and not (kind == "dashes" and "hyphenation" in found and len(one) != len(other)):
            found.append(kind)
    if _bare(quote) != _bare(original):
        found.append("forms of letters")
    return tuple(found)


def _bare(text: str) -> str:
    return re.sub(rf"{_BLANK}|[-‐‑‒–—―−]|{_MARK}", "", text)
