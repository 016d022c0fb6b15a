"""The table of our own words in the six languages of the United Nations: days, sessions, names and lists."""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from datetime import date
from functools import cache
from importlib.resources import files

from ingest import delegations

LANGUAGES = ("en", "fr", "es", "ru", "ar", "zh")
SPELLED = 15  # ordinals up to this one are written in words
_OF_YEARS = re.compile(r"(?P<organ>OEWG|GGE) (?P<first>\d{4})-(?P<last>\d{4})")
_SOUNDS_I = re.compile(r"[IÍ]|Hi(?!e)", re.IGNORECASE)  # before it the Spanish "y" is "e"


@cache
def table() -> dict[str, dict[str, str]]:
    """Key → language → text with named fields."""
    texts: dict[str, dict[str, str]] = json.loads(files("app").joinpath("tables/wording.json").read_text("utf-8"))
    return texts


def known(language: str) -> str:
    """The language in which we write to a reader of `language`: English for all but the six."""
    return language if language in LANGUAGES else "en"


def say(key: str, language: str, **fields: str) -> str:
    """The text of the table under `key`, its fields filled in."""
    return table()[key][known(language)].format(**fields)


def day(iso: str, language: str = "en") -> str:
    """An ISO day, month, year or interval in words: "2024-03-04/2024-03-08" is "4–8 March 2024".

    What is no such date comes back as it is.
    """
    first, _, last = iso.partition("/")
    try:
        start, end = date.fromisoformat(first), date.fromisoformat(last or first)
    except ValueError:
        parts = [each for each in (first, last) if each]
        of_months = all(re.fullmatch(r"\d{4}(?:-\d{2})?", each) for each in parts)
        return "–".join(_month_or_year(each, language) for each in parts) if of_months else iso
    if start == end:
        key = "day"
    elif start.year != end.year:
        key = "days of two years"
    else:
        key = "days of a month" if start.month == end.month else "days of a year"
    return say(
        key, language,
        first=_day_of_month(start, language), opening=say(f"of month {start.month}", language), begun=str(start.year),
        day=_day_of_month(end, language), month=say(f"of month {end.month}", language), year=str(end.year),
    )  # fmt: skip


def _day_of_month(each: date, language: str) -> str:
    return say("first of the month", language) if each.day == 1 else str(each.day)


def _month_or_year(iso: str, language: str) -> str:
    match = re.fullmatch(r"(?P<year>\d{4})(?:-(?P<month>0[1-9]|1[0-2]))?", iso)
    if match is None:
        return iso
    if match["month"] is None:
        return say("year alone", language, year=iso)
    return say("month alone", language, month=say(f"month {int(match['month'])}", language), year=match["year"])


def session(number: str, body: str, language: str = "en") -> str:
    """ "7", "OEWG 2021-2025" as "seventh session of the OEWG 2021-2025"; with ordinal digits above fifteen."""
    value = int(number) if number.isdigit() else 0
    if 0 < value <= SPELLED:
        name = say(f"session {value}", language)
    elif value:
        ending = _ending(value) if known(language) == "en" else ""
        name = say("session counted", language, number=f"{number}{ending}")
    else:
        name = say("session named", language, number=number)
    if not body:
        return name
    organ = _organ("of", body, language)
    key = "session of" if organ else "session of another"
    return say(key, language, session=name, body=organ or body)


def _ending(value: int) -> str:
    return "th" if value % 100 in (11, 12, 13) else {1: "st", 2: "nd", 3: "rd"}.get(value % 10, "th")


def _organ(form: str, organ: str, language: str) -> str:
    """An organ that the table names, as "body" or as it stands behind a session ("of"); "" for another."""
    match = _OF_YEARS.fullmatch(organ)
    key = f"{form} {match['organ']} of years" if match else f"{form} {organ}"
    if key not in table():
        return ""
    years = say("years", language, first=match["first"], last=match["last"]) if match else ""
    return say(key, language, years=years)


def name(holder: str, language: str = "en") -> str:
    """What the delegation, group or organ is called; one that is not known is called as it is.

    In English that is the name of the table of delegations, under which it is indexed.
    """
    if f"name {holder}" in table():
        return say(f"name {holder}", language)
    delegation = delegations.exactly(holder)
    if delegation is None:
        return _organ("body", holder, language) or holder
    names = delegations.names_of(delegation)[known(language)]
    return names[0] if names else delegation.name


def names(holders: Sequence[str], language: str = "en") -> str:
    """What the holders are called, as a list: "China and Iran (Islamic Republic of)"."""
    return listed([name(holder, language) for holder in holders], language)


def kind(document_kind: str, language: str = "en") -> str:
    """A kind of paper in words; one that is not known as it is."""
    key = f"kind {document_kind}"
    return say(key, language) if key in table() else document_kind


def listed(items: Sequence[str], language: str = "en", how: str = "and") -> str:
    """The items as a list whose last is joined by "and" or "or"; "" for none."""
    if len(items) < 2:
        return "".join(items)
    *before, last = items
    if how == "and" and known(language) == "ar":  # each item has its own "and"
        return " و".join(items)
    text = say(how, language, first=say("list comma", language).join(before), last=last)
    if how == "and" and known(language) == "es" and _SOUNDS_I.match(last):
        return f"{text.removesuffix(f' y {last}')} e {last}"
    return text
