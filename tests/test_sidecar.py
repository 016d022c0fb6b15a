"""Sidecars: what a user says beside a document goes before what was read, and a mistake is named."""

from __future__ import annotations

import hashlib
import os
from pathlib import Path

import pytest

from ingest.document import Document
from ingest.errors import UnreadableFile
from ingest.parse import parse
from ingest.readers import READERS
from ingest.sidecar import FIELDS, is_sidecar, stamp

# All texts in this file are invented.
LAMPS = (
    "# On lamps\n\nA lamp without a number is to be painted before the winter, and we ask for a register of lamps.\n"
)


@pytest.fixture
def lamps(tmp_path: Path) -> Path:
    path = tmp_path / "lamps.md"
    path.write_text(LAMPS, "utf-8")
    return path


def read(path: Path) -> Document:
    return parse(path, path.name).document


def test_a_toml_beside_a_document_goes_before_what_was_read(lamps):
    lamps.with_suffix(".toml").write_text(
        'title = "On all lamps"\nsymbol = "a/ac.999/2024/crp.1/rev.2"\nholder = "GHA"\nsession = 7\n'
        'date = 2024-03-04\ndate_kind = "speech"\nlanguages = ["en", "fr"]\nplace = "Nairobi"\n',
        "utf-8",
    )
    document = read(lamps)
    assert (document.title, document.symbol, document.holder) == ("On all lamps", "A/AC.999/2024/CRP.1/Rev.2", "Ghana")
    assert (document.session, document.date, document.date_kind) == ("7", "2024-03-04", "speech")
    assert (document.languages, document.place) == (("en", "fr"), "Nairobi")
    assert (document.revision, document.supersedes) == ("Rev.2", "A/AC.999/2024/CRP.1/Rev.1")
    assert (document.kind, document.authority) == ("national statement", "national")
    sources = dict(document.sources)
    assert (sources["holder"], sources["revision"]) == ("sidecar lamps.toml", "by its symbol")
    assert sources["kind"] == "by its holder"


def test_the_passages_are_the_words_of_the_holder_that_is_told(lamps):
    lamps.write_text("# Fiji's statement on lamps\n\nFiji asks for lamps.\n", "utf-8")
    assert {passage.speaker for passage in parse(lamps, "lamps.md").passages} == {"Fiji"}
    lamps.with_name("lamps.md.toml").write_text('holder = "Ghana"\n', "utf-8")
    assert {passage.speaker for passage in parse(lamps, "lamps.md").passages} == {"Ghana"}
    lamps.with_name("lamps.md.toml").write_text('holder = ""\n', "utf-8")
    assert {passage.speaker for passage in parse(lamps, "lamps.md").passages} == {None}


def test_a_row_of_the_table_tells_and_a_file_of_its_own_goes_before_it(lamps):
    table = lamps.with_name("metadata.csv")
    table.write_text("file,title,languages,place\nlamps.md,Told by the table,en;fr,\nother.md,Other,,\n", "utf-8-sig")
    document = read(lamps)
    assert (document.title, document.languages) == ("Told by the table", ("en", "fr"))
    assert dict(document.sources)["title"] == "metadata.csv"
    lamps.with_suffix(".toml").write_text('title = "Told by its own"\n', "utf-8")
    document = read(lamps)
    assert (document.title, document.languages) == ("Told by its own", ("en", "fr"))


def test_a_table_as_spreadsheets_write_it_is_read(lamps):
    lamps.with_name("metadata.csv").write_text("File;Title\nlamps.md;Lamps, ropes\n", "utf-8-sig")
    assert read(lamps).title == "Lamps, ropes"


def test_a_symbol_that_is_told_tells_body_and_process(lamps):
    lamps.with_suffix(".toml").write_text('symbol = "A/AC.292/2031/WP.4"\n', "utf-8")
    document = read(lamps)
    assert (document.body, document.process) == ("OEWG 2021-2025", "OEWG 2021-2025")
    assert dict(document.sources)["process"] == "by its symbol"


def test_a_date_that_is_told_is_not_of_the_kind_of_the_one_on_page_one(lamps):
    lamps.write_text("# On lamps\n\nThird session\n\nNairobi, 3–7 February 2031\n\nLamps burn.\n", "utf-8")
    assert read(lamps).date_kind == "session"
    for told in ('date = "2031-06-04"', 'date = ""'):
        lamps.with_suffix(".toml").write_text(told, "utf-8")
        assert read(lamps).date_kind == ""


def test_a_kind_that_is_told_leaves_the_holder_of_the_title_page(lamps):
    lamps.write_text("# Statement by Fiji\n\nFiji asks for lamps.\n", "utf-8")
    lamps.with_suffix(".toml").write_text('kind = "national statement"\n', "utf-8")
    assert read(lamps).holder == "Fiji"
    lamps.with_suffix(".toml").write_text('kind = "resolution"\n', "utf-8")
    assert read(lamps).holder == ""


@pytest.mark.parametrize(
    ("written", "known"),
    [
        ('"2031-03-04T12:00:00Z"', "2031-03-04T12:00:00Z"),
        ("2031-03-04T12:00:00+02:00", "2031-03-04T12:00:00+02:00"),
        ("2031-03-04", "2031-03-04"),
        ('""', ""),
    ],
)
def test_a_sidecar_tells_from_where_and_when_a_file_was_got(lamps, written, known):
    lamps.with_suffix(".toml").write_text(
        f'source_url = "https://example.org/lamps?a=1"\nretrieved = {written}\n', "utf-8"
    )
    document = read(lamps)
    assert (document.source_url, document.retrieved) == ("https://example.org/lamps?a=1", known)
    assert dict(document.sources).get("retrieved", "") == ("sidecar lamps.toml" if known else "")


def test_every_field_of_a_sidecar_is_a_field_of_a_document():
    assert set(FIELDS) <= set(Document.__dataclass_fields__)


@pytest.mark.parametrize(
    ("told", "said"),
    [
        ('titel = "x"', "lamps.toml: unknown key 'titel': known are title, symbol"),
        ('session = "seventh"', "lamps.toml: session 'seventh' is no number: write 7"),
        ("session = 0", "session '0' is no number"),
        ("session = true", "session is no text"),
        ('symbol = "hello world"', "symbol 'hello world' is no document symbol: write it as printed"),
        ('date = "4 March 2024"', "date '4 March 2024' is no ISO date: write 2024-03-04"),
        ('date = "2024-02-31"', "is no ISO date"),
        ('date = "2024-03-08/2024-03-04"', "is no ISO date"),
        ('date_kind = "birth"', "date_kind 'birth' is none of session, adoption, issue, speech"),
        ('holder = "Ruritania"', "holder 'Ruritania' is no delegation or group that is known"),
        ('authority = "high"', "authority 'high' is none of adopted, Chair"),
        ('languages = ["English"]', "languages: 'english' is no ISO 639 code"),
        ("languages = 3", "languages is no list"),
        ("title = [1]", "title is no text"),
        (
            'source_url = "docs.un.org/en/A/1"',
            "source_url 'docs.un.org/en/A/1' is no address: write it as in a browser",
        ),
        ('source_url = "file:///a"', "source_url 'file:///a' is no address"),
        ('source_url = "http://[a"', "source_url 'http://[a' is no address"),
        ('retrieved = "yesterday"', "retrieved 'yesterday' is no ISO 8601 time: write 2024-03-04T12:00:00Z"),
        ('retrieved = "2024-02-31T12:00:00Z"', "is no ISO 8601 time"),
        ('retrieved = "2024-W10"', "is no ISO 8601 time"),
        ("title = ", "lamps.toml is not TOML"),
        ("a = " + "[" * 5000, "lamps.toml is not TOML"),
        ("[title]\nx = 1", "title is no text"),
    ],
)
def test_a_mistake_in_a_sidecar_is_one_line_that_names_file_key_and_way_out(lamps, told, said):
    lamps.with_suffix(".toml").write_text(told, "utf-8")
    with pytest.raises(UnreadableFile) as refused:
        read(lamps)
    assert said in str(refused.value)
    assert "\n" not in str(refused.value)


@pytest.mark.parametrize(
    ("table", "said"),
    [
        (b"name,title\nlamps.md,x\n", "metadata.csv has no column `file`"),
        (b"file,titel\nlamps.md,x\n", "metadata.csv: unknown key 'titel'"),
        (b"file,title\nlamps.md,x\nlamps.md,y\n", "metadata.csv: two rows for lamps.md: keep one"),
        (b"file,title\nlamps.md,On lamps, old\n", "line 2: more cells than columns: quote commas"),
        (b"file,title\nlamps.md,\xe9t\xe9\n", "metadata.csv is not UTF-8 (byte 20): save it as UTF-8"),
        (b'file,title\nlamps.md,"x\n', "metadata.csv, line 1: unexpected end of data: quote the cell"),
    ],
)
def test_a_mistake_in_the_table_is_named(lamps, table, said):
    lamps.with_name("metadata.csv").write_bytes(table)
    with pytest.raises(UnreadableFile) as refused:
        read(lamps)
    assert said in str(refused.value)
    assert stamp(lamps)[0] != hashlib.sha256(LAMPS.encode()).hexdigest()


def test_a_mistake_in_the_row_of_another_document_harms_none(lamps):
    lamps.with_name("metadata.csv").write_text("file,session\nother.md,seventh\n", "utf-8")
    assert read(lamps).session == ""


def test_a_document_without_sidecar_has_the_stamp_of_its_bytes(lamps):
    assert stamp(lamps) == (hashlib.sha256(LAMPS.encode()).hexdigest(),) * 2


def test_a_changed_sidecar_changes_the_stamp_of_its_document_and_of_no_other(lamps):
    other, table = lamps.with_name("other.md"), lamps.with_name("metadata.csv")
    other.write_text(LAMPS, "utf-8")
    stamps = {stamp(lamps)}
    for said in ("file,title\nlamps.md,One\n", "file,title\nlamps.md,Another\n", "file,title\nlamps.md,Another \n"):
        table.write_text(said, "utf-8")
        stamps.add(stamp(lamps))
    lamps.with_suffix(".toml").write_text('title = "A third"', "utf-8")
    stamps.add(stamp(lamps))
    assert len(stamps) == 4
    assert {digest for _, digest in stamps} == {*stamp(other)} == {hashlib.sha256(LAMPS.encode()).hexdigest()}
    assert read(lamps).sha256 == read(other).sha256


def test_a_table_of_the_same_size_and_time_that_says_something_else_is_read_again(lamps):
    table = lamps.with_name("metadata.csv")
    table.write_text("file,title\nlamps.md,One\n", "utf-8")
    before, times = stamp(lamps), table.stat()
    table.write_text("file,title\nlamps.md,Two\n", "utf-8")
    os.utime(table, ns=(times.st_atime_ns, times.st_mtime_ns))
    assert stamp(lamps) != before


def test_what_lies_beside_a_document_is_no_document(lamps):
    for name in ("lamps.toml", "lamps.md.toml", "metadata.csv"):
        assert is_sidecar(lamps.with_name(name), READERS)
    for name in ("alone.toml", "lamps.md", "lamps.csv", "Metadata.CSV"):
        assert not is_sidecar(lamps.with_name(name), READERS)
