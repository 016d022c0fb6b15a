"""The stance that words take, by their verbs: enough to keep apart who wants a thing and who welcomes it."""

from __future__ import annotations

import re

_VERBS = {
    "wants": r"wants?|wanted|wish\w*|call(?:s|ed|ing)? (?:for|on|upon)|propos\w+|request\w*|ask(?:s|ed)? for|demand\w*|urg\w+|seek\w*|"
    r"advocat\w+|need(?:s|ed)?|should|must|would have (?:liked|preferred|wished)|preference|hop(?:e|es|ed|ing)|regret\w*|"
    r"disappoint\w+|concern(?:ed|s)?|insufficient|lower than|criticis\w+|criticiz\w+|lament\w*|nous aurions|proposons|demand\w+",
    "supports": r"support\w*|welcom\w*|endors\w+|favou?r\w*|commend\w*|prais\w+|applaud\w*|appreciat\w+|salu(?:e|ons|ent)|applaud\w*|"
    r"acog\w+|respald\w+|celebra\w*",
    "opposes": r"oppos\w+|reject\w*|object\w*|against|refus\w+|unacceptable|not acceptable|cannot accept|cannot support|no need|"
    r"dissociat\w+|disassociat\w+|condemn\w*|rechaz\w+|rejet\w+",
}
_COMPILED = {stance: re.compile(rf"\b(?:{verbs})\b", re.IGNORECASE) for stance, verbs in _VERBS.items()}


def stances(text: str) -> set[str]:
    """The stances that the verbs of `text` take: "wants", "supports", "opposes"; empty where none is plain."""
    return {stance for stance, verbs in _COMPILED.items() if verbs.search(text)}


def conflict(asked: str, said: str) -> bool:
    """Whether `said` plainly takes a stance, and none that `asked` asks for."""
    wanted, found = stances(asked), stances(said)
    return bool(wanted and found and not wanted & found)
