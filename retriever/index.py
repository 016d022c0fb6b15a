"""The published index, open for reading; moves to a new generation without a restart."""

from __future__ import annotations

import json
import logging
import math
import threading
import weakref
from collections import defaultdict
from collections.abc import Collection, Iterator, Sequence
from contextlib import contextmanager
from functools import cached_property
from pathlib import Path
from typing import Any

import numpy as np

from ingest import embedding, generation, revisions
from ingest.delegations import Delegation, exactly
from ingest.document import Document
from ingest.embedding import NamedEmbeddings, Vectors
from ingest.errors import NoIndex
from ingest.generation import CHROMA, CORPUS, DAMAGE, LEXICAL, VECTORS, Manifest
from ingest.layout import Box, Layout
from ingest.lexical import tokens
from ingest.passages import Passage
from ingest.speakers import Turn
from ingest.stored import document_from, reading, text_hash, turns_from, units_from
from ingest.structure import Unit
from retriever.acronyms import expansion
from retriever.processes import process_of
from retriever.quoting import folded
from retriever.statements import Along, along

log = logging.getLogger(__name__)

MOST_KEPT = 500  # acronyms and phrases of questions whose places are remembered
MOST_READ = 3_000  # passages that are read for a phrase in quotation marks

_PASSAGE = (
    'select p.document_id, p.start, p."end", substr(d.text, p.start + 1, p."end" - p.start), p.page, p.paragraph, '
    "p.heading, p.speaker, p.delivered_by, p.members, p.language, p.header, p.translation_of, p.hash "
    "from passages p join documents d on d.id = p.document_id"
)


@contextmanager
def _readable(folder: Path) -> Iterator[None]:
    """Whatever a file raises that is gone, cut off or overwritten, as NoIndex with the way out."""
    try:
        yield
    except DAMAGE as error:
        reason = " ".join(str(error).split()) or type(error).__name__
        raise NoIndex(f"{folder} cannot be read ({reason}): run `rapporteur ingest` to build it anew") from error


class Index:
    """One generation. Rows number its passages from 0, by document and place."""

    def __init__(self, folder: Path) -> None:
        """Raises: NoIndex where the manifest, the corpus or the vectors are damaged."""
        self.folder = folder
        with _readable(folder):
            self._open(folder)

    def _open(self, folder: Path) -> None:
        self.manifest: Manifest = generation.manifest_of(folder)
        generation.verify(folder, self.manifest, chroma=False)  # a flipped bit is no quote
        self.probe: Vectors = np.asarray(self.manifest.probe, dtype=np.float32)
        self._lock = threading.Lock()
        self._db = reading(folder / CORPUS, "&immutable=1")
        self.vectors: Vectors = np.load(folder / VECTORS, mmap_mode="r")
        self.notice = "" if self.manifest.chroma else "approximate search is off: exact search answers"
        self._expansions: dict[str, str] = {}
        self._naming: dict[str, frozenset[str]] = {}
        self._quoting: dict[str, Any] = {}
        rows = self._all('select document_id, start, "end", speaker, language from passages order by row')
        self.row_of = {f"{row[0]}@{row[1]}-{row[2]}": number for number, row in enumerate(rows)}
        self.document_ids = np.array([row[0] for row in rows], dtype=object)
        self.speakers = np.array([row[3] or "" for row in rows], dtype=object)
        self.languages = np.array([row[4] for row in rows], dtype=object)
        self.records: dict[str, Document] = {
            key: document_from(record, "") for key, record in self._all("select id, record from documents order by id")
        }
        if not len(rows) == len(self.vectors) == self.manifest.passages or (
            rows and self.vectors.shape[1:] != self.probe.shape
        ):
            raise ValueError("its passages and vectors do not fit")

    def _all(self, query: str, values: Sequence[Any] = ()) -> list[tuple[Any, ...]]:
        with self._lock, _readable(self.folder):
            return self._db.execute(query, values).fetchall()

    @cached_property
    def lexical(self) -> Any:
        import bm25s

        with _readable(self.folder):
            return bm25s.BM25.load(str(self.folder / LEXICAL), mmap=True)

    def load_lexical(self) -> None:
        """Load the lexical index now: later its generation may have been swept away.

        Raises: NoIndex where it is damaged.
        """
        _ = self.lexical

    @cached_property
    def _collection(self) -> Any:
        """The Chroma collection; None, with a `notice`, where it cannot be used."""
        if not self.manifest.chroma:
            return None
        from ingest.vectorstore import close, create, nearest

        try:
            generation.verify_chroma(self.folder, self.manifest)
            client, collection = create(self.folder / CHROMA, existing=True)
            weakref.finalize(self, close, client)
            if collection.count() != len(self.row_of) or not nearest(collection, np.array(self.vectors[0]), 1):
                raise ValueError("it does not hold the passages of its generation")
        except Exception as error:  # Chroma raises anything
            self._without_collection(error)
            return None
        return collection

    def load_collection(self) -> None:
        """Open the vector store now: later its generation may have been swept away."""
        _ = self._collection

    def near(self, vector: Vectors, wanted: int) -> np.ndarray[Any, np.dtype[np.int64]] | None:
        """The rows nearest to `vector` by approximate search, in no order; None where exact search has to do."""
        if self._collection is None:
            return None
        from ingest.vectorstore import nearest

        try:
            return np.array([self.row_of[passage] for passage, _ in nearest(self._collection, vector, wanted)])
        except Exception as error:  # damaged since it was opened
            self._without_collection(error)
            self._collection = None
            return None

    def _without_collection(self, error: Exception) -> None:
        if not self.folder.exists():  # swept away: a later generation is there, and this request is the last here
            log.debug("the vector store of %s is not there any more", self.folder)
            return
        log.warning("the vector store of %s cannot be used (%s)", self.folder, " ".join(str(error).split()))
        self.notice = "the vector store is damaged: exact search answers; `rapporteur verify` mends it"

    @cached_property
    def rows_by_speaker(self) -> dict[str, Any]:
        """Holder → its rows, ascending."""
        rows: defaultdict[str, list[int]] = defaultdict(list)
        for row, speaker in enumerate(self.speakers):
            if speaker:
                rows[speaker].append(row)
        return {speaker: np.array(found) for speaker, found in rows.items()}

    def of_documents(self, keys: Collection[str]) -> np.ndarray[Any, np.dtype[np.bool_]]:
        """Whether the passage of each row stands in one of the documents `keys`."""
        numbers, numbered = self._document_numbers
        wanted = np.zeros(len(numbers), dtype=bool)
        wanted[[numbers[key] for key in keys if key in numbers]] = True
        found: np.ndarray[Any, np.dtype[np.bool_]] = wanted[numbered]
        return found

    @cached_property
    def _document_numbers(self) -> tuple[dict[str, int], Any]:
        numbers = {key: number for number, key in enumerate(dict.fromkeys(self.document_ids))}
        return numbers, np.array([numbers[key] for key in self.document_ids], dtype=np.int64)

    @cached_property
    def in_language(self) -> dict[str, Any]:
        """Language → whether the passage of each row is in it."""
        return {language: self.languages == language for language in sorted(set(self.languages))}

    def rows_of(self, holder: str) -> np.ndarray[Any, np.dtype[np.int64]]:
        """The rows with the words of `holder`, ascending; none where it does not speak."""
        found: np.ndarray[Any, np.dtype[np.int64]] = self.rows_by_speaker.get(holder, np.array([], dtype=np.int64))
        return found

    def groups_read_by(self, reader: str) -> tuple[str, ...]:
        """The holders of the statements that `reader` delivered for others, by name."""
        rows = self._all(
            "select distinct speaker from passages where delivered_by = ? and speaker is not null order by speaker",
            (reader,),
        )
        return tuple(speaker for (speaker,) in rows if speaker != reader)

    @cached_property
    def holders(self) -> tuple[Delegation, ...]:
        """The delegations and groups that speak in the index, by UN name."""
        found = (exactly(speaker) for speaker in sorted(self.rows_by_speaker))
        return tuple(holder for holder in found if holder is not None)

    @cached_property
    def of_delegations(self) -> Any:
        """Whether the passage of each row has the words of a delegation or group, not of an organ such as the Assembly."""
        names = {holder.name for holder in self.holders}
        return np.array([speaker in names for speaker in self.speakers], dtype=bool)

    @cached_property
    def superseded_by(self) -> dict[str, str]:
        """Document id → id of the newest text that supersedes it; what none supersedes is not in it."""
        return revisions.superseded_by(self.records)

    @cached_property
    def related(self) -> dict[str, tuple[str, ...]]:
        """Document id → ids of its base paper, revisions, corrigenda, addenda and other parts."""
        return revisions.families(self.records)

    @cached_property
    def processes(self) -> dict[str, str]:
        """Document id → which of several namesakes its body is, as questions are told apart: "ICT", "ageing"; or ""."""
        named = ((key, f"{record.body}; {record.process}; {record.title}") for key, record in self.records.items())
        return {key: process_of(words) for key, words in named}

    @cached_property
    def superseded_rows(self) -> Any:
        """Whether the passage of each row stands in a superseded text."""
        return np.array([document in self.superseded_by for document in self.document_ids], dtype=bool)

    def passage(self, row: int) -> Passage:
        """The passage of a row."""
        document, start, end, text, page, paragraph, heading, *rest = self._all(
            f"{_PASSAGE} where p.row = ?", (int(row),)
        )[0]
        speaker, delivered_by, members, language, header, translation_of, key = rest
        found = Passage(
            document, start, end, text, page, paragraph, tuple(json.loads(heading)), speaker, delivered_by,
            tuple(json.loads(members)), language, header, translation_of,
        )  # fmt: skip
        with _readable(self.folder):
            if text_hash(found) != key:  # damaged since it was opened
                raise ValueError(f"{CORPUS} is not as it was published")
        return found

    @cached_property
    def along(self) -> dict[tuple[str, int], Along]:
        """(document, offset at which a passage begins) → where it stands in a statement that is printed in two languages."""
        two = "select document_id from passages where translation_of is not null"
        return along(
            self._all(
                'select document_id, start, "end", speaker, translation_of from passages '
                f"where document_id in ({two}) order by row"
            )
        )

    def expansion(self, acronym: str) -> str:
        """What `acronym` stands for in the texts of this generation; "" where they do not say."""
        if acronym not in self._expansions:
            _keep_few(self._expansions)
            where = "where instr(text, ?)"  # papers that put it in brackets say best what it stands for
            texts = self._all(f"select text from documents {where} order by id", (f"({acronym})",))
            found = expansion(acronym, (text for (text,) in texts))
            if not found:
                found = expansion(acronym, (text for (text,) in self._all("select text from documents order by id")))
            self._expansions[acronym] = found
        return self._expansions[acronym]

    def documents_with(self, phrase: str) -> frozenset[str]:
        """The documents in whose text `phrase` stands, in capitals or not."""
        if phrase not in self._naming:
            _keep_few(self._naming)
            rows = self._all("select id from documents where instr(lower(text), lower(?))", (phrase,))
            self._naming[phrase] = frozenset(row[0] for row in rows)
        return self._naming[phrase]

    def rows_with(self, phrase: str) -> np.ndarray[Any, np.dtype[np.int64]]:
        """The rows of the passages that hold `phrase` on one line or over several, in capitals or not."""
        if phrase not in self._quoting:
            _keep_few(self._quoting)
            wanted = folded(phrase)
            found = [row for row in self._sharing_all(phrase) if wanted in folded(self.passage(int(row)).text)]
            self._quoting[phrase] = np.array(found, dtype=np.int64)
        rows: np.ndarray[Any, np.dtype[np.int64]] = self._quoting[phrase]
        return rows

    def _sharing_all(self, phrase: str) -> np.ndarray[Any, np.dtype[np.int64]]:
        """The rows, MOST_READ at most, that have every word of `phrase`; none for stop words alone."""
        holding = np.zeros(len(self.speakers), dtype=bool)
        for language, inside in self.in_language.items():
            terms = set(tokens(phrase, language))
            having = [self.bm25([term])[0] > 0 for term in terms]
            if having:
                holding |= inside & np.all(having, axis=0)
        return np.flatnonzero(holding)[:MOST_READ]

    def knows(self, terms: Sequence[str]) -> bool:
        """Whether each of `terms` stands in some passage."""
        vocabulary = self.lexical.vocab_dict
        return all(term in vocabulary for term in terms)

    def bm25(self, terms: Sequence[str]) -> tuple[np.ndarray[Any, np.dtype[np.float32]], float]:
        """(BM25 of every row for `terms`, the most that a passage can have for them).

        The most is the sum of the rarities of all terms, also of those that no passage holds: Lucene's
        ln(1 + (n - df + 0.5) / (df + 0.5)), as bm25s has it.
        """
        lexical, size = self.lexical, len(self.speakers)
        starts, rows, values = (lexical.scores[name] for name in ("indptr", "indices", "data"))
        scores = np.zeros(size + 1, dtype=np.float32)  # one more: an index of nothing has a passage without a row
        most = 0.0
        for term in terms:
            number = lexical.vocab_dict.get(term)
            span = slice(0, 0) if number is None else slice(int(starts[number]), int(starts[number + 1]))
            scores[rows[span]] += values[span]
            held = span.stop - span.start
            most += math.log(1 + (size - held + 0.5) / (held + 0.5))
        return scores[:size], most

    def row_at(self, document_id: str, offset: int) -> int | None:
        """The row of the passage in which the character at `offset` of a document stands; None where it is in none."""
        rows = self._all(
            'select row from passages where document_id = ? and start <= ? and "end" > ? order by row limit 1',
            (document_id, offset, offset),
        )
        return int(rows[0][0]) if rows else None

    def passage_with(self, document_id: str, start: int, end: int) -> Passage | None:
        """The passage that holds `start:end` of a document; None where the stretch runs over two."""
        where = 'p.document_id = ? and p.start <= ? and p."end" >= ?'
        rows = self._all(
            f"select p.row from passages p where {where} order by p.row limit 1", (document_id, start, end)
        )
        return self.passage(rows[0][0]) if rows else None

    def document(self, document_id: str) -> Document:
        """The document with its text."""
        record, text = self._all("select record, text from documents where id = ?", (document_id,))[0]
        return document_from(record, text)

    def boxes(self, document_id: str, start: int, end: int) -> list[Box]:
        """Where `text[start:end]` of a document stands on its pages, line by line; [] where it has no pages."""
        rows = self._all("select places from layouts where document_id = ?", (document_id,))
        return Layout.from_bytes(rows[0][0]).boxes(start, end) if rows else []

    def documents(self) -> list[Document]:
        """All documents with their texts, by id."""
        return [document_from(*row) for row in self._all("select record, text from documents order by id")]

    def outline(self, document_id: str) -> tuple[list[Unit], list[Turn]]:
        """The units and the turns of a document."""
        units, turns = self._all("select units, turns from documents where id = ?", (document_id,))[0]
        return units_from(units), turns_from(turns)


def _keep_few(kept: dict[str, Any]) -> None:
    """Forget what is kept where it has become much: its keys are words that people typed."""
    if len(kept) >= MOST_KEPT:
        kept.clear()


class Published:
    """The index as published now: each call of `index()` gives the current generation."""

    def __init__(self, folder: Path, embeddings: NamedEmbeddings) -> None:
        self.folder = folder
        self.embeddings = embeddings
        self._lock = threading.Lock()
        self._open: Index | None = None
        self._pointer = ""  # what it said when that was opened

    def index(self) -> Index:
        """Raises: NoIndex before the first ingest or where it is damaged, IndexMismatch when another model built it."""
        with self._lock:
            for _ in range(5):  # a generation may be swept away between the pointer and the opening
                pointer = generation.pointer(self.folder)  # first: if it moves on now, the next call follows it
                folder = require_index(self.folder)
                if self._open is not None and self._pointer == pointer:
                    return self._open
                try:
                    opened = Index(folder)
                    opened.load_lexical()
                except NoIndex as error:
                    failure = error
                    continue
                embedding.require_same_model(self.folder, opened.probe, opened.manifest.model, self.embeddings)
                self._open, self._pointer = opened, pointer
                return opened
            raise failure

    def pinned(self) -> Published:
        """What is published now, and nothing later; whatever it reads of its folder is open when that is swept away.

        Raises: NoIndex, IndexMismatch.
        """
        index = self.index()
        index.load_collection()
        return _Pinned(index, self.folder, self.embeddings)


class _Pinned(Published):
    """One generation, whatever is published later."""

    def __init__(self, index: Index, folder: Path, embeddings: NamedEmbeddings) -> None:
        super().__init__(folder, embeddings)
        self._index = index

    def index(self) -> Index:
        return self._index


def open_corpus(folder: Path) -> Index:
    """The current generation without any model: for listing and printing documents.

    Raises: NoIndex before the first ingest or where it is damaged.
    """
    return Index(require_index(folder))


def require_index(folder: Path) -> Path:
    """The folder of the current generation.

    Raises: NoIndex before the first ingest.
    """
    with _readable(folder):
        if folder.exists() and not folder.is_dir():
            raise NoIndex(f"{folder} is a file, not the folder of an index: choose another --index")
        current = generation.current(folder)
    if current is None:
        raise NoIndex(f"no index in {folder}: run `rapporteur ingest PATH` first")
    return current
