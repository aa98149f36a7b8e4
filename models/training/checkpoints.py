"""Models out of checkpoints, without a trainer."""

from pathlib import Path
from typing import Any

import torch

from models.training.network import Learner, Shape, build


def step_of(checkpoint: Path) -> int:
    """How many updates the run that wrote `checkpoint` had done."""
    return int(torch.load(checkpoint, weights_only=True, mmap=True)["step"])


def model_of(checkpoint: Path, averaged: bool) -> tuple[Any, dict[str, Any]]:
    """The model in `checkpoint`, ready for export, and a note of how far it was trained.

    `averaged` takes the running average of the weights (for a stable stretch), otherwise those of the
    last step (for a cooldown, which averages by itself).
    """
    state = torch.load(checkpoint, weights_only=True, mmap=True)
    shape = Shape(**state["shape"])
    learner = Learner(build(shape), shape)
    trained = [p for p in learner.parameters() if p.requires_grad]
    for parameter, saved in zip(trained, state["average" if averaged else "weights"], strict=True):
        parameter.data.copy_(saved)
    return learner.finished(), {
        "step": state["step"],
        "pairs": state["pairs"],
        "averaged": averaged,
    }
