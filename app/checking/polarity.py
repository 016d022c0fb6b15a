"""Whether a statement and its sources are on the same side: denials, stances and contraries, clause by clause."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from app.checking.beside import displaced, is_told_alike
from app.checking.clauses import Clause, clauses, is_negative
from app.checking.facts import unnamed
from app.checking.meanings import Side, Word, pairs, sides
from app.checking.order import misplaced, wrong_way
from app.stance import AGREES, CONTRARY, told_stances

_NOT_BEFORE = re.compile(r"(?:\b(?:not|never|no|cannot|neither|nor)|n['’]t)\s+(?:\w+\s+){0,2}$", re.I)
_UNDONE = re.compile(
    r"\b(?:without|fail(?:s|ed|ing)? to|refus(?:e|es|ed|ing) to|declin(?:e|es|ed|ing) to|unable to|no longer|instead of|rather than|against|"
    r"oppos(?:e|es|ed|ing)|reject(?:s|ed|ing)?|avoid\w*|prevent\w*|stop\w*|unwilling to)\s+(?:\w+\s+){0,3}$",
    re.I,
)
RENDERED = 0.4  # share of the words of a clause from which another says it again
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
        shares = [sum(word.weight for word in said if word.keys & other.keys) for other in evidence]
        most = max(shares, default=0)
        enough = most >= min(FEWEST_SHARED, max(1.0, sum(word.weight for word in said)))
        best = [other for other, share in zip(evidence, shares, strict=True) if share == most]
        found.append(Match(clause, tuple(best) if enough and said else _of_sentence(said, evidence)))
    return found


def _of_sentence(said: Sequence[Word], evidence: Sequence[Clause]) -> tuple[Clause, ...]:
    """The clauses of the sentence that shares enough words as a whole; none where no sentence does."""
    for number in dict.fromkeys(clause.sentence for clause in evidence):
        parts = [clause for clause in evidence if clause.sentence == number]
        keys = frozenset().union(*(part.keys for part in parts))
        if sum(word.weight for word in said if word.keys & keys) >= FEWEST_SHARED:
            return tuple(part for part in parts if any(word.keys & part.keys for word in said))
    return ()


def turned(statement: str, texts: Sequence[str]) -> list[str]:
    """How `statement` turns round what `texts` say: "negation", "stance: opposes", "direction: after"."""
    evidence = [clause for text in texts for clause in clauses(unnamed(text))]
    said = clauses(unnamed(statement), claimed=True)
    matched = matches(said, evidence)
    found: list[str] = []
    for match in matched:
        numbers = {other.sentence for other in match.others} or {
            other.sentence for near in matched for other in near.others
        }
        found += _directions(match, [other for other in evidence if other.sentence in numbers])
        if match.others and not is_told_alike(match.clause.text, texts) and _denial(match, matched):
            found.append("negation")
        found += [*_words_denied(match, evidence), *_stances(match, evidence)]
    found += [*misplaced(statement, texts), *wrong_way(statement, texts), *displaced(statement, texts)]
    return list(dict.fromkeys(found))


def _denial(match: Match, matched: Sequence[Match]) -> bool:
    """Whether one of the two says "not" and the other says so in no word at all, nor by a contrary."""
    clause = match.clause
    if any(_contrary(clause.text, other.text) for other in match.others):
        return False
    near = any(
        other.clause.negative and set(other.others) & set(match.others)
        for other in matched
        if other.clause is not clause
    )
    rendered = any(_rendered(clause, other) for other in match.others)
    dropped = (
        rendered
        and all(other.denied for other in match.others)
        and not any(clause.negates(other) for other in match.others)
        and not near
    )
    return dropped or (clause.denied and not any(other.negates(clause) for other in match.others))


def _words_denied(match: Match, evidence: Sequence[Clause]) -> Iterator[str]:
    """The words of a clause without any "not" that the sources have only right after one."""
    if match.clause.denied or match.clause.negative:
        return
    for word in match.clause.words:
        held = [
            (other, found) for other in evidence for found in other.words if found.stem == word.stem and not word.light
        ]
        if held and all(_NOT_BEFORE.search(other.plain[: found.start - other.start]) for other, found in held):
            yield f"negation: {word.written}"


def _rendered(clause: Clause, other: Clause) -> bool:
    """Whether the clause says much of what `other` says."""
    content = [word for word in other.words if not word.joins]
    shared = sum(word.weight for word in content if word.keys & clause.keys)
    return shared >= RENDERED * sum(word.weight for word in content)


def _contrary(text: str, other: str) -> bool:
    there = {(side.pair, side.side) for side in sides(other)}
    return any((side.pair, 1 - side.side) in there for side in sides(text))


def _directions(match: Match, nearest: Sequence[Clause]) -> Iterator[str]:
    """What the clause says where `nearest` say only its contrary, or the same of which only one denies it."""
    said = sides(match.clause.text)
    own = {(side.pair, side.side) for side in said}
    for side in said:
        if (side.pair, 1 - side.side) in own:
            continue
        same = [
            (other, found)
            for other in nearest
            for found in sides(other.text)
            if (found.pair, found.side) == (side.pair, side.side)
        ]
        against = [(other, contrary) for other in nearest for contrary in _opposing(side, other)]
        written = match.clause.text[side.start : side.end]
        if same and not against and all(_one_denied(side, match.clause, found, other) for other, found in same):
            yield f"negation: {written}"
        elif (
            against
            and not same
            and all(_reversed(side, match.clause) == _reversed(found, other) for other, found in against)
        ):
            yield f"direction: {written}"


def _one_denied(side: Side, clause: Clause, found: Side, other: Clause) -> bool:
    """Whether one of the two denies what the other says without any "not"."""
    return (_denied(found, other) and not (clause.denied or _elsewhere_negative(side, clause))) or (
        _denied(side, clause) and not (other.denied or _elsewhere_negative(found, other))
    )


def _denied(side: Side, clause: Clause) -> bool:
    """Whether "not" stands right before the phrase."""
    return _NOT_BEFORE.search(clause.plain[: side.start]) is not None


def _elsewhere_negative(side: Side, clause: Clause) -> bool:
    """Whether another word of the clause than the phrase says that something is not so."""
    others = [word for word in clause.words if not side.start <= word.start - clause.start < side.end]
    return clause.loose or any(is_negative(word) for word in others)


def _opposing(side: Side, clause: Clause) -> list[Side]:
    """What the clause has on the other side, where that may not stand for `side`."""
    if side.side == 1 and not pairs()[side.pair].both:
        return []
    return [other for other in sides(clause.text) if (other.pair, other.side) == (side.pair, 1 - side.side)]


def _reversed(side: Side, clause: Clause) -> bool:
    """Whether the clause denies the phrase: by its "not", or by "fail to", "without" and the like before it."""
    return clause.denied != (_UNDONE.search(clause.text[: side.start]) is not None)


def _stances(match: Match, evidence: Sequence[Clause]) -> Iterator[str]:
    """The stances of the clause to which the sources, where they speak of the same thing, take only the contrary."""
    numbers = {other.sentence for other in match.others}
    near = {stance for other in match.others for stance in told_stances(other.text)}
    wide = {stance for other in evidence if other.sentence in numbers for stance in told_stances(other.text)}
    negative = all(other.negative for other in match.others)
    said = told_stances(match.clause.text) if match.others else set()
    taken = near or wide
    agreed = {stance for stance in said if taken & AGREES[stance]}
    for stance in said - agreed:
        if stance == "wants" and (agreed or _reworded(match)):
            continue
        if stance == "opposes" and "regrets" in near | wide:
            continue
        if taken & CONTRARY[stance] or (stance == "opposes" and not taken & {"opposes", "regrets"} and not negative):
            yield f"stance: {stance}"


def _reworded(match: Match) -> bool:
    """Whether the sources deny a contrary of what the clause says: "should not be public", "wants it secret"."""
    return any(other.denied and _contrary(match.clause.text, other.text) for other in match.others)
