"""The comparison of two runs as a page and in a terminal."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from markupsafe import Markup

from app.evaluation import plots
from app.evaluation.comparing import Comparison, Difference, Pair, compare
from app.evaluation.page import render
from app.evaluation.report import Run, replace
from app.evaluation.stored import ELSEWHERE
from app.table import printable, table
from ingest.disk import writing

PAGE, FIGURES = "diff.html", "diff.json"
SHOWN = 20  # changed questions that are named in a terminal
JUDGED = {  # by which a question is told to be better or worse, the weightiest first: higher is better
    "wrong_attribution": -1, "other_holder": -1, "false_quotes": -1, "false_abstention": -1, "abstention_recall": 1,
    "premise_not_accepted": 1, "premise_corrected": 1, "coverage": 1, "delegation_f1": 1, "evidence_precision": 1,
    "quote_recall@10": 1, "nDCG@10": 1,
}  # fmt: skip


def compared(before: Run, after: Run) -> Comparison:
    """The questions that both runs asked, and what else differs between them."""
    return compare(before.rows, after.rows, (before.summary, after.summary))


def write_comparison(comparison: Comparison, before: Run, after: Run, folder: Path) -> None:
    """Write the page and its figures; older ones are replaced.

    Raises: NotWritable.
    """
    files = {
        PAGE: _page(comparison, str(before.folder), str(after.folder)),
        FIGURES: json.dumps(comparison.to_json(), ensure_ascii=False, indent=2) + "\n",
    }
    with writing(folder, ELSEWHERE):
        folder.mkdir(parents=True, exist_ok=True)
        for name, text in files.items():
            replace(folder / name, text.encode("utf-8", "backslashreplace"))


def _page(comparison: Comparison, before: str, after: str) -> str:
    pairs = sorted(comparison.pairs, key=lambda pair: not pair.changes)
    flags = {id(pair): _flags(pair) for pair in pairs}
    names = {"changed": "changed", "better": "better", "worse": "worse", "turned": "answered or refused otherwise"}
    return render(
        "diff.html.j2",
        comparison=comparison,
        before=before,
        after=after,
        differences=comparison.differences(),
        ratio=comparison.time_ratio(),
        plot=Markup(plots.differences(_plotted(comparison))),  # noqa: S704 - plots escape what they name
        filters=[(flag, name, sum(flag in each for each in flags.values())) for flag, name in names.items()],
        categories=list(dict.fromkeys(pair.after["category"] for pair in comparison.pairs)),
        questions=[{"pair": pair, "verdict": _verdict(pair), "flags": flags[id(pair)]} for pair in pairs],
    )


def _plotted(comparison: Comparison) -> list[tuple[str, Any]]:
    return [
        (each.metric.name, each.change)
        for each in comparison.differences()
        if each.differs and each.metric.joined_by == "mean"
    ]


def _flags(pair: Pair) -> list[str]:
    turned = pair.before["answered"] != pair.after["answered"]
    flags = {"changed": bool(pair.changes), "turned": turned, _verdict(pair): True}
    return [name for name, holds in flags.items() if name and holds]


def _verdict(pair: Pair) -> str:
    """ "better" or "worse" by the weightiest score that is another; "" where none is."""
    one, other = pair.before["scores"], pair.after["scores"]
    for name, sign in JUDGED.items():
        change = sign * ((other.get(name) or 0) - (one.get(name) or 0))
        if change:
            return "better" if change > 0 else "worse"
    return ""


def render_comparison(comparison: Comparison) -> str:
    """The differences as a table for a terminal, then the questions that changed."""
    found = comparison.differences()
    rows: list[Mapping[str, str]] = [_cells(each) for each in found if each.differs]
    names = ("", "first", "second", "difference", "95 %", "n", " ")
    columns = [[name, *(row[name] for row in rows)] for name in names]
    lines = [f"{len(comparison.pairs)} questions that both runs asked, {len(comparison.changed)} changed", ""]
    lines += [*table(columns), ""] if rows else []
    if same := [each.metric.name for each in found if not each.differs]:
        lines += [f"equal in both: {', '.join(same)}", ""]
    ratio = comparison.time_ratio()
    if ratio.questions:
        lines += [f"time to answer: {ratio.mean:.2f} of that before ({ratio.low:.2f}-{ratio.high:.2f})", ""]
    for pair in comparison.changed[:SHOWN]:
        lines.append(printable(f"  {pair.after['id']} {_verdict(pair)}: {'; '.join(pair.changes)}".replace("  ", " ")))
    if len(comparison.changed) > SHOWN:
        lines.append(f"  ... and {len(comparison.changed) - SHOWN} more")
    lines += [f"note: {printable(warning)}" for warning in comparison.warnings]
    return "\n".join(lines).rstrip() + "\n"


def _cells(each: Difference) -> dict[str, str]:
    digits = 0 if each.metric.joined_by == "sum" else 3
    return {
        "": each.metric.name,
        "first": f"{each.before:.{digits}f}",
        "second": f"{each.after:.{digits}f}",
        "difference": f"{each.change.mean:+.{digits}f}",
        "95 %": f"{each.change.low:+.{digits}f} to {each.change.high:+.{digits}f}",
        "n": str(each.change.questions),
        " ": each.verdict,
    }
