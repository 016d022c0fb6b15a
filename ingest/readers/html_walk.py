"""The paragraphs, list items and table rows below one element of an HTML page, in their order."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from selectolax.lexbor import LexborNode

from ingest.readers import plain
from ingest.readers.assemble import Block
from ingest.readers.html_tables import frames_of, holds_values, integer, rows_of
from ingest.readers.table_rows import lines
from ingest.readers.word_numbering import written
from ingest.readers.word_text import raised
from ingest.text import normalise, squeeze

Notes = Mapping[int, tuple[str, str]]  # id of the element that refers to a note → (marker, the note or "")
NOTHING = ("", "")  # in its place

_INLINE = frozenset(
    "a abbr acronym b bdi bdo big cite code data dfn em font i img ins kbd label mark nobr q s samp small span strike "
    "strong sub sup time tt u var wbr -text -comment".split()
)
_KINDS = {"1": "decimal", "a": "lowerLetter", "A": "upperLetter", "i": "lowerRoman", "I": "upperRoman"}
_BREAK = re.compile(r"\n[^\S\n]*\n")


@dataclass(slots=True)
class Found:
    """A block, and how many of its characters are links."""

    block: Block
    linked: int = 0


@dataclass(slots=True)
class _List:
    """An open list: the number of its next item."""

    ordered: bool
    kind: str
    next: int
    step: int = 1


@dataclass(slots=True)
class _Walk:
    notes: Notes
    frames: frozenset[int] = frozenset()  # tables that hold others
    found: list[Found] = field(default_factory=list)
    loose: list[str] = field(default_factory=list)
    linked: int = 0
    label: str = ""  # of the list item that begins here
    term: str = ""  # that the next definition is about
    rank: int = 0
    quotes: int = 0
    links: int = 0
    raised: int = 0
    lists: list[_List] = field(default_factory=list)
    pending: list[Block] = field(default_factory=list)  # notes of the paragraph that is being read

    def enter(self, node: LexborNode, tag: str) -> bool:
        """Take in the start of an element; whether to go on with what is inside of it."""
        if node.mem_id in self.notes:
            if self.notes[node.mem_id] != NOTHING:
                self._refer(*self.notes[node.mem_id])
            return False
        if tag == "-text":
            self._text(node.text(deep=False))
            return False
        if tag == "br":
            self.loose.append("\n")
            return False
        if tag not in _INLINE:
            self.flush()
        if tag == "table" and holds_values(node, self.frames):
            self._table(node)
            return False
        if tag == "pre":
            for block in plain.blocks(normalise(node.text())):
                block.quoted, block.broken = self.quotes > 0, False
                self.found.append(Found(block))
            return False
        self._open(node, tag)
        return True

    def _open(self, node: LexborNode, tag: str) -> None:
        if tag in ("ol", "ul", "menu", "dir"):
            self.lists.append(_list(node, tag))
        elif tag == "li":
            self.label = self._next_label(node)
        elif tag == "q":
            self.loose.append("“")
        elif tag == "dt":
            self.term = ""
        self.quotes += tag == "blockquote"
        self.links += tag == "a"
        self.raised += tag == "sup"
        self.rank = _rank(node, tag) or self.rank

    def leave(self, node: LexborNode, tag: str) -> None:
        """Take in the end of an element that was entered."""
        if tag == "dt":
            self.term = squeeze("".join(self.loose)) if not self.label else ""
            if self.term:
                self.loose.clear()
        if tag not in _INLINE:
            self.flush()
        if tag in ("ol", "ul", "menu", "dir") and self.lists:
            self.lists.pop()
        if tag in ("li", "dl"):
            self._unused()
        self.quotes -= tag == "blockquote"
        self.links -= tag == "a"
        self.raised -= tag == "sup"
        if tag == "q":
            self.loose.append("”")
        if _rank(node, tag):
            self.rank = 0

    def flush(self) -> None:
        """End the paragraph that is being read."""
        text = normalise("".join(self.loose)).strip()
        linked, self.linked = self.linked, 0
        self.loose.clear()
        if not text:
            return
        for piece in filter(str.strip, _BREAK.split(text)):
            before, self.label = f"{self.label} " if self.label else "", ""
            if self.term:
                before, self.term = f"{before}{self.term}{' ' if self.term[-1] in '.:;,?!' else ': '}", ""
            block = Block(before + squeeze(piece), self.rank > 0, rank=self.rank, quoted=self.quotes > 0)
            self.found.append(Found(block, linked))
        self.found += [Found(note) for note in self.pending]
        self.pending = []

    def _unused(self) -> None:
        self.label = ""
        if self.term:
            self.found.append(Found(Block(normalise(self.term))))
            self.term = ""

    def _text(self, text: str) -> None:
        if self.links:
            self.linked += len(text.strip())
        text = re.sub(r"\s+", " ", text)
        self.loose.append(raised(text) if self.raised else text)

    def _refer(self, marker: str, note: str) -> None:
        while self.loose and not self.loose[-1].strip():
            self.loose.pop()
        if self.loose:
            self.loose[-1] = self.loose[-1].rstrip()
        self.loose.append(marker)
        if note:
            self.pending.append(Block(f"{marker} {note}", footnote=True))

    def _next_label(self, node: LexborNode) -> str:
        if not self.lists or not self.lists[-1].ordered:
            return "-"
        current = self.lists[-1]
        current.next = integer(node.attributes.get("value"), current.next)
        label = written(current.next, _KINDS.get(node.attributes.get("type") or "", current.kind))
        current.next += current.step
        # Browsers print "a." and "i."; in brackets the label cannot be taken for an abbreviation or an initial.
        return f"{label}." if label.lstrip("-").isdigit() else f"({label})"

    def _table(self, table: LexborNode) -> None:
        caption = table.css_first("caption")
        if caption is not None:
            self.found.append(Found(Block(squeeze(normalise(caption.text())))))
        rows, below = rows_of(table, self._inner)
        for line, after in zip(lines(rows), below, strict=True):
            self.found.append(Found(Block(line, row=True, quoted=self.quotes > 0)))
            self.found += [Found(block) for block in after]

    def _inner(self, cell: LexborNode) -> list[Block]:
        return [found.block for found in walk(cell, self.notes)]


def walk(root: LexborNode, notes: Notes) -> list[Found]:
    """The blocks below `root`. Not recursive: hostile pages nest thousands of elements."""
    state = _Walk(notes, frames_of(root))
    current: LexborNode | None = root.child
    while current is not None:
        tag = current.tag or ""
        if state.enter(current, tag):
            if current.child is not None:
                current = current.child
                continue
            state.leave(current, tag)
        current = _next(current, root, state)
    state.flush()
    return state.found


def _next(current: LexborNode, root: LexborNode, state: _Walk) -> LexborNode | None:
    step: LexborNode | None = current
    while step is not None and step.mem_id != root.mem_id:
        if step.next is not None:
            return step.next
        step = step.parent
        if step is not None and step.mem_id != root.mem_id:
            state.leave(step, step.tag or "")
    return None


def _list(node: LexborNode, tag: str) -> _List:
    kind = _KINDS.get(node.attributes.get("type") or "", "decimal")
    down = "reversed" in node.attributes
    items = sum(1 for item in _children(node) if item.tag == "li") if down else 1
    return _List(tag == "ol", kind, integer(node.attributes.get("start"), items), -1 if down else 1)


def _children(node: LexborNode) -> Iterator[LexborNode]:
    child = node.child
    while child is not None:
        yield child
        child = child.next


def _rank(node: LexborNode, tag: str) -> int:
    if len(tag) == 2 and tag[0] == "h" and tag[1] in "123456":
        return int(tag[1])
    if tag in ("div", "p", "span") and node.attributes.get("role") == "heading":
        return min(max(integer(node.attributes.get("aria-level"), 2), 1), 9)
    return 0
