"""When the documents do not say: typed checks of the evidence against what the question needs."""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from app import wording
from app.bearing import bears, claim, object_terms
from app.evidence import Candidate, Evidence, one_a_document
from app.kinds import Kind, asks_opinion, kind_of
from app.stance import CONTRARY, PLAIN, PLAIN_CONTRARY, asked_stance, stances, takes
from app.terms import without_filters
from ingest import days, delegations
from ingest.labels import named
from ingest.lexical import tokens
from retriever.index import Index
from retriever.processes import processes_of
from retriever.question import Question
from retriever.scope import is_named, is_namesake

MISSING = 0.4  # share of the question's weight that may be missing in the evidence; see benchmarks/RESULTS.md
PARAPHRASED = 0.65  # the same, where a named holder's words are near to the question in meaning
NEAR_MEANING = 0.4  # cosine from which they are
TOPIC_MISSING = 0.5  # share of a named topic that may be missing, to the letter: "what does X say about T"
NEAR_TOP = 0.85  # of the best score, for evidence on a premise
LEAST_COSINE = 0.3  # below it the best evidence is about something else
ABOUT = re.compile(
    r"\b(?:say|says|said|state|stated|speak|spoke|comment\w*|remarks?|position|view|views|propos\w+|want|wants|think|thinks|mention\w*)\b"
    r"[^?]{0,40}?\b(?:about|on|regarding|concerning|towards?)\s+(?P<topic>[^?,]+?)(?=\s+(?:when|while|during|after|before|since|at the)\b|[?,]|$)",
    re.I,
)
_NUMBER = re.compile(
    r"\d|\b(?:one(?! of\b)|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|fifteen|twenty|thirty|forty|fifty|hundred|thousand|"
    r"million|half|third|quarter|once|twice|annual(?:ly)?|yearly|every|each (?:year|session)|monthly|weekly|dozen|deux|trois|quatre|cinq|"
    r"année|ans?|años?|dos|tres|cuatro|cinco|quinquennal)\b",
    re.I,
)
_MONEY = re.compile(r"[$€£¥]|\b(?:dollars?|euros?|USD|EUR|million|billion|francs?)\b", re.I)
MONTH = re.compile(rf"\b(?:{days.MONTH})\b", re.IGNORECASE)
_DATE = re.compile(rf"\b(?:19|20)\d{{2}}\b|{MONTH.pattern}|\bevery\b|\bannual", re.IGNORECASE)
_VOTES = re.compile(r"\brecorded vote\b|\b\d+ (?:votes? )?(?:in favour|to|against)\b|\babst(?:ain|ention)", re.I)
_PERSON = re.compile(
    r"\b(?:Mr|Mrs|Ms|Dr|Prof|H\.\s?E|Sr|Sra|M|Mme)\.?\s+(?-i:[A-Z])|\b(?:Ambassador|Ambassadeur|Embajador|Minister|President|Chair|Chairperson|"
    r"Excellency|Professor|Representative)\s+(?-i:[A-Z])\w+|(?<=[\w,] )(?-i:[A-Z])\w+ (?-i:[A-Z])\w+",
    re.I,
)
_NAMES_ASKED = re.compile(
    r"\b(?:which|what|name)\s+(?:(?P<number>\d{1,3}|two|three|four|five|six|seven|eight|nine|ten|twelve|thirteen)\s+)?"
    r"(?:member )?(?:states|countries|delegations)\s+(?:submitted|sponsored|co-?sponsored|signed|proposed|tabled|voted|ratified|joined|are)\b",
    re.I,
)
# What the evidence must hold for a kind of question.
NEEDED: dict[Kind, re.Pattern[str]] = {
    "number": _NUMBER,
    "money": _MONEY,
    "votes": _VOTES,
    "date": _DATE,
    "person": _PERSON,
}


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
    if unfounded(question, kind, evidence):
        return Refusal("silent")
    if question.paragraph and filters.symbols:  # it is there: its words are the answer
        return None
    share = missing_share(evidence)
    nearest = max(candidate.cosine for candidate in best)
    # Where the holder is named and the meaning is near, the question may be put in quite other words.
    bearable = PARAPHRASED if filters.delegations and nearest >= NEAR_MEANING else MISSING
    if share <= bearable and (nearest >= LEAST_COSINE or share <= 0.75 * MISSING):
        return None
    if evidence.all_foreign and filters.delegations:
        return Refusal("silent", wording.other_language(question.language))
    return Refusal("silent" if filters.delegations or nearest >= NEAR_MEANING else "outside")


def missing_share(evidence: Evidence) -> float:
    """Share of the question's weight that the best candidates, with their headings and titles, do not bear."""
    best = evidence.candidates[:8]
    texts = [evidence.context(candidate) for candidate in best]
    texts += {evidence.source(candidate.document_id)[0].title for candidate in best[:3]}
    return evidence.unborne(texts)


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
    stems = [term for term in evidence.terms if term in asked]
    present = {term for candidate in evidence.candidates for term in evidence.present(evidence.context(candidate))}
    if not stems or evidence.weight_missing(stems, present) <= TOPIC_MISSING:
        return ""
    return match.group("topic").strip(" .?!")


def _lacks_type(question: Question, kind: Kind, evidence: Evidence) -> str:
    """What kind of fact is asked for that none of the best evidence holds; "" if none is lacking."""
    texts = [candidate.text for candidate in evidence.candidates[:6] if candidate.overlap > 0]
    asked = _NAMES_ASKED.search(question.text)
    if asked and not question.filters.delegations:
        wanted = 3 if asked.group("number") else 2
        if max((len(delegations.named(text)) for text in texts), default=0) < wanted:
            return wording.lacking("names", question.language)
    if kind in NEEDED:
        pattern = NEEDED[kind]
        top = evidence.candidates[0]
        near = [c for c in evidence.candidates[:6] if c.score >= 0.7 * top.score and c.overlap >= 0.5 * top.overlap]
        shown = (candidate.text if kind == "date" else without_label(candidate.text) for candidate in near)
        if not any(pattern.search(text) for text in shown):
            return wording.lacking(kind, question.language)
    return ""


def without_label(text: str) -> str:
    """`text` without what only numbers it: labels, paragraph references, resolution numbers."""
    text = re.sub(r"^\W*(?:\d{1,3}[.)-]|\(\w{1,3}\))\s+", "", text)
    text = re.sub(r"\b(?:paras?\.?|paragraphs?|resolutions?|annex|article|item)\s+[\d/, and]+", " ", text, flags=re.I)
    return re.sub(r"\bA?/?\w*/?\d+/\d+\b|\b(?:19|20)\d{2}\b", " ", text)


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


@cache
def _opposites(part: str) -> list[tuple[tuple[str, ...], tuple[str, ...]]]:
    """Pairs of terms that exclude each other, each way round; `part` is "facts" or "positions"."""
    table = json.loads(files("app").joinpath("tables/opposites.json").read_text("utf-8"))
    pairs = [(tuple(left), tuple(right)) for left, right in table[part]]
    return pairs + [(right, left) for left, right in pairs]


def opposite_evidence(question: Question, kind: Kind, evidence: Evidence) -> list[Candidate]:
    """Candidates that say the opposite of what the question takes for granted, or asks whether it is so; empty if none does.

    Either the question names one side of a pair ("majority voting"), and the holder's words nowhere name that
    side, but name the other ("consensus-based"). Or it names a stance on something, and the holder's words on
    that very thing take the contrary one, and none of them the stance.
    """
    usable = [candidate for candidate in evidence.candidates if candidate.words > 4]
    everything = " ".join(candidate.text for candidate in usable)
    for side, other in [*_opposites("facts"), *(_opposites("positions") if kind == "why" else [])]:
        if not _any_stands(side, question.focus) or _any_stands(side, everything):
            continue
        found = [candidate for candidate in usable if _any_stands(other, candidate.text)]
        if found:
            apart = one_a_document(found)
            return apart[:3] if len(apart) > 1 else found[:2]
    return _contrary(question, evidence, usable) if kind in ("why", "yes_no") else []


def of_namesake(question: Question, candidate: Candidate) -> bool:
    """Whether the candidate speaks of another process of the same kind of name: the OEWG on ageing, not that on ICT."""
    named = processes_of(candidate.text) if question.process else ()
    return bool(named) and all(is_namesake(each, question.process) for each in named)


def namesake_evidence(question: Question, evidence: Evidence) -> list[Candidate]:
    """The best candidate where it speaks of a namesake of the process that a question to a paper takes it to be about."""
    best = [candidate for candidate in evidence.candidates if not candidate.title_block][:1]
    return [candidate for candidate in best if question.filters.symbols and of_namesake(question, candidate)]


def _contrary(question: Question, evidence: Evidence, usable: Sequence[Candidate]) -> list[Candidate]:
    """The best candidates that take the contrary stance on the thing asked about; none if one of the best takes it.

    Whether somebody supports or opposes a thing is told to be the opposite only where it is said in so many words.
    """
    stance = asked_stance(question.text)
    if not stance or not usable:
        return []
    terms, why = object_terms(evidence), asks_why(question)
    best = [c for c in usable if c.score >= NEAR_TOP * usable[0].score]
    claims = [
        (c, claim(evidence, c, terms)) for c in best if bears(evidence, c, terms) or (why and c is usable[0])
    ]
    if any(takes(stance, said) for _, said in claims):
        return []
    contrary = [(c, said) for c, said in claims if any(takes(other, said) for other in CONTRARY[stance])]
    return [c for c, said in contrary if why or stances(said) == {PLAIN_CONTRARY.get(stance)}][:2]


def asks_why(question: Question) -> bool:
    return kind_of(question) == "why"


def unfounded(question: Question, kind: Kind, evidence: Evidence) -> bool:
    """Whether a "why" takes support or opposition for granted of which the holder's words show nothing."""
    stance = asked_stance(question.text)
    if kind != "why" or not question.filters.delegations or stance not in PLAIN:
        return False
    terms = object_terms(evidence)
    return not any(bears(evidence, c, terms) and takes(stance, claim(evidence, c, terms)) for c in evidence.candidates)


def _any_stands(terms: Sequence[str], text: str) -> bool:
    return any(re.search(rf"(?<!\w){re.escape(term)}\w{{0,3}}(?!\w)", text, re.I) for term in terms)
