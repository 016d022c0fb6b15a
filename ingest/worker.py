"""The process in which foreign parsers run: `python -m ingest.worker`, started by `ingest.isolation`.

It reads one file after the other, may use only so much memory, writes no core dump, and ends with the process
that started it. PDFium is not made for threads: here is only one.
"""

from __future__ import annotations

import ctypes
import json
import logging
import os
import resource
import signal
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

from ingest import frames
from ingest.errors import UnreadableFile
from ingest.parse import parse
from ingest.readers.ocr import Recogniser, Tesseract

MOST_WRITTEN = 256 << 20  # bytes of any file that a parser may write
_PR_SET_PDEATHSIG = 1


def end_with_parent() -> None:
    """Have the kernel kill this process when the one that started it dies (Linux only)."""
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, signal.SIGKILL)


def confine(memory: int) -> None:
    """Allow this process, and each that it starts, `memory` bytes; no core dump and no huge file.

    RLIMIT_DATA and not RLIMIT_AS: a file that is mapped, and room that is only reserved, cost nothing.
    """
    _lower(resource.RLIMIT_CORE, 0)
    _lower(resource.RLIMIT_FSIZE, MOST_WRITTEN)
    _lower(resource.RLIMIT_DATA, memory)


def _lower(limit: int, value: int) -> None:
    most = resource.getrlimit(limit)[1]
    value = value if most == resource.RLIM_INFINITY else min(value, most)
    resource.setrlimit(limit, (value, value))


class _Forward(logging.Handler):
    """Hands what is logged here to the parent."""

    def __init__(self, answers: int) -> None:
        super().__init__()
        self._answers = answers

    def emit(self, record: logging.LogRecord) -> None:
        said = json.dumps([record.levelno, record.name, self.format(record)])
        frames.send(self._answers, frames.LOG, said.encode())


def _pipes() -> tuple[int, int]:
    """(where requests come from, where answers go to): what a parser reads or prints itself touches neither."""
    requests, answers = os.dup(0), os.dup(1)
    nothing = os.open(os.devnull, os.O_RDONLY)
    os.dup2(nothing, 0)
    os.dup2(2, 1)
    os.close(nothing)
    return requests, answers


def answer(request: dict[str, str], recognise: Recogniser | None) -> tuple[bytes, bytes]:
    """(kind, payload) of the frame that answers `request`."""
    try:
        return frames.PARSED, frames.pack(parse(Path(request["path"]), request["document_id"], recognise))
    except MemoryError:
        return frames.MEMORY, b""
    except UnreadableFile as error:
        if isinstance(error.__cause__, MemoryError):
            return frames.MEMORY, b""
        kind = frames.AGAIN if isinstance(error.__cause__, (ImportError, OSError)) else frames.FAILED
        return kind, str(error).encode("utf-8", "backslashreplace")
    except (UnicodeEncodeError, RecursionError) as error:
        return frames.FAILED, f"its text cannot be kept ({type(error).__name__})".encode()


def serve(requests: int, answers: int, recogniser: Callable[[Path], Recogniser | None]) -> None:
    """Answer requests until there are no more."""
    frames.send(answers, frames.READY)
    with os.fdopen(requests, "rb") as stream:
        while header := stream.read(frames.HEADER.size):
            _, length = frames.HEADER.unpack(header)
            request = json.loads(stream.read(length))
            frames.send(answers, *answer(request, recogniser(Path(request["path"]))))


def main(order: dict[str, Any]) -> None:
    """Serve the process whose number is `order["parent"]`."""
    end_with_parent()
    if os.getppid() != order["parent"]:
        return
    requests, answers = _pipes()
    logging.basicConfig(level=order["level"], handlers=[_Forward(answers)], format="%(message)s")
    confine(order["memory"])
    engine = Tesseract(**order["engine"]) if order["engine"] else None

    def announce(page: int, of: int) -> None:
        frames.send(answers, frames.PAGE, json.dumps([page, of]).encode())

    def recogniser(path: Path) -> Recogniser | None:
        return Recogniser(engine, path, Path(order["cache"]), announce, order["page_s"]) if engine else None

    serve(requests, answers, recogniser)


if __name__ == "__main__":
    main(json.loads(sys.argv[1]))
