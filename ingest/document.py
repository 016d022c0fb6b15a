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
    body: str = ""  # the organ or working group whose document it is: "OEWG 2021-2025", "General Assembly" ...
    process: str = ""  # the track it belongs to: "OEWG 2021-2025", "Ad Hoc Committee on cybercrime" ...
    session: str = ""  # number of the session of that body: "7"
    place: str = ""  # where: "New York"
    date: str = ""  # ISO 8601 day or interval: "2024-03-04/2024-03-08"
    date_kind: str = ""  # "session", "adoption", "issue" or "speech"
    agenda_item: str = ""  # as printed: "94", "71 (b)"
    topic: str = ""  # the agenda topic named on the title page
    holder: str = ""  # whose words the whole text is, where one holder speaks
    languages: tuple[str, ...] = ()  # ISO 639-1, most used first
    authority: str = ""  # "adopted", "Chair", "group", "national", "secretariat", "other"
    revision: str = ""  # what it changes in the paper of its base symbol: "Rev.1", "Corr.1", "Add.2", "Part I"
    supersedes: str = ""  # symbol of the text that this one replaces
    page_starts: tuple[int, ...] = ()  # offset at which each page begins; (): no pages
    off_page: tuple[tuple[int, int, int], ...] = ()  # (start, end, page) of footnotes of the page before
    empty_pages: tuple[int, ...] = ()  # pages (from 1) on which no text was found
    ocr_pages: tuple[int, ...] = ()  # pages whose text was recognised from the picture
    problem: str = ""  # what a reader must be warned of: "an old text layer, in which many words are damaged"
    locations: tuple[str, ...] = ()  # other paths at which the same bytes lie
    source_url: str = ""  # the address that the file was fetched from; "": not known
    retrieved: str = ""  # when: ISO 8601 day or moment, "2026-11-25T12:00:00Z"; "": not known
    sources: tuple[tuple[str, str], ...] = ()  # (field, where its value comes from): ("date", "page 1")

    def page_at(self, offset: int) -> int | None:
        """The page (from 1) on which the character at `offset` stands; None without pages."""
        for start, end, page in self.off_page:
            if start <= offset < end:
                return page
        return bisect_right(self.page_starts, offset) if self.page_starts else None
