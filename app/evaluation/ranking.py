"""Retrieval figures as the field has them, from gold quotes: what counts as one relevant item, and TREC files of it.

A question's relevant items are its gold quotes; quotes that the same hit is the first to hold are one item, which that
hit is. So a system gets the same whatever size its passages have, and nothing for what it has shown before.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from urllib.parse import quote

Ranks = Sequence[int | None]  # of each gold quote, from 1: the first hit that holds it; None: no hit does


def quote_recall(ranks: Ranks, cut: int) -> float | None:
    """Share of the quotes that stand in the first `cut` hits; None without quotes."""
    return sum(rank is not None and rank <= cut for rank in ranks) / len(ranks) if ranks else None


def hit(ranks: Ranks, cut: int) -> float | None:
    """Whether one of the quotes stands in the first `cut` hits (Success@k)."""
    return float(any(rank is not None and rank <= cut for rank in ranks)) if ranks else None


def reciprocal_rank(ranks: Ranks, cut: int) -> float | None:
    """1 / rank of the first hit that holds a quote, 0 where none of the first `cut` does (RR@k; their mean is MRR@k)."""
    if not ranks:
        return None
    return 1 / min((rank for rank in ranks if rank is not None and rank <= cut), default=math.inf)


def ndcg(ranks: Ranks, cut: int) -> float | None:
    """Sum of 1 / log2(1 + rank) over the items of the first `cut` hits, as a share of the most that is possible.

    Source: Järvelin and Kekäläinen, ACM TOIS 20(4), 2002; binary grades, as trec_eval has it.
    """
    if not ranks:
        return None
    found = {rank for rank in ranks if rank is not None}
    items = len(found) + sum(rank is None for rank in ranks)
    gained = sum(1 / math.log2(1 + rank) for rank in found if rank <= cut)
    return gained / sum(1 / math.log2(1 + rank) for rank in range(1, min(items, cut) + 1))


def run_lines(question_id: str, hits: Sequence[str], name: str) -> Iterable[str]:
    """Lines of a TREC run for the ids of hits in rank order."""
    for rank, item in enumerate(_items(hits), start=1):
        yield f"{_token(question_id)} Q0 {item} {rank} {1 / rank:.6f} {_token(name)}"


def qrels_lines(question_id: str, hits: Sequence[str], ranks: Ranks) -> Iterable[str]:
    """Lines of TREC qrels: the hits that are the first to hold a quote, and each quote that none holds."""
    items = _items(hits)
    found = sorted({rank for rank in ranks if rank is not None})
    lost = [f"gold-quote-{number}" for number, rank in enumerate(ranks, start=1) if rank is None]
    for item in (*(items[rank - 1] for rank in found), *lost):
        yield f"{_token(question_id)} 0 {item} 1"


def _items(keys: Sequence[str]) -> list[str]:
    """Names of hits without blanks, each once: a passage that comes twice is two."""
    seen: dict[str, int] = {}
    items = []
    for key in keys:
        seen[key] = seen.get(key, 0) + 1
        items.append(_token(key) + (f"#{seen[key]}" if seen[key] > 1 else ""))
    return items


def _token(text: str) -> str:
    return quote(text, safe="/@:._-(),", errors="replace") or "-"
