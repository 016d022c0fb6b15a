"""Whose words a stretch of a document is: headings of a compendium, speakers of a record, title pages."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass

from ingest import delegations
from ingest.structure import Unit

_VERBATIM = re.compile(
    r"(?P<title>Mr|Mrs|Ms|Miss|Dr|Sir|Dame|Lord|Prince|Princess|Sheikh|Sheikha|Ambassador|King|Queen|Her|His|"
    r"Archbishop|Monsignor|Cardinal|M|Mme|Sr|Sra|H\.E)\.?\s[^:()]{2,80}\((?P<who>[^()]*(?:\([^()]*\)[^()]*)?)\)"
    r"\s*(?:\((?:spoke|parle|habla)[^)]*\))?\s*:"
)
_PRESIDING = re.compile(
    r"The (?:Acting |Temporary )?(?:President|Chair|Chairperson|Chairman|Co-Chair)(?: \([^)]*\))?\s*:"
)
_BEHALF = re.compile(r"\b(?:on behalf of|au nom d(?:e|u|es)|en nombre d(?:e|el))\b", re.IGNORECASE)
_OWN_VOICE = re.compile(
    r"\b(?:I|we|my delegation|honou?r|pleasure|privilege|deliver(?:ing|ed)? (?:this|the following)|speak(?:ing|s)?|"
    r"this statement|make this statement|tak(?:e|ing) the floor|submitted|prononce|hablo|intervengo)\b",
    re.IGNORECASE,
)
_OTHER_VOICE = re.compile(
    r"\b(?:aligns?|aligned|aligning|associates?|associated|associating|supports?|supported|endorses?|echo(?:es|ed)?|"
    r"join(?:s|ed)?|subscribes?|thanks?|welcomes?|"
    r"(?:made|delivered|read|presented|given|submitted) (?:earlier |yesterday |today )?by|"
    r"s'associe|se suma|se alinea)\b",
    re.IGNORECASE,
)
_TITLE_FORMS = (
    re.compile(
        r"^(?P<who>[^:]{2,60}?)['’]s? "
        r"(?:submission|statement|intervention|contribution|position|remarks|comments|views)\b",
        re.I,
    ),
    re.compile(
        r"\b(?:submission|statement|intervention|contribution|remarks|position paper|working paper|comments|views|"
        r"proposal|explanation of (?:position|vote)|reply|replies)\s+(?:of|by|from|submitted by|delivered by|made by)\s+"
        r"(?:the\s+)?(?:permanent mission of\s+)?(?:the\s+)?(?:delegation of\s+)?(?:the\s+)?(?P<who>[^,;:\n]{2,120})",
        re.I,
    ),
    re.compile(  # "Statement by Ms. X, Counsellor, Permanent Mission of Y": a title, so its words are capitalised
        r"^(?:Statement|Intervention|Remarks|Address) (?:delivered )?by\b[^:]{2,160}?,\s+"
        r"(?:[A-Z][\w-]*\s+(?:and\s+)?){0,3}(?:Mission|Representative|Ambassador) of\s+(?:the\s+)?(?P<who>[^,;:\n]{2,80})"
    ),
    re.compile(r"^(?:permanent mission|delegation) of\s+(?:the\s+)?(?P<who>[^,;:\n]{2,80})", re.I),
    re.compile(
        r"^(?:explanation of (?:position|vote)|statement|intervention)\s*[-–—:]\s*(?P<who>[^,;:\n]{2,80})", re.I
    ),
)
# In a document with a symbol only these lines, whole, name whose text it is.
_OFFICIAL_FORMS = (
    re.compile(
        r"(?:Working paper|Submission|Statement|Position paper|Contribution)s? (?:submitted |presented )?"
        r"(?:by|of|from) (?:the )?(?:delegation of )?(?:the )?(?P<who>.{2,80})",
        re.I,
    ),
    re.compile(
        r"(?:Identical letters|Letter|Note verbale)\b.{0,60}? from the "
        r"(?:Permanent (?:Representative|Mission|Observer)|Chargé d['’]affaires(?: a\.i\.)? of the Permanent Mission) "
        r"of (?:the )?(?P<who>.{2,80}?) to the United Nations.*",
        re.I,
    ),
)
_READ_BY = re.compile(
    r"^(?:joint )?(?:statement|intervention|remarks|submission) (?:made|delivered|read|presented|given|submitted) by\b",
    re.I,
)
_AND = re.compile(r"\s*(?:,|,?\s+and|&)\s+(?:the\s+)?")
_SECTION = re.compile(r"^[IVX]{1,5}\.\s+")


@dataclass(frozen=True, slots=True)
class Turn:
    """From the character `start` on, these are the words of `holder`; None: of nobody that is named."""

    start: int
    holder: str | None
    delivered_by: str | None = None
    members: tuple[str, ...] = ()


def turns(text: str, units: Sequence[Unit], whole: Turn) -> list[Turn]:
    """Who speaks from where, in order; the first is `whole`, the holder of the text as such.

    A compendium has two delegation headings or more; one alone inside a national text is a topic.
    A group that a delegation says it speaks for, in the first words of its turn, holds the turn.
    """
    found = [turn for unit in units if (turn := _heading_turn(text, unit)) is not None]
    if sum(turn.holder is not None for turn in found) < 2 and not any(_opens(text, turn) for turn in found):
        found = [turn for unit in units if (turn := _spoken_turn(text, unit)) is not None]
    found = [whole, *found]
    ends = [turn.start for turn in found[1:]] + [len(text)]
    return [_on_behalf(text, turn, end) for turn, end in zip(found, ends, strict=True)]


def speaker_at(found: Sequence[Turn], offset: int) -> Turn:
    """The turn in which the character at `offset` stands."""
    return found[bisect_right(found, offset, key=lambda turn: turn.start) - 1]


def from_title_page(lines: Sequence[str], strict: bool = False) -> Turn | None:
    """The holder that the first lines name ("Iran's submission"); None where they name nobody.

    `strict` is for documents with a symbol, whose titles may speak about a State.
    """
    if strict:
        official = (form.fullmatch(line) for line in lines for form in _OFFICIAL_FORMS)
        found = (delegations.exactly(match.group("who")) for match in official if match)
        return next((Turn(0, holder.name) for holder in found if holder), None)
    for line in lines:
        for form in _TITLE_FORMS:
            match = form.search(line)
            if match is None or _OTHER_VOICE.search(line[: match.start()]):
                continue
            if match.start() and line.endswith("."):  # a sentence that speaks of a statement
                continue
            turn = _named_group(line) or _attribute(0, match.group("who") + line[match.end() :])
            if turn is not None:
                return turn
    return next((turn for line in lines if (turn := _named_group(line)) is not None), None)


def _named_group(line: str) -> Turn | None:
    """The group in whose name a line says that it is spoken."""
    behalf = _BEHALF.search(line)
    if behalf is None or _OTHER_VOICE.search(_READ_BY.sub("", line[: behalf.start()])):
        return None
    return _group_turn(0, line[: behalf.start()], line[behalf.end() :])


def _opens(text: str, turn: Turn) -> bool:
    return bool(turn.members)


def _heading_turn(text: str, unit: Unit) -> Turn | None:
    """A heading that is a delegation's name, alone or with the group it speaks for in brackets."""
    words = text[unit.start : unit.end]
    if unit.kind == "contents" or (unit.kind != "heading" and len(words) > 60) or len(words) > 900:
        return None
    if words[-1] in ".,;:!?" or len(words.split()) > 120:
        return None
    name = _SECTION.sub("", words)
    if re.fullmatch(r"Member States|Observers?|Observer States|Groups?|Organizations?|Annex.*", name):
        return Turn(unit.start, None)
    return _attribute(unit.start, name, whole=True)


def _attribute(start: int, words: str, whole: bool = False) -> Turn | None:
    """The turn that a name opens: "X", "X (on behalf of G)", "X (joint statement of G: A, B and C)"."""
    plain = delegations.exactly(words)
    if plain is not None:
        return Turn(start, plain.name)
    head, bracket, tail = words.partition("(")
    reader = delegations.exactly(head)
    while reader is None and bracket:  # the name itself may hold a bracket: "Iran (Islamic Republic of)"
        inner, bracket, tail_rest = tail.partition("(")
        if delegations.exactly(f"{head}({inner}"):
            reader, tail = delegations.exactly(f"{head}({inner}"), tail_rest
            break
        close = inner.find(")")
        if close >= 0 and (exact := delegations.exactly(f"{head}({inner[: close + 1]}")):
            reader, tail = exact, inner[close + 1 :] + bracket + tail_rest
            break
        head, tail = f"{head}({inner}", tail_rest
    if reader is not None and re.search(r"on behalf|joint statement|au nom|en nombre", tail, re.IGNORECASE):
        return _group_turn(start, reader.name, tail) or Turn(start, None, reader.name, delegations.listed(tail))
    if whole:
        return None
    named = delegations.mentions(words[:100])
    if not named or named[0].start > 4 or named[0].by != "name":
        return None
    if len(named) > 1 and _AND.fullmatch(words[named[0].end : named[1].start]):  # a joint statement is nobody's own
        return Turn(start, None, None, delegations.listed(words))
    return Turn(start, named[0].delegation.name)


def _group_turn(start: int, before: str, after: str) -> Turn | None:
    """The turn of the group named in `after`, read by the State named in `before`."""
    named = delegations.mentions(after)
    group = next((item.delegation for item in named if item.delegation.kind in ("group", "organisation")), None)
    if group is None:
        return None
    readers = [item for item in delegations.named(before) if item.kind in ("state", "observer State")]
    return Turn(start, group.name, readers[-1].name if readers else None, delegations.listed(after))


def _spoken_turn(text: str, unit: Unit) -> Turn | None:
    """A speaker's line of a verbatim record; who presides speaks for no delegation."""
    words = text[unit.start : min(unit.end, unit.start + 300)]
    if _PRESIDING.match(words):
        return Turn(unit.start, None)
    match = _VERBATIM.match(words)
    if match is None:
        return None
    holder = delegations.exactly(match.group("who"))
    return Turn(unit.start, holder.name if holder else None)


def _on_behalf(text: str, turn: Turn, end: int) -> Turn:
    """`turn`, given to the group in whose name it is spoken, if its first words say so."""
    holder = turn.holder
    if holder is None or turn.members or turn.delivered_by:
        return turn
    opening = text[turn.start : min(end, turn.start + 900)]
    for sentence in re.split(r"(?<=[.!?])\s", opening):
        behalf = _BEHALF.search(sentence)
        if behalf is None or _OTHER_VOICE.search(sentence[: behalf.start()]):
            continue
        if not _OWN_VOICE.search(sentence[: behalf.start()]):
            continue
        after = sentence[behalf.end() :][:400]
        named = delegations.mentions(after[:120])
        if named and named[0].delegation.name == holder:
            return turn
        group = _group_turn(turn.start, holder, after)
        if group is not None and group.holder != holder:
            return group
        if re.match(
            r"\s*(?:the |a )?(?:cross-regional )?(?:group|following|.{0,20}(?:Member )?States|.{0,20}countries)", after
        ):
            return Turn(turn.start, None, holder, delegations.listed(after))
    return turn
