"""Public benchmarks through the product's own evaluation: our figures on them, for anybody to repeat.

    python benchmarks/bench.py FOLDER... [--report DIR] [--sample N] [--cache DIR]

Each FOLDER holds docs.jsonl {id, title, text, meta} and questions.jsonl {id, question, answers, gold: [{doc_id, quote}],
answerable, meta}, and passages.jsonl where passages are given. Its texts are indexed in a folder of their own, which goes at
the end (--cache keeps it, and the vectors), every question is asked over all of them, and DIR/FOLDER gets the report that
`rapporteur evaluate` writes. A question that the set puts to one document is asked over all as well, which is harder.
"""

from __future__ import annotations

import argparse
import logging
import sys
import tempfile
from contextlib import ExitStack
from pathlib import Path

import kept
import sets

from app.assistant import Assistant
from app.evaluation import Evaluation, evaluate, record
from app.evaluation.report import PAGE, write_report
from app.evaluation.tables import render
from app.terminal import progress
from ingest.disk import digest_of
from ingest.embedding import NamedEmbeddings, load


def main() -> None:
    """Evaluate each folder, and print its figures."""
    logging.basicConfig(format="%(message)s")
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folders", type=Path, nargs="+", metavar="FOLDER")
    parser.add_argument("--report", type=Path, default=Path("report"), metavar="DIR")
    parser.add_argument("--sample", type=int, default=0, help="so many questions of each set; 0: all")
    parser.add_argument("--cache", type=Path, metavar="DIR", help="where vectors and indexes are kept")
    options = parser.parse_args()
    for folder in options.folders:
        missing = next((name for name in ("docs.jsonl", "questions.jsonl") if not (folder / name).is_file()), None)
        if missing:
            sys.exit(f"{folder} is no benchmark of this form: it has no {missing}")
    with ExitStack() as stack:
        cache = options.cache or Path(stack.enter_context(tempfile.TemporaryDirectory()))
        embeddings = kept.cached(load(), cache)
        for folder in options.folders:
            found = evaluated(folder, embeddings, cache, options.sample)
            write_report(found, options.report / folder.name)
            print(f"## {folder.name}\n\n{render(found)}\nreport: {options.report / folder.name / PAGE}\n", flush=True)


def evaluated(folder: Path, embeddings: NamedEmbeddings, cache: Path, sample: int = 0) -> Evaluation:
    """The evaluation of a folder's questions, or of `sample` of them, with its record."""
    published, questions = sets.as_questions(folder, embeddings, cache, sample)
    assistant, started = Assistant(published), record.now()
    with progress() as show:
        found = evaluate(assistant, questions, lambda done, total: show("ask", done, total))
    file = folder / "questions.jsonl"
    asked = {"name": f"{folder.name}/{file.name}", "sha256": digest_of(file), "questions": len(questions)}
    system = record.system(published.index(), {"model": embeddings.name, "reranker": ""})
    found.record.update(record.run(system, asked, record.OWN_CHECK, started))
    return found


if __name__ == "__main__":
    main()
