"""The form of an answer, by the kind of question; what it must hold, and in whose language it is. All papers are invented."""

from __future__ import annotations

import pytest

from app.assistant import Assistant
from app.premises import any_stands
from app.quotable import announces
from ingest.defaults import DEFAULT_MODEL
from ingest.embedding import load
from ingest.run import ingest
from retriever.index import Published

FILLER = (
    "It is a long matter, of which every harbour town of every coast has its own tale to tell, and it will be told."
)
PAPERS = {
    "kenya.md": """# Kenya: statement to the eighth session of the OEWG 2021-2025, 8 July 2024

Kenya

Statement at the eighth substantive session of the Open-ended Working Group on security of and in the use of information and communications technologies 2021-2025

8 July 2024

Thank you, Chair. I take the floor to share the following remarks on the lighthouse register.

Kenya wants a lighthouse register that is open to every State. It should be kept by the Secretariat and renewed every year.

Kenya calls for the following steps to be taken:

(a) The counting of all lighthouse lamps;

(b) The training of lighthouse keepers;

(c) The painting of lighthouse towers;

(d) The closing of unlit lighthouse towers.

Decisions on the lighthouse register are to be taken by consensus. The signal code is a rule that tells ships which lamp to follow.

The Ambassador of Kenya, Ms. Ada Otieno, keeps the first copy of the register.
""",
    "peru.md": """# Peru: statement to the eighth session of the OEWG 2021-2025, 9 July 2024

Peru

Statement at the eighth substantive session of the Open-ended Working Group on security of and in the use of information and communications technologies 2021-2025

9 July 2024

Peru rejects the lighthouse register. It costs more than the harbours of Peru can pay.

Peru condemns that the harbours of Chile were closed by a cyberattack on the lamps. Chile has not said who did it.
""",
    "treaty.md": """# A/RES/91/5

Resolution adopted by the General Assembly on 3 March 2031

Convention on harbour lamps

The General Assembly,

Recalling the long matter of the lamps, of which every harbour town of every coast has its own tale to tell, and it will be told,

1. Decides that the lamps of the harbours are counted by the invented committee in twelve rounds of two days each;

2. Decides to formally conclude the mandate of the Open-ended Working Group on Ageing, as its work on lamps for older persons is done;

3. Requests the Secretary-General to submit a list of all lamps by no later than the ninety-second session.

Annex

Convention

Use of terms

For the purposes of this Convention:

(a) “Harbour lamp” shall mean any light that burns above the water of a harbour;

(b) “Keeper” shall mean a person who lights it.

Entry into force

1. This Convention shall enter into force after the deposit of the fortieth instrument of ratification by a State with a harbour and with lamps.

Amendment

1. An amendment of this Convention may be proposed by any State with a harbour and with lamps that burn.
""",
}


PAPERS["report.md"] = """# Progress made on harbour lamps in the northern ports

Report of the Secretary-General

A/91/40

3 March 2031

1. This report has been prepared on the progress made on harbour lamps in the northern ports, of which every harbour town has its own tale.

2. Keepers leave their posts because the winters are long and the pay is low, and nobody has been found who would go in their place.

3. The progress made on harbour lamps in the northern ports is told of in every one of the ports, and in many a song.
"""
PAPERS["group.md"] = """# Statement by Ghana on behalf of the African Group

to the eighth substantive session of the Open-Ended Working Group

9 July 2024

1. The African Group proposes a bureau of five keepers for the lighthouse register of all coasts.
"""
PAPERS["malta.md"] = """# Malta: statement to the eighth session of the OEWG 2021-2025, 10 July 2024

Malta

Statement at the eighth substantive session of the Open-ended Working Group on security of and in the use of information and communications technologies 2021-2025

10 July 2024

Malta regrets that Chile is not here. A cyberattack closed a harbour.
"""


@pytest.fixture(scope="module")
def asked(tmp_path_factory) -> Assistant:
    folder, model = tmp_path_factory.mktemp("papers"), load(DEFAULT_MODEL)
    for name, text in PAPERS.items():
        (folder / name).write_text(text, "utf-8")
    index = tmp_path_factory.mktemp("index") / "index"
    ingest(index, [str(folder)], model)
    return Assistant(Published(index, model))


def test_items_are_cited_under_the_line_that_introduces_them_which_is_no_evidence_of_its_own(asked):
    answer = asked.ask("Which steps does Kenya call for?")
    lead = "Kenya calls for the following steps to be taken:"
    assert [citation.quote[:3] for citation in answer.citations] == ["(a)", "(b)", "(c)", "(d)"]
    assert {citation.lead for citation in answer.citations} == {lead}
    for citation in answer.citations:
        assert citation.document.text.startswith(lead, citation.lead_start)
    assert answer.text.count(lead) == 1
    assert f"{lead}” [" not in answer.text


def test_a_list_that_is_not_shown_whole_says_what_is_left_out(asked):
    answer = asked.ask("What does Kenya say on lighthouse keepers and lighthouse lamps?")
    shown = {citation.quote[:3] for citation in answer.citations if citation.quote.startswith("(")}
    assert shown >= {"(a)", "(b)"}
    left = [label for label in ("(a)", "(b)", "(c)", "(d)") if label not in shown]
    assert not left or f"not shown here: {', '.join(left)}" in answer.text


def test_what_is_only_announced_is_no_position(asked):
    assert announces("I take the floor to share the following remarks on the register.")
    assert not announces("We share the view that lamps are needed.")
    assert "I take the floor" not in asked.ask("What does Kenya want?").text


@pytest.mark.parametrize(
    ("question", "opening", "quoted"),
    [
        ("Does Kenya want a lighthouse register?", "What the texts say on this:", "Kenya wants a lighthouse register"),
        ("Does Peru support the lighthouse register?", "The text says the opposite:", "Peru rejects the lighthouse register"),
        ("Does Kenya want decisions on the lighthouse register by majority vote?", "The text says the opposite:", "by consensus"),
    ],
)  # fmt: skip
def test_yes_or_no_is_answered_with_the_words_that_decide(asked, question, opening, quoted):
    answer = asked.ask(question)
    assert answer.answered
    assert answer.text.startswith(opening)
    assert quoted in answer.text


@pytest.mark.parametrize(
    ("question", "first", "quoted"),
    [
        ("¿Qué quiere Kenya?", "**Kenya**, declaración", "(en inglés)"),
        ("Que veut le Kenya ?", "**Kenya**, déclaration", "(en anglais)"),
        ("Чего хочет Кения?", "**Кения**, ", "(на английском языке)"),
        ("肯尼亚想要什么？", "**肯尼亚**", "英文"),
        ("ماذا تريد كينيا؟", "**كينيا**", "بالإنكليزية"),
    ],
)
def test_our_own_words_are_in_the_language_of_the_question_and_quotes_in_theirs(asked, question, first, quoted):
    answer = asked.ask(question)
    lead = answer.text.splitlines()[0]
    assert lead.startswith(first)
    assert quoted in lead
    assert all(citation.passage.language == "en" for citation in answer.citations)
    assert "Kenya wants a lighthouse register" in answer.text


def test_a_paper_adopted_by_consensus_says_nothing_on_how_decisions_are_to_be_taken():
    assert any_stands(["by consensus"], "Decisions are taken by consensus.")
    assert not any_stands(["by consensus"], "It was acknowledged by consensus resolution 1/2.")


def test_evidence_in_another_language_is_held_to_the_words_of_the_table(asked):
    answer = asked.ask("¿Se adoptan decisiones por consenso según Kenya?")
    assert "by consensus" in answer.text
    refused = asked.ask("¿Qué dice Kenya sobre el programa de acción?")
    assert (refused.answered, refused.reason) == (False, "silent")


@pytest.mark.parametrize(
    ("question", "quoted"),
    [
        ("How many rounds does A/RES/91/5 give the committee?", "twelve rounds"),
        ("By when is the list of lamps due under A/RES/91/5?", "ninety-second session"),
        ('How does A/RES/91/5 define "harbour lamp"?', "shall mean any light"),
        ("Who is the Ambassador of Kenya who keeps the first copy?", "Ms. Ada Otieno"),
    ],
)
def test_a_fact_is_answered_with_the_line_that_holds_one_of_its_kind(asked, question, quoted):
    answer = asked.ask(question)
    assert quoted in answer.citations[0].quote


@pytest.mark.parametrize(
    ("question", "lacking"),
    [
        ('How does A/RES/91/5 define "lighthouse tower"?', "no definition"),
        ("How much does the lighthouse register that Kenya wants cost?", "no amount"),
        ("Whom does Kenya blame for the lighthouse register?", ""),
        ("In which paragraph does A/RES/91/5 establish a programme of action?", "nothing on programme of action"),
    ],
)
def test_a_fact_of_which_the_papers_hold_none_is_refused(asked, question, lacking):
    answer = asked.ask(question)
    assert not answer.answered
    assert lacking in answer.text


def test_a_namesake_of_the_process_that_is_asked_about_is_shown_as_such(asked):
    answer = asked.ask("What does A/RES/91/5 decide on the mandate of the OEWG on ICT?")
    assert answer.reason == "premise"
    assert "Working Group on Ageing" in answer.citations[0].quote


def test_a_label_that_stands_several_times_is_cited_with_its_heading(asked):
    answer = asked.ask("How many ratifications does the convention in A/RES/91/5 need to enter into force?")
    (citation,) = [each for each in answer.citations if "fortieth" in each.quote]
    assert citation.place == "A/RES/91/5, “Entry into force”, annex, para. 1"
    assert "“Entry into force”, annex, para. 1" in answer.text


def test_who_says_something_of_a_state_names_it_and_is_not_that_state(asked):
    answer = asked.ask("Which States mention a cyberattack on Chile?")
    assert {citation.holder for citation in answer.citations} == {"Peru"}


def test_they_are_those_who_answered_the_question_before(asked):
    answer = asked.ask("Why does it do so?", history=["Which State rejects the lighthouse register?"])
    assert {citation.holder for citation in answer.citations} <= {"Peru"}
    assert answer.searched["delegations"] == ["Peru"]


def test_what_stands_in_the_title_of_a_paper_is_no_news_in_it(asked):
    answer = asked.ask(
        "In the Secretary-General's report on the progress made on harbour lamps in the northern ports, why do keepers leave?"
    )
    assert "the pay is low" in answer.citations[0].quote
    assert not any("has been prepared" in citation.quote for citation in answer.citations)


@pytest.mark.parametrize(
    "question",
    [
        "What does Ghana's statement for the African Group propose?",
        "What does the group for which Ghana read a joint statement propose for the register?",
    ],
)
def test_what_is_read_for_a_group_is_the_groups(asked, question):
    answer = asked.ask(question)
    assert {citation.holder for citation in answer.citations} == {"African Group"}
    assert {citation.passage.delivered_by for citation in answer.citations} == {"Ghana"}


def test_two_sentences_side_by_side_are_not_one_accusation(asked):
    answer = asked.ask("Which States speak of a cyberattack on Chile?")
    assert "Malta" not in {citation.holder for citation in answer.citations}


def test_who_said_a_phrase_is_who_has_it(asked):
    answer = asked.ask("Who said “more than the harbours of Peru can pay”?")
    assert {citation.holder for citation in answer.citations} == {"Peru"}
