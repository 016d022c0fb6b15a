"""The extractive brief: verbatim evidence, selected and arranged, each piece with holder and place."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from app.bearing import bears, object_terms
from app.brief import Brief, arrange
from app.check import MOST_WORDS
from app.evidence import ASKS_PAPER, ASKS_THANKS, Candidate, Evidence, one_a_document
from app.kinds import Kind
from app.lists import whole, whole_lists, with_items
from app.premises import of_namesake
from app.quotable import announces, is_courtesy
from app.refuse import ABOUT
from app.stance import stances
from app.typed import NEEDED, reasons_first, typed_first
from app.whose import mentions, whose
from ingest.labels import named
from retriever.question import Question
from retriever.scope import is_named

COMPLETING = 0.75  # of the best score, for a sentence that bears a part of the question that the best one does not
COMPLETES = 0.15  # share of the question's weight that is such a part
SAME_FACT = 0.97  # the same, for a number, a day or a name
EQUALLY_GOOD = 0.9  # of the best score, for a sentence that bears nothing more
WHOLE_POSITION = 3  # words up to which "what does X want from …" asks for all that it wants of a thing
STANCE = 0.1  # for a sentence of a whole position that wants, supports, opposes or regrets something
POINTS_BACK = re.compile(
    r"\W*(?:this|that|these|those|it|its|they|such|he|she|here|the latter|the former|in (?:that|this) (?:regard|respect|context|way|sense)|"
    r"to (?:that|this) end|for (?:that|this) (?:reason|purpose)|ce(?:tte|la|ci|s|t)?|cel(?:ui|le)-ci|es[tao]s?|ello)\b(?! is (?:a|an|the|with)\b.{0,5}$)|"
    r".{0,50}\b(?:that|this|these|those) (?:promises?|proposals?|ideas?|requests?|calls?|commitments?|reasons?|concerns?|decisions?|views?|positions?)\b",
    re.I,
)
MOST = {
    "fact": 3,
    "number": 2,
    "money": 2,
    "votes": 2,
    "date": 3,
    "person": 2,
    "definition": 2,
    "yes_no": 3,
    "why": 3,
    "list": 12,
    "synthesis": 16,
    "compare": 3,
}
SHARE_OF_BEST = 2 / 3  # of the best score, for a synthesis
OTHER_DOCUMENT = 0.97  # of the best score, for a second document beside the one that answers a single fact
LIST_SHARE = 0.7  # of the best score, for a list


def compose(evidence: Evidence, question: Question, kind: Kind) -> Brief:
    """The brief for `question` from scored candidates; empty when none can be quoted."""
    chosen = select(evidence, question, kind)
    return arrange(evidence, chosen, question)


def select(evidence: Evidence, question: Question, kind: Kind) -> list[Candidate]:
    """The candidates to quote."""
    numbered = _numbered(evidence, question)
    if numbered:
        return with_items(evidence, numbered)
    usable = [
        candidate
        for candidate in evidence.candidates
        if usable_for(candidate, question.focus) and not of_namesake(question, candidate)
    ]
    if not usable:
        return []
    usable = reasons_first(usable, question.focus)
    if kind in NEEDED or kind == "definition":
        usable = typed_first(usable, kind, question.focus)
    if kind == "who":
        about = () if question.phrases else question.about  # a State in quoted words is part of them
        return whose(evidence, [c for c in usable if mentions(evidence, c, about)], question.text)
    if kind == "compare":
        return whole_lists(evidence, _compared(evidence, usable, question))
    if kind in ("list", "synthesis"):
        return _broad(evidence, usable, kind, question)
    chosen = _in_context(evidence, _few(evidence, usable, kind))
    # A number, a day: the line that has it, without the list that it may introduce.
    return chosen if kind in NEEDED else with_items(evidence, chosen)


def _in_context(evidence: Evidence, chosen: Sequence[Candidate]) -> list[Candidate]:
    """`chosen`, each that points back ("This proposal …") with the sentence that it points to."""
    found: list[Candidate] = []
    for candidate in chosen:
        beside = whole(evidence, candidate, candidate.unit)
        at = next((at for at, other in enumerate(beside) if other.start == candidate.start), 0)
        first = at
        while (
            first
            and POINTS_BACK.match(beside[first].text)
            and sum(c.words for c in beside[first - 1 : at + 1]) <= MOST_WORDS
        ):
            first -= 1
        found += [*beside[first:at], candidate]
    return list({(c.document_id, c.start): c for c in found}.values())


def usable_for(candidate: Candidate, asked: str) -> bool:
    """Whether a candidate may be quoted: no lone heading, and courtesies and title pages only where they are asked for."""
    if candidate.words < 3 or (is_courtesy(candidate.text) and not ASKS_THANKS.search(asked)):
        return False
    return ASKS_PAPER.search(asked) is not None if candidate.title_block else candidate.words > 4


def _numbered(evidence: Evidence, question: Question) -> list[Candidate]:
    """The paragraph that the question names by its label in a paper that it names by its symbol."""
    found: list[Candidate] = []
    if question.paragraph and question.filters.symbols:
        for candidate in one_a_document(evidence.candidates):
            document, units, _ = evidence.source(candidate.document_id)
            if is_named(document, question.filters.symbols):
                for number in named([unit.label for unit in units], question.paragraph):
                    found += whole(evidence, candidate, number)
    return found


def _few(evidence: Evidence, usable: Sequence[Candidate], kind: Kind) -> list[Candidate]:
    """The best candidate and what is nearly as good, of the same document unless equally good; and what was said later."""
    as_good = SAME_FACT if kind in NEEDED else EQUALLY_GOOD  # a number gets one line
    return _completed(evidence, usable, MOST[kind], as_good) + _said_later(evidence, usable, usable[0])


def _completed(
    evidence: Evidence, usable: Sequence[Candidate], most: int, as_good: float = EQUALLY_GOOD
) -> list[Candidate]:
    """The best candidate, and of its document those that bear what it lacks of the question or are as good."""
    best = usable[0]
    chosen = [best]
    borne = evidence.borne(best)
    for candidate in usable[1:]:
        if len(chosen) == most or candidate.score < COMPLETING * best.score:
            break
        same = candidate.document_id == best.document_id or candidate.score >= OTHER_DOCUMENT * best.score
        more = evidence.asked.weight_of(evidence.borne(candidate) - borne)
        if same and (more >= COMPLETES or candidate.score >= as_good * best.score):
            chosen.append(candidate)
            borne |= evidence.borne(candidate)
    return chosen


def _said_later(evidence: Evidence, usable: Sequence[Candidate], best: Candidate) -> list[Candidate]:
    """What the holder of `best` said of the same thing in its last paper on it, if that is a later one."""
    terms, date = object_terms(evidence), evidence.date(best)
    later = [
        c
        for c in usable
        if c.turn.holder and c.turn.holder == best.turn.holder and evidence.date(c) > date and bears(evidence, c, terms)
    ]
    return sorted(later, key=lambda candidate: evidence.date(candidate))[-1:] if date else []


def _broad(evidence: Evidence, usable: Sequence[Candidate], kind: Kind, question: Question) -> list[Candidate]:
    """What answers a list or a synthesis: the good candidates, and a list whole where much of it is good."""
    usable = [candidate for candidate in usable if not announces(candidate.text)] or list(usable)
    if kind == "synthesis" and not evidence.asked.terms:  # "sum up the paper": whatever takes a stance
        return with_items(evidence, [candidate for candidate in usable if stances(candidate.text)][: MOST[kind]])
    best = usable[0]
    labelled = [candidate for candidate in usable if evidence.names_label(candidate)]
    if labelled:  # "the first comment"
        return with_items(evidence, labelled[:2])
    # A whole position has many parts; a provision, or one topic of a position, has few.
    wide = kind == "synthesis" and question.filters.delegations and not ABOUT.search(question.focus)
    wide = wide and len(evidence.asked.terms) <= WHOLE_POSITION
    if wide:
        lifted = [replace(c, score=c.score + STANCE * bool(stances(c.text))) for c in usable]
        usable = sorted(lifted, key=lambda candidate: -candidate.score)
        best = usable[0]
    share = SHARE_OF_BEST if wide else LIST_SHARE
    overlap = max(candidate.overlap for candidate in usable)
    chosen = [
        candidate
        for candidate in usable
        if candidate.score >= share * best.score
        and (candidate.overlap >= 0.5 * overlap or candidate.cosine >= 0.9 * best.cosine)
    ][: MOST[kind] if wide else 5]
    if not wide:
        chosen = [candidate for candidate in chosen if candidate.document_id == best.document_id]
    return with_items(evidence, whole_lists(evidence, chosen))


def _compared(evidence: Evidence, usable: Sequence[Candidate], question: Question) -> list[Candidate]:
    """For each side, its own best: the sides are not measured against each other."""
    sides: dict[str, list[Candidate]] = {}
    by_document = len(question.filters.delegations) < 2
    for candidate in usable:
        side = candidate.document_id if by_document else candidate.turn.holder or ""
        sides.setdefault(side, []).append(candidate)
    return [c for side in sides.values() for c in _completed(evidence, side, MOST["compare"])]
