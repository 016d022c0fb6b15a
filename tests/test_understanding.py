"""Understanding questions at length: who is asked, what is named, what a follow-up means. All questions are invented."""

from __future__ import annotations

import pytest

from retriever.question import explained, understand, with_papers
from retriever.synonyms import related_terms

IRAN, UK, US = (
    "Iran (Islamic Republic of)",
    "United Kingdom of Great Britain and Northern Ireland",
    "United States of America",
)
DPRK, ROK = "Democratic People's Republic of Korea", "Republic of Korea"
RUSSIA, EU, DRC = "Russian Federation", "European Union", "Democratic Republic of the Congo"
NETHERLANDS, SYRIA = "Netherlands (Kingdom of the)", "Syrian Arab Republic"

# Names, adjectives, capitals, peoples

ASKED = [
    ("How do the Swiss see the fund?", ("Switzerland",)),
    ("What did the Dutch propose?", (NETHERLANDS,)),
    ("What worries the Filipinos?", ("Philippines",)),
    ("What is Pyongyang's line on norms?", (DPRK,)),
    ("What is Seoul's line on norms?", (ROK,)),
    ("What do the Danes want?", ("Denmark",)),
    ("Where do the Finns stand?", ("Finland",)),
    ("What did the Spaniards say?", ("Spain",)),
    ("What is the Kiwi-free New Zealand position?", ("New Zealand",)),
    ("What does Brussels-based EU diplomacy want?", (EU,)),
    ("What does The Hague think of a treaty?", (NETHERLANDS,)),
    ("What did Moscow propose on a convention?", (RUSSIA,)),
    ("Tell me about Tehran's position", (IRAN,)),
    ("What did Washington say on attribution?", (US,)),
    ("What does Holland say?", (NETHERLANDS,)),
    ("What did Burma say?", ("Myanmar",)),
    ("What did Swaziland say?", ("Eswatini",)),
    ("What does the UAE want?", ("United Arab Emirates",)),
    ("What does the U.S. want?", (US,)),
    ("what does the us want?", (US,)),
    ("what does the uk say on norms?", (UK,)),
    ("what does the drc ask for?", (DRC,)),
    ("what does turkey propose on norms?", ("Türkiye",)),
    ("what does chad propose on norms?", ("Chad",)),
    ("what did havana say?", ("Cuba",)),
    ("what does the u.s. say?", (US,)),
    ("can you polish this text for us?", ()),
    ("are rsa keys and png files safe?", ()),
    ("que dit cuba sur les normes ?", ("Cuba",)),
    ("que disent les suisses ?", ("Switzerland",)),
    ("¿qué dice chile sobre las normas?", ("Chile",)),
    ("что говорит куба о нормах?", ("Cuba",)),
    ("WHAT DO THE RULES OF 2021 MEAN FOR US?", ()),
    ("WHAT DOES IRAN SAY ABOUT THE FUND?", (IRAN,)),
    ("What does the Holy See say?", ("Holy See",)),
    ("What does the Vatican say?", ("Holy See",)),
    ("What does Palestine ask for?", ("State of Palestine",)),
    ("What did Georgia say on attribution?", ("Georgia",)),
    ("What does Jordan say on capacity-building?", ("Jordan",)),
    ("What does Côte d’Ivoire ask for?", ("Côte d'Ivoire",)),
    ("What does Ivory Coast ask for?", ("Côte d'Ivoire",)),
    ("What does my colleague from Viet Nam say?", ("Viet Nam",)),
    # Other languages
    ("Que disent les Suisses du fonds ?", ("Switzerland",)),
    ("Quelle est la position de la délégation française ?", ("France",)),
    ("Que veut l'Iran du mécanisme ?", (IRAN,)),
    ("Que propose la Côte d'Ivoire ?", ("Côte d'Ivoire",)),
    ("Que disent les Pays-Bas ?", (NETHERLANDS,)),
    ("Quelle est la position nigérienne ?", ("Niger",)),
    ("Quelle est la position nigériane ?", ("Nigeria",)),
    ("Que pensent les Sud-Coréens du mécanisme ?", (ROK,)),
    ("¿Qué dicen los cubanos sobre las normas?", ("Cuba",)),
    ("¿Qué propone la delegación brasileña sobre el fondo?", ("Brazil",)),
    ("¿Cuál es la posición de los Países Bajos?", (NETHERLANDS,)),
    ("¿Qué quiere Sudáfrica?", ("South Africa",)),
    ("Что сказала Гавана о нормах?", ("Cuba",)),
    ("Какова позиция России?", (RUSSIA,)),
    ("Что предлагает китайская делегация?", ("China",)),
    ("Чего хотят кубинцы?", ("Cuba",)),
    ("Чего хотят турки?", ("Türkiye",)),
    ("Que se passe-t-il dans l'océan Indien ?", ()),
    ("Que veulent les pays américains ?", ()),
    ("Какова позиция Ирана по фонду?", (IRAN,)),
    ("伊朗对常设机制有什么要求？", (IRAN,)),
    ("法国代表团说了什么？", ("France",)),
    ("韩国的立场是什么？", (ROK,)),
    ("朝鲜的立场是什么？", (DPRK,)),
    ("ماذا تريد إيران من الآلية الدائمة؟", (IRAN,)),
    ("ما هو موقف الصين؟", ("China",)),
    # Groups
    ("What does the EU want?", (EU,)),
    ("What is the Arab Group's view?", ("Arab Group",)),
    ("What does the African Group ask for?", ("African Group",)),
    ("What does the African Union say?", ("African Union",)),
    ("What is NAM's view?", ("Non-Aligned Movement",)),
    ("What did ASEAN propose?", ("ASEAN",)),
    ("What did CARICOM say?", ("CARICOM",)),
    ("What did the PIF say?", ("Pacific Islands Forum",)),
    ("What did the OIC say?", ("Organization of Islamic Cooperation",)),
    ("What does the like-minded group want?", ("like-minded group",)),
    ("What do the like-minded States want?", ("like-minded group",)),
    ("What does the GCC say?", ("Gulf Cooperation Council",)),
    ("What did BRICS declare?", ("BRICS",)),
    ("What did the Nordic countries say?", ("Nordic countries",)),
    ("What did the Baltic States say?", ("Baltic States",)),
    ("What did the Nordic and Baltic countries say?", ("Nordic-Baltic countries",)),
    ("What does SADC ask for?", ("Southern African Development Community",)),
    ("Que veut l'Union européenne ?", (EU,)),
    ("¿Qué quiere el Grupo Africano?", ("African Group",)),
    ("Чего хочет Европейский союз?", (EU,)),
    # Namesakes
    ("What does Niger want?", ("Niger",)),
    ("What do Nigeriens want?", ("Niger",)),
    ("What do Nigerians want?", ("Nigeria",)),
    ("What does Guinea ask for?", ("Guinea",)),
    ("What does Guinea-Bissau ask for?", ("Guinea-Bissau",)),
    ("What does Equatorial Guinea ask for?", ("Equatorial Guinea",)),
    ("What does Papua New Guinea ask for?", ("Papua New Guinea",)),
    ("What does the Congo ask for?", ("Congo",)),
    ("What does the Democratic Republic of the Congo ask for?", (DRC,)),
    ("What do the Koreas say?", (DPRK, ROK)),
    ("What does the ROK say?", (ROK,)),
    ("What does Dominica say?", ("Dominica",)),
    ("What does the Dominican Republic say?", ("Dominican Republic",)),
    ("What do Iran and Iraq say?", (IRAN, "Iraq")),
    ("What do the Austrians say?", ("Austria",)),
    ("What do the Australians say?", ("Australia",)),
    ("What does Mali say?", ("Mali",)),
    ("What does Malawi say?", ("Malawi",)),
    ("What does Slovakia say?", ("Slovakia",)),
    ("What do the Slovenes say?", ("Slovenia",)),
    ("What does Samoa say?", ("Samoa",)),
    ("What is said of American Samoa?", ()),
    ("What does Northern Ireland say?", (UK,)),
    ("What does South Africa say?", ("South Africa",)),
    ("What is needed in southern Africa?", ()),
    ("What does South Sudan say?", ("South Sudan",)),
    # Nobody
    ("What does Taiwan say?", ()),
    ("What did Chad Porter write?", ()),
    ("What did Mr. Jordan say?", ()),
    ("What happened in New York?", ()),
    ("What happened in Geneva?", ()),
    ("What does the Budapest Convention say?", ()),
    ("What does the Tallinn Manual say?", ()),
    ("What is the Paris Call?", ()),
    ("What is the Montreux Document?", ()),
    ("What is in the Hanoi Convention?", ()),
    ("Que dit la Convention de Budapest ?", ()),
    ("Que dit la Convention de Hanoï ?", ()),
    ("¿Qué dice el Manual de Tallin?", ()),
    ("Is there a version in French?", ()),
    ("Is there a Russian translation?", ()),
    ("Существует ли текст на русском языке?", ()),
    ("What does Korea say?", ()),
]


@pytest.mark.parametrize(("asked", "holders"), ASKED, ids=[asked for asked, _ in ASKED])
def test_the_holder_who_is_asked_is_named(asked, holders):
    assert understand(asked).filters.delegations == holders


# Said or about

ROLES = [
    ("Who criticised Israel?", set(), {"Israel"}),
    ("Who criticises Russia and China?", set(), {RUSSIA, "China"}),
    ("Which delegations support Iran's proposal?", set(), {IRAN}),
    ("Who agrees with Cuba?", set(), {"Cuba"}),
    ("Who mentions attacks by Iran?", set(), {IRAN}),
    ("What do others say about Russia's proposal?", set(), {RUSSIA}),
    ("What do other States think of the French proposal?", set(), {"France"}),
    ("Does any State accuse Iran?", set(), {IRAN}),
    ("Does anyone mention Ukraine?", set(), {"Ukraine"}),
    ("Is Iran criticised by anyone?", set(), {IRAN}),
    ("What does the final report say about Israel?", set(), {"Israel"}),
    ("What were the reactions to Iran's statement?", set(), {IRAN}),
    ("What criticism of Russia is there?", set(), {RUSSIA}),
    ("What did the US say about China?", {US}, {"China"}),
    ("What does Russia think of the EU's PoA proposal?", {RUSSIA}, {EU}),
    ("Does Cuba accuse the US?", {"Cuba"}, {US}),
    ("Why does Iran oppose the French PoA?", {IRAN}, {"France"}),
    ("Does Kenya agree with Egypt and France?", {"Kenya"}, {"Egypt", "France"}),
    ("How did China react to the US statement?", {"China"}, {US}),
    ("What does Kenya want from the EU?", {"Kenya"}, {EU}),
    ("Which States does Iran criticise?", {IRAN}, set()),
    ("What is the diplomat called who read the Iranian text?", {IRAN}, set()),
    ("Tell me who supports Iran.", set(), {IRAN}),
    ("Name the countries that Cuba thanks.", {"Cuba"}, set()),
    ("Name the countries that thank Cuba.", set(), {"Cuba"}),
    ("Is there any mention of Iran in Kenya's statement?", {"Kenya"}, {IRAN}),
    ("What does Fiji say on behalf of the Pacific Islands Forum?", {"Pacific Islands Forum"}, {"Fiji"}),
    ("What accusations are made against Iran?", set(), {IRAN}),
    ("What are the views of States on the Russian convention?", set(), {RUSSIA}),
    ("How do developing countries see the EU's proposal?", set(), {EU}),
    ("¿Qué quiere Irán? ¿Y qué quiere China?", {IRAN, "China"}, set()),
    ("Whom did Cuba thank?", {"Cuba"}, set()),
    ("Which States are criticised by Iran?", {IRAN}, set()),
    ("Which States are named in Iran's statement?", {IRAN}, set()),
    ("Which States, according to Cuba, block consensus?", {"Cuba"}, set()),
    ("Who spoke on behalf of the Arab Group?", {"Arab Group"}, set()),
    ("Which delegation wants a treaty: Iran or Cuba?", {IRAN, "Cuba"}, set()),
    ("What did Iran say, and what is China's view?", {IRAN, "China"}, set()),
    ("What about Kenya?", {"Kenya"}, set()),
    ("Compare Kenya, Ghana and Egypt on the fund.", {"Kenya", "Ghana", "Egypt"}, set()),
    ("Compare what Cuba and Kenya say about Israel.", {"Cuba", "Kenya"}, {"Israel"}),
    ("How does the US position on treaties differ from that of Russia?", {US, RUSSIA}, set()),
    ("Compare the EU's and the African Group's ideas.", {EU, "African Group"}, set()),
    ("What is the difference between Iran and China on norms?", {IRAN, "China"}, set()),
    ("What does the delegation of the Kingdom of the Netherlands want?", {NETHERLANDS}, set()),
    ("What position did Peru take on Chile's draft?", {"Peru"}, {"Chile"}),
    ("Why was Ukraine mentioned in Poland's statement?", {"Poland"}, {"Ukraine"}),
    ("Do Norway's views match Sweden's?", {"Norway", "Sweden"}, set()),
    ("How many States supported the French and Egyptian draft?", set(), {"France", "Egypt"}),
    ("According to the US, who attacked Georgia?", {US}, {"Georgia"}),
    ("What should Iran do according to the US?", {US}, {IRAN}),
    ("Who, other than Iran, dissociated from it?", set(), {IRAN}),
    ("What happened in Iran?", set(), {IRAN}),
    ("Where would the money come from in Iran's plan?", {IRAN}, set()),
    ("What has been said against Israel by Syria?", {SYRIA}, {"Israel"}),
    ("La France soutient-elle la proposition de l'Égypte ?", {"France"}, {"Egypt"}),
    ("¿En qué se diferencian las posiciones de Cuba y de Chile?", {"Cuba", "Chile"}, set()),
    ("Поддерживает ли Китай предложение России?", {"China"}, {RUSSIA}),
    ("哪些国家支持俄罗斯的决议草案？", set(), {RUSSIA}),
    ("هل تؤيد مصر اقتراح روسيا؟", {"Egypt"}, {RUSSIA}),
    ("¿Qué dicen otros sobre Cuba?", set(), {"Cuba"}),
    ("¿Quién critica a Israel?", set(), {"Israel"}),
    ("Que dit Cuba de la Chine ?", {"Cuba"}, {"China"}),
    ("Qui critique la Russie ?", set(), {RUSSIA}),
    ("Que disent les autres de la proposition russe ?", set(), {RUSSIA}),
    ("Кто критикует Россию?", set(), {RUSSIA}),
    ("Что говорят другие о Китае?", set(), {"China"}),
    ("Что говорят о россиянах?", set(), {RUSSIA}),
    ("Какова позиция датчан?", {"Denmark"}, set()),
    ("Что говорит Иран о Китае?", {IRAN}, {"China"}),
    ("Сравните позиции Ирана и Китая.", {IRAN, "China"}, set()),
    ("谁批评俄罗斯？", set(), {RUSSIA}),
    ("中国怎么看美国的提案？", {"China"}, {US}),
    ("比较中国和俄罗斯的立场", {"China", RUSSIA}, set()),
    ("其他国家对伊朗的提案怎么看？", set(), {IRAN}),
    ("ماذا تقول الصين عن روسيا؟", {"China"}, {RUSSIA}),
]


ROLES += [
    ("Which rules are dead letters, as Norway complains?", {"Norway"}, set()),
    ("Why is the fund too small, as Fiji sees it?", {"Fiji"}, set()),
    ("Which EU agency was to move in spring?", set(), {"European Union"}),
    ("What does the EU agency for buoys do?", set(), {"European Union"}),
    ("What does the EU say about its agency?", {"European Union"}, set()),
    ("What are the views of Iran on the mechanism?", {"Iran (Islamic Republic of)"}, set()),
    ("Statements of Switzerland on buoys", {"Switzerland"}, set()),
    ("What was the criticism of Fiji about?", set(), {"Fiji"}),
    ("Has Cuba thanked Chad?", {"Cuba"}, {"Chad"}),
    ("Is Fiji accusing Malta?", {"Fiji"}, {"Malta"}),
    ("Has Germany listed its priorities?", {"Germany"}, set()),
    ("Was Malta accused by anybody?", set(), {"Malta"}),
    ("Should Malta be blamed for the buoys?", set(), {"Malta"}),
]


@pytest.mark.parametrize(("asked", "said", "about"), ROLES, ids=[case[0] for case in ROLES])
def test_who_speaks_and_who_is_spoken_of_are_told_apart(asked, said, about):
    question = understand(asked)
    assert (set(question.filters.delegations), set(question.about)) == (said, about)


@pytest.mark.parametrize(
    "asked",
    [
        "Who criticised Israel?",
        "What do others say about Cuba?",
        "Does any State accuse Iran?",
        "Which other States support Iran's proposal?",
        "Qui critique la Russie ?",
        "¿Qué dicen otros sobre Cuba?",
        "Кто критикует Россию?",
        "谁批评俄罗斯？",
    ],
)
def test_where_nobody_is_named_as_speaker_every_holder_is_asked(asked):
    assert understand(asked).who


def test_what_others_say_about_a_state_is_not_in_its_own_words():
    assert understand("What do others say about Cuba?").excluded == ("Cuba",)
    assert understand("Who criticised Israel?").excluded == ()


# Sessions, dates, symbols, paragraphs

SESSIONS = [
    ("What did Cuba say at OEWG 7?", ("7",)),
    ("What did Cuba say at OEWG-9?", ("9",)),
    ("What did Cuba say at the seventh substantive session?", ("7",)),
    ("What did Cuba say at the 7th?", ("7",)),
    ("What did Cuba say at the 11th session?", ("11",)),
    ("What did Cuba say in sessions 6 to 9?", ("6", "7", "8", "9")),
    ("What did Cuba say in session seven?", ("7",)),
    ("What has Cuba said since the fifth session?", ()),
    ("What is OEWG 2?", ()),
    ("What did the OEWG 2021-2025 do?", ()),
    ("Qu'a dit Cuba à la septième session ?", ("7",)),
    ("¿Qué dijo Cuba en el séptimo período de sesiones?", ("7",)),
    ("Что сказала Куба на седьмой сессии?", ("7",)),
    ("Когда была седьмая сессия?", ("7",)),
    ("古巴在第七届会议上说了什么？", ("7",)),
    ("古巴在第十一届会议上说了什么？", ("11",)),
    ("ماذا قالت كوبا في الدورة السابعة؟", ("7",)),
]


@pytest.mark.parametrize(("asked", "sessions"), SESSIONS, ids=[case[0] for case in SESSIONS])
def test_a_session_is_read_in_words_figures_and_languages(asked, sessions):
    assert understand(asked).filters.sessions == sessions


DATES = [
    ("What did Cuba say in July 2025?", ("2025-07",), ("2025-07",)),
    ("Qu'a dit Cuba en juillet 2025 ?", ("2025-07",), ("2025-07",)),
    ("¿Qué dijo Cuba en julio de 2025?", ("2025-07",), ("2025-07",)),
    ("Что сказала Куба в июле 2025 года?", ("2025-07",), ("2025-07",)),
    ("Июль 2025: что сказала Куба?", ("2025-07",), ()),
    ("古巴在2025年7月说了什么？", ("2025-07",), ("2025-07",)),
    ("ماذا قالت كوبا في تموز/يوليه 2025؟", ("2025-07",), ("2025-07",)),
    ("What did Cuba say on 11/07/2025?", (), ()),
    ("What did Cuba say on 2025-07-11?", ("2025-07",), ("2025-07",)),
    ("What did Cuba say in Sept. 2023?", ("2023-09",), ("2023-09",)),
    ("What did Cuba say from March 2022 to July 2024?", ("2022", "2024"), ()),
    ("What did Cuba say about the report adopted in 2021?", ("2021",), ()),
    ("What did Cuba say in the 2019 general debate?", ("2019",), ("2019",)),
    ("What does Cuba want after 2025?", (), ()),
    ("What did Cuba say in 2024 and 2025?", ("2024", "2025"), ("2024", "2025")),
    ("What did Cuba say on 11 July 2025?", ("2025-07",), ("2025-07",)),
    ("What did Cuba say before July 2025?", (), ()),
    ("What does Cuba say about the OEWG 2021-2025?", (), ()),
]


DATES += [
    ("What was Nauru's proposal at the 2023 high-level week?", ("2023",), ("2023",)),
    ("Who hid behind the July 2022 attack on the harbour?", ("2022-07",), ()),
]


@pytest.mark.parametrize(("asked", "dates", "own"), DATES, ids=[case[0] for case in DATES])
def test_a_date_is_read_in_six_languages_and_never_guessed(asked, dates, own):
    filters = understand(asked).filters
    assert (filters.dates, filters.own_dates) == (dates, own)


SYMBOLS = [
    ("What does resolution 75/240 say?", ("A/RES/75/240",)),
    ("What does A/RES/75/240 say?", ("A/RES/75/240",)),
    ("What does a/res/75/240 say?", ("A/RES/75/240",)),
    ("What does res 75/240 say?", ("A/RES/75/240",)),
    ("What does UNGA 75/240 say?", ("A/RES/75/240",)),
    ("What does GA resolution 75/240 say?", ("A/RES/75/240",)),
    ("Que dit la résolution 75/240 ?", ("A/RES/75/240",)),
    ("¿Qué dice la resolución 75/240?", ("A/RES/75/240",)),
    ("О чём резолюция 75/240?", ("A/RES/75/240",)),
    ("第75/240号决议说了什么？", ("A/RES/75/240",)),
    ("ماذا يقول القرار 75/240؟", ("A/RES/75/240",)),
    ("What do resolutions 70/237 and 76/19 say?", ("A/RES/70/237", "A/RES/76/19")),
    ("What does A/78/265 say?", ("A/78/265",)),
    ("What does report 78/265 say?", ("A/78/265",)),
    ("What does resolution 2021/28 say?", ("E/RES/2021/28",)),
    ("What does 78/265 say?", ("A/RES/78/265", "A/78/265", "A/HRC/RES/78/265")),
    ("What does decision 75/564 say?", ("A/DEC/75/564",)),
    ("What does HRC resolution 47/23 say?", ("A/HRC/RES/47/23",)),
    ("What does Security Council resolution 1540 (2004) say?", ("S/RES/1540 (2004)",)),
    ("Is it open 24/7?", ()),
    ("Was it a 50/50 split?", ()),
    ("Is it due on 31/12?", ()),
]


@pytest.mark.parametrize(("asked", "symbols"), SYMBOLS, ids=[case[0] for case in SYMBOLS])
def test_a_symbol_is_matched_whole_and_written_as_the_un_does(asked, symbols):
    assert understand(asked).filters.symbols == symbols


PARAGRAPHS = [
    ("What is in para 27 of A/79/214?", ("27",)),
    ("Quote paragraphs 13 (f) and 14 of A/70/174.", ("13 (f)", "14")),
    ("Quote paras. 55-57 of A/78/265.", ("55", "56", "57")),
    ("What does PP8 say?", ("PP8",)),
    ("What does OP3 say?", ("3",)),
    ("What does operative paragraph 3 say?", ("3",)),
    ("What does article 5 say?", ("article 5",)),
    ("Que dit le paragraphe 27 ?", ("27",)),
    ("¿Qué dice el párrafo 27?", ("27",)),
    ("Что сказано в пункте 27?", ("27",)),
    ("第27段说了什么？", ("27",)),
    ("ماذا تقول الفقرة 27؟", ("27",)),
]


@pytest.mark.parametrize(("asked", "labels"), PARAGRAPHS, ids=[case[0] for case in PARAGRAPHS])
def test_paragraphs_are_read_as_the_outline_has_them(asked, labels):
    question = understand(asked)
    assert (question.paragraph, question.paragraphs) == (labels[0], labels)


# Papers that have a name, and processes that share one

PAPERS = [
    ("What does the third APR say?", ("A/79/214",)),
    ("What does the first annual progress report say?", ("A/77/275",)),
    ("What does the 2nd APR say?", ("A/78/265",)),
    ("What does the 2024 APR say?", ("A/79/214",)),
    ("What does the annual progress report of July 2023 say?", ("A/78/265",)),
    ("Compare the second and third APR on ransomware.", ("A/78/265", "A/79/214")),
    ("What did the third APR of 2023 say?", ("A/78/265", "A/79/214")),
    ("What does the APR say?", ()),
    ("What does the 2021 OEWG final report say?", ("A/75/816",)),
    ("What does the final report of the OEWG of July 2025 say?", ("A/80/257",)),
    ("What does the 2015 GGE report say?", ("A/70/174",)),
    ("What did the 2013 GGE conclude?", ("A/68/98",)),
    ("What did the 2010 GGE conclude?", ("A/65/201",)),
    ("What did the 2021 GGE report add?", ("A/76/135",)),
    ("List the GGE reports.", ("A/65/201", "A/68/98", "A/70/174", "A/76/135")),
    ("What does the cybercrime convention say?", ("A/RES/79/243",)),
    ("What does the Hanoi Convention say?", ("A/RES/79/243",)),
    ("What does the WSIS+10 outcome say?", ("A/RES/70/125",)),
    ("What does the Tunis Agenda say?", ("A/60/687",)),
    ("What did the 2019 GGE on LAWS say?", ()),
    ("What is an APR?", ()),
    ("What are the GGEs?", ()),
    ("What did the sixth GGE conclude?", ("A/76/135",)),
    ("What do the GGE reports of 2013 and 2015 say?", ("A/68/98", "A/70/174")),
    ("What does the draft convention against cybercrime say?", ()),
    ("What does the zero draft of the first APR say?", ()),
]


@pytest.mark.parametrize(("asked", "papers"), PAPERS, ids=[case[0] for case in PAPERS])
def test_a_paper_called_by_name_has_its_symbol(asked, papers):
    assert set(understand(asked).named_papers) == set(papers)


def test_a_named_paper_restricts_only_where_it_is_indexed_and_nobody_is_asked_about_it():
    asked = understand("What does the third APR say?")
    assert with_papers(asked, lambda symbol: symbol == "A/79/214").filters.symbols == ("A/79/214",)
    assert with_papers(asked, lambda symbol: False) == asked
    spoken_of = understand("What does Iran say about the third APR?")
    assert with_papers(spoken_of, lambda symbol: True) == spoken_of


PROCESSES = [
    ("What did the OEWG on ageing decide?", "ageing"),
    ("What did the GGE on LAWS conclude?", "autonomous weapons"),
    ("What does the PoA on small arms say?", "small arms"),
    ("What did the OEWG on reducing space threats do?", "space"),
    ("What did the OEWG on ICTs do?", "ICT"),
    ("What did the OEWG 2021-2025 do?", "ICT"),
    ("Who chairs the Global Mechanism?", "ICT"),
    ("What is in the cybercrime convention?", "cybercrime"),
    ("What did the OEWG do?", ""),
]


@pytest.mark.parametrize(("asked", "process"), PROCESSES, ids=[case[0] for case in PROCESSES])
def test_processes_that_share_a_name_are_kept_apart(asked, process):
    assert understand(asked).process == process


# Other names

TERMS = [
    ("What role for NGOs and companies?", "non-State actors"),
    ("What is a DTG?", "dedicated thematic groups"),
    ("What does Kenya say about CSIRTs?", "computer security incident response team"),
    ("What does Kenya say about RID?", "regular institutional dialogue"),
    ("What does Kenya say about IHL?", "international humanitarian law"),
    ("What does Kenya say about artificial intelligence?", "AI"),
    ("What does Kenya say about misinformation?", "disinformation"),
    ("What does Kenya say about spyware?", "commercially available ICT intrusion capabilities"),
    ("What does Iran want from the permanent mechanism?", "Global Mechanism"),
]


@pytest.mark.parametrize(("asked", "name"), TERMS, ids=[case[0] for case in TERMS])
def test_a_term_has_its_other_names(asked, name):
    assert name in related_terms(asked, most=12)


def test_the_permanent_mechanism_for_a_fund_is_not_the_global_mechanism():
    assert "Global Mechanism" not in related_terms("What does Iran say of a permanent mechanism for capacity-building?")


# Follow-ups: the earlier questions, the last one, and what it is read as

FOLLOW_UPS = [
    (["What does Iran say about a fund?"], "And China?", "What does China say about a fund?"),
    (["What does Iran say about a fund?"], "and the EU's?", "What does the EU say about a fund?"),
    (["What is Iran's view on a fund?"], "And the EU's?", "What is the EU's view on a fund?"),
    (["What does the EU say about a fund?"], "And Kenya?", "What does Kenya say about a fund?"),
    (["What does Iran say about a fund?"], "What about the Swiss?", "What does Switzerland say about a fund?"),
    (["What does Iran say about a fund?"], "What does China say about it?", "What does China say about a fund?"),
    (["What does Iran say about a fund?", "And China?"], "And Cuba?", "What does Cuba say about a fund?"),
    (
        ["What does Iran say about a fund?", "And China?", "And in July 2025?"],
        "And Cuba?",
        "What does Cuba say about a fund in July 2025?",
    ),
    (["What does Iran say about a fund?"], "And Kenya and Ghana?", "What does Kenya and Ghana say about a fund?"),
    (["What did Cuba say at the sixth session?"], "And at the seventh?", "What did Cuba say at the seventh?"),
    (["What did Cuba say at the sixth session?"], "And at the seventh session?", "What did Cuba say at the seventh session?"),
    (["What did Cuba say about norms?"], "And at the seventh session?", "What did Cuba say about norms at the seventh session?"),
    (["What did Cuba say about norms in 2019?"], "And in 2021?", "What did Cuba say about norms in 2021?"),
    (["What does resolution 75/240 say on norms?"], "What about resolution 78/237?", "What does resolution 78/237 say on norms?"),
    (["What does resolution 75/240 say on norms?"], "And the third APR?", "What does the third APR say on norms?"),
    (["What does paragraph 26 of A/79/214 say?"], "And in paragraph 27?", "What does paragraph 27 of A/79/214 say?"),
    (["What does A/79/214 say?"], "And in paragraph 27?", "What does A/79/214 say in paragraph 27?"),
    (["Who criticised Israel?"], "And Iran?", "Who criticised Iran?"),
    (["What does Cuba say about Israel?"], "And about Iran?", "What does Cuba say about Iran?"),
    (["What does Cuba say about Israel?"], "And Kenya?", "What does Kenya say about Israel?"),
    (["Who supports a treaty?"], "And China?", "China supports a treaty?"),
    (["What does Iran say about a fund?"], "Who else?", "What do other States say about a fund?"),
    (["Who supports a treaty?"], "Who else?", "Who else supports a treaty?"),
    (["Compare Iran and Cuba on norms."], "And China?", "What does China say on norms?"),
    (["Que dit l'Iran du fonds ?"], "Et la Chine ?", "Que dit la Chine du fonds ?"),
    (["¿Qué dice el Irán sobre el fondo?"], "¿Y Cuba?", "¿Qué dice Cuba sobre el fondo?"),
    (["Что говорит Иран о фонде?"], "А Китай?", "Что говорит Китай о фонде?"),
    (["伊朗怎么看基金？"], "那中国呢？", "中国怎么看基金？"),
    (["ماذا تقول إيران عن الصندوق؟"], "والصين؟", "ماذا تقول الصين عن الصندوق؟"),
    (["What does Iran say about a fund?"], "And on ransomware?", "What does Iran say about ransomware?"),
    (["Compare Iran and Cuba on norms."], "And on a fund?", "Compare Iran and Cuba on a fund."),
    (["Compare Iran and Cuba on norms.", "And China?"], "And in July 2025?", "What does China say on norms in July 2025?"),
    (["How do Iran and Cuba differ on norms?"], "What about Kenya and Ghana?", "How do Kenya and Ghana differ on norms?"),
    (["What does the third APR say?"], "And the second?", "What does the second APR say?"),
    (["When was resolution 75/240 adopted?"], "And 78/237?", "When was resolution 78/237 adopted?"),
    (["What does Iran say about Israel?"], "And what does Israel say about Iran?", "What does Israel say about Iran?"),
    (["What does Iran say about a fund?"], "Is China of the same opinion?", "What does China say about a fund?"),
    (["Que dit l'Iran du fonds ?"], "Et à la septième session ?", "Que dit l'Iran du fonds à la septième session?"),
    (["¿Qué dice Cuba sobre el fondo?"], "¿Y en julio de 2025?", "¿Qué dice Cuba sobre el fondo en julio de 2025?"),
    (["Что говорит Иран о фонде?"], "А что говорит Китай?", "Что говорит Китай о фонде?"),
    (["伊朗怎么看基金？"], "在第七届会议上呢？", "伊朗怎么看基金 第七届会议？"),
    # What only leans on the question before is joined to it.
    (["What does Iran say about a fund?"], "In which session was that?", "What does Iran say about a fund? In which session was that?"),
    (["Who voted against the draft?"], "And in plenary?", "Who voted against the draft? And in plenary?"),
    (["What does Iran say about a fund?"], "Why?", "What does Iran say about a fund? Why?"),
    (["What does Iran say about a fund?"], "Does it mention an amount?", "What does Iran say about a fund? Does it mention an amount?"),
    (["What does Iran say about a fund?"], "And what about the bureau?", "What does Iran say about a fund? And what about the bureau?"),
    # A question that is complete is never joined.
    (["What does Iran say about a fund?"], "Which 13 States wrote the concept paper?", "Which 13 States wrote the concept paper?"),
    (["What does Iran say about a fund?"], "What does Kenya say about ransomware?", "What does Kenya say about ransomware?"),
    (["What does Iran say about a fund?"], "And what does Kenya say about ransomware?", "What does Kenya say about ransomware?"),
    (["What does Iran say about a fund?"], "What are thematic groups and how are they chaired?", "What are thematic groups and how are they chaired?"),
    (["What does Iran say about a fund?"], "How are decisions taken in the working group?", "How are decisions taken in the working group?"),
    (["What does Iran say about a fund?"], "Who chairs the Global Mechanism?", "Who chairs the Global Mechanism?"),
    (["What does Iran say about a fund?"], "Summarise the position of Kenya.", "Summarise the position of Kenya."),
    (["Que dit l'Iran du fonds ?"], "Qui préside le groupe de travail sur les normes ?", "Qui préside le groupe de travail sur les normes ?"),
]  # fmt: skip


@pytest.mark.parametrize(
    ("history", "asked", "read"), FOLLOW_UPS, ids=[f"{case[0][-1]} {case[1]}" for case in FOLLOW_UPS]
)
def test_a_follow_up_becomes_a_full_question(history, asked, read):
    assert understand(asked, history).text == read


@pytest.mark.parametrize(
    ("history", "asked", "said", "about"),
    [
        (["What does Iran say about a fund?"], "And does China support that?", {"China"}, set()),
        (["What does Iran say about a fund?"], "Does China agree?", {"China"}, set()),
        (["What does Iran say about a fund?"], "How does that compare with China?", {IRAN, "China"}, set()),
        (["Who supports a treaty?"], "And China?", {"China"}, set()),
        (["What does Iran say about a fund?"], "Who else?", set(), set()),
        (["Who criticised Israel?"], "And Iran?", set(), {IRAN}),
        (["Que dit l'Iran du fonds ?"], "Qui d'autre ?", set(), set()),
        (["What does Iran propose?"], "Who voted against it?", set(), set()),
        (["What does Iran say about norms?"], "Are there any States that want other norms on this?", set(), set()),
        (["Compare Iran and Cuba on norms."], "And China?", {"China"}, set()),
        (["What does Iran say about a fund?"], "And in the general debate of 2019?", {IRAN}, set()),
    ],
)
def test_a_follow_up_asks_the_one_that_it_names(history, asked, said, about):
    question = understand(asked, history)
    assert (set(question.filters.delegations), set(question.about)) == (said, about)


@pytest.mark.parametrize(
    ("asked", "year"),
    [
        ("And a year later?", "2022"),
        ("And in the one the year before?", "2020"),
        ("What about the following year?", "2022"),
    ],
)
def test_a_year_later_moves_the_year_of_the_question_before(asked, year):
    whole = understand(asked, ["How many buoys were counted by the 2021 resolution on harbours?"])
    assert whole.text == f"How many buoys were counted by the {year} resolution on harbours?"
    assert whole.filters.dates == (year,)


def test_in_which_session_that_was_to_be_goes_on_from_the_paper_before():
    whole = understand("In which session was that to be presented?", ["Which report did resolution 91/7 order?"])
    assert whole.filters.symbols == ("A/RES/91/7",)


@pytest.mark.parametrize("asked", ["And what does the General Assembly say on this?", "And the Secretary-General?"])
def test_an_organ_takes_the_place_of_the_state_before(asked):
    assert understand(asked, ["What does Fiji say about buoys?"]).filters.delegations == ()


def test_a_topic_alone_is_what_the_same_holder_is_asked_about():
    whole = understand("And about Malta?", ["What does Fiji say about buoys?"])
    assert (whole.filters.delegations, whole.about) == (("Fiji",), ("Malta",))


@pytest.mark.parametrize(
    "asked",
    ["How many States mention buoys?", "List the delegations that mention buoys", "Since 2022, which States mention buoys?",
     "Before 2010 who spoke of buoys?"],
)  # fmt: skip
def test_every_holder_is_asked_also_where_the_sentence_begins_otherwise(asked):
    assert understand(asked).who


@pytest.mark.parametrize(
    ("asked", "excluded"),
    [
        ("What do other States say about Fiji's attacks on Malta?", ("Fiji",)),
        ("What do other States say about Fiji and Malta?", ("Fiji", "Malta")),
    ],
)
def test_others_are_not_those_to_whom_something_was_done(asked, excluded):
    assert understand(asked).excluded == excluded


def test_a_chinese_name_needs_no_blanks_around_it():
    whole = understand("联合国打击网络犯罪公约关于儿童的规定")
    assert (whole.named_papers, whole.process) == (("A/RES/79/243",), "cybercrime")


def test_who_else_does_not_ask_those_already_heard():
    question = understand("Who else?", ["What does Iran say about a fund?"])
    assert (question.who, question.excluded) == (True, (IRAN,))


def test_a_follow_up_on_a_debate_keeps_the_holder_and_takes_the_year():
    filters = understand("And in the general debate of 2019?", ["What does Iran say about a fund in 2024?"]).filters
    assert (filters.delegations, filters.kind, filters.dates) == ((IRAN,), "general debate statement", ("2019",))


# Several askings in one

PARTS = [
    (
        "What does Iran propose on capacity-building, and how does it see the fund?",
        ("What does Iran propose on capacity-building?", "How does Iran see the fund?"),
    ),
    ("What is a thematic group? And who chairs the Global Mechanism?", ("What is a thematic group?", "Who chairs the Global Mechanism?")),
    ("Compare Iran on the fund and Cuba on binding rules.", ("What does Iran say on the fund?", "What does Cuba say on binding rules?")),
    (
        "What does Kenya say about norms and what does Ghana say about a treaty?",
        ("What does Kenya say about norms?", "What does Ghana say about a treaty?"),
    ),
    ("What does Iran propose on norms, rules and principles?", ()),
    ("Compare Iran and Cuba on norms.", ()),
    ("Who wants a treaty and why?", ()),
    ("What do Iran and Cuba say about the fund, and do they agree?", ()),
    ("Which States said what was needed and how it would work?", ()),
]  # fmt: skip


@pytest.mark.parametrize(("asked", "parts"), PARTS, ids=[case[0] for case in PARTS])
def test_a_question_that_joins_two_is_taken_apart_where_each_keeps_its_subject(asked, parts):
    assert understand(asked).parts == parts


def test_how_a_question_was_understood_is_told_in_words():
    asked = understand("And China?", ["What does Iran say about paragraph 27 of the third APR?"])
    assert explained(asked)[:4] == [
        "read as: What does China say about paragraph 27 of the third APR?",
        "words of: China",
        "paper: A/79/214",
        "paragraph: 27",
    ]


@pytest.mark.parametrize(
    "asked",
    ["What did Cuba say at sessions 0 to 3?", "session 10 and 0", "sessions 1 to 0", "What of APRİL 2024?", "sessions fİve to seven",
     "What do the afrİcans want?", "the thİrd APR", "OEWG on AGEİNG"],
)  # fmt: skip
def test_odd_numbers_and_capitals_break_nothing(asked):
    assert understand(asked).asked == asked


# Persons

UKRAINE = "Ukraine"
LEADERS = [
    ("What did Biden say about hacking?", {US}, set(), ("2021-01/2025-01",)),
    ("What does Macron think of a treaty?", {"France"}, set(), ("2017-05/2026",)),
    ("According to Macron, what is missing?", {"France"}, set(), ("2017-05/2026",)),
    ("What is Lula's position on a treaty?", {"Brazil"}, set(), ("2003-01/2010-12", "2023-01/2026")),
    ("What did Dilma Rousseff say about spying?", {"Brazil"}, set(), ("2011-01/2016-05",)),
    ("What did Brazil's President Rousseff say about spying?", {"Brazil"}, set(), ("2011-01/2016-05",)),
    ("What did Rousseff say in the general debate of 2013?", {"Brazil"}, set(), ("2013",)),
    ("What did Biden say in 2025?", {US}, set(), ("2025-01/2025-01",)),
    ("what did zelenskiy say about russia?", {UKRAINE}, {RUSSIA}, ("2019-05/2026",)),
    ("WHAT DID BIDEN SAY ABOUT HACKING?", {US}, set(), ("2021-01/2025-01",)),
    ("What did Erdoğan ask for?", {"Türkiye"}, set(), ("2003-03/2026",)),
    ("What did Obama accuse Putin of?", {US}, {RUSSIA}, ("2009-01/2017-01",)),
    ("Does Estonia accuse Putin of the attack?", {"Estonia"}, {RUSSIA}, ()),
    ("Who accuses Putin of hacking?", set(), {RUSSIA}, ()),
    ("How do Biden and Macron differ on norms?", {US, "France"}, set(), ("2021-01/2025-01",)),
    ("Que dit Poutine des normes ?", {RUSSIA}, set(), ("1999-08/2026",)),
    ("Что сказал Путин о нормах?", {RUSSIA}, set(), ("1999-08/2026",)),
    ("does sovereignty trump human rights?", set(), set(), ()),
    ("What did Jill Biden say?", set(), set(), ()),
    ("What did Park say?", set(), set(), ()),
]


@pytest.mark.parametrize(("asked", "said", "about", "dates"), LEADERS, ids=[case[0] for case in LEADERS])
def test_a_leader_stands_for_the_state_in_the_years_in_office(asked, said, about, dates):
    question = understand(asked)
    assert (set(question.filters.delegations), set(question.about)) == (said, about)
    assert question.filters.own_dates == dates


def test_it_is_told_that_the_words_of_a_leader_are_those_of_the_state():
    assert explained(understand("What did Biden say about hacking?"))[:1] == [
        "words of: United States of America (Biden, 2021-2025)"
    ]


def test_a_leader_has_said_nothing_in_a_year_out_of_office():
    assert understand("What did Biden say in 2010?").unknown == "Biden"
    assert understand("What did Biden say in 2022?").unknown == ""


UNKNOWN = [
    ("What did Smith say about hacking?", "Smith"),
    ("What did Jill Biden say?", "Jill Biden"),
    ("What does Mandiant think of attribution?", "Mandiant"),
    ("What is needed according to Kaspersky?", "Kaspersky"),
    ("What is Microsoft's position on norms?", "Microsoft"),
    ("What did Microsoft say about Iran?", "Microsoft"),
    ("What did the Heritage Foundation say about norms?", "Heritage Foundation"),
    ("Que pense Mélenchon du traité ?", "Mélenchon"),
    ("¿Qué dijo Pérez sobre las normas?", "Pérez"),
    ("Что сказал Иванов о нормах?", "Иванов"),
    # Normal questions
    ("What did the Secretary-General say about ransomware?", ""),
    ("According to the Chair, what comes next?", ""),
    ("What does the Security Council say?", ""),
    ("What did ECOSOC say?", ""),
    ("What did Ambassador Gafoor propose?", ""),
    ("What does Africa want?", ""),
    ("What do NGOs want?", ""),
    ("What does the Tallinn Manual say about attacks?", ""),
    ("According to Article 5, what must States do?", ""),
    ("What does Annex C say about stakeholders?", ""),
    ("What does Resolution 75/240 propose?", ""),
    ("What does the Pact for the Future say?", ""),
    ("What does WSIS say?", ""),
    ("What does INTERPOL say?", ""),
    ("What did Cuba say about Microsoft?", ""),
    ("Which States mention Kaspersky?", ""),
    ("Did Iran mention Stuxnet?", ""),
    ("What Does The Report Say About Norms?", ""),
    ("What does Sweden's Foreign Minister say about norms?", ""),
    ("Que dit la Charte des Nations Unies ?", ""),
    ("Что говорит Генеральный секретарь?", ""),
]


@pytest.mark.parametrize(("asked", "name"), UNKNOWN, ids=[case[0] for case in UNKNOWN])
def test_whoever_is_asked_and_not_known_is_named(asked, name):
    assert understand(asked).unknown == name


# Follow-ups that go on with the same speaker, in another year, or in another paragraph


@pytest.mark.parametrize(
    ("before", "asked", "said", "about"),
    [
        ("What did Estonia's president say of the attack in 2007?", "Did he say Russia did it?", {"Estonia"}, {RUSSIA}),
        ("What does Cuba say about norms?", "Does it support Kenya's proposal?", {"Cuba"}, {"Kenya"}),
        ("What does Cuba say about norms?", "What do they think of the US?", {"Cuba"}, {US}),
        ("What did Biden say about hacking?", "Did he mention Russia?", {US}, {RUSSIA}),
        ("Que dit l'Estonie de l'attaque ?", "A-t-elle accusé la Russie ?", {"Estonia"}, {RUSSIA}),
        ("¿Qué dijo Estonia del ataque?", "¿Dijo él que fue Rusia?", {"Estonia"}, {RUSSIA}),
        ("Что сказала Эстония об атаке?", "Она обвинила Россию?", {"Estonia"}, {RUSSIA}),
        ("What does the final report say about norms?", "Does it mention Israel?", set(), {"Israel"}),
        ("What did Biden say about hacking?", "And Putin?", {RUSSIA}, set()),
        ("What did Biden say about hacking?", "And the year after?", {US}, set()),
    ],
)
def test_whoever_was_asked_before_speaks_where_a_pronoun_does(before, asked, said, about):
    question = understand(asked, [before])
    assert (set(question.filters.delegations), set(question.about)) == (said, about)


MOVED = [
    ("What did Cuba say about norms in 2013?", "And ten years later?", "What did Cuba say about norms in 2023?"),
    ("What did Cuba say about norms in 2013?", "And two years earlier?", "What did Cuba say about norms in 2011?"),
    ("What did Cuba say about norms in 2013?", "And the year after?", "What did Cuba say about norms in 2014?"),
    ("What did Cuba say about norms in 2013?", "And Chile two years later?", "What did Chile say about norms in 2015?"),
    (
        "What did Rousseff say about norms in 2013?",
        "And did Lula repeat that ten years later?",
        "What did Lula say about norms in 2023?",
    ),
    ("What did Rousseff say about norms in 2013?", "And the year after?", "What did Rousseff say about norms in 2014?"),
    ("What did Rousseff say about norms in 2013?", "And ten years later?", "What did Brazil say about norms in 2023?"),
    ("Que dit Cuba des normes en 2007 ?", "Et dix ans plus tard ?", "Que dit Cuba des normes en 2017 ?"),
    ("What does paragraph 5 of 78/237 say?", "And the next paragraph?", "What does paragraph 6 of 78/237 say?"),
    ("What does paragraph 5 of 78/237 say?", "And the one before?", "What does paragraph 4 of 78/237 say?"),
    ("Paragraph 5 of 78/237", "The previous paragraph?", "Paragraph 4 of 78/237"),
    ("Quote paragraph 13 (b) of 78/237.", "And the next one?", "Quote paragraph 13 (c) of 78/237."),
    ("Quote paragraphs 5 to 7 of 78/237.", "And the next?", "Quote paragraph 8 of 78/237."),
    ("Que dit le paragraphe 5 de 78/237 ?", "Et le paragraphe suivant ?", "Que dit le paragraphe 6 de 78/237 ?"),
]


@pytest.mark.parametrize(("before", "asked", "read"), MOVED, ids=[f"{case[0]} {case[1]}" for case in MOVED])
def test_a_follow_up_moves_the_year_or_the_paragraph(before, asked, read):
    assert understand(asked, [before]).text == read


@pytest.mark.parametrize(
    ("asked", "paragraphs"),
    [
        ("And does the same resolution protect encryption?", ()),
        ("And about children?", ()),
        ("Does it protect encryption?", ("5",)),
        ("And what is said of children in that paragraph?", ("5",)),
        ("And who dissociated?", ("5",)),
        ("Why?", ("5",)),
    ],
)
def test_a_follow_up_with_a_topic_of_its_own_leaves_the_paragraph_and_keeps_the_paper(asked, paragraphs):
    question = understand(asked, ["What does paragraph 5 of A/RES/78/237 say?"])
    assert (question.paragraphs, question.filters.symbols) == (paragraphs, ("A/RES/78/237",))


@pytest.mark.parametrize(
    "asked",
    ["Which delegation is against a treaty?", "Is any delegation in the compendium against a treaty?",
     "Is any State opposed to a treaty?", "Are any States against it?"],
)  # fmt: skip
def test_is_any_state_against_it_asks_who(asked):
    assert understand(asked).who


@pytest.mark.parametrize(
    ("asked", "paragraphs"),
    [
        ("What does paragraph 30 of the Global Digital Compact say?", ("annex I, para. 30",)),
        ("Que dit le paragraphe 30 du Pacte numérique mondial ?", ("annex I, para. 30",)),
        ("What is paragraph 3 of the Declaration on Future Generations?", ("annex II, para. 3",)),
        ("What does paragraph 4 of the Pact for the Future say?", ("4",)),
    ],
)
def test_a_paper_that_is_an_annex_has_its_paragraphs_there(asked, paragraphs):
    question = understand(asked)
    assert (question.paragraphs, question.named_papers) == (paragraphs, ("A/RES/79/1",))
