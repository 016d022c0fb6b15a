"""A question brought to what an index has: its acronyms, papers, numbers and holders."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from functools import cache

from ingest.delegations import exactly
from ingest.delegations import groups as groups_of_all
from ingest.labels import asked as asked_label
from ingest.labels import named as labelled
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
_READ_FOR = re.compile(
    r"\b(?:the\s+)?groups?\s+(?:for|of|on behalf of)\s+(?:which|whom|whose)\s+(?:\w+\s+){0,4}?(?:read|reads|spoke|speaks|made|delivered)"
    r"(?:\s+(?:out|a|the|its|joint|common|statement|text|paper))*",
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

    named = with_papers(_only_spoken_of(index, question, holds), holds)
    named = replace(named, filters=replace(named.filters, symbols=_of_another_organ(named, holds)))
    held = {_number(symbol) for symbol in named.filters.symbols if holds(symbol)}
    symbols = tuple(symbol for symbol in named.filters.symbols if holds(symbol) or _number(symbol) not in held)
    holders = _groups_read_for(index, named)
    if holders != named.filters.delegations:
        named = replace(named, topic=_READ_FOR.sub(" ", named.topic))
    filters = replace(named.filters, symbols=symbols, delegations=holders)
    fitting = replace(named, filters=filters, spelled=spelled, who=named.who and bool(index.holders))
    return replace(fitting, paragraphs=tuple(_as_labelled(index, fitting, label) for label in fitting.paragraphs))


def _only_spoken_of(index: Index, question: Question, holds: Callable[[str], bool]) -> Question:
    """`question`, to a paragraph of a paper, with the groups in it as what is spoken of, unless they speak in that paper."""
    filters = question.filters
    symbols = (*filters.symbols, *(symbol for symbol in question.named_papers if holds(symbol)))
    if not question.paragraphs or not symbols:
        return question
    papers = {key for key, record in index.records.items() if is_named(record, symbols)}
    groups = {each.name for each in groups_of_all()}
    topics = tuple(
        name
        for name in filters.delegations
        if name in groups and not papers & {index.document_ids[row] for row in index.rows_by_speaker.get(name, ())}
    )
    if not topics:
        return question
    rest = tuple(name for name in filters.delegations if name not in topics)
    topic = question.topic if rest else question.text
    return replace(question, filters=replace(filters, delegations=rest), about=(*question.about, *topics), topic=topic)


def _as_labelled(index: Index, question: Question, label: str) -> str:
    """The label of a paragraph in an annex; the bare one where the papers asked for have none in an annex."""
    annex, _, bare = label.partition(", para. ")
    if not annex.startswith("annex") or not bare or asked_label(question.text) == label:
        return label
    papers = [key for key, record in index.records.items() if is_named(record, question.filters.symbols)]
    outlines = [[unit.label for unit in index.outline(key)[0]] for key in papers]
    return bare if outlines and not any(labelled(labels, label) for labels in outlines) else label


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
