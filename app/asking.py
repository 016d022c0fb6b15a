"""The commands that read an index: ask, search, documents, chat."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Annotated

import typer

from app.options import DONE, INCOMPLETE, IndexOption, JsonOption, ModelOption
from app.settings import Settings, load
from app.terminal import print_citations, print_json, print_understood
from ingest.labels import printed

if TYPE_CHECKING:
    from app.assistant import Assistant


def ask(
    question: Annotated[str, typer.Argument(metavar="QUESTION")],
    history: Annotated[
        list[str] | None, typer.Option(metavar="TEXT", help="An earlier question of the conversation. May be repeated.")
    ] = None,
    delegation: Annotated[
        list[str] | None, typer.Option(metavar="NAME", help="Only the words of this State or group. May be repeated.")
    ] = None,
    session: Annotated[int | None, typer.Option(metavar="N", min=1, help="Only this session.")] = None,
    index: IndexOption = None,
    model: ModelOption = None,
    as_json: JsonOption = False,
) -> None:
    """Answer QUESTION from the indexed documents, with checked citations.

    Exit status: 0 answered, 1 the documents do not say, 2 could not run.
    """
    assistant = _assistant(load({"index": index, "model": model}))
    answer = assistant.ask(question, history or [], delegation or [], None if session is None else str(session))
    if as_json:
        print_json(answer.to_json())
    else:
        print(answer.text)
        print_citations(answer)
        print_understood(answer.searched)
    raise typer.Exit(DONE if answer.answered else INCOMPLETE)


def search(
    query: Annotated[str, typer.Argument(metavar="QUERY")],
    wanted: Annotated[int, typer.Option("-k", min=1, max=100, help="How many passages.")] = 10,
    index: IndexOption = None,
    model: ModelOption = None,
    as_json: JsonOption = False,
) -> None:
    """The ranked passages for QUERY, each with the reason it was found.

    Exit status: 0 done, 1 nothing found, 2 could not run.
    """
    found = _assistant(load({"index": index, "model": model})).search(query, wanted)
    if as_json:
        print_json({"query": query, "hits": [hit.to_json() for hit in found.hits], "searched": found.searched})
    else:
        for rank, hit in enumerate(found.hits, start=1):
            passage = hit.passage
            place = ", ".join(
                filter(None, [f"p. {passage.page}" if passage.page else "", printed(passage.paragraph or "")])
            )
            print(
                f"{rank}. {passage.speaker or 'no holder named'} | {passage.document_id}{f' ({place})' if place else ''}"
            )
            print(f"   {' '.join(passage.text.split())[:300]}")
            print(f"   why: {hit.why}")
            if hit.also:
                print(f"   also in: {'; '.join(map(str, hit.also))}")
        print_understood(found.searched)
    raise typer.Exit(DONE if found.hits else INCOMPLETE)


def documents(
    name: Annotated[
        str | None, typer.Argument(metavar="[NAME]", help="A document, by path, file name or symbol.  [default: all]")
    ] = None,
    index: IndexOption = None,
    text: Annotated[
        str | None, typer.Option("--text", metavar="NAME", help="Print the text in which start and end count.")
    ] = None,
    as_json: JsonOption = False,
) -> None:
    """What is in the index; of the document NAME each value that was found, and where it comes from.

    Exit status: 0 done, 2 could not run.
    """
    settings = load({"index": index})
    from app import listing
    from ingest.naming import chosen
    from ingest.scan import printable
    from ingest.truth import roots
    from retriever.index import open_corpus

    corpus = open_corpus(settings.index)
    if text is not None:
        print(corpus.document(chosen(corpus.records, text, settings.index)).text)
        return
    keys = list(corpus.records) if name is None else [chosen(corpus.records, name, settings.index)]
    if as_json:
        print_json(
            {
                "generation": corpus.manifest.number,
                "folders": list(roots(settings.index).values()),
                "documents": [
                    listing.described(corpus.records[key], int((corpus.document_ids == key).sum())) for key in keys
                ],
            }
        )
        return
    count = Counter(map(str, corpus.document_ids))
    if name is None:
        lines = listing.listing(corpus.records, count)
        lines.append(f"given to ingest: {', '.join(map(printable, roots(settings.index).values())) or 'not known'}")
    else:
        lines = listing.details(corpus.records[keys[0]], count[keys[0]], corpus.superseded_by.get(keys[0], ""))
    print("\n".join(lines))


def chat(
    index: IndexOption = None,
    model: ModelOption = None,
    host: Annotated[str | None, typer.Option(help="The address to listen on.  [default: 127.0.0.1]")] = None,
    port: Annotated[int | None, typer.Option(help="The port to listen on.  [default: 7860]")] = None,
) -> None:
    """Open the chat in a browser: questions beside their evidence, and the documents, which can be added to.

    Exit status: 0 closed, 2 could not run.
    """
    settings = load({"index": index, "model": model, "host": host, "port": port})
    assistant = _assistant(settings)
    from app.chat import serve
    from app.library import Library

    serve(assistant, Library(assistant.published, settings), settings.host, settings.port)


def _assistant(settings: Settings) -> Assistant:
    from app.assistant import Assistant

    return Assistant.open(settings.index, settings.model, settings.reranker)


COMMANDS = (ask, search, documents, chat)
