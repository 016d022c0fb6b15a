"""When the documents do not say: typed checks of the evidence against what the question needs."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from app import wording
from app.bearable import NEAR_MEANING, borne
from app.evidence import Candidate, Evidence
from app.kinds import Kind, asks_opinion
from app.premises import unfounded
from app.terms import without_filters
from app.typed import DEFINES, NEEDED, needed, without_label
from ingest import delegations
from ingest.labels import named
from ingest.lexical import tokens
from retriever.index import Index
from retriever.limits import references
from retriever.question import Question, defined_term
from retriever.scope import is_named
from retriever.synonyms import other_names, stands

TOPIC_MISSING = 0.5  # share of a named topic that may be missing, to the letter: "what does X say about T"
ABOUT = re.compile(
    r"\b(?:say|says|said|state|stated|speak|spoke|comment\w*|remarks?|position|view|views|propos\w+|want|wants|think|thinks|mention\w*)\b"
    r"[^?]{0,40}?\b(?:about|on|regarding|concerning|towards?)\s+(?P<topic>[^?,]+?)(?=\s+(?:when|while|during|after|before|since|at the)\b|[?,]|$)",
    re.I,
)
_NAMES_ASKED = re.compile(
    r"\b(?:which|what|name)\s+(?:(?P<number>\d{1,3}|two|three|four|five|six|seven|eight|nine|ten|twelve|thirteen)\s+)?"
    r"(?:member )?(?:states|countries|delegations)\s+(?:(?:does|do|did|is|are)\s.{1,80}?\b(?:name|list|mention)\w*|submitted|sponsored|co-?sponsored|signed|proposed|tabled|voted|ratified|joined|are)\b",
    re.I,
)


_PLEASANTRY = re.compile(
    r"\W*(?:hello|hi|hey|good (?:morning|afternoon|evening)|thanks?(?: you)?(?: very much| a lot)?|bye|goodbye|ok(?:ay)?|test|merci|bonjour|gracias|hola)\W*$",
    re.I,
)


@dataclass(frozen=True, slots=True)
class Refusal:
    """Why there is no answer: a reason of the answer record, and what is missing in words."""

    reason: str
    what: str = ""


def before_search(question: Question, index: Index) -> Refusal | None:
    """Refusals that need no evidence: an opinion, a holder, a person or a paper that is not here."""
    if _PLEASANTRY.match(question.asked) or not tokens(question.text, question.language):
        return Refusal("outside")
    if asks_opinion(question.text):
        return Refusal("opinion")
    if question.unknown and index.holders and not _signs(question.unknown, index):
        return Refusal("no_such_holder", question.unknown)
    named = question.filters.delegations
    if named and not any(holder in index.rows_by_speaker for holder in named):
        return Refusal("no_such_holder")
    symbols = question.filters.symbols
    if symbols and not named:
        records = index.records.values()
        absent = [symbol for symbol in symbols if not any(is_named(document, (symbol,)) for document in records)]
        if len(absent) == len(symbols):
            return Refusal("not_in_scope", wording.listed(absent, question.language))
    return None


def _signs(name: str, index: Index) -> bool:
    """Whether a paper is by somebody of this name, or calls itself so: nobody can tell then that there are no words of it."""
    called = re.compile(rf"(?<!\w){re.escape(name)}(?!\w)", re.IGNORECASE)
    return any(
        called.search(text)
        for record in index.records.values()
        for text in (record.title, record.body, record.topic, record.process)
    ) or any(called.search(speaker) for speaker in index.rows_by_speaker)


def on_evidence(question: Question, kind: Kind, evidence: Evidence, within: int) -> Refusal | None:
    """Refusals after a look at the best evidence; None where it bears an answer."""
    filters = question.filters
    if not within and (filters.delegations or filters.sessions):
        return Refusal("not_in_scope", _scope(question))
    if question.paragraph and filters.symbols and not _has_paragraph(question, evidence):
        return Refusal("not_in_scope", wording.paragraph_of(question.paragraph, filters.symbols, question.language))
    best = [candidate for candidate in evidence.candidates if not candidate.title_block or kind == "date"][:5]
    if not best:
        return Refusal("silent" if filters.delegations else "outside")
    lacking = _lacks_type(question, kind, evidence)
    if lacking:
        return Refusal("silent", lacking)
    topic = _topic_missing(question, evidence, best)
    if topic:
        what = wording.nothing_on(topic, question.language)
        return Refusal("silent" if filters.delegations else "outside", what)
    absent = _concept_missing(question, evidence)
    if absent:
        return Refusal("silent", wording.nothing_on(absent, question.language))
    if unfounded(question, kind, evidence):
        return Refusal("silent")
    if question.paragraph and filters.symbols:  # it is there: its words are the answer
        return None
    if borne(evidence, best):
        return None
    if evidence.all_foreign and filters.delegations:
        return Refusal("silent", wording.other_language(question.language))
    near = max(candidate.cosine for candidate in best) >= NEAR_MEANING
    return Refusal("silent" if filters.delegations or near else "outside")


def _topic_missing(question: Question, evidence: Evidence, best: Sequence[Candidate]) -> str:
    """The topic that "what does X say about T" names, where the evidence does not hold it; "" elsewhere.

    Only a topic is held to the letter (or a synonym): other questions paraphrase. Across languages
    nothing can be held to the letter.
    """
    papers = [paper for paper in question.filters.papers if paper in question.focus]
    if papers and not any(c.document_id in evidence.index.documents_with(paper) for paper in papers for c in best):
        return f"the {papers[0]}"
    match = ABOUT.search(question.focus)
    if match is None or not question.filters.delegations or evidence.language(best[0]) != question.language:
        return ""
    asked = set(tokens(without_filters(match.group("topic"))))
    stems = [term for term in evidence.asked.terms if term in asked]
    present = {
        term for candidate in evidence.candidates for term in evidence.asked.present(evidence.context(candidate))
    }
    if not stems or evidence.asked.weight_missing(stems, present) <= TOPIC_MISSING:
        return ""
    return match.group("topic").strip(" .?!")


def _concept_missing(question: Question, evidence: Evidence) -> str:
    """A thing of several words that the question asks of a paper which it names, and of which no page of that speaks.

    "In which paragraph does 78/237 establish a programme of action?": its words are looked for in the whole paper, by
    all the names of our tables.
    """
    filters = question.filters
    if not filters.symbols or filters.delegations or question.language != "en":
        return ""
    records = evidence.index.records.items()
    texts = [evidence.source(key)[0].text for key, record in records if is_named(record, filters.symbols)]
    for written, names in other_names(without_filters(question.focus)):
        forms = [written, *names]
        thing = " " in written and "paragraph" not in written and not references(written)
        if texts and thing and not any(stands(form, text) for form in forms for text in texts):
            return written
    return ""


def _lacks_type(question: Question, kind: Kind, evidence: Evidence) -> str:
    """What kind of fact is asked for that none of the best evidence holds; "" if none is lacking."""
    texts = [candidate.text for candidate in evidence.candidates[:6] if candidate.overlap > 0]
    asked = _NAMES_ASKED.search(question.text)
    if asked and not question.filters.delegations:
        wanted = 3 if asked.group("number") else 2
        if max((len(delegations.named(text)) for text in texts), default=0) < wanted:
            return wording.lacking("names", question.language)
    term = set(tokens(defined_term(question.focus))) if kind == "definition" else set()
    if term and not any(DEFINES.search(text) and term <= evidence.asked.present(text) for text in texts):
        return wording.lacking("definition", question.language)
    if kind in NEEDED:
        pattern = needed(kind, question.focus)
        top = evidence.candidates[0]
        near = [c for c in evidence.candidates[:6] if c.score >= 0.7 * top.score and c.overlap >= 0.5 * top.overlap]
        shown = (candidate.text if kind == "date" else without_label(candidate.text) for candidate in near)
        if not any(pattern.search(text) for text in shown):
            return wording.lacking(kind, question.language)
    return ""


_ITS_WORDS = re.compile(r"\b(?:does|do|did|text of|wording of|quote) (?:the )?art(?:icle|\.)", re.IGNORECASE)


def _has_paragraph(question: Question, evidence: Evidence) -> bool:
    """Whether a paper asked for has the paragraph; elsewhere than in a treaty an article may be a subject."""
    subject = "article" in question.paragraph and _ITS_WORDS.search(question.text) is None
    for key, record in evidence.index.records.items():
        if is_named(record, question.filters.symbols):
            labels = [unit.label for unit in evidence.source(key)[1]]
            treaty = any("article" in label for label in labels)
            if named(labels, question.paragraph) or (subject and not treaty):
                return True
    return False


def _scope(question: Question) -> str:
    filters = question.filters
    return wording.words_of(
        filters.delegations, filters.sessions, filters.own_dates, filters.kind, filters.symbols, question.language
    )
