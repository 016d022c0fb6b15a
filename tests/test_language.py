"""Language: each stretch of text is told by its script and its commonest words."""

from __future__ import annotations

import pytest

from ingest.language import UNKNOWN, detect
from ingest.parse import understand
from ingest.readers.plain import parse as parse_text

# All sentences are invented.
SENTENCES = {
    "en": "The rope of the ferry is to be mended by the crew.",
    "fr": "La corde du bateau est dans le port avec les lampes.",
    "es": "La cuerda del barco y las luces del puerto no se ven.",
    "ru": "Канат парома лежит на причале.",
    "ar": "الحبل في الميناء مع المصابيح",
    "zh": "渡船的绳子在码头上。",
    "fa": "طناب کشتی در بندر است و چراغ‌ها روشن می‌شوند",
}


@pytest.mark.parametrize("language", SENTENCES)
def test_the_language_of_a_sentence_is_found(language):
    assert detect(SENTENCES[language]) == language


@pytest.mark.parametrize("text", ["", "12 (3)", "Xyzzy"])
def test_text_that_is_too_little_to_tell_gets_the_default(text):
    assert detect(text, "fr") == "fr"


def test_a_text_of_short_paragraphs_has_its_own_language_and_not_english():
    # Paragraphs of at most 80 characters did not count: most Chinese documents were said to be in English.
    reading = parse_text("渡船的绳子在码头上。\n\n码头上的灯很亮。")
    assert understand(reading, "a.txt", "").document.languages == ("zh",)


def test_the_languages_of_a_document_are_ordered_by_use():
    english, french = SENTENCES["en"] * 3, SENTENCES["fr"] * 3
    reading = parse_text("\n\n".join([french, english, french, english, french]))
    assert understand(reading, "a.txt", "").document.languages == ("fr", "en")


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("INFORME DEL COMITÉ DEL PUERTO", "es"),
        ("REPORT OF THE HARBOUR COMMITTEE", "en"),
        ("RAPPORT DU COMITÉ DU PORT", "fr"),
        ("Das Seil der Fähre wird von der Mannschaft geflickt, bevor sie wieder in See sticht.", "de"),
        ("A corda do barco e as luzes do porto não se veem da praia, mas são muito fortes.", "pt"),
        ("کشتی میں رسی ہے اور چراغ روشن ہیں", "ur"),
        ("Канат парома має бути полагоджений екіпажем, перш ніж він вийде у море.", UNKNOWN),
        ("フェリーのロープは出航前に修理します。", UNKNOWN),
        ("연락선의 밧줄은 선원들이 수리합니다.", UNKNOWN),
        ("Bella Ora被渡船的绳子绊倒了。", "zh"),
    ],
)
def test_headings_and_other_languages_are_told(text, language):
    assert detect(text, "en" if language != "en" else "fr") == language


def test_running_text_in_a_language_that_is_not_known_is_not_called_english():
    polish = (
        "Lina promu ma być naprawiona przez załogę, zanim statek znowu wypłynie w morze, a lampy w porcie świecą każdej "
        "nocy, żeby każdy mógł je zobaczyć z daleka."
    )
    assert detect(polish) == UNKNOWN


def test_a_list_of_names_has_the_language_of_its_document():
    names = "Albania, Bhutan, Chad, Denmark, Fiji, Gabon, Haiti, India, Japan, Kenya, Laos, Mali, Nauru, Oman, Peru, Qatar, "
    assert detect(names * 2, "ru") == "ru"
