"""Batch evaluation: every question of a file asked, scored, summed up and written down."""

from __future__ import annotations

import json
import math
import os
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Protocol

from app.answer import Answer
from app.gold import Library, find_evidence
from app.questions import Question
from app.scoring import METRICS, Case, judge
from app.table import blocks, printable, table
from ingest.document import Document
from ingest.errors import NotWritable, RapporteurError

NO_CATEGORY = "(none)"
TABLE_WIDTH = 100
SHOWN_LINES = 20  # of each kind of remark


class Assistant(Protocol):
    """What evaluation needs of the assistant."""

    def ask(
        self,
        question: str,
        history: Sequence[str] = (),
        delegations: Sequence[str] = (),
        session: str | None = None,
    ) -> Answer: ...

    def documents(self) -> list[Document]: ...


@dataclass(frozen=True, slots=True)
class Figure:
    """A metric over the `questions` to which it applies; `value` is None when there is none."""

    value: float | None
    questions: int

    def to_json(self) -> dict[str, Any]:
        return {"value": None if self.value is None else round(self.value, 4), "n": self.questions}


@dataclass(frozen=True, slots=True)
class Evaluation:
    """Questions with their answers, in file order, and everything that could not be judged.

    `errors` name gold quotes that are left out of every figure, `warnings` documents that are
    not indexed, `problems` lines of the question file that could not be used.
    """

    cases: tuple[Case, ...]
    errors: tuple[str, ...] = ()
    warnings: tuple[str, ...] = ()
    problems: tuple[str, ...] = ()

    def summary(self, category: str | None = None) -> dict[str, Figure]:
        """Every metric over all questions, or over those of one category."""
        cases = [case for case in self.cases if category in (None, category_of(case.question))]
        return {metric.name: _figure([metric.of(case) for case in cases], metric.joined_by) for metric in METRICS}

    @property
    def categories(self) -> list[str]:
        """The categories in the order of their first question."""
        return list(dict.fromkeys(category_of(case.question) for case in self.cases))

    @property
    def failures(self) -> list[str]:
        return [f"{case.question.id}: {case.error}" for case in self.cases if case.error is not None]

    def timings_ms(self) -> dict[str, float | int | None]:
        """Wall milliseconds of half and of 95 % of the answers (nearest rank), and how many were timed."""
        totals = sorted(case.answer.timings_ms["total"] for case in self.cases if "total" in case.answer.timings_ms)
        return {"p50": _percentile(totals, 0.50), "p95": _percentile(totals, 0.95), "n": len(totals)}

    def to_json(self) -> dict[str, Any]:
        return {
            "questions": len(self.cases),
            "all": {name: figure.to_json() for name, figure in self.summary().items()},
            "categories": {
                category: {name: figure.to_json() for name, figure in self.summary(category).items()}
                for category in self.categories
            },
            "timings_ms": self.timings_ms(),
            "failures": self.failures,
            "errors": list(self.errors),
            "warnings": list(self.warnings),
            "problems": list(self.problems),
        }


def evaluate(
    assistant: Assistant,
    questions: Sequence[Question],
    progress: Callable[[int, int], None] = lambda done, total: None,
    problems: Sequence[str] = (),
) -> Evaluation:
    """Ask and score every question; one that fails with a `RapporteurError` counts as unanswered.

    `progress` is told after each question how many of how many are done; `problems` of the
    question file are passed on into the report.

    Raises: RapporteurError when the documents of the index cannot be had.
    """
    library = Library(assistant.documents())
    cases: list[Case] = []
    errors: list[str] = []
    for done, question in enumerate(questions, start=1):
        evidence = find_evidence(question, library)
        errors += evidence.errors
        answer, error = _ask(assistant, question)
        cases.append(judge(question, answer, error, evidence, library))
        progress(done, len(questions))
    return Evaluation(tuple(cases), tuple(errors), _not_indexed(questions, library), tuple(problems))


def _ask(assistant: Assistant, question: Question) -> tuple[Answer, str | None]:
    try:
        return assistant.ask(question.question, history=question.history), None
    except RapporteurError as error:
        return Answer(question.question, answered=False, reason=None, text=str(error)), str(error)


def _not_indexed(questions: Iterable[Question], library: Library) -> tuple[str, ...]:
    asking: dict[str, list[str]] = {}
    for question in questions:
        for name in dict.fromkeys(question.documents):
            if not library.named(name):
                asking.setdefault(name, []).append(question.id)
    return tuple(f"{name} is not in the index (named by {', '.join(ids)})" for name, ids in asking.items())


def category_of(question: Question) -> str:
    return question.category or NO_CATEGORY


def _figure(values: Iterable[float | None], joined_by: str) -> Figure:
    applying = [value for value in values if value is not None]
    if not applying:
        return Figure(None, 0)
    return Figure(sum(applying) / (len(applying) if joined_by == "mean" else 1), len(applying))


def _percentile(ordered: Sequence[float], share: float) -> float | None:
    return ordered[math.ceil(share * len(ordered)) - 1] if ordered else None


def write_report(evaluation: Evaluation, folder: Path | str) -> None:
    """Write answers.jsonl, scores.jsonl and summary.json, each whole or not at all; older ones are replaced.

    Raises: NotWritable.
    """
    summary = json.dumps(evaluation.to_json(), ensure_ascii=False, indent=2) + "\n"
    answers = _lines({"id": case.question.id, **case.answer.to_json()} for case in evaluation.cases)
    files = {
        "answers.jsonl": answers,
        "scores.jsonl": _lines(map(score_to_json, evaluation.cases)),
        "summary.json": summary,
    }
    try:
        Path(folder).mkdir(parents=True, exist_ok=True)
        for name, text in files.items():
            _replace(Path(folder) / name, text)
    except OSError as error:
        raise NotWritable(f"{folder}: the report cannot be written: {error.strerror or error}") from error


def score_to_json(case: Case) -> dict[str, Any]:
    """The figures of one question, without those that do not apply, and where its gold quotes were found."""
    figures = {metric.name: metric.of(case) for metric in METRICS}
    return {
        "id": case.question.id,
        "category": category_of(case.question),
        "expected_behaviour": case.question.expected,
        "reason": case.answer.reason,
        "scores": {name: round(value, 4) for name, value in figures.items() if value is not None},
        "gold": [
            {"quote": gold.quote, "rank": rank, "covered": covered}
            for gold, rank, covered in zip(case.evidence.gold, case.ranks, case.covered, strict=True)
        ],
        "errors": list(case.evidence.errors),
        "failure": case.error,
    }


def _lines(rows: Iterable[dict[str, Any]]) -> str:
    return "".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows)


def _replace(path: Path, text: str) -> None:
    beside = path.with_name(f".{path.name}.{os.getpid()}.tmp")
    try:
        # Half a surrogate pair has no UTF-8; the backslash makes it the escape that JSON has for it.
        beside.write_bytes(text.encode("utf-8", "backslashreplace"))
        os.replace(beside, path)
    finally:
        beside.unlink(missing_ok=True)


def render(evaluation: Evaluation) -> str:
    """The figures as tables for a terminal, then all that went wrong or could not be judged."""
    columns = [("all", evaluation.summary())]
    columns += [(category, evaluation.summary(category)) for category in evaluation.categories]
    cells = [
        [printable(title), *(_cell(figures[metric.name], metric.joined_by) for metric in METRICS)]
        for title, figures in columns
    ]
    labels = ["", *(metric.name for metric in METRICS)]
    timings = evaluation.timings_ms()
    lines = [f"{len(evaluation.cases)} questions; in brackets: to how many of them a figure applies", ""]
    for block in blocks(cells, TABLE_WIDTH - max(map(len, labels))):
        lines += [*table([labels, *block]), ""]
    if timings["n"]:
        lines += [
            f"milliseconds per answer: p50 {timings['p50']:.0f}, p95 {timings['p95']:.0f} ({timings['n']})",
            "",
        ]
    for title, remarks in (
        ("Could not be asked (count as unanswered)", evaluation.failures),
        ("Gold quotes left out of the figures", evaluation.errors),
        ("Documents that are not there", evaluation.warnings),
        ("Problems of the question file", evaluation.problems),
    ):
        if remarks:
            more = [f"... and {len(remarks) - SHOWN_LINES} more"] if len(remarks) > SHOWN_LINES else []
            lines += [f"{title}: {len(remarks)}", *(f"  {printable(line)}" for line in remarks[:SHOWN_LINES])]
            lines += [*(f"  {line}" for line in more), ""]
    return "\n".join(lines).rstrip() + "\n"


def _cell(figure: Figure, joined_by: str) -> str:
    if figure.value is None:
        return "-"
    value = f"{figure.value:.2f}" if joined_by == "mean" else f"{figure.value:.0f}"
    return f"{value} ({figure.questions})"
