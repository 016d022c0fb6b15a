"""The citation check, the stances and the wording of places and dates. All texts are invented."""

from __future__ import annotations

import re
import unicodedata

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from app import wording
from app.bearing import numbers, of_others
from app.check import (
    NORMALISED,
    NOT_FOUND,
    OTHER_HOLDER,
    OTHER_PLACE,
    STITCHED,
    TOO_LONG,
    VERBATIM,
    check,
    verdict,
)
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


REPORT = (
    "Kenya (7 March): The Chair’s “zero draft” is a non-binding text – it helps States’ infor-\nmation sharing.\n\n"
    "Fiji: We cannot accept\nthe text.  We take 1.5 per cent. We take note of it, and of the ﬁnal list of États.\n\n"
    "Kenya: We take note of it, and of the fund."
)
FIJI, LAST = REPORT.index("Fiji:"), REPORT.rindex("Kenya:")
SPEAKERS = (Turn(0, "Kenya"), Turn(FIJI, "Fiji"), Turn(LAST, "Kenya"))


@pytest.mark.parametrize(
    ("quote", "holder", "normalised"),
    [
        ("We cannot accept the text.", "Fiji", ("white space",)),
        ("We cannot\u00a0accept\nthe text.", "Fiji", ("white space",)),
        ('The Chair\'s "zero draft" is', "Kenya", ("quotation marks",)),
        ("The Chair’s « zero draft » is", "Kenya", ("white space", "quotation marks")),
        ("The Chair’s ‘zero draft’ is", "Kenya", ("quotation marks",)),
        ("helps States’ information sharing", "Kenya", ("hyphenation",)),
        ("helps States’ infor\u00admation sharing", "Kenya", ("hyphenation",)),
        ("a non\u00adbinding text – it", "Kenya", ("hyphenation",)),
        ("a non-\nbinding text – it", "Kenya", ("hyphenation",)),
        ("a non‑binding text—it helps", "Kenya", ("white space", "dashes")),
        ("the final list of E\u0301tats.", "Fiji", ("forms of letters",)),
    ],
)
def test_blanks_dashes_and_marks_may_differ_and_the_check_says_so(quote, holder, normalised):
    found = check(document(REPORT), SPEAKERS, quote, holder)
    assert (found.verdict, found.normalised) == (NORMALISED, normalised)
    assert found.span is not None


@pytest.mark.parametrize(
    "quote",
    [
        "we cannot accept the text.",
        "We can not accept the text.",
        "We cannot accept the texts.",
        "We cannot accept, the text.",
        "We take 15 per cent.",
        "We take 1.6 per cent.",
        "take 1",
        "5 per cent",
        "We can",
        "binding text",
        "a nonbinding text",
        "a zero draft is",
        "“”",
        "…",
        "...",
        "[...]",
    ],
)
def test_other_letters_digits_and_points_are_other_words(quote):
    assert check(document(REPORT), SPEAKERS, quote, "Fiji").verdict in (NOT_FOUND, OTHER_HOLDER)
    assert not check(document(REPORT), SPEAKERS, quote, "Kenya").shown


@pytest.mark.parametrize(
    ("quote", "holder", "verdict"),
    [
        ("We cannot accept … note of it, and of the ﬁnal list", "Fiji", STITCHED),
        ("We cannot accept the text. [...] of the final list", "Fiji", STITCHED),
        ("We cannot accept the text. We take note of it, and", "Fiji", STITCHED),
        ("We cannot accept ... of the fund.", "Fiji", OTHER_HOLDER),
        ("We cannot accept ... of the moon.", "Fiji", NOT_FOUND),
        ("We cannot accept the fund.", "Fiji", NOT_FOUND),
    ],
)
def test_parts_that_stand_apart_are_stitched(quote, holder, verdict):
    found = check(document(REPORT), SPEAKERS, quote, holder)
    assert (found.verdict, found.span) == (verdict, None)


def test_each_part_of_a_stitched_quote_has_its_span():
    found = check(document(REPORT), SPEAKERS, "We cannot accept … per cent.", "Fiji")
    assert [REPORT[start:end] for start, end in found.spans] == ["We cannot accept", "per cent."]


def test_of_several_occurrences_that_of_the_holder_counts():
    quote = "We take note of it, and of the"
    assert check(document(REPORT), SPEAKERS, quote, "Kenya").span[0] > LAST
    assert FIJI < check(document(REPORT), SPEAKERS, quote, "Fiji").span[0] < LAST
    assert check(document(REPORT), SPEAKERS, quote, "Iran").verdict == OTHER_HOLDER


def test_of_several_occurrences_that_in_the_passage_counts():
    text = "We agree. We agree. We agree."
    found = check(document(text), (Turn(0, "Fiji"),), "We agree.", "Fiji", (10, 20))
    assert (found.verdict, found.span) == (VERBATIM, (10, 19))
    assert check(document(text), (Turn(0, "Fiji"),), "We agree.", "Fiji", (12, 20)).verdict == OTHER_PLACE


def test_the_holders_words_in_another_place_are_found_there():
    found = check(document(REPORT), SPEAKERS, "of the fund.", "Kenya", (0, 60))
    assert (found.verdict, found.span) == (OTHER_PLACE, (REPORT.index("of the fund."), len(REPORT)))


def test_what_another_says_between_two_turns_of_the_holder_is_no_quote():
    assert check(document(REPORT), SPEAKERS, REPORT[20:], "Kenya").verdict == OTHER_HOLDER


def test_a_holder_may_go_by_any_of_its_names():
    found = check(document("We agree."), (Turn(0, "Iran (Islamic Republic of)"),), "We agree.", "Iran")
    assert found.verdict == VERBATIM


WORDS = st.lists(st.sampled_from("bell bells non-binding oil’s “rusty” 7 2.5 États – paint, a".split()), min_size=1)


@given(WORDS, st.data())
def test_any_words_of_the_text_are_verbatim(words, data):
    first = data.draw(st.integers(0, len(words) - 1))
    last = data.draw(st.integers(first + 1, len(words)))
    quote, text = " ".join(words[first:last]), " ".join(words)
    assume(any(char.isalnum() for char in quote))
    found = check(document(text), (Turn(0, "Fiji"),), quote, "Fiji")
    assert found.verdict == (VERBATIM if last - first <= 150 else TOO_LONG)
    assert text[slice(*found.span)] == quote


@given(WORDS, st.lists(st.sampled_from([" ", "\n", "  ", "\u00a0", "\t\n"]), min_size=1))
def test_other_white_space_is_normalised(words, blanks):
    text = " ".join(words)
    quote = "".join(word + blanks[at % len(blanks)] for at, word in enumerate(words)).strip()
    assume(any(char.isalnum() for char in quote))
    found = check(document(text), (Turn(0, "Fiji"),), quote, "Fiji")
    assert found.verdict == (VERBATIM if quote == text else NORMALISED)
    held = text[slice(*found.span)]
    assert " ".join(held.split()).strip("– ") == " ".join(quote.split()).strip("– ")  # a dash at an end may go


@given(WORDS, st.data())
def test_a_changed_letter_or_digit_is_no_quote(words, data):
    text = " ".join(words)
    places = [at for at, char in enumerate(text) if char.isalnum()]
    assume(places)
    at = data.draw(st.sampled_from(places))
    changed = data.draw(st.sampled_from("xqZ0369²éш"))
    quote = f"{text[:at]}{changed}{text[at + 1 :]}"
    assume(quote != text)
    assert not check(document(text), (Turn(0, "Fiji"),), quote, "Fiji").shown


@given(
    st.text(alphabet="ab1é -–\n“'’…»«.,\u00ad\u200b\u0301", max_size=40),
    st.text(alphabet="ab1é -\n\"'…«.\u00ad", max_size=12),
)
def test_a_span_holds_the_letters_of_the_quote(text, quote):
    found = check(document(text), (Turn(0, "Fiji"),), quote, "Fiji")
    if found.shown:
        held = unicodedata.normalize("NFC", text[slice(*found.span)])
        assert re.findall(r"[^\W_]", held) == re.findall(r"[^\W_]", quote)


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
