"""What ingest understood of real documents: gold quotes with their page and holder, speed, memory.

    python benchmarks/reading.py FOLDER-or-FILE... [--questions QUESTIONS.jsonl]

Every gold quote is looked for in the parsed text of its document, as it is written and by its letters alone; it has
the right page where the questions file gives one, the right holder where the question is about one delegation.
Speed is that of one process without its start, in pages per second of processor time.
"""

from __future__ import annotations

import argparse
import json
import re
import resource
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from app.evaluation.texts import Wording
from ingest.errors import UnreadableFile
from ingest.parse import Parsed, parse
from ingest.readers import READERS
from ingest.speakers import speaker_at


def main() -> None:
    """Parse all documents, then print two tables."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("paths", type=Path, nargs="+")
    parser.add_argument("--questions", type=Path)
    options = parser.parse_args()
    files = [file for path in options.paths for file in (sorted(path.rglob("*")) if path.is_dir() else [path])]
    read = dict(_read([file for file in files if file.suffix.casefold() in READERS]))
    if options.questions:
        _judge(read, [json.loads(line) for line in options.questions.read_text("utf-8").splitlines() if line.strip()])


def _read(files: Sequence[Path]) -> Iterator[tuple[str, Parsed]]:
    took: Counter[str] = Counter()
    counts: Counter[tuple[str, str]] = Counter()
    for file in files:
        form, started = file.suffix.casefold(), time.process_time()
        try:
            parsed = parse(file, file.name)
        except UnreadableFile as error:
            print(f"not read: {file.name}: {error}")
            counts[form, "not read"] += 1
            continue
        finally:
            took[form] += time.process_time() - started  # type: ignore[assignment]
        counts[form, "files"] += 1
        counts[form, "pages"] += len(parsed.document.page_starts)
        counts[form, "words"] += len(parsed.document.text.split())
        counts[form, "passages"] += len(parsed.passages)
        yield file.name, parsed
    print("\n| format | files | not read | pages | words | passages | CPU s | pages/s | words/s |")
    print("|---|---|---|---|---|---|---|---|---|")
    for form, seconds in sorted(took.items()):
        files_, bad, pages, words, passages = (
            counts[form, key] for key in ("files", "not read", "pages", "words", "passages")
        )
        rate = f"{pages / seconds:.0f}" if form == ".pdf" else "–"
        print(
            f"| {form} | {files_} | {bad} | {pages} | {words} | {passages} | {seconds:.1f} | {rate} | {words / seconds:.0f} |"
        )
    print(f"\npeak memory: {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024:.0f} MiB\n")


def _judge(read: dict[str, Parsed], questions: Sequence[dict[str, Any]]) -> None:
    found: Counter[str] = Counter()
    for question in questions:
        names = [Path(name).name for name in (*question.get("documents", ()), *question.get("also_in", ()))]
        pages = question.get("pdf_pages") or []
        for number, quote in enumerate(question.get("gold_quotes", ())):
            found["quotes"] += 1
            places = [(read[name], _place(read[name], quote)) for name in names if name in read]
            at = [(parsed, place) for parsed, place in places if place is not None]
            exact = any(_flat(quote) in _flat(parsed.document.text) for parsed, _ in places)
            found["as written"] += exact
            if not at:
                print(f"not found: {question['id']}: {quote[:80]}")
                continue
            found["found"] += 1
            parsed, place = at[0]
            if number < len(pages) and parsed.document.page_starts:
                found["with a page"] += 1
                wanted = pages[number] if isinstance(pages[number], list) else [pages[number]]
                right = parsed.document.page_at(place) in wanted
                found["on the right page"] += right
                if not right:
                    print(f"page: {question['id']}: {parsed.document.page_at(place)}, not {wanted}: {quote[:80]}")
            _judge_holder(question, parsed, place, quote, found)
    print(" · ".join(f"{name}: {count}" for name, count in found.items()))


def _judge_holder(question: dict[str, Any], parsed: Parsed, place: int, quote: str, found: Counter[str]) -> None:
    wanted = question.get("delegations") or []
    if len(wanted) != 1:
        return
    turn = speaker_at(parsed.turns, place)
    found["of one holder"] += 1
    right = turn.holder in wanted
    found["with the right holder"] += right
    if not right:
        print(f"holder: {question['id']}: {turn.holder}, not {wanted[0]}: {quote[:80]}")


def _flat(text: str) -> str:
    return " ".join(text.split())


def _place(parsed: Parsed, quote: str) -> int | None:
    """Where a quote begins: by its letters and digits alone; None where it does not stand."""
    text = parsed.document.text
    letters = Wording.of(quote).letters
    kept = [(at, char) for at, char in enumerate(text) if re.match(r"[^\W_]", char)]
    if len(letters) < 1 or letters not in Wording.of(text).letters:
        return None
    folded, origins = [], []
    for at, char in kept:
        for part in Wording.of(char).letters:
            folded.append(part)
            origins.append(at)
    begin = "".join(folded).find(letters)
    return origins[begin] if begin >= 0 else None


if __name__ == "__main__":
    main()
