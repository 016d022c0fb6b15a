"""What the styles of a Word file say of a paragraph, those that they are based on included."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import Any

from ingest.readers.word_package import W, number, on, value

_HEADING = re.compile(r"heading ([1-9])", re.IGNORECASE)
_MOST_BASES = 50
_NO_HEADING = 10  # the outline level of running text, counted from 1


@dataclass(frozen=True, slots=True)
class Style:
    """The properties that decide how a paragraph or a run is read; None and "" where nothing is said."""

    rank: int = 0  # as a heading: 1 the highest, 0 none
    bold: bool | None = None
    hidden: bool | None = None
    raised: bool | None = None  # superscript
    numbering: str | None = None  # numId
    level: int | None = None  # of the list, from 0
    quoted: bool = False
    note: bool = False  # the text of a footnote or endnote
    leader: bool | None = None  # its last tab stop is reached over a row of dots
    ids: tuple[str, ...] = ()  # its own and those that it is based on


class Styles:
    """The styles of one file by their id. An unknown id says nothing."""

    def __init__(self, root: Any) -> None:
        self._known: dict[str, Any] = {}
        self._default = ""
        for style in () if root is None else root.iterfind(f"{W}style"):
            identifier = style.get(f"{W}styleId") or ""
            self._known.setdefault(identifier, style)
            if style.get(f"{W}type") == "paragraph" and style.get(f"{W}default") in ("1", "true", "on"):
                self._default = identifier
        self._read: dict[str, Style] = {}

    def of(self, identifier: str | None) -> Style:
        """The character style `identifier`."""
        return self._style(identifier) if identifier else Style()

    def of_paragraph(self, properties: Any) -> Style:
        """The style of a paragraph together with what its own `properties` add."""
        style = self._style(value(properties, "pStyle") or self._default)
        return _with(style, properties)

    def _style(self, identifier: str) -> Style:
        if identifier not in self._read:
            chain: list[str] = []
            step: str | None = identifier
            while step and step in self._known and step not in chain and len(chain) < _MOST_BASES:
                chain.append(step)
                step = value(self._known[step], "basedOn")
            style = Style(ids=tuple(chain))
            for base in reversed(chain):
                style = self._extended(style, self._known[base])
            self._read[identifier] = style
        return self._read[identifier]

    def _extended(self, style: Style, element: Any) -> Style:
        name = value(element, "name") or ""
        heading = _HEADING.fullmatch(name)
        if heading or name == "Title":
            style = replace(style, rank=int(heading.group(1)) if heading else 1)
        style = _marked(_with(style, element.find(f"{W}pPr")), element.find(f"{W}rPr"))
        note = name.casefold() in ("footnote text", "endnote text")
        return replace(style, quoted=style.quoted or "quot" in name.casefold(), note=style.note or note)


def _with(style: Style, properties: Any) -> Style:
    """`style` with the properties of a paragraph laid over it."""
    if properties is None:
        return style
    outline = number(properties, "outlineLvl")
    if outline is not None:
        style = replace(style, rank=0 if outline + 1 >= _NO_HEADING or outline < 0 else outline + 1)
    numbering, level = value(properties, "numPr/numId"), number(properties, "numPr/ilvl")
    if numbering is not None or level is not None:
        style = replace(style, numbering=numbering or style.numbering, level=style.level if level is None else level)
    stops = properties.find(f"{W}tabs")
    if stops is not None and len(stops):
        last = max(stops, key=lambda stop: (stop.get(f"{W}pos") or "0").lstrip("-").zfill(12))
        style = replace(style, leader=last.get(f"{W}leader") in ("dot", "middleDot"))
    return style


def _marked(style: Style, properties: Any) -> Style:
    """`style` with the properties of a run laid over it."""
    bold, hidden, raised = on(properties, "b"), on(properties, "vanish"), value(properties, "vertAlign")
    return replace(
        style,
        bold=style.bold if bold is None else bold,
        hidden=style.hidden if hidden is None else hidden,
        raised=style.raised if raised is None else raised == "superscript",
    )


def run_style(base: Style, styles: Styles, properties: Any) -> Style:
    """How a run looks in a paragraph of style `base`: its character style and its own properties laid over it."""
    if properties is None:
        return base
    character = styles.of(value(properties, "rStyle"))
    return _marked(
        replace(
            base,
            bold=base.bold if character.bold is None else character.bold,
            hidden=base.hidden if character.hidden is None else character.hidden,
            raised=base.raised if character.raised is None else character.raised,
        ),
        properties,
    )
