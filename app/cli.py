"""The command line: one verb per command, results on stdout, progress and errors on stderr."""

from __future__ import annotations

import errno
import logging
import os
import sys
import tempfile
import traceback
from typing import Any

# Before any library reads them: no telemetry, no look-up of a newer version.
os.environ.setdefault("ANONYMIZED_TELEMETRY", "False")
os.environ.setdefault("GRADIO_ANALYTICS_ENABLED", "False")
os.environ.setdefault("HF_HUB_DISABLE_TELEMETRY", "1")
os.environ.setdefault("DO_NOT_TRACK", "1")
os.environ.setdefault("LANGSMITH_TRACING", "false")

import typer

from app import asking, evaluating, upkeep
from app.options import DONE
from ingest.errors import BadInput, NotWritable, RapporteurError
from ingest.scan import printable

UNEXPECTED = 70
FULL = (errno.ENOSPC, errno.EDQUOT, errno.EROFS)
# Click's UsageError: some versions of typer bring a click of their own.
USAGE: type[Exception] = typer.BadParameter.__mro__[1]

KEPT = {  # what a command says that is stopped
    "ingest": "what was read is kept, and the next `rapporteur ingest` goes on",
    "fetch": "what is fetched stays, and the next `rapporteur fetch` goes on",
    "evaluate": "what was answered is kept, and the same command goes on",
}

commands = typer.Typer(
    help="Answers questions over UN documents on ICT security, with the passage that carries each sentence.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
)
for command in (*upkeep.COMMANDS, *asking.COMMANDS, *evaluating.COMMANDS):
    commands.command()(command)


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
        if kept := KEPT.get("".join(sys.argv[1:2])):
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
    command = typer.main.get_command(commands)
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
