"""The encoding of a text that does not state it, from its bytes."""

from __future__ import annotations

import re
import unicodedata

from ingest.errors import UnreadableFile

_MARKS = (  # the longer ones first: that of UTF-32 begins like that of UTF-16
    (b"\xff\xfe\x00\x00", "utf-32"), (b"\x00\x00\xfe\xff", "utf-32"), (b"\xef\xbb\xbf", "utf-8-sig"),
    (b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16"),
)  # fmt: skip
# The commonest letters of Russian and Arabic: about two thirds of any text, far fewer of one read in a wrong encoding.
_COMMON = {
    "cp1251": "оеаинтсрвлк", "koi8_r": "оеаинтсрвлк", "iso8859_5": "оеаинтсрвлк", "cp866": "оеаинтсрвлк",
    "cp1256": "اليمونترعدة", "iso8859_6": "اليمونترعدة",
}  # fmt: skip
_SAMPLE = 200_000  # bytes: enough for a judgement
_HIGH = re.compile(rb"[\x80-\xff]+")
_LONG_HIGH = re.compile(rb"[\x80-\xff]{3,}")
_FREQUENT_HANZI = re.compile(rb"[\xb0-\xd7][\xa1-\xfe]")
_CONTROL = re.compile(r"[\x00-\x08\x0e-\x1f]")
_PLAIN = re.compile(r"[\n -~。，、；：]")
_NO_TEXT = ("Co", "Cn", "Cs")  # not assigned to any character
_BROKEN = "\ufffd"


def decode(raw: bytes) -> str:
    """Text of a file whose encoding is not stated.

    A byte order mark decides, then UTF-8, UTF-16 by its zero bytes, and for the rest the writing: Chinese as
    GB18030, Russian and Arabic by their commonest letters, all else as Windows-1252. Bytes that stand for no
    character become U+FFFD.

    Raises: UnreadableFile when zero bytes show that it is no text.
    """
    for mark, encoding in _MARKS:
        if raw.startswith(mark):
            return raw.decode(encoding, errors="replace")
    if b"\0" in raw:
        return _without_mark(raw)
    try:
        return raw.decode("utf-8")
    except UnicodeDecodeError:
        return _damaged(raw) or raw.decode(_by_writing(raw[:_SAMPLE]), errors="replace")


def _without_mark(raw: bytes) -> str:
    """UTF-16 without its mark: of the two orders of its bytes, the one that gives blanks and punctuation."""
    best, text = 0, ""
    for encoding in ("utf-16-le", "utf-16-be"):
        try:
            read = raw[: len(raw) // 2 * 2].decode(encoding)
        except UnicodeDecodeError:
            continue
        plain = len(_PLAIN.findall(read[:_SAMPLE]))
        if plain > best and not _CONTROL.search(read) and not _unassigned(read):
            best, text = plain, read
    if best * 100 < len(text[:_SAMPLE]) or not text:
        raise UnreadableFile("not a text file: it holds zero bytes")
    return text


def _unassigned(text: str) -> bool:
    return any(unicodedata.category(char) in _NO_TEXT for char in set(text[:_SAMPLE]))


def _damaged(raw: bytes) -> str:
    """`raw` as UTF-8 where but a few of its many characters beyond ASCII are damaged; "" if it is something else."""
    text = raw.decode("utf-8", errors="replace")
    broken = text.count(_BROKEN)
    beyond = sum(1 for char in text if char > "\x7f") - broken
    return text if broken * 20 <= beyond else ""


def _by_writing(raw: bytes) -> str:
    """The encoding of text with one or two bytes a character.

    Languages in Latin letters have few letters beyond ASCII and seldom three of them in a row; the words of
    others consist of nothing else. In Chinese each character has two bytes, mostly of the frequent half of the table.
    """
    high = sum(map(len, _HIGH.findall(raw)))
    rows = _LONG_HIGH.findall(raw)
    if sum(map(len, rows)) * 2 < high:
        return "cp1252"
    if _is_chinese(raw):
        return "gb18030"
    return max(_COMMON, key=lambda encoding: _share(raw, encoding))


def _is_chinese(raw: bytes) -> bool:
    runs = _HIGH.findall(raw)
    even = sum(len(run) for run in runs if len(run) % 2 == 0)
    total = sum(map(len, runs))
    if even * 100 < total * 97:  # a word of Russian or Arabic has an odd number of letters as often as not
        return False
    frequent = sum(2 * len(_FREQUENT_HANZI.findall(run)) for run in runs)
    return frequent * 2 > total


def _share(raw: bytes, encoding: str) -> float:
    """The share of common letters, small or capital, among the characters beyond ASCII."""
    beyond = [char for char in raw.decode(encoding, errors="replace").lower() if char > "\x7f"]
    return sum(char in _COMMON[encoding] for char in beyond) / max(len(beyond), 1)
