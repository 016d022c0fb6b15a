"""Figures of ranked lists with bootstrap intervals, and which half of the questions may be looked at."""

from __future__ import annotations

import hashlib
import math
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from app.evaluation.bootstrap import Interval, Values, difference, interval

OURS = "ours"
ALL = "all"


def half(question_id: str) -> str:
    """ "looking" or "counting": the half of the questions that a question is in, by its id alone.

    Whoever works on the search looks at the questions of one half only; a gain that the other half shows too is none
    of those questions.
    """
    digest = hashlib.sha256(question_id.encode("utf-8", "backslashreplace")).digest()
    return "counting" if digest[-1] % 2 else "looking"


# Of one question. `ranking` are ids, best first, each once.


def recall(ranking: Sequence[str], relevant: Collection[str], cut: int = 10) -> float:
    """Share of the relevant ids among the first `cut`."""
    return len(set(ranking[:cut]) & set(relevant)) / len(set(relevant))


def ndcg(ranking: Sequence[str], relevant: Collection[str], cut: int = 10) -> float:
    """Sum of 1 / log2(1 + rank) over the relevant ids of the first `cut`, as a share of the most that is possible."""
    gained = sum(1 / math.log2(1 + rank) for rank, key in enumerate(ranking[:cut], 1) if key in relevant)
    most = sum(1 / math.log2(1 + rank) for rank in range(1, min(cut, len(set(relevant))) + 1))
    return gained / most


def average_precision(ranking: Sequence[str], relevant: Collection[str], cut: int = 10) -> float:
    """Mean over the relevant ids of the precision at their rank; 0 for those beyond `cut`."""
    found, total = 0, 0.0
    for rank, key in enumerate(ranking[:cut], 1):
        if key in relevant:
            found += 1
            total += found / rank
    return total / len(set(relevant))


# Of quotes. `ranks` are those of the first hit that holds each quote, from 1; None: none of the hits does.


def quote_ndcg(ranks: Sequence[int | None], cut: int = 10) -> float | None:
    """nDCG with each quote as the one thing wanted, so that long and short passages are counted alike.

    Mean over the quotes of 1 / log2(1 + rank of the first hit that holds it).
    """
    gains = [1 / math.log2(1 + rank) if rank is not None and rank <= cut else 0.0 for rank in ranks]
    return sum(gains) / len(gains) if gains else None


# Tables


@dataclass(frozen=True)
class Table:
    """One figure of several systems over the same questions, as a whole and for groups of questions."""

    figure: str
    values: Mapping[str, Values]  # system → of each question; "ours" first
    groups: Mapping[str, Sequence[bool]]  # name → which questions are in it

    def rows(self) -> dict[str, dict[str, Interval]]:
        """Group → system → figure, of the groups that have a question to which the figure applies."""
        rows = {
            name: {key: interval(of_group(v, kept)) for key, v in self.values.items()}
            for name, kept in self.groups.items()
        }
        return {name: row for name, row in rows.items() if next(iter(row.values())).questions}

    def gains(self, rows: Mapping[str, Mapping[str, Interval]]) -> dict[str, tuple[str, Interval]]:
        """Group → (the best baseline there, ours − that one)."""
        found = {}
        for name, row in rows.items():
            best = max((key for key in row if key != OURS), key=lambda key: row[key].mean)
            kept = self.groups[name]
            found[name] = best, difference(of_group(self.values[OURS], kept), of_group(self.values[best], kept))
        return found

    def markdown(self) -> str:
        """A row for each group, a column for each system, and what is won over the best baseline."""
        rows = self.rows()
        gains = self.gains(rows)
        head = ["questions", "n", *self.values, "ours − best baseline"]
        lines = [f"{self.figure}\n", f"| {' | '.join(head)} |", f"|{' --- |' * len(head)}"]
        for name, row in rows.items():
            best, gain = gains[name]
            cells = [name, str(row[OURS].questions), *map(str, row.values()), f"{gain.signed()} ({best})"]
            lines.append(f"| {' | '.join(cells)} |")
        return "\n".join(lines) + "\n"

    def to_json(self) -> dict[str, Any]:
        rows = self.rows()
        gains = self.gains(rows)
        return {
            name: {
                "systems": {key: found.to_json() for key, found in row.items()},
                "best_baseline": gains[name][0],
                "difference": gains[name][1].to_json(),
            }
            for name, row in rows.items()
        }


def of_group(values: Values, kept: Sequence[bool]) -> Values:
    """The values of the questions that are in a group."""
    return [value for value, inside in zip(values, kept, strict=True) if inside]
