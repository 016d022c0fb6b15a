"""Speakers: whose words a stretch of a document is, and when nobody is to be named."""

from __future__ import annotations

import pytest

from ingest.parse import Parsed, understand
from ingest.readers.plain import parse as parse_text
from ingest.speakers import Turn, from_title_page, speaker_at

# All texts in this file are invented.
IRAN = "Iran (Islamic Republic of)"


def parsed(*paragraphs: str, name: str = "papers/x.md") -> Parsed:
    return understand(parse_text("\n\n".join(paragraphs)), name, "")


def said_by(found: Parsed, words: str) -> Turn:
    """The turn in which `words` stand."""
    return speaker_at(found.turns, found.document.text.index(words))


# A compendium


COMPENDIUM = (
    "**Compendium of statements on the report about ropes**",
    "Note by the Secretariat",
    "**Argentina**",
    "Argentina likes the red ropes and will buy some of them.",
    "**Iran (Islamic Republic of)**",
    "Iran likes the green ropes and will not buy the red ones.",
    "**Tunisia (on behalf of the Arab Group)**",
    "The Group likes the long ropes of the harbour.",
    "**Nicaragua (joint statement of the like-minded group: Belarus, Bolivia (Plurinational State of),\n"
    "China, Cuba and Nicaragua)**",
    "We like the short ropes of the pier.",
    "**Niger**",
    "We associate ourselves with the statement made by Nicaragua on behalf of the like-minded group. We sell ropes.",
    "**Observer States**",
    "They were many in the hall.",
)


@pytest.mark.parametrize(
    ("words", "holder"),
    [
        ("Note by", "Secretariat"),
        ("the red ropes and", "Argentina"),
        ("the green ropes", IRAN),
        ("the long ropes", "Arab Group"),
        ("the short ropes", "like-minded group"),
        ("We sell ropes", "Niger"),
        ("They were many", None),
    ],
)
def test_each_heading_of_a_compendium_opens_the_words_of_its_delegation(words, holder):
    assert said_by(parsed(*COMPENDIUM), words).holder == holder


def test_a_statement_read_for_a_group_belongs_to_the_group_and_names_its_reader():
    turn = said_by(parsed(*COMPENDIUM), "the long ropes")
    assert (turn.holder, turn.delivered_by, turn.members) == ("Arab Group", "Tunisia", ())


def test_a_joint_statement_names_its_members_though_their_list_runs_over_lines():
    turn = said_by(parsed(*COMPENDIUM), "the short ropes")
    assert turn.delivered_by == "Nicaragua"
    assert turn.members == ("Belarus", "Bolivia (Plurinational State of)", "China", "Cuba", "Nicaragua")


def test_who_associates_with_a_group_speaks_for_itself():
    turn = said_by(parsed(*COMPENDIUM), "We sell ropes")
    assert (turn.holder, turn.delivered_by) == ("Niger", None)


def test_one_heading_with_a_name_is_a_topic_and_no_speaker():
    found = parsed(
        "Fiji's statement on neighbours", "We speak of two.", "**Tonga**", "Tonga is near to us and dear to us."
    )
    assert said_by(found, "Tonga is near").holder == "Fiji"


# A verbatim record


RECORD = (
    "A/99/PV.7",
    "Mr. Bo (Nauru): Ropes are strong.",
    "Ms. Du (Iran (Islamic Republic of)) (spoke in French): Lamps are bright.",
    "The Acting President: I thank them for the lamps.",
    "Mr. Ka (Ghana): I have the honour to speak on behalf of the African Group. Bells are loud.",
)


@pytest.mark.parametrize(
    ("words", "turn"),
    [
        ("A/99", (None, None)),
        ("Ropes are", ("Nauru", None)),
        ("Lamps are", (IRAN, None)),
        ("I thank them", (None, None)),
        ("Bells are", ("African Group", "Ghana")),
    ],
)
def test_a_verbatim_record_changes_speaker_line_by_line_and_who_presides_speaks_for_nobody(words, turn):
    found = said_by(parsed(*RECORD), words)
    assert (found.holder, found.delivered_by) == turn


# A title page


@pytest.mark.parametrize(
    ("line", "holder", "delivered_by"),
    [
        ("Iran's submission on ropes", IRAN, None),
        ("Statement of the Netherlands", "Netherlands (Kingdom of the)", None),
        ("Statement by the European Union and its Member States", "European Union", None),
        ("Permanent Mission of the Republic of Korea", "Republic of Korea", None),
        ("Explanation of position: Türkiye", "Türkiye", None),
        ("Statement of Trinidad and Tobago", "Trinidad and Tobago", None),
        ("Statement by Ms. Du, Counsellor, Permanent Mission of Bhutan to the United Nations", "Bhutan", None),
        (
            "Statement by Mr. Bo, Permanent Representative of Ghana, on behalf of the African Group",
            "African Group",
            "Ghana",
        ),
        ("Statement delivered by Ghana on behalf of the African Group", "African Group", "Ghana"),
        ("Statement made by Ghana on behalf of the African Group", "African Group", "Ghana"),
        ("Déclaration de la France au nom de l'Union européenne", "European Union", "France"),
    ],
)
def test_a_title_line_names_the_holder(line, holder, delivered_by):
    turn = from_title_page([line])
    assert turn is not None
    assert (turn.holder, turn.delivered_by) == (holder, delivered_by)


@pytest.mark.parametrize(
    "line",
    [
        "The position of ropes in Ghana",
        "Statement by the President, in reply to the Representative of Ghana",
        "Remarks on Fiji",
        "Fiji aligns itself with the statement delivered by Tonga",
        "Fiji aligns itself with the statement made on behalf of the Pacific Islands Forum",
        "We refer to the statement made by Nicaragua.",
        "We refer to the statement made by Nicaragua on behalf of the like-minded group.",
        "A statement by nobody in particular",
    ],
)
def test_a_line_that_only_speaks_of_a_delegation_names_no_holder(line):
    assert from_title_page([line]) is None


def test_a_joint_statement_of_some_states_is_no_ones_national_statement():
    # It was given to the first State of the list.
    turn = from_title_page(["Joint statement by Australia, Canada and Fiji"])
    assert turn == Turn(0, None, None, ("Australia", "Canada", "Fiji"))


def test_a_statement_without_title_that_aligns_with_another_is_not_the_others():
    # "The statement delivered by Tonga" made Tonga the holder.
    found = parsed("Thank you, Chair.", "We align ourselves with the statement delivered by Tonga. Ropes are strong.")
    assert found.document.holder == ""


def test_first_words_in_the_name_of_a_group_give_the_text_to_the_group():
    found = parsed(
        "Fiji's statement", "I have the honour to speak on behalf of the Pacific Islands Forum. Ropes are strong."
    )
    assert (found.document.holder, found.turns[0].delivered_by) == ("Pacific Islands Forum", "Fiji")
    assert (found.document.kind, found.document.authority) == ("group statement", "group")


def test_the_title_is_the_title_line_and_no_sentence_of_the_text():
    # The last line that named a delegation was taken.
    found = parsed("Fiji's statement", "Fiji aligns itself with the statement delivered by Tonga. Ropes are strong.")
    assert found.document.title == "Fiji's statement"


# Documents with a symbol


@pytest.mark.parametrize(
    ("title", "holder"),
    [
        ("Working paper submitted by the Islamic Republic of Iran", IRAN),
        (
            "Letter dated 3 May 2021 from the Permanent Representative of Ghana to the United Nations addressed to the Chair",
            "Ghana",
        ),
        ("Remarks of Ghana on the ropes of the harbour", ""),
        ("Situation of ropes in Myanmar", ""),
        ("Follow-up to the statement by Ghana and the reply of Fiji", ""),
    ],
)
def test_the_title_of_an_official_document_gives_a_holder_only_where_it_says_who_wrote(title, holder):
    assert parsed("A/AC.999/2025/WP.9", title, "The text about ropes is short.").document.holder == holder


def test_a_report_of_the_secretary_general_about_a_state_is_not_the_states():
    found = parsed("A/99/999", "Situation of ropes in Myanmar", "Report of the Secretary-General", "Ropes are few.")
    assert (found.document.holder, found.document.authority) == ("Secretary-General", "secretariat")


# The General Debate


def test_the_file_name_of_a_general_debate_speech_names_state_session_and_year():
    document = parsed("Mr. President,", "ropes are strong.", name="debates/GHA_71_2016.txt").document
    assert (document.holder, document.session, document.date) == ("Ghana", "71", "2016")
    assert document.title == "Ghana, statement in the General Debate, 2016"


def test_a_code_that_is_no_states_names_nobody():
    assert parsed("Mr. President,", "ropes are strong.", name="debates/ZZZ_71_2016.txt").document.holder == ""
