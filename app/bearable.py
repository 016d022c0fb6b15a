"""Whether the best evidence bears an answer at all: by its words, and by three signals weighed on public questions."""

from __future__ import annotations

import math
import re
from collections.abc import Sequence
from dataclasses import astuple, dataclass
from itertools import pairwise

from app.evidence import Candidate, Evidence
from ingest.defaults import DEFAULT_MODEL
from ingest.lexical import tokens

MISSING = 0.4  # share of the question's weight that may be missing in the evidence
PARAPHRASED = 0.65  # the same, where a named holder's words are near to the question in meaning
NEAR_MEANING = 0.4  # cosine from which they are
LEAST_COSINE = 0.3  # below it the best evidence is about something else
AROUND = 300  # characters on each side of a candidate in which what it leaves out may stand: names above all
APART = 4  # words from one to the other, for neighbours of the question that stand together
_CAPITALISED = re.compile(r"(?<=\w\W)[A-Z][\w'’-]*|(?<=\w\W\W)[A-Z][\w'’-]*")  # the first word of all is so anyway


@dataclass(frozen=True, slots=True)
class Signals:
    """What speaks for an answer in the best candidates, each from 0 to 1, and never against it.

    `meaning`: the highest cosine of one with the question. `together`: the highest share of the question's neighbouring
    words that stand near each other around one; of the weight of its words where none are neighbours. `names`: the
    highest share of its capitalised words around one; 1 where it has none.
    """

    meaning: float
    together: float
    names: float


# Fitted by `python benchmarks/refusals.py BENCH --fit`, as what public questions with and without an answer ask for.
WEIGHTS = Signals(meaning=0.74, together=0.14, names=0.12)
LEAST = 0.4  # of `strength`, for an answer; with MISSING it refuses a fourteenth of what the public sets can answer


def borne(evidence: Evidence, best: Sequence[Candidate]) -> bool:
    """Whether the best candidates bear an answer: by the words of the question, and by the signals where they were weighed.

    They were weighed in English with the default model, whose cosines are on a scale of their own, and on whole
    questions put to all texts: of one to a holder or a paper only what is left without its name is compared. One without content words
    ("What does Iran want?") is borne by whatever its holder says.
    """
    question = evidence.question
    share, nearest = missing_share(evidence), max(candidate.cosine for candidate in best)
    # Where the holder is named and the meaning is near, the question may be put in quite other words.
    named = question.filters.delegations and nearest >= NEAR_MEANING
    if share > (PARAPHRASED if named else MISSING) or (nearest < LEAST_COSINE and share > 0.75 * MISSING):
        return False
    narrowed = question.filters.delegations or question.filters.symbols
    weighed = question.language == "en" and not evidence.foreign and not narrowed
    if not evidence.asked.terms or not weighed or evidence.index.manifest.model != DEFAULT_MODEL:
        return True
    return strength(signals_of(evidence, best)) >= LEAST


def missing_share(evidence: Evidence) -> float:
    """Share of the question's weight that the best candidates, with their headings and titles, do not bear."""
    best = evidence.candidates[:8]
    texts = [evidence.context(candidate) for candidate in best]
    texts += {evidence.source(candidate.document_id)[0].title for candidate in best[:3]}
    return evidence.asked.unborne(texts)


def strength(signals: Signals) -> float:
    """How well the evidence bears an answer, from 0 to 1: the mean of the signals by their weights."""
    return math.fsum(weight * signal for weight, signal in zip(astuple(WEIGHTS), astuple(signals), strict=True))


def signals_of(evidence: Evidence, best: Sequence[Candidate]) -> Signals:
    """The signals of a question with content words, from its best candidates."""
    terms = set(evidence.asked.terms)
    asked = tokens(evidence.question.text)
    neighbours = [(first, second) for first, second in pairwise(asked) if first != second and {first, second} <= terms]
    names = [
        name
        for name in map(evidence.asked.present, _CAPITALISED.findall(evidence.question.text))
        if name and name <= terms
    ]
    texts = [_around(evidence, candidate) for candidate in best]
    overlap = max(candidate.overlap for candidate in best)
    return Signals(
        max(0.0, *(candidate.cosine for candidate in best)),
        max(_together(neighbours, text) for text in texts) if neighbours else overlap,
        max(_named(evidence, names, text) for text in texts) if names else 1.0,
    )


def _around(evidence: Evidence, candidate: Candidate) -> str:
    """The candidate with what introduces it and what stands on both sides of it."""
    text = evidence.source(candidate.document_id)[0].text
    beside = text[max(0, candidate.start - AROUND) : candidate.end + AROUND]
    return f"{evidence.context(candidate)} {beside}"


def _together(neighbours: Sequence[tuple[str, str]], text: str) -> float:
    """Share of pairs of stems that stand at most `APART` words from one another in `text`."""
    places: dict[str, list[int]] = {}
    for at, term in enumerate(tokens(text)):
        places.setdefault(term, []).append(at)
    near = [
        any(abs(left - right) <= APART for left in places.get(first, ()) for right in places.get(second, ()))
        for first, second in neighbours
    ]
    return sum(near) / len(near)


def _named(evidence: Evidence, names: Sequence[set[str]], text: str) -> float:
    """Share of the names of which `text` holds every word, or another name of it."""
    present = evidence.asked.present(text)
    return sum(all(evidence.asked.covered(term, present) for term in name) for name in names) / len(names)
