"""Answers on disk: read back as records, and kept while a run goes on, so that one that is stopped can go on."""

from __future__ import annotations

import fcntl
import hashlib
import json
import os
from collections.abc import Mapping
from pathlib import Path
from types import TracebackType
from typing import Any

from app.answer import Answer, Citation, Statement
from app.evaluation.questions import Question
from ingest.disk import writing
from ingest.document import Document
from ingest.errors import IndexBusy
from ingest.passages import Passage
from retriever.hit import Hit, Place

PARTIAL = "answers.partial.jsonl"
ELSEWHERE = "choose another --report"


def answer_from(row: Mapping[str, Any], documents: Mapping[str, Document]) -> Answer:
    """The answer that `Answer.to_json` gave `row`, whose texts are those of `documents` where these have them.

    Raises: KeyError, TypeError or ValueError where it is none.
    """
    return Answer(
        row["question"],
        row["answered"],
        row["reason"],
        row["text"],
        tuple(Statement(each["text"], each["holder"], tuple(each["citations"]), each["verdict"]) for each in row["statements"]),
        tuple(_citation(each, documents) for each in row["citations"]),
        tuple(_hit(each, documents) for each in row["hits"]),
        row["searched"],
        row["timings_ms"],
        row["answerer"],
        row["borne"],
        row["tokens"],
    )  # fmt: skip


def _citation(row: Mapping[str, Any], documents: Mapping[str, Document]) -> Citation:
    document = documents.get(row["document"]) or Document(
        row["document"], "", "", row["title"] or "", row["symbol"] or "", body=row["body"] or "",
        session=row["session"] or "", date=row["date"] or "",
    )  # fmt: skip
    lead = row["lead"] or {"quote": "", "start": 0}
    passage = Passage(
        document.id, row["start"], row["end"], row["quote"], row["page"], row["paragraph"], speaker=row["holder"],
        delivered_by=row["delivered_by"], members=tuple(row["members"]), language=row["language"],
    )  # fmt: skip
    return Citation(
        row["number"], document, passage, row["quote"], row["start"], row["end"], row["holder"], row["page"],
        row["paragraph"], row["verdict"], lead["quote"], lead["start"], tuple(row["normalised"]), row["section"] or "",
    )  # fmt: skip


def _hit(row: Mapping[str, Any], documents: Mapping[str, Document]) -> Hit:
    document, start, end = documents.get(row["document"]), row["start"], row["end"]
    text = document.text[start:end] if document and start < end else row["text"]
    passage = Passage(row["document"], start, end, text, row["page"], row["paragraph"], speaker=row["holder"])
    return Hit(passage, row["score"], row["why"], also=tuple(Place(**each) for each in row["also"]))


class Kept:
    """The answers of a run that goes on, in a file of its folder; those of the same system are taken over.

    `system` says in any words what answers: index, settings and program; an answer of another one is forgotten. Only one
    process at a time writes to a folder. Use it in a `with` statement; `done` when the report is written.
    """

    def __init__(self, folder: Path, system: str) -> None:
        self._file = folder / PARTIAL
        self._system = system
        self._answers: dict[str, dict[str, Any]] = {}
        self.taken_over = 0

    def __enter__(self) -> Kept:
        """Raises: IndexBusy where another evaluation writes to the folder; NotWritable."""
        with writing(self._file.parent, ELSEWHERE):
            self._file.parent.mkdir(parents=True, exist_ok=True)
            self._open = self._file.open("a+b")
        try:
            fcntl.flock(self._open, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            self._open.close()
            raise IndexBusy(f"another evaluation is writing {self._file.parent}: {ELSEWHERE}") from error
        self._read()
        return self

    def _read(self) -> None:
        """What was kept; a line that a kill cut off, and what is of another system, goes."""
        self._open.seek(0)
        lines = self._open.read().split(b"\n")
        whole = 0
        for line in lines[:-1]:
            try:
                row = json.loads(line)
                self._answers[row["key"]] = row
            except (ValueError, KeyError, TypeError):
                break
            whole += len(line) + 1
        self._open.truncate(whole)

    def get(self, question: Question, documents: Mapping[str, Document]) -> Answer | None:
        """The answer that was kept for a question; None where it has to be asked."""
        row = self._answers.get(self._key(question))
        if row is None:
            return None
        try:
            found = answer_from(row["answer"], documents)
        except (KeyError, TypeError, ValueError, AttributeError):  # damaged, or of a program that wrote otherwise
            return None
        self.taken_over += 1
        return found

    def put(self, question: Question, answer: Answer) -> None:
        """Keep an answer; a question that could not be asked has none, and will be asked again.

        Raises: NotWritable.
        """
        row = {"key": self._key(question), "answer": answer.to_json()}
        with writing(self._file, ELSEWHERE):
            self._open.write(json_line(row))
            self._open.flush()

    def done(self) -> None:
        """Forget what was kept: the report has it."""
        with writing(self._file, ELSEWHERE):
            self._file.unlink(missing_ok=True)

    def _key(self, question: Question) -> str:
        asked = json.dumps([self._system, question.id, question.question, question.history])
        return hashlib.sha256(asked.encode()).hexdigest()

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._open.close()
        if not self._answers and self._file.exists() and not os.path.getsize(self._file):
            self._file.unlink()


def json_line(row: Any) -> bytes:
    """`row` on one line; half a surrogate pair has no UTF-8: the backslash makes it the escape that JSON has for it."""
    return json.dumps(row, ensure_ascii=False).encode("utf-8", "backslashreplace") + b"\n"
