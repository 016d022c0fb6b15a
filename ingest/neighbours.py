"""The vector store of a generation, built and checked in a process of its own: `python -m ingest.neighbours`.

What Chroma writes holds whatever lay in the memory of the process that writes it: this one has seen nothing but the
generation. One that crashes or hangs costs approximate search, not the ingest, nor the chat that runs it.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from contextlib import closing
from pathlib import Path
from typing import Any

import numpy as np

from ingest.child import environment
from ingest.disk import of_the_disk
from ingest.generation import CHROMA, CORPUS, VECTORS
from ingest.stored import reading
from ingest.worker import end_with_parent

SAMPLE = 50  # passages whose top 10 are compared with exact search; all must find themselves
RELINKED = 3
AGREEMENT = 0.99  # share of exact search's top 10 that approximate search must give on the sample
LEAST_S, PASSAGES_A_SECOND = 300, 20  # what it may take: forty times what it takes on a free processor


def build(folder: Path) -> str:
    """Build the vector store of a generation from its corpus and vectors: what is wrong with it, "" where nothing is.

    Raises: OSError when the disk is full.
    """
    return _ask("build", folder)


def check(folder: Path) -> str:
    """In what the vector store of a generation differs from its corpus and its exact search; "" where it agrees."""
    return _ask("check", folder)


def _ask(verb: str, folder: Path) -> str:
    command = [sys.executable, "-P", "-m", "ingest.neighbours", verb, str(folder.absolute()), str(os.getpid())]
    passages = len(np.load(folder / VECTORS, mmap_mode="r"))
    try:
        done = subprocess.run(  # noqa: S603 - our own module
            command, capture_output=True, env=environment(), stdin=subprocess.DEVNULL, start_new_session=True,
            timeout=LEAST_S + passages / PASSAGES_A_SECOND,
        )  # fmt: skip
    except subprocess.TimeoutExpired as late:
        return f"its process took more than {late.timeout:.0f} s"
    said = done.stdout.decode("utf-8", "replace").strip().splitlines()[-1:]
    if done.returncode or not said:
        last = done.stderr.decode("utf-8", "replace").strip().splitlines()[-1:]
        return f"its process ended with status {done.returncode}: {''.join(last)[:200] or 'no word'}"
    return _unless_of_the_disk(str(json.loads(said[0])))


def _unless_of_the_disk(finding: str) -> str:
    if of_the_disk(finding):
        raise OSError(finding)
    return finding


def here(verb: str, folder: Path) -> str:
    """What `build` and `check` do, in this process."""
    try:
        finding = fill(folder) if verb == "build" else compare(folder)
    except Exception as error:  # Chroma raises anything; exact search does without it
        finding = " ".join(f"{error}".split())[:300] or type(error).__name__
    return _unless_of_the_disk(finding)


def fill(folder: Path) -> str:
    """Build the store in this process, and check it: what is wrong with it, "" where nothing is."""
    from ingest import vectorstore

    ids, metadata = _rows(folder)
    client, collection = vectorstore.create(folder / CHROMA, size=len(ids))
    try:
        vectorstore.fill(client, collection, ids, np.load(folder / VECTORS), metadata)
    finally:
        vectorstore.close(client)
    return compare(folder, relink=RELINKED)


def compare(folder: Path, relink: int = 0) -> str:
    """In what the store, opened anew in this process, differs from exact search; "" where it holds and finds all.

    Passages to which no link of the graph leads are put in again, up to `relink` times.
    """
    from ingest import vectorstore

    ids, _ = _rows(folder)
    vectors = np.load(folder / VECTORS)
    client, collection = vectorstore.create(folder / CHROMA, existing=True)
    try:
        held = collection.get(include=[])["ids"]
        if sorted(held) != sorted(ids):
            return f"it holds {len(held)} passages that are not the {len(ids)} of its generation"
        missing = vectorstore.lost(collection, vectors)
        if missing and not relink:
            return f"{len(missing)} of {len(ids)} passages are not found in it"
        if missing:
            collection.update(ids=[ids[row] for row in missing], embeddings=vectors[missing])
        elif _agreement(collection, vectors) < AGREEMENT:
            return "it does not find the nearest passages"
    finally:
        vectorstore.close(client)
    return compare(folder, relink - 1) if missing else ""


def _rows(folder: Path) -> tuple[list[str], list[dict[str, Any]]]:
    """(ids, filter metadata) of the passages, by row."""
    with closing(reading(folder / CORPUS)) as db:
        rows = db.execute('select document_id, start, "end", speaker, language from passages order by row').fetchall()
    ids = [f"{document}@{start}-{end}" for document, start, end, *_ in rows]
    return ids, [{"document": row[0], "holder": row[3] or "", "language": row[4]} for row in rows]


def _agreement(collection: Any, vectors: np.ndarray[Any, np.dtype[np.float32]]) -> float:
    """Share of exact search's top 10 that the store gives, over the sample."""
    from ingest.vectorstore import nearest

    rows = np.linspace(0, len(vectors) - 1, min(SAMPLE, len(vectors))).astype(int)
    wanted = min(10, len(vectors))
    agreed = 0.0
    for row in rows:
        exact = vectors @ vectors[row]
        floor = np.sort(exact)[-wanted] - 1e-4  # equal texts have equal scores: any of them is right
        agreed += sum(score >= floor for _, score in nearest(collection, vectors[row], wanted)) / wanted
    return agreed / len(rows)


def main(verb: str, folder: Path, parent: int) -> None:
    """Do what `build` or `check` asks, and print the finding as JSON."""
    end_with_parent()
    if os.getppid() != parent:
        return
    try:
        finding = here(verb, folder)
    except OSError as full:
        finding = str(full)
    print(json.dumps(finding))


if __name__ == "__main__":
    main(sys.argv[1], Path(sys.argv[2]), int(sys.argv[3]))
