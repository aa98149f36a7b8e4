"""Results as a few large files, for archives: JSONL or Parquet shards that `datasets` loads.

    datasets.load_dataset("json", data_dir="outputs/shards")

A document is one flat row (`formats.corpus`), with the whole `brief.json` in its last column.
Finished rows go into one SQLite file as they come, which makes each of them durable and
replaceable; the shards are made from it at the end of a run. A document's shard follows from its id
alone, so that a run that changes few documents rewrites few shards, and the bytes do not depend on
how the run went.
"""

import hashlib
import json
import sqlite3
import threading
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any, Literal

from pipeline.batch.entry import Entry
from pipeline.batch.outputs import FileFacts, FolderState, Inspection
from pipeline.document import Document
from pipeline.errors import OutputError
from pipeline.formats import brief
from pipeline.formats.atomic import replace_file
from pipeline.formats.corpus import row

__all__ = ["ROWS_NAME", "SHARDS", "ShardStore", "shard_count"]

ROWS_NAME = "rows.sqlite"
SHARDS = "shards"
ROW = "row.json"
"""What a document's one file is called in the ledger."""

FULL = 1000
"""Documents in a shard on average, at most."""

_SCHEMA = """
CREATE TABLE IF NOT EXISTS rows (
    id TEXT PRIMARY KEY, place INTEGER NOT NULL, digest TEXT NOT NULL, body BLOB NOT NULL
) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS shards (
    name TEXT PRIMARY KEY, rows TEXT NOT NULL, content TEXT NOT NULL
) WITHOUT ROWID;
"""

Kind = Literal["jsonl", "parquet"]


class ShardStore:
    """Keeps documents as rows of shards.

    Args:
        output: The output folder; shards go to `shards/` in it.
        kind: `jsonl`, or `parquet` (compressed, a third of the size).
        force: Overwrite shards that were changed by hand.
    """

    name = "write"

    def __init__(self, output: Path, kind: Kind = "jsonl", *, force: bool = False) -> None:
        self.version = "shards-1"
        self.output = output
        self.kind: Kind = kind
        self._force = force
        self._guard = threading.Lock()
        self._opened: sqlite3.Connection | None = None

    @property
    def place(self) -> str:
        """The output folder."""
        return str(self.output)

    def prepare(self) -> None:
        """Make the folder ready, and clear what a killed run left half-written."""
        from pipeline.stages.write import prepare

        prepare(self.output)
        prepare(self.output / SHARDS)

    def close(self) -> None:
        """Close the file of rows."""
        if self._opened is not None:
            self._opened.close()
            self._opened = None

    def inspect(
        self, id: str, recorded: Mapping[str, FileFacts], *, thorough: bool = False
    ) -> Inspection:
        """Whether the row is there and is the one recorded; `thorough` hashes it again."""
        with self._rows() as rows:
            column = "body" if thorough else "digest"
            found = rows.execute(f"SELECT {column} FROM rows WHERE id = ?", (id,)).fetchone()
        if found is None:
            return Inspection(FolderState.MISSING)
        digest = hashlib.sha256(found[0]).hexdigest() if thorough else str(found[0])
        facts = {ROW: FileFacts(digest, 0, 0, 0)}
        # Rows are not edited by hand: one that differs is damage, never a correction.
        same = ROW in recorded and recorded[ROW].sha256 == digest
        return Inspection(FolderState.INTACT if same else FolderState.DAMAGED, (), facts)

    def render(self, document: Document) -> Mapping[str, bytes]:
        """The row of a document, as one line of JSON without its line feed."""
        columns = {**row(document), "brief": brief.dumps(document)}
        return {ROW: json.dumps(columns, ensure_ascii=False, allow_nan=False).encode("utf-8")}

    def put(self, id: str, files: Mapping[str, bytes]) -> dict[str, FileFacts]:
        """Store the row."""
        body = files[ROW]
        digest = hashlib.sha256(body).hexdigest()
        with self._rows() as rows:
            rows.execute(
                "INSERT OR REPLACE INTO rows VALUES (?, ?, ?, ?)", (id, _place(id), digest, body)
            )
        return {ROW: FileFacts(digest, 0, 0, 0)}

    def remove(self, id: str) -> None:
        """Take the row away; the shard follows at the end of the run."""
        with self._rows() as rows:
            rows.execute("DELETE FROM rows WHERE id = ?", (id,))

    def put_file(self, name: str, content: bytes | None) -> None:
        """Put a file of the whole run into the output folder, or remove it."""
        if content is None:
            (self.output / name).unlink(missing_ok=True)
        else:
            replace_file(self.output / name, [content])

    def is_finished(self) -> bool:
        """Whether the shards that were written are there, as they were written."""
        known = self._known()
        return bool(known) and all(
            _digest(self.output / SHARDS / name) == content for name, (_, content) in known.items()
        )

    def finish(self, done: Sequence[Entry], failed: Sequence[Entry]) -> None:
        """Make the shards whose rows have changed, and remove those that are no more.

        Raises:
            OutputError: If a shard was changed by hand, or cannot be written.
        """
        del failed
        shards = self._shards(shard_count(len(done)))
        known = self._known()
        for name in known.keys() - shards.keys():
            self._check(name, known[name][1])
            (self.output / SHARDS / name).unlink(missing_ok=True)
            with self._rows() as rows:
                rows.execute("DELETE FROM shards WHERE name = ?", (name,))
        for name, found in shards.items():
            state = hashlib.sha256(json.dumps(found).encode("utf-8")).hexdigest()
            path = self.output / SHARDS / name
            if known.get(name) == (state, _digest(path)):
                continue
            self._check(name, known.get(name, ("", ""))[1])
            replace_file(path, self._content([id_ for id_, _ in found]))
            with self._rows() as rows:
                rows.execute(
                    "INSERT OR REPLACE INTO shards VALUES (?, ?, ?)", (name, state, _digest(path))
                )

    def _shards(self, count: int) -> dict[str, list[tuple[str, str]]]:
        """The ids and digests of the rows of each shard that has any."""
        shards = {}
        for number in range(count):
            with self._rows() as rows:
                found = rows.execute(
                    "SELECT id, digest FROM rows WHERE place % ? = ? ORDER BY id", (count, number)
                ).fetchall()
            if found:
                shards[f"part-{number:05}-of-{count:05}.{self.kind}"] = found
        return shards

    def _content(self, ids: Sequence[str]) -> Iterator[bytes]:
        if self.kind == "parquet":
            yield _parquet(self._bodies(ids))
            return
        for body in self._bodies(ids):
            yield body + b"\n"

    def _bodies(self, ids: Sequence[str]) -> Iterator[bytes]:
        for id_ in ids:
            with self._rows() as rows:
                yield rows.execute("SELECT body FROM rows WHERE id = ?", (id_,)).fetchone()[0]

    def _check(self, name: str, content: str) -> None:
        now = _digest(self.output / SHARDS / name)
        if now not in ("", content) and not self._force:
            raise OutputError(
                "the shard was changed by hand and would be overwritten",
                where=str(self.output / SHARDS / name),
                remedy="move it away, or use --force",
            )

    def _known(self) -> dict[str, tuple[str, str]]:
        with self._rows() as rows:
            found = rows.execute("SELECT name, rows, content FROM shards").fetchall()
        return {name: (state, content) for name, state, content in found}

    @contextmanager
    def _rows(self) -> Iterator[sqlite3.Connection]:
        path = self.output / ROWS_NAME
        with self._guard:
            try:
                if self._opened is None:
                    self._opened = sqlite3.connect(
                        path, isolation_level=None, check_same_thread=False, timeout=10
                    )
                    self._opened.execute("PRAGMA journal_mode = WAL")
                    self._opened.execute("PRAGMA synchronous = NORMAL")
                    self._opened.executescript(_SCHEMA)
                yield self._opened
            except sqlite3.Error as error:
                raise OutputError(
                    f"the rows cannot be used ({error})",
                    where=str(path),
                    remedy="see that the disk has room; if the file is damaged, move it away and "
                    "run again",
                ) from error


def shard_count(documents: int) -> int:
    """The smallest power of two with which a shard holds `FULL` documents or fewer on average."""
    count = 1
    while count * FULL < documents:
        count *= 2
    return count


def _place(id: str) -> int:
    """A number that spreads documents evenly: ids of one folder share their beginning."""
    return int.from_bytes(hashlib.sha256(id.encode("utf-8", "surrogatepass")).digest()[:4])


def _digest(path: Path) -> str:
    with suppress(FileNotFoundError), path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
    return ""


def _parquet(bodies: Iterator[bytes]) -> bytes:
    import pyarrow as arrow
    import pyarrow.parquet as parquet

    table: list[dict[str, Any]] = [json.loads(body) for body in bodies]
    sink = arrow.BufferOutputStream()
    parquet.write_table(arrow.Table.from_pylist(table), sink, compression="zstd")
    return bytes(sink.getvalue())
