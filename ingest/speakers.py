"""Whose words a stretch of a document is: sections of a compendium, speakers of a record, parts of a paper."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import replace

from ingest import alignment, delegations, records, titles
from ingest.holders import STATES, Turn, attribute, is_delegation, spoken_for
from ingest.readers import Reading
from ingest.structure import Unit, sentences

__all__ = ["Turn", "speaker_at", "turns", "without_title"]

_SECTION = re.compile(r"^[IVX]{1,5}\.\s+")
_STRUCTURE = re.compile(
    r"Member States|Observers?|Observer States|Groups?|Organizations?|Annex.*|Appendix.*|Conclusions?|Findings|Notes|"
    r"Endnotes|References|Bibliography",
    re.I,
)
_ANNEX = re.compile(
    r"(?:Annexe?|Anexo|Appendix|Enclosure|Attachment)(?: [IVXLC]+| \d+| [A-Z])?"
    r"(?:\s*[:.–—-]\s.{0,150}[^.]|\s+to the (?:identical )?(?:letters?|notes? verbales?)\b.{0,400})?:?",
    re.I,
)
_SUBMITTED = re.compile(r"\[Original: \w+\]")
_OWN_WORDS = re.compile(r"\b(?:I|[Ww]e|[Mm]y|[Oo]ur|[Nn]ous|[Nn]otre|[Nn]osotros|[Nn]uestr[oa]s?)\b")
_OWN_SECTION = re.compile(
    r"\b(?:my|our) (?:delegation|country|government|nation|people|region)\b|\bM(?:r\.?|adam) Chair\b|"
    r"\b(?:we|I) (?:\w+ly )?(?:would like to |wish to |also |do not |cannot )*(?:align|associate|propose|support|oppose|"
    r"call|urge|reaffirm|reiterate|welcome|believe|join|stand|regret|reject|demand)\b",
    re.I,
)
_CAPACITY = re.compile(r"\b(?:its|my|our|his|her) (?:own )?national capacity\b", re.I)
_NEGATED = re.compile(r"\b(?:not|never|neither|nor)\b", re.I)
_FEWEST_VOICES = 2  # that make a text a compendium or a record
_FEWEST_LINES = 3  # of speakers that make it a record


def turns(reading: Reading, units: Sequence[Unit], whole: Turn, kind: str = "") -> list[Turn]:
    """Who speaks from where, in order; the first is `whole`, the holder of the text as such.

    `kind` is what the masthead says of the document. In the paper of a delegation the headings are topics. A group
    that a delegation says it speaks for, in the first words of its turn, holds the turn; a block quotation is
    nobody's words.
    """
    text = reading.text
    if "resolution" in kind:
        found: list[Turn] = []
    elif is_delegation(whole.holder) or whole.members or whole.delivered_by:
        found = list(_parts(text, units, whole))
    elif kind.endswith(" record"):
        found = _speakers(text, units, reported=kind == "summary record")
    else:
        found = _sections(reading, units, kind) or _transcript(text, units)
    found = [whole, *found]
    spoken = [
        part
        for turn, end in zip(found, _ends(text, found), strict=True)
        for part in _capacities(text, _on_behalf(text, turn, end), end)
    ]
    return _interrupted(reading, units, _with_alignment(text, spoken))


def _with_alignment(text: str, found: Sequence[Turn]) -> list[Turn]:
    """`found`, each with those whom it says to align with, and a group's with those who align with it."""
    return [
        replace(
            turn,
            aligned=alignment.aligned(turn, text[turn.start : min(end, turn.start + alignment.OPENING)]),
            supporters=alignment.supporters(turn, text[turn.start : end]),
        )
        if is_delegation(turn.holder) or turn.members
        else turn
        for turn, end in zip(found, _ends(text, found), strict=True)
    ]


def speaker_at(found: Sequence[Turn], offset: int) -> Turn:
    """The turn in which the character at `offset` stands."""
    return found[bisect_right(found, offset, key=lambda turn: turn.start) - 1]


def _ends(text: str, found: Sequence[Turn]) -> list[int]:
    """Where each turn ends: where the next begins, the last with the text."""
    return [turn.start for turn in found[1:]] + [len(text)] * bool(found)


def without_title(text: str, units: Sequence[Unit]) -> Turn | None:
    """The holder of a text with one voice whose title page names nobody.

    That is the delegation whose name stands alone as its title ("Fiji" above "Statement to the Group"), or the
    group that it says it speaks for in its first words.
    """
    named = [n for n, unit in enumerate(units) if _name(text, unit)]
    if len(named) > 1 or any(records.speaker_line(unit.start, text[unit.start : unit.end], False) for unit in units):
        return None
    if not named:
        first = "\n".join(text[unit.start : unit.end] for unit in units[:14])[:2000]
        return next((turn for turn in _said(0, None, first) if turn.holder), None)
    turn, below = _name(text, units[named[0]]), units[named[0] + 1 : named[0] + 2]
    line = text[below[0].start : below[0].end] if below and named[0] < 4 else ""
    titled = titles.OF_A_KIND.match(line) and len(line) < 300 and not delegations.named(line)
    return replace(turn, start=0) if turn and titled else None


# Sections of a compendium


def _name(text: str, unit: Unit) -> Turn | None:
    """The turn of a heading that is a delegation's name, alone or with the group it speaks for in brackets."""
    words = text[unit.start : unit.end]
    if unit.kind == "contents" or (unit.kind != "heading" and len(words) > 60) or len(words) > 900:
        return None
    if words[-1] in ".,;:!?" or len(words.split()) > 120:
        return None
    return attribute(unit.start, _SECTION.sub("", words), whole=True)


def _sections(reading: Reading, units: Sequence[Unit], kind: str) -> list[Turn]:
    """The sections under delegations' names; none where they do not speak for themselves.

    Names that follow one another with no text between are a list. A section ends at the next heading of its rank;
    in a document that does not call itself a compendium, and whose headings have no rank, at any.
    """
    text, ranks = reading.text, dict(zip((start for start, _ in reading.headings), reading.ranks, strict=False))
    quoted = {start for start, _ in reading.quotations}
    named = {n: turn for n, unit in enumerate(units) if unit.start not in quoted and (turn := _name(text, unit))}
    named = {n: turn for n, turn in named.items() if n + 1 not in named and n - 1 not in named}
    submitted = sum(_SUBMITTED.search(text, turn.start, turn.start + 300) is not None for turn in named.values())
    declared = kind == "compendium" or submitted >= _FEWEST_VOICES
    found: list[Turn] = []
    rank = 0
    for n, unit in enumerate(units):
        if n in named:
            found.append(named[n])
            rank = ranks.get(unit.start, 0)
        elif (found or declared) and _closes(text, unit, rank, ranks.get(unit.start, 0), declared):
            found.append(Turn(unit.start, None))
    if declared:
        return found
    spans = zip(found, _ends(text, found), strict=True)
    own = [turn if _OWN_SECTION.search(text[turn.start : end]) else Turn(turn.start, None) for turn, end in spans]
    return own if sum(turn.holder is not None or bool(turn.members) for turn in own) >= _FEWEST_VOICES else []


def _closes(text: str, unit: Unit, rank: int, other: int, declared: bool) -> bool:
    """Whether a heading of rank `other` ends the section under a heading of rank `rank`; 0: not known."""
    words = text[unit.start : unit.end]
    if unit.kind != "heading" or (titles.OF_A_KIND.match(words) and not delegations.named(words)):
        return False
    if _STRUCTURE.fullmatch(_SECTION.sub("", words)):
        return True
    return other <= rank if rank and other else not declared


# Speakers of a record


def _speakers(text: str, units: Sequence[Unit], reported: bool) -> list[Turn]:
    """Who speaks from which line; votes, headings and whoever presides are nobody's words."""
    found: list[Turn] = []
    for unit in units:
        words = text[unit.start : unit.end]
        line = records.speaker_line(unit.start, words, reported)
        if line is not None:
            found.append(line)
        elif records.is_procedure(words) or (unit.kind == "heading" and words[0] not in "(“"):
            found += [Turn(unit.start, None)] * bool(found and found[-1].holder)
        found += records.inside(unit.start, words, reported)
    return found


def _transcript(text: str, units: Sequence[Unit]) -> list[Turn]:
    """The speakers of a text that is not called a record but has the lines of one: three, two of them of States.

    After a name alone, as a table may have it, the words must speak of themselves.
    """
    lines = [records.speaker_line(unit.start, text[unit.start : unit.end], False) for unit in units]
    holders = {line.holder for line in lines if line}
    if sum(line is not None for line in lines) < _FEWEST_LINES or len(holders - {None}) < _FEWEST_VOICES:
        return []
    found = _speakers(text, units, reported=False)
    spans = zip(found, _ends(text, found), strict=True)
    own = [turn if _speaks(text[turn.start : end]) else Turn(turn.start, None) for turn, end in spans]
    return own if len({turn.holder for turn in own} - {None}) >= _FEWEST_VOICES else []


def _speaks(words: str) -> bool:
    """Whether the words after a speaker's line are spoken; a table has names in small letters more often."""
    if not records.is_bare(words):
        return True
    return (_OWN_WORDS if words.split(":")[0].isupper() else _OWN_SECTION).search(words) is not None


# Parts of one delegation's paper


def _parts(text: str, units: Sequence[Unit], whole: Turn) -> Iterator[Turn]:
    """Annexes, and headings that are the titles of other papers: only their own title gives them a holder."""
    running = False
    away = False
    for n, unit in enumerate(units):
        words = text[unit.start : unit.end]
        if unit.start and _ANNEX.fullmatch(words):
            lines = [text[below.start : below.end] for below in units[n + 1 : n + 4]]
            named = titles.from_title_page([line for line in lines if len(line) < 300])
            yield replace(named, start=unit.start) if named else Turn(unit.start, None)
        elif running and len(words) < 200 and (unit.kind == "heading" or words[-1] not in ".,;:!?"):
            named = titles.from_title_page([words])
            if named and (away or named.holder != whole.holder):
                away = named.holder != whole.holder
                yield Turn(unit.start, None) if away else replace(whole, start=unit.start)
        running = running or (unit.kind != "heading" and len(words) > 200)


def _on_behalf(text: str, turn: Turn, end: int) -> Turn:
    """`turn`, given to those in whose name it is spoken, if its first words say so."""
    if not is_delegation(turn.holder, STATES) or turn.members or turn.delivered_by:
        return turn
    opening = text[turn.start : min(end, turn.start + 900)]
    return next(_said(turn.start, turn.holder, opening), turn)


def _said(start: int, reader: str | None, opening: str) -> Iterator[Turn]:
    """The turns of those for whom `reader` says to speak, sentence by sentence."""
    for sentence in re.split(r"(?<=[.!?])\s|\n", opening):
        if turn := spoken_for(start, reader, sentence):
            yield turn


def _capacities(text: str, turn: Turn, end: int) -> list[Turn]:
    """`turn`, and its reader's own where it says that this is national: a paragraph that begins so, or a sentence."""
    found = [turn]
    if turn.delivered_by is None and (turn.holder is None or is_delegation(turn.holder, STATES)):
        return found
    for match in _CAPACITY.finditer(text, turn.start, end):
        begin = text.rfind("\n", 0, match.start()) + 1
        near = text[max(begin, match.start() - 1000) : match.end() + 1000].split("\n")[0]
        spans = sentences(near, max(begin, match.start() - 1000))
        first, last = next(span for span in spans if span[1] > match.start())
        if first < found[-1].start or _NEGATED.search(text[first : match.start()]):
            continue
        named = [item.name for item in delegations.named(text[first : min(last, first + 120)]) if item.kind in STATES]
        found.append(Turn(first, turn.delivered_by if named[:1] in ([], [turn.delivered_by]) else None))
        if first == begin:
            return found
        if text[last:end].strip():
            found.append(Turn(last, None))
    return found


# What interrupts a turn


def _interrupted(reading: Reading, units: Sequence[Unit], found: list[Turn]) -> list[Turn]:
    """`found` with nobody's turn for block quotations and the notes of a record; the former then goes on."""
    quoted, opened = {start for start, _ in reading.quotations}, {turn.start for turn in found}
    other = [unit.start in quoted or records.is_note(reading.text, unit.start) for unit in units]
    cuts: list[Turn] = []
    for n, unit in enumerate(units):
        if other[n] and not (n and other[n - 1]):
            cuts.append(Turn(unit.start, None))
        elif n and other[n - 1] and not other[n] and unit.start not in opened:
            cuts.append(replace(speaker_at(found, unit.start), start=unit.start))
    return sorted([*found, *cuts], key=lambda turn: turn.start)
