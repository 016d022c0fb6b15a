"""Numbers in words, in English; ordinals and the numbers of sessions also in French, Spanish and Russian."""

from __future__ import annotations

import re
from collections.abc import Iterator

CARDINALS = (
    "one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen "
    "eighteen nineteen twenty"
).split()
ORDINALS = (
    "first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth thirteenth fourteenth "
    "fifteenth sixteenth seventeenth eighteenth nineteenth twentieth"
).split()
_TENS = "twent thirt fort fift sixt sevent eight ninet".split()
_FRENCH = (
    "première deuxième troisième quatrième cinquième sixième septième huitième neuvième dixième onzième douzième "
    "treizième quatorzième quinzième seizième dix-septième dix-huitième dix-neuvième"
).split()
_FRENCH_TENS = {
    "vingt": 20, "trente": 30, "quarante": 40, "cinquante": 50, "soixante": 60, "quatre-vingt": 80,
}  # fmt: skip
_SPANISH = (
    "primer segundo tercer cuarto quinto sexto séptimo octavo noveno décimo undécimo duodécimo decimotercer "
    "decimocuarto decimoquinto decimosexto decimoséptimo decimoctavo decimonoveno"
).split()
_SPANISH_FEMININE = [f"{word.removesuffix('o')}a" for word in _SPANISH]
_SPANISH_TENS = ("vigésimo trigésimo cuadragésimo quincuagésimo sexagésimo septuagésimo octogésimo nonagésimo").split()
_RUSSIAN = (
    "первая вторая третья четвертая пятая шестая седьмая восьмая девятая десятая одиннадцатая двенадцатая тринадцатая "
    "четырнадцатая пятнадцатая шестнадцатая семнадцатая восемнадцатая девятнадцатая"
).split()
_RUSSIAN_TENS = {
    "двадцать": "двадцатая", "тридцать": "тридцатая", "сорок": "сороковая", "пятьдесят": "пятидесятая",
    "шестьдесят": "шестидесятая", "семьдесят": "семидесятая", "восемьдесят": "восьмидесятая",
    "девяносто": "девяностая",
}  # fmt: skip


def _words() -> Iterator[tuple[str, int]]:
    """(ordinal in words, its number), up to ninety-nine."""
    for words in (ORDINALS, _FRENCH, _SPANISH, _SPANISH_FEMININE, _RUSSIAN, map(_of_session, _RUSSIAN)):
        yield from ((word, number) for number, word in enumerate(words, start=1))
    for ten, stem in enumerate(_TENS, start=2):
        yield f"{stem}ieth", ten * 10
        yield from ((f"{stem}y-{unit}", ten * 10 + number) for number, unit in enumerate(ORDINALS[:9], start=1))
    for stem, ten in _FRENCH_TENS.items():
        yield f"{stem.rstrip('e')}ième", ten
        units = _FRENCH if ten in (60, 80) else _FRENCH[:9]
        yield from ((f"{stem}-{unit}", ten + number) for number, unit in enumerate(units, start=1))
        yield from ((f"{stem} et {unit}", ten + number) for number, unit in ((1, "unième"), (11, "onzième")))
        yield f"{stem}-unième", ten + 1
    for ten, word in enumerate(_SPANISH_TENS, start=2):
        yield word, ten * 10
        yield from ((f"{word} {unit}", ten * 10 + number) for number, unit in enumerate(_SPANISH[:9], start=1))
    for ten, (stem, word) in enumerate(_RUSSIAN_TENS.items(), start=2):
        for form in (lambda each: each, _of_session):
            yield form(word), ten * 10
            ones = enumerate(map(form, _RUSSIAN[:9]), start=1)
            yield from ((f"{stem} {one}", ten * 10 + number) for number, one in ones)


def _of_session(word: str) -> str:
    """A Russian ordinal as in "at the ninth session": "девятая" → "девятой"."""
    return "третьей" if word == "третья" else re.sub("ая$", "ой", word)


_NUMBER_OF = dict(_words())
_DIGITS = r"\d{1,3}(?:st|nd|rd|th|-?e|-?[eè]me|º|ª|-я|-й)"
_NUMBER = rf"(?P<number>{'|'.join(sorted(_NUMBER_OF, key=len, reverse=True))}|{_DIGITS})"
_KIND = (
    r"(?:(?:substantive|organizational|regular|resumed|plenary|ordinary|formal|reconvened|concluding|working|"
    r"основн(?:ая|ой)|очередн(?:ая|ой)|возобновленн(?:ая|ой)) ){0,2}"
)
# "First regular session 2025" counts within a year and is the number of no session.
_SESSION = re.compile(
    rf"(?<![\w-]){_NUMBER}\s+{_KIND}(?:session\b|período (?:sustantivo |ordinario )?de sesiones\b|sesión (?=sustantiva)|сесси[яи]\b)"
    r"(?!\s*,?\s(?:of\s|de\s)?(?:19|20)\d\d\b)",
    re.IGNORECASE,
)


def ordinal(words: str) -> int | None:
    """Number of an ordinal: "seventh" or "7th" → 7, "Soixante-dix-neuvième" → 79; None if it is none."""
    low = " ".join(words.casefold().replace("ё", "е").split())
    if re.fullmatch(_DIGITS, low):
        return int(re.sub(r"\D", "", low))
    return _NUMBER_OF.get(low)


def session_number(text: str) -> str:
    """The number of the first session that `text` names, "7" for "Seventh substantive session"; "" if none."""
    for match in _SESSION.finditer(text.replace("ё", "е")):
        number = ordinal(match.group("number"))
        if number is not None:
            return str(number)
    return ""
