"""Real and hostile files: run only where ../shared is, which is no part of the project."""

from __future__ import annotations

from pathlib import Path

import pytest

from ingest.errors import UnreadableFile
from ingest.isolation import Limits, Reader
from ingest.parse import parse
from ingest.readers import READERS

ROOT = Path(__file__).parent.parent
SHARED = ROOT.parent / "shared"
COMPENDIUM = SHARED / "un-docs" / "pdf" / "A_AC.292_2025_INF_5.en.pdf"
SOUND = SHARED / "hostile" / "README.md"
SAMPLE = 300
LIMIT_S = 20  # for one file

needs_documents = pytest.mark.skipif(
    not COMPENDIUM.exists(), reason="1 real compendium not tried: no ../shared/un-docs"
)
needs_hostile = pytest.mark.skipif(
    not (SHARED / "hostile").is_dir(), reason=f"{SAMPLE} hostile files not tried: no ../shared/hostile"
)


@needs_documents
def test_each_statement_of_the_compendium_has_its_holder_and_page():
    found = parse(COMPENDIUM, "compendium.pdf")
    said = [turn for turn in found.turns if turn.holder not in (None, "Secretariat")]
    assert [(turn.holder, found.document.page_at(turn.start)) for turn in said] == [
        ("Argentina", 3),
        ("Australia", 4),
        ("Brazil", 5),
        ("Cuba", 5),
        ("Egypt", 6),
        ("El Salvador", 7),
        ("Iran (Islamic Republic of)", 11),
        ("Ireland", 12),
        ("Israel", 13),
        ("Malta", 14),
        ("like-minded group", 14),
        ("Nicaragua", 15),
        ("Niger", 16),
        ("Republic of Korea", 17),
        ("Russian Federation", 17),
        ("Switzerland", 22),
        ("Arab Group", 24),
        ("European Union", 25),
    ]


@needs_documents
def test_the_group_statements_of_the_compendium_name_reader_and_members():
    groups = {turn.holder: turn for turn in parse(COMPENDIUM, "compendium.pdf").turns if turn.delivered_by}
    assert {holder: (turn.delivered_by, len(turn.members)) for holder, turn in groups.items()} == {
        "like-minded group": ("Nicaragua", 11),
        "Arab Group": ("Tunisia", 0),
    }


@needs_hostile
def test_hostile_files_are_read_or_unreadable_and_cost_no_other_file():
    paths = sorted(path for path in (SHARED / "hostile").rglob("*") if path.suffix.casefold() in READERS)
    sample = paths[:: max(1, len(paths) // SAMPLE)]
    assert len(sample) >= SAMPLE
    died: list[str] = []
    with Reader(Limits(time_s=LIMIT_S)) as reader:
        for path in sample:
            try:
                reader.parse(path, path.name)
            except UnreadableFile as error:
                if str(error).startswith("its reader"):
                    died.append(f"{path}: {error}")
        assert reader.parse(SOUND, SOUND.name).passages
    assert died == []
