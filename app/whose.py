"""Who says it: of each delegation or group the stretch that says it best, where it does."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from app.bearable import MISSING
from app.bearing import claim, numbers, object_terms, of_others, on_side
from app.evidence import Candidate, Evidence
from app.stance import PLAIN, asked_stance, takes
from ingest import delegations

WHO_SHARE = 0.8  # of the best score, for a holder to count among "who": a wrong name costs more than a missed one
WHO_OVERLAP = 0.6  # of the best overlap with the question's words, likewise
PARAPHRASABLE = 3  # heavy words of a "who" from which on they may be put otherwise: a short question names its thing


def whose(evidence: Evidence, usable: Sequence[Candidate], question: str) -> list[Candidate]:
    """For each delegation or group that speaks of the very thing, on the side asked for, the stretch that says it best.

    Where none does and the question is a longer one, those that put it in words near to it, if they do so nearly as well as the best of them.
    But nobody supports or opposes a thing without naming it.
    """
    spoken = [c for c in usable if c.turn.holder and delegations.exactly(c.turn.holder)]
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
    named = delegations.mentions(claim(evidence, candidate, object_terms(evidence)))
    return candidate.turn.holder not in about and {*about} <= {mention.delegation.name for mention in named}


def _says_nearly(evidence: Evidence, candidate: Candidate, question: str, terms: Sequence[str]) -> bool:
    """Whether the candidate takes the stance asked for on something that is near in meaning."""
    stance, said = asked_stance(question), claim(evidence, candidate, terms)
    if not numbers(question) <= numbers(said) or of_others(candidate.text, candidate.turn.holder):
        return False
    if stance and not takes(stance, said):
        return False
    return evidence.asked.unborne([evidence.context(candidate)]) <= MISSING
