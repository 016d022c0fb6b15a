"""Real and hostile files: run only where ../shared is, which is no part of the project."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from ingest.errors import UnreadableFile
from ingest.holders import Turn
from ingest.isolation import Limits, Reader
from ingest.parse import Parsed, parse
from ingest.passages import Passage
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


# Facts of the real compendium: holder, first and last page, languages in the order of their appearance.
EXPLANATIONS = [
    ("Argentina", 3, 3, ["es"]),
    ("Australia", 4, 5, ["en"]),
    ("Brazil", 5, 5, ["en"]),
    ("Cuba", 5, 6, ["en"]),
    ("Egypt", 6, 7, ["en"]),
    ("El Salvador", 7, 11, ["es", "en"]),
    ("Iran (Islamic Republic of)", 11, 12, ["en"]),
    ("Ireland", 12, 13, ["en"]),
    ("Israel", 13, 13, ["en"]),
    ("Malta", 14, 14, ["en"]),
    ("like-minded group", 14, 15, ["en"]),
    ("Nicaragua", 15, 16, ["es"]),
    ("Niger", 16, 17, ["fr"]),
    ("Republic of Korea", 17, 17, ["en"]),
    ("Russian Federation", 17, 22, ["en", "ru"]),
    ("Switzerland", 22, 24, ["fr", "en"]),
    ("Arab Group", 24, 25, ["ar"]),
    ("European Union", 25, 26, ["en"]),
]


@pytest.fixture(scope="module")
def compendium() -> Parsed:
    return parse(COMPENDIUM, "compendium.pdf")


def statements(parsed: Parsed) -> list[tuple[Turn, list[Passage]]]:
    """The turns of delegations and groups, each with its passages."""
    ends = [turn.start for turn in parsed.turns[1:]] + [len(parsed.document.text)]
    return [
        (turn, [passage for passage in parsed.passages if turn.start <= passage.start < end])
        for turn, end in zip(parsed.turns, ends, strict=True)
        if turn.holder not in (None, "Secretariat")
    ]


@needs_documents
def test_each_statement_of_the_compendium_has_its_holder_pages_and_languages(compendium):
    page_at = compendium.document.page_at
    assert [
        (
            turn.holder,
            page_at(turn.start),
            page_at(said[-1].end - 1),
            list(dict.fromkeys(part.language for part in said)),
        )
        for turn, said in statements(compendium)
    ] == EXPLANATIONS


@needs_documents
def test_the_translations_in_the_compendium_are_linked_to_their_originals(compendium):
    linked = {
        turn.holder: {part.language for part in said if part.translation_of} for turn, said in statements(compendium)
    }
    assert {holder: languages for holder, languages in linked.items() if languages} == {
        "El Salvador": {"en"}, "Russian Federation": {"en"}, "Switzerland": {"en"},
    }  # fmt: skip


@needs_documents
def test_gold_quotes_stand_in_the_text_on_their_page_under_their_holder():
    folders = ("seed", "un-docs/pdf/A_AC.292_2025_INF_5.en.pdf", "un-docs/resolutions", "un-docs/debates")
    arguments = [*(str(SHARED / folder) for folder in folders), "--questions", str(SHARED / "questions/dev.jsonl")]
    script = str(ROOT / "benchmarks" / "reading.py")
    done = subprocess.run([sys.executable, script, *arguments], cwd=ROOT, capture_output=True, text=True, check=True)
    counts = dict(pair.split(": ") for pair in done.stdout.splitlines()[-1].split(" · "))
    # The one that is not found spells an Arabic word as another program took it out of the file.
    assert (counts["quotes"], counts["as written"]) == ("108", "107")
    assert (counts["of one holder"], counts["with the right holder"]) == ("60", "60")
    assert (counts["with a page"], counts["on the right page"]) == ("52", "52")


@needs_documents
def test_the_group_statements_of_the_compendium_name_reader_and_members(compendium):
    groups = {turn.holder: turn for turn in compendium.turns if turn.delivered_by}
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
