"""The words of one Word paragraph: what is printed of its runs, fields, notes and symbols."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from ingest.readers.word_package import MATHS, W, inside
from ingest.readers.word_styles import Style, Styles, run_style
from ingest.text import RAISED as _RAISED

RAISED = str.maketrans("0123456789abcdefghijklmnoprstuvwxyz", _RAISED)
_THROUGH = {f"{W}{name}" for name in ("hyperlink", "fldSimple", "dir", "bdo", "ruby", "rubyBase")}
_PRINTED = {
    f"{W}tab": "\t", f"{W}ptab": "\t", f"{W}br": "\n", f"{W}cr": "\n", f"{W}noBreakHyphen": "-",
}  # fmt: skip
# Signs of the fonts Symbol and Wingdings that occur in running text, by their code.
_SYMBOL = {0x2D: "−", 0xA3: "≤", 0xAE: "→", 0xB0: "°", 0xB1: "±", 0xB3: "≥", 0xB4: "×", 0xB7: "•", 0xB9: "≠", 0xD7: "·"}
_WINGDINGS = {0x6F: "☐", 0xA8: "☐", 0xFC: "✓", 0xFE: "☑", 0x78: "☒", 0xA7: "•", 0xE0: "→", 0xF0: "→"}


@dataclass(slots=True)
class Words:
    """What was found in a paragraph; `notes` are (marker, kind, id) in the order of their markers."""

    parts: list[str] = field(default_factory=list)
    plain: bool = False  # some of its words are not bold
    boxes: list[Any] = field(default_factory=list)  # text boxes anchored in it
    notes: list[tuple[str, str, str]] = field(default_factory=list)

    @property
    def text(self) -> str:
        return "".join(self.parts)


class Writer:
    """Reads the paragraphs of one file in their order: it counts the notes and follows the fields."""

    def __init__(self, styles: Styles) -> None:
        self._styles = styles
        self._fields: list[bool] = []  # open fields, the innermost last: whether its result has begun
        self._count = {"footnote": 0, "endnote": 0}

    def words(self, paragraph: Any, style: Style) -> Words:
        """The words of a paragraph in `style`."""
        words = Words()
        self._gather(paragraph, style, words)
        self._fields = [begun for begun in self._fields if begun]  # an instruction left open ends with its paragraph
        return words

    def _gather(self, element: Any, style: Style, words: Words) -> None:
        for child in inside(element):
            if child.tag == f"{W}r":
                self._run(child, style, words)
            elif child.tag in _THROUGH:
                self._gather(child, style, words)
            elif isinstance(child.tag, str) and child.tag.startswith(MATHS):
                words.parts += [node.text or "" for node in child.iter(f"{MATHS}t")]

    def _run(self, run: Any, base: Style, words: Words) -> None:
        style = run_style(base, self._styles, run.find(f"{W}rPr"))
        custom = False  # the sign of a note follows as typed
        for child in inside(run):
            if child.tag == f"{W}fldChar":
                self._field(child.get(f"{W}fldCharType"))
            elif style.hidden or not all(self._fields):
                continue
            elif child.tag == f"{W}t":
                self._add(child.text or "", style, words, custom)
            elif child.tag in (f"{W}footnoteReference", f"{W}endnoteReference"):
                custom = child.get(f"{W}customMarkFollows") in ("1", "true", "on")
                self._note(child, words, custom)
            elif child.tag in _PRINTED:
                words.parts.append(_PRINTED[child.tag])
            elif child.tag == f"{W}sym":
                words.parts.append(_sign(child))
            elif child.tag in _THROUGH:
                self._gather(child, base, words)
            elif child.tag in (f"{W}drawing", f"{W}pict", f"{W}object"):
                words.boxes += _boxes(child)

    def _add(self, text: str, style: Style, words: Words, custom: bool) -> None:
        if custom and text.strip() and words.notes:
            words.notes[-1] = (text.strip(), *words.notes[-1][1:])
        elif style.raised:
            text = raised(text)
        words.plain = words.plain or bool(text.strip() and not style.bold)
        words.parts.append(text)

    def _note(self, reference: Any, words: Words, custom: bool) -> None:
        kind = "footnote" if reference.tag == f"{W}footnoteReference" else "endnote"
        self._count[kind] += not custom
        marker = "" if custom else raised(str(self._count[kind]))
        words.parts.append(marker)
        words.notes.append((marker, kind, reference.get(f"{W}id") or ""))

    def _field(self, kind: str | None) -> None:
        if kind == "begin":
            self._fields.append(False)
        elif self._fields and kind == "separate":
            self._fields[-1] = True
        elif self._fields and kind == "end":
            self._fields.pop()


def raised(text: str) -> str:
    """`text` in superscript characters where it is a number or a letter that marks a note; the "th" of 7th stays."""
    mark = text.strip()
    is_mark = mark.isdecimal() or (len(mark) == 1 and mark.isalpha())
    return text.translate(RAISED) if is_mark and mark.isascii() else text


def is_raised(char: str) -> bool:
    """Whether `char` is one of the superscript characters that `raised` gives."""
    return bool(char) and char in _RAISED


def _sign(symbol: Any) -> str:
    code, font = symbol.get(f"{W}char") or "", (symbol.get(f"{W}font") or "").casefold()
    try:
        point = int(code, 16)
    except ValueError:
        return ""
    if "wingdings" in font:
        return _WINGDINGS.get(point & 0xFF, "")
    if "symbol" in font:
        return _SYMBOL.get(point & 0xFF, "")
    return chr(point) if 0x20 <= point < 0xD800 else ""


def _boxes(element: Any) -> Iterator[Any]:
    for child in inside(element):
        if child.tag == f"{W}txbxContent":
            yield child
        else:
            yield from _boxes(child)
