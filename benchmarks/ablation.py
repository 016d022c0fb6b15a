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
from collections.abc import Iterable, Sequence
from contextlib import ExitStack
from itertools import islice
from pathlib import Path
from typing import Any
from unittest.mock import patch

import kept
import numpy as np
import sets
import systems
from figures import ALL, of_group
from sets import Task

from app.evaluation.bootstrap import Values, difference, interval
from ingest.embedding import NamedEmbeddings, load
from retriever import fitting, scoring, search
from retriever.index import Index, Published
from retriever.sametext import Kept
from retriever.scope import Rows
from retriever.scoring import Scorer

AS_IT_SHIPS = "as it ships"
HALVES = ("looking", "counting")
Change = tuple[Any, str, Any]  # (module or class, name, what stands in its place)


def _stretched(self: Scorer, allowed: Rows | None) -> list[tuple[int, float]]:
    """The ranking of the issue before: each side stretched to 0 … 1 over the candidates."""
    rows = self._candidates(allowed)
    if not len(rows):
        return []
    dense = np.asarray(self._index.vectors[rows]) @ self._vector
    sides = [(side - side.min()) / max(float(np.ptp(side)), 1e-6) for side in (dense, self._lexical[rows])]
    scores = 0.4 * sides[0] + 0.6 * sides[1] + 0.15 * self._dated(rows)
    order = np.lexsort((rows, -scores))
    return [(int(rows[at]), float(scores[at])) for at in order]


def _as_found(index: Index, ranking: Iterable[tuple[int, float]], wanted: int, language: str = "") -> list[Kept]:
    return [Kept(row, score, []) for row, score in islice(ranking, wanted)]


CHANGES: dict[str, list[Change]] = {
    AS_IT_SHIPS: [],
    "meaning only": [(scoring, "DENSE_WEIGHT", 1.0)],
    "words only": [(scoring, "DENSE_WEIGHT", 0.0)],
    "meaning 0.2": [(scoring, "DENSE_WEIGHT", 0.2)],
    "meaning 0.6": [(scoring, "DENSE_WEIGHT", 0.6)],
    "each side stretched over the candidates, as before": [(Scorer, "rank", _stretched)],
    "the model believed in every language": [(scoring, "trusted", lambda embeddings, language: True)],
    "no table of terms": [(scoring, "counterparts", lambda text, language: ())],
    "no other names": [(scoring, "RELATED_WEIGHT", 0.0)],
    "other names weigh 1": [(scoring, "RELATED_WEIGHT", 1.0)],
    "acronyms not spelled out": [(fitting, "expansions", dict), (Index, "expansion", lambda index, acronym: "")],
    "what filters is looked for too": [
        (scoring, "without_references", lambda text: text),
        (scoring, "without_kinds", lambda text: text),
    ],
    "nothing restricts": [(search, "allowed_rows", lambda index, question: None)],
    "papers called by name not looked up": [(fitting, "with_papers", lambda question, holds: question)],
    "sides of a comparison in one ranking": [(search, "_sides", lambda index, filters, allowed: [allowed])],
    "of each holder the best before any second": [(search, "SPREAD", 0.01)],
    "holders as they come": [(search, "SPREAD", 1.0)],
    "the same text as often as it stands": [(search, "distinct", _as_found)],
    "dates do not lift": [(scoring, "DATE_BONUS", 0.0)],
    "older texts as good": [(scoring, "SUPERSEDED", 1.0)],
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


def changed(task: Task, embeddings: NamedEmbeddings, changes: Sequence[Change]) -> dict[str, Values]:
    """Figure → of each question, with parts of the search replaced."""
    ours = systems.Ours(task.index, embeddings)
    with ExitStack() as stack:
        for where, name, value in changes:
            stack.enter_context(patch.object(where, name, value))
        return task.count([list(ours.hits(asked, task.depth)) for asked in task.asked])


def _compare(task: Task, embeddings: NamedEmbeddings) -> None:
    groups = [name for name in (ALL, *HALVES) if name in task.groups]
    ships: dict[str, Values] = {}
    for name, changes in CHANGES.items():
        figures = changed(task, embeddings, changes)
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
