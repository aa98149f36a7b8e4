"""Past one machine: the chunks of a run are decoded by Ray actors, each with its models loaded once.

The machine that starts the run plans, writes and keeps the ledger, exactly as `Runner` does; what
it hands out is whole chunks, so that the document files are byte for byte those of one machine.
Workers read the inputs themselves: these must lie under the same path everywhere.
"""

import os
import pickle
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import closing, contextmanager
from functools import partial
from itertools import islice
from pathlib import Path
from threading import Event
from typing import TYPE_CHECKING, Any

from pipeline.batch.chunks import Chunk, chunks_of, steps_of
from pipeline.batch.events import Listener, ignore
from pipeline.batch.items import Source
from pipeline.batch.ledger import LEDGER_NAME, Ledger
from pipeline.batch.lock import locked
from pipeline.batch.objects import ObjectStore, is_url
from pipeline.batch.open import signature_of
from pipeline.batch.options import RunOptions
from pipeline.batch.recording import Recorder
from pipeline.batch.runner import Runner
from pipeline.batch.store import FolderStore, Store
from pipeline.document import Document, Failure
from pipeline.errors import ConfigError, SvodkaError
from pipeline.stages.base import Stage

if TYPE_CHECKING:
    from pipeline.facade import Pipeline

__all__ = ["ChunkWorker", "ClusterRunner", "Plant", "open_cluster_run", "plant_of"]

Plant = Callable[[], tuple[Sequence[Stage], Callable[[Document], Mapping[str, bytes]]]]
"""Makes the stages and the renderer, in the process that uses them; must be picklable."""

WINDOW = 4096
"""Chunks that are planned and handed out at a time: bounds the memory of a very large run."""


class ClusterRunner(Runner):
    """A runner whose chunks are decoded by a Ray cluster.

    Args:
        plant: Makes the stages in each worker.
        stages: The same stages here: the first of them reads inputs that the ledger does not know.
        store: Where results go: a folder, or a place on shared or object storage.
        ledger: What was done there before.
        options: As for `Runner`.
        signature: Of the run.
        events: Is told what happens.
        address: Of a Ray cluster; `local` starts one on this machine, `auto` finds a running one.
        workers: Actors.
        cpus: Cores of each.

    Raises:
        ConfigError: If Ray is not installed or the cluster cannot be reached.
    """

    def __init__(
        self,
        plant: Plant,
        stages: Sequence[Stage],
        store: Store,
        ledger: Ledger,
        options: RunOptions | None = None,
        *,
        signature: Mapping[str, Any] | None = None,
        events: Listener = ignore,
        address: str = "local",
        workers: int = 2,
        cpus: float = 1,
    ) -> None:
        super().__init__(stages, store, ledger, options, signature=signature, events=events)
        self._plant = plant
        self._workers = workers
        self._cpus = cpus
        _connect(address, max(1, int(workers * cpus)))

    def _go(self, sources: Sequence[Source], recorder: Recorder) -> None:
        chunks = chunks_of(self._planner().items(sources), self.options.chunk)
        while window := [_light(chunk) for chunk in islice(chunks, WINDOW)]:
            for chunk in self._decoded(window):
                recorder.take(chunk)
                if recorder.halted or self._stopping.is_set():
                    return

    def _decoded(self, window: Sequence[Chunk]) -> Iterator[Chunk]:
        """The chunks in order, those with something to do after the cluster has done it.

        Results are told apart by their number: a Ray that was not started here may give them in any order.
        """
        import ray.data

        busy = {number for number, chunk in enumerate(window) if chunk.to_do()}
        if not busy:
            yield from window
            return
        worker: Any = ChunkWorker  # map takes a class as well; its type says a function
        rows = [{"number": n, "chunk": pickle.dumps(window[n])} for n in sorted(busy)]
        data = ray.data.from_items(rows, override_num_blocks=len(rows)).map(
            worker,
            fn_constructor_args=(self._plant, self.signature, self.options.deadline),
            compute=ray.data.ActorPoolStrategy(size=min(self._workers, len(rows))),
            num_cpus=self._cpus,
        )
        rows_back = iter(data.iter_rows())
        early: dict[int, bytes] = {}
        for number, chunk in enumerate(window):
            if number not in busy:
                yield chunk
                continue
            while number not in early:
                row = next(rows_back)
                early[row["number"]] = row["result"]
            yield _filled(chunk, pickle.loads(early.pop(number)))


@contextmanager
def open_cluster_run(
    pipeline: "Pipeline",
    output: str,
    options: RunOptions | None = None,
    *,
    state: Path | None = None,
    events: Listener = ignore,
    address: str = "local",
    workers: int = 2,
    cpus: float = 1,
) -> Iterator[ClusterRunner]:
    """A cluster runner for a pipeline, with its lock and ledger in a folder of this machine.

    Args:
        pipeline: Stages and settings; its models are loaded in every worker.
        output: A folder that this machine can write to, or a URL for fsspec.
        options: By default those of the pipeline's run settings.
        state: Where ledger and lock lie; by default in `output`, which then must be a folder.
        events: Is told what happens.
        address: See `ClusterRunner`, also for `workers` and `cpus`.
        workers: Actors.
        cpus: Cores of each.

    Raises:
        ConfigError: If `output` is a URL and `state` is not given, or Ray cannot be used.
        LockedError: If another run is working there.
        OutputError: If a place cannot be used.
    """
    if state is None and is_url(output):
        raise ConfigError(
            "the ledger needs a folder of this machine",
            where=output,
            remedy="name one with --state",
        )
    folder = state or Path(output)
    chosen = options or RunOptions.of(pipeline.run_settings)
    place = ObjectStore(output) if is_url(output) else FolderStore(Path(output))
    with locked(folder), Ledger(folder / LEDGER_NAME) as ledger, closing(place) as store:
        yield ClusterRunner(
            plant_of(pipeline),
            pipeline.stages,
            store,
            ledger,
            chosen,
            signature=signature_of(pipeline, store, chosen),
            events=events,
            address=address,
            workers=workers,
            cpus=cpus,
        )


class ChunkWorker:
    """Decodes chunks: one lives in each actor, and loads its models when it is made.

    Args:
        plant: Makes the stages and the renderer.
        signature: Of the run; becomes part of every document.
        deadline: Seconds that one stage may take for one document.
    """

    def __init__(
        self, plant: Plant, signature: Mapping[str, Any], deadline: float | None = None
    ) -> None:
        stages, self._render = plant()
        reader: Any = stages[0]
        self._signature = dict(signature)
        self._steps = steps_of(stages[1:], reader, Event(), deadline)

    def __call__(self, row: dict[str, Any]) -> dict[str, Any]:
        """Decode the chunk of a row and render its documents.

        Only what the other side needs goes back: for each document its files, or its failure. An
        error of the model goes back as a value, so that its class survives the way.
        """
        chunk: Chunk = pickle.loads(row["chunk"])
        try:
            for step in self._steps:
                chunk = step(chunk)
            result: Any = self._result(chunk)
        except SvodkaError as error:
            result = error
        return {"number": row["number"], "result": pickle.dumps(result)}

    def _result(self, chunk: Chunk) -> Chunk:
        for item in chunk.items:
            document = item.document
            item.document = None
            if document is None or not item.reason.to_do:
                continue
            document.signature = dict(self._signature)
            if document.failure is None:
                try:
                    item.files = dict(self._render(document))
                except SvodkaError as error:
                    document.failure = Failure("write", type(error).__name__, str(error))
            item.document = _without_parts(document)
        return chunk


def plant_of(pipeline: "Pipeline") -> Plant:
    """The plant of a pipeline: its profile travels, its models are loaded where they are used.

    Stages of the user's own do not travel: make a plant of your own for these.
    """
    return partial(_pipeline_plant, pipeline.profile, pipeline.run_settings)


def _pipeline_plant(
    profile: Any, settings: Any
) -> tuple[Sequence[Stage], Callable[[Document], Mapping[str, bytes]]]:
    from pipeline.facade import Pipeline
    from pipeline.stages.write import render

    return Pipeline(profile, run=settings).stages, render


def _connect(address: str, cpus: int) -> None:
    os.environ.setdefault("RAY_USAGE_STATS_ENABLED", "0")  # Ray tells its makers of runs otherwise
    try:
        import ray
    except ImportError as error:
        raise ConfigError("Ray is not installed", remedy="pip install 'svodka[cluster]'") from error
    if ray.is_initialized():
        return
    options: dict[str, Any] = {"logging_level": "ERROR", "log_to_driver": False}
    if address == "local":
        options |= {"num_cpus": cpus, "include_dashboard": False}
    try:
        ray.init(address=address, **options)
    except (ConnectionError, RuntimeError, ValueError) as error:
        raise ConfigError(
            f"no Ray cluster answers ({error})",
            where=address,
            remedy="start one with `ray start --head`, or use --address local",
        ) from error
    context = ray.data.DataContext.get_current()
    context.execution_options.preserve_order = True
    context.enable_progress_bars = False


def _light(chunk: Chunk) -> Chunk:
    """A chunk without what its workers read for themselves; standard input stays in it."""
    for item in chunk.items:
        if item.source.location is not None:
            item.document = None
    return chunk


def _filled(chunk: Chunk, result: "Chunk | SvodkaError") -> Chunk:
    if isinstance(result, SvodkaError):
        raise result
    for item, done in zip(chunk.items, result.items, strict=True):
        item.document, item.files = done.document, done.files
    chunk.causes, chunk.seconds = result.causes, result.seconds
    return chunk


def _without_parts(document: Document) -> Document:
    """A document with what the ledger and the report need, and no more."""
    return Document(
        id=document.id,
        path=document.path,
        digest=document.digest,
        original="",
        text=document.text or document.original,
        score=document.score,
        needs_review=document.needs_review,
        failure=document.failure,
    )
