"""Writing a quantity in English, American press style: $5 million, March 12, 2024, 12.5%."""

from fractions import Fraction

from pipeline.language.quantities.quantity import MONTHS, Quantity, decimal
from pipeline.language.quantities.reading import vocabulary

_SCALES = ((10**12, "trillion"), (10**9, "billion"), (10**6, "million"))
_CURRENCIES = {
    "RUB": "rubles", "EUR": "euros", "CNY": "yuan", "JPY": "yen", "GBP": "pounds", "UAH": "hryvnias",
    "KZT": "tenge", "MDL": "lei", "BYN": "Belarusian rubles", "INR": "rupees", "TRY": "liras",
    "GEL": "laris", "AMD": "drams", "UZS": "soums", "KGS": "soms", "AZN": "manats",
    "CHF": "Swiss francs", "SEK": "crowns", "PLN": "zlotys", "KRW": "KRW", "BTC": "bitcoins",
    "CAD": "Canadian dollars", "AUD": "Australian dollars", "SGD": "Singapore dollars",
    "HKD": "Hong Kong dollars",
}  # fmt: skip
_UNITS = {
    "m2": "square meters", "km2": "square kilometers", "cm2": "square centimeters",
    "m3": "cubic meters", "km3": "cubic kilometers", "ha": "hectares", "t": "tons", "m": "meters",
    "km": "kilometers", "l": "liters", "degC": "degrees", "degF": "degrees Fahrenheit",
    "lb": "lb", "um": "microns", "ft": "feet", "inch": "inches", "yd": "yards", "hp": "horsepower",
    "mmHg": "mmHg", "g": "grams", "centner": "centners", "sotka": "sotkas", "quarter": "quarters",
    "century": "centuries",
}  # fmt: skip
_PLURAL = vocabulary("year month week day hour minute second decade mile acre barrel gallon carat")
_SMALL = ["zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine"]
_SUFFIXES = {1: "st", 2: "nd", 3: "rd"}
_TIMES = {Fraction(2): "twofold", Fraction(3): "threefold"}


def render_english(q: Quantity) -> str:
    """The quantity in words and digits that `read_english` reads back to the same value.

    >>> from pipeline.language.quantities import read_russian
    >>> [render_english(q) for q in read_russian("86 миллиардов рублей, 12 марта 2024 года, 12,5%")]
    ['86 billion rubles', 'March 12, 2024', '12.5%']
    """
    if q.kind == "range":
        return _range(q)
    if isinstance(q.value, tuple):
        return _calendar(q, q.value)
    if isinstance(q.value, str):
        return q.text if q.text.isascii() else q.value
    value = q.value
    match q.kind:
        case "percent":
            return f"{decimal(value)}%"
        case "percentage_points":
            return f"{_number(value)} percentage {_plural('point', value)}"
        case "money":
            return _money(value, q.unit)
        case "measure":
            return f"{_number(value)} {_unit(q.unit, value)}"
        case "ordinal":
            return ordinal(int(value))
        case "decade":
            return f"{decimal(value)}s"
        case "year":
            return decimal(value)
        case "times":
            return _TIMES.get(value) or f"{_number(value)} times"
        case "vague":
            return _vague(value)
        case "fraction" if value == Fraction(1, 2):
            return "half"
        case "number" if value.denominator == 1 and 0 <= value < 10:
            return _SMALL[int(value)]
    return _number(value)


def ordinal(number: int) -> str:
    """1st, 2nd, 3rd, 11th.

    >>> [ordinal(number) for number in (1, 12, 23)]
    ['1st', '12th', '23rd']
    """
    if number % 100 in (11, 12, 13):
        return f"{number}th"
    return f"{number}{_SUFFIXES.get(number % 10, 'th')}"


def _number(value: Fraction) -> str:
    for scale, name in _SCALES:
        mantissa = value / scale
        if abs(mantissa) >= 1 and 1000 * mantissa % 1 == 0:
            return f"{decimal(mantissa)} {name}"
    if value.denominator == 1:
        return f"{int(value):,}"
    return decimal(value)


def _money(value: Fraction, unit: str) -> str:
    if unit == "USD":
        return f"-${_number(-value)}" if value < 0 else f"${_number(value)}"
    if unit == "RUB" and value == 1:
        return "1 ruble"
    return f"{_number(value)} {_CURRENCIES.get(unit, unit)}"


def _unit(name: str, value: Fraction) -> str:
    if name in _PLURAL:
        return _plural(name, value)
    return _UNITS.get(name, name)


def _plural(noun: str, value: Fraction) -> str:
    return noun if value == 1 else f"{noun}s"


def _vague(value: Fraction) -> str:
    names = {10: "dozens", 100: "hundreds", 1000: "thousands", 10**6: "millions", 10**9: "billions"}
    if int(value) in names:
        return names[int(value)]
    for scale, name in ((10**9, "billions"), (10**6, "millions"), (1000, "thousands")):
        many = names.get(int(value / scale)) if value >= scale else None
        if many is not None:
            return f"{'tens' if many == 'dozens' else many} of {name}"
    return _number(value)


def _calendar(q: Quantity, value: tuple[int | None, ...]) -> str:
    if q.kind == "time":
        return f"{value[0]}:{value[1]:02}"
    if q.kind == "score":
        return f"{value[0]}-{value[1]}"
    year = value[0]
    if q.kind in ("quarter", "half_year"):
        name = "quarter" if q.kind == "quarter" else "half"
        of = "" if year is None else f" of {year}"
        if q.kind == "half_year" and year is None:
            of = " of the year"
        return f"{_ORDINAL_WORDS[value[1] or 1]} {name}{of}"
    month = MONTHS[(value[1] or 1) - 1]
    day = value[2]
    if day is None:
        return month if year is None else f"{month} {year}"
    return f"{month} {day}" if year is None else f"{month} {day}, {year}"


_ORDINAL_WORDS = {1: "first", 2: "second", 3: "third", 4: "fourth"}


def _range(q: Quantity) -> str:
    first, last = q.parts
    if first.kind == last.kind == "date" and isinstance(last.value, tuple):
        day = first.value[2] if isinstance(first.value, tuple) else None
        if day is not None and last.value[2] is not None:
            month = MONTHS[(last.value[1] or 1) - 1]
            year = "" if last.value[0] is None else f", {last.value[0]}"
            return f"{month} {day}-{last.value[2]}{year}"
    if first.kind == last.kind == "year":
        return f"{first.canonical}-{last.canonical}"
    if first.kind == last.kind == "number" and isinstance(first.value, Fraction):
        assert isinstance(last.value, Fraction)
        return f"{_number(first.value)} to {_number(last.value)}"
    if first.kind == last.kind == "measure" and first.unit == last.unit:
        assert isinstance(first.value, Fraction)
        return f"{_number(first.value)} to {render_english(last)}"
    return f"{render_english(first)} to {render_english(last)}"
