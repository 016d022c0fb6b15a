"""Files are read in a child process: what one of them does to it, the others do not feel."""

from __future__ import annotations

import json
import logging
import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from fakes import stoppable

from ingest import child, frames, scans
from ingest.errors import UnreadableFile
from ingest.isolation import Limits, Reader
from ingest.parse import parse
from ingest.run import ingest

ROOT = Path(__file__).parent.parent
MEBIBYTE = 1 << 20

# A worker whose parser does what the name of the file says.
UNRULY = """
import ctypes, json, os, sys, time
from ingest import worker
from ingest.errors import UnreadableFile
from ingest.parse import parse

poisoned = False

def unruly(path, document_id, recognise=None):
    global poisoned
    name = path.stem
    if name == "crash" or (name == "lamps" and poisoned):
        ctypes.string_at(0)
    if name == "hang":
        while True:
            pass
    if name == "grow":
        bytearray(1 << 40)
    if name == "swell":  # as a parser in C does: it aborts when it gets no more
        held = []
        try:
            while True:
                held.append(b"x" * (8 << 20))
        except MemoryError:
            os.abort()
    if name == "missing":
        raise UnreadableFile("cannot be read") from ImportError("No module named 'lamps'")
    if name == "leave":
        os._exit(3)
    if name == "print":
        print("lamp " * 100_000)
        os.write(1, b"buoy" * 100_000)
        sys.stdin.read()
    if name == "poison":
        poisoned = True
    if name == "half":
        path = path.with_name("lamps.md")
        found = parse(path, document_id)
        object.__setattr__(found.document, "text", "half a character: \\ud800")
        return found
    return parse(path, document_id, recognise)

worker.parse = unruly
worker.main(json.loads(sys.argv[1]))
"""


@pytest.fixture
def reader() -> Iterator[Reader]:
    with Reader() as reader:
        yield reader


@pytest.fixture
def unruly(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Files called crash.md, hang.md and so on do that to their reader."""
    folder = tmp_path / "modules"
    folder.mkdir()
    (folder / "unruly_worker.py").write_text(UNRULY)
    monkeypatch.syspath_prepend(str(folder))
    monkeypatch.setattr(child, "MODULE", "unruly_worker")


def pid_of(reader: Reader) -> int:
    assert reader._child is not None
    return reader._child._process.pid


def gone(pid: int, within_s: float = 5) -> bool:
    """Whether no process, and no zombie, of this number is left."""
    until = time.monotonic() + within_s
    while time.monotonic() < until:
        try:
            os.kill(pid, 0)
        except ProcessLookupError:
            return True
        if Path(f"/proc/{pid}/stat").exists():
            state = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
            if state[0] == "Z" and int(state[1]) != os.getpid():  # an orphan, which is not ours to bury
                return True
        time.sleep(0.02)
    return False


def test_the_child_reads_what_the_parser_reads(papers, reader):
    assert reader.parse(papers / "lamps.md", "papers/lamps.md") == parse(papers / "lamps.md", "papers/lamps.md")


def test_one_child_reads_many_files_and_starts_with_the_first(papers, reader):
    assert reader._child is None
    reader.parse(papers / "lamps.md", "lamps")
    first = pid_of(reader)
    reader.parse(papers / "harbours.md", "harbours")
    assert pid_of(reader) == first


def test_the_child_imports_no_heavy_library(papers, reader):
    reader.parse(papers / "lamps.md", "lamps")
    mapped = Path(f"/proc/{pid_of(reader)}/maps")
    if not mapped.exists():
        pytest.skip("no /proc here")
    assert not [name for name in ("torch", "onnxruntime", "chromadb", "numpy") if name in mapped.read_text()]


def test_a_file_that_cannot_be_read_keeps_its_reason_and_its_child(papers, reader):
    (papers / "empty.md").touch()
    reader.parse(papers / "lamps.md", "lamps")
    first = pid_of(reader)
    with pytest.raises(UnreadableFile, match=r"^the file is empty$"):
        reader.parse(papers / "empty.md", "empty")
    assert pid_of(reader) == first


@pytest.mark.parametrize(
    ("name", "reason"),
    [
        ("crash", r"^its reader crashed \(Segmentation fault"),
        ("hang", r"^its reader took more than 2 s: set file_seconds higher, or divide the file$"),
        ("grow", r"^its reader needed more than 0.25 GiB of memory: set file_gigabytes higher, or divide the file$"),
        ("leave", r"^its reader ended without an answer$"),
    ],
)
@pytest.mark.usefixtures("unruly")
def test_a_file_that_its_reader_dies_of_is_named_and_the_next_one_read(papers, name, reason):
    with Reader(Limits(time_s=2, memory=256 * MEBIBYTE)) as reader:
        with pytest.raises(UnreadableFile, match=reason):
            reader.parse(papers / f"{name}.md", name)
        assert reader.parse(papers / "lamps.md", "lamps").document.title == "Bhutan's statement on lamps"


SWELL = """
import sys
from pathlib import Path
from ingest import child
from ingest.isolation import Limits, Reader
child.MODULE = "unruly_worker"
with Reader(Limits(memory=256 << 20)) as reader:
    reader.parse(Path(sys.argv[1]), "swell")
"""


@pytest.mark.usefixtures("unruly")
@pytest.mark.skipif(sys.platform != "linux", reason="only Linux limits the memory of a process")
def test_a_parser_that_aborts_for_want_of_memory_is_told_from_one_that_crashes(papers, tmp_path):
    # In a process that is smaller than the limit: Linux counts the parent's memory as the child's. This one may be larger.
    held = bytearray(b"x" * (400 * MEBIBYTE))
    environment = {**os.environ, "PYTHONPATH": f"{ROOT}{os.pathsep}{tmp_path / 'modules'}"}
    command = [sys.executable, "-c", SWELL, str(papers / "swell.md")]
    done = subprocess.run(command, env=environment, capture_output=True, text=True)
    assert held
    assert "OverLimit: its reader needed more than 0.25 GiB of memory" in done.stderr.splitlines()[-1]


@pytest.mark.usefixtures("unruly")
def test_what_a_parser_prints_or_reads_is_no_part_of_the_answer(papers, reader):
    (papers / "print.md").write_text("# Nauru's statement on bells\n\nNauru rings a bell.\n")
    assert reader.parse(papers / "print.md", "print").document.title == "Nauru's statement on bells"


@pytest.mark.usefixtures("unruly")
def test_a_file_is_not_blamed_for_what_the_one_before_it_did(papers, reader):
    (papers / "poison.md").write_text("# Nauru's statement on bells\n\nNauru rings a bell.\n")
    reader.parse(papers / "poison.md", "poison")
    assert reader.parse(papers / "lamps.md", "lamps").document.title == "Bhutan's statement on lamps"


@pytest.mark.usefixtures("unruly")
def test_half_a_character_fails_its_file_and_not_the_ingest(papers, reader):
    with pytest.raises(UnreadableFile, match="its text cannot be kept"):
        reader.parse(papers / "half.md", "half")


@pytest.mark.usefixtures("unruly")
def test_ingest_names_the_files_that_their_reader_dies_of_and_publishes_the_others(papers, index, embeddings):
    for name in ("crash", "hang"):
        (papers / f"{name}.md").write_text(name)
    receipt = ingest(index, [str(papers)], embeddings, limits=Limits(time_s=2))
    assert [(Path(path).name, reason.split(" (")[0]) for path, reason in receipt.failed] == [
        ("crash.md", "its reader crashed"),
        ("hang.md", "its reader took more than 2 s: set file_seconds higher, or divide the file"),
    ]
    assert [Path(path).name for path in receipt.added] == ["harbours.md", "lamps.md"]


@pytest.mark.usefixtures("unruly")
def test_a_file_over_a_limit_is_read_again_under_another_and_not_before(papers, index, embeddings, monkeypatch):
    # The way out was to read everything anew: "took more than 2 s" stood there under any limit.
    (papers / "hang.md").write_text("# Nauru's statement on bells\n\nNauru rings a bell.\n")
    for _ in range(2):
        receipt = ingest(index, [str(papers)], embeddings, limits=Limits(time_s=1))
        assert [reason.split(":")[0] for _, reason in receipt.failed] == ["its reader took more than 1 s"]
        monkeypatch.setattr(child, "MODULE", "ingest.worker")  # which would read it
    assert ingest(index, [], embeddings, limits=Limits(time_s=20)).added == [f"{papers}/hang.md"]


@pytest.mark.usefixtures("unruly")
@pytest.mark.parametrize("name", ["crash", "missing"])
def test_what_may_not_be_the_files_fault_is_tried_again(papers, index, embeddings, monkeypatch, name):
    # A library that was not installed, a kill for want of memory: the file was "failed" for good.
    (papers / f"{name}.md").write_text("# Nauru's statement on bells\n\nNauru rings a bell.\n")
    assert [Path(path).name for path, _ in ingest(index, [str(papers)], embeddings).failed] == [f"{name}.md"]
    monkeypatch.setattr(child, "MODULE", "ingest.worker")
    receipt = ingest(index, [], embeddings)
    assert (receipt.added, receipt.failed) == ([f"{papers}/{name}.md"], [])


def test_a_name_that_is_no_text_is_read_all_the_same(papers, reader):
    path = Path(os.fsdecode(os.fsencode(papers) + b"/\xff.md"))
    path.write_text("# Nauru's statement on bells\n\nNauru rings a bell.\n")
    assert reader.parse(path, "bells").document.title == "Nauru's statement on bells"


def test_warnings_of_the_child_are_logged_by_the_parent(tmp_path, reader, caplog, monkeypatch):
    monkeypatch.syspath_prepend(str(tmp_path))
    monkeypatch.setattr(child, "MODULE", "warning_worker")
    (tmp_path / "warning_worker.py").write_text(
        "import json, logging, sys\nfrom ingest import worker\n"
        "real = worker.parse\n"
        "def loud(*given):\n    logging.getLogger('ingest.bells').warning('the bell %s rings', 7)\n    return real(*given)\n"
        "worker.parse = loud\nworker.main(json.loads(sys.argv[1]))\n"
    )
    (tmp_path / "bells.md").write_text("# Nauru's statement on bells\n\nNauru rings a bell.\n")
    with caplog.at_level(logging.WARNING):
        reader.parse(tmp_path / "bells.md", "bells")
    assert [(record.name, record.getMessage()) for record in caplog.records] == [("ingest.bells", "the bell 7 rings")]


def test_a_module_in_the_current_folder_is_not_imported(papers, reader, monkeypatch):
    (papers / "json.py").write_text("raise SystemExit('the wrong json')")
    monkeypatch.chdir(papers)
    assert reader.parse(Path("lamps.md"), "lamps").document.title == "Bhutan's statement on lamps"


def test_a_child_that_does_not_start_is_said_in_one_line(papers, reader, monkeypatch):
    monkeypatch.setattr(child, "MODULE", "no_such_worker")
    with pytest.raises(child.NoReader, match=r"cannot be started: .*No module named no_such_worker"):
        reader.parse(papers / "lamps.md", "lamps")


def test_leaving_the_reader_leaves_no_child(papers):
    with Reader() as reader:
        reader.parse(papers / "lamps.md", "lamps")
        pid = pid_of(reader)
    assert gone(pid, within_s=0.5)


def test_a_thread_may_read(papers):
    found = []

    def read() -> None:
        with Reader() as reader:
            found.append(reader.parse(papers / "lamps.md", "lamps").document.title)

    thread = threading.Thread(target=read)
    thread.start()
    thread.join()
    assert found == ["Bhutan's statement on lamps"]


def test_a_child_that_ended_with_the_thread_that_started_it_is_replaced(papers, reader):
    # The kernel ends it with that thread, not with the process.
    thread = threading.Thread(target=reader.parse, args=(papers / "lamps.md", "lamps"))
    thread.start()
    thread.join()
    time.sleep(0.1)
    assert reader.parse(papers / "lamps.md", "lamps").document.title == "Bhutan's statement on lamps"


# A script without `if __name__ == "__main__"`, which is what many people write.
SCRIPT = """
import sys
from pathlib import Path
from ingest import child
from ingest.isolation import Reader
child.MODULE = sys.argv[2]
reader = Reader()
reader.__enter__()
path = Path(sys.argv[1])
print(reader.parse(path, "lamps").document.title)
print(reader._child._process.pid, flush=True)
reader.parse(path.with_name("hang.md"), "hang")
"""


@pytest.mark.usefixtures("unruly")
@pytest.mark.parametrize("end", [signal.SIGKILL, signal.SIGTERM, signal.SIGINT, signal.SIGHUP], ids=lambda s: s.name)
@pytest.mark.skipif(sys.platform != "linux", reason="only Linux ends a busy child with its parent")
def test_the_child_ends_with_its_parent_however_that_ends(papers, tmp_path, end):
    script = tmp_path / "script.py"
    script.write_text(SCRIPT)
    environment = {**os.environ, "PYTHONPATH": f"{ROOT}{os.pathsep}{tmp_path / 'modules'}"}
    command = [sys.executable, str(script), str(papers / "lamps.md"), "unruly_worker"]
    with stoppable():
        started = subprocess.Popen(
            command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True, env=environment
        )
    with started as running:
        assert running.stdout is not None
        assert running.stdout.readline() == "Bhutan's statement on lamps\n"
        pid = int(running.stdout.readline())
        time.sleep(0.2)  # it hangs by now
        assert not gone(pid, within_s=0.1)
        running.send_signal(end)
        running.wait(10)
        assert gone(pid)


def test_a_frame_is_given_back_as_it_was(papers):
    found = parse(papers / "lamps.md", "lamps")
    assert frames.unpack(frames.pack(found)) == found


@pytest.mark.parametrize("damage", [b"", b"{}", b"[1]", b'{"document": 7}', b"\x80\x04K\x01."])
def test_what_is_no_document_is_refused(damage):
    with pytest.raises(ValueError, match="validation error"):
        frames.unpack(damage)


# Files that OCR could have read


def test_a_document_without_pages_without_text_holds_whatever_is_installed():
    assert scans.holds("5", "5", None, Limits())
    assert not scans.holds("5", "6", None, Limits())


def test_pages_without_text_are_listed_with_their_number():
    records = {"b.pdf": json.dumps({"empty_pages": [2, 3], "page_starts": [0, 9, 9]}), "a.md": '{"empty_pages": []}'}
    assert scans.without_text(records) == [("b.pdf", 2, 3)]
