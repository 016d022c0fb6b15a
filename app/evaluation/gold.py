"""Gold quotes: where they stand, and whether a hit, a citation or a whole answer holds them."""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_right
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from app.answer import Citation
from app.check import same_holder
from app.checking.folding import folded
from app.evaluation.questions import Question
from ingest.document import Document
from ingest.speakers import Turn, speaker_at
from ingest.structure import Unit
from retriever.hit import Hit

JUDGED_HIT_WORDS = 260
JUDGED_QUOTE_WORDS = 150
FOUND_SHARE = 0.8  # of the gold quote's word trigrams
SUPPORT_SHARE = 0.5  # of the citation's word trigrams
WORD = re.compile(r"[^\W_]+")
ARABIC = re.compile("[\u0600-\u06ff\u0750-\u077f\u08a0-\u08ff\ufb50-\ufdff\ufe70-\ufefc]")
SHOWN_CHARACTERS = 80  # of a quote in an error

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
        """Whether the citation names the label of the paragraph in which its quote begins; None: that is not known."""
        units, _ = self._outlined(citation.document.id)
        at = bisect_right(units, citation.start, key=lambda unit: unit.start) - 1
        return (citation.paragraph or "") == units[at].label if at >= 0 else None

    def in_its_mouth(self, citation: Citation) -> bool | None:
        """Whether all words of the quote are of the holder that the citation names; None: that is not known."""
        _, turns = self._outlined(citation.document.id)
        if not turns:
            return None
        spoken = [speaker_at(turns, citation.start)]
        spoken += [turn for turn in turns if citation.start < turn.start < citation.end]
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


@dataclass(frozen=True, slots=True)
class Gold:
    """A gold quote that stands in the index, as it is looked for.

    Where `pages` is given, these count instead of the words of the quote, which then is not among
    the forms: the Arabic of a PDF comes out in another order.
    """

    quote: str
    forms: tuple[Wording, ...]  # the quote and its alternatives in other languages
    pages: frozenset[tuple[str, int]] = frozenset()  # (document id, page from 1)
    printed_on: tuple[int, ...] = ()  # the pages that the question names, from 1; (): none
    paragraph: str = ""  # the label that the question names; "": none

    def in_hit(self, hit: Hit, library: Library) -> bool:
        """Whether the first 260 words of the hit's passage hold it, or the passage is on its page."""
        passage = hit.passage
        text = Wording.of(first_words(passage.text, JUDGED_HIT_WORDS))
        on_page = self.pages & library.pages(passage.document_id, passage.start, passage.end)
        return bool(on_page) or any(form.stands_in(text) for form in self.forms)

    def in_quotes(self, citations: Sequence[Citation], library: Library, leads: bool = True) -> bool:
        """Whether the union of the quotes, each of at most 150 words, in document order, holds it.

        The words that introduce a quote are shown as well, and count but for citation precision.
        """
        in_order = sorted(citations, key=lambda citation: (citation.document.id, citation.start))
        quotes = [quote for each in in_order for quote in (each.lead * leads, each.quote)]
        text = Wording.of(" ".join(first_words(quote, JUDGED_QUOTE_WORDS) for quote in dict.fromkeys(quotes)))
        on_page = any(self.pages & library.pages(each.document.id, each.start, each.end) for each in in_order)
        return on_page or any(form.stands_in(text) for form in self.forms)

    def supports(self, citation: Citation, library: Library) -> bool:
        """Whether a citation that the library holds carries this evidence.

        It does when it covers the gold quote alone, when at least 50 % of its own word trigrams
        stand in the gold quote, or when it stands inside the gold quote in the cited document.
        """
        if self.in_quotes([citation], library, leads=False):
            return True
        quote = Wording.of(first_words(citation.quote, JUDGED_QUOTE_WORDS))
        return any(
            quote.share_in(form) >= SUPPORT_SHARE or _stands_inside(citation, quote, form, library)
            for form in self.forms
        )


def _stands_inside(citation: Citation, quote: Wording, form: Wording, library: Library) -> bool:
    if not quote.letters or quote.letters not in form.letters:
        return False
    document = library.by_id[citation.document.id]
    at = len(Wording.of(document.text[: citation.start]).letters)
    earliest = max(0, at + len(quote.letters) - len(form.letters))
    return form.letters in library.wording(document).letters[earliest : at + len(form.letters)]


@dataclass(frozen=True, slots=True)
class Evidence:
    """What of a question's gold and correcting quotes can be judged; each of the rest is an error."""

    gold: tuple[Gold, ...]
    correcting: tuple[Gold, ...]
    errors: tuple[str, ...] = ()


def find_evidence(question: Question, library: Library) -> Evidence:
    """Look the quotes up in the documents that the question names, or in all if it names none."""
    names = [*question.documents, *question.also_in]
    documents = [document for name in names for document in library.named(name)]
    if not names:
        documents = list(library.by_id.values())
    wanted = [
        _look_up(
            quote,
            question.gold_alternatives[number] if number < len(question.gold_alternatives) else (),
            question.pdf_pages[number] if number < len(question.pdf_pages) else (),
            documents,
            question.gold_paragraphs[number] if number < len(question.gold_paragraphs) else "",
        )
        for number, quote in enumerate(question.gold_quotes)
    ]
    correcting = [_look_up(quote, (), (), documents) for quote in question.correcting_quotes]
    lost = {each.quote for each in (*wanted, *correcting) if not _is_there(each, documents, library)}
    where = ", ".join(names) or "any document"
    return Evidence(
        tuple(each for each in wanted if each.quote not in lost),
        tuple(each for each in correcting if each.quote not in lost),
        tuple(
            f"{question.id}: not found in {where}: {_shortened(each.quote)}"
            for each in (*wanted, *correcting)
            if each.quote in lost
        ),
    )


def _look_up(
    quote: str, alternatives: Sequence[str], numbers: Sequence[int], documents: Sequence[Document], label: str = ""
) -> Gold:
    """The quote as it will be looked for: by page if it is Arabic and its pages exist, else by its words."""
    pages = frozenset(
        (document.id, number) for document in documents for number in numbers if number <= len(document.page_starts)
    )
    if pages and _is_arabic(quote):
        return Gold(quote, tuple(map(Wording.of, alternatives)), pages, tuple(numbers), label)
    return Gold(quote, tuple(map(Wording.of, (quote, *alternatives))), printed_on=tuple(numbers), paragraph=label)


def _is_there(gold: Gold, documents: Sequence[Document], library: Library) -> bool:
    return bool(gold.pages) or any(
        form.stands_in(library.wording(document)) for document in documents for form in gold.forms
    )


def _is_arabic(text: str) -> bool:
    """Whether more than half of the letters are of the Arabic script."""
    return 2 * len(ARABIC.findall(text)) > sum(character.isalnum() for character in text)


def _shortened(quote: str) -> str:
    return f"“{quote if len(quote) <= SHOWN_CHARACTERS else quote[: SHOWN_CHARACTERS - 1] + '…'}”"
