"""How fast the pipeline is, against what else could be done with the same weights on the same cores.

Everything is measured in one run, on releases written by rule, with the same beam and length
limits and without repair or second attempts, so that only ratios need to be believed:

- `plain loop`: transformers, one document at a time, as a user would write it;
- `batched`: transformers with batches of 32 lines, in the order they come;
- `svodka`: the summarise and translate stages over chunks of documents;
- `ctranslate2`: `translate_batch` alone, on all that the two stages ask for, cut into tokens and
  sorted beforehand: the limit;
- `end to end`: `Runner` in a process of its own, from reading to writing, audit on.
"""

import json
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterable, Sequence
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

from pipeline.batch.isolate import snapshot
from pipeline.config import Profile
from pipeline.document import Document
from pipeline.evaluation.sample import write_releases
from pipeline.stages.base import Stage

if TYPE_CHECKING:
    from pipeline.evaluation.rivals import Rival

__all__ = ["Rate", "Scale", "Throughput", "bench_throughput"]

CHUNK = 32
SLOW = 12
"""Documents for the plain loop, whose time for a document does not depend on how many there are."""


@dataclass(frozen=True, slots=True)
class Rate:
    """One way of doing it: seconds for so many documents and translated lines."""

    name: str
    documents: int
    lines: int
    seconds: float

    @property
    def documents_per_second(self) -> float:
        """Documents a second."""
        return self.documents / self.seconds

    @property
    def lines_per_second(self) -> float:
        """Translated lines a second."""
        return self.lines / self.seconds


@dataclass(frozen=True, slots=True)
class Scale:
    """The runner over so many documents, in a process of its own.

    `start_up` is the time from the start of Python to the first document; `resident_early` and
    `resident` are the largest resident memory (MB) in the first tenth of the run and in all of it;
    `unchanged` is the time of a second run over the same releases.
    """

    documents: int
    seconds: float
    start_up: float
    resident_early: float
    resident: float
    unchanged: float


@dataclass(slots=True)
class Throughput:
    """All rates, and the ratios that matter.

    `same_in_float32` is the share of lines for which ctranslate2 and transformers write the same
    English in float32; `same_in_int8` that of lines that int8 leaves as they are in float32, and
    `chrf_of_int8` how alike the two are over all lines (chrF2, 100 for the same).
    """

    rates: dict[str, Rate] = field(default_factory=dict)
    scaling: list[Scale] = field(default_factory=list)
    same_in_float32: float = 0.0
    same_in_int8: float = 0.0
    chrf_of_int8: float = 0.0
    cores: int = 0

    def as_dict(self) -> dict[str, Any]:
        """Ratios first, then everything they come from."""
        ours = self.rates["svodka"].documents_per_second
        limit = self.rates["ctranslate2"].documents_per_second
        return {
            "ratio_to_plain_loop": _ratio(ours, self.rates["plain loop"].documents_per_second),
            "ratio_to_batched_transformers": _ratio(
                ours, self.rates["batched"].documents_per_second
            ),
            "fraction_of_ctranslate2": _ratio(ours, limit),
            "end_to_end_fraction": _ratio(self.rates["end to end"].documents_per_second, limit),
            "same_in_float32": round(self.same_in_float32, 4),
            "same_in_int8": round(self.same_in_int8, 4),
            "chrf_of_int8": round(self.chrf_of_int8, 2),
            "cores": self.cores,
            "rates": {
                name: {
                    "documents": rate.documents,
                    "documents_per_second": round(rate.documents_per_second, 3),
                    "lines_per_second": round(rate.lines_per_second, 3),
                }
                for name, rate in self.rates.items()
            },
            "scaling": [
                {key: round(value, 4) for key, value in asdict(scale).items()}
                for scale in self.scaling
            ],
        }

    def table(self) -> str:
        """The figures for a terminal."""
        figures = self.as_dict()
        rows = [f"{'':14}{'documents/s':>13}{'lines/s':>10}"]
        for name, rate in self.rates.items():
            rows.append(f"{name:14}{rate.documents_per_second:13.2f}{rate.lines_per_second:10.1f}")
        rows.append(
            f"\n{figures['ratio_to_plain_loop']:.1f} times the plain loop, "
            f"{figures['ratio_to_batched_transformers']:.1f} times transformers in batches, "
            f"{figures['fraction_of_ctranslate2']:.0%} of ctranslate2 alone; "
            f"{figures['end_to_end_fraction']:.0%} of it from reading to writing "
            f"({self.cores} cores)"
        )
        rows.append(
            f"the same English in float32 from both engines: {self.same_in_float32:.1%} of lines; "
            f"unchanged by int8: {self.same_in_int8:.1%} (chrF {self.chrf_of_int8:.1f})"
        )
        for scale in self.scaling:
            rows.append(
                f"{scale.documents} documents: {scale.seconds / scale.documents * 1000:.1f} ms "
                f"each, {scale.resident:.0f} MB at most ({scale.resident_early:.0f} early on), "
                f"{scale.start_up:.1f} s to start, {scale.unchanged:.1f} s when nothing has changed"
            )
        return "\n".join(rows)


def bench_throughput(profile: Profile, *, documents: int = 100) -> Throughput:
    """Measure a profile.

    Args:
        profile: Its models must be here; repair is switched off.
        documents: How many releases the rates are measured over. Above 100 the runner is also
            measured over 100, to see whether its time grows with the number alone.

    Raises:
        ModelError: If a model is missing or broken.
    """
    from pipeline.evaluation.rivals import Rival, cores

    profile = profile.model_copy(
        update={"audit": profile.audit.model_copy(update={"repair": False})}
    )
    result = Throughput(cores=cores())
    with tempfile.TemporaryDirectory(prefix="svodka-bench-") as folder:
        inputs = Path(folder) / "inputs"
        write_releases(inputs, min(documents, 1000))
        _measure_models(Rival(profile), _opened(inputs), result)
        for count in sorted({min(documents, 100), documents}):
            result.scaling.append(_measure_runner(profile, Path(folder) / str(count), count))
    last = result.scaling[-1]
    lines = result.rates["svodka"]
    result.rates["end to end"] = Rate(
        "end to end", last.documents, lines.lines * last.documents // lines.documents, last.seconds
    )
    return result


def _measure_models(rival: "Rival", documents: Sequence[Document], result: Throughput) -> None:
    """The four ways of running the models, on the same documents."""
    count = len(documents)
    chunks = [documents[at : at + CHUNK] for at in range(0, count, CHUNK)]
    # The first pass warms up, and notes what the two stages ask of the engines.
    with rival.noting():
        done = [document for chunk in chunks for document in _through(rival.stages, chunk)]
    lines = [segment.text for document in done for segment in document.all_segments()]

    def rate(name: str, work: Callable[[], object], number: int, asked: int) -> None:
        started = time.perf_counter()
        work()
        result.rates[name] = Rate(name, number, asked, time.perf_counter() - started)

    fresh = [[snapshot(document) for document in chunk] for chunk in chunks]
    rate("svodka", lambda: [_through(rival.stages, chunk) for chunk in fresh], count, len(lines))
    rate("ctranslate2", rival.ready(), count, len(lines))
    few = documents[: min(SLOW, count)]
    asked = sum(len(document.all_segments()) for document in done[: len(few)])
    rate("plain loop", lambda: rival.plain_loop(few), len(few), asked)
    some = documents[: min(4 * SLOW, count)]
    asked = sum(len(document.all_segments()) for document in done[: len(some)])
    rate("batched", lambda: rival.batched(some), len(some), asked)
    some_lines = lines[: 5 * SLOW]
    result.same_in_float32, result.same_in_int8, result.chrf_of_int8 = rival.compared(some_lines)


def _through(stages: Iterable[Stage], documents: Sequence[Document]) -> list[Document]:
    stream: Iterable[Document] = [snapshot(document) for document in documents]
    for stage in stages:
        stream = stage.run(stream)
    return list(stream)


def _opened(inputs: Path) -> list[Document]:
    """The releases, read, normalised and segmented: what the models begin with."""
    from pipeline.stages.normalise import Normalise
    from pipeline.stages.read import Read, discover
    from pipeline.stages.segment import Segment

    documents: Iterable[Document] = Read().run(discover([inputs]))
    for stage in (Normalise(), Segment()):
        documents = stage.run(documents)
    return list(documents)


def _measure_runner(profile: Profile, folder: Path, count: int) -> Scale:
    """The runner over `count` releases, then once more with nothing to do."""
    write_releases(folder / "inputs", count)
    time.sleep(1.5)  # files written just now are read again, lest a change go unseen
    first = _run(profile, folder)
    second = _run(profile, folder)
    return Scale(
        documents=count,
        seconds=first["seconds"],
        start_up=first["start_up"],
        resident_early=first["resident_early"],
        resident=first["resident"],
        unchanged=second["seconds"],
    )


def _run(profile: Profile, folder: Path) -> dict[str, float]:
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


def _ratio(one: float, other: float) -> float:
    return round(one / other, 3)
