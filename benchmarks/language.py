"""How often the language of a text is told right: sentences, blocks of 60 words, short headings in capitals.

    python benchmarks/language.py FOLDER

FOLDER holds files NAME.CODE.txt (`report.fr.txt`) with one sentence a paragraph.
"""

from __future__ import annotations

import argparse
from collections import Counter
from pathlib import Path

from ingest.language import detect

CHINESE = 120  # characters that count as 60 words
UNSURE = "?"


def main() -> None:
    """Print the share told right for each form of text, and what was told instead."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    forms: dict[str, list[tuple[str, str]]] = {"sentences": [], "blocks of 60 words": [], "capitals": []}
    for file in sorted(parser.parse_args().folder.glob("*.*.txt")):
        code = file.name.split(".")[-2]
        found = [part.strip() for part in file.read_text("utf-8").split("\n\n") if part.strip()]
        words = list("".join(found)) if code == "zh" else " ".join(found).split()
        step, space = (CHINESE, "") if code == "zh" else (60, " ")
        forms["sentences"] += [(code, part) for part in found]
        forms["blocks of 60 words"] += [(code, space.join(words[at : at + step])) for at in range(0, len(words), step)]
        if code in ("en", "es", "fr"):
            forms["capitals"] += [(code, part.upper()) for part in found if len(part.split()) < 15]
    for name, texts in forms.items():
        told = Counter((code, detect(text, UNSURE)) for code, text in texts)
        right = sum(count for (code, got), count in told.items() if code == got)
        wrong = ", ".join(f"{a} as {b}: {n}" for (a, b), n in told.most_common() if a != b)
        print(f"{name}: {right} of {len(texts)} ({right / max(1, len(texts)):.2%}); {wrong}")


if __name__ == "__main__":
    main()
