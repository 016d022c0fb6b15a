"""Shared fixtures: a fake model and a folder of tiny invented documents."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from browsing import chromium
from fakes import hashed_words

from ingest import neighbours
from ingest.embedding import NamedEmbeddings

# Both texts are invented.
PORTS = """# Nauru's statement on harbours

Nauru asks for a register of harbour computers. The register is to be open to every State.

Nauru also asks that pilots report broken buoys within two days.
"""
LAMPS = """# Bhutan's statement on lamps

Bhutan wants street lamps to have passwords. A lamp without a password is to be switched off.
"""


@pytest.fixture(autouse=True)
def neighbours_here(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """Vector stores are built in this process, which has Chroma loaded: a new one takes a second each time.

    Tests of that process itself are marked `own_process`.
    """
    if "own_process" not in request.keywords:
        monkeypatch.setattr(neighbours, "_ask", neighbours.here)


@pytest.fixture
def embeddings() -> NamedEmbeddings:
    return hashed_words()


@pytest.fixture
def papers(tmp_path: Path) -> Path:
    """A folder with two documents, harbours.md and lamps.md."""
    folder = tmp_path / "papers"
    folder.mkdir()
    (folder / "harbours.md").write_text(PORTS, "utf-8")
    (folder / "lamps.md").write_text(LAMPS, "utf-8")
    return folder


@pytest.fixture
def index(tmp_path: Path) -> Path:
    """Where an index is to be made; nothing is there yet."""
    return tmp_path / "index"


@pytest.fixture(scope="module")
def browser() -> Iterator[Any]:
    """A browser for the tests of a module; they are skipped where there is none, and fail with REQUIRE_BROWSER=1."""
    with chromium() as found:
        yield found
