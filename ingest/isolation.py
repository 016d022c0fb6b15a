"""Reading files in a process of their own: one that hangs, crashes or grows costs its file, and nothing else."""

from __future__ import annotations

import json
import logging
import signal
import time
from collections.abc import Callable
from dataclasses import asdict, dataclass
from pathlib import Path
from types import TracebackType

from ingest import frames
from ingest.child import Child, Late, relay
from ingest.errors import UnreadableFile
from ingest.parse import Parsed
from ingest.readers.ocr import Tesseract

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Limits:
    """What the reading of one file may cost."""

    time_s: float = 120.0
    page_s: float = 60.0  # more for each page that is read by OCR
    memory: int = 2 << 30  # bytes

    def __str__(self) -> str:
        return f"{self.time_s:g} s, {self.memory / (1 << 30):.3g} GiB"


class OverLimit(UnreadableFile):
    """A file whose reading takes more than the limits allow: under others it may be read."""


class NotNow(UnreadableFile):
    """A file that was not read for a reason that need not be in its bytes: the next run may read it."""


class _Gone(Exception):  # noqa: N818 - says what was found
    """The child cannot go on, for the reason `why`; `own` where the file alone is to blame."""

    def __init__(self, why: UnreadableFile, own: bool) -> None:
        super().__init__(str(why))
        self.why = why
        self.own = own


class Reader:
    """`ingest.parse.parse` in a child process, which is started for the first file and again after each it dies of.

    `engine` recognises pages without text, and keeps them in the folder `cache`; `progress` is told of each.
    A context manager: leaving it ends the child. Not for two threads at a time.
    """

    def __init__(
        self,
        limits: Limits | None = None,
        engine: Tesseract | None = None,
        cache: Path = Path(),
        progress: Callable[[str, int, int], None] | None = None,
    ) -> None:
        self.limits = limits or Limits()
        self.engine = engine
        self._cache = cache
        self._progress = progress
        self._child: Child | None = None

    def __enter__(self) -> Reader:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """End the child, if there is one; the next `parse` starts another."""
        child, self._child = self._child, None
        if child is not None:
            child.stop()

    def parse(self, path: Path, document_id: str) -> Parsed:
        """The document at `path`, named `document_id`.

        Raises: UnreadableFile with the reason in a few words, as OverLimit or NotNow where it may be read another
        time; NoReader when no child can be started.
        """
        used = self._child is not None
        try:
            try:
                return self._parse(path, document_id)
            except _Gone as gone:
                if gone.own or not used:
                    raise
                log.debug("%s: %s; once more in a fresh process", document_id, gone)
                return self._parse(path, document_id)  # the files before it may have been to blame
        except _Gone as gone:
            raise gone.why from gone

    def _parse(self, path: Path, document_id: str) -> Parsed:
        if self._child is None:
            self._child = Child(self._order())
        allowed = self.limits.time_s
        try:
            started = time.monotonic()
            self._child.send(
                frames.READ, json.dumps({"path": str(path.absolute()), "document_id": document_id}).encode()
            )
            while True:
                kind, payload = self._child.receive(started + allowed)
                if kind == frames.PAGE:
                    allowed += self.limits.page_s
                    self._show(payload)
                elif kind == frames.LOG:
                    relay(payload)
                else:
                    return self._result(kind, payload)
        except Late as late:
            self.close()
            reason = f"its reader took more than {allowed:g} s: set file_seconds higher, or divide the file"
            raise _Gone(OverLimit(reason), own=True) from late
        except EOFError as end:
            raise self._death() from end

    def _order(self) -> dict[str, object]:
        return {
            "memory": self.limits.memory,
            "page_s": self.limits.page_s,
            "level": logging.getLogger("ingest").getEffectiveLevel(),
            "engine": asdict(self.engine) if self.engine else None,
            "cache": str(self._cache.absolute()),
        }

    def _show(self, payload: bytes) -> None:
        page, of = json.loads(payload)
        if self._progress is not None:
            self._progress("read by OCR", page, of)

    def _result(self, kind: bytes, payload: bytes) -> Parsed:
        if kind == frames.PARSED:
            return frames.unpack(payload)
        if kind == frames.MEMORY:
            self.close()
            raise self._too_much()
        reason = payload.decode("utf-8", "replace")
        raise NotNow(reason) if kind == frames.AGAIN else UnreadableFile(reason)

    def _too_much(self) -> _Gone:
        limit = f"{self.limits.memory / (1 << 30):.3g} GiB"
        reason = f"its reader needed more than {limit} of memory: set file_gigabytes higher, or divide the file"
        return _Gone(OverLimit(reason), own=False)

    def _death(self) -> _Gone:
        """Bury the child, and say what it died of."""
        child, self._child = self._child, None
        status, most = child.stop() if child else (0, 0)
        if most > 0.8 * self.limits.memory:  # where a parser aborts when it gets no more
            return self._too_much()
        if status < 0:
            return _Gone(NotNow(f"its reader crashed ({signal.strsignal(-status)})"), own=False)
        return _Gone(NotNow("its reader ended without an answer"), own=False)
