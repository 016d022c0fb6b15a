"""The stance that words take, by their verbs: enough to keep apart who wants a thing and who rejects it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

_VERBS = {
    "wants": r"wants?|wanted|wish\w*|call(?:s|ed|ing)? (?:for|on|upon)|propos(?:e|es|ed|ing)|request\w*|ask(?:s|ed)? for|demand\w*|urg\w+|seek\w*|"
    r"advocat\w+|need(?:s|ed)?|should|must|would have (?:liked|preferred|wished)|preference|hop(?:e|es|ed|ing)|"
    r"nous aurions|proposons",
    "regrets": r"regret\w*|disappoint\w+|concern(?:ed|s)?|insufficient|lower than|criticis\w+|criticiz\w+|lament\w*",
    "supports": r"support\w*|welcom\w*|endors\w+|favou?r\w*|commend\w*|prais\w+|applaud\w*|appreciat\w+|salu(?:e|ons|ent)|"
    r"acog\w+|respald\w+|celebra\w*",
    "opposes": r"oppos\w+|reject\w*|object(?:s|ed|ing|ions?)?|(?:vot(?:e|es|ed|ing)|be|is|are|was|were|stands?|stood|spoke|speaks?|argue[sd]?|decide[sd]?) against|refus\w+|unacceptable|not acceptable|cannot accept|"
    r"dissociat\w+|disassociat\w+|condemn\w*|rechaz\w+|rejet\w+|(?:should|must) not",
}
STANCE_VERBS = "|".join(_VERBS.values())
_COMPILED = {stance: re.compile(rf"\b(?:{verbs})\b", re.IGNORECASE) for stance, verbs in _VERBS.items()}
_DENIED_BEFORE = re.compile(
    r"(?:\b(?:not|no|never|cannot|neither|nor|without|unable to)|n['’]t)(?:\s+\w+){0,2}\s+$", re.I
)
_DENIED_AFTER = re.compile(r"\s+(?:not|never|neither|nothing|nobody|none)\b", re.I)
# To want the end of a thing is to be against it.
_ENDS = re.compile(
    r"\b(?:an? end|ending|(?:to|must|should) end|lift(?:ed|ing)?|halt\w*|ceas\w+|stop\w*|abolish\w*|abolition|eliminat\w+|remov\w+|"
    r"repeal\w*|withdraw\w*)\b",
    re.I,
)
# Other words by which a summary tells what stance was taken; in a question or a text they may mean something else.
_TOLD = {
    "wants": r"suggest\w*|recommend\w*|encourag\w+|invit(?:e|es|ed|ing)|appeal\w*|insist\w*|prefer\w*|would (?:like|prefer|have|welcome|see)|argu\w+ for|"
    r"plead\w*|press(?:es|ed) for|desir\w+|intend\w*|look(?:s|ed)? forward|requir\w*",
    "regrets": r"worr(?:y|ied|ies)|alarm\w*|uneasy|unease|unhappy|dissatisf\w+|dismay\w*|deplor\w+|misgiving\w*|reservations?|sceptic\w*|unconvinced|"
    r"complain\w*|lack(?:s|ed)?|doubt\w*|fear(?:s|ed)?",
    "supports": r"back(?:s|ed|ing)|in favou?r of|enthusiastic|satisf\w+|pleased|glad|grateful|gratitude|thank(?:s|ed)?|accept(?:s|ed|ing)?|agree(?:s|d)?|"
    r"approv\w+|embrac\w+|(?:go|live|went) (?:along )?with|join(?:s|ed)? (?:the )?consensus|pay(?:s|ing)? tribute|values(?= (?:the|its|their|this|these|our)\b)|champion\w*|hail(?:s|ed)",
    "opposes": r"disagree\w*|disapprov\w+|den(?:y|ies|ied)|dismiss\w*|rul(?:e|es|ed) out|turn(?:s|ed)? down|resist(?:s|ed)?|denounc\w+|declin(?:e|es|ed) to|"
    r"block(?:s|ed)?|veto(?:es|ed)?|ha(?:s|ve|d) no place|unconvinced|sceptic\w*",
}
_ALL_TOLD = {stance: re.compile(rf"\b(?:{verbs}|{_TOLD[stance]})\b", re.IGNORECASE) for stance, verbs in _VERBS.items()}
_OBJECTIONS = re.compile(r"(?<!have )(?<!has )(?<!had )(?<!raised )\bobjections?\b(?! to\b)", re.I)  # of anybody
_ARE_AGAINST = re.compile(  # "Is any delegation in the compendium against it?"
    r"^\W*(?:is|are|was|were)\s+(?:any|some|other|many)(?:one|body)?\b(?:\s+(?:delegations?|states?|countr(?:y|ies)))?(?:\s+(?:in|of|at)\s+(?:the\s+)?\w+){0,2}\s+against\b",
    re.I,
)
PLAIN = ("supports", "opposes")  # stances that are said in so many words, or not taken
AGREES = {
    "wants": {"wants", "supports", "regrets"},
    "supports": {"wants", "supports"},
    "opposes": {"opposes"},
    "regrets": {"regrets", "wants", "opposes"},
}
CONTRARY = {
    "wants": {"opposes"},
    "supports": {"opposes", "regrets"},
    "opposes": {"supports", "wants"},
    "regrets": {"supports"},
}
PLAIN_CONTRARY = {"wants": "opposes", "supports": "opposes", "opposes": "supports"}


def _found(text: str, compiled: Mapping[str, re.Pattern[str]] = _COMPILED) -> Iterator[tuple[int, str]]:
    """(place, stance) of each verb; a denied wish or support is opposition, a denied opposition nothing."""
    for stance, verbs in compiled.items():
        for match in verbs.finditer(text):
            denied = _DENIED_BEFORE.search(text[: match.start()]) or _DENIED_AFTER.match(text, match.end())
            if not denied:
                yield match.start(), "opposes" if stance == "wants" and _ENDS.match(text, match.end() + 1) else stance
            elif stance in ("wants", "supports"):
                yield match.start(), "opposes"


def stances(text: str) -> set[str]:
    """The stances that the verbs of `text` take: "wants", "supports", "opposes", "regrets"; empty where none is plain."""
    found = {stance for _, stance in _found(text)}
    return found | {"opposes"} if "wants" in found and _ENDS.search(text) else found


def told_stances(text: str) -> set[str]:
    """The stances of `text`, also by the many words with which a summary tells them."""
    found = {stance for _, stance in _found(_OBJECTIONS.sub(" ", text), _ALL_TOLD)}
    return found | {"opposes"} if "wants" in found and _ENDS.search(text) else found


def asked_stance(question: str) -> str:
    """The stance that a question asks for, or takes for granted, by its first verb that takes one; "" if none does."""
    if _ARE_AGAINST.search(question):
        return "opposes"
    return min(_found(question), default=(0, ""))[1]


def asked_verb(question: str) -> str:
    """The verb by which a question asks for support or opposition; "" where it asks for neither."""
    stance = asked_stance(question)
    match = _COMPILED[stance].search(question) if stance in PLAIN else None
    return match.group() if match else ""


def takes(stance: str, text: str) -> bool:
    """Whether `text` plainly takes `stance`, and does not also take the contrary: no guess is made between them."""
    found = stances(text)
    return bool(found & AGREES[stance]) and not (stance != "opposes" and "opposes" in found)


def contradicts(stance: str, text: str) -> bool:
    """Whether `text` plainly takes a stance, and not `stance`; never where none is asked for."""
    found = stances(text)
    return bool(stance and found) and not found & AGREES[stance]


def verbs(text: str) -> list[str]:
    """The words of `text` that take a stance, as written."""
    return [match.group() for pattern in _COMPILED.values() for match in pattern.finditer(text)]
