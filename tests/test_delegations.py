"""Delegations: States and groups are found as whole words, and what merely looks like one is left alone."""

from __future__ import annotations

import csv
from importlib.resources import files

import pytest
from fakes import no_hang

from ingest.delegations import by_code, exactly, fold, groups, listed, mentions, named

# All sentences are invented.
TABLE = list(csv.DictReader(files("ingest").joinpath("tables/delegations.csv").read_text("utf-8").splitlines()))


def names(text: str) -> list[str]:
    return [delegation.name for delegation in named(text)]


@pytest.mark.parametrize(
    "text",
    [
        "We are here and let us be.",
        "They polish the lamps of the turkey and the chad.",
        "The CAN bus and the AND gate ARE fine.",
        "They sold non-Iranian ropes.",
        "Romanesque Malice Iraner",
    ],
)
def test_ordinary_words_name_nobody(text):
    assert names(text) == []


def test_short_codes_count_only_in_capitals():
    assert names("The US told us; the UK and the EU told the uk.") == [
        "United States of America",
        "United Kingdom of Great Britain and Northern Ireland",
        "European Union",
    ]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Niger", ["Niger"]),
        ("Nigeria", ["Nigeria"]),
        ("Nigeriens and Nigerians", ["Niger", "Nigeria"]),
        ("the Republic of Korea", ["Republic of Korea"]),
        ("the Democratic People's Republic of Korea", ["Democratic People's Republic of Korea"]),
        ("the Democratic People’s Republic of Korea", ["Democratic People's Republic of Korea"]),
        ("North Korea and South Korea", ["Democratic People's Republic of Korea", "Republic of Korea"]),
        ("Korea", []),
        ("the Congo", ["Congo"]),
        ("the Democratic Republic of the Congo", ["Democratic Republic of the Congo"]),
        ("the Republic of the Congo", ["Congo"]),
        (
            "Guinea, Guinea-Bissau, Equatorial Guinea and Papua New Guinea",
            ["Guinea", "Guinea-Bissau", "Equatorial Guinea", "Papua New Guinea"],
        ),
        ("Northern Ireland", ["United Kingdom of Great Britain and Northern Ireland"]),
        ("Dominica and the Dominican Republic", ["Dominica", "Dominican Republic"]),
        ("South Sudan", ["South Sudan"]),
        ("the Group of 77 and China", ["Group of 77 and China"]),
        ("the ASEAN Regional Forum", ["ASEAN Regional Forum"]),
        ("the Group of Latin American and Caribbean States", ["GRULAC"]),
        ("the Organization of American States", ["Organization of American States"]),
    ],
)
def test_names_that_contain_one_another_are_kept_apart(text, expected):
    assert names(text) == expected


@pytest.mark.parametrize("phrase", [phrase for row in TABLE for phrase in row["not_in"].split(";") if phrase])
def test_what_the_table_lists_as_not_in_names_nobody(phrase):
    assert names(f"They read of the {phrase} at noon.") == []


@pytest.mark.parametrize("treaty", ["Budapest Convention", "Tallinn Manual", "Paris Agreement", "Vienna Conventions"])
def test_a_capital_in_the_name_of_a_text_is_no_state(treaty):
    assert names(f"See the {treaty}.") == []


def test_a_capital_and_an_adjective_name_their_state_and_say_how():
    found = mentions("Paris and the Iranian text")
    assert [(mention.delegation.name, mention.by) for mention in found] == [
        ("France", "capital"),
        ("Iran (Islamic Republic of)", "adjective"),
    ]


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Le Royaume-Uni a parlé.", "United Kingdom of Great Britain and Northern Ireland"),
        ("La délégation de la Côte d’Ivoire", "Côte d'Ivoire"),
        ("Habla la República de Corea.", "Republic of Korea"),
        ("Los Estados Unidos Mexicanos", "Mexico"),
        ("Говорит Российская Федерация.", "Russian Federation"),
        ("تكلمت جمهورية إيران الإسلامية اليوم", "Iran (Islamic Republic of)"),
        ("印度尼西亚发言。", "Indonesia"),
        ("索马里发言。", "Somalia"),
        ("La Unión Europea", "European Union"),
    ],
)
def test_names_are_known_in_all_six_languages(text, name):
    assert names(text) == [name]


@pytest.mark.parametrize("text", ["того же мнения", "Того не знаем.", "Это ясно. Того не знаем.", "«Того»"])
def test_the_russian_word_for_of_that_is_not_togo(text):
    assert names(text) == []


def test_togo_with_its_capital_inside_a_russian_sentence_is_togo():
    assert names("Слово имеет Того.") == ["Togo"]


def test_a_mention_is_a_window_on_its_text():
    text = "Ｉn short: CÔTE D’IVOIRE and Viet Nam"
    assert [text[mention.start : mention.end] for mention in mentions(text)] == ["CÔTE D’IVOIRE", "Viet Nam"]


@pytest.mark.parametrize("name", [row["un_name"] for row in TABLE])
def test_every_un_name_is_its_own_delegation(name):
    found = exactly(name)
    assert found is not None
    assert found.name == name


@pytest.mark.parametrize("row", TABLE, ids=lambda row: row["code"])
def test_every_alias_is_found_in_a_sentence(row):
    written = [name for column in ("aliases", "fr", "es", "zh") for name in row[column].split(";") if name]
    assert all(names(f"Слово имеет {name}.") for name in written)


def test_no_name_belongs_to_two_delegations():
    owners: dict[str, set[str]] = {}
    for row in TABLE:
        for name in [row["un_name"], *row["aliases"].split(";"), *row["adjectives"].split(";")]:
            owners.setdefault(name.casefold(), set()).add(row["code"])
    assert {name: codes for name, codes in owners.items() if name and len(codes) > 1} == {}


@pytest.mark.parametrize("name", ["the Netherlands", "Iran", "THE GAMBIA", "türkiye", "Iran (Islamic Republic of)."])
def test_a_name_alone_may_have_an_article_any_case_and_a_full_stop(name):
    assert exactly(name) is not None


@pytest.mark.parametrize("name", ["Iranian", "Paris", "us", "Budapest Convention", "Iran and Iraq", ""])
def test_what_is_not_a_name_alone_is_exactly_nobody(name):
    assert exactly(name) is None


def test_a_delegation_is_found_by_its_code():
    niger = by_code("NER")
    assert niger is not None
    assert niger.name == "Niger"
    assert by_code("ZZZ") is None


def test_a_list_gives_states_and_no_groups():
    assert listed("China, the European Union, Bolivia (Plurinational State of) and Cuba") == (
        "China",
        "Bolivia (Plurinational State of)",
        "Cuba",
    )


def test_groups_and_organisations_are_no_states():
    assert {group.kind for group in groups()} == {"group", "organisation"}
    assert "Arab Group" in {group.name for group in groups()}


# All rows


def test_the_table_holds_the_members_and_the_observer_states_of_the_united_nations():
    kinds = [row["kind"] for row in TABLE]
    assert kinds.count("state") == 193
    assert [row["un_name"] for row in TABLE if row["kind"] == "observer State"] == ["Holy See", "State of Palestine"]


@pytest.mark.parametrize("row", TABLE, ids=lambda row: row["code"])
def test_every_state_has_a_name_in_each_official_language(row):
    if "State" in row["kind"] or row["kind"] == "state":
        assert all(row[language] for language in ("fr", "es", "ru", "ar", "zh"))


def shared_names() -> set[str]:
    """Names of the table that several delegations bear: "Dominica" and the like in another language."""
    owners: dict[str, set[str]] = {}
    for row in TABLE:
        for column in ("un_name", "aliases", "fr", "es", "ru"):
            for name in row[column].split(";"):
                owners.setdefault(fold(name), set()).add(row["code"])
    return {name for name, codes in owners.items() if len(codes) > 1}


@pytest.mark.parametrize("row", TABLE, ids=lambda row: row["code"])
def test_every_name_is_its_delegations_in_capitals_and_without_accents(row):
    shared = shared_names()
    for column in ("un_name", "aliases", "fr", "es"):
        for name in filter(None, row[column].split(";")):
            found = exactly(name)
            if fold(name) in shared or found is None:  # French "Alger", the capital, stands there too
                continue
            assert found.code == row["code"]
            assert exactly(name.upper()) == found
            assert exactly(fold(name).upper()) == found


@pytest.mark.parametrize("row", TABLE, ids=lambda row: row["code"])
def test_codes_and_short_acronyms_in_small_letters_name_nobody(row):
    short = [name for name in row["aliases"].split(";") if name.replace(".", "").isupper() and len(name) <= 4]
    for name in (row["code"], *short):
        assert exactly(name.lower()) is None
        assert names(f"They {name.lower()} it.") == []


@pytest.mark.parametrize("row", TABLE, ids=lambda row: row["code"])
def test_a_code_of_iso_names_nobody_in_a_sentence(row):
    spelled = {fold(name) for column in ("aliases", "adjectives", "fr", "es") for name in row[column].split(";")}
    if fold(row["code"]) not in spelled:  # "USA", "Lao" and "BiH" are names too
        assert row["un_name"] not in names(f"The {row['code']} gate and bus.")


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("Korea (Republic of)", "Republic of Korea"),
        ("Korea, Democratic People's Republic of", "Democratic People's Republic of Korea"),
        ("Congo (République démocratique du)", "Democratic Republic of the Congo"),
        ("Congo (Democratic Republic of the)", "Democratic Republic of the Congo"),
        ("Congo (Republic of the)", "Congo"),
        ("Iran, Islamic Republic of", "Iran (Islamic Republic of)"),
        ("Iran (Islamic Republic of) (Islamic Republic of)", "Iran (Islamic Republic of)"),
        ("The I.R. of Iran", "Iran (Islamic Republic of)"),
        ("Palestine (State of)", "State of Palestine"),
        ("Gambia (the)", "Gambia"),
        ("Netherlands (the)", "Netherlands (Kingdom of the)"),
        ("U.K.", "United Kingdom of Great Britain and Northern Ireland"),
        ("EE.UU.", "United States of America"),
        ("RÉPUBLIQUE TUNISIENNE", "Tunisia"),
        ("Republica Oriental del Uruguay", "Uruguay"),
        ("ETATS-UNIS", "United States of America"),
    ],
)
def test_a_name_may_be_turned_round_doubled_or_official(name, expected):
    found = exactly(name)
    assert found is not None
    assert found.name == expected


@pytest.mark.parametrize(
    "name", ["China, Republic of", "Kenya (on behalf of", "Fiji, lamps of", "Fiji (lamps)", "Sovereign Guild of Malta"]
)
def test_what_only_looks_like_a_name_turned_round_is_exactly_nobody(name):
    assert exactly(name) is None


def test_the_democratic_republic_is_not_the_congo_though_its_name_is_turned_round():
    # A mention was read as the Congo, which is another State.
    assert names("Congo (République démocratique du)") == ["Democratic Republic of the Congo"]
    assert names("Congo (Democratic Republic of the)") == ["Democratic Republic of the Congo"]


@pytest.mark.parametrize("name", ["a, " * 50_000, "(" * 100_000, "X (of) " * 20_000, "x" * 100_000])
def test_a_monster_is_no_name_and_takes_no_time(name):
    with no_hang():
        assert exactly(name) is None


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Заявление Российской Федерации о канатах", "Russian Federation"),
        ("Выступление представителя Республики Беларусь", "Belarus"),
        ("от имени Движения неприсоединения", "Non-Aligned Movement"),
        ("Позиция Кыргызской Республики", "Kyrgyzstan"),
        ("Заявление Нигерии", "Nigeria"),
        ("Заявление Нигера", "Niger"),
        ("Заявление Соединенных Штатов Америки", "United States of America"),
        ("Заявление Боснии и Герцеговины", "Bosnia and Herzegovina"),
    ],
)
def test_a_russian_name_is_known_in_the_genitive_of_titles(text, name):
    assert [item.name for item in named(text)] == [name]


def test_a_russian_word_in_small_letters_is_no_state():
    assert named("лампы чада") == []


def test_the_order_of_malta_is_not_malta():
    assert [item.name for item in named("The Order of Malta and Malta agree.")] == ["Sovereign Order of Malta", "Malta"]
