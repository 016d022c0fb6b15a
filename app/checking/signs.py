"""What a "not" reaches: whether a statement and its sources deny the same words."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from app.checking.clauses import Clause
from app.checking.meanings import Word, contrary

MOST_REACHED = 4  # words that say something and are told denied by one "not"
_FORWARD = re.compile(
    r"\b(?:not|never|no longer|no one|no-one|no|none|nobody|nothing|neither|nor|cannot|nowhere|without|devoid of|unable to|yet to|far from|instead of|"
    r"rather than|free (?:of|from)|too (?:early|soon|late)|premature|refus\w+|declin(?:e|es|ed|ing) to|fail(?:s|ed|ing|ures?)?(?: to)?|"
    r"lack(?:s|ed|ing)?(?: of)?|absen(?:ce|t)|shortages? of|reject\w*|oppos(?:e|es|ed|ing|ition)|objects?|objected|objections? to|against|"
    r"rul(?:e|es|ed|ing) out|exclud\w+|exclusion|avoid\w*|prevent\w*|preclud\w+|prohibit\w*|bans?|banned|forbid\w*|forbad\w+|bars|barred|den(?:y|ies|ied|ying|ial)|"
    r"depriv\w+|refrain\w*|abstain\w*|ignor\w+|neglect\w*|overlook\w*|omit\w*|omission|disagree\w*|dismiss\w*|turn(?:s|ed|ing)? down|"
    r"stop(?:s|ped|ping)?|halt\w*|cease[sd]?|hardly|barely|scarcely|rarely|seldom|unwilling|reluctant|unlikely|delet\w+|remov\w+|"
    r"withh[eo]ld\w*|withdr[ae]w\w*|veto\w*|block(?:s|ed|ing)?|leav(?:e|es|ing) (?:out|aside)|left (?:out|aside)|ke(?:ep|eps|pt) out|except|other than|drop(?:s|ped)?|"
    r"unacceptable|impossible|unnecessary|superfluous|redundant|condemn\w*)\b|n['’]t\b|\bnon-",
    re.I,
)
_AFTER_BE = re.compile(
    r"\b(?:is|are|was|were|be|been|being|remains?|remained|seems?|considered|deemed|found)\s+(?:\w+ly\s+|still\s+|also\s+|too\s+|as\s+|completely\s+)?$",
    re.I,
)
_PREDICATE = re.compile(
    r"(?!depriv)(?:\w+ed|\w+[^s]en|left (?:out|aside)|kept out|unacceptable|impossible|premature|unnecessary|superfluous|redundant|absent|lacking|forbidden|withheld|withdrawn|too (?:early|soon|late))$",
    re.I,
)


@dataclass(frozen=True, slots=True)
class Negator:
    """A word or phrase at `start:end` of a clause that denies what stands after it, or before it (`backward`)."""

    start: int
    end: int
    backward: bool

    def reaches(self, place: int) -> bool:
        return place < self.start if self.backward else place >= self.end


def negators(clause: Clause) -> list[Negator]:
    """What denies something in the clause, in order; "neither … nor" is one denial."""
    found: list[Negator] = []
    plainly = False  # "not" or the like before
    for match in _FORWARD.finditer(clause.plain):
        written = match.group().casefold()
        if written == "nor" and plainly:
            continue
        plainly = plainly or written in ("not", "no", "neither", "never", "cannot")
        backward = bool(_PREDICATE.match(written) and _AFTER_BE.search(clause.plain[: match.start()]))
        backward = backward and not re.match(r"\s+(?:to|for)\b", clause.plain[match.end() :])
        found.append(Negator(match.start(), match.end(), backward))
    return found


def denied(clause: Clause, start: int, end: int, found: Sequence[Negator] | None = None) -> bool:
    """Whether an odd number of negators reach the words at `start:end` of the clause from outside."""
    among = negators(clause) if found is None else found
    outside = [negator for negator in among if not (start < negator.end and negator.start < end)]
    return sum(negator.reaches(start) for negator in outside) % 2 == 1


@dataclass(frozen=True, slots=True)
class Signed:
    """A word with what its clause says of it."""

    word: Word
    denied: bool


def signed(clause: Clause) -> list[Signed]:
    """The words of a clause that say something or little, negators left out."""
    found = negators(clause)
    return [
        Signed(word, denied(clause, place, place + len(word.written), found))
        for word in clause.words
        for place in [word.start - clause.start]
        if not word.joins and not any(negator.start <= place < negator.end for negator in found)
    ]


def reached(clause: Clause) -> Iterator[list[Signed]]:
    """For each negator of the clause the words next to it that it reaches."""
    inside = signed(clause)
    for negator in negators(clause):
        words = [each for each in inside if negator.reaches(each.word.start - clause.start)]
        yield words[-MOST_REACHED:] if negator.backward else words[:MOST_REACHED]


def denied_otherwise(clause: Clause, others: Sequence[Clause], beside: Sequence[Clause]) -> bool:
    """Whether a "not" of one of the two reaches words that the other has without any word of denial.

    `beside` are the other clauses of the statement that tell the same.
    """
    there = [each for other in others for each in signed(other)]
    here = signed(clause)
    if any(contrary(clause.text, other.text) for other in others):
        return False
    if clause.denied and not any(other.negates(clause) for other in others):
        return True
    if not any(other.negative for other in others):
        return any(_differ(words, there) for words in reached(clause))
    if negators(clause) or any(clause.negates(other) for other in others) or any(near.negative for near in beside):
        return False
    return all(any(_differ(words, here) for words in reached(other)) for other in others)


def only_denied(clause: Clause, evidence: Sequence[Clause]) -> Iterator[str]:
    """The words of a clause without any denial that the evidence has only right after a "not"."""
    if clause.negative:
        return
    after = {other: {found.word.stem for words in reached(other) for found in words[:3]} for other in evidence}
    for word in clause.words:
        held = [other for other in evidence if any(found.stem == word.stem for found in other.words)]
        if held and not word.light and all(other.denied and word.stem in after[other] for other in held):
            yield f"negation: {word.written}"


def _differ(words: Sequence[Signed], there: Sequence[Signed]) -> bool:
    """Whether most of the words that stand on both sides are denied on one only."""
    same = other = 0.0
    for each in words:
        signs = _counterparts(each, there)
        if each.denied in signs:
            same += each.word.weight
        elif signs:
            other += each.word.weight
    return other >= 1 and other > same


def _counterparts(each: Signed, there: Sequence[Signed]) -> set[bool]:
    """Whether the counterparts of a word are denied: the word itself, words of one meaning, or contraries denied."""
    itself = {found.denied for found in there if found.word.stem == each.word.stem}
    if itself:
        return itself
    alike = {found.denied for found in there if found.word.keys & each.word.keys}
    return alike or {not found.denied for found in there if contrary(each.word.written, found.word.written)}
