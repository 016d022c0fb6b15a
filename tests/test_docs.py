"""The README keeps its promises: its commands exist, its answer is real, its paths and keys are there."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import pytest

from app.answer import REASONS
from app.settings import Settings

ROOT = Path(__file__).parent.parent
README = (ROOT / "README.md").read_text("utf-8")
SCRIPT = Path(sys.executable).with_name("rapporteur")
COMMANDS = sorted(
    set(re.findall(r"rapporteur (ingest|ask|search|documents|fetch|evaluate-diff|evaluate|chat)(?![\w-])", README))
)


def test_every_command_is_in_the_readme():
    assert COMMANDS == ["ask", "chat", "documents", "evaluate", "evaluate-diff", "fetch", "ingest", "search"]


@pytest.mark.parametrize("command", COMMANDS)
def test_a_command_of_the_readme_exists_with_its_options(command):
    done = subprocess.run([SCRIPT, command, "--help"], capture_output=True, text=True)
    assert done.returncode == 0
    row = next(
        line
        for line in README.splitlines()
        if line.startswith((f"| `rapporteur {command} ", f"| `rapporteur {command}`"))
    )
    for option in re.findall(r"--[a-z]+", row):
        assert option in done.stdout


def test_the_answer_in_the_readme_is_the_answer(tmp_path):
    asked = re.search(r'\$ rapporteur ask "([^"]+)"\n\n(.*?)\n## ', README, re.S)
    assert asked
    index = tmp_path / "index"
    for arguments in (["ingest", "corpus/documents"], ["ask", asked[1]]):
        done = subprocess.run([SCRIPT, *arguments, "--index", index], cwd=ROOT, capture_output=True, text=True)
        assert done.returncode == 0, done.stderr
    assert done.stdout.strip() == asked[2].strip()


def test_make_has_the_targets_that_the_readme_gives():
    targets = set(re.findall(r"^([a-z]+):", (ROOT / "Makefile").read_text("utf-8"), re.M))
    named = set(re.findall(r"^    make ([a-z]+)", README, re.M))
    assert named == {"chat", "test"}
    assert named <= targets


def test_the_paths_in_the_readme_are_there():
    named = set(re.findall(r"`((?:app|benchmarks|corpus|ingest|retriever)/[\w./]*)`", README))
    named |= set(re.findall(r"\| ((?:app|ingest|retriever)/\w+\.py) \|", README))
    assert len(named) > 10
    assert {path for path in named if not (ROOT / path).exists()} == set()


def test_the_reasons_and_settings_in_the_readme_are_those_of_the_code():
    row = next(line for line in README.splitlines() if line.startswith("| `answered`, `reason`"))
    assert {reason for reason in REASONS if f"`{reason}`" not in row} == set()
    said = re.search(r"Settings \((.*?)\)", README, re.S)
    assert said
    assert re.findall(r"`(\w+)`", said[1]) == list(Settings.model_fields)


def test_the_default_build_of_torch_is_the_one_for_processors():
    assert re.search(r"^torch==2\.13\.0$", (ROOT / "constraints.txt").read_text("utf-8"), re.M)


def test_no_file_of_the_project_names_a_place_of_one_machine():
    tracked = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, text=True).stdout.split("\0")
    if not any(tracked):
        pytest.skip("not a git checkout: 1 check of tracked files not made")
    wrong = re.compile(r"/(?:home|Users|root|work)/\w")
    texts = {path: (ROOT / path).read_text("utf-8", "replace") for path in tracked if path and (ROOT / path).is_file()}
    assert {path for path, text in texts.items() if wrong.search(text)} == set()
