"""What a run says while it goes on: small typed events for progress bars and other programs.

A listener is a function of one event, called in the thread that runs the batch. As JSON
(`as_json`) each event is one line with `event` first; fields are only ever added.
"""

import json
from collections.abc import Callable
from dataclasses import asdict, dataclass
from typing import ClassVar, TextIO

__all__ = [
    "DocumentDone",
    "DocumentFailed",
    "DocumentKept",
    "DocumentSkipped",
    "DuplicateFound",
    "Event",
    "JsonLines",
    "Listener",
    "RunFinished",
    "RunStarted",
    "StopRequested",
    "WatchStarted",
    "WatchStopped",
    "as_json",
    "ignore",
]


@dataclass(frozen=True, slots=True)
class WatchStarted:
    """Folders are being watched for new releases."""

    name: ClassVar[str] = "watch_started"
    folders: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class WatchStopped:
    """Watching has ended; nothing is in flight."""

    name: ClassVar[str] = "watch_stopped"


@dataclass(frozen=True, slots=True)
class RunStarted:
    """The run begins; `inputs` counts files, each of which may hold several documents."""

    name: ClassVar[str] = "run_started"
    inputs: int
    output: str


@dataclass(frozen=True, slots=True)
class DocumentDone:
    """A document's results are in their place; `reason` says why it was done."""

    name: ClassVar[str] = "document_done"
    id: str
    path: str
    reason: str
    score: float
    needs_review: bool


@dataclass(frozen=True, slots=True)
class DocumentSkipped:
    """Nothing about the document has changed since it was done."""

    name: ClassVar[str] = "document_skipped"
    id: str
    path: str


@dataclass(frozen=True, slots=True)
class DocumentKept:
    """A person has changed these files of the output; they were left as they are."""

    name: ClassVar[str] = "document_kept"
    id: str
    path: str
    files: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class DocumentFailed:
    """A document could not be finished; the rest goes on."""

    name: ClassVar[str] = "document_failed"
    id: str
    path: str
    stage: str
    kind: str
    message: str


@dataclass(frozen=True, slots=True)
class DuplicateFound:
    """A document has the same text as others."""

    name: ClassVar[str] = "duplicate_found"
    id: str
    path: str
    same_as: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class StopRequested:
    """The run will end as soon as the documents in flight are finished."""

    name: ClassVar[str] = "stop_requested"
    reason: str


@dataclass(frozen=True, slots=True)
class RunFinished:
    """The run has ended."""

    name: ClassVar[str] = "run_finished"
    done: int
    up_to_date: int
    kept: int
    failed: int
    not_reached: int
    seconds: float
    stopped: bool


Event = (
    RunStarted
    | DocumentDone
    | DocumentSkipped
    | DocumentKept
    | DocumentFailed
    | DuplicateFound
    | StopRequested
    | RunFinished
    | WatchStarted
    | WatchStopped
)

Listener = Callable[[Event], None]


def ignore(_: Event) -> None:
    """The listener where there is none."""


class JsonLines:
    """A listener that writes each event as a line of JSON at once, for other programs to follow.

    Args:
        stream: A text stream.
    """

    def __init__(self, stream: TextIO) -> None:
        self._stream = stream

    def __call__(self, event: Event) -> None:
        """Write one event."""
        self._stream.write(as_json(event) + "\n")
        self._stream.flush()


def as_json(event: Event) -> str:
    """The event as one line of JSON, without a line feed."""
    return json.dumps({"event": event.name, **asdict(event)}, ensure_ascii=False)
