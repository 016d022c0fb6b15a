"""Keys under which the inflected forms of a word meet: a term of a table and a question are compared by them."""

from __future__ import annotations

import re
import unicodedata
from functools import cache, lru_cache

import snowballstemmer

from ingest.lexical import tokens

LEAST = 3  # letters that stay of an Arabic or Persian word
_KEPT = frozenset({"no", "not", "en", "за"})  # of the index's stop words: "no vinculante", "en línea", "выступать за"
_STEMMERS = {"fr": "french", "es": "spanish", "ru": "russian"}
ELISION = re.compile(r"^(?:[cdjlmnst]|qu)['’]", re.I)
_MARKS = re.compile("[\u064b-\u0655\u0670\u0640]")  # vowel signs and the stretching line
_ARABIC_LETTER = str.maketrans("أإآٱىة", "اااايه")
_PERSIAN_LETTER = str.maketrans("يكۀةأإآ", "یکههااا")
_ENDINGS = ("تها", "تهم", "ته", "ها", "هم", "ان", "ات", "ون", "ين", "ه", "ا")
_PLURALS = ("هایی", "های", "ها")
_PERSIAN_STOP = frozenset("ها های هایی می نمی و در به از که را این آن با برای است بر تا یا هم ای".split())


def key(word: str, language: str, marked: bool = False) -> str:
    """The key of a word of a table; "" for a word that only joins others.

    The index folds a word before it stems it, so "comparée" and "comparer" do not meet and "открытой" keeps its
    ending. `marked`: stemmed with its marks, as French and Spanish need; Russian always is.
    """
    if language == "ar":
        word = _MARKS.sub("", word)
        return _bare(word[1:] if word.startswith("وال") else word) if tokens(word, "ar") else ""
    if language == "fa":
        return _persian(word)
    if word.casefold() in _KEPT:
        return word.casefold()
    found = next(iter(tokens(word, language)), "")
    if not found or language not in _STEMMERS or not (marked or language == "ru"):
        return found
    bare = ELISION.sub("", unicodedata.normalize("NFC", word.casefold()))
    stem = _stemmer(language).stemWord(bare.replace("ё", "е"))
    return "".join(char for char in unicodedata.normalize("NFD", stem) if not "\u0300" <= char <= "\u036f")


@lru_cache(maxsize=1 << 16)  # words come again and again
def keys(word: str, language: str) -> frozenset[str]:
    """The keys that `word` of a text may have; none for a word that only joins others.

    A French one in -ent may be a plural of the present. An Arabic one has several: و, ف, ب, ك and ل before it may be
    words of their own or its first letter; the present, which a table has in the third person, begins with the letter
    of the person; the past may end in that of the feminine.
    """
    first = key(word, language)
    if not first:
        return frozenset()
    if language == "fr" and word.endswith("ent") and len(word) > 5:
        return frozenset({first, key(word.removesuffix("nt"), "fr")})
    if language != "ar":
        return frozenset({first, key(word, language, marked=True)})
    readings = {_MARKS.sub("", word)}
    readings |= {form[1:] for form in readings if len(form) > LEAST and form[0] in "وف"}
    readings |= {form[1:] for form in readings if len(form) > LEAST and form[0] in "بكل"}
    readings |= {"ي" + form[1:] for form in readings if len(form) > LEAST and form[0] in "تنأ"}
    readings |= {form[:-1] for form in readings if len(form) > LEAST and form[-1] == "ت"}
    return frozenset({first, *map(_bare, readings)})


@cache
def _stemmer(language: str):  # type: ignore[no-untyped-def]
    return snowballstemmer.stemmer(_STEMMERS[language])


def _bare(word: str) -> str:
    """An Arabic word without article and ending, its letters in one spelling.

    The endings are those of light10 (Larkey, Ballesteros and Connell, 2007) but for ي: دول are States, دولي is
    international.
    """
    while word.startswith(("ال", "لل")) and len(word) - 2 >= LEAST:  # "الالتزام" as "التزام"
        word = word[2:]
    word = word.translate(_ARABIC_LETTER)
    while ending := next((end for end in _ENDINGS if word.endswith(end) and len(word) - len(end) >= LEAST), ""):
        word = word.removesuffix(ending)
    return word


def _persian(word: str) -> str:
    word = _MARKS.sub("", word).translate(_PERSIAN_LETTER)
    if word in _PERSIAN_STOP:
        return ""
    plural = next((end for end in _PLURALS if word.endswith(end) and len(word) - len(end) >= LEAST), "")
    return next(iter(tokens(word.removesuffix(plural), "fa")), "")
