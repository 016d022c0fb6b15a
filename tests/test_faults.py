"""An index that is killed, damaged, raced, starved and read while it changes: `make soak` does all of it at length."""

from __future__ import annotations

import json
import os
import random
import shutil
import signal
import sqlite3
import stat
import subprocess
import sys
import threading
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import closing, suppress
from dataclasses import asdict
from pathlib import Path

import pytest
from fakes import HashedWords, hashed_words
from observing import QUERIES, agreement, change_papers, seen, start, times, write_papers
from test_ingest import BELLS, built, published, star

from app.assistant import Assistant
from ingest import generation, neighbours
from ingest.embedding import adapt
from ingest.errors import IndexMismatch, ModelMissing, NoIndex, NotWritable
from ingest.generation import current
from ingest.run import foreseen, ingest
from ingest.truth import FILE
from ingest.verify import PENDING, verify
from retriever.index import Published
from retriever.question import understand
from retriever.search import search

ROOT = Path(__file__).parent.parent


class World:
    """Papers, an index of them as they were, and what readers see of it before and after they changed."""

    def __init__(self, folder: Path) -> None:
        self.papers, self.index, clean = folder / "papers", folder / "index", folder / "clean"
        write_papers(self.papers)
        ingest(self.index, [str(self.papers)], hashed_words())
        self.old = seen(self.index)
        change_papers(self.papers)
        ingest(clean, [str(self.papers)], hashed_words())
        self.clean_index = clean
        self.clean = seen(clean)

    def copy(self, name: str) -> Path:
        """A copy of the old index."""
        target = self.index.with_name(name)
        shutil.rmtree(target, ignore_errors=True)
        return shutil.copytree(self.index, target)

    def recovers(self, index: Path) -> None:
        """Readers see the old or the new, whole; and another run gives what a clean one gives."""
        now = seen(index)
        assert now in (self.old, self.clean)
        ingest(index, [str(self.papers)], hashed_words())
        assert seen(index) == self.clean
        assert agreement(index) >= 0.99


@pytest.fixture(scope="module")
def world(tmp_path_factory: pytest.TempPathFactory) -> World:
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(neighbours, "_ask", neighbours.here)
        return World(tmp_path_factory.mktemp("world"))


@pytest.fixture
def report(capsys: pytest.CaptureFixture[str]) -> Iterator[Counter[str]]:
    """Counts that `make soak` prints."""
    counts: Counter[str] = Counter()
    yield counts
    with capsys.disabled():
        if os.environ.get("SOAK"):
            print(f"\n  {dict(sorted(counts.items()))}", flush=True)


# Kills


def steps_of(child: subprocess.Popen[str]) -> list[str]:
    assert child.stdout is not None
    return [line.split()[0] for line in child.stdout.read().splitlines()]


def announced(world: World) -> int:
    """How many steps an ingest of the changed papers announces."""
    with start(world.copy("undisturbed"), world.papers) as child:
        return len(steps_of(child)) - 1


@pytest.mark.own_process
def test_killed_at_any_announced_step_the_next_run_gives_what_a_clean_one_gives(world, report):
    total = announced(world)
    assert total > 20
    for number in range(1, total + 1, times(1, 9)):
        index = world.copy("step")
        with start(index, world.papers) as child:
            assert child.stdout is not None
            for _ in range(number):
                step = child.stdout.readline().split()[0]
            child.kill()
        assert child.returncode in (0, -signal.SIGKILL)
        report[f"killed at {step}"] += child.returncode != 0
        world.recovers(index)


@pytest.mark.own_process
def test_killed_at_any_moment_the_next_run_gives_what_a_clean_one_gives(world, report):
    chance = random.Random(4)
    started = time.monotonic()
    with start(world.copy("undisturbed"), world.papers) as child:
        child.wait()
    lasts = time.monotonic() - started
    killed = tried = 0
    while killed < times(200, 3) and tried < 1000:  # some are over before their moment comes
        tried += 1
        index = world.copy("moment")
        with start(index, world.papers) as child:
            time.sleep(chance.uniform(0, lasts))
            child.kill()
            reached = steps_of(child)[-1:]
        report[f"killed after {''.join(reached) or 'nothing'}"] += child.returncode != 0
        killed += child.returncode != 0
        world.recovers(index)
    assert killed == times(200, 3)


@pytest.mark.own_process
def test_killed_inside_the_build_of_the_vector_store_nothing_wedged_is_published(world, report):
    chance = random.Random(5)
    inside = 0
    for _ in range(times(50, 3)):
        index = world.copy("build")
        with start(index, world.papers) as child:
            folder = index / generation.FOLDER
            while child.poll() is None and not list(folder.glob("building-*/chroma/*")):
                time.sleep(0.001)
            time.sleep(chance.uniform(0, 0.15))
            inside += bool(list(folder.glob("building-*/chroma/*")))
            child.kill()
        report["killed inside"] += child.returncode != 0
        world.recovers(index)
    assert inside


@pytest.mark.own_process
def test_a_builder_of_the_vector_store_that_is_killed_costs_one_attempt(tmp_path, report):
    # Its folder is made before; the process that asked goes on, as the chat has to.
    chance = random.Random(6)
    for number in range(times(25, 2)):
        folder = tmp_path / str(number)
        done: list[bool] = []
        asking = threading.Thread(target=lambda folder=folder, done=done: done.append(built(folder, star(200))))
        asking.start()
        while not list(folder.glob("chroma/*")):
            time.sleep(0.001)
        time.sleep(chance.uniform(0, 0.1))
        killed = subprocess.run(["pkill", "-KILL", "-f", f"neighbours build {folder}"], check=False).returncode == 0
        asking.join()
        report["killed" if killed else "too late"] += 1
        assert done == [True]


# Damage


def files_of(index: Path) -> list[str]:
    return sorted(str(path.relative_to(index)) for path in index.rglob("*") if path.is_file())


def truncated(content: bytes, chance: random.Random) -> bytes:
    return content[: chance.randrange(len(content))]


def flipped(content: bytes, chance: random.Random) -> bytes:
    changed = bytearray(content)
    changed[chance.randrange(len(content))] ^= 1 << chance.randrange(8)
    return bytes(changed)


def deleted(content: bytes, chance: random.Random) -> None:
    return None


def answers(index: Path) -> list[list[tuple[str, str]]] | str:
    """The hits of some questions with their texts, or why there are none."""
    try:
        reader = Published(index, hashed_words())
        found = [search(reader.index(), reader.embeddings, understand(query)) for query in QUERIES[:5]]
        return [[(hit.passage.id, hit.passage.text) for hit in each.hits] for each in found]
    except NoIndex as error:
        return f"refused: {error}"


@pytest.mark.parametrize("harm", [truncated, flipped, deleted], ids=lambda harm: harm.__name__)
def test_whatever_file_is_damaged_it_is_noticed_or_harmless_and_verify_mends_it(world, report, harm):
    chance = random.Random(7)
    whole = answers(world.clean_index)
    for name in files_of(world.clean_index):
        for _ in range(1 if harm is deleted else times(25, 2)):
            index = world.index.with_name("damaged")
            shutil.rmtree(index, ignore_errors=True)
            shutil.copytree(world.clean_index, index)
            content = (index / name).read_bytes()
            harmed = harm(content, chance) if content else None
            (index / name).unlink() if harmed is None else (index / name).write_bytes(harmed)
            said = answers(index)
            assert said == whole or str(said).startswith("refused: "), name
            before = (
                verify(index, mend=False) if (index / generation.POINTER).exists() or (index / FILE).exists() else None
            )
            done = verify(index)
            assert done.sound, (name, done)
            assert seen(index) == world.clean, name
            assert agreement(index) >= 0.99
            report["noticed" if before is None or not before.sound else "harmless"] += 1


def test_verify_says_what_it_mends(world, report):
    index = world.index.with_name("mended")
    shutil.rmtree(index, ignore_errors=True)
    shutil.copytree(world.clean_index, index)
    (index / FILE).write_bytes(b"")
    for path in (index / generation.FOLDER).rglob("data_level0.bin"):
        path.write_bytes(flipped(path.read_bytes(), random.Random(1)))
    done = verify(index).to_json()
    wrong = {row["what"]: (row["wrong"], row["mended"]) for row in done["findings"] if row["wrong"]}
    assert (done["sound"], done["generation"]) == (True, 2)
    assert wrong["truth"][1] == "restored from generation 1"
    assert wrong["files"][0].endswith("data_level0.bin is not as it was published")
    assert wrong["files"][1] == "built anew from the truth, as generation 2"


def test_a_sound_index_is_left_as_it_is(world):
    done = verify(world.clean_index)
    assert [finding.wrong for finding in done.findings] == [""] * 8
    assert done.generation == 1


def test_a_vector_that_is_damaged_where_it_is_kept_is_taken_from_what_is_published(index, papers, embeddings):
    # `verify` ended with an unexpected error, and mended nothing.
    ingest(index, [str(papers)], embeddings)
    with closing(sqlite3.connect(index / FILE)) as db:
        key, vector = db.execute("select hash, vector from vectors limit 1").fetchone()
        db.execute("update vectors set vector = ? where hash = ?", (bytes([vector[0] ^ 1]) + vector[1:], key))
        db.commit()
    looked = verify(index, mend=False)
    assert [finding.wrong for finding in looked.findings if finding.wrong] == ["1 are not as they were made"]
    done = verify(index)
    assert [finding.mended for finding in done.findings if finding.wrong] == ["taken from what is published"]
    assert (done.sound, done.generation) == (True, 1)
    assert ingest(index, [], embeddings).embedded == 0


def test_a_pointer_that_was_put_back_is_noticed_and_mended(index, papers, embeddings):
    ingest(index, [str(papers)], embeddings)
    before = (index / generation.POINTER).read_bytes()
    (papers / "lamps.md").write_text(BELLS)
    ingest(index, [], embeddings)
    (index / generation.POINTER).write_bytes(before)
    done = verify(index)
    wrong = [(finding.wrong, finding.mended) for finding in done.findings if finding.wrong]
    assert wrong == [
        ("generation 1 is shown, and generation 2 was published last", "built anew from the truth, as generation 2")
    ]
    assert "zyzzyva" in published(index).documents[1][2]


def test_an_interrupted_ingest_is_no_damage(index, papers, embeddings):
    # Its new vectors were held against what is published.
    ingest(index, [str(papers)], embeddings)
    (papers / "lamps.md").write_text(BELLS)

    def stop(step: str, done: int, total: int) -> None:
        if step == "copy":
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        ingest(index, [], embeddings, stop)
    wrong = [(finding.what, finding.wrong) for finding in verify(index).findings if finding.wrong]
    assert wrong == [("not published yet", PENDING)]


def test_looking_leaves_an_index_as_it_is(index, papers, embeddings):
    ingest(index, [str(papers)], embeddings)
    before = {path: path.read_bytes() for path in index.rglob("*") if path.is_file() and "chroma" not in str(path)}
    assert verify(index, mend=False).sound
    assert {path: path.read_bytes() for path in before} == before
    assert {path for path in index.rglob("*") if path.is_file() and "chroma" not in str(path)} == before.keys()


def test_a_corpus_that_is_overwritten_under_a_running_chat_is_not_quoted(tmp_path, index, embeddings):
    papers = tmp_path / "papers"
    write_papers(papers)
    ingest(index, [str(papers)], embeddings)
    reader = Published(index, embeddings).index()
    folder = current(index)
    assert folder is not None
    path = folder / generation.CORPUS
    path.write_bytes(path.read_bytes().replace(b"is sold in", b"is sunk in"))
    with closing(sqlite3.connect(path)) as db:
        assert "sunk" in db.execute("select text from documents where id like '%long.md'").fetchone()[0]
    fresh = Published(index, embeddings)
    with pytest.raises(NoIndex, match="is not as it was published"):
        fresh.index()
    row = next(row for row, key in enumerate(reader.document_ids) if key.endswith("long.md"))
    with suppress(NoIndex):  # what SQLite still has in its memory is as it was
        assert "sunk" not in reader.passage(row).text


def test_an_index_of_an_older_version_without_its_truth_is_one_line(index, papers, embeddings):
    ingest(index, [str(papers)], embeddings)
    folder = current(index)
    assert folder is not None
    with closing(sqlite3.connect(folder / generation.CORPUS)) as db:
        db.execute("drop table seals")
    manifest = generation.manifest_of(folder)
    manifest.files[generation.CORPUS] = generation.mark_of(folder, generation.CORPUS)
    (folder / generation.MANIFEST).write_text(json.dumps(asdict(manifest)))
    (index / generation.POINTER).write_text("000001")
    (index / FILE).unlink()
    for run in (lambda: ingest(index, [], embeddings), lambda: verify(index), lambda: foreseen(index, [], embeddings)):
        with pytest.raises(NoIndex, match="cannot be used"):
            run()
    assert ingest(index, [str(papers)], embeddings, rebuild=True).documents == 2


# Races


@pytest.mark.own_process
def test_of_two_ingests_at_once_one_does_it_and_the_other_says_so(world, report):
    command = [str(Path(sys.executable).with_name("rapporteur")), "ingest", str(world.papers), "--index"]
    for _ in range(times(20, 1)):
        index = world.index.with_name("raced")
        shutil.rmtree(index, ignore_errors=True)
        started = time.monotonic()
        pair = [
            subprocess.Popen([*command, str(index)], stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True)
            for _ in range(2)
        ]
        while all(child.poll() is None for child in pair):
            time.sleep(0.01)
        first = next(child for child in pair if child.poll() is not None)
        report[f"said so within {time.monotonic() - started:.0f} s"] += 1
        other = pair[1 - pair.index(first)]
        _, said = first.communicate()
        assert (first.returncode, said) == (
            3, f"rapporteur: another ingest is writing {index}: try again when it is done\n",
        )  # fmt: skip
        assert other.wait() == 0
        other.communicate()
    assert published(index).documents == world.clean.published.documents


def test_readers_while_the_index_changes_meet_no_error_and_no_mixture(tmp_path, report):
    papers, index, wanted = tmp_path / "papers", tmp_path / "index", times(10_000, 400)
    write_papers(papers)
    ingest(index, [str(papers)], hashed_words())
    assistant = Assistant(Published(index, hashed_words()))
    asked, failed, over = [0], list[str](), threading.Event()
    cited: list[tuple[int, str, int, int, str]] = []

    def read(seed: int) -> None:
        chance = random.Random(seed)
        while not over.is_set():
            number = chance.randrange(12)
            try:
                answer = assistant.ask(chance.choice([f"What does Fiji say on lamp{number}?", f"paper {number} lamps"]))
                shown = answer.searched["generation"]
                cited.extend((shown, each.document.id, each.start, each.end, each.quote) for each in answer.citations)
                passages = [hit.passage for hit in answer.hits]
                cited.extend((shown, each.document_id, each.start, each.end, each.text) for each in passages)
                if answer.searched["notice"]:
                    failed.append(answer.searched["notice"])
            except Exception as error:
                failed.append(f"{type(error).__name__}: {error}")
            asked[0] += 1

    texts: dict[int, dict[str, str]] = {}

    def keep() -> None:
        folder = current(index)
        assert folder is not None
        with closing(sqlite3.connect(folder / generation.CORPUS)) as db:
            texts[int(folder.name)] = dict(db.execute("select id, text from documents"))

    keep()
    readers = [threading.Thread(target=read, args=(seed,)) for seed in range(3)]
    for reader in readers:
        reader.start()
    for swap in range(20):
        while asked[0] < wanted * swap // 20:
            time.sleep(0.005)
        for number in range(11):
            (papers / f"{number}.md").write_text(
                f"# Fiji's statement number {number}\n\nIn edition {swap} paper {number} asks for lamp{number}.\n"
            )
        ingest(index, [str(papers)], hashed_words())
        keep()
    while asked[0] < wanted:
        time.sleep(0.005)
    over.set()
    for reader in readers:
        reader.join()
    assert failed == []
    assert {shown for shown, *_ in cited} - {1}  # readers moved over
    wrong = [row for row in cited if texts[row[0]].get(row[1], "")[row[2] : row[3]] != row[4]]
    assert wrong == []
    report["questions"] += asked[0]
    report["texts checked"] += len(cited)
    report["generations that answered"] += len({shown for shown, *_ in cited})


# Disks


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[object]:
    """Makes a disk of so many bytes, or skips where this user may not mount one."""
    mounted: list[Path] = []

    def disk(size: int) -> Path:
        folder = tmp_path / f"disk {len(mounted)}"
        folder.mkdir()
        command = ["mount", "-t", "tmpfs", "-o", f"size={size}", "tmpfs", str(folder)]
        if subprocess.run(command, check=False, capture_output=True).returncode:
            pytest.skip("this user may not mount a disk: full disks are tried by a limit of file sizes elsewhere")
        mounted.append(folder)
        return folder

    yield disk
    for folder in mounted:
        subprocess.run(["umount", "--lazy", str(folder)], check=False)  # readers may still have it open


@pytest.mark.own_process
def test_wherever_the_disk_gets_full_the_old_generation_serves_and_a_later_run_catches_up(world, small_disk, report):
    used = sum(path.stat().st_size for path in world.index.rglob("*") if path.is_file())
    full = 0
    for number in range(times(10, 3)):
        disk = small_disk(used * 4)
        index = shutil.copytree(world.index, disk / "index")
        room = used * (number + 0.5) * 2 / times(10, 3)  # left for a run that needs about as much as is there
        free = shutil.disk_usage(disk).free
        (disk / "ballast").write_bytes(b"\0" * max(0, int(free - room)))
        steps: list[str] = []
        try:
            ingest(index, [str(world.papers)], hashed_words(), lambda step, *_, steps=steps: steps.append(step))
        except NotWritable:
            full += 1
            report[f"full at {steps[-1] if steps else 'the beginning'}"] += 1
            assert seen(index) == world.old
        else:
            report["it was enough"] += 1
        (disk / "ballast").unlink()
        world.recovers(index)
    assert full


def test_a_folder_that_became_read_only_goes_on_serving(world, small_disk):
    disk = small_disk(100_000_000)
    index = shutil.copytree(world.index, disk / "index")
    subprocess.run(["mount", "-o", "remount,ro", str(disk)], check=True)
    with pytest.raises(NotWritable, match=r"cannot be written .*: free some space or choose another --index"):
        ingest(index, [str(world.papers)], hashed_words())
    assert answers(index) == answers(world.index)
    with pytest.raises(NotWritable):
        verify(index)
    subprocess.run(["mount", "-o", "remount,rw", str(disk)], check=True)
    world.recovers(index)


# What is removed is gone


@pytest.mark.own_process
def test_no_byte_of_a_removed_document_is_in_the_new_generation(index, papers, embeddings):
    (papers / "bells.md").write_text(BELLS)
    ingest(index, [str(papers)], embeddings)
    assistant = Assistant(Published(index, embeddings))
    assert "zyzzyva" in assistant.ask("What does Fiji say about bells?").text
    (papers / "bells.md").unlink()
    ingest(index, [str(papers)], embeddings)
    assert not assistant.ask("What does Fiji say about bells?").answered  # the new generation was opened and searched
    assert assistant.search("harbours").hits
    folder = current(index)
    assert folder is not None
    contents = {str(path): path.read_bytes() for path in folder.rglob("*") if path.is_file()}
    assert len(contents) > 10
    words = ("zyzzyva", "bells.md", "painted")
    forms = [form for word in words for form in (word.encode(), word.encode("utf-16-le"), word.encode("utf-32-le"))]
    assert [name for name, content in contents.items() if any(form in content for form in forms)] == []


# Models


def test_vectors_of_another_dimension_are_refused_with_the_way_out(index, papers, embeddings):
    ingest(index, [str(papers)], embeddings)
    other = adapt("hashed words", HashedWords(dimension=64))
    way_out = r"was built with other weights of hashed words: .* or run `rapporteur ingest --rebuild --index \S+ --model 'hashed words'`"
    with pytest.raises(IndexMismatch, match=way_out):
        ingest(index, [], other)
    with pytest.raises(IndexMismatch, match=way_out):
        Published(index, other).index()
    assert ingest(index, [], embeddings).generation == 1


def test_changed_weights_are_refused_by_the_chat_that_runs_and_mixed_with_nothing(index, papers, embeddings):
    ingest(index, [str(papers)], embeddings)
    assistant = Assistant(Published(index, embeddings))
    assert assistant.ask("What does Bhutan say about lamps?").answered
    ingest(index, [], hashed_words(salt="new"), rebuild=True)
    said = r"was built with hashed words new, not with hashed words: .* or run `rapporteur ingest --rebuild --index"
    with pytest.raises(IndexMismatch, match=said):
        assistant.ask("What does Bhutan say about lamps?")


def test_a_missing_model_is_said_before_anything_is_written(index, papers):
    from ingest.embedding import load

    with pytest.raises(ModelMissing, match="cannot be loaded"):
        ingest(index, [str(papers)], load("no-such-folder/model"))
    assert generation.current(index) is None
    assert ingest(index, [str(papers)], hashed_words()).generation == 1


# Odd files


def odd_files(folder: Path) -> dict[str, str]:
    """Make twenty odd files in `folder`: name as shown → what the receipt says of it, "" where it is taken."""
    text = "# Fiji's statement\n\n{} floats.\n"

    def write(name: bytes | str, content: str = "") -> None:
        path = Path(os.fsdecode(os.path.join(os.fsencode(folder), name if isinstance(name, bytes) else name.encode())))
        path.write_text(content or text.format(repr(name)))

    os.mkfifo(folder / "pipe.md")
    with suppress(PermissionError):
        os.mknod(folder / "device.md", stat.S_IFCHR | 0o600, os.makedev(1, 5))  # /dev/zero
    (folder / "nothing.md").symlink_to(folder / "nowhere")
    (folder / "itself.md").symlink_to(folder / "itself.md")
    (folder / "zero.md").symlink_to("/dev/zero")
    (folder / "up").symlink_to(folder.parent)
    write("x" * 252 + ".md")
    write("y" * 250 + ".toml", "x")
    write("two\nlines.md")
    write("bell\a.md")
    write(b"caf\xe9.md")
    write("\u202egnp.md")
    write("quote'\".md")
    write("-dash.md")
    write("percent%2F#?.md")
    write("blank .md")
    write("empty.md")
    (folder / "empty.md").write_bytes(b"")
    (folder / "folder.md").mkdir()
    (folder / "broken.docx").write_bytes(b"PK\x03\x04rubbish")
    write("README.md")
    write("UPPER.MD")
    return {
        "pipe.md": "not a regular file", "device.md": "not a regular file", "nothing.md": "a link to nothing",
        "itself.md": "a link to nothing", "zero.md": "not a regular file", "up": "a link to a folder",
        "y" * 250 + ".toml": "a sidecar of no document: none of that name lies beside it",
        "x" * 252 + ".md": "", "two\\x0alines.md": "", "bell\\x07.md": "", "caf\\xe9.md": "", "\\x202egnp.md": "",
        "quote'\".md": "", "-dash.md": "", "percent%2F#?.md": "", "blank .md": "", "empty.md": "the file is empty",
        "broken.docx": "not a readable DOCX", "UPPER.MD": "",
    }  # fmt: skip


def test_twenty_odd_files_are_taken_or_named_and_none_hangs(index, papers, embeddings):
    expected = odd_files(papers)
    done = ingest(index, [str(papers)], embeddings)
    said = {Path(path).name: reason for path, reason in done.failed + done.skipped}
    taken = {Path(path).name for path in done.added} - {"harbours.md", "lamps.md"}
    if not (papers / "device.md").exists():
        del expected["device.md"]
    assert taken == {name for name, reason in expected.items() if not reason}
    wrong = {name: said.get(name) for name, reason in expected.items() if not said.get(name, "").startswith(reason)}
    assert wrong == {}
    assert said.keys() == {name for name, reason in expected.items() if reason}
    again = ingest(index, [], embeddings)
    assert (again.generation, again.embedded) == (1, 0)
