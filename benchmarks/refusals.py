"""How well signals of the evidence tell questions with an answer from others, on public sets, and where the line is drawn.

    python benchmarks/refusals.py BENCH [--sample 160] [--cache DIR] [--cases FILE] [--fit]

BENCH holds the folders of `SETS`. The questions of each set are asked over its own texts; only the evidence is looked at,
not the typed checks. Without an answer are

- near: those that the set itself gives as unanswerable (of mtrag_un not those that only say too little);
- taken out: answerable ones, without the texts that answer them among the hits;
- other texts: answerable ones of two other sets.

A question of policyqa is put to its one policy; a follow-up of mtrag_un looks into the papers of the one before.

Prints AUROC per set with 95 % bootstrap intervals; the curve of refused against falsely refused, as the mean over
the sets at the same share in each; what a line drawn on the other sets does to the one left out (xquad and squad2 have the
same paragraphs, and are left out together); and what ships. --fit prints weights and lines for `app/bearable.py`.
The cases are kept in --cases; they are asked anew when it is not there.
"""

from __future__ import annotations

import argparse
import json
import random
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import asdict, dataclass, replace
from pathlib import Path

import curves
import kept
import sets
from curves import Case
from sets import Judged

from app.bearable import Signals, missing_share, signals_of
from app.evidence import Evidence
from app.terms import WordVectors
from ingest.embedding import NamedEmbeddings, load
from retriever.fitting import fitted
from retriever.index import Index
from retriever.question import Filters, understand
from retriever.search import LEAST_HITS, Found, papers_of, search

# Set → the sets whose questions its texts do not answer: no two on the same field, as policies and regulations are.
SETS = {
    "squad2_cs224n-dev": ("policyqa-dev", "clapnq-std"),
    "clapnq-std": ("xquad-en", "obliqa-dev"),
    "mtrag_un-std": ("xquad-en", "obliqa-dev"),
    "policyqa-dev": ("clapnq-std", "xquad-en"),
    "xquad-en": ("clapnq-std", "obliqa-dev"),
    "obliqa-dev": ("clapnq-std", "xquad-en"),
}
TAKEN_OUT = ("clapnq-std", "mtrag_un-std", "obliqa-dev", "xquad-en")  # one text holds an answer there, hardly two
TURNS = 5  # earlier questions that the app looks at
BEST = 5  # candidates that are looked at, as in `app/refuse.py`
MOST_GOLD = 8  # texts that may be taken out of the hits


@dataclass(frozen=True)
class _Texts:
    """The texts of a set, and how they are asked."""

    name: str
    index: Index
    embeddings: NamedEmbeddings
    words: WordVectors

    def case(self, judged: Judged, kind: str, without: frozenset[str] = frozenset()) -> Case | None:
        """What the evidence for a question shows; None where there is nothing to quote."""
        question = understand(judged.asked.text, judged.asked.history[-TURNS:])
        question = replace(
            question, filters=Filters(), topic=question.text, who=False, parts=(), paragraphs=(), named_papers=()
        )
        question = fitted(self.index, question)
        papers = (judged.asked.within,) if judged.asked.within else papers_of(self.index, self.embeddings, question)
        only = replace(question, filters=Filters(documents=papers))
        found = search(self.index, self.embeddings, only, LEAST_HITS + (MOST_GOLD if without else 0))
        if judged.asked.within:
            found = _cut(found, range(found.within))
        if without:
            left = [at for at, hit in enumerate(found.hits) if hit.passage.document_id not in without]
            found = _cut(found, left[:LEAST_HITS])
        evidence = Evidence(self.index, self.embeddings, question, found, self.words)
        best = [candidate for candidate in evidence.candidates if not candidate.title_block][:BEST]
        if not best or not evidence.asked.terms:
            return None
        nearest = max(candidate.cosine for candidate in best)
        return Case(self.name, kind, missing_share(evidence), nearest, signals_of(evidence, best))


def _cut(found: Found, places: Iterable[int]) -> Found:
    kept_places = list(places)
    return replace(
        found,
        hits=tuple(found.hits[at] for at in kept_places),
        rows=tuple(found.rows[at] for at in kept_places),
        within=len(kept_places),
    )


def cases(bench: Path, cache: Path, sample: int) -> Iterator[Case]:
    """The questions of all sets, with and without an answer, as their evidence shows them."""
    embeddings = kept.cached(load(), cache)
    words = WordVectors(embeddings.encode)
    for name, others in SETS.items():
        index, answerable, others_given = sets.with_answerability(bench / name, embeddings, cache)
        texts = _Texts(name, index, embeddings, words)
        chosen = _sampled(answerable, sample)
        asked = [(judged, curves.ANSWERABLE, frozenset[str]()) for judged in chosen]
        asked += [(judged, curves.NEAR, frozenset[str]()) for judged in _sampled(others_given, sample)]
        if name in TAKEN_OUT:
            asked += [(judged, curves.TAKEN_OUT, judged.ids) for judged in chosen if len(judged.ids) <= MOST_GOLD]
        for other in others:
            for judged in _sampled(sets.answerable(bench / other), sample // 3):
                plain = Judged(replace(judged.asked, history=(), within=""), frozenset(), ())
                asked.append((plain, curves.OTHER_TEXTS, frozenset()))
        yield from filter(None, (texts.case(*each) for each in asked))


def _sampled(rows: Sequence[Judged], most: int) -> list[Judged]:
    return random.Random(1).sample(rows, most) if most < len(rows) else list(rows)


def main() -> None:
    """Ask, or read what was asked, and print the tables."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("bench", type=Path)
    parser.add_argument("--sample", type=int, default=160, help="questions of each kind and set")
    parser.add_argument("--cache", type=Path, default=Path(".benchmarks"), help="where vectors and indexes are kept")
    parser.add_argument("--cases", type=Path, metavar="FILE", help="where the evidence of the questions is kept")
    parser.add_argument("--fit", action="store_true")
    options = parser.parse_args()
    if options.cases and options.cases.exists():
        found = [_read(line) for line in options.cases.read_text("utf-8").splitlines()]
    else:
        found = list(cases(options.bench, options.cache, options.sample))
        if options.cases:
            options.cases.write_text("".join(json.dumps(asdict(each)) + "\n" for each in found), "utf-8")
    print(curves.fitted_weights(found) if options.fit else curves.tables(found))


def _read(line: str) -> Case:
    row = json.loads(line)
    return Case(**{**row, "signals": Signals(**row["signals"])})


if __name__ == "__main__":
    main()
