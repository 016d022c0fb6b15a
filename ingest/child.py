"""One child process that reads files, as its parent sees it."""

from __future__ import annotations

import json
import logging
import os
import resource
import selectors
import signal
import subprocess
import sys
import tempfile
import time
from contextlib import suppress
from pathlib import Path
from typing import IO, Any

from ingest import frames
from ingest.errors import RapporteurError

START_S = 60  # that the child may take to be there
MODULE = "ingest.worker"
_ROOT = str(Path(__file__).resolve().parent.parent)


class NoReader(RapporteurError):  # noqa: N818 - says what was found
    """The process that reads files cannot be started: the message says what it said."""


class Late(Exception):  # noqa: N818 - says what was found
    """The child did not answer in time."""


class Child:
    """A running `ingest.worker`: `send` a request, then `receive` frames until one answers it.

    Raises: NoReader when it cannot be started.
    """

    def __init__(self, order: dict[str, Any]) -> None:
        self._buffer = bytearray()
        with tempfile.TemporaryFile() as said:
            self._process = _start(order, said)
            try:
                self._greet()
            except (Late, EOFError) as error:
                self.stop()
                said.seek(0)
                last = said.read()[-4000:].decode("utf-8", "replace").strip().splitlines()[-1:]
                raise NoReader(
                    f"the process that reads files cannot be started: {''.join(last) or 'no word'}"
                ) from error
            except BaseException:
                self.stop()
                raise

    def _greet(self) -> None:
        kind, _ = self.receive(time.monotonic() + START_S)
        if kind != frames.READY:
            raise EOFError

    @property
    def _streams(self) -> tuple[int, int]:
        stdin, stdout = self._process.stdin, self._process.stdout
        if stdin is None or stdout is None:  # only for the type: both are pipes
            raise ValueError("a child without pipes")
        return stdin.fileno(), stdout.fileno()

    def send(self, kind: bytes, payload: bytes) -> None:
        """Raises: EOFError when the child is gone."""
        try:
            frames.send(self._streams[0], kind, payload)
        except BrokenPipeError as error:
            raise EOFError from error

    def receive(self, deadline: float) -> tuple[bytes, bytes]:
        """(kind, payload) of the next frame; `deadline` is a time of `time.monotonic`.

        Raises: Late when it is not there by then, EOFError when the child is gone.
        """
        kind, length = frames.HEADER.unpack(self._take(frames.HEADER.size, deadline))
        if length > frames.MOST_BYTES:
            raise EOFError
        return kind, self._take(length, deadline)

    def _take(self, length: int, deadline: float) -> bytes:
        stream = self._streams[1]
        with selectors.DefaultSelector() as selector:
            selector.register(stream, selectors.EVENT_READ)
            while len(self._buffer) < length:
                if not selector.select(max(0.0, deadline - time.monotonic())):
                    raise Late
                piece = os.read(stream, 1 << 20)
                if not piece:
                    raise EOFError
                self._buffer += piece
        taken = bytes(memoryview(self._buffer)[:length])
        del self._buffer[:length]
        return taken

    def stop(self) -> tuple[int, int]:
        """End the child and all that it started: (its exit status, the most memory that it held, in bytes).

        The memory is 0 where it is not known.
        """
        with suppress(ProcessLookupError, PermissionError):  # it is gone already; macOS says it otherwise
            os.killpg(self._process.pid, signal.SIGKILL)
        status, most = _wait(self._process)
        for stream in (self._process.stdin, self._process.stdout):
            if stream is not None:
                stream.close()
        return status, most


def _start(order: dict[str, Any], said: IO[bytes]) -> subprocess.Popen[bytes]:
    try:
        return subprocess.Popen(  # noqa: S603 - our own module
            [sys.executable, "-P", "-m", MODULE, json.dumps({**order, "parent": os.getpid()})],
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=said, env=environment(),
            start_new_session=True, bufsize=0,  # a session of its own: Ctrl-C is its parent's affair
        )  # fmt: skip
    except OSError as error:
        raise NoReader(f"the process that reads files cannot be started ({error})") from error


def _wait(process: subprocess.Popen[bytes]) -> tuple[int, int]:
    """Like `process.wait()`, with the memory that it took."""
    if process.returncode is None:
        try:
            _, status, usage = os.wait4(process.pid, 0)
        except ChildProcessError:  # the host reaps its children by itself
            process.returncode = 0
        else:
            process.returncode = os.waitstatus_to_exitcode(status)
            most = usage.ru_maxrss if usage.ru_maxrss > _own_most() else 0  # Linux has a child begin with its parent's
            return process.returncode, most * (1 if sys.platform == "darwin" else 1024)
    return process.returncode, 0


def _own_most() -> int:
    """The most memory that this process held, as `ru_maxrss` counts: on Linux without that of its own parent."""
    with suppress(OSError, ValueError, StopIteration):
        lines = Path("/proc/self/status").read_text("ascii", "replace").splitlines()
        return int(next(line for line in lines if line.startswith("VmHWM:")).split()[1])
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss


def environment() -> dict[str, str]:
    """The environment, with all modules found where this process finds them, and none in the current folder."""
    return {**os.environ, "PYTHONPATH": os.pathsep.join([*filter(None, sys.path), _ROOT])}


def relay(payload: bytes) -> None:
    """Log here what the child logged."""
    level, name, message = json.loads(payload)
    logging.getLogger(name).log(level, "%s", message)
