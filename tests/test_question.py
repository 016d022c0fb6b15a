"""What a question restricts and asks for."""

import pytest

from app.kinds import asks_opinion, kind_of
from retriever.holders import capitalised
from retriever.question import understand
from retriever.synonyms import other_names


@pytest.mark.parametrize(
    ("asked", "holders"),
    [
        ("What does Iran want from the permanent mechanism?", ("Iran (Islamic Republic of)",)),
        ("What did Havana say about neutrality?", ("Cuba",)),
        ("How do the Swiss see the report?", ("Switzerland",)),
        ("What did the DPRK propose?", ("Democratic People's Republic of Korea",)),
        ("And the Republic of Korea's view?", ("Republic of Korea",)),
        ("What does the EU say?", ("European Union",)),
        ("What does Niger ask for?", ("Niger",)),
        ("What does Nigeria ask for?", ("Nigeria",)),
        ("According to Ireland, what is missing?", ("Ireland",)),
        ("What are the norms and rules for us?", ()),
        ("What is the Budapest Convention?", ()),
    ],
    ids=lambda value: value[:30] if isinstance(value, str) else "",
)
def test_a_question_restricts_to_the_holders_it_names(asked, holders):
    assert understand(asked).filters.delegations == holders


@pytest.mark.parametrize(
    ("typed", "read"),
    [
        ("what does iran want?", "what does Iran want?"),
        ("what does the eu say about ihl?", "what does the EU say about IHL?"),
        ("what does costa rica say on the poa", "what does Costa Rica say on the PoA"),
        ("which norms help us?", "which norms help us?"),
        ("who wants a fund?", "who wants a fund?"),
        ("What does turkey taste like?", "What does turkey taste like?"),
    ],
)
def test_a_question_without_capitals_gets_those_of_its_names(typed, read):
    assert capitalised(typed) == read
    assert understand(typed).asked == typed


def test_a_state_that_is_spoken_about_is_not_the_speaker():
    question = understand("What does Australia say about Russia?")
    assert question.filters.delegations == ("Australia",)
    assert question.about == ("Russian Federation",)


@pytest.mark.parametrize(
    ("asked", "said", "about"),
    [
        ("What does Albania say about cyberattacks by Iran?", {"Albania"}, {"Iran (Islamic Republic of)"}),
        ("What does Estonia say about the aggression of Russia?", {"Estonia"}, {"Russian Federation"}),
        ("What does Cuba say about norms, and Kenya?", {"Cuba", "Kenya"}, set()),
        ("How does Cuba's position on norms differ from Kenya's?", {"Cuba", "Kenya"}, set()),
        ("What do Cuba and Kenya say about norms?", {"Cuba", "Kenya"}, set()),
        ("Compare what Cuba says on norms with what Kenya says.", {"Cuba", "Kenya"}, set()),
    ],
)
def test_a_state_in_the_topic_is_not_asked_to_speak(asked, said, about):
    question = understand(asked)
    assert (set(question.filters.delegations), set(question.about)) == (said, about)


@pytest.mark.parametrize(
    ("asked", "history", "sessions"),
    [
        ("What did Cuba say at the sixth and seventh sessions?", (), ("6", "7")),
        ("What did Cuba say at session 6 and at session 7?", (), ("6", "7")),
        ("What did Cuba say in sessions 6 and 7?", (), ("6", "7")),
        ("And at the seventh session?", ("What did Cuba say at the sixth session?",), ("7",)),
        ("And Kenya?", ("What did Cuba say at the sixth session?",), ("6",)),
    ],
)
def test_all_sessions_that_are_named_count_and_the_last_question_first(asked, history, sessions):
    assert understand(asked, history).filters.sessions == sessions


def test_a_follow_up_with_another_holder_keeps_its_topic():
    question = understand("What about Japan?", ("What does Cuba say about ransomware?",))
    assert question.text == question.focus == "What does Japan say about ransomware?"


def test_who_asks_for_every_holder():
    assert understand("Which delegations mention a voluntary fund?").who
    assert understand("Who wants a round table?").who


def test_who_is_done_something_to_asks_for_a_fact_in_the_text():
    assert not understand("Who is thanked at the end?").who


@pytest.mark.parametrize(
    ("asked", "symbols"),
    [
        ("What does A/RES/78/237 say?", ("A/RES/78/237",)),
        ("What does resolution 78/237 say?", ("A/RES/78/237",)),
        ("What is in A/78/265?", ("A/78/265",)),
        ("Is it open 24/7?", ()),
    ],
)
def test_symbols_are_matched_whole(asked, symbols):
    assert understand(asked).filters.symbols == symbols


def test_sessions_and_dates_are_read():
    filters = understand("What did Cuba say at the ninth substantive session in July 2025?").filters
    assert (filters.sessions, filters.dates, filters.own_dates) == (("9",), ("2025-07",), ("2025-07",))


def test_a_year_that_only_names_something_is_no_date_of_the_words():
    assert understand("What does Cuba say about the 2030 Agenda after 2025?").filters.own_dates == ()


def test_a_follow_up_with_another_holder_takes_the_place_of_the_first():
    question = understand("And the Irish?", ["What did Cuba say about humanitarian law?"])
    assert question.text == "What did Ireland say about humanitarian law?"


def test_a_follow_up_without_a_holder_keeps_the_one_before():
    question = understand("And what about the bureau?", ["What does Iran say on the Chair?"])
    assert question.filters.delegations == ("Iran (Islamic Republic of)",)


def test_a_complete_question_is_not_joined_to_the_one_before():
    question = understand("Which 13 States submitted the concept paper?", ["What does Iran want?"])
    assert question.text == "Which 13 States submitted the concept paper?"
    assert question.filters.delegations == ()


@pytest.mark.parametrize(
    ("asked", "kind"),
    [
        ("What does Iran want from the permanent mechanism?", "synthesis"),
        ("Which elements does Iran welcome?", "list"),
        ("How many groups does Iran want?", "number"),
        ("How much money should the fund have?", "money"),
        ("When was resolution 78/237 adopted?", "date"),
        ("Why does Iran support majority voting?", "why"),
        ("Does Iran support the PoA?", "yes_no"),
        ("What does DTG stand for?", "definition"),
        ("Compare Iran and Cuba on binding rules.", "compare"),
        ("Who supports a treaty?", "who"),
        ("Which office keeps the directory?", "fact"),
    ],
    ids=lambda value: value[:20],
)
def test_the_kind_of_answer_is_read_from_the_words(asked, kind):
    assert kind_of(understand(asked)) == kind


@pytest.mark.parametrize(
    "asked",
    [
        "Who is right, Iran or the EU?",
        "Do you think the PoA is better?",
        "Will Iran accept a compromise next year?",
        "Do you expect Iran to sign it?",
        "Is Cuba going to leave the group?",
        "Will Kenya block the decision?",
        "Will Fiji veto it?",
    ],
)
def test_opinions_and_predictions_are_recognised(asked):
    assert asks_opinion(asked)


@pytest.mark.parametrize(
    "asked",
    [
        "What does Iran say about the right to development?",
        "Does Iran recognize the right to privacy?",
        "What would Norway accept?",
        "Fiji said it would block the decision: why?",
        "What did Fiji say it is going to do?",
    ],
)
def test_a_plain_question_is_no_opinion(asked):
    assert not asks_opinion(asked)


def test_an_acronym_has_other_names_and_plurals():
    names = dict(other_names("Did Iran react to DTGs?"))
    assert any("dedicated thematic group" in name for name in names["DTGs"])
