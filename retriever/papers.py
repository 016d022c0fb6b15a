"""The papers that a question names, by symbol, number or name, and the paragraphs in them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import cache

from ingest import symbols as written
from ingest.labels import asked as asked_label
from ingest.labels import place
from ingest.ordinals import ordinal
from retriever.reference import LETTER, Reference, blanked
from retriever.synonyms import rows
from retriever.times import MONTH

# Symbols

_RESOLUTION = r"resolutions?|res\.?|résolutions?|resoluci(?:ón|ones)|резолюци\w+|القرار(?:ات|ين)?|قرار|UNGA|GA|决议|第"
_DECISION = r"decisions?|dec\.|décisions?|decisi(?:ón|ones)|решени\w+|المقرر"
_REPORT = r"reports?|documents?|APR|rapports?|informes?|доклад\w*|документ\w*"
_NUMBER = r"(?<![\d/.\-–])[1-9]\d{1,2}/[1-9]\d{0,2}(?![\d/])"
_NUMBERS = re.compile(
    rf"(?:(?P<resolution>(?<!\w)(?:{_RESOLUTION}))|(?P<decision>\b(?:{_DECISION}))|(?P<report>\b(?:{_REPORT})))?"
    rf"\s*(?:(?:No\.?|n°|núm\.|№)\s?)?(?P<first>{_NUMBER})(?P<others>(?:\s*(?:,|and|or|et|ou|y|e|и|或|和|、|و)\s*(?:the\s+)?{_NUMBER})*)"
    r"(?P<zh>\s?号?决议)?",
    re.I,
)
_LEAST_BARE = 32  # "31/12" is a day; the Assembly's numbers of this form begin with its thirty-first session
_BODIES = (
    (re.compile(r"\b(?:HRC|Human Rights Council|Conseil des droits de l['’]homme|Consejo de Derechos Humanos)(?:['’]s)? (?:resolution |decision |résolution |resolución )?(?P<number>\d{1,2}/\d{1,3})\b", re.I), "A/HRC/RES/{}"),
    (re.compile(r"\b(?:ECOSOC|Economic and Social Council)(?:['’]s)? (?:resolution |decision )?(?P<number>\d{4}/\d{1,3})\b", re.I), "E/RES/{}"),
    (re.compile(r"\b(?:resolution|résolution|resolución|резолюци\w+) (?P<number>(?:19|20)\d\d/\d{1,3})\b", re.I), "E/RES/{}"),
    (re.compile(r"\b(?:(?:UN)?SCR|Security Council(?:['’]s)?) (?:resolution )?(?P<number>\d{1,4} ?\((?:19|20)\d\d\))", re.I), "S/RES/{}"),
)  # fmt: skip


def symbols(text: str) -> Iterator[Reference]:
    """Symbols named in full, "resolution 75/240" as the Assembly's, and a bare "78/265" as either paper of that number."""
    rest = text
    for start, end, symbol in written.spans(text):
        yield Reference("symbol", start, end, (symbol,))
        rest = blanked(rest, start, end)
    for body, form in _BODIES:
        for match in body.finditer(rest):
            yield Reference("symbol", match.start(), match.end(), (written.canonical(form.format(match["number"])),))
            rest = blanked(rest, match.start(), match.end())
    for match in _NUMBERS.finditer(rest):
        numbers = re.findall(_NUMBER, match.group())
        named = tuple(symbol for number in numbers for symbol in _of_the_assembly(match, number))
        if named:
            start = match.end() - len(match.group().lstrip())
            yield Reference("symbol", start, match.end(), named)


def _of_the_assembly(match: re.Match[str], number: str) -> tuple[str, ...]:
    if match["resolution"] or match["zh"]:
        return (f"A/RES/{number}",)
    if match["decision"]:
        return (f"A/DEC/{number}",)
    if match["report"]:
        return (f"A/{number}",)
    session, _, count = number.partition("/")
    bare = (f"A/RES/{number}", f"A/{number}", f"A/HRC/RES/{number}")
    return bare if _LEAST_BARE <= int(session) <= 99 and session != count else ()


# Papers that have a name

_YEARS = r"(?:19|20)\d\d(?:[-–](?:19|20)\d\d)?"
_NTH = r"(?:[\w-]+|\d{1,2}(?:st|nd|rd|th|e|er|ème|º))"
_LAX = {" ": r"[\s\-–]+", "'": "['’]"}


@cache
def _named_papers() -> dict[str, list[dict[str, str]]]:
    """Name of a kind of paper, or of one paper, in small letters → its rows."""
    table: dict[str, list[dict[str, str]]] = {}
    for row in rows("papers.csv"):
        for name in row["names"].split(";"):
            table.setdefault(name.casefold(), []).append(row)
    return table


@cache
def _paper_pattern() -> re.Pattern[str]:
    names = sorted(_named_papers(), key=len, reverse=True)
    spelled = "|".join("".join(_LAX.get(char, re.escape(char)) for char in name) for name in names)
    listed = rf"{_YEARS}(?:\s*(?:,|and|et|y|и)\s*{_YEARS})*"
    return re.compile(
        rf"(?:(?P<before>{listed})\s+(?:(?:UN|OEWG|consensus|ICT)\s+)*)?"
        rf"(?:(?P<nth>{_NTH})\s+(?:(?P<also>(?:and|et|y|и)\s+(?:the\s+)?{_NTH})\s+)?(?:(?:UN|OEWG|consensus|\((?:{_YEARS})\))\s+)*)?"
        rf"(?<!{LETTER})(?P<name>{spelled})(?P<plural>s)?(?!{LETTER})"
        rf"(?:\s*[(,]?\s*(?:(?:of|from|in|de|del|от|за)\s+)?(?:(?:{MONTH})\s+)?(?P<after>{listed}))?",
        re.I,
    )


_DRAFT = re.compile(
    r"\b(?:drafts?|avant-projet|projet|proyecto|borrador|проект\w*)\s+(?:(?:of|de|du|del)\s+)?(?:the\s+|la\s+)?(?:[\w-]+\s+)?$",
    re.I,
)
_IS_PAPER = re.compile(r"report|apr\b|resolution|rapport|informe|доклад|报告", re.I)


def papers(text: str) -> Iterator[Reference]:
    """Papers called by a name of theirs: "the third APR", "the 2015 GGE report", "the Tunis Agenda"; no drafts of them."""
    for match in _paper_pattern().finditer(text):
        if _DRAFT.search(text[: match.start("name")]):
            continue
        candidates = _named_papers()[_spelled(match["name"])]
        numbers = {str(number) for word in (match["nth"], match["also"]) if word and (number := _nth(word))}
        before = match["before"] if numbers or not match["nth"] else None
        years = {year for listed in (before, match["after"]) if listed for year in re.findall(_YEARS, listed)}
        named = [row for row in candidates if _bears(row, numbers, years)]
        if not named and match["plural"] and not numbers and not years and _IS_PAPER.search(match["name"]):
            named = candidates
        if named:
            told = any(row["number"] or row["year"] for row in named) and (before or numbers)
            start = match.start() if told else match.start("name")
            annexes = {row["annex"] or "" for row in named}
            annex = annexes.pop() if len(annexes) == 1 else ""
            yield Reference("paper", start, match.end(), tuple(row["symbol"] for row in named), annex)


def annexed(found: Iterable[Reference], labels: tuple[str, ...]) -> tuple[str, ...]:
    """The labels of paragraphs with the annex in which the paper stands that is named: "annex I, para. 30"."""
    annexes = {each.annex for each in found if each.what == "paper"}
    annex = annexes.pop() if len(annexes) == 1 else ""
    return tuple(place(annex, label) if label[:1].isdigit() else label for label in labels)


def _spelled(name: str) -> str:
    """A name as the table has it."""
    flat = " ".join(re.sub(r"[\s\-–]+", " ", name.replace("’", "'")).split()).casefold()
    return next(known for known in _named_papers() if known.replace("-", " ") == flat)


def _nth(words: str) -> int | None:
    return ordinal(re.sub(r"^(?:and|et|y|и)\s+(?:the\s+)?", "", words, flags=re.I))


def _bears(row: dict[str, str], numbers: set[str], years: set[str]) -> bool:
    if not row["number"] and not row["year"]:
        return True
    return row["number"] in numbers or any(year in years for year in row["year"].split(";"))


# Paragraphs

_WORD = r"(?:operative |preambular |пп\. )?(?:paragraphs?|paras?\.?|paragraphes?|párrafos?|пункт\w*|articles?|artículos?|статья|статьи|art\.|الفقرة)|¶|\b[OP]P"
_LABEL = r"\d{1,3}(?:\.\d{1,2})*(?:\s?(?:bis|ter|quater)\b)?[a-h]?(?:\s*\((?:[a-z]{1,2}|[ivx]{1,5}|\d{1,2})\))*"
_LABELS = re.compile(
    rf"(?<!\w)(?P<word>{_WORD})\s*(?P<labels>{_LABEL}(?:\s*(?:,|and|or|to|et|ou|à|y|a|и|[-–])\s*{_LABEL})*)|第\s?(?P<zh>\d{{1,3}})\s?[段条]",
    re.I,
)
_RANGE = re.compile(r"(\d{1,3})\s*(?:-|–|to|à|a)\s*(\d{1,3})")
_MOST = 20  # paragraphs of a range


def paragraphs(text: str) -> Iterator[Reference]:
    """Paragraphs and articles named by number, as the outline has them; ranges spelled out."""
    for match in _LABELS.finditer(text):
        word = (match["word"] or "paragraph").casefold().strip()
        labels = [match["zh"]] if match["zh"] else _spelled_out(match["labels"])
        known = (
            "article"
            if word.startswith(("art", "стат"))
            else "PP"
            if word.startswith(("pp", "preamb"))
            else "paragraph"
        )
        yield Reference(
            "paragraph", match.start(), match.end(), tuple(asked_label(f"{known} {label}") for label in labels)
        )


def _spelled_out(labels: str) -> list[str]:
    found: list[str] = []
    for piece in re.split(r"\s*(?:,|\band\b|\bor\b|\bet\b|\bou\b|\by\b|\bи\b)\s*", labels):
        if between := _RANGE.fullmatch(piece.strip()):
            first, last = int(between[1]), int(between[2])
            found += [str(number) for number in range(first, min(last, first + _MOST) + 1)]
        elif piece:
            found.append(piece.strip())
    return found
