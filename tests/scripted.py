"""Invented papers and questions, and assistants that answer them by a script: what the evaluation is tried on."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from app.answer import Answer, Citation, Statement
from app.checking.borne import Source
from app.checking.support import NOT_SUPPORTED, SUPPORTED, Support
from app.evaluation import Evaluation, Question, evaluate
from ingest.document import Document
from ingest.passages import Passage
from ingest.speakers import Turn
from ingest.structure import Unit
from retriever.hit import Hit

# All texts and positions below are invented.
TUVALU = Document(
    "papers/tuvalu.txt",
    "",
    "Tuvalu wants a small fund for island States. Tuvalu thanks the Chair for the hard work of five years. "
    "The mechanism shall meet twice a year in Funafuti and once in Geneva.",
)
MALTA = Document(
    "papers/malta.txt",
    "",
    "Malta supports the rules as they stand today. Malta did not object to the report in any of its parts.",
)
PAGES = ["Page one has an English text about a fund.", "العربية في الصفحة الثانية", "Page three is the last."]
COMPENDIUM = Document(
    "papers/compendium.pdf",
    "",
    "\n".join(PAGES),
    page_starts=(0, len(PAGES[0]) + 1, len(PAGES[0]) + len(PAGES[1]) + 2),
)
DOCUMENTS = [TUVALU, MALTA, COMPENDIUM]

FUND = Question(
    id="fund",
    question="What does Tuvalu want?",
    category="single",
    expected_behaviour="answer",
    documents=("tuvalu.txt",),
    gold_quotes=("a small fund for island States",),
    delegations=("Tuvalu",),
    must_not_attribute_to=("Malta",),
)
RULES = Question(
    id="rules",
    question="Who supports the rules?",
    category="who",
    expected_behaviour="answer",
    documents=("malta.txt",),
    gold_quotes=("supports the rules as they stand today",),
    delegations=("Malta",),
)
SILENT = Question(id="silent", question="What does Nauru want?", category="unanswerable", expected_behaviour="abstain")
PREMISE = Question(
    id="premise",
    question="Why did Malta object to the report?",
    category="unanswerable",
    expected_behaviour="correct_premise",
    documents=("malta.txt",),
    correcting_quotes=("Malta did not object to the report",),
)
QUESTIONS = (FUND, RULES, SILENT, PREMISE)


def passage_of(document: Document, words: str) -> Passage:
    start = document.text.index(words)
    return Passage(document.id, start, start + len(words), words, page=document.page_at(start))


def hits_of(*found: tuple[Document, str]) -> tuple[Hit, ...]:
    return tuple(Hit(passage_of(document, words), 1 / rank, "") for rank, (document, words) in enumerate(found, 1))


def cite(document: Document, quote: str, holder: str | None = None, number: int = 1) -> Citation:
    passage = passage_of(document, quote)
    return Citation(
        number, document, passage, quote, passage.start, passage.end, holder, passage.page, None, "verbatim"
    )


def answer_with(*citations: Citation, hits: tuple[Hit, ...] = (), reason: str | None = None) -> Answer:
    statements = tuple(Statement(each.quote, each.holder, (each.number,)) for each in citations)
    return Answer("", True, reason, "text", statements, citations, hits)


def outline(document_id: str) -> tuple[list[Unit], list[Turn]]:
    """Tuvalu and Malta speak in the papers called after them; the second sentence of each is paragraph 2."""
    document = next(each for each in DOCUMENTS if each.id == document_id)
    second = document.text.find(". ") + 2
    holder = {TUVALU.id: "Tuvalu", MALTA.id: "Malta"}.get(document_id)
    units = [Unit(0, second - 1, "paragraph"), Unit(second, len(document.text), "paragraph", "2")]
    return units, [Turn(0, holder)]


REFUSAL = Answer("", False, "silent", "The documents do not say.")


class Scripted:
    """An assistant that gives to each question what a function says, over the invented documents."""

    def __init__(self, reply: Callable[[str], Answer], documents: Sequence[Document] = DOCUMENTS) -> None:
        self.reply = reply
        self.indexed = list(documents)
        self.asked: list[tuple[str, tuple[str, ...]]] = []

    def ask(
        self,
        question: str,
        history: Sequence[str] = (),
        delegations: Sequence[str] = (),
        session: str | None = None,
    ) -> Answer:
        self.asked.append((question, tuple(history)))
        return self.reply(question)

    def documents(self) -> list[Document]:
        return self.indexed


class Contained:
    """A check for which a statement is borne if its words stand in its sources, one after the other; counts its calls."""

    def __init__(self) -> None:
        self.asked = 0

    def check(self, statement: str, sources: Sequence[Source]) -> Support:
        self.asked += 1
        there = statement.strip("“”") in " ".join(source.text for source in sources)
        return Support(SUPPORTED if there else NOT_SUPPORTED)


def scored(assistant: Scripted, questions: Sequence[Question], **options: Any) -> Evaluation:
    """What `evaluate` gives with a check that needs no model."""
    return evaluate(assistant, questions, support=Contained(), **options)


def judged(question: Question, answer: Answer, documents: Sequence[Document] = DOCUMENTS) -> Evaluation:
    return scored(Scripted(lambda _: answer, documents), [question])


def figures(evaluation: Evaluation) -> dict[str, float]:
    """The figures that apply, without the number of questions."""
    return {name: each.mean for name, each in evaluation.summary().items() if each.questions}


def right(question: str) -> Answer:
    """What a perfect system answers to QUESTIONS."""
    return {
        FUND.question: answer_with(
            cite(TUVALU, "Tuvalu wants a small fund for island States.", "Tuvalu"),
            hits=hits_of((MALTA, "Malta supports the rules"), (TUVALU, "Tuvalu wants a small fund for island States")),
        ),
        RULES.question: answer_with(
            cite(MALTA, "Malta supports the rules as they stand today.", "Malta"),
            hits=hits_of((MALTA, MALTA.text)),
        ),
        SILENT.question: REFUSAL,
        PREMISE.question: answer_with(
            cite(MALTA, "Malta did not object to the report in any of its parts.", "Malta"), reason="premise"
        ),
    }[question]
