"""The metrics of evaluation: one function each, one line in METRICS."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Literal

from app.answer import Answer
from app.gold import Evidence, Library, Wording
from app.questions import Question

HITS = 10  # that are looked at
DELIVERED = re.compile(r"\s*\((?:statement delivered|joint statement)\b.*\)\s*$", re.IGNORECASE)
LIKE_MINDED = {"group of like minded states", "group of like minded countries", "like minded states", "lmg"}


@dataclass(frozen=True, slots=True)
class Case:
    """A question with its answer and what was found of the evidence; what the metrics read."""

    question: Question
    answer: Answer
    error: str | None  # why there is no answer; None: the assistant answered or refused
    evidence: Evidence
    ranks: tuple[int | None, ...]  # for each gold quote, of the first of ten hits that holds it
    covered: tuple[bool, ...]  # for each gold quote, by the quotes of an answer; a refusal covers none
    corrected: bool  # some correcting quote is covered, also by a refusal's neighbours
    supporting: int  # shown citations that carry gold evidence
    false_quotes: int

    @property
    def named_holders(self) -> set[str]:
        """The holders of the statements, comparable; a refusal names none."""
        statements = self.answer.statements if self.answer.answered else ()
        return holder_keys(each.holder for each in statements)


def judge(question: Question, answer: Answer, error: str | None, evidence: Evidence, library: Library) -> Case:
    """Look for the evidence in the hits and quotes of an answer; a quote that is not verbatim carries none."""
    verbatim = [citation for citation in answer.citations if library.holds(citation)]
    cited = verbatim if answer.answered else []
    return Case(
        question,
        answer,
        error,
        evidence,
        ranks=tuple(
            next((rank for rank, hit in enumerate(answer.hits[:HITS], 1) if gold.in_hit(hit, library)), None)
            for gold in evidence.gold
        ),
        covered=tuple(gold.in_quotes(cited, library) for gold in evidence.gold),
        corrected=any(gold.in_quotes(verbatim, library) for gold in evidence.correcting),
        supporting=sum(any(gold.supports(each, library) for gold in evidence.gold) for each in cited),
        false_quotes=len(answer.citations) - len(verbatim),
    )


def holder_key(name: str) -> str:
    """A name as names are compared: its words, without who delivered it; "(Islamic Republic of)" stays."""
    key = Wording.of(DELIVERED.sub("", name)).spaced.strip()
    return "like minded group" if key in LIKE_MINDED else key


def holder_keys(names: Iterable[str | None]) -> set[str]:
    return {holder_key(name) for name in names if name} - {""}


def quote_recall(case: Case) -> float | None:
    """Share of the gold quotes that are found in the first ten hits."""
    return _share(sum(rank is not None for rank in case.ranks), len(case.ranks))


def hit_at_5(case: Case) -> float | None:
    """Whether any gold quote is found in the first five hits."""
    return float(any(rank is not None and rank <= 5 for rank in case.ranks)) if case.ranks else None


def coverage(case: Case) -> float | None:
    """Share of the gold quotes that the union of an answer's quotes covers."""
    return _share(sum(case.covered), len(case.covered)) if case.question.expected == "answer" else None


def citation_precision(case: Case) -> float | None:
    """Share of an answer's citations that carry some gold evidence (`Gold.supports`); none shown: 0."""
    if case.question.expected != "answer" or not case.evidence.gold:
        return None
    return _share(case.supporting, len(case.answer.citations)) or 0.0


def answered(case: Case) -> float:
    return float(case.answer.answered)


def refused(case: Case) -> float | None:
    """Whether a question that the documents do not answer was refused; a failure is no refusal."""
    if case.question.expected != "abstain":
        return None
    return float(not case.answer.answered and case.error is None)


def false_refusal(case: Case) -> float | None:
    """Whether a question that the documents answer got no answer."""
    return float(not case.answer.answered) if case.question.expected == "answer" else None


def premise_not_accepted(case: Case) -> float | None:
    """Whether a false premise was refused: no answer, or one that says so (reason "premise"), whatever it cites.

    A question that could not be asked refused nothing.
    """
    if case.question.expected != "correct_premise":
        return None
    return float(case.error is None and (not case.answer.answered or case.answer.reason == "premise"))


def premise_corrected(case: Case) -> float | None:
    """Whether a false premise was not accepted and a correcting quote is cited."""
    if case.question.expected != "correct_premise" or not case.evidence.correcting:
        return None
    return float(premise_not_accepted(case) == 1.0 and case.corrected)


def wrong_attribution(case: Case) -> float | None:
    """Number of statements, and of citations outside them, under a holder who must not be named.

    A refusal attributes nothing: its labelled neighbours are fine.
    """
    forbidden = holder_keys(case.question.must_not_attribute_to)
    if not forbidden:
        return None
    if not case.answer.answered:
        return 0.0
    wrong = [each for each in case.answer.statements if holder_key(each.holder or "") in forbidden]
    counted = {number for statement in wrong for number in statement.citations}
    others = [each for each in case.answer.citations if each.number not in counted]
    return float(len(wrong) + sum(holder_key(each.holder or "") in forbidden for each in others))


def other_holder(case: Case) -> float | None:
    """Whether an answer about given delegations also cites a holder who is none of them."""
    if not case.question.delegations or case.question.category == "who":
        return None
    allowed = holder_keys((*case.question.delegations, *case.question.optional_delegations))
    cited = holder_keys(citation.holder for citation in case.answer.citations)
    return float(case.answer.answered and not (cited | case.named_holders) <= allowed)


def who_precision(case: Case) -> float | None:
    """Share of the named holders that are right; optional ones count neither way."""
    gold, named = _who(case)
    return (_share(len(gold & named), len(named)) or 0.0) if gold else None


def who_recall(case: Case) -> float | None:
    gold, named = _who(case)
    return _share(len(gold & named), len(gold))


def who_f1(case: Case) -> float | None:
    gold, named = _who(case)
    return 2 * len(gold & named) / (len(gold) + len(named)) if gold else None


def _who(case: Case) -> tuple[set[str], set[str]]:
    """The holders of a "who" question and those named, without the optional; nothing for other questions."""
    if case.question.category != "who":
        return set(), set()
    gold = holder_keys(case.question.delegations)
    return gold, case.named_holders - (holder_keys(case.question.optional_delegations) - gold)


def false_quotes(case: Case) -> float:
    """Number of citations, also of a refusal, whose quote is not what the index has at its place."""
    return float(case.false_quotes)


def failed(case: Case) -> float:
    return float(case.error is not None)


def _share(part: int, whole: int) -> float | None:
    return part / whole if whole else None


@dataclass(frozen=True, slots=True)
class Metric:
    """A figure for each question to which it applies (None: it does not) and how these are joined."""

    name: str
    of: Callable[[Case], float | None]
    joined_by: Literal["mean", "sum"] = "mean"


METRICS = (
    Metric("quote_recall@10", quote_recall),
    Metric("hit@5", hit_at_5),
    Metric("coverage", coverage),
    Metric("citation_precision", citation_precision),
    Metric("answered", answered),
    Metric("false_refusal", false_refusal),
    Metric("refused", refused),
    Metric("premise_not_accepted", premise_not_accepted),
    Metric("premise_corrected", premise_corrected),
    Metric("who_precision", who_precision),
    Metric("who_recall", who_recall),
    Metric("who_f1", who_f1),
    Metric("wrong_attribution", wrong_attribution, "sum"),
    Metric("other_holder", other_holder, "sum"),
    Metric("false_quotes", false_quotes, "sum"),
    Metric("failed", failed, "sum"),
)
