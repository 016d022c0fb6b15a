"""Terms of a question in the other languages of the UN, from a table: no model."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from ingest import delegations
from ingest.symbols import without
from retriever.inflections import keys
from retriever.termbase import WORD, Rows, closest, function_words, others, terms

_Span = tuple[int, int, Rows]


@dataclass(frozen=True, slots=True)
class Counterpart:
    """A term of the table found in a text: `written` as there, `forms` by language, the usual one first."""

    written: str
    forms: Mapping[str, tuple[str, ...]]


def counterparts(text: str, language: str) -> tuple[Counterpart, ...]:
    """The terms of the table in `text`, in order, with their forms in the other languages.

    The longest term wins where terms overlap. Acronyms count only as written, the English ones in any language.
    A form that stands for several terms ("informe": report, inform) has the forms of them all.
    """
    return tuple(
        Counterpart(text[start:end], others(closest(text[start:end], rows, language), language))
        for start, end, rows in _spans(text, language)
    )


def covered(text: str, language: str) -> float:
    """Share of the content words of `text` that the table or the delegations account for; 1 where it has none.

    Numbers and symbols are no content; of Chinese, the share of the characters.
    """
    text = without(text)
    told = {at for start, end, _ in _spans(text, language) for at in range(start, end)}
    told |= {at for mention in delegations.mentions(text) for at in range(mention.start, mention.end)}
    units = [at for match in WORD.finditer(text) for at in _content(match, language)]
    return sum(at in told for at in units) / len(units) if units else 1.0


def _content(word: re.Match[str], language: str) -> Sequence[int]:
    """Where the units of `word` begin that say something: the word itself, each character of Chinese."""
    functions = function_words(language)
    if language == "zh" and "\u3400" <= word.group()[0] <= "\u9fff":
        idle = {at for match in functions.finditer(word.group()) for at in range(match.start(), match.end())}
        return [word.start() + at for at in range(len(word.group())) if at not in idle]
    if word.group().isdigit() or functions.fullmatch(word.group()) or not keys(word.group(), language):
        return []
    return [word.start()]


def _spans(text: str, language: str) -> list[_Span]:
    """The longest terms of `text` that do not overlap, in order."""
    found = [*_acronyms(text, language), *(_in_chinese(text) if language == "zh" else _in_words(text, language))]
    kept: list[_Span] = []
    for start, end, rows in sorted(found, key=lambda span: (span[0] - span[1], span[0])):
        if all(end <= other[0] or other[1] <= start for other in kept):
            kept.append((start, end, rows))
    return sorted(kept)


def _acronyms(text: str, language: str) -> Iterator[_Span]:
    acronyms = terms(language).acronyms
    for match in WORD.finditer(text):
        word = re.sub(r"(?<=[A-Z]{2})s$", "", match.group())
        if word in acronyms:
            yield match.start(), match.end(), acronyms[word]


def _in_words(text: str, language: str) -> Iterator[_Span]:
    words = [(match, known) for match in WORD.finditer(text) if (known := keys(match.group(), language))]
    sequences = terms(language).sequences
    for at, (first, known) in enumerate(words):
        for start in known:
            for sequence, rows in sequences.get(start, {}).items():
                standing = words[at : at + len(sequence)]
                if len(standing) == len(sequence) and all(
                    term in word[1] for term, word in zip(sequence, standing, strict=True)
                ):
                    yield first.start(), standing[-1][0].end(), rows


def _in_chinese(text: str) -> Iterator[_Span]:
    sequences = terms("zh").sequences
    for at, char in enumerate(text):
        for (term,), rows in sequences.get(char, {}).items():
            if text.startswith(term, at):
                yield at, at + len(term), rows
