"""The few sentences that are our own: neutral, dated, and the same for every holder."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date

from ingest.days import MONTHS
from ingest.document import Document
from ingest.ordinals import ORDINALS

UNEXPECTED = "something in Rapporteur failed. The log of the server says what; please report it."
SPELLED = 15  # ordinals up to this one are written in words


def day(iso: str) -> str:
    """An ISO day, month, year or interval in words: "2024-03-04/2024-03-08" is "4–8 March 2024".

    What is no such date comes back as it is.
    """
    first, _, last = iso.partition("/")
    try:
        start, end = date.fromisoformat(first), date.fromisoformat(last or first)
    except ValueError:
        month = re.fullmatch(r"(\d{4})-(0[1-9]|1[0-2])", iso)
        return f"{MONTHS[int(month[2]) - 1]} {month[1]}" if month else iso
    closing = f"{end.day} {MONTHS[end.month - 1]} {end.year}"
    if start == end:
        return closing
    if (start.year, start.month) == (end.year, end.month):
        return f"{start.day}–{closing}"
    return f"{start.day} {MONTHS[start.month - 1]}{'' if start.year == end.year else f' {start.year}'} – {closing}"


def session(number: str, body: str) -> str:
    """ "7", "OEWG 2021-2025" as "seventh session of the OEWG 2021-2025"; with ordinal digits above fifteen."""
    value = int(number) if number.isdigit() else 0
    name = ORDINALS[value - 1] if 0 < value <= SPELLED else f"{number}{_ending(value)}"
    return f"{name} session of the {body}" if body else f"{name} session"


def _ending(value: int) -> str:
    return "th" if value % 100 in (11, 12, 13) else {1: "st", 2: "nd", 3: "rd"}.get(value % 10, "th")


def holder_line(document: Document, holder: str | None, delivered_by: str | None, superseded_by: str = "") -> str:
    """Who, where and when, in one line: the holder, the document, its session and date, its topic."""
    name = f"**{holder}**" if holder else "**No holder named**"
    if delivered_by:
        name += f" (statement delivered by {delivered_by})"
    where = [document.symbol or _kind(document)]
    if document.symbol and document.kind:
        where = [f"{document.symbol} ({document.kind})"]
    if document.session and document.kind not in ("resolution", "decision"):
        where.append(session(document.session, document.body))
    if document.date:
        where.append(day(document.date))
    if document.topic:
        where.append(f"on {document.topic.lower() if document.topic.istitle() else document.topic}")
    if superseded_by:
        where.append(f"superseded by {superseded_by}")
    return f"{name}, {', '.join(part for part in where if part)}:"


def _kind(document: Document) -> str:
    return document.kind or f"“{document.title[:120]}”"


def searched(documents: int, indexed: int, holders: Sequence[str], limits: Sequence[str]) -> str:
    """What was looked at, in one sentence: how many documents of how many that are indexed."""
    if not documents:
        return f"Searched: {indexed} {'document' if indexed == 1 else 'documents'}, none of them with such words."
    whose = f" by {' and '.join(holders)}" if holders else ""
    within = f" ({', '.join(day(limit) for limit in limits)})" if limits else ""
    noun = "document" if documents == 1 else "documents"
    return f"Searched: {documents} {noun}{whose}{within}."


def refusal(reason: str, holders: Sequence[str], what: str = "") -> str:
    """The sentence that refuses, by reason."""
    names = " and ".join(holders)
    if reason == "no_such_holder":
        return f"The indexed documents hold no words of {names}. Texts of others about {names} are not its position."
    if reason == "not_in_scope":
        return f"The indexed documents do not include {what}."
    if reason == "outside":
        return "The indexed documents do not deal with this."
    if reason == "opinion":
        return "This asks for an opinion or a prediction. Rapporteur reports only what the documents say."
    if what == OTHER_LANGUAGE:
        return f"No answer was found: {what}."
    if holders:
        return f"{names}: the indexed documents do not say this{f' ({what})' if what else ''}."
    return f"The indexed documents do not say this{f' ({what})' if what else ''}."


OTHER_LANGUAGE = (
    "the nearest passages are in another language than the question, and whether they answer it cannot be told"
)
NEAREST = "The nearest passages are listed beside this answer; they are not an answer."
SOME = "Those whose words were found to say it; others may as well."
NEWEST = "From the newest of {} papers with words of {}; ask for another by its session or date."
PREMISE = "The documents do not bear out the premise of the question. What they say:"
NOT_FOUND_FOR = "{}: nothing on this in the indexed documents."
