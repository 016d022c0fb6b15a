"""What a question restricts and asks for, by rules that can be shown to the user: no model."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from ingest.delegations import Mention
from ingest.labels import asked as asked_label
from ingest.language import detect
from retriever.followups import complete, leaves_the_paragraph
from retriever.holders import capitalised
from retriever.leaders import in_office, with_leaders
from retriever.limits import dates as dates_of
from retriever.limits import kind_of_paper, references
from retriever.papers import annexed
from retriever.parts import parts
from retriever.processes import processes_of
from retriever.reference import values
from retriever.roles import COMPARES, names, roles, without
from retriever.synonyms import related_terms
from retriever.times import own_dates
from retriever.unknown import asked_in_vain

MOST_TOLD = 5  # other names of what is asked, in the lines on how a question was understood
_PHRASE = re.compile(r"[\"“«]([^\"”»]{3,200})[\"”»]")
_DEFINED = (
    re.compile(r"\b(?:define[sd]?|definition of|defines)\s+(?:the\s+)?(?:(?:term|word|notion|concept|expression)s?\s+(?:of\s+)?)?(?P<term>[^?,.;]+)", re.I),
    re.compile(r"\b(?:mean[st]?\s+by|meaning of|understood by)\s+(?:the\s+)?(?P<term>[^?,.;]+)", re.I),
    re.compile(r"\b(?:is|are)\s+(?P<term>[^?,.;]{3,60}?)\s+defined\b", re.I),
)  # fmt: skip
_AFTER_TERM = re.compile(r"\s+(?:in|under|by|according|for|within|and in|as)\b.*$|[“”\"«»']", re.I)
# A paper called by its kind: "the final report".
PAPER = re.compile(
    r"\b(?:final|annual|progress|outcome|discussion|concept|consensus) (?:progress )?(?:report|document|paper)s?\b",
    re.I,
)
# An organ that a follow-up asks after in the place of a State: no words of that State answer it.
_ORGAN = re.compile(
    r"^\W*(?:and\s+|but\s+)?(?:what\s+(?:about|did|does|do|has)\s+|how\s+(?:about|did|does)\s+|does\s+|did\s+)?the\s+"
    r"(?:General Assembly|Human Rights Council|Economic and Social Council|Security Council|Secretary-General|Secretariat|Chair|Commission)\b",
    re.I,
)


@dataclass(frozen=True, slots=True)
class Filters:
    """What the question or the user restricts; an empty field restricts nothing.

    `delegations` are UN names; `dates` are ISO 8601 beginnings ("2025-07", "2023") of which the document's
    date must touch one; `own_dates` are those of them that date the words asked for, or else the time in office of the
    person who is asked, as intervals; `symbols` are canonical.
    """

    delegations: tuple[str, ...] = ()
    sessions: tuple[str, ...] = ()
    dates: tuple[str, ...] = ()
    own_dates: tuple[str, ...] = ()
    kind: str = ""
    symbols: tuple[str, ...] = ()
    documents: tuple[str, ...] = ()
    papers: tuple[str, ...] = ()  # called by their kind, in a question to a holder: "final report"


@dataclass(frozen=True, slots=True)
class Question:
    """A question understood: `text` is complete in itself, with the history worked in."""

    asked: str
    text: str
    focus: str  # the part of `text` that the last question adds; equals `text` without history
    language: str
    filters: Filters
    about: tuple[str, ...] = ()  # delegations that are spoken of
    who: bool = False  # asks who holds a view: every holder is looked at
    phrases: tuple[str, ...] = ()
    topic: str = ""  # `text` without the names of those who are asked to speak
    earlier: str = ""  # the question before it, complete, where this one goes on from it
    spelled: tuple[tuple[str, str], ...] = ()  # (acronym of the question, what it stands for in the index)
    excluded: tuple[str, ...] = ()  # delegations whose own words are not wanted: "what do others say about X"
    paragraphs: tuple[str, ...] = ()  # labels as in the outline: "8", "13 (f)", "PP8", "article 5", "annex C, para. 4"
    named_papers: tuple[str, ...] = ()  # symbols of papers called by a name: "the third APR"
    process: str = ""  # which of several namesakes is meant, as in tables/processes.csv: "ICT", "ageing"
    told: tuple[tuple[str, str], ...] = ()  # (delegation, the leader by whom it is asked: "Biden, 2021-2025")
    unknown: str = ""  # a person or thing that is asked for its words, and that nobody here can speak for
    parts: tuple[str, ...] = ()  # the questions that it joins, each complete; (): it is one

    @property
    def paragraph(self) -> str:
        """The first of `paragraphs`; "" where it names none."""
        return next(iter(self.paragraphs), "")


def defined_term(text: str) -> str:
    """The term whose definition `text` asks for; "" where it asks for none."""
    for pattern in _DEFINED:
        if match := pattern.search(text):
            return _AFTER_TERM.sub("", match["term"]).strip()
    return ""


def _phrases(text: str) -> tuple[str, ...]:
    """What stands word for word in a text that is looked for: what `text` quotes, and how a term is defined."""
    quoted = tuple(match.group(1).strip() for match in _PHRASE.finditer(text))
    term = defined_term(text)
    if term in quoted:  # it stands everywhere; how it is defined stands in one place
        quoted = tuple(phrase for phrase in quoted if phrase != term)
    forms = (f"{term} shall mean", f"{term}” shall mean", f"{term} means", f"{term}” means")
    return (*quoted, *(forms if 0 < len(term.split()) <= 5 else ()))


def understand(asked: str, history: Sequence[str] = ()) -> Question:
    """The question with its filters; `history` are the earlier questions, oldest first."""
    whole = complete(_typed(asked), [_typed(earlier) for earlier in history])
    text, focus = whole.text, whole.focus
    part = roles(text)
    new = roles(focus) if focus != text and not COMPARES.search(focus) else part
    of_focus = new.said or new.who or (focus != text and _ORGAN.search(focus))
    spoken = new.said if of_focus else part.said
    holders = names(spoken)
    found = {where: references(where) for where in dict.fromkeys((focus, text))}
    sessions, symbols, papers, paragraphs = (
        values(found[focus], what) or values(found[text], what) for what in ("session", "symbol", "paper", "paragraph")
    )
    dated = focus if dates_of(focus) else text
    dates = dates_of(dated)
    label = asked_label(focus) or asked_label(text)
    labels = tuple(
        dict.fromkeys(filter(None, (label, *(each for each in paragraphs if not label.endswith(f"para. {each}")))))
    )
    if focus != text and labels and leaves_the_paragraph(focus):
        labels = ()
    labels = annexed(found[focus] if values(found[focus], "paper") else found[text], labels)
    where, meant = (focus, new) if of_focus else (text, part)
    office = in_office(where, with_leaders(where, spoken, meant.about), own_dates(dated, dates))
    filters = Filters(
        holders, sessions, values(dates, "date"), office.dates, kind_of_paper(focus) or kind_of_paper(text), symbols,
        papers=tuple(match.group() for match in PAPER.finditer(text)) if holders else (),
    )  # fmt: skip
    named = processes_of(focus) or processes_of(text)
    process = named[0] if len(named) == 1 else ""  # of several that are compared none is left out
    return Question(
        asked,
        text,
        focus,
        detect(asked, detect(text)),
        filters,
        tuple(name for name in names(part.about) if name not in holders),
        (part.who or new.who) and not holders,
        _phrases(text),
        without(text, [*part.said, *(mention for mention in part.about if mention.delegation.name in holders)]),
        whole.earlier,
        excluded=whole.others or part.excluded,
        paragraphs=labels,
        named_papers=papers if process in ("", "ICT", "cybercrime", "information society") else (),
        process=process,
        told=office.told,
        unknown=office.out_of_office or _unknown((focus,) if of_focus else (focus, text), spoken),
        parts=parts(text) if text == focus else (),
    )


def _unknown(places: Sequence[str], spoken: Sequence[Mention]) -> str:
    """Who is asked in vain in one of the texts; `spoken` are the delegations asked in the last: one behind is spoken of."""
    for text in dict.fromkeys(places):
        name = asked_in_vain(text)
        asked_first = text == places[-1] and any(mention.start < text.index(name) for mention in spoken)
        if name and not asked_first:
            return name
    return ""


def _typed(text: str) -> str:
    return capitalised(text.replace("İ", "I"))  # in small letters it is two characters, and no name of ours has it


def restricted(question: Question, named: Sequence[str], session: str) -> Question:
    """`question` with the user's own choice of delegations and session in the place of what it names."""
    filters = question.filters
    if named:  # those in the place of a leader are not held to his time in office
        own = tuple(date for date in filters.own_dates if "/" not in date)
        filters = replace(filters, delegations=tuple(named), own_dates=own)
    if session:
        filters = replace(filters, sessions=(session,))
    return replace(
        question, filters=filters, told=() if named else question.told, unknown="" if named else question.unknown
    )


def with_papers(question: Question, holds: Callable[[str], bool]) -> Question:
    """`question` restricted to the papers that it calls by name and that the index holds (`holds` tells of a symbol).

    Holders who are asked speak about such a paper, not in it: nothing is restricted then.
    """
    held = tuple(symbol for symbol in question.named_papers if holds(symbol))
    if not held or question.filters.delegations or question.who:
        return question
    symbols = tuple(dict.fromkeys((*question.filters.symbols, *held)))
    return replace(question, filters=replace(question.filters, symbols=symbols))


def explained(question: Question) -> list[str]:
    """How the question was understood, a short line for each finding: for the user to see."""
    filters = question.filters
    lines = [
        f"read as: {question.text}" if question.text != question.asked.strip() else "",
        *(f"part {number}: {part}" for number, part in enumerate(question.parts, start=1)),
        _line("words of", [_told(question, name) for name in filters.delegations]),
        f"no words here of: {question.unknown}" if question.unknown else "",
        _line("about", question.about),
        _line("not the words of", question.excluded),
        "every holder is looked at" if question.who else "",
        _line("session", filters.sessions),
        _line("date", filters.dates if question.told else filters.own_dates or filters.dates),
        _line("kind of paper", (filters.kind,) if filters.kind else ()),
        _line("paper", dict.fromkeys((*filters.symbols, *question.named_papers))),
        _line("paragraph", question.paragraphs),
        _line("process", (question.process,) if question.process else ()),
        *(f"{acronym} = {words}" for acronym, words in question.spelled),
        _line("also searched for", _few(related_terms(question.topic or question.text))),
    ]
    return [line for line in lines if line]


def _told(question: Question, name: str) -> str:
    """A delegation, with the leader by whom it is asked."""
    by = [leader for delegation, leader in question.told if delegation == name]
    return f"{name} ({'; '.join(by)})" if by else name


def _few(terms: Sequence[str]) -> Sequence[str]:
    return terms if len(terms) <= MOST_TOLD else (*terms[:MOST_TOLD], "…")


def _line(what: str, named: Sequence[str] | dict[str, None]) -> str:
    return f"{what}: {', '.join(named)}" if named else ""
