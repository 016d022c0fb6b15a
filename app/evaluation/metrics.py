"""The metrics of evaluation: one function each, one line in METRICS."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Literal

from app.evaluation import ranking
from app.evaluation.judging import Case, holder_key, holder_keys

# Retrieval


def _of_ranks(figure: Callable[[ranking.Ranks, int], float | None], cut: int) -> Callable[[Case], float | None]:
    return lambda case: figure(case.ranks, cut)


# What an answer shows


def coverage(case: Case) -> float | None:
    """Share of the gold quotes that the union of an answer's quotes covers."""
    return _share(sum(case.covered), len(case.covered)) if case.question.expected == "answer" else None


def evidence_precision(case: Case) -> float | None:
    """Share of an answer's citations that carry some gold evidence; a missing answer is 0."""
    if case.question.expected != "answer" or not case.evidence.gold:
        return None
    carrying = sum(bool(each.carries) for each in case.cited) if case.answer.answered else 0
    return _share(carrying, len(case.cited)) or 0.0


def citation_recall(case: Case) -> float | None:
    """Share of an answer's statements that their citations together bear; a missing answer is 0.

    Source: ALCE, Gao et al. 2023. A question whose right answer is silence does not count when it gets it.
    """
    return _of_answer(case, [each.supported for each in case.said])


def citation_precision(case: Case) -> float | None:
    """Share of an answer's citations whose statement is borne and that are not irrelevant to it; a missing answer is 0.

    Source: ALCE, Gao et al. 2023.
    """
    return _of_answer(
        case, [each.supported and number not in each.irrelevant for each in case.said for number in each.citations]
    )


def _of_answer(case: Case, right: Sequence[bool]) -> float | None:
    if not case.answer.answered:
        return 0.0 if case.question.expected == "answer" else None
    return _share(sum(right), len(right)) or 0.0


def verbatim(case: Case) -> float | None:
    """Share of the shown quotes that are what the index has at their place, to the letter."""
    return _share(sum(each.verbatim for each in case.cited), len(case.cited))


def place_correct(case: Case) -> float | None:
    """Share of the shown citations with the page and paragraph of their quote, as index and question have them."""
    return _told([each.place for each in case.cited])


def holder_correct(case: Case) -> float | None:
    """Share of the shown citations whose quote is, in the index, words of the holder that they name."""
    return _told([each.holder for each in case.cited])


def reference_agreement(case: Case) -> float | None:
    """Share of the sentences of the reference answer that the answer's quotes bear; a missing answer is 0.

    Source: claim recall of ALCE, Gao et al. 2023, with our own statement check.
    """
    return _share(sum(case.agreed), len(case.agreed))


# Answer or silence


def answered(case: Case) -> float:
    return float(case.answer.answered)


def abstention_recall(case: Case) -> float | None:
    """Whether a question that the documents do not answer was refused; a failure is no refusal."""
    if case.question.expected != "abstain":
        return None
    return float(not case.answer.answered and case.error is None)


def abstention_precision(case: Case) -> float | None:
    """Whether a refusal was right: nothing answers the question, or its premise is false; a failure is no refusal."""
    if case.answer.answered or case.error is not None or case.question.expected is None:
        return None
    return float(case.question.expected != "answer")


def false_abstention(case: Case) -> float | None:
    """Whether a question that the documents answer got no answer, for whatever reason."""
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


# Whose words


def delegation_precision(case: Case) -> float | None:
    """Of a "who" question the share of the named holders that are right; optional ones count neither way."""
    gold, named = _who(case)
    return (_share(len(gold & named), len(named)) or 0.0) if gold else None


def delegation_recall(case: Case) -> float | None:
    """Of a "who" question the share of the right holders that are named."""
    gold, named = _who(case)
    return _share(len(gold & named), len(gold))


def delegation_f1(case: Case) -> float | None:
    """Of a "who" question the harmonic mean of the two."""
    gold, named = _who(case)
    return 2 * len(gold & named) / (len(gold) + len(named)) if gold else None


def _who(case: Case) -> tuple[set[str], set[str]]:
    """The holders of a "who" question and those named, without the optional; nothing for other questions."""
    if case.question.category != "who":
        return set(), set()
    gold = holder_keys(case.question.delegations)
    return gold, case.named_holders - (holder_keys(case.question.optional_delegations) - gold)


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


def false_quotes(case: Case) -> float:
    """Number of citations, also of a refusal, whose quote does not stand at its place, blanks and dashes apart."""
    return float(sum(not each.alike for each in case.cited))


def citations(case: Case) -> float | None:
    """Citations that an answer shows."""
    return float(len(case.cited)) if case.answer.answered and not case.searched_only else None


def failed(case: Case) -> float:
    """Whether the question could not be asked."""
    return float(case.error is not None)


def tokens(case: Case) -> float | None:
    """Tokens that a chat model read and wrote for the answer; none without one."""
    return float(sum(case.answer.tokens.values())) if case.answer.tokens else None


def _told(right: Iterable[bool | None]) -> float | None:
    """Share of those that can be told."""
    told = [each for each in right if each is not None]
    return _share(sum(told), len(told))


def _share(part: int, whole: int) -> float | None:
    return part / whole if whole else None


@dataclass(frozen=True, slots=True)
class Metric:
    """A figure for each question to which it applies (None: it does not) and how these are joined."""

    name: str
    of: Callable[[Case], float | None]
    joined_by: Literal["mean", "sum"] = "mean"
    better: Literal["high", "low", ""] = "high"  # "": neither
    group: Literal["retrieval", "answers", "silence", "holders", "run"] = "answers"
    meaning: str = ""  # in a sentence, where it is not the function's own

    def value(self, case: Case) -> float | None:
        """The figure of a case; what only searches has no answer to be judged."""
        return None if case.searched_only and self.group in ("answers", "silence", "holders") else self.of(case)

    @property
    def says(self) -> str:
        """What it means, in a sentence."""
        return self.meaning or (self.of.__doc__ or "").partition("\n")[0]


def _retrieval(
    name: str, figure: Callable[[ranking.Ranks, int], float | None], cuts: Sequence[int], meaning: str
) -> list[Metric]:
    return [
        Metric(f"{name}@{cut}", _of_ranks(figure, cut), group="retrieval", meaning=meaning.format(cut=cut))
        for cut in cuts
    ]


_silent = partial(Metric, group="silence")
_held = partial(Metric, group="holders")
_run = partial(Metric, group="run")

METRICS = (
    *_retrieval("quote_recall", ranking.quote_recall, (1, 5, 10), "Share of the gold quotes that the first {cut} hits hold."),
    *_retrieval("hit", ranking.hit, (1, 5, 10), "Whether one of the first {cut} hits holds a gold quote (Success@k)."),
    *_retrieval("MRR", ranking.reciprocal_rank, (10,), "1 / rank of the first of {cut} hits that holds a gold quote."),
    *_retrieval("nDCG", ranking.ndcg, (10,), "The gold quotes in {cut} hits, each worth 1 / log2(1 + rank), as a share of the most possible."),
    Metric("coverage", coverage),
    Metric("evidence_precision", evidence_precision),
    Metric("citation_recall", citation_recall),
    Metric("citation_precision", citation_precision),
    Metric("verbatim", verbatim),
    Metric("place_correct", place_correct),
    Metric("reference_agreement", reference_agreement),
    _silent("answered", answered, better="", meaning="Whether there is an answer."),
    _silent("abstention_precision", abstention_precision),
    _silent("abstention_recall", abstention_recall),
    _silent("false_abstention", false_abstention, better="low"),
    _silent("premise_not_accepted", premise_not_accepted),
    _silent("premise_corrected", premise_corrected),
    _held("holder_correct", holder_correct),
    _held("delegation_precision", delegation_precision),
    _held("delegation_recall", delegation_recall),
    _held("delegation_f1", delegation_f1),
    _held("wrong_attribution", wrong_attribution, "sum", "low"),
    _held("other_holder", other_holder, "sum", "low"),
    Metric("false_quotes", false_quotes, "sum", "low"),
    _run("citations", citations, better=""),
    _run("failed", failed, "sum", "low"),
    _run("tokens", tokens, "sum", ""),
)  # fmt: skip
BY_NAME = {metric.name: metric for metric in METRICS}
