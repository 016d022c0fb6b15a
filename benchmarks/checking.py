"""How well the statement check tells supported statements from altered ones.

    python benchmarks/checking.py [STATEMENTS.jsonl ...] [--half looking|counting] [--index DIR] [--sample 300] [--show]

Each line of STATEMENTS.jsonl has `id`, `kind`, `holder`, `document`, `session`, `date`, `passage`, `good` and
`altered`. With --index, statements are made from its passages (altering.py). Prints a Markdown table for each:
by kind the share of altered statements that are caught (not "supported"; "partly" is caught), and of the good ones
that pass ("supported"), and how many of both are "partly". --show lists those on which the check is wrong, never
those of the counting half of alterations.jsonl. --half takes one half of each file, by the ids (figures.half).
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Iterator, Sequence
from pathlib import Path

from altering import Pair, added, pairs_from
from figures import half

from app.checking.borne import Source
from app.checking.support import PARTLY, SUPPORTED, SupportCheck
from ingest.embedding import load
from retriever.index import open_corpus

SEED = 1
UNSEEN = "alterations.jsonl"  # its counting half is counted, never read
ADDED = 60  # pairs with a claim appended


def main() -> None:
    """Check every pair and print the tables."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("statements", type=Path, nargs="*")
    parser.add_argument("--index", type=Path, action="append", default=[])
    parser.add_argument("--sample", type=int, default=300)
    parser.add_argument("--half", choices=("looking", "counting"))
    parser.add_argument("--show", action="store_true")
    options = parser.parse_args()
    checking = SupportCheck(load().encode)
    for path in options.statements:
        may_show = options.show and (path.name != UNSEEN or options.half == "looking")
        print_table(
            " ".join(filter(None, (path.name, options.half))), checking, list(read(path, options.half)), may_show
        )
    for folder in options.index:
        pairs = list(pairs_from(open_corpus(folder), options.sample, SEED))
        print_table(str(folder), checking, [*pairs, *added(pairs, ADDED)], options.show)


def read(path: Path, part: str | None = None) -> Iterator[Pair]:
    """The pairs of a file of statements made by hand, or of one half of it."""
    for line in path.read_text("utf-8").splitlines():
        row = json.loads(line)
        if part not in (None, half(row["id"])):
            continue
        source = Source(
            row["passage"],
            row["holder"],
            title=row["document"],
            session=str(row["session"] or ""),
            date=row["date"] or "",
        )
        yield Pair(row["kind"], row["good"], row["altered"], source)


def print_table(name: str, checking: SupportCheck, pairs: Sequence[Pair], show: bool) -> None:
    """The figures of `pairs` by kind and of all."""
    found = [
        (pair, checking.check(pair.good, [pair.source]), checking.check(pair.altered, [pair.source])) for pair in pairs
    ]
    verdicts = [(pair.kind, good.verdict, altered.verdict) for pair, good, altered in found]
    print(f"\n{name}\n\n| kind | n | caught | passed | partly: altered | partly: good |\n|---|---|---|---|---|---|")
    for kind in [*dict.fromkeys(pair.kind for pair in pairs), "all"]:
        rows = [(good, altered) for of, good, altered in verdicts if kind in (of, "all")]
        caught, passed = sum(altered != SUPPORTED for _, altered in rows), sum(good == SUPPORTED for good, _ in rows)
        partly = [sum(row[side] == PARTLY for row in rows) for side in (1, 0)]
        print(
            f"| {kind} | {len(rows)} | {caught / len(rows):.3f} | {passed / len(rows):.3f} | {partly[0]} | {partly[1]} |"
        )
    for pair, good, altered in found if show else ():
        if good.verdict != SUPPORTED:
            print(
                f"\nnot passed ({pair.kind}; {good.verdict}: {'; '.join(good.missing)})\n  {pair.good}\n  < {pair.source.text}"
            )
        if altered.verdict == SUPPORTED:
            print(f"\nnot caught ({pair.kind})\n  {pair.altered}\n  < {pair.source.text}")


if __name__ == "__main__":
    main()
