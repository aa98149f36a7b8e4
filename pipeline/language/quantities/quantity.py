"""One quantity of a text: where it stands, and what it means, exactly."""

from collections.abc import Callable
from dataclasses import dataclass
from fractions import Fraction
from typing import Literal

Kind = Literal[
    "number",  # 28, twenty-eight, 1 388
    "fraction",  # 2/3, a third
    "ordinal",  # 5th, VII, первый
    "times",  # twice, в два раза, threefold
    "percent",
    "percentage_points",
    "money",
    "measure",  # with a physical unit or a length of time
    "date",  # (year, month, day), any of which may be None
    "year",
    "decade",  # the 1990s; 90 where the century is not said
    "quarter",  # (year or None, 1-4)
    "half_year",  # (year or None, 1-2)
    "time",  # (hour, minute)
    "score",  # 3:1
    "range",  # both ends are in `parts`
    "code",  # Il-96, COVID-19: the digits of a name
    "vague",  # hundreds of, tens of thousands
]

Value = Fraction | str | tuple[int | None, ...]
"""Fractions rather than decimals, because a third has to be exact too."""

MONTHS = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
]


@dataclass(frozen=True, slots=True)
class Quantity:
    """A number, date or amount found in a text.

    Attributes:
        start: First code point in the text that was read.
        stop: One past the last; `text[start:stop]` is `self.text`.
        text: The words that were read.
        kind: What sort of quantity it is.
        value: Its exact value: a `Fraction` for everything that is counted or measured, a tuple for
            dates, quarters, half-years, times and scores, the digits for a code, "" for a range.
        unit: Canonical unit ("RUB", "km2", "%"), empty where there is none.
        qualifier: "over", "under", "about", "up to", "at least", "at most" or empty. It takes no
            part in agreement.
        weak: True where the words need not be a number at all ("one", "first", "both"): its absence
            on the other side is no finding.
        parts: Both ends of a range, with spans of their own.
        also: Other readings of the same words ("18 часов" is 18 hours or 6 p.m.).
    """

    start: int
    stop: int
    text: str
    kind: Kind
    value: Value
    unit: str = ""
    qualifier: str = ""
    weak: bool = False
    parts: tuple["Quantity", ...] = ()
    also: tuple["Quantity", ...] = ()

    @property
    def canonical(self) -> str:
        """A readable form for reports, the same for all ways to write the quantity."""
        if self.kind == "range":
            return "–".join(part.canonical for part in self.parts)
        if isinstance(self.value, str):
            return self.value
        if isinstance(self.value, Fraction):
            return _counted(self, self.value)
        return _CALENDAR[self.kind](self.value)


def decimal(value: Fraction) -> str:
    """`value` in decimals where they end (12.5), else as a fraction (2/3).

    >>> decimal(Fraction(25, 2)), decimal(Fraction(2, 3))
    ('12.5', '2/3')
    """
    rest = value.denominator
    twos = fives = 0
    while rest % 2 == 0:
        rest, twos = rest // 2, twos + 1
    while rest % 5 == 0:
        rest, fives = rest // 5, fives + 1
    if rest != 1:
        return f"{value.numerator}/{value.denominator}"
    places = max(twos, fives)
    digits = str(abs(value.numerator) * 10**places // value.denominator).zfill(places + 1)
    whole, fraction = digits[: len(digits) - places], digits[len(digits) - places :]
    sign = "-" if value < 0 else ""
    return f"{sign}{whole}.{fraction}" if places else f"{sign}{whole}"


def _counted(quantity: Quantity, value: Fraction) -> str:
    match quantity.kind:
        case "percent":
            return f"{decimal(value)}%"
        case "times":
            return f"x{decimal(value)}"
        case "ordinal":
            return f"No. {decimal(value)}"
        case "decade":
            return f"{decimal(value)}s"
        case "vague":
            return f"~{decimal(value)}"
        case "year":
            return decimal(value)
    return f"{decimal(value)} {quantity.unit}".rstrip()


def _date(value: tuple[int | None, ...]) -> str:
    year, month, day = value
    parts = (
        "----" if year is None else f"{year:04}",
        "" if month is None else f"{month:02}",
        "" if day is None else f"{day:02}",
    )
    return "-".join(part for part in parts if part)


def _of_year(letter: str, value: tuple[int | None, ...]) -> str:
    year, number = value
    return f"{letter}{number}" if year is None else f"{year}-{letter}{number}"


_CALENDAR: dict[str, Callable[[tuple[int | None, ...]], str]] = {
    "date": _date,
    "quarter": lambda value: _of_year("Q", value),
    "half_year": lambda value: _of_year("H", value),
    "time": lambda value: f"{value[0]:02}:{value[1]:02}",
    "score": lambda value: f"{value[0]}:{value[1]}",
}
