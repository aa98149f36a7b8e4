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


class Watch:
    """Notes, as documents are finished, how much memory the process holds.

    Args:
        documents: How many there are.
    """

    def __init__(self, documents: int) -> None:
        self.early = 0.0
        self.largest = 0.0
        self._documents = documents
        self._done = 0

    def __call__(self, event: Event) -> None:
        """Note it after each document."""
        if isinstance(event, DocumentDone):
            self._done += 1
            self.largest = max(self.largest, resident())
            if self._done <= max(self._documents // 10, 1):
                self.early = self.largest


def resident() -> float:
    """Resident memory of this process now, in MB; the largest so far where /proc is missing."""
    statm = Path("/proc/self/statm")
    if statm.is_file():
        import resource

        return int(statm.read_text().split()[1]) * resource.getpagesize() / 1e6
    import resource

    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1e6


def run(order: dict[str, Any]) -> dict[str, float]:
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
        report = runner.run(sources)
    return {
        "seconds": report.seconds,
        "start_up": start_up,
        "resident_early": watch.early or resident(),
        "resident": watch.largest or resident(),
    }


if __name__ == "__main__":
    json.dump(run(json.load(sys.stdin)), sys.stdout)
