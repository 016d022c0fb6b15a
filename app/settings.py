"""Settings: options of the command line, then RAPPORTEUR_* of the environment, then rapporteur.toml."""

from __future__ import annotations

import os
import re
import tomllib
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from pydantic import BaseModel, ConfigDict, Field, ValidationError, field_validator

from ingest.defaults import DEFAULT_MODEL
from ingest.errors import BadInput

if TYPE_CHECKING:
    from ingest.isolation import Limits

FILE = "rapporteur.toml"
PREFIX = "RAPPORTEUR_"


class Settings(BaseModel):
    """What can be set; the same names in rapporteur.toml, and in capitals after RAPPORTEUR_."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    index: Path = Path(".rapporteur")
    model: str = Field(DEFAULT_MODEL, min_length=1)
    reranker: str = ""  # a cross-encoder that looks at the best passages again; "": none
    host: str = "127.0.0.1"
    port: int = Field(7860, ge=1, le=65535)
    ocr_languages: str = Field("", pattern=r"^([A-Za-z]\w*(\+[A-Za-z]\w*)*)?$")  # "eng+fra"; "": those of the UN
    file_seconds: float = Field(120, gt=0)  # that the reading of one file may take
    file_gigabytes: float = Field(2, ge=0.25)  # of memory that it may take
    documents_url: str = "https://documents.un.org"  # of the document system that `fetch` asks, and nothing else does
    uploads: Path | None = None  # where the chat keeps files that are handed to it; None: `uploads` beside the index

    @property
    def upload_folder(self) -> Path:
        """The folder that `uploads` names, or its default."""
        return self.uploads or self.index.parent / "uploads"

    def limits(self) -> Limits:
        """What the reading of one file may cost."""
        from ingest.isolation import Limits

        return Limits(self.file_seconds, memory=int(self.file_gigabytes * 2**30))

    def recognised(self) -> list[str]:
        """The languages of character recognition; []: those of the UN."""
        return [language for language in self.ocr_languages.split("+") if language]

    @field_validator("reranker")
    @classmethod
    def _blank(cls, value: str) -> str:
        return value.strip()

    @field_validator("index", "uploads", mode="before")
    @classmethod
    def _named(cls, value: object) -> object:
        if value == "":  # as a path it would be the current folder
            raise ValueError("an empty name is no folder")
        return value

    @field_validator("documents_url")
    @classmethod
    def _address(cls, value: str) -> str:
        try:
            parts = urlsplit(value)
            sound = parts.scheme in ("http", "https") and parts.hostname and (parts.port or 1)
        except ValueError:
            sound = False
        if not sound or parts.query or parts.fragment or parts.username is not None or re.search(r"\s", value):
            raise ValueError("the address of a server is written as https://documents.un.org")
        return value.rstrip("/")


def load(options: Mapping[str, Any], folder: Path = Path()) -> Settings:
    """The settings that hold: `options` that are not None, then the environment, then the file in `folder`.

    Raises: BadInput for an unknown key or a wrong value, naming where it stands.
    """
    values: dict[str, Any] = {}
    path = folder / FILE
    sources: list[tuple[str, Mapping[str, Any]]] = []
    if path.exists():
        try:
            sources.append((str(path), tomllib.loads(path.read_text("utf-8"))))
        except (tomllib.TOMLDecodeError, UnicodeDecodeError, OSError) as error:
            raise BadInput(f"{path} cannot be read: {error}") from error
    named = {
        key.removeprefix(PREFIX).lower(): value
        for key, value in os.environ.items()
        if key.startswith(PREFIX) and value  # NAME= unsets a variable for one command
    }
    sources.append((f"the environment ({PREFIX}*)", named))
    sources.append(("the command line", {key: value for key, value in options.items() if value is not None}))
    for where, found in sources:
        unknown = sorted(set(found) - set(Settings.model_fields))
        if unknown:
            known = ", ".join(Settings.model_fields)
            raise BadInput(f"{where}: there is no setting {unknown[0]!r}; the settings are {known}")
        values |= found
    try:
        return Settings(**values)
    except ValidationError as error:
        first = error.errors()[0]
        raise BadInput(f"setting {first['loc'][0]}: {first['msg'].lower()} (given: {first['input']!r})") from error
