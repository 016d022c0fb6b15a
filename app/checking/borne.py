"""Which of the hard facts that a statement names its sources do not bear."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from app.answer import Citation
from app.check import check, same_holder
from app.checking.amounts import missing_numbers
from app.checking.facts import dates, mentions, sessions, unnamed, years_meant
from app.checking.meanings import keys_of, shared, words
from app.stance import STANCE_VERBS
from app.wording import day
from ingest import delegations
from ingest.days import MONTHS
from ingest.delegations import Mention
from ingest.document import Document
from ingest.lexical import tokens
from ingest.speakers import Turn
from ingest.structure import sentences
from retriever.synonyms import other_names

_QUOTED = re.compile(r"“([^”]+)”|\"([^\"]+)\"|«\s*([^»]+?)\s*»")
_SAYS = re.compile(
    rf"(?:['’]s? (?:\w+ ){{0,2}}?(?:view|opinion|position|words|statement)|\s*\([^)]*\))?,?\s+(?:(?:also|again|however|then|further|therefore|strongly|firmly|explicitly|\w+ly)\s+)?"
    rf"(?:{STANCE_VERBS}|sa(?:ys?|id)|stat(?:es?|ed)|declar\w+|not(?:es?|ed)|stress\w*|emphasi\w+|underlin\w+|underscor\w+|highlight\w*|believ\w+|consider\w*|"
    r"argu\w+|maintain\w*|recommend\w*|suggest\w*|warn\w*|caution\w*|report\w*|announc\w+|insist\w*|reiterat\w+|affirm\w*|add(?:s|ed)|"
    r"remark\w*|observ\w+|express\w*|thinks?|thought|holds?|held|views?|intends?|plans?|would|could|will|can)\b",
    re.I,
)
_OPENING = re.compile(
    r"^(?:(?:at|in|during|on|speaking|according to|for|addressing)\b[^,]*,\s*|according to\s+|for\s+|(?:the\s+)?(?:representative|delegation|delegate|ambassador)s? of\s+|the\s+)*",
    re.I,
)
_CAPITAL = re.compile(r"(?<![\w’'-])[A-Z][\w’'-]*")
_FRAME = frozenset(
    "state states member members government un united nations chair group minister i mr ms mrs ambassador oewg open-ended working norm norms internet net".split()
)


@dataclass(frozen=True, slots=True)
class Source:
    """What a statement cites: a quote or passage, whose words it is, and what is known of its document."""

    text: str
    holder: str | None = None
    delivered_by: str | None = None
    members: tuple[str, ...] = ()
    title: str = ""
    symbol: str = ""
    body: str = ""
    session: str = ""
    date: str = ""  # ISO 8601 day or interval

    @classmethod
    def of(cls, citation: Citation, whole_passage: bool = False) -> Source:
        """The source that a citation is: its quote, or with `whole_passage` the passage in which it stands."""
        document, passage = citation.document, citation.passage
        return cls(
            passage.text if whole_passage else citation.quote, citation.holder, passage.delivered_by, passage.members,
            document.title, document.symbol, document.body, document.session, document.date,
        )  # fmt: skip

    @property
    def known(self) -> str:
        """What is known of the document, in one line."""
        return " | ".join(filter(None, (self.title, self.symbol, self.body)))


def missing_facts(statement: str, sources: Sequence[Source]) -> list[str]:
    """The quotes, holders, sessions, dates, numbers and names of `statement` that no source bears, in words."""
    text = "\n".join(source.text for source in sources)
    everything = "\n".join([text, *(source.known for source in sources)])
    return [
        *(f"quote: {quote}" for quote in quotes(statement) if not any(_quoted(quote, source) for source in sources)),
        *(f"holder: {name}" for name in _strangers(statement, sources, everything)),
        *(f"holder: {name}" for name in _misattributed(statement, text)),
        *(f"session: {number}" for number in _sessions(statement, sources, text)),
        *(f"date: {written}" for written in _dates(statement, sources, everything)),
        *(f"number: {written}" for written in missing_numbers(statement, everything)),
        *(f"name: {name}" for name in _names(statement, everything, sources)),
    ]


def quotes(statement: str) -> list[str]:
    """The words that `statement` has in quotation marks."""
    return [next(filter(None, found)) for found in _QUOTED.findall(statement)]


def _quoted(quote: str, source: Source) -> bool:
    text = Document(id="", sha256="", text=source.text)
    return check(text, (Turn(0, source.holder),), quote.rstrip(".,;"), source.holder).shown


def _strangers(statement: str, sources: Sequence[Source], everything: str) -> Iterator[str]:
    """The delegations that speak in `statement` and hold no source, or that are named and stand in none."""
    holders = [name for source in sources for name in (source.holder, source.delivered_by) if name]
    others = [
        *(name for source in sources for name in source.members),
        *(found.delegation.name for found in mentions(everything)),
    ]
    speaking = {mention.start for mention in _speaking(statement)}
    is_known = any(delegations.exactly(holder) for holder in holders)
    for mention in mentions(statement):
        name = mention.delegation.name
        if any(same_holder(name, holder) for holder in holders):
            continue
        if name not in others or (is_known and mention.start in speaking):
            yield name


def _misattributed(statement: str, text: str) -> list[str]:
    """The delegations that speak in `statement` where those who speak in the sentence nearest to it are others."""
    speaking = {mention.delegation.name for mention in _speaking(statement)}
    told = [text[start:end] for start, end in sentences(text, 0)]
    speakers = [{mention.delegation.name for mention in _speaking(sentence)} for sentence in told]
    if not speaking or sum(map(bool, speakers)) < 2:
        return []
    said = [word for word in words(unnamed(statement), True) if not word.joins]
    shares = [shared(said, keys_of(words(sentence))) for sentence in told]
    own = max((share for share, names in zip(shares, speakers, strict=True) if names & speaking), default=0.0)
    others = max(
        (share for share, names in zip(shares, speakers, strict=True) if names and not names & speaking), default=0.0
    )
    return sorted(speaking) if others == max(shares) and others > own + 1 else []


def _speaking(statement: str) -> list[Mention]:
    """The delegations with which `statement` begins, where they are said to say or want something."""
    found = [mention for mention in mentions(statement) if mention.by != "adjective"]
    opening = _OPENING.match(statement)
    begin = opening.end() if opening else 0
    said = re.match(r".*\b(?:according to|for)\s+(?:the\s+)?$", statement[:begin], re.I) is not None
    chain: list[Mention] = []
    for mention in found:
        if mention.start < begin:
            continue
        if re.fullmatch(r"(?:,?\s*(?:and|,|the)\s*)*", statement[chain[-1].end if chain else begin : mention.start]):
            chain.append(mention)
    return chain if chain and (said or _SAYS.match(statement, chain[-1].end)) else []


def _sessions(statement: str, sources: Sequence[Source], text: str) -> list[str]:
    borne = {source.session for source in sources} | {number for number, _, _ in sessions(text)}
    borne |= {number for source in sources for number, _, _ in sessions(source.title)}
    return [number for number, _, _ in sessions(statement) if number not in borne]


def _dates(statement: str, sources: Sequence[Source], everything: str) -> Iterator[str]:
    inside = [found for found, _, _ in dates(everything)]
    inside += [year for source in sources for year in years_meant(source.text, source.date)]
    inside += re.findall(r"(?:19|20)\d\d", " ".join(source.body for source in sources))
    inside += [
        f"{source.date[:4]}{found[1:]}"
        for source in sources
        for found in inside
        if found.startswith("--") and source.date
    ]
    of_papers = [source.date for source in sources if source.date]
    for written, start, end in dates(statement):
        limit = re.search(
            r"\b(?:by|until|till|since|before|after|from|end of|early|late)(?: the)?(?: end of)?\s+$",
            statement[:start],
            re.I,
        )
        borne = inside if limit else [*inside, *of_papers]
        if not all(any(_within(part, other) for other in borne) for part in written.split("/")):
            yield day(written) if not written.startswith("-") else statement[start:end]


def _within(written: str, other: str) -> bool:
    """Whether `other`, a day, month, year or span, is what `written` says: all that it says must be told."""
    year, month, day_number = _parts(written)
    return any(
        (not year or year == other_year)
        and (not month or month == other_month)
        and (not day_number or day_number == other_day)
        for other_year, other_month, other_day in _days(other)
    )


def _parts(written: str) -> tuple[str, str, str]:
    found = re.fullmatch(r"(\d{4}|-)(?:-(\d\d))?(?:-(\d\d))?", written)
    return (found[1].strip("-"), found[2] or "", found[3] or "") if found else ("", "?", "?")


def _days(written: str) -> Iterator[tuple[str, str, str]]:
    """The (year, month, day) that a date or a span of days covers."""
    first, _, last = written.partition("/")
    yield _parts(first)
    if not last:
        return
    try:
        begins, ends = date.fromisoformat(first), date.fromisoformat(last)
    except ValueError:
        return
    for number in range(min((ends - begins).days, 62) + 1):
        yield _parts((begins + timedelta(number)).isoformat())
    yield _parts(last)


def _names(statement: str, everything: str, sources: Sequence[Source]) -> Iterator[str]:
    """Capitalised names and acronyms that are no delegations, and stand nowhere in the sources by any name."""
    stems = set(tokens(everything)) | {stem for source in sources for stem in tokens(source.holder or "")}
    inside = {
        stem
        for written, names in other_names(statement)
        for name in names
        if set(tokens(name)) <= stems
        for stem in tokens(written)
    }
    for match in _CAPITAL.finditer(unnamed(statement)):
        word = re.sub(r"['’]s?$", "", match.group())
        first = not statement[: match.start()].strip() or statement[: match.start()].rstrip()[-1] in '.!?“"«'
        if (
            (first and not word.isupper())
            or len(word) < 2
            or word in MONTHS
            or word.casefold().rstrip("s") in _FRAME
            or word.casefold() in _FRAME
        ):
            continue
        if set(tokens(word)) <= stems | inside or _initials(word, everything) or _adjective_of(word, stems):
            continue
        yield word


def _adjective_of(name: str, stems: set[str]) -> bool:
    """Whether the name is said in another form: "African", "Africa"."""
    root = name.casefold()[:5]
    return len(root) == 5 and not name.isupper() and any(stem.startswith(root) for stem in stems)


def _initials(acronym: str, everything: str) -> bool:
    """Whether words with the letters of `acronym` stand in the sources: "NGOs", "non-governmental organisations"."""
    letters = acronym.rstrip("s")
    if not letters.isupper():
        return False
    pattern = r"\b" + r"(?:[\s-]+(?:of|the|and|for|on|in|to))*[\s-]+".join(rf"{letter}[\w’']+" for letter in letters)
    return re.search(pattern, everything, re.I) is not None
