"""Why a passage was found, in words: no percentages, which would promise what no score keeps."""

from __future__ import annotations

import re

from ingest.lexical import tokens, written
from ingest.passages import Passage
from retriever.quoting import folded
from retriever.scoring import Scorer

CLOSE, NEAR = 0.45, 0.3  # cosines of the default model
MOST_NAMED = 8


def why(scorer: Scorer, row: int, passage: Passage, beyond: bool) -> str:
    """Shared words, other names and languages of what is asked, nearness in meaning, filters, and what it is not."""
    question = scorer.question
    present = set(tokens(passage.text, passage.language)) | set(tokens(passage.header, "en"))
    shared = dict.fromkeys(written(scorer.text, [term for term in dict.fromkeys(scorer.terms) if term in present]))
    reasons = [f"shares {', '.join(list(shared)[:MOST_NAMED])}"] if shared else []
    names = (*scorer.names, *(words for _, words in question.spelled))
    others = [name for name in names if re.search(rf"(?<!\w){re.escape(name)}(?!\w)", passage.text, re.I)]
    reasons += [f"names it “{'”, “'.join(others[:3])}”"] if others else []
    if passage.language != question.language:
        reasons += _in_its_language(scorer, passage.language, present)
    similarity = scorer.near(row)
    if similarity is not None:
        degree = "close in meaning" if similarity > CLOSE else "near in meaning" if similarity > NEAR else ""
        reasons.append(degree or "loosely related")
    text = folded(passage.text)
    reasons += [f"has the words “{phrase}”" for phrase in question.phrases if folded(phrase) in text]
    if scorer.is_dated(row):
        reasons.append("of the date asked for")
    if not beyond and question.filters.delegations and passage.speaker:
        reasons.append(f"words of {passage.speaker}")
    if beyond:
        reasons.append(
            "beyond the filter: " + (f"words of {passage.speaker}" if passage.speaker else "no holder named")
        )
    if successor := scorer.successor(row):
        reasons.append(f"superseded by {successor}")
    if name := scorer.placed_by(row):
        reasons.append(f"placed by {name}")
    return "; ".join(reasons)


def _in_its_language(scorer: Scorer, language: str, present: set[str]) -> list[str]:
    """Which terms of the question a passage in another language has, and how it says them."""
    found = {}
    for each in scorer.counterparts:
        forms = each.forms.get(language, ())
        form = next((form for form in forms if (terms := set(tokens(form, language))) and terms <= present), "")
        if form and form.casefold() != each.written.casefold():
            found[each.written] = form
    return (
        [f"says {', '.join(f'“{form}” for {term}' for term, form in list(found.items())[:MOST_NAMED])}"]
        if found
        else []
    )
