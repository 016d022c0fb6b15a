"""Putting what a follow-up names in the place of its like in the question before."""

from __future__ import annotations

import re
from collections.abc import Sequence

from ingest.delegations import Mention
from ingest.language import detect
from ingest.ordinals import ordinal
from retriever.limits import references
from retriever.reference import Reference
from retriever.roles import asks_open, names, roles

_ABOUT_NEXT = re.compile(
    r"\b(?:about|on|against|regarding|concerning|sur|sobre|contra|contre|об?)\s+(?:the\s+|la\s+|el\s+|l['’])?$", re.I
)
ABOUT_OPENING = re.compile(r"^\W*(?:and\s+)?(?:what|how) about\s", re.I)
_OTHER_STATES = {
    "fr": "les autres pays", "es": "otros países", "ru": "другие государства", "zh": "其他国家", "ar": "الدول الأخرى",
}  # fmt: skip
_COMPARE_FIRST = re.compile(r"\W*(?:please\s+)?compare\b", re.I)
_ARTICLE = r"(?:the\s+|la\s+|le\s+|les\s+|l['’]\s*|el\s+|los\s+|las\s+)"
_WITH_ARTICLE = re.compile(
    r"(?:United|Russian|Republic|Democratic|Holy|State of|Syrian|Netherlands|Philippines|Gambia|Bahamas|Comoros|Maldives|Marshall|Solomon|"
    r"Dominican|Central|Lao)\b"
)
_TOPIC = re.compile(
    r"\b(?P<by>about|on|regarding|concerning)\s+(?P<topic>(?:(?!\b(?:in|at|during|about|on)\b)[^?.])+?)(?=\s+(?:in|at|during)\b|\W*$)",
    re.I,
)
_NEXT_TOPIC = re.compile(r"^\W*(?:and|what)\s+(?:about|on|regarding|concerning)\s+(?P<topic>[^?,]+?)\W*$", re.I)
_NEXT_ORDINAL = re.compile(r"^\W*(?:and|what about)\s+(?:at\s+|in\s+)?the\s+(?P<ordinal>[\w-]+)\W*$", re.I)


def upper(text: str) -> str:
    return text[:1].upper() + text[1:]


def put(before: str, text: str, named: Sequence[Mention], found: Sequence[Reference]) -> str:
    """`before` with what `text` names in it; "" where it has no place for that."""
    asked = before
    if named:
        asked = _put_holders(before, text, named)
    for what in dict.fromkeys(each.what for each in found):
        asked = _put_reference(asked, text, [each for each in found if each.what == what])
    return asked if asked != before or named else ""


def _put_holders(before: str, text: str, named: Sequence[Mention]) -> str:
    """`before` with other delegations in the place of those that it asks, or, if it asks none, of those it speaks of."""
    parts = roles(before)
    only_about = _ABOUT_NEXT.search(text[: named[0].start]) is not None and not ABOUT_OPENING.match(text)
    place = parts.about if only_about else parts.said or parts.about
    written = _written(text, named, before)
    if place:
        first, last = place[0], place[-1]
        start, end = _article(before, first.start), last.end
        owner = re.match("['’]s?(?!\\w)", before[end:]) or re.search("['’]s$", before[first.start : first.end])
        if before[first.start : first.end].endswith(("'s", "’s")) and owner:
            written += "'s"
        if (
            _COMPARE_FIRST.match(before)
            and len(names(named)) == 1
            and re.match(r"\s+(?:on|about|regarding)\b", before[end:])
        ):
            return f"What does {written} say{before[end:].rstrip(' .?')}?"
        return before[:start] + written + before[end:]
    if not only_about and (subject := asks_open(before)) is not None:
        return f"{before[: subject.start()]}{written} {before[subject.end() :].lstrip()}"
    return f"{before} {text}"


def _written(text: str, named: Sequence[Mention], before: str) -> str:
    """The delegations of a follow-up as the question before can take them: the English ones by name, not by people."""
    like = detect(text, detect(before)) == detect(before)
    if like and (detect(before) != "en" or any(mention.by in ("name", "leader") for mention in named)):
        written = text[_article(text, named[0].start) : named[-1].end].strip()
        return re.sub(r"^و(?!لاي)", "", re.sub("['’]s$", "", written))
    return " and ".join(f"the {name}" if _WITH_ARTICLE.match(name) else name for name in names(named))


def _article(text: str, start: int) -> int:
    """Where a name begins with its article."""
    match = re.search(rf"{_ARTICLE}$", text[:start], re.I)
    return match.start() if match else start


def _put_reference(before: str, text: str, new: Sequence[Reference]) -> str:
    """`before` with another session, date, paper or paragraph in the place of its own, or added at its end."""
    like = {"symbol", "paper"} if new[0].what in ("symbol", "paper") else {new[0].what}
    old = [each for each in references(before) if each.what in like]
    words = text[_article(text, new[0].start) : new[-1].end]
    if old:
        word = re.match(r"([^\W\d]+\.?)\s+\d", before[old[0].start : old[0].end])
        if word and words[:1].isdigit() and new[0].what == "symbol":
            words = f"{word[1]} {words}"
        return before[: _article(before, old[0].start)] + words + before[old[-1].end :]
    lead = re.search(r"(?:\b(?:in|at|during|of|en|à|в|на)\s+)?(?:\b(?:the|la|le|el)\s+)?$", text[: new[0].start], re.I)
    usual = {"session": "at the ", "date": "in "}.get(new[0].what, "in ") if detect(before) == "en" else ""
    opening = lead.group() if lead and lead.group().strip() else usual
    body, mark = (before[:-1].rstrip(), before[-1]) if before[-1:] in "?？.؟" else (before, "")
    return f"{body} {opening}{text[new[0].start : new[-1].end]}{mark}"


def put_topic(before: str, text: str) -> str:
    """`before` with the topic of "And on ransomware?"; "" where it has none to give way."""
    new, old = _NEXT_TOPIC.match(text), list(_TOPIC.finditer(before))
    if new is None or not old or re.match(r"\W*what about", text, re.I) or roles(before).about:
        return ""
    return before[: old[-1].start("topic")] + new["topic"] + before[old[-1].end("topic") :]


def put_ordinal(before: str, text: str) -> str:
    """`before` with the number of "And the second?" in the place of that of its session or paper."""
    new = _NEXT_ORDINAL.match(text)
    if new is None or ordinal(new["ordinal"]) is None:
        return ""
    for each in references(before):
        for word in re.finditer(r"[\w-]+", before[each.start : each.end]):
            if each.what in ("session", "paper") and ordinal(word.group()) is not None:
                return before[: each.start + word.start()] + new["ordinal"] + before[each.start + word.end() :]
    return ""


def to_others(before: str) -> str:
    """The question before, put to everybody else; "" where it names nobody and asks nobody."""
    parts = roles(before)
    if parts.said and detect(before) == "en":
        first, last = parts.said[0], parts.said[-1]
        lead = before[: _article(before, first.start)]
        for one, many in (("does", "do"), ("has", "have"), ("is", "are"), ("was", "were")):
            lead = re.sub(
                rf"\b{one}(?=\s+$)",
                upper(many) if lead[:1].isupper() and lead.strip().casefold() == one else many,
                lead,
                flags=re.I,
            )
        return f"{lead}other States{before[last.end :]}"
    if parts.said and (others := _OTHER_STATES.get(detect(before))):
        first, last = parts.said[0], parts.said[-1]
        return before[: _article(before, first.start)] + others + before[last.end :]
    if parts.who and re.match(r"\W*who\b(?! else)", before, re.I):
        return re.sub(r"\b(who)\b", r"\1 else", before, count=1, flags=re.I)
    return ""
