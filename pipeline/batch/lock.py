"""One run at a time in an output folder.

The lock is the kernel's (`flock`), so that it is gone with the process that held it, however that
one ended: a file left behind by a killed run blocks nobody. What the file says (process, host,
start) is only for the message.
"""

import fcntl
import json
import os
import socket
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import UTC, datetime
from pathlib import Path

from pipeline.errors import LockedError, OutputError

__all__ = ["LOCK_NAME", "locked"]

LOCK_NAME = ".svodka.lock"


@contextmanager
def locked(output: Path) -> Iterator[None]:
    """Hold the lock of an output folder; the folder is made where it is missing.

    Raises:
        LockedError: If another process holds it.
        OutputError: If the folder or the lock file cannot be made.
    """
    path = output / LOCK_NAME
    try:
        output.mkdir(parents=True, exist_ok=True)
        # Closed on exec, so that a helper program that outlives us does not hold the lock on.
        descriptor = os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o644)
    except OSError as error:
        raise OutputError(
            f"cannot be written to ({error.strerror})",
            where=str(output),
            remedy="choose a folder that you may write to",
        ) from error
    try:
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise LockedError(
                f"another run is working here ({_holder(descriptor)})",
                where=str(output),
                remedy="wait until it ends, or choose another output folder",
            ) from None
        _sign(descriptor)
        yield
    finally:
        # The file stays: unlinking it would let a third process lock a name that is gone.
        os.close(descriptor)


def _sign(descriptor: int) -> None:
    record = {
        "pid": os.getpid(),
        "host": socket.gethostname(),
        "started": datetime.now(UTC).isoformat(timespec="seconds"),
    }
    with suppress(OSError):  # on a full disk the lock holds all the same, unsigned
        os.ftruncate(descriptor, 0)
        os.pwrite(descriptor, json.dumps(record).encode("utf-8") + b"\n", 0)


def _holder(descriptor: int) -> str:
    try:
        record = json.loads(os.pread(descriptor, 4096, 0))
        return f"process {record['pid']} on {record['host']}, since {record['started']}"
    except (ValueError, KeyError, TypeError):
        return "it has not yet said which"
