"""The citation check, the stances and the wording of places and dates. All texts are invented."""

from __future__ import annotations

import pytest

from app import wording
from app.bearing import numbers, of_others
from app.check import NOT_FOUND, OTHER_HOLDER, OTHER_PLACE, TOO_LONG, VERBATIM, verdict
from app.stance import asked_stance, stances, takes
from ingest.document import Document
from ingest.speakers import Turn

TEXT = "Mr. Fiala (Czechia): Bells need oil.\n\nMs. Diop (Senegal): Bells need paint."
OIL, PAINT = TEXT.index("Bells need oil."), TEXT.index("Bells need paint.")
TURNS = (Turn(0, "Czechia"), Turn(TEXT.index("Ms. Diop"), "Senegal"))


def document(text: str = TEXT) -> Document:
    return Document(id="record.txt", sha256="0" * 64, text=text)


def test_words_that_stand_there_in_that_mouth_are_verbatim():
    assert verdict(document(), TURNS, "Bells need oil.", OIL, OIL + 15, "Czechia") == VERBATIM


@pytest.mark.parametrize(
    ("quote", "start", "holder", "found"),
    [
        ("Bells need oil.", OIL, "Senegal", OTHER_HOLDER),
        ("Bells need oil.", OIL, None, OTHER_HOLDER),
        ("Bells need paint.", PAINT, "Czechia", OTHER_HOLDER),
        ("Bells need oil.", OIL + 1, "Czechia", OTHER_PLACE),
        ("Bells need oil", OIL + 40, "Czechia", OTHER_PLACE),
        ("bells need oil.", OIL, "Czechia", NOT_FOUND),
        ("Bells need rust.", OIL, "Czechia", NOT_FOUND),
        ("", OIL, "Czechia", NOT_FOUND),
        ("  ", OIL, "Czechia", NOT_FOUND),
    ],
)
def test_whatever_is_changed_is_found(quote, start, holder, found):
    assert verdict(document(), TURNS, quote, start, start + len(quote), holder) == found


def test_a_quote_that_runs_on_into_the_next_speakers_words_is_nobodys():
    quote = TEXT[OIL : PAINT + 5]
    for holder in ("Czechia", "Senegal"):
        assert verdict(document(), TURNS, quote, OIL, PAINT + 5, holder) == OTHER_HOLDER


def test_a_quote_has_at_most_150_words():
    for words, found in ((150, VERBATIM), (151, TOO_LONG)):
        text = " ".join(["bell"] * words)
        assert verdict(document(text), (Turn(0, "Fiji"),), text, 0, len(text), "Fiji") == found


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("We call for a register.", {"wants"}),
        ("Fiji welcomes the register.", {"supports"}),
        ("Fiji rejects the register.", {"opposes"}),
        ("The register has four columns.", set()),
    ],
)
def test_a_stance_is_read_from_the_verbs(text, expected):
    assert stances(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Kenya does not support a new instrument.", {"opposes"}),
        ("Kenya has no objection to the programme.", set()),
        ("Canada opposes neither the fund nor its scope.", set()),
        ("The embargo cannot be accepted; Brazil calls for an end to it.", {"opposes"}),
        ("We urge that the sanctions be lifted.", {"wants", "opposes"}),
    ],
)
def test_a_denied_stance_is_not_taken(text, expected):
    assert stances(text) == expected


@pytest.mark.parametrize(
    ("question", "stance"),
    [
        ("Who opposes a register?", "opposes"),
        ("Who supports sanctions against Fiji?", "supports"),
        ("Who does not support a register?", "opposes"),
        ("Which States call for an end to the embargo?", "opposes"),
        ("Who proposes a fund?", "wants"),
        ("Who mentions a fund?", ""),
    ],
)
def test_a_question_asks_for_the_stance_of_its_first_verb(question, stance):
    assert asked_stance(question) == stance


def test_words_that_take_both_sides_take_none():
    both = "Fiji welcomes the fund and rejects the register."
    assert not takes("supports", both)
    assert takes("supports", "Fiji welcomes the fund.")
    assert takes("wants", "Fiji welcomes the fund.")
    assert not takes("opposes", "Fiji welcomes the fund.")


@pytest.mark.parametrize(
    ("iso", "words"),
    [
        ("2024-03-04/2024-03-08", "4–8 March 2024"),
        ("2024-02-28/2024-03-08", "28 February – 8 March 2024"),
        ("2023-12-28/2024-01-03", "28 December 2023 – 3 January 2024"),
        ("2024-03-04", "4 March 2024"),
        ("2024-03", "March 2024"),
        ("2024", "2024"),
        ("spring", "spring"),
        ("2024-13", "2024-13"),
    ],
)
def test_a_date_is_written_as_the_un_writes_it(iso, words):
    assert wording.day(iso) == words


@pytest.mark.parametrize(
    ("number", "words"),
    [("7", "seventh session of the OEWG"), ("78", "78th session of the OEWG"), ("111", "111th session of the OEWG"), ("81", "81st session of the OEWG")],
)  # fmt: skip
def test_a_session_is_spelled_out_up_to_fifteen(number, words):
    assert wording.session(number, "OEWG") == words
    assert wording.session(number, "") == words.removesuffix(" of the OEWG")


def test_what_names_no_holder_says_so():
    assert wording.lead(document(), None, None).startswith("**No holder named**")


@pytest.mark.parametrize(
    "said",
    [
        "Some delegations want all lamps to be open.",
        "India wants a fund of ten lamps.",
        "India and Fiji have proposed a fund.",
        "See the proposal by India for a fund.",
        "It is not true that Kenya wants a fund.",
        "The paper of India says that lamps are free.",
        "India continues: lamps are free.",
        "I quote my brother from India: “Lamps are free.”",
        "We are told that lamps are free. This is false.",
        "India wants a fund, and Kenya takes no position.",
    ],
)
def test_what_others_want_is_not_the_speakers_stance(said):
    assert of_others(said, "Kenya")


@pytest.mark.parametrize(
    "said",
    [
        "Kenya wants a fund.",
        "We support the proposal that was discussed, and a fund for India.",
        "Together with India, we propose a fund.",
        "Kenya wants a fund, run from India.",
    ],
)
def test_ones_own_stance_is_ones_own_though_others_are_named(said):
    assert not of_others(said, "Kenya")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Who proposed three meetings a year?", {"3"}),
        ("Who wants 10 lamps by 2026?", {"10"}),
        ("Who spoke of paragraph 26 at session 7 on 3 March 2024?", set()),
        ("Who sponsored A/RES/75/240 or resolution 76/19?", set()),
        ("a fund of 2 million dollars and four lamps", {"2", "4"}),
    ],
)
def test_amounts_are_read_in_words_and_digits(text, expected):
    assert numbers(text) == expected
