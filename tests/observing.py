"""What readers of an index see, and a folder of papers that changes in every way: for tests that do harm to an index."""

from __future__ import annotations

import os
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from fakes import hashed_words
from test_ingest import published

from ingest.generation import current
from ingest.lexical import tokens
from retriever.index import Index

SOAK = os.environ.get("SOAK") == "1"  # `make soak`: as often as the figures in benchmarks/RESULTS.md say
QUERIES = [f"who sells lamp{number} or harbour{number % 7} to paper {number % 12}" for number in range(100)]
TESTS = Path(__file__).parent

# All texts are invented.
LONG = "\n\n".join(
    f"{number}. Lamp{number} is sold in harbour{number % 7} for {number} coins." for number in range(1, 91)
)


def times(soak: int, else_: int) -> int:
    """How often a test is to do its harm."""
    return soak if SOAK else else_


@dataclass
class Seen:
    """Rows, vectors, lexical scores and the exact top 10 of QUERIES; equal for equal contents."""

    published: Any
    lexical: list[list[float]]
    nearest: list[list[str]]


def seen(index: Path) -> Seen:
    """What readers see of `index` now."""
    folder = current(index)
    assert folder is not None
    opened = Index(folder)
    embeddings = hashed_words()
    lexical, nearest = [], []
    for query in QUERIES:
        known = [term for term in tokens(query) if term in opened.lexical.vocab_dict]
        scores = opened.lexical.get_scores(known) if known else np.zeros(len(opened.vectors))
        lexical.append(np.round(scores, 5).tolist())
        exact = np.asarray(opened.vectors) @ embeddings.encode([query])[0]
        ids = list(opened.row_of)
        nearest.append([ids[row] for row in np.argsort(-exact, kind="stable")[:10]])
    return Seen(published(index), lexical, nearest)


def agreement(index: Path) -> float:
    """Share of the exact top 10 of QUERIES, or of passages as near, that approximate search gives."""
    folder = current(index)
    assert folder is not None
    opened = Index(folder)
    wanted = min(10, len(opened.vectors))
    agreed = 0.0
    for query in QUERIES:
        vector = hashed_words().encode([query])[0]
        rows = opened.near(vector, wanted)
        assert rows is not None, opened.notice
        exact = np.asarray(opened.vectors) @ vector
        floor = np.sort(exact)[-wanted] - 1e-4
        agreed += sum(exact[row] >= floor for row in rows) / wanted
    return agreed / len(QUERIES)


def write_papers(folder: Path) -> None:
    """Twelve papers, one of them long."""
    (folder / "north").mkdir(parents=True)
    for number in range(11):
        (folder / f"{number}.md").write_text(
            f"# Fiji's statement number {number}\n\nPaper {number} asks for lamp{number}.\n"
        )
    (folder / "long.md").write_text("# Ghana's statement\n\n" + LONG)


def change_papers(folder: Path) -> None:
    """Add, edit, rename, move, delete and copy some of them."""
    for number in range(20, 23):
        (folder / f"{number}.md").write_text(
            f"# Chad's statement number {number}\n\nPaper {number} sells harbour{number}.\n"
        )
    (folder / "0.md").write_text("# Fiji's statement number 0\n\nPaper 0 asks for nothing now.\n")
    (folder / "long.md").write_text("# Ghana's statement\n\n" + LONG.replace("coins", "shells"))
    (folder / "1.md").rename(folder / "one.md")
    (folder / "2.md").rename(folder / "north" / "2.md")
    (folder / "3.md").unlink()
    (folder / "4.md").unlink()
    (folder / "north" / "copy.md").write_bytes((folder / "5.md").read_bytes())


_CHILD = """
import sys
from pathlib import Path

tests, index, papers = sys.argv[1:]
sys.path.insert(0, tests)
from fakes import hashed_words
from ingest.run import ingest

print("ready", flush=True)
ingest(Path(index), [papers], hashed_words(), lambda step, done, total: print(step, done, total, flush=True))
print("over", flush=True)
"""


def start(index: Path, papers: Path) -> subprocess.Popen[str]:
    """An ingest in a process of its own, which is about to begin; it prints each step that it comes to."""
    command = [sys.executable, "-c", _CHILD, str(TESTS), str(index), str(papers)]
    child = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
    assert child.stdout is not None
    assert child.stdout.readline() == "ready\n"
    return child
