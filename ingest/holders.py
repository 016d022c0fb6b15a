"""Whom a phrase names as the holder of words: a delegation, a group and its reader, or several together."""

from __future__ import annotations

import re
from dataclasses import dataclass

from ingest import delegations
from ingest.delegations import Mention

STATES = ("state", "observer State")
BEHALF = re.compile(
    r"\b(?:on behalf of|in the name of(?! (?:God|Allah|the (?:most|almighty|lord))\b)|au nom d(?:es|u|e)?|"
    r"en (?:nombre|representación) del?|от (?:имени|лица)|باسم|نيابة عن)\b|(?<=[我谨并地])代表(?![团性们处])",
    re.I,
)
_JOINT = re.compile(rf"{BEHALF.pattern}|joint statement (?:of|by)\b", re.I)
_AND = re.compile(r"\s*(?:[,;]|,?\s+(?:and|et|y)\b|&)\s*(?:and\s+)?(?:the\s+)?")
_ARTICLE = r"(?:(?:the|la|le|les|los|las|el)\s+|['’]|l['’])?"
_COUNT = r"(?:(?:\d+|[a-z-]*(?:one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|teen|ty))\s+)?"
_BODY = r"(?:government|people|delegation|citizen|nation|authoritie)s?"
# What may stand between "on behalf of" and the name: "the 14 member States of", "the Government and people of".
_LEAD = re.compile(
    rf"\s*{_ARTICLE}(?:{_COUNT}(?:member states|states members|members|countries|states parties) of\s+{_ARTICLE}|"
    rf"{_BODY}(?:\s+and\s+(?:the\s+)?{_BODY})?\s+of\s+{_ARTICLE})?",
    re.I,
)
_OWN = re.compile(
    r"\s*(?:(?:my|our|mon|ma|notre|mi|nuestr[oa])\s+(?:\w+\s+)?(?:country|delegation|government|people|nation|state|"
    r"president|king|minister|pays|délégation|gouvernement|peuple|país|delegación|gobierno|pueblo)\b|"
    r"(?:the|its|his|her)\s+(?:country|delegation|government|people|nation)\b(?!\s+(?:of|and)\b)|"
    r"(?:моей|нашей|своей|моего|нашего|своего|мо[её]|наш)\s+(?:\w+\s+)?(?:страны|делегации|государства|правительства|народа)\b|"
    r"(?:وفد |حكومة |شعب )?(?:بلدي|بلادي|بلدنا|بلادنا)\b|(?:وفدي|وفدنا)\b|(?:本国|我国|我们)|"
    r"(?:his|her)\s+(?:excellency|majesty|highness)\b|(?:the\s+)?(?:president|prime minister|king)\b(?!\s+of\s+(?!the\s+Republic)))",
    re.I,
)
_AND_MORE = re.compile(r",?\s+(?:and|et|y|&)\s+(?!its\b)", re.I)
_OTHERS = re.compile(r"\s+and\s+(?:the\s+)?(?:other|following|\d+|several|a number)\b", re.I)
_COLLECTIVE = re.compile(
    r"(?!\s*one of\b)[^,;.:]{0,60}\b(?:group|following|states|countries|members|coalition|friends|delegations|"
    r"governments|groupe|pays|grupo|países|группы|государств|стран|членов|делегаций|участников|сторонников|مجموعة|المجموعة|"
    r"الدول|البلدان|دول)\b|[^，。；：]{0,30}(?:集团|国家|各国|成员国|联盟|组织|共同体)",
    re.I,
)
_OWN_VOICE = re.compile(
    r"\b(?:I|we|my delegation|honou?r|pleasure|privilege|deliver(?:ing|ed)? (?:this|the following)|speak(?:ing|s)?|"
    r"this statement|make this statement|tak(?:e|ing) the floor|submitted|let me|allow me|s['’]exprim\w+|parl(?:e|er|ant)|"
    r"permettez-moi|prononce|hablo|hablar|hablando|intervengo|permítan?me|имею честь|выступа\w+|أتكلم|أتحدث|أدلي|يشرفني)\b|"
    r"[我谨]",
    re.I,
)
_OTHER_VOICE = re.compile(
    r"\b(?:aligns?|aligned|aligning|associates?|associated|associating|supports?|supported|endorses?|echo(?:es|ed)?|"
    r"join(?:s|ed)?|subscribes?|thanks?|welcomes?|"
    r"(?:made|delivered|read|presented|given|submitted) (?:earlier |yesterday |today )?by|"
    r"s'associe|se suma|se alinea)\b",
    re.I,
)
# In the clause before "on behalf of": what was said is another's, and is only spoken of.
_HEARD = re.compile(
    r"\b(?:listen\w*|hear|heard|refer\w*|recall\w*|not(?:e|es|ed|ing)|agree\w*|concur\w*|complement\w*|build\w*|"
    r"in (?:line|addition)|reply|repl(?:y|ies|ied)|respon(?:d|se|ding))\b",
    re.I,
)
_AS_CHAIR = re.compile(
    r"\bin (?:my|our|its|his|her) capacity as (?:the )?(?:current |outgoing |incoming )?(?:(?:co|vice)-?)?"
    r"(?:chair\w*|president|coordinator|facilitator)\b",
    re.I,
)
# "I speak for the Pacific States", but not "I speak for the first time" or "for my country".
_SPEAK_FOR = re.compile(
    r"\b(?:I|we) (?:(?:have the (?:honou?r|privilege|pleasure) (?:to|of)|am|are) )?speak(?:ing)? for "
    r"(?!(?:the (?:first|second|last)|a (?:few|moment)|my|our|myself|ourselves|many|all)\b)",
    re.I,
)
_FLOOR = re.compile(
    r"\b(?:speak\w*|statement|intervention|remarks|floor|deliver\w*|prononce\w*|hablo|intervengo|submitted|выступа\w*|заявлен\w*)\b[^.]{0,40}$",
    re.I,
)
_LABEL = re.compile(r"(?:\d{1,3}\.\s+)?(?:[^:.]{0,100}\)\s*:)?\s*(?:(?:Mr|Madam)\.? \w+(?: \w+)?,)?\s*$")
# A name that goes on is another's: "China's neighbours", "Chile Cyber Alliance"; but "Kenya Seventh session" is not.
_GOES_ON = re.compile(
    r"['’]s?\b|\s+(?!(?i:at|on|to|in|for|before|during|under|and|as|by|delivered|presented|made|submitted|members?|"
    r"states|countries|mr|mrs|ms|madam|open-ended|open (?:ended|debate|meeting|session)|agenda item|"
    r"general (?:assembly|debate|exchange|statement|discussion|comments)|substantive|session|item|new york|geneva|vienna|"
    r"statement|check|thematic|first|second|third|fourth|fifth|sixth|seventh|eighth|ninth|tenth|eleventh|twelfth|"
    r"\w+teenth|\w+tieth|\d+(?:th|nd|rd|st))\b)[A-Z]"
)
# After the names themselves: "On behalf of Fiji and Ghana, I thank you", but not "…, Ghana spoke, and we agree".
_WE_FOLLOWS = re.compile(
    r"[^,]{1,120}(?:,\s+(?:[A-Z][\w'’.-]*|and|of|the)(?:\s+(?:\(?[A-Z][\w'’.)-]*|and|of|the|\)))*)*,\s+"
    r"(?:I|we|my|our|allow|let|may|it is|je|nous)\b"
)


@dataclass(frozen=True, slots=True)
class Turn:
    """From the character `start` on, these are the words of `holder`; None: of nobody that is named.

    `aligned` are those with whose statement the holder says to align, `supporters` the States that align with this
    one: both are only recorded, for neither makes the words theirs.
    """

    start: int
    holder: str | None
    delivered_by: str | None = None
    members: tuple[str, ...] = ()
    aligned: tuple[str, ...] = ()
    supporters: tuple[str, ...] = ()


def is_delegation(holder: str | None, kinds: tuple[str, ...] = (*STATES, "group", "organisation")) -> bool:
    """Whether `holder` is a delegation of one of these kinds, and no organ or official of the United Nations."""
    found = delegations.exactly(holder) if holder else None
    return found is not None and found.kind in kinds


def attribute(start: int, words: str, whole: bool = False) -> Turn | None:
    """The turn that a name opens: "X", "X (on behalf of G)", "X (joint statement of G: A, B and C)".

    `whole`: the words are nothing but the name; else they may go on: "X at the seventh session".
    """
    plain = delegations.exactly(words)
    if plain is not None:
        return Turn(start, plain.name)
    reader, tail = _before_bracket(words)
    if reader is not None and (phrase := _JOINT.search(tail)):
        if not is_delegation(reader, STATES) and re.search(r"\balso\s*$", tail[: phrase.start()]):
            return Turn(start, reader, None, delegations.listed(tail[phrase.end() :]))  # a group and those who join it
        return in_whose_name(start, reader, tail[phrase.end() :]) or Turn(start, reader)
    if whole:
        return None
    named = delegations.mentions(words[:160])
    if not named or named[0].start > 4 or named[0].by != "name" or _GOES_ON.match(words, named[0].end):
        return None
    together = _run(words, named)
    if len(together) > 1 or _AND_MORE.match(words, named[0].end):  # a joint statement is nobody's own
        members = tuple(item.delegation.name for item in together if item.delegation.kind in STATES)
        return Turn(start, None, None, members if len(members) > 1 else ())
    return Turn(start, named[0].delegation.name)


def _before_bracket(words: str) -> tuple[str | None, str]:
    """(the delegation named before a bracket, the words in it); a name may itself hold one: "Iran (…)"."""
    for match in re.finditer(r"[()]", words):
        found = delegations.exactly(words[: match.end()] if match.group() == ")" else words[: match.start()])
        if found is not None:
            return found.name, words[match.end() :]
    return None, ""


def spoken_for(start: int, reader: str | None, sentence: str) -> Turn | None:
    """The turn of those in whose name the speaker of `sentence` says to speak; None: in the own name.

    Words that a delegation speaks as the chair of others are neither its own nor, unless it says so, theirs.
    """
    for behalf in BEHALF.finditer(sentence):
        before, after = sentence[: behalf.start()], sentence[behalf.end() :]
        opens = _LABEL.fullmatch(before) and _WE_FOLLOWS.match(after)
        if _OTHER_VOICE.search(before) or not (opens or _OWN_VOICE.search(before)):
            continue
        if _HEARD.search(clause := re.split(r"[,;:]", before)[-1]) or (reader and _names_others(clause, reader)):
            continue
        turn = in_whose_name(start, reader, after)
        if turn is None:
            continue
        if turn.holder or turn.members:
            return turn
        others = {item.name for item in delegations.named(re.split(r"[,;.]", after)[0][:120])}
        if others == {reader}:
            continue
        if (
            others
            or _COLLECTIVE.match(after)
            or (_FLOOR.search(before) and re.match(r"\s*(?:the\s+)?[A-ZА-ЯЁ]", after))
        ):
            return turn
    if (voice := _SPEAK_FOR.search(sentence)) and _COLLECTIVE.match(sentence, voice.end()):
        return in_whose_name(start, reader, sentence[voice.end() :])
    chair = _AS_CHAIR.search(sentence)
    if chair and _FLOOR.search(sentence[: chair.start()]) and not _OTHER_VOICE.search(sentence[: chair.start()]):
        return Turn(start, None, reader)
    return None


def _names_others(clause: str, reader: str) -> bool:
    """Whether a clause is about another State than the `reader`: "the statement that Fiji made"."""
    return any(item.kind in STATES and item.name != reader for item in delegations.named(clause))


def in_whose_name(start: int, reader: str | None, after: str) -> Turn | None:
    """The turn of those whom `after`, the words after "on behalf of", names; None: of `reader` itself.

    Only a group that follows directly holds the words. Two States or more, or somebody who is not known,
    leave them to nobody.
    """
    if _OWN.match(after):
        return None
    lead = _LEAD.match(after)
    rest = after[lead.end() : 600] if lead else after[:600]
    nobody = Turn(start, None, reader, delegations.listed(rest) if _COLLECTIVE.match(rest) else ())
    named = delegations.mentions(rest)
    if not named or named[0].start > 4:
        return nobody
    first, tail = named[0].delegation, rest[named[0].end :]
    states = [item for item in named if item.delegation.kind in STATES]
    together = _run(rest, states if first.kind in STATES else named)
    if first.kind in STATES and len(together) > 1:
        return Turn(start, None, reader, tuple(item.delegation.name for item in together))
    if first.name == reader and _OTHERS.match(tail) is None:
        return None
    if named[0].by != "name" or _GOES_ON.match(tail) or _OTHERS.match(tail):
        return nobody
    if first.kind in STATES:
        return nobody if reader else Turn(start, first.name)
    if len(together) > 1 and re.match(r"\s+(?:and|et|y)\s", tail):
        return nobody
    return Turn(start, first.name, reader, _members(tail))


def _members(tail: str) -> tuple[str, ...]:
    """The States that are listed directly after the name of their group."""
    lead = re.match(r"\W*(?:members?|countries|States|namely|comprising|consisting of)?\W*(?:the\s+)?", tail)
    rest = tail[lead.end() :] if lead else tail
    named = [item for item in delegations.mentions(rest) if item.delegation.kind in STATES]
    together = _run(rest, named) if named and named[0].start == 0 else []
    return tuple(item.delegation.name for item in together) if len(together) > 1 else ()


def _run(text: str, named: list[Mention]) -> list[Mention]:
    """The first mentions that follow one another with nothing but "," and "and" between."""
    together = named[:1]
    for item in named[1:]:
        if _AND.fullmatch(text[together[-1].end : item.start]) is None:
            break
        together.append(item)
    return together
