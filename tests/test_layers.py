"""Layers: imports point from app to retriever to ingest, and importing them has no effect."""

from __future__ import annotations

import ast
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
MODULES = {
    package: sorted((ROOT / package).rglob("*.py"))
    for package in ("ingest", "retriever", "app")
}  # fmt: skip
HEAVY = ("torch", "chromadb", "gradio", "sentence_transformers", "onnxruntime", "transformers")
WRAPPERS = {"ingest.vectorstore"}  # stands between us and chromadb, and is imported inside the functions that need it


def imported(path: Path) -> set[str]:
    """The packages that a module imports anywhere, also inside its functions."""
    found: set[str] = set()
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.Import):
            found |= {alias.name.split(".")[0] for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            found.add(node.module.split(".")[0])
    return found


def name_of(path: Path) -> str:
    return ".".join(path.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__")


@pytest.mark.parametrize(("package", "left"), [("ingest", {"retriever", "app"}), ("retriever", {"app"})])
def test_a_package_imports_only_what_stands_left_of_it(package, left):
    wrong = {name_of(path): imported(path) & left for path in MODULES[package] if imported(path) & left}
    assert wrong == {}


def test_no_package_imports_the_tests_or_the_benchmarks():
    for paths in MODULES.values():
        for path in paths:
            assert not imported(path) & {"tests", "benchmarks", "fakes", "pytest"}


def test_importing_everything_prints_nothing_and_loads_no_heavy_library():
    names = [name_of(path) for paths in MODULES.values() for path in paths]
    wanted = [name for name in names if name not in WRAPPERS and not name.endswith("__main__")]
    program = (
        "import importlib, sys\n"
        f"for name in {wanted!r}: importlib.import_module(name)\n"
        f"sys.exit(' '.join(name for name in {HEAVY!r} if name in sys.modules) or 0)"
    )
    done = subprocess.run([sys.executable, "-c", program], cwd=ROOT, capture_output=True, text=True)
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")
