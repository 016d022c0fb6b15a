"""Somebody else's LangChain retriever under our evaluation: what it finds is scored, an answer that it has not is not."""

from __future__ import annotations

import pytest
from langchain_core.documents import Document as Chunk
from langchain_core.retrievers import BaseRetriever
from scripted import COMPENDIUM, DOCUMENTS, FUND, MALTA, PREMISE, QUESTIONS, RULES, SILENT, TUVALU, Contained

from app.assistant import Assistant
from app.evaluation import Question, Retrieved, evaluate
from app.evaluation.report import PAGE, write_report
from ingest.run import ingest
from retriever.index import Published
from retriever.langchain import RapporteurRetriever


class Shelf(BaseRetriever):
    """Gives the same chunks to every question."""

    chunks: list[Chunk]

    def _get_relevant_documents(self, query: str, *, run_manager: object) -> list[Chunk]:
        return self.chunks


def shelf(*chunks: Chunk) -> Retrieved:
    return Retrieved(Shelf(chunks=list(chunks)), DOCUMENTS)


def values(system: Retrieved, *questions: Question) -> dict[str, float]:
    return {name: each.mean for name, each in evaluate(system, questions).summary().items() if each.questions}


def test_chunks_are_judged_by_their_words_and_nothing_else_is():
    found = values(
        shelf(Chunk(page_content="Malta supports the rules"), Chunk(page_content=f"Heading\n{TUVALU.text}")), *QUESTIONS
    )
    assert found["quote_recall@10"] == found["hit@10"] == 0.5
    assert (found["hit@1"], found["MRR@10"]) == (0, 0.25)
    assert found["failed"] == 0
    assert not {"answered", "coverage", "false_abstention", "false_quotes", "citation_recall"} & found.keys()


def test_a_retriever_that_finds_nothing_counts():
    assert values(shelf(), FUND, RULES)["MRR@10"] == 0


@pytest.mark.parametrize(
    ("metadata", "found"),
    [
        ({"source": COMPENDIUM.id, "start_index": 44}, 1),
        ({"document": COMPENDIUM.id, "start": 44}, 1),
        ({"source": COMPENDIUM.id, "start_index": 0}, 0),
        ({"source": COMPENDIUM.id}, 0),
        ({"source": "elsewhere.pdf", "start_index": 44}, 0),
        ({}, 0),
    ],
)
def test_a_chunk_whose_place_is_named_and_true_is_judged_by_page(metadata, found):
    """Arabic in a PDF counts by page."""
    arabic = Question(
        id="arabic", question="?", documents=("compendium.pdf",), gold_quotes=("الثانية الصفحة في العربية",), pdf_pages=((2,),)
    )  # fmt: skip
    chunk = Chunk(page_content=COMPENDIUM.text[44:60], metadata=metadata)
    assert values(shelf(chunk), arabic)["hit@1"] == found


def test_the_report_of_a_retriever_has_no_answers(tmp_path):
    evaluation = evaluate(shelf(Chunk(page_content=MALTA.text)), [FUND, RULES, SILENT, PREMISE])
    assert evaluation.silence.auroc is None
    assert evaluation.timings_ms()["search"]["p50"].questions == 4
    write_report(evaluation, tmp_path)
    page = (tmp_path / PAGE).read_text("utf-8")
    assert "<h3>Answer</h3>" not in page
    assert "Gold quote 1: found at rank 1." in page


def test_our_own_search_as_a_retriever_finds_what_the_assistant_finds(papers, index, embeddings):
    ingest(index, [str(papers)], embeddings)
    published = Published(index, embeddings)
    assistant = Assistant(published)
    questions = [
        {"question": "What is to happen to a lamp without a password?", "gold_quotes": ["is to be switched off"]},
        {"question": "What do pilots report?", "gold_quotes": ["report broken buoys", "these words are nowhere"]},
    ]
    chain = evaluate(Retrieved(RapporteurRetriever(published=published), assistant.documents()), questions)
    own = evaluate(assistant, questions, support=Contained())
    assert len(chain.errors) == len(own.errors) == 1
    assert [case.ranks for case in chain.cases] == [case.ranks for case in own.cases] == [(1,), (1,)]
    assert chain.cases[0].answer.hits[0].passage.start == own.cases[0].answer.hits[0].passage.start
