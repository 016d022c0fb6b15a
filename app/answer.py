"""What a question gets: statements, the citations that carry them, and what was searched."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from ingest.document import Document
from ingest.labels import printed
from ingest.passages import Passage
from retriever.hit import Hit

REASONS = ("premise", "no_such_holder", "silent", "not_in_scope", "outside", "opinion")


@dataclass(frozen=True, slots=True)
class Citation:
    """A numbered quote: `document.text[start:end] == quote` when `verdict` is "verbatim".

    When it is "normalised", `normalised` says in what the document writes it otherwise: "white space", "hyphenation".

    `passage` is the passage in whose words the quote stands; holder, page and paragraph are those of the quote.
    `lead` are the words that introduce the quote, an item of a list; they stand at `lead_start` in the same document,
    words of the same holder.
    """

    number: int  # from 1, as in the marker [1] of the answer's text
    document: Document
    passage: Passage
    quote: str
    start: int
    end: int
    holder: str | None
    page: int | None
    paragraph: str | None
    verdict: str  # "verbatim" or what is wrong with it
    lead: str = ""
    lead_start: int = 0
    normalised: tuple[str, ...] = ()
    section: str = ""  # the heading above it, where the label alone does not tell the place

    @property
    def place(self) -> str:
        """Where the quote stands, as a cable cites it: "A/79/214, para. 33 (b), p. 4"; a statement by its title."""
        page = f"p. {self.page}" if self.page else ""
        paper = self.document.symbol or self.document.title or self.document.id
        section = f"“{self.section}”" if self.section else ""
        return ", ".join(part for part in (paper, section, printed(self.paragraph or ""), page) if part)

    def to_json(self) -> dict[str, Any]:
        return {
            "number": self.number,
            "document": self.document.id,
            "place": self.place,
            "title": self.document.title or None,
            "symbol": self.document.symbol or None,
            "body": self.document.body or None,
            "holder": self.holder,
            "delivered_by": self.passage.delivered_by,
            "members": list(self.passage.members),
            "session": self.document.session or None,
            "date": self.document.date or None,
            "language": self.passage.language,
            "page": self.page,
            "paragraph": self.paragraph,
            "section": self.section or None,
            "lead": {"quote": self.lead, "start": self.lead_start} if self.lead else None,
            "quote": self.quote,
            "start": self.start,
            "end": self.end,
            "verdict": self.verdict,
            "normalised": list(self.normalised),
        }


@dataclass(frozen=True, slots=True)
class Statement:
    """One sentence or item of an answer, with its holder and the numbers of its citations.

    `verdict` is "supported", "partly" or "not supported" by what it cites. What is nothing but a holder and a quote is
    supported by the check of the quote and its holder; prose is checked by `app.checking.support`.
    """

    text: str
    holder: str | None
    citations: tuple[int, ...]
    verdict: str = "supported"

    def to_json(self) -> dict[str, Any]:
        return {
            "text": self.text,
            "holder": self.holder,
            "citations": list(self.citations),
            "verdict": self.verdict,
        }


@dataclass(frozen=True, slots=True)
class Answer:
    """The answer to one question; `text` is Markdown whose markers [1] are the citations' numbers.

    `reason` is None or one of REASONS; `answered` is false for all of these but "premise".
    `hits` are in rank order, best first; `timings_ms` are wall milliseconds by stage. `borne` is the share, from 0 to 1, of
    what the question asks in words that the best evidence holds: below a line that depends on the question, the answer is
    silence; None: silence had other reasons before. `tokens` are those of a chat model, by "input" and "output".
    """

    question: str
    answered: bool
    reason: str | None
    text: str
    statements: tuple[Statement, ...] = ()
    citations: tuple[Citation, ...] = ()
    hits: tuple[Hit, ...] = ()
    searched: dict[str, Any] = field(default_factory=dict)
    timings_ms: dict[str, float] = field(default_factory=dict)
    answerer: str = "extractive"
    borne: float | None = None
    tokens: dict[str, int] = field(default_factory=dict)

    def to_json(self) -> dict[str, Any]:
        """The object documented in the README, stable because other programs read it."""
        return {
            "question": self.question,
            "answered": self.answered,
            "reason": self.reason,
            "text": self.text,
            "statements": [statement.to_json() for statement in self.statements],
            "citations": [citation.to_json() for citation in self.citations],
            "hits": [hit.to_json() for hit in self.hits],
            "searched": self.searched,
            "timings_ms": self.timings_ms,
            "answerer": self.answerer,
            "borne": None if self.borne is None else round(self.borne, 4),
            "tokens": self.tokens,
        }
