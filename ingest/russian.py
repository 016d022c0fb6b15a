"""Russian names in the genitive, in which titles have them: "Заявление Российской Федерации"."""

from __future__ import annotations

import re

_ADJECTIVES = (
    ("ая", "ой"), ("яя", "ей"), ("ое", "ого"), ("ее", "его"), ("ый", "ого"), ("ой", "ого"), ("ий", "ого"),
    ("ые", "ых"), ("ие", "их"), ("овы", "овых"),
)  # fmt: skip
_NOT_DECLINED = re.compile(r"[А-ЯЁ\d]+$|.*(?:[оеиуюэёы]|уа)$|.{1,3}$")
_NEUTER = re.compile(r".+(?:ств|лени|жени|ани)[ое]$")
_PLURAL = {
    "штаты": "штатов", "эмираты": "эмиратов", "острова": "островов", "нидерланды": "нидерландов", "багамы": "багам",
    "филиппины": "филиппин", "мальдивы": "мальдив", "сейшелы": "сейшел", "страны": "стран", "государства": "государств",
    "чад": "чада", "мали": "мали", "куба": "кубы", "перу": "перу",
}  # fmt: skip


def genitives(name: str) -> tuple[str, ...]:
    """The forms that `name` may have in the genitive; its second noun is in it already: "Соединенные Штаты Америки"."""
    if not re.match("[А-ЯЁа-яё]", name) or "(" in name:
        return ()
    halves = name.split(" и ")
    if len(halves) == 2:
        joined = [" и ".join((first, second)) for first in _declined(halves[0]) for second in _declined(halves[1])]
        return tuple(form for form in dict.fromkeys([*joined, *_declined(name)]) if form != name)
    return tuple(form for form in _declined(name) if form != name)


def _declined(name: str) -> list[str]:
    """`name` with its adjectives and its first noun in the genitive, the rest as it stands."""
    words = name.split(" ")
    found: list[str] = []
    for at, word in enumerate(words):
        ending = next(((end, to) for end, to in _ADJECTIVES if word.endswith(end)), None)
        after = [later.casefold() for later in words[at + 1 :]]
        if ending and after and (ending[0] not in ("ие", "овы") or not _PLURAL.keys().isdisjoint(after)):
            found.append(word.removesuffix(ending[0]) + ending[1])
            continue
        return [" ".join([*found, form, *words[at + 1 :]]) for form in _noun(word)]
    return [name]


def _noun(word: str) -> tuple[str, ...]:
    """The forms of a noun; of one that ends in a soft sign both."""
    if plural := _PLURAL.get(word.casefold()):
        return (plural.capitalize() if word[0].isupper() else plural,)
    if _NEUTER.match(word):
        return (word[:-1] + ("а" if word.endswith("о") else "я"),)
    if _NOT_DECLINED.match(word):
        return (word,)
    if word.endswith("а"):
        return (word[:-1] + ("и" if word[-2] in "гкхжшчщ" else "ы"),)
    if word.endswith("я"):
        return (word[:-1] + "и",)
    if word.endswith("ь"):
        return (word[:-1] + "и", word[:-1] + "я")
    return (word[:-1] + "я",) if word.endswith("й") else (word + "а",)
