"""When a file is to be read again though it is the same; documents with pages that are only a picture."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from pathlib import Path

from ingest.isolation import Limits
from ingest.readers import ocr
from ingest.readers.ocr import Tesseract

FOLDER = "ocr"  # of an index: what was recognised, page by page
_WITHIN = ", more than "


def stamp(version: str, engine: Tesseract | None) -> str:
    """What is noted of a file read by parser `version` where OCR made, or would have made, a difference."""
    return f"{version} {engine.name if engine else 'without OCR'}"


def within(stamped: str, limits: Limits) -> str:
    """What is noted of a file whose reading took more than `limits` allow."""
    return f"{stamped}{_WITHIN}{limits}"


def holds(noted: str, version: str, engine: Tesseract | None, limits: Limits) -> bool:
    """Whether a file noted so would be read alike now.

    Without an engine a text that an engine gave is kept; a new engine, or new languages of it, are used.
    """
    noted, over, under = noted.partition(_WITHIN)
    if over and under != str(limits):
        return False
    if engine is None:
        return noted == version or noted.startswith(f"{version} ")
    return noted in (version, stamp(version, engine))


def without_text(records: Mapping[str, str]) -> list[tuple[str, int, int]]:
    """(document id, pages without text, pages of it) of those that have some; `records` are JSON."""
    found = ((key, json.loads(record)) for key, record in sorted(records.items()))
    return [
        (key, len(record["empty_pages"]), len(record["page_starts"])) for key, record in found if record["empty_pages"]
    ]


def sweep(index: Path, records: Iterable[str]) -> None:
    """Forget what was recognised of files that are no documents of `index` any more."""
    if (index / FOLDER).is_dir():
        ocr.sweep(index / FOLDER, {json.loads(record)["sha256"] for record in records})
