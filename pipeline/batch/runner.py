"""A batch on one machine: read, decode, audit and write at the same time, nothing done twice.

    with open_run(pipeline, Path("outputs")) as runner:
        report = runner.run(discover(["inputs"]))

The models run in threads of their own; the caller's thread writes, records in the ledger and tells
the listener, so that events come in the caller's thread. See `chunks` for what is decoded together
and `planning` for what is done again.
"""

import threading
import time
from collections.abc import Mapping, Sequence
from contextlib import closing, suppress
from typing import Any

from pipeline.batch.chunks import chunks_of, steps_of
from pipeline.batch.events import Event, Listener, RunFinished, RunStarted, StopRequested, ignore
from pipeline.batch.finishing import close_run
from pipeline.batch.items import Source
from pipeline.batch.ledger import Ledger
from pipeline.batch.options import RunOptions
from pipeline.batch.overlap import overlapped
from pipeline.batch.planning import Planner, planned
from pipeline.batch.recording import Recorder
from pipeline.batch.report import Outcome, Reason, RunReport
from pipeline.batch.signature import run_signature
from pipeline.batch.stopping import stop_on_interrupt
from pipeline.batch.store import Store
from pipeline.errors import OutputError
from pipeline.stages.base import Stage

__all__ = ["RunReport", "Runner"]


class Runner:
    """Runs batches into one output place.

    Args:
        stages: From `read` to the last before writing. The first takes sources.
        store: Where results go.
        ledger: What was done there before.
        options: Which documents, and when to stop.
        signature: Of the run; by default from the stages' versions alone.
        events: Is told what happens, one event at a time.
    """

    def __init__(
        self,
        stages: Sequence[Stage],
        store: Store,
        ledger: Ledger,
        options: RunOptions | None = None,
        *,
        signature: Mapping[str, Any] | None = None,
        events: Listener = ignore,
    ) -> None:
        self.stages = tuple(stages)
        self.store = store
        self.ledger = ledger
        self.options = options or RunOptions()
        if signature is None:
            named = [
                *((stage.name, stage.version) for stage in stages),
                (store.name, store.version),
            ]
            signature = run_signature(named, chunk=self.options.chunk)
        self.signature = dict(signature)
        self._stopping = threading.Event()
        self._reason = ""
        self.tell = Voice(events)
        """Tells the listener an event."""

    def stop(self, reason: str = "stopped by the caller") -> None:
        """Let the run end once the documents in flight are finished; may come from any thread."""
        if not self._stopping.is_set():
            self._reason = reason
            self._stopping.set()
            self.tell(StopRequested(reason))

    def plan(self, sources: Sequence[Source]) -> RunReport:
        """Say what `run` would do with each document, and why; write nothing.

        Inputs that the ledger does not know are read, so that those that cannot be are named.
        """
        started = time.perf_counter()
        report = RunReport(self.store.place, dry_run=True)
        for item in self._planner().items(sources):
            if item.reason is not Reason.NOT_ASKED:
                report.documents.append(planned(item))
        report.duplicates = self.ledger.duplicates()
        report.seconds = time.perf_counter() - started
        return report

    def run(self, sources: Sequence[Source]) -> RunReport:
        """Bring the results of all sources up to date.

        A document that fails is recorded with its cause, and the rest goes on. On SIGINT or
        SIGTERM what is in flight is finished. A disk with no room ends the run. In both cases the
        report says `stopped`, and running again goes on from there.

        Raises:
            ModelError: If a model fails for every document of a chunk.
            OutputError: If the output or the ledger cannot be used.
        """
        started = time.perf_counter()
        self._stopping.clear()
        report = RunReport(self.store.place)
        self.store.prepare()
        self.tell(RunStarted(len(sources), self.store.place))
        recorder = Recorder(
            self.store,
            self.ledger,
            self.signature,
            self.options,
            report,
            self.tell,
            self.stop,
        )
        with stop_on_interrupt(lambda: self._interrupt(report)):
            try:
                self._go(sources, recorder)
            finally:
                recorder.close()
                with suppress(*([OutputError] if recorder.halted else [])):
                    close_run(self.store, self.ledger, report)
        report.stopped = self._stopping.is_set()
        report.stop_reason = self._reason if report.stopped else ""
        report.seconds = time.perf_counter() - started
        self.tell(_finished(report))
        return report

    def _go(self, sources: Sequence[Source], recorder: Recorder) -> None:
        planner = self._planner()
        chunks = chunks_of(planner.items(sources), self.options.chunk)
        steps = steps_of(self.stages[1:], planner.reader, self._stopping, self.options.deadline)
        with closing(overlapped(chunks, steps)) as finished:
            for chunk in finished:
                recorder.take(chunk)
                # What was begun before the stop comes before what was dropped after it.
                if recorder.halted or chunk.dropped:
                    break

    def _planner(self) -> Planner:
        reader: Any = self.stages[0]
        return Planner(reader, self.ledger, self.store, self.signature, self.options)

    def _interrupt(self, report: RunReport) -> None:
        report.interrupted = True
        self.stop("interrupted")


class Voice:
    """Tells the listener one event at a time.

    A signal handler may want to speak while the listener is at work, in the middle of a line of
    output perhaps; what it has to say then waits until the listener is done.
    """

    def __init__(self, listener: Listener) -> None:
        self._listener = listener
        self._speaking = False
        self._waiting: list[Event] = []

    def __call__(self, event: Event) -> None:
        """Tell it now, or as soon as the listener is done with the one before."""
        self._waiting.append(event)
        if self._speaking:
            return
        self._speaking = True
        try:
            while self._waiting:
                self._listener(self._waiting.pop(0))
        finally:
            self._speaking = False


def _finished(report: RunReport) -> RunFinished:
    return RunFinished(
        done=report.count(Outcome.DONE),
        up_to_date=report.count(Outcome.UP_TO_DATE),
        kept=report.count(Outcome.KEPT),
        failed=report.count(Outcome.FAILED),
        not_reached=report.count(Outcome.NOT_REACHED),
        seconds=round(report.seconds, 3),
        stopped=report.stopped,
    )
