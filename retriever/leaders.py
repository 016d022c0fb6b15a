"""Heads of State, heads of government and foreign ministers: their words are those of their State in their time."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import pairwise

from ingest import delegations
from ingest.delegations import Mention
from retriever.synonyms import rows
from retriever.times import touches

_STILL = "2026"  # the year up to which those count as in office whose last month the table leaves open
_TITLED = re.compile(
    r"(?:^|[^\w\s]|\b(?:President|Prime Minister|Minister|Secretary|Chancellor|Premier|King|Pope|Presidente|Président|Mr|Mrs|Ms|M|Mme|Sr|Sra|"
    r"[a-zà-ÿа-яё'’]\w*)\.?)\s*$"
)
_GIVEN_NAME = re.compile(r"\b[A-ZÀ-Þ][a-zà-ÿ]+\s+$")
_ASKS = re.compile(
    r"\b(?:What|Did|Does|Do|Has|Had|Have|Is|Was|Are|Were|Would|Why|How|When|Where|Which|Whether|And|But|Or|Compare|Who|Whom|Could|Can|Should|Quote|"
    r"List|Name|About|Against|By|From|In|Que|Pourquoi|Comment|Quand|Et|Mais|Selon|Según|Segun|Qué|Cómo|Y|Pero)\s+$"
)


@dataclass(frozen=True, slots=True)
class Leader:
    """Somebody who speaks for a State: `terms` are ISO intervals of months, as the dates of a question can be."""

    code: str
    terms: tuple[str, ...]

    @property
    def years(self) -> str:
        """The terms in words: "2003-2010, since 2023"."""
        return ", ".join(
            f"since {term[:4]}" if term.endswith(f"/{_STILL}") else f"{term[:4]}-{term.partition('/')[2][:4]}"
            for term in self.terms
        )


@dataclass(frozen=True, slots=True)
class InOffice:
    """Whose words are asked for by the name of a person: when they were said, and how that is told.

    `told` are pairs of a UN name and "Biden, 2021-2025"; `out_of_office` is the name of the one who was not in
    office on any day that is asked for, "" where nobody is.
    """

    dates: tuple[str, ...]
    told: tuple[tuple[str, str], ...] = ()
    out_of_office: str = ""


@cache
def _leaders() -> dict[str, Leader]:
    """Each form of a name → who bears it."""
    terms: dict[tuple[str, str], list[str]] = {}
    for row in rows("leaders.csv"):
        terms.setdefault((row["names"], row["code"]), []).append(f"{row['first']}/{row['last'] or _STILL}")
    return {name: Leader(code, tuple(known)) for (names, code), known in terms.items() for name in names.split(";")}


@cache
def _pattern() -> re.Pattern[str]:
    names = sorted(_leaders(), key=len, reverse=True)
    return re.compile(rf"(?<![\w-])(?:{'|'.join(map(re.escape, names))})(?![\w-])")


def leaders_in(text: str, titled: bool = False) -> Iterator[Mention]:
    """The States whose leaders `text` names, by "leader"; namesakes with another given name are left out.

    Where it is `titled`, Every Word Has A Capital, and none tells a given name.
    """
    for match in _pattern().finditer(text):
        before = text[max(0, match.start() - 40) : match.start()]
        state = delegations.by_code(_leaders()[match.group()].code)
        alone = " " not in match.group()
        if state is None or (alone and not titled and _has_given_name(before)):
            continue
        yield Mention(state, match.start(), match.end(), "leader")


def _has_given_name(before: str) -> bool:
    """Whether the word before a surname is a given name: "Jill Biden"; no title, no State, no word that asks."""
    word = _GIVEN_NAME.search(before)
    if word is None or _TITLED.search(before) or _ASKS.search(before):
        return False
    return not any(mention.end >= word.end() - 1 for mention in delegations.mentions(before.rstrip()))


def leader(text: str, mention: Mention) -> Leader | None:
    """Who is named by `mention`, a place of `text`; None where it names the State itself."""
    return _leaders().get(text[mention.start : mention.end]) if mention.by == "leader" else None


_BESIDE = re.compile(
    r"(?:['’]s?)?,?\s+(?:(?:then|former|late|the|foreign|prime|president|minister|leader|chancellor|king|head of state|presidenta?|présidente?)\s+)*",
    re.I,
)


def with_leaders(text: str, spoken: Sequence[Mention], about: Sequence[Mention]) -> tuple[Mention, ...]:
    """Those asked, with the leaders named right behind their States: "Brazil's President Rousseff"."""
    beside = (
        each
        for each in about
        for state in spoken
        if each.by == "leader" and each.delegation == state.delegation and state.by != "leader"
        if _BESIDE.fullmatch(text[state.end : each.start])
    )
    return (*spoken, *beside)


def in_office(text: str, spoken: Sequence[Mention], own: tuple[str, ...]) -> InOffice:
    """When the words were said that are asked of the persons in `spoken`; `own` are the dates that `text` gives them."""
    persons = [(mention, who) for mention in spoken if (who := leader(text, mention)) is not None]
    if not persons:
        return InOffice(own)
    told = tuple(
        (mention.delegation.name, f"{text[mention.start : mention.end]}, {who.years}") for mention, who in persons
    )
    terms = list(persons[0][1].terms)
    for (before, _), (mention, who) in pairwise(persons):
        same = mention.delegation == before.delegation
        terms = [*terms, *who.terms] if same else (list(_common(terms, who.terms)) or [*terms, *who.terms])
    if not own:
        return InOffice(tuple(terms), told)
    if not (dates := tuple(_common(own, terms))):
        first = persons[0][0]
        return InOffice(own, told, text[first.start : first.end])
    return InOffice(dates, told)


def was_in_office(who: Leader, year: str) -> bool:
    return touches(year, who.terms)


def _common(these: Sequence[str], those: Sequence[str]) -> Iterator[str]:
    """What the dates and intervals of both have in common, each as it is where the other holds the whole of it."""
    for one in these:
        for other in those:
            first, last = max(_first(one), _first(other)), min(_last(one), _last(other))
            if first <= last:
                yield one if (first, last) == (_first(one), _last(one)) else f"{first}/{last}"


def _first(date: str) -> str:
    return f"{date.partition('/')[0]}-01"[:7]


def _last(date: str) -> str:
    return f"{date.rpartition('/')[2]}-12"[:7]
