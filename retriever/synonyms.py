"""Other names of what a question asks about: acronyms and synonyms of the domain, and words that only ask."""

from __future__ import annotations

import csv
import json
import re
from functools import cache
from importlib.resources import files

from ingest.lexical import tokens

_EXPANDED = ("topic", "process", "body", "document", "programme", "delegation", "stakeholder")


def rows(table: str) -> tuple[dict[str, str], ...]:
    """The rows of one of the tables in CSV beside this package."""
    return tuple(csv.DictReader(_text(table).splitlines()))


def lines(table: str) -> list[str]:
    """The lines of one of the lists of words beside this package, without its comments."""
    return [line for line in _text(table).splitlines() if line and not line.startswith("#")]


def _text(table: str) -> str:
    return files("retriever").joinpath("tables").joinpath(table).read_text("utf-8")


@cache
def asking_stems(language: str = "en") -> frozenset[str]:
    """Stems of the words that ask or that any text may replace, in English and in `language`: the evidence need not hold them."""
    found: set[str] = set()
    for line in lines("asking_words.txt"):
        of, _, words = line.partition(": ")
        if words and of == language:
            found.update(tokens(words, language))
        elif not words:
            found.update(tokens(line))
    return frozenset(found)


@cache
def acronyms() -> dict[str, str]:
    """Acronym in small letters → as it is written: "poa" → "PoA"."""
    return {row["acronym"].casefold(): row["acronym"] for row in rows("glossary.csv")}


@cache
def expansions() -> dict[str, str]:
    """Acronym, as it is written → what it stands for in this field: "APR" → "annual progress report"."""
    return {row["acronym"]: re.sub(r"\s*\(.*?\)", "", row["expansion"]) for row in rows("glossary.csv")}


@cache
def _concepts() -> tuple[tuple[str, ...], ...]:
    table = json.loads(_text("synonyms.json"))
    spelled = [
        (row["acronym"], re.sub(r"\s*\(.*?\)", "", row["expansion"]))
        for row in rows("glossary.csv")
        if row["type"] in _EXPANDED
    ]
    return (*(tuple(terms) for terms in table.values()), *spelled)


@cache
def _senses() -> dict[str, re.Pattern[str]]:
    """Term → words beside which it means another thing than its concept: "permanent mechanism" for a fund."""
    return {
        row["term"].casefold(): re.compile("|".join(map(re.escape, row["not_beside"].split(";"))), re.I)
        for row in rows("senses.csv")
    }


def other_names(text: str) -> list[tuple[str, tuple[str, ...]]]:
    """(term as `text` writes it, other names of the same thing): acronyms, synonyms of the domain.

    Terms count as whole words; acronyms only as written; a term of two senses only where `text` shows its own.
    """
    found = []
    for concept in _concepts():
        standing = {term: match.group() for term in concept if (match := _term(term).search(text))}
        if standing and not all(_in_other_sense(term, text) for term in standing):
            written = max(standing.values(), key=len)
            found.append((written, tuple(term for term in concept if term not in standing)))
    return found


def stands(term: str, text: str) -> bool:
    """Whether `term` stands in `text` as whole words, over the end of a line as well; acronyms only as written."""
    return _term(term).search(" ".join(text.split())) is not None


def _in_other_sense(term: str, text: str) -> bool:
    beside = _senses().get(term.casefold())
    return beside is not None and beside.search(text) is not None


def related_terms(text: str, most: int = 6) -> tuple[str, ...]:
    """Other names of what `text` asks about, at most `most` for each concept."""
    return tuple(dict.fromkeys(name for _, names in other_names(text) for name in names[:most]))


@cache
def _term(term: str) -> re.Pattern[str]:
    acronym = term.isupper() or (len(term) <= 5 and any(char.isupper() for char in term[1:]))
    return re.compile(rf"(?<!\w){re.escape(term)}s?(?!\w)", 0 if acronym else re.I)
