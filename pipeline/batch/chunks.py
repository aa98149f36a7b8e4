"""Chunks of documents, and the steps that take one from its inputs to finished documents.

Documents of a chunk are decoded together, and int8 results depend on which sentences share a
batch. So a chunk is a fixed stretch of the list of inputs, and one that is done in part is decoded
whole again: those that need no doing are its *context*, decoded but not written.
"""

import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import islice, takewhile
from threading import Event

from pipeline.batch.isolate import StageGroup, groups_of
from pipeline.batch.items import Item, Reader, read_items
from pipeline.batch.report import Reason
from pipeline.stages.base import DocumentStage, Stage

__all__ = ["Chunk", "chunks_of", "steps_of"]

Step = Callable[["Chunk"], "Chunk"]


@dataclass(slots=True)
class Chunk:
    """Neighbouring documents of the inputs on their way.

    `causes` holds tracebacks by document id; `seconds` what the stages took for all of it;
    `in_flight` says that even a stopped run will finish it, `dropped` that one left it alone.
    """

    items: list[Item]
    causes: dict[str, str] = field(default_factory=dict)
    seconds: float = 0.0
    in_flight: bool = False
    dropped: bool = False

    def to_do(self) -> list[Item]:
        """The documents that are to be done."""
        return [item for item in self.items if item.reason.to_do]

    def context(self) -> list[Item]:
        """The documents that are decoded for the sake of the others."""
        return [item for item in self.items if not (item.reason.to_do or item.reason in _APART)]

    def alive(self) -> list[Item]:
        """The documents that have been read and have not failed, if any of them is to be done."""
        alive = [
            item
            for item in self.items
            if item.document is not None and item.document.failure is None
        ]
        return alive if any(item.reason.to_do for item in alive) else []


_APART = {Reason.CLASH}


def chunks_of(items: Iterable[Item], size: int) -> Iterator[Chunk]:
    """Cut the list of documents into chunks of `size`; the last one may be shorter."""
    items = iter(items)
    while part := list(islice(items, size)):
        yield Chunk(part)


def steps_of(
    stages: Sequence[Stage], reader: Reader, stop: Event, deadline: float | None = None
) -> list[Step]:
    """The steps of a run, each for a thread of its own.

    The first takes the stages before the first model; then comes one for each model stage, and one
    for the stages between or after them.

    Args:
        stages: Those after `read`, in order.
        reader: The `read` stage, for documents that have not been read yet.
        stop: When set, chunks that have not come as far as the last of the first models are
            dropped (summarised, say, but not translated); the others are finished.
        deadline: Seconds that one stage may take for one document.
    """
    groups = groups_of(stages)
    front = groups.pop(0) if groups and isinstance(groups[0][0], DocumentStage) else []
    opening = StageGroup(front, deadline)

    def open_chunk(chunk: Chunk) -> Chunk:
        chunk.dropped = stop.is_set()
        if chunk.dropped:
            return chunk
        for items in (chunk.to_do(), chunk.context()):
            read_items(reader, items)
            _advance(chunk, items, opening)
            if not chunk.alive():
                break
        return chunk

    def decode(group: StageGroup, in_flight: bool) -> Step:
        def step(chunk: Chunk) -> Chunk:
            if not chunk.in_flight and stop.is_set():
                chunk.dropped = True
            if not chunk.dropped:
                chunk.in_flight = in_flight
                _advance(chunk, chunk.alive(), group)
            return chunk

        return step

    models = list(takewhile(lambda group: not isinstance(group[0], DocumentStage), groups))
    return [
        open_chunk,
        *(
            decode(StageGroup(group, deadline), in_flight=number >= len(models) - 1)
            for number, group in enumerate(groups)
        ),
    ]


def _advance(chunk: Chunk, items: Sequence[Item], group: StageGroup) -> None:
    started = time.perf_counter()
    documents = [item.document for item in items if item.document is not None]
    for item, document in zip(items, group.run(documents, chunk.causes), strict=True):
        item.document = document
    chunk.seconds += time.perf_counter() - started
