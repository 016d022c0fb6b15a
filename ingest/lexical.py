"""Words as the lexical index counts them: folded, stemmed in the language of the text."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from functools import cache, lru_cache

import snowballstemmer

from ingest.text import NOTE_MARKS

VERSION = "6"  # of `tokens`: raise it when the same text gives other terms
_STEMMERS = {"en": "english", "fr": "french", "es": "spanish", "ru": "russian", "ar": "arabic"}
_SYMBOL = r"[A-Za-z]+(?:/[A-Za-z0-9.\-]+)+|\d{1,3}/\d{1,4}"
_WORD = r"[^\W_\u3400-\u9fff]+"  # Chinese follows other script without a blank: "ARPANET是"
_TOKEN = re.compile(rf"{_SYMBOL}|[\u3400-\u9fff]+|{_WORD}(?:['’]{_WORD})?")
_MARKS = re.compile("(?<!и)[\u0300-\u036f]")  # й is a letter: without it "открытой" keeps its ending
_STOP_WORDS = (
    "a an the of and or to in on at by for with from as is are was were be been it its this that these those which "
    "who whom what how does do did has have had not no will would shall can could may might we our us i my me you "
    "your they their he she "
    "le la les de des du et en un une dans sur pour par que qui au aux ce cette est sont d l s "
    "el los las del y una con para por se su lo al como es "
    "и в на с по к о от за из что это "
    "في من على إلى عن أن هذا هذه التي الذي"
)
_STOP = frozenset(_STOP_WORDS.split())


@cache
def _stemmer(language: str):  # type: ignore[no-untyped-def]
    return snowballstemmer.stemmer(_STEMMERS.get(language, "english"))


def tokens(text: str, language: str = "en") -> list[str]:
    """Terms of `text` in order: stems, acronyms without the s of their plural, symbols whole, Chinese in pairs."""
    stemmed = language if language in _STEMMERS else "en"
    return [term for raw in _TOKEN.findall(text.translate(NOTE_MARKS)) for term in _terms(raw, stemmed)]


@lru_cache(maxsize=1 << 18)  # words come again and again
def _terms(raw: str, language: str) -> tuple[str, ...]:
    """The terms of one match of _TOKEN."""
    if "\u3400" <= raw[0] <= "\u9fff":
        return tuple(raw[at : at + 2] for at in range(max(1, len(raw) - 1)))
    if "/" in raw:
        symbol = raw.casefold()
        return symbol.rstrip("."), *([symbol.removeprefix("a/res/")] if symbol.startswith("a/res/") else [])
    word = re.sub(r"['’]s$", "", re.sub(r"(?<=[A-Z]{2})s$", "", raw).casefold())
    word = unicodedata.normalize("NFC", _MARKS.sub("", unicodedata.normalize("NFD", word)))
    word = re.sub(r"^[dlnsjcqm]['’]", "", word)
    return (str(_stemmer(language).stemWord(word)),) if word and word not in _STOP else ()


def written(text: str, stems: Sequence[str]) -> list[str]:
    """The words of `text` that have these stems, as written."""
    spelled: dict[str, str] = {}
    for word in re.findall(r"[\w/.-]+", text):
        for stem in tokens(word.strip(".,")):
            spelled.setdefault(stem, word.strip(".,"))
    return [spelled.get(stem, stem) for stem in stems]
