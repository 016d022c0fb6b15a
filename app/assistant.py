"""The assistant behind the command line, the chat and the evaluation: a question in, a checked answer out."""

from __future__ import annotations

import time
import unicodedata
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from app import extractive, premises, refuse, wording
from app.answer import Answer
from app.bearable import missing_share
from app.brief import Brief, arrange
from app.evidence import Evidence
from app.kinds import Kind, kind_of
from app.refuse import Refusal
from app.terms import WordVectors, content_terms
from ingest import delegations
from ingest.document import Document
from ingest.embedding import load
from ingest.errors import BadInput
from ingest.speakers import Turn
from ingest.structure import Unit
from retriever.fitting import fitted
from retriever.followups import PRONOUN
from retriever.holders import mentions
from retriever.index import Index, Published, require_index
from retriever.question import Filters, Question, restricted, understand
from retriever.rerank import Reranker
from retriever.search import LEAST_HITS, Found, papers_of, search

WHO_HITS = 30  # passages that are looked at where every holder is asked after: the best of each comes first
MOST_MEANT = 3  # holders that "they" can stand for
_JOINERS = "\u200c\u200d"  # of all format characters those that spell words: Persian has them
MOST_CHARACTERS = 2_000  # of a question


class Assistant:
    """Answers from the published index; follows it to a new generation without a restart."""

    def __init__(self, published: Published, reranker: Reranker | None = None) -> None:
        self.published = published
        self._reranker = reranker
        self._words = WordVectors(published.embeddings.encode)

    @classmethod
    def open(cls, index: Path, model: str, reranker: str = "") -> Assistant:
        """`reranker` names a cross-encoder; "": none.

        Raises: NoIndex, IndexMismatch, ModelMissing.
        """
        require_index(index)  # before a model is loaded for nothing
        assistant = cls(Published(index, load(model)), Reranker(reranker) if reranker else None)
        assistant.published.index()
        return assistant

    def pinned(self) -> Assistant:
        """The same on the index as it is published now: it does not follow to later ones.

        Raises: NoIndex, IndexMismatch.
        """
        return Assistant(self.published.pinned(), self._reranker)

    def documents(self) -> list[Document]:
        """All documents of the index, with their texts."""
        return self.published.index().documents()

    def outline(self, document_id: str) -> tuple[list[Unit], list[Turn]]:
        """The units and the turns of a document: where a label and a holder begin."""
        return self.published.index().outline(document_id)

    def count(self) -> int:
        """How many documents are indexed."""
        return len(self.published.index().records)

    def record(self, document_id: str) -> Document | None:
        """What is known of a document, without its text; None where it is not indexed."""
        return self.published.index().records.get(document_id)

    def search(self, query: str, wanted: int = 10) -> Found:
        """The ranked passages for `query`.

        Raises: BadInput for a query that is empty or too long.
        """
        index = self.published.index()
        return search(
            index, self.published.embeddings, fitted(index, understand(_clean(query))), wanted, self._reranker
        )

    def ask(
        self,
        question: str,
        history: Sequence[str] = (),
        delegations: Sequence[str] = (),
        session: str | None = None,
    ) -> Answer:
        """The answer to `question`; `history` are the earlier questions, oldest first.

        Raises: BadInput for a question that is empty or too long, or an unknown delegation.
        """
        clock = _Clock()
        asked = _clean(question)
        earlier = [turn.strip()[:MOST_CHARACTERS] for turn in history if turn.strip()][-5:]
        understood = restricted(understand(asked, earlier), _known(delegations), session or "")
        index = self.published.index()
        understood = fitted(index, understood)
        clock.stop("understand")
        answer = self._going_on(index, understood, clock) or self._looked_up(index, understood, clock)
        return replace(answer, timings_ms=clock.milliseconds())

    def _going_on(self, index: Index, question: Question, clock: _Clock) -> Answer | None:
        """The answer from the papers that the question before was about; None where they bear none."""
        if holders := self._answered_before(index, question, clock):
            meant = replace(question, filters=replace(question.filters, delegations=holders), who=False)
            return self._looked_up(index, meant, clock)
        papers = papers_of(index, self.published.embeddings, question)
        if not papers:
            return None
        within = replace(question, filters=replace(question.filters, documents=papers))
        answer = self._looked_up(index, within, clock)
        return answer if answer.answered else None

    def _answered_before(self, index: Index, question: Question, clock: _Clock) -> tuple[str, ...]:
        """The holders that answered the question before, where it asked who, and this one goes on with "it" or "they"."""
        if not question.earlier or not PRONOUN.search(question.focus) or mentions(question.focus):
            return ()
        earlier = fitted(index, understand(question.earlier))
        if not earlier.who:
            return ()
        answer = self._looked_up(index, earlier, clock)
        holders = tuple(dict.fromkeys(citation.holder for citation in answer.citations if citation.holder))
        return holders if len(holders) <= MOST_MEANT else ()

    def _looked_up(self, index: Index, question: Question, clock: _Clock) -> Answer:
        question, closing = _newest_paper(index, question)
        wanted = WHO_HITS if question.who else LEAST_HITS
        found = search(index, self.published.embeddings, question, wanted, self._reranker)
        clock.stop("search")
        answer = self._answer(index, question, found, closing)
        clock.stop("answer")
        return answer

    def _answer(self, index: Index, question: Question, found: Found, closing: str) -> Answer:
        refusal = refuse.before_search(question, index)
        if refusal is not None:
            return _refused(question, found, refusal)
        kind = kind_of(question)
        evidence = Evidence(index, self.published.embeddings, question, found, self._words)
        answer = self._on_evidence(question, found, closing, kind, evidence)
        return replace(answer, borne=1 - missing_share(evidence) if evidence.candidates else 0.0)

    def _on_evidence(self, question: Question, found: Found, closing: str, kind: Kind, evidence: Evidence) -> Answer:
        refusal = refuse.on_evidence(question, kind, evidence, found.within)
        opposed = _opposed(question, kind, evidence, refusal)
        if opposed is not None:
            return _answered(question, found, *opposed)
        if refusal is not None:
            return _refused(question, found, refusal)
        brief = extractive.compose(evidence, question, kind)
        if not brief.citations:
            return _refused(question, found, Refusal("silent"))
        opening = wording.decides(question.language) if kind == "yes_no" else ""
        closing = wording.some(question.language) if kind == "who" else closing
        closing = closing or " ".join(wording.leader(by.split(",")[0], question.language) for _, by in question.told)
        return _answered(question, found, brief, None, opening, closing)


class _Clock:
    """Wall time by stage."""

    def __init__(self) -> None:
        self._last = time.perf_counter()
        self._seconds: dict[str, float] = {}

    def stop(self, stage: str) -> None:
        """Count the time since the last stop for `stage`."""
        now = time.perf_counter()
        self._seconds[stage] = self._seconds.get(stage, 0.0) + now - self._last
        self._last = now

    def milliseconds(self) -> dict[str, float]:
        """Stage → milliseconds, with their "total"."""
        stages = self._seconds | {"total": sum(self._seconds.values())}
        return {stage: round(1000 * seconds, 1) for stage, seconds in stages.items()}


def _clean(question: str) -> str:
    sound = unicodedata.normalize("NFKC", question.encode("utf-8", "ignore").decode())  # full-width letters are letters
    text = " ".join("".join(char for char in sound if char in _JOINERS or unicodedata.category(char) != "Cf").split())
    if not text:
        raise BadInput("the question is empty")
    if len(text) > MOST_CHARACTERS:
        raise BadInput(f"the question has {len(text):,} characters: ask in at most {MOST_CHARACTERS:,}")
    return text


def _newest_paper(index: Index, question: Question) -> tuple[Question, str]:
    """(the question, a note): to sum up a holder of many papers is to sum up the newest.

    A statement in the General Debate is taken only where there is no other paper: it deals with everything.
    """
    holders, restricts = question.filters.delegations, replace(question.filters, delegations=()) != Filters()
    if len(holders) != 1 or restricts or kind_of(question) != "synthesis" or content_terms(question):
        return question, ""
    rows = index.rows_by_speaker.get(holders[0], ())
    papers = [index.records[key] for key in dict.fromkeys(index.document_ids[row] for row in rows)]
    if len(papers) < 2:
        return question, ""
    newest = max(papers, key=lambda paper: (paper.kind != "general debate statement", paper.date.split("/")[-1]))
    only = replace(question, filters=replace(question.filters, documents=(newest.id,)))
    return only, wording.newest(len(papers), holders[0], question.language)


def _known(names: Sequence[str]) -> list[str]:
    """UN names of the delegations that the user chose.

    Raises: BadInput for a name that is not in the table.
    """
    found = []
    for name in names:
        delegation = delegations.exactly(name) or delegations.by_code(name.upper())
        if delegation is None:
            raise BadInput(f"no delegation or group is called {name[:80]!r}: use a name such as 'Iran' or 'Arab Group'")
        found.append(delegation.name)
    return found


def _opposed(
    question: Question, kind: Kind, evidence: Evidence, refusal: Refusal | None
) -> tuple[Brief, str | None, str] | None:
    """(brief, reason, opening) against what the question takes for granted or asks; None where nothing contradicts it.

    Only yes or no, a "why", or a question that would be refused, is looked at so; and what is said of a namesake.
    """
    language = question.language
    namesakes = premises.namesake_evidence(question, evidence)
    if namesakes:
        return arrange(evidence, namesakes, question), "premise", wording.premise(language)
    silent = refusal is not None and refusal.reason == "silent"
    if not question.filters.delegations or not (kind in ("why", "yes_no") or silent):
        return None
    brief = arrange(evidence, premises.opposite_evidence(question, kind, evidence), question)
    if not brief.citations:
        return None
    if kind == "yes_no":
        return brief, None, wording.opposite(language)
    return brief, "premise", wording.premise(language)


def _answered(
    question: Question, found: Found, brief: Brief, reason: str | None, opening: str, closing: str = ""
) -> Answer:
    notes = [f"*{note}*" for note in (closing, found.notice) if note]
    text = "\n\n".join(part for part in (opening, brief.text, *notes) if part)
    return Answer(question.asked, True, reason, text, brief.statements, brief.citations, found.hits, found.searched)


def _refused(question: Question, found: Found, refusal: Refusal) -> Answer:
    filters, searched, language = question.filters, found.searched, question.language
    limits = searched["limits"]
    text = "\n\n".join(
        part
        for part in (
            wording.refusal(refusal.reason, filters.delegations, refusal.what, language),
            wording.searched(searched["documents"], searched["indexed"], filters.delegations, limits, language),
            wording.nearest(language) if found.hits else "",
        )
        if part
    )
    return Answer(question.asked, False, refusal.reason, text, hits=found.hits, searched=searched)
