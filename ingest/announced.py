"""Which plain paragraph the one before it announces by its colon: "The answer was the following:"."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Protocol

from ingest import records

FEW_WORDS = 5  # of "Mr. Chair:", "Participating States:" and "Fiji:", which introduce nothing that is said
_SAYS = re.compile(
    r"follow|read|quote|said|says|this|favou?r|against|abstain|suivant|voici|cite|dit|siguiente|sigue|cito|dijo|dice|"
    r"следующ|цитирую|гласит|التالي|يلي|نصه|如下",
    re.IGNORECASE,
)
_ADDRESSED = re.compile(
    r"\b(?:Mr|Mrs|Ms|Madam|Madame|Sir|Chair|Excellenc\w+|Distinguished|Dear|Ladies|Colleagues|Señor\w*|Sra?|Monsieur|"
    r"Excelenci\w+|Estimad\w+|Distinguid\w+|Господин|Госпожа|Уважаем\w+)\b[^.:]*:$|السيد[^.:]*:$|主席[^。：]*[:：]$",
    re.IGNORECASE,
)
_LONGEST = 12  # words of a line that only addresses somebody
_MOST_QUOTED = 8  # paragraphs of one quotation: one that never closes does not take in the rest


class Unit(Protocol):
    """What is read of a unit of the text: `ingest.structure.Unit`."""

    @property
    def start(self) -> int: ...
    @property
    def end(self) -> int: ...
    @property
    def kind(self) -> str: ...
    @property
    def label(self) -> str: ...
    @property
    def lead(self) -> int | None: ...


def announces(words: str) -> bool:
    """Whether a paragraph ends in a colon because what it announces comes next; an address or a speaker's name does not."""
    if words[-1] not in ":：":
        return False
    count = len(words.split())
    if count <= _LONGEST and (_ADDRESSED.search(words) or records.speaker_line(0, words, False)):
        return False
    return count > FEW_WORDS or _SAYS.search(words) is not None


def lead_of(text: str, units: Sequence[Unit], start: int) -> int | None:
    """The index of the unit that announces the plain paragraph that begins at `start`, right after the last of `units`.

    So does the lead of the paragraph before it where that ends in a semicolon and this one does not begin with a
    capital letter, or where a quotation goes on.
    """
    last = units[-1] if units else None
    if last is None or last.kind not in ("paragraph", "item"):
        return None
    words = text[last.start : last.end]
    if announces(words):
        return len(units) - 1
    if last.kind != "paragraph" or last.lead is None or not text.startswith(":", units[last.lead].end - 1):
        return None
    lists = words.endswith(";") and (text[start].islower() or not text[start].isalnum())
    return last.lead if lists or _quotes(text, units, last.lead) else None


def _quotes(text: str, units: Sequence[Unit], lead: int) -> bool:
    """Whether what comes after unit `lead` begins with a quotation that has not ended with the last of `units`."""
    words = text[units[lead].end : units[-1].end].lstrip()
    if words[0] not in "“«„" or len(units) - lead > _MOST_QUOTED:
        return False
    return re.findall(r"[“”«»„]", words)[-1] not in "”»"
