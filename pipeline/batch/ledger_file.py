"""The SQLite file under a ledger: opened safely, written in transactions, its errors explained."""

import sqlite3
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from pipeline.batch.schema import VERSION, bring_up_to_date, version_of
from pipeline.errors import OutputError

__all__ = ["LedgerFile"]


class LedgerFile:
    """An open file, whose threads may share it.

    Args:
        path: Where it lies; None for one in memory.
        read_only: The file must exist and is left as it is: changes go to a copy in memory.

    Raises:
        OutputError: If it cannot be opened, is damaged, or is newer than this version of Svodka.
            Every later error of SQLite is raised as such a one, too.
    """

    def __init__(self, path: Path | None, *, read_only: bool) -> None:
        self.path = path
        self._guard = threading.RLock()
        with self._clear_errors():
            self._connection = _open(path, read_only=read_only)

    def close(self) -> None:
        """Close it; the log of changes is folded into the file."""
        with self._guard:
            self._connection.close()

    def query(self, statement: str, values: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
        """All rows that a statement finds."""
        with self._guard, self._clear_errors():
            return self._connection.execute(statement, values).fetchall()

    @contextmanager
    def writing(self) -> Iterator[sqlite3.Connection]:
        """A transaction: what is done in the block is there when it ends well, or not at all."""
        with self._guard, self._clear_errors():
            self._connection.execute("BEGIN IMMEDIATE")
            try:
                yield self._connection
                self._connection.execute("COMMIT")
            except BaseException:
                if self._connection.in_transaction:
                    self._connection.execute("ROLLBACK")
                raise

    @contextmanager
    def _clear_errors(self) -> Iterator[None]:
        try:
            yield
        except sqlite3.Error as error:
            what, remedy = _explain(error)
            raise OutputError(what, where=str(self.path), remedy=remedy) from error


def _open(path: Path | None, *, read_only: bool) -> sqlite3.Connection:
    target = ":memory:"
    if path is not None:
        target = f"{path.absolute().as_uri()}?mode={'ro' if read_only else 'rwc'}"
    connection = sqlite3.connect(
        target, uri=True, check_same_thread=False, isolation_level=None, timeout=10
    )
    try:
        if version_of(connection) > VERSION:
            raise OutputError(
                "the ledger was written by a newer version of svodka",
                where=str(path),
                remedy="upgrade svodka, or choose another output folder",
            )
        if read_only:
            connection = _in_memory(connection)
        else:
            connection.execute("PRAGMA journal_mode = WAL")
            # Safe against a killed process; a power cut may take the last rows, never the file.
            connection.execute("PRAGMA synchronous = NORMAL")
        bring_up_to_date(connection)
        # A page that is damaged is better found now than half-way through a run.
        connection.execute("SELECT count(*), max(key), max(files) FROM documents").fetchone()
    except BaseException:
        connection.close()
        raise
    return connection


def _in_memory(connection: sqlite3.Connection) -> sqlite3.Connection:
    """A copy that can be brought up to date where the file must not be touched."""
    copy = sqlite3.connect(":memory:", check_same_thread=False, isolation_level=None)
    connection.backup(copy)
    connection.close()
    return copy


def _explain(error: sqlite3.Error) -> tuple[str, str]:
    code = getattr(error, "sqlite_errorcode", 0) & 0xFF  # the low byte is the primary code
    if code in (sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB) or code == sqlite3.SQLITE_ERROR:
        return (
            f"the ledger is damaged ({error})",
            "move it away and run again: outputs that come out the same are taken over, "
            "those that differ are kept and named",
        )
    if code == sqlite3.SQLITE_FULL:
        return "the disk is full", "make room and run again: what is done stays done"
    if code in (sqlite3.SQLITE_READONLY, sqlite3.SQLITE_CANTOPEN, sqlite3.SQLITE_PERM):
        return f"cannot be written ({error})", "choose an output folder that you may write to"
    if code in (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED):
        return "another program is using the ledger", "close it and run again"
    return f"the ledger cannot be used ({error})", "see that the folder is readable and has room"
