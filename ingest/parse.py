"""From a file to a document with its units, its speakers and its passages."""

from __future__ import annotations

import hashlib
import logging
import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields, replace
from pathlib import Path
from types import MappingProxyType
from typing import Any

from ingest import delegations, kinds, masthead, sidecar, speakers, titles, translations
from ingest.defaults import MOST_BYTES
from ingest.document import Document
from ingest.errors import UnreadableFile
from ingest.language import detect
from ingest.masthead import Masthead
from ingest.passages import Passage, split
from ingest.readers import READERS, Reading, Recognise
from ingest.readers.ocr import WAY_OUT
from ingest.sidecar import Told
from ingest.speakers import Turn
from ingest.structure import Unit, outline

log = logging.getLogger(__name__)

VERSION = "12"  # of readers and splitter: raise it when the same bytes give other passages
NO_TEXT = "no text in it"  # how the reason begins where a file is sound, and a picture
NO_DOCUMENT = "an error page saved as a document"  # how it begins where a page says so
_DEBATE = re.compile(r"([A-Z]{3})_(\d{1,3})_((?:19|20)\d{2})$")
_MISSING = re.compile(
    r"document (?:requested|you are looking for)?\s*(?:does not exist|could not be found|is not available)|"
    r"page not found",
    re.IGNORECASE,
)
_TOPIC = re.compile(r"^On\b(?! behalf\b)(?: the (?:topic|agenda item)(?: of)?)?[: ]?\s*(?P<topic>.*)$")


@dataclass(frozen=True, slots=True)
class Parsed:
    """A document as read: `units` cover its text, `turns` say who speaks from where."""

    document: Document
    units: tuple[Unit, ...]
    turns: tuple[Turn, ...]
    passages: tuple[Passage, ...]
    layout: bytes = b""  # where its words stand on its pages: `ingest.layout`


def parse(path: Path, document_id: str, recognise: Recognise | None = None) -> Parsed:
    """The document at `path`, named `document_id`; pages without text go to `recognise`.

    Raises: UnreadableFile with the reason in a few words, and nothing else.
    """
    try:
        told = sidecar.read(path)
        reading, digest = _read(path, recognise)
        return understand(reading, document_id, digest, told)
    except UnreadableFile:
        raise
    except Exception as error:  # foreign parsers raise anything
        log.debug("%s", document_id, exc_info=True)
        raise UnreadableFile(f"cannot be read ({type(error).__name__}: {str(error)[:100]})") from error


def _read(path: Path, recognise: Recognise | None) -> tuple[Reading, str]:
    """(what the reader of its format saw, SHA-256 of the file)."""
    reader = READERS.get(path.suffix.casefold())
    if reader is None:
        raise UnreadableFile(f"format {path.suffix or 'without suffix'} is not read: {', '.join(READERS)}")
    size = path.stat().st_size
    if size == 0:
        raise UnreadableFile("the file is empty")
    if size > MOST_BYTES:
        raise UnreadableFile(f"larger than {MOST_BYTES // 1_000_000} MB")
    digest = hashlib.sha256(path.read_bytes()).hexdigest()
    reading = reader(path, recognise)
    if not reading.text.strip():
        pages = len(reading.page_starts)
        way_out = f": {WAY_OUT}" if recognise is None else ", nor any that OCR could read"
        raise UnreadableFile(f"{NO_TEXT}{f' (pages: {pages}){way_out}' * bool(pages)}")
    if len(reading.text) < 2000 and _MISSING.search(reading.text):
        raise UnreadableFile(f"{NO_DOCUMENT}: it says that the document does not exist")
    return reading, digest


def understand(
    reading: Reading, document_id: str, sha256: str, told: Mapping[str, Told] = MappingProxyType({})
) -> Parsed:
    """Structure, masthead, speakers and passages of what a reader saw; what its sidecars have `told` goes before."""
    units = outline(reading)
    lines = _first_lines(reading.text, units)
    where = "page 1" if reading.page_starts else "text"
    head = _named(masthead.find(lines, reading.title, Path(document_id).name, where), lines, document_id)
    values, sources = _as_told(head, told)
    head = replace(head, **values)
    unsaid = replace(head, kind="") if "kind" in told and kinds.leaves_open(head.kind) else head
    whole = _whole(unsaid, lines, reading.text, units) if "holder" not in told else Turn(0, head.holder or None)
    found = speakers.turns(reading, units, whole, head.kind)
    if "holder" in told:
        found = [replace(turn, holder=whole.holder) if turn.holder == found[0].holder else turn for turn in found]
    units = _within_turns(units, found)
    document = _document(reading, document_id, sha256, head, found[0], _languages(reading.text, units), sources, told)
    passages = translations.link(split(document, units, found), found)
    return Parsed(document, tuple(units), tuple(found), tuple(passages), reading.layout)


def _within_turns(units: Sequence[Unit], found: Sequence[Turn]) -> list[Unit]:
    """`units`, of which no plain paragraph has a lead that somebody else speaks."""
    return [
        replace(unit, lead=None, level=0)
        if unit.kind == "paragraph" and unit.lead is not None
        and speakers.speaker_at(found, unit.start) != speakers.speaker_at(found, units[unit.lead].start)
        else unit
        for unit in units
    ]  # fmt: skip


def _document(
    reading: Reading, document_id: str, sha256: str, head: Masthead, first: Turn, languages: tuple[str, ...],
    sources: dict[str, str], told: Mapping[str, Told],
) -> Document:  # fmt: skip
    """The record: what page one says, and what follows from whose words the text is."""
    holder = first.holder or ""
    of = delegations.exactly(holder) if holder else None
    kind = head.kind if "kind" in told else kinds.with_holder(head.kind, of.kind if of else "", bool(first.members))
    where = "page 1" if reading.page_starts else "text"
    rest = {
        "title": head.title or Path(document_id).stem,
        "kind": kind,
        "date_kind": "speech"
        if (of or first.members) and not head.symbol and head.date and "/" not in head.date
        else head.date_kind,
        "holder": holder,
        "languages": languages,
        "authority": kinds.authority(kind, of.kind if of else ""),
        "revision": "" if kind != head.kind and not head.symbol else head.revision,
        "source_url": "",
        "retrieved": "",
    }
    rest |= {name: value.value for name, value in told.items() if name in rest and name != "holder"}
    sources = {
        "title": "file name", "kind": "by its holder", "date_kind": where, "topic": where, "holder": "text", "languages": "text",
        "authority": "by its kind",
    } | sources  # fmt: skip
    page_one = {each.name: getattr(head, each.name) for each in fields(head) if each.name != "sources"}
    filled = {name: value for name, value in (page_one | rest).items() if value}
    return Document(
        id=document_id,
        sha256=sha256,
        text=reading.text,
        **filled,
        page_starts=reading.page_starts,
        off_page=reading.off_page,
        empty_pages=reading.empty_pages,
        ocr_pages=reading.ocr_pages,
        problem=reading.problem,
        sources=tuple((each.name, sources[each.name]) for each in fields(Document) if filled.get(each.name)),
    )


def _as_told(head: Masthead, told: Mapping[str, Told]) -> tuple[dict[str, Any], dict[str, str]]:
    """(the values of page one that sidecars give, field → source): a symbol that is told tells what follows from it."""
    values: dict[str, Any] = {
        name: str(value.value) for name, value in told.items() if name in {each.name for each in fields(head)}
    }
    sources = dict(head.sources) | {name: value.source for name, value in told.items()}
    if values.get("date", head.date) != head.date:
        values.setdefault("date_kind", "")  # page one says it of another date
    if "symbol" in values:
        for name, found in masthead.of_symbol(values["symbol"]).items():
            if name not in values and (found or name in ("revision", "supersedes")):
                values[name], sources[name] = found, "by its symbol"
    return values, sources


def _languages(text: str, units: Sequence[Unit]) -> tuple[str, ...]:
    """The languages of more than one unit, most used first; that of the whole where none is."""
    count = Counter(detect(text[unit.start : unit.end]) for unit in units if unit.end - unit.start > 80)
    return tuple(code for code, times in count.most_common() if times > 1) or (detect(text),)


def _first_lines(text: str, units: Sequence[Unit]) -> list[str]:
    """The units before the running text, each as one line: at most forty, and no contents page."""
    lines: list[str] = []
    for unit in units[:40]:
        if unit.kind != "contents":
            lines.append(text[unit.start : unit.end][:600])
        if sum(map(len, lines)) > 4000:
            break
    return lines


def _named(head: Masthead, lines: Sequence[str], document_id: str) -> Masthead:
    """`head` with what the file's name adds (General Debate) or a title page without masthead says."""
    debate = _DEBATE.search(Path(document_id).stem)
    if debate and delegations.by_code(debate.group(1)):
        state = delegations.by_code(debate.group(1))
        title = f"{state.name if state else ''}, statement in the General Debate, {debate.group(3)}"
        named = {
            "title": title, "kind": "general debate statement", "body": "General Assembly", "session": debate.group(2),
            "date": debate.group(3), "date_kind": "speech", "holder": state.name if state else "",
        }  # fmt: skip
        return replace(Masthead(), **named, sources=tuple((name, "file name") for name in named))
    if head.kind or head.symbol:
        return head
    headed: list[str] = []  # lines that name whose words they head
    topic = ""
    for at, line in enumerate(lines[:12]):
        if len(line) < 300 and line[-1] not in ".;" and titles.from_title_page([line]) is not None:
            following = lines[at + 1] if at + 1 < len(lines) else ""
            headed.append(f"{line} {following}" if following[:1].islower() and len(following) < 300 else line)
        match = _TOPIC.match(line)
        if match and len(line) < 120 and line[-1] not in ".;,?!" and not topic:
            topic = match.group("topic") or (lines[at + 1] if at + 1 < len(lines) else "")
    title = next(filter(titles.OF_A_KIND.search, [*headed, head.title]), (headed or [head.title])[0])
    return replace(head, title=title, topic=topic[:160])


def _whole(head: Masthead, lines: Sequence[str], text: str, units: Sequence[Unit]) -> Turn:
    """Whose words the text is as a whole, as its kind or its title page says."""
    if head.holder or head.kind not in kinds.OPEN_KINDS:
        return Turn(0, head.holder or None)
    named = titles.from_title_page(lines[:14], strict=bool(head.symbol))
    if named is None and not head.symbol:
        named = speakers.without_title(text, units)
    return named or Turn(0, None)
