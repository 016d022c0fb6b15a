"""Questions with what a right hit is, from a questions file or a benchmark folder, and how their hits are counted."""

from __future__ import annotations

import json
import random
import statistics
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeVar

import figures
import kept
from figures import ALL, half
from systems import Asked

from app.evaluation import ranking
from app.evaluation.bootstrap import SEED, Values
from app.evaluation.gold import Gold, find_evidence
from app.evaluation.metrics import holder_key
from app.evaluation.questions import Question, read_questions
from app.evaluation.texts import Library, Wording
from ingest.document import Document
from ingest.embedding import NamedEmbeddings
from ingest.passages import Passage
from ingest.speakers import speaker_at
from retriever.hit import Hit
from retriever.holders import mentions
from retriever.index import Index, Published

HITS = 10
DEEP = 30  # hits from which ten documents are taken
WORDY = 6  # words of an answer that is one in sentences
LONG = 1_000  # words of the document in the middle: from there on gold quotes are looked for, not documents
HELD = ("single", "list", "compare", "follow_up", "cross_lingual")  # categories whose answer is what somebody holds
CROSS = "cross_lingual"
SUBMISSION = "SQ"  # how the ids begin of the questions on the shipped submission, of which four hits are counted

T = TypeVar("T")
Found = Sequence[Sequence[Hit]]  # of each question


@dataclass(frozen=True)
class Task:
    """Questions over the documents of an index; `count` gives the figures of each from the hits of each.

    `groups` are names → which questions are in them; `small`: each document is about a passage.
    """

    name: str
    index: Index
    documents: Sequence[Document]
    asked: Sequence[Asked]
    groups: Mapping[str, Sequence[bool]]
    count: Callable[[Found], dict[str, Values]]
    small: bool = False

    @property
    def depth(self) -> int:
        """How many hits are asked for."""
        return DEEP if self.small else HITS


def sampled(rows: Sequence[T], most: int) -> Sequence[T]:
    """At most `most` of the rows, the same at each call; all for 0."""
    return random.Random(SEED).sample(rows, most) if 0 < most < len(rows) else rows


# A questions file


def of_questions(file: Path, index: Index, sample: int = 0, holders: bool = False, split: bool = False) -> Task:
    """The questions of a file that have gold quotes in the index."""
    library = Library(index.documents())
    questions = [(each, find_evidence(each, library).gold) for each in read_questions(file).questions]
    judged = sampled([(question, gold) for question, gold in questions if gold], sample)
    chosen = [question for question, _ in judged]
    spoken = _Holders(index) if holders else None

    def count(found: Found) -> dict[str, Values]:
        ranks = [quote_ranks(hits, gold, library) for hits, (_, gold) in zip(found, judged, strict=True)]
        values: dict[str, Values] = {
            "quote_recall@10": [ranking.quote_recall(each, 10) for each in ranks],
            "hit@5": [ranking.hit(each, 5) for each in ranks],
        }
        short = [question.id.startswith(SUBMISSION) for question in chosen]
        if any(short):
            pairs = zip(ranks, short, strict=True)
            values["quote_recall@4 (SQ)"] = [
                ranking.quote_recall(each, 4) if within else None for each, within in pairs
            ]
        if spoken is not None:
            values["holder share@5"] = [spoken.share(*pair) for pair in zip(chosen, found, strict=True)]
        return values

    asked = [Asked(question.question, question.history) for question in chosen]
    return Task(file.stem, index, list(library.by_id.values()), asked, _groups(chosen, split), count)


def _groups(questions: Sequence[Question], split: bool) -> dict[str, list[bool]]:
    found = {
        ALL: [True] * len(questions),
        "without cross-lingual": [question.category != CROSS for question in questions],
    }
    for category in dict.fromkeys(question.category for question in questions):
        found[category or "(none)"] = [question.category == category for question in questions]
    for part in ("looking", "counting") if split else ():
        found[part] = [half(question.id) == part for question in questions]
    return found


def quote_ranks(hits: Sequence[Hit], golds: Sequence[Gold], library: Library) -> list[int | None]:
    """For each gold quote the rank of the first of ten hits that holds it, as `rapporteur evaluate` has it."""
    return [
        next((rank for rank, hit in enumerate(hits[:HITS], 1) if gold.in_hit(hit, library)), None) for gold in golds
    ]


class _Holders:
    """Whose words hits are: a passage that does not say it is who speaks in its middle."""

    def __init__(self, index: Index) -> None:
        self._turns = {key: index.outline(key)[1] for key in index.records}

    def share(self, question: Question, hits: Sequence[Hit]) -> float | None:
        """Share of the first five hits that are words of a delegation which the answer is about, if the question names it."""
        if not question.delegations or question.category not in HELD:
            return None
        wanted = {holder_key(name) for name in (*question.delegations, *question.optional_delegations)}
        asked = " ".join((*question.history, question.question))
        if wanted.isdisjoint(holder_key(mention.delegation.name) for mention in mentions(asked)):
            return None
        return sum(self._holder(hit.passage) in wanted for hit in hits[:5]) / max(1, len(hits[:5]))

    def _holder(self, passage: Passage) -> str:
        turns = self._turns[passage.document_id]
        middle = speaker_at(turns, (passage.start + passage.end) // 2).holder if turns else None
        return holder_key(passage.speaker or middle or "")


# A benchmark


@dataclass(frozen=True, slots=True)
class Judged:
    """A question with the ids and the quotes of its evidence."""

    asked: Asked
    ids: frozenset[str]
    quotes: tuple[Gold, ...]


def of_bench(
    folder: Path, embeddings: NamedEmbeddings, cache: Path, sample: int = 0, titles: bool = False, cut: bool = False
) -> Task:
    """The answerable questions of a folder, over an index of its passages, or of its documents where it has none.

    With `cut` over its documents in any case.
    """
    given = _given(folder) and not cut
    texts, numbers = _texts(folder, given, titles)
    small = statistics.median(len(text.split()) for text in texts.values()) < LONG
    judged = [_judged(row, numbers, given) for row in _lines(folder / "questions.jsonl") if row["answerable"]]
    judged = list(sampled([each for each in judged if (each.ids if small else each.quotes)], sample))
    name = folder.name + (", cut anew" if cut else "") + (", with titles" if titles else "")
    return Task(
        name,
        kept.published(texts, embeddings, cache),
        [Document(key, "", text) for key, text in texts.items()],
        [each.asked for each in judged],
        {ALL: [True] * len(judged)},
        lambda found: (_by_document if small else _by_quote)(judged, found),
        small,
    )


def _given(folder: Path) -> bool:
    """Whether the set is one of passages."""
    return (folder / "passages.jsonl").exists()


def _texts(folder: Path, given: bool, titles: bool) -> tuple[dict[str, str], dict[str, str]]:
    """(document id → text, how the set calls it → document id); with `given`, each passage is a document."""
    rows = list(_lines(folder / ("passages.jsonl" if given else "docs.jsonl")))
    numbers = {
        row["id"]: str(number) for number, row in enumerate(rows)
    }  # an id is read as a file's name: it says nothing
    texts = {numbers[row["id"]]: _text(row, titles and not given) for row in rows if row["text"].strip()}
    if given:  # passages are named in `gold` by document and label
        numbers = {f"{row['meta']['doc_id']} {row['meta']['passage_id']}": numbers[row["id"]] for row in rows}
    return texts, numbers


def as_questions(
    folder: Path, embeddings: NamedEmbeddings, cache: Path, sample: int = 0
) -> tuple[Published, list[Question]]:
    """(the index of a folder's texts, its questions as the product's evaluation takes them).

    What the set calls an answer in at least `WORDY` words is the reference answer; shorter ones are phrases, which no quote
    "bears". A question that only says too little expects nothing, as nobody can tell what is right.
    """
    texts, numbers = _texts(folder, _given(folder), titles=False)
    rows = sampled(list(_lines(folder / "questions.jsonl")), sample)
    published = kept.opened(texts, embeddings, cache)
    return published, [_as_question(row, numbers, _given(folder)) for row in rows]


def _as_question(row: Mapping[str, Any], numbers: Mapping[str, str], labelled: bool) -> Question:
    judged = _judged(row, numbers, labelled)
    kind = row["meta"].get("answerability") or ("ANSWERABLE" if row["answerable"] else "UNANSWERABLE")
    answer = next((each for each in row.get("answers") or () if len(each.split()) >= WORDY), "")
    return Question(
        id=row["id"],
        question=row["question"],
        history=judged.asked.history,
        category=kind.lower(),
        answerable=None if kind == "UNDERSPECIFIED" else bool(row["answerable"]),
        documents=tuple(sorted(judged.ids)),
        gold_quotes=tuple(gold.quote for gold in judged.quotes) if row["answerable"] else (),
        reference_answer=answer if row["answerable"] else "",
    )


def with_answerability(
    folder: Path, embeddings: NamedEmbeddings, cache: Path
) -> tuple[Index, list[Judged], list[Judged]]:
    """(the index of a folder's texts, its answerable questions, those that its texts do not answer).

    Questions that only say too little are in neither.
    """
    texts, numbers = _texts(folder, _given(folder), titles=False)
    rows = _lines(folder / "questions.jsonl")
    asked = {row["id"]: _judged(row, numbers, _given(folder)) for row in rows}
    without = [row for row in rows if not row["answerable"] and row["meta"].get("answerability") != "UNDERSPECIFIED"]
    return (
        kept.published(texts, embeddings, cache),
        [asked[row["id"]] for row in rows if row["answerable"]],
        [asked[row["id"]] for row in without],
    )


def answerable(folder: Path) -> list[Judged]:
    """The answerable questions of a folder, to be asked over other texts."""
    return [_judged(row, {}, False) for row in _lines(folder / "questions.jsonl") if row["answerable"]]


def _by_document(judged: Sequence[Judged], found: Found) -> dict[str, Values]:
    rankings = [list(dict.fromkeys(hit.passage.document_id for hit in hits)) for hits in found]
    pairs = [(ranked, each.ids) for ranked, each in zip(rankings, judged, strict=True)]
    return {
        "nDCG@10": [figures.ndcg(*pair) for pair in pairs],
        "recall@10": [figures.recall(*pair) for pair in pairs],
        "MAP@10": [figures.average_precision(*pair) for pair in pairs],
    }


def _by_quote(judged: Sequence[Judged], found: Found) -> dict[str, Values]:
    library = Library([])
    ranks = [quote_ranks(hits, each.quotes, library) for hits, each in zip(found, judged, strict=True)]
    return {
        "nDCG@10 by quote": [figures.quote_ndcg(each) for each in ranks],
        "quote_recall@10": [ranking.quote_recall(each, 10) for each in ranks],
        "hit@5": [ranking.hit(each, 5) for each in ranks],
    }


def _lines(file: Path) -> Iterable[dict[str, Any]]:
    return [json.loads(line) for line in file.read_text("utf-8").split("\n") if line.strip()]


def _text(row: Mapping[str, Any], titled: bool) -> str:
    title = row["title"].replace("_", " ").strip() if titled else ""
    return f"# {title}\n\n{row['text']}" if title else str(row["text"])


def _judged(row: Mapping[str, Any], numbers: Mapping[str, str], labelled: bool) -> Judged:
    meta = row["meta"]
    history = tuple(turn["text"] for turn in meta.get("history") or () if turn["speaker"] == "user")
    keys = [f"{gold['doc_id']} {gold['passage_id']}" if labelled else gold["doc_id"] for gold in row["gold"]]
    quotes = dict.fromkeys(gold["quote"] for gold in row["gold"] if gold["quote"].strip())
    return Judged(
        Asked(row["question"], history, numbers.get(meta.get("scope_doc_id"), "")),
        frozenset(numbers[key] for key in keys if key in numbers),
        tuple(Gold(quote, (Wording.of(quote),)) for quote in quotes),
    )
