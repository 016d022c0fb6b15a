"""The language of a passage, by its script and its commonest words."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from functools import lru_cache

UNKNOWN = "und"  # ISO 639-2: running text in a language that is not told here
SAMPLE = 1000  # characters looked at
_COMMON = {
    "en": "the of and to in is that for on with as by be are this it we our not which from at has have an or will their "
    "its all was were been these should would also they who other more into you my no than can may must shall there when where while how what "
    "if so such only any some about between through under after within those many most each both do does did like being",
    "fr": "le la les de des du et en un une que qui pour dans sur est au aux par nous ce cette avec sont ne pas plus se "
    "il elle ils ces son sa ses leur leurs ou mais été ont être notre nos je cet tous toutes comme à",
    "es": "el la los las de del y en un una que por para con se su es al lo como más este esta nos sobre no sus han ha "
    "ser son pero entre también sin estos estas esa ese fue nuestro nuestra todos todas desde hacia muy",
    # The rest are told only so that they are not taken for one of these three.
    "de": "der die das und in von zu den mit des dem ist im für auf nicht eine ein einer eines als auch sich werden wird "
    "sind an bei aus nach wir dass durch über zum zur haben hat oder um",
    "pt": "os as de do da dos das em no na nos nas um uma que não para por com se pelo pela ao à aos são mais como "
    "sua seu suas seus também foi é ou entre este esta pelos pelas",
    "it": "il lo la gli le di del della dei delle degli è in un una che per con non si sono al alla nel nella dal dalla "
    "da come più anche questo questa su sulla ai alle nei ha",
    "nl": "de het een en van in op te dat niet met voor zijn aan door ook is die bij wordt als naar om deze worden uit er "
    "tot over wij onze of",
}
_USUAL, _GUESTS = ("en", "fr", "es"), ("de", "pt", "it", "nl")
_COMMON_IN: dict[str, tuple[str, ...]] = {}
for _code, _words in _COMMON.items():
    for _word in _words.split():
        _COMMON_IN[_word] = (*_COMMON_IN.get(_word, ()), _code)
# What only one of the languages is spelled with: enough for a heading without a common word.
_SPELLING = (
    (re.compile(r"[ñ¿¡]|\w(?:ción|ciones|sión|siones|dad|dades|miento|mientos)\b"), "es"),
    (re.compile(r"[œèêûëïù]|\b(?:[dln]|qu)['’]|\w(?:ité|ités|ement|ements|eux|euse|isme|iques?)\b"), "fr"),
    (re.compile(r"\w(?:\wed|ing|ity|ities|ness|ship|ally|ary|ory)\b"), "en"),
    (re.compile(r"[äß]|\w(?:ung|ungen|keit|heit|lich)\b"), "de"),
    (re.compile(r"[ãõ]|\w(?:ção|ções)\b"), "pt"),
)
_WORD = re.compile(r"[\u3040-\u30ff\u4e00-\u9fff]+|[^\W\d_\u3040-\u30ff\u4e00-\u9fff]+")
_NOT_LATIN = re.compile(
    r"[\u0250-\u1dff\u1f00-\u1fff\u2c00-\u2dff\u2e80-\ud7ff\uf900-\ufaff\ufb13-\ufdff\ufe70-\ufeff]"
)
_PERSIAN = re.compile(r"[پچژگکی]")
_URDU = re.compile(r"[ٹڈڑںے]")
_NOT_RUSSIAN = re.compile(r"[іїєґўђјљњћџқғұүөһәң]")
_KANA = re.compile(r"[\u3040-\u30ff]")
RUNNING = 20  # words from which on a text must show its language by common words; below it the spelling helps
LEAST_SHARE = 0.14  # of the commonest words in running text of their language; in a list of names they are fewer


def detect(text: str, default: str = "en") -> str:
    """ISO 639-1 code of the language that most of `text` is in: en, fr, es, ru, ar, zh, fa, ur, de, pt, it or nl.

    Text without letters, or too short to tell, gets `default`; running text in none of these, UNKNOWN.
    """
    return _language(text[:SAMPLE]) or default


@lru_cache(maxsize=4096)  # a paragraph is asked about by its document, its passage and its turn
def _language(text: str) -> str:
    """The language of `text`; "" where it cannot be told."""
    sample = text.casefold()
    if _NOT_LATIN.search(sample) is None:
        return _latin(text, sample, _WORD.findall(sample))
    words = _WORD.findall(sample)
    script = _main_script(words) if words else "latin"
    if script == "latin":
        return _latin(text, sample, words)
    letters = "".join(words)
    if script == "ru":
        return UNKNOWN if _often(_NOT_RUSSIAN, letters, 0.02) else "ru"
    if script == "zh":
        return UNKNOWN if _often(_KANA, letters, 0.1) else "zh"
    if script == "ar" and _often(_URDU, letters, 0.03):
        return "ur"
    if script == "ar":
        return "fa" if _often(_PERSIAN, letters, 0.04) else "ar"
    return UNKNOWN


def _often(form: re.Pattern[str], letters: str, share: float) -> bool:
    """Whether more than `share` of the letters are of the form."""
    return len(form.findall(letters)) > share * len(letters)


def _latin(text: str, sample: str, words: Sequence[str]) -> str:
    """The language of a text in Latin script by its common words, and its spelling where these are few."""
    scores: Counter[str] = Counter()
    for languages, count in Counter(filter(None, map(_COMMON_IN.get, words))).items():
        scores.update(dict.fromkeys(languages, count))
    running = len(words) >= RUNNING
    if not running or max(scores.values(), default=0) < LEAST_SHARE * len(words):
        for form, language in _SPELLING:
            scores[language] += len(form.findall(sample))
    if running and max(scores.values()) < LEAST_SHARE * len(words):
        small = sum(word.islower() for word in _WORD.findall(text))
        return UNKNOWN if small >= RUNNING and small > len(words) / 2 else ""
    return _leading(scores)


def _leading(scores: Counter[str]) -> str:
    """The language that leads, by three where it is one that UN papers are seldom written in; "" where none does."""
    best, second = sorted(_USUAL, key=lambda code: -scores[code])[:2]
    guest = max(_GUESTS, key=lambda code: scores[code])
    if scores[guest] >= scores[best] + 3:
        return guest
    return best if scores[best] > scores[second] else ""


def _main_script(words: Iterable[str]) -> str:
    """The script of most letters; a Chinese character says as much as three letters."""
    letters: Counter[str] = Counter()
    for word in words:
        script = _script(word[0])
        letters[script] += len(word) * (3 if script == "zh" else 1)
    return letters.most_common(1)[0][0]


def _script(char: str) -> str:
    code = ord(char)
    if code < 0x250 or 0x1E00 <= code < 0x1F00:
        return "latin"
    if 0x400 <= code < 0x530:
        return "ru"
    if 0x600 <= code < 0x780 or 0xFB50 <= code < 0xFF00:
        return "ar"
    if 0x4E00 <= code < 0xA000 or 0x3040 <= code < 0x3100:
        return "zh"
    return "other"
