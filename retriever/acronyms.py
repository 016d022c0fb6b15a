"""What an acronym stands for, read from the indexed texts themselves: "IGF" → "Internet Governance Forum"."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable

_SMALL = r"(?:\s(?:of|the|and|for|on|in|to|de|des|du|la|le|les|et|y|del|los|en|sur|para))*\s"
ACRONYM = re.compile(r"(?<![\w/])[A-Z][A-Z0-9]{2,7}(?![\w/])")


def expansion(acronym: str, texts: Iterable[str]) -> str:
    """The commonest run of words with these initials; "" where none stands in `texts`.

    Small words between them do not count; the words begin with capitals, but for a run that the
    acronym follows in brackets: "droit international humanitaire (DIH)".
    """
    letters = [letter for letter in acronym if letter.isalpha()]
    capitals = re.compile(r"\b" + _SMALL.join(rf"{letter}[\w'’-]+" for letter in letters))
    defined = re.compile(
        r"\b" + _SMALL.join(rf"{letter}[\w'’-]*" for letter in letters) + rf"\s\({acronym}\)", re.IGNORECASE
    )
    found: Counter[str] = Counter()
    for text in texts:
        if letters[0] in text:
            found.update(capitals.findall(text))
        if f"({acronym})" in text:
            found.update({match[: -len(acronym) - 3]: 5 for match in defined.findall(text)})
    return found.most_common(1)[0][0] if found else ""
