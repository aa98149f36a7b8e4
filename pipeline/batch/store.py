"""Where results go: what the runner asks of an output, and folders on this machine.

A store only knows how results are kept; what is written and when is the runner's business.
"""

import errno
import hashlib
import shutil
import sqlite3
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Protocol

from pipeline.batch.entry import Entry
from pipeline.batch.outputs import FileFacts, Inspection, inspect_folder
from pipeline.document import Document
from pipeline.errors import OutputError, SvodkaError
from pipeline.formats.atomic import Observer, replace_directory, replace_file, unobserved

__all__ = ["FolderStore", "Store", "is_final"]

NO_ROOM = {errno.ENOSPC, errno.EDQUOT, errno.EROFS, errno.EIO}
"""Faults of a disk that every later document would meet too."""


class Store(Protocol):
    """A place for results. `name` and `version` are part of the run signature."""

    name: str
    version: str

    @property
    def place(self) -> str:
        """How the user knows the place."""
        ...

    def prepare(self) -> None:
        """Make the place ready, and put right what a killed run left there."""
        ...

    def inspect(
        self, id: str, recorded: Mapping[str, FileFacts], *, thorough: bool = False
    ) -> Inspection:
        """Compare a document's results with what was recorded when they were written."""
        ...

    def render(self, document: Document) -> Mapping[str, bytes]:
        """The files of a document: name to content, a function of the document alone."""
        ...

    def put(self, id: str, files: Mapping[str, bytes]) -> dict[str, FileFacts]:
        """Put a document's files in their place, all or none, on the disk when it returns."""
        ...

    def remove(self, id: str) -> None:
        """Take a document's results away."""
        ...

    def put_file(self, name: str, content: bytes | None) -> None:
        """Put a file of the whole run in its place, in one step; None removes it."""
        ...

    def is_finished(self) -> bool:
        """Whether the files of the whole run are there."""
        ...

    def finish(self, done: Sequence[Entry], failed: Sequence[Entry]) -> None:
        """Make the files of the whole run again, from the documents' results."""
        ...

    def close(self) -> None:
        """Give back what is held open."""
        ...


class FolderStore:
    """One folder a document below an output folder; the layout of `svodka run`.

    Args:
        output: The output folder.
        render: What a document's files are; `stages.write.render` by default.
        at: Called at each named point of the writing, for tests that end the process there:
            `formats.atomic.DIRECTORY_POINTS` for a document, and `formats.atomic.FILE_POINTS` with
            `run-` before them for the files of the whole run.
    """

    name = "write"

    def __init__(
        self,
        output: Path,
        *,
        render: Callable[[Document], Mapping[str, bytes]] | None = None,
        at: Observer = unobserved,
    ) -> None:
        from pipeline.stages.write import Write
        from pipeline.stages.write import render as render_all

        self.version = Write.version
        self.output = output
        self._render = render or render_all
        self._at = at

    @property
    def place(self) -> str:
        """The output folder."""
        return str(self.output)

    def prepare(self) -> None:
        """Make the folder, and put right what a killed run left in it."""
        from pipeline.stages.write import prepare

        prepare(self.output)

    def inspect(
        self, id: str, recorded: Mapping[str, FileFacts], *, thorough: bool = False
    ) -> Inspection:
        """Compare the document's folder with what was recorded."""
        try:
            return inspect_folder(self._folder(id), recorded, thorough=thorough)
        except OSError as error:
            raise OutputError(
                f"cannot be read ({error.strerror})",
                where=str(self._folder(id)),
                remedy="give yourself the right to, or choose another output folder",
            ) from error

    def render(self, document: Document) -> Mapping[str, bytes]:
        """The files of a document."""
        return self._render(document)

    def put(self, id: str, files: Mapping[str, bytes]) -> dict[str, FileFacts]:
        """Put the document's folder in its place in one step."""
        folder = self._folder(id)

        def fill(new: Path) -> None:
            for name, content in files.items():
                (new / name).write_bytes(content)

        replace_directory(folder, fill, at=self._at)
        facts = {}
        for name, content in files.items():
            status = (folder / name).stat()
            digest = hashlib.sha256(content).hexdigest()
            facts[name] = FileFacts(digest, status.st_size, status.st_mtime_ns, status.st_ctime_ns)
        return facts

    def remove(self, id: str) -> None:
        """Take the document's folder away."""
        shutil.rmtree(self._folder(id), ignore_errors=True)

    def put_file(self, name: str, content: bytes | None) -> None:
        """Put a file beside the documents' folders, or remove it."""
        path = self.output / name
        if content is None:
            path.unlink(missing_ok=True)
        else:
            replace_file(path, [content], at=self._at_run)

    def is_finished(self) -> bool:
        """Whether the corpus and the index are there."""
        return all((self.output / name).is_file() for name in ("corpus.jsonl", "index.html"))

    def finish(self, done: Sequence[Entry], failed: Sequence[Entry]) -> None:
        """Make the corpus and the index again, from the briefs on the disk."""
        from pipeline.formats.index import FailedInput
        from pipeline.stages.write import write_run

        write_run(
            self.output,
            ids={entry.id for entry in done},
            failures=[
                FailedInput(entry.path, entry.stage, entry.kind, entry.message) for entry in failed
            ],
            seconds={entry.id: entry.seconds for entry in done},
            at=self._at_run,
        )

    def close(self) -> None:
        """Nothing is held open."""

    def _at_run(self, point: str) -> None:
        self._at(f"run-{point}")

    def _folder(self, id: str) -> Path:
        from pipeline.stages.write import safe_name

        return self.output / safe_name(id)


def is_final(error: SvodkaError) -> bool:
    """Whether an error of a store or ledger is one that every later document would meet too."""
    cause = error.__cause__
    if isinstance(cause, sqlite3.Error):
        return True
    return isinstance(cause, OSError) and cause.errno in NO_ROOM
