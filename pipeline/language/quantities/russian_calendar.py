"""Russian dates, years, quarters and times of day."""

from fractions import Fraction

from pipeline.language.quantities.calendar import (
    dates,
    days_before,
    roman,
    year_range,
)
from pipeline.language.quantities.reading import Found, Reading, one, vocabulary

YEAR = vocabulary("год года году годом годе годы годов годам годами годах г гг")
_DAY_SUFFIXES = vocabulary("го е ое ого му м х ого ым")
_SUFFIXES = vocabulary("й я е го му м х ю ом ой ого ому ый ая ое ые ых ым ыми ми ей его ему")
_RANGE = vocabulary("по до на")
_LIST = frozenset({",", "и", "или"})


def date(reading: Reading, at: int) -> Found | None:
    """12 марта 2024 года, 5–7 июня, 1 и 2 мая, девятого мая."""
    found = days_before(reading, at, _DAY_SUFFIXES, _RANGE, _LIST)
    if found is None:
        numeral = reading.numeral(at)
        if numeral is None or numeral.role != "ordinal" or not 1 <= numeral.value <= 31:
            return None
        found = [(at, numeral.next, int(numeral.value))], False, numeral.next
    days, ranged, end = found
    month = reading.language.months.get(reading.lower(end))
    if month is None:
        return None
    year, end = year_after(reading, end + 1)
    return dates(reading, days, ranged, month, year, at, end)


def month(reading: Reading, at: int) -> Found | None:
    """в марте, март 2024 года, мартовский."""
    number = reading.language.months.get(reading.lower(at))
    if number is None or (len(reading.lower(at)) < 4 and not reading.lower(at).startswith("ма")):
        return None
    year, end = year_after(reading, at + 1)
    named = reading.tokens[at].text[0].isupper() and reading.inside(at)
    weak = year is None and (named or reading.lower(at).rstrip(_LETTERS_OF_ENDINGS).endswith("ск"))
    return one(reading.make(at, end, "date", (year, number, None), weak=weak), end)


def years(reading: Reading, at: int) -> Found | None:
    """2024–2026 годы, с 2000 по 2001 год."""
    found = year_range(reading, at, frozenset({"по", "до"}))
    if found is None:
        return None
    quantity, end = found
    return one(quantity, _past_year_word(reading, end))


def year(reading: Reading, at: int) -> Found | None:
    """2024 год, 2024-го, в 2024; a bare four-digit number is a year only from 1900 on."""
    value = reading.year(at)
    if value is None:
        return None
    end = past_suffix(reading, at + 1)
    if reading.lower(end) in YEAR:
        return one(reading.make(at, end + 1, "year", Fraction(value)), end + 1)
    if end == at + 1 and reading.lower(end) in _LIST and reading.year(end + 1) is not None:
        return one(reading.make(at, end, "year", Fraction(value)), end)
    if not 1900 <= value <= 2100 or reading.unit(at + 1) is not None or _joined(reading, at):
        return None
    numeral = reading.numeral(at)
    if numeral is None or numeral.next != at + 1:
        return None
    return one(reading.make(at, end, "year", Fraction(value)), end)


def decade(reading: Reading, at: int) -> Found | None:
    """1990-е, 90-х годов, девяностые."""
    value = reading.integer(at, 10, 2090)
    if value is not None and value % 10 == 0 and (value < 100 or value >= 1700):
        tail = reading.lower(at + 2)
        if reading.dash(at + 1) and reading.glued(at + 1) and tail in ("е", "х", "ые", "ых", "м"):
            if tail == "м" and reading.lower(at + 3) != "годам":
                return None
            if value < 20 and reading.lower(at + 3) not in YEAR:
                return None
            end = at + 3 + (reading.lower(at + 3) in YEAR)
            base, end = _century(reading, end) if value < 100 else (0, end)
            return one(reading.make(at, end, "decade", Fraction(base + value)), end)
        return None
    numeral = reading.numeral(at)
    if numeral is None or numeral.role != "ordinal" or numeral.value not in _TENS:
        return None
    last = reading.lower(numeral.next - 1)
    if not last.endswith(("ые", "ых", "ым", "ыми")):
        return None
    end = numeral.next
    named = reading.lower(end) in YEAR
    if numeral.value < 50 and not named:
        return None
    base, end = _century(reading, end + named)
    return one(reading.make(at, end, "decade", base + numeral.value), end)


def _century(reading: Reading, at: int) -> tuple[int, int]:
    """The first year of the century named after a decade, or 0; and where its name ends."""
    if reading.lower(at) == "прошлого" and reading.lower(at + 1) in ("века", "столетия"):
        return 1900, at + 2
    if at + 1 < reading.count and reading.lower(at + 1) in ("века", "столетия"):
        numeral = reading.numeral(at)
        number = roman(reading.tokens[at].text)
        if number is None and numeral is not None and numeral.role == "ordinal":
            number = int(numeral.value)
        if number is not None:
            return 100 * (number - 1), at + 2
    return 0, at


def year_after(reading: Reading, at: int) -> tuple[int | None, int]:
    """The year at a token, with the word "года" or "г." behind it, and where it ends."""
    value = reading.year(at)
    if value is None:
        return None, at
    end = past_suffix(reading, at + 1)
    named = _past_year_word(reading, end)
    if named == end and not 1700 <= value <= 2100:
        return None, at
    return value, named


def past_suffix(reading: Reading, at: int) -> int:
    """Past the ending written after digits: "2024-го"."""
    glued = reading.dash(at) and reading.glued(at) and reading.glued(at + 1)
    return at + 2 if glued and reading.lower(at + 1) in _SUFFIXES else at


def _past_year_word(reading: Reading, at: int) -> int:
    return at + 1 if reading.lower(at) in YEAR else at


def _joined(reading: Reading, at: int) -> bool:
    """Whether a number is glued to letters, signs or digits that make it something else."""
    after = reading.lower(at + 1)
    if reading.glued(at + 1) and (after in "%/:" or reading.tokens[at + 1].kind == "word"):
        return True
    return at > 0 and reading.glued(at) and reading.lower(at - 1) in ("$", "€", "£", "/", ":", "№")


_LETTERS_OF_ENDINGS = "ийогуюеымхая"
_TENS = frozenset((20, 30, 40, 50, 60, 70, 80, 90, 2000))
