"""A question that goes on from the one before it, made complete from the history: no model."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from ingest.delegations import Mention
from ingest.language import detect
from ingest.lexical import tokens
from ingest.ordinals import ordinal
from retriever.holders import mentions
from retriever.limits import references
from retriever.reference import Reference
from retriever.roles import asks_open, names, roles
from retriever.synonyms import asking_stems

_OPENING = re.compile(
    r"^\W*(?:and(?: (?:what|how) about| now)?\b|(?:what|how) about\b|et(?: (?:qu['’]en est-il|pour|quant à))?\b|mais\b|qu['’]en est-il|"
    r"[ye](?: qué (?:hay de|pasa con|dice))?\b|¿?qué (?:hay de|pasa con)|pero\b|а(?: как насч[её]т| что)?\b|и\b|но\b|or\b|but\b|also\b|same\b|"
    r"那么?|还有|以及|那|ماذا عن|وماذا عن|و(?=[\u0621-\u064a]))",
    re.I,
)
PRONOUN = re.compile(
    r"\b(?:it|its|they|them|their|those|these|he|she|his|her|hers|the same|(?:that|this)(?=\W*$|\s+(?:session|year|meeting|paragraph|"
    r"document|text|resolution|report|fund|group|body|one|point))|that(?=\s+(?:in|from|on|of|about)\W*$)|(?<=\bdoes )that|(?<=\bdid )that)\b",
    re.I,
)
_OTHER_PRONOUN = re.compile(
    r"\b(?:cela|ça|ceux-ci|celui-ci|celle-ci|y a-t-il eu|eso|esto|ello|этом|этого|это|там|нём|нем)\b|这个|那个|它|此|ذلك|هذا",
    re.I,
)
_SHORTEST_CHINESE = 6  # characters of a question that could stand alone
_SHORTEST = 8  # words up to which a question in another language than English may hang on its pronoun
# "What is a DTG, and what do they do?": what it stands for is in the question itself.
_JOINED = re.compile(r",|\b(?:and|but|or|because|if|when|while|that|which|who|so|et|y|и)\b", re.I)
_PARTICLES = re.compile(
    r"\b(?:the|a|an|in|at|on|of|for|from|by|to|during|about|to|with|as|well|please|then|la|le|les|l|de|du|des|en|au|aux|à|el|los|las|del|al|"
    r"в|на|о|об|у|с|года?|году|año|année|pour|quant|sur|sobre|then|too|also|again|position|view|views|statement|paper)\b|[呢在的了吗上中年月?？]|(?<!\w)في(?!\w)",
    re.I,
)
_STANCES = frozenset(
    term
    for language, words in {
        "en": "agree disagree object support oppose endorse accept reject share back join believe do does did has have is are was were",
        "fr": "dit disent dire veut veulent propose proposent pense pensent demande que quoi comment est sont",
        "es": "dice dicen dijo quiere quieren propone proponen piensa piensan opina que qué cómo es son",
        "ru": "говорит говорят сказал сказала хочет хотят предлагает думает считает что как",
        "ar": "تقول يقول قالت قال تريد يريد ماذا ما هو موقف",
    }.items()
    for term in tokens(words, language)
)
_ELSE = re.compile(
    r"^\W*(?:and\s+)?(?:who else|anyone else|anybody else|any others?|(?:and )?(?:the )?others?|(?:which |any )?other (?:states|delegations|countries)|"
    r"qui d['’]autre|(?:et )?les autres|(?:¿?y )?(?:quién(?:es)? más|los demás)|(?:а )?(?:кто ещ[её]|другие|остальные)|还有谁|其他国家呢?|من غير(?:ها|ه|هم)?)\W*$",
    re.I,
)
_ABOUT_NEXT = re.compile(
    r"\b(?:about|on|against|regarding|concerning|sur|sobre|contra|contre|об?)\s+(?:the\s+|la\s+|el\s+|l['’])?$", re.I
)
_ABOUT_OPENING = re.compile(r"^\W*(?:and\s+)?(?:what|how) about\s", re.I)
_OF_ITS_OWN = re.compile(r"\b(?:summar\w*|sum up|brief|overview|tell me|priorities|list)\b", re.I)
_OTHER_STATES = {
    "fr": "les autres pays", "es": "otros países", "ru": "другие государства", "zh": "其他国家", "ar": "الدول الأخرى",
}  # fmt: skip
_COMPARE_FIRST = re.compile(r"\W*(?:please\s+)?compare\b", re.I)
_ARTICLE = r"(?:the\s+|la\s+|le\s+|les\s+|l['’]\s*|el\s+|los\s+|las\s+)"
_WITH_ARTICLE = re.compile(
    r"(?:United|Russian|Republic|Democratic|Holy|State of|Syrian|Netherlands|Philippines|Gambia|Bahamas|Comoros|Maldives|Marshall|Solomon|"
    r"Dominican|Central|Lao)\b"
)
_COMPARES = re.compile(
    r"\b(?:compar\w+|differ\w*|versus|vs|than|contrast\w*|par rapport|frente a|сравни\w*)\b|相比|比", re.I
)


@dataclass(frozen=True, slots=True)
class Complete:
    """A question complete in itself: `focus` is what the last one adds to it, `earlier` the complete one before.

    `earlier` is empty where the question stands alone, or asks for another place than the one before;
    `others` than these holders are asked by "who else?".
    """

    text: str
    focus: str
    earlier: str = ""
    others: tuple[str, ...] = ()


def complete(asked: str, history: Sequence[str]) -> Complete:
    """`asked` made complete from `history`, oldest first.

    What it names (a holder, a session, a date, a paper, a paragraph) takes the place of its like in the question
    before; where it has no like, it is added there. Anything else that leans on the one before is joined to it.
    """
    text = asked.strip()
    if not history:
        return Complete(text, text)
    before = complete(history[-1], history[:-1]).text
    if _ELSE.match(text):
        asked_anew = _to_others(before)
        heard = names(roles(before).said)
        return (
            Complete(asked_anew, asked_anew, others=heard) if asked_anew else Complete(f"{before} {text}", text, before)
        )
    opening = _OPENING.match(text)
    named, found = mentions(text), references(text)
    rest = _rest(text, opening, named, found)
    leans = opening is not None or _leans(text)
    compares = _COMPARES.search(text) is not None and len(names(named)) == 1
    if opening and _is_whole(text[opening.end() :], rest) and not _ABOUT_OPENING.match(text):
        alone = _upper(text[opening.end() :].strip(" ,"))
        return Complete(alone, alone)
    if not _COMPARES.search(text) and not _OF_ITS_OWN.search(text):
        if (named or found) and not rest and (leans or named or not _is_sentence(text)):
            put = _put(before, text, named, found)
            if put:
                return Complete(put, put, "" if found else before)
        elif not named and not found and (put := _put_ordinal(before, text) or _put_topic(before, text)):
            return Complete(put, put)
    if compares or ((leans or _is_short(text, opening)) and not _is_complete(text, opening, rest, bool(named))):
        return Complete(f"{before} {text}", text, before)
    return Complete(text, text)


def _is_short(text: str, opening: re.Match[str] | None) -> bool:
    """Whether too little is said to ask anything alone."""
    if detect(text) == "zh":
        return len(text) <= _SHORTEST_CHINESE
    return len(_long_words(text, opening)) <= 2


def _is_complete(text: str, opening: re.Match[str] | None, rest: Sequence[str], named: bool) -> bool:
    """Whether a question names a holder or a paper and says enough of its own."""
    told = named or any(each.what == "symbol" for each in references(text))
    return told and not opening and len(_long_words(text, opening)) > 3 and not (_leans(text) and len(rest) < 2)


def _long_words(text: str, opening: re.Match[str] | None) -> list[str]:
    return re.findall(r"\w{4,}", text[opening.end() if opening else 0 :])


def _leans(text: str) -> bool:
    """Whether a pronoun of `text` stands for something that it does not name itself."""
    for match in PRONOUN.finditer(text):
        lead = text[: match.start()]
        inside = [at for at in _JOINED.finditer(lead) if _content(lead[: at.start()])]
        if not inside:
            return True
    return len(text.split()) <= _SHORTEST and _OTHER_PRONOUN.search(text) is not None


def _content(text: str) -> list[str]:
    """The stems of `text` that neither ask nor take a stance."""
    return [term for term in tokens(text, detect(text)) if term not in asking_stems() and term not in _STANCES]


def _rest(text: str, opening: re.Match[str] | None, named: Sequence[Mention], found: Sequence[Reference]) -> list[str]:
    """The stems of `text` that tell a topic: not its opening, nor what it names, nor what only asks."""
    spans = [(mention.start, mention.end) for mention in named] + [(each.start, each.end) for each in found]
    spans += [opening.span()] if opening else []
    for start, end in sorted(spans, reverse=True):
        text = f"{text[:start]} {text[end:]}"
    return _content(PRONOUN.sub(" ", _PARTICLES.sub(" ", re.sub(r"['’]s?\b", " ", text))))


def _is_sentence(text: str) -> bool:
    return (
        re.search(
            r"\b(?:what|which|who|how|why|when|where|does|did|do|is|are|was|were|has|have|can|should)\b", text, re.I
        )
        is not None
    )


def _is_whole(text: str, rest: Sequence[str]) -> bool:
    """Whether "what does China say about ransomware?" asks on its own: who is asked, and about what or whom."""
    own = roles(text)
    return _is_sentence(text) and bool(own.said) and bool(rest or own.about) and not _leans(text)


def _upper(text: str) -> str:
    return text[:1].upper() + text[1:]


def _put(before: str, text: str, named: Sequence[Mention], found: Sequence[Reference]) -> str:
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
    only_about = _ABOUT_NEXT.search(text[: named[0].start]) is not None and not _ABOUT_OPENING.match(text)
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
    if like and (detect(before) != "en" or any(mention.by == "name" for mention in named)):
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


_TOPIC = re.compile(
    r"\b(?P<by>about|on|regarding|concerning)\s+(?P<topic>(?:(?!\b(?:in|at|during|about|on)\b)[^?.])+?)(?=\s+(?:in|at|during)\b|\W*$)",
    re.I,
)
_NEXT_TOPIC = re.compile(r"^\W*(?:and|what)\s+(?:about|on|regarding|concerning)\s+(?P<topic>[^?,]+?)\W*$", re.I)
_NEXT_ORDINAL = re.compile(r"^\W*(?:and|what about)\s+(?:at\s+|in\s+)?the\s+(?P<ordinal>[\w-]+)\W*$", re.I)


def _put_topic(before: str, text: str) -> str:
    """`before` with the topic of "And on ransomware?"; "" where it has none to give way."""
    new, old = _NEXT_TOPIC.match(text), list(_TOPIC.finditer(before))
    if new is None or not old or re.match(r"\W*what about", text, re.I) or roles(before).about:
        return ""
    return before[: old[-1].start("topic")] + new["topic"] + before[old[-1].end("topic") :]


def _put_ordinal(before: str, text: str) -> str:
    """`before` with the number of "And the second?" in the place of that of its session or paper."""
    new = _NEXT_ORDINAL.match(text)
    if new is None or ordinal(new["ordinal"]) is None:
        return ""
    for each in references(before):
        for word in re.finditer(r"[\w-]+", before[each.start : each.end]):
            if each.what in ("session", "paper") and ordinal(word.group()) is not None:
                return before[: each.start + word.start()] + new["ordinal"] + before[each.start + word.end() :]
    return ""


def _to_others(before: str) -> str:
    """The question before, put to everybody else; "" where it names nobody and asks nobody."""
    parts = roles(before)
    if parts.said and detect(before) == "en":
        first, last = parts.said[0], parts.said[-1]
        lead = before[: _article(before, first.start)]
        for one, many in (("does", "do"), ("has", "have"), ("is", "are"), ("was", "were")):
            lead = re.sub(
                rf"\b{one}(?=\s+$)",
                _upper(many) if lead[:1].isupper() and lead.strip().casefold() == one else many,
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
