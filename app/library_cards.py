"""The Documents view as HTML in which every foreign word is escaped: the table, the receipt, the progress."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from datetime import datetime
from html import escape
from pathlib import Path, PurePath

from app.cards import foreign
from app.library import CURRENT, Contents, Outcome, Row
from app.terminal import counted
from app.wording import day
from ingest.receipt import FILE, Receipt

HEADS = ("Document", "Holder", "Kind", "Body / process", "Session", "Date", "Language", "Pages", "Passages", "Status")
STEP = 200  # rows that the table shows at first, and adds when one scrolls to their end
FOLDED = 5  # items that are shown at once; more are folded
MOST_ITEMS = 1000  # of one kind in a receipt; the file of the receipt has all
STAGES = {
    "": "Starting",
    "keep": "Keeping {} of {}",
    "read": "Reading {} of {}",
    "read by OCR": "Reading page {} of {} by OCR",
    "embed": "Embedding {} of {}",
}


def progress(stage: str, done: int, total: int) -> str:
    """How far an ingest is, in words and as a bar."""
    words = STAGES.get(stage, "Publishing").format(f"{done:,}", f"{total:,}")
    reached = f' value="{done}" max="{total}"' if total and stage else ""
    return f'<div class="running"><p>{words}</p><progress{reached} aria-label="Progress">{words}</progress></div>'


def outcome(found: Outcome | None, error: str = "") -> str:
    """What came of a rescan or an upload, below the buttons; details stand in the receipt."""
    notes = [] if found is None else list(found.notes)
    problem = error or ("" if found is None else found.problem)
    lines = [f"<p>{foreign(note)}</p>" for note in notes]
    if found is not None and found.receipt is not None:
        lines.append(f"<p>{_in_short(found.receipt)}</p>")
    lines += [f'<p class="problem">{_told(problem)}</p>'] * bool(problem)
    return f'<div role="status">{"".join(lines)}</div>'


def summary(contents: Contents) -> str:
    """The numbers of what is indexed, and what stands in the way of asking."""
    passages = sum(row.passages for row in contents.rows)
    warned = sum(row.warned for row in contents.rows)
    numbers = [counted(len(contents.rows), "document"), counted(passages, "passage")]
    numbers += [f"{warned:,} with a warning"] * bool(warned)
    problem = f'<p class="problem">{escape(contents.problem)}</p>' if contents.problem else ""
    return f"<p>{', '.join(numbers)}. Generation {contents.generation:,}.</p>{problem}"


def unlisted(error: str) -> str:
    """What stands in the place of the numbers where there is nothing to list."""
    return f'<p class="problem">{escape(error)}</p>'


def table(rows: Sequence[Row]) -> str:
    """A row for each document; the script of the view sorts and filters them, and shows those that are hidden here."""
    heads = "".join(f'<th scope="col"{_number(head)}><button type="button">{head}</button></th>' for head in HEADS)
    body = "".join(_row(row, hidden=at >= STEP) for at, row in enumerate(rows))
    more = f'<button type="button" class="more"{" hidden" * (len(rows) <= STEP)}>Show all</button>'
    return (
        '<div class="listed" role="region" aria-label="Indexed documents" tabindex="0"><table>'
        f"<thead><tr>{heads}</tr></thead><tbody>{body}</tbody></table>{more}</div>"
    )


def receipt(found: Receipt | None, index: Path, removal: str) -> str:
    """The last receipt of `index` in words; `removal` is the command that removes what was withheld."""
    if found is None:
        told = '<p class="quiet">No ingest has left a receipt here yet.</p>'
    else:
        told = f'<p class="quiet">{_when(found)}</p>{"".join(_groups(found, index, removal))}<p>{_totals(found)}</p>'
    return f'<section aria-label="Last receipt"><h2>Last receipt</h2>{told}</section>'


def _row(row: Row, hidden: bool) -> str:
    document = row.document
    track = document.process if document.process != document.body else ""
    name = PurePath(document.id).name
    beneath = [document.symbol, document.id if document.symbol or document.title != name else ""]
    cells = [
        *(_cell(_known(value)) for value in (document.holder, document.kind)),
        _cell(" / ".join(foreign(part) for part in (document.body, track) if part)),
        _cell(_known(document.session), "number"),
        _cell(_known(day(document.date)), order=document.date),
        _cell(_known(", ".join(document.languages))),
        _cell(str(len(document.page_starts) or ""), "number"),
        _cell(f"{row.passages:,}", "number", str(row.passages)),
        _cell("".join(f"<div>{foreign(words)}</div>" for words in row.status), _class(row)),
    ]
    shown = " · ".join(foreign(part) for part in beneath if part)
    return (
        f'<tr{" hidden" * hidden}><th scope="row"><bdi>{escape(document.title or name)}</bdi><small>{shown}</small></th>'
        f"{''.join(cells)}</tr>"
    )


def _told(reason: str) -> str:
    """A reason, with the commands in it as such."""
    return re.sub(r"`([^`]*)`", r"<code>\1</code>", foreign(reason))


def _class(row: Row) -> str:
    return "warned" if row.warned else "current" if row.status[:1] == (CURRENT,) else ""


def _cell(html: str, kind: str = "", order: str = "") -> str:
    """`order` is what the column is sorted by where that is not what is shown."""
    attributes = f' class="{kind}"' * bool(kind) + f' data-order="{escape(order)}"' * bool(order)
    return f"<td{attributes}>{html}</td>"


def _known(value: str) -> str:
    return foreign(value) if value else ""


def _number(head: str) -> str:
    return ' class="number"' if head in ("Session", "Pages", "Passages") else ""


def _when(found: Receipt) -> str:
    try:
        ended = datetime.fromisoformat(found.finished)
        when = f"Finished on {day(ended.date().isoformat())} at {ended:%H:%M} UTC, after {_duration(found.seconds)}"
    except ValueError:
        when = f"It took {_duration(found.seconds)}"
    return escape(when)


def _duration(seconds: float) -> str:
    if seconds < 60:
        return f"{seconds:.1f} s"
    minutes, rest = divmod(round(seconds), 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours} h {minutes} min" if hours else f"{minutes} min {rest} s"


def _groups(found: Receipt, index: Path, removal: str) -> Iterable[str]:
    served = set(found.in_service)
    kept = "; what was read of it before stays in service"
    more = f"named in {escape(str(index / FILE))}"
    still = (
        "In service though their files are gone, because they are too many to be taken out unasked, or a folder could "
        f"not be read. If they are to go, run <code>{escape(removal)}</code>."
    )
    failed = [f"{foreign(path)}: {_told(reason)}{kept * (path in served)}" for path, reason in found.failed]
    yield _group("Could not be read", failed, more, warned=True)
    yield _group("Withheld", map(foreign, found.withheld), more, warned=True, note=f"<p>{still}</p>")
    pages = (f"{foreign(path)}: {empty:,} of {of:,} pages" for path, empty, of in found.without_text)
    yield _group("With pages without text", pages, more, warned=True)
    yield _group("Added", map(foreign, found.added), more)
    yield _group("Changed", map(foreign, found.changed), more)
    yield _group("Renamed", (f"{foreign(path)}, before {foreign(former)}" for path, former in found.renamed), more)
    later = (f"{foreign(path)}, by {foreign(by)}" for path, by in found.superseded)
    yield _group("Superseded", later, more)
    yield _group("Removed", map(foreign, found.removed), more)
    yield _group("Passed over", (f"{foreign(path)}: {_told(why)}" for path, why in found.skipped), more)
    same = (f"{foreign(path)}, the same as {foreign(other)}" for path, other in found.duplicates)
    yield _group("Copies of an indexed document", same, more)


def _group(head: str, items: Iterable[str], more: str, warned: bool = False, note: str = "") -> str:
    """`items` (HTML) under their number, folded where they are many and have no `note`; "" where there are none."""
    every = list(items)
    if not every:
        return ""
    shown = "".join(f"<li>{item}</li>" for item in every[:MOST_ITEMS])
    shown += f"<li>and {len(every) - MOST_ITEMS:,} more, {more}</li>" * (len(every) > MOST_ITEMS)
    opened = " open" if len(every) <= FOLDED or note else ""
    kind = ' class="warned"' if warned else ""
    return f"<details{kind}{opened}><summary>{head}: {len(every):,}</summary>{note}<ul>{shown}</ul></details>"


def _totals(found: Receipt) -> str:
    unchanged = f"{found.unchanged:,} unchanged. " * bool(found.unchanged)
    return (
        f"{unchanged}{counted(found.documents, 'document')} and "
        f"{counted(found.passages, 'passage')}, {found.embedded:,} embedded now, in generation {found.generation:,}."
    )


def _in_short(found: Receipt) -> str:
    counts = {
        "added": len(found.added),
        "changed": len(found.changed),
        "renamed": len(found.renamed),
        "removed": len(found.removed),
        "withheld": len(found.withheld),
        "could not be read": len(found.failed),
    }
    said = [f"{number:,} {what}" for what, number in counts.items() if number]
    return f"Done: {', '.join(said) or 'nothing has changed'}."
