"""Something that a question names by number, date or symbol, with its place."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

LETTER = r"[^\W\u3400-\u9fff]"  # of a script with blanks: a Chinese sentence has none around a name
What = Literal["session", "date", "symbol", "paper", "paragraph"]


@dataclass(frozen=True, slots=True)
class Reference:
    """Something named at `start:end` of a question; `values` as the documents have them: "7", "2025-07", "A/RES/75/240".

    `annex` is where a paper stands that is printed as one of a resolution: "annex I".
    """

    what: What
    start: int
    end: int
    values: tuple[str, ...]
    annex: str = ""


def values(found: Iterable[Reference], what: What) -> tuple[str, ...]:
    """What the references of one sort stand for, each once."""
    return tuple(dict.fromkeys(value for each in found if each.what == what for value in each.values))


def apart(*offered: Reference) -> list[Reference]:
    """Those that overlap with none offered before them, in order."""
    found: list[Reference] = []
    for each in offered:
        if not any(each.start < other.end and other.start < each.end for other in found):
            found.append(each)
    return sorted(found, key=lambda each: each.start)


def blanked(text: str, start: int, end: int) -> str:
    """`text` with blanks at `start:end`."""
    return text[:start] + " " * (end - start) + text[end:]
