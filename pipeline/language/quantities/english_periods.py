"""English quarters, half-years and times of day."""

from dataclasses import replace
from fractions import Fraction

from pipeline.language.quantities.calendar import colon_time, roman
from pipeline.language.quantities.quantity import Quantity
from pipeline.language.quantities.reading import Found, Reading, one, vocabulary

_DAY_SUFFIXES = vocabulary("st nd rd th")
_NAMED_TIMES = {"noon": (12, 0), "midday": (12, 0), "midnight": (0, 0)}


def quarter(reading: Reading, at: int) -> Found | None:
    """Q1 2025, the first quarter of 2025, fourth-quarter."""
    if reading.lower(at) == "q" and reading.tokens[at].text == "Q":
        number = reading.integer(at + 1, 1, 4)
        if number is None or not reading.glued(at + 1):
            return None
        end = at + 2
        numbers = [number]
    else:
        found = _ordinals(reading, at)
        if found is None:
            return None
        numbers, end = found
        end += reading.dash(end)
        if reading.lower(end) not in ("quarter", "quarters", "q") or max(numbers) > 4:
            return None
        end += 1
    year, end = _of_year(reading, end)
    if len(numbers) == 2:
        ends = tuple(
            reading.make(at, end, "quarter", (year if index else None, value))
            for index, value in enumerate(numbers)
        )
        return Found(ends, end)
    also: tuple[Quantity, ...] = ()
    if reading.lower(at) == "q" and year is None:
        also = (reading.make(at, end, "code", str(numbers[0])),)  # a model, not a quarter
    return one(reading.make(at, end, "quarter", (year, numbers[0]), also=also), end)


def half_year(reading: Reading, at: int) -> Found | None:
    """H1 2024, the first half of 2024, the second half of the year."""
    if reading.tokens[at].text == "H":
        number = reading.integer(at + 1, 1, 2)
        if number is None or not reading.glued(at + 1):
            return None
        year, end = _of_year(reading, at + 2)
        return one(reading.make(at, end, "half_year", (year, number)), end)
    found = _ordinals(reading, at)
    if found is None or len(found[0]) != 1 or found[0][0] > 2:
        return None
    number, end = found[0][0], found[1]
    end += reading.dash(end)
    if reading.lower(end) == "six" and reading.lower(end + 1) == "months":
        months = reading.make(at, end + 2, "measure", Fraction(6), "month")
        half = reading.make(at, end + 2, "half_year", (None, number), also=(months,))
        return one(half, end + 2)
    if reading.lower(end) == "half" and reading.lower(end + 1) in ("-", "year"):
        later = end + 1 + (reading.lower(end + 1) == "-")
        if reading.lower(later) == "year":
            year, later = _of_year(reading, later + 1)
            return one(reading.make(at, later, "half_year", (year, number)), later)
    if reading.lower(end) != "half" or reading.lower(end + 1) == "a":
        return None
    end += 1
    if reading.words(end, ("of", "the", "year")) or reading.words(end, ("of", "this", "year")):
        return one(reading.make(at, end + 3, "half_year", (None, number)), end + 3)
    year, later = _of_year(reading, end)
    if year is not None:
        return one(reading.make(at, later, "half_year", (year, number)), later)
    also = (reading.make(at, end, "half_year", (None, number)),)
    return one(reading.make(at, end, "ordinal", Fraction(number), weak=True, also=also), end)


def time(reading: Reading, at: int) -> Found | None:
    """10:30, 6 p.m., 7.30 am, 10 o'clock, noon."""
    if reading.lower(at) in _NAMED_TIMES:
        value = _NAMED_TIMES[reading.lower(at)]
        return one(reading.make(at, at + 1, "time", value, weak=True), at + 1)
    found = _half_past(reading, at) or colon_time(reading, at)
    if found is None:
        numeral = reading.numeral(at)
        if numeral is None or numeral.role != "cardinal" or (numeral.weak and not numeral.digits):
            return None
        if not 0 <= numeral.value <= 24:
            return None
        hour, minute = int(numeral.value), 0
        if numeral.value % 1:
            text = reading.tokens[at].text
            _, _, rest = text.partition(".")
            if len(rest) != 2 or int(rest) > 59:
                return None
            minute = int(rest)
        end = numeral.next
    else:
        (hour, minute), end = found
    half = _day_half(reading, end)
    if half is not None:
        shift, end = half
        hour = hour % 12 + shift if hour <= 12 else hour
        return one(reading.make(at, end, "time", (hour, minute)), end)
    if found is not None:
        return one(reading.make(at, end, "time", (hour, minute)), end)
    if reading.lower(end) == "o" and reading.lower(end + 1) in ("'", "’"):
        clock = reading.make(at, end + 3, "time", (hour % 24, 0))
        later = (reading.make(at, end + 3, "time", (hour % 12 + 12, 0)),)
        return one(replace(clock, also=later), min(end + 3, reading.count))
    if (
        minute
        and reading.lower(at - 1) in ("at", "by", "until", "from")
        and not _counted(reading, end)
    ):
        number = reading.make(at, end, "number", numeral.value if numeral else Fraction(0))
        return one(reading.make(at, end, "time", (hour, minute), also=(number,)), end)
    if reading.lower(end) in ("hours", "hrs") and reading.lower(at - 1) in ("at", "by"):
        length = reading.make(at, end + 1, "measure", Fraction(hour), "hour")
        return one(reading.make(at, end + 1, "time", (hour, 0), also=(length,)), end + 1)
    return None


def _half_past(reading: Reading, at: int) -> tuple[tuple[int, int], int] | None:
    """Half past five, a quarter to eight."""
    at += reading.lower(at) == "a"
    minute = {"half": 30, "quarter": 15}.get(reading.lower(at))
    joint = reading.lower(at + 1)
    hour = reading.numeral(at + 2)
    if minute is None or joint not in ("past", "to") or hour is None:
        return None
    if (
        hour.role != "cardinal"
        or hour.value not in range(1, 13)
        or (minute == 30) > (joint == "past")
    ):
        return None
    if reading.unit(hour.next) is not None:
        return None  # "from a quarter to 5 percent"
    at_hour = int(hour.value)
    return ((at_hour, minute) if joint == "past" else (at_hour - 1, 60 - minute)), hour.next


def _counted(reading: Reading, at: int) -> bool:
    """Whether a unit follows, which a time of day has not."""
    return reading.unit(at) is not None or reading.lower(at) in reading.language.fillers


def _ordinals(reading: Reading, at: int) -> tuple[list[int], int] | None:
    token = reading.tokens[at]
    value = roman(token.text) if token.kind == "word" and token.text != "I" else None
    if value is not None:
        return [value], at + 1
    value = reading.integer(at, 1, 9)
    if value is not None:
        if reading.lower(at + 1) not in _DAY_SUFFIXES or not reading.glued(at + 1):
            return None
        end = at + 2
    else:
        numeral = reading.numeral(at)
        if numeral is None or numeral.role != "ordinal" or numeral.value > 9:
            return None
        value, end = int(numeral.value), numeral.next
    if reading.lower(end) in ("and", "to", "or"):
        following = reading.numeral(end + 1)
        if following is not None and following.role == "ordinal" and following.value <= 9:
            return [value, int(following.value)], following.next
    return [value], end


def _of_year(reading: Reading, at: int) -> tuple[int | None, int]:
    skip = 1 if reading.lower(at) in ("of", "in", ",") else 0
    value = reading.year(at + skip)
    return (value, at + skip + 1) if value is not None else (None, at)


def _day_half(reading: Reading, at: int) -> tuple[int, int] | None:
    """a.m., pm, in the evening: what to add to the hour, and where the words end."""
    word = reading.lower(at)
    if word in ("am", "pm"):
        return (12 if word == "pm" else 0), at + 1
    if word in ("a", "p") and reading.words(at + 1, (".", "m")):
        return (12 if word == "p" else 0), at + 3
    phrase = ("in", "the")
    first = at + 3 if word == "o" else at
    if reading.words(first, phrase):
        part = reading.lower(first + 2)
        if part in ("morning", "afternoon", "evening"):
            return (0 if part == "morning" else 12), first + 3
    if reading.words(first, ("at", "night")) and word == "o":
        return 12, first + 2
    return None
