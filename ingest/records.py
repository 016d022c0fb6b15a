"""The lines of a record that open the words of a speaker, and those that close them."""

from __future__ import annotations

import re

from ingest import delegations
from ingest.holders import BEHALF, Turn, in_whose_name

_TITLE = (
    r"(?:(?:El|La)\s)?(?:Mr|Mrs|Ms|Miss|Dr|Sir|Dame|Lord|Prince|Princess|Sheikh|Sheikha|Ambassador|King|Queen|Her|His|"
    r"Archbishop|Monsignor|Cardinal|Monseñor|Monseigneur|M|MM|Mme|Mlle|Monsieur|Madame|Sr|Sra|Srta|Señora?|S\.\s?E|"
    r"H\.\s?E|Г-н|Г-жа|Г‑н|Г‑жа|Архиепископ)\.?\s"
)
_OBSERVES = (
    r"(?:(?:Permanent )?Observer (?:for|of) (?:the )?|Observat(?:eur|rice) d[eu] (?:la )?|Observadora? de(?: la|l)? )?"
)
_WHO = rf"\({_OBSERVES}(?P<who>[^()]*(?:\([^()]*\)[^()]*)?)\)"
_FOR = rf"(?:,?\s+(?:also )?(?:speaking |s['’]exprimant |hablando |выступая )?(?:also )?(?P<behalf>{BEHALF.pattern})[^:]{{3,300}}?)?"
_SPOKE = (
    r"\s*(?:\((?:spoke|speaking|interpretation from|parle|s['’]exprime|interprétation de|traduit de|habla|interpretación del?|"
    r"traducido del?|говорит|выступает)[^)]*\))?\s*:"
)
_OFFICER = (
    r"(?:(?:Acting |Temporary |Deputy |Under-|Vice-|Co-)*"
    r"(?:President|Chair|Chairperson|Chairman|Chairwoman|Secretary|Secretary-General|Rapporteur|Facilitator|Moderator))"
)
_PRESIDES = (  # in French, Spanish and Russian, with "(parle en anglais)" and the like
    r"(?:(?:L[ea]|El|La)\s(?:(?:vice-|Vice-?)?[Pp]résident[e]?|[Pp]resident[ea]|[Vv]icepresident[ea]|Secrétaire|Secretari[oa])|"
    r"L['’]orateur|الرئيسة?(?: بالنيابة)?|(?:代理)?主席|(?:Исполняющ(?:ий|ая) обязанности )?(?:[Пп]редседател[ья](?:ница)?|Секретарь))"
)
_SAID = (
    r",?\s+(?:said|stated|noted|asked|expressed|proposed|recalled|welcomed|stressed|emphasized|thanked|drew|pointed|"
    r"reiterated|supported|endorsed|suggested|wished|agreed|observed|explained|added|called|urged|considered|believed|"
    r"requested|invited|declared|announced|took it|introduc\w+|speaking|dit|déclare|indique|demande|estime|dice|declara|"
    r"señala|pide|s['’]exprimant|parlant|prenant la parole|présentant|hablando|interviniendo|presentando|говорит|заявляет|"
    r"отмечает|выступая|представляя)\b"
)
_OPENING = (  # of a paragraph of a summary record: "Speaking in explanation of vote, Mr. X (Fiji) said"
    r"(?:(?:Also |Again )?(?:[Ss]peaking|[Ii]ntroducing|[Rr]eplying|[Rr]esponding|[Tt]urning|[Rr]eferring|[Cc]ontinuing)\b[^.:()]{2,160},\s+)?"
)
# What may stand before the line of a speaker: the number of a paragraph, a time of the recording.
_NUMBER = re.compile(r"\d{1,3}\.\s+|[\[(]?(?:\d{1,2}:)?\d{1,2}:\d{2}(?:[.,]\d{1,3})?[\])]?\s*(?:[-–—]\s*)?")
# A name alone before a colon, as in a transcript, where it is that of a delegation and nothing else.
_NAMED = re.compile(r"(?P<who>[^\W\d_][^:\n]{2,60}?)\s*(?:[\[(](?:\d{1,2}:)?\d{1,2}:\d{2}[\])])?\s*:(?:\s|$)")
_SPEAKERS = (
    re.compile(rf"{_TITLE}[^:()]{{2,80}}{_WHO}(?:{_FOR}{_SPOKE}|{_SAID})"),
    re.compile(rf"{_TITLE}[^:(),]{{2,60}},\s+(?P<who>[^:(),.]{{2,60}}):"),
    re.compile(
        rf"(?:The )?(?:[Rr]epresentative|[Oo]bserver|[Dd]elegate|[Dd]elegation) (?:of|for) (?:the )?(?P<who>[^:,.]{{2,60}}?)(?:{_SAID}|{_SPOKE})"
    ),
    re.compile(r"(?:ال)?(?:سيد|سيدة|آنسة)\s[^:()]{2,60}\((?P<who>[^()]{2,60})\)\s*(?:\([^()]*\)\s*)?:"),
    re.compile(
        r"[^\s:：(（,.]{1,24}(?:先生|女士|阁下|夫人)\s?[(（](?P<who>[^()（）]{2,20})[)）]\s?(?:[(（][^()（）]*[)）]\s?)?[:：]"
    ),
    re.compile(
        rf"(?:(?:L[ea] représentante?|L['’]observateur|L['’]observatrice|(?:El|La) representante|(?:El|La) observadora?) )"
        rf"(?:du |des |de la |del |de los |de l['’]|d['’]|de )(?P<who>[^:,.]{{2,60}}?)(?:{_SAID}|{_SPOKE})"
    ),
    re.compile(r"(?P<who>[A-Z][A-Z .,'’()-]{2,60}):(?:\s|$)"),
)
# Who speaks for no delegation, or is not known: "The Vice-Chair:", "The Chair said", "Ms. X (Fiji), Rapporteur:".
_NOBODY = re.compile(
    rf"(?:{_PRESIDES}(?:{_SPOKE}|{_SAID})|The {_OFFICER}(?: of [^:.]{{2,40}})?(?: \([^)]*\))?(?:{_SPOKE}|{_SAID})|The [A-Z][\w-]*(?: (?:of|the|for|and|[A-Z][\w-]*)){{0,6}}{_SPOKE}|"
    rf"(?:Mr|Mrs|Ms|Miss|Dr|Mme|Sra?|H\.E|Г-н|Г-жа)\b\.?\s(?!(?:{_OFFICER}|Speaker)\s?[:,])[^:.]{{2,100}}:|"
    rf"(?:(?:His|Her|Their) (?:[\w-]+ ){{0,2}}(?:Majest(?:y|ies)|Excellenc(?:y|ies)|Highness|Holiness|Eminence|Grace)|Sir|Dame|Lord|King|Queen|"
    rf"Prince|Princess|Sheikha?|Archbishop|Monsignor|Cardinal|Ambassador)\s[^:.]{{2,100}}:|"
    rf"{_TITLE}[^:()]{{2,80}}{_WHO}|[^.:;]{{2,80}}\([^()]+\){_SPOKE})"
)
# In a transcript, of which it is known that its lines begin with a speaker, any label or time that stands so.
_LABELLED = re.compile(
    r"(?:[A-ZÀ-ÞА-ЯЁ][\w'’.&-]*(?:\s+(?:of|the|for|and|de|du|des|la|del|y|et|\(?[A-ZÀ-ÞА-ЯЁ\d][\w'’.&)-]*)){0,7})\s*"
    r"(?:[\[(]?(?:\d{1,2}:)?\d{1,2}:\d{2}[\])]?)?\s*:\s"
)
_TIMED = re.compile(
    r"(?P<who>[^\W\d_][^:\n\d]{1,60}?),?\s+(?:[\[(](?:\d{1,2}:)?\d{1,2}:\d{2}[\])]|\d{1,2}:\d{2}:\d{2})(?:\s|$)"
)
_LINES = "|".join(form.pattern.replace("?P<who>", "").replace("?P<behalf>", "") for form in _SPEAKERS)
_INSIDE = re.compile(rf"[.!?…”\"’»)]\s+(?P<line>{_LINES}|{_PRESIDES}{_SPOKE}|The {_OFFICER}(?: \([^)]*\))?{_SPOKE})")
_PROCEDURE = re.compile(
    r"A (?:recorded |separate |roll-call )?vote was|In favou?r:|Against:|Abstain|Abstention|None$|It was so decided|"
    r"(?:Draft|The) (?:resolution|decision|amendment|motion|agenda|programme|text|paragraph|report)[^.]{0,160}\b(?:was|were) "
    r"(?:\w+ )?(?:adopted|rejected|approved|retained|withdrawn)\b|[^.]{0,160}\b(?:was|were) (?:adopted|rejected) by \d|"
    r"The meeting (?:was|rose|resumed)|The discussion|There being no objection|In the absence of the (?:President|Chair)|"
    r"\[?Subsequently, the delegation|[^.]{2,80}took the Chair|(?:Agenda )?[Ii]tem \d|Programme of work|"
    r"La séance (?:est|reprend)|Se (?:levanta|abre|declara|suspende|reanuda|procede)\b[^.]{0,30}\b(?:sesión|votación)|"
    r"Заседание (?:открывается|закрывается|возобновляется)|Проводится [^.]{0,30}голосование|Il est procédé|Votent pour|"
    r"Votos? a favor|Голосовали за|رفعت الجلسة|افتتحت الجلسة|下午.{1,12}散会|上午.{1,12}(?:散会|开会)|"
    r"Organization of work|Statements? (?:by|in exercise)|Rights? of reply|The next meeting"
)
_NOTE = re.compile(r"This record (?:contains the text|is subject to correction)|Corrected records will be")


def speaker_line(start: int, words: str, reported: bool) -> Turn | None:
    """The turn that a paragraph opens by beginning like a speaker's line; of nobody where the name is not read.

    `reported`: "Mr. X (Fiji) said that" opens Fiji's words, as in a summary record; elsewhere it is about Fiji.
    """
    number = _NUMBER.match(words)
    words = words[number.end() if number else 0 :][:300]
    if not reported and (match := _NAMED.match(words)) and (holder := delegations.exactly(match.group("who"))):
        return Turn(start, holder.name)
    opening = re.match(_OPENING, words) if reported else None
    for form in _SPEAKERS:
        match = form.match(words) or (form.match(words, opening.end()) if opening else None)
        if match and (reported or match.group().rstrip().endswith((":", "："))):
            return _speaks(start, match)
    return Turn(start, None) if _NOBODY.match(words) else None


def _speaks(start: int, match: re.Match[str]) -> Turn:
    """The turn of the speaker's line that `match` found, or of those for whom it says to speak."""
    holder = delegations.exactly(match.group("who"))
    name = holder.name if holder else None
    behalf = match.groupdict().get("behalf")
    after = match.group()[match.start("behalf") - match.start() + len(behalf) :] if behalf else ""
    return (in_whose_name(start, name, after) if behalf else None) or Turn(start, name)


def timed(start: int, words: str) -> Turn | None:
    """The turn of a name with the time of the recording and no colon: "Fiji 00:12:34"."""
    match = _TIMED.match(words[:200])
    if match is None or len(match.group("who").split()) > 8:
        return None
    holder = delegations.exactly(match.group("who"))
    return Turn(start, holder.name if holder else None)


def is_labelled(words: str) -> bool:
    """Whether a paragraph opens with a label and a colon, which in a transcript is somebody's name."""
    number = _NUMBER.match(words)
    return _LABELLED.match(words[number.end() if number else 0 :][:300]) is not None


def is_bare(words: str) -> bool:
    """Whether a line opens with nothing but a name and a colon, as a table or a list may have it too."""
    number = _NUMBER.match(words)
    match = _NAMED.match(words[number.end() if number else 0 :][:300])
    return match is not None and delegations.exactly(match.group("who")) is not None


def inside(start: int, words: str, reported: bool) -> list[Turn]:
    """The turns that open within a paragraph, where the lines of two speakers were run together."""
    number = _NUMBER.match(words)
    lines = _INSIDE.finditer(words, number.end() if number else 0)
    found = (speaker_line(start + each.start("line"), each.group("line"), reported) for each in lines)
    return [turn for turn in found if turn is not None]


def is_procedure(words: str) -> bool:
    """Whether a paragraph of a record tells what the meeting did: a vote, an adoption, its rising."""
    return _PROCEDURE.match(words) is not None


def is_note(text: str, start: int) -> bool:
    """Whether the paragraph at `start` is the note of the Secretariat at the foot of a record's page one."""
    return _NOTE.match(text, start) is not None
