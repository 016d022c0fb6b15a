"""Masthead: symbols, sessions and dates as page one prints them."""

from __future__ import annotations

import pytest

from ingest.masthead import SYMBOL, canonical, find, find_date, ordinal, symbol_of_name

# All mastheads in this file are invented; symbols in them need not exist.


def symbols(text: str) -> list[str]:
    return [match.group() for match in SYMBOL.finditer(text)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("As said in A/AC.292/2024/WP.3 and in A/79/214, para. 33 (b).", ["A/AC.292/2024/WP.3", "A/79/214"]),
        ("A/RES/75/240", ["A/RES/75/240"]),
        ("the report (A/76/136*) of May", ["A/76/136"]),
        ("A/C.1/78/L.60/Rev.1", ["A/C.1/78/L.60/Rev.1"]),
        ("A/AC.290/2021/CRP.2", ["A/AC.290/2021/CRP.2"]),
        ("the budget A/81/6 (Sect. 5) of the year", ["A/81/6 (Sect. 5)"]),
        ("A/RES/103(I)", ["A/RES/103(I)"]),
        ("S/RES/1540 (2004)", ["S/RES/1540 (2004)"]),
        ("A/AC.291/24/Add.1", ["A/AC.291/24/Add.1"]),
        ("ST/AI/189/Add.9/Rev.2", ["ST/AI/189/Add.9/Rev.2"]),
        ("https://media.example.org/web/media/76/136776.jpg", []),
        ("and/or 24/7, I/O, A/B testing, N/A", []),
        ("A/68/98* was reissued.", ["A/68/98"]),
        ("A/C.1/73/L.27.Rev.1 misprints a slash", ["A/C.1/73/L.27.Rev.1"]),
        ("the file A-AC-292-2024-CRP-1", []),
        ("A/78/PV.63", ["A/78/PV.63"]),
        ("TCP/IP, A/D, 4/5", []),
        ("the joint symbol A/66/64-E/2011/77", ["A/66/64"]),
        ("E/ICEF/2025/25 and ST/SER.A/1", ["E/ICEF/2025/25", "ST/SER.A/1"]),
        ("A/RES/75/240.", ["A/RES/75/240"]),
    ],
)
def test_document_symbols_are_found_whole_and_nothing_else_is(text, expected):
    assert symbols(text) == expected


@pytest.mark.parametrize(
    ("printed", "expected"),
    [
        ("A /AC.290/2021/CRP.\n\n2", "A/AC.290/2021/CRP.2"),
        ("A/C.1/73/L.27.Rev.1", "A/C.1/73/L.27/Rev.1"),
        ("A/68/98*", "A/68/98"),
        ("S/RES/1540 (2004)", "S/RES/1540 (2004)"),
    ],
)
def test_a_symbol_is_written_as_the_un_writes_it(printed, expected):
    assert canonical(printed) == expected


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("A_RES_73_27.txt", "A/RES/73/27"),
        ("un/A_AC.292_2025_INF_5.en.pdf", "A/AC.292/2025/INF/5"),
        ("S_RES_2787 (2025).en.pdf", "S/RES/2787 (2025)"),
        ("A-AC-292-2024-CRP-1.pdf", "A/AC.292/2024/CRP.1"),
        ("A-AC.292-2024-L1.pdf", "A/AC.292/2024/L.1"),
        ("report of the chair.pdf", ""),
        ("and_or.txt", ""),
    ],
)
def test_a_file_name_may_spell_a_symbol(name, expected):
    assert symbol_of_name(name) == expected


@pytest.mark.parametrize(
    ("words", "number"),
    [
        ("first", 1), ("Seventh", 7), ("7th", 7), ("21st", 21), ("twentieth", 20), ("eightieth", 80),
        ("seventy-ninth", 79), ("forty-second", 42), ("this", None), ("seventy-ninthly", None), ("7", None),
    ],
)  # fmt: skip
def test_ordinals_are_numbers(words, number):
    assert ordinal(words) == number


@pytest.mark.parametrize(
    ("text", "iso"),
    [
        ("New York, 4 March 2024", "2024-03-04"),
        ("New York, 4–8 March 2024", "2024-03-04/2024-03-08"),
        ("4 to 8 March 2024", "2024-03-04/2024-03-08"),
        ("29 July – 1 August 2024", "2024-07-29/2024-08-01"),
        ("30 December 2024 - 3 January 2025", "2024-12-30/2025-01-03"),
        ("45 March 2024", ""),
        ("March 2024", ""),
    ],
)
def test_days_and_spans_of_days_are_read(text, iso):
    assert find_date(text) == iso


def test_a_session_document_has_symbol_body_session_and_the_days_of_the_session():
    head = find(
        [
            "A/AC.292/2024/CRP.9",
            "Open-ended working group on ropes and lamps 2021–2025",
            "Seventh substantive session",
            "New York, 4–8 March 2024",
            "Draft elements on the mending of ropes",
        ],
        "",
        "crp9.pdf",
    )
    assert (head.symbol, head.body, head.session) == ("A/AC.292/2024/CRP.9", "OEWG 2021-2025", "7")
    assert (head.date, head.date_kind) == ("2024-03-04/2024-03-08", "session")


def test_a_resolution_has_its_symbol_from_its_number_and_its_day_of_adoption():
    head = find(
        [
            "Resolution adopted by the General Assembly on 5 December 2018",
            "[on the report of the First Committee (A/99/505)]",
            "99/27. Developments in the field of ropes",
        ],
        "",
        "a.txt",
    )
    assert (head.symbol, head.title) == ("A/RES/99/27", "Developments in the field of ropes")
    assert (head.kind, head.body, head.session) == ("resolution", "General Assembly", "99")
    assert (head.date, head.date_kind, head.authority) == ("2018-12-05", "adoption", "adopted")


def test_a_security_council_resolution_has_the_symbol_that_is_printed():
    head = find(
        ["S/RES/9999 (2025)", "Adopted by the Security Council at its 9000th meeting, on 14 July 2025"], "", "a.pdf"
    )
    assert (head.symbol, head.body, head.date) == ("S/RES/9999 (2025)", "Security Council", "2025-07-14")


@pytest.mark.parametrize(
    ("lines", "kind"),
    [
        (["A/AC.292/2025/INF/9", "Compendium of statements on ropes"], "compendium"),
        (["Study of ropes", "It begins with a Compendium of statements of 1990"], ""),
        (["Compendium of good ropes"], ""),
        (["A/99/PV.7", "7th plenary meeting"], "verbatim record"),
        (["A/AC.999/SR.7", "7th meeting"], "summary record"),
        (["Summary record of the 7th meeting"], "summary record"),
        (["A/99/999", "Ropes", "Report of the Secretary-General"], "report of the Secretary-General"),
        (["A/99/999", "Ropes", "Note by the Secretariat"], "note by the Secretariat"),
        (["A/C.1/99/L.7", "Ghana: draft resolution"], "draft resolution"),
        (["Ropes of the world", "By a friend of ropes"], ""),
    ],
)
def test_the_kind_of_a_document_is_said_on_page_one(lines, kind):
    assert find(lines, "", "a.pdf").kind == kind


def test_a_page_that_says_nothing_gives_nothing():
    head = find(["Ropes of the world are strong"], "", "a.pdf")
    assert (head.symbol, head.body, head.session, head.date) == ("", "", "", "")
    assert head.title == "Ropes of the world are strong"
