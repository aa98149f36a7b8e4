"""What the calendar rules of both languages share: days, Roman numerals, ordinals, clock times."""

from dataclasses import replace
from fractions import Fraction

from pipeline.language.quantities.quantity import Quantity
from pipeline.language.quantities.reading import Found, Reading, one

_ROMAN_DIGITS = {"I": 1, "V": 5, "X": 10, "L": 50, "C": 100}
_CYRILLIC_ROMAN = str.maketrans("ХІХСМ", "XIXCM")


def roman(text: str) -> int | None:
    """The value of a Roman numeral below 90, written with Latin or look-alike Cyrillic capitals.

    >>> roman("XXI"), roman("ХХ"), roman("IIV"), roman("LCD")
    (21, 20, None, None)
    """
    if len(text) > 8 or not text.isupper():
        return None
    letters = text.translate(_CYRILLIC_ROMAN)
    if letters in ("L", "C", "XL", "XC", "CC", "CI", "CL", "CV") or set(letters) - set("IVXL"):
        return None
    total = 0
    for index, letter in enumerate(letters):
        value = _ROMAN_DIGITS[letter]
        following = _ROMAN_DIGITS.get(letters[index + 1 : index + 2], 0)
        total += -value if value < following else value
    return total if to_roman(total) == letters else None


def to_roman(number: int) -> str:
    """`number` as a Roman numeral, from 1 to 89."""
    pieces = []
    for value, letters in (
        (50, "L"),
        (40, "XL"),
        (10, "X"),
        (9, "IX"),
        (5, "V"),
        (4, "IV"),
        (1, "I"),
    ):
        pieces.append(letters * (number // value))
        number %= value
    return "".join(pieces)


def roman_ordinal(reading: Reading, at: int) -> Found | None:
    """VII Forum, XXI век. A single letter is weak: it may be an initial or a model."""
    token = reading.tokens[at]
    value = roman(token.text) if token.kind == "word" else None
    if value is None or (reading.language.name == "english" and token.text == "I"):
        return None
    weak = len(token.text) == 1
    first = reading.make(at, at + 1, "ordinal", Fraction(value), weak=weak)
    if reading.dash(at + 1) and reading.glued(at + 1) and reading.glued(at + 2):
        second = roman(reading.tokens[at + 2].text)
        if second is not None:
            last = reading.make(at + 2, at + 3, "ordinal", Fraction(second))
            span = reading.make(at, at + 3, "range", "", parts=(replace(first, weak=False), last))
            return one(span, at + 3)
    return one(first, at + 1)


def days_before(
    reading: Reading, at: int, suffixes: frozenset[str], to: frozenset[str], joins: frozenset[str]
) -> tuple[list[tuple[int, int, int]], bool, int] | None:
    """Days of a month in digits: 5; 5-7; 5 and 6; 1, 2 and 3 (first token, end, day).

    Also tells whether they are the ends of a range, and the token after them.
    """
    days: list[tuple[int, int, int]] = []
    ranged = False
    while len(days) < 8:
        day = reading.integer(at, 1, 31)
        if day is None:
            return None
        end = at + 1
        if reading.lower(end) in suffixes and reading.glued(end):
            end += 1
        elif reading.dash(end) and reading.glued(end) and reading.lower(end + 1) in suffixes:
            end += 2
        days.append((at, end, day))
        joint = reading.lower(end)
        if reading.dash(end) or joint in to:
            ranged = True
        elif joint not in joins:
            break
        if reading.integer(end + 1, 1, 31) is None:
            break
        at = end + 1
    return days, ranged and len(days) == 2, days[-1][1]


def dates(
    reading: Reading,
    days: list[tuple[int, int, int]],
    ranged: bool,
    month: int,
    year: int | None,
    first: int,
    end: int,
) -> Found:
    """Dates in one month. The year, if any, belongs to the last one."""
    made: list[Quantity] = []
    for index, (start, stop, day) in enumerate(days):
        last = index == len(days) - 1
        if len(days) == 1:
            start, stop = first, end
        made.append(reading.make(start, stop, "date", (year if last else None, month, day)))
    if ranged:
        return one(reading.make(first, end, "range", "", parts=tuple(made)), end)
    return Found(tuple(made), end)


def year_range(
    reading: Reading, at: int, separators: frozenset[str]
) -> tuple[Quantity, int] | None:
    """2024–2026, 2024-26, "2024 по 2026": the range and the token after it."""
    first = reading.year(at)
    if first is None:
        return None
    between = at + 1
    if reading.dash(between) and reading.lower(between + 1) in ("й", "го", "м", "му", "х", "е"):
        between += 2
    if not (reading.dash(between) or reading.lower(between) in separators):
        return None
    then = between + 1
    second = reading.year(then)
    if second is None:
        short = reading.integer(then, 0, 99)
        tight = reading.dash(between) and reading.glued(between) and reading.glued(then)
        if short is None or not tight or len(reading.tokens[then].text) != 2:
            return None
        second = first // 100 * 100 + short
    if second < first and reading.dash(between):
        return None
    if reading.unit(then + 1) is not None and not 1900 <= second <= 2100:
        return None
    ends = (
        reading.make(at, at + 1, "year", Fraction(first)),
        reading.make(then, then + 1, "year", Fraction(second)),
    )
    return reading.make(at, then + 1, "range", "", parts=ends), then + 1


def colon_time(reading: Reading, at: int) -> tuple[tuple[int, int], int] | None:
    """10:30 as hour and minute, and the token after it (seconds are read and dropped)."""
    hour, minute = reading.integer(at, 0, 24), reading.integer(at + 2, 0, 59)
    if hour is None or minute is None or reading.lower(at + 1) != ":":
        return None
    if not reading.glued(at + 1) or len(reading.tokens[at + 2].text) != 2:
        return None
    return (hour, minute), at + 3  # a space after the colon is a usual misprint
