"""The few sentences that are our own: neutral, dated, the same for every holder, in the language of the question.

They are written in the six languages of the United Nations; in any other language the question is answered in English.
Names stand apart, behind or before commas and colons, so that no case, article or number of theirs can go wrong.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from app.phrases import day, kind, known, listed, name, names, say, session, table
from ingest.document import Document
from ingest.labels import printed, spoken

__all__ = [
    "day", "decides", "delivered", "kind", "lacking", "lead", "leader", "listed", "name", "names", "nearest",
    "newest", "not_found_for", "not_shown", "nothing_on", "opposite", "other_language", "page", "paragraph",
    "paragraph_of", "premise", "printed_in", "refusal", "searched", "session", "some", "unexpected", "words_of",
]  # fmt: skip

_ADOPTED = ("resolution", "decision")
_STATEMENTS = (
    "national statement", "group statement", "joint statement", "general debate statement", "stakeholder statement",
    "submission",
)  # fmt: skip
_SUBMISSION = re.compile(r"\bsubmissions?\b", re.IGNORECASE)
_SEVERAL = re.compile(r"(?:Nordic|Baltic)\b.* ?(?:countries|States)")  # groups whose English name is a plural
_SCOPES = {"annexe": "annex", "anexo": "annex"} | {
    word: word for word in ("annex", "appendix", "enclosure", "article", "footnote")
}


def lead(
    document: Document,
    holder: str | None,
    delivered_by: str | None,
    superseded_by: str = "",
    language: str = "en",
    quoted: str = "",
    translated: bool = False,
) -> str:
    """Who, where and when, in one line: the holder, the paper or its session, the date and the topic.

    `quoted` is the language of the words below it: it is told where it is not that of the question. So is it that they
    are a translation which is printed beside the original.
    """
    who = f"**{_begun(name(holder, language)) if holder else say('no holder', language)}**"
    if delivered_by:
        who += say("in brackets", language, text=delivered(delivered_by, language))
    parts = [who, *_where(document, language)]
    if document.topic:
        lower = known(language) == "en" and document.topic.istitle()
        parts.append(say("on topic", language, topic=document.topic.lower() if lower else document.topic))
    if superseded_by:
        parts.append(say("superseded by", language, symbol=superseded_by))
    line = say("comma", language).join(parts)
    mark = say("translation", language) if translated else printed_in(quoted, language)
    return say("lead", language, parts=f"{line} {mark}" if mark else line)


def _where(document: Document, language: str) -> list[str]:
    """The paper or what it is, its session unless it was adopted, and its date."""
    adopted, comma = document.kind in _ADOPTED, say("comma", language)
    sitting = session(document.session, document.body, language) if document.session and not adopted else ""
    when = day(document.date, language) if document.date else say("no date", language)
    what = _kind(document)
    if document.symbol and adopted:
        return [say(f"adopted {what}", language, symbol=document.symbol), when]
    if document.symbol:
        about = comma.join(part for part in (kind(what, language), sitting) if part)
        return [f"{document.symbol}{say('in brackets', language, text=about) if about else ''}", when]
    words = kind(what, language) or say("quoted", language, text=document.title[:120])
    if not sitting:
        return [words, when]
    of_session = document.date and (document.date_kind == "session" or "/" in document.date)
    if of_session:
        sitting = say("session dated", language, session=sitting, dates=when)
    stated = say("statement to", language, kind=words, session=sitting) if what in _STATEMENTS else ""
    return [stated or f"{words}{comma}{sitting}", *([] if of_session else [when])]


def _kind(document: Document) -> str:
    """The kind of a document; the words of a delegation that call themselves a submission are one."""
    own = document.kind in ("national statement", "group statement")
    return "submission" if own and _SUBMISSION.search(document.title) else document.kind


def _begun(text: str) -> str:
    """`text` as a sentence begins: groups are named in small letters, "like-minded group"."""
    return f"{text[:1].upper()}{text[1:]}"


def delivered(holder: str, language: str = "en") -> str:
    """Who read a group's statement: "statement delivered by Kenya"."""
    return say("delivered by", language, name=name(holder, language))


# What was looked at, and why there is no answer


def searched(documents: int, indexed: int, holders: Sequence[str], limits: Sequence[str], language: str = "en") -> str:
    """What was looked at, in one sentence: how many documents of how many that are indexed."""
    if not documents:
        return say("searched in vain", language, documents=_documents(indexed, language))
    whose = say("searched whose", language, names=names(holders, language)) if holders else ""
    dates = say("list comma", language).join(day(limit, language) for limit in limits)
    within = say("searched within", language, dates=dates) if limits else ""
    return say("searched", language, documents=_documents(documents, language), whose=whose, within=within)


def _documents(count: int, language: str) -> str:
    return say("one document" if count == 1 else "documents", language, count=str(count))


def refusal(reason: str, holders: Sequence[str], what: str = "", language: str = "en") -> str:
    """The sentence that refuses, by reason; `what` is in the same language."""
    several = len(holders) > 1 or (len(holders) == 1 and _SEVERAL.fullmatch(holders[0]) is not None)
    group = ("holders" if several else "holder") if holders else ""
    called = _begun(names(holders, language))
    if reason == "no_such_holder":
        return say("no such holder" if what else f"no such {group or 'holder'}", language, names=what or called)
    if reason == "not_in_scope":
        return say("not in scope", language, what=what)
    if reason in ("outside", "opinion"):
        return say(reason, language)
    if what == other_language(language):
        return say("no answer", language, what=what)
    key = " ".join(part for part in ("silent", group, "lacking" if what else "") if part)
    return say(key, language, names=called, what=what)


def lacking(fact: str, language: str = "en") -> str:
    """What the documents lack: `fact` is "number", "money", "votes", "date" or "names"."""
    return say(f"lacking {fact}", language)


def nothing_on(topic: str, language: str = "en") -> str:
    """That nothing is said on a topic, for the brackets of a refusal; the topic stays as the question has it."""
    return say("nothing on", language, topic=topic)


def other_language(language: str = "en") -> str:
    return say("other language", language)


def paragraph_of(label: str, symbols: Sequence[str], language: str = "en") -> str:
    """A paragraph that is not there: "a paragraph 8 of A/RES/79/237 or A/80/257"."""
    place = spoken(label) if known(language) == "en" else paragraph(label, language)
    return say("paragraph of", language, paragraph=place, symbols=listed(symbols, language, "or"))


def words_of(
    holders: Sequence[str], sessions: Sequence[str], dates: Sequence[str], document_kind: str, symbols: Sequence[str],
    language: str = "en",
) -> str:  # fmt: skip
    """Words that are not there: "words of Kenya from session 7, March 2024 in a compendium about A/80/257"."""
    limits = [say("session number", language, number=number) for number in sessions]
    limits += [day(each, language) for each in dates]
    text = say("words of", language, names=names(holders, language)) if holders else say("a document", language)
    if limits:
        text += say("from", language, limits=say("list comma", language).join(limits))
    if document_kind:
        text += say("in a kind", language, kind=kind(document_kind, language))
    if symbols:
        text += say("about symbols", language, symbols=listed(symbols, language, "or"))
    return text


# What opens and closes an answer


def premise(language: str = "en") -> str:
    return say("premise", language)


def opposite(language: str = "en") -> str:
    return say("opposite", language)


def decides(language: str = "en") -> str:
    return say("decides", language)


def nearest(language: str = "en") -> str:
    return say("nearest", language)


def some(language: str = "en") -> str:
    return say("some", language)


def unexpected(language: str = "en") -> str:
    return say("unexpected", language)


def leader(who: str, language: str = "en") -> str:
    """That a State's words in somebody's time in office need not be that person's."""
    return say("leader", language, leader=who)


def newest(count: int, holder: str, language: str = "en") -> str:
    """That a holder of `count` papers is summed up by the newest."""
    return say("newest", language, count=str(count), name=name(holder, language))


def not_found_for(holder: str, language: str = "en") -> str:
    """That a holder is silent beside others who are quoted; its name in bold."""
    return say("not found for", language, name=_begun(name(holder, language)))


def not_shown(labels: Sequence[str], language: str = "en") -> str:
    """Which items of a list are left out of an answer that has others of it."""
    return say("not shown", language, labels=say("list comma", language).join(labels))


# What stands at a quote


def printed_in(quoted: str, language: str = "en") -> str:
    """The mark after a quote in another language than the question's: "(in French)"; "" where it is the same or not known."""
    if not quoted or quoted in (language, known(language)):
        return ""
    key = f"printed in {quoted}"
    return say(key if key in table() else "printed in original", language)


def page(number: int, language: str = "en") -> str:
    return say("page", language, number=str(number))


def paragraph(label: str, language: str = "en") -> str:
    """A label as an answer cites it, its number as printed: "para. 33 (b)", "annex C, para. 4"; "" for ""."""
    if known(language) == "en" or not label:
        return printed(label)
    return say("comma", language).join(_part_of_label(part, language) for part in label.split(", "))


def _part_of_label(part: str, language: str) -> str:
    word, _, number = part.partition(" ")
    if part[:1].isdigit() or part.startswith("("):
        return say("paragraph", language, number=part)
    if part.startswith("PP"):
        return say("preambular paragraph", language, number=part[2:])
    if word == "para.":
        return say("paragraph", language, number=number)
    if word.casefold() in _SCOPES:
        return say(_SCOPES[word.casefold()], language, number=number).strip()
    return say("quoted", language, text=part)
