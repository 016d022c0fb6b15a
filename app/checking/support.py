"""The statement check: whether what a statement of prose says is borne by what it cites."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from app.checking.borne import Source, missing_facts, quotes
from app.checking.clauses import Clause, clauses
from app.checking.facts import dates, mentions, numbers, sessions
from app.checking.folding import folded
from app.checking.likeness import MOST_LOST, Claim, Encode, Likeness
from app.checking.meanings import Word, keys_of, words
from app.checking.polarity import turned
from app.checking.signs import negators

__all__ = ["NOT_SUPPORTED", "PARTLY", "SUPPORTED", "Source", "Support", "SupportCheck"]

FEW_LOST = 2  # words without counterpart that are never too many
SUPPORTED, PARTLY, NOT_SUPPORTED = "supported", "partly", "not supported"


@dataclass(frozen=True, slots=True)
class Support:
    """Whether a statement is borne by its sources; `missing` says in words what is not."""

    verdict: str
    missing: tuple[str, ...] = ()


class SupportCheck:
    """Checks statements with one encoder (texts → unit vectors); the vectors of words are kept."""

    def __init__(self, encode: Encode) -> None:
        self._likeness = Likeness(encode)

    def check(self, statement: str, sources: Sequence[Source]) -> Support:
        """The verdict on one sentence of prose that cites `sources`."""
        if not statement.strip() or not sources:
            return Support(NOT_SUPPORTED, ("source",) if statement.strip() else ("statement",))
        missing = missing_facts(statement, sources)
        if not missing and _contained(statement, sources):
            return Support(SUPPORTED)
        missing += turned(_own_words(statement), [source.text for source in sources])
        if missing:
            return Support(NOT_SUPPORTED, tuple(missing))
        return self._carried(statement, sources)

    def _carried(self, statement: str, sources: Sequence[Source]) -> Support:
        """The verdict by the words that have no counterpart, then by the nearness of the whole."""
        texts = [source.text for source in sources]
        there = [word for source in sources for text in (source.text, source.known) for word in words(text)]
        keys = keys_of(there)
        claims = []
        for clause in clauses(statement, claimed=True):
            wanted = tuple(_claimed(clause, statement))
            claims.append(Claim(clause, wanted, tuple(word for word in wanted if not word.keys & keys)))
        missing = self._likeness.judge(statement, claims, texts, there)
        alone = sum(len(claim.alone) for claim in claims)
        needed = sum(len(claim.needed) for claim in claims)
        if missing and alone > MOST_LOST * needed:
            return Support(NOT_SUPPORTED, tuple(missing))
        if not missing and alone > max(FEW_LOST, MOST_LOST * needed):
            missing = ["likeness"]
        return Support(PARTLY if missing else SUPPORTED, tuple(missing))


def _contained(statement: str, sources: Sequence[Source]) -> bool:
    """Whether the statement, but for its end stop, stands in a source as it is."""
    words = folded(statement.strip().rstrip("."))
    return any(True for source in sources for _ in folded(source.text).occurrences(words))


def _own_words(statement: str) -> str:
    """The statement without what it quotes, which is checked apart."""
    for quote in quotes(statement):
        statement = statement.replace(quote, " ")
    return statement


def _claimed(clause: Clause, statement: str) -> list[Word]:
    """The words of a clause that need a counterpart: not its names, dates, numbers and sessions, which are facts."""
    nots = [(negator.start, negator.end) for negator in negators(clause)]  # looked at by what they reach
    facts = [(mention.start, mention.end) for mention in mentions(statement)]
    facts += [(start, end) for _, start, end in [*dates(statement), *sessions(statement)]]
    facts += [(number.start, number.end) for number in numbers(statement)]
    return [
        word
        for word in clause.words
        if not word.light
        and not any(start <= word.start - clause.start < end for start, end in nots)
        and not re.fullmatch(r"\d+\w{0,2}|[a-z]", word.written)
        and not (word.written[0].isupper() and word.start > 0)  # a name, which is a fact too
        and not any(start <= word.start < end for start, end in facts)
    ]
