"""Symbols: found in text, written as the UN writes them, taken apart into base, revision and what they replace."""

from __future__ import annotations

import pytest
from fakes import no_hang

from ingest import symbols

# Symbols in this file need not exist.


@pytest.mark.parametrize(
    ("printed", "expected"),
    [
        ("A /AC.290/2021/CRP.\n\n2", "A/AC.290/2021/CRP.2"),
        ("A/C.1/73/L.27.Rev.1", "A/C.1/73/L.27/Rev.1"),
        ("A/68/98*", "A/68/98"),
        ("S/RES/1540 (2004)", "S/RES/1540 (2004)"),
        ("S/RES/1540(2004)", "S/RES/1540 (2004)"),
        ("A/RES/103 (I)", "A/RES/103(I)"),
        ("A/81/6 (Sect.5)", "A/81/6 (Sect. 5)"),
        ("A/81/6 (Sect.29 A)", "A/81/6 (Sect. 29A)"),
        ("A/81/6 (Income sect.2)", "A/81/6 (Income sect. 2)"),
        ("A/81/6 (Plan outline)/Rev.1", "A/81/6 (Plan outline)/Rev.1"),
        ("A/81/6 (Introduction)", "A/81/6 (Introduction)"),
        ("A/69/308 (Part II)", "A/69/308 (Part II)"),
        ("a/ac.292/2025/crp.1/rev.2", "A/AC.292/2025/CRP.1/Rev.2"),
        ("A-AC-292-2024-CRP-1", "A/AC.292/2024/CRP.1"),
        ("A-AC.292-2024-CRP.1-Rev.2", "A/AC.292/2024/CRP.1/Rev.2"),
        ("A/99/992–S/2099/503", "A/99/992-S/2099/503"),
        ("A/99/62* − E/2099/12*", "A/99/62-E/2099/12"),
        ("", ""),
    ],
)
def test_a_symbol_is_written_as_the_un_writes_it(printed, expected):
    assert symbols.canonical(printed) == expected
    assert symbols.canonical(expected) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("what does a/res/78/100 say", ["A/RES/78/100"]),
        ("the file A-AC-292-2024-CRP-1 of the Chair", ["A/AC.292/2024/CRP.1"]),
        ("A/AC.292/2025/INF.5 and S/RES/1540 (2004)", ["A/AC.292/2025/INF.5", "S/RES/1540 (2004)"]),
        ("CCW/GGE.1/2023/CRP.1, CD/2234", ["CCW/GGE.1/2023/CRP.1", "CD/2234"]),
        ("and/or, s/he, i/o, A/B tests, 24/7, TCP/IP", []),
        ("A/81/6 (Plan outline) and A/81/6 (Sect. 29B)", ["A/81/6 (Plan outline)", "A/81/6 (Sect. 29B)"]),
        ("A/79/214 twice: a/79/214", ["A/79/214"]),
        ("https://media.example.org/web/a/76/136776.jpg", []),
    ],
)
def test_symbols_of_a_text_are_found_however_they_are_typed(text, expected):
    assert symbols.find(text) == expected


@pytest.mark.parametrize(
    ("symbol", "base", "revision", "supersedes"),
    [
        ("A/AC.292/2025/CRP.1", "A/AC.292/2025/CRP.1", "", ""),
        ("A/AC.292/2025/CRP.1/Rev.1", "A/AC.292/2025/CRP.1", "Rev.1", "A/AC.292/2025/CRP.1"),
        ("A/AC.292/2025/CRP.1/Rev.2", "A/AC.292/2025/CRP.1", "Rev.2", "A/AC.292/2025/CRP.1/Rev.1"),
        ("A/C.1/73/L.27/Rev.10", "A/C.1/73/L.27", "Rev.10", "A/C.1/73/L.27/Rev.9"),
        ("A/99/1/Corr.1", "A/99/1", "Corr.1", ""),
        ("A/99/1/Add.3", "A/99/1", "Add.3", ""),
        ("A/99/1/Add.1/Rev.1", "A/99/1", "Add.1/Rev.1", "A/99/1/Add.1"),
        ("A/99/1/Rev.2/Corr.1", "A/99/1", "Rev.2/Corr.1", ""),
        ("A/99/308 (Part II)", "A/99/308", "Part II", ""),
        ("A/99/308 (Part II)/Corr.1", "A/99/308", "Part II/Corr.1", ""),
        ("A/99/5 (Vol. II)", "A/99/5", "Vol. II", ""),
        ("S/RES/1540 (2004)", "S/RES/1540 (2004)", "", ""),
        ("A/RES/103(I)", "A/RES/103(I)", "", ""),
        ("A/99/7/Rev.1-S/2099/8/Rev.1", "A/99/7-S/2099/8", "Rev.1", "A/99/7-S/2099/8"),
        ("", "", "", ""),
    ],
)
def test_a_revision_replaces_the_text_before_it_and_a_corrigendum_or_addendum_none(symbol, base, revision, supersedes):
    assert (symbols.base(symbol), symbols.revision(symbol)) == (base, revision)
    assert symbols.supersedes(symbol) == supersedes


def test_a_double_symbol_is_two():
    assert symbols.parts("A/66/64-E/2011/77") == ("A/66/64", "E/2011/77")
    assert symbols.parts("A/ES-10/1-S/2099/2") == ("A/ES-10/1", "S/2099/2")
    assert symbols.parts("") == ()


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("A_C.1_73_L.27_Rev.1.pdf", "A/C.1/73/L.27/Rev.1"),
        ("a_res_73_27.txt", "A/RES/73/27"),
        ("A_80_6_Sect.6.docx", "A/80/6 (Sect. 6)"),
        ("CCW_GGE.1_2023_CRP.1.pdf", "CCW/GGE.1/2023/CRP.1"),
        ("A_1.txt", ""),
        ("GHA_71_2016.txt", ""),
    ],
)
def test_a_file_name_may_spell_a_symbol_of_three_parts(name, expected):
    assert symbols.of_name(name) == expected


def test_a_symbol_that_a_line_break_has_broken_is_joined_and_a_sentence_is_left():
    assert symbols.mended("A /AC.290/2021/CRP.\n2") == "A/AC.290/2021/CRP.2"
    assert symbols.mended("Option A / option B. 2 lamps") == "Option A / option B. 2 lamps"


@pytest.mark.parametrize("piece", ["A/", "A/1", "a/res/", "ECE/A", "A /", "A-AC-", "/Rev.1", "A/1-", "(Part I) "])
def test_a_page_of_half_symbols_takes_no_time(piece):
    text = piece * 40_000
    with no_hang():
        symbols.find(text)
        symbols.mended(text)
        symbols.base(symbols.canonical(text))
