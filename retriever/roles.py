"""Whose words a question asks for, and of whom it only speaks."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from ingest.delegations import Mention
from retriever.holders import mentions

_THE = r"(?:the\s+|what\s+|la\s+|le\s+|les\s+|l['’]\s*|el\s+|los\s+|las\s+|al\s+|del\s+|du\s+|des\s+|de\s+(?:la\s+|l['’])?|d['’])?"
_STATES = r"(?:delegations?|states?|countr(?:y|ies)|speakers?|statements?|contributions?|submissions?|interventions?|leaders?|délégations?|états|pays|delegaciones|estados|países|делегаци\w+|государств\w*|стран\w*)"
_MANY = r"(?:any|no|other|others|some|many|most|all|every|several)"
# Asks whose view it is. "Who is thanked", "who is given the lead" ask for somebody in the text instead.
_WHO = re.compile(
    r"^\W*(?:(?:since|before|after|in|during|between|until)\s+[^,?]{1,40},?\s+)?(?:and\s+)?(?:who(?:\s+else|\s+all|,[^,]+,)?(?:\s+(?!(?:is|was|are|were)\b(?! (?:against|opposed|in favou?r|critical|hostile|for|not in favou?r)\b)|will\b|should\b|would\b|chairs?\b|chaired\b|leads?\b)\w+|\W*$)|"
    r"which\s+(?:\w+\s+){0,2}(?:delegations?|states?|countr(?:y|ies)|leaders?|speakers?|groups?|statements?|contributions?|submissions?|interventions?|members?)\b(?!\s+(?:do|does|did|should|could|can|may|must|would|will)\b)|"
    r"what\s+(?:delegations|states|countries)\b|whose\b|quelles?\s+(?:autres\s+)?délégations?|quels?\s+(?:autres\s+)?(?:états?|pays)|"
    r"qué\s+(?:otr[oa]s\s+)?(?:delegaciones|estados|países)|(?:name|list)\s+(?:all\s+|the\s+|all\s+the\s+)*(?:delegations|states|countries|speakers)\b|how many\s+(?:delegations|states|countries|speakers)\b|"
    r"qui\s+(?:d['’]autre|(?:a|ont|critique|soutient|appuie|accuse|veut|demande|propose|mentionne)\b)|¿?quién(?:es)?\s+(?!es\b|son\b|fue\b|preside\b)\w+|"
    r"кто\s+(?!такой|такая|такие|является|председатель)\w+|какие\s+(?:другие\s+)?(?:государства|страны|делегации)|"
    r"(?:还有)?(?:谁|哪些(?:国家|代表团))(?!是)|(?:ما هي|أي)\s+(?:الدول|دول|الوفود|وفود|دولة)|من\s+(?:الذي|غير|[يت][\u0621-\u064a]+))|"
    r"[.!?]\s+(?:which|what)\s+(?:state|country|delegation)\b(?!\s+(?:do|does|did|should|could|can|may|must|would|will)\b)|[.!?]\s+who\s+(?:is|was)\s+(?:it|that)\b|"
    rf"^\W*(?:and\s+)?(?:does|do|did|has|have|is|are|was|were)\s+(?:any(?:one|body)\b|(?:any|other)\s+{_STATES}\b)|"
    rf"\bare there\s+(?:any\s+|other\s+|any other\s+)?{_STATES}\b|"
    rf"\b(?:do|did|have)\s+(?:the\s+)?others?\b(?:\s+{_STATES})?|"
    r"\b(?:les autres pays|otros países|другие государства)\b|\b(?:disent|pensent)\s+(?:les\s+)?(?:autres|d['’]autres)\b|\b(?:dicen|piensan|opinan)\s+(?:los\s+)?(?:otros|demás)\b|"
    r"\b(?:говорят|думают)\s+(?:другие|остальные)\b|其他(?:国家|代表团)|الدول الأخرى|الآخرون",
    re.I,
)
_OTHERS = re.compile(
    r"\b(?:others?|else|besides|except|other than|apart from|autres?|otr[oa]s|demás|друг(?:ие|их)|остальн\w+|кроме)\b|其他|除了|الأخرى|الآخرون",
    re.I,
)
# A subject that stands for whoever holds a view: a State named after it is spoken of.
_OPEN = re.compile(
    rf"(?:^|[?.!,;:—-]\s*|\b(?:and|or|but|me|know|say|says|said|ask|tell|show|of|by|from|to|for|with|in|on|those|ones|list|name)\s+)\W*(?:who|whom|whose)\b(?!\s+(?:is|was|are|were)\b(?!\s+(?:against|critical|opposed|in favour|accus|criti)))|"
    rf"\b(?:which\s+(?:of the\s+)?(?:(?!(?:do|does|did|is|are|was|were|has|have)\b)\w+\s+){{0,2}}?|how many\s+|(?:what|name|list)\s+(?:the\s+|all\s+|other\s+)*){_STATES}\b|"
    rf"\b(?:does|do|did|has|have|is|are|was|were)\s+{_MANY}(?:\s*(?:one|body))?\b(?:\s+{_STATES})?|"
    rf"\b(?:do|did|have|are|were)\s+(?:(?!the\b|X{{2}})\w+\s+){{1,2}}(?:delegations|states|countries)\b|"
    rf"^\W*(?:other|all|most|many)\s+{_STATES}\b|\b(?:by|from|among|of)\s+(?:others|any(?:one|body)|other\s+{_STATES})\b|"
    rf"\b(?:the|all|those|other)\s+{_STATES}\s+(?:that|which|who)\b|"
    r"\b(?:qui|quién(?:es)?|кто|quels?\s+(?:autres\s+)?(?:états?|pays)|quelles?\s+(?:autres\s+)?délégations?|qué\s+(?:otr[oa]s\s+)?(?:países|estados|delegaciones)|"
    r"d['’]autres|les autres|otros|los demás|другие|остальные|какие\s+(?:другие\s+)?(?:государства|страны|делегации))\b|"
    r"谁|哪些国家|哪些代表团|其他国家|其他代表团|أي دول|الدول الأخرى|الآخرون|^\W*من\s",
    re.I,
)
_REPORTS = (
    r"say|says|said|state[sd]?|speaks?|spoke|thinks?|thought|comment\w*|mention\w*|view(?:s|ed)?|see|sees|positions?|stance|line|remarks?|written|known|anything|"
    r"argue\w*|claim\w*|complain\w*|disent|dit|pense(?:nt)?|dicen?|dijo|piensan?|opinan?|говор\w+|сказал\w*|дума\w+|считает|说|表示|认为|看待|看|تقول|قال\w*|يقول\w*"
)
_REPORTED = re.compile(rf"\b(?:{_REPORTS})\b|说|表示|认为|看", re.I)
_SPOKEN = re.compile(
    r"\b(?:says?|said|does|did|do|speaks?|written|known|anything|dit|disent|dicen?|dijo|говорят|говорится|сказано|известно|пишут)\b",
    re.I,
)
_TOPIC = r"about|against|toward|towards|concerning|regarding|on|sur|contre|envers|à propos de|au sujet de|concernant|sobre|contra|acerca de|respecto (?:de|a)|hacia|об?|про|против|относительно|в отношении|насчет|по поводу|عن|حول|بشأن|ضد"
_STANCE = (
    r"criticis(?:e|es|ed|ing)|criticiz(?:e|es|ed|ing)|condemn(?:s|ed|ing)?|mention(?:s|ed|ing)?|accus(?:e|es|ed|ing)|blam(?:e|es|ed|ing)|"
    r"thank(?:s|ed)?|name[sd]?|support(?:s|ed|ing)?|oppos(?:e|es|ed|ing)|back(?:s|ed|ing)?|endors(?:e|es|ed|ing)|reject(?:s|ed|ing)?|"
    r"attribut(?:e|es|ed)|target(?:s|ed)?|praise[sd]?|repl(?:y|ies|ied)\s+to|respond(?:s|ed)?\s+to|react(?:s|ed)?\s+to|answer(?:s|ed)?|agree[sd]?\s+with|disagree[sd]?\s+with|"
    r"ask(?:s|ed)?\s+of|want(?:s|ed)?\s+(?:from|of)|critique(?:nt)?|accuse(?:nt)?|soutien(?:t|nent)|critic(?:a|an|ó|aron)|acus(?:a|an|ó|aron)|apoy(?:a|an|ó)|"
    r"критику\w+|обвиня\w+|обвинил\w*|поддержива\w+"
)
_ABOUT = re.compile(
    rf"(?:(?<!\w)(?:(?<!according )to|with|{_TOPIC}|{_STANCE})\s*|关于|对|针对|批评|指责|支持|反对)\s*{_THE}$", re.I
)
_TOPICAL = re.compile(rf"(?<!\w)(?:{_TOPIC})\s*{_THE}$", re.I)
_REACTIONS = re.compile(
    rf"\b(?:against|contre|contra|против)\s+{_THE}$|"
    r"\b(?:mentions?|references?|complaints?|reactions?|responses?|repl(?:y|ies)|support|opposition|objections?|allegations?|accusations?|critic(?:ism|al)|criticisms?|attacks?|sanctions?|"
    rf"views|opinions|positions|statements|remarks|comments|criticas|críticas|critiques|réactions|reacciones)\s+(?:(?:of|by|from|among)\s+(?:\w+\s+)?(?:delegations|[Ss]tates|countries)\s+)?(?:to|against|for|of|on|about|regarding|concerning|à|contre|a|contra|sobre|sur)\s+{_THE}$",
    re.I,
)
_ITS_UTTERANCE = re.compile(  # "the views of Iran" are Iran's
    rf"\b(?:complaints?|reactions?|responses?|repl(?:y|ies)|objections?|allegations?|accusations?|views|opinions|positions|statements|remarks|comments)\s+of\s+{_THE}$",
    re.I,
)
_TOPIC_ALONE = re.compile(rf"\W*(?:and|but|et|y|e|pero|mais|и|а)\s+(?:{_TOPIC})\s+{_THE}", re.I)  # "And about Russia?"
_BE = re.compile(r"\b(?:be|been|being)\b", re.I)
_SAYS_ABOUT = re.compile(
    rf"\b(?:{_REPORTS})\b[^,;]{{0,200}}?\b(?:about|on|regarding|concerning|of|sur|de|sobre|о|об)\b", re.I
)
_ACTS = re.compile(rf"\b(?:{_STANCE}|support|want|ask|propose|call|demand|welcome)\w*\b", re.I)
COMPARES = re.compile(
    r"\b(?:compar\w+|match(?:es|ed)?|differ\w*|contrast\w*|unlike|versus|vs|than|as opposed|while|whereas|side by side|in common|tandis que|alors que|"
    r"par rapport|diffèr\w+|difier\w+|diferenc\w+|mientras|frente a|сравни\w*|отлича\w+|различ\w+|тогда как)\b|比较|相比|不同|差异|قارن|مقارنة|الفرق",
    re.I,
)
_OTHER_SIDE = re.compile(
    r"[,;]\s*(?:and|or|et|ou|y|o|и|или)(?:\s+(?:does|did|what about|how about))?\s*(?:the\s+)?$|"
    r"\b(?:and|or|et|y|и)\s+(?:how|what|why|where|whether|what about|how about|comment|que|cómo|qué|как|что)\s+(?:the\s+)?$",
    re.I,
)
_AND = re.compile(r"\b(?:and|or|et|ou|y|o|и|или)\s+(?:the\s+)?$|[和与或]$", re.I)
_GLUE = re.compile(
    r"|(?:['’]s?)?\s*(?:(?:,|;|/|&|、|和|与|或|还是|跟|و|أو|(?:and|or|both|as well as|et|ou|ainsi que|y|e|o|u|así como|и|или|vs\.?|versus)\b)\s*)+"
    r"(?:(?:the|that of|those of|celles? d[eu]s?|la de|el de|la|le|les|el|los|las)\b\s*|l['’]\s*)*",
    re.I,
)
# Asked all the same: "does X", "according to X", "in X's statement", "spoke for X".
_ACCORDING = re.compile(
    rf"\b(?:according to|on behalf of|au nom de|en nombre de|in the (?:words|view|opinion|eyes) of|selon|según|d['’]après)\s+{_THE}$|\b(?:по (?:мнению|словам)|от имени)\s+$|(?:根据|据|وفقا ل|حسب\s+)$",
    re.I,
)
_ASKED_BEFORE = re.compile(
    rf"\b{_STATES}\s+(?:that|which|whom)\s+{_THE}$|"
    rf"\b(?:spoke|speaks?|speaking|spoken|delivered|made)\b.{{0,20}}\b(?:for|on behalf of)\s+{_THE}$|\bpar\s+{_THE}$",
    re.I,
)
_PLACE = re.compile(r"\b(?:in|inside|within|en|dans|в|во)\s+(?:the\s+)?$", re.I)
_OWN_AT_END = re.compile(r"['’]s?\W*$")  # "Do Norway's views match Sweden's?"
_AUXILIARY = re.compile(
    r"\b(?:does|do|did|has|have|had|would|will|can|could|should|is|are|was|were)\s+(?:the\s+)?$", re.I
)
_PASSIVE = re.compile(
    r"^(?:['’]s)?\s+(?:(?:be|been|being|ever|also|\w+ly|delegations?)\s+)*(?:criticis|criticiz|accus|blam|mention|nam|thank|condemn|list|cit|target|attack|sanction|supported by|opposed by)\w*\b",
    re.I,
)
_ITS_PAPER = re.compile(
    r"^(?:['’]s?)?\s+(?:\w+\s+)?(?:statement|paper|submission|text|intervention|contribution|speech|letter|explanation)\b",
    re.I,
)
_IN = re.compile(r"\b(?:in|from|by)\s+(?:the\s+)?$", re.I)
_ITS_VIEW = re.compile(r"^['’]s?\s+(?:view|opinion|eyes|words|reading|opinion|judgement|assessment)\b", re.I)
_AGENT = re.compile(
    r"\b(?:is|are|was|were|been|being|get|gets)\s+(?:\w+\s+){0,3}?\w+(?:ed|en|wn|de|id)\s+(?:\w+\s+)?by\s+(?:the\s+)?$",
    re.I,
)
_AS_SAID = re.compile(r"(?:^|[,(–—-]\s*|\w\s+)(?:as|comme|como|как)\s+(?:the\s+)?$", re.I)
_SAYING = re.compile(
    rf"^\s+(?:\w+ly\s+)?(?:{_REPORTS}|put[s]?|note[sd]?|warn\w*|insist\w*|understand\w*|affirm\w*|describe\w*|regret\w*)\b",
    re.I,
)
# Of a group: "which EU agency", "the AU convention". What it has of its own speaks for nobody.
_ITS_ORGAN = re.compile(
    r"^\s+(?:(?!(?:and|or|to|in|on|of|for|the)\b)[\w-]+\s+){0,2}(?:body|bodies|agenc(?:y|ies)|organs?|offices?|cent(?:re|er)s?|laws?|acts?|directives?|regulations?|"
    r"treat(?:y|ies)|conventions?|programmes?|funds?|court|commission(?:er)?s?|members?(?: states?)?|countr(?:y|ies))\b",
    re.I,
)
# Between who reads a statement and the group for which it is read.
_READ_FOR = re.compile(
    r"(?:['’]s?)?\s+(?:(?:joint|group|own|last|closing|opening)\s+)*(?:(?:statement|text|speech|intervention|explanation|remarks|words|address|submission)s?\s+)?"
    r"(?:(?:read|made|delivered|given|spoke|speaking|says?|said|sp[eo]aks?)\s+(?:out\s+)?)*(?:for|on behalf of|in the name of)\s+(?:the\s+)?",
    re.I,
)
_ORGAN_ACTS = re.compile(
    r"\b(?:did|does|do|has|have|had|will|would|could|can|should)\s+the\s+(?:United Nations\s+|UN\s+)?"
    r"(?:General Assembly|Security Council|Human Rights Council|Economic and Social Council|Assembly|Council(?! of)|Committee|Commission|Secretary-General)\b",
    re.I,
)
_HANDED_ON = re.compile(
    r"\b(?:forwarded|transmitted|circulated|annexed|passed on)\s+(?:\w+\s+)?by\s+(?:the\s+)?$", re.I
)
_COLON = re.compile(r"[:;]")
_LISTED = re.compile(r"(?:[,:—–-]|\b(?:which|either|one) of)\s*(?:the\s+|either\s+)?$", re.I)


# "Did he say Fiji did it?": whoever was asked before speaks, and a State named behind it is spoken of.
PRONOUN_SPEAKS = re.compile(
    r"\b(?:(?:did|does|do|has|have|had|would)\s+(?:he|she|it|they)|(?:and|but|that|what|why|how|where|when)\s+(?:he|she|they))\s+(?:(?:\w+ly|also|ever|then|once)\s+)?"
    rf"(?:{_REPORTS}|{_STANCE}|tell|told|suggest(?:s|ed)?|insist(?:s|ed)?|den(?:y|ies|ied)|want(?:s|ed)?|believe[sd]?|warn(?:s|ed)?|allege[sd]?|propose[sd]?|call(?:s|ed)?|react|respond|reply|agree)\b|"
    r"\b(?:(?:a|ont|avait|avaient)-t-|\w+-t-|\w+-)(?:il|elle)s?\b|\b(?:il|elle|ils|elles)\s+(?:(?:a|ont|avait)\s+)?(?:dit|disent|accuse\w*|accusé|affirme\w*|pense\w*|veut|critique\w*|mentionn\w+)\b|"
    r"\b(?:él|ella|ellos|ellas)\s+(?:dijo|dijeron|dice|dicen|acus\w+|critic\w+|quiere\w*|piensa\w*)\b|\b(?:dijo|dijeron|dice|dicen|acus\w+|critic\w+)\s+(?:él|ella|ellos|ellas)\b|"
    r"\b(?:он|она|они)\s+(?:ли\s+)?(?:говор\w+|сказал\w*|обвин\w+|критику\w+|счита\w+|заявил\w*)\b|\b(?:говор\w+|сказал\w*|обвин\w+|критику\w+|счита\w+|заявил\w*)\s+(?:ли\s+)?(?:он|она|они)\b",
    re.I,
)
_SUBJECT_PRONOUN = re.compile(r"\b(?:it|they|he|she|that|il|elle|ils|elles|он|она|они)\b|它|他们", re.I)
_CONTEXT = 400  # characters before a name that are looked at: a monster of a question takes no longer for it


@dataclass(frozen=True, slots=True)
class Roles:
    """Delegations asked for their words, delegations spoken of, and whether every holder is asked.

    `excluded` are those spoken of whose own words are not wanted: "what do others say about Cuba?".
    """

    said: tuple[Mention, ...]
    about: tuple[Mention, ...]
    who: bool = False
    excluded: tuple[str, ...] = ()


def roles(text: str) -> Roles:
    """The part of each delegation that `text` names; where in doubt, it is one only spoken of."""
    said: list[Mention] = []
    about: list[Mention] = []
    last: Mention | None = None
    blanked = text
    for mention in mentions(text):
        joined = last is not None and _GLUE.fullmatch(text[last.end : mention.start]) is not None
        speaks = last in said if joined else _speaks(mention, blanked, said[-1].end if said else None)
        (said if speaks else about).append(mention)
        blanked = f"{blanked[: mention.start]}{'X' * (mention.end - mention.start)}{blanked[mention.end :]}"
        last = mention
    quoted = [mention for mention in said if _is_source(blanked[: mention.start], text[mention.end :])]
    if quoted and not COMPARES.search(blanked):
        about, said = sorted({*about, *said} - {*quoted}, key=lambda mention: mention.start), quoted
    said, about = _for_groups(text, said, about)
    said, about = _subjects(text, said, about)
    if organ := _ORGAN_ACTS.search(text):  # what the Assembly decides on a State is not the State's
        objects = [each for each in said if each.start > organ.end() and not _own_say(text, each)]
        said = [each for each in said if each not in objects]
        about = sorted([*about, *objects], key=lambda mention: mention.start)
    who = not said and _WHO.search(text) is not None
    others = about and not said and _OTHERS.search(blanked)
    return Roles(tuple(said), tuple(about), who, names(_together(text, about)) if others else ())


def _for_groups(text: str, said: Sequence[Mention], about: Sequence[Mention]) -> tuple[list[Mention], list[Mention]]:
    """(asked, spoken of): whoever's "statement for the African Group" it is, the words are the group's."""
    groups = {
        group: reader
        for group in (*said, *about)
        if group.delegation.kind in ("group", "organisation")
        for reader in said
        if reader.end <= group.start and _READ_FOR.fullmatch(text[reader.end : group.start])
    }
    readers = set(groups.values())
    kept = [mention for mention in said if mention not in readers and mention not in groups]
    spoken = [mention for mention in about if mention not in groups]
    by_place = sorted([*kept, *groups], key=lambda mention: mention.start)
    return by_place, sorted([*spoken, *readers], key=lambda mention: mention.start)


def _subjects(text: str, said: Sequence[Mention], about: Sequence[Mention]) -> tuple[list[Mention], list[Mention]]:
    """(asked, spoken of): before the one who acts, "did Estonia", another in the same sentence is only spoken of."""
    for at, mention in enumerate(said):
        before = re.split(r"[?!.？؟]", text[: mention.start])[-1]
        if at and _AUXILIARY.search(before) and not COMPARES.search(text) and not _COLON.search(before):
            earlier = [other for other in said[:at] if mention.start - len(before) <= other.start]
            joined = _GLUE.fullmatch(text[said[at - 1].end : mention.start]) or _AND.search(before)
            asked = any(
                _AUXILIARY.search(text[: other.start]) or _is_source(text[: other.start], text[other.end :])
                for other in earlier
            )
            if earlier and not joined and not asked:
                rest = [other for other in said if other not in earlier]
                return rest, sorted([*about, *earlier], key=lambda other: other.start)
    return list(said), list(about)


def _own_say(text: str, mention: Mention) -> bool:
    """Whether the delegation is asked for its words in a clause of its own."""
    before = text[: mention.start]
    return (
        _is_source(before, text[mention.end :])
        or _AUXILIARY.search(before) is not None
        or _OTHER_SIDE.search(before) is not None
    )


def _together(text: str, found: Sequence[Mention]) -> list[Mention]:
    """The first of the delegations and those that are joined to it: others than these may be those it did something to."""
    first = list(found[:1])
    for mention in found[1:]:
        if _GLUE.fullmatch(text[first[-1].end : mention.start]) is None:
            break
        first.append(mention)
    return first


def names(found: Sequence[Mention]) -> tuple[str, ...]:
    """UN names of the delegations mentioned, each once."""
    return tuple(dict.fromkeys(mention.delegation.name for mention in found))


def _speaks(mention: Mention, text: str, since: int | None) -> bool:
    """Whether `mention` is asked for its words, in a `text` that shows no name before it.

    `since` is where the last one ends that is asked; None: none is.
    """
    before, after = text[max(0, mention.start - _CONTEXT) : mention.start], text[mention.end :]
    sentence = re.split(r"[?!？؟]", before)[-1]
    if sentence != before and _TOPIC_ALONE.fullmatch(sentence):
        return False
    if _SUBJECT_PRONOUN.search(sentence) is None:
        before, begins = sentence, mention.start - len(sentence)
        since = since if since is not None and since > begins else None
    if PRONOUN_SPEAKS.search(sentence) and not COMPARES.search(sentence):
        return False
    auxiliary = _AUXILIARY.search(before)
    if auxiliary and _is_passive(auxiliary.group(), _PASSIVE.match(after)):
        return False
    if mention.delegation.kind in ("group", "organisation") and _ITS_ORGAN.match(after):
        return False
    if _HANDED_ON.search(before):
        return False
    if auxiliary or _is_source(before, after) or _ASKED_BEFORE.search(before):
        return True
    if _AS_SAID.search(before) and _SAYING.match(after):
        return True
    compares = COMPARES.search(before) is not None
    if since is not None:
        return _is_another_side(before, text[max(since, mention.start - _CONTEXT) : mention.start], after, compares)
    if _OPEN.search(before):
        return _AGENT.search(before) is not None or _LISTED.search(before) is not None
    named = mention.by != "adjective" and mention.delegation.kind == "state" and not re.match("['’]s", after)
    place = named and _PLACE.search(before)
    if place or (_REACTIONS.search(before) and not _ITS_UTTERANCE.search(before)):
        return False
    return not (_ABOUT.search(before) and _SPOKEN.search(before) and not compares)


def _is_passive(auxiliary: str, done: re.Match[str] | None) -> bool:
    """Whether something is done to the one named: "was Cuba accused", "has Cuba been accused", not "has Cuba accused"."""
    if done is None or done.group().casefold().endswith("ing"):
        return False
    return re.match(r"(?:is|are|was|were)\b", auxiliary, re.I) is not None or _BE.search(done.group()) is not None


def _is_source(before: str, after: str) -> bool:
    """Whether it is said whose words are meant: "according to X", "on behalf of X", "in X's statement"."""
    in_its_own = _IN.search(before) is not None and (_ITS_VIEW.match(after) or _ITS_PAPER.match(after)) is not None
    return in_its_own or _ACCORDING.search(before) is not None


def _is_another_side(before: str, since: str, after: str, compares: bool) -> bool:
    """Whether the delegation is asked beside the one before it, or belongs to what that one speaks of."""
    if compares:
        return not (_TOPICAL.search(before) and _REPORTED.search(since))
    if _OTHER_SIDE.search(since) or _OWN_AT_END.match(after):
        return True
    return _AND.search(since) is not None and not _SAYS_ABOUT.search(since) and not _ACTS.search(since)


def without(text: str, named: Sequence[Mention]) -> str:
    """`text` without the names of `named`."""
    for start, end in sorted({(mention.start, mention.end) for mention in named}, reverse=True):
        rest = re.sub("^['’]s", "", text[end:])
        text = f"{text[:start]} {rest}"
    return " ".join(re.sub(r"\s['’]s?\b", " ", text).split())


_SUBJECT = re.compile(
    rf"^\W*(?P<who>who(?:\s+else)?|(?:which|what)\s+(?:other\s+)?{_STATES}|qui|quién(?:es)?|кто|谁|哪些国家|哪些代表团|"
    rf"quels?\s+(?:états|pays)|qué\s+(?:países|estados|delegaciones))(?=\s|\b)",
    re.I,
)


def asks_open(text: str) -> re.Match[str] | None:
    """The words at the beginning that stand for whoever holds a view: "who", "which delegations"."""
    match = _SUBJECT.match(text)
    return match if match is not None and _WHO.search(text) else None
