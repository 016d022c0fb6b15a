"""How long a first ingest takes, a second of the same files, and one paper more: `python benchmarks/reingest.py FOLDER...`.

With `--index DIR` an index that is there is looked at again instead of being made.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
import tempfile
import time
from pathlib import Path

# Invented.
PAPER = (
    "# Fiji's statement on lamps\n\nFiji asks for lamps with passwords. Every lamp is to be registered. Edition {}.\n"
)
RAPPORTEUR = str(Path(sys.executable).with_name("rapporteur"))


def run(*arguments: str) -> tuple[float, dict[str, object]]:
    """(wall seconds of the whole process, what it printed as JSON)."""
    started = time.perf_counter()
    done = subprocess.run([RAPPORTEUR, *arguments, "--json"], stdout=subprocess.PIPE, text=True, check=False)
    return time.perf_counter() - started, json.loads(done.stdout)


def main() -> None:
    """Print a row of a table for each run."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("folders", nargs="*")
    options.add_argument("--index", type=Path)
    given = options.parse_args()
    with tempfile.TemporaryDirectory() as made:
        index = str(given.index or Path(made, "index"))
        papers = Path(made, "papers")
        papers.mkdir()
        paper = papers / "fiji.md"
        print("| run | documents | passages | embedded | generation | s |\n| --- | --- | --- | --- | --- | --- |")

        def row(name: str, *arguments: str) -> None:
            seconds, done = run(*arguments, "--index", index)
            counts = " | ".join(f"{done.get(key, '')}" for key in ("documents", "passages", "embedded", "generation"))
            print(f"| {name} | {counts} | {seconds:.1f} |", flush=True)

        if given.folders:
            row("first", "ingest", *given.folders)
        row("unchanged", "ingest")
        row("unchanged", "ingest")
        for edition in (1, 2):
            paper.write_text(PAPER.format(edition))
            row("one paper added" if edition == 1 else "that paper changed", "ingest", str(papers))
        row("only looked at: --dry-run", "ingest", "--dry-run")
        row("that folder removed", "remove", str(papers))
        row("verify", "verify")


if __name__ == "__main__":
    main()
