"""Documents by their symbol from the UN's document system, for who asks for it: nothing else opens a connection."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import asdict, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from urllib.parse import quote

from ingest.catalogue import LANGUAGES, Selection, select
from ingest.deposit import Paper, keep, place, there, writing
from ingest.download import Pace, Server, Unwilling, is_loopback
from ingest.errors import BadInput, UnreadableFile
from ingest.isolation import Limits, Reader
from ingest.parse import NO_DOCUMENT, NO_TEXT
from ingest.sniff import NOT_THERE, NotFetched, NotThisForm, suffix_of
from ingest.symbols import canonical, is_symbol, parts

FORMS = ("pdf", "doc")  # as the system calls them; the second is asked for where the first is not there or not read
MOST_UNWILLING = 2  # documents in a row that the server did not answer for: then it is left alone
LONGEST = 100  # characters of a symbol
_SHORT = re.compile(
    r"(?:(?:(?:UN )?General Assembly|UNGA|GA) )?(?P<form>resolution|decision) (?P<number>\d{1,3}/\d{1,4})|"
    r"(?:(?:(?:UN )?Security Council|UNSC|SC) )?resolution (?P<council>\d{1,4} ?\(\d{4}\))",
    re.IGNORECASE,
)

_SEVERAL = re.compile(r"\s(?:[a-z]+\s|[a-z]{1,5}/)", re.IGNORECASE)  # a blank inside a symbol stands before neither

Progress = Callable[[str, int, int], None]


def symbols_of(given: Sequence[str]) -> tuple[str, ...]:
    """The symbols that a user has typed, as the UN writes them, each once.

    Raises: BadInput naming what is none.
    """
    found = []
    for text in given:
        words = " ".join(text.split())
        match = _SHORT.fullmatch(words)
        if match and match["council"]:
            words = f"S/RES/{match['council']}"
        elif match:
            words = f"A/{match['form'][:3].upper()}/{match['number']}"
        symbol = canonical(words)
        if _SEVERAL.search(words) or "/" not in symbol or len(symbol) > LONGEST or not is_symbol(symbol):
            raise BadInput(f"{text!r} is no document symbol: write it as printed, A/RES/75/240 or A/AC.292/2021/1")
        found.append(symbol)
    return tuple(dict.fromkeys(found))


def chosen(given: Sequence[str], language: str, catalogue: bool, process: str | None) -> Selection:
    """What is to be asked for: the symbols that are given, or those of the `catalogue`.

    Raises: BadInput when there are none, or what is given does not go together.
    """
    if language not in LANGUAGES:
        raise BadInput(f"--language {language!r} is none of {', '.join(LANGUAGES)}")
    if process is not None and not catalogue:
        raise BadInput("--process chooses from the catalogue: add --catalogue")
    if bool(given) == catalogue:
        raise BadInput("name symbols, as in `rapporteur fetch A/RES/75/240`, or give --catalogue, and not both")
    return select(process, language) if catalogue else Selection(symbols_of(given))


def fetch(
    symbols: Sequence[str],
    language: str,
    folder: Path,
    url: str,
    progress: Progress,
    pace: Pace | None = None,
    limits: Limits | None = None,
) -> list[Paper]:
    """Bring the documents with these `symbols` into `folder`, one after the other; those that are there are not asked for.

    Each gets a sidecar that says from where and when. What was begun before and not finished is begun again.

    Raises: Unreachable when nothing can be asked of the server at `url`, BadInput when another fetch writes into
    `folder`, NotWritable. What was fetched before stays.
    """
    papers: list[Paper] = []
    unwilling = 0
    with writing(folder) as staging, Server(url, pace or _pace(url)) as server, Reader(limits) as reader:
        for symbol in symbols:
            progress("fetch", len(papers), len(symbols))
            paper = Paper(symbol, language, "failed")
            try:
                found = there(paper, folder)
                if found is None and unwilling >= MOST_UNWILLING:
                    raise Unwilling(f"not asked for: {server.host} gave none of the {MOST_UNWILLING} before it")
                paper = found or _fetched(paper, folder, staging, server, reader)
                unwilling = 0 if found is None else unwilling
            except NotFetched as error:
                paper = replace(paper, reason=str(error))
                unwilling = unwilling + 1 if isinstance(error, Unwilling) else 0
            papers.append(paper)
        progress("fetch", len(papers), len(symbols))
    return papers


def to_json(papers: Sequence[Paper], chosen: Selection, folder: Path, url: str) -> dict[str, Any]:
    """What a fetch did, for `fetch --json`."""
    return {
        "server": url,
        "folder": str(folder),
        "documents": [asdict(paper) for paper in papers],
        "not_asked_for": [{"symbol": symbol, "languages": languages} for symbol, languages in chosen.elsewhere],
        "rows_without_symbol": chosen.without_symbol,
    }


def address(url: str, symbol: str, language: str, form: str) -> str:
    """Where the system at `url` is asked for a document: it knows symbols without blanks, as "S/RES/1540(2004)"."""
    return f"{url}/api/symbol/access?s={quote(symbol.replace(' ', ''), safe='')}&l={language}&t={form}"


def _pace(url: str) -> Pace:
    """That of a guest; a server on this machine needs no pauses."""
    return Pace(pause_s=0) if is_loopback(url) else Pace()


def _fetched(paper: Paper, folder: Path, staging: Path, server: Server, reader: Reader) -> Paper:
    """`paper` once it lies in `folder`. Raises: NotFetched with the reason for each form that was asked for."""
    reasons: list[str] = []
    for form in FORMS:
        part = staging / "part"
        try:
            came_from = server.save(address(server.url, paper.symbol, paper.language, form), part)
            suffix = suffix_of(part)
            checked = part.replace(part.with_suffix(suffix))
            remark = _read(checked, paper.symbol, reader)
        except NotThisForm as error:
            reasons.append(str(error))
            continue
        path = place(paper, folder, suffix)
        now = datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
        paper = replace(paper, state="fetched", path=str(path), source_url=came_from, retrieved=now, reason=remark)
        keep(checked, path, paper)
        return paper
    one = len(set(reasons)) == 1
    raise NotFetched(reasons[0] if one else f"as PDF: {reasons[0]}; as Word: {reasons[1]}")


def _read(path: Path, symbol: str, reader: Reader) -> str:
    """What is to be known of a document that has come: "" where page one bears the symbol, or none.

    Raises: NotThisForm when it is an error page; NotFetched when it is another document or cannot be read.
    """
    try:
        document = reader.parse(path, f"paper{path.suffix}").document  # a name that hints at no symbol
    except UnreadableFile as error:
        if str(error).startswith(NO_TEXT):
            return "no text in it, so its symbol was not compared: ingest reads it if it can recognise text"
        if str(error).startswith(NO_DOCUMENT):
            raise NotThisForm(NOT_THERE) from error
        raise NotFetched(f"what came cannot be read: {error}") from error
    if document.symbol and not _bare(symbol) & _bare(document.symbol):
        raise NotFetched(f"another document came: page one says {document.symbol}")
    return "" if document.symbol else "no symbol was recognised on page one, so none was compared: have a look at it"


def _bare(symbol: str) -> set[str]:
    """Its symbols without what is written now so, now otherwise: "A/81/6 (Sect. 5)" is also "A/81/6/SECT.5"."""
    apart = (re.sub(r"(?<=\d)\W+(?=\d)", "_", part.casefold()) for part in parts(symbol))  # A/7/81 is not A/78/1
    return {re.sub(r"\W+", "", part) for part in apart}
