"""The documents of an index as evaluation reads them: their words, compared, and what stands at a place."""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_right
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from app.answer import Citation
from app.check import same_holder
from app.checking.folding import folded
from ingest.document import Document
from ingest.speakers import Turn, speaker_at
from ingest.structure import Unit

FOUND_SHARE = 0.8  # of a text's word trigrams, for it to stand in another
WORD = re.compile(r"[^\W_]+")

Outline = Callable[[str], tuple[Sequence[Unit], Sequence[Turn]]]


@dataclass(frozen=True, slots=True)
class Wording:
    """A text as it is compared, NFKC and case-folded; a word is a run of letters and digits."""

    letters: str  # all of them as one stretch; "": there are none
    spaced: str  # the words between single spaces, with one at both ends

    @classmethod
    def of(cls, text: str) -> Wording:
        words = WORD.findall(unicodedata.normalize("NFKC", text).casefold())
        return cls("".join(words), f" {' '.join(words)} ")

    def share_in(self, other: Wording) -> float:
        """Share of this text's distinct word trigrams that stand in the other; 0 below three words."""
        words = self.spaced.split()
        trigrams = {f" {' '.join(words[i : i + 3])} " for i in range(len(words) - 2)}
        return sum(trigram in other.spaced for trigram in trigrams) / len(trigrams) if trigrams else 0.0

    def stands_in(self, other: Wording) -> bool:
        """Whether it is there as one stretch of letters, or at least 80 % of its word trigrams are."""
        return bool(self.letters) and (self.letters in other.letters or self.share_in(other) >= FOUND_SHARE)


def first_words(text: str, limit: int) -> str:
    """The first `limit` words of a text; here a word ends at white space."""
    return " ".join(text.split()[:limit])


class Library:
    """The documents of an index by id and by name; each text is normalised once, when first needed.

    `outline` gives the units and the turns of a document; None: they are not known.
    """

    def __init__(self, documents: Iterable[Document], outline: Outline | None = None) -> None:
        self.by_id = {document.id: document for document in documents}
        self._outline = outline
        self._outlines: dict[str, tuple[Sequence[Unit], Sequence[Turn]]] = {}
        self._wordings: dict[str, Wording] = {}
        self._by_name: dict[str, list[Document]] = {}
        for document in self.by_id.values():
            for path in (document.id, *document.locations):
                same_name = self._by_name.setdefault(_base_name(path), [])
                if document not in same_name:
                    same_name.append(document)

    def named(self, name: str) -> list[Document]:
        """The documents one of whose files has this base name, or a path that is or ends with this one."""
        end = f"/{_path(name)}"
        return [
            document
            for document in self._by_name.get(_base_name(name), [])
            if any(f"/{_path(path)}".endswith(end) for path in (document.id, *document.locations))
        ]

    def wording(self, document: Document) -> Wording:
        if document.id not in self._wordings:
            self._wordings[document.id] = Wording.of(document.text)
        return self._wordings[document.id]

    def pages(self, document_id: str, start: int, end: int) -> set[tuple[str, int]]:
        """The (document id, page) pairs on which `text[start:end]` stands; empty without pages."""
        document = self.by_id.get(document_id)
        if document is None or not document.page_starts or start >= end:
            return set()
        first, last = document.page_at(start) or 1, document.page_at(end - 1) or 1
        return {(document_id, page) for page in range(first, last + 1)}

    def holds(self, citation: Citation) -> bool:
        """Whether the quote is what the index has at its place, whatever the citation's verdict says."""
        document = self._cited(citation)
        return (
            document is not None
            and document.text[citation.start : citation.end] == citation.quote
            and document.text.startswith(citation.lead, citation.lead_start)
        )

    def holds_alike(self, citation: Citation) -> bool:
        """Whether it is, blanks, dashes and quotation marks apart."""
        document = self._cited(citation)
        return document is not None and all(
            _alike(document.text[start : start + length], words)
            for start, length, words in (
                (citation.start, citation.end - citation.start, citation.quote),
                (citation.lead_start, len(citation.lead), citation.lead),
            )
        )

    def _cited(self, citation: Citation) -> Document | None:
        """The document of a citation whose offsets lie in it."""
        document = self.by_id.get(citation.document.id)
        return document if document and 0 <= citation.start < citation.end <= len(document.text) else None

    def on_its_page(self, citation: Citation) -> bool | None:
        """Whether the citation names the page on which its quote begins; None for a document without pages."""
        document = self.by_id[citation.document.id]
        return citation.page == document.page_at(citation.start) if document.page_starts else None

    def under_its_label(self, citation: Citation) -> bool | None:
        """Whether the citation names the label of the paragraph in which its quote begins.

        None: that is not known, or the paragraph has none and none is named.
        """
        units, _ = self._outlined(citation.document.id)
        at = bisect_right(units, citation.start, key=lambda unit: unit.start) - 1
        if at < 0 or not (citation.paragraph or units[at].label):
            return None
        return (citation.paragraph or "") == units[at].label

    def in_its_mouth(self, citation: Citation) -> bool | None:
        """Whether all words of the quote are of the holder that the citation names.

        None: that is not known, or nobody holds them and nobody is named.
        """
        _, turns = self._outlined(citation.document.id)
        if not turns:
            return None
        spoken = [speaker_at(turns, citation.start)]
        spoken += [turn for turn in turns if citation.start < turn.start < citation.end]
        if not citation.holder and not any(turn.holder for turn in spoken):
            return None
        return all(same_holder(turn.holder, citation.holder) for turn in spoken)

    def _outlined(self, document_id: str) -> tuple[Sequence[Unit], Sequence[Turn]]:
        if self._outline is None:
            return (), ()
        if document_id not in self._outlines:
            self._outlines[document_id] = self._outline(document_id)
        return self._outlines[document_id]


def _alike(written: str, words: str) -> bool:
    one, other = folded(written), folded(words)
    return (one.letters, one.dashes) == (other.letters, other.dashes)


def _path(name: str) -> str:
    return unicodedata.normalize("NFC", name).replace("\\", "/").strip("/")


def _base_name(name: str) -> str:
    return _path(name).rpartition("/")[2]
