"""Bring the truth of an index up to date with the files of its roots, as planned."""

from __future__ import annotations

import logging
from dataclasses import replace

from ingest import copies, scans
from ingest.errors import UnreadableFile
from ingest.isolation import NotNow, OverLimit, Reader
from ingest.parse import VERSION, Parsed
from ingest.plan import Plan
from ingest.receipt import Receipt
from ingest.scan import Found
from ingest.sidecar import stamp
from ingest.steps import Progress
from ingest.truth import File, Truth

log = logging.getLogger(__name__)


def update(truth: Truth, plan: Plan, receipt: Receipt, progress: Progress, reader: Reader) -> set[str]:
    """Do what `plan` says with the documents, one transaction a file: which documents were read."""
    for root, name in plan.roots.items():
        truth.add_root(root, name)
    before = truth.files()
    for document_id, (heir, root) in plan.heirs.items():
        truth.hand_over(document_id, heir, root, before[document_id].fingerprint)
    reasons: dict[str, str] = {}
    read: set[str] = set()
    for done, (document_id, (root, file)) in enumerate(plan.files.items()):
        progress("read", done, len(plan.files))
        speaks = plan.speaks[document_id]
        if speaks != document_id:
            reasons[document_id] = reasons.get(speaks, "")
            failed = truth.file(speaks) if reasons[document_id] else None  # under other limits it may be read
            parser = failed.parser if failed else VERSION
            truth.note(document_id, File(root, file.fingerprint, parser, reasons[document_id]))
        elif document_id in plan.read:
            reasons[document_id] = _take(truth, root, file, reader)
            read |= {document_id} if not reasons[document_id] else set()
        else:
            reasons[document_id] = before[document_id].reason
    progress("read", len(plan.files), len(plan.files))
    receipt.failed = plan.failed + [(document_id, reason) for document_id, reason in reasons.items() if reason]
    receipt.skipped = plan.skipped
    receipt.withheld = list(plan.withheld)
    truth.remove(plan.gone)
    for root in plan.forgotten:
        truth.remove_root(root)
    receipt.duplicates = copies.settle(truth)
    return read


def _take(truth: Truth, root: str, file: Found, reader: Reader) -> str:
    """Why a file could not be read; "" where it was."""
    reason, parser = file.reason, scans.stamp(VERSION, reader.engine)
    if not reason:
        try:
            file, parsed = _read(file, reader)
        except UnreadableFile as error:
            reason = str(error)
            if isinstance(error, (NotNow, OverLimit)):
                parser = scans.within(parser, reader.limits) if isinstance(error, OverLimit) else ""
        else:
            pictured = parsed.document.empty_pages or parsed.document.ocr_pages
            truth.put(root, parsed, parser if pictured else VERSION, file.fingerprint)
            return ""
    truth.note(file.document_id, File(root, file.fingerprint, parser, reason))
    return reason


def _read(file: Found, reader: Reader) -> tuple[Found, Parsed]:
    """(the file as it was read, what was read): a file that is just being written is read once more.

    Raises: UnreadableFile, as NotNow where it has changed again.
    """
    for _ in range(2):
        parsed = reader.parse(file.path, file.document_id)
        try:
            fingerprint, digest = stamp(file.path)
        except OSError as error:
            raise NotNow(f"gone while it was read ({error.strerror}): run again") from error
        if fingerprint == file.fingerprint and digest == parsed.document.sha256:
            return file, parsed
        log.info("%s has changed while it was read", file.document_id)
        file = replace(file, fingerprint=fingerprint, sha256=digest)
    raise NotNow("it changes while it is read: run again when it is whole")
