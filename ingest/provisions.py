"""Where the numbers of paragraphs begin anew: annexes, articles of a treaty, the preamble of a resolution."""

from __future__ import annotations

import re
from collections.abc import Sequence

from ingest.labels import RANKS, article_label, label_of, place

Span = tuple[int, int]
_ANNEX = re.compile(
    r"(?P<word>Annex|Annexe|Anexo|Appendix|Enclosure|Приложение)(?:\s+(?P<number>[IVXLC]{1,6}|[A-Z]|\d{1,2}))?"
    r"(?:\s*\*+)?(?:\s*[.:–—-]\s.{0,200}|\s+to\s.{0,200})?",
    re.IGNORECASE,
)
_ARTICLE = re.compile(
    r"(?:Article|Artículo|Статья)\s+(?P<number>\d{1,3}(?: ?(?:bis|ter|quater))?|[IVXL]{1,6})(?:\s*[.:–—-]\s*.{0,120}[^.;,:]|\.)?",
    re.IGNORECASE,
)
_CLOSES_ARTICLE = re.compile(r"(?:Chapter|Part|Section|Title|Chapitre|Capítulo|Глава|[IVX]{1,5}\.)\s", re.IGNORECASE)
_CLOSES_ANNEX = re.compile(
    r"(?:Draft )?(?:resolution|decision)\s+(?:[IVX]+|\d+(?:/\d+)?)\b|\d{1,3}/\d{1,4}\.\s", re.IGNORECASE
)
_LEADERS = re.compile(r"\.{4,}|(?:\. ){4,}|…{2,}")
_PAGE_NUMBER = re.compile(r"[^\W\d]\W*\s\d{1,3}$")
LONG = 160  # characters from which on a paragraph is no heading
TEXT = 120  # characters of a paragraph that shows that an annex is here, not in a list of annexes


def places(text: str, spans: Sequence[Span]) -> list[str]:
    """For each paragraph the annex or article that its number counts in: "annex C", "article 5", "annex II, article 5"."""
    annexes, articles = _annexes(text, spans), _articles(text, spans)
    found: list[str] = []
    annex = article = ""
    for position, (start, end) in enumerate(spans):
        line = text[start : min(end, start + LONG)]
        if position in annexes:
            annex, article = annexes[position], ""
        elif position in articles:
            article = articles[position]
        elif end - start < LONG and _CLOSES_ANNEX.match(line):
            annex = article = ""
        elif end - start < LONG and _CLOSES_ARTICLE.match(line):
            article = ""
        shown = annex if not article or " " in annex else ""  # "article 5" of the only annex needs no other name
        found.append(", ".join(part for part in (shown, article) if part))
    return found


def _annexes(text: str, spans: Sequence[Span]) -> dict[int, str]:
    """Position → label of the headings that open an annex; those of a list of annexes open none."""
    heads: dict[int, str] = {}
    for position, (start, end) in enumerate(spans):
        line = text[start:end] if end - start < 2 * LONG else ""
        match = _ANNEX.fullmatch(line)
        in_contents = any(_LEADERS.search(text, *span) for span in spans[max(0, position - 2) : position + 3])
        if match and line[0].isupper() and line[-1] not in ".;," and not _PAGE_NUMBER.search(line) and not in_contents:
            number = match.group("number") or ""
            heads[position] = f"annex {number}".strip() if match.group("word")[0] in "AaПп" else "enclosure"
            if match.group("word").casefold() == "appendix":
                heads[position] = f"appendix {number}".strip()
    return {
        position: label
        for position, label in heads.items()
        if any(end - start > TEXT for start, end in _until(spans, heads, position))
    }


def _until(spans: Sequence[Span], heads: dict[int, str], position: int) -> Sequence[Span]:
    """The few paragraphs that follow, up to the next head."""
    stop = next((at for at in range(position + 1, position + 40) if at in heads), position + 40)
    return spans[position + 1 : stop]


def _articles(text: str, spans: Sequence[Span]) -> dict[int, str]:
    """Position → label of the articles of a treaty; none where paragraphs are counted on from article to article."""
    heads: dict[int, str] = {}
    for position, (start, end) in enumerate(spans):
        match = _ARTICLE.fullmatch(text, start, end) if end - start < LONG else None
        if match and text[start].isupper():
            heads[position] = article_label(match.group("number"))
    for position in heads:
        first = _first_number(text, _until(spans, heads, position))
        if first not in ("", "1", "1.1"):
            return {}
    return heads if len(heads) > 1 else {}


def _first_number(text: str, spans: Sequence[Span]) -> str:
    for start, _ in spans:
        rank, label = label_of(text[start : start + 20])
        if rank == RANKS["number"]:
            return label
    return ""


# The preamble of a resolution

_ORGAN = re.compile(
    r"(?:The |La |L['’]|El |Le )?(?=[^\n]*(?:Assembl|Council|Committee|Commission|Conference|Congress|Board|Meeting|"
    r"Conseil|Comité|Conférence|Asamblea|Consejo|Comisión|Conferencia|Ассамбле|Совет|Комитет|Комисси|Конференци))"
    r"[A-ZÀ-ÖА-Я][^.;:,\n]{3,110},"
)
_PREAMBULAR = re.compile(
    r"(?:Also |Further |\w+ly |Profondément |Profundamente |Muy |Также |с [\w ]{4,24} )?(?:"
    r"(?!During|Following|Pending|According)\w+ing\b|Mindful|Aware|Conscious|Cognizant|Desirous|Anxious|Appreciative|"
    r"Confident|Hopeful|Grateful|(?:Concern|Convinc|Alarm|Encourag|Determin|Guid|Inspir|Disturb|Dismay|Distress|"
    r"Shock|Resolv|Persuad|Motivat|Preoccupi|Satisfi)ed|In accordance with|"
    r"\w+ant\b|Consciente?s?|Convaincue?|Préoccupée?|Guidée?|Inquiète?|\w+(?:ando|iendo|iéndose|ándose)\b|Convencid[ao]|Guiad[ao]|Preocupad[ao]|"
    r"\w+(?:ая|ую|ясь|вая|ывая)\b|будучи|принимая|исходя)",
    re.IGNORECASE,
)
_ENDS = re.compile(r"[,;](?:\s?and)?[\s\d¹²³⁰⁴-⁹*]*$")
_RECOMMENDS = re.compile(r"\b(?:recommends?|submits?)\b.*\bdraft (?:resolution|decision)s?\b", re.IGNORECASE)
FIRST_PARAGRAPHS = 40  # in which the organ of a resolution is named


def preamble(text: str, spans: Sequence[Span]) -> dict[int, str]:
    """Position → "PP1", "PP2" … of the preambular paragraphs of a text that is one resolution.

    Silent where the text is a report, holds several resolutions of its organ, or has a paragraph in the
    preamble that is not understood: from there on the count could be wrong.
    """
    organs = [n for n, (start, end) in enumerate(spans) if end - start < 130 and _ORGAN.fullmatch(text, start, end)]
    if not organs or organs[0] > FIRST_PARAGRAPHS:
        return {}
    names = [text[slice(*spans[n])] for n in organs]
    if names.count(names[0]) > 1 or not _opens(text, spans[: organs[0]]):
        return {}
    found: dict[int, str] = {}
    listed = False
    for position in range(organs[0] + 1, len(spans)):
        words = text[slice(*spans[position])]
        rank, _ = label_of(words[:40])
        if rank > RANKS["ordinal"] and listed:
            continue
        if rank or not _PREAMBULAR.match(words):
            break
        listed = words.endswith(":")
        if not listed and not _ENDS.search(words[-40:]):
            break
        found[position] = f"PP{len(found) + 1}"
    return found


def _opens(text: str, before: Sequence[Span]) -> bool:
    """Whether nothing but a masthead stands before the organ: no numbered paragraph, no report that recommends."""
    return not any(
        (label_of(text[start : start + 20])[0] == RANKS["number"] and end - start > LONG)
        or _RECOMMENDS.search(text[start : min(end, start + 600)])
        for start, end in before
    )


def in_place(scope: str, rank: int, label: str) -> str:
    """The label of a paragraph that stands under no other, with the annex or article that it counts in."""
    if rank == RANKS["number"]:
        return f"{scope}, {label}" if scope and label.startswith("PP") else place(scope, label)
    return f"{scope} {label}" if "article" in scope and label and rank != RANKS["ordinal"] else label
