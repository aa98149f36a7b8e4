"""Russian quarters, half-years and times of day."""

from dataclasses import replace
from fractions import Fraction

from pipeline.language.quantities.calendar import colon_time, roman
from pipeline.language.quantities.numerals import past_stop
from pipeline.language.quantities.quantity import Quantity
from pipeline.language.quantities.reading import Found, Reading, one, vocabulary
from pipeline.language.quantities.russian_calendar import past_suffix, year_after

_QUARTER = vocabulary("квартал квартала кварталу кварталом квартале кварталы кварталов кварталах")
HALF = vocabulary("полугодие полугодия полугодию полугодием полугодии")
_HALF_NOUN = vocabulary("половина половины половине половину половиной")
_DAY_PARTS = {"утра": 0, "ночи": 0, "дня": 12, "вечера": 12, "мск": 0}
_HOURS = vocabulary("час часа часов часам часами часах ч")
_MINUTES = vocabulary("минут минуты минута минуту мин")
_CLOCK_WORDS = vocabulary("в к до с около после примерно на")
_NAMED_TIMES = {"полдень": (12, 0), "полудня": (12, 0), "полночь": (0, 0), "полуночи": (0, 0)}
STARTS = HALF | frozenset(_NAMED_TIMES)


def quarter(reading: Reading, at: int) -> Found | None:
    """I квартал 2025 года, в первом квартале, 3-й квартал, I–III кварталы."""
    found = _ordinals(reading, at)
    if found is None:
        return None
    numbers, end = found
    word = reading.lower(end)
    short = word == "кв" and reading.year(past_stop(reading.tokens, end + 1)) is not None
    if (word not in _QUARTER and not short) or not all(1 <= number <= 4 for number in numbers):
        return None
    year, end = year_after(reading, past_stop(reading.tokens, end + 1) if short else end + 1)
    made = [reading.make(at, end, "quarter", (None, number)) for number in numbers[:-1]]
    made.append(reading.make(at, end, "quarter", (year, numbers[-1])))
    if len(made) == 2:
        return one(reading.make(at, end, "range", "", parts=tuple(made)), end)
    return one(made[0], end)


def half_year(reading: Reading, at: int) -> Found | None:
    """первое полугодие, II полугодие 2024 года, вторая половина года."""
    if reading.lower(at) in HALF:
        first = reading.make(at, at + 1, "half_year", (None, 1), weak=True)
        second = reading.make(at, at + 1, "half_year", (None, 2), weak=True)
        length = reading.make(at, at + 1, "measure", Fraction(6), "month", weak=True)
        return one(replace(first, also=(second, length)), at + 1)
    found = _ordinals(reading, at)
    if found is None or len(found[0]) != 1 or not 1 <= found[0][0] <= 2:
        return None
    number, end = found[0][0], found[1]
    if reading.lower(end) in HALF:
        year, end = year_after(reading, end + 1)
        return one(reading.make(at, end, "half_year", (year, number)), end)
    if reading.lower(end) not in _HALF_NOUN:
        return None
    if reading.lower(end + 1) in ("года", "текущего", "этого", "прошлого", "нынешнего"):
        return one(reading.make(at, end + 2, "half_year", (None, number)), end + 2)
    year, later = year_after(reading, end + 1)
    if year is not None:
        return one(reading.make(at, later, "half_year", (year, number)), later)
    also = (reading.make(at, end + 1, "half_year", (None, number)),)
    half = reading.make(at, end + 1, "ordinal", Fraction(number), weak=True, also=also)
    return one(half, end + 1)


def time(reading: Reading, at: int) -> Found | None:
    """10:30, 18 часов 30 минут, 7 вечера, 10.30; a plain "18 часов" is also a length of time."""
    if reading.lower(at) in _NAMED_TIMES:
        value = _NAMED_TIMES[reading.lower(at)]
        return one(reading.make(at, at + 1, "time", value, weak=True), at + 1)
    halved = _half_past(reading, at)
    if halved is not None:
        return halved
    found = colon_time(reading, at)
    if found is not None:
        value, end = found
        shift = _DAY_PARTS.get(reading.lower(end), 0)
        return one(reading.make(at, end, "time", (_shift(value[0], shift), value[1])), end)
    dotted = _dotted_time(reading, at)
    if dotted is not None:
        return dotted
    hour = reading.numeral(at)
    if hour is None or hour.role != "cardinal" or hour.value % 1 or not 0 <= hour.value <= 24:
        return None
    end = hour.next + (reading.lower(hour.next) in _HOURS)
    if end > hour.next and reading.lower(end + 1) in _MINUTES:
        minute = reading.integer(end, 0, 59)
        if minute is not None and reading.lower(at - 1) in _CLOCK_WORDS:
            value = (int(hour.value), minute)
            length = hour.value + Fraction(minute, 60)
            also = (reading.make(at, end + 2, "measure", length, "hour"),)
            return one(reading.make(at, end + 2, "time", value, also=also), end + 2)
        return None
    part = reading.lower(end)
    if part in _DAY_PARTS and (end > hour.next or part in ("утра", "вечера", "ночи")):
        value = (_shift(int(hour.value), _DAY_PARTS[part]), 0)
        return one(reading.make(at, end + 1, "time", value), end + 1)
    if end > hour.next and reading.lower(at - 1) in _CLOCK_WORDS:
        clock = reading.make(at, end, "time", (int(hour.value), 0), weak=hour.weak)
        hours = reading.make(at, end, "measure", hour.value, "hour", weak=hour.weak)
        return one(replace(hours, also=(clock,)), end)
    return None


def _half_past(reading: Reading, at: int) -> Found | None:
    """в половине шестого: half past five; без четверти восемь: a quarter to eight."""
    if reading.lower(at) in _HALF_NOUN:
        hour, minute = reading.numeral(at + 1), 30
        if hour is None or hour.role != "ordinal" or not reading.lower(at + 1).endswith("го"):
            return None
    elif reading.words(at - 1, ("без", "четверти")):
        hour, minute = reading.numeral(at + 1), 45
        if hour is None or hour.role != "cardinal":
            return None
    else:
        return None
    if hour.value not in range(1, 13):
        return None
    part = reading.lower(hour.next)
    end = hour.next + (part in _DAY_PARTS)
    value = (_shift(int(hour.value) - 1, _DAY_PARTS.get(part, 0)), minute)
    return one(reading.make(at, end, "time", value), end)


def _ordinals(reading: Reading, at: int) -> tuple[list[int], int] | None:
    """One ordinal, or both ends of a range, as digits, words or Roman numerals."""
    token = reading.tokens[at]
    value = roman(token.text) if token.kind == "word" else None
    end = at + 1
    if value is None:
        value = reading.integer(at, 1, 9)
        end = past_suffix(reading, at + 1)
    if value is None:
        numeral = reading.numeral(at)
        if numeral is None or numeral.role != "ordinal" or numeral.value > 9:
            return None
        return [int(numeral.value)], numeral.next
    if (reading.dash(end) or reading.lower(end) in ("и", "по")) and end + 1 < reading.count:
        second = roman(reading.tokens[end + 1].text) or reading.integer(end + 1, 1, 9)
        if second is not None:
            return [value, second], past_suffix(reading, end + 2)
    return [value], end


def _dotted_time(reading: Reading, at: int) -> Found | None:
    """в 10.30: a time of day, or a decimal number."""
    text = reading.tokens[at].text
    hour, stop, minute = text.partition(".")
    if not stop or len(minute) != 2 or len(hour) > 2 or int(hour) > 24 or int(minute) > 59:
        return None
    if reading.lower(at - 1) not in _CLOCK_WORDS or reading.unit(at + 1) is not None:
        return None
    numeral = reading.numeral(at)
    if numeral is None or numeral.next != at + 1:
        return None
    also: tuple[Quantity, ...] = (reading.make(at, at + 1, "number", numeral.value),)
    if 1 <= int(minute) <= 12 and int(hour) >= 1:
        also += (reading.make(at, at + 1, "date", (None, int(minute), int(hour))),)
    clock = reading.make(at, at + 1, "time", (int(hour), int(minute)), also=also)
    return one(clock, at + 1)


def _shift(hour: int, by: int) -> int:
    return hour + by if by and hour < 12 else hour
