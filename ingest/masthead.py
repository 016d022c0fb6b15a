"""What page one says of a document: symbol, title, kind, body, session, date."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

_SEGMENT = (
    r"(?:RES|DEC|INF|NGO|PET|PRST|PC|AI|SGB|BUR|HRC|ICEF|SER\.[A-Z]|ES-\d+|S-\d+|"
    r"(?:AC|C|CN|CONF|GC|SC|Sub|WG|L|R|CRP|PV|SR|WP|INF|NGO|DC)\.\d+|\d{1,4}|(?:Add|Rev|Corr|Amend|Summary)\.\d+)"
)
SYMBOL = re.compile(
    rf"(?<![A-Za-z0-9/._-])(?:A|S|E|ST|T|TD|CCW|NPT|BWC|DP)(?:/{_SEGMENT})+"
    r"(?:\s?\((?:[IVXLC]+|Sect\.\s?\d+|Part\s[IVX]+|Vol\.\s?[IVX]+|\d{4})\))?(?:[/.](?:Add|Rev|Corr)\.\d+)*(?![A-Za-z0-9])"
)
_LOOSE_SYMBOL = re.compile(
    r"^(?:United Nations\s+)?([A-Z]{1,5}(?:\.\d)?(?:/[A-Z0-9][A-Za-z0-9.()-]*)+(?: \(\d{4}\))?)\*{0,2}$", re.MULTILINE
)
_HYPHENED = re.compile(r"A-AC[.-](\d+)-(\d{4})-(CRP|L|WP|INF)[.-]?(\d+)")  # as files on meetings.unoda.org are called
_FIRST_TWENTY = (
    "first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth thirteenth fourteenth "
    "fifteenth sixteenth seventeenth eighteenth nineteenth twentieth"
)
ORDINALS = _FIRST_TWENTY.split()
_TENS = {"twent": 20, "thirt": 30, "fort": 40, "fift": 50, "sixt": 60, "sevent": 70, "eight": 80, "ninet": 90}
MONTH = "January|February|March|April|May|June|July|August|September|October|November|December"
MONTHS = MONTH.split("|")
_DASH = r"\s?(?:-|–|—|to)\s?"
_DAY = r"(0?[1-9]|[12]\d|3[01])"
_RANGE = re.compile(
    rf"\b{_DAY}(?: ({MONTH}))?(?: (\d{{4}}))?{_DASH}{_DAY} ({MONTH}),? (\d{{4}})|\b{_DAY} ({MONTH}),? (\d{{4}})"
)
_SESSION = re.compile(
    r"\b(?P<number>(?:[a-z]+-)?[a-z]+|\d{1,2}(?:st|nd|rd|th))\s+"
    r"(?P<kind>substantive |organizational |regular |special |emergency )?session\b",
    re.IGNORECASE,
)
_ADOPTED = re.compile(
    r"(?:Resolution|Decision) adopted by the "
    r"(?P<organ>General Assembly|Human Rights Council|Economic and Social Council|Security Council)"
    rf"(?:[^\n]{{0,80}}? on (?P<day>\d{{1,2}} (?:{MONTH}) \d{{4}}))?"
)
_ORGANS = {
    "A/HRC": "Human Rights Council",
    "A": "General Assembly",
    "S": "Security Council",
    "E": "Economic and Social Council",
}
_NUMBERED = re.compile(r"^(?P<number>\d{1,3}/\d{1,4}(?: [A-Z](?:-[A-Z])?)?)\.?\s+(?P<title>\S.*)$")
_PROCESSES = (
    ("OEWG 2021-2025", re.compile(r"A/AC\.292\b|open-ended working group[^.]{0,160}2021\s?[-–]\s?2025", re.I)),
    ("OEWG 2019-2021", re.compile(r"A/AC\.290\b", re.I)),
    ("Ad Hoc Committee on cybercrime", re.compile(r"A/AC\.291\b", re.I)),
)
_MASTHEAD = re.compile(
    r"Agenda item|Item \d|Contents|Annex$|United Nations|General Assembly|Security Council|Economic and Social Council|"
    r"Distr\.|Original:|In the name of",
    re.IGNORECASE,
)
_COMPENDIUM = re.compile(  # of what States said; one of good practices has no speakers
    r"^(?:Official |Draft |Updated )?Compendium of (?:\w+ ){0,4}"
    r"(?:statements|contributions|submissions|views|replies|comments|positions|proposals|interventions|explanations)\b",
    re.IGNORECASE | re.MULTILINE,
)
_RECORD = re.compile(r"^(?:Provisional )?Summary record of\b", re.IGNORECASE | re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Masthead:
    """What page one says; an empty string where it is silent."""

    symbol: str = ""
    title: str = ""
    kind: str = ""
    body: str = ""
    session: str = ""
    date: str = ""
    date_kind: str = ""
    topic: str = ""
    holder: str = ""
    authority: str = ""


def canonical(symbol: str) -> str:
    """`symbol` as the UN prints it: no blanks, `/Rev.1` after a slash, no reissue asterisk."""
    text = unicodedata.normalize("NFKC", symbol).strip().rstrip("*")
    text = re.sub(r"\s+(?![(])", "", text)
    return re.sub(r"\.(Rev|Add|Corr)\.", r"/\1.", text)


def ordinal(words: str) -> int | None:
    """Number of an English ordinal: "seventh" or "7th" → 7, "seventy-ninth" → 79; None if it is none."""
    low = words.casefold()
    if match := re.fullmatch(r"(\d{1,3})(?:st|nd|rd|th)", low):
        return int(match.group(1))
    if low in ORDINALS:
        return ORDINALS.index(low) + 1
    for stem, value in _TENS.items():
        if low == f"{stem}ieth":
            return value
        if low.startswith(f"{stem}y-") and low.split("-")[1] in ORDINALS[:9]:
            return value + ORDINALS.index(low.split("-")[1]) + 1
    return None


def find_date(text: str) -> str:
    """The first day or span of days in `text` as ISO 8601: "2024-03-04/2024-03-08"; "" if none."""
    match = _RANGE.search(text)
    if match is None:
        return ""
    first, first_month, first_year, last, month, year, day, day_month, day_year = match.groups()
    if day:
        return _iso(day, day_month, day_year)
    return f"{_iso(first, first_month or month, first_year or year)}/{_iso(last, month, year)}"


def _iso(day: str, month: str, year: str) -> str:
    return f"{year}-{MONTHS.index(month) + 1:02d}-{int(day):02d}"


def symbol_of_name(name: str) -> str:
    """The symbol that a file's name spells, "A_RES_73_27.txt" → "A/RES/73/27"; "" if it spells none."""
    stem = re.sub(r"\.(?:en|fr|es|ru|ar|zh)$", "", Path(name).stem)
    stem = _HYPHENED.sub(r"A_AC.\1_\2_\3.\4", stem)
    spelled = stem.replace("_", "/").replace("/ (", " (")
    return canonical(spelled) if SYMBOL.fullmatch(spelled) else ""


def find(lines: Sequence[str], title: str, name: str) -> Masthead:
    """What the first `lines` of a document say, the file's `name` being a hint for the symbol only."""
    head = "\n".join(lines)
    adopted = _ADOPTED.search(head)
    if adopted is not None:
        return _adopted(lines, head, adopted, name)
    council = re.search(r"Adopted by the Security Council.{0,60}?on (\d{1,2} \w+ \d{4})", head)
    if council is not None:
        symbol, day, organ = _printed_symbol(head) or symbol_of_name(name), find_date(council.group(1)), _organ("S/")
        heading = title or _first_title(lines)
        return Masthead(symbol, heading, "resolution", organ, "", day, "adoption", "", organ, "adopted")
    symbol = _printed_symbol(head) or symbol_of_name(name)
    body = next((process for process, pattern in _PROCESSES if pattern.search(f"{symbol}\n{head}")), "")
    body = body or _organ(symbol)
    session_text, date = _session(head), ""
    for line in lines[:25]:
        if _SESSION.search(line) or "New York" in line or "Geneva" in line or "Vienna" in line:
            date = date or (find_date(line) if _RANGE.search(line) else "")
    date_kind = "session" if date else ""
    if not date:
        date = next((find_date(line) for line in lines[:25] if _RANGE.fullmatch(line.strip())), "")
        date_kind = "issue" if date else ""
    kind, holder, authority = _kind(head, symbol)
    heading = title or _first_title(lines)
    return Masthead(symbol, heading, kind, body, session_text, date, date_kind, "", holder, authority)


def _adopted(lines: Sequence[str], head: str, adopted: re.Match[str], name: str) -> Masthead:
    organ = adopted.group("organ")
    numbered = next((match for line in lines if (match := _NUMBERED.match(line))), None)
    prefix = next(start for start, named in _ORGANS.items() if named == organ)
    symbol = f"{prefix}/RES/{numbered.group('number')}" if numbered else symbol_of_name(name)
    date = find_date(adopted.group("day") or "")
    title = numbered.group("title") if numbered else _first_title(lines)
    session = numbered.group("number").split("/")[0] if numbered else _session(head)
    return Masthead(symbol, title, "resolution", organ, session, date, "adoption" if date else "", "", organ, "adopted")


def _printed_symbol(head: str) -> str:
    """The symbol in the masthead. A line that is nothing but a symbol may be of any organ."""
    loose = _LOOSE_SYMBOL.search(head[:600])
    if loose and re.search(r"\d", loose.group(1)):
        return canonical(loose.group(1))
    match = re.search(rf"^United Nations\s+({SYMBOL.pattern})", head, re.MULTILINE) or re.search(
        rf"^({SYMBOL.pattern})\*{{0,2}}$", head, re.MULTILINE
    )
    return canonical(match.group(1)) if match else ""


def _session(head: str) -> str:
    for match in _SESSION.finditer(head[:1500]):
        number = ordinal(match.group("number"))
        if number is not None:
            return str(number)
    return ""


def _organ(symbol: str) -> str:
    return next((organ for start, organ in _ORGANS.items() if symbol.startswith(f"{start}/")), "")


def _kind(head: str, symbol: str) -> tuple[str, str, str]:
    """(kind, holder, authority) of a document that is not a resolution."""
    start = head[:2500]
    if _COMPENDIUM.search(start):
        return "compendium", "Secretariat", "secretariat"
    if "/SR." in symbol or _RECORD.search(start):
        return "summary record", "", "secretariat"
    if "/PV." in symbol:
        return "verbatim record", "", "secretariat"
    if re.search(r"^(?:Report|Note) (?:of|by) the Secretary-General", start, re.MULTILINE):
        return "report of the Secretary-General", "Secretary-General", "secretariat"
    if re.search(r"^Note by the Secretariat", start, re.MULTILINE):
        return "note by the Secretariat", "Secretariat", "secretariat"
    if re.search(r"\b(?:draft resolution|draft decision)\b", start, re.I) and "/L." in symbol:
        return "draft resolution", "", "draft"
    return "", "", ""


def _first_title(lines: Sequence[str]) -> str:
    plain = [line for line in lines[:20] if len(line) > 12 and not _MASTHEAD.match(line)]
    plain = [line for line in plain if _SESSION.fullmatch(line) is None and not _RANGE.fullmatch(line)]
    return plain[0][:200] if plain else ""
