"""What holds where nothing else is chosen; importing it costs nothing."""

from __future__ import annotations

DEFAULT_MODEL = "all-MiniLM-L6-v2"
DEFAULT_ROOT = "corpus/documents"
MOST_BYTES = 200_000_000  # of a document
