"""Paired bootstrap intervals: is one system better than another on the same records?

Source: Koehn, "Statistical significance tests for machine translation evaluation", EMNLP 2004.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

__all__ = ["Interval", "paired_difference"]


@dataclass(frozen=True, slots=True)
class Interval:
    """A mean with its 95 % interval."""

    mean: float
    low: float
    high: float

    def as_dict(self) -> dict[str, float]:
        """Rounded to two places, for JSON."""
        return {name: round(getattr(self, name), 2) for name in ("mean", "low", "high")}

    def __str__(self) -> str:
        return f"{self.mean:+.2f} [{self.low:+.2f}, {self.high:+.2f}]"


def paired_difference(
    ours: Sequence[float], theirs: Sequence[float], *, resamples: int = 2000, seed: int = 12345
) -> Interval:
    """The mean of `ours - theirs` over records, with the 95 % percentile interval.

    Args:
        ours: One score a record; NaN where the measure has no value for the record.
        theirs: The other system's, in the same order; a pair with a NaN is left out.
        resamples: How many samples of records are drawn, with replacement.
        seed: Makes the interval repeatable.

    Raises:
        ValueError: If the two differ in length.
    """
    import numpy

    if len(ours) != len(theirs):
        raise ValueError(f"{len(ours)} scores against {len(theirs)}: not of the same records")
    pairs: Any = numpy.asarray(ours, dtype=float) - numpy.asarray(theirs, dtype=float)
    pairs = pairs[~numpy.isnan(pairs)]
    if not len(pairs):
        return Interval(0.0, 0.0, 0.0)
    draw = numpy.random.default_rng(seed)
    means = pairs[draw.integers(0, len(pairs), size=(resamples, len(pairs)))].mean(axis=1)
    low, high = numpy.percentile(means, (2.5, 97.5))
    return Interval(float(pairs.mean()), float(low), float(high))
