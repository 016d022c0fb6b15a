"""What a file is by its bytes: neither an answer's status nor its content type says it."""

from __future__ import annotations

import zipfile
from pathlib import Path

from ingest.errors import RapporteurError

READ = (".pdf", ".docx")  # suffixes of what comes in a form that is read
NOT_THERE = "the document system has no such document"
_HEAD, _TAIL = 1024, 2048  # bytes: a PDF begins in the first, and its end mark stands in the last
_OTHERS = (
    (b"\xd0\xcf\x11\xe0", "an old Word file (.doc)"),
    (b"\xffWPC", "a WordPerfect file (.wpd)"),
    (b"{\\rtf", "a Rich Text file (.rtf)"),
)


class NotFetched(RapporteurError):  # noqa: N818 - says what was found
    """One document that could not be fetched, for the reason in the message: the others go on."""


class NotThisForm(NotFetched):
    """In the form that was asked for there is no such document, or none that is read: another form may be there."""


def suffix_of(path: Path) -> str:
    """The suffix of what `path` holds, ".pdf" or ".docx".

    Raises: NotThisForm when it is anything else; NotFetched when it is one of them, and was cut off.
    """
    with path.open("rb") as file:
        head = file.read(_HEAD)
        size = file.seek(0, 2)
        file.seek(max(0, size - _TAIL))
        tail = file.read()
    if not head:
        raise NotThisForm("an empty answer (0 bytes)")
    if head.removeprefix(b"\xef\xbb\xbf").lstrip().startswith(b"<"):
        raise NotThisForm("a web page instead of the document")
    if b"%PDF-" in head:
        if b"%%EOF" not in tail:
            raise NotFetched(f"a PDF that was cut off ({size:,} bytes): try again later")
        return ".pdf"
    if head.startswith(b"PK\x03\x04"):
        return _of_zip(path, size)
    for magic, name in _OTHERS:
        if head.startswith(magic):
            raise NotThisForm(f"{name}, which is not read: open it in a word processor and save it as DOCX or PDF")
    raise NotThisForm(f"no document that is known ({size:,} bytes)")


def _of_zip(path: Path, size: int) -> str:
    try:
        with zipfile.ZipFile(path) as archive:
            names = set(archive.namelist())
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError) as error:
        raise NotFetched(f"a Word file that was cut off or damaged ({size:,} bytes): try again later") from error
    if "word/document.xml" not in names:
        raise NotThisForm("a ZIP file that is no Word document")
    return ".docx"
