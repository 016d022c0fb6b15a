"""From a file to a document with its units, its speakers and its passages."""

from __future__ import annotations

import hashlib
import logging
import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from ingest import delegations, masthead, speakers, titles
from ingest.document import Document
from ingest.errors import UnreadableFile
from ingest.language import detect
from ingest.masthead import Masthead
from ingest.passages import Passage, split
from ingest.readers import READERS, Reading, Recognise
from ingest.speakers import Turn
from ingest.structure import Unit, outline

log = logging.getLogger(__name__)

VERSION = "5"  # of readers and splitter: raise it when the same bytes give other passages
MOST_BYTES = 200_000_000
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


def parse(path: Path, document_id: str, recognise: Recognise | None = None) -> Parsed:
    """The document at `path`, named `document_id`; pages without text go to `recognise`.

    Raises: UnreadableFile with the reason in a few words, and nothing else.
    """
    try:
        reading, digest = _read(path, recognise)
        return understand(reading, document_id, digest)
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
        raise UnreadableFile(f"no text in it{f' (pages: {pages}; if they are scanned, OCR comes first)' * bool(pages)}")
    if len(reading.text) < 2000 and _MISSING.search(reading.text):
        raise UnreadableFile("an error page saved as a document: it says that the document does not exist")
    return reading, digest


def understand(reading: Reading, document_id: str, sha256: str) -> Parsed:
    """Structure, masthead, speakers and passages of what a reader saw."""
    units = outline(reading)
    lines = _first_lines(reading.text, units)
    head = _named(masthead.find(lines, reading.title, Path(document_id).name), lines, document_id)
    whole = _whole(head, lines, reading.text, units)
    found = speakers.turns(reading, units, whole, head.kind)
    languages = Counter(detect(reading.text[u.start : u.end]) for u in units if u.end - u.start > 80)
    holder = found[0].holder or ""
    document = Document(
        id=document_id,
        sha256=sha256,
        text=reading.text,
        title=head.title or Path(document_id).stem,
        symbol=head.symbol,
        kind=head.kind or _statement_kind(holder),
        body=head.body,
        session=head.session,
        date=head.date,
        date_kind=head.date_kind,
        topic=head.topic,
        holder=holder,
        languages=tuple(code for code, count in languages.most_common() if count > 1) or (detect(reading.text),),
        authority=head.authority or _authority(holder),
        page_starts=reading.page_starts,
        empty_pages=reading.empty_pages,
        ocr_pages=reading.ocr_pages,
        problem=reading.problem,
    )
    passages = split(document, units, found)
    return Parsed(document, tuple(units), tuple(found), tuple(passages))


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
        return replace(
            head, title=title, kind="general debate statement", body="General Assembly", session=debate.group(2),
            date=debate.group(3), date_kind="speech", holder=state.name if state else "",
        )  # fmt: skip
    if head.kind or head.symbol:
        return head
    title, topic = head.title, ""
    for at, line in enumerate(lines[:12]):
        if len(line) < 300 and line[-1] not in ".;" and titles.from_title_page([line]) is not None:
            following = lines[at + 1] if at + 1 < len(lines) else ""
            title = f"{line} {following}" if following[:1].islower() and len(following) < 300 else line
        match = _TOPIC.match(line)
        if match and len(line) < 120 and line[-1] not in ".;,?!" and not topic:
            topic = match.group("topic") or (lines[at + 1] if at + 1 < len(lines) else "")
    return replace(head, title=title, topic=topic[:160])


def _whole(head: Masthead, lines: Sequence[str], text: str, units: Sequence[Unit]) -> Turn:
    if head.holder or head.kind:
        return Turn(0, head.holder or None)
    named = titles.from_title_page(lines[:14], strict=bool(head.symbol))
    if named is None and not head.symbol:
        named = speakers.without_title(text, units)
    return named or Turn(0, None)


def _statement_kind(holder: str) -> str:
    found = delegations.exactly(holder) if holder else None
    if found is None:
        return ""
    return "national statement" if found.kind in ("state", "observer State") else "group statement"


def _authority(holder: str) -> str:
    kind = _statement_kind(holder)
    return {"national statement": "national", "group statement": "group"}.get(kind, "other")
