"""How the share of a question that its evidence does not bear tells answerable questions from others.

    python benchmarks/refusals.py QUESTIONS.jsonl --index DIR [--sample 220]

QUESTIONS.jsonl has `question` and `answerable` in each line; who holds a view is not looked at, only the evidence.
Prints a Markdown table: for each threshold the share refused of the answerable and of the other questions.
"""

from __future__ import annotations

import argparse
import json
import random
from dataclasses import replace
from pathlib import Path

from app.evidence import Evidence
from app.refuse import missing_share
from app.terms import WordVectors
from ingest.embedding import load
from retriever.index import Published
from retriever.question import Filters, understand
from retriever.search import search

THRESHOLDS = (0.1, 0.2, 0.3, 0.4, 0.5, 0.6)


def main() -> None:
    """Look at a sample of the questions and print the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("questions", type=Path)
    parser.add_argument("--index", type=Path, required=True)
    parser.add_argument("--sample", type=int, default=220)
    options = parser.parse_args()
    rows = [json.loads(line) for line in options.questions.read_text("utf-8").splitlines()]
    random.Random(1).shuffle(rows)
    published = Published(options.index, load())
    words = WordVectors(published.embeddings)
    shares: dict[bool, list[float]] = {True: [], False: []}
    for row in rows[: options.sample]:
        question = understand(row["question"])
        question = replace(question, filters=Filters(), topic=question.text, who=False)
        found = search(published.index(), published.embeddings, question)
        evidence = Evidence(published.index(), published.embeddings, question, found, words)
        shares[bool(row["answerable"])].append(missing_share(evidence))
    print(f"| missing | answerable ({len(shares[True])}) | not answerable ({len(shares[False])}) |\n|---|---|---|")
    for threshold in THRESHOLDS:
        refused = [sum(share > threshold for share in found) / max(1, len(found)) for found in shares.values()]
        print(f"| {threshold} | {refused[0]:.2f} | {refused[1]:.2f} |")


if __name__ == "__main__":
    main()
