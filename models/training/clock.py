"""Training for a stretch of time instead of updates, where a machine is lent by the minute.

Batches are made in a process of their own, since a GPU takes the next one after a few hundredths of a
second.
"""

import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray
from torch.utils.data import DataLoader, IterableDataset

from models.training.batches import Plan
from models.training.corpora import Mixture
from models.training.trainer import Trainer, Update, figures_of

Note = Callable[[dict[str, Any]], None]


@dataclass(frozen=True, slots=True)
class Stretch:
    """A run by the clock.

    Attributes:
        seconds: How long it takes in all, scoring included.
        phase: The phase of corpora.toml that it begins with.
        closing: The phase while the learning rate falls.
        falling: The share of the time, at its end, over which the rate falls to 0.
        log_every: Updates between lines of the log.
        score_every: Seconds between scores.
    """

    seconds: float
    phase: str = "long"
    closing: str = "closing"
    falling: float = 0.35
    log_every: int = 200
    score_every: float = 120.0

    def progress(self, seconds: float) -> float:
        """How much of the fall is over, 0 to 1."""
        begin = 1 - self.falling
        return min(1.0, max(0.0, (seconds / self.seconds - begin) / self.falling))


class _Drawn(IterableDataset[NDArray[np.int64]]):
    """The batches of a plan, for a loader's process."""

    def __init__(self, plan: Plan) -> None:
        self._plan = plan

    def __iter__(self) -> Iterator[NDArray[np.int64]]:
        return self._plan.from_step(0)


def drawn_ahead(plan: Plan, processes: int = 1) -> Iterator[NDArray[np.int64]]:
    """The batches of `plan` from its beginning, made in a process beside this one; 0 for none."""
    ahead = 200 if processes else None
    loader = DataLoader(
        _Drawn(plan),
        batch_size=None,
        num_workers=processes,
        prefetch_factor=ahead,
        collate_fn=lambda items: items,
    )
    return iter(loader)


def train_by_clock(
    trainer: Trainer,
    mixture: Mixture,
    stretch: Stretch,
    note: Note,
    score: Callable[[Trainer], dict[str, Any]],
    processes: int = 1,
) -> None:
    """Train until the time is over; `note` gets lines of the log, `score` is asked now and then.

    Ends with the weights of the last step, whose learning rate was 0, in `trainer`.
    """
    began = scored = noted = time.monotonic()
    window: list[Update] = []
    for name, until in ((stretch.phase, 0.0), (stretch.closing, 1.0)):
        plan = Plan(trainer.pack, mixture, mixture.phases[name], trainer.settings.seed)
        for items in drawn_ahead(plan, processes):
            now = time.monotonic()
            progress = stretch.progress(now - began)
            if progress > until or progress >= 1:
                break
            window.append(trainer.update(items, progress))
            if len(window) == stretch.log_every:
                note(figures_of(window, now - noted))
                window, noted = [], now
            if now - scored > stretch.score_every:
                note(score(trainer))
                window, scored, noted = [], time.monotonic(), time.monotonic()
