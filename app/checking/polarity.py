"""Whether a statement and its sources are on the same side: denials, stances and contraries, clause by clause."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from app.checking.beside import displaced, is_told_alike
from app.checking.clauses import Clause, clauses, is_negative
from app.checking.facts import unnamed
from app.checking.meanings import Side, Word, contrary, pairs, shared, sides
from app.checking.order import misplaced, wrong_way
from app.checking.signs import denied, denied_otherwise, only_denied
from app.stance import AGREES, CONTRARY, told_stances

_NOT_BEFORE = re.compile(r"(?:\b(?:not|never|no|cannot|neither|nor)|n['’]t)\s+(?:\w+\s+){0,2}$", re.I)
FEWEST_SHARED = 2  # words that clauses must share to speak of the same thing


@dataclass(frozen=True, slots=True)
class Match:
    """A clause of a statement with the clauses of the sources that speak of the same thing; none where it is not told."""

    clause: Clause
    others: tuple[Clause, ...]


def matches(statement: Sequence[Clause], evidence: Sequence[Clause]) -> list[Match]:
    """Each clause of the statement with those of the evidence that share most of its words."""
    found = []
    for clause in statement:
        said = [word for word in clause.words if not word.joins]
        shares = [shared(said, other.keys) for other in evidence]
        most = max(shares, default=0)
        enough = most >= min(FEWEST_SHARED, max(1.0, sum(word.weight for word in said)))
        best = [other for other, share in zip(evidence, shares, strict=True) if share == most]
        found.append(Match(clause, tuple(best) if enough and said else _of_sentence(said, evidence)))
    return found


def _of_sentence(said: Sequence[Word], evidence: Sequence[Clause]) -> tuple[Clause, ...]:
    """The clauses of the sentence that shares enough words as a whole; none where no sentence does."""
    for number in dict.fromkeys(clause.sentence for clause in evidence):
        parts = [clause for clause in evidence if clause.sentence == number]
        if shared(said, frozenset().union(*(part.keys for part in parts))) >= FEWEST_SHARED:
            return tuple(part for part in parts if any(word.keys & part.keys for word in said))
    return ()


def turned(statement: str, texts: Sequence[str]) -> list[str]:
    """How `statement` turns round what `texts` say: "negation", "stance: opposes", "direction: after"."""
    evidence = [clause for text in texts for clause in clauses(unnamed(text))]
    matched = matches(clauses(unnamed(statement), claimed=True), evidence)
    found: list[str] = []
    for match in matched:
        numbers = {other.sentence for other in match.others}
        found += _directions(match, [other for other in evidence if other.sentence in numbers])
        beside = [other.clause for other in matched if other is not match and set(other.others) & set(match.others)]
        told_alike = is_told_alike(match.clause.text, texts)
        if match.others and not told_alike and denied_otherwise(match.clause, match.others, beside):
            found.append("negation")
        found += [*only_denied(match.clause, evidence), *_stances(match, evidence)]
    found += [*misplaced(statement, texts), *wrong_way(statement, texts), *displaced(statement, texts)]
    return list(dict.fromkeys(found))


def _directions(match: Match, nearest: Sequence[Clause]) -> Iterator[str]:
    """What the clause says where `nearest` say only its contrary, or the same of which only one denies it."""
    clause = match.clause
    said = sides(clause.text)
    own = {(side.pair, side.side) for side in said}
    borne = {side.start for side in said for other in nearest if _said_too(side, clause, other)}
    for side in said:
        if (side.pair, 1 - side.side) in own:
            continue
        against = [(other, contrary) for other in nearest for contrary in _on_side(side, other, 1 - side.side)]
        same = [(other, found) for other in nearest for found in _on_side(side, other, side.side)]
        written = clause.text[side.start : side.end]
        here = denied(clause, side.start, side.end)
        if same and not against and all(_one_denied(side, clause, found, other) for other, found in same):
            yield f"negation: {written}"
        elif side.start in borne or (side.side == 1 and not pairs()[side.pair].both):
            continue
        elif against and all(here == denied(other, found.start, found.end) for other, found in against):
            yield f"direction: {written}"


def _one_denied(side: Side, clause: Clause, found: Side, other: Clause) -> bool:
    """Whether one of the two denies what the other says without any word of denial."""
    return (_right_after_not(found, other) and not (clause.denied or _elsewhere_negative(side, clause))) or (
        _right_after_not(side, clause) and not (other.denied or _elsewhere_negative(found, other))
    )


def _right_after_not(side: Side, clause: Clause) -> bool:
    return _NOT_BEFORE.search(clause.plain[: side.start]) is not None


def _elsewhere_negative(side: Side, clause: Clause) -> bool:
    """Whether another word of the clause than the phrase says that something is not so."""
    others = [word for word in clause.words if not side.start <= word.start - clause.start < side.end]
    return clause.loose or any(is_negative(word) for word in others)


def _said_too(side: Side, clause: Clause, other: Clause) -> bool:
    """Whether `other` says the same, or has the very word."""
    if _on_side(side, other, side.side):
        return True
    against = _on_side(side, other, 1 - side.side)
    stems = {word.stem for word in clause.words if side.start <= word.start - clause.start < side.end}
    return stems <= {
        word.stem
        for word in other.words
        if not any(found.start <= word.start - other.start < found.end for found in against)
    }


def _on_side(side: Side, clause: Clause, which: int) -> list[Side]:
    """What the clause says on one of the two sides of the pair."""
    return [other for other in sides(clause.text) if (other.pair, other.side) == (side.pair, which)]


def _stances(match: Match, evidence: Sequence[Clause]) -> Iterator[str]:
    """The stances of the clause to which the sources, where they speak of the same thing, take only the contrary."""
    numbers = {other.sentence for other in match.others}
    near = {stance for other in match.others for stance in told_stances(other.text)}
    wide = {stance for other in evidence if other.sentence in numbers for stance in told_stances(other.text)}
    negative = all(other.negative for other in match.others)
    said = told_stances(match.clause.text) if match.others else set()
    taken = near or wide
    agreed = {stance for stance in said if taken & AGREES[stance]}
    if "wants" in said & taken:  # to want the end of a thing: what the "not" reaches is looked at apart
        agreed.add("opposes")
    for stance in said - agreed:
        if stance == "wants" and (agreed or _reworded(match)):
            continue
        if stance == "opposes" and "regrets" in near | wide:
            continue
        if taken & CONTRARY[stance] or (stance == "opposes" and not taken & {"opposes", "regrets"} and not negative):
            yield f"stance: {stance}"


def _reworded(match: Match) -> bool:
    """Whether the sources deny a contrary of what the clause says: "should not be public", "wants it secret"."""
    return any(other.denied and contrary(match.clause.text, other.text) for other in match.others)
