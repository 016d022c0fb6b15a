"""Document symbols of the United Nations: found, written as the UN writes them, taken apart."""

from __future__ import annotations

import re
import unicodedata
from pathlib import Path

_CHANGE = r"(?:Add|Rev|Corr|Amend)\.\d+"
_SEGMENT = (
    r"(?:(?:AC|C|CN|CONF|GC|GGE|SC|Sub|WG|L|R|CRP|PV|SR|WP|INF|NGO|DC)\.\d+|(?:Add|Rev|Corr|Amend|Summary)\.\d+|\d{1,4}|"
    r"RES|DEC|INF|NGO|PET|PRST|PC|AI|SGB|IC|BUR|HRC|ICEF|HLPF|ECE|ESCAP|ESCWA|SER\.[A-Z]|ES-\d+|S-\d+)"
)
_OTHER_ORGANS = r"(?:BWC|CAC|CAT|CCPR|CCW|CD|CEDAW|CERD|CRC|CRPD|CTOC|ECE|FCCC|GEGN\.2|HSP|ICCD|NPT|TD|TPNW|UNEP|UNW)"
_PART = r"(?:Part\s[IVX]+|Vol\.\s?[IVX]+|(?:Income\s)?[Ss]ect\.\s?\d+[A-Z]?|Plan\soutline|Introduction)"
_PARENTHESIS = rf"(?:\s?\((?:[IVXLC]+|{_PART}|\d{{4}})\))"
SYMBOL = re.compile(
    rf"(?<![A-Za-z0-9/._-])(?:(?:A|S|E|ST|T|DP)(?:/{_SEGMENT})+|"
    rf"{_OTHER_ORGANS}(?:/(?:{_SEGMENT}|[A-Z]{{1,8}}(?:\.[A-Z]{{0,4}}\d*)?(?:\(\d+\))?))*/(?:{_SEGMENT}|(?:MISC|Misc)\.\d+))"
    rf"{_PARENTHESIS}?(?:[/.]{_CHANGE})*(?![A-Za-z0-9])"
)
# As a line of the masthead has it, of any organ.
LOOSE = re.compile(
    r"[A-Z]{1,5}(?:\.\d)?(?:/[A-Z0-9][A-Za-z0-9.-]*(?:\(\d+\)|\([IVXL]+\))?)+"
    rf"(?: \((?:\d{{4}}|{_PART})\))?(?:/{_CHANGE})*"
)
_DASHES = re.compile(r"\s?[‐‑‒–—―−]\s?")
_HYPHENED = re.compile(  # as files on meetings.unoda.org are called
    r"(?<![A-Za-z0-9/._-])A-AC[.-]?(\d+)-(\d{4})-(CRP|L|WP|INF)[.-]?(\d+)(?:-(Rev|Add|Corr)[.-]?(\d+))?(?![A-Za-z0-9])",
    re.I,
)
_LOWER = re.compile(r"(?<![a-z0-9/._-])(?:a|s|e|st)(?:/(?:[a-z]+\.\d+|[a-z]+|\d{1,4}))+(?![a-z0-9])")
_CHANGES = re.compile(rf"(?:/{_CHANGE}|\s\({_PART}\))+$")
_BUDGET = {"incomesect.": " (Income sect. ", "planoutline": " (Plan outline", "introduction": " (Introduction"}
_JOINT = re.compile(r"(?<=[\d)])-(?=(?:A|S|E)/)")


def canonical(symbol: str) -> str:
    """`symbol` as the UN writes it: one hyphen in a double one, `/Rev.1` after a slash, no stray blanks or asterisks."""
    text = _DASHES.sub("-", unicodedata.normalize("NFKC", symbol).strip()).replace("*", "")
    text = _HYPHENED.sub(_spelled, text)
    text = re.sub(r"\s+", "", text)
    if text.islower():
        text = re.sub(r"sub(?=\.)", "Sub", text.upper(), flags=re.I)
    changes = re.compile(r"[/.](Rev|Add|Corr|Amend|Summary)\.?(?=\d)", re.I)
    text = changes.sub(lambda match: f"/{match.group(1).capitalize()}.", text)
    text = re.sub(r"\((Part)(?=[IVX])", r" (Part ", text, flags=re.I)
    text = re.sub(r"\((Vol|Sect)\.(?=[\dIVX])", lambda match: f" ({match.group(1).capitalize()}. ", text, flags=re.I)
    text = re.sub(
        r"\((Incomesect\.|Planoutline|Introduction)", lambda match: _BUDGET[match.group(1).lower()], text, flags=re.I
    )
    return re.sub(r"(?<=\d)\((?=\d{4}\))", " (", text)


def find(text: str) -> list[str]:
    """The symbols that a text names, as the UN writes them: also in small letters, or with hyphens for slashes."""
    return list(dict.fromkeys(symbol for _, _, symbol in spans(text)))


def spans(text: str) -> list[tuple[int, int, str]]:
    """(start, end, symbol as the UN writes it) of each symbol that a text names, in order."""
    found = [(*match.span(), canonical(match.group())) for match in SYMBOL.finditer(text)]
    found += [(*match.span(), _spelled(match)) for match in _HYPHENED.finditer(text)]
    for match in _LOWER.finditer(text):
        symbol = canonical(match.group())
        if SYMBOL.fullmatch(symbol) and re.search(r"\d", symbol):
            found.append((*match.span(), symbol))
    return sorted(found)


def is_symbol(text: str) -> bool:
    """Whether `text`, as `canonical` gives it, has the form of a symbol of any organ."""
    return bool(text) and all(re.search(r"\d", part) and LOOSE.fullmatch(part) for part in parts(text))


def without(text: str) -> str:
    """`text` with a blank for each symbol that `find` gives."""
    return _LOWER.sub(" ", _HYPHENED.sub(" ", SYMBOL.sub(" ", text)))


def mended(text: str) -> str:
    """`text` with the symbols in it joined that a line break or a blank has broken: "A /AC.290/2021/CRP. 2"."""
    text = re.sub(r"\b([ASE]|ST)\s+(?=/(?:AC|C|CN|CONF|RES|DEC|HRC|INF|\d))", r"\1", text)
    text = re.sub(r"(/(?:AC|CRP|L|WP|INF|PV|SR|C|CN|CONF|Add|Rev|Corr)\.)\s{1,3}(?=\d)", r"\1", text)
    return re.sub(r"(?<=/)\s(?=(?:Add|Rev|Corr|CRP|L|WP|INF)\.\d)", "", text)


def parts(symbol: str) -> tuple[str, ...]:
    """The symbols of a document that has two: "A/66/64-E/2011/77" → ("A/66/64", "E/2011/77")."""
    return tuple(filter(None, _JOINT.split(symbol)))


def base(symbol: str) -> str:
    """The symbol of the paper that `symbol` revises, corrects or adds to, itself if it does not."""
    return "-".join(_CHANGES.sub("", part) for part in parts(symbol))


def revision(symbol: str) -> str:
    """What `symbol` adds to its base: "Rev.2", "Add.1/Rev.1", "Part II"; "" for a base."""
    for part in parts(symbol):
        if match := _CHANGES.search(part):
            return re.sub(r"\s\(([^)]*)\)", r"/\1", match.group()).strip("/")
    return ""


def supersedes(symbol: str) -> str:
    """The symbol of the text that `symbol` replaces: that before a `Rev.`; a `Corr.` or `Add.` replaces none."""
    before = []
    for part in parts(symbol):
        match = re.search(r"/Rev\.(\d+)$", part)
        if match is None:
            return ""
        number = int(match.group(1))
        before.append(part[: match.start()] + (f"/Rev.{number - 1}" if number > 1 else ""))
    return "-".join(before)


def of_name(name: str) -> str:
    """The symbol that a file's name spells, "A_RES_73_27.txt" → "A/RES/73/27"; "" if it spells none."""
    stem = re.sub(r"\.(?:en|fr|es|ru|ar|zh)$", "", Path(name).stem)
    if match := _HYPHENED.fullmatch(stem):
        return _spelled(match)
    stem = re.sub(r"_+sect\.(\d+)", r" (Sect. \1)", stem, flags=re.I)
    spelled = canonical(re.sub(r"/\s?\(", " (", re.sub("_+", "/", stem)))
    short = spelled.count("/") < 2 or (stem.islower() and not re.search(r"/[A-Z]", spelled))
    return "" if short or SYMBOL.fullmatch(spelled) is None else spelled


def _spelled(match: re.Match[str]) -> str:
    """A symbol whose slashes were replaced by hyphens, as a file's name has it."""
    committee, year, nature, number, change, count = match.groups()
    tail = f"/{change.capitalize()}.{count}" if change else ""
    return f"A/AC.{committee}/{year}/{nature.upper()}.{number}{tail}"
