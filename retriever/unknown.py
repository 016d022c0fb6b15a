"""Persons and things that are asked for their words and that nobody here can speak for."""

from __future__ import annotations

import re
from collections.abc import Iterator

from retriever.holders import mentions
from retriever.limits import references
from retriever.processes import processes_of
from retriever.synonyms import acronyms, other_names

_SAYS = (
    r"say|says|said|think|thinks|thought|tell|tells|told|want|wants|wanted|claim(?:s|ed)?|argue[sd]?|believe[sd]?|declare[sd]?|announce[sd]?|"
    r"propose[sd]?|demand(?:s|ed)?|warn(?:s|ed)?|complain(?:s|ed)?|suggest(?:s|ed)?|insist(?:s|ed)?|promise[sd]?|deny|denies|denied|comment(?:s|ed)?|"
    r"mention(?:s|ed)?|accuse[sd]?|blame[sd]?|criticis(?:e|es|ed)|criticiz(?:e|es|ed)|condemn(?:s|ed)?|agree[sd]?|disagree[sd]?|"
    r"react(?:s|ed)?|respond(?:s|ed)?|reply|replies|replied|write|writes|wrote|see|sees|view"
)
_DIT = r"dit|disent|disait|pense(?:nt)?|pensait|veut|veulent|voulait|affirme|propose|déclare|réclame|accuse|estime"
_DICE = r"dice|dijo|dicho|piensa|pensaba|quiere|quería|opina|propone|afirma|declaró|acusa|acusó"
_GOVORIT = r"говорит|говорил\w*|сказал\w*|думает|думал\w*|хочет|хотел\w*|считает|заявил\w*|предлагает|предложил\w*"
_WORD = r"(?-i:[A-ZÀ-ÞА-ЯЁ])(?:[^\W\d_]|['’](?-i:[A-ZÀ-Þ])|-(?=[^\W\d_]))*"
_NAME = rf"(?P<name>(?:{_WORD})(?:\s+(?:(?:de|da|del|van|von|bin|al|el|la|le|di|of|for)\s+)?(?:{_WORD})){{0,3}})"
_VIEW = r"(?:views?|positions?|opinions?|stance|statements?|remarks?|words|speech(?:es)?|take|line)"
_ASKED = (
    rf"\b(?:did|does|do|has|had|would)\s+(?P<the>the\s+)?{_NAME}\s+(?:(?:\w+ly|also|ever|really|once|then)\s+)?(?:{_SAYS})\b",
    rf"\b(?:what|why|how|when|where|that|whether)\s+(?P<the>the\s+)?{_NAME}\s+(?:\w+ly\s+)?(?:{_SAYS})\b",
    rf"\b(?:according to|in the (?:words|view|opinion|eyes) of)\s+(?P<the>the\s+)?{_NAME}(?!\w|\s*\d|\s+(?:regulations?|standards?|rules?|laws?|legislation|policy|guidance)\b)",
    rf"\b(?:what|how)\s+(?:is|are|was|were)\s+(?P<the>the\s+)?{_NAME}['’]s?\s+(?:\w+\s+)?{_VIEW}\b",
    rf"\bwhat\s+(?:is|are|was|were)\s+the\s+{_VIEW}\s+of\s+(?P<the>the\s+)?{_NAME}(?!\w)",
    rf"^\W*(?:and\s+|quote\s+|summari[sz]e\s+)?{_NAME}['’]s?\s+(?:own\s+)?{_VIEW}\b",
    rf"\b(?:selon|d['’]après)\s+(?P<the>l[ea]s?\s+|l['’])?{_NAME}(?!\w)",
    rf"(?:\bqu?e?['’]?\s?|\bcomment\s+|\bpourquoi\s+)(?:a\s+)?(?:{_DIT})\s+(?P<the>l[ea]s?\s+|l['’])?{_NAME}(?!\w)",
    rf"\bsegún\s+(?P<the>el\s+|la\s+|los\s+|las\s+)?{_NAME}(?!\w)",
    rf"\bqué\s+(?:ha\s+)?(?:{_DICE})\s+(?P<the>el\s+|la\s+|los\s+|las\s+)?{_NAME}(?!\w)",
    rf"\b(?:что|чего|почему)\s+(?:{_GOVORIT})\s+{_NAME}(?!\w)",
    rf"\bпо\s+(?:словам|мнению)\s+{_NAME}(?!\w)",
)
_PATTERNS = tuple(re.compile(form, re.I) for form in _ASKED)
_TITLES = re.compile(
    r"^(?:(?:Mr|Mrs|Ms|Dr|Prof|Professor|Sir|Lord|Mme|Sra?|Monsieur|Madame|Señora?|Prime|Foreign|President|Presidente|Président|Minister|Ministre|"
    r"Secretary|Ambassador|Senator|Chancellor|General|Pope|King|Queen|Prince|Sheikh)\b\.?\s*)+"
)
# Whoever is called so is an organ, an office, a paper, a region or everybody: no name.
_COMMON = frozenset(
    "i you he she it they we who everyone everybody anyone anybody someone somebody nobody others "
    "assembly council committee commission subcommittee secretary secretary-general secretariat secretary-generals chair chairs chairperson chairman "
    "chairwoman chairs' co-chair co-chairs vice-chair bureau board group groups working party nations nation un uno unga oewg oewgs gge gges ahc office "
    "states state member members delegation delegations delegate delegates country countries government governments party parties "
    "resolution resolutions report reports convention conventions compact pact declaration declarations agenda charter statute manual manuals protocol "
    "protocols treaty treaties agreement agreements accord accords programme program mechanism mechanisms forum fora document documents paper papers "
    "draft drafts summary president minister ministers ambassador representative rapporteur rapporteurs court tribunal expert experts annex annexes "
    "appendix chapter section sections article articles paragraph paragraphs para paras part parts preamble norm norms rule rules principle principles "
    "text texts guide handbook toolkit framework roadmap strategy plan action call process initiative summit conference conferences meeting meetings "
    "session sessions statement statements submission letter note notes decision decisions recommendation recommendations law laws code codes act "
    "directive regulation regulations outcome compendium checklist glossary index corpus table list question answer rapporteur database portal directory "
    "union league movement community alliance organization organisation federation association coalition network institute agency fund bank university "
    "africa asia europe america americas caribbean pacific oceania eurasia middle east west north south global arab arabs balkans nordics baltics "
    "developing developed island islands least landlocked small europeans africans asians americans westerners latin "
    "ngo ngos civil society industry academia business companies company private sector stakeholder stakeholders women youth children civilians victims "
    "internet web ict icts ai cyber cyberspace cybercrime world humanity international national regional high-level ad hoc open-ended group "
    "general security human rights economic social first second third fourth fifth sixth last final annual progress zero revised "
    "parliament ecosoc position positions standard standards dialogue review father scriptures bible quran "
    "korea koreas congo english french spanish russian arabic chinese latin "
    "january february march april may june july august september october november december monday tuesday wednesday thursday friday saturday sunday "
    "assemblée conseil comité commission secrétaire secrétariat président présidente groupe nations états état délégation délégations résolution rapport "
    "convention pacte charte déclaration paragraphe article onu ministre tribunal cour "
    "asamblea consejo comité comisión secretario secretaría presidente presidenta grupo naciones estados estado delegación delegaciones resolución informe "
    "convención convenio pacto carta declaración párrafo artículo "
    "ассамблея совет комитет комиссия секретариат председатель группа оон государства государство делегация делегации резолюция доклад конвенция пакт устав "
    "декларация пункт статья генеральный генеральная генерального рабочая рабочей группы".split()
)
# Those whose papers are indexed without a State: the offices they hold are no delegations.
_OFFICIALS = frozenset("guterres annan ban ki-moon nakamitsu gafoor lauber patriota mebarki joyini".split())
_SMALL = re.compile(
    r"\b(?!the\b|and\b|for\b|with\b|from\b)[a-zà-ÿа-яё]{3,}"
)  # else it is A Question Written Like A Title
_PLURAL = re.compile(r"[A-Z]{2,}s")


def asked_in_vain(text: str) -> str:
    """The name of the person or thing that `text` asks for its words, and that is nobody who speaks here; "" where none is."""
    return next(_names(text), "") if _SMALL.search(text) else ""


def _names(text: str) -> Iterator[str]:
    known = [(each.start, each.end) for each in mentions(text)]
    known += [(each.start, each.end) for each in references(text)]
    for pattern in _PATTERNS:
        for match in pattern.finditer(text):
            start, end = match.span("name")
            name = _TITLES.sub("", match["name"])
            the = (match.groupdict().get("the") or "").strip()
            if not any(first < end and start < last for first, last in known) and _is_name(name, bool(the)):
                yield match["name"]


def _is_name(name: str, with_article: bool) -> bool:
    """Whether `name` can only be a person's or a body's that is not known here; behind an article only of several words."""
    words = [word.casefold() for word in re.findall(r"[^\W\d_]+(?:[-'’][^\W\d_]+)*", name)]
    if not words or (with_article and len(words) < 2):
        return False
    if any(word in _COMMON or word in _OFFICIALS or word.removesuffix("s") in acronyms() for word in words):
        return False
    if _PLURAL.fullmatch(name) or (name.isupper() and len(name) < 3):
        return False
    return not processes_of(name) and not other_names(name) and not mentions(name)
