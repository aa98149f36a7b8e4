"""Which quantities of a source are missing from, new in or changed in its translation.

A matching of two multisets in order of strictness: first what is literally the same, then what
agrees in some reading; what is left is paired by how it differs, so that a finding can say
"86 billion became 86 million" rather than "a number is missing".
"""

from collections import defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from fractions import Fraction
from typing import Literal

from pipeline.language.quantities.agreement import Atom, Facet, atoms, base_value, same
from pipeline.language.quantities.quantity import Quantity

Reason = Literal["value", "magnitude", "unit", "date"]
_THOUSANDS = tuple(Fraction(10) ** power for power in (-12, -9, -6, -3, 3, 6, 9, 12))
_CALENDAR = frozenset({"date", "year", "decade", "quarter", "half_year", "time"})
_HALF = Fraction(1, 2)
_UNDERSTOOD = frozenset({"money", "percentage_points"})
_PAIRED = 200
_LOOK = 40  # candidates tried before a match is given up: keeps nonsense input linear


@dataclass(frozen=True, slots=True)
class Change:
    """A quantity that reads differently on the two sides."""

    source: Quantity
    target: Quantity
    reason: Reason


@dataclass(frozen=True, slots=True)
class Comparison:
    """What became of the quantities of a source.

    Weak quantities ("one", "first", "both") are matched where they can be and otherwise left out.
    """

    matched: tuple[tuple[Quantity, Quantity], ...]
    missing: tuple[Quantity, ...]
    invented: tuple[Quantity, ...]
    changed: tuple[Change, ...]

    @property
    def faithful(self) -> bool:
        """Whether nothing is missing, invented or changed."""
        return not (self.missing or self.invented or self.changed)


def compare(source: Iterable[Quantity], target: Iterable[Quantity]) -> Comparison:
    """Match the quantities of a source with those of its translation."""
    left = _understood([atom for quantity in source for atom in atoms(quantity)])
    right = _understood([atom for quantity in target for atom in atoms(quantity)])
    matched: list[tuple[Atom, Atom]] = []
    left, weak_left = _split_weak(left)
    right, weak_right = _split_weak(right)
    for facets in _PASSES:
        left, right = _match(left, right, facets, matched)
    left, right = left + weak_left, right + weak_right
    for facets in _PASSES:
        left, right = _match(left, right, facets, matched)
    changed, left, right = _pair_changes(left, right)
    pairs = dict.fromkeys((one.whole, other.whole) for one, other in matched)
    # Kept in order: that of a set differs from run to run, and with it that of the findings.
    rescaled = dict.fromkeys(
        (one.whole, other.whole) for one, other in matched if _rescales(one, other)
    )
    changed += [Change(one, other, "magnitude") for one, other in rescaled]
    return Comparison(
        matched=tuple(pair for pair in pairs if pair not in rescaled),
        missing=tuple(dict.fromkeys(atom.whole for atom in left)),
        invented=tuple(dict.fromkeys(atom.whole for atom in right)),
        changed=tuple(dict.fromkeys(changed)),
    )


def _understood(side: list[Atom]) -> list[Atom]:
    """Let bare numbers carry a currency that their side names elsewhere: "1,9 млрд, из них 640 млн"."""
    units = {atom.piece.unit: atom.piece.kind for atom in side if atom.piece.kind in _UNDERSTOOD}
    if not units:
        return side
    return [
        replace(
            atom,
            named=atom.named | {(kind, unit, atom.piece.value) for unit, kind in units.items()},
        )
        if atom.piece.kind == "number"
        else atom
        for atom in side
    ]


def _split_weak(side: list[Atom]) -> tuple[list[Atom], list[Atom]]:
    """The atoms that count, which are matched among themselves first, and the weak ones."""
    return (
        [atom for atom in side if not atom.piece.weak],
        [atom for atom in side if atom.piece.weak],
    )


def _only(atom: Atom) -> Iterable[Facet]:
    """Atoms that cannot be read otherwise go first, so that no ambiguous one takes their match."""
    return () if atom.piece.also else (atom.exact,)


def _exact(atom: Atom) -> Iterable[Facet]:
    return (atom.exact,)


def _named(atom: Atom) -> Iterable[Facet]:
    return atom.named


def _bare(atom: Atom) -> Iterable[Facet]:
    return ((value,) for value in atom.bare)


_PASSES = (_only, _exact, _named, _bare)


def _match(
    left: list[Atom],
    right: list[Atom],
    facets: Callable[[Atom], Iterable[Facet]],
    matched: list[tuple[Atom, Atom]],
) -> tuple[list[Atom], list[Atom]]:
    """Pair atoms that share a facet, each once. Returns what is left."""
    places: dict[Facet, list[int]] = defaultdict(list)
    for index, atom in enumerate(right):
        for facet in facets(atom):
            places[facet].append(index)
    free_left = [True] * len(left)
    free_right = [True] * len(right)
    for mine, atom in enumerate(left):
        for facet in facets(atom):
            queue = places.get(facet)
            theirs = _take(atom, right, queue, free_right) if queue else None
            if theirs is not None:
                free_left[mine] = free_right[theirs] = False
                matched.append((atom, right[theirs]))
                break
    return (
        [atom for atom, free in zip(left, free_left, strict=True) if free],
        [atom for atom, free in zip(right, free_right, strict=True) if free],
    )


def _take(atom: Atom, right: list[Atom], queue: list[int], free: list[bool]) -> int | None:
    """The first free index of `queue` whose atom agrees; used ones are cleared off its head."""
    while queue and not free[queue[0]]:
        queue.pop(0)
    for index in queue[:_LOOK]:
        if free[index] and same(atom, right[index]):
            return index
    return None


def _rescales(one: Atom, other: Atom) -> bool:
    """Whether an end of a range borrows its scale on one side alone, as in "с 4,2 до 9,6 тыс.".

    "From 4.2 to 9.6 thousand" and "from 4,200 to 9,600" say the same; "from 4.2 to 9,600" does not.
    """
    if one.whole.kind != "range" or other.whole.kind != "range":
        return False
    return _takes_at_face_value(one, other.piece) or _takes_at_face_value(other, one.piece)


def _takes_at_face_value(lent: Atom, other: Quantity) -> bool:
    """Whether an end with a borrowed scale is written as if it had none.

    Of the two readings the one whose ends are nearer counts: "от 500 до 3 тыс." begins at 500.
    """
    far = lent.whole.parts[-1].value
    scaled, *faces = [one.value for one in (lent.piece, *lent.piece.also)]
    if lent.piece == lent.whole.parts[-1] or not isinstance(far, Fraction):
        return False
    said = {one.value for one in (other, *other.also)}
    return scaled not in said and any(
        face in said and _ratio(scaled, far) < _ratio(face, far) for face in faces
    )


def _ratio(one: object, other: Fraction) -> Fraction:
    """How many times the greater is the smaller; 0 where that says nothing."""
    if not isinstance(one, Fraction) or not one or not other:
        return Fraction(0)
    return max(abs(one / other), abs(other / one))


def _pair_changes(
    left: list[Atom], right: list[Atom]
) -> tuple[list[Change], list[Atom], list[Atom]]:
    """Pair what is left by the way in which it differs, the most telling way first."""
    changed: list[Change] = []
    left, beyond = left[:_PAIRED], left[_PAIRED:]
    for differs in (_unit, _magnitude, _date, _value):
        reason: Reason = _REASONS[differs]
        rest: list[Atom] = []
        for atom in left:
            other = next(
                (
                    other
                    for other in right[:_LOOK]
                    if _tells(atom, other, reason) and differs(atom.piece, other.piece)
                ),
                None,
            )
            if other is None:
                rest.append(atom)
            else:
                right.remove(other)
                changed.append(Change(atom.whole, other.whole, reason))
        left = rest
    return changed, _split_weak(left + beyond)[0], _split_weak(right)[0]


def _tells(one: Atom, other: Atom, reason: Reason) -> bool:
    """Two weak words tell nothing; one of them only a date, or that "тысячи" became "millions"."""
    weak = [atom.piece for atom in (one, other) if atom.piece.weak]
    if len(weak) != 1:
        return not weak
    if reason == "magnitude":
        return isinstance(weak[0].value, Fraction) and weak[0].value >= 1000
    return reason == "date"


def _unit(one: Quantity, other: Quantity) -> bool:
    return (
        isinstance(one.value, Fraction)
        and one.value == other.value
        and (one.unit != other.unit or "percent" in (one.kind, other.kind))
        and not {one.kind, other.kind} & {"year", "code"}
    )


def _magnitude(one: Quantity, other: Quantity) -> bool:
    mine, theirs = base_value(one), base_value(other)
    if mine is None or theirs is None or not mine[1] or not theirs[1]:
        return False
    if one.kind in _CALENDAR or other.kind in _CALENDAR:
        return False
    comparable = mine[0] == theirs[0] or "" in (mine[0], theirs[0])
    ratio = mine[1] / theirs[1]
    return comparable and any(_HALF <= ratio / slip <= 2 for slip in _THOUSANDS)


def _date(one: Quantity, other: Quantity) -> bool:
    if {one.kind, other.kind} == {"year", "number"}:  # 2213 for 2013
        return all(isinstance(q.value, Fraction) and 1000 <= q.value < 10_000 for q in (one, other))
    return one.kind == other.kind and one.kind in _CALENDAR


def _value(one: Quantity, other: Quantity) -> bool:
    mine, theirs = base_value(one), base_value(other)
    if mine is None or theirs is None:
        return one.kind == other.kind == "code"
    if {one.kind, other.kind} & _CALENDAR:
        return False
    return mine[0] == theirs[0] or "" in (mine[0], theirs[0])


_REASONS: dict[Callable[[Quantity, Quantity], bool], Reason] = {
    _unit: "unit",
    _magnitude: "magnitude",
    _date: "date",
    _value: "value",
}
