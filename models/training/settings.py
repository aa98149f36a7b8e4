"""What one training run is told."""

from dataclasses import dataclass, field
from pathlib import Path

from models.training.network import Shape
from models.training.optimiser import Rates
from models.training.schedule import Schedule


@dataclass(frozen=True, slots=True)
class Settings:
    """One training run.

    Attributes:
        run: Folder of its checkpoint and log.
        pack: Folder of the token arrays, and of alignments and first embeddings if there are any.
        phases: Phases of corpora.toml in their order; the last one goes on without end.
        world: Number of processes, one thread each; 1 on a GPU.
        smoothing: Label smoothing.
        guide: Weight of the alignment loss at the start; it falls to `guide_kept` by step `guide_until`.
        guide_kept: What stays of that weight however long training goes on. With none the aligned head
            drifts away, and the pipeline reads word alignments from it when it mends a translation.
        clip: Longest gradient.
        average: Decay of the running average of the weights, per step.
        save_every: Seconds between checkpoints.
        evaluate_every: Seconds between scores on the dev sets.
        log_every: Steps between lines of the log.
        stop_at_step: Stop before this step; 0 for never.
    """

    run: Path
    pack: Path
    phases: tuple[str, ...] = ("short", "main")
    shape: Shape = field(default_factory=Shape)
    rates: Rates = field(default_factory=Rates)
    schedule: Schedule = field(default_factory=Schedule)
    seed: int = 1
    world: int = 2
    smoothing: float = 0.1
    guide: float = 1.0
    guide_until: int = 6000
    guide_kept: float = 0.1
    clip: float = 1.0
    average: float = 0.999
    save_every: float = 300.0
    evaluate_every: float = 900.0
    log_every: int = 20
    stop_at_step: int = 0
