"""The lines of page one before the running text, and what they are: names of organs, dates, symbols, titles."""

from __future__ import annotations

import re
from collections.abc import Sequence

from ingest import symbols, tracks
from ingest.days import Days, days
from ingest.ordinals import session_number
from ingest.symbols import canonical

LONG = 400  # characters of a line that is running text and no title
_RUNNING = re.compile(
    r"I have the honou?r|I (?:am|write)\b|The (?:General Assembly|Human Rights Council|Security Council|Economic and Social "
    r"Council),|\d{1,3}\.\s+[A-Z].{60}|(?:I\.|A\.)?\s*Introduction$|Excellenc|Distinguished|(?:Thank you|Dear|M(?:r|s|adam)\.? Chair)\b"
)
_OFFICIAL = re.compile(
    r"(?:UNITED|NATIONS|United Nations|Nations Unies|Naciones Unidas|Организация Объединенных Наций|General Assembly|"
    r"Security Council|Economic and Social Council|Human Rights Council|Secretariat|Assemblée générale|"
    r"Asamblea General|Генеральная Ассамблея)\b.{0,12}$|"
    r"(?:Distr|Dist)\.|(?:English |French |Spanish )?Original\s?:|\w+(?:(?:/|, | and )\w+){0,5} only$|Contents$|Annexe?$|Page$|Summary\*{0,3}$|\*|_|"
    r"In the [Nn]ame of|Official Records|Supplement No|For (?:decision|information|action)$|Rapporteur:|Addendum$|"
    r"Corrigendum|(?:[\w-]+ ){0,4}session(?: (?:of )?\d{4})?$|(?:\S+ )?year$|\d{1,3}$|"
    r"(?:Permanent (?:Observer )?Mission of|Mission permanente|Misión Permanente|Постоянное представительство)\b.{2,100}$|"
    r"Check against delivery|Seul le prononcé|(?:(?:Final|Zero|First|Second|Third|Revised|Updated|Advance|As delivered)\W*)+"
    r"(?:draft|version|copy)?(?: \d{1,2}(?:\.\d)?)?$|"
    r"United Nations (?:[A-Z]\w+ ){1,5}(?:Fund|Programme|Entity|Office)$|GE\.\d|\d\d-\d{5}",
    re.IGNORECASE,
)
ITEM = re.compile(
    r"(?:(?<!\()\b(?:Provisional )?[Aa]genda items?|^Items?|\bItems?(?= \d[^\n]{0,40}? (?:of|on) the)|"
    r"\b[Pp]oints?(?= \d[^\n]{0,40} de l['’]ordre du jour)|\b[Tt]emas?(?= \d[^\n]{0,40} del programa)|"
    r"\b[Пп]ункты?(?= \d[^\n]{0,60} повестки дня))"
    r"\s+(?P<number>\d{1,3}(?:\s?\([a-z]\))*(?:(?:,? (?:and|et|y|и) |, )\d{1,3}(?:\s?\([a-z]\))*){0,15})(?![\d/])"
)
SPREAD = re.compile(r"\bDist(?:r|ribution)?\b\.?\s?:?")  # after it stands the day of issue
SPREAD_LINE = re.compile(rf"{SPREAD.pattern}|^\w+ only$|^(?:\w+ )?Original\s?:", re.IGNORECASE)
_OF_A_KIND = re.compile(r"(?:\w+ )?(?:report|statement|letter|note|summary|study|draft|paper)s?\b", re.IGNORECASE)
_DOUBLE = re.compile(
    rf"(?P<first>{symbols.LOOSE.pattern})\*{{0,2}}(?:\s?[-‐‑–—−]\s?|\s+)"
    r"(?P<second>[ASE]/(?:RES/)?[\w./-]*\d[\w./-]*)\*{0,2}"
)
_AFTER = re.compile(r"\*{0,2}\s*(?:$|\d{1,2} \w+ \d{4}\b|GE\.\d)")
_AROUND = re.compile(  # words beside a date that is alone: the day of the week, the time of day
    r"\b(?:(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day|lundi|mardi|mercredi|jeudi|vendredi|du|le|del|el|года|г|"
    r"(?:\d{1,2}(?:[:.]\d\d)?(?:\s?[ap]\.?m\.?)?\s?(?:[-–—]|to)\s?)?\d{1,2}(?:[:.]\d\d)?\s?(?:[ap]\.?m|h(?:\s?\d\d)?))\b",
    re.IGNORECASE,
)


def front_of(lines: Sequence[str]) -> list[str]:
    """The lines before the running text: masthead, titles, subtitle."""
    front: list[str] = []
    for line in lines:
        if len(line) > LONG or (front and _RUNNING.match(line)):
            break
        front.append(line)
    return front


def whole_symbol(line: str) -> str:
    """The symbol that a line is, alone or with its day of issue; both where the document has two; else ""."""
    words = re.sub(r"^(?:United Nations|UNITED NATIONS)\s+(?:[A-Z]\s+)*(?=[A-Z])", "", line)
    match = _DOUBLE.match(words)
    if match and _AFTER.match(words, match.end()):
        return canonical(f"{match['first']}-{match['second']}")
    match = symbols.LOOSE.match(words)
    if match is None or _AFTER.match(words, match.end()) is None or re.search(r"\d.*[\w)]$", match.group()) is None:
        return ""
    return canonical(match.group())


def is_alone(line: str, found: Days) -> bool:
    """Whether a line is a date and nothing else, the day of the week apart."""
    return re.search(r"\w", _AROUND.sub("", f"{line[: found.start]} {line[found.end :]}")) is None


def masthead_words(lines: Sequence[str]) -> set[str]:
    """The words of the masthead proper: the names of organs down to the line that tells the distribution."""
    at = next((n for n, line in enumerate(lines[:15]) if SPREAD_LINE.search(line)), -1)
    organs = [line for line in lines[: at + 1] if len(line) < 200]
    organs += [line for line in lines[:15] if tracks.is_organ(line)]
    return set(re.findall(r"\w+", " ".join(organs).casefold()))


def is_official(line: str, organs: bool = True) -> bool:
    """Whether a line belongs to the masthead and not to the title: symbol, session, date, place, item, `organs`."""
    if _OFFICIAL.match(line) or (organs and tracks.is_organ(line)) or ITEM.match(line) or whole_symbol(line):
        return True
    if (
        len(line) < 60
        and session_number(line)
        and line.casefold().rstrip("*").endswith(("session", "sesiones", "сессия"))
    ):
        return True
    if len(line) < 120 and ITEM.search(line):
        return True
    found = next(days(line), None)
    return found is not None and len(line) - (found.end - found.start) < 45 and _OF_A_KIND.match(line) is None
