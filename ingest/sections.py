"""Sections of a compendium, each under the name of the delegation whose words it holds."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from ingest import delegations, titles
from ingest.holders import Turn, attribute
from ingest.readers import Reading
from ingest.structure import Unit

_SECTION = re.compile(r"^[IVX]{1,5}\.\s+")
_STRUCTURE = re.compile(
    r"Member States|Observers?|Observer States|Groups?|Organizations?|Annex.*|Appendix.*|Conclusions?|Findings|Notes|"
    r"Endnotes|References|Bibliography",
    re.I,
)
# A heading in a compendium that may be another body's name, or opens the words of an officer.
_BODY = re.compile(
    r"[A-ZÀ-Þ].*\b(?:Union|Organi[sz]ations?|Association|International|Institut\w*|Cent(?:re|er)|Council|Foundation|Committee|"
    r"University|Forum|Network|League|Court|Commission|Agency|Fund|Alliance|Society|Chamber|Federation|Group|Order|"
    r"Secretariat|Corporation|Inc|Ltd|Coalition|Initiative|Consortium)\b(?!.*\b(?:should|must|will|is|are|in|on|and the|for)\b).*|"
    r".*\b(?:by|of) the (?:Co-)?(?:Chair\w*|President|Secretariat|Secretary-General|Rapporteur)"
)
_SUBMITTED = re.compile(r"\[Original: \w+\]")
OWN_WORDS = re.compile(
    r"\b(?:my|our) (?:delegation|country|government|nation|people|region)\b|\bM(?:r\.?|adam) Chair\b|"
    r"\b(?:we|I) (?:\w+ly )?(?:would like to |wish to |also |do not |cannot )*(?:align|associate|propose|support|oppose|"
    r"call|urge|reaffirm|reiterate|welcome|believe|join|stand|regret|reject|demand)\b",
    re.I,
)
MOST_LINES = 8  # of one heading
FEWEST_VOICES = 2  # that make a text a compendium or a record


def ends(text: str, found: Sequence[Turn]) -> list[int]:
    """Where each turn ends: where the next begins, the last with the text."""
    return [turn.start for turn in found[1:]] + [len(text)] * bool(found)


def name_of(text: str, unit: Unit) -> Turn | None:
    """The turn of a heading that is a delegation's name, alone or with the group it speaks for, or its paper's title."""
    words = text[unit.start : unit.end]
    if unit.kind == "contents" or len(words) > 900 or words[-1] in ".,;:!?" or len(words.split()) > 120:
        return None
    bare = _SECTION.sub("", words)
    if unit.kind != "heading" and len(words) > 60:
        return attribute(unit.start, bare, whole=True) if words[-1] == ")" else None
    if named := attribute(unit.start, bare, whole=True):
        return named
    titled = titles.from_title_page([bare]) if unit.kind == "heading" and len(words) < 300 else None
    return replace(titled, start=unit.start) if titled else None


def is_bare_name(text: str, unit: Unit) -> bool:
    """Whether a unit is a heading of nothing but a delegation's name, alone or with the group it speaks for."""
    words = text[unit.start : unit.end]
    if unit.kind != "heading" or len(words) > 900 or words[-1] in ".,;:!?":
        return False
    return attribute(unit.start, _SECTION.sub("", words), whole=True) is not None


def sections(reading: Reading, units: Sequence[Unit], kind: str) -> list[Turn]:
    """The sections under delegations' names; none where they do not speak for themselves.

    Names that follow one another with no text between are a list. A section ends at the next heading of its rank;
    in a document that does not call itself a compendium, and whose headings have no rank, at any.
    """
    text, ranks = reading.text, dict(zip((start for start, _ in reading.headings), reading.ranks, strict=False))
    quoted = {start for start, _ in reading.quotations}
    named = {n: turn for n, unit in enumerate(units) if unit.start not in quoted and (turn := name_of(text, unit))}
    named = _without_lists(_with_open_brackets(text, units, named))
    submitted = sum(_SUBMITTED.search(text, turn.start, turn.start + 300) is not None for turn in named.values())
    declared = kind == "compendium" or submitted >= FEWEST_VOICES
    found: list[Turn] = []
    rank = 0
    for n, unit in enumerate(units):
        if n in named:
            found.append(named[n])
            rank = ranks.get(unit.start, 0)
        elif (found or declared) and (
            _closes(text, unit, rank, ranks.get(unit.start, 0), declared)
            or (found and declared and _is_body(text, unit))
        ):
            found.append(Turn(unit.start, None))
    if declared:
        return found
    spans = zip(found, ends(text, found), strict=True)
    own = [turn if OWN_WORDS.search(text[turn.start : end]) else Turn(turn.start, None) for turn, end in spans]
    return own if sum(turn.holder is not None or bool(turn.members) for turn in own) >= FEWEST_VOICES else []


def _with_open_brackets(text: str, units: Sequence[Unit], named: dict[int, Turn]) -> dict[int, Turn]:
    """`named` with the headings whose bracket runs over several units, "Fiji (joint statement of:" above its members."""
    found = dict(named)
    for n, unit in enumerate(units):
        line = text[unit.start : unit.end]
        if n in found or len(line) > 300 or line.count("(") <= line.count(")") or line[:1].islower():
            continue
        for last in range(n + 1, min(n + MOST_LINES, len(units))):
            words = " ".join(text[unit.start : units[last].end].split())
            if words.count("(") > words.count(")"):
                continue
            turn = attribute(unit.start, _SECTION.sub("", words), whole=True) if words[-1] == ")" else None
            if turn and len(words) < 900:
                found = {at: other for at, other in found.items() if not n <= at <= last} | {n: turn}
            break
    return dict(sorted(found.items()))


def _without_lists(named: dict[int, Turn]) -> dict[int, Turn]:
    """`named` without names that follow one another; the title below its own delegation's name takes its place."""
    found = dict(named)
    for n, turn in named.items():
        below = named.get(n + 1)
        if below and n - 1 not in named and n + 2 not in named and turn.holder in (below.holder, below.delivered_by):
            found[n] = replace(below, start=turn.start)
        elif below or n - 1 in named:
            found.pop(n, None)
    for n, turn in named.items():
        if n + 1 in found and found.get(n) and found[n] is not turn:
            found.pop(n + 1)
    return found


def _is_body(text: str, unit: Unit) -> bool:
    """Whether a heading names a body that is no delegation, or an officer whose words follow."""
    words = text[unit.start : unit.end]
    return unit.kind == "heading" and _BODY.fullmatch(words) is not None and not delegations.named(words)


def _closes(text: str, unit: Unit, rank: int, other: int, declared: bool) -> bool:
    """Whether a heading of rank `other` ends the section under a heading of rank `rank`; 0: not known."""
    words = text[unit.start : unit.end]
    if unit.kind != "heading" or (titles.OF_A_KIND.match(words) and not delegations.named(words)):
        return False
    if _STRUCTURE.fullmatch(_SECTION.sub("", words)):
        return True
    if titles.OF_A_KIND.match(words) and declared:  # of a delegation that is not understood to be its author
        return True
    return other <= rank if rank and other else not declared
