"""The few numbers that a small plot is drawn from."""

from collections.abc import Iterable
from dataclasses import dataclass

__all__ = ["Bar", "Histogram"]

_BINS = 20
_HEIGHT = 100.0


@dataclass(frozen=True, slots=True)
class Bar:
    """One bar: where it stands, from 0, how many values it holds, and how high it is drawn."""

    place: int
    count: int
    height: float


@dataclass(frozen=True, slots=True)
class Histogram:
    """How values spread between `low` and `high`, in 20 bars of at most 100 units."""

    low: float
    high: float
    bars: tuple[Bar, ...]

    @classmethod
    def of(cls, values: Iterable[float], low: float, high: float) -> "Histogram":
        """Count `values`; those outside [low, high] fall into the bar at that end."""
        counts = [0] * _BINS
        width = (high - low) / _BINS or 1.0
        for value in values:
            counts[min(max(int((value - low) / width), 0), _BINS - 1)] += 1
        most = max(counts) or 1
        bars = (
            # A bar that holds anything stays visible beside the highest.
            Bar(place, count, round(max(_HEIGHT * count / most, 4.0), 2) if count else 0.0)
            for place, count in enumerate(counts)
        )
        return cls(low, high, tuple(bars))
