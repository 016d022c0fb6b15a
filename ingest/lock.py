"""One writer at a time for each index."""

from __future__ import annotations

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from ingest.disk import writing
from ingest.errors import IndexBusy

FILE = "lock"


def require_free(index: Path) -> None:
    """Say at once that another ingest is running, before what takes its time; `alone` looks again.

    Raises: IndexBusy, NotWritable.
    """
    if os.path.exists(index / FILE):
        with alone(index):
            pass


@contextmanager
def alone(index: Path) -> Iterator[None]:
    """Write to `index`, which is made if need be, as the only one; the lock goes with the process that held it.

    Raises: IndexBusy; NotWritable, also for what the body finds of a full or read-only disk.
    """
    with writing(index):
        index.mkdir(parents=True, exist_ok=True)
        with (index / FILE).open("a+") as file:
            try:
                fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError as error:
                raise IndexBusy(f"another ingest is writing {index}: try again when it is done") from error
            yield
