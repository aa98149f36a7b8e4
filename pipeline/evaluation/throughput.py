"""How fast the pipeline is, against what else could be done with the same weights on the same cores.

Everything is measured in one run, on releases written by rule, with the same beam and length
limits and without repair or second attempts, so that only ratios need to be believed:

- `plain loop`: transformers, one document at a time, as a user would write it;
- `batched`: transformers with batches of 32 lines, in the order they come;
- `svodka`: the summarise and translate stages over chunks of documents;
- `ctranslate2`: `translate_batch` alone, on all that the two stages ask for, cut into tokens and
  sorted beforehand: the limit;
- `end to end`: `Runner` in a process of its own, from reading to writing, audit on.

The ratios are given in seconds of the clock and in processor seconds. The latter hold on a machine
that has other work to do as well, but they do not see cores that stand idle.
"""

import tempfile
import time
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

from pipeline.batch.isolate import snapshot
from pipeline.config import Profile
from pipeline.document import Document
from pipeline.evaluation.sample import write_releases
from pipeline.evaluation.scaling import CHUNK, Scaling, measure_runner, without_repair
from pipeline.stages.base import Stage

if TYPE_CHECKING:
    from pipeline.evaluation.rivals import Rival

__all__ = ["Rate", "Throughput", "bench_throughput"]

SLOW = 12
"""Documents for the plain loop, whose time for a document does not depend on how many there are."""


@dataclass(frozen=True, slots=True)
class Rate:
    """One way of doing it: seconds, and processor seconds, for so many documents and lines."""

    name: str
    documents: int
    lines: int
    seconds: float
    cpu: float

    @property
    def documents_per_second(self) -> float:
        """Documents a second."""
        return self.documents / self.seconds

    @property
    def lines_per_second(self) -> float:
        """Translated lines a second."""
        return self.lines / self.seconds

    @property
    def documents_per_cpu_second(self) -> float:
        """Documents for each second of one core."""
        return self.documents / self.cpu


@dataclass(slots=True)
class Throughput:
    """All rates, and the ratios that matter.

    `same_in_float32` is the share of lines for which ctranslate2 and transformers write the same
    English in float32; `same_in_int8` that of lines that int8 leaves as they are in float32, and
    `chrf_of_int8` how alike the two are over all lines (chrF2, 100 for the same).
    """

    rates: dict[str, Rate] = field(default_factory=dict)
    scaling: Scaling = field(default_factory=lambda: Scaling(()))
    same_in_float32: float = 0.0
    same_in_int8: float = 0.0
    chrf_of_int8: float = 0.0
    cores: int = 0

    def as_dict(self) -> dict[str, Any]:
        """Ratios first, then everything they come from."""
        return {
            **self._ratios(lambda rate: rate.documents_per_second),
            "in_processor_time": self._ratios(lambda rate: rate.documents_per_cpu_second),
            "same_in_float32": round(self.same_in_float32, 4),
            "same_in_int8": round(self.same_in_int8, 4),
            "chrf_of_int8": round(self.chrf_of_int8, 2),
            "cores": self.cores,
            "rates": {
                name: {
                    "documents": rate.documents,
                    "documents_per_second": round(rate.documents_per_second, 3),
                    "cpu_ms_per_document": round(1000 / rate.documents_per_cpu_second, 2),
                    "lines_per_second": round(rate.lines_per_second, 3),
                }
                for name, rate in self.rates.items()
            },
            "scaling": [scale.as_dict() for scale in self.scaling.scales],
        }

    def _ratios(self, speed: Callable[[Rate], float]) -> dict[str, float]:
        ours, limit = speed(self.rates["svodka"]), speed(self.rates["ctranslate2"])
        return {
            "ratio_to_plain_loop": _ratio(ours, speed(self.rates["plain loop"])),
            "ratio_to_batched_transformers": _ratio(ours, speed(self.rates["batched"])),
            "fraction_of_ctranslate2": _ratio(ours, limit),
            "end_to_end_fraction": _ratio(speed(self.rates["end to end"]), limit),
        }

    def table(self) -> str:
        """The figures for a terminal."""
        figures = self.as_dict()
        rows = [f"{'':14}{'documents/s':>13}{'lines/s':>10}{'CPU ms/document':>17}"]
        for name, rate in self.rates.items():
            cost = 1000 / rate.documents_per_cpu_second
            rows.append(
                f"{name:14}{rate.documents_per_second:13.2f}{rate.lines_per_second:10.1f}{cost:17.1f}"
            )
        rows.append(f"\n{_said(figures)} ({self.cores} cores)")
        rows.append(f"in processor time: {_said(figures['in_processor_time'])}")
        rows.append(
            f"the same English in float32 from both engines: {self.same_in_float32:.1%} of lines; "
            f"unchanged by int8: {self.same_in_int8:.1%} (chrF {self.chrf_of_int8:.1f})"
        )
        rows.append(self.scaling.table())
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

    profile = without_repair(profile)
    result = Throughput(cores=cores())
    with tempfile.TemporaryDirectory(prefix="svodka-bench-") as folder:
        inputs = Path(folder) / "inputs"
        write_releases(inputs, min(documents, 1000))
        _measure_models(Rival(profile), _opened(inputs), result)
        counts = sorted({min(documents, 100), documents})
        result.scaling = Scaling(
            tuple(measure_runner(profile, Path(folder) / str(count), count) for count in counts)
        )
    last = result.scaling.scales[-1]
    ours = result.rates["svodka"]
    lines = ours.lines * last.documents // ours.documents
    result.rates["end to end"] = Rate("end to end", last.documents, lines, last.seconds, last.cpu)
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
        started, before = time.perf_counter(), time.process_time()
        work()
        seconds, cpu = time.perf_counter() - started, time.process_time() - before
        result.rates[name] = Rate(name, number, asked, seconds, cpu)

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


def _said(figures: dict[str, Any]) -> str:
    return (
        f"{figures['ratio_to_plain_loop']:.1f} times the plain loop, "
        f"{figures['ratio_to_batched_transformers']:.1f} times transformers in batches, "
        f"{figures['fraction_of_ctranslate2']:.0%} of ctranslate2 alone; "
        f"{figures['end_to_end_fraction']:.0%} of it from reading to writing"
    )


def _ratio(one: float, other: float) -> float:
    return round(one / other, 3)
