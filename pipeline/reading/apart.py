"""Running a reader in a process of its own, with a limit on time and memory.

Parsers of PDF, Word and HTML are large, and a file can be made to keep one busy for hours or to
fill the memory. A reader that runs apart can be stopped. The process is started for the first file
and kept for the next ones; it is stopped when it takes too long, and ends with this one.
"""

import atexit
import json
import os
import subprocess
import sys
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import IO, Any

from pipeline.errors import InputError
from pipeline.reading.release import Release

SECONDS = 60.0
"""Time that one file may take."""
MEGABYTES = 2048
"""Address space of the process, where the system can limit it."""

_ROOT = Path(__file__).resolve().parents[2]


def read_apart(module: str, function: str, data: bytes, where: str) -> Iterator[Release]:
    """The releases that `pipeline.reading.<module>.<function>` makes of `data`.

    Raises:
        InputError: As the reader does, and if it takes too long or too much memory.
    """
    answer = _WORKER.ask({"module": module, "function": function, "where": where}, data)
    if answer is None:
        raise InputError(
            f"takes more than {SECONDS:.0f} s or too much memory to read",
            where=where,
            remedy="save it as .txt",
        )
    for one in answer["releases"]:
        error = one.pop("error")
        yield Release(**one, error=InputError(**error) if error else None)
    if answer["error"]:
        raise InputError(**answer["error"])


class _Worker:
    """One process, and one question at a time."""

    def __init__(self) -> None:
        self._process: subprocess.Popen[bytes] | None = None
        self._lock = threading.Lock()
        self._owner = os.getpid()
        atexit.register(self.stop)

    def ask(self, question: dict[str, str], data: bytes) -> dict[str, Any] | None:
        """The answer, or None if the process had to be stopped or died."""
        with self._lock:
            process = self._running()
            timer = threading.Timer(SECONDS, process.kill)
            timer.start()
            try:
                return _exchange(process, {**question, "size": len(data)}, data)
            finally:
                timer.cancel()
                if process.poll() is not None:
                    self.stop()

    def stop(self) -> None:
        """End the process, if there is one."""
        process, self._process = self._process, None
        if process is None:
            return
        process.kill()
        process.wait()
        for pipe in (process.stdin, process.stdout):
            if pipe is not None:
                pipe.close()

    def _running(self) -> subprocess.Popen[bytes]:
        if self._owner != os.getpid():  # after a fork the process belongs to the parent
            self._process, self._owner = None, os.getpid()
        if self._process is None or self._process.poll() is not None:
            self.stop()
            path = os.pathsep.join(filter(None, [str(_ROOT), os.environ.get("PYTHONPATH", "")]))
            self._process = subprocess.Popen(
                [sys.executable, "-m", "pipeline.reading.worker", str(MEGABYTES)],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL,
                env={**os.environ, "PYTHONPATH": path},
            )
        return self._process


def _exchange(
    process: subprocess.Popen[bytes], question: dict[str, Any], data: bytes
) -> dict[str, Any] | None:
    stdin, stdout = _pipes(process)
    try:
        stdin.write(json.dumps(question).encode("ascii") + b"\n" + data)
        stdin.flush()
        line = stdout.readline()
    except OSError:  # it was stopped, or died of what it read
        line = b""
    if not line.endswith(b"\n"):
        process.kill()
        process.wait()
        return None
    answer: dict[str, Any] = json.loads(line)
    return answer


def _pipes(process: subprocess.Popen[bytes]) -> tuple[IO[bytes], IO[bytes]]:
    if process.stdin is None or process.stdout is None:
        raise RuntimeError("the reading process was started without pipes")
    return process.stdin, process.stdout


_WORKER = _Worker()
