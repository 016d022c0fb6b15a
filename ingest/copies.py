"""Files with the same bytes: one document, called by the first of its paths, with the others as its locations."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from pathlib import Path

from ingest.readers import READERS
from ingest.truth import File, Truth

Key = tuple[str, str]


def key(document_id: str, fingerprint: str) -> Key:
    """What files share that are one document: bytes and sidecars (`fingerprint`), and the reader of their format."""
    reader = READERS.get(Path(document_id).suffix.casefold())
    return fingerprint, reader.__name__ if reader else ""


def groups(files: Iterable[tuple[str, str]]) -> dict[Key, list[str]]:
    """Key → the document ids of the (document id, fingerprint) that share it, in the order of the ids."""
    found: defaultdict[Key, list[str]] = defaultdict(list)
    for document_id, fingerprint in sorted(files):
        found[key(document_id, fingerprint)].append(document_id)
    return dict(found)


def heirs(
    held: Mapping[str, File], away: Collection[str], found: Mapping[str, File], first: Mapping[Key, str]
) -> dict[str, str]:
    """Document whose own file is gone or has changed → the first of its other files, which is to keep it in service.

    `held` is what is noted of the files of documents, `away` are those that were not looked for, `found` is what is
    known of all files now.
    """
    chosen: dict[str, str] = {}
    for document_id, file in sorted(held.items()):
        unchanged = document_id in found and found[document_id].fingerprint == file.fingerprint
        heir = first.get(key(document_id, file.fingerprint))
        if not (document_id in away or unchanged or file.reason) and heir is not None and heir not in held:
            chosen[document_id] = heir
    return chosen


def settle(truth: Truth) -> list[tuple[str, str]]:
    """(path, document that it is a copy of) of every copy, after each document was given its other locations.

    What was read of a file before is dropped where it failed since, or became a copy, and a document has its bytes.
    """
    files, held = truth.files(), truth.documents()
    good = groups((document_id, file.fingerprint) for document_id, file in files.items() if not file.reason)
    locations = {first: others for first, *others in good.values() if first in held}
    copies = {path: first for first, others in locations.items() for path in others}
    served = {_digest(held[first]) for first in locations}
    former = {
        document_id
        for document_id, record in held.items()
        if document_id in files and files[document_id].reason and _digest(record) in served
    }
    truth.settle(locations, (held.keys() & copies.keys()) | former)
    return sorted(copies.items())


def _digest(record: str) -> str:
    return str(json.loads(record)["sha256"])
