"""Who says it: of each delegation or group the stretch that says it best, where it does."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence

from app.bearable import MISSING
from app.bearing import claim, numbers, object_terms, of_others, on_side
from app.evidence import Candidate, Evidence
from app.stance import PLAIN, asked_stance, takes
from ingest import delegations
from ingest.lexical import tokens
from ingest.structure import sentences
from retriever.quoting import folded

WHO_SHARE = 0.8  # of the best score, for a holder to count among "who": a wrong name costs more than a missed one
WHO_OVERLAP = 0.6  # of the best overlap with the question's words, likewise
PARAPHRASABLE = 3  # heavy words of a "who" from which on they may be put otherwise: a short question names its thing


def whose(evidence: Evidence, usable: Sequence[Candidate], question: str) -> list[Candidate]:
    """For each delegation or group that speaks of the very thing, on the side asked for, the stretch that says it best.

    Where none does and the question is a longer one, those that put it in words near to it, if they do so nearly as well as the best of them.
    But nobody supports or opposes a thing without naming it.
    """
    spoken = [c for c in usable if c.turn.holder and delegations.exactly(c.turn.holder)]
    quoting = [c for c in spoken if any(folded(phrase) in folded(c.text) for phrase in evidence.question.phrases)]
    if quoting:  # "Who said “…”?"
        return list({c.turn.holder: c for c in reversed(quoting)}.values())
    terms, stance = object_terms(evidence), asked_stance(question)
    found = [candidate for candidate in spoken if on_side(evidence, candidate, question, terms)]
    if not found and stance not in PLAIN and len(terms) >= PARAPHRASABLE:
        best = max((c.score for c in spoken), default=0.0)
        overlap = max((c.overlap for c in spoken), default=0.0)
        near = [c for c in spoken if c.score >= WHO_SHARE * best and c.overlap >= WHO_OVERLAP * overlap]
        found = [c for c in near if _says_nearly(evidence, c, question, terms)]
    chosen: dict[str, Candidate] = {}
    for candidate in found:
        chosen.setdefault(candidate.turn.holder or "", candidate)
    return list(chosen.values())


def mentions(evidence: Evidence, candidate: Candidate, about: Collection[str]) -> bool:
    """Whether the words name every delegation that the question speaks of, and are of none of them.

    Who accuses one State does not accuse another, and nobody accuses itself. Named is what the sentence names that
    says it, not one beside it.
    """
    if not about:
        return True
    if candidate.turn.holder in about:
        return False
    names = {term for name in about for term in tokens(" ".join(_all_names(name)))}
    things = [term for term in object_terms(evidence) if term not in names]
    return any(
        {*about} <= {mention.delegation.name for mention in delegations.mentions(said)}
        and (not things or any(evidence.asked.covered(term, evidence.asked.present(said)) for term in things))
        for said in _sentences(evidence, candidate)
    )


def _all_names(holder: str) -> Iterator[str]:
    """What the holder is called, in all languages."""
    known = delegations.exactly(holder)
    yield holder
    if known:
        for names in delegations.names_of(known).values():
            yield from names


def _sentences(evidence: Evidence, candidate: Candidate) -> Iterator[str]:
    """The candidate's sentences, each with the words that introduce it."""
    announced = evidence.announcement(candidate)
    for start, end in sentences(candidate.text, 0):
        yield f"{announced} {candidate.text[start:end]}"


def _says_nearly(evidence: Evidence, candidate: Candidate, question: str, terms: Sequence[str]) -> bool:
    """Whether the candidate takes the stance asked for on something that is near in meaning."""
    stance, said = asked_stance(question), claim(evidence, candidate, terms)
    if not numbers(question) <= numbers(said) or of_others(candidate.text, candidate.turn.holder):
        return False
    if stance and not takes(stance, said):
        return False
    return evidence.asked.unborne([evidence.context(candidate)]) <= MISSING
