"""The parts of a Word file: what it is if it is none, and nothing from outside of it."""

from __future__ import annotations

import posixpath
import zipfile
import zlib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from lxml import etree  # type: ignore[import-untyped]

from ingest.errors import UnreadableFile

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
R = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
MC = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
MATHS = "{http://schemas.openxmlformats.org/officeDocument/2006/math}"
_STRICT = b"http://purl.oclc.org/ooxml/"  # the same names in the strict form of the standard
_MOST_BYTES = 100_000_000  # of one unpacked part; the largest text of a UN budget has 3 million
_MOST_PACKED = 200  # a larger part that shrank to less than one in so many is a zip bomb
_OLD_OFFICE = b"\xd0\xcf\x11\xe0"
_WRAPPERS = {f"{W}{name}" for name in ("sdt", "sdtContent", "customXml", "smartTag", "ins", "moveTo")}
_DROPPED = {f"{W}{name}" for name in ("del", "moveFrom", "sdtPr", "sdtEndPr", "customXmlPr", "smartTagPr")}


class Package:
    """The open archive of a Word file.

    Raises: UnreadableFile when it is none, when it is damaged, and when a part of it is a zip bomb.
    """

    def __init__(self, path: Path) -> None:
        other = _what_it_is(path)  # asked first: an old Word file may hold an archive
        if other:
            raise UnreadableFile(other)
        try:
            self._archive = zipfile.ZipFile(path)
        except (zipfile.BadZipFile, OSError, ValueError) as error:
            raise UnreadableFile(f"not a readable DOCX ({str(error)[:120]})") from error
        self._names = {entry.filename.lstrip("/"): entry for entry in self._archive.infolist()}
        self.main = next((target for kind, target, _ in self._links("") if kind == "officeDocument"), "")
        if not self.main.startswith("word") and "word/document.xml" not in self._names:
            raise UnreadableFile(self._other_archive())
        self.main = self.main if self.main in self._names else "word/document.xml"
        self._links_of_main = list(self._links(self.main))

    def close(self) -> None:
        self._archive.close()

    def part(self, name: str) -> Any:
        """The root element of a part; None where there is none. Entities are not expanded, nothing is fetched."""
        entry = self._names.get(name)
        if entry is None:
            return None
        packed = max(entry.compress_size, 1)
        if entry.file_size > _MOST_BYTES or entry.file_size > max(10_000_000, packed * _MOST_PACKED):
            raise UnreadableFile(f"its part {name} unpacks to {entry.file_size // 1_000_000} MB")
        try:
            raw = self._archive.read(entry)
        except (zipfile.BadZipFile, zlib.error, EOFError, RuntimeError, NotImplementedError, OSError) as error:
            raise UnreadableFile(f"not a readable DOCX ({str(error)[:120]})") from error
        parser = etree.XMLParser(resolve_entities=False, no_network=True, remove_comments=True, remove_pis=True)
        try:
            return etree.fromstring(_usual_names(raw), parser)
        except (etree.XMLSyntaxError, ValueError) as error:
            raise UnreadableFile(f"not a readable DOCX (its part {name} is damaged: {str(error)[:80]})") from error

    def related(self, kind: str) -> Any:
        """The root element of the part that the main text names as its `kind` ("styles"); None if there is none."""
        return next((self.part(target) for known, target, _ in self._links_of_main if known == kind), None)

    def linked(self, identifier: str | None) -> Any:
        """The root element of the part that the main text links under `identifier`."""
        return next((self.part(target) for _, target, known in self._links_of_main if known == identifier), None)

    def title(self) -> str:
        """The title in the properties of the file."""
        core = next((target for kind, target, _ in self._links("") if kind == "core-properties"), "docProps/core.xml")
        try:
            root = self.part(core)
        except UnreadableFile:
            return ""
        found = None if root is None else root.find("{http://purl.org/dc/elements/1.1/}title")
        return "" if found is None else found.text or ""

    def _links(self, source: str) -> Iterator[tuple[str, str, str]]:
        """(last word of its type, name of its target, identifier) of each link of a part inside the file."""
        folder, name = posixpath.split(source)
        root = self.part(posixpath.join(folder, "_rels", f"{name}.rels"))
        for link in () if root is None else root:
            target = link.get("Target") or ""
            if link.get("TargetMode") != "External":
                place = target.lstrip("/") if target.startswith("/") else posixpath.join(folder, target)
                yield (link.get("Type") or "").rpartition("/")[2], posixpath.normpath(place), link.get("Id") or ""

    def _other_archive(self) -> str:
        kinds = {"xl/": "an Excel workbook", "ppt/": "a PowerPoint presentation", "content.xml": "an OpenDocument text"}
        for start, kind in kinds.items():
            if any(name.startswith(start) for name in self._names):
                return f"not a Word file but {kind}: save it as .docx or .pdf"
        return "not a readable DOCX (a zip archive without a Word text in it)"


def inside(element: Any) -> Iterator[Any]:
    """The children of `element` as they stand when all tracked changes are accepted and all frames are opened."""
    for child in element:
        if child.tag in _WRAPPERS:
            if child.find(f"{W}sdtPr/{W}showingPlcHdr") is None:  # the prompt of a form that nobody filled in
                yield from inside(child)
        elif child.tag == f"{MC}AlternateContent":  # the same thing for new and for old programs
            choices = [*child.iterchildren(f"{MC}Choice"), *child.iterchildren(f"{MC}Fallback")]
            if choices:
                yield from inside(choices[0])
        elif child.tag not in _DROPPED:
            yield child


def on(properties: Any, name: str) -> bool | None:
    """Whether a property that is on or off is set; None where nothing is said of it."""
    found = None if properties is None else properties.find(f"{W}{name}")
    return None if found is None else found.get(f"{W}val") not in ("0", "false", "off")


def value(properties: Any, path: str) -> str | None:
    """The value of the property at `path` ("numPr/numId"); None if it is not set."""
    found = None if properties is None else properties.find("/".join(f"{W}{step}" for step in path.split("/")))
    return None if found is None else found.get(f"{W}val")


def number(properties: Any, path: str) -> int | None:
    """The value of the property at `path` as a number; None if it is none."""
    text = value(properties, path) or ""
    return int(text) if text.lstrip("-").isdigit() and len(text) < 10 else None


def _usual_names(raw: bytes) -> bytes:
    if _STRICT not in raw:
        return raw
    for strict, usual in (
        (b"wordprocessingml/main", b"wordprocessingml/2006/main"),
        (b"officeDocument/relationships", b"officeDocument/2006/relationships"),
        (b"officeDocument/math", b"officeDocument/2006/math"),
    ):
        raw = raw.replace(_STRICT + strict, b"http://schemas.openxmlformats.org/" + usual)
    return raw


def _what_it_is(path: Path) -> str:
    """What a file is by its first bytes; "" for an archive and where they say nothing."""
    with path.open("rb") as file:
        raw = file.read(4)
        if raw == b"PK\x03\x04":
            return ""
        raw += file.read(4_000_000)
    start = raw[:1000].lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    if raw.startswith(_OLD_OFFICE):
        if "EncryptedPackage".encode("utf-16-le") in raw:
            return "encrypted: it opens only with a password"
        kind = "a Word 97" if "WordDocument".encode("utf-16-le") in raw else "an old Office"
        return f"not a DOCX but {kind} file: save it as .docx"
    for mark, kind in ((b"{\\rtf", "an RTF"), (b"\xffwpc", "a WordPerfect")):
        if start.startswith(mark):
            return f"not a DOCX but {kind} file: save it as .docx"
    if b"%pdf-" in start:
        return "not a DOCX but a PDF: name it .pdf"
    if start.startswith((b"<!doctype html", b"<html")):
        return "not a DOCX but an HTML page: name it .html"
    return ""
