"""What a question names besides delegations: sessions, dates, symbols, papers and paragraphs, each with its place."""

from __future__ import annotations

from retriever.papers import papers, paragraphs, symbols
from retriever.reference import Reference, apart
from retriever.times import dated, sessions


def references(text: str) -> list[Reference]:
    """Every session, date, symbol, paper and paragraph that `text` names, in order; none of them overlap."""
    return apart(*symbols(text), *papers(text), *paragraphs(text), *sessions(text), *dated(text))


def dates(text: str) -> list[Reference]:
    """The months and years that `text` names, also those in the name of a paper."""
    found = apart(*symbols(text), *paragraphs(text), *dated(text))
    return [each for each in found if each.what == "date"]
