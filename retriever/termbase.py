"""The table of terms in the languages of the UN, as a text is looked through for them."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import chain, takewhile, zip_longest
from types import MappingProxyType

from retriever import synonyms
from retriever.inflections import key

LANGUAGES = ("en", "fr", "es", "ru", "ar", "zh", "fa")
_LETTER = r"(?:[^\W_\u3400-\u9fff]|[\u064b-\u0655\u0670])"  # "ICT安全" is a word and a Chinese one
WORD = re.compile(rf"[\u3400-\u9fff]+|{_LETTER}+(?:['’]{_LETTER}+)?")
Entries = tuple[int, ...]  # numbers of rows of the table


@dataclass(frozen=True, slots=True)
class Terms:
    """The terms of one language, each with its rows of the table.

    `sequences` has the keys of a term under the first of them; Chinese terms stand whole, by their first character.
    """

    acronyms: Mapping[str, Entries]
    sequences: Mapping[str, Mapping[tuple[str, ...], Entries]]


@cache
def rows() -> tuple[dict[str, tuple[str, ...]], ...]:
    """The table: the forms of each term by language, the usual one first."""
    return tuple(
        {language: tuple(filter(None, row[language].split(";"))) for language in LANGUAGES}
        for row in synonyms.rows("terms.csv")
    )


@cache
def terms(language: str) -> Terms:
    """The terms of `language` and the English acronyms, which every language uses."""
    acronyms: defaultdict[str, Entries] = defaultdict(tuple)
    sequences: defaultdict[str, defaultdict[tuple[str, ...], Entries]] = defaultdict(lambda: defaultdict(tuple))
    for number, row in enumerate(rows()):
        for form in dict.fromkeys([*row.get(language, ()), *filter(is_acronym, row["en"])]):
            if is_acronym(form):
                acronyms[form] += (number,)
                continue
            for found in {_sequence(form, language, marked) for marked in (False, True)} - {()}:
                same = sequences[found[0][0] if language == "zh" else found[0]]
                same[found] += (number,) if number not in same[found] else ()
    return Terms(dict(acronyms), {first: dict(found) for first, found in sequences.items()})


def _sequence(form: str, language: str, marked: bool) -> tuple[str, ...]:
    if language == "zh":
        return (form,)
    return tuple(filter(None, (key(word, language, marked) for word in WORD.findall(form))))


def is_acronym(form: str) -> bool:
    """Whether a form of the table counts only as written: "OEWG", "PoA", "МГП"."""
    return WORD.fullmatch(form) is not None and sum(char.isupper() for char in form) >= 2


def closest(written: str, found: Entries, language: str) -> Entries:
    """Those of `found` that have the form nearest to what is written: "informal" is not "information"."""
    if len(found) == 1:
        return found
    near = {row: max(_nearness(form, written) for form in rows()[row].get(language, ("",))) for row in found}
    return tuple(row for row in found if near[row] == max(near.values()))


def _nearness(form: str, written: str) -> int:
    """Letters from the first that two words share, twice, less those that one has more than the other."""
    pairs = zip(form.casefold(), written.casefold(), strict=False)
    return 2 * len(list(takewhile(lambda pair: pair[0] == pair[1], pairs))) - abs(len(form) - len(written))


def others(found: Sequence[Mapping[str, Sequence[str]]], language: str) -> Mapping[str, tuple[str, ...]]:
    """The forms of some terms in the languages other than `language`: the first of each term, then the second."""
    joined = {
        other: tuple(filter(None, dict.fromkeys(chain(*zip_longest(*(term.get(other, ()) for term in found))))))
        for other in LANGUAGES
        if other != language
    }
    return MappingProxyType({other: forms for other, forms in joined.items() if forms})


@cache
def function_words(language: str) -> re.Pattern[str]:
    """The words of `language` that join or ask, which need no counterpart."""
    table = synonyms.lines("function_words.txt")
    words = next((line.split(": ", 1)[1].split() for line in table if line.startswith(f"{language}: ")), [])
    return re.compile("|".join(map(re.escape, sorted(words, key=len, reverse=True))) or r"(?!)", re.I)
