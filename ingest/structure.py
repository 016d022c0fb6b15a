"""The smallest citable stretches of a text, with the labels that are printed before them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from ingest.readers import Reading

_ORDINAL = re.compile(
    r"(?P<label>First|Second|Third|Fourth|Fifth|Sixth|Seventh|Eighth|Ninth|Tenth|Firstly|Secondly|Thirdly|"
    r"Fourthly|Fifthly|Finally|Lastly|Premièrement|Deuxièmement|Troisièmement|Enfin|Primero|Segundo|Tercero|"
    r"Finalmente|Por último)\s*[,:]\s",
    re.IGNORECASE,
)
_NUMBER = re.compile(r"(?P<label>\d{1,3}(?:\.\d{1,2})*)[.)-]\s+(?=\S)|-(?P<arabic>[\d٠-٩]{1,3})\s")
_LETTER = re.compile(r"\(?(?P<label>[a-z]{1,2})\)\s+")
_ROMAN = re.compile(r"\(?(?P<label>[ivx]{1,5})\)\s+")
_BULLET = re.compile(r"[-•▪●◦–—*]\s+")
_ARTICLE = re.compile(r"(?P<label>Article \d{1,3})\b")
_TITLED = re.compile(r"(?:[IVX]{1,5}|[A-Z])\.\s+\S|(?:Annex|Chapter|Section|Part|Appendix|Article)\b.{0,80}$")
_LEADERS = re.compile(r"(?:\.\s?){5,}|…{2,}|(?:\. ){3,}")
ENTRY_WORDS = 60  # of an entry of a contents page: one row of dots in a longer text is an ornament
_ABBREVIATION = re.compile(
    r"(?:\b(?:Mr|Mrs|Ms|Dr|St|No|Nos|para|paras|art|arts|Art|vol|pp|cf|ed|Sr|Sra|Add|Rev|Corr|H\.E|I\.R|U\.S|U\.N|e\.g|i\.e|"
    r"vs|al|Inc|Ltd|sect|res|Jan|Feb|Aug|Sept|Oct|Nov|Dec)|\b[A-Z]|^\W*\d{1,3}|\b[a-z])\.$"
)
_END = re.compile(r"[.!?؟…][\"”»’')\]]*(?=\s+[\"“«‘'(\[]*[^\Wa-z_])|[。！？]")


@dataclass(frozen=True, slots=True)
class Unit:
    """A paragraph, list item or heading: `text[start:end]` of its document, offsets from 0.

    `label` is as printed, with the labels that it stands under ("2 (a)"); `lead` is the index of the unit
    that introduces this item; `level` is 0 for what introduces itself.
    """

    start: int
    end: int
    kind: str  # "heading", "paragraph", "item", "footnote" or "contents"
    label: str = ""
    lead: int | None = None
    level: int = 0
    heading: tuple[str, ...] = ()


def outline(reading: Reading) -> list[Unit]:
    """The units of a text in order; together they cover all of it but the blank lines."""
    text, bold = reading.text, dict(reading.headings)
    units: list[Unit] = []
    path: tuple[str, ...] = ()
    stack: list[tuple[int, int]] = []  # (rank of the label's form, index of the unit)
    spans = list(_paragraphs(text))
    for position, (start, end) in enumerate(spans):
        words = text[start:end]
        rank, label = _in_series(text, units, *_label(words), spans[position + 1 : position + 6])
        if len(words.split()) <= ENTRY_WORDS * len(_LEADERS.findall(words)):
            units.append(Unit(start, end, "contents"))
            continue
        if rank == 0 and (start in bold or _is_heading(words, text, spans, position)):
            path = (*path[:1], words[:120]) if _TITLED.match(words) is None else (words[:120],)
            stack = []
            units.append(Unit(start, end, "heading", heading=path))
            continue
        while stack and rank and stack[-1][0] >= rank:
            stack.pop()
        if rank == 0:
            stack = []
        above = stack[-1][1] if stack else _introduction(units, text, rank)
        units.append(_unit(units, start, end, rank, label, above, path))
        if rank or words.endswith(":"):
            stack.append((rank, len(units) - 1))
    return units


def _unit(
    units: Sequence[Unit], start: int, end: int, rank: int, label: str, above: int | None, path: tuple[str, ...]
) -> Unit:
    """One paragraph or item. A numbered paragraph introduces itself; all else in a list has a lead."""
    if not rank:
        return Unit(start, end, "paragraph", heading=path)
    if rank == _RANKS["number"] and (above is None or not units[above].label):
        return Unit(start, end, "paragraph", label, heading=path)
    inherited = units[above].label if above is not None else ""
    if rank > _RANKS["ordinal"]:
        label = f"{inherited} {label}".strip()
    level = units[above].level + 1 if above is not None else 0
    return Unit(start, end, "item", label, above, level, path)


_RANKS = {"number": 1, "ordinal": 2, "letter": 3, "roman": 4, "bullet": 5}


def _label(words: str) -> tuple[int, str]:
    """(rank of the label's form, label as printed); (0, "") for running text."""
    if match := _ARTICLE.match(words):
        return 0, match.group("label")
    if match := _ORDINAL.match(words):
        return _RANKS["ordinal"], match.group("label")
    if match := _NUMBER.match(words):
        return _RANKS["number"], match.group("label") or match.group("arabic")
    if match := _ROMAN.match(words):
        alone = len(match.group("label")) > 1 or match.group("label") == "i"
        if alone:
            return _RANKS["roman"], f"({match.group('label')})"
    if match := _LETTER.match(words):
        return _RANKS["letter"], f"({match.group('label')})"
    if _BULLET.match(words):
        return _RANKS["bullet"], ""
    return 0, ""


def _in_series(
    text: str, units: Sequence[Unit], rank: int, label: str, following: Sequence[tuple[int, int]]
) -> tuple[int, str]:
    """The rank and label where a letter may be a number: (i) after (h) is a letter, (v) after (iv) is none."""
    if label not in ("(i)", "(v)", "(x)"):
        return rank, label
    before = next((unit for unit in reversed(units[-6:]) if unit.label), None)
    last = before.label.split()[-1] if before is not None else ""
    if label != "(i)":
        return (_RANKS["roman"] if last in ("(iv)", "(ix)") else rank), label
    after = (_label(text[start:end])[1] for start, end in following)
    letter = before is not None and last == "(h)" and text[before.end - 1] != ":" and "(ii)" not in after
    return (_RANKS["letter"] if letter else rank), label


def _introduction(units: Sequence[Unit], text: str, rank: int) -> int | None:
    """The paragraph before a list that begins here: it introduces the list."""
    if rank in (0, _RANKS["number"]):
        return None
    for index in range(len(units) - 1, max(-1, len(units) - 40), -1):
        unit = units[index]
        if unit.kind == "item" and unit.lead is not None and _label(text[unit.start : unit.start + 30])[0] == rank:
            return unit.lead
        if unit.kind == "paragraph":
            return index
        if unit.kind == "heading" and not text[unit.start : unit.end].endswith(":"):
            return None
        if unit.kind == "heading":
            return index
    return None


def _is_heading(words: str, text: str, spans: Sequence[tuple[int, int]], position: int) -> bool:
    if len(words) > 160 or words[-1] in ".,;:!?" or not any(char.isalpha() for char in words):
        return False
    if _TITLED.match(words) or words.isupper():
        return True
    following = spans[position + 1] if position + 1 < len(spans) else None
    longer = following is not None and following[1] - following[0] > len(words)
    return len(words.split()) <= 14 and longer and not words[0].islower()


def _paragraphs(text: str) -> Iterator[tuple[int, int]]:
    for match in re.finditer(r"[^\n]+", text):
        yield match.start(), match.end()


def sentences(text: str, start: int = 0) -> list[tuple[int, int]]:
    """Spans of the sentences of `text`, shifted by `start`; "Mr. Chair" and "para. 3" do not end one."""
    spans: list[tuple[int, int]] = []
    begin = 0
    for match in _END.finditer(text):
        upto = text[max(begin, match.start() - 60) : match.start() + 1]  # a page of "Mr." must not take for ever
        if match.group()[0] == "." and _ABBREVIATION.search(upto):
            continue
        spans.append((start + begin, start + match.end()))
        begin = match.end() + len(text[match.end() :]) - len(text[match.end() :].lstrip())
    if text[begin:].strip():
        spans.append((start + begin, start + len(text.rstrip())))
    return spans
