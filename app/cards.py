"""Citations, nearest passages and answers as HTML and Markdown in which every foreign word is escaped."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from html import escape

from app.answer import Answer, Citation
from app.check import SHOWN
from app.wording import day
from ingest.document import Document
from ingest.labels import printed
from retriever.hit import Hit, Place

CONTEXT_CHARACTERS = 1200  # shown on each side of a quote; passages are shorter as a rule
NEAREST = 5
SHOWN_CHARACTERS = 300  # of a question in the conversation; one may be pasted with 100,000
SEEN_BY_OCR = "This page is a scan: its text was recognised by OCR and may have errors"
RIGHT_TO_LEFT = ("ar", "fa", "he", "ur")
DATE_VERBS = {"adoption": "adopted ", "issue": "issued ", "speech": "delivered "}
PREMISE = "The question takes something for granted that the documents do not say. These are their words on it."
CSS = """
.gradio-container {--quiet: #57534e; --accent: #355343; max-width: 1320px !important; width: 100% !important;
  overflow: visible !important}
.dark .gradio-container, .gradio-container.dark {--quiet: #b9b3ab; --accent: #4d7a60}
#top .html-container {padding: 0}
#top h1 {font-size: 1.45rem; font-weight: 650; margin: 0}
#top p {margin: .1rem 0 0; color: var(--quiet); font-size: .95rem}
#chat p, #chat li, #chat blockquote {unicode-bidi: plaintext; text-align: start}
#question textarea {unicode-bidi: plaintext}
#chat li {list-style: disc}
#chat a {color: var(--link-text-color); text-decoration: none; font-weight: 600}
#chat a:hover {text-decoration: underline}
#examples {gap: 6px}
#examples button, #clear {background: none; border: 1px solid var(--border-color-primary); font-weight: 400;
  white-space: normal; color: var(--body-text-color)}
#examples button {justify-content: flex-start; text-align: start; padding: 5px 10px}
#examples button:hover, #clear:hover {border-color: var(--accent)}
#clear {align-self: flex-end; width: fit-content; flex-grow: 0; padding: 5px 10px}
#evidence h2 {font-size: 1.05rem; font-weight: 650; margin: 0 0 .3rem}
#evidence h3 {font-size: .95rem; font-weight: 600; margin: 0 0 .5rem}
#evidence .note, #evidence .asked {color: var(--quiet); font-size: .9rem; margin: 0 0 .6rem;
  overflow-wrap: anywhere}
#evidence .note {border-inline-start: 3px solid var(--accent); padding-inline-start: .6rem}
#evidence summary {cursor: pointer; font-size: .9rem; margin: .75rem 0 .5rem; overflow-wrap: anywhere}
#evidence .understood, #evidence .understood * {color: var(--quiet); font-size: .85rem}
#evidence .understood {margin: .2rem 0 .7rem} #evidence .understood ul {margin: .2rem 0 0; padding-inline-start: 1.2rem}
#evidence .card {border: 1px solid var(--border-color-primary); border-radius: 6px; margin-bottom: .7rem;
  padding: .65rem .85rem .75rem; background: var(--block-background-fill); overflow-wrap: anywhere;
  scroll-margin: 12px}
#evidence .card:focus {outline: 2px solid var(--accent)}
#evidence .card header {display: flex; flex-wrap: wrap; gap: .5rem; align-items: baseline}
#evidence .number {min-width: 1.6em; text-align: center; border-radius: 4px; font-size: .85rem;
  font-weight: 650; color: white; background: var(--accent)}
#evidence .verdict {margin-inline-start: auto; font-size: .8rem; color: var(--link-text-color)}
#evidence .verdict::before {content: "✓ "}
#evidence .problem {color: #b3261e; font-weight: 600}
.dark #evidence .problem {color: #f2a7a0}
#evidence .problem::before {content: "! "}
#evidence .card .source, #evidence .card .source * {color: var(--quiet); font-size: .85rem; line-height: 1.45}
#evidence cite {font-style: normal; font-weight: 400}
#evidence .card blockquote {margin: .5rem 0 0 !important; padding: 0; padding-inline-start: .7rem; border: 0;
  border-inline-start: 2px solid var(--border-color-primary); color: var(--quiet); white-space: pre-line;
  font-size: .92rem; line-height: 1.5}
#evidence mark {background: #f6e7b4; color: #1c1917; border-radius: 2px}
.dark #evidence mark {background: #5c4a14; color: #fdf6dd}
@media (min-width: 900px) {#left {position: sticky; top: 12px; align-self: flex-start}}
"""
MARKDOWN_SIGNS = re.compile(r"[\\`*_\[\]<>#|~!$&]|:(?=//)|(?<=www)\.|^ *\d*[-+.)=]", re.MULTILINE)
MARKER_OR_SIGN = re.compile(r"\\.|\[(\d+)\]|[\[\]`~<!]|:(?=//)|(?<=www)\.", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Turn:
    """A question of the conversation with its answer, or with the error that came instead."""

    question: str
    answer: Answer | None = None  # None: still being asked, or `error`
    error: str = ""
    documents: tuple[Document, ...] = ()  # of the nearest passages of a refusal


def shorten(text: str, limit: int) -> str:
    """The text itself, or its first `limit` characters and an ellipsis."""
    return text if len(text) <= limit else text[:limit].rstrip() + "…"


def plain(text: str) -> str:
    """Markdown that shows exactly `text`: no emphasis, link, picture or HTML."""
    return MARKDOWN_SIGNS.sub(lambda match: f"{match[0][:-1]}\\{match[0][-1]}", text)


def linked(text: str, numbers: Collection[int], prefix: str = "") -> str:
    """The answer's Markdown with each marker [n] as a link to its card.

    HTML, pictures, code and other links are shown as their characters: an answer quotes
    documents, and a picture in one would make the reader's browser call its server.
    """

    def replacement(match: re.Match[str]) -> str:
        if match[1] and int(match[1]) in numbers:
            return f"[\\[{match[1]}\\]](#{prefix}citation-{match[1]})"
        if match[1]:
            return f"\\[{match[1]}\\]"
        return match[0] if len(match[0]) > 1 else "&lt;" if match[0] == "<" else "\\" + match[0]

    return MARKER_OR_SIGN.sub(replacement, text)


def citation_card(citation: Citation, prefix: str = "", superseded_by: str = "", also: Sequence[Place] = ()) -> str:
    """One citation: who, where, the verdict, what has replaced it, where it stands too, and the quote in its passage."""
    document, passage = citation.document, citation.passage
    verified = citation.verdict in SHOWN
    head = (
        f'<span class="number">{citation.number}</span> {_holder(citation.holder)} '
        f'<span class="verdict{"" if verified else " problem"}">{escape(_verdict(citation))}</span>'
    )
    details = [
        f"Delivered by {foreign(passage.delivered_by)}" if passage.delivered_by else "",
        f"Members named: {foreign(', '.join(passage.members))}" if passage.members else "",
        f"Superseded by {foreign(superseded_by)}" if superseded_by else "",
        *_source(document, citation.paragraph, citation.page, citation.section),
        _also(also),
    ]
    return _card(
        f'id="{prefix}citation-{citation.number}" aria-label="Citation {citation.number}" tabindex="-1"',
        head,
        details,
        passage.language,
        _marked_quote(citation),
    )


def _verdict(citation: Citation) -> str:
    """The verdict of the check, with what was normalised."""
    return f"{citation.verdict} ({', '.join(citation.normalised)})" if citation.normalised else citation.verdict


def hit_card(hit: Hit, document: Document | None) -> str:
    """One passage that was found but does not answer; `document` None: it is no longer indexed."""
    passage = hit.passage
    source = document or Document(id=passage.document_id, sha256="", text="")
    details = [*_source(source, passage.paragraph, passage.page), _also(hit.also), f"Found because: {foreign(hit.why)}"]
    words = escape(shorten(passage.text, CONTEXT_CHARACTERS))
    return _card('aria-label="Passage"', _holder(passage.speaker), details, passage.language, words)


def evidence(answer: Answer, documents: Collection[Document], prefix: str = "") -> str:
    """All cards of an answer: its citations, or under a refusal the nearest passages."""
    if answer.answered:
        note = f'<p class="note">{PREMISE}</p>' if answer.reason == "premise" else ""
        later = {hit.passage.document_id: hit.superseded_by for hit in answer.hits}
        also = {hit.passage.id: hit.also for hit in answer.hits}
        cited = (
            citation_card(each, prefix, later.get(each.document.id, ""), also.get(each.passage.id, ()))
            for each in answer.citations
        )
        return note + "".join(cited)
    hits = answer.hits[:NEAREST]
    if not hits:
        return '<p class="note">No passage comes near this question.</p>'
    by_id = {document.id: document for document in documents}
    cards = "".join(hit_card(hit, by_id.get(hit.passage.document_id)) for hit in hits)
    return f"<h3>Nearest passages (not an answer)</h3>{cards}"


def messages(turns: Sequence[Turn]) -> list[dict[str, str]]:
    """The conversation as Gradio shows it; foreign text can neither run nor fetch anything."""
    shown = []
    newest = _newest(turns)
    for number, turn in enumerate(turns, start=1):
        question = plain(shorten(turn.question, SHOWN_CHARACTERS))
        shown.append({"role": "user", "content": question})
        if turn.answer:
            numbers = {citation.number for citation in turn.answer.citations}
            text = linked(turn.answer.text, numbers, _prefix(number, newest))
            shown.append({"role": "assistant", "content": text})
        else:
            text = f"Could not answer: {shorten(turn.error, 500)}" if turn.error else "Searching the documents…"
            shown.append({"role": "assistant", "content": plain(text)})
    return shown


def panel(turns: Sequence[Turn]) -> str:
    """The evidence of the newest answer as HTML, that of earlier answers folded below it."""
    newest = _newest(turns)
    parts = ["<h2>Evidence</h2>"]
    if newest is None:
        parts.append('<p class="asked">The quotes behind each answer appear here, each with its source.</p>')
    for number in range(newest or 0, 0, -1):
        turn = turns[number - 1]
        if turn.answer is None:
            continue
        asked = escape(shorten(turn.question, SHOWN_CHARACTERS))
        found = _understood(turn.answer) + evidence(turn.answer, turn.documents, _prefix(number, newest))
        if number == newest:
            parts.append(f'<p class="asked" dir="auto">{asked}</p>{found}')
        else:
            parts.append(f'<details><summary dir="auto">Earlier: {asked}</summary>{found}</details>')
    return f'<section aria-label="Evidence">{"".join(parts)}</section>'


def _card(attributes: str, head: str, details: Iterable[str], language: str, words: str) -> str:
    direction = "rtl" if language in RIGHT_TO_LEFT else "auto"
    lines = "".join(f"<div>{detail}</div>" for detail in details if detail)
    return (
        f'<article class="card" {attributes}><header>{head}</header><div class="source">{lines}</div>'
        f'<blockquote lang="{escape(language)}" dir="{direction}">{words}</blockquote></article>'
    )


def _holder(holder: str | None) -> str:
    return f'<strong class="holder">{foreign(holder or "No holder named")}</strong>'


def foreign(text: str) -> str:
    """Escaped, and isolated so that right-to-left words do not reorder the line around them."""
    return f"<bdi>{escape(text)}</bdi>"


def _source(document: Document, paragraph: str | None, page: int | None, section: str = "") -> list[str]:
    """The lines title and symbol; body, session and date; paragraph and page; a warning. Unknown ones are empty."""
    title = f"<cite>{foreign(document.title or document.id)}</cite>"
    held = DATE_VERBS.get(document.date_kind, "") + day(document.date) if document.date else ""
    session = f"session {document.session}" if document.session else ""
    place = [f"“{section}”" if section else "", printed(paragraph or ""), f"page {page}" if page else ""]
    return [
        title + (f" · {foreign(document.symbol)}" if document.symbol else ""),
        " · ".join(foreign(part) for part in (document.body, session, held) if part),
        " · ".join(foreign(part) for part in place if part),
        SEEN_BY_OCR if page in document.ocr_pages else f"This file has {document.problem}" if document.problem else "",
    ]


def _also(places: Sequence[Place]) -> str:
    return f"The same text: {foreign('; '.join(map(str, places)))}" if places else ""


def _understood(answer: Answer) -> str:
    """What was made of the question, folded: it can be looked at when an answer surprises."""
    lines = answer.searched.get("understood", ())
    items = "".join(f"<li>{foreign(line)}</li>" for line in lines)
    return (
        f'<details class="understood"><summary>How the question was understood</summary><ul>{items}</ul></details>'
        if items
        else ""
    )


def _marked_quote(citation: Citation) -> str:
    """The passage with the quote in <mark>; the quote alone where it does not stand wholly inside."""
    text = citation.passage.text
    start, end = citation.start - citation.passage.start, citation.end - citation.passage.start
    if start < 0 or not citation.quote or text[start:end] != citation.quote:
        return f"<mark>{escape(citation.quote)}</mark>"
    before, after = text[:start], text[end:]
    if len(before) > CONTEXT_CHARACTERS:
        before = "…" + before[-CONTEXT_CHARACTERS:]
    return f"{escape(before)}<mark>{escape(citation.quote)}</mark>{escape(shorten(after, CONTEXT_CHARACTERS))}"


def _newest(turns: Sequence[Turn]) -> int | None:
    """The number (from 1) of the last turn with an answer; None: there is none."""
    return max((number for number, turn in enumerate(turns, start=1) if turn.answer), default=None)


def _prefix(number: int, newest: int | None) -> str:
    """What stands before the ids of a turn's cards: the newest answer has plain "citation-1"."""
    return "" if number == newest else f"answer-{number}-"
