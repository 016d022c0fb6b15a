"""A question brought to what an index has: its acronyms, papers, numbers and holders."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from functools import cache

from ingest.delegations import exactly
from retriever.acronyms import ACRONYM
from retriever.index import Index
from retriever.question import Question, with_papers
from retriever.scope import is_named
from retriever.synonyms import expansions

MOST_ACRONYMS = 8  # of a question that are looked up
_LABELS = {"RES", "DEC", "OP", "PP", "INF", "CRP", "REV", "CORR", "ADD"}  # parts of symbols, and of paragraphs' names
_JOINT = re.compile(
    r"\b(?:joint|common|collective) (?:statement|text|paper|submission|declaration|position)\b|"
    r"\bgroups? (?:for|of|on behalf of) (?:which|whom|whose)\b|\bon behalf of (?:a|its|the|several|some|other) (?:group|states|countries)\b|"
    r"\bdéclaration (?:commune|conjointe)\b|\bdeclaración (?:conjunta|común)\b|\bсовместн\w+ заявлени\w+",
    re.I,
)
_ASSEMBLY = re.compile(r"\b(?:General Assembly|UNGA|GA)\b")


def fitted(index: Index, question: Question) -> Question:
    """`question` as the index can take it: acronyms spelled out, the papers found that it calls by a name or a bare
    number, and every holder asked after only where there are any.
    """
    acronyms = [acronym for acronym in dict.fromkeys(ACRONYM.findall(question.text)) if not _is_a_name(acronym)]
    known = ((acronym, expansions().get(acronym) or index.expansion(acronym)) for acronym in acronyms[:MOST_ACRONYMS])
    spelled = tuple((acronym, words) for acronym, words in known if words)

    @cache
    def holds(symbol: str) -> bool:
        return any(is_named(record, (symbol,)) for record in index.records.values())

    named = with_papers(question, holds)
    named = replace(named, filters=replace(named.filters, symbols=_of_another_organ(named, holds)))
    held = {_number(symbol) for symbol in named.filters.symbols if holds(symbol)}
    symbols = tuple(symbol for symbol in named.filters.symbols if holds(symbol) or _number(symbol) not in held)
    filters = replace(named.filters, symbols=symbols, delegations=_groups_read_for(index, named))
    return replace(named, filters=filters, spelled=spelled, who=named.who and bool(index.holders))


def _is_a_name(acronym: str) -> bool:
    """Whether it is a delegation's, or what stands in a symbol: nothing that could be spelled out."""
    return acronym in _LABELS or exactly(acronym) is not None


def _of_another_organ(question: Question, holds: Callable[[str], bool]) -> tuple[str, ...]:
    """The symbols asked for; "resolution 48/4" is the Human Rights Council's where the Assembly's is not there."""
    found = []
    for symbol in question.filters.symbols:
        other = symbol.replace("A/RES/", "A/HRC/RES/", 1)
        theirs = not holds(symbol) and symbol not in question.text and not _ASSEMBLY.search(question.text)
        found.append(other if theirs and holds(other) else symbol)
    return tuple(dict.fromkeys(found))


def _groups_read_for(index: Index, question: Question) -> tuple[str, ...]:
    """The holders asked for; of a State whose joint statement is meant, the groups for which it read one."""
    holders = question.filters.delegations
    if len(holders) != 1 or not _JOINT.search(question.text):
        return holders
    return index.groups_read_by(holders[0]) or holders


def _number(symbol: str) -> str:
    """Session and number of a symbol: a bare "78/265" may be a resolution, a report, or a resolution of another organ."""
    return "/".join(symbol.split("/")[-2:])
