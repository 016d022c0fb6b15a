"""What an ingest reports, and the last report of an index."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from pathlib import Path
from typing import Any

FILE = "receipt.json"  # of an index: the last receipt

Pairs = list[tuple[str, str]]
_SECOND = {"renamed": "from", "superseded": "by", "duplicates": "of", "failed": "reason", "skipped": "reason"}


@dataclass(slots=True)
class Receipt:
    """What an ingest did, or with `dry_run` would do, with the paths as the index calls them.

    `added`, `changed`, `renamed`, `superseded` and `removed` compare what readers see now with what they saw before;
    `duplicates` and `without_text` describe the index as it is now.
    """

    added: list[str] = field(default_factory=list)
    changed: list[str] = field(default_factory=list)
    renamed: Pairs = field(default_factory=list)  # (path, the path that its bytes had before)
    superseded: Pairs = field(default_factory=list)  # (document, the later text that replaces it)
    removed: list[str] = field(default_factory=list)
    withheld: list[str] = field(default_factory=list)  # in service though their files are gone: they were too many
    failed: Pairs = field(default_factory=list)  # (path, reason)
    in_service: list[str] = field(default_factory=list)  # of those that failed: what was read of them before serves on
    skipped: Pairs = field(default_factory=list)  # (path, reason)
    duplicates: Pairs = field(default_factory=list)  # (path, document with the same bytes)
    without_text: list[tuple[str, int, int]] = field(default_factory=list)  # (document, pages without text, pages)
    unchanged: int = 0  # documents that were looked at and are as they were published
    documents: int = 0
    passages: int = 0
    embedded: int = 0  # texts
    generation: int = 0
    seconds: float = 0.0
    finished: str = ""  # ISO 8601, UTC
    dry_run: bool = False

    @property
    def complete(self) -> bool:
        """Whether nothing failed and nothing was withheld."""
        return not (self.failed or self.withheld)

    def to_json(self) -> dict[str, Any]:
        """The receipt as documented in the README: what stands in pairs becomes objects."""
        shown: dict[str, Any] = {each.name: getattr(self, each.name) for each in fields(self)}
        for name, second in _SECOND.items():
            shown[name] = [{"path": path, second: other} for path, other in shown[name]]
        shown["without_text"] = [{"path": path, "pages": pages, "of": of} for path, pages, of in self.without_text]
        return shown

    @classmethod
    def from_json(cls, shown: Mapping[str, Any]) -> Receipt:
        """The receipt that `to_json` gave. Raises: one of KeyError, TypeError, AttributeError where it is none."""
        values = {each.name: shown[each.name] for each in fields(cls)}
        for name, second in _SECOND.items():
            values[name] = [(row["path"], row[second]) for row in values[name]]
        values["without_text"] = [(row["path"], row["pages"], row["of"]) for row in values["without_text"]]
        return cls(**values)


def last(index: Path) -> Receipt | None:
    """The receipt of the last ingest of `index` that ended; None where there is none that can be read."""
    try:
        return Receipt.from_json(json.loads((index / FILE).read_text("utf-8")))
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        return None
