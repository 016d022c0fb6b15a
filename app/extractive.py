"""The extractive brief: verbatim evidence, selected and arranged, each piece with holder and place."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Sequence
from dataclasses import replace

from app.bearable import MISSING
from app.bearing import bears, claim, numbers, object_terms, of_others, on_side
from app.brief import Brief, arrange, whole, with_leads
from app.check import MOST_WORDS
from app.evidence import ASKS_PAPER, ASKS_THANKS, Candidate, Evidence, one_a_document
from app.kinds import Kind
from app.quotable import announces, is_courtesy
from app.refuse import ABOUT, DEFINES, MONTH, NEEDED, of_namesake, without_label
from app.stance import PLAIN, asked_stance, stances, takes
from ingest import delegations
from ingest.labels import named
from ingest.lexical import tokens
from retriever.question import Question, defined_term
from retriever.scope import is_named
from retriever.synonyms import asking_stems

COMPLETING = 0.7  # of the best score, for a sentence that bears a part of the question that the best one does not
COMPLETES = 0.15  # share of the question's weight that is such a part
EQUALLY_GOOD = 0.9  # of the best score, for a sentence that bears nothing more
WHOLE_POSITION = 3  # words up to which "what does X want from …" asks for all that it wants of a thing
STANCE = 0.1  # for a sentence of a whole position that wants, supports, opposes or regrets something
POINTS_BACK = re.compile(
    r"\W*(?:this|that|these|those|it|its|they|such|he|she|here|the latter|the former|in (?:that|this) (?:regard|respect|context|way|sense)|"
    r"to (?:that|this) end|for (?:that|this) (?:reason|purpose)|ce(?:tte|la|ci|s|t)?|cel(?:ui|le)-ci|es[tao]s?|ello)\b(?! is (?:a|an|the|with)\b.{0,5}$)",
    re.I,
)
MOST = {
    "fact": 3,
    "number": 2,
    "money": 2,
    "votes": 2,
    "date": 3,
    "person": 2,
    "definition": 2,
    "yes_no": 3,
    "why": 3,
    "list": 12,
    "synthesis": 16,
    "compare": 3,
}
SHARE_OF_BEST = 2 / 3  # of the best score, for a synthesis
WHO_SHARE = 0.8  # of the best score, for a holder to count among "who": a wrong name costs more than a missed one
WHO_OVERLAP = 0.6  # of the best overlap with the question's words, likewise
PARAPHRASABLE = 3  # heavy words of a "who" from which on they may be put otherwise: a short question names its thing
OTHER_DOCUMENT = 0.97  # of the best score, for a second document beside the one that answers a single fact
TYPED = 0.2  # for a candidate that holds the kind of fact asked for
LIST_SHARE = 0.7  # of the best score, for a list
WHOLE_GROUP = 0.4  # share of a list that brings the rest of it along


def compose(evidence: Evidence, question: Question, kind: Kind) -> Brief:
    """The brief for `question` from scored candidates; empty when none can be quoted."""
    chosen = select(evidence, question, kind)
    return arrange(evidence, chosen, question)


def select(evidence: Evidence, question: Question, kind: Kind) -> list[Candidate]:
    """The candidates to quote."""
    numbered = _numbered(evidence, question)
    if numbered:
        return _with_items(evidence, numbered)
    usable = [
        candidate
        for candidate in evidence.candidates
        if usable_for(candidate, question.focus) and not of_namesake(question, candidate)
    ]
    if not usable:
        return []
    if kind in NEEDED or kind == "definition":
        usable = _typed_first(usable, kind, question.focus)
    if kind == "who":
        chosen = _whose(evidence, [c for c in usable if _mentions(evidence, c, question.about)], question.text)
    elif kind == "compare":
        chosen = _whole_lists(evidence, _compared(evidence, usable, question))
    elif kind in ("list", "synthesis"):
        chosen = _broad(evidence, usable, kind, question)
    elif kind in NEEDED:  # a number, a day: the line that has it, without the list that it may introduce
        chosen = _in_context(evidence, _few(evidence, usable, kind))
    else:
        chosen = _with_items(evidence, _in_context(evidence, _few(evidence, usable, kind)))
    return chosen


def _in_context(evidence: Evidence, chosen: Sequence[Candidate]) -> list[Candidate]:
    """`chosen`, each that points back ("This proposal …") with the sentence that it points to."""
    found: list[Candidate] = []
    for candidate in chosen:
        beside = whole(evidence, candidate, candidate.unit)
        at = next((at for at, other in enumerate(beside) if other.start == candidate.start), 0)
        first = at
        while (
            first
            and POINTS_BACK.match(beside[first].text)
            and sum(c.words for c in beside[first - 1 : at + 1]) <= MOST_WORDS
        ):
            first -= 1
        found += [*beside[first:at], candidate]
    return list({(c.document_id, c.start): c for c in found}.values())


def usable_for(candidate: Candidate, asked: str) -> bool:
    """Whether a candidate may be quoted: no lone heading, and courtesies and title pages only where they are asked for."""
    if candidate.words < 3 or (is_courtesy(candidate.text) and not ASKS_THANKS.search(asked)):
        return False
    return ASKS_PAPER.search(asked) is not None if candidate.title_block else candidate.words > 4


def _numbered(evidence: Evidence, question: Question) -> list[Candidate]:
    """The paragraph that the question names by its label in a paper that it names by its symbol."""
    found: list[Candidate] = []
    if question.paragraph and question.filters.symbols:
        for candidate in one_a_document(evidence.candidates):
            document, units, _ = evidence.source(candidate.document_id)
            if is_named(document, question.filters.symbols):
                for number in named([unit.label for unit in units], question.paragraph):
                    found += whole(evidence, candidate, number)
    return found


def _few(evidence: Evidence, usable: Sequence[Candidate], kind: Kind) -> list[Candidate]:
    """The best candidate and what is nearly as good, of the same document unless equally good; and what was said later."""
    return _completed(evidence, usable, MOST[kind]) + _said_later(evidence, usable, usable[0])


def _completed(evidence: Evidence, usable: Sequence[Candidate], most: int) -> list[Candidate]:
    """The best candidate, and of its document those that bear what it lacks of the question or are as good."""
    best = usable[0]
    chosen = [best]
    borne = evidence.borne(best)
    for candidate in usable[1:]:
        if len(chosen) == most or candidate.score < COMPLETING * best.score:
            break
        same = candidate.document_id == best.document_id or candidate.score >= OTHER_DOCUMENT * best.score
        more = evidence.weight_of(evidence.borne(candidate) - borne)
        if same and (more >= COMPLETES or candidate.score >= EQUALLY_GOOD * best.score):
            chosen.append(candidate)
            borne |= evidence.borne(candidate)
    return chosen


def _said_later(evidence: Evidence, usable: Sequence[Candidate], best: Candidate) -> list[Candidate]:
    """What the holder of `best` said of the same thing in its last paper on it, if that is a later one."""
    terms, date = object_terms(evidence), evidence.date(best)
    later = [
        c
        for c in usable
        if c.turn.holder and c.turn.holder == best.turn.holder and evidence.date(c) > date and bears(evidence, c, terms)
    ]
    return sorted(later, key=lambda candidate: evidence.date(candidate))[-1:] if date else []


def _typed_first(usable: Sequence[Candidate], kind: Kind, question: str) -> list[Candidate]:
    """Candidates that hold a number, a day, a definition or whatever is asked for, lifted before the others."""
    pattern = MONTH if kind == "date" else DEFINES if kind == "definition" else NEEDED[kind]
    counted = counts(question) if kind == "number" else defines(question) if kind == "definition" else None

    def lift(text: str) -> float:
        typed = bool(numbers(text)) if kind == "number" else bool(pattern.search(without_label(text)))
        return TYPED * typed + TYPED * bool(counted and counted.search(text))

    lifted = [replace(c, score=c.score + lift(c.text)) for c in usable]
    return sorted(lifted, key=lambda candidate: -candidate.score)


def defines(question: str) -> re.Pattern[str] | None:
    """The term that a question asks to be defined, before what says what it means; None where it names none."""
    term = defined_term(question)
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
    amount = r"(?:\d[\d,.]*|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|fifteen|twenty|thirty|hundred|thousand|million|billion)"
    return re.compile(rf"\b{amount}\b[\s-]+(?:\w+[\s-]+){{0,3}}?(?:{'|'.join(map(re.escape, units))})", re.I)


def _broad(evidence: Evidence, usable: Sequence[Candidate], kind: Kind, question: Question) -> list[Candidate]:
    """What answers a list or a synthesis: the good candidates, and a list whole where much of it is good."""
    usable = [candidate for candidate in usable if not announces(candidate.text)] or list(usable)
    if kind == "synthesis" and not evidence.terms:  # "sum up the paper": whatever takes a stance
        return _with_items(evidence, [candidate for candidate in usable if stances(candidate.text)][: MOST[kind]])
    best = usable[0]
    labelled = [candidate for candidate in usable if evidence.names_label(candidate)]
    if labelled:  # "the first comment"
        return _with_items(evidence, labelled[:2])
    # A whole position has many parts; a provision, or one topic of a position, has few.
    wide = kind == "synthesis" and question.filters.delegations and not ABOUT.search(question.focus)
    wide = wide and len(evidence.terms) <= WHOLE_POSITION
    if wide:
        lifted = [replace(c, score=c.score + STANCE * bool(stances(c.text))) for c in usable]
        usable = sorted(lifted, key=lambda candidate: -candidate.score)
        best = usable[0]
    share = SHARE_OF_BEST if wide else LIST_SHARE
    overlap = max(candidate.overlap for candidate in usable)
    chosen = [
        candidate
        for candidate in usable
        if candidate.score >= share * best.score
        and (candidate.overlap >= 0.5 * overlap or candidate.cosine >= 0.9 * best.cosine)
    ][: MOST[kind] if wide else 5]
    if not wide:
        chosen = [candidate for candidate in chosen if candidate.document_id == best.document_id]
    return _with_items(evidence, _whole_lists(evidence, chosen))


def _whole_lists(evidence: Evidence, chosen: Sequence[Candidate]) -> list[Candidate]:
    """`chosen`, with the rest of each list of which much was chosen: a part would look like the whole."""
    found = list(chosen)
    for candidate in chosen:
        group = _group(evidence, candidate)
        inside = {(item.document_id, item.unit) for item in group}
        hits = {(item.document_id, item.unit) for item in found} & inside
        if group and (len(hits) >= WHOLE_GROUP * len(inside) or _has_gap(evidence, group, hits)):
            found += group
    return found


def _has_gap(evidence: Evidence, group: Sequence[Candidate], hits: Collection[tuple[str, int]]) -> bool:
    """Whether items of a numbered run are chosen but not one that stands between them.

    "First" and "Third" without "Second" would look like a complete list.
    """
    order = list(dict.fromkeys((item.document_id, item.unit) for item in group if item.label))
    chosen = [position for position, unit in enumerate(order) if unit in hits]
    return len(chosen) > 1 and chosen[-1] - chosen[0] >= len(chosen)


def _group(evidence: Evidence, candidate: Candidate) -> list[Candidate]:
    """The items of the list that the candidate is one of, or introduces; with the items below them."""
    _, units, _ = evidence.source(candidate.document_id)
    below = [number for number, unit in enumerate(units) if unit.lead == candidate.unit]
    lead = candidate.unit if below else candidate.lead
    if lead is None:
        return []
    return [
        item for number, unit in enumerate(units) if unit.lead == lead for item in whole(evidence, candidate, number)
    ]


def _with_items(evidence: Evidence, chosen: Iterable[Candidate]) -> list[Candidate]:
    """`chosen`, with the leads of its items, and the items that a quoted lead announces by its colon.

    A lead that was chosen only as one item's context brings no other items along.
    """
    found = list(chosen)
    known = {(item.document_id, item.unit) for item in found}
    for candidate in found:  # grows while it is read: items may announce items
        _, units, _ = evidence.source(candidate.document_id)
        below = [number for number, unit in enumerate(units) if unit.lead == candidate.unit]
        if candidate.text.rstrip().endswith(":") and not any(
            (candidate.document_id, number) in known for number in below
        ):
            found += [item for number in below for item in whole(evidence, candidate, number)]
            known |= {(candidate.document_id, number) for number in below}
    return with_leads(evidence, found)


def _whose(evidence: Evidence, usable: Sequence[Candidate], question: str) -> list[Candidate]:
    """For each delegation or group that speaks of the very thing, on the side asked for, the stretch that says it best.

    Where none does and the question is a longer one, those that put it in words near to it, if they do so nearly as well as the best of them.
    But nobody supports or opposes a thing without naming it.
    """
    spoken = [c for c in usable if c.turn.holder and delegations.exactly(c.turn.holder)]
    terms, stance = object_terms(evidence), asked_stance(question)
    found = [candidate for candidate in spoken if on_side(evidence, candidate, question, terms)]
    if not found and stance not in PLAIN and len(terms) >= PARAPHRASABLE:
        best = max((c.score for c in spoken), default=0.0)
        overlap = max((c.overlap for c in spoken), default=0.0)
        near = [c for c in spoken if c.score >= WHO_SHARE * best and c.overlap >= WHO_OVERLAP * overlap]
        found = [c for c in near if _says_nearly(evidence, c, question, terms)]
    chosen: dict[str, Candidate] = {}
    for candidate in found:
        chosen.setdefault(candidate.turn.holder or "", candidate)
    return list(chosen.values())


def _mentions(evidence: Evidence, candidate: Candidate, about: Collection[str]) -> bool:
    """Whether the words name every delegation that the question speaks of, and are of none of them.

    Who accuses one State does not accuse another, and nobody accuses itself. Named is what the sentence names that
    says it, not one beside it.
    """
    if not about:
        return True
    named = delegations.mentions(claim(evidence, candidate, object_terms(evidence)))
    return candidate.turn.holder not in about and {*about} <= {mention.delegation.name for mention in named}


def _says_nearly(evidence: Evidence, candidate: Candidate, question: str, terms: Sequence[str]) -> bool:
    """Whether the candidate takes the stance asked for on something that is near in meaning."""
    stance, said = asked_stance(question), claim(evidence, candidate, terms)
    if not numbers(question) <= numbers(said) or of_others(candidate.text, candidate.turn.holder):
        return False
    if stance and not takes(stance, said):
        return False
    return evidence.unborne([evidence.context(candidate)]) <= MISSING


def _compared(evidence: Evidence, usable: Sequence[Candidate], question: Question) -> list[Candidate]:
    """For each side, its own best: the sides are not measured against each other."""
    sides: dict[str, list[Candidate]] = {}
    by_document = len(question.filters.delegations) < 2
    for candidate in usable:
        side = candidate.document_id if by_document else candidate.turn.holder or ""
        sides.setdefault(side, []).append(candidate)
    return [c for side in sides.values() for c in _completed(evidence, side, MOST["compare"])]
