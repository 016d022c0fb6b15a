"""What a user says of a document beside it: `NAME.toml`, or a row of `metadata.csv` in its folder."""

from __future__ import annotations

import csv
import hashlib
import io
import os
import re
import tomllib
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from functools import lru_cache
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from ingest import delegations
from ingest.disk import digest_of
from ingest.errors import UnreadableFile
from ingest.kinds import AUTHORITIES
from ingest.symbols import canonical, is_symbol

TABLE = "metadata.csv"
DATE_KINDS = ("session", "adoption", "issue", "speech")
FIELDS = (
    "title", "symbol", "kind", "body", "process", "session", "place", "date", "date_kind", "agenda_item", "topic",
    "holder", "languages", "authority", "revision", "supersedes", "source_url", "retrieved",
)  # fmt: skip
OFFICES = (  # that hold the words of documents of the United Nations, and are no delegations
    "General Assembly", "Security Council", "Economic and Social Council", "Human Rights Council",
    "Secretary-General", "Secretariat", "Chair",
)  # fmt: skip
MOST_BYTES = 5_000_000
_DAY = re.compile(r"\d{4}(?:-\d{2}(?:-\d{2})?)?")
_MOMENT = re.compile(r"\d{4}-\d{2}-\d{2}(?:T\d{2}:\d{2}(?::\d{2}(?:\.\d{1,6})?)?(?:Z|[+-]\d{2}:\d{2})?)?")
_LANGUAGE = re.compile(r"[a-z]{2,3}")

Value = str | tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Told:
    """A value that a sidecar gives, and which: "sidecar lamps.toml" or "metadata.csv"."""

    value: Value
    source: str


def stamp(path: Path) -> tuple[str, str]:
    """(fingerprint, SHA-256) of a file: both the same, but where sidecars speak of it.

    The fingerprint is of the bytes and of what its sidecars say, so a document counts as changed when what its sidecars say of it changes, and no other document does.

    Raises: OSError when the file or a sidecar of it cannot be read.
    """
    with open(path, "rb", opener=_without_waiting) as file:
        digest = hashlib.file_digest(file, "sha256").hexdigest()
    said = [digest_of(beside).encode() for beside in _beside(path)]
    row = _row_bytes(path)
    if not said and not row:
        return digest, digest
    parts = [digest.encode(), row, *said]
    return hashlib.sha256(b"".join(b"%d:%b" % (len(part), part) for part in parts)).hexdigest(), digest


def _without_waiting(path: str, flags: int) -> int:
    """Open what a link leads to, be it a device of the kernel that never ends: reading it fails then."""
    return os.open(path, flags | os.O_NONBLOCK)


def is_sidecar(path: Path, suffixes: Mapping[str, Any]) -> bool:
    """Whether `path` is a table of metadata, or a `.toml` beside a file whose suffix is one of `suffixes`."""
    if path.name == TABLE:
        return True
    if path.suffix.casefold() != ".toml":
        return False
    named = path.with_suffix("")
    beside = [named] * (named.suffix.casefold() in suffixes)
    beside += [path.with_suffix(spelled) for suffix in suffixes for spelled in (suffix, suffix.upper())]
    return any(map(os.path.exists, beside))  # False for too long a name


def read(path: Path) -> dict[str, Told]:
    """What sidecars say of the document at `path`, by field; a file of its own goes before the table.

    Raises: UnreadableFile naming the sidecar, the key and the way out.
    """
    told: dict[str, Told] = {}
    row = _row(path)
    if row is not None:
        told |= _checked(row, TABLE, TABLE)
    for beside in _beside(path):
        told |= _checked(_toml(beside), beside.name, f"sidecar {beside.name}")
    return told


def _beside(path: Path) -> list[Path]:
    """The sidecars of `path` that are there, the more exact name last."""
    named = (path.with_suffix(".toml"), path.with_name(f"{path.name}.toml"))
    return [beside for beside in named if beside != path and os.path.isfile(beside)]  # False for too long a name


def _toml(path: Path) -> dict[str, Any]:
    try:
        return tomllib.loads(_text(path.read_bytes(), path.name))
    except (tomllib.TOMLDecodeError, RecursionError) as error:
        said = " ".join(str(error).split())[:120]
        raise UnreadableFile(f'{path.name} is not TOML ({said}): write lines such as title = "…"') from error


def _text(raw: bytes, name: str) -> str:
    if len(raw) > MOST_BYTES:
        raise UnreadableFile(f"{name} is larger than {MOST_BYTES // 1_000_000} MB: split the folder")
    try:
        return raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise UnreadableFile(f"{name} is not UTF-8 (byte {error.start}): save it as UTF-8") from error


# The table of a folder


def _row_bytes(path: Path) -> bytes:
    """What the table says of `path`, for comparison; the whole of a table that cannot be read."""
    table = _table(path)
    if table is None:
        return b""
    try:
        row = _row(path)
    except UnreadableFile:
        return table.read_bytes()
    return repr(row).encode("utf-8", "surrogatepass") if row is not None else b""


def _table(path: Path) -> Path | None:
    table = path.with_name(TABLE)
    return table if table.is_file() else None


def _row(path: Path) -> dict[str, Any] | None:
    """The cells of the row for `path` that are filled; None where it has no row."""
    table = _table(path)
    if table is None:
        return None
    rows, twice = _rows(table.read_bytes())
    name = unicodedata.normalize("NFC", path.name)
    if name in twice:
        raise UnreadableFile(f"{TABLE}: two rows for {path.name}: keep one")
    return rows.get(name)


@lru_cache(maxsize=8)
def _rows(raw: bytes) -> tuple[dict[str, dict[str, Any]], frozenset[str]]:
    """(file name → its filled cells, names with more than one row)."""
    text = _text(raw, TABLE)
    if not text.strip():
        return {}, frozenset()
    head = text.partition("\n")[0]
    comma = ";" if ";" in head and "," not in head else ","  # as spreadsheets of many countries write it
    reader = csv.DictReader(io.StringIO(text, newline=""), restkey="", strict=True, delimiter=comma)
    rows: dict[str, dict[str, Any]] = {}
    twice = set()
    try:
        reader.fieldnames = [name.strip().casefold() for name in reader.fieldnames or ()]
        if "file" not in reader.fieldnames:
            raise UnreadableFile(f"{TABLE} has no column `file`: its first line names the columns")
        for row in reader:
            name = unicodedata.normalize("NFC", (row.pop("file") or "").strip())
            if "" in row:
                raise UnreadableFile(f"{TABLE}, line {reader.line_num}: more cells than columns: quote commas")
            if name in rows:
                twice.add(name)
            rows[name] = {key: value.strip() for key, value in row.items() if value and value.strip()}
    except csv.Error as error:
        raise UnreadableFile(f"{TABLE}, line {reader.line_num}: {error}: quote the cell") from error
    return rows, frozenset(twice)


# Values


def _checked(values: Mapping[str, Any], file: str, source: str) -> dict[str, Told]:
    return {key: Told(_value(key, value, file), source) for key, value in values.items()}


def _value(key: str, value: Any, file: str) -> Value:
    """The value as a document holds it; an empty one takes away what was read."""
    if key not in FIELDS:
        raise UnreadableFile(f"{file}: unknown key {_shown(key)}: known are {', '.join(FIELDS)}")
    if key == "languages":
        return _languages(value, file)
    if key == "session" and isinstance(value, int) and not isinstance(value, bool):
        value = str(value)
    if isinstance(value, date):
        value = value.isoformat() if key == "retrieved" else value.isoformat()[:10]
    if not isinstance(value, str):
        raise UnreadableFile(f'{file}: {key} is no text: write {key} = "…"')
    value = " ".join(value.split())
    problem = _problem(key, value) if value else ""
    if problem:
        raise UnreadableFile(f"{file}: {key} {_shown(value)} {problem}")
    if value and key == "holder":
        return _holder(value) or ""
    return canonical(value) if key in ("symbol", "supersedes") else value


def _problem(key: str, value: str) -> str:
    """What is wrong with a text, and the way out; "" where nothing is."""
    if key == "session" and not (re.fullmatch(r"[0-9]{1,4}", value) and int(value)):
        return "is no number: write 7 for the seventh session"
    if key == "date" and not _is_date(value):
        return "is no ISO date: write 2024-03-04, or 2024-03-04/2024-03-08"
    if key in ("symbol", "supersedes") and not is_symbol(canonical(value)):
        return "is no document symbol: write it as printed, A/AC.292/2021/1"
    if key == "date_kind" and value not in DATE_KINDS:
        return f"is none of {', '.join(DATE_KINDS)}"
    if key == "authority" and value not in AUTHORITIES:
        return f"is none of {', '.join(AUTHORITIES)}"
    if key == "source_url" and not _is_address(value):
        return "is no address: write it as in a browser, https://…"
    if key == "retrieved" and not _is_moment(value):
        return "is no ISO 8601 time: write 2024-03-04T12:00:00Z, or 2024-03-04"
    if key == "holder" and _holder(value) is None:
        return "is no delegation or group that is known: write its UN name or ISO alpha-3 code"
    return ""


def _holder(value: str) -> str | None:
    found = delegations.exactly(value) or delegations.by_code(value.upper())
    return found.name if found else value if value in OFFICES else None


def _is_date(value: str) -> bool:
    """Whether `value` is a day, a month, a year, or two of them in order."""
    parts = value.split("/")
    if len(parts) > 2 or any(_DAY.fullmatch(part) is None for part in parts) or parts != sorted(parts):
        return False
    try:
        return all(date.fromisoformat(f"{part}-01-01"[:10]) for part in parts)
    except ValueError:
        return False


def _is_moment(value: str) -> bool:
    try:
        return _MOMENT.fullmatch(value) is not None and bool(datetime.fromisoformat(value))
    except ValueError:
        return False


def _is_address(value: str) -> bool:
    try:
        address = urlsplit(value)
        return address.scheme in ("http", "https") and bool(address.hostname) and " " not in value
    except ValueError:
        return False


def _languages(value: Any, file: str) -> tuple[str, ...]:
    codes = value.split(";") if isinstance(value, str) else value
    if not isinstance(codes, list) or not all(isinstance(code, str) for code in codes):
        raise UnreadableFile(f'{file}: languages is no list: write languages = ["en", "fr"]')
    codes = [code.strip().lower() for code in codes if code.strip()]
    for code in codes:
        if _LANGUAGE.fullmatch(code) is None:
            raise UnreadableFile(f"{file}: languages: {_shown(code)} is no ISO 639 code: write en for English")
    return tuple(dict.fromkeys(codes))


def _shown(value: str) -> str:
    return repr(value if len(value) <= 60 else f"{value[:60]}…")
