"""How the learning rate moves: warm up, stay, and in a branch of its own cool down.

Warmup-stable-decay (Hu et al. 2024, "MiniCPM"): the stable stretch can be resumed for as long as there
are hours to spend, and each time weights are wanted a short cooldown branches off it.
"""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Schedule:
    """Factor on the learning rates.

    `warmup` steps up from 0, counted from `branch`; then 1 for ever, unless this is a cooldown: then
    down to 0 in a straight line over `cooldown` steps from `branch` on, or over `cooldown_seconds` of
    the clock if that is given (for a run that must be over by a certain time).
    """

    warmup: int = 100
    branch: int = 0
    cooldown: int = 0
    cooldown_seconds: float = 0.0

    @property
    def cooling(self) -> bool:
        """Whether this is a cooldown."""
        return self.cooldown > 0 or self.cooldown_seconds > 0

    def progress(self, step: int, seconds: float) -> float:
        """How much of the cooldown is over before update `step`, 0 to 1; 0 where there is none."""
        if self.cooldown_seconds > 0:
            return min(1.0, seconds / self.cooldown_seconds)
        if self.cooldown > 0:
            return min(1.0, max(0.0, (step - self.branch) / self.cooldown))
        return 0.0

    def scale(self, step: int, progress: float) -> float:
        """The factor for update `step`, from 0, when `progress` of the cooldown is over."""
        rise = min(1.0, (step - self.branch + 1) / self.warmup) if self.warmup else 1.0
        return rise * (1 - progress)
