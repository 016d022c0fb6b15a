"""Clean text: decoding, Unicode normalisation, and the line breaks that mean nothing."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Iterable

SOFT_BREAK = "\ufffe"  # where PDFium joined a word that a line end had cut
RAISED_DIGITS = "⁰¹²³⁴⁵⁶⁷⁸⁹"  # they point to notes, as letters do in tables
RAISED = RAISED_DIGITS + "ᵃᵇᶜᵈᵉᶠᵍʰⁱʲᵏˡᵐⁿᵒᵖʳˢᵗᵘᵛʷˣʸᶻ"
SUPERSCRIPT = str.maketrans("0123456789", RAISED_DIGITS)
NOTE_MARKS = dict.fromkeys(map(ord, RAISED), " ")
_INVISIBLE = dict.fromkeys(map(ord, "\u00ad\u200b\u2060\ufeff\u200e\u200f\u202a\u202b\u202c\u202d\u202e"), None)
_SPACES = re.compile(r"[^\S\n]+")
_WORD = re.compile(r"[^\W\d_]+(?:[-‐‑][^\W\d_]+)*")
_LETTERS_BEFORE = re.compile(r"[^\W\d_]+$")
_LETTERS_AFTER = re.compile(r"[^\W\d_]+")
_LETTER = "A-Za-zÀ-ÖØ-öø-ÿА-яЁё"  # of scripts that have hyphens inside words: "دال- " is a label
_PARTED = re.compile(rf"(?<=[\s“‘«\"(])(?P<left>[{_LETTER}]+)(?P<gap> -|(?<=\w\w)- )(?P<right>[{_LETTER}]+)")
_DASHED = re.compile(r" -(?=\w)[^.!?\n]{1,200}?\w- ")  # a pair of dashes, each set close to the words inside
_LINKS = frozenset(
    "and or nor to but the a an we which who that this it is are was in of as not by for with et ou y o u e que se no si "
    "und и или а но что".split()
)
_ADDRESS = re.compile(r"://|^www\.|@")
_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff]")
_LIGATURES = {ord(char): unicodedata.normalize("NFKC", char) for char in "ﬀﬁﬂﬃﬄﬅﬆ"}
_WIDE = {code: unicodedata.normalize("NFKC", chr(code)) for code in range(0xFF10, 0xFF1A)}
_JOINED_FORMS = re.compile(r"[ﭐ-﷿ﹰ-ﻼ]+")  # Arabic presentation forms


def normalise(text: str) -> str:
    """NFC, with ligatures, full-width digits, odd spaces and invisible characters made plain.

    Line breaks stay; runs of other white space become one space. Length may change, so this
    comes before any offset is taken.
    """
    text = text.replace("\r\n", "\n").replace("\r", "\n").replace("\x0c", "\n\n").replace("\u2028", "\n")
    text = text.translate(_LIGATURES).translate(_WIDE).translate(_INVISIBLE)
    text = _JOINED_FORMS.sub(lambda match: unicodedata.normalize("NFKC", match.group()), text)
    text = _CONTROL.sub("", unicodedata.normalize("NFC", text))
    return _SPACES.sub(" ", text)


def vocabulary(texts: Iterable[str]) -> Counter[str]:
    """How often each word, hyphenated or not, stands unbroken in `texts`, case-folded."""
    return Counter(word.casefold() for text in texts for word in _WORD.findall(text))


def hyphen(left: str, right: str, words: Counter[str]) -> str:
    """What stands between the halves of a word that a line end cut: "-" in `capacity-building`, "" in `trans|form`.

    The document's own `words` decide: the form that occurs unbroken elsewhere; else a hyphen where both halves occur
    as words of their own, or where one is no word of letters or part of an address; else none.
    """
    ends, begins = _LETTERS_BEFORE.search(left), _LETTERS_AFTER.match(right)
    if ends is None or begins is None or _ADDRESS.search(left):
        return "-"
    before, after = ends.group().casefold(), begins.group().casefold()
    joined, hyphened = words[before + after], words[f"{before}-{after}"]
    if joined != hyphened:
        return "-" if hyphened > joined else ""
    return "-" if words[before] and words[after] else ""


def mend_breaks(text: str, words: Counter[str], mark: str = SOFT_BREAK) -> str:
    """`text` with each broken word whole again: `capacity-building`, but `transformations`.

    The document's own `words` decide (`hyphen`).
    """

    def mend(match: re.Match[str]) -> str:
        left, right = match.group(1), match.group(2)
        return left + hyphen(left, right, words) + right

    return re.sub(rf"([^\W\d_]*){mark}\s*([^\W\d_]*)", mend, text)


def mend_hyphens(text: str) -> str:
    """`text` without the blank that a machine left at a hyphen: "single -track", "Secretary- General".

    Dashes that stand in pairs ("the ropes -old ones- hold") and hyphens that wait for their word ("pre- and post-war",
    "life-saving and -enhancing") stay as they are.
    """
    if " -" not in text and "- " not in text:
        return text
    dashes = [match.span() for match in _DASHED.finditer(text)]

    def mend(match: re.Match[str]) -> str:
        left, right = match["left"].casefold(), match["right"].casefold()
        hangs = left in _LINKS or right in _LINKS or right.startswith(left)
        paired = any(start <= match.start("gap") < end for start, end in dashes)
        return match.group() if hangs or paired else f"{match['left']}-{match['right']}"

    return _PARTED.sub(mend, text)


def squeeze(text: str) -> str:
    """`text` with every run of white space as one blank, trimmed."""
    return " ".join(text.split())
