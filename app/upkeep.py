"""The commands that make and keep an index: ingest, fetch, remove, verify."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, NoReturn

import typer

from app.options import DONE, INCOMPLETE, IndexOption, JsonOption, ModelOption
from app.settings import Settings, load
from app.terminal import print_fetched, print_json, print_receipt, print_verification, progress
from ingest.lock import require_free

if TYPE_CHECKING:
    from ingest.embedding import NamedEmbeddings
    from ingest.receipt import Receipt


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
    if not dry_run:
        require_free(settings.index)
    from ingest.run import foreseen
    from ingest.run import ingest as run

    if dry_run:
        foretold = foreseen(settings.index, paths or [], _embeddings(settings), rebuild, allow_mass_delete)
        _end(foretold, settings, as_json)
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


COMMANDS = (ingest, fetch, remove, verify)
