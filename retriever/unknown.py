"""Persons and things that are asked for their words and that nobody here can speak for."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from retriever.holders import mentions
from retriever.limits import references
from retriever.processes import processes_of
from retriever.synonyms import acronyms, lines, other_names

_SAYS = (
    r"say|says|said|think|thinks|thought|tell|tells|told|want|wants|wanted|claim(?:s|ed)?|argue[sd]?|believe[sd]?|declare[sd]?|announce[sd]?|"
    r"propose[sd]?|demand(?:s|ed)?|warn(?:s|ed)?|complain(?:s|ed)?|suggest(?:s|ed)?|insist(?:s|ed)?|promise[sd]?|deny|denies|denied|comment(?:s|ed)?|"
    r"mention(?:s|ed)?|accuse[sd]?|blame[sd]?|criticis(?:e|es|ed)|criticiz(?:e|es|ed)|condemn(?:s|ed)?|agree[sd]?|disagree[sd]?|"
    r"react(?:s|ed)?|respond(?:s|ed)?|reply|replies|replied|write|writes|wrote|see|sees|view"
)
_DIT = r"dit|disent|disait|pense(?:nt)?|pensait|veut|veulent|voulait|affirme|propose|déclare|réclame|accuse|estime"
_DICE = r"dice|dijo|dicho|piensa|pensaba|quiere|quería|opina|propone|afirma|declaró|acusa|acusó"
_GOVORIT = r"говорит|говорил\w*|сказал\w*|думает|думал\w*|хочет|хотел\w*|считает|заявил\w*|предлагает|предложил\w*"
_WORD = r"(?-i:[A-ZÀ-ÞА-ЯЁ])(?:[^\W\d_]|['’](?-i:[A-ZÀ-Þ])|-(?=[^\W\d_]))*"
_NAME = rf"(?P<name>(?:{_WORD})(?:\s+(?:(?:de|da|del|van|von|bin|al|el|la|le|di|of|for)\s+)?(?:{_WORD})){{0,3}})"
_VIEW = r"(?:views?|positions?|opinions?|stance|statements?|remarks?|words|speech(?:es)?|take|line)"
_ASKED = (
    rf"\b(?:did|does|do|has|had|would)\s+(?P<the>the\s+)?{_NAME}\s+(?:(?:\w+ly|also|ever|really|once|then)\s+)?(?:{_SAYS})\b",
    rf"\b(?:what|why|how|when|where|that|whether)\s+(?P<the>the\s+)?{_NAME}\s+(?:\w+ly\s+)?(?:{_SAYS})\b",
    rf"\b(?:according to|in the (?:words|view|opinion|eyes) of)\s+(?P<the>the\s+)?{_NAME}(?!\w|\s*\d|\s+(?:regulations?|standards?|rules?|laws?|legislation|policy|guidance)\b)",
    rf"\b(?:what|how)\s+(?:is|are|was|were)\s+(?P<the>the\s+)?{_NAME}['’]s?\s+(?:\w+\s+)?{_VIEW}\b",
    rf"\bwhat\s+(?:is|are|was|were)\s+the\s+{_VIEW}\s+of\s+(?P<the>the\s+)?{_NAME}(?!\w)",
    rf"^\W*(?:and\s+|quote\s+|summari[sz]e\s+)?{_NAME}['’]s?\s+(?:own\s+)?{_VIEW}\b",
    rf"\b(?:selon|d['’]après)\s+(?P<the>l[ea]s?\s+|l['’])?{_NAME}(?!\w)",
    rf"(?:\bqu?e?['’]?\s?|\bcomment\s+|\bpourquoi\s+)(?:a\s+)?(?:{_DIT})\s+(?P<the>l[ea]s?\s+|l['’])?{_NAME}(?!\w)",
    rf"\bsegún\s+(?P<the>el\s+|la\s+|los\s+|las\s+)?{_NAME}(?!\w)",
    rf"\bqué\s+(?:ha\s+)?(?:{_DICE})\s+(?P<the>el\s+|la\s+|los\s+|las\s+)?{_NAME}(?!\w)",
    rf"\b(?:что|чего|почему)\s+(?:{_GOVORIT})\s+{_NAME}(?!\w)",
    rf"\bпо\s+(?:словам|мнению)\s+{_NAME}(?!\w)",
)
_PATTERNS = tuple(re.compile(form, re.I) for form in _ASKED)
_TITLES = re.compile(
    r"^(?:(?:Mr|Mrs|Ms|Dr|Prof|Professor|Sir|Lord|Mme|Sra?|Monsieur|Madame|Señora?|Prime|Foreign|President|Presidente|Président|Minister|Ministre|"
    r"Secretary|Ambassador|Senator|Chancellor|General|Pope|King|Queen|Prince|Sheikh)\b\.?\s*)+"
)
_SMALL = re.compile(
    r"\b(?!the\b|and\b|for\b|with\b|from\b)[a-zà-ÿа-яё]{3,}"
)  # else it is A Question Written Like A Title
_PLURAL = re.compile(r"[A-Z]{2,}s")


@cache
def _no_names() -> frozenset[str]:
    """Words by which an organ, an office, a paper, a region or everybody is called, and those who hold such an office."""
    return frozenset(word for line in lines("no_names.txt") for word in line.split())


def asked_in_vain(text: str) -> str:
    """The name of the person or thing that `text` asks for its words, and that is nobody who speaks here; "" where none is."""
    return next(_names(text), "") if _SMALL.search(text) else ""


def _names(text: str) -> Iterator[str]:
    known = [(each.start, each.end) for each in mentions(text)]
    known += [(each.start, each.end) for each in references(text)]
    for pattern in _PATTERNS:
        for match in pattern.finditer(text):
            start, end = match.span("name")
            name = _TITLES.sub("", match["name"])
            the = (match.groupdict().get("the") or "").strip()
            if not any(first < end and start < last for first, last in known) and _is_name(name, bool(the)):
                yield match["name"]


def _is_name(name: str, with_article: bool) -> bool:
    """Whether `name` can only be a person's or a body's that is not known here; behind an article only of several words."""
    words = [word.casefold() for word in re.findall(r"[^\W\d_]+(?:[-'’][^\W\d_]+)*", name)]
    if not words or (with_article and len(words) < 2):
        return False
    if any(word in _no_names() or word.removesuffix("s") in acronyms() for word in words):
        return False
    if _PLURAL.fullmatch(name) or (name.isupper() and len(name) < 3):
        return False
    return not processes_of(name) and not other_names(name) and not mentions(name)
