"""What may be quoted of a paragraph: never a sentence that says the contrary when it stands alone. Texts invented."""

from __future__ import annotations

import pytest

from app.quotable import quotable
from ingest.structure import Unit

FILLER = " ".join(
    f"Lamp number {number} in the harbour burns well and is painted every single year." for number in range(8)
)


def quotes(text: str) -> list[str]:
    return [text[start:end] for start, end in quotable(text, Unit(0, len(text), "paragraph"))]


def test_a_short_paragraph_is_quoted_whole():
    text = "They claim that lamps are free. We disagree with this."
    assert quotes(text) == [text]


def test_a_long_paragraph_is_quoted_by_the_sentence():
    assert quotes(FILLER) == [
        f"Lamp number {n} in the harbour burns well and is painted every single year." for n in range(8)
    ]


@pytest.mark.parametrize(
    "together",
    [
        "They claim a great deal. Lamps need no oil. We disagree with every one of these claims.",
        "It is said that harbours are safe. Nobody drowns there. This is simply not true.",
        "Lamps need no oil. This is false.",
        "Lamps need no oil. My delegation does not share that view.",
        "As Ruritania puts it: “Lamps need no oil. Harbours need no lamps. Ships need no harbours.”",
        'The paper says: "Lamps need no oil. Harbours need no lamps."',
    ],
)
def test_words_of_others_are_quoted_with_what_is_said_of_them(together):
    found = quotes(f"{FILLER} {together} {FILLER}")
    assert together in found
    assert not any("need no oil" in quote and quote != together for quote in found)


def test_what_hangs_together_but_is_too_long_is_not_quoted():
    opened = (
        "As Ruritania puts it: “" + " ".join(f"Lamp {n} burns no oil in any harbour of ours." for n in range(20)) + "”"
    )
    assert quotes(f"{FILLER} {opened}") == quotes(FILLER)


def test_a_quotation_that_never_closes_does_not_hide_the_paragraph_after_it():
    (first, *_) = quotes(f"{FILLER} He said “lamps burn. {FILLER}")
    assert first == "Lamp number 0 in the harbour burns well and is painted every single year."


def test_a_sentence_that_is_too_long_is_cut_at_its_semicolons():
    lamps = "lamps, ropes and " * 20
    keepers, pilots, guild = (
        f"The keepers have {lamps}bells;",
        f"pilots have {lamps}bells;",
        f"the guild has {lamps}bells.",
    )
    assert quotes(f"{keepers} {pilots} {guild}") == [f"{keepers} {pilots}", guild]


def test_the_end_of_a_sentence_that_is_too_long_is_cut_at_a_comma_and_not_between_words():
    first, last = (
        "The keepers, " + "who light many old lamps " * 20 + "at noon,",
        "ring " + "many old bells " * 20 + "at night.",
    )
    assert quotes(f"{first} {last}") == [first, last]


@pytest.mark.parametrize(
    ("heading", "spans"),
    [("Nicaragua (joint statement of the Group of 77)", 0), ("II. Fiji", 0), ("Lamps of the harbour", 1)],
)
def test_the_name_of_a_delegation_above_its_statement_is_not_quoted(heading, spans):
    assert len(quotable(heading, Unit(0, len(heading), "heading"))) == spans
