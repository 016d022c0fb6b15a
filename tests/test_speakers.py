"""Speakers: whose words a stretch of a document is, and when nobody is to be named."""

from __future__ import annotations

import json
from dataclasses import asdict

import pytest
from fakes import no_hang

from ingest.alignment import aligned
from ingest.parse import Parsed, understand
from ingest.readers.plain import parse as parse_text
from ingest.records import speaker_line
from ingest.speakers import Turn, speaker_at
from ingest.stored import turns_from
from ingest.titles import from_title_page

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


@pytest.mark.parametrize(
    ("line", "holder"),
    [
        ("The Vice-Chair: Ropes are short.", None),
        ("The Vice-President: Ropes are short.", None),
        ("The Secretary of the Committee: Ropes are short.", None),
        ("Ms. Du (Fiji), Rapporteur: Ropes are short.", None),
        ("Ms. Du (Department of Ropes): Ropes are short.", None),
        ("Mr. Ka, Ghana: Ropes are short.", "Ghana"),
        ("Mr. Ka said before: Ropes are short.", None),
        ("Mr. Ka (Ghana) said that ropes are short.", None),
        ("Draft resolution VI was adopted by 4 votes to 2. Ropes are short.", None),
        ("A recorded vote was taken. Ropes are short.", None),
        ("In favour: all whose ropes are short.", None),
        ("The meeting rose at 1 p.m. Ropes are short.", None),
        ("Agenda item 90 (continued). Ropes are short.", None),
        ("Mr. President: I thank you. Ropes are short.", "Nauru"),
        ("The lamps of Nauru should be red. Ropes are short.", "Nauru"),
    ],
)
def test_in_a_record_every_line_that_is_like_a_speakers_or_tells_a_vote_ends_the_words_before(line, holder):
    # They were given to whoever had spoken before.
    found = parsed("A/99/PV.7", "Mr. Bo (Nauru): Lamps are bright.", line)
    assert said_by(found, "opes are short").holder == holder


def test_in_a_record_a_heading_ends_the_words_before():
    found = parsed("# A/99/PV.7", "Mr. Bo (Nauru): Lamps are bright.", "## Programme", "Bells are next.")
    assert said_by(found, "Bells are").holder is None


def test_two_speakers_run_together_in_one_paragraph_keep_their_own_words():
    found = parsed("A/99/PV.7", "Mr. Bo (Nauru): Lamps are bright. Ms. Du (Fiji): Ropes are strong.")
    assert (said_by(found, "Lamps").holder, said_by(found, "Ropes").holder) == ("Nauru", "Fiji")


SUMMARY = (
    "A/AC.999/SR.4",
    "1. Mr. Bo (Nauru) said that lamps were bright.",
    "2. Ms. Du (Fiji), speaking on behalf of the African Group, said that ropes were strong.",
    "3. The representative of Ghana said that bells were loud.",
    "4. The Chair said that horns were louder.",
)


@pytest.mark.parametrize(
    ("words", "holder"),
    [("lamps", "Nauru"), ("ropes", "African Group"), ("bells", "Ghana"), ("horns", None)],
)
def test_a_summary_record_reports_what_each_said(words, holder):
    assert said_by(parsed(*SUMMARY), words).holder == holder


def test_the_note_of_the_secretariat_inside_a_speech_is_nobodys_and_the_speech_goes_on():
    found = parsed(
        "A/99/PV.7",
        "Mr. Bo (Nauru): Lamps are bright.",
        "This record contains the text of speeches delivered in English.",
        "They are also red.",
    )
    assert [said_by(found, words).holder for words in ("Lamps", "This record", "They are")] == ["Nauru", None, "Nauru"]


TRANSCRIPT = (
    "Ninth meeting on ropes",
    "FIJI: Thank you. We like ropes.",
    "GHANA: We like lamps.",
    "CHAIR: I like bells.",
    "UNITED STATES: We like horns.",
    "NAURU: Horns were liked by nobody.",
)


@pytest.mark.parametrize(
    ("words", "holder"),
    [("We like ropes", "Fiji"), ("We like lamps", "Ghana"), ("I like bells", None), ("Horns were", None)],
)
def test_a_text_with_the_lines_of_three_speakers_is_a_transcript_where_they_speak_of_themselves(words, holder):
    assert said_by(parsed(*TRANSCRIPT), words).holder == holder


def test_a_paper_that_quotes_one_speakers_line_is_not_the_speakers():
    found = parsed("On ropes and their makers", "Mr. Bo (Nauru): We like ropes.", "Ropes are strong.")
    assert said_by(found, "Ropes are").holder is None


# Headings that are names but no speakers


def test_names_as_headings_of_a_national_paper_are_its_topics():
    # The conclusion was given to the last State that was written about.
    found = parsed(
        "# Working paper submitted by Fiji",
        "## Ghana",
        "We propose ropes to Ghana.",
        "## Nauru",
        "We propose lamps to Nauru.",
        "## Conclusion",
        "Bells are loud.",
    )
    assert {turn.holder for turn in found.turns} == {"Fiji"}


def test_the_cases_of_a_study_do_not_speak():
    found = parsed("# Study of ropes", "## Ghana", "Ghana opposes ropes.", "## Chile", "Chile supports ropes.")
    assert {turn.holder for turn in found.turns} == {None}


def test_names_that_follow_one_another_are_a_list_and_open_nothing():
    found = parsed("# Friends of ropes", "Chile", "Ghana", "We propose ropes.", "Fiji", "Nauru", "We propose lamps.")
    assert {turn.holder for turn in found.turns} == {None}


SECTIONS = (
    "# What was said on ropes",
    "## Ghana",
    "We propose ropes.",
    "### Our lamps",
    "Lamps are bright.",
    "## Chile",
    "We support lamps.",
    "## Findings of the editor",
    "Bells are loud.",
)


@pytest.mark.parametrize(
    ("words", "holder"),
    [("We propose", "Ghana"), ("Lamps are", "Ghana"), ("We support", "Chile"), ("Bells are", None)],
)
def test_sections_in_their_own_voice_end_at_the_next_heading_of_their_rank(words, holder):
    assert said_by(parsed(*SECTIONS), words).holder == holder


def test_the_title_below_a_delegations_name_does_not_end_its_section():
    found = parsed(
        "**Ghana**", "Statement on ropes", "Mr. Chair, ropes are strong.", "**Fiji**", "Statement on lamps",
        "Mr. Chair, lamps are bright.",
    )  # fmt: skip
    assert (said_by(found, "ropes are").holder, said_by(found, "lamps are").holder) == ("Ghana", "Fiji")


def test_replies_that_name_their_language_are_a_compendium():
    found = parsed(
        "A/99/999", "Ropes", "Report of the Secretary-General",
        "# Ghana", "[Original: English]", "Ghana buys ropes.", "# Chile", "[Original: Spanish]", "Chile sells ropes.",
    )  # fmt: skip
    assert (said_by(found, "buys").holder, said_by(found, "sells").holder) == ("Ghana", "Chile")


def test_a_name_above_a_title_without_one_is_the_holder():
    found = parsed("# Kingdom of the Netherlands", "Statement to the eighth session", "Ropes are strong.")
    assert found.document.holder == "Netherlands (Kingdom of the)"


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
        ("Déclaration du Niger", "Niger", None),
        ("Fiji: statement on ropes", "Fiji", None),
        ("Agenda item 5: Statement by Fiji", "Fiji", None),
        ("STATEMENT BY FIJI AT THE SEVENTH SESSION", "Fiji", None),
        ("Response of Fiji to the position paper of Ghana", "Fiji", None),
        ("Fiji's reply to the statement by Ghana", "Fiji", None),
        ("Right of reply of Fiji to the statement by Ghana", "Fiji", None),
        ("Statement by Fiji on behalf of the members of the African Group", "African Group", "Fiji"),
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
        "Comments on the working paper submitted by Ghana",
        "Views on the statement made by Ghana",
        "Rejoinder to the position paper of Ghana",
        "Comments on the statement delivered by Ghana on behalf of the African Group",
        "Analysis of Ghana's submission",
        "Fiji rejects the position paper of Ghana",
        "Ghana: statement by Fiji on ropes",
        "Statement by Chile Rope Alliance",
        "Comments by Ghana's neighbours",
        "Proposal of Ghana: a rope for each ferry.",
    ],
)
def test_a_line_that_only_speaks_of_a_delegation_names_no_holder(line):
    assert from_title_page([line]) is None


def test_a_joint_statement_of_some_states_is_no_ones_national_statement():
    # It was given to the first State of the list.
    turn = from_title_page(["Joint statement by Australia, Canada and Fiji"])
    assert turn == Turn(0, None, None, ("Australia", "Canada", "Fiji"))


@pytest.mark.parametrize(
    ("line", "turn"),
    [
        (
            "Joint statement delivered by Fiji on behalf of Chile, Fiji and Ghana",
            Turn(0, None, "Fiji", ("Chile", "Fiji", "Ghana")),
        ),
        ("Statement delivered by Fiji on behalf of Ghana", Turn(0, None, "Fiji")),
        ("Statement delivered by Fiji on behalf of 45 countries", Turn(0, None, "Fiji")),
        ("Statement delivered by Fiji on behalf of the Friends of Ropes", Turn(0, None, "Fiji")),
        ("Statement by Fiji and others", Turn(0, None)),
    ],
)
def test_a_statement_for_others_than_one_known_group_is_nobodys(line, turn):
    # It became the national statement of the State that read it.
    assert from_title_page([line]) == turn


@pytest.mark.parametrize(
    "lines",
    [
        ["Comments of Fiji on the text", "Comments of Ghana on the text"],
        ["H.E. Mr. Bo", "Permanent Mission of Fiji"],
        ["Permanent Mission of Fiji", "New York", "Excellency,"],
        ["Non-paper on ropes", "Explanation of position - Fiji"],
        ["Paper on ropes", "Mr. Chair,", "Statement by Fiji"],
    ],
    ids=["two holders", "addressee", "letter", "within another paper", "after the address"],
)
def test_lines_that_leave_a_doubt_name_no_holder(lines):
    turn = from_title_page(lines)
    assert turn is None or turn.holder is None


def test_a_speaker_named_below_the_word_statement_gives_the_holder():
    turn = from_title_page(["STATEMENT", "by", "H.E. Mr. Bo", "Permanent Representative of Fiji to the United Nations"])
    assert turn == Turn(0, "Fiji")


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


@pytest.mark.parametrize(
    "words",
    [
        "I have the honour to speak on behalf of my country, a proud member of the African Group.",
        "I deliver this statement on behalf of the delegation, and endorse the words of the African Group.",
        "I take the floor on behalf of my delegation and would like to associate Fiji with the African Group.",
        "I speak on behalf of the Government and people of Fiji, and of no member of the African Group.",
        "On behalf of the African Group, Ghana rightly spoke of ropes, and we agree.",
    ],
)
def test_a_group_that_does_not_follow_on_behalf_of_holds_nothing(words):
    # The first group within 400 characters was taken.
    found = parsed("Statement by Fiji", words, "Ropes are strong.")
    assert [turn.holder for turn in found.turns] == ["Fiji"]


@pytest.mark.parametrize(
    ("words", "holder"),
    [
        ("I speak on behalf of the fourteen member States of the Pacific Islands Forum.", "Pacific Islands Forum"),
        ("On behalf of the African Group, I wish to thank you.", "African Group"),
        ("I speak on behalf of Chile, Fiji and Ghana.", None),
        ("I speak on behalf of a group of countries that like ropes.", None),
        ("I speak on behalf of the Friends of Ropes.", None),
        ("I speak on behalf of the Chair of the African Group.", None),
        ("I speak on behalf of the President of the African Union.", None),
    ],
)
def test_first_words_in_the_name_of_others_take_the_text_from_its_reader(words, holder):
    found = parsed("Statement by Fiji", words, "Ropes are strong.")
    assert (found.turns[0].holder, found.turns[0].delivered_by) == (holder, "Fiji")


def test_a_text_without_title_is_the_groups_that_it_speaks_for():
    found = parsed("On ropes", "I have the honour to speak on behalf of the African Group.", "Ropes are strong.")
    assert found.document.holder == "African Group"


@pytest.mark.parametrize(
    "opening",
    ["GHANA: I speak on behalf of the African Group.", "Mr. Ka (Ghana): I speak on behalf of the African Group."],
)
def test_a_text_that_begins_with_one_of_its_speakers_is_not_the_speakers(opening):
    found = parsed("On ropes", opening, "FIJI: We like ropes.", "Ropes are strong.")
    assert found.document.holder == ""


# Parts of a paper


GROUP = "Statement by Fiji on behalf of the Pacific Islands Forum"


def test_a_paragraph_in_national_capacity_and_what_follows_is_its_readers():
    found = parsed(
        GROUP, "Ropes are strong.", "In its national capacity, Fiji adds this. Lamps are bright.", "So be it."
    )
    holders = [said_by(found, words).holder for words in ("Ropes", "In its", "Lamps", "So be")]
    assert holders == ["Pacific Islands Forum", "Fiji", "Fiji", "Fiji"]


def test_after_a_sentence_in_national_capacity_nobody_is_named():
    found = parsed(GROUP, "Ropes are strong. Fiji, in its national capacity, adds lamps. Bells are loud.")
    holders = [said_by(found, words).holder for words in ("Ropes", "adds lamps", "Bells")]
    assert holders == ["Pacific Islands Forum", "Fiji", None]


def test_the_national_capacity_of_another_is_not_the_readers():
    found = parsed(GROUP, "Ropes are strong. Ghana, in its national capacity, adds lamps.")
    assert said_by(found, "adds lamps").holder is None


LETTER = (
    "A/99/999",
    "Letter dated 3 May 2021 from the Permanent Representative of Ghana to the United Nations",
    "I write.",
)


@pytest.mark.parametrize(
    ("title", "holder"),
    [
        ("Harbour Declaration of the Non-Aligned Movement", None),
        ("Statement of the Non-Aligned Movement", "Non-Aligned Movement"),
        ("Position paper of Ghana", "Ghana"),
    ],
)
def test_an_annex_is_whose_its_own_title_says(title, holder):
    # The declaration of a group became the words of the State that transmitted it.
    found = parsed(*LETTER, "Annex to the letter dated 3 May 2021 from the Permanent Representative", title, "Ropes!")
    assert (said_by(found, "I write").holder, said_by(found, "Ropes!").holder) == ("Ghana", holder)


def test_the_title_of_another_paper_inside_a_paper_ends_its_words():
    found = parsed(
        "# Statement by Fiji",
        "Ropes are strong. " * 20,
        "# Statement by Ghana",
        "Lamps are bright.",
        "# Statement by Fiji",
        "So be it.",
        "Statement by Nauru",
        "Bells are loud.",
    )
    holders = [said_by(found, words).holder for words in ("Ropes", "Lamps", "So be", "Bells")]
    assert holders == ["Fiji", None, "Fiji", None]


def test_a_block_quotation_is_nobodys_and_the_words_before_it_go_on():
    # The words of the attackers were the words of the State that quoted them.
    found = parsed("# Statement by Fiji", "They wrote:", "> Give us ropes.\n> And lamps.", "We did not.")
    assert [said_by(found, words).holder for words in ("They wrote", "Give us", "And lamps", "We did")] == [
        "Fiji", None, None, "Fiji",
    ]  # fmt: skip
    assert ">" not in found.document.text


@pytest.mark.parametrize(
    ("line", "topic"),
    [
        ("On the topic of: Ropes", "Ropes"),
        ("On Ropes", "Ropes"),
        ("On behalf of the African Group, Ghana spoke of ropes", ""),
        ("On ropes, we agree.", ""),
        ("Once more ropes", ""),
    ],
)
def test_a_topic_is_a_line_and_no_sentence(line, topic):
    assert parsed("Fiji's statement", line, "Ropes are strong.").document.topic == topic


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


# Lines of speakers in other languages, and of transcripts


@pytest.mark.parametrize(
    ("line", "holder"),
    [
        ("M. Bo (Congo) : Les cordes", "Congo"),
        ("Mme Bo (Côte d’Ivoire) (parle en espagnol) : Les cordes", "Côte d'Ivoire"),
        ("Monsieur Bo (Mali) : Les cordes", "Mali"),
        ("Le Président (parle en anglais) : Les cordes", None),
        ("La Présidente : Les cordes", None),
        ("La représentante du Mali : Les cordes", "Mali"),
        ("Sr. Bo (Cuba): Las cuerdas", "Cuba"),
        ("La Sra. Bo (México) (habla en inglés): Las cuerdas", "Mexico"),
        ("El Presidente (habla en inglés): Las cuerdas", None),
        ("Г-н Бо (Конго) (говорит по-французски): Верёвки", "Congo"),
        ("Г-жа Бо (Российская Федерация): Верёвки", "Russian Federation"),
        ("Председатель (говорит по-английски): Верёвки", None),
        ("H. E. Mr. Bo (Netherlands (Kingdom of the)): Ropes", "Netherlands (Kingdom of the)"),
        ("Mr. Bo (European Union): Ropes", "European Union"),
        ("The representative of Fiji: Ropes", "Fiji"),
        ("Islamic Republic of Iran: Ropes", IRAN),
        ("IRAN: Ropes", IRAN),
        ("IRAN:", IRAN),
        ("00:12:34 Ghana: Ropes", "Ghana"),
        ("[12:34] GHANA: Ropes", "Ghana"),
        ("Ghana (00:12:34): Ropes", "Ghana"),
    ],
)
def test_the_line_of_a_speaker_is_known_in_its_forms(line, holder):
    found = speaker_line(7, line, reported=False)
    assert found is not None
    assert (found.start, found.holder) == (7, holder)


@pytest.mark.parametrize(
    "line",
    [
        "Conclusion: ropes",
        "Table 1: Fiji",
        "Lamps of Fiji: ropes",
        "Fiji and Ghana: ropes",
        "12:30 Lunch",
        "Paris: ropes",
    ],
)
def test_what_is_no_line_of_a_speaker_opens_no_turn(line):
    assert speaker_line(0, line, reported=False) is None


@pytest.mark.parametrize(
    ("line", "holder"),
    [
        ("M. BO (France) dit que les cordes sont longues.", "France"),
        ("El Sr. BO (Cuba) dice que las cuerdas son largas.", "Cuba"),
        ("Г-н БО (Конго) говорит, что верёвки длинные.", "Congo"),
        ("Le représentant de la France dit que les cordes sont longues.", "France"),
    ],
)
def test_a_summary_record_reports_in_other_languages_too(line, holder):
    found = speaker_line(0, line, reported=True)
    assert found is not None
    assert found.holder == holder
    plain = speaker_line(0, line, reported=False)
    assert plain is None or plain.holder is None


TIMED = (
    "# Afternoon meeting",
    "00:01:10 Ghana: We like ropes. My delegation sells them.",
    "00:03:20 Islamic Republic of Iran: My delegation likes lamps.",
    "And we like bells.",
    "FIJI: We have none.",
)


@pytest.mark.parametrize(
    ("words", "holder"), [("We like ropes", "Ghana"), ("likes lamps", IRAN), ("And we like", IRAN), ("We have", "Fiji")]
)
def test_a_transcript_changes_speaker_at_each_name_with_or_without_a_time(words, holder):
    assert said_by(parsed(*TIMED), words).holder == holder


def test_a_table_of_names_is_nobodys_words():
    found = parsed("# Ropes by country", "Ghana: 12 ropes.", "Fiji: 7 ropes.", "Tonga: none, as we were told.")
    assert {turn.holder for turn in found.turns} == {None}


# Aligning


def about(holder: str, words: str) -> tuple[str, ...]:
    return aligned(Turn(0, holder), words)


@pytest.mark.parametrize(
    ("words", "names"),
    [
        ("My delegation aligns itself with the statement delivered by Samoa on behalf of the Pacific Islands Forum.",
         ("Pacific Islands Forum",)),
        ("Fiji aligns with the Pacific Islands Forum.", ("Pacific Islands Forum",)),
        ("Fiji aligns itself with the statements of the European Union and of Ghana on behalf of the African Group.",
         ("European Union", "African Group")),
        ("We associate ourselves with the statement of Tonga, and would like to thank China.", ("Tonga",)),
        ("We associate ourselves with the statement of the Arab Group on the ropes of China.", ("Arab Group",)),
        ("His delegation associated itself with the statement made by Ghana on behalf of the African Group.",
         ("African Group",)),
        ("Ma délégation s’associe à la déclaration prononcée par le Ghana au nom du Groupe africain.",
         ("African Group",)),
        ("Fidji fait sienne la déclaration de l’Union européenne.", ("European Union",)),
        ("Mi delegación se suma a la declaración formulada por Uganda en nombre del Grupo Africano.",
         ("African Group",)),
        ("Nos alineamos con la declaración de la Unión Europea.", ("European Union",)),
    ],
)  # fmt: skip
def test_who_says_to_align_is_recorded_with_the_group_and_not_with_its_reader(words, names):
    assert about("Fiji", words) == names


@pytest.mark.parametrize(
    "words",
    [
        "Fiji does not align itself with the statement of the Arab Group.",
        "Many delegations aligned themselves with the statement of the Arab Group.",
        "Ghana aligned itself with the statement of the Arab Group.",
        "Fiji is associated with Tonga in the sale of ropes.",
        "We align ropes with lamps.",
        "La délégation ne s’associe pas à la déclaration du Groupe arabe.",
    ],
)
def test_other_words_on_aligning_are_not_the_speakers(words):
    assert about("Fiji", words) == ()


def test_aligning_attributes_nothing():
    text = "We align ourselves with the statement of the African Group. Ropes are long."
    turn = said_by(parsed("# Statement by Ghana", text), "Ropes are long")
    assert (turn.holder, turn.delivered_by, turn.members) == ("Ghana", None, ())
    assert (turn.aligned, turn.supporters) == (("African Group",), ())


def test_the_states_that_align_with_a_groups_statement_are_recorded_beside_it():
    turn = said_by(
        parsed(
            "# Statement by the European Union",
            "The candidate countries Albania and Montenegro, and Iceland, align themselves with this statement.",
            "Ropes are long.",
        ),
        "Ropes are long",
    )
    assert (turn.holder, turn.members) == ("European Union", ())
    assert turn.supporters == ("Albania", "Montenegro", "Iceland")


def test_turns_come_back_from_the_index_as_they_were():
    found = [
        Turn(0, "Fiji", None, (), ("African Group",), ()),
        Turn(9, None, "Tonga", ("Fiji", "Tonga"), (), ("Mali",)),
    ]
    assert turns_from(json.dumps([asdict(turn) for turn in found])) == found


@pytest.mark.parametrize("word", ["we align with ", "desea sumarse ", "(" * 3, "on behalf of ", "Г-н Бо "])
def test_a_monster_of_a_sentence_takes_no_time(word):
    with no_hang():
        assert about("Fiji", word * 30_000) == ()
        speaker_line(0, word * 30_000, reported=True)


# Compendiums: headings that are the titles of statements, names of others, brackets over several lines


@pytest.mark.parametrize(
    ("heading", "turn"),
    [
        ("Ghana on behalf of the African Group", ("African Group", "Ghana", ())),
        ("Statement by Tonga on behalf of the Pacific Islands Forum", ("Pacific Islands Forum", "Tonga", ())),
        ("Joint statement of Australia, Canada and Fiji", (None, None, ("Australia", "Canada", "Fiji"))),
        ("Statement of the Holy See", ("Holy See", None, ())),
        ("Order of Malta", ("Sovereign Order of Malta", None, ())),
        ("European Union (also on behalf of Albania and Ukraine)", ("European Union", None, ("Albania", "Ukraine"))),
        ("Nauru (joint statement of the like-minded group:**\n\n**Cuba and**\n\n**Nauru)",
         ("like-minded group", "Nauru", ("Cuba", "Nauru"))),
        ("Rope Makers International", (None, None, ())),
        ("Closing remarks by the Chair", (None, None, ())),
        ("General remarks", ("Chad", None, ())),
        ("Explanation of position after adoption", ("Chad", None, ())),
    ],
)  # fmt: skip
def test_a_heading_of_a_compendium_that_names_others_ends_the_words_before(heading, turn):
    # The group's words stayed with the State above it.
    found = parsed(
        "**Compendium of statements on ropes**", "**Chad**", "Ropes are red.", f"**{heading}**", "Lamps burn."
    )
    said = said_by(found, "Lamps burn")
    assert (said.holder, said.delivered_by, said.members) == turn


# On behalf of


@pytest.mark.parametrize(
    "words",
    [
        "We refer to the statement Ghana made on behalf of the African Group.",
        "I recall what Ghana said on behalf of the African Group.",
        "We listened with care to the statement on behalf of the African Group.",
        "In the name of God, I thank you.",
    ],
)
def test_what_was_said_on_behalf_of_others_is_only_spoken_of(words):
    found = parsed("# Statement by Fiji", words, "Ropes are strong.")
    assert (found.turns[0].holder, found.turns[0].delivered_by) == ("Fiji", None)


@pytest.mark.parametrize(
    ("words", "holder"),
    [
        ("Let me begin by thanking you on behalf of the African Group.", "African Group"),
        ("Имею честь выступать от имени Движения неприсоединения.", "Non-Aligned Movement"),
        ("Имею честь выступать от имени группы друзей канатов.", None),
        ("I make this statement in my capacity as Chair of the Group of 77 and China.", None),
    ],
)
def test_words_for_others_are_not_their_readers_in_more_forms(words, holder):
    found = parsed("# Statement by Fiji", words, "Ropes are strong.")
    assert (found.turns[0].holder, found.turns[0].delivered_by) == (holder, "Fiji")


@pytest.mark.parametrize(
    ("title", "words"),
    [
        ("Déclaration du Ghana au nom du Groupe africain", "Permettez-moi d'ajouter ceci à titre national."),
        ("Intervención de Ghana en nombre del Grupo Africano", "A título nacional, quiero añadir esto."),
    ],
)
def test_the_own_capacity_is_known_in_french_and_spanish(title, words):
    found = parsed(f"# {title}", "Ropes are strong and long.", words, "So be it.")
    assert [said_by(found, each).holder for each in ("Ropes", "So be")] == ["African Group", "Ghana"]


# Titles


@pytest.mark.parametrize(
    ("line", "holder", "reader"),
    [
        ("Statement on behalf of the African Group delivered by Ghana", "African Group", "Ghana"),
        ("ASEAN STATEMENT DELIVERED BY SINGAPORE", "ASEAN", "Singapore"),
        ("EU Statement – Working group on ropes", "European Union", None),
        ("Discurso del representante de Chile", "Chile", None),
        ("Allocution de la délégation du Maroc", "Morocco", None),
        ("Выступление представителя Российской Федерации", "Russian Federation", None),
        ("Заявление Республики Беларусь на седьмой сессии", "Belarus", None),
        ("بيان جمهورية مصر العربية", "Egypt", None),
        ("中国代表团在第七次会议上的发言", "China", None),
    ],
)
def test_a_title_names_its_holder_in_more_forms(line, holder, reader):
    turn = from_title_page([line])
    assert turn is not None
    assert (turn.holder, turn.delivered_by) == (holder, reader)


@pytest.mark.parametrize(
    "line",
    [
        "Statement by Chad Smith, expert",
        "Statement by Kenya Open Data Society",
        "Declaración de Panamá",
        "Oslo statement on ropes",
        "中国代表77国集团的发言",
        "Выступление представителя Республики Беларусь от имени друзей канатов",
    ],
)
def test_a_title_that_only_begins_like_a_delegations_names_no_holder(line):
    turn = from_title_page([line])
    assert turn is None or turn.holder is None


def test_a_declaration_is_a_states_where_a_delegation_speaks_below_it():
    assert from_title_page(["Declaración de Cuba", "Señor Presidente:"]) == Turn(0, "Cuba")


@pytest.mark.parametrize(
    "title",
    [
        "Letter dated 3 May 2021 from the Permanent Representative of Ghana addressed to the Secretary-General",
        "Letter dated 3 May 2021 from the Permanent Representative of Ghana to the Conference on Ropes addressed to the Chair",
        "Lettre datée du 3 mai 2021, adressée au Secrétaire général par le Représentant permanent du Ghana auprès de l’Office",
        "Carta de fecha 3 de mayo de 2021 dirigida al Secretario General por la Representante Permanente de Ghana ante las "
        "Naciones Unidas",
    ],
)
def test_a_letter_is_its_senders_in_all_its_forms(title):
    found = parsed("A/99/999", title, "I write about ropes.")
    assert found.document.holder == "Ghana"


# Records and transcripts


@pytest.mark.parametrize(
    ("line", "turn"),
    [
        ("Mr. Bo (Ireland), on behalf of the European Union: Ropes", ("European Union", "Ireland")),
        ("Ms. Du (Observer for the State of Palestine): Ropes", ("State of Palestine", None)),
        ("السيدة دو (العراق) (تكلمت بالعربية): الحبال", ("Iraq", None)),
        ("杜女士（中国）（以英语发言）：绳子", ("China", None)),
        ("His Majesty King Bo: Ropes", (None, None)),
        ("Ambassador Bo: Ropes", (None, None)),
        ("Delegate of Fiji: Ropes", ("Fiji", None)),
    ],
)
def test_more_lines_of_speakers(line, turn):
    found = speaker_line(0, line, reported=False)
    assert found is not None
    assert (found.holder, found.delivered_by) == turn


def test_a_record_may_say_first_in_what_right_somebody_spoke():
    # The words were those of whoever had spoken before.
    found = speaker_line(0, "7. Speaking in explanation of vote, Mr. Bo (Chile) said that ropes hold.", reported=True)
    assert found == Turn(0, "Chile")


@pytest.mark.parametrize("line", ["La séance est levée à 13 heures.", "Se levanta la sesión a las 13 horas."])
def test_the_end_of_a_meeting_is_nobodys_in_other_languages(line):
    assert said_by(parsed("A/99/PV.7", "Mr. Bo (Mali): Ropes are strong.", line), line).holder is None


@pytest.mark.parametrize(
    "label", ["Speaker 3:", "Rope Makers International:", "[00:03:10] Interpreter:", "Bo Du 00:03:10"]
)
def test_in_a_transcript_a_label_that_is_not_known_ends_the_words_before(label):
    # They went on as the words of the delegation before.
    found = parsed(*TIMED, f"{label} Horns were liked by nobody.")
    assert said_by(found, "Horns were").holder is None


@pytest.mark.parametrize(
    ("opening", "holder"),
    [
        ("I speak for the small island States of the bay.", None),
        ("I have the honour to speak for the African Group.", "African Group"),
        ("I speak for the first time in this group.", "Fiji"),
        ("We speak for my country and all its states of mind.", "Fiji"),
    ],
)
def test_who_says_to_speak_for_a_group_does_not_speak_for_itself(opening, holder):
    found = parsed("# Statement by Fiji", f"{opening} We want ropes in every harbour of the world.")
    assert said_by(found, "We want").holder == holder
