"""The steps of an ingest, as it tells them while it goes on."""

from __future__ import annotations

from collections.abc import Callable

STEPS = ("read", "embed", "copy", "lexical", "vectors", "check", "publish")

Progress = Callable[[str, int, int], None]  # (step, how many are done, of how many)


def quiet(step: str, done: int, total: int) -> None:
    """A progress that shows nothing."""
