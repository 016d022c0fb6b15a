"""Bars that a run must reach, for automation: `quote_recall@10=0.9`."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

from app.evaluation.metrics import BY_NAME
from app.evaluation.run import Evaluation
from ingest.errors import BadInput

MILLISECONDS = {"p50_ms": "p50", "p95_ms": "p95"}  # of the time to answer


@dataclass(frozen=True, slots=True)
class Bar:
    """The least, or with `most` the highest, value that a metric may have."""

    metric: str
    value: float
    most: bool = False

    def missed(self, evaluation: Evaluation) -> str:
        """Why the run does not reach it, in a line; "" if it does."""
        if self.metric in MILLISECONDS:
            timings = evaluation.timings_ms().get("total", {})
            figure = timings.get(MILLISECONDS[self.metric])
        else:
            figure = evaluation.summary()[self.metric]
        if figure is None or not figure.questions:
            return f"{self.metric} applies to no question, so that it cannot reach {self.value:g}"
        if self.most and figure.mean > self.value:
            return f"{self.metric} is {figure.mean:.4g}, over {self.value:g}"
        if not self.most and figure.mean < self.value:
            return f"{self.metric} is {figure.mean:.4g}, under {self.value:g}"
        return ""


def bars(under: Sequence[str], over: Sequence[str]) -> list[Bar]:
    """The bars of `--fail-under` and `--fail-over`, each as METRIC=VALUE.

    Raises: BadInput for one that is no metric or no number, or that could never be missed.
    """
    return [_bar("--fail-under", each) for each in under] + [_bar("--fail-over", each) for each in over]


def _bar(option: str, text: str) -> Bar:
    name, equals, number = (part.strip() for part in text.partition("="))
    if name not in BY_NAME and name not in MILLISECONDS:
        known = ", ".join([*BY_NAME, *MILLISECONDS])
        raise BadInput(f"{option} {text}: there is no metric {name!r}; the metrics are {known}")
    try:
        value = float(number)
    except ValueError:
        value = math.nan
    if not equals or not math.isfinite(value):
        raise BadInput(f"{option} {text}: a bar is written as {name}=0.9")
    most = option == "--fail-over"
    low_is_good = name in MILLISECONDS or BY_NAME[name].better == "low"
    if low_is_good and not most:
        raise BadInput(f"{option} {text}: {name} is better the lower it is: use --fail-over {name}={number}")
    return Bar(name, value, most)
