"""How good an existing text layer is: pages that were scanned long ago carry what a weak OCR made of them."""

from __future__ import annotations

import re

PROBLEM = "an old text layer in which many words are damaged"
MANY = 0.006  # of the words, as strange; the worst of 500 papers that were never scanned has 0.0034
LEAST = 5  # strange words: fewer are chance
MANY_SCANNED = 0.004  # where the page is a picture with hidden text, that text comes from OCR
LEAST_SCANNED = 2

_CASED = r"A-Za-zÀ-ɏͰ-Ͽ\u0400-\u052f"  # Latin, Greek, Cyrillic: scripts with small and capital letters
_LOWER = r"a-zß-öø-ÿœ\u0430-\u045f"
_UPPER = r"A-ZÀ-ÖØ-ÞŒ\u0400-\u042f"
_CASED_LETTER = re.compile(f"[{_CASED}]")
_UNCASED_LETTER = re.compile("[\u0590-\u1fff\u2e80-\ud7ff\uf900-\ufdff\ufe70-\ufefc]")
_FREE = re.compile(r"[/@\\_]|www\.|\.(?:org|int|com|net)\b")  # symbols and addresses are spelled freely
_EDGES = ".,;:!?()[]\"'“”‘’„«»–—-…*•‐‑"
_STRANGE = re.compile(
    rf"[{_CASED}][~^|{{}}<>=#£§¢¥€!\[\]\"»«°¬¦¤%$]+[{_CASED}]"  # "Eas~ern": a sign inside a word
    rf"|[{_CASED}]\d+[{_LOWER}]|^[01][{_LOWER}]{{3,}}"  # "c0mmittee", "1ight"
    rf"|[{_LOWER}][{_UPPER}]+[{_LOWER}]|[{_UPPER}]{{2}}[{_LOWER}]{{2}}|[{_LOWER}]{{2}}[{_UPPER}]{{2}}"  # "COllaboration"
    r"|[a-z][\u0430-\u044f]|[\u0430-\u044f][a-z]"  # two alphabets in one word
    r"|\d[~^|{}<>=#¢¥¬¦]+\d"  # "19^8"
    rf"|([{_LOWER}])(?<!i)\1\1"  # "lll", not "viii"
)
_NAMED = re.compile(rf"(?:[{_UPPER}][{_LOWER}]+){{2,}}$|[ei][{_UPPER}]")  # "OpenHarbour", "eTrade"


def problem(text: str, scanned: bool = False) -> str:
    """PROBLEM where too many words of `text` cannot be spelled so in any language; else "".

    For each that is seen two or three more are damaged that look like words. `scanned` says that the text is a
    hidden layer over pictures of its pages. Arabic and Chinese have no capital letters and no spaces around
    foreign words: what is written in them is passed over.
    """
    words, strange = count(text)
    many, least = (MANY_SCANNED, LEAST_SCANNED) if scanned else (MANY, LEAST)
    return PROBLEM if strange >= max(least, many * words) else ""


def count(text: str) -> tuple[int, int]:
    """(words in scripts with capital letters, those among them that cannot be spelled so)."""
    words = strange = 0
    for token in text.split():
        word = token.strip(_EDGES)
        if len(word) < 3 or not _CASED_LETTER.search(word) or _UNCASED_LETTER.search(word) or _FREE.search(word):
            continue
        words += 1
        strange += _STRANGE.search(word) is not None and _NAMED.match(word) is None
    return words, strange
