"""The kind of fact that a question asks for, a number or a day, and whether words hold one."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from app.bearing import numbers
from app.evidence import Candidate
from app.kinds import Kind
from ingest import days
from ingest.lexical import tokens
from ingest.ordinals import CARDINALS, ORDINALS
from retriever.acronyms import ACRONYM
from retriever.question import defined_term
from retriever.synonyms import asking_stems

GIVES_REASON = 0.1  # for a candidate that gives a reason, where one is asked for
TYPED = 0.2  # for a candidate that holds the kind of fact asked for
_COUNT = rf"{'|'.join(CARDINALS[1:12])}|fifteen|twenty|thirty|hundred|thousand|million"
_NUMBER = re.compile(
    rf"\d|\b(?:one(?! of\b)|{_COUNT}|forty|fifty|half|third|quarter|once|twice|annual(?:ly)?|yearly|every|each (?:year|session)|monthly|weekly|dozen|deux|trois|quatre|cinq|"
    r"\w+t(?:een|ie)th|année|ans?|años?|dos|tres|cuatro|cinco|quinquennal)\b",
    re.I,
)
_MONEY = re.compile(r"[$€£¥]|\b(?:dollars?|euros?|USD|EUR|million|billion|francs?)\b", re.I)
MONTH = re.compile(rf"\b(?:{days.MONTH})\b", re.IGNORECASE)
_WITHIN = r"\bwithin (?:\w+ ){1,2}(?:days|weeks|months|years)\b"
_DATE = re.compile(rf"{_WITHIN}|\b(?:19|20)\d{{2}}\b|{MONTH.pattern}|\bevery\b|\bannual", re.IGNORECASE)
_DAY = re.compile(rf"{MONTH.pattern}|{_WITHIN}", re.I)
_BY_WHEN = re.compile(
    r"\bby when\b|\bby (?:which|what) (?:session|date|time)\b|\b(?:is|are|was|were|be) due\b|\bdeadline\b", re.I
)
_BY_SESSION = re.compile(
    rf"{MONTH.pattern}|\b20\d\d\b|\b(?:\w+-)?(?:{'|'.join(ORDINALS)})\s+(?:\w+\s+)?session\b", re.I
)
_VOTES = re.compile(r"\brecorded vote\b|\b\d+ (?:votes? )?(?:in favour|to|against)\b|\babst(?:ain|ention)", re.I)
_PERSON = re.compile(
    r"\b(?:Mr|Mrs|Ms|Dr|Prof|H\.\s?E|Sr|Sra|M|Mme)\.?\s+(?-i:[A-Z])|\b(?:Ambassador|Ambassadeur|Embajador|Minister|President|Chair|Chairperson|"
    r"Excellency|Professor|Representative)\s+(?-i:[A-Z])\w+|(?<=[\w,] )(?-i:[A-Z])\w+ (?-i:[A-Z])\w+",
    re.I,
)
DEFINES = re.compile(
    r"\bdefin(?:ed|es|ing|itions?)\b|\bmeans\b|\bshall mean\b|\bmeaning of\b|\brefers? to\b|\bis understood as\b|\bstands for\b|\bterms? [“\"«]|"
    r"\bdéfini\w*|\bs['’]entend\b|\bdesigna\b|\bse entiende\b|\w \((?-i:[A-Z]{2,}s?)\)",
    re.I,
)
REASON = re.compile(
    r"\bbecause\b|\bdue to\b|\bowing to\b|\bas a result\b|\bin view of\b|\bgiven (?:that|the)\b|\bsince\b|\btherefore\b|\bthus\b|\breasons?\b|"
    r"\bin order to\b|\bso that\b|\bcar\b|\bparce que\b|\bporque\b|\bpuesto que\b|потому что|поскольку",
    re.I,
)
ASKS_REASON = re.compile(
    r"\bwhy\b|\b(?:what|which|for what) (?:\w+ )?reasons?\b|\bwhat (?:explanation|grounds)\b", re.I
)
# What the evidence must hold for a kind of question.
NEEDED: dict[Kind, re.Pattern[str]] = {
    "number": _NUMBER,
    "money": _MONEY,
    "votes": _VOTES,
    "date": _DATE,
    "person": _PERSON,
}


def needed(kind: Kind, question: str) -> re.Pattern[str]:
    """What the evidence must hold for `kind`, one of NEEDED; what is due may be due by a session."""
    return _BY_SESSION if kind == "date" and _BY_WHEN.search(question) else NEEDED[kind]


def without_label(text: str) -> str:
    """`text` without what only numbers it: labels, paragraph references, resolution numbers."""
    text = re.sub(r"^\W*(?:\d{1,3}[.)-]|\(\w{1,3}\))\s+", "", text)
    text = re.sub(r"\b(?:paras?\.?|paragraphs?|resolutions?|annex|article|item)\s+[\d/, and]+", " ", text, flags=re.I)
    return re.sub(r"\bA?/?\w*/?\d+/\d+\b|\b(?:19|20)\d{2}\b", " ", text)


def typed_first(usable: Sequence[Candidate], kind: Kind, question: str) -> list[Candidate]:
    """Candidates that hold a number, a day, a definition or whatever is asked for, lifted before the others."""
    pattern = DEFINES if kind == "definition" else needed(kind, question)
    if pattern is NEEDED["date"]:  # a year alone is in many sentences
        pattern = _DAY
    counted = counts(question) if kind == "number" else defines(question) if kind == "definition" else None

    def lift(text: str) -> float:
        typed = bool(numbers(text)) if kind == "number" else bool(pattern.search(without_label(text)))
        return TYPED * typed + TYPED * bool(counted and counted.search(text))

    lifted = [replace(c, score=c.score + lift(c.text)) for c in usable]
    return sorted(lifted, key=lambda candidate: -candidate.score)


def reasons_first(usable: Sequence[Candidate], question: str) -> list[Candidate]:
    """Candidates that give a reason lifted before the others, where `question` asks for one."""
    if not ASKS_REASON.search(question):
        return list(usable)
    lifted = [replace(c, score=c.score + GIVES_REASON * bool(REASON.search(c.text))) for c in usable]
    return sorted(lifted, key=lambda candidate: -candidate.score)


def defines(question: str) -> re.Pattern[str] | None:
    """The term that a question asks to be defined, before what says what it means; None where it names none."""
    term = defined_term(question)
    acronym = None if term else ACRONYM.search(question)
    if acronym:  # "Open-ended Working Group (OEWG)"
        return re.compile(rf"\(\W?{re.escape(acronym.group())}s?\W?\)")
    return (
        re.compile(rf"\b{re.escape(term)}s?\b[”\"'»]?\s*(?:,[^,]*,\s*)?(?:(?:shall )?means?|is|are|refers? to)\b", re.I)
        if term
        else None
    )


def counts(question: str) -> re.Pattern[str] | None:
    """An amount of what "how many days" counts; None where the question does not say what."""
    match = re.search(r"\bhow many ((?:\w+ )?\w{3,})\b", question, re.I)
    units = [unit for unit in tokens(match.group(1)) if unit not in asking_stems()] if match else []
    if not units:
        return None
    amount = rf"(?:\d[\d,.]*|{_COUNT}|billion)"
    return re.compile(rf"\b{amount}\b[\s-]+(?:\w+[\s-]+){{0,3}}?(?:{'|'.join(map(re.escape, units))})", re.I)
