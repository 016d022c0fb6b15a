"""What a question names besides delegations: sessions, dates, symbols, papers and paragraphs, each with its place."""

from __future__ import annotations

import re

from retriever.papers import papers, paragraphs, symbols
from retriever.reference import Reference, apart, blanked
from retriever.times import dated, sessions


def references(text: str) -> list[Reference]:
    """Every session, date, symbol, paper and paragraph that `text` names, in order; none of them overlap."""
    return apart(*symbols(text), *papers(text), *paragraphs(text), *sessions(text), *dated(text))


def dates(text: str) -> list[Reference]:
    """The months and years that `text` names, also those in the name of a paper."""
    found = apart(*symbols(text), *paragraphs(text), *dated(text))
    return [each for each in found if each.what == "date"]


_DEBATE = re.compile(
    r"\bgeneral debate\b|\bdébat général\b|\bdebate general\b|\bобщи[ех]\w* прени\w+|一般性辩论|المناقشة العامة", re.I
)
_COMPENDIUM = re.compile(r"\bcompendium\b|\bexplanations? of (?:position|vote)s?\b|\bexplications? de (?:position|vote)\b|\bexplicaci(?:ón|ones) de (?:posición|voto)\b", re.I)  # fmt: skip
_KINDS = ((_DEBATE, "general debate statement"), (_COMPENDIUM, "compendium"))


def kind_of_paper(text: str) -> str:
    """The kind of paper that `text` names, as documents have it; "" where it names none."""
    return next((kind for form, kind in _KINDS if form.search(text)), "")


def without_references(text: str) -> str:
    """`text` without symbols, sessions and months.

    A bare year stays, as texts are full of years; so do the name of a paper, which tells its parts apart (a compact
    annexed to a pact), and paragraphs.
    """
    for each in references(text):
        if each.what in ("symbol", "session") or (each.what == "date" and len(each.values[0]) > len("2015")):
            text = blanked(text, each.start, each.end)
    return text


def without_kinds(text: str) -> str:
    """`text` without kinds of paper."""
    for form, _ in _KINDS:
        text = form.sub(" ", text)
    return text
