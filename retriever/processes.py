"""Which of the processes that share a kind of name is meant: the OEWG on ageing is not the OEWG on ICT."""

from __future__ import annotations

import re
from functools import cache

from retriever.synonyms import rows

_SAME = {" ": r"[\s\-–]+", "-": r"[\s\-–]?", "'": "['’]"}


@cache
def _pattern() -> re.Pattern[str]:
    """One group for each process: the longest name wins where names overlap."""
    names = [(name, row["process"]) for row in rows("processes.csv") for name in row["names"].split(";")]
    ordered = sorted(names, key=lambda pair: -len(pair[0]))
    return re.compile("|".join(rf"(?<!\w){_spelled(name)}s?(?!\w)" for name, _ in ordered), re.I)


def _spelled(name: str) -> str:
    return "".join(_SAME.get(char, re.escape(char)) for char in name)


@cache
def _process_of() -> dict[str, str]:
    return {_flat(name): row["process"] for row in rows("processes.csv") for name in row["names"].split(";")}


def _flat(name: str) -> str:
    return re.sub(r"[\W_]+", "", name.casefold())


def process_of(text: str) -> str:
    """The process that `text` names first, as the table calls it: "ICT", "ageing"; "" where it names none.

    Use it alike on a question and on the body, process and title of a document.
    """
    match = _pattern().search(" ".join(text.split()))
    if match is None:
        return ""
    flat = _flat(match.group())
    return _process_of().get(flat) or _process_of().get(flat.removesuffix("s"), "")
