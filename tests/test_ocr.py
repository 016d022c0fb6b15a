"""Pages that are only a picture: recognised where Tesseract is, named where it is not."""

from __future__ import annotations

import os
import shutil
import signal
import stat
import subprocess
import sys
import time
from pathlib import Path

import pytest
from PIL import Image, ImageDraw, ImageFont

from ingest import run, scans
from ingest.errors import BadInput, UnreadableFile
from ingest.isolation import Limits, Reader
from ingest.readers import Seen, ocr
from ingest.readers.ocr import Recogniser, Tesseract
from ingest.run import ingest

ROOT = Path(__file__).parent.parent
PAGE = (1654, 2339)  # A4 at 200 dpi
HARBOURS = "Nauru asks for a register of\nharbour computers. The register\nis to be open to every State."
BUOYS = "Bhutan sells seven buoys and\nthree lamps to the harbour."

HEADER = "level\tpage_num\tblock_num\tpar_num\tline_num\tword_num\tleft\ttop\twidth\theight\tconf\ttext\n"
# What stands in for Tesseract: it knows two languages, and sees one word on every page.
FAKE = """#!/bin/sh
case "$1" in
  --version) echo "tesseract 9.9";;
  --list-langs) printf 'List of available languages (3):\\neng\\nosd\\nrus\\n';;
  *) cat > /dev/null; echo run >> "{runs}"; {does}
     printf 'level\\tpage_num\\tblock_num\\tpar_num\\tline_num\\tword_num\\tleft\\ttop\\twidth\\theight\\tconf\\ttext\\n'
     printf '5\\t1\\t1\\t1\\t1\\t1\\t100\\t300\\t200\\t40\\t95\\tlanterns\\n';;
esac
"""


def scan(path: Path, *pages: str) -> None:
    """A PDF of pictures with these words, as a scanner makes it; "" for a white page."""
    font = ImageFont.load_default(size=60)
    pictures = []
    for words in pages:
        picture = Image.new("L", PAGE, 255)
        ImageDraw.Draw(picture).multiline_text((200, 300), words, fill=0, font=font, spacing=30)
        pictures.append(picture)
    pictures[0].save(path, "PDF", resolution=200, save_all=True, append_images=pictures[1:])


@pytest.fixture
def engine() -> Tesseract:
    """The Tesseract of this machine."""
    found = ocr.find()
    if found is None or "eng" not in found.languages:
        reason = "OCR not tried: no tesseract with English on the PATH"
        if os.environ.get("REQUIRE_OCR") == "1":
            pytest.fail(reason)
        pytest.skip(reason)
    return found


def fake(folder: Path, does: str = "") -> Path:
    """Put a `tesseract` into `folder` that `does` so first: the file that gets a line for each page it is given."""
    folder.mkdir(exist_ok=True)
    program, runs = folder / "tesseract", folder / "runs"
    program.write_text(FAKE.format(does=does, runs=runs))
    program.chmod(program.stat().st_mode | stat.S_IXUSR)
    runs.write_text("")
    return runs


def pretend(monkeypatch: pytest.MonkeyPatch, folder: Path, does: str = "") -> Path:
    """Have `fake` be the Tesseract of this machine."""
    runs = fake(folder, does)
    monkeypatch.setenv("PATH", f"{folder}{os.pathsep}{os.defpath}")
    return runs


def nothing_installed(monkeypatch: pytest.MonkeyPatch) -> None:
    real = shutil.which
    monkeypatch.setattr(shutil, "which", lambda name, *given: None if name == "tesseract" else real(name, *given))


def texts(index: Path) -> dict[str, str]:
    from ingest.stored import reading

    with reading(index / "truth.sqlite") as db:
        return {Path(key).name: text for key, text in db.execute("select id, text from documents")}


# With the real program


def test_a_scan_is_read_with_its_pages(engine, papers, index, embeddings):
    scan(papers / "scan.pdf", HARBOURS, BUOYS)
    receipt = ingest(index, [str(papers)], embeddings)
    assert (receipt.failed, receipt.without_text) == ([], [])
    text = texts(index)["scan.pdf"]
    assert "Nauru asks for a register of harbour computers." in text
    assert "seven buoys" in text


def test_a_page_of_a_text_without_text_is_recognised_and_marked(engine, papers, tmp_path):
    from reportlab.pdfgen.canvas import Canvas

    picture = tmp_path / "page.png"
    scan(tmp_path / "one.pdf", BUOYS)
    import pypdfium2

    with pypdfium2.PdfDocument(tmp_path / "one.pdf") as document:
        document[0].render(scale=200 / 72).to_pil().save(picture)
    canvas = Canvas(str(papers / "mixed.pdf"), pagesize=(595, 842))
    canvas.drawString(72, 700, "Nauru rings a bell in every harbour of the island.")
    canvas.showPage()
    canvas.drawImage(str(picture), 0, 0, 595, 842)
    canvas.save()
    with Reader(engine=engine, cache=tmp_path / "ocr") as reader:
        document = reader.parse(papers / "mixed.pdf", "mixed").document
    assert (document.ocr_pages, document.empty_pages) == ((2,), ())
    assert "rings a bell" in document.text
    assert "three lamps" in document.text[document.page_starts[1] :]


def test_words_have_their_place_in_pixels(engine):
    picture = Image.new("L", (1200, 300), 255)
    ImageDraw.Draw(picture).text((100, 100), "harbour", fill=0, font=ImageFont.load_default(size=60))
    (word,) = engine.words(picture, limit_s=30)
    assert word.text == "harbour"
    assert 90 <= word.left <= 110
    assert 100 <= word.top < word.bottom <= 180


def test_a_page_of_one_colour_has_no_words_and_costs_nothing(engine, tmp_path):
    missing = Tesseract(str(tmp_path / "not there"), "1", ("eng",))
    assert missing.words(Image.new("L", PAGE, 255), limit_s=1) == []


# With one that stands in for it


def test_the_languages_are_those_installed_of_the_six_of_the_un(tmp_path, monkeypatch):
    pretend(monkeypatch, tmp_path / "bin")
    found = ocr.find()
    assert found is not None
    assert (found.languages, found.name) == (("eng", "rus"), "tesseract 9.9 eng+rus")


def test_a_language_that_is_set_and_missing_is_said_in_one_line(tmp_path, monkeypatch):
    pretend(monkeypatch, tmp_path / "bin")
    with pytest.raises(BadInput, match="ocr_languages: Tesseract has no 'ara' here, only eng, rus"):
        ocr.find(["ara"])


def test_a_program_that_does_not_run_is_none(tmp_path, monkeypatch, caplog):
    (tmp_path / "bin").mkdir()
    (tmp_path / "bin" / "tesseract").write_text("no program")
    (tmp_path / "bin" / "tesseract").chmod(0o755)
    monkeypatch.setenv("PATH", str(tmp_path / "bin"))
    assert ocr.find() is None
    assert "does not run" in caplog.text


def test_specks_and_empty_words_are_no_words():
    rows = [
        "5\t1\t1\t1\t1\t1\t10\t20\t30\t8\t96.1\tlamp",
        "5\t1\t1\t1\t1\t2\t50\t20\t2\t2\t12.0\t|",  # a speck
        "5\t1\t1\t1\t1\t3\t50\t20\t2\t2\t95.0\t ",
        "4\t1\t1\t1\t2\t0\t10\t20\t30\t8\t-1\t",  # a line
        '5\t1\t2\t1\t3\t1\t10\t40\t30\t8\t90\t"buoy',
    ]
    assert ocr.words_of(HEADER + "\n".join(rows) + "\n") == [
        Seen("lamp", 10, 20, 40, 28, (1, 1, 1)),
        Seen('"buoy', 10, 40, 40, 48, (2, 1, 3)),
    ]


def test_a_page_is_recognised_once_and_then_kept(tmp_path, monkeypatch):
    runs = pretend(monkeypatch, tmp_path / "bin")
    scan(tmp_path / "scan.pdf", HARBOURS, BUOYS)
    told = []
    with Reader(engine=ocr.find(), cache=tmp_path / "ocr", progress=lambda *said: told.append(said)) as reader:
        first = reader.parse(tmp_path / "scan.pdf", "scan")
        assert told == [("read by OCR", 1, 2), ("read by OCR", 2, 2)]
        assert reader.parse(tmp_path / "scan.pdf", "scan") == first
    assert runs.read_text() == "run\n" * 2
    assert len(told) == 2


def test_a_damaged_page_of_the_cache_is_recognised_anew(tmp_path, monkeypatch):
    runs = pretend(monkeypatch, tmp_path / "bin")
    scan(tmp_path / "scan.pdf", HARBOURS)
    with Reader(engine=ocr.find(), cache=tmp_path / "ocr") as reader:
        first = reader.parse(tmp_path / "scan.pdf", "scan")
        (kept,) = (tmp_path / "ocr").rglob("*.json")
        for damage in ("", '[["lamps"', '[["lamps", 1]]', "7", '[["lamps", "a", 2, 3, 4, [1, 2, 3]]]'):
            kept.write_text(damage)
            assert reader.parse(tmp_path / "scan.pdf", "scan") == first
    assert runs.read_text() == "run\n" * 6


def test_a_page_that_takes_too_long_is_without_text_and_the_others_are_read(tmp_path, monkeypatch, caplog):
    pretend(
        monkeypatch,
        tmp_path / "bin",
        does='[ "$(wc -l < "{runs}")" = 1 ] && exec sleep 60;'.replace("{runs}", str(tmp_path / "bin" / "runs")),
    )
    scan(tmp_path / "scan.pdf", HARBOURS, BUOYS)
    with Reader(Limits(page_s=0.5), ocr.find(), tmp_path / "ocr") as reader:
        document = reader.parse(tmp_path / "scan.pdf", "scan").document
    assert (document.empty_pages, document.ocr_pages) == ((1,), (2,))
    assert "page 1 could not be recognised (more than 0.5 s)" in caplog.text


def test_a_program_that_fails_leaves_the_page_without_text_and_says_why(tmp_path, monkeypatch, caplog):
    pretend(monkeypatch, tmp_path / "bin", does="echo broken lens >&2; exit 1;")
    scan(tmp_path / "scan.pdf", HARBOURS)
    with Reader(engine=ocr.find(), cache=tmp_path / "ocr") as reader, pytest.raises(UnreadableFile, match="nor any"):
        reader.parse(tmp_path / "scan.pdf", "scan")
    assert "page 1 could not be recognised (broken lens)" in caplog.text


def test_pages_that_could_not_be_recognised_are_not_kept_as_empty(tmp_path, monkeypatch):
    scan(tmp_path / "scan.pdf", HARBOURS)
    pretend(monkeypatch, tmp_path / "bin", does="exit 1;")
    with Reader(engine=ocr.find(), cache=tmp_path / "ocr") as reader:
        with pytest.raises(UnreadableFile):
            reader.parse(tmp_path / "scan.pdf", "scan")
        fake(tmp_path / "bin")
        assert reader.parse(tmp_path / "scan.pdf", "scan").document.text == "lanterns"


# Over time


def test_a_scan_names_the_way_out_and_is_read_once_tesseract_is_there(papers, index, embeddings, tmp_path, monkeypatch):
    with monkeypatch.context() as patch:
        nothing_installed(patch)
        scan(papers / "scan.pdf", HARBOURS, BUOYS)
        for _ in range(2):
            receipt = ingest(index, [str(papers)], embeddings)
            assert [(Path(path).name, reason) for path, reason in receipt.failed] == [
                ("scan.pdf", "no text in it (pages: 2): install tesseract-ocr, then run ingest again")
            ]
    runs = pretend(monkeypatch, tmp_path / "bin")
    receipt = ingest(index, [str(papers)], embeddings)
    assert ([Path(path).name for path in receipt.added], receipt.failed) == (["scan.pdf"], [])
    again = ingest(index, [str(papers)], embeddings)
    assert (again.unchanged, again.generation, runs.read_text()) == (3, receipt.generation, "run\n" * 2)


def test_pages_without_text_are_counted_and_read_once_tesseract_is_there(
    papers, index, embeddings, tmp_path, monkeypatch
):
    from reportlab.pdfgen.canvas import Canvas

    canvas = Canvas(str(papers / "mixed.pdf"), pagesize=(595, 842))
    canvas.drawString(72, 700, "Nauru rings a bell in every harbour of the island.")
    canvas.showPage()
    canvas.drawImage(_speckled(tmp_path), 100, 100, 300, 300)
    canvas.save()
    with monkeypatch.context() as patch:
        nothing_installed(patch)
        for _ in range(2):
            receipt = ingest(index, [str(papers)], embeddings)
            assert receipt.to_json()["without_text"] == [{"path": f"{papers}/mixed.pdf", "pages": 1, "of": 2}]
    pretend(monkeypatch, tmp_path / "bin")
    receipt = ingest(index, [str(papers)], embeddings)
    assert ([Path(path).name for path in receipt.changed], receipt.without_text) == (["mixed.pdf"], [])
    assert "lanterns" in texts(index)["mixed.pdf"]
    with monkeypatch.context() as patch:  # what was recognised is not lost with the program
        nothing_installed(patch)
        assert ingest(index, [str(papers)], embeddings).changed == []


def _speckled(folder: Path) -> str:
    picture = Image.new("L", (30, 30), 255)
    ImageDraw.Draw(picture).line((0, 0, 30, 30), fill=0)
    picture.save(folder / "line.png")
    return str(folder / "line.png")


def test_what_was_recognised_of_a_removed_file_is_forgotten(papers, index, embeddings, tmp_path, monkeypatch):
    pretend(monkeypatch, tmp_path / "bin")
    scan(papers / "scan.pdf", HARBOURS)
    ingest(index, [str(papers)], embeddings)
    assert len(list((index / "ocr").rglob("*.json"))) == 1
    (papers / "scan.pdf").unlink()
    ingest(index, [str(papers)], embeddings)
    assert list((index / "ocr").iterdir()) == []


def test_an_ingest_that_was_killed_goes_on_at_the_page_where_it_was(papers, index, embeddings, tmp_path, monkeypatch):
    runs = pretend(monkeypatch, tmp_path / "bin", does=f'[ "$(wc -l < "{tmp_path}/bin/runs")" = 2 ] && exec sleep 60;')
    scan(papers / "scan.pdf", HARBOURS, BUOYS, HARBOURS)
    script = (
        "import sys; from pathlib import Path; sys.path.insert(0, 'tests')\n"
        "from fakes import hashed_words; from ingest.run import ingest\n"
        f"ingest(Path({str(index)!r}), [{str(papers)!r}], hashed_words())\n"
    )
    with subprocess.Popen([sys.executable, "-c", script], cwd=ROOT) as running:
        until = time.monotonic() + 30
        while runs.read_text() != "run\n" * 2 and time.monotonic() < until:
            time.sleep(0.02)
        running.send_signal(signal.SIGKILL)
    fake(tmp_path / "bin")
    ingest(index, [str(papers)], embeddings)
    assert runs.read_text() == "run\n" * 2  # pages 2 and 3


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux ends it with its reader")
def test_tesseract_ends_with_its_reader(tmp_path, monkeypatch):
    note = tmp_path / "pid"
    pretend(monkeypatch, tmp_path / "bin", does=f"echo $$ > {note}; exec sleep 60;")
    scan(tmp_path / "scan.pdf", HARBOURS)
    with (
        Reader(Limits(time_s=0.5, page_s=1), ocr.find(), tmp_path / "ocr") as reader,
        pytest.raises(UnreadableFile),
    ):
        reader.parse(tmp_path / "scan.pdf", "scan")
    pid = int(note.read_text())
    time.sleep(0.1)
    with pytest.raises(ProcessLookupError):
        os.kill(pid, 0)


@pytest.mark.parametrize(
    ("noted", "installed", "alike"),
    [
        ("5", None, True),
        ("5", "5.3", True),
        ("4", "5.3", False),
        ("5 without OCR", None, True),
        ("5 without OCR", "5.3", False),
        ("5 tesseract 5.3 eng", "5.3", True),
        ("5 tesseract 5.3 eng", "5.4", False),
        ("5 tesseract 5.3 eng", None, True),
        ("55 without OCR", None, False),
    ],
)
def test_a_file_is_read_again_when_it_would_give_another_text(noted, installed, alike):
    engine = Tesseract("tesseract", installed, ("eng",)) if installed else None
    assert scans.holds(noted, "5", engine, Limits()) is alike
    assert scans.holds(scans.stamp("5", engine), "5", engine, Limits())


def test_the_pictures_are_drawn_as_tesseract_is_told():
    from ingest.readers import pdf

    assert pdf.DPI == ocr.DPI
    assert run.scans.FOLDER == "ocr"


def test_a_recogniser_leaves_a_huge_picture_alone(tmp_path, caplog):
    scan(tmp_path / "scan.pdf", HARBOURS)
    engine = Tesseract("not run", "1", ("eng",))
    recognise = Recogniser(engine, tmp_path / "scan.pdf", tmp_path / "ocr", lambda page, of: None, 1)
    assert recognise(1, lambda: Image.new("1", (10_000, 10_000))) == []
    assert "too large" in caplog.text
