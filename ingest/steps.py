"""The steps of an ingest, as it tells them while it goes on."""

from __future__ import annotations

from collections.abc import Callable

# (step, how many are done, of how many): "read", "embed", "copy", "lexical", "vectors", "check" and "publish" in order.
Progress = Callable[[str, int, int], None]


def quiet(step: str, done: int, total: int) -> None:
    """A progress that shows nothing."""
