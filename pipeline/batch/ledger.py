"""What has been done in an output folder, so that it is not done twice: a SQLite file.

One row a document. The row is written after the document's files are in their place, and an
*intent* before: a process killed between the two leaves files whose digests the ledger knows to be
its own. Clock times stand here and in no document file.
"""

import json
from collections.abc import Iterable, Iterator, Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Self

from pipeline.batch.entry import (
    COLUMNS,
    Entry,
    Part,
    Stamp,
    Status,
    Summary,
    entry_of_row,
    files_json,
)
from pipeline.batch.ledger_file import LedgerFile
from pipeline.batch.outputs import FileFacts, files_digest
from pipeline.batch.signature import canonical_json, signature_digest
from pipeline.document import Failure
from pipeline.errors import OutputError

__all__ = ["LEDGER_NAME", "Entry", "Ledger", "Status", "Summary"]

LEDGER_NAME = "ledger.sqlite"


_INSERT = (
    f"INSERT OR REPLACE INTO documents ({', '.join(COLUMNS)})"
    f" VALUES ({', '.join('?' for _ in COLUMNS)})"
)
_SELECT = f"SELECT {', '.join(COLUMNS)} FROM documents"


class Ledger:
    """An open ledger. One process writes (see `lock`); its threads may share the object.

    Args:
        path: The SQLite file; made where it is missing, brought up to date where it is older.
            None for a ledger in memory.
        read_only: Only look, as `svodka status` does: the file must exist, and what is recorded
            goes to a copy in memory.

    Raises:
        OutputError: If the file cannot be opened or written, is damaged, or is newer than this
            version of Svodka.
    """

    def __init__(self, path: Path | None, *, read_only: bool = False) -> None:
        self.path = path
        if read_only and path is not None and not path.is_file():
            raise OutputError(
                "there is no ledger", where=str(path), remedy="name the output folder of a run"
            )
        self._file = LedgerFile(path, read_only=read_only)
        self._signatures: set[str] = set()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Close the file; the log of changes is folded into it."""
        self._file.close()

    def lookup(self, id: str) -> Entry | None:
        """The row of a document, or None."""
        rows = self._file.query(f"{_SELECT} WHERE id = ?", (id,))
        return entry_of_row(rows[0]) if rows else None

    def entries(self, status: Status | None = None) -> Iterator[Entry]:
        """All rows by path, or those of one status."""
        where, values = ("", ()) if status is None else (" WHERE status = ?", (status,))
        for row in self._file.query(f"{_SELECT}{where} ORDER BY path, id", values):
            yield entry_of_row(row)

    def failed(self) -> list[Entry]:
        """The documents that failed, by path."""
        return list(self.entries(Status.FAILED))

    def same_text(self, text_digest: str) -> list[Entry]:
        """The documents with that text, by path."""
        rows = self._file.query(
            f"{_SELECT} WHERE text_digest = ? AND text_digest <> '' ORDER BY path, id",
            (text_digest,),
        )
        return [entry_of_row(row) for row in rows]

    def signature(self, digest: str) -> dict[str, Any]:
        """The body of a signature; empty if the ledger does not hold it."""
        rows = self._file.query("SELECT body FROM signatures WHERE digest = ?", (digest,))
        return dict(json.loads(rows[0][0])) if rows else {}

    def intend(self, entry: Entry, signature: Mapping[str, Any]) -> None:
        """Note what is about to be moved into place (`entry.intended`).

        What an earlier run recorded as written is kept beside it, so that whichever of the two
        lies there after a crash is known.
        """
        old = self.lookup(entry.id)
        files = old.files if old is not None else {}
        self._put(entry, signature, Status.WRITING, files)

    def record_done(self, entry: Entry, signature: Mapping[str, Any]) -> None:
        """Note that a document's files (`entry.files`) are in their place."""
        self._put(entry, signature, Status.DONE, entry.files)

    def record_failed(
        self, entry: Entry, signature: Mapping[str, Any], failure: Failure, cause: str = ""
    ) -> None:
        """Note why a document could not be finished; files of an earlier run stay known."""
        old = self.lookup(entry.id)
        files = old.files if old is not None else {}
        self._put(entry, signature, Status.FAILED, files, failure=failure, cause=cause)

    def refresh(self, id: str, files: Mapping[str, FileFacts]) -> None:
        """Take over new times of files whose content is unchanged, as after a copy."""
        with self._file.writing() as connection:
            connection.execute(
                "UPDATE documents SET files = ? WHERE id = ?", (files_json(files), id)
            )

    def prune(self, ids: Iterable[str]) -> int:
        """Forget documents, and signatures that none is left of; returns how many were known."""
        with self._file.writing() as connection:
            known = sum(
                connection.execute("DELETE FROM documents WHERE id = ?", (id_,)).rowcount
                for id_ in ids
            )
            connection.execute(
                "DELETE FROM signatures WHERE digest NOT IN (SELECT signature FROM documents)"
            )
            self._signatures.clear()
        return known

    def source(self, path: str, reading: str, stamp: Stamp) -> list[Part] | None:
        """The documents that an input held when it was last read, if it is unchanged since."""
        rows = self._file.query(
            "SELECT parts FROM sources WHERE path = ? AND reading = ?"
            " AND size = ? AND modified = ? AND changed = ?",
            (path, reading, *stamp),
        )
        return [Part(*part) for part in json.loads(rows[0][0])] if rows else None

    def remember_source(self, path: str, reading: str, stamp: Stamp, parts: list[Part]) -> None:
        """Note which documents an input holds."""
        with self._file.writing() as connection:
            connection.execute(
                "INSERT OR REPLACE INTO sources VALUES (?, ?, ?, ?, ?, ?)",
                (path, reading, *stamp, json.dumps(parts)),
            )

    def duplicates(self) -> list[list[str]]:
        """The inputs that hold one and the same text, group by group, by path."""
        rows = self._file.query(
            "SELECT text_digest, path FROM documents WHERE text_digest IN"
            " (SELECT text_digest FROM documents WHERE text_digest <> '' AND status = 'done'"
            "  GROUP BY text_digest HAVING count(*) > 1)"
            " AND status = 'done' ORDER BY path"
        )
        groups: dict[str, list[str]] = {}
        for digest, path in rows:
            groups.setdefault(digest, []).append(path)
        return list(groups.values())

    def summary(self) -> Summary:
        """The ledger in figures."""
        counts = dict(self._file.query("SELECT status, count(*) FROM documents GROUP BY status"))
        review = self._file.query(
            "SELECT count(*) FROM documents WHERE status = 'done' AND needs_review"
        )
        last = self._file.query("SELECT coalesce(max(finished), '') FROM documents")
        return Summary(
            done=counts.get(Status.DONE, 0),
            failed=counts.get(Status.FAILED, 0),
            interrupted=counts.get(Status.WRITING, 0),
            needs_review=review[0][0],
            last_finished=last[0][0],
        )

    def fact(self, name: str) -> str:
        """A remembered fact of the whole folder; empty if it was never set."""
        rows = self._file.query("SELECT value FROM facts WHERE name = ?", (name,))
        return str(rows[0][0]) if rows else ""

    def set_fact(self, name: str, value: str) -> None:
        """Remember a fact of the whole folder."""
        with self._file.writing() as connection:
            connection.execute("INSERT OR REPLACE INTO facts VALUES (?, ?)", (name, value))

    def _put(
        self,
        entry: Entry,
        signature: Mapping[str, Any],
        status: Status,
        files: Mapping[str, FileFacts],
        failure: Failure | None = None,
        cause: str = "",
    ) -> None:
        with self._file.writing() as connection:
            digest = signature_digest(signature)
            if digest not in self._signatures:
                connection.execute(
                    "INSERT OR IGNORE INTO signatures VALUES (?, ?)",
                    (digest, canonical_json(signature)),
                )
            row = {
                **{name: getattr(entry, name) for name in COLUMNS},
                "signature": digest,
                "status": status,
                "stage": failure.stage if failure else "",
                "kind": failure.kind if failure else "",
                "message": failure.message if failure else "",
                "cause": cause,
                "files": files_json(files),
                "intended": canonical_json(entry.intended),
                "output_digest": files_digest({n: facts.sha256 for n, facts in files.items()}),
                "finished": datetime.now(UTC).isoformat(timespec="milliseconds"),
            }
            connection.execute(_INSERT, tuple(row[name] for name in COLUMNS))
        self._signatures.add(digest)
