"""Clean text: decoding, Unicode normalisation, and the line breaks that mean nothing."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Iterable

from ingest.errors import UnreadableFile

SOFT_BREAK = "\ufffe"  # where PDFium joined a word that a line end had cut
_INVISIBLE = dict.fromkeys(map(ord, "\u00ad\u200b\u2060\ufeff\u200e\u200f\u202a\u202b\u202c\u202d\u202e"), None)
_SPACES = re.compile(r"[^\S\n]+")
_WORD = re.compile(r"[^\W\d_]+(?:[-‐‑][^\W\d_]+)*")
_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff]")
_LIGATURES = {ord(char): unicodedata.normalize("NFKC", char) for char in "ﬀﬁﬂﬃﬄﬅﬆ"}
_WIDE = {code: unicodedata.normalize("NFKC", chr(code)) for code in range(0xFF10, 0xFF1A)}
_JOINED_FORMS = re.compile(r"[ﭐ-﷿ﹰ-ﻼ]+")  # Arabic presentation forms


def decode(raw: bytes) -> str:
    """Text of a file whose encoding is not stated: byte order mark, UTF-8, then Windows-1252.

    Raises: UnreadableFile when zero bytes show that it is no text.
    """
    for mark, encoding in ((b"\xef\xbb\xbf", "utf-8-sig"), (b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16")):
        if raw.startswith(mark):
            return raw.decode(encoding, errors="replace")
    if b"\0" in raw:
        raise UnreadableFile("not a text file: it holds zero bytes (UTF-16 is read where it begins with its mark)")
    try:
        return raw.decode("utf-8")
    except UnicodeDecodeError:
        return raw.decode("cp1252", errors="replace")


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


def mend_breaks(text: str, words: Counter[str], mark: str = SOFT_BREAK) -> str:
    """`text` with each broken word whole again: `capacity-building`, but `transformations`.

    The document's own `words` decide: the form that occurs unbroken elsewhere; else a hyphen
    where both halves occur as words of their own; else none.
    """

    def mend(match: re.Match[str]) -> str:
        left, right = match.group(1), match.group(2)
        joined, hyphened = f"{left}{right}".casefold(), f"{left}-{right}".casefold()
        if words[joined] != words[hyphened]:
            return f"{left}-{right}" if words[hyphened] > words[joined] else left + right
        if left and right and words[left.casefold()] and words[right.casefold()]:
            return f"{left}-{right}"
        return left + right

    return re.sub(rf"([^\W\d_]*){mark}\s*([^\W\d_]*)", mend, text)


def squeeze(text: str) -> str:
    """`text` with every run of white space as one blank, trimmed."""
    return " ".join(text.split())
