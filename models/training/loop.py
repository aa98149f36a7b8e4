"""The training loop: one process a core, a checkpoint every few minutes, a log of JSON lines."""

import signal
import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from typing import Any

import numpy as np
import torch
import torch.distributed as dist
from numpy.typing import NDArray

from models.training.batches import Plan
from models.training.corpora import Mixture
from models.training.packing import read_pack
from models.training.settings import Settings
from models.training.trainer import Trainer, Update, figures_of

#: Scores a model on the dev sets.
Judge = Callable[[Any], dict[str, Any]]
#: Puts a fresh trainer in the state that the run starts from.
Start = Callable[[Trainer], None]


def batches_from(
    mixture: Mixture, phases: tuple[str, ...], step: int, plan: Callable[[str], Plan]
) -> Iterator[NDArray[np.int64]]:
    """The batches of all phases in turn, from the `step`-th on; the last phase has no end."""
    for name in phases[:-1]:
        steps = mixture.phases[name].steps
        if step < steps:
            for _, items in zip(range(steps - step), plan(name).from_step(step), strict=False):
                yield items
        step = max(0, step - steps)
    yield from plan(phases[-1]).from_step(step)


class Loop:
    """Runs a trainer until a step, a signal or the end of its cooldown."""

    def __init__(self, trainer: Trainer, mixture: Mixture, judge: Judge | None) -> None:
        self._trainer = trainer
        self._mixture = mixture
        self._judge = judge if trainer.rank == 0 else None
        self._asked_to_stop = False

    def run(self) -> None:
        """Train; always ends with a checkpoint, and with scores if there is a judge."""
        trainer, settings = self._trainer, self._trainer.settings
        signal.signal(signal.SIGTERM, self._ask_to_stop)
        batches = batches_from(
            self._mixture,
            settings.phases,
            trainer.step - settings.schedule.branch,
            lambda name: Plan(
                trainer.pack, self._mixture, self._mixture.phases[name], settings.seed
            ),
        )
        start = saved = judged = noted = time.monotonic()
        window: list[Update] = []
        for items in batches:
            if 0 < settings.stop_at_step <= trainer.step:
                break
            progress = settings.schedule.progress(trainer.step, time.monotonic() - start)
            window.append(trainer.update(items, progress, self._asked_to_stop))
            if window[-1].stop:
                break
            now = time.monotonic()
            if len(window) >= settings.log_every:
                self._log(figures_of(window, now - noted))
                window, noted = [], now
            if now - saved > settings.save_every:
                self._save()
                saved = now
            if now - judged > settings.evaluate_every:
                self._score(trainer.averaged)
                window, judged, noted = [], now, time.monotonic()
        self._save()
        self._score(trainer.latest if settings.schedule.cooling else trainer.averaged)

    def _ask_to_stop(self, number: int, frame: object) -> None:
        del number, frame
        self._asked_to_stop = True

    def _save(self) -> None:
        if self._trainer.rank == 0:
            self._trainer.save(self._trainer.settings.run / "checkpoint.pt")

    def _score(self, model: Callable[[], Any]) -> None:
        if self._judge:
            self._log(self._judge(model()))

    def _log(self, entry: dict[str, Any]) -> None:
        if self._trainer.rank == 0:
            self._trainer.note(self._trainer.settings.run / "log.jsonl", entry)


def run_process(
    rank: int, settings: Settings, mixture: Mixture, start: Start, judge: Judge | None
) -> None:
    """Body of one training process."""
    torch.set_num_threads(1)  # one process a core; more threads only wait for each other
    if settings.world > 1:
        meeting = settings.run / "rendezvous"
        dist.init_process_group(
            "gloo", init_method=f"file://{meeting}", rank=rank, world_size=settings.world
        )
    trainer = Trainer(settings, read_pack(settings.pack), rank)
    checkpoint = settings.run / "checkpoint.pt"
    if checkpoint.exists():
        trainer.load(checkpoint)
    else:
        start(trainer)
    Loop(trainer, mixture, judge).run()
    if dist.is_initialized():
        dist.destroy_process_group()


def train(settings: Settings, mixture: Mixture, start: Start, judge: Judge | None = None) -> None:
    """Train with `settings.world` processes; returns when the run is over.

    A run folder with a checkpoint is continued from it, otherwise `start` sets the first state. SIGTERM
    is passed on: every process finishes its step, and a checkpoint is written.
    """
    settings.run.mkdir(parents=True, exist_ok=True)
    (settings.run / "rendezvous").unlink(missing_ok=True)
    if settings.world == 1:
        run_process(0, settings, mixture, start, judge)
        return
    context = torch.multiprocessing.spawn(  # type: ignore[attr-defined, no-untyped-call]
        run_process, (settings, mixture, start, judge), nprocs=settings.world, join=False
    )

    def pass_on(number: int, frame: object) -> None:
        del number, frame
        for process in context.processes:
            with suppress(ProcessLookupError):
                process.terminate()

    signal.signal(signal.SIGTERM, pass_on)
    while not context.join():
        pass
