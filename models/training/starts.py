"""Where a run starts from, if its folder has no checkpoint yet. Each can be sent to another process."""

import json
from dataclasses import dataclass
from pathlib import Path

from models.training.export import TRAINING_NOTE
from models.training.trainer import Trainer


@dataclass(frozen=True, slots=True)
class FromPairs:
    """Random weights, with embeddings from the pairs if the pack has them."""

    def __call__(self, trainer: Trainer) -> None:
        """Set the first state of `trainer`."""
        trainer.initialise()


@dataclass(frozen=True, slots=True)
class FromCheckpoint:
    """The full state of another run: what a cooldown branches off."""

    path: Path

    def __call__(self, trainer: Trainer) -> None:
        """Set the first state of `trainer`."""
        trainer.load(self.path)


@dataclass(frozen=True, slots=True)
class FromWeights:
    """An exported folder, on a machine that has nothing else; the optimiser starts afresh."""

    folder: Path

    def __call__(self, trainer: Trainer) -> None:
        """Set the first state of `trainer`."""
        note = json.loads((self.folder / TRAINING_NOTE).read_text(encoding="utf-8"))
        trainer.load_weights(self.folder, note["step"], note["pairs"])
