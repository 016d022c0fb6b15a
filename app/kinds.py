"""What kind of answer a question asks for, read from its words."""

from __future__ import annotations

import re
from typing import Literal

from retriever.question import Question

Kind = Literal[
    "who", "compare", "list", "synthesis", "number", "money", "votes", "date", "definition", "yes_no", "why", "fact"
]

_FORMS: tuple[tuple[Kind, str], ...] = (
    ("votes", r"\bhow many (?:votes|states voted|countries voted|abstentions)|\bvotes? (?:for|against|count)|\bvoting result|\brecorded vote"),
    ("money", r"\bhow much (?:money|funding|would|will|did|does|do|is|was)|\bhow many (?:dollars|euros)|\bwhat (?:amount|sum|budget)|\bcost\b"),
    ("number", r"\bhow (?:many|often|long|large|big|old|far ahead)\b|\bwhat (?:share|percentage|proportion|number)\b|\bcombien\b|\bcuánt[oa]s?\b"),
    ("date", r"^\W*(?:and )?(?:when|since when|until when)\b|\b(?:on|by) (?:what|which) (?:date|day)|\b(?:in )?(?:what|which) (?:year|month)\b|\bwhen (?:was|were|did|does|is|are|will)\b|^\W*quand\b|^\W*¿?cuándo\b"),
    ("why", r"^\W*(?:and )?(?:why|for what reasons?|pourquoi|¿?por qué)\b"),
    ("list", r"^\W*(?:list|name|enumerate|sum up|which \w+ ?(?:elements|issues|points|topics|items)|énumér|enumer)|\bwhich (?:two|three|four|five|six|seven|\w+ )?(?:elements|issues|points|topics|items|characteristics|measures|concepts|areas|subjects|priorities|principles|recommendations|conditions|criteria|resources|steps|legal concepts)\b|\bwhat (?:are|were) the\b.*s\b"),
    ("definition", r"\b(?:abbreviation|acronym|initials|stand for|stands for|define[sd]?|definition|meaning of|mean by|what is meant)\b"),
    ("synthesis", r"\bwhat (?:does|do|did|is|are)\b.*\b(?:want|think|position|view|views|stance|demand|expect|propose|advocate|seek|priorit\w+)\b|\bposition (?:of|on)\b|\bsummar|\bsum up\b|\boverview\b|\bhow does\b.*\b(?:see|view|justify)\b"),
    ("yes_no", r"^\W*(?:and )?(?:does|did|do|is|are|was|were|has|have|had|can|could|will|would|should|may|est-ce|¿?(?:ha|es|está|puede)\b)\b|,\s*(?:has|have|does|did|can|is|are|was|were)\s"),
)  # fmt: skip
_COMPILED = tuple((kind, re.compile(pattern, re.IGNORECASE)) for kind, pattern in _FORMS)
_COMPARE = re.compile(
    r"\b(?:compar\w+|differ\w*|contrast|side by side|how far apart|versus|vs\.?|in the same way|in common|agree)\b",
    re.I,
)
_OPINION = re.compile(
    r"\b(?:do you think|your (?:opinion|view)|in your view|should (?:i|we|my (?:delegation|country|state))\b|who is right|who'?s right|"
    r"is it (?:right|wrong|good|bad|fair)|which (?:state|country|delegation) is (?:the )?(?:best|worst|right)|"
    r"(?:will|would) .{0,60}\b(?:win|succeed|fail|collapse|vote next|happen)\b|predict|likely to)",
    re.I,
)


def kind_of(question: Question) -> Kind:
    """The kind of answer `question` asks for; "fact" where its words do not tell."""
    if question.who:
        return "who"
    if len(question.filters.delegations) > 1 or (len(question.filters.symbols) > 1 and _COMPARE.search(question.text)):
        return "compare"
    for text in (question.focus, question.text):
        for kind, pattern in _COMPILED:
            if pattern.search(text):
                return kind
    return "fact"


def asks_opinion(text: str) -> bool:
    """Whether `text` asks for a judgement or a prediction, which no document can give."""
    return _OPINION.search(text) is not None
