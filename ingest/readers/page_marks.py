"""Page and job numbers that stand between the lines of a plain text, where a page of its print ended."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise

from ingest.readers.margins import CLOSING

PAGE_BREAK = "\f"  # alone on a line, in a text that is normalised: a page of its print ended here
_JOB = r"\d{2}-\d{5}"  # of the print shop of the United Nations
_FOOT = re.compile(rf"\s*(?:\d{{1,3}}(?:/\d{{1,3}})?\s+{_JOB}|{_JOB}\s+\d{{1,3}}(?:/\d{{1,3}})?)\s*")
_FOOT_BEFORE = re.compile(rf"\s*(?:\d{{1,3}}/\d{{1,3}}\s+{_JOB}|{_JOB}\s+\d{{1,3}}/\d{{1,3}})\s+(?=\w)")
_DAY = r"\d{2}/\d{2}/\d{4}"
_HEAD = re.compile(rf"\s*(?:{_DAY}\s+[A-Z]+(?:/[\w.-]+)+|[A-Z]+(?:/[\w.-]+)+\s+{_DAY})\s*")
_NUMBER = re.compile(r"\s*-?\s?(?P<page>\d{1,3})(?:/\d{1,3}|\s(?P=page))?\s?-?\s*")
_FEWEST = 3  # numbers one after the other that prove pages
_CUT = 0.25  # of them that stand after a line that is left open: those of paragraphs stand after sentences
_LONG = 30  # characters of a line that is left open and is no title


def without_page_marks(text: str, first: bool = True) -> str:
    """`text`, with `PAGE_BREAK` alone on the line of each page and job number; where it is the `first` page, its first line stays."""
    lines = text.split("\n")
    numbers = _page_numbers(lines)
    found: list[str] = []
    for at, line in enumerate(lines):
        starts = first and not any(each.strip() for each in found)
        if at in numbers or _FOOT.fullmatch(line) or (not starts and _HEAD.fullmatch(line)):
            found.append(PAGE_BREAK)
        elif match := _FOOT_BEFORE.match(line):
            found += [PAGE_BREAK, line[match.end() :]]
        else:
            found.append(line)
    return "\n".join(found)


def _page_numbers(lines: Sequence[str]) -> set[int]:
    """The lines that hold nothing but the numbers of pages, which go up and cut sentences: a bare one by one, "3/11" anyhow."""
    alone = [(at, int(match["page"])) for at, line in enumerate(lines) if (match := _NUMBER.fullmatch(line))]
    bare = any(lines[at].strip().isdigit() for at, _ in alone)
    steps = [after - before for (_, before), (_, after) in pairwise(alone)]
    if len(alone) < _FEWEST or min(steps) < 1 or (bare and max(steps) > 1):
        return set()
    cuts = sum(_is_open(_before(lines, at)) for at, _ in alone)
    return {at for at, _ in alone} if cuts >= _CUT * len(alone) else set()


def _before(lines: Sequence[str], at: int) -> str:
    above: Iterator[str] = (lines[n].strip() for n in range(at - 1, -1, -1))
    return next(filter(None, above), "")


def _is_open(line: str) -> bool:
    return len(line) > _LONG and line[-1] not in CLOSING
