"""What kind of answer a question asks for, read from its words."""

from __future__ import annotations

import re
from typing import Literal

from retriever.question import Question

Kind = Literal[
    "who",
    "compare",
    "list",
    "synthesis",
    "number",
    "money",
    "votes",
    "date",
    "person",
    "definition",
    "yes_no",
    "why",
    "fact",
]

_FORMS: tuple[tuple[Kind, str], ...] = (
    ("why", r"^\W*(?:and )?(?:why|for what reasons?|pourquoi|¿?por qué|почему|зачем)\b|^\W*(?:为什么|为何|لماذا)"),
    ("votes", r"\bhow many (?:votes|states voted|countries voted|abstentions)|\bvotes? count|\bhow (?:many|did) .{0,60}\b(?:abstain\w*|vote)\b|\bvoting result|\brecorded vote"),
    ("money", r"\bhow much (?:money|funding|would|will|did|does|do|is|was)|\bhow many (?:dollars|euros)|\bwhat (?:amount|sum|budget)|\b(?:cost|price|price tag|how expensive)\b|\bcuánto cuesta|\bcombien coûte|сколько стоит"),
    ("number", r"\bhow (?:many|often|long|large|big|old|far ahead)\b|\bwhat (?:share|percentage|proportion|number)\b|\bcombien\b|\bcuánt[oa]s?\b|\bсколько\b|多少|几[个次天年]|كم\b"),
    ("date", r"^\W*(?:and )?(?:when|since when|until when)\b|\bwhat (?:is|are|was|were) the (?:exact )?dates?\b|\b(?:on|by) (?:what|which) (?:date|day)|\b(?:in )?(?:what|which) (?:year|month)\b|\bwhen (?:was|were|did|does|is|are|will)\b|^\W*quand\b|\bquelle date\b|^\W*¿?cuándo\b|\bqué fecha\b|^\W*когда\b|何时|什么时候|哪一天|哪一年|متى"),
    ("person", r"^\W*(?:and )?(?:whom\b|who (?:is|was|will be|were|are) (?!.{0,40}\b(?:against|opposed|in favou?r|critical)\b)|who (?:chairs?|chaired|leads?|led|preside[sd]?|signed|read|delivered)\b)|\bname of the (?:chair|president|minister|representative|delegate)|^\W*qui (?:est|préside|dirige)\b|^\W*¿?quién (?:es|fue|preside)\b|^\W*кто (?:является|председатель)|谁是"),
    ("synthesis", r"\bwhat (?:does|do|did|is|are|was|were)\b.*\b(?:want|say|tell|think|position|view|views|stance|demand|expect|propose|advocate|seek|priorit\w+)\b|\b(?:position|stance|views?|line) (?:of|on)\b|\bwhere .{2,40} stands?\b|\bbrief (?:me|my|us|the)\b|\bsummar|\bsum up\b|\b(?:main|key) (?:points?|messages?|concerns?|priorit\w+|demands?|positions?)\b|\bpriorities\b|\btell me about\b|\boverview\b|\bhow does\b.*\b(?:see|view|justify)\b|\b(?:que|qu['’])\s*(?:veut|veulent|souhaite|demande|propose|attend|pense|dit)\b|\bqué\s+(?:quiere|quieren|pide|piden|propone|opina|piensa|dice|espera)\b|\b(?:quelle est )?la position (?:de|du|des)\b|\b(?:cuál es )?la posición (?:de|del)\b|\bчто\s+(?:хочет|предлагает|говорит|думает)\b|\bчего\s+(?:хочет|добивается)\b|\bпозици[яию]\b|立场|(?:想要|主张|希望)什么|ماذا (?:ت|ي)ريد|ما (?:هو )?موقف"),
    ("list", r"^\W*(?:list|name|enumerate|go through|walk me through|which \w+ ?(?:elements|issues|points|topics|items)|énumér|enumer)|\bwhich (?:two|three|four|five|six|seven|\w+ )?(?:elements|issues|points|topics|items|characteristics|measures|concepts|areas|subjects|priorities|principles|recommendations|conditions|criteria|resources|steps|legal concepts)\b|\b(?:one by one|point by point|item by item)\b|\bwhat (?:are|were) the\b.*s\b"),
    ("definition", r"\b(?:abbreviation|acronym|initials|stands? for|short for|spell(?:ed)? (?:it |that |out)|define[sd]?|definition|meaning of|mean by|what is meant)\b"),
    ("yes_no", r"^\W*(?:and )?(?:does|did|do|is|are|was|were|has|have|had|can|could|will|would|should|may|est-ce|¿?(?:ha|es|está|puede)\b)\b|,\s*(?:has|have|does|did|can|is|are|was|were)\s"),
)  # fmt: skip
_COMPILED = tuple((kind, re.compile(pattern, re.IGNORECASE)) for kind, pattern in _FORMS)
_COMPARE = re.compile(
    r"\b(?:compar\w+|differ\w*|contrast|side by side|how far apart|versus|vs\.?|in the same way|in common|agree)\b",
    re.I,
)
_OPINION = re.compile(
    r"\b(?:do you think|your (?:opinion|view)|in your view|should (?:i|we|my (?:delegation|country|state))\b|who is right|who'?s right|"
    r"is (?:it|this|that) (?:right|wrong|good|bad|fair)|(?:right|wrong|justified|reasonable|fair) (?:to|in) \w+ing|"
    r"^\W*(?:is|are|was|were) (?!there\b).{2,60} (?:right|wrong|justified|correct|fair|reasonable) to \w+|"
    r"\bdo you (?:expect|believe|reckon|suppose)\b|^\W*(?:and |so )?(?:is|are) (?!there\b).{1,60}\bgoing to \w+|"
    r"which (?:state|country|delegation) is (?:the )?(?:best|worst|right)|"
    r"(?:will|(?<!what )(?<!which )(?<!how )would) .{0,60}\b(?:win|succeed|fail|collapse|happen|accept|agree|give up|give in|change its|sign|join|vote|veto|block|leave|withdraw|quit|walk out|retaliate|next year|in future)\b|predict|likely to|\bwill there be\b|\bis there going to be\b)",
    re.I,
)


# What somebody said of the future, or when a thing is planned, is no prediction of ours.
_REPORTED = re.compile(
    r"^\W*(?:(?:on )?(?:when|what date|which date)\b|did\b|does\b.{0,60}\bsay|(?:what|which)\b.{0,40}\b(?:would|could)\b)|"
    r"\b(?:say|says|said|announced?|promised?|stated?|declared?|warned|claimed) (?:that )?(?:it|they|he|she) (?:would|will|was going to|is going to|were going to|are going to)\b",
    re.I,
)


def kind_of(question: Question) -> Kind:
    """The kind of answer `question` asks for; "fact" where its words do not tell."""
    if question.who:
        return "who"
    filters = question.filters
    several = len(filters.symbols) > 1 or len(filters.sessions) > 1
    if len(filters.delegations) > 1 or (several and _COMPARE.search(question.text)):
        return "compare"
    if filters.delegations and not re.search(r"\w", question.topic):  # "Iran?"
        return "synthesis"
    for text in (question.focus, question.text):
        for kind, pattern in _COMPILED:
            if pattern.search(text):
                return kind
    return "fact"


def asks_opinion(text: str) -> bool:
    """Whether `text` asks for a judgement or a prediction, which no document can give."""
    return _OPINION.search(text) is not None and _REPORTED.search(text) is None
