"""A question with its answer, and what was found of its evidence: what the metrics read."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Protocol

from app.answer import Answer, Citation
from app.check import same_holder
from app.checking.borne import Source
from app.checking.support import SUPPORTED, Support
from app.evaluation.gold import Evidence, Gold
from app.evaluation.questions import Question
from app.evaluation.texts import Library, Wording
from ingest.sentences import sentences

HITS = 10  # that are looked at
RETRIEVER = "retriever"  # the `answerer` of what only searches
DELIVERED = re.compile(r"\s*\((?:statement delivered|joint statement)\b.*\)\s*$", re.IGNORECASE)
LIKE_MINDED = {"group of like minded states", "group of like minded countries", "like minded states", "lmg"}
_MARKER = re.compile(r"\s*\[\d+\]")
_PLACE = re.compile(r"(?<!\\)\*(?:\\.|[^*\\])*:\*\s*")  # "*para. 4, p. 2:* " before a quote
_ESCAPED = re.compile(r"\\([\\`*_\[\]#|])")


class Check(Protocol):
    """What tells whether a statement is borne by what it cites: our own check, or a judge model."""

    def check(self, statement: str, sources: Sequence[Source]) -> Support: ...


@dataclass(frozen=True, slots=True)
class Cited:
    """A shown citation as it was judged. `verbatim`, `alike`: see `Library.holds`; None: it cannot be told."""

    citation: Citation
    verbatim: bool
    alike: bool
    carries: tuple[int, ...]  # numbers (from 0) of the gold quotes that it carries
    page: bool | None = None
    paragraph: bool | None = None
    holder: bool | None = None

    @property
    def place(self) -> bool | None:
        """Whether page and label are right, as far as that can be told."""
        told = [each for each in (self.page, self.paragraph) if each is not None]
        return all(told) if told else None


@dataclass(frozen=True, slots=True)
class Said:
    """A statement as it was judged: whether its citations bear it together, and which of these bear nothing."""

    text: str
    citations: tuple[int, ...]
    supported: bool
    irrelevant: tuple[int, ...] = ()  # numbers of citations


@dataclass(frozen=True, slots=True)
class Case:
    """A question with its answer and what was found of the evidence; what the metrics read."""

    question: Question
    answer: Answer
    error: str | None  # why there is no answer; None: the assistant answered or refused
    evidence: Evidence
    ranks: tuple[int | None, ...]  # for each gold quote, of the first of ten hits that holds it
    covered: tuple[bool, ...]  # for each gold quote, by the quotes of an answer; a refusal covers none
    corrected: bool  # some correcting quote is covered, also by a refusal's neighbours
    cited: tuple[Cited, ...]  # all that is shown, also with a refusal
    said: tuple[Said, ...] = ()  # of an answer
    agreed: tuple[bool, ...] = ()  # for each sentence of the reference answer, whether the quotes of an answer bear it

    @property
    def searched_only(self) -> bool:
        """Whether it was put to what only searches: there is no answer to judge."""
        return self.answer.answerer == RETRIEVER

    @property
    def named_holders(self) -> set[str]:
        """The holders of the statements, comparable; a refusal names none."""
        statements = self.answer.statements if self.answer.answered else ()
        return holder_keys(each.holder for each in statements)


def judge(
    question: Question,
    answer: Answer,
    error: str | None,
    evidence: Evidence,
    library: Library,
    support: Check | None = None,
) -> Case:
    """Look for the evidence in the hits and quotes of an answer; a quote that does not stand in its place carries none.

    Without `support` the statements are not judged.
    """
    shown = tuple(_judged(citation, evidence.gold, library) for citation in answer.citations)
    sound = [each.citation for each in shown if each.alike]
    cited = sound if answer.answered else []
    said: tuple[Said, ...] = ()
    agreed: tuple[bool, ...] = ()
    if support and answer.answered:
        said = tuple(_said(support, each.text, each.citations, sound) for each in answer.statements)
    if support and question.reference_answer.strip() and question.expected == "answer":
        sources = [_source(citation) for citation in cited]
        agreed = tuple(
            bool(sources) and support.check(sentence, sources).verdict == SUPPORTED
            for sentence in _sentences(question.reference_answer)
        )
    return Case(
        question,
        answer,
        error,
        evidence,
        ranks=tuple(
            next((rank for rank, hit in enumerate(answer.hits[:HITS], 1) if gold.in_hit(hit, library)), None)
            for gold in evidence.gold
        ),
        covered=tuple(gold.in_quotes(cited, library) for gold in evidence.gold),
        corrected=any(gold.in_quotes(sound, library) for gold in evidence.correcting),
        cited=shown,
        said=said,
        agreed=agreed,
    )


def _judged(citation: Citation, gold: Sequence[Gold], library: Library) -> Cited:
    verbatim = library.holds(citation)
    if not verbatim and not library.holds_alike(citation):
        return Cited(citation, False, False, ())
    carries = tuple(number for number, each in enumerate(gold) if each.supports(citation, library))
    page, paragraph = library.on_its_page(citation), library.under_its_label(citation)
    for each in (gold[number] for number in carries):  # what the question says is believed as well
        if each.printed_on and citation.page is not None:
            page = page is not False and citation.page in each.printed_on
        if each.paragraph:
            paragraph = paragraph is not False and Wording.of(citation.paragraph or "") == Wording.of(each.paragraph)
    return Cited(citation, verbatim, True, carries, page, paragraph, library.in_its_mouth(citation))


def _said(support: Check, text: str, numbers: Sequence[int], sound: Sequence[Citation]) -> Said:
    """A statement by the definitions of ALCE; a citation whose quote does not stand bears nothing.

    Source: Gao, Yen, Yu and Chen, EMNLP 2023, section 3: it is supported if all it cites bear it together; a citation of
    a supported statement is irrelevant if it does not bear it alone and the others bear it without it.
    """
    sources = {each.number: _source(each) for each in sound if each.number in numbers}
    claim = _claim(text, list(sources.values()))

    def bear(kept: Callable[[int], bool]) -> bool:
        left = [source for number, source in sources.items() if kept(number)]
        return bool(left) and support.check(claim, left).verdict == SUPPORTED

    supported = bear(lambda number: True)
    irrelevant = tuple(
        number
        for number in numbers
        if supported
        and len(numbers) > 1
        and not bear(lambda other, number=number: other == number)  # type: ignore[misc]
        and bear(lambda other, number=number: other != number)  # type: ignore[misc]
    )
    return Said(text, tuple(numbers), supported, irrelevant)


def _source(citation: Citation) -> Source:
    """What a citation shows: its quote with the words that introduce it."""
    source = Source.of(citation)
    return replace(source, text=f"{citation.lead} {citation.quote}") if citation.lead else source


def _claim(text: str, sources: Sequence[Source]) -> str:
    """A statement without Markdown, markers and the places before its quotes; "X: " goes if the words are X's."""
    plain = _ESCAPED.sub(r"\1", _PLACE.sub("", _MARKER.sub("", text))).replace("&lt;", "<").replace("&gt;", ">")
    speaker, colon, said = plain.partition(": ")
    theirs = colon and all(same_holder(speaker, source.holder or source.symbol) for source in sources)
    return said if theirs else plain


def _sentences(text: str) -> list[str]:
    return [text[start:end] for start, end in sentences(text) if re.search(r"\w", text[start:end])]


def holder_key(name: str) -> str:
    """A name as names are compared: its words, without who delivered it; "(Islamic Republic of)" stays."""
    key = Wording.of(DELIVERED.sub("", name)).spaced.strip()
    return "like minded group" if key in LIKE_MINDED else key


def holder_keys(names: Iterable[str | None]) -> set[str]:
    return {holder_key(name) for name in names if name} - {""}
