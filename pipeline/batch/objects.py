"""Results on shared or object storage, through fsspec: `s3://bucket/briefs`, `file:///mnt/share`.

Object stores know no folders and rename nothing, but put each object in one step. So a document is
replaced in an order that readers can rely on: its `brief.json` is removed first and put last, and
a folder without one is being written. The ledger stays on the machine that runs the batch.
"""

import hashlib
import tempfile
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

from pipeline.batch.entry import Entry
from pipeline.batch.outputs import FileFacts, FolderState, Inspection, compare
from pipeline.document import Document
from pipeline.errors import ConfigError, OutputError
from pipeline.formats import brief
from pipeline.formats.corpus import corpus_lines
from pipeline.formats.index import FailedInput, IndexRow, index_html
from pipeline.formats.run import BRIEF
from pipeline.stages.write import Write, render, safe_name

__all__ = ["ObjectStore", "is_url"]


def is_url(output: str) -> bool:
    """Whether an output is a place for fsspec, and no path of this machine."""
    return "://" in output


class ObjectStore:
    """One folder a document below a URL.

    Args:
        url: Where results go; the protocol's fsspec package must be installed (`s3fs` for `s3`).
        render: What a document's files are; `stages.write.render` by default.
        options: For the file system, such as credentials.

    Raises:
        ConfigError: If there is no file system for the URL.
    """

    name = "write"

    def __init__(
        self,
        url: str,
        *,
        render: Callable[[Document], Mapping[str, bytes]] = render,
        **options: Any,
    ) -> None:
        import fsspec

        self.version = Write.version
        self.url = url.rstrip("/")
        self._render = render
        try:
            self._fs, self._root = fsspec.core.url_to_fs(self.url, **options)
        except (ImportError, ValueError) as error:
            raise ConfigError(
                f"no file system for it ({error})",
                where=url,
                remedy="install the fsspec package of the protocol",
            ) from error

    @property
    def place(self) -> str:
        """The URL."""
        return self.url

    def prepare(self) -> None:
        """Make the place ready. What a killed run left half-written the ledger knows of."""
        with self._reported(self._root):
            self._fs.makedirs(self._root, exist_ok=True)

    def inspect(
        self, id: str, recorded: Mapping[str, FileFacts], *, thorough: bool = False
    ) -> Inspection:
        """Compare a document's objects with what was recorded.

        An object whose size and version (`ukey`: an entity tag, or times) are those recorded is
        taken as unchanged; any other is fetched and hashed.
        """
        folder = self._folder(id)
        with self._reported(folder):
            self._fs.invalidate_cache(folder)
            facts = {}
            for path in self._fs.find(folder):
                name = path[len(folder) + 1 :]
                old = None if thorough else recorded.get(name)
                facts[name] = self._facts(path, old)
            if not facts:
                return Inspection(FolderState.MISSING)
            return compare(recorded, facts, lambda name: bytes(self._fs.cat(f"{folder}/{name}")))

    def render(self, document: Document) -> Mapping[str, bytes]:
        """The files of a document."""
        return self._render(document)

    def put(self, id: str, files: Mapping[str, bytes]) -> dict[str, FileFacts]:
        """Put a document's objects; the brief goes first and comes last."""
        folder = self._folder(id)
        with self._reported(folder):
            for name in [BRIEF, *self._names(folder)]:
                with suppress(FileNotFoundError):
                    self._fs.rm_file(f"{folder}/{name}")
            self._fs.makedirs(folder, exist_ok=True)
            facts = {}
            for name in sorted(files, key=lambda name: (name == BRIEF, name)):
                path = f"{folder}/{name}"
                self._fs.pipe_file(path, files[name])
                facts[name] = self._describe(path, hashlib.sha256(files[name]).hexdigest())
            return facts

    def remove(self, id: str) -> None:
        """Take a document's objects away."""
        with suppress(FileNotFoundError):
            self._fs.rm(self._folder(id), recursive=True)

    def put_file(self, name: str, content: bytes | None) -> None:
        """Put an object of the whole run, or remove it."""
        path = f"{self._root}/{name}"
        with self._reported(path):
            if content is not None:
                self._fs.pipe_file(path, content)
            elif self._fs.exists(path):
                self._fs.rm_file(path)

    def is_finished(self) -> bool:
        """Whether the corpus and the index are there."""
        return all(
            self._fs.exists(f"{self._root}/{name}") for name in ("corpus.jsonl", "index.html")
        )

    def finish(self, done: Sequence[Entry], failed: Sequence[Entry]) -> None:
        """Make the corpus and the index again, from the briefs that lie there."""
        rows: list[IndexRow] = []
        failures = [FailedInput(one.path, one.stage, one.kind, one.message) for one in failed]

        def documents() -> Iterator[Document]:
            for entry in sorted(done, key=lambda entry: entry.id):
                path = f"{self._folder(entry.id)}/{BRIEF}"
                document = brief.loads(bytes(self._fs.cat(path)).decode("utf-8"), where=path)
                rows.append(IndexRow.of(document, entry.seconds))
                yield document

        with self._reported(self._root), tempfile.TemporaryDirectory() as folder:
            corpus = Path(folder) / "corpus.jsonl"
            with corpus.open("w", encoding="utf-8", newline="\n") as file:
                file.writelines(corpus_lines(documents()))
            self._fs.put_file(str(corpus), f"{self._root}/corpus.jsonl")
            page = index_html(rows, failures).encode("utf-8")
            self._fs.pipe_file(f"{self._root}/index.html", page)

    def close(self) -> None:
        """Nothing is held open."""

    def _folder(self, id: str) -> str:
        return f"{self._root}/{safe_name(id)}"

    def _names(self, folder: str) -> list[str]:
        return [path[len(folder) + 1 :] for path in self._fs.find(folder)]

    def _facts(self, path: str, old: FileFacts | None) -> FileFacts:
        now = self._describe(path, "" if old is None else old.sha256)
        if now == old:
            return now
        return self._describe(path, hashlib.sha256(self._fs.cat(path)).hexdigest())

    def _describe(self, path: str, digest: str) -> FileFacts:
        version = hashlib.sha256(str(self._fs.ukey(path)).encode("utf-8")).digest()
        size = int(self._fs.size(path))
        return FileFacts(digest, size, int.from_bytes(version[:6]), 0)

    @contextmanager
    def _reported(self, where: str) -> Iterator[None]:
        try:
            yield
        except OSError as error:
            raise OutputError(
                f"cannot be used ({error})",
                where=self._fs.unstrip_protocol(where),
                remedy="see that the place exists and that you may write to it",
            ) from error
