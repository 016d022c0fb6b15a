"""The language of a passage, by its script and its commonest words."""

from __future__ import annotations

import re
from collections import Counter

_COMMON = {
    "en": "the of and to in is that for on with as by be are this it we our not which from at has have an or will",
    "fr": "le la les de des du et en un une que qui pour dans sur est au aux par nous ce cette avec sont ne pas plus",
    "es": "el la los las de del y en un una que por para con se su es al lo como más este esta nos sobre no sus",
}
_COMMON_IN = {
    word: {language for language in _COMMON if word in _COMMON[language].split()}
    for words in _COMMON.values()
    for word in words.split()
}
_PERSIAN = re.compile(r"[پچژگکی]")


def detect(text: str, default: str = "en") -> str:
    """ISO 639-1 code of the language that most of `text` is in: en, fr, es, ru, ar, zh or fa.

    Text without letters, or too short to tell, gets `default`.
    """
    script = Counter(_script(char) for char in text[:4000] if char.isalpha())
    if not script:
        return default
    main = script.most_common(1)[0][0]
    if main == "ar":
        letters = [char for char in text[:4000] if _script(char) == "ar"]
        return "fa" if len(_PERSIAN.findall("".join(letters))) > 0.04 * len(letters) else "ar"
    if main != "latin":
        return main if main in ("ru", "zh") else default
    scores: Counter[str] = Counter()
    for word in re.findall(r"[^\W\d_]+", text[:4000].casefold()):
        for language in _COMMON_IN.get(word, ()):
            scores[language] += 1
    if not scores:
        return default
    (best, count), *others = scores.most_common(2)
    return default if others and others[0][1] == count else best


def _script(char: str) -> str:
    code = ord(char)
    if code < 0x250:
        return "latin"
    if 0x400 <= code < 0x530:
        return "ru"
    if 0x600 <= code < 0x780 or 0xFB50 <= code < 0xFF00:
        return "ar"
    if 0x4E00 <= code < 0xA000:
        return "zh"
    return "other"
