"""Who can speak: States and groups by their UN names, found in text as whole words, never by guess."""

from __future__ import annotations

import csv
import re
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from ingest.russian import genitives, other_cases

_ALSO_A_WORD = frozenset({"того"})  # Russian for "of that": Togo only with its capital, inside a sentence
_ARABIC_WORDS = frozenset({"مالي", "قطر"})  # also "financial" and "diameter": never with a particle
_LISTS = ("aliases", "adjectives", "capitals", "fr", "es", "ru", "ar", "zh")
# A place that names a treaty, a text or a street speaks for nobody: "Budapest Convention".
_NOT_A_SPEAKER = re.compile(
    r"\s+(?:Conventions?|Agreements?|Statute|Protocols?|Manual|Call|Declaration|Rules|Accords?|Principles|"
    r"Summit|Programme of Action|Consensus|Treaty|Process|Initiative|Office)\b"
)
_OF_A_TEXT = re.compile(
    r"\b(?:Conventions?|Convenio|Convención|Treaty|Traité|Tratado|Accords?|Acuerdos?|Appel|Llamamiento|Manuel|Manual|Protocole?|"
    r"Protocolo|Statute?|Estatuto|Processus|Proceso|Déclaration|Declaración|Declaration|Consensus|Consenso|Sommet|Cumbre)"
    r"\s+(?:de\s+|of\s+|d['’])$",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Delegation:
    """A row of the table: `name` is what the answers print."""

    code: str
    name: str
    kind: str  # "state", "observer State", "group" or "organisation"


@dataclass(frozen=True, slots=True)
class Mention:
    """A delegation named at `start:end` of a text; `by` is "name", "adjective" or "capital"."""

    delegation: Delegation
    start: int
    end: int
    by: str


_LONGEST = 120  # characters of a name; what is longer is none
_TURNED = re.compile(r"(?P<name>.+?)\s*(?:\((?P<bracket>[^()]+)\)|,\s*(?P<comma>[^(),]+))")
_OPEN_END = re.compile(r"\b(?:of(?: the)?|du|des?|de la|del|d['’]|de l['’])$", re.IGNORECASE)
_APOSTROPHES = "'’"
_CASED = re.compile(r"[\x00-\x7f]+$|[а-яё]", re.IGNORECASE)
_SAME_LETTER = str.maketrans("’‘یکۀ", "''يكه")  # Persian letters as the Arabic ones they are written for
_MARKS = re.compile("[\u0300-\u036f\u064b-\u0655\u0670]")


def fold(name: str) -> str:
    """`name` for comparison: without diacritics, case and doubled blanks, straight apostrophes."""
    return " ".join(_fold_with_offsets(name)[0].split())


@cache
def _rows() -> tuple[tuple[Delegation, dict[str, str]], ...]:
    table = files("ingest").joinpath("tables/delegations.csv").read_text("utf-8")
    return tuple(
        (Delegation(row["code"], row["un_name"], row["kind"]), row) for row in csv.DictReader(table.splitlines())
    )


@cache
def _names() -> dict[str, tuple[Delegation | None, str, bool]]:
    """Folded name → delegation, how it is named, whether it counts only in capitals.

    What the table lists under `not_in` names nobody (None): being longer, it wins over the State's name inside it.
    """
    names: dict[str, tuple[Delegation | None, str, bool]] = {}
    for delegation, row in _rows():
        names[fold(delegation.name)] = (delegation, "name", False)
        for column in _LISTS:
            by = {"adjectives": "adjective", "capitals": "capital"}.get(column, "name")
            for name in filter(None, row[column].split(";")):
                short = len(name.replace(".", "")) <= 4 and name.isascii() and _in_capitals(name)
                names.setdefault(fold(name), (delegation, by, short))
    for delegation, row in _rows():
        for column, by in (("ru", "name"), ("capitals", "capital")):
            for name in filter(None, row[column].split(";")):
                for form in (*genitives(name), *other_cases(name)):
                    names.setdefault(fold(form), (delegation, by, False))
        for name in filter(None, row["ar"].split(";")):
            for form in _joined(name):
                names.setdefault(fold(form), (delegation, "name", False))
    for _, row in _rows():
        for phrase in filter(None, row["not_in"].split(";")):
            for written in (phrase, f"the {phrase}"):
                names.setdefault(fold(written), (None, "name", False))
    return names


def _joined(name: str) -> Iterator[str]:
    """An Arabic name with the words that are written in one with it: "and", "so", "with", "to"."""
    if fold(name) in _ARABIC_WORDS:
        return
    yield from (f"{particle}{name}" for particle in "وفب")
    yield f"لل{name[2:]}" if name.startswith("ال") else f"ل{name}"


def short_names() -> tuple[str, ...]:
    """The abbreviations that count only in capitals, as they are written: "UK", "BiH"."""
    written = (name for _, row in _rows() for column in _LISTS for name in row[column].split(";"))
    return tuple(
        name for name in dict.fromkeys(written) if name and _names()[fold(name)][2] and name.replace(".", "").isalpha()
    )


def _in_capitals(name: str) -> bool:
    """Whether a code is written as one: "UK", "U.K.", "BiH", but not "uk" or "Uk"."""
    return name.isupper() or sum(char.isupper() for char in name) >= 2


@cache
def _pattern() -> re.Pattern[str]:
    ordered = sorted(_names(), key=len, reverse=True)
    spaced = [re.escape(name) for name in ordered if not _unspaced(name)]
    joined = [re.escape(name) for name in ordered if _unspaced(name)]
    return re.compile(rf"(?<![\w-])(?:{'|'.join(spaced)})(?!\w)(?!-(?!led|sponsor|propos))|(?:{'|'.join(joined)})")


def _unspaced(name: str) -> bool:
    return any("\u4e00" <= char <= "\u9fff" for char in name)


def by_code(code: str) -> Delegation | None:
    """The delegation with this ISO 3166 alpha-3 (or X..) code."""
    return next((delegation for delegation, _ in _rows() if delegation.code == code), None)


@cache
def names_of(delegation: Delegation) -> dict[str, tuple[str, ...]]:
    """What a delegation is called in each language of the table, the usual name first."""
    row = next(row for other, row in _rows() if other == delegation)
    english = (delegation.name, *filter(None, row["aliases"].split(";")))
    return {"en": english} | {
        code: tuple(filter(None, row[code].split(";"))) for code in ("fr", "es", "ru", "ar", "zh")
    }


def exactly(name: str) -> Delegation | None:
    """The delegation whose name or alias is `name` as a whole, the article apart.

    The name may be turned round, as lists have it: "Korea, Republic of", "Gambia (the)"; or say its addition twice.
    """
    for form in _forms(name):
        found = _names().get(fold(form))
        if found is not None:
            delegation, by, short = found
            return delegation if by == "name" and (not short or _in_capitals(form)) else None
    return None


def _forms(name: str) -> Iterator[str]:
    """`name` as written, and what it may stand for, without the article."""
    bare = name.strip(" :,*")[:_LONGEST]
    for words in (bare.rstrip(" ."), bare):
        yield re.sub(r"^the\s+", "", words, flags=re.IGNORECASE)
    turned = _TURNED.fullmatch(bare.rstrip(" ."))
    if turned is None:
        return
    rest, addition = turned.group("name"), turned.group("bracket") or turned.group("comma")
    if addition.casefold() == "the" or fold(addition) in fold(rest):
        yield rest
    elif _OPEN_END.search(addition):
        yield f"{addition}{'' if addition[-1] in _APOSTROPHES else ' '}{rest}"


def mentions(text: str) -> list[Mention]:
    """Every delegation that `text` names, in order; the longest name wins where names overlap."""
    folded, back = _fold_with_offsets(text)
    found = []
    for match in _pattern().finditer(folded):
        delegation, by, short = _names()[match.group()]
        if delegation is None:
            continue
        start, end = back[match.start()], back[match.end() - 1] + 1
        written = text[start:end]
        if short and not _in_capitals(written):
            continue
        if not short and _CASED.match(written) and written.islower() and delegation.kind in ("state", "observer State"):
            continue  # "turkey", "chad", "polish": a name in English or Russian begins with a capital
        if match.group() in _ALSO_A_WORD and (written.islower() or _opens_sentence(text, start)):
            continue
        if by == "capital" and (_NOT_A_SPEAKER.match(text, end) or _OF_A_TEXT.search(text[:start])):
            continue
        found.append(Mention(delegation, start, end, by))
    return found


def _opens_sentence(text: str, start: int) -> bool:
    before = text[:start].rstrip(' "«„“(')
    return not before or before[-1] in ".!?:\n"


def named(text: str) -> list[Delegation]:
    """The delegations that `text` names, each once, in order of first mention."""
    return list(dict.fromkeys(mention.delegation for mention in mentions(text)))


def listed(text: str) -> tuple[str, ...]:
    """UN names of the States that a list such as a joint statement's heading names."""
    return tuple(item.name for item in named(text) if item.kind in ("state", "observer State"))


def groups() -> Iterable[Delegation]:
    """Every group and organisation of the table."""
    return (delegation for delegation, _ in _rows() if delegation.kind in ("group", "organisation"))


def _fold_with_offsets(text: str) -> tuple[str, list[int]]:
    chars: list[str] = []
    back: list[int] = []
    for index, char in enumerate(text.translate(_SAME_LETTER)):
        for piece in unicodedata.normalize("NFD", char).casefold():
            if not _MARKS.match(piece):
                chars.append(" " if piece.isspace() else piece)
                back.append(index)
    return "".join(chars), back
