"""The command line: one verb per command, results on stdout, progress and errors on stderr."""

from __future__ import annotations

import errno
import logging
import os
import sys
import tempfile
import traceback
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, NoReturn

# Before any library reads them: no telemetry, no look-up of a newer version.
os.environ.setdefault("ANONYMIZED_TELEMETRY", "False")
os.environ.setdefault("GRADIO_ANALYTICS_ENABLED", "False")
os.environ.setdefault("HF_HUB_DISABLE_TELEMETRY", "1")
os.environ.setdefault("DO_NOT_TRACK", "1")
os.environ.setdefault("LANGSMITH_TRACING", "false")

import typer

from app.settings import Settings, load
from app.terminal import (
    print_citations,
    print_fetched,
    print_json,
    print_receipt,
    print_verification,
    progress,
)
from ingest.errors import BadInput, NotWritable, RapporteurError
from ingest.labels import printed
from ingest.scan import printable

if TYPE_CHECKING:
    from app.assistant import Assistant
    from ingest.embedding import NamedEmbeddings
    from ingest.receipt import Receipt

DONE, INCOMPLETE, UNEXPECTED = 0, 1, 70
FULL = (errno.ENOSPC, errno.EDQUOT, errno.EROFS)
KEPT = {
    "ingest": ["what was read is kept, and the next `rapporteur ingest` goes on"],
    "fetch": ["what is fetched stays, and the next `rapporteur fetch` goes on"],
}
# Click's UsageError: some versions of typer bring a click of their own.
USAGE: type[Exception] = typer.BadParameter.__mro__[1]

app = typer.Typer(
    help="Answers questions over UN documents on ICT security, with the passage that carries each sentence.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
)

IndexOption = Annotated[str | None, typer.Option("--index", metavar="DIR", help="The index.  [default: .rapporteur]")]
JsonOption = Annotated[bool, typer.Option("--json", help="Print the whole result as JSON.")]
ModelOption = Annotated[
    str | None, typer.Option("--model", help="The embedding model.  [default: all-MiniLM-L6-v2, which is installed]")
]


@app.command()
def ingest(
    paths: Annotated[
        list[str] | None, typer.Argument(metavar="[PATH]...", help="Files or folders.  [default: all known]")
    ] = None,
    index: IndexOption = None,
    model: ModelOption = None,
    rebuild: Annotated[bool, typer.Option("--rebuild", help="Read and embed everything anew.")] = False,
    allow_mass_delete: Annotated[
        bool,
        typer.Option(
            "--allow-mass-delete",
            help="Let documents go though more than half of a folder or of the index would, or a folder cannot be read.",
        ),
    ] = False,
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help="Say what would be done; read and write nothing but the names and bytes.")
    ] = False,
    as_json: JsonOption = False,
) -> None:
    """Bring the index up to date with the documents in PATHs, and publish it whole.

    The index remembers its folders: without PATH all of them are looked at, at first corpus/documents.
    Reads PDF, DOCX, HTML, Markdown and plain text.

    Exit status: 0 done, 1 some files failed or documents were withheld, 2 could not run, 3 another ingest is running,
    4 no space or not writable.
    """
    settings = load({"index": index, "model": model})
    from ingest.run import foreseen
    from ingest.run import ingest as run

    if dry_run:
        _end(foreseen(settings.index, paths or [], rebuild, allow_mass_delete), settings, as_json)
    with progress() as show:
        receipt = run(
            settings.index,
            paths or [],
            _embeddings(settings, download=True),
            show,
            rebuild,
            allow_mass_delete,
            limits=settings.limits(),
            ocr_languages=settings.recognised(),
        )
    _end(receipt, settings, as_json)


@app.command()
def remove(
    names: Annotated[
        list[str], typer.Argument(metavar="NAME...", help="Documents, by path, file name or symbol, or folders.")
    ],
    index: IndexOption = None,
    model: ModelOption = None,
    as_json: JsonOption = False,
) -> None:
    """Take documents out of the index, or a folder that was given to `ingest`; the files stay where they are.

    A document stays out, by its path and by its bytes, until its file is named to `rapporteur ingest`.

    Exit status: 0 done, 2 could not run, 3 an ingest is running, 4 no space or not writable.
    """
    settings = load({"index": index, "model": model})
    from ingest.run import remove as run
    from retriever.index import require_index

    require_index(settings.index)
    with progress() as show:
        receipt = run(settings.index, names, _embeddings(settings), show)
    _end(receipt, settings, as_json)


@app.command()
def verify(
    index: IndexOption = None,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Only look.")] = False,
    as_json: JsonOption = False,
) -> None:
    """Look at the index from all sides, and make anew what is damaged in it.

    Its record of documents, the files that readers see, every passage and vector, the lexical index and approximate
    search. It reads no document, and needs no model.

    Exit status: 0 sound or mended, 1 something is left, 2 could not run, 3 an ingest is running, 4 no space or not writable.
    """
    settings = load({"index": index})
    from ingest.verify import verify as run

    with progress() as show:
        done = run(settings.index, not dry_run, show)
    if as_json:
        print_json(done.to_json())
    else:
        print_verification(done, settings)
    raise typer.Exit(DONE if done.sound else INCOMPLETE)


@app.command()
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
    raise typer.Exit(DONE if answer.answered else INCOMPLETE)


@app.command()
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
    raise typer.Exit(DONE if found.hits else INCOMPLETE)


@app.command()
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
                "documents": [
                    listing.described(corpus.records[key], int((corpus.document_ids == key).sum())) for key in keys
                ],
            }
        )
        return
    count = Counter(map(str, corpus.document_ids))
    if name is None:
        lines = listing.listing(corpus.records, count)
    else:
        lines = listing.details(corpus.records[keys[0]], count[keys[0]], corpus.superseded_by.get(keys[0], ""))
    print("\n".join(lines))


@app.command()
def fetch(
    symbols: Annotated[
        list[str] | None, typer.Argument(metavar="[SYMBOL]...", help="Document symbols, as in A/RES/75/240.")
    ] = None,
    language: Annotated[str, typer.Option("--language", help="One of ar, zh, en, fr, ru, es.")] = "en",
    to: Annotated[Path, typer.Option("--to", metavar="DIR", help="Where the documents go.")] = Path("fetched"),
    catalogue: Annotated[
        bool, typer.Option("--catalogue", help="All that corpus/catalogue.csv has a symbol of.")
    ] = False,
    process: Annotated[
        str | None, typer.Option(metavar="NAME", help='Of the catalogue only this process, as in "OEWG 2021-2025".')
    ] = None,
    as_json: JsonOption = False,
) -> None:
    """Documents from the UN's document system by SYMBOL, each with a sidecar that says from where and when.

    The one command that needs a network. It asks for one document at a time, with pauses of five seconds, and not
    again for what is there. The terms of the UN's sites allow personal, non-commercial use, and no redistribution.

    Exit status: 0 all there, 1 some could not be fetched, 2 could not run, 4 no space or not writable.
    """
    settings = load({})
    from ingest import fetch as fetching

    chosen = fetching.chosen(symbols or [], language, catalogue, process)
    with progress() as show:
        papers = fetching.fetch(chosen.symbols, language, to, settings.documents_url, show, limits=settings.limits())
    if as_json:
        print_json(fetching.to_json(papers, chosen, to, settings.documents_url))
    else:
        print_fetched(papers, chosen.elsewhere, chosen.without_symbol, to)
    raise typer.Exit(DONE if all(paper.path for paper in papers) else INCOMPLETE)


@app.command()
def evaluate(
    questions: Annotated[Path, typer.Argument(metavar="QUESTIONS.jsonl")],
    index: IndexOption = None,
    model: ModelOption = None,
    report: Annotated[Path, typer.Option("--report", metavar="DIR", help="Where the answers and scores go.")] = Path(
        "report"
    ),
    as_json: JsonOption = False,
) -> None:
    """Ask every question of QUESTIONS.jsonl and score the answers against its gold quotes.

    Writes DIR/answers.jsonl, DIR/scores.jsonl and DIR/summary.json.

    Exit status: 0 done, 1 some rows or gold quotes could not be used, 2 could not run.
    """
    from app.evaluation import evaluate as run
    from app.evaluation import render, write_report
    from app.questions import read_questions

    read = read_questions(questions)
    assistant = _assistant(load({"index": index, "model": model}))
    with progress() as show:
        done = run(assistant, read.questions, lambda count, total: show("ask", count, total), problems=read.problems)
    write_report(done, report)
    if as_json:
        print_json(done.to_json())
    else:
        print(render(done))
        print(f"answers and scores: {report}")
    raise typer.Exit(INCOMPLETE if read.problems or done.errors else DONE)


@app.command()
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


def main() -> None:
    """Run the command line; an error is one line on stderr."""
    handler = logging.StreamHandler(sys.stderr)
    handler.setLevel(logging.WARNING)  # on the handler: bm25s sets its own logger to DEBUG when it is imported
    logging.basicConfig(format="%(levelname)s: %(message)s", handlers=[handler])
    logging.getLogger("chromadb").setLevel(logging.ERROR)
    try:
        status = _run()
        sys.stdout.flush()
        sys.exit(status)
    except RapporteurError as error:
        print(f"rapporteur: {printable(str(error))}", file=sys.stderr)  # a path that was given may hold a line break
        sys.exit(error.exit_status)
    except USAGE as error:
        print(_usage(error), file=sys.stderr)
        sys.exit(BadInput.exit_status)
    except (KeyboardInterrupt, typer.Abort):
        for kept in KEPT.get("".join(sys.argv[1:2]), ()):
            print(f"rapporteur: stopped: {kept}", file=sys.stderr)
        sys.exit(130)
    except BrokenPipeError:
        _let_go_of_stdout()
        sys.exit(DONE)
    except Exception as error:
        if isinstance(error, OSError) and error.errno in FULL:
            _let_go_of_stdout()
            where = error.filename or "the output"
            print(f"rapporteur: {where} cannot be written ({error.strerror}): free some space", file=sys.stderr)
            sys.exit(NotWritable.exit_status)
        with tempfile.NamedTemporaryFile("w", prefix="rapporteur-", suffix=".log", delete=False) as file:
            traceback.print_exc(file=file)
        print(f"rapporteur: unexpected error: {_line(error)}; the details are in {file.name}", file=sys.stderr)
        sys.exit(UNEXPECTED)


def _run() -> int:
    """The exit status. Click's own `main` would hide a closed pipe and tell a wrong option in three lines."""
    command = typer.main.get_command(app)
    try:
        with command.make_context("rapporteur", sys.argv[1:]) as context:
            command.invoke(context)
    except typer.Exit as done:
        return done.exit_code
    return DONE


def _usage(error: Any) -> str:
    """One line for a wrong option or argument; the whole help where there was none at all."""
    said = error.format_message()
    if len(sys.argv) == 1:
        return str(said)
    command = error.ctx.command_path if error.ctx else "rapporteur"
    option = getattr(error, "option_name", "--")
    file = command.endswith(" ingest") and not option.startswith("--")
    hint = f", and a file by such a name is given as ./{option}…" if file else ""
    return f"rapporteur: {' '.join(said.split()).rstrip('.')}{hint}; see `{command} --help`"


def _let_go_of_stdout() -> None:
    """Spare the interpreter from writing at its end what could not be written."""
    try:
        sys.stdout.flush()
    except OSError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def _line(error: BaseException) -> str:
    return " ".join(f"{type(error).__name__}: {error}".split())[:300]


def _end(receipt: Receipt, settings: Settings, as_json: bool) -> NoReturn:
    """Print a receipt, and exit with the status that goes with it."""
    if as_json:
        print_json(receipt.to_json())
    else:
        print_receipt(receipt, settings)
    raise typer.Exit(DONE if receipt.complete else INCOMPLETE)


def _embeddings(settings: Settings, download: bool = False) -> NamedEmbeddings:
    from ingest.embedding import load as load_model

    return load_model(settings.model, download)


def _assistant(settings: Settings) -> Assistant:
    from app.assistant import Assistant

    return Assistant.open(settings.index, settings.model)
