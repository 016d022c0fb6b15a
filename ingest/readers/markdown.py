"""The marks of Markdown: read where they mean something, removed from the words."""

from __future__ import annotations

import re
from collections.abc import Sequence

from ingest.readers.table_rows import Cell, Row, lines
from ingest.readers.word_text import raised

# What stands between two marks holds no third one: a page of marks that never close takes no longer than another.
_MARKED = re.compile(r"(?m)^#{1,6}\s|\*\*(?=\S)[^*]{1,1000}(?<=\S)\*\*|__(?=\S)[^_]{1,1000}(?<=\S)__")
_STRONG = re.compile(r"\*\*|__")
_ITALIC = re.compile(
    r"(?<![\w*])\*(?=[^\s*])([^*\n]{1,300})(?<=\S)\*(?![\w*])|(?<!\w)_(?=[^\s_])([^_\n]{1,300})(?<=\S)_(?!\w)"
)
_LINK = re.compile(
    r"!?\[([^\[\]\n]*)\](?:\([^()\s]*(?:\([^()\s]*\)[^()\s]*){0,3}(?:\s\"[^\"\n]{0,200}\")?\)|\[[^\[\]\n]{0,100}\])"
)
_AUTOLINK = re.compile(r"<((?:https?://|mailto:)[^<>\s]{1,500})>")
_CODE = re.compile(r"(`{1,2})(?=[^`])([^`\n]{1,300})\1(?!`)")
_REFERENCE = re.compile(r"\[\^([^\]\s]{1,40})\](?!:)")
_DEFINITION = re.compile(r"^ {0,3}\[\^([^\]\s]{1,40})\]:\s*(.*)$")
_TARGET = re.compile(r"^ {0,3}\[[^\]\n]{1,100}\]:\s*\S+(?:\s+[\"'(].*)?$")
_ESCAPED = re.compile(r"\\([!-/:-@\[-`{-~])")
_HIDDEN = 0xE000  # an escaped character moves here until the marks are read
_SHOWN = re.compile("[\ue021-\ue07e]")
_FRONT = re.compile(r"---\s*$")
_FENCE = re.compile(r"^ {0,3}(`{3,}|~{3,})")
_TAG = re.compile(r"</?(?:br|sup|sub|b|i|em|strong|u|span|p|center)\b[^<>]{0,200}>", re.IGNORECASE)


def is_marked(text: str) -> bool:
    """Whether `text` holds a heading or something strong as Markdown marks it."""
    return _MARKED.search(text) is not None


def without_front_matter(text: str) -> str:
    """`text` without the block of settings between two lines "---" at its very beginning."""
    before = text.lstrip("\n").split("\n", 200)
    if not before or not _FRONT.match(before[0]):
        return text
    end = next((at for at, line in enumerate(before[1:], start=1) if re.match(r"(?:---|\.\.\.)\s*$", line)), None)
    if end is None or not any(re.match(r"[\w-]+\s*:", line) for line in before[1:end]):
        return text
    return "\n".join(before[end + 1 :])


def without_comments(text: str) -> str:
    """`text` without what stands between "<!--" and "-->"."""
    first, *rest = text.split("<!--")
    return first + "".join(part.partition("-->")[2] if "-->" in part else f"<!--{part}" for part in rest)


def hidden(text: str) -> str:
    """`text` with each escaped character in a form that no mark has; `words` shows it again."""
    return _ESCAPED.sub(lambda match: chr(_HIDDEN + ord(match.group(1))), re.sub(r"(?m)\\$", "", text))


def notes_of(text: str) -> tuple[str, dict[str, str]]:
    """(`text` without the lines that define notes and targets of links, the notes by their names)."""
    kept: list[str] = []
    notes: dict[str, list[str]] = {}
    name = ""
    for line in text.split("\n"):
        definition = _DEFINITION.match(line)
        if definition:
            name = definition.group(1)
            notes[name] = [definition.group(2)]
        elif name and line.startswith((" ", "\t")) and line.strip():
            notes[name].append(line.strip())
        elif _TARGET.match(line):
            name = ""
        else:
            name = name if not line.strip() else ""
            kept.append(line)
    return "\n".join(kept), {name: " ".join(parts) for name, parts in notes.items()}


def references(text: str) -> list[str]:
    """The names of the notes that `text` refers to."""
    return list(dict.fromkeys(_REFERENCE.findall(text)))


def marker(name: str) -> str:
    """What is printed for the note `name`: a raised number where it is one."""
    return raised(name) if name.isdecimal() or len(name) == 1 else f"[{name}]"


def words(text: str) -> str:
    """`text` without its marks."""
    text = _REFERENCE.sub(lambda match: marker(match.group(1)), text)
    text = _AUTOLINK.sub(r"\1", _LINK.sub(r"\1", text))
    text = _CODE.sub(r"\2", _TAG.sub(_without_tag, text))
    text = _ITALIC.sub(lambda match: match.group(1) or match.group(2), _without_strong(text))
    return _SHOWN.sub(lambda match: chr(ord(match.group()) - _HIDDEN), text)


def _without_tag(match: re.Match[str]) -> str:
    return " " if match.group()[1:3].lower() == "br" else ""


def _without_strong(text: str) -> str:
    """`text` without the marks of strong words that are closed; one pass over them."""
    opened: dict[str, int] = {}
    dropped: list[int] = []
    for match in _STRONG.finditer(text):
        mark, at = match.group(), match.start()
        before, after = text[at - 1 : at], text[at + 2 : at + 3]
        if mark in opened and before.strip() and opened[mark] + 2 < at:
            dropped += [opened.pop(mark), at]
        elif after.strip() and (mark == "**" or not before.isalnum()):
            opened[mark] = at
    parts: list[str] = []
    start = 0
    for at in sorted(dropped):
        parts.append(text[start:at])
        start = at + 2
    return "".join([*parts, text[start:]])


def fence(line: str) -> str:
    """The mark that opens a block of code; "" if the line does not."""
    match = _FENCE.match(line)
    return match.group(1) if match else ""


def is_rule(line: str) -> bool:
    """Whether a line of dashes, stars or underscores divides the text."""
    bare = line.replace(" ", "")
    return len(bare) >= 3 and bare[0] in "-*_" and bare == bare[0] * len(bare)


def table(rows: Sequence[str]) -> list[str]:
    """The rows of a table with bars, each value under its heading; empty if the second line rules off no heading."""
    if len(rows) < 2 or "|" not in rows[0] or "-" not in rows[1]:
        return []
    if not all(re.fullmatch(r":?-+:?", cell) for cell in _cells(rows[1])):
        return []
    kept = [_cells(row) for at, row in enumerate(rows) if at != 1]
    table = [Row(tuple(Cell(words(text), at) for at, text in enumerate(row)), not n) for n, row in enumerate(kept)]
    return [line for line in lines(table) if line]


def _cells(row: str) -> list[str]:
    return [cell.strip() for cell in row.strip().removeprefix("|").removesuffix("|").split("|")]
