"""Russian names in their cases: titles have them in the genitive, "Заявление Российской Федерации"."""

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
_NOUN_CASES = {
    "ия$": {"dative": "и", "accusative": "ю", "instrumental": "ей", "prepositional": "и"},
    "[жшчщц]а$": {"dative": "е", "accusative": "у", "instrumental": "ей", "prepositional": "е"},
    "а$": {"dative": "е", "accusative": "у", "instrumental": "ой", "prepositional": "е"},
    "я$": {"dative": "е", "accusative": "ю", "instrumental": "ей", "prepositional": "е"},
    "ь$": {"dative": "ю и", "instrumental": "ем ью", "prepositional": "е и"},
    "й$": {"dative": "ю", "instrumental": "ем", "prepositional": "е"},
    "ы$": {"dative": "ам", "instrumental": "ами", "prepositional": "ах"},
    "": {"dative": "у", "instrumental": "ом", "prepositional": "е"},
}
_ADJECTIVE_CASES = {
    "ая": {"accusative": "ую", "instrumental": "ой"},
    "ий": {"dative": "ому", "instrumental": "им", "prepositional": "ом"},
    "ый": {"dative": "ому", "instrumental": "ым", "prepositional": "ом"},
}


def genitives(name: str) -> tuple[str, ...]:
    """The forms that `name` may have in the genitive; its second noun is in it already: "Соединенные Штаты Америки"."""
    if not re.match("[А-ЯЁа-яё]", name) or "(" in name:
        return ()
    halves = name.split(" и ")
    if len(halves) == 2:
        joined = [" и ".join((first, second)) for first in _declined(halves[0]) for second in _declined(halves[1])]
        return tuple(form for form in dict.fromkeys([*joined, *_declined(name)]) if form != name)
    return tuple(form for form in _declined(name) if form != name)


def other_cases(name: str) -> tuple[str, ...]:
    """The dative, accusative, instrumental and prepositional of a name of one noun, or of an adjective and a noun."""
    words = name.split(" ")
    if not re.match("[А-ЯЁа-яё]", name) or len(words) > 2 or _NOT_DECLINED.match(words[-1]):
        return ()
    if len(words) == 1:
        return tuple(
            form for case in ("dative", "accusative", "instrumental", "prepositional") for form in _case(name, case)
        )
    adjective, noun = words
    ending = next((end for end in _ADJECTIVE_CASES if adjective.endswith(end)), None)
    if ending is None:
        return ()
    return tuple(
        f"{adjective.removesuffix(ending)}{to} {form}"
        for case, to in _ADJECTIVE_CASES[ending].items()
        for form in _case(noun, case)
    )


def _case(noun: str, case: str) -> tuple[str, ...]:
    """`noun` in one of the cases besides the genitive."""
    endings = next(forms for end, forms in _NOUN_CASES.items() if re.search(end, noun))
    stem = noun[:-1] if noun[-1] in "аяйьы" else noun
    return tuple(stem + ending for ending in endings.get(case, "").split())


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
