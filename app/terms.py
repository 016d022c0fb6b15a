"""The words of a question that its evidence must hold: their stems, weights and other names."""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Iterable, Sequence
from threading import Lock

import numpy as np

from app.kinds import kind_of
from app.stance import asked_verb
from ingest.days import MONTH
from ingest.embedding import Vectors
from ingest.lexical import tokens
from retriever.followups import PRONOUN
from retriever.index import Index
from retriever.limits import without_kinds, without_references
from retriever.question import PAPER, Question
from retriever.scoring import asked_counterparts
from retriever.synonyms import asking_stems, other_names, related_terms
from retriever.translation import Counterpart, counterparts

MOST_KNOWN = 50_000  # words whose vectors are kept: 75 MB
_PLACING = re.compile(
    rf"\b(?:{MONTH})\b|\b(?:first|second|third) committee\b|\b[\w-]+ (?:substantive )?session\b", re.I
)
_IS_DUE = re.compile(
    r"(?<=\bis )due\b|(?<=\bare )due\b|(?<=\bwas )due\b|(?<=\bwere )due\b|\bdue (?:date|by|under)\b|\bdue$", re.I
)
_FOR_WHOM = re.compile(
    r"\bfor (?:me|us|(?:my|our|the) (?:ambassador|minister|boss|capital|mission|delegation|desk|readers?|editor))\b",
    re.I,
)


def content_text(question: Question) -> str:
    """What of a question says what it is about: without holders and what only filters."""
    text = question.topic if question.filters.delegations else question.text
    if question.focus != question.text and len(tokens(question.focus)) >= 2 and not PRONOUN.search(question.focus):
        text = question.focus
    return _IS_DUE.sub(" ", _FOR_WHOM.sub(" ", without_filters(text)))


def content_terms(question: Question) -> list[str]:
    """The stems that the evidence must account for: no asking words, no holders, nothing that filters.

    Nor, in a "who" or "why", the verb of support or opposition: a stance has many words, and is looked at apart.
    """
    text = content_text(question)
    apart = kind_of(question) in ("who", "why")
    papers = {term for match in PAPER.finditer(text) for term in tokens(match.group())}
    passed_over = (asking_stems(question.language) - papers) | set(tokens(asked_verb(question.text)) if apart else ())
    if question.language != "en":  # "demander", "position": words that only ask, in any language
        only_ask = {each.written for each in counterparts(text, question.language)}
        only_ask -= {each.written for each in asked_counterparts(text, question.language)}
        passed_over |= {term for written in only_ask for term in tokens(written, question.language)}
    found = [term for term in tokens(text, question.language) if term not in passed_over]
    return [term for term in dict.fromkeys(found) if not term.isdigit() and "/" not in term]


def without_filters(text: str) -> str:
    """`text` without what the search takes as a filter, and without what only places a paper."""
    return _PLACING.sub(" ", without_kinds(without_references(text)))


def present_terms(text: str, languages: Iterable[str] = ("en",)) -> set[str]:
    """The stems that stand in `text`, in each of `languages`, hyphenated words also in their parts."""
    return {term for language in languages for term in tokens(text, language)}


def foreign_sets(asked: Iterable[Counterpart], language: str, languages: Iterable[str]) -> dict[str, list[set[str]]]:
    """Stem of a question in `language` → sets of stems, any of which says the same in one of `languages`."""
    sets: dict[str, list[set[str]]] = {}
    for each in asked:
        forms = [set(tokens(form, other)) for other in languages for form in each.forms.get(other, ())]
        for stem in tokens(each.written, language):
            sets.setdefault(stem, []).extend(filter(None, forms))
    return sets


def synonym_sets(question: Question) -> dict[str, list[set[str]]]:
    """Stem of the question → sets of stems, any of which says the same."""
    sets: dict[str, list[set[str]]] = {}
    spelled = [(acronym, (words,)) for acronym, words in question.spelled]
    for written, names in [*other_names(question.text), *spelled]:
        for stem in tokens(written):
            sets.setdefault(stem, []).extend(set(tokens(name)) for name in names)
    return sets


def related(question: Question) -> list[str]:
    """Stems of the other names of what the question asks about."""
    return [term for name in related_terms(question.text) for term in tokens(name)]


def weights_of(index: Index, terms: Iterable[str]) -> dict[str, float]:
    """Inverse document frequency of stems, as if the index held at least a thousand passages."""
    size = max(len(index.speakers), 1)
    vocabulary = index.lexical.vocab_dict
    scale = max(size, 1000) / size
    weights = {}
    for term in dict.fromkeys(terms):
        count = 0.0
        if term in vocabulary:
            indptr = index.lexical.scores["indptr"]
            number = vocabulary[term]
            count = float(indptr[number + 1] - indptr[number]) * scale
        weights[term] = math.log(1 + size * scale / (count + 0.5))
    return weights


class WordVectors:
    """Vectors of single words, kept: the same words come again in every question."""

    def __init__(self, encode: Callable[[list[str]], Vectors]) -> None:
        """`encode`: texts → unit vectors, one a row."""
        self._encode = encode
        self._known: dict[str, Vectors] = {}
        self._lock = Lock()

    def nearest(self, asked: Sequence[str], offered: Sequence[str]) -> list[float]:
        """For each asked word, the highest cosine with an offered word; 0 where none is offered."""
        if not asked or not offered:
            return [0.0] * len(asked)
        with self._lock:
            if len(self._known) > MOST_KNOWN:
                self._known.clear()
            new = [word for word in dict.fromkeys([*asked, *offered]) if word not in self._known]
            if new:
                self._known.update(zip(new, self._encode(new), strict=True))
            matrix = np.stack([self._known[word] for word in offered])
            return [float((matrix @ self._known[word]).max()) for word in asked]
