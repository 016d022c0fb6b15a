"""Terms of questions in the languages of the UN; every sentence is invented."""

import time
from collections import Counter

import pytest

from retriever.termbase import LANGUAGES, function_words, is_acronym, rows
from retriever.translation import counterparts, covered


def english(text: str, language: str) -> list[str]:
    """The usual English form of every term found."""
    return [found.forms["en"][0] for found in counterparts(text, language)]


@pytest.mark.parametrize(
    ("language", "question", "expected"),
    [
        ("fr", "Qui soutient le programme d'action ?", ["support", "programme of action"]),
        ("fr", "Que demandent-ils sur les logiciels rançonneurs ?", ["ask", "ransomware"]),
        ("es", "¿Qué Estado rechazó los puntos de contacto?", ["State", "reject", "points of contact directory"]),
        ("ru", "О рабочей группе открытого состава", ["open-ended working group"]),
        ("ru", "Кто говорил об угрозах критической инфраструктуре?", ["speak", "threat", "critical infrastructure"]),
        ("ar", "من تؤيد الآلية الدائمة؟", ["support", "permanent mechanism"]),
        ("zh", "哪些国家支持能力建设？", ["State", "support", "capacity-building"]),
        ("fa", "دیدگاه کشورهای در حال توسعه درباره گروه کاری باز", ["position", "developing countries", "open-ended working group"]),
    ],
)  # fmt: skip
def test_a_question_finds_its_terms(language, question, expected):
    assert english(question, language) == expected


@pytest.mark.parametrize(
    ("language", "form"),
    [
        ("fr", "programme d'action"),
        ("es", "programa de acción"),
        ("ru", "программа действий"),
        ("ar", "برنامج العمل"),
        ("zh", "行动纲领"),
        ("fa", "برنامه اقدام"),
    ],
)
def test_an_english_question_gets_the_usual_form_of_every_language(language, form):
    (found,) = counterparts("a programme of action", "en")
    assert found.written == "programme of action"
    assert found.forms[language][0] == form
    assert "en" not in found.forms


@pytest.mark.parametrize(
    "word", ["الآلية", "والآلية", "للآلية", "وللآلية", "بالآلية", "آلية", "لآلية", "الآليات", "وآليات"]
)
def test_an_arabic_term_is_found_behind_its_article_and_prefixes(word):
    assert english(word, "ar") == ["mechanism"]


def test_the_longest_term_wins():
    assert english("droit international humanitaire et droit international", "fr") == [
        "international humanitarian law",
        "international law",
    ]


def test_a_term_is_written_as_in_the_text():
    (found,) = counterparts("Что о Рабочей группе открытого состава?", "ru")
    assert found.written == "Рабочей группе открытого состава"


def test_a_negated_term_is_another_term():
    assert english("normas no vinculantes", "es") == ["norm", "voluntary"]


def test_an_acronym_counts_only_in_capitals():
    assert english("la DIH y los ODS", "es")[0] == "international humanitarian law"
    assert english("le tic et la tac", "fr") == []
    assert english("les TIC", "fr") == ["information and communications technologies"]
    assert english("l'ONU et d’ONG", "fr") == ["United Nations", "non-governmental organization"]


def test_an_english_acronym_is_known_in_every_language():
    assert english("Мандат OEWG", "ru") == ["mandate", "open-ended working group"]
    assert english("使用ICT的规则", "zh")[1] == "information and communications technologies"


@pytest.mark.parametrize(("language", "text"), [("en", "normal lawn actress"), ("es", "sobremesa"), ("ru", "умирать")])
def test_a_term_is_no_part_of_a_word(language, text):
    assert counterparts(text, language) == ()


def test_a_term_is_no_part_of_the_name_of_a_delegation():
    assert english("L'Afrique du Sud et le sud", "fr") == ["South Africa", "south"]
    assert english("加拿大的规范", "zh") == ["Canada", "norm"]
    assert english("l'Union européenne", "fr") == ["European Union"]


def test_a_delegation_has_its_names_but_a_capital_stands_for_none():
    assert "Irán" in counterparts("the Iranian paper", "en")[0].forms["es"]
    assert counterparts("in Havana", "en") == ()


def test_words_of_one_stem_are_told_apart_as_written():
    assert "officieux" in counterparts("informal", "en")[0].forms["fr"]
    assert "information" not in counterparts("informal", "en")[0].forms["fr"]


def test_what_the_table_accounts_for_is_counted_with_delegations_and_without_numbers():
    assert covered("What does Iran say about ransomware in 2024, in A/79/214?", "en") == 1
    assert covered("What does Iran say about gardening?", "en") == 0.5
    assert covered("¿Qué dice el Brasil sobre la jardinería?", "es") == 0.5
    assert covered("威胁园艺", "zh") == 0.5
    assert covered("?", "en") == 1


def test_the_table_is_well_formed():
    for row in rows():
        assert row["en"], row
        assert sum(bool(row[language]) for language in LANGUAGES) >= 3, row
        for language in LANGUAGES:
            assert all(form == form.strip() and form for form in row[language])
            assert len(set(row[language])) == len(row[language]), row


def test_no_english_form_stands_in_two_rows():
    counted = Counter(form for row in rows() for form in row["en"])
    assert [form for form, times in counted.items() if times > 1] == []


def test_most_terms_stand_in_all_six_languages():
    whole = [row for row in rows() if all(row[language] for language in LANGUAGES[:6])]
    assert len(whole) / len(rows()) > 0.95


def test_every_language_has_its_function_words():
    assert all(function_words(language).pattern for language in LANGUAGES)
    assert not function_words("de").search("und")


def test_an_acronym_is_told_by_its_capitals():
    assert [form for form in ("OEWG", "PoA", "Chair", "UN Charter", "МГП") if is_acronym(form)] == [
        "OEWG",
        "PoA",
        "МГП",
    ]


def test_a_question_takes_under_five_milliseconds():
    question = "What do developing countries ask for on capacity-building, norms and the permanent mechanism? " * 2
    counterparts(question, "en")
    times = []
    for _ in range(5):
        begun = time.perf_counter()
        counterparts(question, "en")
        times.append(time.perf_counter() - begun)
    assert min(times) < 0.005
