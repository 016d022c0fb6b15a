"""Settings: options before environment before file, and nothing unknown."""

from __future__ import annotations

from pathlib import Path

import pytest

from app.settings import Settings, load
from ingest.errors import BadInput


@pytest.fixture(autouse=True)
def clean(monkeypatch):
    for name in ("INDEX", "MODEL", "HOST", "PORT"):
        monkeypatch.delenv(f"RAPPORTEUR_{name}", raising=False)


def write(folder: Path, text: str) -> Path:
    (folder / "rapporteur.toml").write_text(text, "utf-8")
    return folder


def test_without_any_setting_the_defaults_hold(tmp_path):
    assert load({}, tmp_path) == Settings(index=Path(".rapporteur"), host="127.0.0.1", port=7860)


def test_an_option_goes_before_the_environment_and_that_before_the_file(tmp_path, monkeypatch):
    write(tmp_path, 'index = "file"\nhost = "file"\nport = 1\n')
    monkeypatch.setenv("RAPPORTEUR_INDEX", "environment")
    monkeypatch.setenv("RAPPORTEUR_HOST", "environment")
    found = load({"index": Path("option"), "host": None}, tmp_path)
    assert (found.index, found.host, found.port) == (Path("option"), "environment", 1)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ('colour = "red"', "colour"),
        ("port = 70000", "port"),
        ('port = "many"', "port"),
        ('model = ""', "model"),
        ('index = ""', "index: .*an empty name is no folder"),
        ('uploads = ""', "uploads: .*an empty name is no folder"),
        ("port =", "rapporteur.toml"),
        ("[chat]\nport = 1", "chat"),
    ],
)
def test_a_setting_that_cannot_be_used_is_named_in_one_line(tmp_path, text, said):
    with pytest.raises(BadInput, match=said) as refused:
        load({}, write(tmp_path, text))
    assert "\n" not in str(refused.value)


def test_a_file_in_no_utf8_is_refused(tmp_path):
    (tmp_path / "rapporteur.toml").write_bytes(b'index = "\xff"')
    with pytest.raises(BadInput, match=r"rapporteur\.toml"):
        load({}, tmp_path)


def test_an_empty_variable_is_none(tmp_path, monkeypatch):
    # As a path it was the current folder, and the index was written into it.
    for name in ("INDEX", "MODEL", "PORT"):
        monkeypatch.setenv(f"RAPPORTEUR_{name}", "")
    write(tmp_path, "port = 1\n")
    assert load({}, tmp_path) == Settings(port=1)


def test_an_unknown_variable_of_ours_is_refused(tmp_path, monkeypatch):
    monkeypatch.setenv("RAPPORTEUR_PROT", "1")
    with pytest.raises(
        BadInput, match="no setting 'prot'; the settings are index, model, reranker, host, port, ocr_languages, "
    ):
        load({}, tmp_path)


def test_uploads_lie_beside_the_index_unless_another_folder_is_set():
    assert Settings(index=Path("some/index")).upload_folder == Path("some/uploads")
    assert Settings().upload_folder == Path("uploads")
    assert Settings(uploads=Path("inbox")).upload_folder == Path("inbox")


def test_the_limits_of_reading_and_the_languages_of_ocr_come_from_the_settings():
    settings = Settings(file_seconds=7, file_gigabytes=0.5, ocr_languages="eng+fra")
    assert (settings.limits().time_s, settings.limits().memory) == (7, 1 << 29)
    assert settings.recognised() == ["eng", "fra"]
    assert Settings().recognised() == []
