"""Rules that both languages share: amounts with units, ranges and series of them, scores, codes."""

from dataclasses import replace
from fractions import Fraction

from pipeline.language.quantities.attaching import leading_currency, smaller_units, unit_after
from pipeline.language.quantities.numerals import Numeral, past_stop
from pipeline.language.quantities.quantity import Kind, Quantity
from pipeline.language.quantities.reading import Found, Reading, one
from pipeline.language.quantities.tables import Unit

_MINUS = frozenset("-−–")
_LIST_LIMIT = 8


def amount(reading: Reading, at: int) -> Found | None:
    """A numeral with its unit, and what is joined to it: a range or a series of such amounts."""
    first = _amount(reading, at)
    if first is None:
        return None
    items, joints, end = [first], [], first.end
    while len(items) < _LIST_LIMIT:
        joint = _joint(reading, items[-1], end)
        if joint is None:
            break
        following = None if _dated(reading, joint[1]) else _amount(reading, joint[1])
        if following is None or following.numeral.role != "cardinal":
            break
        if joint[0] == "spaced" and following.numeral.value <= items[-1].numeral.value:
            break
        if _incompatible(items[-1].unit, following.unit):
            break
        items.append(following)
        joints.append(joint[0])
        end = following.end
    quantities = _share_units(reading, items, joints)
    if len(items) == 2 and joints[0] in ("range", "spaced"):
        span = reading.make(first.at, end, "range", "", parts=tuple(quantities))
        return one(span, end)
    return Found(tuple(quantities), end)


class _Amount:
    """A numeral, its unit and the tokens both cover."""

    __slots__ = ("at", "end", "negative", "numeral", "unit")

    def __init__(
        self, at: int, numeral: Numeral, unit: Unit | None, end: int, negative: bool
    ) -> None:
        self.at, self.numeral, self.unit, self.end = at, numeral, unit, end
        self.negative = negative


def _incompatible(one: Unit | None, other: Unit | None) -> bool:
    """Whether no range can run between them: "упал на 0,5% до 1,31 доллара"."""
    return one is not None and other is not None and one.kind != other.kind


def _dated(reading: Reading, at: int) -> bool:
    """Whether a date begins at a token, which then belongs to no series of amounts."""
    return at < reading.count and any(
        rule(reading, at) is not None for rule in reading.language.calendar
    )


def _amount(reading: Reading, at: int) -> _Amount | None:
    first, negative = at, False
    if reading.lower(at) in _MINUS or reading.lower(at) in ("минус", "minus"):
        if at and reading.glued(at) and reading.tokens[at - 1].text not in '(«"':
            return None
        if reading.lower(at) in _MINUS and not reading.glued(at + 1):
            return None
        at, negative = at + 1, True
    unit, at = leading_currency(reading, at)
    numeral = reading.numeral(at)
    if numeral is None:
        return None
    end = numeral.next
    if unit is None and numeral.role in ("cardinal", "part", "ordinal"):
        unit, end = unit_after(reading, numeral)
        numeral, end = smaller_units(reading, numeral, unit, end)
        if unit is not None and unit.dimension == "degree":
            for phrase in reading.language.below_zero:
                if reading.words(end, phrase):
                    negative, end = True, end + len(phrase)
    elif unit is not None and numeral.role != "cardinal":
        return None
    return _Amount(first, numeral, unit, end, negative)


def _joint(reading: Reading, before: _Amount, at: int) -> tuple[str, int] | None:
    """What joins two amounts: "range" (a dash, to), "series" (a comma, and); and what follows."""
    language = reading.language
    if before.unit is not None or before.numeral.scaled:
        at = past_stop(reading.tokens, at)
    word = reading.lower(at)
    if before.numeral.role != "cardinal" or not word:
        return None
    if reading.dash(at):
        tight = reading.glued(at) and reading.glued(at + 1)
        if tight or (before.unit is None and not reading.glued(at + 1)):
            return ("range" if tight else "spaced"), at + 1
        return None
    if word in language.to:
        return "range", at + 1
    if word in language.conjunctions:
        return "series", at + 1
    if word == "," and before.unit is None:
        return "series", at + 1
    return None


def _share_units(reading: Reading, items: list[_Amount], joints: list[str]) -> list[Quantity]:
    """Quantities of joined amounts: "от 5 до 7 млн рублей" is 5 to 7 million, of roubles both."""
    last = items[-1]
    made = []
    for index, item in enumerate(items):
        unit = item.unit
        tied = joints[-1:] in (["range"], ["spaced"])
        borrowed = last.unit if unit is None and index < len(items) - 1 else None
        if unit is None and index and items[0].unit is not None and items[0].unit.kind == "money":
            borrowed = items[0].unit
        quantity = build(reading, item.at, item.end, item.numeral, unit, item.negative)
        scale = _scale_of(last.numeral)
        readings = []
        if item.numeral.scaled or scale == 1 or index == len(items) - 1:
            scale = Fraction(1)
        if borrowed is not None or scale != 1:
            lent = replace(
                item.numeral, value=item.numeral.value * scale, scaled=scale != 1, other=None
            )
            readings.append(
                build(reading, item.at, item.end, lent, unit or borrowed, item.negative)
            )
            if scale != 1:
                readings.append(
                    build(reading, item.at, item.end, item.numeral, unit or borrowed,
                          item.negative)
                )  # fmt: skip
        if readings and tied and item.numeral.mantissa <= last.numeral.mantissa:
            quantity, readings = readings[0], [*readings[1:], quantity]
        made.append(
            replace(quantity, also=quantity.also + tuple(readings)) if readings else quantity
        )
    return made


def _scale_of(numeral: Numeral) -> Fraction:
    return numeral.value / numeral.mantissa if numeral.scaled and numeral.mantissa else Fraction(1)


def build(
    reading: Reading,
    first: int,
    end: int,
    numeral: Numeral,
    unit: Unit | None,
    negative: bool = False,
) -> Quantity:
    """The quantity that a numeral and a unit make."""
    value = -numeral.value if negative else numeral.value
    also: tuple[Quantity, ...] = ()
    if unit is not None:
        if unit.kind in ("money", "percentage_points"):
            value *= unit.factor
        kind: Kind = unit.kind
        name = unit.name
        weak = numeral.vague or numeral.weak or (numeral.value == 1 and not numeral.digits)
        if numeral.role == "part":
            weak = True
    else:
        kind, name = _KINDS[numeral.role], ""
        weak = numeral.weak
        if numeral.vague:
            kind = "vague"
    clock = _dotted_clock(reading, first, numeral) if unit is None else None
    if clock is not None:
        also = (clock,)
    if unit is not None and numeral.digits and reading.tokens[end - 1].text == "m":
        also = (reading.make(first, end, "number", numeral.value * 10**6),)  # 5m people
    if numeral.other is not None:
        also = (reading.make(first, end, kind, numeral.other, name, weak=weak),)
    return reading.make(first, end, kind, value, name, weak=weak, also=also)


def _dotted_clock(reading: Reading, at: int, numeral: Numeral) -> Quantity | None:
    """20.30 may be a time of day where decimals are written with a comma."""
    if not (numeral.digits and reading.language.grammar.decimal_comma) or numeral.scaled:
        return None
    hour, stop, minute = reading.tokens[at].text.partition(".")
    if not stop or len(minute) != 2 or len(hour) > 2 or int(hour) > 24 or int(minute) > 59:
        return None
    return reading.make(at, at + 1, "time", (int(hour), int(minute)))


_KINDS: dict[str, Kind] = {
    "cardinal": "number",
    "ordinal": "ordinal",
    "part": "fraction",
    "times": "times",
    "decade": "decade",
}
