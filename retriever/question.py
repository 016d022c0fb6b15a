"""What a question restricts and asks for, by rules that can be shown to the user: no model."""

from __future__ import annotations

import csv
import json
import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cache
from importlib.resources import files
from itertools import pairwise

from ingest import delegations
from ingest.days import MONTH, MONTHS
from ingest.delegations import Mention
from ingest.labels import asked as asked_label
from ingest.language import detect
from ingest.lexical import tokens
from ingest.ordinals import ordinal
from ingest.symbols import find, without

_SHORT = re.compile(
    r"\b(?P<word>resolutions?|decisions?|res\.|résolutions?|resolución|décision)?\s*\b(?P<number>[3-9]\d/\d{1,3})\b(?!/)",
    re.I,
)
_BODIES = (
    (re.compile(r"\b(?:HRC|Human Rights Council)(?:['’]s)? (?:resolution |decision )?(?P<number>\d{1,2}/\d{1,3})\b", re.I), "A/HRC/RES/{}"),
    (re.compile(r"\b(?:ECOSOC|Economic and Social Council)(?:['’]s)? (?:resolution |decision )?(?P<number>\d{4}/\d{1,3})\b", re.I), "E/RES/{}"),
)  # fmt: skip
_ORDINAL = r"(?:[a-z]+(?:-[a-z]+)?|\d{1,2}(?:st|nd|rd|th))"
_SESSION = re.compile(
    rf"\b(?:(?P<also>{_ORDINAL})\s+(?:and|or|to)\s+(?:the\s+)?)?(?P<ordinal>{_ORDINAL})[\s-]+(?:substantive[\s-]+)?sessions?\b",
    re.I,
)
_SESSION_NUMBER = re.compile(r"\bsessions?\s+(?P<number>\d{1,2})(?:\s+(?:and|or|to)\s+(?P<also>\d{1,2}))?\b", re.I)
_MONTH_YEAR = re.compile(rf"\b(?:(\d{{1,2}})\s+)?({MONTH})\s+(\d{{4}})\b", re.I)
# Not a year that ends or names something else: "after 2025", "the 2030 Agenda", "2021-2025".
_YEAR = re.compile(
    r"(?<![\d/\-–])(?<!after )(?<!until )(?<!beyond )(?<!post-)(?<!by )(?:19|20)\d{2}(?![\d/\-–]| Agenda)"
)
_DEBATE = re.compile(r"\bgeneral debate\b|\bdébat général\b|\bdebate general\b", re.I)
_COMPENDIUM = re.compile(r"\bcompendium\b|\bexplanations? of (?:position|vote)s?\b|\bexplications? de position\b", re.I)
_KINDS = ((_DEBATE, "general debate statement"), (_COMPENDIUM, "compendium"))
# A date of the words asked for, not of a thing that they speak of: "in July 2025", "the 2018 general debate".
_OWN_DATE = re.compile(
    rf"\b(?:in|during)\s+(?:its\s+|their\s+|the\s+)?(?:(?P<month>{MONTH})\s+)?(?P<year>(?:19|20)\d{{2}})\b(?!\s*[-–])|"
    r"\b(?P<debate>(?:19|20)\d{2})\s+general debate\b",
    re.I,
)
_PHRASE = re.compile(r"[\"“«]([^\"”»]{3,200})[\"”»]")
# A State after one of these is what is spoken of, not who speaks.
_ABOUT_BEFORE = re.compile(
    r"\b(?:about|against|toward|towards|concerning|regarding|on|(?<!according )to|with|criticis(?:e|es|ed|ing)|criticiz(?:e|es|ed|ing)|"
    r"condemn(?:s|ed)?|mention(?:s|ed)?|accus(?:e|es|ed)|thank(?:s|ed)?|name[sd]?|support(?:s|ed)?|contre|sobre|hacia)\s+(?:the\s+|what\s+)?$",
    re.I,
)
_SAYS_ABOUT = re.compile(
    r"\b(?:say|says|said|state[sd]?|speaks?|spoke|think|thinks|comment\w*|mention\w*|position|views?|stance|remarks?)\b[^,;]*?"
    r"\b(?:about|on|regarding|concerning|of)\b",
    re.I,
)
_COMPARES = re.compile(r"\b(?:compar\w+|differ\w*|contrast\w*|unlike|versus|vs|than|as opposed|while|whereas)\b", re.I)
_OTHER_SIDE = re.compile(r"[,;]\s+(?:and|or)(?:\s+(?:does|did|what about|how about))?(?:\s+the)?\s*$", re.I)
_WORDS = {"who", "us", "it", "aim", "can", "her", "his", "its"}  # never acronyms where a question has no capitals
# Asks whose view it is. "Who is thanked", "who is given the lead" ask for somebody in the text instead.
_WHO = re.compile(
    r"^\W*(?:and\s+)?(?:who(?:\s+else|\s+all)?\s+(?!is\b|was\b|are\b|were\b|will\b|should\b|would\b|chairs?\b|chaired\b|leads?\b)\w+|"
    r"which\s+(?:\w+\s+){0,2}(?:delegations?|states?|countries|speakers?|groups?|statements?|members?)\b|"
    r"what\s+(?:delegations|states|countries)\b|whose\b|quelles? délégations?|quels? (?:états?|pays)|"
    r"qué (?:delegaciones|estados|países)|name the (?:delegations|states|countries))",
    re.I,
)
_ELLIPTIC = re.compile(
    r"^\W*(?:and(?: what about)?\b|what about\b|how about\b|et\b|y\b|qu'en est-il|а\b|or\b|but\b|also\b|same\b)", re.I
)
# "that" refers back only where the question ends or turns to a verb: "when was that", "is that final".
# A paper called by its kind: "the final report".
PAPER = re.compile(
    r"\b(?:final|annual|progress|outcome|discussion|concept|consensus) (?:progress )?(?:report|document|paper)s?\b",
    re.I,
)
PRONOUN = re.compile(
    r"\b(?:it|its|they|them|their|those|these|he|she|his|her|hers|the same|(?:that|this)(?=\W*$|\s+(?:session|year|meeting|paragraph|"
    r"document|text|resolution|report|fund|group|body|one|point)))\b",
    re.I,
)


@dataclass(frozen=True, slots=True)
class Filters:
    """What the question or the user restricts; an empty field restricts nothing.

    `delegations` are UN names; `dates` are ISO 8601 beginnings ("2025-07", "2023") of which the document's
    date must touch one; `own_dates` are those of them that date the words asked for; `symbols` are canonical.
    """

    delegations: tuple[str, ...] = ()
    sessions: tuple[str, ...] = ()
    dates: tuple[str, ...] = ()
    own_dates: tuple[str, ...] = ()
    kind: str = ""
    symbols: tuple[str, ...] = ()
    documents: tuple[str, ...] = ()
    papers: tuple[str, ...] = ()  # called by their kind, in a question to a holder: "final report"


@dataclass(frozen=True, slots=True)
class Question:
    """A question understood: `text` is complete in itself, with the history worked in."""

    asked: str
    text: str
    focus: str  # the part of `text` that the last question adds; equals `text` without history
    language: str
    filters: Filters
    about: tuple[str, ...] = ()  # delegations that are spoken of
    who: bool = False  # asks who holds a view: every holder is looked at
    paragraph: str = ""  # label as in the outline: "8", "13 (f)", "PP8", "article 5", "annex C, para. 4"
    phrases: tuple[str, ...] = ()
    topic: str = ""  # `text` without the names of those who are asked to speak
    earlier: str = ""  # the question before it, complete, where this one goes on from it
    spelled: tuple[tuple[str, str], ...] = ()  # (acronym of the question, what it stands for in the index)


def understand(asked: str, history: Sequence[str] = ()) -> Question:
    """The question with its filters; `history` are the earlier questions, oldest first."""
    history = [capitalised(earlier) for earlier in history]
    text, focus = _complete(capitalised(asked), history)
    said, about = _roles(text)
    holders = tuple(dict.fromkeys(mention.delegation.name for mention in said))
    filters = Filters(
        holders,
        _sessions(focus) or _sessions(text),
        _dates(text),
        _own_dates(text),
        next((kind for form, kind in _KINDS if form.search(text)), ""),
        _symbols(text),
        papers=tuple(match.group() for match in PAPER.finditer(text)) if holders else (),
    )
    return Question(
        asked,
        text,
        focus,
        detect(asked, detect(text)),
        filters,
        tuple(dict.fromkeys(mention.delegation.name for mention in about)),
        bool(_WHO.search(asked) or _WHO.search(text)) and not holders,
        asked_label(text),
        tuple(match.group(1).strip() for match in _PHRASE.finditer(text)),
        _without(text, said),
        _complete(history[-1], history[:-1])[0] if history and text != asked.strip() else "",
    )


def capitalised(text: str) -> str:
    """A question typed without capitals, with those of the names and acronyms in it; any other as it is."""
    if text != text.lower():
        return text
    acronyms = {row["acronym"].casefold(): row["acronym"] for row in _glossary()}
    words = re.sub(
        r"[\w-]+",
        lambda word: word.group() if word.group() in _WORDS else acronyms.get(word.group(), word.group()),
        text,
    )
    titled = "".join(
        char.upper() if before in " '\"(" and len(char.upper()) == 1 else char for before, char in pairwise(" " + words)
    )
    for mention in delegations.mentions(titled):
        if mention.by != "capital" and mention.end - mention.start >= 4:
            words = words[: mention.start] + titled[mention.start : mention.end] + words[mention.end :]
    return words


def _complete(asked: str, history: Sequence[str]) -> tuple[str, str]:
    """(the question made complete, the part that is new).

    A question that only names another holder takes the place of the holder in the one before it.
    """
    text = asked.strip()
    if not history:
        return text, text
    before, _ = _complete(history[-1], history[:-1])
    named, earlier = delegations.mentions(text), _roles(before)[0]
    opening = _ELLIPTIC.match(text)
    words = re.findall(r"\w{4,}", text[opening.end() if opening else 0 :])
    others = [word for word in words if not any(m.start <= text.find(word) < m.end for m in named)]
    if named and earlier and not others:
        first, last = earlier[0], earlier[-1]
        name = named[0].delegation.name
        asked_anew = before[: first.start] + name + _possessive(before[first.start : first.end]) + before[last.end :]
        return asked_anew, asked_anew
    complete = (named or _symbols(text)) and not opening and len(words) > 3
    if not complete and (opening or len(words) <= 2 or PRONOUN.search(text)):
        return f"{before} {text}", text
    return text, text


def _possessive(mention: str) -> str:
    return mention[-2:] if mention[-2:] in ("'s", "’s") else ""


def _roles(text: str) -> tuple[list[Mention], list[Mention]]:
    """(delegations asked for their words, delegations spoken of)."""
    said: list[Mention] = []
    about: list[Mention] = []
    for mention in delegations.mentions(text):
        before = text[: mention.start]
        language = re.search(r"\b(?:in|into|en)\s+$", before) and mention.by == "adjective"
        if language:
            continue
        spoken_of = not _COMPARES.search(before) and (
            (
                _ABOUT_BEFORE.search(before)
                and re.search(r"\b(?:says?|said|who|which|whose|does|did|do)\b", before, re.I)
            )
            or (said and _in_topic(before[said[-1].end :]))
        )
        (about if spoken_of else said).append(mention)
    if about and not said and not re.search(r"\b(?:who|which|others?|say|said|says|anyone)\b", text, re.I):
        said, about = about, []
    return said, about


def _in_topic(between: str) -> bool:
    """Whether the words from the one who speaks to the next name begin a topic: "say about attacks by …"."""
    return _SAYS_ABOUT.search(between) is not None and _OTHER_SIDE.search(between) is None


def _without(text: str, mentions: Sequence[Mention]) -> str:
    for mention in reversed(mentions):
        rest = re.sub("^['’]s", "", text[mention.end :])
        text = f"{text[: mention.start]} {rest}"
    return " ".join(re.sub(r"\s['’]s?\b", " ", text).split())


def _sessions(text: str) -> tuple[str, ...]:
    """The sessions that are named: "the sixth and seventh sessions", "session 6"."""
    found = []
    for match in _SESSION.finditer(text):
        numbers = (ordinal(word) for word in (match.group("also"), match.group("ordinal")) if word)
        found += [str(number) for number in numbers if number is not None]
    for match in _SESSION_NUMBER.finditer(text):
        found += [number for number in match.groups() if number]
    return tuple(dict.fromkeys(found))


def _dates(text: str) -> tuple[str, ...]:
    months = [
        f"{match.group(3)}-{MONTHS.index(match.group(2).capitalize()) + 1:02d}" for match in _MONTH_YEAR.finditer(text)
    ]
    rest = without(_MONTH_YEAR.sub(" ", text))
    return tuple(dict.fromkeys([*months, *_YEAR.findall(rest)]))


def _own_dates(text: str) -> tuple[str, ...]:
    found = []
    for match in _OWN_DATE.finditer(text):
        month = match.group("month")
        year = match.group("year") or match.group("debate")
        found.append(f"{year}-{MONTHS.index(month.capitalize()) + 1:02d}" if month else year)
    return tuple(dict.fromkeys(found))


def _symbols(text: str) -> tuple[str, ...]:
    """Symbols named in full, and "resolution 75/240" or "75/240" as the General Assembly's."""
    found = find(text)
    rest = without(text)
    for body, form in _BODIES:
        found += [form.format(match.group("number")) for match in body.finditer(rest)]
        rest = body.sub(" ", rest)
    found += [f"A/RES/{match.group('number')}" for match in _SHORT.finditer(rest)]
    return tuple(dict.fromkeys(found))


@cache
def asking_stems() -> frozenset[str]:
    """Stems of the words that ask or that any text may replace: the evidence need not hold them."""
    lines = files("retriever").joinpath("tables/asking_words.txt").read_text("utf-8").splitlines()
    return frozenset(token for line in lines if not line.startswith("#") for token in tokens(line))


@cache
def _glossary() -> tuple[dict[str, str], ...]:
    text = files("retriever").joinpath("tables/glossary.csv").read_text("utf-8")
    return tuple(csv.DictReader(text.splitlines()))


@cache
def _concepts() -> tuple[tuple[str, ...], ...]:
    table = json.loads(files("retriever").joinpath("tables/synonyms.json").read_text("utf-8"))
    acronyms = [
        (row["acronym"], re.sub(r"\s*\(.*?\)", "", row["expansion"]))
        for row in _glossary()
        if row["type"] in ("topic", "process", "body", "document", "programme")
    ]
    return (*(tuple(terms) for terms in table.values()), *acronyms)


def other_names(text: str) -> list[tuple[str, tuple[str, ...]]]:
    """(term as `text` writes it, other names of the same thing): acronyms, synonyms of the domain.

    Terms count as whole words; acronyms only as written.
    """
    found = []
    for concept in _concepts():
        standing = {term: match.group() for term in concept if (match := _term(term).search(text))}
        if standing:
            written = max(standing.values(), key=len)
            found.append((written, tuple(term for term in concept if term not in standing)))
    return found


def related_terms(text: str, most: int = 6) -> tuple[str, ...]:
    """Other names of what `text` asks about, at most `most` for each concept."""
    return tuple(dict.fromkeys(name for _, names in other_names(text) for name in names[:most]))


@cache
def _term(term: str) -> re.Pattern[str]:
    acronym = term.isupper() or (len(term) <= 5 and any(char.isupper() for char in term[1:]))
    return re.compile(rf"(?<!\w){re.escape(term)}s?(?!\w)", 0 if acronym else re.I)


def restricted(question: Question, named: Sequence[str], session: str) -> Question:
    """`question` with the user's own choice of delegations and session in the place of what it names."""
    filters = question.filters
    if named:
        filters = replace(filters, delegations=tuple(named))
    if session:
        filters = replace(filters, sessions=(session,))
    return replace(question, filters=filters)
