"""What the command line prints: JSON, receipts, citations, progress."""

from __future__ import annotations

import json
import shlex
import sys
import threading
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

from app.settings import Settings
from ingest.scan import printable

EVERY_S = 10.0  # between two lines of progress where no bar can be drawn
MOST_ALIKE = 10  # paths of a kind, and files with one reason, that are named each on a line; --json names all
FORMER = "; what was read of it before stays in service"
WITHHELD = "`rapporteur ingest --allow-mass-delete FOLDER` lets go what is missing there"

if TYPE_CHECKING:
    from ingest.receipt import Receipt
    from ingest.verify import Verification


def print_json(value: Any) -> None:
    """`value` on stdout."""
    print(json.dumps(value, ensure_ascii=False, indent=1))


def print_receipt(receipt: Receipt, settings: Settings) -> None:
    """What an ingest did, or would do, on stdout."""
    for name in ("added", "changed", "removed"):
        found = getattr(receipt, name)
        if found:
            print(f"{name}: {len(found)}")
            _first(found, "  ")
    _first([f"renamed: {path}, which was {former}" for path, former in receipt.renamed])
    _first([f"superseded: {path}, by {later}" for path, later in receipt.superseded])
    serving = {*receipt.in_service}
    _by_reason("failed", [(path, f"{reason}{FORMER * (path in serving)}") for path, reason in receipt.failed])
    _by_reason("skipped", receipt.skipped)
    if receipt.withheld:
        count = len(receipt.withheld)
        stay = (
            "1 document stays though its file is" if count == 1 else f"{count:,} documents stay though their files are"
        )
        print(f"withheld: {stay} not there: {WITHHELD}")
        _first(receipt.withheld, "  ")
    if receipt.without_text:
        from ingest.readers.ocr import WAY_OUT, find

        way_out = f": {WAY_OUT}" if find() is None else ""
        for path, pages, of in receipt.without_text:
            print(f"without text: {pages} of {of} pages of {path}{way_out}")
    for path, document in receipt.duplicates:
        print(f"duplicate: {path}: the same bytes as {document}")
    if receipt.dry_run:
        print(f"unchanged: {receipt.unchanged}; nothing was done; {receipt.seconds:.1f} s")
        return
    print(
        f"unchanged: {receipt.unchanged}; {counted(receipt.documents, 'document')}, {counted(receipt.passages, 'passage')} "
        f"({receipt.embedded} embedded now) in generation {receipt.generation} of {settings.index}; {receipt.seconds:.1f} s"
    )


def counted(number: int, what: str) -> str:
    """A number and its noun: "1 document", "2,000 documents"."""
    return f"1 {what}" if number == 1 else f"{number:,} {what}s"


def _first(lines: Sequence[str], indent: str = "") -> None:
    for line in lines[:MOST_ALIKE]:
        print(f"{indent}{line}")
    if len(lines) > MOST_ALIKE:
        print(f"{indent}… and {len(lines) - MOST_ALIKE} more")


def _by_reason(name: str, rows: Sequence[tuple[str, str]]) -> None:
    alike = Counter(reason for _, reason in rows)
    told: Counter[str] = Counter()
    for path, reason in rows:
        told[reason] += 1
        if told[reason] <= MOST_ALIKE:
            print(f"{name}: {path}: {reason}")
        elif told[reason] == alike[reason]:
            print(f"{name}: … and {alike[reason] - MOST_ALIKE} more: {reason}")


def print_verification(done: Verification, settings: Settings) -> None:
    """What was found of an index, on stdout."""
    for finding in done.findings:
        mended = f"; {finding.mended}" if finding.mended else ""
        print(f"{finding.what}: {finding.wrong or 'sound'}{mended}")
    print(
        f"{counted(done.documents, 'document')}, {counted(done.passages, 'passage')} in generation {done.generation} "
        f"of {settings.index}"
    )


def print_citations(answer: Any) -> None:
    """The sources of an answer on stdout; of none, the nearest passages."""
    if not answer.citations:
        for rank, hit in enumerate(answer.hits[:5], start=1):
            print(
                f"  near {rank}: {hit.passage.speaker or 'no holder named'}, {hit.passage.document_id}: {' '.join(hit.passage.text.split())[:160]}…"
            )
        return
    print("\nSources:")
    for document in dict.fromkeys(citation.document.id for citation in answer.citations):
        cited = [citation for citation in answer.citations if citation.document.id == document]
        numbers = ", ".join(f"[{citation.number}]" for citation in cited)
        verdicts = ", ".join(dict.fromkeys(citation.verdict for citation in cited))
        print(f"{numbers} {document} ({verdicts})")


def print_understood(searched: Mapping[str, Any]) -> None:
    """What was made of the question, on stdout."""
    if searched.get("understood"):
        print(f"\nUnderstood: {'; '.join(searched['understood'])}")


def print_fetched(papers: Sequence[Any], elsewhere: Sequence[tuple[str, str]], without_symbol: int, to: Path) -> None:
    """What became of each document that `fetch` was asked for, on stdout, and the way on."""
    for paper in papers:
        remark = f": {paper.reason}" if paper.reason else ""
        at = f" {paper.path}" if paper.path else ""
        print(printable(f"{paper.state}: {paper.symbol} ({paper.language}){at}{remark}"))
    for symbol, languages in elsewhere:
        print(f"not asked for: {symbol}: the catalogue says that it is only in {languages}")
    if without_symbol:
        rows = "1 row has" if without_symbol == 1 else f"{without_symbol} rows have"
        print(f"{rows} no symbol: what links there are stand in corpus/catalogue.csv")
    if any(paper.path for paper in papers):
        print(f"to read them: rapporteur ingest {shlex.quote(str(to))}")


@contextmanager
def progress() -> Iterator[Any]:
    """A progress bar on stderr; where that is no terminal, a line now and then."""
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

    console = Console(stderr=True)
    if not console.is_terminal:
        with _lines() as show:
            yield show
        return
    columns = (TextColumn("{task.description:<8}"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    with Progress(*columns, console=console) as bars:
        tasks: dict[str, Any] = {}

        def show(stage: str, done: int, total: int) -> None:
            stage = _shown(stage)
            if stage not in tasks:
                tasks[stage] = bars.add_task(stage, total=total)
            bars.update(tasks[stage], completed=done, total=total)

        yield show


@contextmanager
def _lines() -> Iterator[Any]:
    """Every EVERY_S seconds a line on stderr on how far it is, also in the middle of one long file.

    What is left is told of questions, at the pace since the line before: those that are taken over cost nothing.
    """
    reached, over = ("", 0, 0), threading.Event()

    def show(stage: str, done: int, total: int) -> None:
        nonlocal reached
        reached = _shown(stage), done, total

    def tell() -> None:
        told = ("", 0)
        while not over.wait(EVERY_S):
            stage, done, total = reached
            if stage:
                pace = (done - told[1]) / EVERY_S if told[0] == stage == "ask" else 0
                left = f", about {_duration((total - done) / pace)} left" if pace else ""
                print(f"{stage} {done:,}/{total:,}{left}", file=sys.stderr, flush=True)
                told = stage, done

    teller = threading.Thread(target=tell, daemon=True)
    teller.start()
    try:
        yield show
    finally:
        over.set()
        teller.join()


def _duration(seconds: float) -> str:
    return f"{seconds:.0f} s" if seconds < 100 else f"{seconds / 60:.0f} min"


def _shown(stage: str) -> str:
    return stage if stage in ("read", "read by OCR", "embed", "ask", "fetch") else "publish"
