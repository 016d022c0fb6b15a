"""Which document a user means: by its path, its symbol, or the name of its file."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import PurePath

from ingest.document import Document
from ingest.errors import BadInput
from ingest.scan import printable
from ingest.symbols import canonical, parts


def chosen(records: Mapping[str, Document], name: str, index: object) -> str:
    """The document id that `name` is: itself, a symbol, or the path or name of a file with its bytes.

    Raises: BadInput when no document is called so, or several are.
    """
    name = printable(name)
    if name in records:
        return name
    symbol = canonical(name)
    found = [key for key, document in records.items() if symbol in (document.symbol, *parts(document.symbol))]
    found = found or [key for key, document in records.items() if name in document.locations]
    found = found or [
        key for key, document in records.items() if name in (PurePath(path).name for path in (key, *document.locations))
    ]
    if len(found) > 1:
        raise BadInput(f"{name}: {len(found)} documents are called so: {', '.join(found[:3])}: name one by its path")
    if not found:
        raise BadInput(f"{name}: no such document in {index}; `rapporteur documents` lists them")
    return found[0]
