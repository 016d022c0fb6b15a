"""What a question takes for granted: where the documents say the contrary, or show nothing of it."""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from functools import cache
from importlib.resources import files

from app.bearing import bears, claim, object_terms
from app.evidence import Candidate, Evidence, one_a_document
from app.kinds import Kind, kind_of
from app.stance import CONTRARY, PLAIN, PLAIN_CONTRARY, asked_stance, stances, takes
from retriever.processes import processes_of
from retriever.question import Question
from retriever.scope import is_namesake

_PAPERS = (
    r"(?:resolutions?|documents?|reports?|texts?)\b"  # "acknowledged by consensus resolution 76/19" decides nothing
)
NEAR_TOP = 0.85  # of the best score, for evidence on a premise


def opposite_evidence(question: Question, kind: Kind, evidence: Evidence) -> list[Candidate]:
    """Candidates that say the opposite of what the question takes for granted, or asks whether it is so; empty if none does.

    Either the question names one side of a pair ("majority voting"), and the holder's words nowhere name that
    side, but name the other ("consensus-based"). Or it names a stance on something, and the holder's words on
    that very thing take the contrary one, and none of them the stance.
    """
    usable = [candidate for candidate in evidence.candidates if candidate.words > 4]
    everything = " ".join(candidate.text for candidate in usable)
    for side, other in [*_opposites("facts"), *(_opposites("positions") if kind == "why" else [])]:
        if not any_stands(side, question.focus) or any_stands(side, everything):
            continue
        found = [candidate for candidate in usable if any_stands(other, candidate.text)]
        if found:
            apart = one_a_document(found)
            return apart[:3] if len(apart) > 1 else found[:2]
    return _contrary(question, evidence, usable) if kind in ("why", "yes_no") else []


@cache
def _opposites(part: str) -> list[tuple[tuple[str, ...], tuple[str, ...]]]:
    """Pairs of terms that exclude each other, each way round; `part` is "facts" or "positions"."""
    table = json.loads(files("app").joinpath("tables/opposites.json").read_text("utf-8"))
    pairs = [(tuple(left), tuple(right)) for left, right in table[part]]
    return pairs + [(right, left) for left, right in pairs]


def any_stands(terms: Sequence[str], text: str) -> bool:
    """Whether one of the terms stands in `text`, whatever its ending; before the name of a paper it says nothing."""
    forms = (rf"(?<!\w){re.escape(term)}\w{{0,3}}(?!\w)(?!\s+{_PAPERS})" for term in terms)
    return any(re.search(form, text, re.I) for form in forms)


def _contrary(question: Question, evidence: Evidence, usable: Sequence[Candidate]) -> list[Candidate]:
    """The best candidates that take the contrary stance on the thing asked about; none if one of the best takes it.

    Whether somebody supports or opposes a thing is told to be the opposite only where it is said in so many words.
    """
    stance = asked_stance(question.text)
    if not stance or not usable:
        return []
    terms, why = object_terms(evidence), kind_of(question) == "why"
    best = [c for c in usable if c.score >= NEAR_TOP * usable[0].score]
    claims = [(c, claim(evidence, c, terms)) for c in best if bears(evidence, c, terms) or (why and c is usable[0])]
    if any(takes(stance, said) for _, said in claims):
        return []
    contrary = [(c, said) for c, said in claims if any(takes(other, said) for other in CONTRARY[stance])]
    return [c for c, said in contrary if why or stances(said) == {PLAIN_CONTRARY.get(stance)}][:2]


def unfounded(question: Question, kind: Kind, evidence: Evidence) -> bool:
    """Whether a "why" takes support or opposition for granted of which the holder's words show nothing."""
    stance = asked_stance(question.text)
    if kind != "why" or not question.filters.delegations or stance not in PLAIN:
        return False
    terms = object_terms(evidence)
    return not any(bears(evidence, c, terms) and takes(stance, claim(evidence, c, terms)) for c in evidence.candidates)


def of_namesake(question: Question, candidate: Candidate) -> bool:
    """Whether the candidate speaks of another process of the same kind of name: the OEWG on ageing, not that on ICT."""
    named = processes_of(candidate.text) if question.process else ()
    return bool(named) and all(is_namesake(each, question.process) for each in named)


def namesake_evidence(question: Question, evidence: Evidence) -> list[Candidate]:
    """The best candidate where it speaks of a namesake of the process that a question to a paper takes it to be about."""
    best = [candidate for candidate in evidence.candidates if not candidate.title_block][:1]
    return [candidate for candidate in best if question.filters.symbols and of_namesake(question, candidate)]
