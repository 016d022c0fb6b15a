"""What each part of the search is worth: the same questions with one part changed at a time.

    python benchmarks/ablation.py QUESTIONS.jsonl... --index DIR [--split]
    python benchmarks/ablation.py --bench FOLDER... [--sample 600]

Nothing is answered: the hits are those of `systems.retrieved`. Prints a Markdown table for each set. A change says what it
adds to "as it ships", question by question, with 95 % of 1,000 bootstrap samples in brackets: where these hold 0, the
questions do not tell the two apart. With --split, both halves of the questions apart (`figures.half`): what was chosen
by looking at one is to hold in the other.
"""

from __future__ import annotations

import argparse
from contextlib import ExitStack
from pathlib import Path
from unittest.mock import patch

import kept
import sets
import systems
from figures import ALL, Values, difference, interval, of_group
from sets import Task

from ingest.embedding import NamedEmbeddings, load
from retriever import search
from retriever.index import Published

AS_IT_SHIPS = "as it ships"
HALVES = ("looking", "counting")
CHANGES: dict[str, dict[str, float]] = {
    AS_IT_SHIPS: {},
    "meaning only": {"DENSE_WEIGHT": 1.0},
    "words only": {"DENSE_WEIGHT": 0.0},
    "meaning 0.2": {"DENSE_WEIGHT": 0.2},
    "meaning 0.6": {"DENSE_WEIGHT": 0.6},
    "no other names": {"RELATED_WEIGHT": 0.0},
    "other names weigh 1": {"RELATED_WEIGHT": 1.0},
    "dates do not lift": {"DATE_BONUS": 0.0},
    "older texts as good": {"SUPERSEDED": 1.0},
}


def main() -> None:
    """Run every change over every set."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("questions", type=Path, nargs="*")
    parser.add_argument("--index", type=Path, default=Path(".rapporteur"))
    parser.add_argument("--split", action="store_true")
    parser.add_argument("--bench", type=Path, nargs="+", default=[], metavar="FOLDER")
    parser.add_argument("--sample", type=int, default=0, help="so many questions of each set; 0: all")
    parser.add_argument("--cache", type=Path, default=Path(".benchmarks"), help="where vectors and indexes are kept")
    options = parser.parse_args()
    embeddings = kept.cached(load(), options.cache)
    for file in options.questions:
        index = Published(options.index, embeddings).index()
        _compare(sets.of_questions(file, index, options.sample, split=options.split), embeddings)
    for folder in options.bench:
        _compare(sets.of_bench(folder, embeddings, options.cache, options.sample), embeddings)


def changed(task: Task, embeddings: NamedEmbeddings, values: dict[str, float]) -> dict[str, Values]:
    """Figure → of each question, with other constants of the search."""
    ours = systems.Ours(task.index, embeddings)
    with ExitStack() as stack:
        for constant, value in values.items():
            stack.enter_context(patch.object(search, constant, value))
        return task.count([list(ours.hits(asked, task.depth)) for asked in task.asked])


def _compare(task: Task, embeddings: NamedEmbeddings) -> None:
    groups = [name for name in (ALL, *HALVES) if name in task.groups]
    ships: dict[str, Values] = {}
    for name, constants in CHANGES.items():
        figures = changed(task, embeddings, constants)
        if not ships:
            ships = figures
            columns = [(figure, group) for figure in figures for group in groups]
            titles = [figure if group == ALL else f"{figure}, {group}" for figure, group in columns]
            print(f"\n## {task.name}: {len(task.asked)} questions\n\n| change | {' | '.join(titles)} |")
            print(f"|{' --- |' * (1 + len(columns))}")
        cells = []
        for figure, group in columns:
            now = of_group(figures[figure], task.groups[group])
            cells.append(
                interval(now) if name == AS_IT_SHIPS else difference(now, of_group(ships[figure], task.groups[group]))
            )
        print(
            f"| {name} | {' | '.join(str(cell) if name == AS_IT_SHIPS else cell.signed() for cell in cells)} |",
            flush=True,
        )


if __name__ == "__main__":
    main()
