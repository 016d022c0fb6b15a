"""Translations: a statement that is printed again in another language, linked to the one it translates."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from difflib import SequenceMatcher
from itertools import groupby, pairwise

from ingest.language import UNKNOWN
from ingest.passages import Passage
from ingest.speakers import Turn, speaker_at

FEWEST_WORDS = 25  # of a passage whose language tells that another text begins
FEWEST_COGNATES, LEAST_COGNATES = 8, 0.18  # how many, and what share; seen: 0.3 in translations, 0.08 in others
FEWEST_NUMBERS, LEAST_NUMBERS = 4, 0.65  # the same of numbers, between scripts
MARKED = 0.6  # of these shares is enough where a text is called a translation
LEAST_LENGTH = 0.55  # of the shorter text to the longer; a translation may be a third shorter
LEAST_LENGTH_MARKED = 0.35  # where it is called a translation
MOST_ANCHORS = 600  # that are compared
MOST_CHARACTERS = 40_000  # in which they are looked for
WEIGHT = {"zh": 3.0, "ar": 1.2, "fa": 1.2}  # letters of English that one letter says
_MARKED = re.compile(
    r"\b(?:unofficial|courtesy|informal|non-official|working|official|english|french|spanish)\s+(?:\w+\s+)?translation\b|"
    r"\btranslat(?:ion|ed) (?:from|into|by)\b|^\W*translation\b|\btraduction (?:non officielle|de courtoisie|officieuse|libre)\b|"
    r"\btraducción (?:no oficial|de cortesía|oficiosa|libre)\b|неофициальный перевод|ترجمة غير رسمية|非正式(?:译文|翻译)",
    re.IGNORECASE | re.MULTILINE,
)
_ORIGINAL = re.compile(r"\bOriginal:\s*(?P<language>English|French|Spanish|Russian|Arabic|Chinese)\b", re.IGNORECASE)
_CODES = {"english": "en", "french": "fr", "spanish": "es", "russian": "ru", "arabic": "ar", "chinese": "zh"}
_NUMBER = re.compile(r"\d+(?:[/.]\d+)*")
_LONG_WORD = re.compile(r"[^\W\d_]{7,}|\d+(?:[/.]\d+)*")
COGNATE = 5  # first letters that "delegation" and "délégation" share
_SCRIPTS = ("ru", "ar", "zh", "fa", "ur", UNKNOWN)
_MARKER_AT = 160  # characters at the start of a text in which it is called a translation


@dataclass(frozen=True, slots=True)
class _Text:
    """Passages of one holder that follow one another in one language, by their indexes."""

    first: int
    last: int
    language: str
    words: str

    @property
    def length(self) -> float:
        return len(self.words) * WEIGHT.get(self.language, 1.0)

    @property
    def marked(self) -> bool:
        return _MARKED.search(self.words[:_MARKER_AT]) is not None


def link(passages: Sequence[Passage], turns: Sequence[Turn]) -> list[Passage]:
    """The passages, those of a translation with the offset at which the statement begins that they translate.

    Linked are two texts of one holder that follow one another in different languages: of like length, with
    words that are alike and numbers in the same order, or called a translation. The first printed is the original, unless it is the one
    that is called a translation, or the other is in the language that the section calls the original's.
    """
    found = list(passages)
    if len({passage.language for passage in passages}) < 2:
        return found
    for statement in _statements(passages, turns):
        for original, translation in _pairs(_texts(passages, statement)):
            for index in range(translation.first, translation.last + 1):
                found[index] = replace(found[index], translation_of=passages[original.first].start)
    return found


def _statements(passages: Sequence[Passage], turns: Sequence[Turn]) -> Iterator[list[int]]:
    """Indexes of the passages of each holder that follow one another."""

    def holder(index: int) -> tuple[str | None, str | None, tuple[str, ...]]:
        turn = speaker_at(turns, passages[index].start)
        return turn.holder, turn.delivered_by, turn.members

    for (name, *_), group in groupby(range(len(passages)), holder):
        if name:
            yield list(group)


def _texts(passages: Sequence[Passage], statement: Sequence[int]) -> list[_Text]:
    """The texts of a statement; a few words in another language do not part one."""
    found: list[_Text] = []
    for index in statement:
        passage = passages[index]
        last = found[-1] if found else None
        if last and (last.language == passage.language or len(passage.text.split()) < FEWEST_WORDS):
            found[-1] = replace(last, last=index, words=f"{last.words}\n{passage.text}")
        else:
            found.append(_Text(index, index, passage.language, passage.text))
    return found


def _pairs(texts: Sequence[_Text]) -> list[tuple[_Text, _Text]]:
    """(original, translation) of neighbours; what is called a translation comes first, and no text is in two pairs."""
    found: list[tuple[_Text, _Text]] = []
    taken: set[int] = set()
    neighbours = sorted(pairwise(texts), key=lambda pair: not (pair[0].marked or pair[1].marked))
    for before, after in neighbours:
        if taken.isdisjoint((before.first, after.first)) and _translates(before, after):
            found.append((after, before) if _second_is_original(before, after) else (before, after))
            taken |= {before.first, after.first}
    return found


def _second_is_original(before: _Text, after: _Text) -> bool:
    named = _ORIGINAL.search(before.words[:300])
    if named:
        return _CODES[named.group("language").casefold()] == after.language
    return before.marked and not after.marked


def _translates(before: _Text, after: _Text) -> bool:
    """Whether one of two texts translates the other."""
    marked = before.marked or after.marked
    shorter, longer = sorted((before.length, after.length))
    if shorter < (LEAST_LENGTH_MARKED if marked else LEAST_LENGTH) * longer:
        return False
    latin = not {before.language, after.language}.intersection(_SCRIPTS)
    first, second = (_anchors(each, _LONG_WORD if latin else _NUMBER) for each in (before, after))
    blocks = SequenceMatcher(None, first, second, autojunk=False).get_matching_blocks()
    common = [anchor for block in blocks for anchor in first[block.a : block.a + block.size]]
    fewest, share = (FEWEST_COGNATES, LEAST_COGNATES) if latin else (FEWEST_NUMBERS, LEAST_NUMBERS)
    most = max(len(first), len(second))
    if marked:
        return len(common) >= MARKED * share * most
    return len(set(common)) >= fewest and len(common) >= share * most


def _anchors(text: _Text, form: re.Pattern[str]) -> list[str]:
    """Numbers of a text, and beginnings of its long words, in their order; without accents, digits as in English."""
    plain = unicodedata.normalize("NFKD", text.words[:MOST_CHARACTERS].casefold())
    plain = "".join(char for char in plain if not unicodedata.combining(char))
    plain = "".join(
        str(unicodedata.digit(char, "")) if char.isdigit() and not char.isascii() else char for char in plain
    )
    return [match.group()[:COGNATE] for match in form.finditer(plain)][:MOST_ANCHORS]
