"""Statements that a passage supports, and the same altered in one respect: what the check is measured on."""

from __future__ import annotations

import random
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from app import wording
from app.checking.borne import Source
from app.checking.facts import dates, numbers, sessions
from ingest import delegations
from ingest.days import MONTHS
from ingest.structure import sentences
from retriever.index import Index
from retriever.synonyms import expansions

LEAST_WORDS, MOST_WORDS = 8, 40  # of a sentence that is told again
KINDS = ("state", "number", "negation", "stance", "session", "date", "object")
_OWN = (
    (r"\bmy (?:own )?(?:delegation|country|government)\b", "it"), (r"\bour (?:delegation|country)\b", "it"), (r"\b(?:we|I) (?:are|am)\b", "it is"),
    (r"\b(?:we|I) have\b", "it has"), (r"\b(?:we|I|us|me)\b", "it"), (r"\b(?:our|my)\b", "its"), (r"\bourselves\b", "itself"),
)  # fmt: skip
_ADJUNCT = re.compile(
    r"\s\([^()]{3,60}\)|,\s(?:in this regard|in this context|therefore|however|inter alia|among others|in particular|as well)(?=,|\s)",
    re.I,
)
_AUXILIARY = re.compile(r"\b(?:should|must|will|would|can|could|may|is|are|was|were)\b(?! not\b)", re.I)
_NOT = re.compile(
    r"\b(do|does|did|should|must|will|would|can|could|may|is|are|was|were|has|have) not\b|\bcannot\b", re.I
)
_STANCES = {
    "supports": "opposes", "support": "oppose", "welcomes": "rejects", "welcome": "reject", "endorses": "rejects", "endorse": "reject",
    "opposes": "supports", "oppose": "support", "rejects": "welcomes", "reject": "welcome", "calls for": "opposes", "call for": "oppose",
    "proposes": "rejects", "propose": "reject", "favours": "opposes", "condemns": "welcomes", "condemn": "welcome", "regrets": "welcomes",
}  # fmt: skip
_OBJECTS = {
    "voluntary": "binding", "binding": "voluntary", "before": "after", "after": "before", "increase": "decrease", "strengthen": "weaken",
    "consensus": "majority vote", "public": "confidential", "developing": "developed", "include": "exclude", "permanent": "temporary",
}  # fmt: skip
_LIGHT_CHANGES = (
    ("also ", ""),
    ("important", "significant"),
    ("emphasize", "stress"),
    ("in order to", "to"),
    ("such as", "like"),
    ("regarding", "on"),
    ("States", "countries"),
)


@dataclass(frozen=True)
class Pair:
    """A statement that `source` supports, and the same altered in the respect that `kind` names."""

    kind: str
    good: str
    altered: str
    source: Source


def pairs_from(index: Index, sample: int, seed: int) -> Iterator[Pair]:
    """Pairs from sentences of `sample` English passages with the words of a delegation, one of each kind that fits."""
    chance = random.Random(seed)
    known = {holder.name for holder in index.holders}
    rows = [row for row, speaker in enumerate(index.speakers) if speaker in known and index.languages[row] == "en"]
    for row in chance.sample(rows, min(sample, len(rows))):
        source = source_of(index, row)
        told = [source.text[start:end] for start, end in sentences(source.text, 0)]
        fit = [
            text
            for text in told
            if LEAST_WORDS <= len(text.split()) <= MOST_WORDS and text[:1].isupper() and text.endswith(".")
        ]
        if fit:
            yield from pairs_of(chance.choice(fit), source, chance)


def source_of(index: Index, row: int) -> Source:
    """The source that the passage of a row is."""
    passage = index.passage(row)
    document = index.records[passage.document_id]
    return Source(
        passage.text, passage.speaker, passage.delivered_by, passage.members, document.title, document.symbol,
        document.body, document.session, document.date,
    )  # fmt: skip


def pairs_of(sentence: str, source: Source, chance: random.Random) -> Iterator[Pair]:
    """The pairs that can be made of one sentence of `source`."""
    for kind in KINDS:
        said = reported(sentence, source, chance, session=kind == "session", date=kind == "date")
        altered = said and altered_in(kind, said, source, chance)
        if said and altered and altered != said:
            yield Pair(kind, said, altered, source)


def reported(sentence: str, source: Source, chance: random.Random, session: bool, date: bool) -> str:
    """`sentence` as a summary tells it; "" where its session or date is asked for and not known."""
    if (session and not source.session) or (date and not source.date):
        return ""
    text = paraphrased(" ".join(sentence.rstrip(".").split()), chance)
    for pattern, word in _OWN:
        text = re.sub(pattern, word, text, flags=re.I if "I" not in pattern else 0)
        text = re.sub(rf"^{pattern}", word, text, flags=re.I)
    name = source.holder or ""
    bare = text.removeprefix(f"{name} ")
    lower = text if delegations.mentions(text[:40]) or text[:2].isupper() else text[0].lower() + text[1:]
    said = (
        f"{name} {bare}"
        if bare != text
        else f"{name} {chance.choice(['said', 'stated', 'noted', 'stressed'])} that {lower}"
    )
    if session:
        said = f"At the {wording.session(source.session, '')}, {said}"
    if date:
        said = f"In {_month(source.date)}, {said}"
    return f"{said}."


def _month(iso: str) -> str:
    year, _, month = iso[:7].partition("-")
    return f"{MONTHS[int(month) - 1]} {year}" if month else year


def paraphrased(text: str, chance: random.Random) -> str:
    """`text` with adjuncts dropped, an acronym spelled out and words exchanged for others that say the same."""
    text = _ADJUNCT.sub("", text)
    for acronym, words in expansions().items():
        if len(acronym) > 2 and re.search(rf"\b{re.escape(acronym)}\b", text) and chance.random() < 0.5:
            text = re.sub(rf"\b{re.escape(acronym)}\b", words, text, count=1)
            break
    for word, other in _LIGHT_CHANGES:
        text = text.replace(word, other)
    return text


def altered_in(kind: str, said: str, source: Source, chance: random.Random) -> str:
    """`said`, altered in the respect that `kind` names; "" where it has nothing of the kind."""
    if kind == "state":
        return said.replace(source.holder or "", _another_state(source, chance), 1)
    if kind == "number":
        return _other_number(said, chance)
    if kind == "negation":
        return _turned(said, len(source.holder or "") + 6)
    if kind in ("stance", "object"):
        return _exchanged(said, _STANCES if kind == "stance" else _OBJECTS)
    if kind == "session":
        other = str(int(source.session) % 11 + 2) if source.session.isdigit() else "2"
        return said.replace(wording.session(source.session, ""), wording.session(other, ""), 1)
    month = _month(source.date)
    return said.replace(month, f"{month[:-1]}{(int(month[-1]) + 3) % 10}", 1)


def _another_state(source: Source, chance: random.Random) -> str:
    inside = {found.name for found in delegations.named(f"{source.text} {source.known}")}
    names = [
        name for name in ("Kenya", "Chile", "Norway", "Viet Nam", "Ghana", "Canada", "Jordan") if name not in inside
    ]
    return chance.choice([name for name in names if name != source.holder])


def _other_number(said: str, chance: random.Random) -> str:
    plain = said
    for _, start, end in [*dates(said), *sessions(said)]:
        plain = f"{plain[:start]}{' ' * (end - start)}{plain[end:]}"
    found = [
        number for number in numbers(plain) if 1 < number.value < 10_000 and said[number.start : number.end].isalnum()
    ]
    if not found:
        return ""
    number = chance.choice(found)
    return f"{said[: number.start]}{int(number.value) + chance.choice([7, 13, 21])}{said[number.end :]}"


def _turned(said: str, begin: int) -> str:
    """`said` without its first "not", or with one."""
    denied = _NOT.search(said)
    if denied:
        word = "can" if denied[1] is None else "" if denied[1].casefold() in ("do", "does", "did") else denied[1]
        return " ".join(f"{said[: denied.start()]}{word}{said[denied.end() :]}".split())
    plain = _AUXILIARY.search(said, begin)
    return f"{said[: plain.end()]} not{said[plain.end() :]}" if plain else ""


def _exchanged(said: str, table: dict[str, str]) -> str:
    for word, other in table.items():
        match = re.search(rf"\b{word}\b", said)
        if match:
            return f"{said[: match.start()]}{other}{said[match.end() :]}"
    return ""


def with_addition(pair: Pair, other: Pair) -> Pair:
    """A pair whose altered statement has the claim of another document appended."""
    claim = re.sub(r"^.*?\bthat\s+", "", other.good)
    return replace(pair, kind="added", altered=f"{pair.good.rstrip('.')}, and {claim}")


def added(pairs: Sequence[Pair], sample: int) -> list[Pair]:
    """Pairs with a claim appended that stands in another document."""
    first = [pair for pair in pairs if pair.kind == "state"][:sample]
    return [with_addition(pair, first[(at + 1) % len(first)]) for at, pair in enumerate(first) if len(first) > 1]
