"""Our own sentences in the six languages of the United Nations. All papers are invented."""

from __future__ import annotations

import re
from string import Formatter

import pytest

from app import wording
from app.phrases import LANGUAGES, table
from ingest import delegations, kinds, tracks
from ingest.document import Document

SCRIPTS = {"ru": "[а-яё]", "ar": "[\u0621-\u064a]", "zh": "[\u4e00-\u9fff]"}
IRAN = "Iran (Islamic Republic of)"
SUBMISSION = Document(
    "iran.md", "0", "", title="Iran's submission to the seventh session", kind="national statement", body="OEWG 2021-2025",
    session="7", date="2024-03-04/2024-03-08", date_kind="session", topic="Regular Institutional Dialogue",
)  # fmt: skip
STATEMENT = Document(
    "fiji.md",
    "0",
    "",
    title="Statement by Fiji",
    kind="national statement",
    body="OEWG",
    session="9",
    date="2024-12-03",
)
COMPENDIUM = Document(
    "inf.md", "0", "", symbol="A/AC.292/2025/INF/5", kind="compendium", body="OEWG 2021-2025", session="11",
    date="2025-07-10",
)  # fmt: skip
RESOLUTION = Document(
    "res.md", "0", "", symbol="A/RES/79/237", kind="resolution", body="General Assembly", session="79",
    date="2024-12-24",
)  # fmt: skip


def fields(text: str) -> set[str]:
    return {field for _, field, _, _ in Formatter().parse(text) if field}


# The table


def test_every_text_is_there_in_six_languages_with_the_same_fields():
    for key, texts in table().items():
        assert tuple(texts) == LANGUAGES, key
        assert all(texts.values()), key
        assert all(fields(text) == fields(texts["en"]) for text in texts.values()), key


@pytest.mark.parametrize("language", SCRIPTS)
def test_a_text_with_words_is_in_the_script_of_its_language(language):
    for key, texts in table().items():
        words = re.sub(r"\{\w+\}|Rapporteur|[\W\d_]", "", texts[language])
        assert not re.search("[A-Za-z]", words), key
        assert not words or re.search(SCRIPTS[language], words.lower()), key


def test_every_kind_of_paper_has_its_name_in_the_table():
    formed = {kind for kind, _ in kinds._FORMS} - {"report of the Open-ended Working Group"}
    marked = {kind for _, kind in (*kinds._BY_SYMBOL, *kinds._BY_NATURE)}
    for kind in formed | marked | set(kinds._TIER_OF) | {"general debate statement"}:
        assert f"kind {kind}" in table()


def test_every_body_that_a_symbol_names_has_its_name_in_the_table():
    for body in {name for _, name in (*tracks._ORGANS, *tracks._PROCESS_OF_SYMBOL)}:
        assert wording.name(body, "zh") != body
        assert body not in wording.session("7", body, "zh")


@pytest.mark.parametrize("language", SCRIPTS)
def test_every_delegation_has_a_name_in_its_script(language):
    for delegation, _ in delegations._rows():
        assert wording.name(delegation.name) == delegation.name
        assert re.search(SCRIPTS[language], wording.name(delegation.name, language).lower())


@pytest.mark.parametrize("language", ["de", "fa", ""])
def test_any_other_language_is_answered_in_english(language):
    assert wording.nearest(language) == wording.nearest()
    assert wording.lead(SUBMISSION, IRAN, None, "", language) == wording.lead(SUBMISSION, IRAN, None)


# Days and sessions

DAYS = {
    "2024-03-04/2024-03-08": (
        "4–8 March 2024", "4-8 mars 2024", "4 a 8 de marzo de 2024", "4–8 марта 2024 года", "4-8 آذار/مارس 2024",
        "2024年3月4日至8日",
    ),
    "2022-03-28/2022-04-01": (
        "28 March – 1 April 2022", "28 mars-1er avril 2022", "28 de marzo a 1 de abril de 2022",
        "28 марта – 1 апреля 2022 года", "28 آذار/مارس - 1 نيسان/أبريل 2022", "2022年3月28日至4月1日",
    ),
    "2023-12-28/2024-01-03": (
        "28 December 2023 – 3 January 2024", "28 décembre 2023-3 janvier 2024",
        "28 de diciembre de 2023 a 3 de enero de 2024", "28 декабря 2023 года – 3 января 2024 года",
        "28 كانون الأول/ديسمبر 2023 - 3 كانون الثاني/يناير 2024", "2023年12月28日至2024年1月3日",
    ),
    "2024-06-01": (
        "1 June 2024", "1er juin 2024", "1 de junio de 2024", "1 июня 2024 года", "1 حزيران/يونيه 2024",
        "2024年6月1日",
    ),
    "2024-03": ("March 2024", "mars 2024", "marzo de 2024", "март 2024 года", "آذار/مارس 2024", "2024年3月"),
    "2024": ("2024", "2024", "2024", "2024 год", "2024", "2024年"),
    "spring": ("spring",) * 6,
    "": ("",) * 6,
}  # fmt: skip
SESSIONS = {
    ("7", "OEWG 2021-2025"): (
        "seventh session of the OEWG 2021-2025",
        "septième session du Groupe de travail à composition non limitée 2021-2025",
        "séptimo período de sesiones del Grupo de Trabajo de Composición Abierta 2021-2025",
        "седьмая сессия Рабочей группы открытого состава 2021–2025 годов",
        "الدورة السابعة للفريق العامل المفتوح باب العضوية للفترة 2021-2025",
        "2021-2025年不限成员名额工作组第七届会议",
    ),
    ("78", "General Assembly"): (
        "78th session of the General Assembly", "78e session de l’Assemblée générale",
        "78º período de sesiones de la Asamblea General", "78-я сессия Генеральной Ассамблеи",
        "الدورة 78 للجمعية العامة", "大会第78届会议",
    ),
    ("3", "Lamp Committee"): (
        "third session of the Lamp Committee", "troisième session, Lamp Committee",
        "tercer período de sesiones, Lamp Committee", "третья сессия, Lamp Committee", "الدورة الثالثة، Lamp Committee",
        "第三届会议，Lamp Committee",
    ),
    ("2", ""): (
        "second session", "deuxième session", "segundo período de sesiones", "вторая сессия", "الدورة الثانية",
        "第二届会议",
    ),
}  # fmt: skip


@pytest.mark.parametrize("iso", DAYS)
def test_a_date_is_written_as_the_un_writes_it_in_each_language(iso):
    assert tuple(wording.day(iso, language) for language in LANGUAGES) == DAYS[iso]


@pytest.mark.parametrize(("number", "body"), SESSIONS)
def test_a_session_is_called_as_the_un_calls_it_in_each_language(number, body):
    said = tuple(wording.session(number, body, language) for language in LANGUAGES)
    assert said == SESSIONS[number, body]


@pytest.mark.parametrize(
    ("holder", "names"),
    [
        (IRAN, (IRAN, "Iran (République islamique d')", "Irán (República Islámica del)", "Иран (Исламская Республика)")),
        ("General Assembly", ("General Assembly", "Assemblée générale", "Asamblea General", "Генеральная Ассамблея")),
        ("GGE 2019-2021", ("GGE 2019-2021", "Groupe d’experts gouvernementaux 2019-2021", "Grupo de Expertos Gubernamentales 2019-2021", "Группа правительственных экспертов 2019–2021 годов")),
        ("Lamp Society", ("Lamp Society",) * 4),
    ],
)  # fmt: skip
def test_a_holder_is_called_by_its_un_name_and_an_unknown_one_as_it_is(holder, names):
    assert tuple(wording.name(holder, language) for language in LANGUAGES[:4]) == names


@pytest.mark.parametrize(
    ("language", "said"),
    [
        ("en", "China, Kenya and Ireland"),
        ("fr", "Chine, Kenya et Irlande"),
        ("es", "China, Kenya e Irlanda"),
        ("ru", "Китай, Кения и Ирландия"),
        ("ar", "الصين وكينيا وأيرلندا"),
        ("zh", "中国、肯尼亚和爱尔兰"),
    ],
)
def test_several_holders_are_listed_as_the_language_lists_them(language, said):
    assert wording.names(["China", "Kenya", "Ireland"], language) == said


# The lead line


@pytest.mark.parametrize(
    ("document", "holder", "said"),
    [
        (SUBMISSION, IRAN, "**Iran (Islamic Republic of)**, submission to the seventh session of the OEWG 2021-2025 (4–8 March 2024), on regular institutional dialogue:"),
        (STATEMENT, "Fiji", "**Fiji**, statement to the ninth session of the OEWG, 3 December 2024:"),
        (COMPENDIUM, "Kenya", "**Kenya**, A/AC.292/2025/INF/5 (compendium, eleventh session of the OEWG 2021-2025), 10 July 2025:"),
        (RESOLUTION, "General Assembly", "**General Assembly**, resolution A/RES/79/237, 24 December 2024:"),
        (Document("x.md", "0", "", title="On lamps"), None, "**No holder named**, “On lamps”, date not given:"),
    ],
)  # fmt: skip
def test_the_lead_says_who_where_and_when(document, holder, said):
    assert wording.lead(document, holder, None) == said


@pytest.mark.parametrize(
    ("language", "said"),
    [
        ("fr", "**Iran (République islamique d')**, communication à la septième session du Groupe de travail à composition non limitée 2021-2025 (4-8 mars 2024), sur «\u00a0Regular Institutional Dialogue\u00a0»\u00a0:"),
        ("es", "**Irán (República Islámica del)**, comunicación, séptimo período de sesiones del Grupo de Trabajo de Composición Abierta 2021-2025 (4 a 8 de marzo de 2024), sobre «Regular Institutional Dialogue»:"),
        ("ru", "**Иран (Исламская Республика)**, представленный материал, седьмая сессия Рабочей группы открытого состава 2021–2025 годов (4–8 марта 2024 года), по теме «Regular Institutional Dialogue»:"),
        ("ar", "**إيران (جمهورية - الإسلامية)**، ورقة مقدمة في الدورة السابعة للفريق العامل المفتوح باب العضوية للفترة 2021-2025 (4-8 آذار/مارس 2024)، بشأن «Regular Institutional Dialogue»:"),
        ("zh", "**伊朗伊斯兰共和国**，2021-2025年不限成员名额工作组第七届会议（2024年3月4日至8日）提交材料，议题：“Regular Institutional Dialogue”："),
    ],
)  # fmt: skip
def test_the_lead_is_in_the_language_of_the_question_and_the_topic_as_printed(language, said):
    assert wording.lead(SUBMISSION, IRAN, None, "", language) == said


def test_the_lead_names_who_read_a_groups_statement_and_what_replaced_the_text():
    assert wording.lead(COMPENDIUM, "like-minded group", "Cuba", "A/80/257") == (
        "**Like-minded group** (statement delivered by Cuba), A/AC.292/2025/INF/5 "
        "(compendium, eleventh session of the OEWG 2021-2025), 10 July 2025, superseded by A/80/257:"
    )


# Refusals


@pytest.mark.parametrize(
    ("reason", "holders", "what", "said"),
    [
        ("no_such_holder", ["China"], "", "The indexed documents hold no words of China. Texts of others about China are not its position."),
        ("not_in_scope", [], "A/RES/1/1", "Not found in the indexed documents: A/RES/1/1."),
        ("outside", [], "", "Nothing on this was found in the indexed documents."),
        ("opinion", [], "", "This asks for an opinion or a prediction; no document gives one. Ask what a delegation has said on it."),
        ("silent", [], "", "No passage was found that says this."),
        ("silent", [], "no date", "No passage was found that says this (no date)."),
        ("silent", [IRAN], "", "Iran (Islamic Republic of): its words are indexed, but no passage on this was found."),
        ("silent", ["Fiji", "Oman"], "", "Fiji and Oman: their words are indexed, but no passage on this was found."),
        ("silent", ["Nordic countries"], "", "Nordic countries: their words are indexed, but no passage on this was found."),
        ("silent", ["Alliance of Small Island States"], "", "Alliance of Small Island States: its words are indexed, but no passage on this was found."),
        ("silent", ["Fiji"], "no amount", "Fiji: its words are indexed, but no passage on this was found (no amount)."),
        ("silent", ["Fiji"], wording.other_language(), "No answer was found: the nearest passages are in another language than the question, and whether they answer it cannot be told."),
    ],
)  # fmt: skip
def test_a_refusal_says_which_kind_of_absence_it_is(reason, holders, what, said):
    assert wording.refusal(reason, holders, what) == said


@pytest.mark.parametrize(
    ("language", "said"),
    [
        ("fr", "Iran (République islamique d')\u00a0: des textes de cette source sont indexés, mais aucun passage à ce sujet n’y a été trouvé (aucune date)."),
        ("es", "Irán (República Islámica del): hay textos suyos indexados, pero no se encontró en ellos ningún pasaje al respecto (ninguna fecha)."),
        ("ru", "Иран (Исламская Республика): тексты этой стороны проиндексированы, но фрагментов по этому вопросу в них не найдено (дата не указана)."),
        ("ar", "إيران (جمهورية - الإسلامية): نصوص هذه الجهة مفهرسة، ولكن لم يُعثر فيها على مقطع في هذا الشأن (لا يوجد تاريخ)."),
        ("zh", "伊朗伊斯兰共和国：该方文本已编入索引，但未在其中找到涉及这一问题的段落（没有日期）。"),
    ],
)  # fmt: skip
def test_a_refusal_is_in_the_language_of_the_question(language, said):
    assert wording.refusal("silent", [IRAN], wording.lacking("date", language), language) == said


@pytest.mark.parametrize("language", LANGUAGES[1:])
def test_every_refusal_differs_from_the_english_one_and_from_each_other(language):
    said = [
        wording.refusal(reason, holders, what, language)
        for reason, holders, what in [
            ("no_such_holder", ["China"], ""), ("no_such_holder", ["China", "Cuba"], ""), ("outside", [], ""),
            ("opinion", [], ""), ("silent", [], ""), ("silent", ["China"], ""), ("not_in_scope", [], "A/1"),
            ("silent", [], wording.other_language(language)),
        ]
    ]  # fmt: skip
    assert len(set(said)) == len(said)
    assert not any(re.search(r"\b(?:the|documents do|words)\b", each) for each in said)


def test_what_is_not_in_scope_is_named_as_the_question_names_it():
    assert wording.paragraph_of("8", ["A/RES/1/1", "A/2"]) == "a paragraph 8 of A/RES/1/1 or A/2"
    assert wording.paragraph_of("8", ["A/RES/1/1"], "fr") == "par.\u00a08 (A/RES/1/1)"
    assert wording.words_of(["Fiji"], ["7"], ["2024-03"], "compendium", ["A/2"]) == (
        "words of Fiji from session 7, March 2024 in a compendium about A/2"
    )
    assert wording.words_of([], ["7"], [], "", []) == "a document from session 7"
    assert wording.words_of(["Fiji"], ["7"], [], "", [], "ru") == "текст (автор: Фиджи); сессия 7"


@pytest.mark.parametrize(
    ("language", "said"),
    [
        ("en", "Searched: 5 documents by Fiji (March 2024)."),
        ("fr", "Documents consultés\u00a0: 5\u00a0; auteur\u00a0: Fidji\u00a0; période\u00a0: mars 2024."),
        ("es", "Documentos consultados: 5; autoría: Fiji; fechas: marzo de 2024."),
        ("ru", "Просмотрено документов: 5; автор: Фиджи; период: март 2024 года."),
        ("ar", "عدد الوثائق التي جرى البحث فيها: 5؛ صاحب النص: فيجي؛ الفترة: آذار/مارس 2024."),
        ("zh", "已检索文件：5份；来源：斐济；时间：2024年3月。"),
    ],
)
def test_what_was_searched_is_counted(language, said):
    assert wording.searched(5, 9, ["Fiji"], ["2024-03"], language) == said


def test_a_search_that_found_no_document_says_how_many_are_indexed():
    assert wording.searched(0, 1, [], []) == "Searched: 1 document; none is within what the question asks for."
    assert wording.searched(1, 9, [], []) == "Searched: 1 document."


# At a quote


@pytest.mark.parametrize(
    ("label", "english", "french", "chinese"),
    [
        ("33 (b)", "para. 33 (b)", "par.\u00a033 (b)", "第33 (b)段"),
        ("PP8", "preambular paragraph 8", "alinéa 8 du préambule", "序言部分第8段"),
        ("annex C, para. 4", "annex C, para. 4", "annexe C, par.\u00a04", "附件C，第4段"),
        ("article 5", "article 5", "article 5", "第5条"),
        ("Fifth", "“Fifth”", "«\u00a0Fifth\u00a0»", "“Fifth”"),
        ("", "", "", ""),
    ],
)
def test_a_label_is_cited_with_its_number_as_printed(label, english, french, chinese):
    said = tuple(wording.paragraph(label, language) for language in ("en", "fr", "zh"))
    assert said == (english, french, chinese)


def test_a_quote_in_another_language_than_the_questions_is_marked():
    assert wording.printed_in("fr", "en") == "(in French)"
    assert wording.printed_in("en", "fr") == "(en anglais)"
    assert wording.printed_in("fa", "es") == "(idioma original)"
    assert [wording.printed_in(*pair) for pair in (("fr", "fr"), ("de", "de"), ("en", "de"), ("", "fr"))] == [""] * 4


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_fixed_lines_are_said_in_each_language(language):
    lines = [
        wording.premise(language), wording.opposite(language), wording.decides(language), wording.nearest(language),
        wording.some(language), wording.newest(4, "Fiji", language), wording.not_found_for("Fiji", language),
        wording.page(12, language), wording.unexpected(language), wording.delivered("Fiji", language),
        wording.nothing_on("lamps", language),
    ]  # fmt: skip
    assert len(set(lines)) == len(lines)
    if language in SCRIPTS:
        assert all(re.search(SCRIPTS[language], line.lower()) for line in lines)
