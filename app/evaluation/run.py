"""Batch evaluation: every question asked, scored and summed up."""

from __future__ import annotations

import logging
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any, Protocol

from app.answer import Answer
from app.evaluation import bootstrap
from app.evaluation.bootstrap import Interval, Values
from app.evaluation.gold import find_evidence
from app.evaluation.judging import Case, Check, judge
from app.evaluation.metrics import METRICS, Metric
from app.evaluation.questions import Question, as_questions
from app.evaluation.stored import Kept
from app.evaluation.texts import Library
from ingest.document import Document
from ingest.errors import RapporteurError

log = logging.getLogger(__name__)

NO_CATEGORY = "(none)"
ALL = None  # in place of a category
SHARES = {"p50": 0.50, "p95": 0.95}
THRESHOLDS = 101  # of the score under which is refused, from 0 to 1


class Assistant(Protocol):
    """What evaluation needs of what answers; where it has `outline` (as `Index.outline`), places and holders are judged."""

    def ask(
        self,
        question: str,
        history: Sequence[str] = (),
        delegations: Sequence[str] = (),
        session: str | None = None,
    ) -> Answer: ...

    def documents(self) -> list[Document]: ...


@dataclass(frozen=True)
class Evaluation:
    """Questions with their answers, in file order, and everything that could not be judged.

    `errors` name gold quotes that are left out of every figure, `warnings` documents that are
    not indexed, `problems` lines of the question file that could not be used. `record` is what is needed to repeat it.
    """

    cases: tuple[Case, ...]
    errors: tuple[str, ...] = ()
    warnings: tuple[str, ...] = ()
    problems: tuple[str, ...] = ()
    record: dict[str, Any] = field(default_factory=dict)

    def summary(self, category: str | None = ALL) -> dict[str, Interval]:
        """Every metric over all questions, or over those of one category, with its 95 % interval."""
        return self._summaries[category]

    @cached_property
    def _summaries(self) -> dict[str | None, dict[str, Interval]]:
        return {
            category: {metric.name: joined([metric.value(case) for case in cases], metric) for metric in METRICS}
            for category, cases in self._grouped.items()
        }

    @cached_property
    def _grouped(self) -> dict[str | None, list[Case]]:
        grouped: dict[str | None, list[Case]] = {ALL: list(self.cases)}
        for case in self.cases:
            grouped.setdefault(category_of(case.question), []).append(case)
        return grouped

    def of(self, category: str | None = ALL) -> list[Case]:
        """The cases of one category, or all."""
        return self._grouped[category]

    @property
    def categories(self) -> list[str]:
        """The categories in the order of their first question; none where no question has one."""
        found = [category for category in self._grouped if category is not ALL]
        return found if found != [NO_CATEGORY] else []

    @property
    def verdicts(self) -> dict[str, int]:
        """How many of the shown citations have which verdict of the check of quotes."""
        return dict(Counter(citation.verdict for case in self.cases for citation in case.answer.citations))

    @property
    def failures(self) -> list[str]:
        return [f"{case.question.id}: {case.error}" for case in self.cases if case.error is not None]

    def timings_ms(self, category: str | None = ALL) -> dict[str, dict[str, Interval]]:
        """Stage → "p50" and "p95" of its wall milliseconds over the answers that have it, "total" first."""
        taken: dict[str, list[float]] = {"total": []}
        for case in self.of(category):
            for stage, milliseconds in case.answer.timings_ms.items():
                taken.setdefault(stage, []).append(milliseconds)
        return {
            stage: {name: bootstrap.percentile(values, share) for name, share in SHARES.items()}
            for stage, values in taken.items()
            if values
        }

    @cached_property
    def silence(self) -> Silence:
        """How well the share of the question that the evidence bears tells what is to be refused."""
        scored = [case for case in self.cases if case.error is None and not case.searched_only]
        known = any(case.answer.borne is not None for case in scored)
        found: dict[bool, list[float]] = {True: [], False: []}
        for case in scored if known else ():
            if case.question.expected in ("answer", "abstain"):
                found[case.question.expected == "answer"].append(case.answer.borne or 0.0)
        return Silence(tuple(found[True]), tuple(found[False]))

    def to_json(self) -> dict[str, Any]:
        return {
            **self.record,
            "questions": len(self.cases),
            "all": self._figures(ALL),
            "categories": {category: self._figures(category) for category in self.categories},
            "timings_ms": self._timings(ALL),
            "timings_ms_by_category": {category: self._timings(category) for category in self.categories},
            "verdicts": self.verdicts,
            "abstention_by_score": self.silence.to_json(),
            "failures": self.failures,
            "errors": list(self.errors),
            "warnings": list(self.warnings),
            "problems": list(self.problems),
        }

    def _figures(self, category: str | None) -> dict[str, Any]:
        return {name: bootstrap.to_json(figure) for name, figure in self.summary(category).items()}

    def _timings(self, category: str | None) -> dict[str, Any]:
        return {
            stage: {name: bootstrap.to_json(figure) for name, figure in shares.items()}
            for stage, shares in self.timings_ms(category).items()
        }


@dataclass(frozen=True, slots=True)
class Silence:
    """Scores (`Answer.borne`, 0 where silence had other reasons) of questions with an answer and of those without."""

    answerable: tuple[float, ...]
    unanswerable: tuple[float, ...]

    @property
    def auroc(self) -> float | None:
        """The chance that a question with an answer has the higher score; None without both kinds."""
        return bootstrap.auroc(self.answerable, self.unanswerable)

    def curve(self) -> list[tuple[float, float, float]]:
        """(line, share rightly refused, share falsely refused) if all that score below the line were refused."""
        if not self.answerable or not self.unanswerable:
            return []
        lines = [number / (THRESHOLDS - 1) for number in range(THRESHOLDS)]
        return [(line, _below(self.unanswerable, line), _below(self.answerable, line)) for line in lines]

    def to_json(self) -> dict[str, Any]:
        auroc = self.auroc
        return {
            "auroc": None if auroc is None else round(auroc, 4),
            "answerable": len(self.answerable),
            "unanswerable": len(self.unanswerable),
            "curve": [[round(each, 4) for each in point] for point in self.curve()],
        }


def _below(scores: Sequence[float], line: float) -> float:
    return sum(score < line for score in scores) / len(scores)


def evaluate(
    assistant: Assistant,
    questions: Iterable[Question | Mapping[str, Any] | str],
    progress: Callable[[int, int], None] = lambda done, total: None,
    problems: Sequence[str] = (),
    support: Check | None = None,
    kept: Kept | None = None,
) -> Evaluation:
    """Ask and score every question; one that cannot be asked is named with its reason, and counts as unanswered.

    `progress` is told after each question how many of how many are done; `problems` of the
    question file are passed on into the report. `support` judges statements (default: our own check with the default
    embedding model); `kept` holds the answers of a run that was stopped.

    Raises: BadInput for a question that is none; RapporteurError when the documents of the index cannot be had.
    """
    asked = as_questions(questions)
    library = Library(assistant.documents(), getattr(assistant, "outline", None))
    cases: list[Case] = []
    errors: list[str] = []
    check = support or _OwnCheck()
    for done, question in enumerate(asked, start=1):
        evidence = find_evidence(question, library)
        errors += evidence.errors
        known = kept.get(question, library.by_id) if kept else None
        answer, error = (known, None) if known else _ask(assistant, question)
        if kept and not known and error is None:
            kept.put(question, answer)
        cases.append(judge(question, answer, error, evidence, library, check))
        progress(done, len(asked))
    return Evaluation(tuple(cases), tuple(errors), _not_indexed(asked, library), tuple(problems))


class _OwnCheck:
    """Our own check of statements, whose model is loaded when the first is to be judged."""

    @cached_property
    def check(self) -> Any:
        from app.checking.support import SupportCheck
        from ingest.embedding import load

        return SupportCheck(load().encode).check


def _ask(assistant: Assistant, question: Question) -> tuple[Answer, str | None]:
    try:
        return assistant.ask(question.question, history=question.history), None
    except Exception as error:  # systems of others raise anything, and one question is not to cost the others
        said = str(error) if isinstance(error, RapporteurError) else f"{type(error).__name__}: {error}"
        log.debug("%s", question.id, exc_info=True)
        return Answer(question.question, answered=False, reason=None, text=said), " ".join(said.split())


def _not_indexed(questions: Iterable[Question], library: Library) -> tuple[str, ...]:
    asking: dict[str, list[str]] = {}
    for question in questions:
        for name in dict.fromkeys(question.documents):
            if not library.named(name):
                asking.setdefault(name, []).append(question.id)
    return tuple(f"{name} is not in the index (named by {', '.join(ids)})" for name, ids in asking.items())


def category_of(question: Question) -> str:
    return question.category or NO_CATEGORY


def joined(values: Values, metric: Metric) -> Interval:
    """The values of a metric as one figure: their mean, or their sum, over those to which it applies."""
    mean = bootstrap.interval(values)
    if metric.joined_by == "mean":
        return mean
    n = mean.questions
    return Interval(mean.mean * n, mean.low * n, mean.high * n, n)
