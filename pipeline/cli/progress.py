"""What a run shows while it goes on, for people and for programs."""

import sys
from collections.abc import Iterator
from contextlib import contextmanager

from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

from pipeline.batch import events
from pipeline.cli.console import LOG, say


@contextmanager
def listener(*, as_json: bool, quiet: bool) -> Iterator[events.Listener]:
    """A listener for a run's events.

    JSON lines on standard error with `as_json`; else a progress bar with rate and time left where
    standard error is a terminal, and plain lines for what went wrong everywhere.
    """
    if as_json:
        yield _write_json
    elif quiet or not LOG.is_terminal:
        yield _say_faults
    else:
        columns = (
            TextColumn("{task.description}"),
            BarColumn(),
            MofNCompleteColumn(),
            TextColumn("{task.fields[rate]}"),
            TimeRemainingColumn(),
        )
        with Progress(*columns, console=LOG, transient=True) as progress:
            yield _Bar(progress)


class _Bar:
    def __init__(self, progress: Progress) -> None:
        self._progress = progress
        self._task = progress.add_task("reading", total=None, rate="")

    def __call__(self, event: events.Event) -> None:
        _say_faults(event)
        match event:
            case events.RunStarted(inputs=inputs):
                self._progress.update(self._task, total=inputs, description="briefing")
            case events.StopRequested():
                self._progress.update(self._task, description="stopping")
            case (
                events.DocumentDone()
                | events.DocumentSkipped()
                | events.DocumentKept()
                | events.DocumentFailed()
            ):
                speed = self._progress.tasks[0].speed
                rate = f"{speed:.1f}/s" if speed else ""
                self._progress.update(self._task, advance=1, rate=rate)
            case _:
                pass


def _write_json(event: events.Event) -> None:
    sys.stderr.write(events.as_json(event) + "\n")
    sys.stderr.flush()


def _say_faults(event: events.Event) -> None:
    match event:
        case events.DocumentFailed(message=message):
            say(f"failed: {message}")
        case events.DocumentKept(path=path, files=files):
            say(f"kept: {path}: corrected by hand ({', '.join(files)}); --force does it again")
        case events.DuplicateFound(path=path, same_as=others):
            say(f"duplicate: {path} has the text of {', '.join(others)}")
        case events.StopRequested(reason=reason):
            say(f"stopping ({reason}): finishing what is in flight")
        case _:
            pass
