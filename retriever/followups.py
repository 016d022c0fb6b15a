"""A question that goes on from the one before it, made complete from the history: no model."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from ingest.delegations import Mention
from ingest.language import detect
from ingest.lexical import tokens
from retriever.holders import mentions
from retriever.limits import references
from retriever.moving import in_another_paragraph, in_another_year
from retriever.reference import Reference
from retriever.replacing import ABOUT_OPENING, put, put_ordinal, put_topic, to_others, upper
from retriever.roles import COMPARES, PRONOUN_SPEAKS, names, roles
from retriever.synonyms import asking_stems

_OPENING = re.compile(
    r"^\W*(?:and(?: (?:what|how) about| now)?\b|(?:what|how) about\b|et(?: (?:qu['’]en est-il|pour|quant à))?\b|mais\b|qu['’]en est-il|"
    r"[ye](?: qué (?:hay de|pasa con|dice))?\b|¿?qué (?:hay de|pasa con)|pero\b|а(?: как насч[её]т| что)?\b|и\b|но\b|or\b|but\b|also\b|same\b|"
    r"那么?|还有|以及|那|ماذا عن|وماذا عن|و(?=[\u0621-\u064a]))",
    re.I,
)
PRONOUN = re.compile(
    r"\b(?:it|its|they|them|their|those|these|he|she|his|her|hers|the same|(?:that|this)(?=\W*$|\s+(?:session|year|meeting|paragraph|"
    r"document|text|resolution|report|fund|group|body|one|point))|that(?=\s+(?:in|from|on|of|about)\W*$)|(?:(?<=\bis )|(?<=\bwas ))that(?=\s+(?:to|for|supposed)\b)|(?<=\bdoes )that|(?<=\bdid )that)\b",
    re.I,
)
_OTHER_PRONOUN = re.compile(
    r"\b(?:cela|ça|ceux-ci|celui-ci|celle-ci|y a-t-il eu|eso|esto|ello|этом|этого|это|там|нём|нем)\b|这个|那个|它|此|ذلك|هذا",
    re.I,
)
_LONGEST = 2_000  # characters of the question before that are joined
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
_OF_ITS_OWN = re.compile(r"\b(?:summar\w*|sum up|brief|overview|tell me|priorities|list)\b", re.I)


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
    before = complete(history[-1], history[:-1]).text[-_LONGEST:]
    if shifted := in_another_year(before, text) or in_another_paragraph(before, text):
        return Complete(shifted, shifted)
    if _ELSE.match(text):
        asked_anew = to_others(before)
        heard = names(roles(before).said)
        return (
            Complete(asked_anew, asked_anew, others=heard) if asked_anew else Complete(f"{before} {text}", text, before)
        )
    opening = _OPENING.match(text)
    named, found = mentions(text), references(text)
    if named and _speaks_of(text, named[0]):
        return Complete(f"{before} {text}", text, before)
    rest = _rest(text, opening, named, found)
    leans = opening is not None or _leans(text)
    compares = COMPARES.search(text) is not None and len(names(named)) == 1
    if opening and _is_whole(text[opening.end() :], rest) and not ABOUT_OPENING.match(text):
        alone = upper(text[opening.end() :].strip(" ,"))
        return Complete(alone, alone)
    if not COMPARES.search(text) and not _OF_ITS_OWN.search(text):
        if (named or found) and not rest and (leans or named or not _is_sentence(text)):
            again = put(before, text, named, found)
            if again:
                return Complete(again, again, "" if found else before)
        elif not named and not found and (again := put_ordinal(before, text) or put_topic(before, text)):
            return Complete(again, again)
    if compares or ((leans or _is_short(text, opening)) and not _is_complete(text, opening, rest, bool(named))):
        return Complete(f"{before} {text}", text, before)
    return Complete(text, text)


def _speaks_of(text: str, named: Mention) -> bool:
    """Whether whoever was asked before says something of the first that `text` names: "Did he say Fiji did it?"."""
    match = PRONOUN_SPEAKS.search(text)
    return match is not None and match.end() <= named.start and not _content(text[: match.start()])


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


_IN_IT = re.compile(
    r"\b(?:it|its|there|here|they|them|their|(?:that|this|the same|said|the) (?:sub-?)?(?:paragraph|para|article)|(?:that|this)(?=\W*$)|y|là|dissociat\w+|"
    r"ce paragraphe|cet article|cela|ça|ahí|allí|ese párrafo|este párrafo|eso|там|этом|этого|это)\b|这|那|ذلك|هذا",
    re.I,
)


def leaves_the_paragraph(focus: str) -> bool:
    """Whether a follow-up asks for something else in the paper than the paragraph of the question before.

    It does where it has content of its own, names no paragraph and does not say "it" or "there".
    """
    found = references(focus)
    if any(each.what == "paragraph" for each in found) or _IN_IT.search(focus):
        return False
    return bool(_rest(focus, _OPENING.match(focus), mentions(focus), found))
