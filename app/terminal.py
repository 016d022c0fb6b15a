"""What the command line prints: JSON, receipts, citations, progress."""

from __future__ import annotations

import json
import shlex
import sys
import threading
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

from app.settings import Settings
from ingest.scan import printable

EVERY_S = 10.0  # between two lines of progress where no bar can be drawn
MOST_ALIKE = 10  # files with one reason that are named each on a line; --json names all

if TYPE_CHECKING:
    from ingest.receipt import Receipt


def print_json(value: Any) -> None:
    """`value` on stdout."""
    print(json.dumps(value, ensure_ascii=False, indent=1))


def print_receipt(receipt: Receipt, settings: Settings) -> None:
    """What an ingest did, on stdout."""
    for name in ("added", "changed", "removed"):
        found = getattr(receipt, name)
        if found:
            print(f"{name}: {len(found)}")
            for path in found[:10]:
                print(f"  {path}")
            if len(found) > 10:
                print(f"  … and {len(found) - 10} more")
    for name in ("failed", "skipped"):
        alike = Counter(reason for _, reason in getattr(receipt, name))
        told: Counter[str] = Counter()
        for path, reason in getattr(receipt, name):
            told[reason] += 1
            if told[reason] <= MOST_ALIKE:
                print(f"{name}: {path}: {reason}")
            elif told[reason] == alike[reason]:
                print(f"{name}: … and {alike[reason] - MOST_ALIKE} more: {reason}")
    if receipt.without_text:
        from ingest.readers.ocr import WAY_OUT, find

        way_out = f": {WAY_OUT}" if find() is None else ""
        for path, pages, of in receipt.without_text:
            print(f"without text: {pages} of {of} pages of {path}{way_out}")
    for path, document in receipt.duplicates:
        print(f"duplicate: {path}: the same bytes as {document}")
    print(
        f"unchanged: {receipt.unchanged}; {receipt.documents} documents, {receipt.passages} passages "
        f"({receipt.embedded} embedded now) in generation {receipt.generation} of {settings.index}; {receipt.seconds:.1f} s"
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
    """Every EVERY_S seconds a line on stderr on how far it is, also in the middle of one long file."""
    reached, over = "", threading.Event()

    def show(stage: str, done: int, total: int) -> None:
        nonlocal reached
        reached = f"{_shown(stage)} {done:,}/{total:,}"

    def tell() -> None:
        while not over.wait(EVERY_S):
            if reached:
                print(reached, file=sys.stderr, flush=True)

    teller = threading.Thread(target=tell, daemon=True)
    teller.start()
    try:
        yield show
    finally:
        over.set()
        teller.join()


def _shown(stage: str) -> str:
    return stage if stage in ("read", "read by OCR", "embed", "ask", "fetch") else "publish"
