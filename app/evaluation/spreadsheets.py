"""Tables as spreadsheets write and read them: question files in, scores out."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Collection, Iterable, Iterator, Sequence
from typing import Any

SUFFIXES = (".csv", ".tsv")
MARKS = {b"\xef\xbb\xbf": "utf-8-sig", b"\xff\xfe": "utf-16", b"\xfe\xff": "utf-16"}
TRUTH = {"true": True, "yes": True, "1": True, "false": False, "no": False, "0": False}
# What a spreadsheet takes for a formula at the beginning of a cell, also in full width or after blanks.
# Source: OWASP, "CSV Injection".
FORMULA = ("=", "+", "-", "@", "＝", "＋", "－", "＠")


class TableError(ValueError):
    """The bytes are no table that can be read; says what is wrong and the way out."""


def rows(
    content: bytes, known: Collection[str], lists: Collection[str], nested: Collection[str]
) -> Iterator[tuple[int, Any]]:
    """(line, what gives the fields of the row that begins there or raises ValueError) of a table with a head.

    The names of `known` fields are understood in capitals as well. Fields are divided by the comma, semicolon or tab
    that divides the head. A cell of one of `lists` is a JSON list, or has a value on each of its lines; one of `nested`
    is a JSON list. An empty cell is an absent field.

    Raises: TableError.
    """
    text = _decoded(content)
    csv.field_size_limit(max(csv.field_size_limit(), len(text)))  # of the whole process: never made smaller
    head_line = text.lstrip("\r\n").partition("\n")[0]
    divider = max(",;\t", key=head_line.count)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=divider, strict=True)
    try:
        head = [name.strip() for name in next(filter(any, reader), [])]
    except csv.Error as error:
        raise TableError(f"line {reader.line_num}: {error}") from error
    names = [name.casefold() if name.casefold() in known else name for name in head]
    if "question" not in names:
        raise TableError('it has no column "question"')
    twice = next((name for name in names if name and names.count(name) > 1), None)
    if twice is not None:
        raise TableError(f"two columns are called {twice!r}")
    while True:
        line = reader.line_num + 1
        try:
            cells = next(reader)
        except StopIteration:
            return
        except csv.Error as error:
            yield line, lambda said=f"not a row of a table ({error})": _refused(said)
            return
        if any(cell.strip() for cell in cells):
            yield line, lambda cells=cells: _fields(names, cells, lists, nested)


def _decoded(content: bytes) -> str:
    encoding = next((name for mark, name in MARKS.items() if content.startswith(mark)), "utf-8")
    try:
        return content.decode(encoding)
    except UnicodeDecodeError as error:
        raise TableError('it is not UTF-8: save it as "CSV UTF-8"') from error


def _refused(said: str) -> None:
    raise ValueError(said)


def _fields(
    names: Sequence[str], cells: Sequence[str], lists: Collection[str], nested: Collection[str]
) -> dict[str, Any]:
    if any(cell.strip() for cell in cells[len(names) :]):
        raise ValueError(f"{len(cells)} cells, but the head has {len(names)}")
    given = {name: cell for name, cell in zip(names, cells, strict=False) if name and cell.strip()}
    return {name: _value(name, cell, lists, nested) for name, cell in given.items()}


def _value(name: str, cell: str, lists: Collection[str], nested: Collection[str]) -> Any:
    if name == "answerable":
        return TRUTH.get(cell.strip().casefold(), cell)
    if name in nested or (name in lists and cell.lstrip().startswith("[")):
        try:
            return json.loads(cell)
        except ValueError as error:
            raise ValueError(f"{name}: not a JSON list") from error
    if name in lists:
        return [line.strip() for line in cell.splitlines() if line.strip()]
    return cell


def written(columns: Sequence[str], table: Iterable[Sequence[Any]]) -> str:
    """A table as CSV with a byte order mark: no text in it is taken for a formula; None is an empty cell."""
    out = io.StringIO()
    writer = csv.writer(out)
    for row in (columns, *table):
        writer.writerow([_cell(value) for value in row])
    return "\ufeff" + out.getvalue()


def _cell(value: Any) -> Any:
    """A number or None as it is; a text with a mark before it where a spreadsheet would calculate."""
    if value is None or isinstance(value, int | float):
        return value
    text = value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
    text = text.replace("\0", "\N{REPLACEMENT CHARACTER}")
    return f"'{text}" if text.lstrip().startswith(FORMULA) or text[:1] in ("\t", "\r", "\n") else text
