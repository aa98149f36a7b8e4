"""English dates, years, quarters and times of day, American and British."""

from fractions import Fraction

from pipeline.language.quantities.calendar import (
    dates,
    days_before,
    year_range,
)
from pipeline.language.quantities.reading import Found, Reading, one, vocabulary

_DAY_SUFFIXES = vocabulary("st nd rd th")
_RANGE = vocabulary("to through till until")
_LIST = frozenset({",", "and", "or"})
_BEFORE_MAY = vocabulary(
    "in of on by since until till from last this late early mid next during before after for and to "
    "through between the every each previous ending with than against as"
)


def date(reading: Reading, at: int) -> Found | None:
    """March 12, 2024; March 5-7; May 1 and 2; May 9th."""
    month = month_at(reading, at)
    if month is None:
        return None
    first = at + 1 + (reading.lower(at + 1) == "." and reading.glued(at + 1))
    if reading.lower(first) == "the":
        first += 1
    if reading.lower(first) in _RANGE and reading.integer(first + 1, 1, 31) is not None:
        return None
    found = _days(reading, first)
    if found is None:
        return None
    days, ranged, end = found
    year, end = year_after(reading, end)
    return dates(reading, days, ranged, month, year, at, end)


def day_first(reading: Reading, at: int) -> Found | None:
    """12 March 2024; 5-7 June; 9th of May; the first of May."""
    found = _days(reading, at, strict=True)
    if found is None:
        return None
    days, ranged, end = found
    if reading.lower(end) == "of":
        end += 1
    month = reading.language.months.get(reading.lower(end))
    if month is None or not reading.tokens[end].text[0].isupper():
        return None
    if reading.integer(end + 1, 1, 31) is not None and reading.lower(end - 1) != "of":
        return None  # "in 20 March 5 …" is not ours
    year, end = year_after(reading, end + 1)
    return dates(reading, days, ranged, month, year, at, end)


def month(reading: Reading, at: int) -> Found | None:
    """March 2024; in May; only names with a capital, and "May" only where a month is meant."""
    number = month_at(reading, at)
    if number is None:
        return None
    end = at + 1
    year, later = year_after(reading, end)
    if year is None and reading.lower(end) == "of":
        year, later = year_after(reading, end + 1)
    end = later if year is not None else end
    if year is None and reading.lower(at) in ("may", "march") and not _may_is_month(reading, at):
        return None
    return one(reading.make(at, end, "date", (year, number, None)), end)


def years(reading: Reading, at: int) -> Found | None:
    """2024-2026, from 2000 to 2001, 2024-26."""
    found = year_range(reading, at, _RANGE)
    return None if found is None else one(*found)


def year(reading: Reading, at: int) -> Found | None:
    """A bare four-digit number from 1900 on, or any after "in"."""
    value = reading.year(at)
    if value is None:
        return None
    after = reading.lower(at + 1)
    if reading.glued(at + 1) and (after in "%/:" or reading.tokens[at + 1].kind == "word"):
        return None
    if reading.glued(at) and reading.lower(at - 1) in ("$", "€", "£", "₽", "/", ":", "#"):
        return None
    if not 1900 <= value <= 2100 or reading.unit(at + 1) is not None:
        return None
    numeral = reading.numeral(at)
    if numeral is None or numeral.next != at + 1:
        return None
    return one(reading.make(at, at + 1, "year", Fraction(value)), at + 1)


def decade(reading: Reading, at: int) -> Found | None:
    """The 1990s, the 90s, nineties."""
    value = reading.integer(at, 10, 2090)
    if value is not None:
        at_s = at + 1
        if reading.lower(at_s) in "'’" and reading.glued(at_s):
            at_s += 1
        if reading.lower(at_s) != "s" or not reading.glued(at_s) or value % 10:
            return None
        return one(reading.make(at, at_s + 1, "decade", Fraction(value)), at_s + 1)
    numeral = reading.numeral(at)
    if numeral is None or numeral.role != "decade":
        return None
    return one(reading.make(at, numeral.next, "decade", numeral.value), numeral.next)


def month_at(reading: Reading, at: int) -> int | None:
    """The month named at a token with a capital letter."""
    number = reading.language.months.get(reading.lower(at))
    if number is None or not reading.tokens[at].text[0].isupper():
        return None
    text = reading.tokens[at].text
    short = len(text) < 4 and text.lower() != "may"
    if short and reading.lower(at + 1) not in (".",) and reading.integer(at + 1, 1, 2100) is None:
        return None
    return number


def year_after(reading: Reading, at: int) -> tuple[int | None, int]:
    """The year behind a date, with its comma, and where it ends."""
    first = at + (reading.lower(at) == ",")
    value = reading.year(first)
    if value is None or not 1000 <= value <= 2100:
        return None, at
    if first > at and reading.unit(first + 1) is not None:
        return None, at
    numeral = reading.numeral(first)
    if numeral is not None and numeral.next != first + 1:
        return None, at
    return value, first + 1


def _days(
    reading: Reading, at: int, strict: bool = False
) -> tuple[list[tuple[int, int, int]], bool, int] | None:
    found = days_before(reading, at, _DAY_SUFFIXES, _RANGE, _LIST)
    if found is None:
        numeral = reading.numeral(at)
        if numeral is None or numeral.role != "ordinal" or not 1 <= numeral.value <= 31:
            return None
        return [(at, numeral.next, int(numeral.value))], False, numeral.next
    days, ranged, end = found
    if strict:
        return found
    if len(days) > 1 and not ranged:
        joints = [reading.lower(days[index][0] - 1) for index in range(1, len(days))]
        after = reading.tokens[end] if end < reading.count else None
        if joints[-1] == "," or (after is not None and _is_counted(reading, end, after.lower)):
            days = days[:1]
            end = days[0][1]
    if len(days) == 1:
        numeral = reading.numeral(at)
        if numeral is not None and numeral.next > days[0][1]:
            return None
        if reading.unit(end) is not None and reading.lower(end) in ("%", "percent", "million"):
            return None
    return days, ranged, end


def _is_counted(reading: Reading, at: int, word: str) -> bool:
    """Whether a noun follows, so that "March 5 and 20 people" is no pair of days."""
    if word in ("people", "men", "women", "children") or reading.unit(at) is not None:
        return True
    return word.endswith("s") and len(word) > 4


def _may_is_month(reading: Reading, at: int) -> bool:
    text = reading.tokens[at].text
    if text.isupper() and len(text) > 1:
        return False
    before, after = reading.lower(at - 1), reading.lower(at + 1)
    if reading.lower(at) == "march":
        return before in _BEFORE_MAY or after in (",", ".", "and", "-", "–", "this")
    if before in ("-", "–", "/") or before in reading.language.months:
        return True
    return before in _BEFORE_MAY or after in ("of", "and", "-", "–", "through", "this")
