"""What kind of document a first page makes it, and how much weight its kind carries."""

from __future__ import annotations

import re

# Kinds whose page one may also name the delegation whose words they are.
OPEN_KINDS = frozenset({"", "letter", "working paper", "conference room paper", "Chair's paper", "draft", "transcript"})
# Of these, the words of a delegation are its statement: comments on the Chair's paper are not the Chair's.
_ABOUT = frozenset({"", "Chair's paper", "draft"})

_CHAIR = r"(?:Co-)?Chair(?:person|man|woman)?s?"
_COMMITTEE = (
    r"(?:Committee|Commission|Conference|Working Group|Council|Board|Body|Assembly|Forum|Task Force|Panel|Group)"
)
_TEXT_OF_THE_CHAIR = r"(?:paper|summary|draft|text|elements|proposals?|note|report|vision|letter|questions|remarks)"
# In this order: the first form that a line of page one has decides.
_FORMS: tuple[tuple[str, str], ...] = (
    # of what States said; one of good practices has no speakers
    ("compendium", r"^(?:Official |Draft |Updated )?Compendium of (?:\w+ ){0,4}(?:statements|contributions|submissions|views|replies|comments|positions|proposals|interventions|explanations)\b"),
    ("summary record", r"^(?:Provisional )?Summary record of\b"),
    ("secondary", r"^[^.;:]{0,60}\b(?:newsletter|blog|newsroom|digital watch|dig\.watch)\b[^.;:]{0,60}$|\b(?:AI|artificial intelligence)[- ](?:generated|assisted) (?:summary|report|notes)\b|\b(?:summary|report|notes) (?:was |were )?(?:generated|written) (?:by|with|using) (?:AI|artificial intelligence)\b|^(?:Press release|Meetings coverage|News(?:letter)?|Policy ?brief|Research (?:paper|report)|Blog)\b"),
    ("transcript", r"^(?:Unofficial |Automated |Automatic |Machine |Verbatim )*Transcript(?:ion)?\b"),
    ("list of participants", r"^(?:Provisional |Draft |Final )?List of participants\b"),
    ("agenda", r"^(?:Annotated |Provisional |Draft |Revised |Annotations to the )*Agenda\b(?! items?\b)"),
    ("letter", r"^(?:Identical )?(?:Letters?|Notes? verbales?) dated .{0,80}? (?:from|addressed)\b(?! the (?:Co-)?Chair)"),
    ("draft resolution", r"^(?:.{0,400}[^\s:]:\s)?(?:Revised )?Draft resolution\b(?! [A-Z]/)(?! adopted)"),
    ("draft decision", r"^(?:.{0,400}[^\s:]:\s)?(?:Revised )?Draft decision\b(?! adopted)"),
    ("stakeholder statement", r"^(?:Written )?Statement submitted by\b.{0,300}\bnon-governmental organi[sz]ations?\b|^(?:Stakeholder|Multi-?stakeholder|Civil society|NGO) (?:statement|submission|contribution|intervention)\b"),
    ("Chair's paper", rf"^(?:The )?(?:Revised |Updated |Draft )?{_CHAIR}['’]s? (?:[\w-]+ ){{0,4}}{_TEXT_OF_THE_CHAIR}\b|^(?:[\w-]+ ){{0,4}}{_TEXT_OF_THE_CHAIR} (?:dated [\w ]{{4,20}} )?(?:prepared |submitted |presented |issued )?(?:by|of|from) the {_CHAIR}\b"),
    ("draft", r"^(?:Zero|First|Second|Third|Revised|Updated|Initial|Preliminary|Advance) draft\b|^(?:Revised |Updated )?Draft (?!resolution|decision|agenda|programme)[a-z]|\b(?:zero|first|second|third|revised) draft\b[^.;]{0,40}$|^[^.;]{0,120}\bdraft,? Rev(?:\.|ision) ?\d"),
    ("programme of work", r"^(?:(?:Provisional|Draft|Proposed|Indicative|Tentative|Revised|Updated) )*(?:programme|timetable|organization) of work\b"),
    ("GGE report", r"^(?:Report of the )?Group of Governmental Experts\b"),
    ("report of the Open-ended Working Group", r"^(?:Final |Substantive |Annual |Progress )*Report of the open-ended working group\b|^(?:(?:First|Second|Third) )?(?:Annual progress|Final substantive|Final) report\b"),
    ("report of the Secretary-General", r"^Report of the Secretary-General\b"),
    ("note by the Secretary-General", r"^Note by the Secretary-General\b"),
    ("note by the Secretariat", r"^Note by the Secretariat\b"),
    ("secretariat report", r"^(?:\w+ )?Reports? (?:of|by) the (?:[\w-]+ ){0,6}(?:secretariat|Executive Director|Director-General|High Commissioner|Administrator|Executive Secretary|Office of Internal Oversight Services)\b"),
    ("report", rf"^(?:\w+ )?Report of the (?:[\w-]+ ){{0,5}}{_COMMITTEE}\b"),
    ("working paper", r"^Working paper\b"),
    ("report", r"^(?:Annual |Progress |Abridged |Biennial )*Report on\b"),
    ("convention", r"^(?:United Nations )?(?:[A-Z][a-z]+ ){0,3}(?:Convention|Treaty|Protocol)\b(?=[^.]{0,200}$)"),
)  # fmt: skip
_COMPILED = tuple((kind, re.compile(form, re.IGNORECASE | re.MULTILINE)) for kind, form in _FORMS)
_ALSO_A_CHAPTER = ("agenda", "list of participants", "programme of work")
_OF_THE_ASSEMBLY = re.compile(r"A/\d{2}/\d")  # elsewhere the name of a group of experts is that of the body that meets
_REPORT = re.compile(r"^(?:\w+ )?Report\b", re.IGNORECASE | re.MULTILINE)
_PARTIES = re.compile(
    r"^(?:The )?(?:States )?Parties to (?:this|the present) (?:Convention|Treaty|Protocol)\b", re.I | re.M
)
_BY_SYMBOL = (
    ("/SR.", "summary record"),
    ("/PV.", "verbatim record"),
    ("/NGO/", "stakeholder statement"),
)
_BY_NATURE = (
    ("/WP.", "working paper"),
    ("/CRP.", "conference room paper"),
    ("ST/IC/", "information circular"),
    ("ST/SGB/", "bulletin"),
)  # where page one says nothing
_PAPER_OF_A_GROUP = re.compile(r"\b(?P<draft>(?:zero |first |second |revised )?draft )?(?P<paper>annual progress|final)\b[\w ]{0,20}\breport\b", re.I)  # fmt: skip
_TIERS = {
    "adopted": ("resolution", "decision", "convention", "annual progress report", "final report"),
    "Chair": ("Chair's paper",),
    "secretariat": (
        "report of the Secretary-General", "note by the Secretary-General", "note by the Secretariat",
        "secretariat report", "compendium", "summary record", "verbatim record", "agenda", "list of participants",
        "information circular", "bulletin",
    ),
    "expert": ("GGE report",),
    "stakeholder": ("stakeholder statement",),
    "draft": ("draft", "draft resolution", "draft decision"),
    "transcript": ("transcript",),
    "secondary": ("secondary",),
    "group": ("group statement", "joint statement"),
    "national": ("national statement",),
}  # fmt: skip
_TIER_OF = {kind: tier for tier, kinds in _TIERS.items() for kind in kinds}
AUTHORITIES = (*_TIERS, "other")


def kind_of(front: str, head: str, symbol: str) -> str:
    """The kind that the lines before the running text (`front`) give; "" where neither they nor the symbol do.

    `head` is the beginning of the document with some of its running text.
    """
    for mark, kind in _BY_SYMBOL:
        if mark in symbol:
            return kind
    for kind, form in _COMPILED:
        match = form.search(front)
        if match is None or (kind == "convention" and _PARTIES.search(head) is None):
            continue
        if kind == "GGE report" and match.group()[0] not in "Rr" and not _OF_THE_ASSEMBLY.match(symbol):
            continue
        if kind in _ALSO_A_CHAPTER and _REPORT.search(front, 0, match.start()):
            continue
        return _of_a_group(front, head) if kind == "report of the Open-ended Working Group" else kind
    return next((kind for mark, kind in _BY_NATURE if mark in symbol), "")


def _of_a_group(front: str, head: str) -> str:
    """Which of its reports a working group's is: the annual progress report, the final one, or another."""
    match = _PAPER_OF_A_GROUP.search(front) or _PAPER_OF_A_GROUP.search(head)
    if match is None:
        return "final report" if re.search(r"\bfinal substantive report\b", front, re.I) else "report"
    if match["draft"]:
        return "draft" if match.start() < len(front) and _PAPER_OF_A_GROUP.search(front) else "report"
    return "annual progress report" if match["paper"].casefold() != "final" else "final report"


def leaves_open(kind: str) -> bool:
    """Whether a document of this kind may be the words of any delegation, as "national statement" says no name."""
    return authority(kind, "") in ("national", "group", "other")


def with_holder(kind: str, holder_kind: str, joint: bool) -> str:
    """The kind of a document whose holder is known: `holder_kind` as in the table of delegations, "" for none."""
    if kind not in _ABOUT:
        return kind
    if holder_kind:
        return "national statement" if holder_kind in ("state", "observer State") else "group statement"
    return "joint statement" if joint else kind


def authority(kind: str, holder_kind: str) -> str:
    """The tier of `kind`; that of its holder where the kind alone does not tell."""
    if holder_kind and kind not in _TIER_OF:
        return "national" if holder_kind in ("state", "observer State") else "group"
    return _TIER_OF.get(kind, "national" if kind == "general debate statement" and holder_kind else "other")
