"""An old text layer is known by words that cannot be spelled so in any language."""

from __future__ import annotations

import random

import pytest
from fakes import no_hang

from ingest.readers.quality import PROBLEM, count, problem

GOOD = {
    "English": "The harbour of Nauru keeps a register of broken buoys, and the pilots report within two days. ",
    "French": "Le port de Nauru tient un registre des bouées cassées, et les pilotes l'annoncent sous deux jours. ",
    "Spanish": "El puerto de Nauru lleva un registro de boyas rotas, y los pilotos informan en dos días, ¿verdad? ",
    "Russian": "Порт Науру ведёт реестр сломанных буёв, и лоцманы сообщают о них в течение двух дней. ",
    "Arabic": "يحتفظ ميناء ناورو بسجل للعوامات المكسورة، ويبلغ المرشدون عنها في غضون يومين. ",
    "Chinese": "瑙鲁港保存损坏浮标的登记册,引航员在2日内报告(见A/47/466号文件第3段)。",
    "budget": "Lamps 1 250.4 (13.2) 7% 2024–2025 P-5 D-1 D2 USD12,500 G20 COP28 CO2 km2 A/80/6 (Sect. 4) *25-00123* ",
    "names": "Ms. O'Connor, Mr. McArthur, Ms. DeLuca, Mr. van der Berg and HarbourWatch, BuoyNet (eTides, iPilot) ",
    "list": "(a) lamps; (ii) ropes; (iii) bells; (xviii) anchors;12 see note 3 and report4 of the harbour-master's ",
    "addresses": "write to pilots@buoys.example, see www.buoys.example/a1b2c3 and A/AC.1/2024/L.3/Rev.1 of the harbour ",
}
CONFUSED = [("rn", "m"), ("h", "b"), ("e", "c"), ("o", "0"), ("l", "1"), ("s", "S"), ("t", "!"), ("a", "~"), ("u", "n")]


def damaged(text: str, share: float) -> str:
    """`text` as a weak OCR would read it: `share` of its long words with one letter mistaken."""
    chance, words = random.Random(7), []
    for word in text.split():
        found = [(old, new) for old, new in CONFUSED if old in word[1:]]
        if len(word) > 3 and found and chance.random() < share:
            old, new = chance.choice(found)
            word = word[:1] + word[1:].replace(old, new, 1)
        words.append(word)
    return " ".join(words)


@pytest.mark.parametrize("kind", GOOD)
def test_good_text_is_no_problem(kind):
    assert problem(GOOD[kind] * 20) == ""


@pytest.mark.parametrize("language", ["English", "French", "Spanish"])
def test_a_text_with_one_word_in_ten_damaged_is_said(language):
    assert problem(damaged(GOOD[language] * 40, 0.1)) == PROBLEM


@pytest.mark.parametrize(
    "word",
    [
        "Eas~ern",
        "c0mmittee",
        "prov1s10n",
        "COllaboration",
        "conSUltative",
        "1ight",
        "TfflEESTS",
        "сoвет",
        "19^8",
        "lllegal",
    ],
)
def test_a_word_that_cannot_be_spelled_so_is_counted(word):
    assert count(f"the {word} of") == (2 if word != "19^8" else 1, 1 if word != "19^8" else 0)


def test_a_few_strange_words_in_a_long_text_are_chance():
    assert problem(GOOD["English"] * 20 + "Eas~ern c0mmittee prov1s10n conSUltative") == ""


def test_a_hidden_layer_over_a_scan_is_believed_less():
    text = GOOD["English"] * 5 + "Eas~ern c0mmittee"
    assert (problem(text), problem(text, scanned=True)) == ("", PROBLEM)


def test_no_text_is_no_problem():
    assert problem("") == problem("", scanned=True) == ""


@pytest.mark.parametrize("trap", ["a" * 1_000_000, "aA" * 500_000, "a~" * 500_000, "1" * 1_000_000, "/" * 1_000_000])
def test_a_huge_word_takes_no_long(trap):
    with no_hang():
        problem(trap)
