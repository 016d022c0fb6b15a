"""The numbers that Word prints before the paragraphs of its lists: "1.", "(a)", "2.3"."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any

from ingest.readers.word_package import W, number, value
from ingest.readers.word_styles import Style, Styles

BULLET = "-"
_LEVELS = 9
_PLACE = re.compile(r"%([1-9])")
_ROMAN = ((1000, "m"), (900, "cm"), (500, "d"), (400, "cd"), (100, "c"), (90, "xc"), (50, "l"), (40, "xl"),
          (10, "x"), (9, "ix"), (5, "v"), (4, "iv"), (1, "i"))  # fmt: skip
_LETTERS = {
    "Letter": "abcdefghijklmnopqrstuvwxyz",
    "russianLower": "абвгдежзиклмнопрстуфхцчшщэюя",
    "russianUpper": "АБВГДЕЖЗИКЛМНОПРСТУФХЦЧШЩЭЮЯ",
    "arabicAlpha": "أبتثجحخدذرزسشصضطظعغفقكلمنهوي",
    "arabicAbjad": "أبجدهوزحطيكلمنسعفصقرشتثخذضظغ",
}
_CHINESE = {"chineseCounting", "chineseCountingThousand", "taiwaneseCounting", "japaneseCounting", "ideographDigital"}


@dataclass(frozen=True, slots=True)
class _Level:
    kind: str  # "decimal", "lowerLetter", "bullet" ...
    pattern: str  # "(%1)"
    start: int
    restart: int | None  # the level whose number starts it again, from 1; 0: none; None: any above it
    style: str | None  # paragraphs of this style stand at this level
    legal: bool  # all its numbers in digits


class Numbering:
    """The lists of one file. `label` is asked once for each paragraph, in their order: it counts."""

    def __init__(self, root: Any, styles: Styles) -> None:
        self._styles = styles
        found = () if root is None else root.iterfind(f"{W}abstractNum")
        self._lists = {element.get(f"{W}abstractNumId"): element for element in found}
        found = () if root is None else root.iterfind(f"{W}num")
        self._numbered = {element.get(f"{W}numId"): element for element in found}
        self._levels: dict[str, tuple[str, dict[int, _Level], dict[int, int]]] = {}
        self._counts: dict[str, list[int | None]] = {}
        self._begun: set[tuple[str, int]] = set()

    def label(self, style: Style) -> str:
        """The number or bullet in print before the next paragraph, whose style is `style`; "" if there is none."""
        if not style.numbering or style.numbering not in self._numbered:
            return ""
        if style.numbering not in self._levels:
            self._levels[style.numbering] = self._read(style.numbering)
        shared, levels, starts = self._levels[style.numbering]
        at = style.level
        if at is None:
            at = next((place for place, level in levels.items() if level.style in style.ids[:1] and level.style), 0)
        level = levels.get(at)
        if level is None:
            return ""
        counts = self._count(shared, style.numbering, at, levels, starts)
        if level.kind == "bullet":
            return BULLET
        return _printed(level, counts, levels)

    def _count(
        self, shared: str, numbering: str, at: int, levels: dict[int, _Level], starts: dict[int, int]
    ) -> list[int | None]:
        """The numbers of all levels after one more paragraph at level `at`."""
        counts = self._counts.setdefault(shared, [None] * _LEVELS)
        if at in starts and (numbering, at) not in self._begun:
            self._begun.add((numbering, at))
            counts[at] = None
        before = counts[at]
        counts[at] = levels[at].start if before is None else before + 1
        if before is None and at in starts:
            counts[at] = starts[at]
        for upper in range(at):
            if counts[upper] is None and upper in levels:
                counts[upper] = starts.get(upper, levels[upper].start)
        for lower in range(at + 1, _LEVELS):
            restart = levels[lower].restart if lower in levels else None
            if restart is None or restart > at:
                counts[lower] = None
        return counts

    def _read(self, numbering: str) -> tuple[str, dict[int, _Level], dict[int, int]]:
        """(id of the list that counts, its levels, starts of this use of it)."""
        element = self._numbered[numbering]
        shared = value(element, "abstractNumId") or ""
        for _ in range(5):  # a list may be defined by the style of another one
            linked = self._styles.of(value(self._lists.get(shared), "numStyleLink")).numbering
            if linked is None or linked not in self._numbered:
                break
            shared = value(self._numbered[linked], "abstractNumId") or ""
        root = self._lists.get(shared)
        levels = {} if root is None else _levels(root)
        starts: dict[int, int] = {}
        for override in element.iterfind(f"{W}lvlOverride"):
            levels |= _levels(override)
            place, start = override.get(f"{W}ilvl") or "", number(override, "startOverride")
            if place.isdigit() and int(place) < _LEVELS and start is not None:
                starts[int(place)] = start
        return shared, levels, starts


def _levels(root: Any) -> dict[int, _Level]:
    levels: dict[int, _Level] = {}
    for element in root.iterfind(f"{W}lvl"):
        place = element.get(f"{W}ilvl") or ""
        if not place.isdigit() or int(place) >= _LEVELS:
            continue
        start = number(element, "start")
        levels[int(place)] = _Level(
            value(element, "numFmt") or "decimal",
            value(element, "lvlText") or "",
            1 if start is None else start,
            number(element, "lvlRestart"),
            value(element, "pStyle"),
            element.find(f"{W}isLgl") is not None,
        )
    return levels


def _printed(level: _Level, counts: list[int | None], levels: dict[int, _Level]) -> str:
    def place(match: re.Match[str]) -> str:
        at = int(match.group(1)) - 1
        count = counts[at]
        if count is None:
            return ""
        return written(count, "decimal" if level.legal or at not in levels else levels[at].kind)

    return _PLACE.sub(place, level.pattern).strip()


def written(count: int, kind: str) -> str:
    """`count` as Word's number format `kind` prints it; in digits where the format is not known."""
    if kind == "none":
        return ""
    if kind in ("lowerRoman", "upperRoman") and 0 < count < 4000:
        roman = _roman(count)
        return roman.upper() if kind == "upperRoman" else roman
    alphabet = _LETTERS.get("Letter" if kind in ("lowerLetter", "upperLetter") else kind, "")
    if alphabet and 0 < count <= len(alphabet) * 20:
        letter = alphabet[(count - 1) % len(alphabet)] * ((count - 1) // len(alphabet) + 1)  # z is followed by aa, bb
        return letter.upper() if kind == "upperLetter" else letter
    if kind in _CHINESE and 0 < count < 100:
        return _chinese(count)
    return f"{count:02d}" if kind == "decimalZero" else str(count)


def _roman(count: int) -> str:
    parts = []
    for worth, sign in _ROMAN:
        parts.append(sign * (count // worth))
        count %= worth
    return "".join(parts)


def _chinese(count: int) -> str:
    digits = "〇一二三四五六七八九"
    tens, units = divmod(count, 10)
    if not tens:
        return digits[units]
    return ("" if tens == 1 else digits[tens]) + "十" + (digits[units] if units else "")
