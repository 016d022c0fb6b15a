"""Terms of a question in the other languages of the UN, from a table: no model."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from ingest.delegations import Mention, mentions, names_of
from ingest.symbols import without
from retriever.inflections import ELISION, keys
from retriever.termbase import WORD, Entries, closest, function_words, others, rows, terms

_BESIDE = re.compile(rf"(?<=[A-Z]{{2}})s$|['’]s$|{ELISION.pattern}")  # an acronym: "CBMs", "OEWG's", "l'AIEA"
_Span = tuple[int, int, Entries | Mention]


@dataclass(frozen=True, slots=True)
class Counterpart:
    """A term of the table found in a text: `written` as there, `forms` by language, the usual one first."""

    written: str
    forms: Mapping[str, tuple[str, ...]]


def counterparts(text: str, language: str) -> tuple[Counterpart, ...]:
    """The terms of the table and the delegations in `text`, in order, with their forms in the other languages.

    The longest term wins where terms overlap. Acronyms count only as written, the English ones in any language.
    A form that stands for several terms ("informe": report, inform) has the forms of them all. A capital that stands
    for its State ("Havana") is left out.
    """
    return tuple(
        Counterpart(text[start:end], others(_meant(text[start:end], term, language), language))
        for start, end, term in _spans(text, language)
        if not isinstance(term, Mention) or term.by != "capital"
    )


def _meant(written: str, term: Entries | Mention, language: str) -> list[Mapping[str, tuple[str, ...]]]:
    if isinstance(term, Mention):
        return [names_of(term.delegation)]
    return [rows()[row] for row in closest(written, term, language)]


def covered(text: str, language: str) -> float:
    """Share of the content words of `text` that the table or the delegations account for; 1 where it has none.

    Numbers and symbols are no content; of Chinese, the share of the characters.
    """
    text = without(text)
    told = {at for start, end, _ in _spans(text, language) for at in range(start, end)}
    units = [at for match in WORD.finditer(text) for at in _content(match, language)]
    return sum(at in told for at in units) / len(units) if units else 1.0


def _content(word: re.Match[str], language: str) -> Sequence[int]:
    """Where the units of `word` begin that say something: the word, each character of Chinese."""
    functions = function_words(language)
    if language == "zh" and "\u3400" <= word.group()[0] <= "\u9fff":
        idle = {at for match in functions.finditer(word.group()) for at in range(match.start(), match.end())}
        return [word.start() + at for at in range(len(word.group())) if at not in idle]
    bare = ELISION.sub("", word.group())
    if bare.isdigit() or functions.fullmatch(bare) or not keys(bare, language):
        return []
    return [word.end() - len(bare)]


def _spans(text: str, language: str) -> list[_Span]:
    """The longest terms and names of delegations in `text` that do not overlap, in order."""
    found: list[_Span] = [*_acronyms(text, language)]
    found += _in_chinese(text) if language == "zh" else _in_words(text, language)
    found += [(mention.start, mention.end, mention) for mention in mentions(text)]
    kept: list[_Span] = []
    for span in sorted(found, key=lambda span: (span[0] - span[1], span[0])):  # of equals, the term of the table
        if all(span[1] <= other[0] or other[1] <= span[0] for other in kept):
            kept.append(span)
    return sorted(kept, key=lambda span: span[0])


def _acronyms(text: str, language: str) -> Iterator[_Span]:
    acronyms = terms(language).acronyms
    for match in WORD.finditer(text):
        word = _BESIDE.sub("", match.group())
        if word in acronyms:
            yield match.start(), match.end(), acronyms[word]


def _in_words(text: str, language: str) -> Iterator[_Span]:
    words = [(match, known) for match in WORD.finditer(text) if (known := keys(match.group(), language))]
    sequences = terms(language).sequences
    for at, (first, known) in enumerate(words):
        for start in known:
            for sequence, found in sequences.get(start, {}).items():
                standing = words[at : at + len(sequence)]
                if len(standing) == len(sequence) and all(
                    term in word[1] for term, word in zip(sequence, standing, strict=True)
                ):
                    yield first.start(), standing[-1][0].end(), found


def _in_chinese(text: str) -> Iterator[_Span]:
    sequences = terms("zh").sequences
    for at, char in enumerate(text):
        for (term,), found in sequences.get(char, {}).items():
            if text.startswith(term, at):
                yield at, at + len(term), found
