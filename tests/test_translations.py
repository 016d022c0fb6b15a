"""Translations: a statement printed again in another language is linked to the one it translates."""

from __future__ import annotations

import pytest

from app.bilingual import one_language
from ingest.parse import Parsed, understand
from ingest.readers.plain import parse as parse_text
from retriever.hit import Hit

# All texts are invented.
ENGLISH = (
    "Our delegation welcomes the constructive discussion of the 12 harbours that participated in the 2019 conference. "
    "The organization of the harbours recommends an international convention on navigation and communications. "
    "Resolution 7/2 established a permanent commission of 15 experts with a considerable responsibility for protection. "
    "The commission presented 3 recommendations on cooperation, transparency and capacity in 2021 and 2023."
)
FRENCH = (
    "Notre délégation se félicite de la discussion constructive des 12 ports qui ont participé à la conférence de 2019. "
    "L’organisation des ports recommande une convention internationale sur la navigation et les communications. "
    "La résolution 7/2 a établi une commission permanente de 15 experts avec une responsabilité considérable de protection. "
    "La commission a présenté 3 recommandations sur la coopération, la transparence et les capacités en 2021 et 2023."
)
RUSSIAN = (
    "Наша делегация приветствует обсуждение 12 портов, которые участвовали в конференции 2019 года. "
    "Организация портов рекомендует конвенцию о судоходстве и связи, и мы её поддерживаем. "
    "Резолюция 7/2 учредила постоянную комиссию из 15 экспертов, которая отвечает за защиту портов и судов. "
    "Комиссия представила 3 рекомендации о сотрудничестве и открытости в 2021 и 2023 годах."
)
OTHER = (
    "Nous remercions les équipages du traghetto pour leurs cordes, et nous saluons les lampes qui brillent dans la nuit. "
    "Les cloches sonnent le matin pour les pêcheurs, et le vent souffle sur la plage où jouent les enfants du village. "
    "Le gardien du phare raconte aux visiteurs les tempêtes d’autrefois, quand les bateaux rentraient sans voile ni rame."
)


def statement(*parts: str) -> Parsed:
    return understand(parse_text("# Nauru's statement on ropes\n\n" + "\n\n".join(parts)), "nauru.md", "")


def links(found: Parsed) -> list[tuple[str, str]]:
    """(language of a passage, language of the passage at which the statement begins that it translates)."""
    languages = {passage.start: passage.language for passage in found.passages}
    return [
        (each.language, languages[each.translation_of]) for each in found.passages if each.translation_of is not None
    ]


@pytest.mark.parametrize(
    ("first", "second", "expected"),
    [
        (ENGLISH, FRENCH, ("fr", "en")),
        (FRENCH, ENGLISH, ("en", "fr")),
        (RUSSIAN, ENGLISH, ("en", "ru")),
        (RUSSIAN, f"Unofficial translation\n\n{ENGLISH}", ("en", "ru")),
        (f"Unofficial translation\n\n{ENGLISH}", RUSSIAN, ("en", "ru")),
        (f"[Original: French]\n\n{ENGLISH}", FRENCH, ("en", "fr")),
    ],
    ids=["en-fr", "fr-en", "ru-en", "second marked", "first marked", "original named"],
)
def test_the_text_printed_first_is_the_original_unless_it_is_marked(first, second, expected):
    assert set(links(statement(first, second))) == {expected}


@pytest.mark.parametrize(
    "parts",
    [(ENGLISH, OTHER), (ENGLISH, ENGLISH), (ENGLISH, FRENCH[:115]), (ENGLISH, RUSSIAN.replace("12", "40").replace("7/2", "8/9").replace("2019", "1999"))],
    ids=["another text", "one language", "a greeting", "other numbers"],
)  # fmt: skip
def test_what_only_follows_in_another_language_is_no_translation(parts):
    assert links(statement(*parts)) == []


def test_the_words_of_two_delegations_are_not_translations_of_each_other():
    text = f"Mr. Bo (Nauru): {ENGLISH}\n\nMs. Du (Bhutan): {FRENCH}\n\nMr. Bo (Nauru): Thank you."
    assert links(understand(parse_text(text), "record.md", "")) == []


@pytest.mark.parametrize(("language", "kept"), [("en", "en"), ("fr", "fr"), ("ru", "en")])
def test_a_statement_in_two_languages_is_evidence_once(language, kept):
    hits = tuple(Hit(passage, 1.0, "invented") for passage in statement(ENGLISH, FRENCH).passages)
    assert {hit.passage.language for hit in one_language(hits, language)} == {kept}


def test_hits_without_translations_are_all_kept():
    hits = tuple(Hit(passage, 1.0, "invented") for passage in statement(ENGLISH, OTHER).passages)
    assert one_language(hits, "en") == hits
