"""What an ingest reports."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any


@dataclass(slots=True)
class Receipt:
    """What an ingest did, with the paths as the index calls them."""

    added: list[str] = field(default_factory=list)
    changed: list[str] = field(default_factory=list)
    removed: list[str] = field(default_factory=list)
    failed: list[tuple[str, str]] = field(default_factory=list)  # (path, reason)
    skipped: list[tuple[str, str]] = field(default_factory=list)
    duplicates: list[tuple[str, str]] = field(default_factory=list)  # (path, document with the same bytes)
    without_text: list[tuple[str, int, int]] = field(default_factory=list)  # (document, pages without text, pages)
    kept: set[str] = field(default_factory=set)  # looked at and as they were published
    documents: int = 0
    passages: int = 0
    embedded: int = 0
    generation: int = 0
    seconds: float = 0.0

    @property
    def unchanged(self) -> int:
        return len(self.kept)

    def to_json(self) -> dict[str, Any]:
        def pairs(rows: list[tuple[str, str]]) -> list[dict[str, str]]:
            return [{"path": path, "reason": reason} for path, reason in rows]

        return {
            "added": self.added,
            "changed": self.changed,
            "removed": self.removed,
            "failed": pairs(self.failed),
            "skipped": pairs(self.skipped),
            "duplicates": [{"path": path, "of": document} for path, document in self.duplicates],
            "without_text": [{"path": path, "pages": pages, "of": of} for path, pages, of in self.without_text],
            "unchanged": self.unchanged,
            "documents": self.documents,
            "passages": self.passages,
            "embedded": self.embedded,
            "generation": self.generation,
            "seconds": round(self.seconds, 2),
        }
