"""Words of pages that are only a picture, recognised by Tesseract, each page kept so that it is done once."""

from __future__ import annotations

import csv
import ctypes
import hashlib
import io
import json
import logging
import os
import re
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Collection, Sequence
from dataclasses import astuple, dataclass
from functools import cache
from pathlib import Path
from typing import Any

from ingest.errors import BadInput
from ingest.readers import Seen

log = logging.getLogger(__name__)

DPI = 200  # of the pictures: what draws a page must agree
LANGUAGES = ("eng", "fra", "spa", "rus", "ara", "chi_sim")  # Tesseract's names of the six of the UN
WAY_OUT = "install tesseract-ocr, then run ingest again"
LEAST_SURE = 30.0  # percent: below stand specks, rules and signatures
MOST_PIXELS = 60_000_000  # A2 at 200 dpi has 15 million
_NAME = re.compile(r"[A-Za-z][\w/]*")
_WORD = "5"  # level of a row of Tesseract's table
_SCRIPTS = {"Latin": LANGUAGES[:3], "Cyrillic": LANGUAGES[3:4], "Arabic": LANGUAGES[4:5], "Han": LANGUAGES[5:]}
_LETTERS = {
    "Latin": re.compile("[A-Za-z\u00c0-\u024f]"),
    "Cyrillic": re.compile("[\u0400-\u052f]"),
    "Arabic": re.compile("[\u0600-\u06ff\u200e\u200f]"),  # with the marks that turn a line round
    "Han": re.compile("[\u4e00-\u9fff]"),
}
ONE_SCRIPT = 0.9  # of the letters on a page: the rest are specks that were taken for another alphabet


@dataclass(frozen=True, slots=True)
class Tesseract:
    """The program as installed, with the languages that it is to look for."""

    program: str
    version: str
    languages: tuple[str, ...]

    @property
    def name(self) -> str:
        """What a text depends on: "tesseract 5.3.0 eng+fra"."""
        return f"tesseract {self.version} {'+'.join(self.languages)}"

    def words(self, picture: Any, limit_s: float) -> list[Seen]:
        """The words on a PIL image, in reading order; [] where it is of one colour.

        A page almost all in one script is looked at once more for the languages of that script: among all six an
        English "a" may come out in Cyrillic, and specks as Arabic.

        Raises: OSError when it fails, subprocess.TimeoutExpired when it takes more than `limit_s` seconds.
        """
        grey = picture.convert("L")
        darkest, lightest = grey.getextrema()
        if darkest == lightest:
            return []
        pixels = io.BytesIO()
        grey.save(pixels, "PPM")
        until = time.monotonic() + limit_s
        seen = self._run(pixels.getvalue(), self.languages, until)
        fewer = narrower(seen, self.languages)
        return self._run(pixels.getvalue(), fewer, until) if fewer else seen

    def _run(self, pixels: bytes, languages: Sequence[str], until: float) -> list[Seen]:
        done = subprocess.run(  # noqa: S603 - found on the PATH
            [self.program, "stdin", "stdout", "--dpi", str(DPI), "-l", "+".join(languages), "tsv"],
            input=pixels, capture_output=True, timeout=max(0.01, until - time.monotonic()), preexec_fn=_end_with_reader,
            env={**os.environ, "OMP_THREAD_LIMIT": "1"},  # its threads wait for each other: one is five times as fast
        )  # fmt: skip
        if done.returncode:
            raise OSError(done.stderr.decode("utf-8", "replace").strip()[-200:] or f"exit status {done.returncode}")
        return words_of(done.stdout.decode("utf-8", "replace"))


_LIBC = ctypes.CDLL(None) if sys.platform == "linux" else None


def _end_with_reader() -> None:
    if _LIBC is not None:
        _LIBC.prctl(1, signal.SIGKILL)  # PR_SET_PDEATHSIG


def words_of(table: str) -> list[Seen]:
    """The words of Tesseract's TSV table, without those that it is not sure of."""
    found: list[Seen] = []
    for row in csv.DictReader(io.StringIO(table), delimiter="\t", quoting=csv.QUOTE_NONE):
        text = (row["text"] or "").strip()
        if row["level"] != _WORD or not text or float(row["conf"]) < LEAST_SURE:
            continue
        left, top, width, height = (int(row[key]) for key in ("left", "top", "width", "height"))
        line = (int(row["block_num"]), int(row["par_num"]), int(row["line_num"]))
        found.append(Seen(text, left, top, left + width, top + height, line))
    return found


def narrower(seen: Sequence[Seen], languages: Sequence[str]) -> tuple[str, ...]:
    """Those of `languages` in whose script almost all that was seen is; () where it is all, or no script leads."""
    text = "".join(word.text for word in seen)
    counts = {script: len(letters.findall(text)) for script, letters in _LETTERS.items()}
    script, most = max(counts.items(), key=lambda item: item[1])
    if not ONE_SCRIPT * sum(counts.values()) <= most < sum(counts.values()):
        return ()
    return tuple(language for language in languages if language in _SCRIPTS[script])


def find(languages: Sequence[str] = ()) -> Tesseract | None:
    """Tesseract with `languages` (none: those installed of the six of the UN); None where it is not installed.

    Raises: BadInput for a language that it does not have.
    """
    program = shutil.which("tesseract")
    if program is None:
        return None
    version, installed = _installed(program)
    missing = [language for language in languages if language not in installed]
    if missing:
        raise BadInput(
            f"setting ocr_languages: Tesseract has no {missing[0]!r} here, only {', '.join(sorted(installed)) or 'none'}"
        )
    chosen = tuple(languages) or tuple(language for language in LANGUAGES if language in installed)
    return Tesseract(program, version, chosen) if chosen else None


@cache
def _installed(program: str) -> tuple[str, frozenset[str]]:
    """(version, languages) of the Tesseract at `program`; ("", none) where it does not run."""

    def said(option: str) -> str:
        done = subprocess.run([program, option], capture_output=True, timeout=30, stdin=subprocess.DEVNULL)  # noqa: S603
        return (done.stdout or done.stderr).decode("utf-8", "replace")

    try:
        version, listed = said("--version").split("\n")[0], said("--list-langs").splitlines()[1:]
    except (OSError, subprocess.TimeoutExpired) as error:
        log.warning("%s does not run (%s): pages without text stay without", program, error)
        return "", frozenset()
    return version.removeprefix("tesseract").strip(), frozenset(
        name for name in listed if _NAME.fullmatch(name) and name != "osd"
    )


class Recogniser:
    """The `Recognise` of one file: its pages come from the folder `kept` where they were recognised before.

    `announce` is told the number of each page that is to be recognised now and how many pages the file has.
    """

    def __init__(
        self, engine: Tesseract, file: Path, kept: Path, announce: Callable[[int, int], None], page_s: float
    ) -> None:
        self._engine = engine
        self._file = file
        self._kept = kept
        self._announce = announce
        self._page_s = page_s
        self._folder: Path | None = None
        self._pages = 0

    def __call__(self, page: int, draw: Callable[[], Any]) -> list[Seen]:
        if self._folder is None:
            self._folder, self._pages = self._kept / _digest(self._file), _page_count(self._file)
        engine = hashlib.sha256(self._engine.name.encode()).hexdigest()[:12]
        path = self._folder / f"{page}-{DPI}-{engine}.json"
        known = load(path)
        if known is not None:
            return known
        self._announce(page, max(page, self._pages))
        picture = draw()
        if picture.width * picture.height > MOST_PIXELS:
            log.warning("%s: page %d is too large a picture to be recognised", self._file.name, page)
            return []
        try:
            seen = self._engine.words(picture, self._page_s)
        except (OSError, subprocess.TimeoutExpired) as error:
            late = isinstance(error, subprocess.TimeoutExpired)
            reason = f"more than {self._page_s:g} s" if late else error
            log.warning("%s: page %d could not be recognised (%s)", self._file.name, page, reason)
            return []
        try:
            save(path, seen)
        except OSError as error:
            log.warning("%s cannot be written (%s): page %d is recognised anew next time", path, error.strerror, page)
        return seen


def _digest(file: Path) -> str:
    with file.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()


def _page_count(file: Path) -> int:
    import pypdfium2

    try:
        with pypdfium2.PdfDocument(file) as document:
            return len(document)
    except pypdfium2.PdfiumError:
        return 0


def load(path: Path) -> list[Seen] | None:
    """The words kept at `path`; None where there are none, or the file is damaged."""
    try:
        digest, _, stored = path.read_text("utf-8").partition("\n")
        if digest != hashlib.sha256(stored.encode()).hexdigest():
            return None
        rows = json.loads(stored)
        return [
            Seen(str(text), int(left), int(top), int(right), int(bottom), (int(block), int(paragraph), int(line)))
            for text, left, top, right, bottom, (block, paragraph, line) in rows
        ]
    except (OSError, ValueError, TypeError):
        return None


def save(path: Path, seen: Sequence[Seen]) -> None:
    """Keep the words of a page at `path`: whole or not at all."""
    path.parent.mkdir(parents=True, exist_ok=True)
    beside = path.with_suffix(f".{os.getpid()}")
    stored = json.dumps([astuple(word) for word in seen], ensure_ascii=False)
    beside.write_text(f"{hashlib.sha256(stored.encode()).hexdigest()}\n{stored}", "utf-8")
    beside.replace(path)


def sweep(kept: Path, digests: Collection[str]) -> None:
    """Forget the pages of all files but those with one of the SHA-256 `digests`."""
    for folder in kept.iterdir() if kept.is_dir() else ():
        if folder.name not in digests:
            shutil.rmtree(folder, ignore_errors=True)
