"""When and where: session, place and date of a document, as its masthead prints them."""

from __future__ import annotations

import re
from collections.abc import Sequence

from ingest import symbols
from ingest.days import Days, days
from ingest.front import LONG, SPREAD, front_of, is_alone
from ingest.ordinals import session_number

LONGEST_SESSION = 92  # days: a span that covers a year of the Council dates no document
_CITIES = {
    "New York": ("New York", "Nueva York", "Нью-Йорк", "نيويورك", "纽约"),
    "Geneva": ("Geneva", "Genève", "Ginebra", "Женева", "جنيف", "日内瓦"),
    "Vienna": ("Vienna", "Vienne", "Viena", "Вена", "فيينا", "维也纳"),
    "Nairobi": ("Nairobi", "Найроби"),
    "The Hague": ("The Hague", "La Haye", "La Haya", "Гаага"),
    "Addis Ababa": ("Addis Ababa",),
    "Bangkok": ("Bangkok",),
    "Beirut": ("Beirut",),
    "Santiago": ("Santiago",),
    "Hanoi": ("Hanoi",),
}
_CITY_OF = {name: city for city, names in _CITIES.items() for name in names}
_CITY = re.compile(rf"\b(?:{'|'.join(_CITY_OF)})\b")
_CITY_ALONE = re.compile(r"(?P<city>[A-Z][\w’'-]+(?: [A-Z][\w’'-]+){0,2}),\s*")
_CITY_AFTER_SESSION = re.compile(r"\bsession,?\s+(?P<city>[A-Z][\w’'-]+(?: [A-Z][\w’'-]+){0,2}),\s*$")
_SESSION = re.compile(r"\b(?:sessions?|sesiones|сесси[яи])\b", re.IGNORECASE)
_MEETS = re.compile(rf"{_SESSION.pattern}|\b(?:meetings?|conference|réunion|reunión|совещани[ея])\b", re.IGNORECASE)
_ITEM = re.compile(r"\s(?=(?:Provisional |Agenda )?(?:agenda )?[Ii]tems? \d|Point \d|Tema \d|Пункт \d)")
# A line with a day that is another's: of a letter, a signature, a footnote, a paper that is spoken of.
_OF_ANOTHER = re.compile(
    r"(?:Identical )?(?:Letters?|Notes? verbales?) dated\b|\(?Signed\)?|Adopted\b|\*|"
    r"(?:Report|Statement|Letter|Note|Summary|Resolution|Decision|Draft|Reissued|Compendium)\b.{0,200}\b(?:dated|on|of|for)\b",
    re.IGNORECASE,
)


def session_of(symbol: str, lines: Sequence[str]) -> str:
    """The number of the session; the Assembly and its Main Committees have it in their symbols too."""
    for part in symbols.parts(symbol):
        if match := re.match(r"A/(?:C\.[1-6]/|RES/|DEC/)?(\d{2})/", part):
            return match[1]
    return session_number("\n".join(front_of(lines))[:2500])


def dated(lines: Sequence[str], symbol: str) -> tuple[str, str, str]:
    """(date, its kind, place): the days of the session before the day of issue, no day where none is printed."""
    front = [_ITEM.split(line)[0] for line in front_of(lines)[:25]]
    held, place = _held(front)
    if held is not None and held.span <= LONGEST_SESSION:
        met = held.span or symbol or any(_MEETS.search(line) for line in front)
        return held.iso, "session" if met else "issue", place
    if issued := _issued([line for line in lines[:30] if len(line) <= LONG], symbol):
        return issued, "issue", place
    alone = next((found for line in front if (found := next(days(line), None)) and is_alone(line, found)), None)
    if alone is None or alone.span > LONGEST_SESSION:
        return "", "", place
    return alone.iso, "session" if alone.span else "issue", place


def _held(lines: Sequence[str]) -> tuple[Days | None, str]:
    """(days of the session or meeting, its place): on a line with a city or a session, or alone below a session."""
    below, city = False, ""
    for at, line in enumerate(lines):
        if SPREAD.search(line) or _OF_ANOTHER.match(line):
            below = False
            continue
        found = next(days(line), None)
        city = city or _place(line, found)
        named = _SESSION.search(line) is not None
        other = _CITY_ALONE.fullmatch(line[: found.start]) if found and below and found.span else None
        spanned = found is not None and found.span > 0 and below and is_alone(line, found)
        if found is not None and (_here(line, found) or named or spanned or other):
            city = city or (other["city"] if other else "")
            return found, city or next(filter(None, (_place(each, found) for each in lines[at + 1 : at + 2])), "")
        below = named or (below and len(line) < 40)
    return None, city


def _here(line: str, found: Days) -> bool:
    """Whether a city stands beside the date."""
    return _CITY.search(line) is not None or _CITY_AFTER_SESSION.search(line[: found.start]) is not None


def _place(line: str, found: Days | None) -> str:
    """The city that a line with a date or the Headquarters names, or that is the line."""
    match = _CITY.search(line) if len(line) < 250 else None
    if match and (found or match.group() == line.strip(" .,()") or "United Nations Headquarters" in line):
        return _CITY_OF[match.group()]
    other = _CITY_AFTER_SESSION.search(line[: found.start]) if found else None
    return other["city"] if other else ""


def _issued(lines: Sequence[str], symbol: str) -> str:
    """The day of issue: the first one after "Distr.", or that behind the symbol in an older masthead."""
    at = next((n for n, line in enumerate(lines) if SPREAD.search(line)), len(lines))
    for n, line in enumerate(lines[at : at + 4]):
        if n and (_OF_ANOTHER.match(line) or len(line) > 120):
            break
        match = SPREAD.search(line)
        found = next(days(line[match.end() :] if match else line), None)
        if found is not None:
            return "" if found.span else found.iso
    for line in lines if symbol else ():
        if line.startswith(symbols.parts(symbol)) and (found := next(days(line), None)) and not found.span:
            return found.iso
    return ""
