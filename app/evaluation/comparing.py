"""Two runs over the same questions: what changed in each, and whether the difference is more than chance."""

from __future__ import annotations

import math
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from app.evaluation import bootstrap
from app.evaluation.bootstrap import Interval
from app.evaluation.metrics import METRICS, Metric

Row = Mapping[str, Any]  # a line of answers.jsonl
NOT_COMPARED = {"tokens"}  # between the words of two answers
SAME = ("index", "settings", "program")


@dataclass(frozen=True, slots=True)
class Pair:
    """A question that both runs asked, and what of its answer is another in the second."""

    before: Row
    after: Row
    changes: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Difference:
    """A metric over the questions to which it applies; `change` is after − before with its interval."""

    metric: Metric
    before: float
    after: float
    change: Interval

    @property
    def differs(self) -> bool:
        """Whether any question that is drawn can make a difference."""
        return not self.change.low == self.change.high == 0

    @property
    def verdict(self) -> str:
        """ "better", "worse" or, where the interval has 0 inside or more is neither, ""."""
        if not self.change.sure or not self.metric.better:
            return ""
        return "better" if (self.change.mean > 0) == (self.metric.better == "high") else "worse"

    def to_json(self) -> dict[str, Any]:
        change = bootstrap.to_json(self.change)
        return {
            "before": round(self.before, 4),
            "after": round(self.after, 4),
            "change": change,
            "verdict": self.verdict,
        }


@dataclass(frozen=True, slots=True)
class Comparison:
    """Two runs: pairs in the order of the second; `warnings` say what else differs between them."""

    pairs: tuple[Pair, ...]
    warnings: tuple[str, ...] = ()

    @property
    def changed(self) -> list[Pair]:
        return [pair for pair in self.pairs if pair.changes]

    def differences(self) -> list[Difference]:
        """Every metric that applies in both runs to some question."""
        found = [self._difference(metric) for metric in METRICS]
        return [each for each in found if each.change.questions]

    def _difference(self, metric: Metric) -> Difference:
        values = [
            (pair.before["scores"].get(metric.name), pair.after["scores"].get(metric.name)) for pair in self.pairs
        ]
        before, after = [one for one, _ in values], [other for _, other in values]
        if metric.joined_by == "mean":
            known = [[each for each in side if each is not None] for side in (before, after)]
            first, second = (sum(each) / max(1, len(each)) for each in known)
            return Difference(metric, first, second, bootstrap.change(before, after))
        change = bootstrap.difference(after, before)
        n = change.questions
        both = [(one, other) for one, other in values if one is not None and other is not None]
        return Difference(
            metric,
            sum(one for one, _ in both),
            sum(other for _, other in both),
            Interval(change.mean * n, change.low * n, change.high * n, n),
        )

    def time_ratio(self) -> Interval:
        """Geometric mean, over the questions where both have one, of the time to answer after / that before.

        Source: Fleming and Wallace, CACM 29(3), 1986: of ratios no other mean is 1 for times that only scatter.
        """
        logs = []
        for pair in self.pairs:
            before, after = (row["timings_ms"].get("total") for row in (pair.before, pair.after))
            if before and after:
                logs.append(math.log(after / before))
        found = bootstrap.interval(logs)
        return Interval(math.exp(found.mean), math.exp(found.low), math.exp(found.high), found.questions)

    def to_json(self) -> dict[str, Any]:
        return {
            "questions": len(self.pairs),
            "changed": len(self.changed),
            "metrics": {each.metric.name: each.to_json() for each in self.differences()},
            "time_ratio": bootstrap.to_json(self.time_ratio()),
            "questions_changed": [{"id": pair.after["id"], "changes": list(pair.changes)} for pair in self.changed],
            "warnings": list(self.warnings),
        }


def measured(rows: Sequence[Row]) -> set[str]:
    """The metrics that apply to any of the rows: an older program may not have had them all."""
    return {name for row in rows for name in row["scores"]} - NOT_COMPARED


def changed(row: Row, before: Row, metrics: Collection[str]) -> list[str]:
    """What of an answer is another than before, in words, by these metrics; times are not looked at."""
    found = []
    if row["answered"] != before["answered"]:
        found.append("answered, refused before" if row["answered"] else "refused, answered before")
    elif row["text"] != before["text"]:
        found.append("other words")
    for name in dict.fromkeys([*row["scores"], *before["scores"]]):
        one, other = before["scores"].get(name), row["scores"].get(name)
        if one != other and name in metrics:
            found.append(f"{name} {_number(one)} → {_number(other)}")
    return found


def _number(value: float | None) -> str:
    return "–" if value is None else f"{value:.3g}"


def compare(before: Sequence[Row], after: Sequence[Row], records: tuple[Row, Row] | None = None) -> Comparison:
    """Questions are the same where id, text and earlier questions are; `records` are what the runs say of themselves."""
    asked = {_key(row): row for row in before}
    both = measured(before) & measured(after)
    pairs = [
        Pair(asked[_key(row)], row, tuple(changed(row, asked[_key(row)], both))) for row in after if _key(row) in asked
    ]
    warnings = [
        f"{count} question{'s' * (count != 1)} of the {which} run only"
        for which, count in (("first", len(before) - len(pairs)), ("second", len(after) - len(pairs)))
        if count
    ]
    if records:
        one, other = records
        warnings += [f"the runs differ in {name}" for name in SAME if one.get(name) != other.get(name)]
        if any(_gold(pair.before) != _gold(pair.after) for pair in pairs):
            warnings.append("the gold of some questions differs between the runs: their scores do not compare")
    return Comparison(tuple(pairs), tuple(warnings))


def _key(row: Row) -> tuple[str, str, str]:
    asked = row["asked"]
    return str(row["id"]), asked["question"], repr(asked.get("history") or [])


def _gold(row: Row) -> dict[str, Any]:
    return {name: value for name, value in row["asked"].items() if name not in ("note", "category", "subtype")}
