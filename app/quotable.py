"""What of a paragraph can be quoted: whole sentences that do not turn round when they stand alone."""

from __future__ import annotations

import re
from collections.abc import Sequence

from app.check import MOST_WORDS
from ingest.sections import is_bare_name
from ingest.structure import Unit, sentences

SHORT_UNIT = 60  # words up to which a paragraph is quoted whole
_BULLET = re.compile(r"[-•▪●◦–—*]\s+")
SAID = r"(?:want|propose|claim|argue|allege|assert|pretend|maintain|contend|sa(?:y|id)|suggest|insist|fear|object)(?:s|ed|d)?"
# The words of others follow, which the speaker may go on to turn down.
REPORTS = re.compile(
    rf"\b(?:they|some|others|many|critics|opponents|certain (?:states|delegations|countries))\b[^.;:]{{0,40}}?\b{SAID}\b|"
    rf"\b(?:it (?:is|was|has been) (?:often |sometimes |also )?{SAID}|we (?:are|were) (?:often )?told|we (?:often )?hear)\b|"
    r"\bas [^,.;:]{2,40}? (?:puts?|says?|said) it\b|\baccording to (?:them|some|critics|others)\b",
    re.I,
)
# A sentence that turns down what stands before it.
_TURNS_DOWN = re.compile(
    r"^(?:[^.;,]{2,40}\b(?:disagrees?|(?:do|does|did|can|could) ?not (?:agree|share|accept|subscribe|go along)|rejects?|refutes?)\b"
    r"[^.;]{0,30}\b(?:this|that|these|those|such|it|them|any|either|view)\b|"
    r"(?:this|that|these|those|nothing|none|such)\b[^.;]{0,40}\b(?:false|wrong|not|no|untrue|unfounded|baseless|incorrect|further from)\b|"
    r"(?:on the contrary|not so|nothing could be)\b)",
    re.I,
)
_COURTESY = re.compile(
    r"\b(?:thank(?:s| you)?|congratulat\w+|express(?:es)? (?:its|our|my) (?:sincere |deep(?:est)? |profound )?(?:appreciation|gratitude)|"
    r"appreciat(?:e|es|ion)(?: to)? (?:you|your|the chair)|commend your|wish(?:es)? you|remerci\w+|merci|gracias|felicit\w+|agradec\w+|"
    r"dear colleagues|excellenc(?:y|ies)|i (?:have the honou?r|would like to begin))\b",
    re.IGNORECASE,
)
_ALIGNS = re.compile(r"\b(?:align|associate)s?\b[^.]{0,20}\bwith\b", re.I)  # in a word of thanks it is still a position
# What is to come, and nothing of it: "I would like to make the following remarks".
_ANNOUNCES = re.compile(
    r"\b(?:provid(?:e|ing)|mak(?:e|ing)|offer(?:ing)?|shar(?:e|ing)|present(?:ing)?|deliver(?:ing)?|rais(?:e|ing)|add(?:ing)?)\s+"
    r"(?:(?:the|some|a|few|several|following|brief|general|preliminary|initial|additional|our|my|its|this|short|\w+ly)\s+){1,4}"
    r"(?:comments?|remarks?|observations?|points?|views|statement|explanation|intervention)\b|"
    r"\bI (?:am writing|write|have the honou?r)\b|\b(?:this|the present) (?:report|document|note|paper|addendum) (?:has been|is|was|presents|contains|covers)\b|"
    r"\b(?:take[sn]?|taking|have) the floor\b|\bhago uso de la palabra\b|\btom[oa] la palabra\b|\bpren(?:ds|d|ons) la parole\b",
    re.I,
)
_VOCATIVE = re.compile(
    r"^(?:in the name of god|(?:mr|mrs|ms|madam|distinguished|dear|señor|sr|sra|monsieur|madame|m)\b[^.]{0,40}|chair|i thank you.*|thank you.*|"
    r"muchas gracias.*|merci.*|unofficial translation|source:.*|\(?spoke in .*)[,.:!]?$",
    re.IGNORECASE,
)


def quotable(text: str, unit: Unit) -> list[tuple[int, int]]:
    """The spans of a unit that can be quoted: the whole if it is short or an item, else its sentences.

    Sentences that hang together stay together; what is then longer than a quote may be is left out. The name of a
    delegation that the Secretariat has printed above a statement is no part of what is said in it.
    """
    if is_bare_name(text, unit):
        return []
    words = text[unit.start : unit.end]
    bullet = _BULLET.match(words)
    start = unit.start + (bullet.end() if bullet else 0)
    count = len(words.split())
    if count <= SHORT_UNIT:
        return [(start, unit.end)]
    alone = sentences(text[start : unit.end], start)
    spans: list[tuple[int, int]] = []
    for begin, end in _together(text, alone):
        if (begin, end) in alone:
            spans += _shortened(text, begin, end)
        elif len(text[begin:end].split()) <= MOST_WORDS:
            spans.append((begin, end))
    return spans if len(spans) > 1 or count > MOST_WORDS else [(start, unit.end)]


def _together(text: str, alone: Sequence[tuple[int, int]]) -> list[tuple[int, int]]:
    """Sentences, those joined that would say something else alone.

    Joined are a quotation with the sentence that begins it, and the words of others with the sentence in
    which the speaker turns them down.
    """
    words = [text[start:end] for start, end in alone]
    joined = [False] * len(alone)  # whether a sentence belongs to the one before it
    depth, reported = 0, None
    for at, sentence in enumerate(words):
        joined[at] = depth > 0
        depth = _open_quotations(sentence, depth)
        if at and _TURNS_DOWN.match(sentence):
            first = at - 1 if reported is None else reported
            joined[first + 1 : at + 1] = [True] * (at - first)
            reported = None
        elif REPORTS.search(sentence) and reported is None:
            reported = at
    spans: list[tuple[int, int]] = []
    for span, with_last in zip(alone, joined, strict=True):
        if with_last and spans:
            spans[-1] = (spans[-1][0], span[1])
        else:
            spans.append(span)
    return spans


def _open_quotations(sentence: str, depth: int) -> int:
    """How many quotations are open after `sentence`: 0 or 1, quotations within quotations not counted."""
    for sign in re.findall(r"[“”«»\"]", sentence):
        depth = 1 - depth if sign == '"' else int(sign in "“«")
    return depth


def _shortened(text: str, start: int, end: int, most: int = MOST_WORDS) -> list[tuple[int, int]]:
    """The span, cut where it has more than `most` words: at semicolons, else at commas, else between words."""
    spans = [(start, end)]
    for signs in (r"[;؛；]\s", r"[,،]\s"):
        spans = [piece for span in spans for piece in _cut_at(signs, text, *span, most)]
    return [piece for span in spans for piece in _halved(text, *span, most)]


def _cut_at(signs: str, text: str, start: int, end: int, most: int) -> list[tuple[int, int]]:
    """The span as runs of at most `most` words that end after one of the `signs`, where its signs allow it."""
    spans, begin, last = [], start, start
    for stop in [*(start + match.start() + 1 for match in re.finditer(signs, text[start:end])), end]:
        if len(text[begin:stop].split()) > most and last > begin:
            spans.append((begin, last))
            begin = last + len(text[last:end]) - len(text[last:end].lstrip())
        last = stop
    return [*spans, (begin, end)]


def _halved(text: str, start: int, end: int, most: int) -> list[tuple[int, int]]:
    found = list(re.finditer(r"\S+", text[start:end]))
    return [
        (start + found[at].start(), start + found[min(at + most, len(found)) - 1].end())
        for at in range(0, len(found), most)
    ]


def is_courtesy(text: str) -> bool:
    """Thanks, congratulations and forms of address: nothing that a cable would quote."""
    if _VOCATIVE.match(text.strip()):
        return True
    return _COURTESY.search(text[:160]) is not None and len(text.split()) < 70 and _ALIGNS.search(text) is None


def announces(text: str) -> bool:
    """Whether a sentence only says that something will be said; its second half may say what it is about."""
    return _ANNOUNCES.search(text) is not None and len(text.split()) < 70
