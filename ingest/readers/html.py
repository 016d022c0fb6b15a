"""HTML: the main content without what stands around it, with numbers of lists, notes and table rows."""

from __future__ import annotations

import re
from pathlib import Path

from selectolax.lexbor import LexborHTMLParser, LexborNode

from ingest.encodings import decode
from ingest.errors import UnreadableFile
from ingest.readers import Reading
from ingest.readers.assemble import Block, assemble
from ingest.readers.html_notes import find_notes
from ingest.readers.html_walk import Found, walk
from ingest.text import normalise

_NOISE = (
    "script, style, noscript, template, svg, iframe, object, canvas, audio, video, button, input, select, textarea, "
    "nav, body > header, footer, aside, del, rt, rp, dialog, [hidden], [aria-hidden=true], [role=navigation], "
    "[role=banner], [role=contentinfo], [role=search], [role=dialog], [role=alertdialog], [role=complementary]"
)
_UNSEEN = re.compile(r"(?:display\s*:\s*none|visibility\s*:\s*hidden)", re.IGNORECASE)
_BANNER = re.compile(r"(?:^|[\s_-])(?:cookies?|gdpr|consent)(?:$|[\s_-])", re.IGNORECASE)
_BANNER_CHARACTERS = 1500  # a longer stretch about cookies is what the page is about
_CHARSET = re.compile(rb"<(?:meta[^>]+charset|\?xml[^>]+encoding)\s*=\s*[\"']?([\w-]+)", re.IGNORECASE)
# Browsers read the names of the smaller encodings as those that contain them (encoding.spec.whatwg.org).
_WIDER = {
    "iso-8859-1": "cp1252", "latin1": "cp1252", "us-ascii": "cp1252", "ascii": "cp1252", "gb2312": "gb18030",
    "gbk": "gb18030", "x-gbk": "gb18030", "utf-16": "utf-8", "utf-16le": "utf-8", "utf-16be": "utf-8",
}  # fmt: skip
_MARKS = (b"\xef\xbb\xbf", b"\xff\xfe", b"\xfe\xff")
_TAG = re.compile(r"<(/?)([A-Za-z][A-Za-z0-9]*)")
_UNCLOSED = frozenset(
    "a p li dt dd option optgroup tr td th thead tbody tfoot colgroup caption rt rp html head body "
    "area base br col embed hr img input link meta param source track wbr frame".split()
)
_DEEPEST = 8000  # the parser's time grows with the square of it
_PROSE = (60, 25)  # characters outside of links that make a paragraph running text
_LINKED = 0.6  # share of characters in links that makes a paragraph a part of a menu


def read(path: Path) -> Reading:
    """Text of the HTML page at `path`.

    Raises: UnreadableFile when zero bytes show that it is no text, or when its elements are nested too deep.
    """
    source = _decoded(path.read_bytes())
    if _depth(source) > _DEEPEST:
        raise UnreadableFile(f"nests more than {_DEEPEST} elements")
    tree = LexborHTMLParser(source)
    title = tree.css_first("title")
    named = normalise(title.text()) if title else ""
    notes = find_notes(tree)
    _clean(tree)
    root, certain = _content(tree)
    found = walk(root, notes) if root is not None else []
    return assemble(_without_menus(found, certain), title=named)


def _decoded(raw: bytes) -> str:
    """A byte order mark decides, then what the page declares, unless it is valid UTF-8 all the same."""
    declared = _CHARSET.search(raw[:4096])
    if declared is None or raw.startswith(_MARKS) or b"\0" in raw:
        return decode(raw)
    try:
        return raw.decode("utf-8")
    except UnicodeDecodeError:
        name = declared.group(1).decode("ascii").lower()
    try:
        return raw.decode(_WIDER.get(name, name), errors="replace")
    except (LookupError, ValueError):
        return decode(raw)


def _depth(source: str) -> int:
    """About how deep the elements of `source` stand in one another: those that need an end tag are counted."""
    depth = deepest = 0
    for match in _TAG.finditer(source):
        if match.group(2).lower() not in _UNCLOSED:
            depth = max(depth - 1, 0) if match.group(1) else depth + 1
            deepest = max(deepest, depth)
    return deepest


def _clean(tree: LexborHTMLParser) -> None:
    for node in tree.css(_NOISE):
        node.decompose()
    for node in tree.css("[style]"):
        if _UNSEEN.search(node.attributes.get("style") or ""):
            node.decompose()
    for node in tree.css("div[class], div[id], section[class], section[id]"):
        names = f"{node.attributes.get('class') or ''} {node.attributes.get('id') or ''}"
        if _BANNER.search(names) and len(node.text()) < _BANNER_CHARACTERS:
            node.decompose()


def _content(tree: LexborHTMLParser) -> tuple[LexborNode | None, bool]:
    """(the element with the main content, whether the page itself says so)."""
    for selector in ("main, [role=main]", "article"):
        marked = tree.css(selector)
        sizes = [len(node.text()) for node in marked[:100]]
        if sizes and max(sizes) * 2 > sum(sizes) and max(sizes) > 0:  # many articles are a list of teasers
            return marked[sizes.index(max(sizes))], True
    return tree.body, False


def _without_menus(found: list[Found], certain: bool) -> list[Block]:
    """The blocks without the menus above the first and below the last paragraph of running text."""
    own = [len(one.block.text) - one.linked for one in found]
    prose = next((at for limit in _PROSE if (at := [n for n, size in enumerate(own) if size >= limit])), [])
    if certain or not prose:
        return [one.block for one in found]
    first, last = prose[0], prose[-1]
    return [
        one.block
        for at, one in enumerate(found)
        if first <= at <= last or one.block.rank or one.linked < _LINKED * len(one.block.text)
    ]
