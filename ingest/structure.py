"""The smallest citable stretches of a text, with the labels that are printed before them."""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass, replace

from ingest import announced, provisions
from ingest.labels import RANKS, label_of
from ingest.readers import Reading
from ingest.sentences import sentences
from ingest.text import RAISED, RAISED_DIGITS, SUPERSCRIPT

__all__ = ["Unit", "outline", "sentences"]

_TITLED = re.compile(r"(?:[IVX]{1,5}|[A-Z])\.\s+\S|(?:Annex|Chapter|Section|Part|Appendix|Article)\b.{0,80}$")
_ROMANS = ("i", "ii", "iii", "iv", "v", "vi", "vii", "viii", "ix", "x", "xi", "xii", "xiii", "xiv", "xv")
_LEADERS = re.compile(r"(?:\.\s?){5,}|…{2,}|(?:\. ){3,}")
ENTRY_WORDS = 60  # of an entry of a contents page: one row of dots in a longer text is an ornament
_NOTE = re.compile(rf"\s*(?P<label>[{RAISED}]{{1,3}}|\d{{1,3}}|\*{{1,4}}|[a-z](?=[).\s]))")
MARKER_NEAR = 12  # paragraphs before a footnote in which its marker is looked for


@dataclass(frozen=True, slots=True)
class Unit:
    """A paragraph, list item, heading or footnote: `text[start:end]` of its document, offsets from 0.

    `label` is as printed, with what it counts in and the labels that it stands under: "2 (a)", "annex C, para. 4",
    "article 5, para. 1"; "PP3" for the third preambular paragraph; "footnote 5". `lead` is the index of the unit that
    introduces this item, announces this paragraph by its colon or holds the marker of this footnote; `level` is 0 for
    what introduces itself.
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
    spans = [match.span() for match in re.finditer(r"[^\n]+", reading.text)]
    starts = [start for start, _ in reading.footnotes]
    notes = {span for span in spans if _inside(span[0], reading.footnotes, starts)}
    body = _body(reading, [span for span in spans if span not in notes])
    return _with_footnotes(reading.text, body, sorted(notes)) if notes else body


def _inside(offset: int, spans: Sequence[tuple[int, int]], starts: Sequence[int]) -> bool:
    at = bisect_right(starts, offset) - 1
    return at >= 0 and offset < spans[at][1]


def _body(reading: Reading, spans: Sequence[tuple[int, int]]) -> list[Unit]:
    """The units of a text without its footnotes."""
    text, bold, rows = reading.text, dict(reading.headings), dict(reading.rows)
    scopes, preamble = provisions.places(text, spans), provisions.preamble(text, spans)
    units: list[Unit] = []
    path: tuple[str, ...] = ()
    stack: list[tuple[int, int]] = []  # (rank of the label's form, index of the unit)
    left: list[tuple[int, int]] = []  # the stack of a list that a paragraph without label interrupts
    scope, counted, bracketed = "", False, RANKS["number"]
    for position, (start, end) in enumerate(spans):
        words = text[start:end]
        if scopes[position] != scope:
            scope, counted, stack, left = scopes[position], False, [], []
        is_row = start in rows  # of a table: its number is no paragraph's, its few words are no heading
        rank, label = (0, "") if is_row else label_of(words[:80])
        rank, label = _in_series(text, units, rank, label, spans[position + 1 : position + 6])
        if label.startswith("(") and label[1:-1].isdigit():
            listed = bool(units) and text[units[-1].end - 1] == ":"
            rank = bracketed = bracketed if label != "(1)" else RANKS["bullet"] if listed else RANKS["number"]
            if rank == RANKS["number"] and (start in bold or _is_heading(words, text, spans, position)):
                rank, label = 0, ""
        if len(words.split()) <= ENTRY_WORDS * len(_LEADERS.findall(words)):
            units.append(Unit(start, end, "contents"))
            continue
        if rank == 0 and not is_row and (start in bold or _is_heading(words, text, spans, position)):
            path = (*path[:1], words[:120]) if _TITLED.match(words) is None else (words[:120],)
            stack, left = [], []
            units.append(Unit(start, end, "heading", heading=path))
            continue
        if rank and not stack and _goes_on(units, left, rank, label):
            stack = left
        while stack and rank and stack[-1][0] >= rank:
            stack.pop()
        if rank == RANKS["number"]:
            left = []
        if rank == 0:
            left = stack if stack and not words.endswith(":") else left
            stack = []
            label = preamble.get(position, "" if counted or "article" not in scope else scope)
        counted = counted or rank == RANKS["number"]
        above = stack[-1][1] if stack else _introduction(units, text, rank)
        unit = _unit(units, start, end, rank, label, above, path, scope)
        if not rank and not is_row and (lead := announced.lead_of(text, units, start)) is not None:
            unit = replace(unit, lead=lead, level=units[lead].level + 1)
        units.append(unit)
        if rank or words.endswith(":"):
            stack.append((rank, len(units) - 1))
    return units


def _unit(
    units: Sequence[Unit], start: int, end: int, rank: int, label: str, above: int | None, path: tuple[str, ...],
    scope: str,
) -> Unit:  # fmt: skip
    """One paragraph or item. A numbered paragraph introduces itself; all else in a list has a lead."""
    if not rank:
        return Unit(start, end, "paragraph", label, heading=path)
    inherited = units[above].label if above is not None else ""
    if rank == RANKS["number"] and inherited in ("", scope):
        return Unit(start, end, "paragraph", provisions.in_place(scope, rank, label), heading=path)
    if inherited and rank > RANKS["ordinal"]:
        label = f"{inherited} {label}".strip()
    elif not inherited:
        label = provisions.in_place(scope, rank, label)
    level = units[above].level + 1 if above is not None else 0
    return Unit(start, end, "item", label, above, level, path)


def _goes_on(units: Sequence[Unit], left: Sequence[tuple[int, int]], rank: int, label: str) -> bool:
    """Whether an item goes on with the list that a paragraph has interrupted: (c) after (b)."""
    last = next((units[at].label.split()[-1:] for form, at in left if form == rank), [])
    return bool(last and label) and label in (_after_letter(last[0]), _after_roman(last[0]))


def _after_letter(label: str) -> str:
    letter = label.strip("().")
    return label.replace(letter, chr(ord(letter) + 1)) if len(letter) == 1 and letter != "z" else ""


def _after_roman(label: str) -> str:
    roman = label.strip("().")
    return label.replace(roman, _ROMANS[_ROMANS.index(roman) + 1]) if roman in _ROMANS[:-1] else ""


def _in_series(
    text: str, units: Sequence[Unit], rank: int, label: str, following: Sequence[tuple[int, int]]
) -> tuple[int, str]:
    """The rank and label where a letter may be a number: (i) after (h) and (ii) after (hh) are letters, (v) after (iv) none."""
    if label not in ("(i)", "(v)", "(x)", "(ii)", "(vv)", "(xx)"):
        return rank, label
    before = next((unit for unit in reversed(units[-6:]) if unit.label), None)
    last = before.label.split()[-1] if before is not None else ""
    if len(label) > 3:
        return (RANKS["letter"] if last in ("(hh)", "(uu)", "(ww)") else rank), label
    if label != "(i)":
        return (RANKS["roman"] if last in ("(iv)", "(ix)") else rank), label
    after = (label_of(text[start : min(end, start + 20)])[1] for start, end in following)
    letter = before is not None and last == "(h)" and text[before.end - 1] != ":" and "(ii)" not in after
    return (RANKS["letter"] if letter else rank), label


def _introduction(units: Sequence[Unit], text: str, rank: int) -> int | None:
    """The paragraph before a list that begins here: it introduces the list."""
    if rank in (0, RANKS["number"]):
        return None
    for index in range(len(units) - 1, max(-1, len(units) - 40), -1):
        unit = units[index]
        if unit.kind == "item" and unit.lead is not None and label_of(text[unit.start : unit.start + 30])[0] == rank:
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


def _with_footnotes(text: str, body: Sequence[Unit], notes: Sequence[tuple[int, int]]) -> list[Unit]:
    """The units with each footnote in its place, under the unit that holds its marker."""
    order: list[Unit | tuple[int, int]] = sorted(
        [*body, *notes], key=lambda each: each[0] if isinstance(each, tuple) else each.start
    )
    moved = {unit.start: at for at, unit in enumerate(order) if isinstance(unit, Unit)}
    units: list[Unit] = []
    for each in order:
        if isinstance(each, Unit):
            units.append(each if each.lead is None else replace(each, lead=moved[body[each.lead].start]))
        else:
            units.append(_footnote(text, units, *each))
    return units


def _footnote(text: str, units: Sequence[Unit], start: int, end: int) -> Unit:
    """A footnote; one without a number of its own goes on with the one before it."""
    match = _NOTE.match(text, start, end)
    last = units[-1] if units and units[-1].kind == "footnote" else None
    if match is None:
        return replace(last, start=start, end=end) if last else Unit(start, end, "footnote", "footnote")
    raised = match.group("label").translate(SUPERSCRIPT)
    label = unicodedata.normalize("NFKC", raised)
    near = [
        n for n in range(len(units) - 1, -1, -1)[: 2 * MARKER_NEAR] if units[n].kind not in ("footnote", "contents")
    ]
    marker = re.compile(rf"(?<![{RAISED_DIGITS}]){re.escape(raised)}(?![{RAISED_DIGITS}])")
    holds = (n for n in near[:MARKER_NEAR] if marker.search(text, units[n].start, units[n].end))
    lead = next(holds, next((n for n in near if units[n].kind != "heading"), near[0] if near else None))
    above = units[lead] if lead is not None else None
    return Unit(
        start,
        end,
        "footnote",
        f"footnote {label}",
        lead,
        above.level + 1 if above else 0,
        above.heading if above else (),
    )
