"""Whether a stretch speaks of the very thing that is asked about, and on which side it is."""

from __future__ import annotations

from collections.abc import Sequence

from app.evidence import Candidate, Evidence, present_terms
from app.stance import PLAIN, asked_stance, contradicts, takes, verbs
from ingest.lexical import tokens
from ingest.structure import sentences

HEAVY = 0.3  # of the heaviest term's weight, for a term that the words must hold


def object_terms(evidence: Evidence) -> list[str]:
    """The heavy terms of the question without its verb of stance: what somebody is for or against."""
    stance = {term for word in verbs(evidence.question.text) for term in tokens(word)}
    weights = {term: evidence.weight(term) for term in evidence.terms if term not in stance}
    heaviest = max(weights.values(), default=0.0)
    return [term for term, weight in weights.items() if weight >= HEAVY * heaviest]


def bears(evidence: Evidence, candidate: Candidate, terms: Sequence[str]) -> bool:
    """Whether the candidate, with the words that introduce it, holds all of `terms` or other names of them."""
    present = present_terms(evidence.context(candidate))
    return bool(terms) and all(evidence.covered(term, present) for term in terms)


def claim(evidence: Evidence, candidate: Candidate, terms: Sequence[str]) -> str:
    """What the candidate says of `terms`: its sentences that hold most of them, after the words that introduce it."""
    spans = sentences(candidate.text, 0)
    counts = []
    for start, end in spans:
        present = present_terms(candidate.text[start:end])
        counts.append(sum(evidence.covered(term, present) for term in terms))
    most = max(counts, default=0)
    kept = [candidate.text[start:end] for (start, end), count in zip(spans, counts, strict=True) if count == most]
    return " ".join([evidence.introduction(candidate), *kept])


def on_side(evidence: Evidence, candidate: Candidate, question: str, terms: Sequence[str]) -> bool:
    """Whether the candidate speaks of the thing, and is not on another side than `question` asks for.

    Who supports or opposes a thing has to say so; who wants one may put it in any words but the contrary.
    """
    if not bears(evidence, candidate, terms):
        return False
    stance = asked_stance(question)
    said = claim(evidence, candidate, terms)
    return takes(stance, said) if stance in PLAIN else not contradicts(stance, said)
