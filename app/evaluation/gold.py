"""Gold quotes: where they stand, and whether a hit, a citation or a whole answer holds them."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from app.answer import Citation
from app.evaluation.questions import Question
from app.evaluation.texts import Library, Wording, first_words
from ingest.document import Document
from retriever.hit import Hit

JUDGED_HIT_WORDS = 260
JUDGED_QUOTE_WORDS = 150
SUPPORT_SHARE = 0.5  # of the citation's word trigrams
ARABIC = re.compile("[\u0600-\u06ff\u0750-\u077f\u08a0-\u08ff\ufb50-\ufdff\ufe70-\ufefc]")
SHOWN_CHARACTERS = 80  # of a quote in an error


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
