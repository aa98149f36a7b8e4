"""Releases on their way through the pipeline, one after another, and what became of them.

Everything is kept in memory, for a bounded time and number, and never written to disk: what a
person pastes is gone when the server stops.
"""

import itertools
import queue
import secrets
import threading
import time
from collections import OrderedDict
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from enum import StrEnum

from pipeline.document import Document
from pipeline.errors import SvodkaError
from pipeline.stages.base import Stage

KEPT = 200
"""Finished releases that are kept, at most."""
KEPT_SECONDS = 3600.0
SWEEP_SECONDS = 60.0
"""Between looks for what was kept long enough, while nothing is asked for."""
WAITING = 16
"""Releases that may wait; more are turned away."""


class State(StrEnum):
    """Where a release stands."""

    WAITING = "waiting"
    WORKING = "working"
    DONE = "done"
    FAILED = "failed"


@dataclass(slots=True)
class Job:
    """One release: the document so far, and the stage that works on it (`load`: none yet)."""

    id: str
    document: Document
    state: State = State.WAITING
    stage: str = ""
    message: str = ""
    made: float = field(default_factory=time.monotonic)
    seconds: float = 0.0


class QueueFullError(SvodkaError):
    """Too many releases are waiting."""


class Jobs:
    """Takes releases through stages in a thread of its own.

    Args:
        stages: Gives the stages after `read`; called in the thread, so that models load there.
        deadline: Seconds after which a release is given up between two stages.
        finished: Is told of each release that has ended.
    """

    def __init__(
        self,
        stages: Callable[[], Sequence[Stage]],
        *,
        deadline: float = 120.0,
        finished: Callable[[Job], None] = lambda _: None,
    ) -> None:
        self._stages = stages
        self._deadline = deadline
        self._finished = finished
        self._jobs: OrderedDict[str, Job] = OrderedDict()
        self._lock = threading.Lock()
        self._queue: queue.Queue[Job | None] = queue.Queue(WAITING)
        self._thread = threading.Thread(target=self._work, name="svodka-jobs", daemon=True)
        self._thread.start()

    def add(self, document: Document) -> Job:
        """Take up a release; it has an id that nobody can guess.

        Raises:
            QueueFullError: If too many are waiting.
        """
        job = Job(secrets.token_urlsafe(16), document)
        with self._lock:
            self._drop_old()
            try:
                self._queue.put_nowait(job)
            except queue.Full:
                raise QueueFullError(
                    "too many releases are waiting", remedy="try again soon"
                ) from None
            self._jobs[job.id] = job
        return job

    def get(self, id: str) -> Job | None:
        """The release of that id, unless it is unknown or was dropped."""
        with self._lock:
            self._drop_old()
            return self._jobs.get(id)

    @property
    def waiting(self) -> int:
        """Releases that wait."""
        return self._queue.qsize()

    def close(self) -> None:
        """End the thread once it is done with what it has in hand."""
        self._queue.put(None)
        self._thread.join()

    def _drop_old(self) -> None:
        now = time.monotonic()
        ended = [job for job in self._jobs.values() if job.state in (State.DONE, State.FAILED)]
        late = [job for job in ended if now - job.made > KEPT_SECONDS]
        for job in itertools.chain(late, ended[: max(0, len(ended) - KEPT)]):
            self._jobs.pop(job.id, None)

    def _work(self) -> None:
        while (job := self._next()) is not None:
            started = time.monotonic()
            job.state = State.WORKING
            try:
                self._take_through(job, started)
            except SvodkaError as error:
                job.message = str(error)
            except Exception as error:  # a bug must not take the server down
                job.message = f"internal error ({type(error).__name__}); please report it"
            job.seconds = time.monotonic() - started
            job.state = State.FAILED if job.message else State.DONE
            self._finished(job)

    def _next(self) -> Job | None:
        """The next release, or None at the end; old ones are dropped while none is waiting."""
        while True:
            try:
                return self._queue.get(timeout=SWEEP_SECONDS)
            except queue.Empty:
                with self._lock:
                    self._drop_old()

    def _take_through(self, job: Job, started: float) -> None:
        job.stage = "load"
        for stage in self._stages():
            if time.monotonic() - started > self._deadline:
                raise SvodkaError(
                    f"took longer than {self._deadline:.0f} s", remedy="send a shorter text"
                )
            job.stage = stage.name
            (job.document,) = stage.run([job.document])
            if job.document.failure is not None:
                raise SvodkaError(job.document.failure.message)
