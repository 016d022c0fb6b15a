"""The clauses of a sentence, and whether each says that something is so or that it is not."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise

from app.checking.meanings import KEPT, Word, is_known, keys_of, negative_stems, words
from ingest.structure import sentences

_VERB = r"(?:(?:also|then|therefore|thus|further|even|now|so|not)\s+)?(?:will|would|has|have|had|is|are|was|were|can|could|cannot|may|might|must|should|did|does|do|[a-z]+(?:ed|[^s\W]s)|held|made|put|sought|began|took|said|told|gave|led|saw|felt|found|thought|built|brought|chose|left|drew|kept|met|paid|sent|set|spent)\b"
_SPLIT = re.compile(
    rf"\s*[;:–—]\s+|,?\s+(?:but|whether|because|although|though|whereas|while|since|unless|and that|so that|in order to|as (?:it|they|he|she|the|this|that|many|most|some|small|no|current|today)|and (?={_VERB}))\b\s*|"
    r",\s+(?:and|which|who|whose|where|so|as|yet|or|with|after|before|once|if|when|until)\b\s*|"
    r",\s+(?=[a-z]+ing\b|\w+ (?:being|having)\b)",
    re.I,
)
_NOT = re.compile(r"\b(?:not|never|no|none|nobody|nothing|neither|nor|cannot|nowhere|no one|no-one)\b|n['’]t\b", re.I)
# "Not only" denies nothing, "not all" only that it is all.
_NO_DENIAL = re.compile(
    r"\b(?:not (?:only|just|merely|solely|every|all|everyone|least|to mention)|no (?:less|more|fewer|later|doubt|matter|longer than|one-size)|"
    r"non?-objection|no[- ]objection|no\.|nothing but|without (?:delay|exception|doubt|prejudice)|whether or not|or not|cannot but)\b",
    re.I,
)
_DOUBLE = re.compile(r"\b(?:without|unless|until|except)\b", re.I)  # with "not" it says that something is so
_WITHOUT = re.compile(
    r"\b(?:(?:keep|kept|keeps|stops?|stopped|prevent\w*|bar|barred)\b[^.;]{1,40}\bfrom|without|instead of|rather than|far from|non-[a-z]+|yet to|unable to|not yet|no longer|free (?:of|from)|too (?:early|soon))\b",
    re.I,
)
_PREFIXED = re.compile(r"(?:un|in|im|il|ir|dis|mis)(?P<rest>[a-z]{4,})", re.I)
# Words that only look as if a prefix denied the rest.
_NO_PREFIX = re.compile(
    r"inform|improv|discover|discours|disclos|income|input|impart|import|impos|instance|inten|interest|industr|insight|insist|"
    r"install|invest|invent|display|distanc|discharg|dispatch|indeed|inside|unit|discuss|issue|imprint|impress|until|under|union",
    re.I,
)


@dataclass(frozen=True, slots=True)
class Clause:
    """A clause at `start:end` of its text; `plain` is its text with blanks for a "not" that denies nothing.

    `denied`: it says "not"; `negatives` are the keys of its words that may say so too ("refuse", "unnecessary"), and
    `loose` is whether it does so in several words ("instead of").
    """

    text: str
    start: int
    end: int
    words: tuple[Word, ...]
    plain: str
    denied: bool
    negatives: tuple[frozenset[str], ...]
    loose: bool
    sentence: int  # from 0

    @property
    def keys(self) -> frozenset[str]:
        """The keys of all words that say something."""
        return keys_of(word for word in self.words if not word.joins)

    @property
    def negative(self) -> bool:
        """Whether it says in some word or other that something is not so."""
        return self.denied or self.loose or bool(self.negatives)

    def negates(self, other: Clause) -> bool:
        """Whether it says so otherwise than by a word that `other` has too: to refuse is no denial of a refusal."""
        mirrored = frozenset().union(*other.negatives)
        return self.denied or self.loose or any(not keys & mirrored for keys in self.negatives)


@lru_cache(maxsize=KEPT)
def clauses(text: str, claimed: bool = False) -> tuple[Clause, ...]:
    """The clauses of `text` in order, those of a statement (`claimed`) or of its evidence."""
    found = words(text, claimed)
    parts: list[Clause] = []
    for number, (begin, end) in enumerate(sentences(text, 0)):
        cuts = [begin, *(begin + match.start() for match in _SPLIT.finditer(text[begin:end]) if match.start() > 3), end]
        for start, stop in pairwise(cuts):
            inside = tuple(word for word in found if start <= word.start < stop)
            parts.append(_clause(text[start:stop], start, stop, inside, number))
    return tuple(part for part in parts if part.words)


def denials(text: str) -> list[int]:
    """The places of "not", "never", "no" and the like in `text`, but for those that deny nothing ("not only")."""
    return [match.start() for match in _NOT.finditer(_plain(text))]


def _plain(text: str) -> str:
    return _NO_DENIAL.sub(lambda match: " " * len(match.group()), text)


def _clause(text: str, start: int, end: int, inside: Sequence[Word], sentence: int) -> Clause:
    plain = _plain(text)
    no = _NOT.search(plain) is not None
    twice = no and _DOUBLE.search(plain) is not None
    negatives = tuple(word.keys for word in inside if is_negative(word))
    loose = twice or _WITHOUT.search(plain) is not None
    return Clause(text, start, end, tuple(inside), plain, no and not twice, negatives, loose, sentence)


def is_negative(word: Word) -> bool:
    """Whether a word may say that something is not so: "refuse", "unnecessary"."""
    if word.stem in negative_stems():
        return True
    match = _PREFIXED.fullmatch(word.written)
    return match is not None and not _NO_PREFIX.match(word.written) and is_known(match["rest"])
