"""What lies in a document's output folder, compared with what was written there.

A folder can be as it was written, gone, damaged, or *corrected*: changed by a person, whose work
must not be overwritten. A file whose size and times are those of the ledger is taken as unchanged
(as git's index does), so that looking through ten thousand folders takes seconds; any other is
hashed.
"""

import hashlib
import json
import os
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path, PurePosixPath
from xml.etree import ElementTree

from pipeline.batch.signature import canonical_json

__all__ = [
    "FileFacts",
    "FolderState",
    "Inspection",
    "compare",
    "files_digest",
    "inspect_folder",
    "survey",
]


@dataclass(frozen=True, slots=True)
class FileFacts:
    """Digest of a file's bytes, with the size and times (ns) that spare computing it again."""

    sha256: str
    size: int
    modified: int
    changed: int


class FolderState(StrEnum):
    """How a document's output compares with what the ledger remembers."""

    INTACT = "intact"
    MISSING = "missing"
    DAMAGED = "damaged"
    CORRECTED = "corrected"


@dataclass(frozen=True, slots=True)
class Inspection:
    """The state of a folder, the files that make it so, and the facts as they are now."""

    state: FolderState
    names: tuple[str, ...] = ()
    facts: Mapping[str, FileFacts] = field(default_factory=dict)


def survey(folder: Path) -> dict[str, FileFacts]:
    """Hash every file of a folder; names are relative to it, with forward slashes.

    Raises:
        OSError: If the folder or a file cannot be read.
    """
    return {name: _facts(path, path.stat()) for name, path in _files(folder)}


def files_digest(digests: Mapping[str, str]) -> str:
    """One digest over a folder: sha256 over its files' names and digests."""
    return hashlib.sha256(canonical_json(digests).encode("utf-8")).hexdigest()


def inspect_folder(
    folder: Path, recorded: Mapping[str, FileFacts], *, thorough: bool = False
) -> Inspection:
    """Compare a folder on this machine with what was recorded when it was written.

    Args:
        folder: The document's output folder.
        recorded: The files as written, by name.
        thorough: Hash every file, whatever its times say.
    """
    try:
        present = dict(_files(folder))
    except (FileNotFoundError, NotADirectoryError):
        return Inspection(FolderState.MISSING)
    facts = {
        name: _current(path, None if thorough else recorded.get(name))
        for name, path in present.items()
    }
    return compare(recorded, facts, lambda name: present[name].read_bytes())


def compare(
    recorded: Mapping[str, FileFacts],
    present: Mapping[str, FileFacts],
    content: Callable[[str], bytes],
) -> Inspection:
    """What has become of a document's files.

    A changed file that is still whole (not empty, decodes, parses) is a person's correction, and
    so is a file that was put in beside ours; that stands before any damage, so that a correction
    is never lost to it. A missing, empty or broken file is damage.

    Args:
        recorded: The files as written.
        present: The files that lie there.
        content: Reads one of them.
    """
    facts = {n: one for n, one in present.items() if n in recorded or not _is_litter(n)}
    changed = [
        name
        for name, one in facts.items()
        if name not in recorded or recorded[name].sha256 != one.sha256
    ]
    corrected = [name for name in changed if _is_whole(name, content(name))]
    missing = [name for name in recorded if name not in present]
    damaged = [*missing, *(name for name in changed if name not in corrected)]
    if corrected:
        return Inspection(FolderState.CORRECTED, tuple(sorted(corrected)), facts)
    if damaged:
        return Inspection(FolderState.DAMAGED, tuple(sorted(damaged)), facts)
    return Inspection(FolderState.INTACT, (), facts)


def _files(folder: Path | str, prefix: str = "") -> Iterator[tuple[str, Path]]:
    with os.scandir(folder) as entries:
        for entry in sorted(entries, key=lambda entry: entry.name):
            if entry.is_dir(follow_symlinks=False):
                yield from _files(entry.path, f"{prefix}{entry.name}/")
            else:
                yield prefix + entry.name, Path(entry.path)


def _current(path: Path, old: FileFacts | None) -> FileFacts:
    status = path.stat()
    if old is not None and (old.size, old.modified, old.changed) == (
        status.st_size,
        status.st_mtime_ns,
        status.st_ctime_ns,
    ):
        return old
    return _facts(path, status)


def _facts(path: Path, status: os.stat_result) -> FileFacts:
    with path.open("rb") as file:
        digest = hashlib.file_digest(file, "sha256").hexdigest()
    return FileFacts(digest, status.st_size, status.st_mtime_ns, status.st_ctime_ns)


def _is_litter(name: str) -> bool:
    """Whether a file is what editors and desktops leave behind, and nobody's work."""
    last = name.rsplit("/", 1)[-1]
    return last.startswith(".") or last.endswith("~") or last in {"Thumbs.db", "desktop.ini"}


def _is_whole(name: str, content: bytes) -> bool:
    """Whether a changed file still is one of its kind: only then a person can have made it."""
    if not content.strip(b"\0 \t\r\n"):
        return False
    check = _WHOLE.get(PurePosixPath(name).suffix, _is_any)
    try:
        return check(content)
    except (ValueError, ElementTree.ParseError):
        return False


def _is_any(_: bytes) -> bool:
    return True


def _is_text(content: bytes) -> bool:
    return "\0" not in content.decode("utf-8")


def _is_json(content: bytes) -> bool:
    json.loads(content)
    return True


def _is_xml(content: bytes) -> bool:
    # Our own output or a person's edit of it, in their own folder; nothing is resolved or kept.
    ElementTree.fromstring(content)
    return True


def _is_html(content: bytes) -> bool:
    return content.rstrip().lower().endswith(b"</html>")


_WHOLE = {
    ".txt": _is_text,
    ".json": _is_json,
    ".tmx": _is_xml,
    ".xlf": _is_xml,
    ".xml": _is_xml,
    ".html": _is_html,
}
