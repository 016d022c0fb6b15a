"""Whose document it is (its body) and which track of talks it belongs to (its process); namesakes kept apart."""

from __future__ import annotations

import re
from collections.abc import Iterator

from ingest.days import days

_ICT = (
    r"(?:\bICTs?\b|\bcyber|information and (?:tele)?communications?\b|information security|"
    r"informatique|numérique|technologies de l['’]information|tecnologías? de la información|informática|"
    r"информаци|\bИКТ\b|المعلومات|信息)"
)
_GROUP = (
    r"(?:open[- ]ended working group|\bOEWG\b|groupe de travail à composition non limitée|"
    r"grupo de trabajo de composición abierta|рабоч(?:ая|ей|ую) групп[аыеу] (?:ООН )?открытого состава|"
    r"الفريق العامل المفتوح (?:باب )?العضوية)"
)
_YEARS = r"{}\s?[-–—‒]\s?{}"
_OEWG = re.compile(
    rf"{_GROUP}(?P<object>[^.]{{0,240}}?)(?P<years>\b{_YEARS.format(2021, 2025)}|\b{_YEARS.format(2019, 2021)})", re.I
)
_NAMED = (
    ("OEWG 2021-2025", re.compile(rf"{_GROUP}\W[^.]{{0,20}}security of and in the use of (?:ICTs?|information)", re.I)),
    ("OEWG 2021-2025", re.compile(r"信息和通信技术[^。]{0,16}不限成员名额工作组\W{0,2}2021\W{1,3}2025")),
    ("OEWG 2019-2021", re.compile(rf"{_GROUP}\W[^.]{{0,20}}developments in the field of information and tele", re.I)),
    (
        "Ad Hoc Committee on cybercrime",
        re.compile(
            r"ad hoc committee to elaborate a comprehensive international convention on countering|"
            r"(?:United Nations )?convention against cybercrime|"
            r"comité spécial chargé d['’]élaborer une convention[^.]{0,140}informations?|"
            r"comité especial encargado de elaborar una convención[^.]{0,140}informaci|"
            r"специальн(?:ый|ого) комитета? по разработке всеобъемлющей международной конвенции[^.]{0,100}информаци|"
            r"اللجنة المخصصة لوضع اتفاقية دولية شاملة[^.]{0,100}المعلومات",
            re.I,
        ),
    ),
    ("Global Mechanism", re.compile(rf"global mechanism\b[^.]{{0,80}}{_ICT}", re.I)),
)
_PROGRAMME = re.compile(rf"programme of action\b[^.]{{0,120}}{_ICT}", re.I)
_EXPERTS = re.compile(
    r"group of governmental experts\b[^.]{0,160}?(?P<object>information and telecommunications|cyberspace)", re.I
)
_EXPERTS_OF_SESSION = {
    "60": "GGE 2004-2005", "65": "GGE 2009-2010", "68": "GGE 2012-2013", "70": "GGE 2014-2015",
    "72": "GGE 2016-2017", "76": "GGE 2019-2021",
}  # fmt: skip
_PROCESS_OF_SYMBOL = (
    ("A/AC.292", "OEWG 2021-2025"),
    ("A/AC.290", "OEWG 2019-2021"),
    ("A/AC.291", "Ad Hoc Committee on cybercrime"),
)
_ORGANS = (
    ("A/HRC", "Human Rights Council"),
    ("A/C.1", "First Committee"),
    ("A/C.2", "Second Committee"),
    ("A/C.3", "Third Committee"),
    ("A/C.4", "Fourth Committee"),
    ("A/C.5", "Fifth Committee"),
    ("A/C.6", "Sixth Committee"),
    ("E/ICEF", "Executive Board of UNICEF"),
    ("E/HLPF", "High-level political forum on sustainable development"),
    ("DP", "Executive Board of UNDP, UNFPA and UNOPS"),
    ("UNW", "Executive Board of UN-Women"),
    ("TD/B", "Trade and Development Board"),
    ("ST", "Secretariat"),
    ("A", "General Assembly"),
    ("S", "Security Council"),
    ("E", "Economic and Social Council"),
)
_NAMES = {name.casefold() for _, name in _ORGANS}
_OF_ITS_OWN = re.compile(r"[AE]/(?:AC|CN|CONF|SC|WG|C)\.(?<!A/C\.)|A/C\.(?![1-6]/)|A/HRC/WG\.|TD/B/(?!\d)")
_ORGAN_LINE = re.compile(
    r"^(?:(?:Special|Ad Hoc|Open-ended|Preparatory|Advisory|Standing|High-level|International|United Nations|Economic|"
    r"Intergovernmental|Inter-Agency|Subsidiary|Inland Transport|Executive|(?:First|Second|Third|\w+th)(?= Meeting)) )*"
    r"(?:Global Mechanism on|Committee|Commission|Conference|Working Group|Group of (?:Governmental )?Experts|Meeting of|Body|Board)\b"
    r"(?:[^.;:\n]|\n(?=(?-i:[a-z]))|(?<=\bthe)\n|(?<=\bof)\n|(?<=\bon)\n){0,280}",
    re.I | re.M,
)
_AFTER_NAME = re.compile(
    r"\s(?:\S+ (?:substantive |organizational |regular |resumed |annual |working )?session\b|New York|Geneva|Vienna|(?:Agenda )?[Ii]tem \d)"
)
_NAMED_BODIES = (
    ("First Committee", re.compile(r"\bFirst Committee\b", re.I)),
    ("Security Council", re.compile(r"\bSecurity Council\b", re.I)),
    ("Human Rights Council", re.compile(r"\bHuman Rights Council\b", re.I)),
    ("General Assembly", re.compile(r"\bGeneral Assembly\b", re.I)),
)
_OTHER_GROUP = re.compile(
    r"\b(?:(?:open[- ]ended working group|group of governmental experts) on(?:[^.,;\n]|,(?=\s(?-i:[a-z]))){3,200}|Second Committee|"
    r"Third Committee|Fourth Committee|Sixth Committee|Conference on Disarmament)",
    re.I,
)


def process(symbol: str, front: str, session: str) -> str:
    """The track that the symbol or the lines before the running text name; "" for none, and for a namesake."""
    for start, name in _PROCESS_OF_SYMBOL:
        if re.match(rf"{re.escape(start)}(?!\d)", symbol):
            return name
    text = " ".join(front.split())
    experts = _EXPERTS_OF_SESSION.get(session, "GGE") if symbol.startswith("A/") else "GGE"
    found = sorted(_named(text, experts))
    if found:
        return found[0][1]
    return "Programme of action" if _PROGRAMME.search(text) else ""


def _named(text: str, experts: str) -> Iterator[tuple[int, str]]:
    """(where it is named, process) of each that `text` names; a group of `experts` whose object does not tell which."""
    for match in _OEWG.finditer(text):
        if re.fullmatch(r"\W*I{0,2}\W*", match["object"]) or re.search(_ICT, match["object"], re.I):
            yield match.start(), "OEWG 2021-2025" if "2025" in match["years"] else "OEWG 2019-2021"
    for name, form in _NAMED:
        if named := form.search(text):
            yield named.start(), name
    if named := _EXPERTS.search(text):
        yield named.start(), "GGE 2019-2021" if named["object"].casefold() == "cyberspace" else experts


def organ(symbol: str) -> str:
    """The organ whose symbol it is: "A/C.1/78/L.60" → "First Committee"; "" for one that is not known."""
    return next((name for start, name in _ORGANS if symbol.startswith((f"{start}/", f"{start}."))), "")


def is_organ(line: str) -> bool:
    """Whether a line is the name of an organ and nothing else."""
    name = line.strip(" *,").casefold()
    return name in _NAMES or (len(line) < 300 and _ORGAN_LINE.fullmatch(line.strip(" *")) is not None)


def symbol_of_resolution(named: str, number: str) -> str:
    """The symbol of the resolution or decision `number` of the organ `named`; "" for other organs."""
    prefixes = {"General Assembly": "A", "Human Rights Council": "A/HRC", "Economic and Social Council": "E"}
    return f"{prefixes[named]}/{number}" if named in prefixes else ""


def body(symbol: str, track: str, front: str) -> str:
    """The organ or working group whose document it is: by its symbol, else as page one names it."""
    own = next((name for start, name in _PROCESS_OF_SYMBOL if symbol.startswith(f"{start}/")), "")
    if own:
        return own
    if symbol:
        known = organ(symbol)
        return known if known and not _OF_ITS_OWN.match(symbol) else _printed_name(front)
    if track not in ("", "Programme of action"):
        return track
    if match := _OTHER_GROUP.search(front):
        return _without_sitting(" ".join(match.group().split()))
    return next((name for name, form in _NAMED_BODIES if form.search(front)), "")


def _printed_name(front: str) -> str:
    """The name of the organ as its masthead prints it, without the session and the days on the same line."""
    match = _ORGAN_LINE.search(front)
    if match is None:
        return ""
    name = _without_sitting(" ".join(match.group().split()))
    return name if re.search(r"\s(?:of|on|for|to|against)\s", name, re.I) else ""


def _without_sitting(name: str) -> str:
    """The name of an organ without the session and the days behind it."""
    ends = [found.start for found in days(name)] + [each.start() for each in _AFTER_NAME.finditer(name)]
    return name[: min(ends, default=len(name))].rstrip(" *,-–(")
