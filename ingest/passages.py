"""Citable stretches of a document, cut along its structure."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from ingest.document import Document
from ingest.language import detect
from ingest.speakers import Turn, speaker_at
from ingest.structure import Unit, sentences

MOST_WORDS = 180  # the default model cuts at 256 word pieces
FEW_WORDS = 60
_TOKEN = re.compile(r"[\u3400-\u9fff]{1,2}|[^\s\u3400-\u9fff]+")


@dataclass(frozen=True, slots=True)
class Passage:
    """A citable stretch of a document: `document.text[start:end] == text`.

    Offsets count characters from 0; pages count from 1. `header` is put in front of the text
    when it is embedded and indexed; it is never cited.
    """

    document_id: str
    start: int
    end: int
    text: str
    page: int | None = None  # None: the format has no pages
    paragraph: str | None = None  # label of its first unit as printed: "13 (f)"
    heading: tuple[str, ...] = ()
    speaker: str | None = None  # whose words: `un_name` of the delegation table; None: nobody named
    delivered_by: str | None = None  # the State that read a group's statement
    members: tuple[str, ...] = ()  # signatories named in a joint statement
    language: str = "en"
    header: str = ""
    translation_of: int | None = None  # offset at which the statement begins that this one translates

    @property
    def id(self) -> str:
        return f"{self.document_id}@{self.start}-{self.end}"


def split(
    document: Document, units: Sequence[Unit], turns: Sequence[Turn], most_words: int = MOST_WORDS
) -> list[Passage]:
    """Passages of about 60 to `most_words` words that together hold every unit but contents pages.

    One passage has one speaker; a heading opens a new one unless the section before it is short. An item
    is kept with its lead where there is room, and has the lead's words in its header where there is not;
    a longer unit is cut at sentences.
    """
    passages: list[Passage] = []
    for group in _groups(document, units, turns, most_words):
        first = group[0]
        unit = units[first.unit]
        turn = speaker_at(turns, first.start)
        text = document.text[first.start : group[-1].end]
        lead = units[unit.lead] if unit.lead is not None else None
        lead_text = document.text[lead.start : lead.end] if lead and lead.start < first.start else ""
        passages.append(
            Passage(
                document.id,
                first.start,
                group[-1].end,
                text,
                document.page_at(first.start),
                unit.label or None,
                unit.heading,
                turn.holder,
                turn.delivered_by,
                turn.members,
                detect(text, document.languages[0] if document.languages else "en"),
                _header(document, turn, unit, lead_text),
            )
        )
    return passages


@dataclass(frozen=True, slots=True)
class _Piece:
    """A unit, or some sentences of a long one."""

    unit: int
    start: int
    end: int
    words: int


def _groups(
    document: Document, units: Sequence[Unit], turns: Sequence[Turn], most_words: int
) -> Iterator[list[_Piece]]:
    group: list[_Piece] = []
    for piece in _pieces(document, units, most_words):
        if group and _breaks(group, piece, units, turns, most_words):
            yield group
            group = []
        group.append(piece)
    if group:
        yield group


def _breaks(
    group: Sequence[_Piece], piece: _Piece, units: Sequence[Unit], turns: Sequence[Turn], most_words: int
) -> bool:
    words = sum(member.words for member in group)
    last, unit = units[group[-1].unit], units[piece.unit]
    if piece.unit - group[-1].unit > 1:  # a contents page lies between
        return True
    if speaker_at(turns, group[0].start) != speaker_at(turns, piece.start) or words + piece.words > most_words:
        return True
    if last.kind == "heading":
        return False
    if unit.kind == "heading":
        return words >= FEW_WORDS
    if unit.lead is not None and unit.lead >= group[0].unit:
        return False  # the lead stands in this passage
    return words >= FEW_WORDS and words + piece.words > most_words * 0.75


def _pieces(document: Document, units: Sequence[Unit], most_words: int) -> Iterator[_Piece]:
    for index, unit in enumerate(units):
        if unit.kind == "contents":
            continue
        words = _count(document.text[unit.start : unit.end])
        if words <= most_words:
            yield _Piece(index, unit.start, unit.end, words)
            continue
        start, held = unit.start, 0
        end = unit.start
        for begin, stop in _clauses(document.text, unit, most_words):
            count = _count(document.text[begin:stop])
            if held and held + count > most_words:
                yield _Piece(index, start, end, held)
                start, held = begin, 0
            held, end = held + count, stop
        yield _Piece(index, start, end, held)


def _clauses(text: str, unit: Unit, most_words: int) -> Iterator[tuple[int, int]]:
    """Sentences of a unit; one that is itself too long is cut at semicolons, then by count."""
    for start, end in sentences(text[unit.start : unit.end], unit.start):
        if _count(text[start:end]) <= most_words:
            yield start, end
            continue
        stops = [start + match.end() for match in re.finditer(r"[;,؛，、]\s", text[start:end])] or [start]
        begin = start
        for stop, following in zip(stops, [*stops[1:], end], strict=True):
            if _count(text[begin:following]) > most_words * 0.6 and stop > begin:
                yield from _hard(text, begin, stop, most_words)
                begin = stop
        yield from _hard(text, begin, end, most_words)


def _hard(text: str, start: int, end: int, most_words: int) -> Iterator[tuple[int, int]]:
    """The span cut into runs of at most `most_words` words, its outer blanks left off."""
    tokens = [(start + match.start(), start + match.end()) for match in _TOKEN.finditer(text[start:end])]
    for at in range(0, len(tokens), most_words):
        run = tokens[at : at + most_words]
        yield run[0][0], run[-1][1]


def _count(text: str) -> int:
    """Words of `text`; scripts without blanks count two characters as one word."""
    return sum(1 for _ in _TOKEN.finditer(text))


def _header(document: Document, turn: Turn, unit: Unit, lead: str) -> str:
    session = f"{document.body} session {document.session}" if document.body and document.session else document.body
    place = [heading for heading in unit.heading if heading not in document.title]
    parts = [turn.holder or "", document.symbol, document.title[:160], session, *place, " ".join(lead.split()[:25])]
    return " | ".join(dict.fromkeys(part for part in parts if part))
