"""Whose words a stretch of a document is: sections of a compendium, speakers of a record, parts of a paper."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import replace

from ingest import alignment, delegations, records, titles
from ingest.holders import STATES, Turn, is_delegation, spoken_for
from ingest.readers import Reading
from ingest.sections import FEWEST_VOICES, OWN_WORDS, ends, name_of, sections
from ingest.structure import Unit, sentences

__all__ = ["Turn", "speaker_at", "turns", "without_title"]

_ANNEX = re.compile(
    r"(?:Annexe?|Anexo|Appendix|Enclosure|Attachment)(?: [IVXLC]+| \d+| [A-Z])?"
    r"(?:\s*[:.–—-]\s.{0,150}[^.]|\s+to the (?:identical )?(?:letters?|notes? verbales?)\b.{0,400})?:?",
    re.I,
)
_OWN_WORDS = re.compile(r"\b(?:I|[Ww]e|[Mm]y|[Oo]ur|[Nn]ous|[Nn]otre|[Nn]osotros|[Nn]uestr[oa]s?)\b")
_CAPACITY = re.compile(
    r"\b(?:(?:its|my|our|his|her) (?:own )?national capacity|à titre national|a título nacional|"
    r"en (?:sa|ma|notre|su|mi|nuestra) capacit[ée] national[e]?|en (?:su|mi|nuestra) capacidad nacional|"
    r"в (?:сво[её]м )?национальном качестве|بصفت(?:ي|نا|ها|ه) الوطنية)\b|以本国(?:名义|代表身份)|以国家名义",
    re.I,
)
_NEGATED = re.compile(r"\b(?:not|never|neither|nor|ne|pas|no|не|ليس)\b", re.I)
_FEWEST_LINES = 3  # of speakers that make it a record


def turns(reading: Reading, units: Sequence[Unit], whole: Turn, kind: str = "") -> list[Turn]:
    """Who speaks from where, in order; the first is `whole`, the holder of the text as such.

    `kind` is what the masthead says of the document. In the paper of a delegation the headings are topics. A group
    that a delegation says it speaks for, in the first words of its turn, holds the turn; a block quotation is
    nobody's words.
    """
    text = reading.text
    if kind.endswith(("resolution", "decision")):
        found: list[Turn] = []
    elif is_delegation(whole.holder) or whole.members or whole.delivered_by:
        found = list(_parts(text, units, whole))
    elif kind.endswith(" record"):
        found = _speakers(text, units, reported=kind == "summary record")
    else:
        found = sections(reading, units, kind) or _transcript(text, units)
    found = [whole, *found]
    spoken = [
        part
        for turn, end in zip(found, ends(text, found), strict=True)
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
        for turn, end in zip(found, ends(text, found), strict=True)
    ]


def speaker_at(found: Sequence[Turn], offset: int) -> Turn:
    """The turn in which the character at `offset` stands."""
    return found[bisect_right(found, offset, key=lambda turn: turn.start) - 1]


def without_title(text: str, units: Sequence[Unit]) -> Turn | None:
    """The holder of a text with one voice whose title page names nobody.

    That is the delegation whose name stands alone as its title ("Fiji" above "Statement to the Group"), or the
    group that it says it speaks for in its first words.
    """
    named = [n for n, unit in enumerate(units) if name_of(text, unit)]
    if len(named) > 1 or any(records.speaker_line(unit.start, text[unit.start : unit.end], False) for unit in units):
        return None
    if not named:
        first = "\n".join(text[unit.start : unit.end] for unit in units[:14])[:2000]
        return next((turn for turn in _said(0, None, first) if turn.holder), None)
    turn, below = name_of(text, units[named[0]]), units[named[0] + 1 : named[0] + 2]
    line = text[below[0].start : below[0].end] if below and named[0] < 4 else ""
    titled = titles.OF_A_KIND.match(line) and len(line) < 300 and not delegations.named(line)
    return replace(turn, start=0) if turn and titled else None


# Speakers of a record


def _line(text: str, unit: Unit, reported: bool) -> Turn | None:
    """The turn that a unit opens by beginning like a speaker's line."""
    words = text[unit.start : unit.end]
    return records.speaker_line(unit.start, words, reported) or records.timed(unit.start, words)


def _speakers(text: str, units: Sequence[Unit], reported: bool, labels: bool = False) -> list[Turn]:
    """Who speaks from which line; votes, headings, whoever presides and, with `labels`, is not known are nobody."""
    found: list[Turn] = []
    for unit in units:
        words = text[unit.start : unit.end]
        line = _line(text, unit, reported)
        if line is None and labels and records.is_labelled(words):
            line = Turn(unit.start, None)
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
    lines = [_line(text, unit, False) for unit in units]
    holders = {line.holder for line in lines if line}
    if sum(line is not None for line in lines) < _FEWEST_LINES or len(holders - {None}) < FEWEST_VOICES:
        return []
    found = _speakers(text, units, reported=False, labels=True)
    spans = zip(found, ends(text, found), strict=True)
    own = [turn if _speaks(text[turn.start : end]) else Turn(turn.start, None) for turn, end in spans]
    return own if len({turn.holder for turn in own} - {None}) >= FEWEST_VOICES else []


def _speaks(words: str) -> bool:
    """Whether the words after a speaker's line are spoken; a table has names in small letters more often."""
    if not records.is_bare(words):
        return True
    return (_OWN_WORDS if words.split(":")[0].isupper() else OWN_WORDS).search(words) is not None


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
