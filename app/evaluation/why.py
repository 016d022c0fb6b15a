"""Why an answer was scored as it was, in sentences."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from app.evaluation.judging import Case, Cited, holder_key, holder_keys
from app.evaluation.metrics import premise_not_accepted

GOOD, BAD, PLAIN = "+", "-", "."
Remark = tuple[str, str]  # (GOOD, BAD or PLAIN, a sentence)


def explained(case: Case) -> list[Remark]:
    """What went right and wrong, the most important first."""
    remarks = [*_outcome(case)]
    if not case.searched_only:
        remarks += [*_holders(case), *_quotes_shown(case), *_statements(case)]
    return [*remarks, *_gold(case), *((BAD, f"Left out of the figures: {error}.") for error in case.evidence.errors)]


def _outcome(case: Case) -> Iterator[Remark]:
    expected, answer = case.question.expected, case.answer
    if case.error is not None:
        yield BAD, f"Could not be asked: {case.error}"
        return
    if case.searched_only:
        return
    did = "Answered" if answer.answered else f"Refused ({answer.reason})"
    if expected == "answer":
        yield (GOOD, "Answered, as the documents do.") if answer.answered else (
            BAD, f"{did}, but the documents answer it.",
        )  # fmt: skip
    elif expected == "abstain":
        yield (BAD, "Answered, but the documents do not answer it.") if answer.answered else (
            GOOD, f"{did}: the documents do not answer it.",
        )  # fmt: skip
    elif expected == "correct_premise":
        if premise_not_accepted(case):
            yield GOOD, f"{did}; the false premise is not accepted."
        else:
            yield BAD, "The false premise is accepted."
        if case.evidence.correcting:
            yield (GOOD, "The words that correct it are cited.") if case.corrected else (
                BAD, "The words that correct it are not cited.",
            )  # fmt: skip
    else:
        yield PLAIN, f"{did}; the question does not say what is right."


def _holders(case: Case) -> Iterator[Remark]:
    question = case.question
    if not case.answer.answered:
        return
    shown = [each.holder for each in case.answer.statements] + [each.holder for each in case.answer.citations]
    names = {holder_key(holder): holder for holder in shown if holder}
    forbidden = holder_keys(question.must_not_attribute_to)
    for key in sorted(names.keys() & forbidden):
        yield BAD, f"Wrong attribution: words are given to {names[key]}, who must not be named."
    gold, optional = holder_keys(question.delegations), holder_keys(question.optional_delegations)
    right = {holder_key(name): name for name in question.delegations}
    if question.category == "who" and gold:
        named = case.named_holders
        yield PLAIN, f"Named and right: {_listed(right[key] for key in gold & named)}."
        if missed := gold - named:
            yield BAD, f"Not named: {_listed(right[key] for key in missed)}."
        if extra := named - gold - optional:
            yield BAD, f"Named, but not right: {_listed(names.get(key, key) for key in extra)}."
    elif gold and (extra := names.keys() - gold - optional - forbidden):
        yield BAD, f"Other holders are cited: {_listed(names[key] for key in extra)}."


def _quotes_shown(case: Case) -> Iterator[Remark]:
    for each in case.cited:
        number = f"[{each.citation.number}]"
        if not each.alike:
            yield BAD, f"{number} is a false quote: it does not stand in {each.citation.document.id} at its place."
            continue
        if not each.verbatim:
            yield PLAIN, f"{number} stands there with other blanks, dashes or quotation marks."
        if each.page is False:
            yield BAD, f"{number} names page {each.citation.page}, on which its quote does not begin."
        if each.paragraph is False:
            yield (
                BAD,
                f"{number} names paragraph {each.citation.paragraph or '(none)'}, which is not that of its quote.",
            )
        if each.holder is False:
            yield BAD, f"{number} gives words to {each.citation.holder or 'nobody'} that are not theirs in the index."
    if case.answer.answered and case.evidence.gold and case.question.expected == "answer":
        yield from _carrying(case.cited)


def _carrying(cited: tuple[Cited, ...]) -> Iterator[Remark]:
    beside = [f"[{each.citation.number}]" for each in cited if not each.carries]
    if beside:
        verb = "carries" if len(beside) == 1 else "carry"
        yield BAD, f"{' '.join(beside)} {verb} no gold evidence."


def _statements(case: Case) -> Iterator[Remark]:
    for number, said in enumerate(case.said, start=1):
        if not said.supported:
            yield BAD, f"Statement {number} is not borne by what it cites."
        for citation in said.irrelevant:
            yield BAD, f"[{citation}] adds nothing to statement {number}."
    if case.agreed:
        agreed = sum(case.agreed)
        mark = GOOD if agreed == len(case.agreed) else BAD if not agreed else PLAIN
        yield mark, f"The quotes bear {agreed} of {len(case.agreed)} sentences of the reference answer."


def _gold(case: Case) -> Iterator[Remark]:
    answers = case.question.expected == "answer" and not case.searched_only
    for number, (rank, covered) in enumerate(zip(case.ranks, case.covered, strict=True), start=1):
        found = f"found at rank {rank}" if rank else "in none of the first ten hits"
        cited = f", {'' if covered else 'not '}covered by the answer" if answers else ""
        mark = GOOD if rank and (covered or not answers) else BAD
        yield mark, f"Gold quote {number}: {found}{cited}."


def _listed(names: Iterable[str]) -> str:
    return "; ".join(sorted(names)) or "nobody"
