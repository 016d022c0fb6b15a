"""Labels of paragraphs: how they are printed before a text, cited in an answer and named in a question."""

from __future__ import annotations

import re
from collections.abc import Sequence

from ingest.ordinals import ORDINALS

RANKS = {"number": 1, "ordinal": 2, "letter": 3, "roman": 4, "dotted letter": 5, "dotted roman": 6, "bullet": 7}
_ORDINAL = re.compile(
    r"(?P<label>First|Second|Third|Fourth|Fifth|Sixth|Seventh|Eighth|Ninth|Tenth|Firstly|Secondly|Thirdly|"
    r"Fourthly|Fifthly|Finally|Lastly|Premièrement|Deuxièmement|Troisièmement|Quatrièmement|Cinquièmement|Enfin|"
    r"En premier lieu|En deuxième lieu|En troisième lieu|Primero|Segundo|Tercero|Cuarto|Quinto|"
    r"En primer lugar|En segundo lugar|En tercer lugar|En cuarto lugar|Finalmente|Por último|"
    r"Во-первых|Во-вторых|В-третьих|В-четв[её]ртых|В-пятых|Наконец|"
    r"أولاً?|ثانياً?|ثالثاً?|رابعاً?|خامساً?|أخيراً?|首先|其次|第[一二三四五六七八九十]|最后)"
    r"(?:\s*[,:،]\s|[，：、])",
    re.IGNORECASE,
)
_NUMBER = re.compile(
    r"(?:§\s*)?(?P<label>\d{1,3}(?:\.\d{1,2})*(?:\s?(?:bis|ter|quater|quinquies))?)"
    r"(?:[.)–—-]\s+(?=\S)|\s\.\s(?=[^\W\da-z])|[.．](?=[A-ZÀ-ÞА-ЯЁ\u0600-\u06ff\u4e00-\u9fff]))|"
    r"(?P<parts>\d{1,2}(?:\.\d{1,2}){1,3})\s+(?=[A-Z“\"])|-(?P<arabic>[\d٠-٩]{1,3})\s"
)
# As a draft resolution labels its own paragraphs: "PP3", "OP2 bis".
_DRAFTED = re.compile(
    r"[(\[]?(?P<kind>PP|OP)\s?(?P<label>\d{1,3}(?:\s?(?:bis|ter|quater|alt\.?))?)[)\]]?[.:)]?\s+(?=\S)"
)
_BRACKETED = re.compile(r"(?P<label>\(\d{1,3}\))\s+(?=\S)")
_LETTER = re.compile(r"\(?(?P<label>[a-z]{1,2}|[а-яё])\)\s+")
_ROMAN = re.compile(r"\(?(?P<label>[ivx]{1,5})\)\s+")
_DOTTED = re.compile(r"(?P<label>[a-z]|[ivx]{2,5})\.\s+(?=\S)")
_SCOPED = re.compile(r"(?:annexe?|anexo|appendix|enclosure|article|footnote)\b")
_BULLET = re.compile(r"[-•▪●◦–—*]\s+")


def label_of(words: str) -> tuple[int, str]:
    """(rank of the label's form, label as printed without its stop); (0, "") for running text."""
    if match := _NUMBER.match(words):
        return RANKS["number"], match.group("label") or match.group("parts") or match.group("arabic")
    if match := _DRAFTED.match(words):
        return RANKS["number"], f"{'PP' if match.group('kind') == 'PP' else ''}{match.group('label').rstrip('.')}"
    if match := _BRACKETED.match(words):
        return RANKS["number"], match.group("label")
    if match := _ORDINAL.match(words):
        return RANKS["ordinal"], match.group("label")
    if (match := _ROMAN.match(words)) and (len(match.group("label")) > 1 or match.group("label") == "i"):
        return RANKS["roman"], f"({match.group('label')})"
    if match := _LETTER.match(words):
        return RANKS["letter"], f"({match.group('label')})"
    if match := _DOTTED.match(words):
        roman = len(match.group("label")) > 1 or match.group("label") == "i"
        return RANKS["dotted roman" if roman else "dotted letter"], f"{match.group('label')}."
    if _BULLET.match(words):
        return RANKS["bullet"], ""
    return 0, ""


def printed(label: str) -> str:
    """A label as an answer cites it: "para. 33 (b)", "annex C, para. 4", "preambular paragraph 8", "“Fifth”"; "" for ""."""
    if label[:1].isdigit() or label.startswith("("):
        return f"para. {label}"
    if label.startswith("PP"):
        return f"preambular paragraph {label[2:]}"
    return label if _SCOPED.match(label) or not label else f"“{label}”"


def spoken(label: str) -> str:
    """A label that a question names, in a sentence: "a paragraph 8", "an annex C, para. 4"."""
    words = f"paragraph {label}" if label[:1].isdigit() else printed(label)
    return f"{'an' if words[0] in 'ae' else 'a'} {words}"


def is_bare(label: str) -> bool:
    """Whether a label is nothing but the letter or word that is printed before the text."""
    return not label[:1].isdigit() and not label.startswith("PP") and _SCOPED.match(label) is None


_ANNEX_ASKED = re.compile(
    r"\b(?P<word>[Aa]nnexe?|ANNEX|[Aa]nexo|[Aa]ppendix)\s+(?P<number>[IVXLC]+|[A-Z]|\d{1,2}|[ivx]{2,5}|[b-h])\b(?!['’])|"
    r"\bthe (?P<only>annex|appendix)\b|\b[Aa]nnex(?=,? para)"
)
_ARTICLE_ASKED = re.compile(
    r"\b(?:articles?|artículo|art\.)\s+(?P<number>\d{1,3}|[IVXL]+\b)"
    r"(?:(?:\s?\(|\.)(?P<part>\d{1,2})\b\)?(?P<items>(?:\s*\((?:[a-z]{1,2}|[ivx]{1,5})\))*))?",
    re.IGNORECASE,
)
_PARAGRAPH_ASKED = re.compile(
    r"(?:\((?P<of>[a-z]{1,2}|[ivx]{1,5})\) of )?(?:the )?(?:\b(?:paras?\.?|paragraphs?|op|párrafo|paragraphe|пункте?|الفقرة)|¶|第(?=\d{1,3}\s?段))\s*(?P<number>\d{1,3}(?:\.\d{1,2})*(?:\s?(?:bis|ter|quater))?)(?P<letter>[a-h])?(?:\b|(?=段))"
    r"(?P<items>(?:\s*\((?:[a-z]{1,2}|[ivx]{1,5})\))*)",
    re.IGNORECASE,
)
_PREAMBLE_COUNTED = re.compile(r"\b(?P<ordinal>\w+)(?: operative)? preambular para(?:graph|\.)", re.IGNORECASE)
_PREAMBLE_ASKED = re.compile(
    r"\b(?:PP\s?|preambular para(?:graph|\.)?\s+)(?P<number>\d{1,2}(?:\s?(?:bis|ter|quater))?)\b", re.IGNORECASE
)
_FOOTNOTE_ASKED = re.compile(r"\bfootnote\s+(?P<number>\d{1,3})\b", re.IGNORECASE)


def asked(question: str) -> str:
    """The label that a question names: "8", "13 (f)", "PP8", "article 5, para. 2", "annex C, para. 4"; "" if none.

    An annex alone is too much to be quoted, and is no label.
    """
    if match := _PREAMBLE_ASKED.search(question):
        return f"PP{match.group('number')}"
    if (match := _PREAMBLE_COUNTED.search(question)) and (counted := _counted(match.group("ordinal"))):
        return f"PP{counted}"
    if match := _FOOTNOTE_ASKED.search(question):
        return f"footnote {match.group('number')}"
    annex, article = _ANNEX_ASKED.search(question), _ARTICLE_ASKED.search(question)
    paragraph = _PARAGRAPH_ASKED.search(question)
    if not article and not paragraph:
        return ""
    scope = [article_label(article.group("number"))] if article else []
    if annex:
        number = annex.group("number") or ""
        scope.insert(0, f"annex {number.upper()}".strip())
    return place(", ".join(scope), _number(paragraph, article))


def _number(paragraph: re.Match[str] | None, article: re.Match[str] | None) -> str:
    """The number that a question names, with the letters under it: "13 (f)"; "2 (a)" of "article 12 (2) (a)"."""
    if paragraph is not None:
        letters = [f"({each})" for each in (paragraph.group("letter"), paragraph.group("of")) if each]
        return " ".join([paragraph.group("number"), *letters, *re.findall(r"\(\w+\)", paragraph.group("items"))])
    if article is not None and article.group("part"):
        return " ".join([article.group("part"), *re.findall(r"\(\w+\)", article.group("items") or "")])
    return ""


def _counted(ordinal: str) -> int:
    """8 for "eighth" and "8th"; 0 for what is no ordinal."""
    digits = re.fullmatch(r"(\d{1,2})(?:st|nd|rd|th)", ordinal)
    if digits:
        return int(digits[1])
    return ORDINALS.index(ordinal.casefold()) + 1 if ordinal.casefold() in ORDINALS else 0


def place(scope: str, number: str) -> str:
    """A paragraph's number with the annex or article that it stands in."""
    return ", para. ".join(part for part in (scope, number) if part)


def article_label(number: str) -> str:
    return f"article {number}"


def named(labels: Sequence[str], wanted: str) -> list[int]:
    """Indexes of the labels that are `wanted` or stand under it; where none is, of those that are so in an annex."""
    exact = [n for n, label in enumerate(labels) if label and _within(label, wanted)]
    if exact or (not wanted[:1].isdigit() and not wanted.startswith("article")):
        return exact
    if wanted.isdigit() and f"({wanted})" in labels:  # printed in brackets
        return named(labels, f"({wanted})")
    inner = (
        (n, re.sub(r"^(?:annex|appendix|enclosure)[^,]*, (?:para\. )?", "", label)) for n, label in enumerate(labels)
    )
    return [n for n, label in inner if label and _within(label, wanted)]


def _within(label: str, wanted: str) -> bool:
    label, wanted = label.casefold(), wanted.casefold()
    return label == wanted or label.startswith((f"{wanted} (", f"{wanted}, para. "))
