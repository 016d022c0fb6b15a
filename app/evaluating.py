"""The commands of batch evaluation: evaluate, evaluate-diff."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from app.options import DONE, INCOMPLETE, UNDER, IndexOption, JsonOption, ModelOption
from app.settings import load
from app.terminal import print_json, progress

if TYPE_CHECKING:
    from app.assistant import Assistant
    from app.evaluation.judging import Check
    from app.evaluation.report import Run


def evaluate(
    questions: Annotated[Path, typer.Argument(metavar="QUESTIONS")],
    index: IndexOption = None,
    model: ModelOption = None,
    report: Annotated[Path, typer.Option("--report", metavar="DIR", help="Where the report goes.")] = Path("report"),
    against: Annotated[
        Path | None,
        typer.Option(
            metavar="DIR", help="A run to say the changes since.  [default: the one whose report is replaced]"
        ),
    ] = None,
    fail_under: Annotated[
        list[str] | None, typer.Option(metavar="METRIC=VALUE", help="Fail if METRIC is lower. May be repeated.")
    ] = None,
    fail_over: Annotated[
        list[str] | None, typer.Option(metavar="METRIC=VALUE", help="Fail if METRIC is higher. May be repeated.")
    ] = None,
    judge: Annotated[
        str | None,
        typer.Option(metavar="PROVIDER:MODEL", help="A chat model that judges statements.  [default: our own check]"),
    ] = None,
    as_json: JsonOption = False,
) -> None:
    """Ask every question of QUESTIONS (.jsonl, .csv or .tsv), and score the answers against its gold quotes.

    Writes DIR/report.html, answers.jsonl, scores.csv, summary.json, qrels.trec and run.trec. A run that was stopped goes
    on where it was.

    Exit status: 0 done, 1 some rows or gold quotes could not be used, 2 could not run, 3 another evaluation writes
    to DIR, 5 a metric misses its bar.
    """
    from app.evaluation import record
    from app.evaluation.gates import bars
    from app.evaluation.questions import read_questions
    from app.evaluation.report import PAGE, write_report
    from app.evaluation.run import evaluate as run
    from app.evaluation.stored import Kept
    from app.evaluation.tables import render

    wanted = bars(fail_under or [], fail_over or [])
    read = read_questions(questions)
    before = _before(report, against)
    settings = load({"index": index, "model": model})
    assistant = _assistant(settings)
    check = _check(judge, assistant)
    started = record.now()
    system = record.system(assistant.published.index(), {"model": settings.model, "reranker": settings.reranker})
    with Kept(report, record.as_text(system)) as kept:
        with progress() as show:
            done = run(assistant, read.questions, lambda n, total: show("ask", n, total), read.problems, check, kept)
        file = {"name": questions.name, "sha256": read.sha256, "questions": len(read.questions)}
        done.record.update(record.run(system, file, judge or record.OWN_CHECK, started, kept.taken_over))
        write_report(done, report, before)
        kept.done()
    missed = [line for line in (bar.missed(done) for bar in wanted) if line]
    if as_json:
        print_json({**done.to_json(), "missed": missed})
    else:
        print(render(done))
        if kept.taken_over:
            print(f"{kept.taken_over} answers were taken over from the run that was stopped")
        for line in missed:
            print(f"missed: {line}")
        print(f"report: {report / PAGE}")
    raise typer.Exit(UNDER if missed else INCOMPLETE if read.problems or done.errors else DONE)


def evaluate_diff(
    run_a: Annotated[Path, typer.Argument(metavar="RUN_A")],
    run_b: Annotated[Path, typer.Argument(metavar="RUN_B")],
    report: Annotated[Path, typer.Option("--report", metavar="DIR", help="Where diff.html and diff.json go.")] = Path(
        "report-diff"
    ),
    as_json: JsonOption = False,
) -> None:
    """What changed from RUN_A to RUN_B, question by question, and whether it is more than chance.

    Both are folders that `evaluate --report` wrote. Differences have the 95 % interval of a paired bootstrap.

    Exit status: 0 done, 2 could not run.
    """
    from app.evaluation.comparison import PAGE, compared, render_comparison, write_comparison
    from app.evaluation.report import read_run
    from ingest.errors import BadInput

    before, after = read_run(run_a), read_run(run_b)
    found = compared(before, after)
    if not found.pairs:
        raise BadInput(f"{run_a} and {run_b} have no question in common: compare runs of the same question file")
    write_comparison(found, before, after, report)
    if as_json:
        print_json(found.to_json())
    else:
        print(render_comparison(found))
        print(f"page: {report / PAGE}")
    raise typer.Exit(DONE)


def _before(report: Path, against: Path | None) -> Run | None:
    """The run that changes are told since: a report that is named has to be there, one that is replaced need not."""
    from app.evaluation.report import SUMMARY, read_run
    from ingest.errors import BadInput

    if against is not None:
        return read_run(against)
    try:
        return read_run(report) if (report / SUMMARY).exists() else None
    except BadInput:
        return None


def _assistant(settings: Any) -> Assistant:
    """An assistant that stays with the index as it is now, whatever is ingested while it is asked."""
    from app.assistant import Assistant

    assistant = Assistant.open(settings.index, settings.model, settings.reranker).pinned()
    assistant.search("first")  # loads the models, which is no part of the time of an answer
    return assistant


def _check(judge: str | None, assistant: Assistant) -> Check:
    from app.checking.support import SupportCheck
    from app.evaluation.judge import ModelJudge

    return ModelJudge.named(judge) if judge else SupportCheck(assistant.published.embeddings.encode)


COMMANDS = (evaluate, evaluate_diff)
