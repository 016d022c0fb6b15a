"""Which of the processes that share a kind of name is meant: the OEWG on ageing is not the OEWG on ICT."""

from __future__ import annotations

import re
from functools import cache

from retriever.reference import LETTER
from retriever.synonyms import rows

_SAME = {" ": r"[\s\-–]+", "-": r"[\s\-–]?", "'": "['’]"}


@cache
def _pattern() -> re.Pattern[str]:
    """Every name: the longest wins where names overlap."""
    names = sorted((name for row in rows("processes.csv") for name in row["names"].split(";")), key=len, reverse=True)
    return re.compile("|".join(rf"(?<!{LETTER}){_spelled(name)}s?(?!{LETTER})" for name in names), re.I)


def _spelled(name: str) -> str:
    return "".join(_SAME.get(char, re.escape(char)) for char in name)


@cache
def _process_of() -> dict[str, str]:
    return {_flat(name): row["process"] for row in rows("processes.csv") for name in row["names"].split(";")}


def _flat(name: str) -> str:
    return re.sub(r"[\W_]+", "", name.casefold())


def processes_of(text: str) -> tuple[str, ...]:
    """The processes that `text` names, as the table calls them: "ICT", "ageing"; each once, in order."""
    found = (_flat(match.group()) for match in _pattern().finditer(" ".join(text.split())))
    known = _process_of()
    return tuple(dict.fromkeys(filter(None, (known.get(flat) or known.get(flat.removesuffix("s")) for flat in found))))


def process_of(text: str) -> str:
    """The process that `text` names first; "" where it names none. For the body, process and title of a document."""
    return next(iter(processes_of(text)), "")
