"""Citable stretches of a document, cut along its structure."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from ingest.document import Document
from ingest.language import detect
from ingest.speakers import Turn, speaker_at
from ingest.structure import Unit, sentences

MOST_WORDS = 180  # the default model cuts at 256 word pieces
FEW_WORDS = 60
FEWEST_WORDS = 25  # a passage with fewer says little: it is joined to its neighbour where there is room
EDGE = 240  # characters at each end of a paragraph by which it is told to be in two languages
SURE_WORDS = 10  # of a stretch whose language is believed
_CLAUSE_END = re.compile(r"[;,؛،]\s|[；，、]")
LEAD_WORDS = 25  # of a lead in the header of its items; half of it of the lead's own
PIECES_A_WORD = 1.25  # word pieces, counted by `_PIECE`, that may stand for a word
_TOKEN = re.compile(r"[\u3400-\u9fff]{1,2}|[^\s\u3400-\u9fff]+")
_PIECE = re.compile(r"[\u3400-\u9fff]{1,2}|[^\W\d_\u3400-\u9fff]{1,9}|\d{1,3}|[^\w\s]")


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

    One passage has one speaker and one language; a heading opens a new one unless the section before it is short.
    An item is kept with its lead and a footnote with its paragraph where there is room, and each has the words of its
    lead in its header where there is not; a longer unit is cut at sentences.
    """
    usual = document.languages[0] if document.languages else "en"
    passages: list[Passage] = []
    for group in _groups(document, units, turns, most_words):
        first = group[0]
        unit = units[first.unit]
        turn = speaker_at(turns, first.start)
        text = document.text[first.start : group[-1].end]
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
                _spoken_in(text, group, unit, usual),
                _header(document, turn, unit, _introduction(document.text, units, first), text),
            )
        )
    return passages


@dataclass(frozen=True, slots=True)
class _Piece:
    """A unit, or some sentences of a long one; `language` is "" where it is too short to tell."""

    unit: int
    start: int
    end: int
    words: int
    language: str = ""


def _groups(
    document: Document, units: Sequence[Unit], turns: Sequence[Turn], most_words: int
) -> Iterator[list[_Piece]]:
    """The pieces of each passage."""
    group: list[_Piece] = []
    for piece in _pieces(document, units, most_words):
        rest = piece
        words = sum(member.words for member in group)
        if group and _parts(group, piece, turns):
            yield group
            group = []
        elif group and words < FEWEST_WORDS and words + piece.words > most_words:
            head, rest = _cut(document.text, piece, most_words - words)
            yield [*group, *head]
            group = []
        elif group and _full(group, piece, units, most_words, speaker_at(turns, piece.start).holder is None):
            yield group
            group = []
        group.append(rest)
    if group:
        yield group


def _parts(group: Sequence[_Piece], piece: _Piece, turns: Sequence[Turn]) -> bool:
    """Whether a piece must not share a passage with those before it: another speaker, language, or side of a contents page."""
    if piece.unit - group[-1].unit > 1 or speaker_at(turns, group[0].start) != speaker_at(turns, piece.start):
        return True
    before = next((member.language for member in reversed(group) if member.language), "")
    return bool(before and piece.language) and before != piece.language


def _full(group: Sequence[_Piece], piece: _Piece, units: Sequence[Unit], most_words: int, prose: bool) -> bool:
    """Whether a passage is long enough to end before a piece that could go into it; running `prose` of nobody is filled."""
    words = sum(member.words for member in group)
    last, unit = units[group[-1].unit], units[piece.unit]
    if words + piece.words > most_words:
        return True
    if last.kind == "heading" or (unit.kind == "footnote" and last.kind == "footnote"):
        return False
    if unit.kind == "heading":  # with nothing below it, it closes what stands above: "Thank you, Mr. Chair"
        return words >= FEW_WORDS and piece.unit + 1 < len(units)
    if unit.lead is not None and unit.lead >= group[0].unit:
        return False  # the lead stands in this passage
    if all(units[member.unit].kind == "footnote" for member in group):
        return words >= FEWEST_WORDS
    if prose and not unit.label and not units[group[0].unit].label:
        return False
    announces = piece.unit + 1 < len(units) and units[piece.unit + 1].lead == piece.unit
    small = piece.words < FEWEST_WORDS and not announces
    return not small and words >= FEW_WORDS and words + piece.words > most_words * 0.75


def _pieces(document: Document, units: Sequence[Unit], most_words: int) -> Iterator[_Piece]:
    text, mixed = document.text, len(document.languages) > 1
    for index, unit in enumerate(units):
        if unit.kind == "contents":
            continue
        words = _count(text[unit.start : unit.end])
        whole = _Piece(index, unit.start, unit.end, words, _language(text, unit.start, unit.end, words))
        whole = replace(whole, language="") if unit.kind == "footnote" else whole
        mixes = words > 2 * SURE_WORDS and (mixed or _turns(text, unit.start, unit.end))
        if words <= most_words and not mixes:
            yield whole
            continue
        yield from _runs(text, whole, most_words)


def _turns(text: str, start: int, end: int) -> bool:
    """Whether a stretch begins in one language and ends in another."""
    if end - start < 2 * EDGE:
        return False
    first, last = detect(text[start : start + EDGE], ""), detect(text[end - EDGE : end], "")
    return bool(first and last) and first != last


def _runs(text: str, whole: _Piece, most_words: int) -> Iterator[_Piece]:
    """Runs of sentences of one language and at most `most_words` words."""
    run: _Piece | None = None
    for begin, stop in _clauses(text, whole, most_words):
        count = _count(text[begin:stop])
        language = _language(text, begin, stop, count)
        switched = bool(run and run.language and language) and run is not None and run.language != language
        if run is not None and (switched or run.words + count > most_words):
            yield run
            run = None
        start, held = (run.start, run.words) if run else (begin, 0)
        run = _Piece(whole.unit, start, stop, held + count, language or (run.language if run else ""))
    if run is not None:
        yield run


def _language(text: str, start: int, end: int, words: int) -> str:
    return detect(text[start:end], "") if words >= SURE_WORDS else ""


def _spoken_in(text: str, group: Sequence[_Piece], unit: Unit, usual: str) -> str:
    """The language of a passage; that of its document for footnotes alone: addresses and symbols tell nothing."""
    told = next((piece.language for piece in group if piece.language), "")
    return told or (usual if unit.kind == "footnote" else detect(text, usual))


def _cut(text: str, piece: _Piece, room: int) -> tuple[list[_Piece], _Piece]:
    """(the sentences of a piece that fit into `room` words, the rest); the whole is the rest where none fits."""
    stop = held = 0
    spans = sentences(text[piece.start : piece.end], piece.start)
    for start, end in spans[:-1]:
        count = _count(text[start:end])
        if held + count > room:
            break
        stop, held = end, held + count
    if not held:
        return [], piece
    after = next(start for start, _ in spans if start >= stop)
    rest = replace(piece, start=after, words=_count(text[after : piece.end]))
    return [replace(piece, end=stop, words=held)], rest


def _clauses(text: str, whole: _Piece, most_words: int) -> Iterator[tuple[int, int]]:
    """Sentences of a unit; one that is itself too long is cut at semicolons and commas, then by count."""
    for start, end in sentences(text[whole.start : whole.end], whole.start):
        if _count(text[start:end]) <= most_words:
            yield start, end
            continue
        begin = last = start
        held = 0
        for stop in [*(match.end() for match in _CLAUSE_END.finditer(text, start, end)), end]:
            count = _count(text[last:stop])
            if held and held + count > most_words * 0.6:
                yield from _hard(text, begin, last, most_words)
                begin, held = last, 0
            last, held = stop, held + count
        yield from _hard(text, begin, end, most_words)


def _hard(text: str, start: int, end: int, most_words: int) -> Iterator[tuple[int, int]]:
    """The span cut into runs of at most `most_words` words, its outer blanks left off."""
    begin, last, held = start, start, 0
    for token in _TOKEN.finditer(text, start, end):
        count = _count(token.group())
        if held and held + count > most_words:
            yield begin, last
            held = 0
        begin = begin if held else token.start()
        last, held = token.end(), held + count
    if held:
        yield begin, last


def _count(text: str) -> int:
    """Words of `text`, more where they fall into many word pieces; scripts without blanks count two characters as one."""
    words = sum(1 for _ in _TOKEN.finditer(text))
    return max(words, int(len(_PIECE.findall(text)) / PIECES_A_WORD))


def _introduction(text: str, units: Sequence[Unit], first: _Piece) -> str:
    """What introduces a passage that begins with an item or a footnote: the words of the leads that it stands under."""
    found: list[str] = []
    lead, most = units[first.unit].lead, LEAD_WORDS
    while lead is not None and len(found) < 2:
        words = text[units[lead].start : units[lead].end].split()
        found.insert(0, " ".join(words[-most:] if words and words[-1].endswith(":") else words[:most]))
        lead, most = units[lead].lead, LEAD_WORDS // 2
    return " ".join(found)


def _header(document: Document, turn: Turn, unit: Unit, lead: str, text: str) -> str:
    """What the passage does not say itself: whose words, in which paper, session and section, under which lead."""
    session = f"{document.body} session {document.session}" if document.body and document.session else document.body
    place = [heading[:80] for heading in unit.heading if heading not in document.title]
    title = "" if text.startswith(document.title) else document.title[:120]  # a text without a title has its first line
    parts = [turn.holder or "", document.symbol, title, session, *place, lead]
    return " | ".join(dict.fromkeys(part for part in parts if part))
