"""Lists as the papers print them: items with what introduces them, and the rest of a list of which much was chosen."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence

from app.evidence import Candidate, Evidence
from app.quotable import quotable
from ingest.speakers import speaker_at

WHOLE_GROUP = 0.4  # share of a list that brings the rest of it along


def whole(evidence: Evidence, like: Candidate, number: int) -> list[Candidate]:
    """Unit `number` of the document of `like` as candidates, unscored where the search did not see it."""
    scored = [c for c in evidence.candidates if c.document_id == like.document_id and c.unit == number]
    if scored:
        return sorted(scored, key=lambda candidate: candidate.start)
    document, units, turns = evidence.source(like.document_id)
    unit = units[number]
    return [
        Candidate(like.document_id, number, start, end, document.text[start:end], speaker_at(turns, start), unit.label, unit.lead, False, 0.0)
        for start, end in quotable(document.text, unit)
    ]  # fmt: skip


def with_leads(evidence: Evidence, chosen: Iterable[Candidate]) -> list[Candidate]:
    """`chosen`, with the line that introduces each item by its colon: it says what the item is, and whose side it is on."""
    found = list(chosen)
    known = {(item.document_id, item.unit) for item in found}
    for candidate in list(found):
        document, units, _ = evidence.source(candidate.document_id)
        lead = candidate.lead
        if lead is None or (candidate.document_id, lead) in known:
            continue
        if document.text[units[lead].start : units[lead].end].rstrip().endswith(":"):
            found += whole(evidence, candidate, lead)[-1:]
            known.add((candidate.document_id, lead))
    return found


def with_items(evidence: Evidence, chosen: Iterable[Candidate]) -> list[Candidate]:
    """`chosen`, with the leads of its items, and the items that a quoted lead announces by its colon.

    A lead that was chosen only as one item's context brings no other items along.
    """
    found = list(chosen)
    known = {(item.document_id, item.unit) for item in found}
    for candidate in found:  # grows while it is read: items may announce items
        _, units, _ = evidence.source(candidate.document_id)
        below = [number for number, unit in enumerate(units) if unit.lead == candidate.unit]
        if candidate.text.rstrip().endswith(":") and not any(
            (candidate.document_id, number) in known for number in below
        ):
            found += [item for number in below for item in whole(evidence, candidate, number)]
            known |= {(candidate.document_id, number) for number in below}
    return with_leads(evidence, found)


def whole_lists(evidence: Evidence, chosen: Sequence[Candidate]) -> list[Candidate]:
    """`chosen`, with the rest of each list of which much was chosen: a part would look like the whole."""
    found = list(chosen)
    for candidate in chosen:
        group = _group(evidence, candidate)
        inside = {(item.document_id, item.unit) for item in group}
        hits = {(item.document_id, item.unit) for item in found} & inside
        if group and (len(hits) >= WHOLE_GROUP * len(inside) or _has_gap(evidence, group, hits)):
            found += group
    return found


def _group(evidence: Evidence, candidate: Candidate) -> list[Candidate]:
    """The items of the list that the candidate is one of, or introduces; with the items below them."""
    _, units, _ = evidence.source(candidate.document_id)
    below = [number for number, unit in enumerate(units) if unit.lead == candidate.unit]
    lead = candidate.unit if below else candidate.lead
    if lead is None:
        return []
    return [
        item for number, unit in enumerate(units) if unit.lead == lead for item in whole(evidence, candidate, number)
    ]


def _has_gap(evidence: Evidence, group: Sequence[Candidate], hits: Collection[tuple[str, int]]) -> bool:
    """Whether items of a numbered run are chosen but not one that stands between them.

    "First" and "Third" without "Second" would look like a complete list.
    """
    order = list(dict.fromkeys((item.document_id, item.unit) for item in group if item.label))
    chosen = [position for position, unit in enumerate(order) if unit in hits]
    return len(chosen) > 1 and chosen[-1] - chosen[0] >= len(chosen)
