"""Whether a run of many documents costs more for each than one of a few, in time and in memory.

The runner is measured over growing numbers of releases written by rule, each time in a process of
its own, from reading to writing, audit on. Processor seconds stand beside those of the clock: on a
machine that has other work to do, only they can be compared.
"""

import json
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from pipeline.config import Profile
from pipeline.evaluation.sample import write_releases

__all__ = ["CHUNK", "Scale", "Scaling", "bench_scaling", "measure_runner", "without_repair"]

CHUNK = 32


@dataclass(frozen=True, slots=True)
class Scale:
    """The runner over so many documents.

    Attributes:
        documents: How many.
        seconds: From the first document to the finished run.
        cpu: Processor seconds of the same stretch, those of the models' threads included.
        start_up: Seconds from the start of Python to the first document.
        resident: Resident memory (MB) after each tenth of the documents.
        unchanged: Seconds of a second run over the same releases.
        unchanged_cpu: Processor seconds of that run.
    """

    documents: int
    seconds: float
    cpu: float
    start_up: float
    resident: tuple[float, ...]
    unchanged: float
    unchanged_cpu: float

    def as_dict(self) -> dict[str, Any]:
        """All of it, times for a document in milliseconds."""
        return {
            **asdict(self),
            "ms_per_document": round(1000 * self.seconds / self.documents, 2),
            "cpu_ms_per_document": round(1000 * self.cpu / self.documents, 2),
            "resident_most": max(self.resident),
        }

    def line(self) -> str:
        """The figures for a terminal."""
        figures = self.as_dict()
        return (
            f"{self.documents:6} documents: {figures['ms_per_document']:.1f} ms each "
            f"({figures['cpu_ms_per_document']:.1f} ms of processor time), "
            f"{self.start_up:.1f} s to start, memory {self.resident[0]:.0f} MB after a tenth and "
            f"{figures['resident_most']:.0f} at most; when nothing has changed "
            f"{self.unchanged:.2f} s ({self.unchanged_cpu:.2f} s of processor time)"
        )


@dataclass(frozen=True, slots=True)
class Scaling:
    """Runs of growing size."""

    scales: tuple[Scale, ...]

    @property
    def growth(self) -> float:
        """By what share a document of the largest run took longer than one of the smallest."""
        first, last = self.scales[0], self.scales[-1]
        return last.seconds / last.documents / (first.seconds / first.documents) - 1

    @property
    def cpu_growth(self) -> float:
        """The same in processor time."""
        first, last = self.scales[0], self.scales[-1]
        return last.cpu / last.documents / (first.cpu / first.documents) - 1

    def as_dict(self) -> dict[str, Any]:
        """The two growths, then every run."""
        return {
            "growth": round(self.growth, 4),
            "cpu_growth": round(self.cpu_growth, 4),
            "scaling": [scale.as_dict() for scale in self.scales],
        }

    def table(self) -> str:
        """The figures for a terminal."""
        lines = [scale.line() for scale in self.scales]
        if len(self.scales) > 1:
            lines.append(
                f"from the smallest to the largest a document takes {self.growth:+.1%} of time, "
                f"{self.cpu_growth:+.1%} of processor time"
            )
            memory = ", ".join(f"{size:.0f}" for size in self.scales[-1].resident)
            lines.append(f"memory of the largest run after each tenth, in MB: {memory}")
        return "\n".join(lines)


def bench_scaling(
    profile: Profile, counts: Sequence[int] = (100, 1000, 10_000), *, repair: bool = False
) -> Scaling:
    """Run a profile over each of these numbers of releases.

    Args:
        profile: Its models must be here.
        counts: Ascending.
        repair: Whether lines with an error are translated again, which takes several times as long.

    Raises:
        ModelError: If a model is missing or broken.
    """
    if not repair:
        profile = without_repair(profile)
    with tempfile.TemporaryDirectory(prefix="svodka-bench-") as folder:
        return Scaling(
            tuple(measure_runner(profile, Path(folder) / str(count), count) for count in counts)
        )


def without_repair(profile: Profile) -> Profile:
    """The profile with nothing translated twice."""
    audit = profile.audit.model_copy(update={"repair": False})
    return profile.model_copy(update={"audit": audit})


def measure_runner(profile: Profile, folder: Path, count: int) -> Scale:
    """The runner over `count` releases, then once more with nothing to do."""
    write_releases(folder / "inputs", count)
    time.sleep(1.5)  # files written just now are read again, lest a change go unseen
    first = _run(profile, folder)
    second = _run(profile, folder)
    return Scale(
        documents=count,
        seconds=first["seconds"],
        cpu=first["cpu"],
        start_up=first["start_up"],
        resident=tuple(first["resident"]),
        unchanged=second["seconds"],
        unchanged_cpu=second["cpu"],
    )


def _run(profile: Profile, folder: Path) -> dict[str, Any]:
    order = {
        "profile": profile.model_dump(mode="json"),
        "inputs": str(folder / "inputs"),
        "output": str(folder / "outputs"),
        "chunk": CHUNK,
        "started": time.time(),
    }
    finished = subprocess.run(
        [sys.executable, "-m", "pipeline.evaluation.timed_run"],
        input=json.dumps(order),
        stdout=subprocess.PIPE,
        text=True,
        check=True,
        env={**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)},
    )
    return dict(json.loads(finished.stdout))
