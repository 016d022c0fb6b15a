"""Whether a stretch speaks of the very thing that is asked about, and on which side it is."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise

from app.evidence import Candidate, Evidence
from app.quotable import REPORTS, SAID
from app.stance import PLAIN, STANCE_VERBS, asked_stance, contradicts, stances, takes, verbs
from ingest import delegations
from ingest.days import MONTH
from ingest.lexical import tokens
from ingest.ordinals import CARDINALS
from ingest.structure import sentences
from ingest.symbols import SYMBOL
from retriever.synonyms import other_names

_DIGITS = {word: str(number) for number, word in enumerate(CARDINALS[:15], start=1) if number > 1}
_NO_AMOUNT = re.compile(
    rf"{SYMBOL.pattern}|\b(?:19|20)\d{{2}}\b|\b\d{{1,2}} (?:{MONTH})\b|"
    r"\b(?:sessions?|paras?\.?|paragraphs?|articles?|resolutions?|annex) \d+(?:/\d+)?",
    re.I,
)
_NOT_TRUE = re.compile(r"\b(?:not true|untrue|false|a myth|incorrect) that\b|\btakes? no position\b", re.I)
_THEN_SAYS = re.compile(
    rf"(?:(?:,|\sand|\sor)\s(?-i:[A-Z])\w+)*\s(?:\w+\s){{0,1}}?(?:{STANCE_VERBS}|{SAID}|continues?d?|adds|added|repl(?:ies|ied))\b"
    r"(?!\s+(?:of|by)\b)",
    re.I,
)
_BY = re.compile(
    rf"\b(?:proposals?|requests?|support|calls?|idea|suggestion|papers?|statements?|words|position|{STANCE_VERBS})\s+(?:by|of|from)\s+(?:the\s+)?$",
    re.I,
)
HEAVY = 0.3  # of the heaviest term's weight, for a term that the words must hold


def object_terms(evidence: Evidence) -> list[str]:
    """The heavy terms of the question without its verb of stance: what somebody is for or against."""
    stance = {term for word in verbs(evidence.question.text) for term in tokens(word)}
    weights = {term: evidence.asked.weight(term) for term in evidence.asked.terms if term not in stance}
    heaviest = max(weights.values(), default=0.0)
    return [term for term, weight in weights.items() if weight >= HEAVY * heaviest]


def bears(evidence: Evidence, candidate: Candidate, terms: Sequence[str]) -> bool:
    """Whether the candidate, with the words that introduce it, holds all of `terms` or other names of them."""
    present = evidence.asked.present(f"{evidence.announcement(candidate)} {candidate.text}")
    return bool(terms) and all(evidence.asked.covered(term, present) for term in terms)


def claim(evidence: Evidence, candidate: Candidate, terms: Sequence[str]) -> str:
    """What the candidate says of `terms`: its sentences that hold most of them, after the words that introduce it."""
    spans = sentences(candidate.text, 0)
    counts = []
    for start, end in spans:
        present = evidence.asked.present(candidate.text[start:end])
        counts.append(sum(evidence.asked.covered(term, present) for term in terms))
    most = max(counts, default=0)
    kept = [candidate.text[start:end] for (start, end), count in zip(spans, counts, strict=True) if count == most]
    return " ".join([evidence.announcement(candidate), *kept])


def on_side(evidence: Evidence, candidate: Candidate, question: str, terms: Sequence[str]) -> bool:
    """Whether the candidate speaks of the thing, and is not on another side than `question` asks for.

    Who supports or opposes a thing has to say so; who wants one may put it in any words but the contrary.
    What is said of others, or denied as a whole, is nobody's own stance.
    """
    if not bears(evidence, candidate, terms):
        return False
    stance = asked_stance(question)
    said = claim(evidence, candidate, terms)
    if not _side_by_side(question, said, terms, apart=1 if stance in PLAIN else 3):
        return False
    if not numbers(question) <= numbers(said) or of_others(candidate.text, candidate.turn.holder):
        return False
    if stance in PLAIN:
        return takes(stance, said)
    return not contradicts(stance, said) and not (stance == "wants" and "opposes" in stances(said))


def _side_by_side(question: str, said: str, terms: Sequence[str], apart: int) -> bool:
    """Whether `said` names the things of several words that the question names ("global mechanism").

    A concept of our tables may go by any of its names, whole; of other words that stand side by side in the
    question, those that `said` holds stand at most `apart` words from one another.
    """
    words = tokens(said)
    concepts: dict[str, list[str]] = {}
    for written, names in other_names(question):
        concepts.setdefault(written, [written]).extend(names)
    if not all(any(_holds(words, tokens(name)) for name in names) for names in concepts.values()):
        return False
    inside = {term for written in concepts for term in tokens(written)}
    places = {term: [at for at, word in enumerate(words) if word == term] for term in terms if term not in inside}
    return all(
        any(0 < abs(left - right) <= apart for left in places[first] for right in places[second])
        for first, second in pairwise(tokens(question))
        if places.get(first) and places.get(second) and re.search(_contiguous(first, second), question, re.I)
    )


def _holds(words: Sequence[str], name: Sequence[str]) -> bool:
    """Whether the stems of `name` stand in `words` one after the other."""
    return any(list(words[at : at + len(name)]) == list(name) for at in range(len(words) - len(name) + 1))


def _contiguous(first: str, second: str) -> str:
    """A pattern of two words with these stems and nothing but a blank or a hyphen between."""
    return rf"\b{re.escape(first[:-1] or first)}\w*[\s-]+{re.escape(second[:-1] or second)}\w*"


def of_others(said: str, holder: str | None) -> bool:
    """Whether `said` tells of the stance of others: "they want …", "X has proposed …", "the proposal by X"."""
    if REPORTS.search(said) or _NOT_TRUE.search(said):
        return True
    others = [mention for mention in delegations.mentions(said) if mention.delegation.name != holder]
    if others and re.search(r"[“«\"]", said):  # whose the quoted words are is not known
        return True
    return any(_THEN_SAYS.match(said, mention.end) or _BY.search(said[: mention.start]) for mention in others)


def numbers(text: str) -> set[str]:
    """The amounts that `text` names, in digits, words up to fifteen too: not its years, dates, symbols, sessions and paragraphs."""
    rest = _NO_AMOUNT.sub(" ", text)
    words = {_DIGITS[word] for word in re.findall(r"[a-z]+", rest.casefold()) if word in _DIGITS}
    return words | set(re.findall(r"(?<![\w/.-])\d+(?![\w/-])", rest))
