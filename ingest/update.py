"""Bring the truth of an index up to date with the files of its roots."""

from __future__ import annotations

from pathlib import Path

from ingest import copies, scans
from ingest.errors import UnreadableFile
from ingest.generation import Progress
from ingest.isolation import NotNow, OverLimit, Reader
from ingest.parse import VERSION
from ingest.receipt import Receipt
from ingest.scan import Found, printable, scan
from ingest.truth import File, Truth


def update(
    truth: Truth, roots: dict[str, str], receipt: Receipt, progress: Progress, rebuild: bool, reader: Reader
) -> set[str]:
    """Bring the documents of `roots` up to date; the documents that are as they were."""
    kept: set[str] = set()
    before = truth.files()
    listed = {root: files for root, name in roots.items() if (files := _list(truth, root, name, receipt, kept)) is not None}
    scanned = {file.document_id: (root, file) for root, files in listed.items() for file in files}
    now = {key: file for key, file in before.items() if file.root not in listed and not file.reason}
    now |= {key: File(root, file.fingerprint, VERSION) for key, (root, file) in scanned.items() if file.fingerprint}
    same = copies.groups((document_id, file.fingerprint) for document_id, file in now.items())
    first = {key: ids[0] for key, ids in same.items()}
    copies.hand_over(truth, listed, now, first)
    reasons: dict[str, str] = {}
    for done, (document_id, (root, file)) in enumerate(sorted(scanned.items())):
        progress("read", done, len(scanned))
        speaks = first.get(copies.key(document_id, file.fingerprint), document_id)
        if speaks == document_id:
            reason = _take(truth, root, file, receipt, rebuild, reader, kept)
        else:
            reason = reasons.get(speaks, "")
            truth.note(document_id, File(root, file.fingerprint, VERSION, reason))
        if reason:
            reasons[document_id] = reason
            receipt.failed.append((document_id, reason))
    progress("read", len(scanned), len(scanned))
    truth.remove({key for key, file in before.items() if file.root in listed} - scanned.keys())
    for root in listed:
        if not Path(root).exists():
            truth.remove_root(root)
    receipt.duplicates = copies.settle(truth)
    return kept


def _list(truth: Truth, root: str, name: str, receipt: Receipt, kept: set[str]) -> list[Found] | None:
    """The files of a root; None where it cannot be listed, so that its documents stay as they are."""
    known = [key for key, file in truth.files().items() if file.root == root]
    if not Path(root).exists():
        return _gone(truth, root, name, known, receipt, kept)
    try:
        found, skipped = scan(root, name, truth.roots())
    except OSError as error:
        receipt.failed.append((name, f"cannot be listed ({error.strerror})"))
        kept |= set(known)
        return None
    receipt.skipped += skipped
    if found or known:
        truth.add_root(root, name)
    else:
        receipt.skipped.append((name, "no PDF, DOCX, HTML, Markdown or text file in it"))
    return found


def _gone(truth: Truth, root: str, name: str, known: list[str], receipt: Receipt, kept: set[str]) -> list[Found] | None:
    """A root that is not there: a file is deleted if its folder is there; a folder may be a disk that was unplugged."""
    if known == [printable(name)] and Path(root).parent.is_dir():
        return []
    if not known:
        truth.remove_root(root)
        return None
    reason = "the folder is gone: its documents stay in the index until it is back, or an empty one is in its place"
    receipt.failed.append((name, reason))
    kept |= set(known)
    return None


def _take(truth: Truth, root: str, file: Found, receipt: Receipt, rebuild: bool, reader: Reader, kept: set[str]) -> str:
    """Why a file could not be read; "" where it was read, or is as it was."""
    document_id, before = file.document_id, truth.file(file.document_id)
    known = before is not None and before.fingerprint == file.fingerprint != ""
    if (
        before is not None
        and known
        and scans.holds(before.parser, VERSION, reader.engine, reader.limits)
        and not rebuild
    ):
        if before.reason:
            return before.reason
        if truth.holds(document_id):
            kept.add(document_id)
            return ""
    reason, parser = file.reason, scans.stamp(VERSION, reader.engine)
    if not reason:
        try:
            parsed = reader.parse(file.path, document_id)
        except UnreadableFile as error:
            reason = str(error)
            if isinstance(error, (NotNow, OverLimit)):
                parser = scans.within(parser, reader.limits) if isinstance(error, OverLimit) else ""
        else:
            pictured = parsed.document.empty_pages or parsed.document.ocr_pages
            truth.put(root, parsed, parser if pictured else VERSION, file.fingerprint)
            receipt.changed.append(document_id)
            return ""
    truth.note(document_id, File(root, file.fingerprint, parser, reason))
    return reason
