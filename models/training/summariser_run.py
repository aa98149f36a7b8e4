"""One training run of the summariser: steps, checkpoints, log, the best weights by score on the articles held back."""

import json
import time
from collections.abc import Sequence
from dataclasses import asdict, dataclass, field, replace
from pathlib import Path
from typing import Any

import torch

from models.training.optimiser import Optimiser, Rates
from models.training.summariser_batches import LIMIT, Mixture, Packed, Sampler, Variation, collate
from models.training.summariser_judging import choice_f1, choices, fused
from models.training.summariser_network import CUES_SHARE, Chooser


@dataclass(frozen=True, slots=True)
class Phase:
    """A stretch of a run: until when, what it draws from, and how many pieces sentences keep."""

    until: float
    mixture: Mixture
    longest: int


#: Short sentences first: they teach where to look. A phase ends when that share of the run is over.
PHASES = (
    Phase(0.15, Mixture(label=0.7, summary=0.3, title=0.0), 1),
    Phase(0.60, Mixture(label=0.8, summary=0.2, title=0.0), 8),
    Phase(1.00, Mixture(label=0.8, summary=0.2, title=0.0), LIMIT),
)


@dataclass(frozen=True, slots=True)
class Settings:
    """What a run is told.

    Attributes:
        run: Folder of checkpoint and log.
        steps: Updates in all.
        minutes: If set, the run takes this long by the clock instead, however many updates that is:
            for a machine that others use as well.
        falling: The share of the run at its end over which the learning rate falls to 0.
        warmup: Updates until the learning rate is reached.
        tokens: Source tokens of a batch, padding counted.
        reading: Weight of the loss by reading order, that by importance counting 1.
        average: Decay of the running average of the weights, which is what is judged and shipped.
        judge_every: Updates between scores on the labelled articles that are held back.
        save_every: Seconds between checkpoints.
    """

    run: Path
    steps: int = 1500
    minutes: float = 0.0
    falling: float = 0.4
    warmup: int = 40
    tokens: int = 4000
    average: float = 0.97
    reading: float = 0.3
    clip: float = 1.0
    judge_every: int = 100
    save_every: float = 120.0
    seed: int = 1
    rates: Rates = field(default_factory=lambda: Rates(matrices=0.006, others=6e-4))
    variation: Variation = field(default_factory=Variation)
    phases: tuple[Phase, ...] = PHASES

    def progress(self, step: int, seconds: float) -> float:
        """How much of the run is over, from 0 to 1."""
        if self.minutes:
            return min(1.0, seconds / (60 * self.minutes))
        return min(1.0, step / self.steps)

    def scale(self, step: int, progress: float) -> float:
        """The factor on the learning rates for update `step`."""
        rise = min(1.0, (step + 1) / self.warmup)
        return rise * min(1.0, (1 - progress) / self.falling)

    def phase(self, progress: float) -> Phase:
        """The phase at that share of the run."""
        return next(phase for phase in self.phases if progress < phase.until)


class Run:
    """The state of a run: weights, their average, optimiser, step."""

    def __init__(self, settings: Settings, chooser: Chooser, ids: dict[str, int]) -> None:
        self.settings = settings
        self.chooser = chooser
        self.ids = ids
        self.step = 0
        self.seconds = 0.0
        self.best = -1.0
        self.optimiser = Optimiser(chooser.named_parameters(), settings.rates, chooser.low)
        self._trained = [p for p in chooser.parameters() if p.requires_grad]
        self._average = [p.detach().clone() for p in self._trained]

    @property
    def checkpoint(self) -> Path:
        """Where the run can be taken up again."""
        return self.settings.run / "checkpoint.pt"

    @property
    def best_weights(self) -> Path:
        """The averaged weights with the best score so far."""
        return self.settings.run / "best.pt"

    def save(self) -> None:
        """Write the checkpoint beside its place and move it there."""
        state = {
            "step": self.step,
            "seconds": self.seconds,
            "best": self.best,
            "weights": [p.detach() for p in self._trained],
            "average": self._average,
            "optimiser": self.optimiser.state_dict(),
        }
        _write(state, self.checkpoint)

    def resume(self) -> bool:
        """Take up the checkpoint if there is one."""
        if not self.checkpoint.is_file():
            return False
        state = torch.load(self.checkpoint, weights_only=True)
        _fill(self._trained, state["weights"])
        _fill(self._average, state["average"])
        self.optimiser.load_state_dict(state["optimiser"])
        self.step, self.seconds, self.best = state["step"], state["seconds"], state["best"]
        return True

    def take_best(self) -> dict[str, Any]:
        """Put the best averaged weights into the network and say what they are."""
        state = torch.load(self.best_weights, weights_only=True)
        _fill(self._trained, state["average"])
        return {"step": state["step"], "held_f1": state["score"]}

    def train(self, examples: Sequence[Packed], dev: Sequence[Packed]) -> None:
        """Go on to the last step; SIGINT or a lost machine costs what came after the checkpoint."""
        settings = self.settings
        settings.run.mkdir(parents=True, exist_ok=True)
        sampler = Sampler(examples, settings.tokens, settings.seed)
        saved = began = started = time.monotonic()
        before = self.seconds
        seen, losses = 0, [0.0, 0.0]
        self.chooser.train()
        while (progress := settings.progress(self.step, self.seconds)) < 1:
            phase = settings.phase(progress)
            articles, draw = sampler.draw(self.step, phase.mixture, phase.longest)
            torch.manual_seed(settings.seed * 1_000_003 + self.step)
            variation = replace(settings.variation, longest=phase.longest)
            batch = collate(articles, self.ids, variation, draw)
            for parameter in self._trained:
                parameter.grad = None
            reading, weighing = self.chooser(batch)
            (settings.reading * reading + weighing).backward()
            torch.nn.utils.clip_grad_norm_(self._trained, settings.clip, foreach=True)
            self.optimiser.step(settings.scale(self.step, progress))
            self.step += 1
            self.seconds = before + time.monotonic() - started
            decay = min(settings.average, self.step / (self.step + 10))
            torch._foreach_lerp_(self._average, [p.detach() for p in self._trained], 1 - decay)
            seen += len(articles)
            losses = [losses[0] + reading.item(), losses[1] + weighing.item()]
            if self.step % 20 == 0:
                now = time.monotonic()
                self._log(
                    reading=losses[0] / 20,
                    importance=losses[1] / 20,
                    articles_per_second=seen / (now - began),
                )
                began, seen, losses = now, 0, [0.0, 0.0]
            if self.step % settings.judge_every == 0:
                self._judge(dev)
                began = time.monotonic()
            if time.monotonic() - saved > settings.save_every:
                self.save()
                saved = time.monotonic()
        self._judge(dev)
        self.save()

    def _judge(self, dev: Sequence[Packed]) -> None:
        """Score the averaged weights, keep them if they are the best so far, go on with the latest."""
        latest = [p.detach().clone() for p in self._trained]
        _fill(self._trained, self._average)
        scores = choices(self.chooser, dev, self.ids)
        score = choice_f1(fused(scores, dev, CUES_SHARE), dev)
        _fill(self._trained, latest)
        self._log(held_f1=score, held_f1_alone=choice_f1(scores, dev))
        if score > self.best:
            self.best = score
            _write({"step": self.step, "score": score, "average": self._average}, self.best_weights)

    def _log(self, **figures: float) -> None:
        line = {"step": self.step, **{name: round(value, 4) for name, value in figures.items()}}
        with (self.settings.run / "log.jsonl").open("a", encoding="utf-8") as file:
            file.write(json.dumps(line) + "\n")

    def note(self) -> dict[str, Any]:
        """The settings, as plain values."""
        return {name: value for name, value in asdict(self.settings).items() if name != "run"}


def _fill(parameters: Sequence[torch.Tensor], values: Sequence[torch.Tensor]) -> None:
    for parameter, value in zip(parameters, values, strict=True):
        parameter.data.copy_(value)


def _write(state: dict[str, Any], path: Path) -> None:
    fresh = path.with_suffix(".new")
    torch.save(state, fresh)
    fresh.replace(path)
