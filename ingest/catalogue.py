"""The catalogue that ships: which documents of these processes there are, and in which languages."""

from __future__ import annotations

import csv
import re
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from pydantic import BaseModel, ValidationError

from ingest.errors import BadInput
from ingest.symbols import canonical, is_symbol

PATH = Path(__file__).resolve().parent.parent / "corpus" / "catalogue.csv"
LANGUAGES = ("ar", "zh", "en", "fr", "ru", "es")


class Row(BaseModel):
    """A document as the catalogue has it; `languages` as written: "en", "ar,zh,en,fr,ru,es", or in words."""

    symbol: str
    body: str
    languages: str

    @property
    def codes(self) -> tuple[str, ...]:
        """The official languages it is known to be in; () where the row does not say."""
        return tuple(code for code in re.split(r"[,;\s]+", self.languages) if code in LANGUAGES)


@dataclass(frozen=True, slots=True)
class Selection:
    """What of the catalogue can be asked for in one language, each symbol once, in its order."""

    symbols: tuple[str, ...]
    elsewhere: tuple[tuple[str, str], ...] = ()  # (symbol, the languages it has, of which the wanted one is none)
    without_symbol: int = 0  # rows that only have a link


def select(process: str | None, language: str, path: Path = PATH) -> Selection:
    """The documents of `process` (None: all) that are there in `language`.

    Raises: BadInput when the catalogue is not there or cannot be read, or has no such process.
    """
    rows = _rows(path)
    if process is not None:
        wanted = process.strip().casefold()
        known = {name for row in rows for name in _names(row.body)}
        if wanted not in {name.casefold() for name in known}:
            shown = ", ".join(dict.fromkeys(_names(row.body)[-1] for row in rows))
            raise BadInput(f"the catalogue has no process {process!r}; it has {shown}")
        rows = [row for row in rows if wanted in {name.casefold() for name in _names(row.body)}]
    named = {canonical(row.symbol): row for row in reversed(rows) if is_symbol(canonical(row.symbol))}
    order = [symbol for symbol in dict.fromkeys(canonical(row.symbol) for row in rows) if symbol in named]
    away = [symbol for symbol in order if named[symbol].codes and language not in named[symbol].codes]
    return Selection(
        tuple(symbol for symbol in order if symbol not in away),
        tuple((symbol, ", ".join(named[symbol].codes)) for symbol in away),
        sum(not row.symbol.strip() for row in rows),
    )


def _rows(path: Path) -> Sequence[Row]:
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            return [Row.model_validate(row) for row in csv.DictReader(file, strict=True)]
    except FileNotFoundError as error:
        raise BadInput(f"{path}: the catalogue is not there: it comes with a clone; name symbols instead") from error
    except (OSError, UnicodeDecodeError, csv.Error, ValidationError) as error:
        said = " ".join(str(error).split())[:120]
        raise BadInput(f"{path} cannot be read ({said}): name symbols instead") from error


def _names(body: str) -> tuple[str, ...]:
    """As which a body may be asked for: "OEWG 2021-2025 (A/AC.292)", "A/AC.292", "OEWG 2021-2025"."""
    match = re.fullmatch(r"(?P<name>.+?) \((?P<symbol>[^)]+)\)", body)
    return (body, match["symbol"], match["name"]) if match else (body,)
