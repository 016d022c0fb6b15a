"""An answer in print: the chosen stretches in order, each under its holder, with its citation checked."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from app import wording
from app.answer import Citation, Statement
from app.check import VERBATIM, verdict
from app.evidence import Candidate, Evidence
from app.lists import with_leads
from ingest.labels import is_bare
from ingest.passages import Passage
from retriever.question import Question
from retriever.revisions import called
from retriever.times import touches


@dataclass(frozen=True, slots=True)
class Brief:
    """The parts of an answer: Markdown, statements and citations that passed the check."""

    text: str
    statements: tuple[Statement, ...]
    citations: tuple[Citation, ...]


def arrange(evidence: Evidence, chosen: Sequence[Candidate], question: Question) -> Brief:
    """The chosen stretches as statements under a line for each holder and document."""
    lines: list[str] = []
    statements: list[Statement] = []
    citations: list[Citation] = []
    quoted: set[tuple[str, int | None]] = set()
    items: dict[tuple[str, int], list[tuple[int, int, str]]] = {}  # of a list: unit, line and indent of each shown
    head = ""
    later = evidence.index.superseded_by
    placed = sorted(
        _distinct(with_leads(evidence, chosen)),
        key=lambda candidate: (candidate.document_id in later, candidate.document_id, candidate.start),
    )
    frames = _frames(evidence, placed)
    for candidate in _merged(evidence, placed, frames):
        citation = _citation(evidence, candidate, len(citations) + 1, frames)
        if citation.verdict != VERBATIM:
            continue
        successor = later.get(candidate.document_id, "")
        successor = successor and called(evidence.index.records[successor])
        line = wording.lead(
            citation.document, citation.holder, candidate.turn.delivered_by, successor, question.language,
            "" if citation.passage.translation_of is not None else citation.passage.language,
            citation.passage.translation_of is not None,
        )  # fmt: skip
        if line != head:
            lines += ["", line, ""] if lines else [line, ""]
            head = line
        shown = _shown(citation, _own_label(evidence, candidate), question.language)
        indent = "    " * ((candidate.document_id, candidate.lead) in quoted and _below_an_item(evidence, candidate))
        quoted.add((candidate.document_id, candidate.unit))
        if (candidate.document_id, candidate.unit) in frames:
            lines.append(f"{indent}- {shown}")
            continue
        citations.append(citation)
        lines.append(f"{indent}- {shown} [{citation.number}]")
        if candidate.lead is not None:
            items.setdefault((candidate.document_id, candidate.lead), []).append((candidate.unit, len(lines), indent))
        said = f"{escape(citation.lead)} {shown}" if citation.lead else shown
        statements.append(
            Statement(f"{citation.holder or citation.document.symbol}: {said}", citation.holder, (citation.number,))
        )
    for (document_id, lead), shown_items in reversed(items.items()):
        left_out = _left_out(evidence, document_id, lead, {unit for paper, unit in quoted if paper == document_id})
        if left_out and len(shown_items) > 1:
            lines.insert(
                shown_items[-1][1], f"{shown_items[-1][2]}- *{wording.not_shown(left_out, question.language)}*"
            )
    silent = [
        name for name in question.filters.delegations if citations and not any(c.holder == name for c in citations)
    ]
    if len(question.filters.own_dates) > 1:  # two dates are compared: of which nothing is said is told
        dated = [
            date
            for date in question.filters.own_dates
            if citations and not any(touches(c.document.date, (date,)) for c in citations)
        ]
        silent += [wording.day(date, question.language) for date in dated]
    lines += [f"\n{wording.not_found_for(name, question.language)}" for name in silent]
    return Brief("\n".join(lines), tuple(statements), tuple(citations))


def _left_out(evidence: Evidence, document_id: str, lead: int, shown: set[int | None]) -> list[str]:
    """The labels, as printed, of the items of a list that are not shown."""
    _, units, _ = evidence.source(document_id)
    above = units[lead].label
    numbered = [(number, unit.label) for number, unit in enumerate(units) if unit.lead == lead]
    return [label.removeprefix(above).strip() for number, label in numbered if number not in shown and label != above]


def _frames(evidence: Evidence, chosen: Sequence[Candidate]) -> dict[tuple[str, int | None], Candidate]:
    """(document, unit) → the line that introduces chosen items by its colon: part of what they say, no evidence alone."""
    led = {(candidate.document_id, candidate.lead) for candidate in chosen}
    return {
        (candidate.document_id, candidate.unit): candidate
        for candidate in chosen
        if (candidate.document_id, candidate.unit) in led and candidate.text.rstrip().endswith(":")
    }


def _distinct(chosen: Sequence[Candidate]) -> list[Candidate]:
    """Each stretch once, and each text once for a holder."""
    kept: dict[tuple[str | None, str], Candidate] = {}
    for candidate in chosen:
        kept.setdefault((candidate.turn.holder, candidate.text), candidate)
    return list(kept.values())


def _merged(
    evidence: Evidence, chosen: Sequence[Candidate], frames: Mapping[tuple[str, int | None], Candidate]
) -> list[Candidate]:
    """Neighbouring sentences of one unit as one stretch, up to 150 words; a line that introduces items stays apart."""
    merged: list[Candidate] = []
    for candidate in chosen:
        last = merged[-1] if merged else None
        unit = (candidate.document_id, candidate.unit)
        if last is not None and (last.document_id, last.unit) == unit and frames.get(unit) != candidate:
            text = evidence.source(candidate.document_id)[0].text
            if not text[last.end : candidate.start].strip() and last.words + candidate.words <= 150:
                merged[-1] = replace(last, end=candidate.end, text=text[last.start : candidate.end])
                continue
        merged.append(candidate)
    return merged


def _below_an_item(evidence: Evidence, candidate: Candidate) -> bool:
    """Whether the candidate's list stands below an item of another list: bullets under "Finally"."""
    _, units, _ = evidence.source(candidate.document_id)
    return candidate.lead is not None and units[candidate.lead].lead is not None


def _citation(
    evidence: Evidence, candidate: Candidate, number: int, frames: Mapping[tuple[str, int | None], Candidate]
) -> Citation:
    document, units, turns = evidence.source(candidate.document_id)
    turn, unit = candidate.turn, units[candidate.unit]
    around = evidence.index.passage_with(document.id, candidate.start, candidate.end) or Passage(
        document.id, unit.start, unit.end, document.text[unit.start : unit.end], document.page_at(unit.start), unit.label or None,
        unit.heading,
    )  # fmt: skip
    spoken = replace(
        around, speaker=turn.holder, delivered_by=turn.delivered_by, members=turn.members, language=evidence.language(candidate)
    )  # fmt: skip
    checked = verdict(document, turns, candidate.text, candidate.start, candidate.end, turn.holder)
    frame = frames.get((candidate.document_id, candidate.lead))
    if frame and verdict(document, turns, frame.text, frame.start, frame.end, turn.holder) != VERBATIM:
        frame = None
    return Citation(
        number, document, spoken, candidate.text, candidate.start, candidate.end, turn.holder,
        document.page_at(candidate.start), unit.label or None, checked,
        frame.text if frame else "", frame.start if frame else 0, (), _section(evidence, candidate),
    )  # fmt: skip


def _section(evidence: Evidence, candidate: Candidate) -> str:
    """The heading above a candidate of a paper without pages whose label stands there several times, or that has none."""
    document, units, _ = evidence.source(candidate.document_id)
    unit = units[candidate.unit]
    alone = document.page_starts or (unit.label and sum(other.label == unit.label for other in units) == 1)
    return "" if alone or not document.symbol or candidate.title_block else next(iter(unit.heading[-1:]), "")


def _own_label(evidence: Evidence, candidate: Candidate) -> str:
    """The label printed at the candidate's unit; "" where it only has that of the item it stands under."""
    _, units, _ = evidence.source(candidate.document_id)
    lead = candidate.lead
    return "" if lead is not None and units[lead].label == candidate.label else candidate.label


def _shown(citation: Citation, label: str, language: str) -> str:
    """The quote as Markdown, its label and page first."""
    place = _place(citation, label, language)
    return f"{f'*{place}:* ' if place else ''}“{escape(citation.quote)}”"


def _place(citation: Citation, label: str, language: str) -> str:
    """Label and page; a label that the quote itself begins with is not said twice."""
    begins = citation.quote.casefold().startswith(label.casefold()) or not citation.quote[:1].isalnum()
    place = "" if begins and is_bare(label) else escape(wording.paragraph(label, language))
    page = wording.page(citation.page, language) if citation.page else ""
    section = f"“{escape(citation.section)}”" if citation.section else ""
    return ", ".join(part for part in (section, place, page) if part)


def escape(text: str) -> str:
    """`text` with the signs of Markdown and HTML made harmless; line breaks as blanks."""
    for sign in ("\\", "`", "*", "_", "[", "]", "<", ">", "#", "|"):
        text = text.replace(sign, f"\\{sign}" if sign not in "<>" else {"<": "&lt;", ">": "&gt;"}[sign])
    return " ".join(text.split())
