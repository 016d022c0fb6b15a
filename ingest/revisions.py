"""Papers of one family: which text supersedes which, and what corrects or adds to it."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Mapping
from itertools import pairwise

from ingest import symbols
from ingest.document import Document

_REVISION = re.compile(r"/Rev\.(\d+)$")


def superseded_by(records: Mapping[str, Document]) -> dict[str, str]:
    """Document id → id of the newest text that supersedes it; a text that none supersedes is not in it.

    By its symbol a `Rev.` supersedes the text without one and every lower `Rev.`, whether all are there or not.
    Another text that a document says it supersedes counts too. A `Corr.` or an `Add.` supersedes nothing.
    """
    following: defaultdict[str, set[str]] = defaultdict(set)  # symbol → symbols that follow it
    texts: defaultdict[str, set[tuple[int, str]]] = defaultdict(set)
    with_symbol: defaultdict[str, list[str]] = defaultdict(list)
    for key in sorted(records):
        document = records[key]
        if document.symbol:
            with_symbol[document.symbol].append(key)
            match = _REVISION.search(document.symbol)
            text = _REVISION.sub("", document.symbol)
            texts[text].add((int(match.group(1)) if match else 0, document.symbol))
            if document.supersedes:
                following[document.supersedes].add(document.symbol)
    for versions in texts.values():
        ordered = [symbol for _, symbol in sorted(versions)]
        for before, after in pairwise(ordered):
            following[before].add(after)
    return {
        key: _in_language(records, with_symbol[newest], document)
        for key, document in records.items()
        if document.symbol and (newest := _newest(following, document.symbol)) != document.symbol
    }


def _newest(following: Mapping[str, set[str]], symbol: str) -> str:
    """The last of the symbols that follow `symbol`, itself where none does or they go in a circle."""
    seen = {symbol}
    at = symbol
    while after := following.get(at):
        at = max(after)
        if at in seen:
            return symbol
        seen.add(at)
    return at


def _in_language(records: Mapping[str, Document], keys: list[str], document: Document) -> str:
    """Of several files of one text the one in the document's main language; else the first."""
    language = document.languages[:1]
    return next((key for key in keys if records[key].languages[:1] == language), keys[0])


def families(records: Mapping[str, Document]) -> dict[str, tuple[str, ...]]:
    """Document id → ids of the papers with the same base symbol: its base, revisions, corrigenda, addenda, parts."""
    found: defaultdict[str, list[str]] = defaultdict(list)
    for key, document in sorted(records.items()):
        if document.symbol:
            found[symbols.base(document.symbol)].append(key)
    return {
        key: tuple(other for other in family if other != key and records[other].symbol != records[key].symbol)
        for family in found.values()
        for key in family
    }
