"""Frames between an ingest and the process that reads its files: a kind, a length, then text or JSON.

JSON and not pickle: what comes back was made from a file that may be hostile.
"""

from __future__ import annotations

import json
import os
import struct
from base64 import b64decode, b64encode
from collections.abc import Iterator
from dataclasses import fields, replace
from functools import cache
from typing import TYPE_CHECKING, Any

from ingest.parse import Parsed

if TYPE_CHECKING:
    from pydantic import TypeAdapter

HEADER = struct.Struct(">cQ")  # kind, bytes that follow
MOST_BYTES = 1 << 29  # of one frame

READ = b"q"  # to the child: {"path", "document_id"}
READY = b"r"  # from the child: it is there
PAGE = b"o"  # a page is being recognised: [page, of]
LOG = b"l"  # [level, logger, message]
PARSED = b"d"  # the document
FAILED = b"f"  # why it cannot be read
AGAIN = b"a"  # why it cannot be read now, though its bytes may be sound
MEMORY = b"m"  # it needed more memory than it may


def send(stream: int, kind: bytes, payload: bytes = b"") -> None:
    """Write one frame to the file descriptor `stream`.

    Raises: BrokenPipeError when nobody reads there any more.
    """
    frame = memoryview(HEADER.pack(kind, len(payload)) + payload)
    while frame:
        frame = frame[os.write(stream, frame) :]


def pack(parsed: Parsed) -> bytes:
    """`parsed` as JSON; bytes in it as base64.

    Raises: UnicodeEncodeError where its text is no text (half a character).
    """
    return json.dumps(parsed, default=_plain, ensure_ascii=False, check_circular=False).encode()


def _plain(value: Any) -> Any:
    if isinstance(value, bytes):
        return b64encode(value).decode()
    return {name: getattr(value, name) for name in value.__slots__}


def unpack(payload: bytes) -> Parsed:
    """What `pack` was given.

    Raises: ValueError where it is anything else.
    """
    parsed = _adapter().validate_json(payload)
    values: Iterator[tuple[str, Any]] = ((field.name, getattr(parsed, field.name)) for field in fields(parsed))
    changes: dict[str, Any] = {name: b64decode(value) for name, value in values if isinstance(value, bytes)}
    return replace(parsed, **changes)


@cache
def _adapter() -> TypeAdapter[Parsed]:
    from pydantic import TypeAdapter

    return TypeAdapter(Parsed)
