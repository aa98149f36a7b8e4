"""When two quantities say the same thing.

A quantity is taken apart into atoms: a range into its ends, a date into its year and the rest.
Each atom has facets, the ways it may be read; two atoms agree if they share one. A bare number
shares a facet with everything of its value that has no currency and no percent sign, since
translators say "floor 5" for "пятый этаж" and ", 28," for "28-летний".
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from fractions import Fraction

from pipeline.language.quantities.quantity import Quantity
from pipeline.language.quantities.tables import unit_named

Facet = tuple[object, ...]
_CENTURIES = (1700, 1800, 1900, 2000)
_UNITLESS = frozenset(
    {"number", "ordinal", "code", "year", "decade", "times", "fraction", "vague", "time"}
)
_SIGNED = frozenset({"degree", "degreeF"})
_LONGEST_CODE_AS_NUMBER = 7


@dataclass(frozen=True, slots=True)
class Atom:
    """The smallest piece that is matched.

    Attributes:
        piece: What it says.
        whole: The quantity it was taken from, as the reader found it.
        named: Facets with a unit or kind.
        bare: Values, whatever their unit.
        unitless: Those of them that have none, so that another's unit may be understood.
    """

    piece: Quantity
    whole: Quantity
    named: frozenset[Facet]
    bare: frozenset[Fraction]
    unitless: frozenset[Fraction]

    @property
    def exact(self) -> Facet:
        """What a literal translation would share."""
        return (self.piece.kind, self.piece.value, self.piece.unit)


def atoms(quantity: Quantity) -> list[Atom]:
    """The pieces of a quantity that are matched on their own."""
    found = []
    for part in quantity.parts or (quantity,):
        for piece in _pieces(part):
            readings = (piece, *piece.also)
            named = frozenset(facet for reading in readings for facet in _named(reading))
            bare = frozenset(value for reading in readings for value in _bare(reading))
            unitless = frozenset(
                value
                for reading in readings
                if reading.kind in _UNITLESS
                for value in _bare(reading)
            )
            found.append(Atom(piece, quantity, named, bare, unitless))
    return found


def same(one: Atom, other: Atom) -> bool:
    """Whether two atoms have a reading in common."""
    if one.named & other.named:
        return True
    return bool(one.unitless & other.bare or one.bare & other.unitless)


def agree(a: Quantity, b: Quantity) -> bool:
    """Whether two quantities say the same, however they are written.

    The qualifiers ("more than") are not compared.
    """
    rest = atoms(b)
    mine = atoms(a)
    if len(mine) != len(rest):
        return False
    for atom in mine:
        match = next((other for other in rest if same(atom, other)), None)
        if match is None:
            return False
        rest.remove(match)
    return True


def base_value(quantity: Quantity) -> tuple[str, Fraction] | None:
    """The dimension of an amount and its value in the base unit; None for what is not counted."""
    if not isinstance(quantity.value, Fraction):
        return None
    if quantity.kind == "measure":
        unit = unit_named(quantity.unit)
        return unit.dimension, quantity.value * unit.factor
    if quantity.kind in ("money", "percent", "percentage_points"):
        return quantity.unit, quantity.value
    return "", quantity.value


def _pieces(quantity: Quantity) -> Iterator[Quantity]:
    """A date without its year, and the year; the two numbers of a score."""
    value = quantity.value
    if isinstance(value, tuple):
        if quantity.kind == "score":
            for number in value:
                yield replace(quantity, kind="number", value=Fraction(number or 0))
            return
        if quantity.kind in ("date", "quarter", "half_year") and value[0] is not None:
            yield replace(
                quantity,
                value=(None, *value[1:]),
                also=tuple(
                    replace(reading, value=(None, *reading.value[1:]))
                    for reading in quantity.also
                    if isinstance(reading.value, tuple)
                ),
            )
            yield replace(quantity, kind="year", value=Fraction(value[0]), also=())
            return
    yield quantity


def _named(quantity: Quantity) -> Iterator[Facet]:
    kind, value = quantity.kind, quantity.value
    if kind == "code" or not isinstance(value, Fraction):
        yield (kind, value)
        return
    match kind:
        case "measure":
            dimension, amount = base_value(quantity) or ("", value)
            yield (dimension, amount if dimension in _SIGNED else abs(amount))
        case "money" | "percentage_points":
            yield (kind, quantity.unit, abs(value))
        case "percent":
            yield (kind, abs(value))
        case "fraction":
            yield ("percent", 100 * value)
            if value:
                yield ("times", max(value, 1 / value))
            if value == Fraction(1, 2):
                yield ("times", 1 + value)  # "increased by half"
        case "times":
            if value:
                yield (kind, max(value, 1 / value))
        case "decade" if value < 100:
            for century in _CENTURIES:
                yield (kind, century + value)
        case _:
            yield (kind, value)


def _bare(quantity: Quantity) -> Iterator[Fraction]:
    kind, value = quantity.kind, quantity.value
    if kind == "code" and isinstance(value, str):
        if value.isdigit() and len(value) <= _LONGEST_CODE_AS_NUMBER:
            yield Fraction(int(value))
    elif kind == "time" and isinstance(value, tuple):
        if value[1] == 0 and value[0] is not None:
            yield Fraction(value[0])
    elif kind == "date" and isinstance(value, tuple):
        if value[2] is not None:
            yield Fraction(value[2])  # "18-го числа" is "August 18"
    elif isinstance(value, Fraction) and kind not in ("money", "percent", "percentage_points"):
        yield value
        if value < 0 and kind == "number":
            yield -value
