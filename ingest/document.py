"""One published text with what is known about it."""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Document:
    """One published text: `text` is the clean text in which all offsets count (characters, from 0).

    `id` is the path given to `ingest` joined with the path inside the folder. Empty strings
    and tuples mean: not found in the document. Nothing here is guessed from the file name
    except where the reader of that format says so.
    """

    id: str
    sha256: str
    text: str
    title: str = ""
    symbol: str = ""  # as in docs.un.org: "A/RES/73/27"
    kind: str = ""  # "resolution", "national statement", "compendium" ...
    body: str = ""  # "OEWG 2021-2025", "General Assembly" ...
    session: str = ""  # number of the session of that body: "7"
    date: str = ""  # ISO 8601 day or interval: "2024-03-04/2024-03-08"
    date_kind: str = ""  # "session", "adoption", "issue" or "speech"
    topic: str = ""  # the agenda topic named on the title page
    holder: str = ""  # whose words the whole text is, where one holder speaks
    languages: tuple[str, ...] = ()  # ISO 639-1, most used first
    authority: str = ""  # "adopted", "Chair", "group", "national", "secretariat", "other"
    page_starts: tuple[int, ...] = ()  # offset at which each page begins; (): no pages

    def page_at(self, offset: int) -> int | None:
        """The page (from 1) on which the character at `offset` stands; None without pages."""
        return bisect_right(self.page_starts, offset) if self.page_starts else None
