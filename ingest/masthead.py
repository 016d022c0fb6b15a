"""What page one says of a document: symbol, title, kind, body, process, session, place, date, agenda item, revision."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, fields, replace

from ingest import kinds, symbols, tracks
from ingest.days import MONTH, find_date
from ingest.front import ITEM, front_of, whole_symbol
from ingest.headings import clean, first_title, title_of
from ingest.ordinals import session_number
from ingest.sittings import dated, session_of

_ADOPTED = re.compile(
    r"(?P<kind>Resolution|Decision)(?P<several>s)? adopted by the (?P<organ>[A-Z][\w’' -]{3,80}?)(?= (?:on|at) |\s*$)"
    rf"(?:[^\n]{{0,80}}? on (?P<day>\d{{1,2}} (?:{MONTH}) \d{{4}}))?",
    re.MULTILINE,
)
_OF_THE_CHAIR = re.compile(
    r"\bin (?:my|our) capacity as (?:the )?(?:Co-)?Chair(?:person|man|woman|s)? of (?:the )?(?:United Nations |UN )?"
    r"(?P<body>(?:open-ended working group|OEWG|ad hoc committee|global mechanism)\b[^.]{0,300})",
    re.I,
)
_MEETING = re.compile(
    rf"^\d{{1,4}}(?:st|nd|rd|th) (?:plenary )?meeting,?\s+(?P<day>\d{{1,2}} (?:{MONTH}) \d{{4}})$", re.MULTILINE
)
_COUNCIL = re.compile(r"Adopted by the Security Council.{0,60}?on (?P<day>\d{1,2} \w+ \d{4})")
_NUMBERED = re.compile(r"^(?P<number>\d{1,4}/\d{1,4}(?: [A-Z](?:-[A-Z])?)?)\.?\s+(?P<title>\S.*)$")
_REVISED = re.compile(
    r"\bRev(?:ision|\.)?\s?(?P<number>\d{1,2})\b|\b(?P<draft>zero|first|second|third|revised|updated) draft\b", re.I
)


@dataclass(frozen=True, slots=True)
class Masthead:
    """What page one says; an empty string where it is silent. `sources` say where each value comes from."""

    symbol: str = ""
    title: str = ""
    kind: str = ""
    body: str = ""
    process: str = ""
    session: str = ""
    place: str = ""
    date: str = ""
    date_kind: str = ""
    agenda_item: str = ""
    topic: str = ""
    holder: str = ""
    revision: str = ""
    supersedes: str = ""
    sources: tuple[tuple[str, str], ...] = ()


def find(lines: Sequence[str], title: str, name: str, where: str = "page 1") -> Masthead:
    """What the first `lines` of a document say, the file's `name` being a hint for the symbol only.

    `where` the lines stand is named as the source of what they say.
    """
    lines = symbols.mended("\n".join(lines)).split("\n")
    front, head = "\n".join(front_of(lines)), "\n".join(lines)
    adopted = _ADOPTED.search(head)
    numbered = next((match for line in lines if (match := _NUMBERED.match(line))), None)
    if adopted is not None and (numbered or not adopted["several"]):
        found = _adopted(lines, head, adopted, numbered)
    elif council := _COUNCIL.search(head):
        found = Masthead(
            kind="resolution", body="Security Council", date=find_date(council["day"]), date_kind="adoption",
            holder="Security Council", title=title or first_title(lines),
        )  # fmt: skip
    else:
        found = Masthead()
    printed = found.symbol or _printed_symbol(lines)
    hinted = "" if printed else symbols.of_name(name)
    symbol = printed or hinted
    found = replace(found, symbol=symbol)
    if not found.kind:
        found = _described(found, lines, front, head, title)
    track = found.process or tracks.process(symbol, front, found.session)
    item = "" if found.kind.endswith(" record") else _agenda_item(lines)
    found = replace(found, process=track, agenda_item=item, title=clean(found.title))
    if symbols.revision(symbol):
        found = replace(found, revision=symbols.revision(symbol), supersedes=symbols.supersedes(symbol))
    return replace(found, sources=tuple(_sources(found, where, bool(hinted))))


def of_symbol(symbol: str) -> dict[str, str]:
    """What a symbol alone says of its document, by field; an empty string where it is silent."""
    track = tracks.process(symbol, "", "")
    return {
        "revision": symbols.revision(symbol), "supersedes": symbols.supersedes(symbol), "process": track,
        "body": tracks.body(symbol, track, ""), "session": session_of(symbol, ()),
    }  # fmt: skip


def _described(found: Masthead, lines: Sequence[str], front: str, head: str, title: str) -> Masthead:
    """What page one says of a document that is no resolution and no decision."""
    symbol = found.symbol
    kind = kinds.kind_of(front, head, symbol)
    session = session_of(symbol, lines)
    track = tracks.process(symbol, front, session)
    chair = _OF_THE_CHAIR.search(head) if not kind or kind == "letter" else None
    if chair is not None and not symbol:
        kind, track = "Chair's paper", track or tracks.process("", chair["body"], "")
    date, date_kind, place = dated(lines, symbol)
    return replace(
        found,
        title=title_of(lines, title),
        kind=kind,
        body=tracks.body(symbol, track, front),
        process=track,
        session=session,
        place=place,
        date=date,
        date_kind=_DATE_KINDS.get(kind, date_kind) if date and "/" not in date else date_kind,
        holder=_HOLDERS.get(kind, ""),
        revision=_revision_of_draft(lines) if kind in ("draft", "Chair's paper") else "",
    )


_DATE_KINDS = {"transcript": "session", "secondary": "issue"}  # of a single day on its first page
_HOLDERS = {
    "compendium": "Secretariat",
    "report of the Secretary-General": "Secretary-General",
    "note by the Secretary-General": "Secretary-General",
    "note by the Secretariat": "Secretariat",
}


def _sources(found: Masthead, where: str, hinted: bool) -> Iterator[tuple[str, str]]:
    by_symbol = {"revision", "supersedes", "body", "process", "session"} if found.symbol else set()
    for each in fields(found):
        if each.name == "sources" or not getattr(found, each.name):
            continue
        if each.name == "symbol" and hinted:
            yield each.name, "file name"
        elif each.name in by_symbol and _is_by_symbol(found, each.name):
            yield each.name, "by its symbol"
        else:
            yield each.name, "by its kind" if each.name == "holder" else where


def _is_by_symbol(found: Masthead, name: str) -> bool:
    if name in ("revision", "supersedes"):
        return bool(symbols.revision(found.symbol))
    if name == "session":
        return found.session == session_of(found.symbol, ())
    if name == "body":
        return found.body == tracks.organ(found.symbol) or found.body == tracks.process(found.symbol, "", "")
    return found.process == tracks.process(found.symbol, "", "")


# Resolutions and decisions


def _adopted(lines: Sequence[str], head: str, adopted: re.Match[str], numbered: re.Match[str] | None) -> Masthead:
    organ, kind = adopted["organ"], adopted["kind"].casefold()
    number = numbered["number"] if numbered else ""
    form = "RES" if kind == "resolution" else "DEC"
    symbol = tracks.symbol_of_resolution(organ, f"{form}/{number}") if number else ""
    session = number.split("/")[0] if symbol else session_number(head[:1500])
    meeting = _MEETING.search(head)
    date = find_date(adopted["day"] or (meeting["day"] if meeting else ""))
    title = numbered["title"] if numbered else first_title(lines)
    return Masthead(
        symbol, title, kind, organ, "", session, "", date, "adoption" if date else "", "", "", organ
    )  # fmt: skip


# Symbol, agenda item, revision


def _printed_symbol(lines: Sequence[str]) -> str:
    """The symbol in the masthead. A line that is nothing but a symbol may be of any organ."""
    seen, before = 0, ""
    for line in lines:
        about = re.search(r"\b(?:on|of|to|in|document|with)$", before.strip())
        if seen < 1500 and not about and (symbol := whole_symbol(line)):
            return symbol
        seen, before = seen + len(line), line
    return ""


def _agenda_item(lines: Sequence[str]) -> str:
    """The items as printed, "69 (a) and 135"; "" where none is named before the running text."""
    for line in front_of(lines)[:25]:
        if match := ITEM.search(line):
            return re.sub(r"(?<=\d)\(", " (", " ".join(match["number"].split()))
    return ""


def _revision_of_draft(lines: Sequence[str]) -> str:
    """ "Rev.2" or "zero draft" as the title of a draft without a symbol has it."""
    match = next((match for line in front_of(lines) if (match := _REVISED.search(line))), None)
    if match is None:
        return ""
    return f"Rev.{int(match['number'])}" if match["number"] else match.group().casefold()
