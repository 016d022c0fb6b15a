"""With whose statement the speaker of a turn says to align: recorded beside the turn, never attributed."""

from __future__ import annotations

import re
from collections.abc import Iterator

from ingest import delegations
from ingest.delegations import Mention
from ingest.holders import BEHALF, STATES, Turn

OPENING = 4000  # characters of a turn in which it is looked for: it is said at the beginning
_MOST = 900  # characters of one sentence
_ALIGNS = re.compile(
    r"\b(?:(?P<align>align(?:s|ed|ing)?)|associat(?:es?|ed|ing))\s+(?:(?:itself|themselves|ourselves|myself|himself|herself)\s+)?"
    r"(?:\w+ly\s+)?with\b|"
    r"\b(?:s['’](?:associe(?:nt)?|aligne(?:nt)?|est (?:associée?|alignée?))|nous (?:associons|alignons)|m['’]associe)\s+"
    r"(?:\w+ment\s+)?(?:à|au|aux|avec|sur)\b|\b(?:fait|faisons) siennes?\b|"
    r"\b(?:se (?:suman?|sumó|alinean?|alineó|asocian?|asoció)|nos (?:sumamos|alineamos|asociamos)|me (?:sumo|asocio)|"
    r"(?:desea|quisiera|deseamos) (?:sumar|alinear|asociar)(?:se|nos|me))\s+(?:plenamente\s+)?(?:al?|con)\b|\bhace(?:mos)? suyas?\b",
    re.I,
)
_OWN = re.compile(
    r"\b(?:we|I|(?:my|our|his|her|its|their) (?:own )?(?:delegation|country|government)|nous|je|ma délégation|"
    r"(?:mon|notre) (?:délégation|pays)|nosotros|mi delegación|mi país|nuestr[oa] (?:delegación|país))\b",
    re.I,
)
_ONE_OWN = re.compile(r"\b(?:nous|m['’]|nos|me|ourselves|myself|deseamos|hacemos|faisons)", re.I)
_NEGATED = re.compile(r"\b(?:not|never|cannot|neither|nor|unable|n['’]|ne|no|tampoco|nunca)\b", re.I)
_STATEMENT = re.compile(
    r"\b(?:statements?|remarks|positions?|interventions?|comments|views|those|déclarations?|propos|declaraci(?:ón|ones)|"
    r"intervenci(?:ón|ones))\b",
    re.I,
)
# Where the words about the statement end, and those about its topic or the speaker's own remarks begin.
_BEYOND = re.compile(
    r";|\b(?:but|while|which|mais|pero)\b|,?\s+(?:and|et|y)\s+(?:would|wish\w*|wants?|will|also|we|I|my|it|adds?|takes?|"
    r"souhaite\w*|voudrait|je|nous|desea\w*|quisiera\w*|añade)\b|\b(?:on(?!\s+behalf)|about|regarding|concerning|against|"
    r"towards?|sur|concernant|contre|sobre|contra|in (?:its|my|our|his|her) national)\b",
    re.I,
)
_THIS = re.compile(
    r"\s*(?:(?:this|the present|our)\s+(?:joint\s+)?(?:statement|declaration)|(?:la présente|cette) déclaration|"
    r"(?:la presente|esta) declaración)\b",
    re.I,
)


def aligned(turn: Turn, opening: str) -> tuple[str, ...]:
    """The groups and States with whose statement the holder of `turn` says in its `opening` to align.

    Of "the statement delivered by Fiji on behalf of the African Group" that is the group, not its reader.
    """
    found: list[str] = []
    for before, match, after in _sentences(opening):
        if _NEGATED.search(before[-60:]) or not _is_own(turn, before, match.group()):
            continue
        stop = _BEYOND.search(after)
        tail = after[: stop.start()] if stop else after
        named = [item for item in delegations.mentions(tail) if item.by == "name"]
        direct = match.group("align") and named and re.fullmatch(r"\s+(?:the\s+)?", tail[: named[0].start])
        if _THIS.match(tail) or not (direct or _STATEMENT.search(tail)):
            continue
        found += [item.delegation.name for item in _not_readers(tail, named)]
    return tuple(name for name in dict.fromkeys(found) if name != turn.holder)


def supporters(turn: Turn, words: str) -> tuple[str, ...]:
    """The States of which a statement for others says that they align themselves with it."""
    found: list[str] = []
    for before, _, after in _sentences(words):
        if _THIS.match(after) and not _NEGATED.search(before[-60:]):
            found += [name for name in delegations.listed(before) if name not in (turn.holder, turn.delivered_by)]
    return tuple(dict.fromkeys(found))


def _sentences(words: str) -> Iterator[tuple[str, re.Match[str], str]]:
    """(what stands before, the verb, what follows) of each sentence that speaks of aligning."""
    for sentence in re.split(r"(?<=[.!?])\s+(?=[A-ZÀ-Þ])|\n", words):
        if len(sentence) <= _MOST and (match := _ALIGNS.search(sentence)):
            yield sentence[: match.start()], match, sentence[match.end() :]


def _is_own(turn: Turn, before: str, verb: str) -> bool:
    """Whether it is the speaker who aligns, not others of whom it speaks."""
    others = {item.name for item in delegations.named(before)} - {turn.holder, turn.delivered_by}
    if others:
        return False
    named = bool(delegations.named(before))
    return named or _OWN.search(before) is not None or _ONE_OWN.search(verb) is not None


def _not_readers(tail: str, named: list[Mention]) -> Iterator[Mention]:
    """The mentions without the States that only read the statement of the group named next."""
    for item, following in zip(named, [*named[1:], None], strict=True):
        between = tail[item.end : following.start] if following else ""
        if item.delegation.kind in STATES and BEHALF.search(between):
            continue
        yield item
