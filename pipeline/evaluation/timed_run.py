"""A run in a process of its own, for the benchmark: its time and its memory.

Reads an order as JSON from standard input and answers with one JSON object on standard output.
"""

import json
import sys
import time
from pathlib import Path
from typing import Any

from pipeline.batch.events import DocumentDone, Event
from pipeline.config import Profile, RunSettings

TENTHS = 10


class Watch:
    """Notes, as documents are finished, how much memory the process holds.

    Args:
        documents: How many there are.
    """

    def __init__(self, documents: int) -> None:
        self._documents = max(documents, 1)
        self._done = 0
        self._largest = [0.0] * TENTHS

    def __call__(self, event: Event) -> None:
        """Note it after each document."""
        if isinstance(event, DocumentDone):
            tenth = min(self._done * TENTHS // self._documents, TENTHS - 1)
            self._largest[tenth] = max(self._largest[tenth], resident())
            self._done += 1

    @property
    def tenths(self) -> list[float]:
        """The largest resident memory (MB) within each tenth; now, where no document was done."""
        return [round(size, 1) for size in self._largest if size] or [round(resident(), 1)]


def resident() -> float:
    """Resident memory of this process now, in MB; the largest so far where /proc is missing."""
    import resource

    statm = Path("/proc/self/statm")
    if statm.is_file():
        return int(statm.read_text().split()[1]) * resource.getpagesize() / 1e6
    largest = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss  # in KB, but on macOS in bytes
    return largest / (1e6 if sys.platform == "darwin" else 1e3)


def run(order: dict[str, Any]) -> dict[str, Any]:
    """Do what the order says."""
    from pipeline.batch.open import open_run
    from pipeline.facade import Pipeline
    from pipeline.reading.sources import discover

    profile = Profile.model_validate(order["profile"])
    pipeline = Pipeline(profile, run=RunSettings(chunk=order["chunk"]))
    sources = discover([order["inputs"]])
    watch = Watch(len(sources))
    with open_run(pipeline, Path(order["output"]), events=watch) as runner:
        start_up = time.time() - order["started"]
        before = time.process_time()  # of all threads, the models' too
        report = runner.run(sources)
        cpu = time.process_time() - before
    return {
        "seconds": report.seconds,
        "cpu": cpu,
        "start_up": start_up,
        "resident": watch.tenths,
    }


if __name__ == "__main__":
    json.dump(run(json.load(sys.stdin)), sys.stdout)
