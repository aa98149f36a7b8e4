"""Releases on their way through the pipeline, one after another, and what became of them.

Everything is kept in memory, for a bounded time and number, and never written to disk: what a
person pastes is gone when the server stops.
"""

import itertools
import secrets
import threading
import time
from collections import OrderedDict, deque
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
THREAD = "svodka-jobs"
PATIENCE = 30.0
"""Seconds that closing waits for the stage in hand."""


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
    """Takes releases through stages in a thread of its own, from `start` to `close`.

    It can be started again after it was closed, as an application can.

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
        self._queue: deque[Job] = deque()
        self._changed = threading.Condition()
        self._thread: threading.Thread | None = None

    def start(self) -> None:
        """Begin to work; what is at work already goes on."""
        with self._changed:
            if self._thread is None:
                self._thread = threading.Thread(target=self._work, name=THREAD, daemon=True)
                self._thread.start()

    def close(self, patience: float = PATIENCE) -> None:
        """Take up nothing more and give up what waits; what is in hand ends with its stage.

        May be called at any time and any number of times, and waits `patience` seconds at most. A
        stage that takes longer goes on unseen; its thread ends with it, or with the process.
        """
        with self._changed:
            thread, self._thread = self._thread, None
            given_up = list(self._queue)
            self._queue.clear()
            self._changed.notify_all()
        for job in given_up:
            self._end(job, "the server was stopped before its turn came")
        if thread is not None:
            thread.join(patience)

    def add(self, document: Document) -> Job:
        """Take up a release; it has an id that nobody can guess.

        Raises:
            QueueFullError: If too many are waiting, or nothing is at work.
        """
        job = Job(secrets.token_urlsafe(16), document)
        with self._changed:
            self._drop_old()
            if self._thread is None:
                raise QueueFullError("the server is not running", remedy="try again soon")
            if len(self._queue) >= WAITING:
                raise QueueFullError("too many releases are waiting", remedy="try again soon")
            self._queue.append(job)
            self._jobs[job.id] = job
            self._changed.notify_all()
        return job

    def get(self, id: str) -> Job | None:
        """The release of that id, unless it is unknown or was dropped."""
        with self._changed:
            self._drop_old()
            return self._jobs.get(id)

    @property
    def waiting(self) -> int:
        """Releases that wait."""
        return len(self._queue)

    def _drop_old(self) -> None:
        now = time.monotonic()
        ended = [job for job in self._jobs.values() if job.state in (State.DONE, State.FAILED)]
        late = [job for job in ended if now - job.made > KEPT_SECONDS]
        for job in itertools.chain(late, ended[: max(0, len(ended) - KEPT)]):
            self._jobs.pop(job.id, None)

    def _work(self) -> None:
        while (job := self._next()) is not None:
            started = time.monotonic()
            message = ""
            try:
                self._take_through(job, started)
            except SvodkaError as error:
                message = str(error)
            except Exception as error:  # a bug must not take the server down
                message = f"internal error ({type(error).__name__}); please report it"
            job.seconds = time.monotonic() - started
            self._end(job, message)

    def _end(self, job: Job, message: str) -> None:
        job.message = message
        job.state = State.FAILED if message else State.DONE
        self._finished(job)

    def _next(self) -> Job | None:
        """The next release, or None at the end; old ones are dropped while none is waiting."""
        with self._changed:
            while self._thread is threading.current_thread():
                if self._queue:
                    job = self._queue.popleft()
                    job.state = State.WORKING
                    return job
                self._changed.wait(SWEEP_SECONDS)
                self._drop_old()
        return None

    def _take_through(self, job: Job, started: float) -> None:
        job.stage = "load"
        for stage in self._stages():
            if self._thread is not threading.current_thread():
                raise SvodkaError("the server was stopped", remedy="send the text again")
            if time.monotonic() - started > self._deadline:
                raise SvodkaError(
                    f"took longer than {self._deadline:.0f} s", remedy="send a shorter text"
                )
            job.stage = stage.name
            (job.document,) = stage.run([job.document])
            if job.document.failure is not None:
                raise SvodkaError(job.document.failure.message)
