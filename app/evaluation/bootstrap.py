"""Means, percentiles and their 95 % intervals by the percentile bootstrap, the same at each call."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

RESAMPLES = 1_000
SEED = 1
DRAWN = 2_000_000  # numbers that are drawn at a time

Values = Sequence[float | None]  # of each question; None: the figure does not apply to it
Joined = Callable[[NDArray[np.float64]], NDArray[np.float64]]  # (resamples, n) → (resamples,)


@dataclass(frozen=True, slots=True)
class Interval:
    """A figure over `questions` with its 95 % interval; all 0 where there are none.

    Source: Efron and Tibshirani, An Introduction to the Bootstrap, 1993, chapter 13 (percentile interval).
    """

    mean: float
    low: float
    high: float
    questions: int

    def __str__(self) -> str:
        return f"{_short(self.mean)} [{_short(self.low)}, {_short(self.high)}]" if self.questions else "–"

    def signed(self) -> str:
        """A difference: with its sign."""
        return f"{'+' * (self.mean > 0)}{self}" if self.questions else str(self)

    def to_json(self) -> dict[str, float | int]:
        rounded = {name: round(getattr(self, name), 4) for name in ("mean", "low", "high")}
        return {**rounded, "questions": self.questions}

    @property
    def sure(self) -> bool:
        """Of a difference: whether the interval has 0 outside."""
        return self.questions > 0 and not self.low <= 0 <= self.high


def _short(value: float) -> str:
    """Three digits behind the point, without the 0 before it."""
    text = f"{round(value, 3) + 0.0:.3f}"  # + 0.0: no "-0.000"
    return text.replace("0.", ".", 1) if text.lstrip("-").startswith("0.") else text


def interval(values: Values) -> Interval:
    """The mean of the values that apply."""
    return _interval(values, lambda drawn: drawn.mean(axis=1))


def percentile(values: Values, share: float) -> Interval:
    """The value at or below which at least `share` of those that apply lie (nearest rank)."""
    return _interval(values, lambda drawn: np.sort(drawn, axis=1)[:, math.ceil(share * drawn.shape[1]) - 1])


def difference(values: Values, others: Values) -> Interval:
    """`values` − `others`, question by question, so that what is hard for both does not widen the interval."""
    pairs = zip(values, others, strict=True)
    return interval([None if a is None or b is None else a - b for a, b in pairs])


def change(before: Values, after: Values) -> Interval:
    """The mean of `after` − that of `before`, each over the questions to which the figure applies there.

    The questions are drawn, both values of each together, so that what is hard for both does not widen the interval; `questions`
    are those to which it applies in either. For values that apply in both this is `difference`.
    """
    rows = [(one, other) for one, other in zip(before, after, strict=True) if not one is other is None]
    pairs = np.array([[np.nan if value is None else value for value in row] for row in rows]).reshape(-1, 2)
    if np.isnan(pairs).all(axis=0).any():  # in one of them it applies to no question
        return Interval(0.0, 0.0, 0.0, 0)

    def joined(drawn: NDArray[np.float64]) -> NDArray[np.float64]:
        chosen = pairs[drawn.astype(np.intp)]
        known = ~np.isnan(chosen)
        with np.errstate(invalid="ignore"):
            means = np.where(known, chosen, 0).sum(axis=1) / known.sum(axis=1)
        return np.asarray(means[:, 1] - means[:, 0])

    return _interval(list(range(len(pairs))), joined)


def _interval(values: Values, joined: Joined) -> Interval:
    known = np.array([value for value in values if value is not None], dtype=np.float64)
    if not len(known):
        return Interval(0.0, 0.0, 0.0, 0)
    figure = float(joined(known[None, :])[0])
    if (known == known[0]).all():  # all samples are the same
        return Interval(figure, figure, figure, len(known))
    random = np.random.default_rng(SEED)
    at_a_time = max(1, DRAWN // len(known))
    figures = np.concatenate(
        [
            joined(known[random.integers(0, len(known), (min(at_a_time, RESAMPLES - done), len(known)))])
            for done in range(0, RESAMPLES, at_a_time)
        ]
    )
    low, high = np.nanpercentile(figures, (2.5, 97.5))
    return Interval(figure, float(low), float(high), len(known))


def auroc(higher: Sequence[float], lower: Sequence[float]) -> float | None:
    """The chance that one of `higher` has more than one of `lower`; equal ones count half. None without both.

    Source: Hanley and McNeil, Radiology 143, 1982.
    """
    if not higher or not lower:
        return None
    ordered = np.sort(np.array(lower))
    below = np.searchsorted(ordered, higher, "left") + np.searchsorted(ordered, higher, "right")
    return float(below.sum() / (2 * len(higher) * len(lower)))


def to_json(found: Interval) -> dict[str, Any]:
    """A figure as reports have it; nulls where it applies to no question."""
    if not found.questions:
        return {"value": None, "low": None, "high": None, "n": 0}
    return {
        "value": round(found.mean, 4),
        "low": round(found.low, 4),
        "high": round(found.high, 4),
        "n": found.questions,
    }
