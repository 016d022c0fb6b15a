"""Footnotes of an HTML page, to follow the paragraphs that refer to them."""

from __future__ import annotations

import re

from selectolax.lexbor import LexborHTMLParser, LexborNode

from ingest.readers.html_walk import NOTHING, Notes, walk
from ingest.readers.word_text import raised
from ingest.text import normalise, squeeze

_MARKER = re.compile(r"[\[(]?\s*(\d{1,3}|[*†‡§]{1,3}|[a-z]{1,2}|[ivx]{1,5})\s*[\])]?")
_TARGET = re.compile(r"fn|ftn|edn|note|cite|ref", re.IGNORECASE)
_HOLDERS = frozenset("li p div aside dd td section".split())
_BACK = re.compile(r"^\s*(?:[↩↑^⏎⤴︎️\s]+|\[?\d{1,3}\]?[.)]?\s+)")
_LONGEST = 3000  # characters: what is longer is a section with a number, not a note
_FAR = 12  # elements up from the target of a link to the paragraph that it begins


def find_notes(tree: LexborHTMLParser) -> Notes:
    """What stands for each link to a footnote: its marker and, for the first link to it, the note.

    Where the note itself stands, nothing is read. It is the paragraph or list item to which a raised number leads.
    """
    named = {node.attributes.get("id") or node.attributes.get("name") or "": node for node in tree.css("[id], a[name]")}
    notes: dict[int, tuple[str, str]] = {}
    markers: dict[int, str] = {}  # id of a note's element → its marker
    for link in tree.css("a[href^='#']"):
        marker = _MARKER.fullmatch(squeeze(link.text()))
        target = named.get((link.attributes.get("href") or "")[1:])
        if marker is None or target is None or not _refers(link) or _among(link, markers):
            continue
        holder = _holder(target)
        if holder is None or _among(link, {holder.mem_id: ""}):
            continue
        if holder.mem_id in markers:
            notes[_raised_by(link).mem_id] = (markers[holder.mem_id], "")
            continue
        printed = raised(marker.group(1))
        back = dict.fromkeys((back.mem_id for back in holder.css("a[href^='#']")), NOTHING)
        text = squeeze(" ".join(found.block.text for found in walk(holder, back)))
        if text:
            markers[holder.mem_id] = printed
            notes[_raised_by(link).mem_id] = (printed, normalise(_BACK.sub("", text)))
    return notes | dict.fromkeys(markers, NOTHING)


def _refers(link: LexborNode) -> bool:
    """Whether a link with a short text is one to a note: raised, or by what it is called."""
    if _raised_by(link).mem_id != link.mem_id or link.css_first("sup") is not None:
        return True
    role, kind = link.attributes.get("role") or "", link.attributes.get("class") or ""
    return role == "doc-noteref" or "footnote" in kind or "noteref" in kind or _by_name(link)


def _by_name(link: LexborNode) -> bool:
    bracketed = squeeze(link.text())[:1] in "[("
    return bracketed and _TARGET.search(link.attributes.get("href") or "") is not None


def _raised_by(link: LexborNode) -> LexborNode:
    """The superscript that holds nothing but `link`, or the link itself."""
    above = link.parent
    while above is not None and above.tag in ("span", "sup", "font", "b", "i"):
        if squeeze(above.text()) != squeeze(link.text()):
            break
        if above.tag == "sup":
            return above
        above = above.parent
    return link


def _holder(target: LexborNode) -> LexborNode | None:
    """The element with the whole note that begins at `target`; None if it is no note."""
    step: LexborNode | None = target
    for _ in range(_FAR):
        if step is None or step.tag in ("body", "main", "article"):
            return None
        if step.tag in _HOLDERS:
            if len(step.text()) > _LONGEST or step.css_first("h1, h2, h3, h4, h5, h6, table") is not None:
                return None
            return step
        step = step.parent
    return None


def _among(node: LexborNode, ids: dict[int, str]) -> bool:
    """Whether `node` stands in one of the elements with `ids`."""
    step: LexborNode | None = node
    for _ in range(_FAR):
        if step is None:
            return False
        if step.mem_id in ids:
            return True
        step = step.parent
    return False
