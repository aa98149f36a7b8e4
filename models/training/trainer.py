"""One training process: its weights, its update, its checkpoint.

Every process holds the whole model and sees every `world`-th row of each batch; gradients are summed.
What the first process alone knows (the clock) travels with the gradients, so that all act alike.
"""

import json
import time
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import numpy as np
import torch
import torch.distributed as dist
from numpy.typing import NDArray
from torch import Tensor

from models.training.batches import Collator, share, target_tokens
from models.training.network import Learner, build, start_embeddings
from models.training.optimiser import Optimiser
from models.training.packing import EMBEDDINGS, Pack
from models.training.precision import bfloat16_pays
from models.training.settings import Settings


@dataclass(frozen=True, slots=True)
class Update:
    """What one optimiser step was like. Losses are per target piece over all processes.

    They stay where they were computed: reading them makes the processor wait for a GPU.
    """

    loss: Tensor
    guide: Tensor
    norm: Tensor
    scale: float
    tokens: int
    stop: bool


def figures_of(window: Sequence[Update], seconds: float) -> dict[str, Any]:
    """What a log says of the updates of `window`, which took `seconds`."""

    def mean(values: Iterable[Tensor]) -> float:
        return round(sum(map(float, values)) / len(window), 4)

    return {
        "loss": mean(one.loss for one in window),
        "guide": mean(one.guide for one in window),
        "norm": mean(one.norm for one in window),
        "scale": round(window[-1].scale, 4),
        "tokens_per_second": round(sum(one.tokens for one in window) / seconds),
        "step_seconds": round(seconds / len(window), 3),
    }


class Trainer:
    """The state of a run in one process."""

    def __init__(self, settings: Settings, pack: Pack, rank: int = 0) -> None:
        self.settings = settings
        self.pack = pack
        self.rank = rank
        self.device = torch.device("cuda" if torch.cuda.is_available() else "cpu")
        self.low = bfloat16_pays(self.device)
        model = build(settings.shape, settings.seed)
        if self.device.type != "cpu":
            model.set_attn_implementation("sdpa")
            torch.backends.cuda.enable_cudnn_sdp(False)  # it compiles anew for every shape of batch
        self.learner = Learner(model, settings.shape, settings.smoothing, self.low).to(self.device)
        self.optimiser = Optimiser(self.learner.named_parameters(), settings.rates, self.low)
        self._collate = Collator(pack, settings.shape.pad_id, self.device)
        self._trained = [p for p in self.learner.parameters() if p.requires_grad]
        self._average = [p.detach().clone() for p in self._trained]
        self.step = 0
        self.pairs = 0

    def initialise(self) -> None:
        """Start at random, with embeddings from the pairs where the pack has them."""
        table = self.settings.pack / EMBEDDINGS
        if table.exists():
            uses = np.bincount(self.pack.target.ids, minlength=self.settings.shape.vocabulary)
            start_embeddings(
                self.learner.model, torch.from_numpy(np.load(table)), torch.from_numpy(uses).float()
            )
        self._take_bias()

    def load_weights(self, folder: Path, step: int, pairs: int) -> None:
        """Continue from an exported model at `step`, with a fresh optimiser."""
        from transformers import MarianMTModel

        saved = MarianMTModel.from_pretrained(str(folder), dtype=torch.float32)
        self.learner.model.load_state_dict(saved.state_dict())
        self.step, self.pairs = step, pairs
        self._take_bias()

    def _take_bias(self) -> None:
        bias = self.learner.model.final_logits_bias[0, : self.settings.shape.words]
        self.learner.bias.data.copy_(bias)
        for mean, parameter in zip(self._average, self._trained, strict=True):
            mean.copy_(parameter.detach())

    def save(self, path: Path) -> None:
        """Write a checkpoint beside its place and move it there; the one before it stays as well."""
        state = {
            "step": self.step,
            "pairs": self.pairs,
            "weights": [p.detach() for p in self._trained],
            "average": self._average,
            "optimiser": self.optimiser.state_dict(),
            "shape": asdict(self.settings.shape),
        }
        fresh = path.with_suffix(".new")
        torch.save(state, fresh)
        if path.exists():
            path.replace(path.with_suffix(".previous.pt"))
        fresh.replace(path)

    def load(self, path: Path) -> None:
        """Continue exactly where the run that wrote `path` was."""
        state = torch.load(path, weights_only=True, map_location=self.device)
        for target, name in ((self._trained, "weights"), (self._average, "average")):
            for mine, saved in zip(target, state[name], strict=True):
                mine.data.copy_(saved)
        self.optimiser.load_state_dict(state["optimiser"])
        self.step, self.pairs = state["step"], state["pairs"]

    def update(self, items: NDArray[np.int64], progress: float = 0.0, stop: bool = False) -> Update:
        """One optimiser step on the batch `items`.

        `progress` (of the cooldown) counts only in the first process, `stop` in any.
        """
        settings = self.settings
        fading = settings.guide * (1 - self.step / settings.guide_until)
        weight = max(settings.guide_kept, fading)
        tokens = target_tokens(self.pack, items)
        mine = share(items, self.rank, settings.world)
        for parameter in self._trained:
            parameter.grad = None
        # Dropout depends on the step alone, so that a run that was stopped goes on as it would have.
        torch.manual_seed((settings.seed * 1_000_003 + self.step) * settings.world + self.rank)
        loss = guide = torch.zeros(())
        if len(mine):
            batch = self._collate(mine, linked=weight > 0)
            loss, guide = self.learner(batch.source, batch.target, batch.alignment)
            ((loss + weight * guide) / tokens).backward()
        progress = progress if self.rank == 0 else 0.0
        losses = torch.stack([loss.detach(), guide.detach()])
        losses, stop, progress = self._summed(losses, stop, progress)
        norm = torch.nn.utils.clip_grad_norm_(self._trained, settings.clip, foreach=True)
        scale = settings.schedule.scale(self.step, progress)
        self.optimiser.step(scale)
        self.step += 1
        self.pairs += len(items) + int((items[:, 1] >= 0).sum())
        decay = min(settings.average, self.step / (self.step + 10))
        torch._foreach_lerp_(self._average, [p.detach() for p in self._trained], 1 - decay)
        losses = losses / tokens
        return Update(losses[0], losses[1], norm, scale, tokens, stop or progress >= 1)

    def _summed(self, losses: Tensor, stop: bool, progress: float) -> tuple[Tensor, bool, float]:
        """Add up gradients, losses, stops and progress over all processes, in one message."""
        if self.settings.world == 1:
            return losses, stop, progress
        slopes = [p.grad if p.grad is not None else torch.zeros_like(p) for p in self._trained]
        told = torch.tensor([float(stop), progress])
        flat = torch.cat([*(slope.reshape(-1) for slope in slopes), losses, told])
        dist.all_reduce(flat)
        place = 0
        for parameter in self._trained:
            parameter.grad = flat[place : place + parameter.numel()].view_as(parameter)
            place += parameter.numel()
        return flat[-4:-2], bool(flat[-2] > 0), float(flat[-1])

    def note(self, log: Path, entry: Mapping[str, Any]) -> None:
        """Append a line to `log`: the time, how far training is, and `entry`."""
        now = time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime())
        line = {"time": now, "step": self.step, "pairs": self.pairs, **entry}
        with log.open("a", encoding="utf-8") as file:
            file.write(json.dumps(line, ensure_ascii=False) + "\n")

    def averaged(self) -> Any:
        """A copy of the model with the averaged weights, ready for export."""
        return self._copy(self._average)

    def latest(self) -> Any:
        """A copy of the model with the weights of the last step: what a cooldown ends with."""
        return self._copy([p.detach() for p in self._trained])

    def _copy(self, weights: list[Tensor]) -> Any:
        learner = Learner(build(self.settings.shape), self.settings.shape)
        trained = [p for p in learner.parameters() if p.requires_grad]
        for parameter, value in zip(trained, weights, strict=True):
            parameter.data.copy_(value)
        return learner.finished()
