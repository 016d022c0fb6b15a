"""What the table of terms carries across languages: BM25 finds the sentence of which the question is the translation.

    python benchmarks/translation.py FOLDER [--half tuned|counted] [--uncovered N]

FOLDER holds files NAME.CODE.txt (`report.fr.txt`), sentence by sentence in the same order in every language. Half of
the documents, told by a hash of their name, may be looked at to better the table (`tuned`); the figures are those of
the other half. 300 sentences of a language are the questions, all sentences of the other the texts. `--uncovered`
prints the commonest words of the half that the table lacks.
"""

from __future__ import annotations

import argparse
import hashlib
import random
from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import bm25s
import numpy as np

from ingest.lexical import tokens
from retriever.termbase import WORD
from retriever.translation import counterparts, covered

OTHERS = ("fr", "es", "ru", "ar", "zh")
QUESTIONS = 300
WAYS = ("words", "table", "both")


def main() -> None:
    """Print, for each direction and way of asking, MRR and hit@10."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--half", choices=["tuned", "counted"], default="counted")
    parser.add_argument("--uncovered", type=int, default=0)
    options = parser.parse_args()
    texts, asked = _sentences(options.folder, options.half)
    if options.uncovered:
        _print_uncovered(texts, asked, options.uncovered)
        return
    print(f"{len(texts['en'])} sentences, {len(asked)} questions of the {options.half} half\n")
    print("| from | to | covered | words MRR | hit@10 | table MRR | hit@10 | both MRR | hit@10 |")
    print("|---|---|---|---|---|---|---|---|---|")
    for other in OTHERS:
        for source, target in ((other, "en"), ("en", other)):
            _print_direction(texts[source], texts[target], asked, source, target)


def _sentences(folder: Path, half: str) -> tuple[dict[str, list[str]], list[int]]:
    """(sentences by language, all in one order; which of them ask)."""
    texts: dict[str, list[str]] = {code: [] for code in ("en", *OTHERS)}
    asked = []
    for file in sorted(folder.glob("*.en.txt")):
        name = file.name.removesuffix(".en.txt")
        found = {
            code: [part.strip() for part in (folder / f"{name}.{code}.txt").read_text("utf-8").split("\n\n") if part.strip()]
            for code in texts
        }  # fmt: skip
        if len({len(parts) for parts in found.values()}) > 1:
            print(f"left out, not as many sentences in every language: {name}")
            continue
        if hashlib.sha256(name.encode()).digest()[0] % 2 == (half == "counted"):
            asked += range(len(texts["en"]), len(texts["en"]) + len(found["en"]))
        for code, parts in found.items():
            texts[code] += parts
    return texts, sorted(random.Random(0).sample(asked, min(QUESTIONS, len(asked))))


def _print_direction(
    questions: Sequence[str], texts: Sequence[str], asked: list[int], source: str, target: str
) -> None:
    index = _indexed([tokens(text, target) for text in texts])
    ranks: dict[str, list[int]] = {way: [] for way in WAYS}
    for at in asked:
        words = _scores(index, tokens(questions[at], source))
        table = sum((_best(index, found.forms.get(target, ()), target) for found in counterparts(questions[at], source)),
                    np.zeros_like(words))  # fmt: skip
        for way, scores in zip(WAYS, (words, table, words + table), strict=True):
            ranks[way].append(int((scores > scores[at]).sum() + (scores[:at] == scores[at]).sum()) + 1)
    share = sum(covered(questions[at], source) for at in asked) / len(asked)
    figures = [
        f"{np.mean([1 / rank for rank in ranks[way]]):.3f} | {np.mean([rank <= 10 for rank in ranks[way]]):.3f}"
        for way in WAYS
    ]
    print(f"| {source} | {target} | {share:.2f} | {' | '.join(figures)} |", flush=True)


def _indexed(corpus: Sequence[list[str]]) -> Any:
    numbers: dict[str, int] = {}
    ids = [[numbers.setdefault(term, len(numbers)) for term in terms] for terms in corpus]
    index = bm25s.BM25(k1=1.2, b=0.75)
    index.index((ids, numbers), show_progress=False)
    return index


def _scores(index: Any, terms: Sequence[str]) -> np.ndarray[Any, Any]:
    known = [term for term in terms if term in index.vocab_dict]
    return index.get_scores(known) if known else np.zeros(index.scores["num_docs"], dtype=np.float32)


def _best(index: Any, forms: Sequence[str], language: str) -> np.ndarray[Any, Any]:
    """For each text, the score of the form of a term that it matches best."""
    return np.max([_scores(index, tokens(form, language)) for form in forms] or [_scores(index, [])], axis=0)


def _print_uncovered(texts: dict[str, list[str]], asked: Sequence[int], most: int) -> None:
    for code, found in texts.items():
        words = Counter(
            word for at in asked for word in set(WORD.findall(found[at].lower())) if covered(word, code) == 0
        )
        print(f"{code}: {' '.join(f'{word} {times}' for word, times in words.most_common(most))}\n")


if __name__ == "__main__":
    main()
