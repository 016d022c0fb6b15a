"""What the search finds, beside plain BM25, the bare model and LangChain's tutorial: nothing is answered.

    python benchmarks/retrieval.py --questions QUESTIONS.jsonl... --index DIR [--holders] [--split]
    python benchmarks/retrieval.py --bench FOLDER... [--sample 600] [--titles] [--cut]

Both can be in one run; `pip install -e ".[bench]"` brings the tutorial's splitter. Every system sees the same texts:

- ours: the product. For a questions file the hits of `Assistant.ask`, which are those that `rapporteur evaluate` counts;
  for a benchmark those of `systems.retrieved` over an index of `kept.published`.
- bm25: bm25s as it comes, lower-cased words without stems, over windows of 190 words; over the tutorial's chunks where
  documents are small.
- bm25 whole: the same over whole documents, where documents are small.
- dense: exact cosine of the default model's vectors, of the product's passages without their header, or of whole
  documents where these are small (the model sees 256 word pieces).
- tutorial: exact cosine over RecursiveCharacterTextSplitter(1000, 200), LangChain's tutorial.

A questions file is judged as `rapporteur evaluate` does (`app/evaluation/gold.py`): quote_recall@10 and hit@5 of the questions with
gold quotes in the index; of the "SQ" questions also the recall of four hits. With --holders, the share of the first five
hits that are words of a delegation the answer is about and the question names, in the categories of `sets.HELD`. With --split also the two
halves of the questions (`figures.half`).

A benchmark folder has docs.jsonl and questions.jsonl, of which the answerable count. With passages.jsonl, each passage is
a document. Where documents are small, one ranks by its best passage, and nDCG@10, recall@10 and MAP@10 count the ids of
`gold`; where they are long, or with --cut, its quotes are looked for in ten hits. A question of one document
(`meta.scope_doc_id`) is put to that. Only ours is given the questions before (`meta.history`). --titles puts the title
in front of each text, for every system.

In brackets: 95 % of 1,000 bootstrap samples of the questions; the last column is ours − the best baseline, in pairs.
Vectors and indexes are kept in --cache.
"""

from __future__ import annotations

import argparse
import json
import logging
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import kept
import sets
import systems
from figures import OURS, Table
from sets import Task
from systems import Asked, System

from app.assistant import Assistant
from app.evaluation.bootstrap import Values
from ingest.embedding import NamedEmbeddings, load
from retriever.hit import Hit
from retriever.index import Published


@dataclass(frozen=True)
class Answering:
    """The hits that stand under the assistant's answers."""

    assistant: Assistant

    def hits(self, asked: Asked, wanted: int) -> Sequence[Hit]:
        return self.assistant.ask(asked.text, history=asked.history).hits[:wanted]


def main() -> None:
    """Run all sets, and print a table for each figure."""
    logging.basicConfig(format="%(message)s")
    options = _options()
    embeddings = kept.cached(load(), options.cache)
    found = {}
    for file in options.questions:
        published = Published(options.index, embeddings)
        task = sets.of_questions(file, published.index(), options.sample, options.holders, options.split)
        found[task.name] = _measured(task, Answering(Assistant(published)), embeddings, options.without)
    for folder in options.bench:
        task = sets.of_bench(folder, embeddings, options.cache, options.sample, options.titles, options.cut)
        found[task.name] = _measured(task, systems.Ours(task.index, embeddings), embeddings, options.without)
    if options.json:
        figures = {name: {table.figure: table.to_json() for table in tables} for name, tables in found.items()}
        options.json.write_text(json.dumps(figures, ensure_ascii=False, indent=1) + "\n", "utf-8")


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--questions", type=Path, nargs="+", default=[], metavar="FILE")
    parser.add_argument("--index", type=Path, default=Path(".rapporteur"), help="over which the questions are asked")
    parser.add_argument("--holders", action="store_true", help="whose words the hits are")
    parser.add_argument("--split", action="store_true", help="also the figures of each half of the questions")
    parser.add_argument("--bench", type=Path, nargs="+", default=[], metavar="FOLDER")
    parser.add_argument("--titles", action="store_true", help="titles in front of the texts of a benchmark")
    parser.add_argument("--cut", action="store_true", help="whole documents also where passages are given")
    parser.add_argument("--without", nargs="+", default=[], metavar="SYSTEM", help="baselines that are left out")
    parser.add_argument("--sample", type=int, default=0, help="so many questions of each set; 0: all")
    parser.add_argument("--cache", type=Path, default=Path(".benchmarks"), help="where vectors and indexes are kept")
    parser.add_argument("--json", type=Path, metavar="FILE")
    return parser.parse_args()


def _measured(task: Task, ours: System, embeddings: NamedEmbeddings, without: Sequence[str]) -> list[Table]:
    """The tables of a task, which are printed with the time that each system takes for a question."""
    values: dict[str, dict[str, Values]] = {}
    took = []
    baselines = systems.baselines(task.documents, task.index, embeddings, task.small)
    for name, make in {OURS: lambda: ours, **baselines}.items():
        if name in without:
            continue
        system = make()
        started = time.perf_counter()
        hits = [list(system.hits(asked, task.depth)) for asked in task.asked]
        took.append(f"{name} {1000 * (time.perf_counter() - started) / max(1, len(hits)):.0f}")
        for figure, counted in task.count(hits).items():
            values.setdefault(figure, {})[name] = counted
    tables = [Table(figure, by_system, task.groups) for figure, by_system in values.items()]
    print(f"\n## {task.name}: {len(task.asked)} questions, {len(task.documents)} documents\n")
    for table in tables:
        print(table.markdown())
    print(f"Milliseconds a question: {', '.join(took)}.", flush=True)
    return tables


if __name__ == "__main__":
    main()
