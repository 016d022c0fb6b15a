"""HTML: the main content without navigation, one paragraph a block element, tables row by row."""

from __future__ import annotations

import re
from pathlib import Path

from selectolax.lexbor import LexborHTMLParser, LexborNode

from ingest.readers import Reading
from ingest.readers.assemble import Block, assemble
from ingest.text import decode, normalise

_NOISE = "script, style, noscript, template, svg, nav, header nav, footer, aside, form, button, iframe"
_BLOCKS = {"p", "li", "h1", "h2", "h3", "h4", "h5", "h6", "tr", "blockquote", "pre", "dt", "dd", "figcaption"}
_CHARSET = re.compile(rb"<meta[^>]+charset=[\"']?([\w-]+)", re.IGNORECASE)


def read(path: Path) -> Reading:
    """Text of the HTML page at `path`."""
    raw = path.read_bytes()
    declared = _CHARSET.search(raw[:4096])
    try:
        source = raw.decode(declared.group(1).decode("ascii")) if declared else decode(raw)
    except (LookupError, UnicodeDecodeError):
        source = decode(raw)
    tree = LexborHTMLParser(source)
    title = tree.css_first("title")
    for node in tree.css(_NOISE):
        node.decompose()
    root = tree.css_first("main, article, [role=main]") or tree.body
    blocks: list[Block] = []
    if root is not None:
        _walk(root, blocks)
    return assemble(blocks, title=normalise(title.text()) if title else "")


def _walk(node: LexborNode, blocks: list[Block]) -> None:
    """Blocks in document order. Iterative: hostile pages nest thousands of elements."""
    loose: list[str] = []
    quoted = False  # the loose text
    holders, quotes = _holders(node), {inner.mem_id for inner in node.css("blockquote, blockquote *")}

    def flush() -> None:
        if "".join(loose).strip():
            blocks.append(Block(normalise("".join(loose)), quoted=quoted))
        loose.clear()

    current: LexborNode | None = node.child
    while current is not None:
        tag = current.tag or ""
        descend = False
        if tag in _BLOCKS and current.mem_id not in holders:
            flush()
            _add(current, tag, current.mem_id in quotes, blocks)
        elif tag == "-text":
            inside = current.parent is not None and current.parent.mem_id in quotes
            if inside != quoted:
                flush()
                quoted = inside
            loose.append(current.text(deep=False))
        elif tag == "br":
            loose.append(" ")
        else:
            if tag not in {"a", "b", "i", "em", "strong", "span", "sup", "sub", "u", "font"}:
                flush()
            descend = current.child is not None
        current = current.child if descend else _next(current, node)
    flush()


def _holders(root: LexborNode) -> set[int]:
    """Ids of the elements that hold a paragraph, list item or table row, found in one pass."""
    holders: set[int] = set()
    for node in root.css("p, li, tr"):
        above = node.parent
        while above is not None and above.mem_id not in holders:
            holders.add(above.mem_id)
            above = above.parent
    return holders


def _next(current: LexborNode, root: LexborNode) -> LexborNode | None:
    step: LexborNode | None = current
    while step is not None and step.mem_id != root.mem_id:
        if step.next is not None:
            return step.next
        step = step.parent
    return None


def _add(node: LexborNode, tag: str, quoted: bool, blocks: list[Block]) -> None:
    if tag == "tr":
        cells = [" ".join(cell.text(separator=" ").split()) for cell in node.css("td, th")]
        text = " | ".join(cell for cell in cells if cell)
    else:
        text = node.text(separator="")
    text = " ".join(normalise(text).split())
    if tag == "li" and text:
        text = f"- {text}"
    if text:
        rank = int(tag[1]) if tag[0] == "h" and tag[1:].isdigit() else 0
        blocks.append(Block(text, heading=rank > 0, rank=rank, quoted=quoted))
