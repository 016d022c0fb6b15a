"""The statement check: what is borne by its sources and what is not. All texts are invented."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pytest

from app.answer import Citation
from app.checking.beside import displaced
from app.checking.borne import Source, missing_facts
from app.checking.clauses import clauses
from app.checking.facts import dates, numbers, sessions
from app.checking.meanings import sides, words
from app.checking.order import misplaced
from app.checking.polarity import turned
from app.checking.support import NOT_SUPPORTED, PARTLY, SUPPORTED, SupportCheck
from ingest.document import Document
from ingest.embedding import load
from ingest.passages import Passage

MADE = Path(__file__).parent / "fixtures" / "statements.jsonl"  # invented, by the hand that wrote the check
ROWS = [json.loads(line) for line in MADE.read_text("utf-8").splitlines()]
BELLS = Source(
    "We propose three new bells. They should not ring before dawn. Kenya and Ghana agree, and 20 per cent of our towers are ready by 2027.",
    "Fiji", title="Statement on bells", symbol="A/AC.9/2024/WP.3", body="Bell Group", session="7", date="2024-03-04/2024-03-08",
)  # fmt: skip


@pytest.fixture(scope="module")
def checking() -> SupportCheck:
    return SupportCheck(load().encode)


def test_what_stands_in_the_source_is_supported_without_a_model():
    def refuse(texts):
        raise AssertionError("no model is needed")

    assert SupportCheck(refuse).check("We propose three new bells.", [BELLS]).verdict == SUPPORTED


@pytest.mark.parametrize(
    ("statement", "missing"),
    [
        ("Fiji proposes three bells.", []),
        ("Tonga proposes three bells.", ["holder: Tonga"]),
        ("Kenya proposes three bells.", ["holder: Kenya"]),  # it is named, and it is not the one who speaks
        ("Fiji said that Kenya and Ghana agree.", []),
        ("Fiji said that Kenya and Chile agree.", ["holder: Chile"]),
        ("Fiji proposes four bells.", ["number: four"]),
        ("Fiji proposes 3 bells.", []),
        ("A fifth of the towers are ready, that is 20%.", []),
        ("21% of the towers are ready.", ["number: 21%"]),
        ("At the seventh session Fiji proposed bells.", []),
        ("At session 8 Fiji proposed bells.", ["session: 8"]),
        ("In March 2024 Fiji proposed bells.", []),
        ("On 6 March 2024 Fiji proposed bells.", []),
        ("On 9 March 2024 Fiji proposed bells.", ["date: 9 March 2024"]),
        ("In May 2024 Fiji proposed bells.", ["date: May 2024"]),
        ("Some towers will be ready by 2027.", []),
        ("Some towers will be ready by 2024.", ["date: 2024"]),  # the year of the paper is not that of the towers
        ("Fiji wants bells in Nadi.", ["name: Nadi"]),
        ("Fiji wants “three new bells”.", []),
        ("Fiji wants “three old bells”.", ["quote: three old bells"]),
    ],
)
def test_hard_facts_must_stand_in_the_source_or_its_masthead(statement, missing):
    assert missing_facts(statement, [BELLS]) == missing


@pytest.mark.parametrize(
    ("text", "values"),
    [
        ("thirty-five and 1,700 and 60 000", [35, 1700, 60000]),
        ("3 million dollars and half a million", [3_000_000, 500_000]),
        ("12 per cent, a quarter and two thirds", [12, 25, 66]),
        ("on 3 May 2024, at the ninth session, under 13 (c)", []),
        ("one bell at once", []),
    ],
)
def test_numbers_are_read_in_words_and_digits(text, values):
    assert [number.value for number in numbers(text)] == values


def test_dates_and_sessions_are_read_however_they_are_written():
    text = "On 4–8 March 2024, in May, by 2027, at the seventh and eighth sessions, and in session 9."
    assert [date for date, _, _ in dates(text)] == ["2024-03-04/2024-03-08", "--05", "2027"]
    assert [number for number, _, _ in sessions(text)] == ["7", "8", "9"]


@pytest.mark.parametrize(
    ("statement", "text", "found"),
    [
        ("Fiji accepts the bells.", "We do not accept the bells.", "negation"),
        ("Fiji does not want bells in its towers.", "We want bells in our towers.", "negation"),
        ("Fiji refuses the bells.", "We do not accept the bells.", ""),
        ("Fiji finds the bells unnecessary.", "We see no need for the bells.", ""),
        ("Fiji opposes the register of bells.", "We support the register of bells.", "stance: opposes"),
        ("Fiji is in favour of the register of bells.", "We welcome the register of bells.", ""),
        ("Bells ring after the sermon.", "Bells ring before the sermon.", "direction: after"),
        ("The rules on bells are binding.", "The rules on bells are voluntary.", "direction: binding"),
        ("Law comes before trust.", "Trust comes before law.", "direction: before"),
        ("Bells are bought from poor towns.", "Bells are bought for poor towns.", "direction: from poor"),
    ],
)  # fmt: skip
def test_a_statement_that_is_turned_round_says_how(statement, text, found):
    said = turned(statement, [text])
    assert any(what.startswith(found) for what in said) if found else said == []


@pytest.mark.parametrize(
    ("statement", "text", "found"),
    [
        ("Fiji has ropes for every tower.", "We lack ropes for every tower.", "negation"),
        ("Fiji already named its ringer.", "We have yet to name our ringer.", "negation"),
        ("Fiji has not named its ringer.", "We have yet to name our ringer.", ""),
        ("Towns may knowingly let bells rust.", "Towns may not knowingly allow bells to rust.", "negation"),
        ("Fiji refused to pay the ringers.", "We did not pay the ringers.", ""),
        ("Fiji saw no need for bells.", "We do not see a need for bells.", ""),
        ("Bells ring not only at dawn.", "Bells ring only at dawn.", "direction"),
        ("Towers need at most six bells.", "Towers need no fewer than six bells.", "direction"),
        ("Casting has to precede ringing.", "Ringing should come first and casting second.", "direction"),
        ("Fiji took ropes from the ringers.", "We thank the ringers for the ropes.", ""),
    ],
)  # fmt: skip
def test_a_denial_is_looked_for_in_the_words_that_it_reaches(statement, text, found):
    said = turned(statement, [text])
    assert any(what.startswith(found) for what in said) if found else said == []


@pytest.mark.parametrize(
    ("statement", "text", "missing"),
    [
        ("Bells are tested every six months.", "Bells are tested twice a year.", []),
        ("Bells rang for a decade.", "Bells rang for ten years.", []),
        ("Four in ten towers are ready.", "40 per cent of the towers are ready.", []),
        ("All but three of its nine towers have bells.", "Six of our nine towers have bells.", []),
        ("Three towers are ready.", "Ready are (a) the old tower; (b) the new one; and (c) the ruin.", []),
        ("The ringers have tripled.", "There were 120 ringers. There are now 360.", []),
        ("The ringers have doubled.", "There were 120 ringers. There are now 360.", ["number: doubled"]),
        ("The bell cost about 10 million dollars.", "The bell cost 10.1 million dollars.", []),
        ("The bell cost 10 million dollars.", "The bell cost 10.1 million dollars.", ["number: 10 million"]),
        ("12 towers have a rope and a clock.", "12 towers have a roof. 5 towers have a rope and a clock.", ["number: 12"]),
    ],
)  # fmt: skip
def test_a_number_may_be_told_otherwise_but_not_of_another_thing(statement, text, missing):
    assert missing_facts(statement, [Source(text)]) == missing


def test_what_one_delegation_says_is_not_told_of_another():
    text = "Fiji proposed three bells for the old tower. Tonga considered that a clock without hands would be enough."
    assert missing_facts("Fiji considered a clock without hands enough.", [Source(text)]) == ["holder: Fiji"]
    assert missing_facts("Tonga considered a clock without hands enough.", [Source(text)]) == []


def test_not_only_denies_nothing():
    assert [clause.denied for clause in clauses("Bells are not only loud. Bells are not loud.")] == [False, True]


def test_a_word_between_the_same_neighbours_is_compared_with_it():
    assert displaced("old bells never ring loudly", ["Old bells ring loudly."]) == ["negation: ring"]
    assert displaced("some public list grows", ["One confidential list grows."]) == []
    assert displaced("one public list grows", ["One confidential list grows."]) == ["direction: public"]


def test_the_order_of_two_things_may_be_told_from_either_side():
    assert misplaced("Ringing follows prayer.", ["Prayer comes before ringing."]) == []
    assert misplaced("Ringing comes before prayer.", ["Prayer comes before ringing."]) == ["direction: before"]


def test_general_words_may_stand_for_special_ones_and_not_the_other_way_round():
    def keys(text: str, claimed: bool) -> frozenset[str]:
        return frozenset().union(*(word.keys for word in words(text, claimed)))

    assert keys("stakeholders", True) & keys("academia", False)
    assert not keys("academia", True) & keys("stakeholders", False)


def test_a_phrase_with_a_contrary_counts_as_a_whole():
    assert {side.side for side in sides("not all bells") if side.pair == sides("every bell")[0].pair} == {1}


@pytest.mark.parametrize(
    ("statement", "verdict"),
    [
        ("Fiji suggests three additional bells.", SUPPORTED),
        (
            "Fiji suggests three additional bells, twenty per cent of the towers being ready by 2027, and offers to pay for the ropes.",
            PARTLY,
        ),
        ("Fiji wants a choir of children.", NOT_SUPPORTED),
        ("", NOT_SUPPORTED),
    ],
)
def test_a_claim_that_nothing_carries_is_told_from_a_paraphrase(checking, statement, verdict):
    assert checking.check(statement, [BELLS]).verdict == verdict


def test_a_statement_without_source_is_not_supported(checking):
    assert checking.check("Fiji proposes bells.", []).verdict == NOT_SUPPORTED


def test_one_of_several_sources_is_enough_for_each_fact(checking):
    other = replace(BELLS, text="We want the ropes to be shorter.", holder="Tonga")
    assert missing_facts("Fiji proposes three bells, and Tonga wants the ropes to be shorter.", [BELLS, other]) == []


def test_a_citation_is_a_source_with_its_quote_or_its_passage():
    document = Document(id="bells.md", sha256="0" * 64, text="Bells ring. Bells rust.", session="7", date="2024")
    passage = Passage("bells.md", 0, 23, "Bells ring. Bells rust.")
    citation = Citation(1, document, passage, "Bells ring.", 0, 11, "Fiji", None, None, "verbatim")
    assert Source.of(citation) == Source("Bells ring.", "Fiji", session="7", date="2024")
    assert Source.of(citation, whole_passage=True).text == "Bells ring. Bells rust."


def source(row: dict[str, str]) -> Source:
    return Source(row["passage"], row["holder"], title=row["document"], session=row["session"], date=row["date"])


def test_of_the_statements_made_by_hand_nearly_all_are_told_apart(checking):
    caught = [row["id"] for row in ROWS if checking.check(row["altered"], [source(row)]).verdict != SUPPORTED]
    passed = [row["id"] for row in ROWS if checking.check(row["good"], [source(row)]).verdict == SUPPORTED]
    assert len(caught) >= 0.95 * len(ROWS)
    assert len(passed) >= 0.9 * len(ROWS)
