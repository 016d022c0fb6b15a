"""The question before with its year, or its paragraph, moved: "And ten years later?", "And the next paragraph?"."""

from __future__ import annotations

import re

from ingest.ordinals import CARDINALS
from retriever.holders import mentions
from retriever.leaders import leader, was_in_office
from retriever.limits import references
from retriever.replacing import put
from retriever.roles import COMPARES

_COUNTED = (
    CARDINALS,
    "un deux trois quatre cinq six sept huit neuf dix onze douze treize quatorze quinze seize dix-sept dix-huit dix-neuf vingt".split(),
    "un dos tres cuatro cinco seis siete ocho nueve diez once doce trece catorce quince dieciséis diecisiete dieciocho diecinueve veinte".split(),
    "один два три четыре пять шесть семь восемь девять десять".split(),
)
_NUMBERS = {word: number for line in _COUNTED for number, word in enumerate(line, start=1)} | {"a": 1, "год": 1}
_COUNT = rf"(?P<count>\d{{1,2}}|{'|'.join(sorted(_NUMBERS, key=len, reverse=True))})"
_YEARS = r"(?:years?|ans?|années?|años?|лет|года?)"
_ON = r"later|after(?:wards)?|on|plus tard|après|después|más tarde|спустя"
_BACK = r"earlier|before|ago|previously|plus tôt|avant|auparavant|antes|назад|ранее"
_MOVED = re.compile(
    rf"\b(?:{_COUNT}\s+{_YEARS}\s+(?:(?P<on>{_ON})|(?P<back>{_BACK}))\b|(?P<through>через\s+)(?:{_COUNT.replace('count', 'also')}\s+)?{_YEARS}\b|"
    r"(?:the|l['’]|el)\s*(?P<following>following|next|suivante|siguiente)\s+year\b|the\s+(?P<previous>previous|preceding)\s+year\b|"
    r"the year\s+(?P<way>after|before)\b|"
    r"(?:l['’]année|el año)\s+(?:(?P<suivante>suivante|d['’]après|siguiente)|(?P<précédente>précédente|d['’]avant|anterior)))",
    re.I,
)
_YEAR = re.compile(r"(?<![\d/-])(?:19|20)\d\d(?![\d/-])")
_MOST_WORDS = 8  # of a question that asks for nothing else
_MOST_WITH_A_NAME = 10


def in_another_year(before: str, text: str) -> str:
    """The question before with its year moved on or back: "And a year later?", "And did Fiji say so two years before?".

    "" where it names no year, or several. A holder that `text` names takes the place of the one before.
    """
    match = _MOVED.search(text)
    years = set(_YEAR.findall(before))
    if match is None or len(years) != 1 or _YEAR.search(text) or COMPARES.search(text):
        return ""
    named = mentions(text)
    if len(text.split()) > (_MOST_WITH_A_NAME if named else _MOST_WORDS):
        return ""
    by = _by(match)
    moved = _YEAR.sub(lambda year: str(int(year.group()) + by), before)
    return put(moved, text, named, ()) if named else _without_retired(moved, str(int(years.pop()) + by))


def _by(match: re.Match[str]) -> int:
    """How many years on, or back where it is less than nothing."""
    count = match["count"] or match["also"] or "a"
    number = int(count) if count.isdecimal() else _NUMBERS[count.casefold()]
    on = (
        match["on"]
        or match["through"]
        or match["following"]
        or match["suivante"]
        or (match["way"] or "").casefold() == "after"
    )
    return number if on else -number


def _without_retired(text: str, year: str) -> str:
    """`text` with the State in the place of its leader where somebody else led it in that year."""
    for mention in reversed(mentions(text)):
        who = leader(text, mention)
        if who is not None and not was_in_office(who, year):
            text = text[: mention.start] + mention.delegation.name + text[mention.end :]
    return text


# Paragraphs

_PARAGRAPH = r"(?:sub-?)?(?:paragraph|para\.?|article|paragraphe|párrafo|artículo)"
_NEIGHBOUR = re.compile(
    r"^\W*(?:(?:and|et|y|what about|what is|what of|quote)\s+)*(?:what (?:does|is|about)\s+)?(?:in\s+|dans\s+|en\s+)?(?:the\s+|le\s+|l['’]|el\s+)"
    rf"(?:(?P<next>next|following)(?:\s+(?:one|{_PARAGRAPH}))?|(?P<last>previous|preceding)(?:\s+(?:one|{_PARAGRAPH}))?|"
    rf"(?:one|{_PARAGRAPH})\s+(?:(?P<after>after)|(?P<before>before))(?:\s+(?:it|that(?:\s+one)?))?|"
    rf"(?:{_PARAGRAPH}\s+)?(?:(?P<suivant>suivant|d['’]après|siguiente)|(?P<précédent>précédent|d['’]avant|anterior)))"
    r"(?:\s+(?:says?|of (?:it|that (?:resolution|report))))?\W*$",
    re.I,
)
_ROMAN = "i ii iii iv v vi vii viii ix x xi xii xiii xiv xv xvi xvii xviii xix xx".split()
_OF = re.compile(r"\((?P<letter>[a-z])\)(?P<of>\s+of\s+(?:the\s+)?)$", re.I)


def in_another_paragraph(before: str, text: str) -> str:
    """The question before with the paragraph after or before its own; "" where it names none."""
    match = _NEIGHBOUR.match(text)
    named = [each for each in references(before) if each.what == "paragraph"]
    if match is None or not named:
        return ""
    by = 1 if match["next"] or match["after"] or match["suivant"] else -1
    place = named[-1] if by > 0 else named[0]
    if of := _OF.search(before[: place.start]):
        moved = _letter(of["letter"], by)
        return f"{before[: of.start()]}({moved}){of['of']}{before[place.start :]}" if moved else ""
    label = _moved(place.values[-1 if by > 0 else 0], by)
    word = re.match(r"\D*", before[place.start : place.end])
    if not label or word is None:
        return ""
    one = re.sub(r"(?i)(?<=paragraph)s|(?<=article)s|(?<=para)s|(?<=paragraphe)s", "", word.group())
    return f"{before[: place.start]}{one}{label}{before[place.end :]}"


def _moved(label: str, by: int) -> str:
    """The label after or before: "14" for "13", "13 (g)" for "13 (f)"; "" where it has no number. Before the first is 0, which no paper has."""
    number = re.search(r"\d[\d.]*(?:\s*\(\w+\))*$", label)
    if number is None:
        return ""
    head, _, last = number.group().rpartition("(")
    if head:
        letter = _letter(last.rstrip(")"), by)
        return f"{head}({letter})" if letter else ""
    first, dot, last = number.group().rpartition(".")
    return f"{first}{dot}{int(last) + by}" if last.isdecimal() else ""


def _letter(label: str, by: int) -> str:
    """ "c" for "b", "iii" for "ii"; "" before the first and after the last."""
    if label.isdecimal():
        return str(int(label) + by) if int(label) + by > 0 else ""
    if len(label) > 1 or (label == "i" and by > 0):
        at = _ROMAN.index(label) + by if label in _ROMAN else -1
        return _ROMAN[at] if 0 <= at < len(_ROMAN) else ""
    moved = chr(ord(label) + by)
    return moved if "a" <= moved <= "z" else ""
