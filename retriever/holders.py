"""The delegations that a question names: as any text names them, and by adjectives of its own language."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from functools import cache
from itertools import pairwise

from ingest import delegations
from ingest.delegations import Mention
from ingest.language import detect
from retriever.leaders import leaders_in
from retriever.synonyms import acronyms, rows

# Never acronyms where a question has no capitals.
_WORDS = frozenset("who us it aim can her his its las au car cis res eau cei sar rca rsa png svg fsm rf foc".split())
# A language of the United Nations, or a version in it, speaks for nobody: "in French", "the Russian version".
_IN_LANGUAGE = re.compile(
    r"\b(?:in|into|en|al|in the|langue|langues|océan|océano|mer|mar|continente?|états|pays|estados|países|version|traduction|texte|versión|traducción|idioma|lengua)\s+$|\b(?:на|по)[\s-]$",
    re.I,
)
_OF_LANGUAGE = re.compile(
    r"\s+(?:languages?|versions?|translations?|langue|idioma|язык\w*|верси\w+|перевод\w*)\b", re.I
)
# State names that people bear too.
_GIVEN_NAMES = frozenset({"Chad", "Jordan", "Georgia", "Israel", "Bulgaria", "Dominica", "Mauritius"})
_TITLE = re.compile(
    r"\b(?:Mr|Ms|Mrs|Dr|Prof|Mme|M|Sr|Sra|Sir|Lord|Professor|Ambassador|Minister|Monsieur|Madame|Señor|Señora)\.?\s+(?:[A-Z]\w+\s+)?$"
)
_SURNAME = re.compile(r"\s+[A-Z][a-z]+\b(?!['’]s\b)")


def mentions(text: str) -> list[Mention]:
    """Every delegation that a question names, in order, also by somebody who speaks for it."""
    found = list(leaders_in(text))
    for mention in (*(each for each in delegations.mentions(text) if not _is_other(text, each)), *_by_adjective(text)):
        if not any(mention.start < other.end and other.start < mention.end for other in found):
            found.append(mention)
    found += [mention for mention in _twins_in(text) if mention not in found]
    return sorted(found, key=lambda mention: (mention.start, mention.delegation.name))


def _is_other(text: str, mention: Mention) -> bool:
    """Whether it is a language or a person that bears the name."""
    before = text[max(0, mention.start - 40) : mention.start]
    if mention.by == "adjective":
        return _IN_LANGUAGE.search(before) is not None or _OF_LANGUAGE.match(text, mention.end) is not None
    if _TITLE.search(before):
        return True
    if mention.delegation.name not in _GIVEN_NAMES or not _SURNAME.match(text, mention.end):
        return False
    return re.search(r"\b[a-z]{4,}", text) is not None  # else it Is A Question Written Like A Title


# Adjectives and the names of peoples, in French, Spanish and Russian


@cache
def _adjectives(language: str) -> dict[str, str]:
    """Folded form → code of its State."""
    forms: dict[str, str] = {}
    for row in rows("demonyms.csv"):
        for word in filter(None, row[language].split(";")):
            for form in _FORMS[language](word):
                forms.setdefault(delegations.fold(form), row["code"])
    return forms


def _french(word: str) -> Iterator[str]:
    feminine = word if word.endswith("e") else f"{word}ne" if word.endswith(("ien", "éen")) else f"{word}e"
    for form in (word, feminine):
        yield form
        yield form if form.endswith("s") else f"{form}s"


def _spanish(word: str) -> Iterator[str]:
    stem = "".join(char for char in unicodedata.normalize("NFD", word) if char != "\u0301")
    yield word
    if word.endswith("o"):
        yield from (f"{stem[:-1]}{ending}" for ending in ("a", "os", "as"))
    elif word[-2:] in ("és", "án", "ón", "ín") or word.endswith("l"):
        yield from (f"{stem}{ending}" for ending in ("a", "es", "as"))
    else:
        yield from (f"{stem}s", f"{stem}es")


def _russian(stem: str) -> Iterator[str]:
    adjective = "ий ого ому им ом ая ой ую ою ое ие их ими"
    people = " а у ом е ы и ев ов ей ам ями ами ах ян"
    yield from (stem + ending for ending in (adjective if stem.endswith(("ск", "цк")) else people).split(" "))


_FORMS = {"fr": _french, "es": _spanish, "ru": _russian}
_WORD = re.compile(r"(?<![\w-])[^\W\d_]+(?:-[^\W\d_]+)*")


def _by_adjective(text: str) -> Iterator[Mention]:
    language = detect(text)
    if language not in _FORMS:
        return
    known = _adjectives(language)
    for word in _WORD.finditer(text):
        state = delegations.by_code(known.get(delegations.fold(word.group()), ""))
        if state is not None:
            mention = Mention(state, word.start(), word.end(), "adjective")
            if not _is_other(text, mention):
                yield mention


# Two States in one word, "the Koreas", and a group called by its peoples

_TWINS = {"the arabs": ("XAR",), "the africans": ("XAG",), "koreas": ("PRK", "KOR"), "congos": ("COG", "COD"), "sudans": ("SDN", "SSD"), "corées": ("PRK", "KOR"), "coreas": ("PRK", "KOR")}  # fmt: skip
_TWIN = re.compile(rf"\b(?:{'|'.join(_TWINS)})\b", re.I)


def _twins_in(text: str) -> Iterator[Mention]:
    for match in _TWIN.finditer(text):
        for code in _TWINS[match.group().casefold()]:
            if (state := delegations.by_code(code)) is not None:
                yield Mention(state, match.start(), match.end(), "name")


# Questions typed in small letters only, or in capitals only


_VERB = re.compile(r"\b(?:to|you|we|i|please|can|will)\s+$")  # "can you polish this"


_BEFORE_A_PERSON = re.compile(  # "does the treaty trump the law?" names nobody
    r"(?:^|[^\w\s]\s*|\b(?:did|does|has|had|was|is|president|minister|mr|mrs|to|by|of|about|against|with|from|and|than|what|why|que|dit|pense|veut|"
    r"selon|dijo|dice|según|[a-z]+['’]s)\s+)$"
)


@cache
def _codes() -> dict[str, str]:
    """Acronym in small letters → as it is written, of what no common word is spelled like."""
    codes = {name.casefold(): name for name in delegations.short_names()}
    return {low: name for low, name in {**codes, **acronyms()}.items() if low not in _WORDS}


def capitalised(text: str) -> str:
    """A question typed without capitals, with those of the names and acronyms in it; any other as it is.

    One typed in nothing but capitals counts as one without: there "US" may be the pronoun.
    """
    if text == text.upper() and len(re.findall(r"[A-Z]{2,}", text)) > 3:
        text = text.lower()
    if text != text.lower():
        return text
    words = re.sub(r"\bthe us\b", "the US", text)
    words = re.sub(r"(?<!\w)(?:[a-z]\.){2,}", lambda word: _codes().get(word.group(), word.group()), words)
    words = re.sub(r"(?<!['’\w])[\w-]+", lambda word: _codes().get(word.group(), word.group()), words)
    titled = "".join(
        char.upper() if before in " '’\"(¿¡" and len(char.upper()) == 1 else char
        for before, char in pairwise(" " + words)
    )
    for mention in (*delegations.mentions(titled), *leaders_in(titled, titled=True)):
        if mention.by == "adjective" and _VERB.search(words[: mention.start]):
            continue
        if mention.by == "leader" and not _BEFORE_A_PERSON.search(words[: mention.start]):
            continue
        if mention.end - mention.start >= (5 if mention.by == "capital" else 4):
            words = words[: mention.start] + titled[mention.start : mention.end] + words[mention.end :]
    return words
