"""What the evidence for a question must hold: its words with their weights and other names, in all languages of the hits."""

from __future__ import annotations

import math
import re
from collections.abc import Collection, Iterable, Mapping, Sequence

from app.terms import (
    WordVectors,
    content_terms,
    content_text,
    foreign_sets,
    present_terms,
    related,
    synonym_sets,
    weights_of,
)
from ingest.lexical import tokens, written
from retriever.index import Index
from retriever.question import Question
from retriever.scoring import asked_counterparts, in_english

FAR, NEAR = 0.35, 0.65  # cosines of two words between which the one is more and more meant by the other
TITLED = 0.3  # of their weight, for words that stand in the title of the paper
EARLIER = 0.4  # of their weight, for the words that a follow-up takes from the questions before it


class Asked:
    """The terms of a question; `foreign`: the best evidence is in another language than the question."""

    def __init__(
        self, index: Index, question: Question, languages: Collection[str], foreign: bool, words: WordVectors
    ) -> None:
        self.question = question
        self.foreign = foreign
        self.terms = content_terms(question)
        self._index, self._words = index, words
        self._languages = tuple(sorted({"en", question.language, *languages}))
        self._counterparts = asked_counterparts(content_text(question), question.language)
        self.in_english = in_english(self._counterparts)
        self._synonyms = synonym_sets(question)
        others = [language for language in self._languages if language != question.language]
        for stem, sets in foreign_sets(self._counterparts, question.language, others).items():
            self._synonyms.setdefault(stem, []).extend(sets)
        self._weights = weights_of(index, [*self.terms, *related(question)])
        if question.language != "en":
            self._weights |= self._weights_in_english()

    def _weights_in_english(self) -> dict[str, float]:
        """The rarity of what the question asks about where most texts are: among a few of its language every word is rare."""
        found: dict[str, float] = {}
        for each in self._counterparts:
            stems = [stem for form in each.forms.get("en", ())[:1] for stem in tokens(form)]
            if stems:
                weight = sum(weights_of(self._index, stems).values()) / len(stems)
                found |= dict.fromkeys(tokens(each.written, self.question.language), weight)
        if found:  # a word that the table lacks weighs as those that it has
            usual = sorted(found.values())[len(found) // 2]
            found |= {term: min(usual, self._weights[term]) for term in self.terms if term not in found}
        return found

    def present(self, text: str) -> set[str]:
        """The stems that stand in `text`, in the languages of question and hits."""
        return present_terms(text, self._languages)

    def covered(self, term: str, present: set[str]) -> bool:
        """Whether a term of the question, or another name of the same thing, is among `present`.

        Across languages of Latin script a word with the same first five letters counts: "legal", "légal".
        """
        if term in present:
            return True
        if self.foreign and len(term) >= 5 and any(other.startswith(term[:5]) for other in present):
            return True
        return any(other <= present for other in self._synonyms.get(term, ()))

    def overlaps(self, present: Sequence[set[str]], titles: Sequence[set[str]]) -> list[float]:
        """For each candidate, the share of the question's weight whose terms, or synonyms, it holds.

        A term's weight is its rarity in the index times its rarity among the candidates: the name of
        the body that every paragraph repeats tells none of them from the others. A follow-up asks what is new in it,
        and what stands in the title of a paper is no news in the paper.
        """
        new = set(tokens(self.question.focus, self.question.language))
        weights: dict[str, float] = {}
        for term in self.terms:
            count = sum(self.covered(term, words) for words in present)
            weights[term] = self._weights[term] * math.log(1 + len(present) / (count + 0.5))
            weights[term] *= 1.0 if term in new else EARLIER
        return [self._share(words, title, weights) for words, title in zip(present, titles, strict=True)]

    def _share(self, words: set[str], title: set[str], weights: Mapping[str, float]) -> float:
        own = {term: weights[term] * (TITLED if self.covered(term, title) else 1.0) for term in self.terms}
        return sum(own[term] for term in self.terms if self.covered(term, words)) / (sum(own.values()) or 1.0)

    def weight(self, term: str) -> float:
        """How much one of `terms` weighs: its rarity in the index."""
        return self._weights[term]

    def weight_of(self, terms: Iterable[str]) -> float:
        """The share of the question's weight that `terms` have."""
        total = sum(self._weights[term] for term in self.terms) or 1.0
        return sum(self._weights[term] for term in terms) / total

    def weight_missing(self, terms: Sequence[str], present: set[str]) -> float:
        """Share of the weight of `terms` that `present` does not cover."""
        total = sum(self._weights[term] for term in terms) or 1.0
        return sum(self._weights[term] for term in terms if not self.covered(term, present)) / total

    def missing(self, present: set[str]) -> list[tuple[str, float]]:
        """(term, share of the question's weight) of what the evidence does not hold, heaviest first."""
        total = sum(self._weights[term] for term in self.terms) or 1.0
        gone = [(term, self._weights[term] / total) for term in self.terms if not self.covered(term, present)]
        return sorted(gone, key=lambda pair: -pair[1])

    def unborne(self, texts: Sequence[str]) -> float:
        """Share of the question's weight that `texts` do not bear.

        A word is borne when it, or a synonym, stands in them; in part when one of their words is near to it
        in meaning (FAR and NEAR are the ends of that scale).
        """
        gone = self.missing({term for text in texts for term in self.present(text)})
        asked = written(self.question.text, [term for term, _ in gone])
        offered = sorted({word.casefold() for text in texts for word in re.findall(r"[^\W\d_]{4,}", text)})
        nearest = self._words.nearest([word.casefold() for word in asked], offered)
        return sum(
            weight * min(1.0, max(0.0, (NEAR - cosine) / (NEAR - FAR)))
            for (_, weight), cosine in zip(gone, nearest, strict=True)
        )
