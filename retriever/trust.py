"""In which languages an embedding model can be believed: it is tried on sentences with their translations."""

from __future__ import annotations

from functools import cache
from weakref import WeakKeyDictionary

import numpy as np

from ingest.embedding import NamedEmbeddings
from retriever.synonyms import rows

# Of a language's sentences, and of the English ones, those whose nearest in the other language is their translation.
# The default model finds 8 of 12 in French and Spanish, 2 to 5 in the others, and loses to words alone in all of them
# (benchmarks/RESULTS.md); a multilingual model finds all.
LEAST_FOUND = 0.9
_tried: WeakKeyDictionary[NamedEmbeddings, frozenset[str]] = WeakKeyDictionary()


def trusted(embeddings: NamedEmbeddings, language: str) -> bool:
    """Whether the model can be believed on texts in `language` (ISO 639-1), and across to English.

    English always is; a language without sentences here is where all the others are.
    """
    if language == "en":
        return True
    if embeddings not in _tried:
        _tried[embeddings] = _found(embeddings)
    known = _sentences().keys() - {"en"}
    return language in _tried[embeddings] if language in known else known == _tried[embeddings]


def _found(embeddings: NamedEmbeddings) -> frozenset[str]:
    sentences = _sentences()
    english = embeddings.encode(sentences["en"])
    own = np.arange(len(english))
    good = set()
    for language in sentences.keys() - {"en"}:
        alike = embeddings.encode(sentences[language]) @ english.T
        share = min(float((alike.argmax(axis=side) == own).mean()) for side in (0, 1))
        good |= {language} if share >= LEAST_FOUND else set()
    return frozenset(good)


@cache
def _sentences() -> dict[str, list[str]]:
    """Language → invented sentences, in each the translations of the others in the same order."""
    table = rows("parallel.csv")
    return {language: [row[language] for row in table] for language in table[0]}
