"""Masthead: symbols, sessions and dates as page one prints them."""

from __future__ import annotations

import pytest
from fakes import no_hang

from ingest.days import days, find_date
from ingest.masthead import Masthead, find
from ingest.ordinals import ordinal, session_number
from ingest.parse import understand
from ingest.readers.plain import parse as parse_text
from ingest.symbols import SYMBOL
from ingest.symbols import of_name as symbol_of_name

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
        ("20–24 and 29–31 January and 11 February 2025", "2025-01-20/2025-02-11"),
        ("28 December – 3 January 2025", "2024-12-28/2025-01-03"),
        ("July 7–11, 2025", "2025-07-07/2025-07-11"),
        ("7 mars 2024", "2024-03-07"),
        ("du 4 au 8 mars 2024", "2024-03-04/2024-03-08"),
        ("1er mars 2024", "2024-03-01"),
        ("4 de marzo de 2024", "2024-03-04"),
        ("del 4 al 8 de marzo de 2024", "2024-03-04/2024-03-08"),
        ("4 марта 2024 года", "2024-03-04"),
        ("4–8 марта 2024 года", "2024-03-04/2024-03-08"),
        ("A/99/466 5 October 1992", "1992-10-05"),
        ("31 February 2024", ""),
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
    assert (head.date, head.date_kind, head.holder) == ("2018-12-05", "adoption", "General Assembly")


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
        (["A/99/999", "Ropes", "Note by the Secretary-General"], "note by the Secretary-General"),
        (["A/C.1/99/L.7", "Ropes", "Draft decision submitted by the Chair"], "draft decision"),
        (["Decision adopted by the General Assembly on 4 May 2024", "99/512. Ropes"], "decision"),
        (["A/AC.999/2024/1", "Annotated provisional agenda"], "agenda"),
        (["A/AC.999/2024/2", "Report of the Committee on Ropes", "Provisional agenda for the next session"], "report"),
        (["A/AC.999/INF/2", "List of participants"], "list of participants"),
        (["A/99/9", "Letter dated 4 May 2024 from the Permanent Representative of Fiji addressed to"], "letter"),
        (["Letter dated 4 May 2024 from the Chair"], "Chair's paper"),
        (["Chair's discussion paper on ropes"], "Chair's paper"),
        (["Zero draft of the report on ropes"], "draft"),
        (["Draft final report, Rev. 2"], "draft"),
        (["A/AC.999/2024/CRP.1", "Draft report"], "draft"),
        (["A/AC.999/2024/CRP.1", "Ropes and lamps"], "conference room paper"),
        (["A/AC.999/2024/WP.1", "Ropes and lamps"], "working paper"),
        (["A/99/99", "Group of Governmental Experts on Ropes", "Note by the Secretary-General"], "GGE report"),
        (
            ["A/99/98", "Report of the open-ended working group on ropes", "Annual progress report"],
            "annual progress report",
        ),
        (["A/AC.999/2021/CRP.2", "Final Substantive Report"], "final report"),
        (["E/CN.9/2025/NGO/1", "Statement submitted by Lamps for All"], "stakeholder statement"),
        (["Transcript of the third meeting"], "transcript"),
        (["AI-generated summary of the meeting"], "secondary"),
        (["Convention on Ropes", "The Parties to this Convention,"], "convention"),
        (["Statement on the Convention on Ropes"], ""),
        (["Comments on the Chair's paper"], ""),
    ],
)
def test_the_kind_of_a_document_is_said_on_page_one(lines, kind):
    assert find(lines, "", "a.pdf").kind == kind


def test_a_page_that_says_nothing_gives_nothing():
    head = find(["Ropes of the world are strong"], "", "a.pdf")
    assert (head.symbol, head.body, head.session, head.date) == ("", "", "", "")
    assert head.title == "Ropes of the world are strong"


NAME = "security of and in the use of information and communications technologies"
ROPES = "The ropes of the harbour are to be mended before the winter, and each lamp is to have a number. " * 3


def head_of(*lines: str, name: str = "a.pdf") -> Masthead:
    return find(lines, "", name)


def test_a_paper_of_the_assembly_has_its_session_and_the_groups_process():
    head = head_of(
        "United Nations A/99/214",
        "General Assembly Distr.: General",
        "22 July 2024",
        "Original: English",
        "Ninety-ninth session",
        "Item 94 (b) of the provisional agenda*",
        "Ropes and lamps in the harbour",
        f"Report of the open-ended working group on {NAME} 2021–2025",
        f"1. {ROPES}",
    )
    assert (head.body, head.process, head.session) == ("General Assembly", "OEWG 2021-2025", "99")
    assert (head.date, head.date_kind, head.agenda_item) == ("2024-07-22", "issue", "94 (b)")
    assert (head.title, head.place) == ("Ropes and lamps in the harbour", "")
    sources = dict(head.sources)
    assert (sources["body"], sources["process"], sources["date"]) == ("by its symbol", "page 1", "page 1")


@pytest.mark.parametrize(
    ("lines", "body", "process"),
    [
        ([f"Open-ended Working Group on the {NAME} 2021-2025"], "OEWG 2021-2025", "OEWG 2021-2025"),
        (["Open-ended Working Group on the", f"{NAME}", "2021-2025"], "OEWG 2021-2025", "OEWG 2021-2025"),
        (["Statement at the OEWG 2021-2025"], "OEWG 2021-2025", "OEWG 2021-2025"),
        (["Grupo de trabajo de composición abierta sobre la seguridad de las tecnologías de la información (2021-2025)"],
         "OEWG 2021-2025", "OEWG 2021-2025"),
        (["Open-ended working group on ageing, 2021-2025"], "Open-ended working group on ageing", ""),
        (["Open-ended working group on chemicals and waste"], "Open-ended working group on chemicals and waste", ""),
        (["Group of Governmental Experts on Lethal Autonomous Weapons Systems"],
         "Group of Governmental Experts on Lethal Autonomous Weapons Systems", ""),
        (["Programme of Action on small arms and light weapons"], "", ""),
        (["A/CONF.999/1", "Programme of action on small arms"], "", ""),
        (["A/AC.290/2021/CRP.9", "Ropes"], "OEWG 2019-2021", "OEWG 2019-2021"),
        (["A/AC.2920/1", "Ropes"], "", ""),
        (["A/AC.291/9", "Ropes"], "Ad Hoc Committee on cybercrime", "Ad Hoc Committee on cybercrime"),
        (["A/C.1/99/L.9", "Ropes"], "First Committee", ""),
        (["First Committee, ninety-ninth session"], "First Committee", ""),
        (["A/99/9", "Group of Governmental Experts on Advancing Responsible State Behaviour in Cyberspace"],
         "General Assembly", "GGE 2019-2021"),
        (["A/70/9", "Group of Governmental Experts on Developments in the Field of Information and Telecommunications"],
         "General Assembly", "GGE 2014-2015"),
        (["Global Mechanism on developments in the field of ICTs"], "Global Mechanism", "Global Mechanism"),
        (["E/CN.9/2024/1", "Economic and Social Council", "Commission on Ropes", "Third session"],
         "Commission on Ropes", ""),
    ],
)  # fmt: skip
def test_body_and_process_are_told_apart_and_namesakes_are_called_what_they_are(lines, body, process):
    head = find(lines, "", "a.txt")
    assert (head.body, head.process) == (body, process)


def test_running_text_names_neither_session_nor_process():
    head = head_of("Statement on ropes", "Mr. Chair,", f"1. At the sixth session of the OEWG 2021-2025, {ROPES}")
    assert (head.session, head.process, head.date) == ("", "", "")


@pytest.mark.parametrize(
    ("lines", "expected"),
    [
        (["Third session", "Durban, 28 November to 3 December 2011"], ("2011-11-28/2011-12-03", "session", "Durban")),
        (["Third session Durban, 28 November to 3 December 2011"], ("2011-11-28/2011-12-03", "session", "Durban")),
        (["Fifth session", "16 June–9 July 2025 Agenda item 3"], ("2025-06-16/2025-07-09", "session", "")),
        (["2025 session", "25 July 2024–30 July 2025", "Distr.: General 16 May 2025"], ("2025-05-16", "issue", "")),
        (["Distr.: General", "15 July 2024", "Original: English"], ("2024-07-15", "issue", "")),
        (["A/99/466 5 October 1992", "ORIGINAL: ENGLISH"], ("1992-10-05", "issue", "")),
        (["Distr.: General", "Letter dated 2 May 2025 from the Permanent Representative of Fiji"], ("", "", "")),
        (["Нью-Йорк, 4–8 марта 2024 года"], ("2024-03-04/2024-03-08", "session", "New York")),
        (["Lamps", "March 2024"], ("", "", "")),
    ],
)
def test_the_date_says_what_it_dates(lines, expected):
    head = find(lines, "", "a.txt")
    assert (head.date, head.date_kind, head.place) == expected


@pytest.mark.parametrize(
    ("line", "item"),
    [
        ("Agenda item 94", "94"),
        ("Item 71 (b) of the provisional agenda*", "71 (b)"),
        ("Agenda items 69 (a) and 135", "69 (a) and 135"),
        ("New York, 4–8 March 2024 Item 3 of the provisional agenda", "3"),
        ("Forty-seventh session Agenda item 80", "80"),
        ("Point 94 de l'ordre du jour", "94"),
        ("Tema 94 del programa", "94"),
        ("Пункт 94 повестки дня", "94"),
        ("The report (agenda item 1)", ""),
        ("We thank you for item 5", ""),
    ],
)
def test_the_agenda_item_is_as_printed(line, item):
    assert head_of("A/99/9", line).agenda_item == item


@pytest.mark.parametrize(
    ("words", "number"),
    [
        ("Soixante-dix-neuvième session", "79"),
        ("Quatre-vingt-unième session", "81"),
        ("Septuagésimo noveno período de sesiones", "79"),
        ("Семьдесят девятая сессия", "79"),
        ("First regular session 2025", ""),
        ("Tenth emergency special session", ""),
        ("2025 session", ""),
    ],
)
def test_the_number_of_a_session_is_read_in_four_languages(words, number):
    assert session_number(words) == number


@pytest.mark.parametrize(
    ("lines", "symbol"),
    [
        (["United Nations A/99/898-S/2025/281"], "A/99/898-S/2025/281"),
        (["A/99/826 S/1998/222 17 March 1998"], "A/99/826-S/1998/222"),
        (["United Nations A/99/62*−E/2025/12*"], "A/99/62-E/2025/12"),
        (["A/AC.290/2021/CRP.", "2"], "A/AC.290/2021/CRP.2"),
        (["UNITED NATIONS A", "A/99/624 11 November 1994 ENGLISH"], "A/99/624"),
        (["Comments on", "A/AC.292/2024/CRP.1"], ""),
        (["A/99/505 was discussed"], ""),
    ],
)
def test_the_symbol_of_a_document_is_the_line_that_is_one(lines, symbol):
    assert head_of(*lines).symbol == symbol


def test_page_one_goes_before_the_name_of_the_file():
    head = head_of("United Nations S/2099/503", name="A_99_992.pdf")
    assert (head.symbol, dict(head.sources)["symbol"]) == ("S/2099/503", "page 1")
    head = head_of("Ropes and lamps", name="A_99_992.pdf")
    assert (head.symbol, dict(head.sources)["symbol"]) == ("A/99/992", "file name")


def test_a_revision_is_read_from_the_symbol_or_from_the_title_of_a_draft():
    head = head_of("A/AC.292/2025/CRP.1/Rev.2", "Draft report")
    assert (head.revision, head.supersedes) == ("Rev.2", "A/AC.292/2025/CRP.1/Rev.1")
    assert head_of("Draft report on ropes, Rev. 2").revision == "Rev.2"
    assert head_of("Zero draft of the report on ropes").revision == "zero draft"


def test_the_title_is_neither_the_organ_nor_the_agenda_item():
    lines = [
        "United Nations E/CN.9/2025/5", "Economic and Social Council Distr.: General", "17 December 2024",
        "Commission on Ropes", "Sixty-ninth session", "New York, 10–21 March 2025 Item 3 of the provisional agenda*",
        "Follow-up to the World Conference on Ropes", "Guide for the round tables on ropes", "to be held in spring",
        "Note by the Secretariat",
    ]  # fmt: skip
    assert (
        find(lines, "Commission on Ropes", "a.pdf").title == "Guide for the round tables on ropes to be held in spring"
    )


def test_a_statement_has_kind_tier_and_date_by_its_holder_and_says_so():
    text = "Statement by Kenya\n\nOEWG 2021-2025\n\nNew York, 6 March 2024\n\nMr. Chair,\n\n" + ROPES
    document = understand(parse_text(text), "a.txt", "").document
    assert (document.kind, document.authority, document.date_kind) == ("national statement", "national", "speech")
    assert dict(document.sources)["kind"] == "by its holder"
    assert {field for field, _ in document.sources} >= {"title", "kind", "body", "process", "date", "holder", "place"}


@pytest.mark.parametrize(
    ("title", "kind", "authority"),
    [
        ("Joint statement by Ghana, Kenya and Fiji", "joint statement", "group"),
        ("Iran's comments on the zero draft", "national statement", "national"),
        ("Zero draft of the report on ropes", "draft", "draft"),
        ("Chair's discussion paper on ropes", "Chair's paper", "Chair"),
        ("AI-generated summary of the statement by Fiji", "secondary", "secondary"),
    ],
)
def test_the_tier_follows_the_kind_and_the_kind_the_holder(title, kind, authority):
    document = understand(parse_text(f"{title}\n\n{ROPES}"), "a.txt", "").document
    assert (document.kind, document.authority) == (kind, authority)


# Other first pages


def read_page(*lines: str) -> Masthead:
    return head_of(*lines, ROPES)


@pytest.mark.parametrize(
    ("line", "iso"),
    [
        ("نيويورك، 4 شباط/فبراير 2031", "2031-02-04"),
        ("3 إلى 7 كانون الثاني/يناير 2025", "2025-01-03/2025-01-07"),
        ("2031年2月4日，纽约", "2031-02-04"),
        ("2024年3月4日至4月8日", "2024-03-04/2024-04-08"),
        ("2024年3月", ""),
    ],
)
def test_days_are_read_in_arabic_and_chinese(line, iso):
    assert find_date(line) == iso


@pytest.mark.parametrize(
    ("line", "number"),
    [
        ("Novena sesión sustantiva", "9"),
        ("décima sesión plenaria", ""),  # a meeting, no session
        ("на девятой сессии", "9"),
        ("на семьдесят девятой сессии", "79"),
        ("Fourteenth working session", "14"),
        ("Tenth emergency special session", ""),
    ],
)
def test_sessions_are_counted_in_the_words_of_delegations(line, number):
    assert session_number(line) == number


@pytest.mark.parametrize(
    ("line", "process"),
    [
        ("Рабочая группа ООН открытого состава по вопросам безопасности ИКТ 2021–2025", "OEWG 2021-2025"),
        ("الفريق العامل المفتوح باب العضوية المعني بأمن تكنولوجيات المعلومات والاتصالات 2021-2025", "OEWG 2021-2025"),
        ("信息和通信技术安全和使用问题不限成员名额工作组（2021-2025）", "OEWG 2021-2025"),
        ("老龄问题工作组（2021-2025）", ""),
        ("الفريق العامل المفتوح باب العضوية المعني بالشيخوخة", ""),
        ("Open-ended Working Group on Ageing", ""),
        ("Review Conference of the Programme of Action on small arms and light weapons", ""),
    ],
)
def test_a_process_is_known_in_six_languages_and_its_namesakes_are_not_it(line, process):
    assert read_page(line).process == process


def test_the_name_of_a_group_of_experts_makes_its_papers_no_report():
    body = "Group of Governmental Experts on Ropes in the Area of Lamps"
    assert read_page("CCW/GGE.9/2031/WP.5", body, "Geneva, 3–7 March 2031").kind == "working paper"
    assert read_page(body, "Statement by Fiji").kind == ""
    assert read_page("A/90/135", "Ninetieth session", body).kind == "GGE report"
    assert read_page(f"Report of the {body}").kind == "GGE report"


def test_a_letter_of_the_chair_is_known_by_its_first_sentence():
    chair = "I write in my capacity as Chair of the {}, 2021-2025, on ropes."
    oewg = "Open-ended Working Group on security of and in the use of information and communications technologies"
    letter = read_page("12 May 2031", "Excellency,", chair.format(oewg))
    assert (letter.kind, letter.process, letter.title) == ("Chair's paper", "OEWG 2021-2025", "")
    other = read_page("Excellency,", f"I write in my capacity as Chair of the Group of Lamps on the {oewg} 2021-2025.")
    assert (other.kind, other.process) == ("", "")


@pytest.mark.parametrize(
    ("lines", "kind", "title"),
    [
        (("Provisional programme of work", "Monday, 30 March 2036"), "programme of work", "Provisional programme of work"),
        (("Guiding questions by the Chair on ropes",), "Chair's paper", "Guiding questions by the Chair on ropes"),
        (("What happened with the ropes", "Harbour newsletter | 10 February 2031"), "secondary", "What happened with the ropes"),
        (("A/AC.999/2031/INF.2", "English/French/Spanish only", "List of participants"), "list of participants", "List of participants"),
        (("A/AC.999/2031/1", "Item 3 of the provisional agenda", "Provisional agenda", "1. Opening of the session."), "agenda", "Provisional agenda"),
        (("A/AC.999/2031/CRP.4", "Item 5 of the agenda", "Elements on ropes", "Paper by the Chair"), "Chair's paper", "Elements on ropes"),
        (("ZERO DRAFT", "Draft report on ropes"), "draft", "Draft report on ropes"),
    ],
)  # fmt: skip
def test_kind_and_title_of_papers_of_all_kinds(lines, kind, title):
    head = read_page(*lines)
    assert (head.kind, head.title) == (kind, title)


def test_the_name_of_another_group_is_not_cut_at_a_comma():
    name = "Open-ended working group on ropes through norms, rules and principles"
    assert read_page(f"{name}, first session, Geneva, 9–13 May 2032").body == name


def test_a_single_day_with_a_city_is_of_a_session_only_where_one_is_named():
    assert read_page("Views on ropes", "New York, 5 May 2031").date_kind == "issue"
    assert read_page("Views on ropes", "Third session", "New York, 5 May 2031").date_kind == "session"
    assert read_page("Press release on ropes", "Geneva, 14 July 2031").date_kind == "issue"
    assert read_page("Transcript of the third meeting", "4 February 2031, 10 a.m.–1 p.m.").date_kind == "session"


def test_the_title_of_a_statement_is_no_letterhead():
    text = "PERMANENT MISSION OF FIJI TO THE UNITED NATIONS\n\nSTATEMENT BY\n\nMR. JO ROWAN\n\nMr. Chair,\n\n" + ROPES
    document = understand(parse_text(text), "a.txt", "").document
    assert (document.title, document.holder) == ("STATEMENT BY MR. JO ROWAN", "Fiji")


def test_the_day_of_a_joint_statement_is_that_of_a_speech():
    text = "Joint statement on behalf of Fiji, Malta and Peru\n\nNew York, 6 February 2031\n\nMr. Chair,\n\n" + ROPES
    assert understand(parse_text(text), "a.txt", "").document.date_kind == "speech"


@pytest.mark.parametrize(
    "piece",
    ["4–8 March–", "1 and ", "OEWG on ", "Item 1, ", "draft ", "United Nations ", "A/1 ", "4 شباط ", "2024年3月4日至"],
)
def test_a_page_of_one_broken_piece_takes_no_time(piece):
    with no_hang():
        find([piece * 150] * 40, piece * 50, "a.pdf")
        list(days(piece * 20_000))
