"""The several askings that one question joins, each complete with its own subject."""

from __future__ import annotations

import re

from ingest.language import detect
from ingest.lexical import tokens
from retriever.followups import PRONOUN
from retriever.holders import mentions
from retriever.roles import names, roles
from retriever.synonyms import asking_stems

_INTERROGATIVE = r"(?:what|which|who|how|why|when|where|does|did|do|is|are|was|were|has|have|can)"
_SEAM = re.compile(
    rf"\?\s+(?:and\s+|also,?\s+)?(?={_INTERROGATIVE}\b)|,?\s+and\s+(?={_INTERROGATIVE}\s+(?:(?:\w+\s+)?(?:does|did|do|is|are|was|were|has|have|can|should|would|will)\b))|"
    r",?\s+and\s+(?=(?:does|did|do|how|why)\s+(?:the\s+)?(?:it|they|its|their|[A-Z]))|"
    r"[?？][¿\s]*(?:et\s+|y\s+|а\s+|и\s+)?(?=(?:que|quel\w*|comment|pourquoi|qui|qué|cómo|quién|cuál|por qué|cuándo|как|что|кто|почему)\b)",
    re.I,
)
_SHORTEST = 2  # words of a part besides those that ask
_EACH_ON_ITS_OWN = re.compile(
    r"^\W*(?:please\s+)?compare\s+(?:what\s+)?(?P<first>.+?)\s+(?:(?:say|said)s?\s+)?(?P<by>on|about|regarding)\s+(?P<one>.+?)\s+(?:and|with|to)\s+(?:what\s+)?(?P<second>.+?)\s+(?:(?:say|said)s?\s+)?(?:on|about|regarding)\s+(?P<other>[^?.]+)[?.]?$",
    re.I,
)
_OBJECT = re.compile(
    r"\b(?:about|on|of|to|with|for|from|by|against|in)\s+$", re.I
)  # what a pronoun after it stands for is no speaker
_SUBJECT_PRONOUN = re.compile(r"\b(?:it|they)\b", re.I)


def parts(text: str) -> tuple[str, ...]:
    """The questions that `text` joins, in order; () where it is one, or where a part would lose its subject."""
    if each := _compared(text):
        return each
    pieces = _pieces(text)
    if len(pieces) < 2:
        return ()
    found = [pieces[0]]
    for piece in pieces[1:]:
        whole = _with_subject(piece, found[0])
        if not whole:
            return ()
        found.append(whole)
    return tuple(f"{piece.rstrip(' ?？.,')}?" for piece in found)


def _pieces(text: str) -> list[str]:
    """`text` cut where another question begins, unless a piece is too short to ask anything."""
    starts = [0, *(match.end() for match in _SEAM.finditer(text))]
    ends = [*(match.start() for match in _SEAM.finditer(text)), len(text)]
    pieces = [text[start:end].strip(" ,") for start, end in zip(starts, ends, strict=True)]
    long_enough = all(_content(piece) >= _SHORTEST for piece in pieces)
    return [piece[:1].upper() + piece[1:] for piece in pieces] if long_enough else []


def _content(piece: str) -> int:
    """How many words of a question say something; a pronoun for the subject is one."""
    said = [term for term in tokens(piece, detect(piece)) if term not in asking_stems()]
    return len(said) + (PRONOUN.search(piece) is not None)


def _with_subject(piece: str, first: str) -> str:
    """`piece` with the holder of the first question for its pronoun; "" where it leans on more than that."""
    pronouns = list(PRONOUN.finditer(piece))
    holders = roles(first).said
    if not pronouns:
        own = roles(piece)
        return piece if bool(own.said) == bool(holders) or own.who or not holders else ""
    if roles(piece).said or _OBJECT.search(piece[: pronouns[0].start()]):
        return ""
    if len(pronouns) > 1 or len(names(holders)) != 1 or not _SUBJECT_PRONOUN.fullmatch(pronouns[0].group()):
        return ""
    name = first[holders[0].start : holders[0].end].removesuffix("'s").removesuffix("’s")
    article = "the " if re.search(r"\bthe\s+$", first[: holders[0].start], re.I) else ""
    if holders[0].by == "adjective":
        name, article = holders[0].delegation.name, ""
    whole = f"{piece[: pronouns[0].start()]}{article}{name}{piece[pronouns[0].end() :]}"
    return whole if roles(whole).said else ""


def _compared(text: str) -> tuple[str, ...]:
    """One question for each side of "compare A on X and B on Y"."""
    match = _EACH_ON_ITS_OWN.match(text)
    if match is None:
        return ()
    sides = [(match["first"], match["one"]), (match["second"], match["other"])]
    if any(len(names(mentions(holder))) != 1 for holder, _ in sides) or any(mentions(topic) for _, topic in sides):
        return ()
    return tuple(f"What does {_bare(holder)} say {match['by'].lower()} {topic.strip()}?" for holder, topic in sides)


def _bare(holder: str) -> str:
    return re.sub(r"['’]s?\s+(?:position|view|views|statement|remarks|stance)$|['’]s$", "", holder.strip())
