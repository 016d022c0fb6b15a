"""A passage that a search found, with its score and the reasons."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import Any

from ingest.labels import printed
from ingest.passages import Passage

HIT_WORDS = 260  # of a hit that others are shown


@dataclass(frozen=True, slots=True)
class Place:
    """Another place at which the text of a hit stands; `called` is its document as readers know it, `language` the text's."""

    document_id: str
    called: str
    page: int | None
    paragraph: str | None
    language: str

    def __str__(self) -> str:
        where = printed(self.paragraph or "") or (f"p. {self.page}" if self.page else "")
        return f"{self.called}, {where}" if where else self.called


@dataclass(frozen=True, slots=True)
class Hit:
    """A passage with its score (higher is better, comparable only within one search).

    `why` says in words why it was found; `superseded_by` names the newest text in the place of its document;
    `also` are the other places at which the same text stands: a reissue, a revision, a translation.
    """

    passage: Passage
    score: float
    why: str
    superseded_by: str = ""
    also: tuple[Place, ...] = ()

    def to_json(self) -> dict[str, Any]:
        words = self.passage.text.split(" ")
        return {
            "document": self.passage.document_id,
            "start": self.passage.start,
            "end": self.passage.end,
            "page": self.passage.page,
            "paragraph": self.passage.paragraph,
            "holder": self.passage.speaker,
            "score": round(self.score, 4),
            "text": " ".join(words[:HIT_WORDS]),
            "why": self.why,
            "also": [asdict(place) for place in self.also],
        }
