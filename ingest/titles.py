"""Whose text it is by its title page, when a line there says so."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from ingest import delegations
from ingest.holders import BEHALF, STATES, Turn, attribute, in_whose_name

_KIND = (
    r"(?:submission|statement|intervention|contribution|remarks|position paper|working paper|concept paper|non-paper|"
    r"comments|views|observations|proposals?|explanation of (?:position|vote)|right of reply|repl(?:y|ies)|responses?|"
    r"intervención|contribución|discurso|alocución|comentarios|observaciones|allocution|discours|prise de parole|observations)"
)
# All that may stand before it; anything else may make the title one about another's paper: "Views on the statement by".
_BEFORE = (
    r"(?:(?:the|joint|national|written|oral|general|opening|closing|final|draft|updated|revised|first|second|further|introductory|text of|"
    r"transcript of|\(?[ivx\d]{1,4}[.)])\s+)*"
)
_THE = r"(?:the\s+)?(?:permanent mission of\s+)?(?:the\s+)?(?:delegation of\s+)?(?:the\s+)?"
_DE = r"(?:(?:de la|de los|del|du|des|de)\s+|de l['’]|d['’])"
_DELEGATE = r"(?:(?:délégation|representante?(?: permanente)?|représentante?(?: permanente?)?|delegación|misión permanente|mission permanente)\s+)"
_OF = rf"(?:(?:of|by|from|(?:submitted|presented|delivered|made) by)\s+{_THE}|{_DE}(?:{_DELEGATE}{_DE})?)"
# Without an article it may be a city or the name of a treaty: "Déclaration de Bakou", "Declaración de Panamá".
_DU = rf"(?:(?:du|des|de la|del)\s+|de l['’]|{_DE}{_DELEGATE}{_DE})"
_BY = re.compile(rf"{_BEFORE}(?:{_KIND}\s+{_OF}|(?:déclaration|declaración)\s+{_DU})", re.I)
_WITHOUT_ARTICLE = re.compile(r"(?:déclaration|declaración)\s+(?:de\s+|d['’])(?P<who>[^,;:.\n]{2,60})(?:,.*)?", re.I)
_SPEAKS = re.compile(
    r"\b(?:Señora? President[ea]|Señor Presidente|Sr\.? Presidente|mi delegación|nuestr[oa] (?:delegación|país)|"
    r"Monsieur le Président|Madame la Présidente|ma délégation|notre délégation|mon pays)\b",
    re.I,
)
# In Russian, Arabic and Chinese the whole title must be understood, up to where and on what it was.
_ELSEWHERE = (
    re.compile(
        r"(?:Национальное |Совместное )?(?:Заявление|Выступление|Комментарии|Позиция|Вклад|Ответ)\s+"
        r"(?:(?:постоянного )?(?:представителя|представительства)\s+|делегации\s+|главы делегации\s+)?"
        r"(?P<who>[А-ЯЁ].{2,80}?)(?:\s+(?:на|в|во|о|об|по|при|к)\s.*|\s*[,(:–—-]\s.*)?",
        re.I,
    ),
    re.compile(
        r"(?:بيان|كلمة|مداخلة|مساهمة|موقف)\s+(?:وفد\s+|ممثلة?\s+|بعثة\s+)?(?P<who>.{2,60}?)(?:\s+(?:في|أمام|حول|بشأن|خلال|إلى|لدى)\s.*|\s*[,،(:–-].*)?"
    ),
    re.compile(
        r"(?P<who>[\u4e00-\u9fff]{2,20}?)(?:政府)?(?:代表团?|常驻联合国代表团)?的?(?:(?:在|关于|就)[^，。]{2,60}的?)?"
        r"(?:发言|声明|立场文件|书面意见|提案|意见)"
    ),
)
_READ_BY = re.compile(
    r"\b(?:delivered|read(?: out)?|presented|made|given|prononcée?|lue|présentée|pronunciad[ao]|leíd[ao]|presentad[ao]) "
    r"(?:by|par|por)\s+(?:(?:the|la|le|el|l['’])\s*)?(?:(?:delegation|permanent mission|representative) of (?:the )?)?"
    r"(?P<who>[^,;:()–—]{2,60}?)(?=\s*(?:$|[,;:()–—]|\b(?:at|on|to|in|during)\b))",
    re.I,
)
_POSSESSIVE = re.compile(rf"(?P<who>[^:]{{2,60}}?)['’]s?\s+{_BEFORE}(?:{_KIND}|position)\b", re.I)
_OFFICE = re.compile(  # "Statement by Ms. X, Counsellor, Permanent Mission of Y": a title, so its words are capitalised
    r"(?i:statement|intervention|remarks|address) (?i:delivered |made )?(?i:by)\b"
    r"(?:(?!\b(?i:to|on|reply|regarding|concerning|about)\b)[^:]){2,160}?"
    r"(?:,\s+(?:[A-Z][\w-]*\s+(?:(?i:and)\s+)?){0,3}|\s(?=(?i:permanent|deputy|ambassador|chargé)\s)"
    r"(?:[A-Z][\w-]*\s+){0,2})(?:Mission|Representative|Ambassador|MISSION|REPRESENTATIVE|AMBASSADOR) (?i:of)\s+"
    r"(?i:the\s+)?"
)
_LETTERHEAD = re.compile(r"(?:permanent mission|delegation|ministry of foreign affairs) of\s+(?:the\s+)?", re.I)
_KIND_FIRST = re.compile(
    r"(?:explanation of (?:position|vote)|statement|intervention)\s*[-–—:]\s*(?P<who>[^,;:\n]{2,80})(?:,.*\d.*)?", re.I
)
_NAME_FIRST = re.compile(rf"(?P<who>[^:–—|]{{2,80}}?)\s*(?:[:–—|]|\s-)\s+{_BEFORE}{_KIND}\b", re.I)
_GROUP_FIRST = re.compile(
    rf"(?P<who>[^:–—|]{{2,60}}?)\s+(?:(?:joint|opening|closing|general)\s+)*{_KIND}(?=\s|$)", re.I
)
OF_A_KIND = re.compile(rf"{_BEFORE}{_KIND}\b", re.I)
_ANY_KIND = re.compile(r"\b(?:paper|report|letter|summary|note|draft|statement|compendium|resolution)\b", re.I)
# In a document with a symbol only these lines, whole, name whose text it is.
_OFFICIAL = (
    re.compile(
        r"(?:Working paper|Submission|Statement|Position paper|Contribution)s? (?:submitted |presented )?"
        r"(?:by|of|from) (?:the )?(?:delegation of )?(?:the )?(?P<who>.{2,80})",
        re.I,
    ),
    re.compile(
        r"(?:Identical letters|Letter|Note verbale)\b.{0,60}? from the "
        r"(?:(?:Deputy )?Permanent (?:Representative|Mission|Observer)|"
        r"Chargé d['’]affaires(?: a\.i\.|,? ad interim,?)? of the Permanent Mission) "
        r"of (?:the )?(?P<who>.{2,80}?) (?:to the United Nations.*|(?:to the [A-Z].{3,80}? )?addressed to\b.*)",
        re.I,
    ),
    re.compile(
        r"(?:Lettres? identiques|Lettre|Notes? verbales?),? (?:en date du|datée?s? du) .{4,60}?,? adressées? .{2,160}? par "
        r"(?:l[ea] |l['’])?(?:Représentante? permanente?|Mission permanente|Observat(?:eur|rice) permanente?|"
        r"Chargée? d['’]affaires(?: par intérim)?(?: de la Mission permanente)?) "
        rf"{_DE}(?P<who>.{{2,80}}?)(?: auprès .*)?",
        re.I,
    ),
    re.compile(
        r"(?:Cartas idénticas|Carta|Notas? verbal(?:es)?) de fecha .{4,60}? dirigidas? .{2,160}? por (?:el|la) "
        r"(?:Representante Permanente|Misión Permanente|Observadora? Permanente|"
        r"Encargad[oa] de Negocios(?: interin[oa])?(?: de la Misión Permanente)?) "
        rf"{_DE}(?P<who>.{{2,80}}?)(?: ante .*)?",
        re.I,
    ),
)
# What may stand before "on behalf of" in a title, and what makes it one about the statement of others.
_READ = re.compile(
    rf"{_BEFORE}(?:{_KIND}|déclaration|declaración|address|speech|paper|letter|delivered|read|made|presented|submitted)\b",
    re.I,
)
_OF_OTHERS = re.compile(
    rf"\b(?:(?:on|to|of|regarding|concerning|about|from|with)\s+(?:(?:the|a)\s+)?(?:\w+\s+)?{_KIND}|"
    r"aligns?|aligned|associates?|associated|supports?|supported|endorses?|s'associe|se suma|se alinea)\b",
    re.I,
)
_ADDRESS = re.compile(
    r"(?:Mr|Mrs|Ms|Madam|Mme|Distinguished|Excellenc|Your Excellenc|Dear|Monsieur|Madame|Señora?|Thank you)\b.*[,.!:]$"
)
_SALUTATION = re.compile(r"(?:Your )?Excellency\b|Dear\b|(?:Sir|Madam),$")
_ADDRESSEE = re.compile(r"(?:To|H\.?\s?E|His Excellency|Her Excellency|Mr|Mrs|Ms|Dr|Ambassador)\b")


def from_title_page(lines: Sequence[str], strict: bool = False) -> Turn | None:
    """The holder that the first lines name ("Iran's submission"); None where they name nobody.

    Lines that name different holders give the text to nobody. `strict` is for documents with a symbol, whose
    titles may speak about a State.
    """
    if strict:
        official = (form.fullmatch(line) for line in lines for form in _OFFICIAL)
        exact = (delegations.exactly(match.group("who")) for match in official if match)
        return next((Turn(0, holder.name) for holder in exact if holder), None)
    letter = any(_SALUTATION.match(line) for line in lines)
    page = list(_title_page(lines))
    found: list[Turn] = []
    spoken = any(map(_SPEAKS.search, lines))
    for at, line in enumerate(page):
        turn = _in_title(line)
        if turn is None and spoken and (match := _WITHOUT_ARTICLE.fullmatch(line)):
            turn = _state(match.group("who"))
        if turn is None and (match := _KIND_FIRST.fullmatch(line)) and not any(map(_ANY_KIND.search, page[:at])):
            turn = attribute(0, match.group("who"), whole=True)
        if turn is None and not letter and not any(map(_ADDRESSEE.match, page[:at])):
            turn = _after(_LETTERHEAD.match(line), line)
        if turn is not None:
            found.append(turn)
    return _agreed(found)


def _agreed(found: Sequence[Turn]) -> Turn | None:
    """The one holder of all lines; a State that reads for others is none beside them."""
    readers = {turn.delivered_by for turn in found}
    found = [turn for turn in found if turn.holder is None or turn.holder not in readers]
    if len({turn.holder for turn in found}) > 1:
        return next((turn for turn in found if turn.holder is None), Turn(0, None))
    return next((turn for turn in found if turn.delivered_by or turn.members), found[0] if found else None)


def _title_page(lines: Sequence[str]) -> Iterator[str]:
    """The lines before the running text; "STATEMENT", "by" and the speaker below are one."""
    for at, line in enumerate(lines):
        if len(line) > 300 or _ADDRESS.match(line) or (line[-1:] in ".!?" and len(line.split()) > 11):
            return
        below = " ".join([line, *lines[at + 1 : at + 5]])
        if re.fullmatch(rf"{_KIND}(?:\s+by)?", line, re.I) and re.match(rf"{_KIND}\s+by\s", below, re.I):
            yield below
        yield line


def _in_title(line: str) -> Turn | None:
    """The holder that one line names, by the form that it has."""
    if turn := _for_others(line):
        return turn
    if (match := _POSSESSIVE.match(line)) and (holder := delegations.exactly(match.group("who"))):
        return Turn(0, holder.name)
    if (match := _NAME_FIRST.match(line)) and (holder := delegations.exactly(match.group("who"))):
        others = [item for item in delegations.named(line[match.end("who") :]) if item != holder]
        return None if others else Turn(0, holder.name)
    if turn := _group_first(line) or _in_another_script(line):
        return turn
    for start in _segments(line):
        if turn := _after(_BY.match(line, start), line) or _after(_OFFICE.match(line, start), line):
            return turn
    return None


def _state(name: str) -> Turn | None:
    found = delegations.exactly(name)
    return Turn(0, found.name) if found and found.kind in STATES else None


def _group_first(line: str) -> Turn | None:
    """The group that a title begins with, "ASEAN statement on ropes"; of a State it may be a place: "Oslo statement"."""
    match = _GROUP_FIRST.match(line)
    group = delegations.exactly(match.group("who")) if match else None
    if match is None or group is None or group.kind in STATES or line[-1] in ".,;!?":
        return None
    reader, rest = _reader(line), _READ_BY.sub("", line[match.end() :])
    return None if set(delegations.named(rest)) - {group} else Turn(0, group.name, reader)


def _in_another_script(line: str) -> Turn | None:
    """The holder of a Russian, Arabic or Chinese title; in Chinese the group that a State speaks for."""
    for form in _ELSEWHERE:
        match = form.fullmatch(line)
        found = delegations.exactly(match.group("who")) if match else None
        if match and found:
            others = set(delegations.named(line[match.end("who") :])) - {found}
            return None if others or BEHALF.search(line) else Turn(0, found.name)
    return None


def _reader(line: str) -> str | None:
    """The State that a title says to have read the statement."""
    match = _READ_BY.search(line)
    found = delegations.exactly(match.group("who")) if match else None
    return found.name if found and found.kind in STATES else None


def _for_others(line: str) -> Turn | None:
    """The turn of those in whose name a line says that its statement is made."""
    behalf = BEHALF.search(line)
    before = line[: behalf.start()].strip(" ,(-–—") if behalf else ""
    if behalf is None or _OF_OTHERS.search(before):
        return None
    if before and not delegations.exactly(before) and not any(_READ.match(line, at) for at in _segments(before)):
        return None
    if not before and (line[-1] in ".,;!?" or len(delegations.named(line)) > 1):  # a sentence may begin so
        return None
    readers = [item for item in delegations.named(before) if item.kind in STATES]
    return in_whose_name(0, readers[-1].name if readers else _reader(line), line[behalf.end() :])


def _after(match: re.Match[str] | None, line: str) -> Turn | None:
    """The holder whose name follows `match`; in a sentence the name must end it."""
    if match is None:
        return None
    return attribute(0, line[match.end() :], whole=line.endswith("."))


def _segments(line: str) -> Iterator[int]:
    """Where a line begins, and goes on after ":" or a dash, as long as nobody was named: "Item 5: Statement by X"."""
    yield 0
    for match in re.finditer(r"(?:[:|]|\s[–—-])\s+", line):
        before = line[: match.start()]
        if delegations.named(before) or re.search(r"\b(?:on|to|of|by|regarding|concerning)$", before, re.I):
            return
        yield match.end()
