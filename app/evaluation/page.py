"""The report as one page that needs nothing else: figures, plots, and every question with why it was scored so."""

from __future__ import annotations

import base64
import hashlib
import json
from collections.abc import Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markdown_it import MarkdownIt
from markupsafe import Markup

from app.evaluation import plots
from app.evaluation.bootstrap import Interval
from app.evaluation.comparing import compare
from app.evaluation.judging import HITS, Case
from app.evaluation.metrics import BY_NAME, METRICS, Metric
from app.evaluation.run import ALL, Evaluation, category_of
from app.evaluation.tables import remarks_of
from app.evaluation.why import BAD, explained

PAGES = Path(__file__).parent / "pages"
PLOTTED = (
    "quote_recall@10",
    "coverage",
    "evidence_precision",
    "citation_recall",
    "abstention_recall",
    "false_abstention",
)
HEADLINE = (
    "quote_recall@10", "nDCG@10", "coverage", "evidence_precision", "citation_recall", "delegation_f1", "abstention_recall",
    "false_abstention", "premise_corrected", "wrong_attribution", "other_holder", "false_quotes", "failed",
)  # fmt: skip
GROUPS = {
    "retrieval": "Finding the passage",
    "answers": "What the answer shows",
    "holders": "Whose words",
    "silence": "Answer or silence",
    "run": "Run",
}
HIT_CHARACTERS = 220  # shown of a hit
RIGHT_TO_LEFT = ("ar", "fa", "he", "ur")


def page(
    evaluation: Evaluation, rows: Sequence[Mapping[str, Any]], before: Sequence[Mapping[str, Any]] | None = None
) -> str:
    """The page of a run with its `rows` as in answers.jsonl; `before` are those of the run that it is compared with."""
    questions = [_question(case, row) for case, row in zip(evaluation.cases, rows, strict=True)]
    of_row = {id(row): question for row, question in zip(rows, questions, strict=True)}
    for pair in compare(before or (), rows).changed:
        of_row[id(pair.after)]["changes"] = pair.changes
        of_row[id(pair.after)]["flags"].append("changed")
    return render(
        "report.html.j2",
        evaluation=evaluation,
        record=evaluation.record,
        record_json=json.dumps(evaluation.record, ensure_ascii=False, indent=1),
        columns=[("all", ALL), *((category, category) for category in evaluation.categories)],
        groups=[(title, [m for m in METRICS if m.group == group]) for group, title in GROUPS.items()],
        remarks=remarks_of(evaluation),
        figures={key: evaluation.summary(key) for key in (ALL, *evaluation.categories)},
        timings=evaluation.timings_ms(),
        plots=list(map(Markup, _plots(evaluation))),
        questions=questions,
        filters=_filters(questions, before is not None),
        metrics=METRICS,
        headline=[BY_NAME[name] for name in HEADLINE if evaluation.summary()[name].questions],
    )


def render(template: str, **values: Any) -> str:
    """A template of `pages` with its style and script inside; what is put into it is escaped."""
    script = (PAGES / "filter.js").read_text("utf-8")
    digest = base64.b64encode(hashlib.sha256(script.encode()).digest()).decode()
    return _environment().get_template(template).render(
        style=Markup((PAGES / "style.css").read_text("utf-8")),  # noqa: S704 - our own file
        script=Markup(script),  # noqa: S704 - our own file
        digest=digest,
        **values,
    )  # fmt: skip


@cache
def _environment() -> Environment:
    environment = Environment(
        loader=FileSystemLoader(PAGES), autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True
    )
    environment.filters |= {"figure": figure, "interval": interval, "markdown": markdown, "direction": direction}
    return environment


def figure(found: Interval, metric: Metric) -> str:
    """A figure as the table shows it."""
    if not found.questions:
        return "–"
    return f"{found.mean:.0f}" if metric.joined_by == "sum" else f"{found.mean:.2f}"


def interval(found: Interval, metric: Metric) -> str:
    """Its interval, unless all questions agree, and their number."""
    if not found.questions:
        return ""
    digits = 0 if metric.joined_by == "sum" else 2
    between = f"{found.low:.{digits}f}–{found.high:.{digits}f}, " if found.low < found.high else ""
    return f"{between}n {found.questions}"


@cache
def _reader() -> MarkdownIt:
    return MarkdownIt("commonmark", {"html": False}).disable(["image", "link", "autolink", "html_inline", "html_block"])


def markdown(text: str) -> Markup:
    """Markdown as HTML that holds no address and nothing of the text's own HTML."""
    return Markup(_reader().render(text))  # noqa: S704 - its HTML is off


def direction(language: str) -> str:
    """How a text of this language runs."""
    return "rtl" if language in RIGHT_TO_LEFT else "ltr"


def _question(case: Case, row: Mapping[str, Any]) -> dict[str, Any]:
    """What the page shows of a question."""
    remarks = explained(case)
    scores = row["scores"]
    flags = {
        "wrong": _is_wrong(case, scores),
        "failed": case.error is not None,
        "abstained": case.error is None and not case.answer.answered,
        "falsely": scores.get("false_abstention") == 1,
        "attribution": bool(scores.get("wrong_attribution") or scores.get("other_holder")),
        "quotes": bool(scores.get("false_quotes")),
        "missed": scores.get("quote_recall@10", 1) < 1,
    }
    judged = {each.citation.number: each for each in case.cited}
    return {
        "case": case,
        "row": row,
        "category": category_of(case.question),
        "outcome": _outcome(case),
        "flags": [name for name, holds in flags.items() if holds],
        "remarks": remarks,
        "bad": sum(mark == BAD for mark, _ in remarks),
        "changes": (),
        "citations": [(citation, judged[citation.number]) for citation in case.answer.citations],
        "hits": [
            (rank, hit, [number for number, at in enumerate(case.ranks, 1) if at == rank])
            for rank, hit in enumerate(case.answer.hits[:HITS], start=1)
        ],
        "own": {
            name: each for name, each in case.question.given.items() if name not in type(case.question).model_fields
        },
    }


def _is_wrong(case: Case, scores: Mapping[str, float]) -> bool:
    """Whether anything of what the question expects is missing, or something is there that must not be."""
    if case.error is not None or any(scores.get(n) for n in ("wrong_attribution", "other_holder", "false_quotes")):
        return True
    if case.searched_only:
        return scores.get("quote_recall@10", 1) < 1
    wanted = ("coverage", "abstention_recall", "premise_not_accepted", "delegation_f1")
    return scores.get("false_abstention") == 1 or any(scores.get(name, 1) < 1 for name in wanted)


def _outcome(case: Case) -> str:
    if case.error is not None:
        return "failed"
    if case.searched_only:
        return "searched"
    return "answered" if case.answer.answered else f"refused: {case.answer.reason}"


def _filters(questions: Sequence[Mapping[str, Any]], compared: bool) -> list[tuple[str, str, int]]:
    """(flag, what it is called, how many questions have it)."""
    names = {
        "wrong": "not right",
        "missed": "evidence not found",
        "abstained": "abstentions",
        "falsely": "false abstentions",
        "attribution": "wrong or other holders",
        "quotes": "false quotes",
        "failed": "could not be asked",
    }
    if compared:
        names["changed"] = "changed since the run before"
    return [(flag, name, sum(flag in each["flags"] for each in questions)) for flag, name in names.items()]


def _plots(evaluation: Evaluation) -> list[str]:
    summaries = [("all", evaluation.summary())]
    summaries += [(category, evaluation.summary(category)) for category in evaluation.categories]
    found = [
        plots.dots(name, [(title, summary[name]) for title, summary in summaries])
        for name in PLOTTED
        if evaluation.summary()[name].questions
    ]
    points = evaluation.silence.curve()
    if points:
        refused = ("should be refused, and would be", [(line, right) for line, right, _ in points])
        falsely = ("should be answered, and would be refused", [(line, false) for line, _, false in points])
        found.append(plots.curves("Abstention: score against threshold", "line on the share of the question that the evidence bears", "share of questions", [refused, falsely]))  # fmt: skip
        summary = evaluation.summary()
        reached = [("as the run did", summary["false_abstention"].mean, summary["abstention_recall"].mean)]
        roc = ("by this score alone", [(0.0, 0.0), *((false, right) for _, right, false in points), (1.0, 1.0)])
        found.append(plots.curves("Abstention: right against false", "falsely refused", "rightly refused", [roc], reached))  # fmt: skip
    taken = [case.answer.timings_ms["total"] for case in evaluation.cases if "total" in case.answer.timings_ms]
    if taken:
        found.append(plots.curves("Time to answer", "milliseconds", "share of answers", [("answered by then", plots.steps(taken))]))  # fmt: skip
    return found
