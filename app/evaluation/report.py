"""The report of a run as files, and a run read back from them."""

from __future__ import annotations

import json
import os
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from pydantic import BaseModel, ConfigDict, ValidationError

from app.evaluation import ranking, spreadsheets
from app.evaluation.judging import HITS, Case
from app.evaluation.metrics import METRICS
from app.evaluation.page import page
from app.evaluation.questions import complaints
from app.evaluation.run import Evaluation, category_of
from app.evaluation.stored import ELSEWHERE, json_line
from app.evaluation.why import explained
from ingest.disk import writing
from ingest.errors import BadInput

ANSWERS, SCORES, SUMMARY, PAGE, QRELS, RUN = (
    "answers.jsonl", "scores.csv", "summary.json", "report.html", "qrels.trec", "run.trec",
)  # fmt: skip
NAME = "rapporteur"
SHOWN_CHARACTERS = 200  # of what is wrong with a report


class _Asked(BaseModel):
    question: str
    history: list[str] = []


class _Row(BaseModel):
    """What of a line of answers.jsonl is read again; it comes from outside."""

    model_config = ConfigDict(strict=True)

    id: str
    answered: bool
    text: str
    category: str
    asked: _Asked
    scores: dict[str, float]
    timings_ms: dict[str, float]
    why: list[str]


@dataclass(frozen=True, slots=True)
class Run:
    """A run as its folder has it: the lines of answers.jsonl, and summary.json."""

    folder: Path
    rows: tuple[dict[str, Any], ...]
    summary: dict[str, Any]


def read_run(folder: Path) -> Run:
    """The run whose report is in `folder`.

    Raises: BadInput where there is none, or one that cannot be read.
    """
    try:
        lines = (folder / ANSWERS).read_bytes().split(b"\n")
        rows = tuple(json.loads(line) for line in lines if line)
        summary = json.loads((folder / SUMMARY).read_bytes())
        if not isinstance(summary, dict):
            raise TypeError(f"{SUMMARY} is no object")
        for number, row in enumerate(rows, start=1):
            _check(row, f"{ANSWERS}, line {number}")
    except OSError as error:
        reason = error.strerror or error
        raise BadInput(f"{folder} is no report of `rapporteur evaluate`: {error.filename}: {reason}") from error
    except (ValueError, TypeError, RecursionError) as error:
        said = " ".join(str(error).split())[:SHOWN_CHARACTERS]
        raise BadInput(f"{folder} is no report that this version wrote ({said}): evaluate anew") from error
    return Run(folder, rows, summary)


def _check(row: Any, place: str) -> None:
    try:
        _Row.model_validate(row)
    except ValidationError as error:
        raise ValueError(f"{place}: {complaints(error)}") from error


def write_report(evaluation: Evaluation, folder: Path | str, before: Run | None = None) -> None:
    """Write all files of the report, each whole or not at all; older ones are replaced.

    The page says what changed since the run `before`.

    Raises: NotWritable.
    """
    folder = Path(folder)
    rows = [row_of(case) for case in evaluation.cases]
    summary = evaluation.to_json()
    files = {
        ANSWERS: b"".join(map(json_line, rows)),
        SCORES: spreadsheets.written(*_scores(evaluation.cases)).encode("utf-8", "replace"),
        SUMMARY: json.dumps(summary, ensure_ascii=False, indent=2).encode("utf-8", "backslashreplace") + b"\n",
        QRELS: trec_qrels(evaluation.cases).encode(),
        RUN: trec_run(evaluation.cases).encode(),
        PAGE: page(evaluation, rows, before.rows if before else None).encode("utf-8", "replace"),
    }
    with writing(folder, ELSEWHERE):
        folder.mkdir(parents=True, exist_ok=True)
        for name, content in files.items():
            replace(folder / name, content)


def trec_qrels(cases: Iterable[Case]) -> str:
    """What is relevant to each question with gold quotes, in the form of TREC: see `ranking`."""
    lines = (ranking.qrels_lines(case.question.id, _keys(case), case.ranks) for case in cases)
    return "".join(f"{line}\n" for each in lines for line in each)


def trec_run(cases: Iterable[Case]) -> str:
    """The first ten hits of each question in the form of TREC."""
    lines = (ranking.run_lines(case.question.id, _keys(case), NAME) for case in cases)
    return "".join(f"{line}\n" for each in lines for line in each)


def _keys(case: Case) -> list[str]:
    return [hit.passage.id for hit in case.answer.hits[:HITS]]


def row_of(case: Case) -> dict[str, Any]:
    """A line of answers.jsonl: the answer, what was asked with all fields of its row, the scores and why."""
    figures = {metric.name: metric.value(case) for metric in METRICS}
    return {
        "id": case.question.id,
        **case.answer.to_json(),
        "asked": case.question.given,
        "category": category_of(case.question),
        "expected_behaviour": case.question.expected,
        "scores": {name: round(value, 4) for name, value in figures.items() if value is not None},
        "gold": [
            {"quote": gold.quote, "rank": rank, "covered": covered}
            for gold, rank, covered in zip(case.evidence.gold, case.ranks, case.covered, strict=True)
        ],
        "judged": [
            {
                "number": each.citation.number,
                "verbatim": each.verbatim,
                "stands": each.alike,
                "gold": [number + 1 for number in each.carries],
                "page_correct": each.page,
                "paragraph_correct": each.paragraph,
                "holder_correct": each.holder,
            }
            for each in case.cited
        ],
        "supported": [each.supported for each in case.said],
        "why": [text for _, text in explained(case)],
        "errors": list(case.evidence.errors),
        "failure": case.error,
    }


def _scores(cases: Sequence[Case]) -> tuple[list[str], list[list[Any]]]:
    """(columns, rows) of scores.csv: a question a row, with the fields of the question file that are not ours."""
    known = type(cases[0].question).model_fields if cases else {}
    own = dict.fromkeys(name for case in cases for name in case.question.given if name not in known)
    fixed = ("id", "category", "question", "expected_behaviour", "reason", "failure", "milliseconds")
    names = [metric.name for metric in METRICS]
    columns = [*fixed, *names, *(f"asked.{name}" if name in {*fixed, *names} else name for name in own)]
    return columns, [
        [
            case.question.id,
            category_of(case.question),
            case.question.question,
            case.question.expected,
            case.answer.reason,
            case.error,
            case.answer.timings_ms.get("total"),
            *(metric.value(case) for metric in METRICS),
            *(case.question.given.get(name) for name in own),
        ]
        for case in cases
    ]


def replace(path: Path, content: bytes) -> None:
    """Put a file in the place of another, whole or not at all."""
    beside = path.with_name(f".{path.name}.{os.getpid()}.tmp")
    try:
        beside.write_bytes(content)
        os.replace(beside, path)
    finally:
        beside.unlink(missing_ok=True)
