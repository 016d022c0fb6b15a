"""What each part of the search is worth: the same questions with one part changed at a time.

    python benchmarks/ablation.py QUESTIONS.jsonl --index DIR

Prints a Markdown table; the figures are those of `rapporteur evaluate`.
"""

from __future__ import annotations

import argparse
from contextlib import ExitStack
from pathlib import Path
from unittest.mock import patch

from app.assistant import Assistant
from app.evaluation import evaluate
from app.questions import read_questions
from ingest.defaults import DEFAULT_MODEL
from retriever import search

FIGURES = ("quote_recall@10", "hit@5", "coverage", "false_refusal", "refused", "wrong_attribution")
CHANGES: dict[str, dict[str, float]] = {
    "as it ships": {},
    "meaning only": {"DENSE_WEIGHT": 1.0},
    "words only": {"DENSE_WEIGHT": 0.0},
    "meaning 0.2": {"DENSE_WEIGHT": 0.2},
    "meaning 0.6": {"DENSE_WEIGHT": 0.6},
    "no other names": {"RELATED_WEIGHT": 0.0},
    "other names weigh 1": {"RELATED_WEIGHT": 1.0},
    "dates do not lift": {"DATE_BONUS": 0.0},
}


def main() -> None:
    """Run every change and print its row."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("questions", type=Path)
    parser.add_argument("--index", type=Path, default=Path(".rapporteur"))
    options = parser.parse_args()
    questions = read_questions(options.questions).questions
    assistant = Assistant.open(options.index, DEFAULT_MODEL)
    print(f"| change | {' | '.join(FIGURES)} |\n|---|{'---|' * len(FIGURES)}")
    for name, values in CHANGES.items():
        with ExitStack() as stack:
            for constant, value in values.items():
                stack.enter_context(patch.object(search, constant, value))
            summary = evaluate(assistant, questions, lambda done, total: None).to_json()["all"]
        cells = (summary[figure]["value"] for figure in FIGURES)
        print(f"| {name} | {' | '.join('-' if cell is None else f'{cell:.2f}' for cell in cells)} |", flush=True)


if __name__ == "__main__":
    main()
