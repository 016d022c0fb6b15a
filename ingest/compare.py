"""What is new to readers: the documents of two generations side by side."""

from __future__ import annotations

import json
from collections.abc import Collection, Mapping
from datetime import UTC, datetime

from ingest.plan import Plan
from ingest.receipt import Receipt
from ingest.revisions import superseded_by
from ingest.stored import document_from

Records = Mapping[str, str]  # document id → its record as JSON, the locations apart


def compare(
    receipt: Receipt,
    before: Records,
    now: Records,
    places: Collection[str] = (),
    changed: Collection[str] = (),
    kept: Collection[str] = (),
) -> None:
    """Enter what is new in `now`: also what an earlier run took that was killed before it published.

    `places` are the other paths that documents had `before`, `changed` documents that were read anew though their
    records may be alike, `kept` those that were looked at.
    """
    copies = dict(receipt.duplicates)  # which are there, though no document is called so any more
    added, removed = sorted(now.keys() - before.keys()), sorted(before.keys() - now.keys() - copies.keys())
    overwritten = {path for path, of in copies.items() if path in before and _digest(before[path]) != _digest(now[of])}
    left = {_digest(before[key]): key for key in reversed(removed)}
    new = [key for key in added if key not in places]  # the others were there: a document is called so now
    receipt.renamed = [(key, left[digest]) for key in new if (digest := _digest(now[key])) in left]
    moved = {path for pair in receipt.renamed for path in pair}
    receipt.added = [key for key in new if key not in moved]
    receipt.removed = [key for key in removed if key not in moved]
    other = {key for key in now.keys() & before.keys() if key in changed or now[key] != before[key]}
    receipt.changed = sorted(other | overwritten)
    receipt.unchanged = len({*kept} & now.keys() - {*added, *receipt.changed})
    known = _successors(before)
    receipt.superseded = sorted(pair for pair in _successors(now).items() if pair not in known.items())


def foresee(receipt: Receipt, plan: Plan, before: Records, held: Records, places: Collection[str]) -> None:
    """Enter what `plan` would change for readers of `before`, as far as can be said of files that are not read.

    `places` are as in `compare`, `held` are the documents of the truth. A file that cannot be read, and was not tried
    before, counts as added or changed here.
    """
    now = {key: record for key, record in held.items() if key not in plan.gone}
    for document_id, (heir, _) in plan.heirs.items():
        now[heir] = held[document_id]
        now.pop(document_id, None)
    changed = set()
    for document_id, (_, file) in plan.files.items():
        speaks = plan.speaks[document_id]
        reason = file.reason or plan.failing.get(speaks, "")
        if reason:  # a copy of what cannot be read cannot be read
            receipt.failed.append((document_id, reason))
        elif speaks != document_id:
            now.pop(document_id, None)
            receipt.duplicates.append((document_id, speaks))
        elif document_id in plan.changed:
            now[document_id] = json.dumps({"sha256": file.sha256})
            changed.add(document_id)
    compare(receipt, before, now, places, changed, plan.kept | (plan.read - changed))
    receipt.failed = plan.failed + receipt.failed
    receipt.in_service = [path for path, _ in receipt.failed if path in now]
    receipt.skipped = plan.skipped
    receipt.withheld = list(plan.withheld)
    receipt.documents = len(now)
    receipt.dry_run = True


def moment() -> str:
    """Now, to the second, as ISO 8601 in UTC."""
    return datetime.now(UTC).isoformat(timespec="seconds").replace("+00:00", "Z")


def _digest(record: str) -> str:
    return str(json.loads(record).get("sha256", ""))


def _successors(records: Records) -> dict[str, str]:
    """Document id → the text that supersedes it; none where an older version made the records, or they are foreseen."""
    try:
        return superseded_by({key: document_from(record, "") for key, record in records.items()})
    except (ValueError, TypeError):
        return {}
