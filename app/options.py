"""The options that the commands share, and the statuses that they end with."""

from __future__ import annotations

from typing import Annotated

import typer

DONE, INCOMPLETE, UNDER = 0, 1, 5

IndexOption = Annotated[str | None, typer.Option("--index", metavar="DIR", help="The index.  [default: .rapporteur]")]
JsonOption = Annotated[bool, typer.Option("--json", help="Print the whole result as JSON.")]
ModelOption = Annotated[
    str | None, typer.Option("--model", help="The embedding model.  [default: all-MiniLM-L6-v2, which is installed]")
]
