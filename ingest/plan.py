"""What one run is to do with the files of its roots, decided before anything is done."""

from __future__ import annotations

import os
from collections import Counter, defaultdict
from collections.abc import Collection, Mapping, Set
from dataclasses import dataclass
from pathlib import Path

from ingest import copies, scans
from ingest.isolation import Reader
from ingest.parse import VERSION
from ingest.receipt import Pairs
from ingest.scan import Found, printable, scan
from ingest.truth import File, Truth

GONE = "the folder {}: its documents stay in the index until it is back, or `--allow-mass-delete` is given"
EXCLUDED = "taken out by `rapporteur remove`: name this file to `rapporteur ingest` to have it back"


@dataclass(frozen=True, slots=True)
class Plan:
    """The files of some roots, and what is to become of each; documents are called by their id.

    A document that is neither to be read nor to go stays as it is.
    """

    roots: Mapping[str, str]  # resolved path → name, to be remembered
    files: Mapping[str, tuple[str, Found]]  # document id → (its root, its file), in the order of the ids
    speaks: Mapping[str, str]  # document id → the one that is read for all files with its bytes
    heirs: Mapping[str, tuple[str, str]]  # document whose file is gone or changed → (another with its bytes, its root)
    read: frozenset[str]
    changed: frozenset[str]  # of those to be read: they are not known, or their bytes or sidecars are others
    failing: Mapping[str, str]  # document id → why it could not be read; not to be tried again
    kept: frozenset[str]  # documents that were looked at and are as they were
    gone: frozenset[str]  # noted, not there any more, and to be forgotten
    withheld: tuple[str, ...]  # documents that stay though their files are not there: see `make`
    forgotten: tuple[str, ...]  # roots that are not there any more, and of which nothing is to be left
    skipped: Pairs
    failed: Pairs  # folders


def make(
    truth: Truth,
    roots: Mapping[str, str],
    reader: Reader,
    index: Path,
    rebuild: bool = False,
    allow_mass_delete: bool = False,
) -> Plan:
    """The plan for `roots` (resolved path → name): nothing is read but to compare bytes, and nothing is written.

    Without `allow_mass_delete` documents stay whose files are gone, where more than half of the documents of a folder
    or of the index would go, or where a folder could not be looked at. The folder `index` holds no documents.
    """
    seen = _Seen(truth)
    others = {*truth.roots(), *roots, str(index.resolve())}
    for root, name in roots.items():
        try:
            os.stat(root)
        except OSError as error:
            there = not isinstance(error, (FileNotFoundError, NotADirectoryError))
            seen.miss(root, name, allow_mass_delete, f"cannot be looked at ({error.strerror})" if there else "")
        else:
            seen.look(root, name, others - {root})
    return _plan(truth, seen, reader, rebuild, allow_mass_delete)


def without(truth: Truth, root: str, reader: Reader) -> Plan:
    """The plan to forget a root: what lies elsewhere too stays, called by that place."""
    seen = _Seen(truth)
    seen.drop(root)
    return _plan(truth, seen, reader, rebuild=False, allow_mass_delete=True)


def _plan(truth: Truth, seen: _Seen, reader: Reader, rebuild: bool, allow_mass_delete: bool) -> Plan:
    before, held = seen.before, truth.documents().keys()
    # What was not looked for: in a folder that could not be listed it may well be there.
    unseen = set() if allow_mass_delete else {key for key, file in before.items() if file.root in seen.uncertain}
    unseen -= seen.files.keys() | seen.kept_out
    away = unseen | {key for key, file in before.items() if file.root not in seen.listed}
    # Of the files that are there, or may be, those with the same bytes and sidecars are one document.
    now = {key: before[key] for key in away if not before[key].reason}
    now |= {key: File(root, each.fingerprint, VERSION) for key, (root, each) in seen.files.items() if each.fingerprint}
    first = {key: ids[0] for key, ids in copies.groups((key, file.fingerprint) for key, file in now.items()).items()}
    speaks = {key: first.get(copies.key(key, each.fingerprint), key) for key, (_, each) in seen.files.items()}
    heirs = copies.heirs({key: before[key] for key in held & before.keys()}, away, now, first)
    # What is to be read: a file that speaks for its bytes and is new, changed, or now stands in for one that is gone.
    own = {key: each for key, (_, each) in seen.files.items() if speaks[key] == key}
    read = {key for key, each in own.items() if key in heirs.values() or _unread(truth, before.get(key), each, reader)}
    again = own.keys() if rebuild else read
    # What goes: files that were looked for in vain. A document is lost where no other file has its bytes.
    gone = before.keys() - away - seen.files.keys()
    lost = {key for key in gone & held if before[key].reason or copies.key(key, before[key].fingerprint) not in first}
    withheld = set() if allow_mass_delete else seen.waited_for | (unseen & held)
    if not allow_mass_delete:
        withheld |= _withheld(lost - seen.kept_out, before, held, seen.alone)
    kept_roots = {before[key].root for key in withheld}
    known = {key for key, each in own.items() if key in before and before[key].fingerprint == each.fingerprint != ""}
    return Plan(
        roots=seen.remembered,
        files=dict(sorted(seen.files.items())),
        speaks=speaks,
        heirs={key: (heir, now[heir].root) for key, heir in heirs.items()},
        read=frozenset(again),
        changed=frozenset(own.keys() - known),
        failing={key: before[key].reason for key in sorted(own.keys() - again) if before[key].reason},
        kept=frozenset(key for key in own.keys() - again if not before[key].reason),
        gone=frozenset(gone - withheld),
        withheld=tuple(sorted(withheld)),
        forgotten=tuple(root for root in seen.missing if root not in kept_roots),
        skipped=seen.skipped,
        failed=seen.failed,
    )


class _Seen:
    """What is there of the roots."""

    def __init__(self, truth: Truth) -> None:
        self.before = truth.files()
        self.listed: set[str] = set()  # roots whose files are known, at least in part
        self.uncertain: set[str] = set()  # of these, those that were not seen whole
        self.missing: list[str] = []  # roots that are not there, and are not waited for
        self.remembered: dict[str, str] = {}
        self.files: dict[str, tuple[str, Found]] = {}
        self.alone: set[str] = set()  # roots that are a file, not a folder
        self.waited_for: set[str] = set()  # documents of roots that could not be looked at
        self.kept_out: set[str] = set()  # files that a user took out
        self.skipped: Pairs = []
        self.failed: Pairs = []
        self._known: defaultdict[str, list[str]] = defaultdict(list)
        for key, file in self.before.items():
            self._known[file.root].append(key)
        self._truth, self._names, self._excluded = truth, truth.roots(), truth.excluded()

    def look(self, root: str, name: str, others: set[str]) -> None:
        found = scan(root, name, others)
        self.listed.add(root)
        self.failed += found.unlisted
        self.skipped += found.skipped
        if found.unlisted:
            self.uncertain.add(root)
        if found.found or self._known[root]:
            self.remembered[root] = name
        elif not found.unlisted:
            self.skipped.append((name, "no PDF, DOCX, HTML, Markdown or text file in it"))
        out = {*self._excluded.values()} - {""}
        for each in found.found:
            if each.document_id in self._excluded or each.sha256 in out:
                self.skipped.append((each.document_id, EXCLUDED))
                self.kept_out.add(each.document_id)
            elif each.document_id in self.files:
                self.skipped.append((each.document_id, "another file is called so where names cannot be shown"))
            else:
                self.files[each.document_id] = (root, each)

    def miss(self, root: str, name: str, allow_mass_delete: bool, reason: str) -> None:
        """A root that is not there: a file is deleted if its folder is there; a folder may be a disk unplugged.

        `reason` is why it cannot be looked at; "" where it is not there.
        """
        known = self._known[root]
        if known == [printable(name)] and not reason and os.path.isdir(Path(root).parent):
            self.drop(root)
        elif known and allow_mass_delete:
            self.listed.add(root)
        elif known:
            self.failed.append((name, GONE.format(reason or "is gone")))
            self.waited_for |= {key for key in known if self._truth.holds(key)}
        else:
            self.skipped.append((name, f"the folder {reason or 'is gone'}: `rapporteur remove` forgets it"))

    def drop(self, root: str) -> None:
        """Count the files of a root as gone, and let it be forgotten."""
        self.alone |= {root} if [printable(self._names.get(root, ""))] == self._known[root] else set()
        self.listed.add(root)
        self.missing.append(root)


def _unread(truth: Truth, before: File | None, file: Found, reader: Reader) -> bool:
    """Whether a file is to be read: it is not known, has changed, or would be read otherwise now."""
    if before is None or not file.fingerprint or before.fingerprint != file.fingerprint:
        return True
    if not scans.holds(before.parser, VERSION, reader.engine, reader.limits):
        return True
    return not (before.reason or truth.holds(file.document_id))


def _withheld(lost: Collection[str], before: Mapping[str, File], held: Set[str], alone: Collection[str]) -> set[str]:
    """Those of `lost` that are not to go without a word: of a folder, or an index, that loses more than half.

    A file that was given `alone` is a root of its own, and counts only for the index as a whole.
    """
    had = Counter(before[key].root for key in held & before.keys())
    loses = Counter(before[key].root for key in lost)
    over = {root for root, count in loses.items() if 2 * count > had[root] and root not in alone}
    withheld = {key for key in lost if before[key].root in over}
    rest = {*lost} - withheld
    return withheld | rest if 2 * len(rest) > len(held) else withheld
