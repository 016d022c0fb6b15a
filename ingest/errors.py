"""The exceptions of Rapporteur: one for each thing that a user can do about it."""
# ruff: noqa: N818 - the names say what was found


class RapporteurError(Exception):
    """Base of all errors that are shown to a user in one line; `exit_status` is the command's."""

    exit_status = 2


class BadInput(RapporteurError):
    """A path, question, option or setting that cannot be used as given."""


class NoIndex(RapporteurError):
    """There is no index to ask: it has to be made first."""


class IndexMismatch(RapporteurError):
    """The index was built with another embedding model than the configured one."""


class ModelMissing(RapporteurError):
    """The configured embedding model cannot be loaded on this machine."""


class UnreadableFile(RapporteurError):
    """One file that cannot be read: ingest names it with its reason and goes on."""


class IndexBusy(RapporteurError):
    """Another ingest is writing this index."""

    exit_status = 3


class NotWritable(RapporteurError):
    """The disk is full or the folder cannot be written."""

    exit_status = 4
