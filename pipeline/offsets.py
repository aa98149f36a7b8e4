"""A map of offsets from a rewritten text back to the text that it was made from.

Normalising replaces a character by several, several by one, or some by none. `OffsetMap` keeps,
run by run, which stretch of the original each stretch of the result comes from. It takes memory in
proportion to the number of changes, not to the length of the text, and it composes, so that each
rule can build its own map.
"""

from bisect import bisect_right
from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Replacement:
    """`[start, stop)` of the text before a rewriting became `length` code points."""

    start: int
    stop: int
    length: int


class OffsetMap:
    """Offsets in a rewritten text -> offsets in the text before, over any number of rewritings.

    The empty map is the identity.
    """

    __slots__ = ("_layers",)

    def __init__(self, layers: Iterable["_Layer"] = ()) -> None:
        self._layers = tuple(layers)

    @classmethod
    def of_rewriting(cls, replacements: Iterable[Replacement]) -> "OffsetMap":
        """The map of one rewriting.

        Args:
            replacements: In ascending order, not overlapping, in offsets of the text before.

        Raises:
            ValueError: If they overlap or are out of order.
        """
        layer = _Layer.build(replacements)
        return cls((layer,)) if layer.before else cls()

    @classmethod
    def of_layers(cls, layers: Iterable[Iterable[Replacement]]) -> "OffsetMap":
        """The map of several rewritings, first to last: the inverse of `layers`.

        Raises:
            ValueError: If the replacements of a layer overlap or are out of order.
        """
        built = cls()
        for replacements in layers:
            built = built.then(cls.of_rewriting(replacements))
        return built

    @property
    def layers(self) -> tuple[tuple[Replacement, ...], ...]:
        """The replacements of each rewriting, first to last, in offsets of the text before it."""
        return tuple(layer.replacements() for layer in self._layers)

    def then(self, later: "OffsetMap") -> "OffsetMap":
        """The map of this rewriting followed by `later`."""
        return OffsetMap(self._layers + later._layers)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, OffsetMap) and self._layers == other._layers

    def __hash__(self) -> int:
        return hash(self._layers)

    def __repr__(self) -> str:
        return f"OffsetMap.of_layers({self.layers!r})"

    def to_original(self, start: int, stop: int) -> tuple[int, int]:
        """The smallest range of the original that `[start, stop)` of the result comes from.

        A range that touches a replaced stretch takes in the whole stretch; an empty range between
        two characters, and one that holds only what was put in, maps to an empty range.
        """
        for layer in reversed(self._layers):
            start, stop = layer.back(start, stop)
        return start, stop


@dataclass(frozen=True, slots=True)
class _Layer:
    """One rewriting, as parallel arrays of its replaced stretches."""

    before: tuple[tuple[int, int], ...]
    after: tuple[tuple[int, int], ...]
    after_starts: tuple[int, ...]

    @classmethod
    def build(cls, replacements: Iterable[Replacement]) -> "_Layer":
        before: list[tuple[int, int]] = []
        after: list[tuple[int, int]] = []
        shift = 0
        last = 0
        for one in replacements:
            if one.start < last or one.stop < one.start or one.length < 0:
                raise ValueError(f"replacements overlap or are out of order at {one}")
            before.append((one.start, one.stop))
            after.append((one.start + shift, one.start + shift + one.length))
            shift += one.length - (one.stop - one.start)
            last = one.stop
        return cls(tuple(before), tuple(after), tuple(start for start, _ in after))

    def replacements(self) -> tuple[Replacement, ...]:
        pairs = zip(self.before, self.after, strict=True)
        return tuple(Replacement(*old, new[1] - new[0]) for old, new in pairs)

    def back(self, start: int, stop: int) -> tuple[int, int]:
        if start == stop:
            point = self._start(start)
            return point, point
        return self._start(start), max(self._stop(stop), self._start(start))

    def _start(self, offset: int) -> int:
        """Where the character that begins at `offset` of the result begins in the text before."""
        at = bisect_right(self.after_starts, offset) - 1
        # Deletions leave empty stretches; the last stretch at or before the offset decides.
        if at < 0:
            return offset
        last = self.after[at][1]
        if offset < last:
            return self.before[at][0]
        return self.before[at][1] + (offset - last)

    def _stop(self, offset: int) -> int:
        """Where the character that ends at `offset` of the result ends in the text before."""
        at = bisect_right(self.after_starts, offset - 1) - 1
        if at < 0:
            return offset
        first, last = self.after[at]
        if offset <= last and first < last:
            return self.before[at][1]
        return self.before[at][1] + (offset - last)
