"""Watching folders: releases are taken up as they come.

A file is taken only when it is whole, that is when its size and times have not changed for a
while; so one that is being copied in slowly is not read half-way. What the file system does not
tell (network shares, too many changes at once) is found by looking at everything again now and
then, which the ledger makes cheap.
"""

import os
import threading
import time
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from pipeline.batch.entry import Stamp
from pipeline.batch.events import WatchStarted, WatchStopped
from pipeline.batch.report import RunReport
from pipeline.batch.runner import Runner
from pipeline.batch.stopping import stop_on_interrupt
from pipeline.errors import ConfigError, NoInputError
from pipeline.reading.sources import Source, discover

__all__ = ["Settling", "watch"]

LOOK = 0.25
"""Seconds between two looks at what has changed."""


def watch(
    runner: Runner,
    folders: Sequence[Path],
    *,
    settle: float = 1.0,
    look_again: float = 600.0,
    stop: threading.Event | None = None,
) -> Iterator[RunReport]:
    """Run over everything, then over each new or changed release; a report for each run.

    Ends when `stop` is set, or on SIGINT or SIGTERM, with nothing left in flight.

    Args:
        runner: An open runner; its output folder may lie inside a watched folder.
        folders: What to watch, to any depth.
        settle: Seconds that a file must not have changed for.
        look_again: Seconds after which everything is looked at again.
        stop: Ends the watching when set.

    Raises:
        ConfigError: If a folder is not there.
    """
    for folder in folders:
        if not folder.is_dir():
            raise ConfigError("is not a folder", where=str(folder), remedy="name a folder to watch")
    ending = stop or threading.Event()
    changed = Settling(settle)
    base = Path(os.path.commonpath([folder.absolute() for folder in folders]))
    output = Path(runner.store.place).absolute()

    def end() -> None:
        ending.set()
        runner.stop("interrupted")

    with stop_on_interrupt(end), _noticing(folders, changed, ending):
        runner.tell(WatchStarted(tuple(str(folder) for folder in folders)))
        due = time.monotonic()
        while not ending.is_set():
            if time.monotonic() >= due:
                sources = _all(folders, base)
                due = time.monotonic() + look_again
            else:
                ending.wait(LOOK)
                sources = _of(changed.whole(), base)
            sources = [source for source in sources if not _below(source, output)]
            if sources:
                report = runner.run(sources)
                yield report
                if report.stopped:
                    break
        runner.tell(WatchStopped())


class Settling:
    """Files that have changed, until they have been left alone for long enough.

    Args:
        settle: Seconds without a change.
    """

    def __init__(self, settle: float) -> None:
        self._settle = settle
        self._guard = threading.Lock()
        self._seen: dict[Path, tuple[Stamp | None, float]] = {}

    def add(self, paths: Iterable[Path]) -> None:
        """Note that files have changed just now."""
        with self._guard:
            for path in paths:
                self._seen[path] = (_stamp(path), time.monotonic())

    def whole(self) -> list[Path]:
        """Take out the files that have not changed for long enough; sorted.

        Those that are gone meanwhile are forgotten. A new folder is looked into once it has
        settled: of what was put into it at once the file system may have said nothing.
        """
        now = time.monotonic()
        with self._guard:
            ready: list[Path] = []
            for path, (old, since) in list(self._seen.items()):
                stamp = _stamp(path)
                if stamp is None:
                    del self._seen[path]
                elif stamp != old:
                    self._seen[path] = (stamp, now)
                elif now - since >= self._settle:
                    del self._seen[path]
                    ready.append(path)
        self.add(file for path in ready if path.is_dir() for file in path.rglob("*"))
        return sorted(path for path in ready if not path.is_dir())


@contextmanager
def _noticing(
    folders: Sequence[Path], changed: Settling, ending: threading.Event
) -> Iterator[None]:
    """Collect changes in a thread; when the block begins the watch is on."""
    from watchfiles import watch as changes_of

    on = threading.Event()

    def notice() -> None:
        for changes in changes_of(
            *folders,
            stop_event=ending,
            rust_timeout=int(LOOK * 1000),
            yield_on_timeout=True,
            raise_interrupt=False,
        ):
            changed.add(Path(path) for _, path in changes)
            on.set()

    thread = threading.Thread(target=notice, daemon=True)
    thread.start()
    on.wait(5)
    try:
        yield
    finally:
        ending.set()
        thread.join()


def _all(folders: Sequence[Path], base: Path) -> list[Source]:
    try:
        return discover(folders, root=base)
    except NoInputError:
        return []


def _of(paths: Sequence[Path], base: Path) -> list[Source]:
    wanted = [path for path in paths if path.is_file() and not _hidden(path, base)]
    return discover(wanted, root=base) if wanted else []


def _hidden(path: Path, base: Path) -> bool:
    parts = Path(os.path.relpath(path, base)).parts
    return any(part.startswith(".") for part in parts)


def _below(source: Source, output: Path) -> bool:
    return source.location is not None and source.location.absolute().is_relative_to(output)


def _stamp(path: Path) -> Stamp | None:
    try:
        status = path.stat()
    except OSError:
        return None
    return Stamp(status.st_size, status.st_mtime_ns, status.st_ctime_ns)
