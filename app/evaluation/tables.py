"""An evaluation as tables for a terminal."""

from __future__ import annotations

from collections.abc import Sequence

from app.evaluation.bootstrap import Interval
from app.evaluation.metrics import METRICS, Metric
from app.evaluation.run import Evaluation
from app.table import blocks, printable, table

WIDTH = 100
SHOWN_LINES = 20  # of each kind of remark


def render(evaluation: Evaluation) -> str:
    """The figures, then all that went wrong or could not be judged."""
    everything = ["all", *(figure_cell(f, metric.joined_by) for f, metric in _figures(evaluation, None))]
    interval = ["95 %", *(interval_cell(f, metric.joined_by) for f, metric in _figures(evaluation, None))]
    cells = [everything, interval]
    for category in evaluation.categories:
        figures = _figures(evaluation, category)
        cells.append([printable(category), *(figure_cell(f, metric.joined_by) for f, metric in figures)])
    labels = ["", *(metric.name for metric in METRICS)]
    lines = [f"{len(evaluation.cases)} questions; in brackets: to how many of them a figure applies", ""]
    for block in blocks(cells, WIDTH - max(map(len, labels))):
        lines += [*table([labels, *block]), ""]
    timings = [
        f"{stage} {shares['p50'].mean:.0f}, {shares['p95'].mean:.0f}"
        for stage, shares in evaluation.timings_ms().items()
    ]
    if timings:
        lines += [f"milliseconds per answer (p50, p95): {'; '.join(timings)}", ""]
    for title, remarks in remarks_of(evaluation):
        more = [f"... and {len(remarks) - SHOWN_LINES} more"] if len(remarks) > SHOWN_LINES else []
        lines += [f"{title}: {len(remarks)}", *(f"  {printable(line)}" for line in [*remarks[:SHOWN_LINES], *more]), ""]
    return "\n".join(lines).rstrip() + "\n"


def remarks_of(evaluation: Evaluation) -> list[tuple[str, Sequence[str]]]:
    """(title, lines) of what went wrong or could not be judged, as far as there is any."""
    found: list[tuple[str, Sequence[str]]] = [
        ("Could not be asked (count as unanswered)", evaluation.failures),
        ("Gold quotes left out of the figures", evaluation.errors),
        ("Documents that are not there", evaluation.warnings),
        ("Problems of the question file", evaluation.problems),
    ]
    return [(title, remarks) for title, remarks in found if remarks]


def _figures(evaluation: Evaluation, category: str | None) -> list[tuple[Interval, Metric]]:
    summary = evaluation.summary(category)
    return [(summary[metric.name], metric) for metric in METRICS]


def figure_cell(figure: Interval, joined_by: str) -> str:
    """A figure with the number of its questions: "0.75 (12)"; "-" where it applies to none."""
    if not figure.questions:
        return "-"
    return (
        f"{figure.mean:.2f} ({figure.questions})" if joined_by == "mean" else f"{figure.mean:.0f} ({figure.questions})"
    )


def interval_cell(figure: Interval, joined_by: str) -> str:
    """Its 95 % interval: "0.60-0.88"; "-" where all questions agree, from which a bootstrap draws no interval."""
    digits = 2 if joined_by == "mean" else 0
    return f"{figure.low:.{digits}f}-{figure.high:.{digits}f}" if figure.low < figure.high else "-"
