"""Writers of numbers and dates in both languages, independent of the readers they test."""

from collections.abc import Iterator

RUSSIAN_UNITS = [
    "ноль",
    "один",
    "два",
    "три",
    "четыре",
    "пять",
    "шесть",
    "семь",
    "восемь",
    "девять",
    "десять",
]
RUSSIAN_TEENS = [
    "одиннадцать",
    "двенадцать",
    "тринадцать",
    "четырнадцать",
    "пятнадцать",
    "шестнадцать",
    "семнадцать",
    "восемнадцать",
    "девятнадцать",
]
RUSSIAN_TENS = [
    "двадцать",
    "тридцать",
    "сорок",
    "пятьдесят",
    "шестьдесят",
    "семьдесят",
    "восемьдесят",
    "девяносто",
]
RUSSIAN_HUNDREDS = [
    "сто",
    "двести",
    "триста",
    "четыреста",
    "пятьсот",
    "шестьсот",
    "семьсот",
    "восемьсот",
    "девятьсот",
]
RUSSIAN_MONTHS = [
    "января",
    "февраля",
    "марта",
    "апреля",
    "мая",
    "июня",
    "июля",
    "августа",
    "сентября",
    "октября",
    "ноября",
    "декабря",
]
ENGLISH_UNITS = [
    "zero",
    "one",
    "two",
    "three",
    "four",
    "five",
    "six",
    "seven",
    "eight",
    "nine",
    "ten",
    "eleven",
    "twelve",
    "thirteen",
    "fourteen",
    "fifteen",
    "sixteen",
    "seventeen",
    "eighteen",
    "nineteen",
]
ENGLISH_TENS = ["twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"]
ENGLISH_MONTHS = [
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
_RUSSIAN_SCALES = (
    (10**9, ("миллиард", "миллиарда", "миллиардов")),
    (10**6, ("миллион", "миллиона", "миллионов")),
    (1000, ("тысяча", "тысячи", "тысяч")),
)
_ENGLISH_SCALES = ((10**9, "billion"), (10**6, "million"), (1000, "thousand"))


def russian_words(number: int) -> str:
    """`number` in words, nominative: двадцать одна тысяча триста два."""
    return " ".join(_russian(number))


def english_words(number: int) -> str:
    """`number` in words: twenty-one thousand three hundred and two."""
    parts = []
    for scale, name in _ENGLISH_SCALES:
        if number >= scale:
            parts.append(f"{_english(number // scale)} {name}")
            number %= scale
    if number or not parts:
        parts.append(_english(number))
    return " ".join(parts)


def russian_digits(number: int, space: str = " ") -> str:
    """`number` in groups of three: 1 234 567."""
    return f"{number:,}".replace(",", space)


def plural(number: int, forms: tuple[str, str, str]) -> str:
    """The form of a Russian noun that goes with a number."""
    if number % 100 in range(11, 15):
        return forms[2]
    return {1: forms[0], 2: forms[1], 3: forms[1], 4: forms[1]}.get(number % 10, forms[2])


def _russian(number: int) -> Iterator[str]:
    if number == 0:
        yield RUSSIAN_UNITS[0]
        return
    for scale, forms in _RUSSIAN_SCALES:
        count = number // scale
        if count:
            yield from _russian_group(count, feminine=scale == 1000)
            yield plural(count, forms)
            number %= scale
    if number:
        yield from _russian_group(number)


def _russian_group(number: int, feminine: bool = False) -> Iterator[str]:
    if number >= 100:
        yield RUSSIAN_HUNDREDS[number // 100 - 1]
        number %= 100
    if 10 < number < 20:
        yield RUSSIAN_TEENS[number - 11]
        return
    if number >= 20:
        yield RUSSIAN_TENS[number // 10 - 2]
        number %= 10
    if number:
        yield (
            {1: "одна", 2: "две"}.get(number, RUSSIAN_UNITS[number])
            if (feminine)
            else RUSSIAN_UNITS[number]
        )


def _english(number: int) -> str:
    if number >= 100:
        rest = f" and {_english(number % 100)}" if number % 100 else ""
        return f"{ENGLISH_UNITS[number // 100]} hundred{rest}"
    if number < 20:
        return ENGLISH_UNITS[number]
    tens = ENGLISH_TENS[number // 10 - 2]
    return f"{tens}-{ENGLISH_UNITS[number % 10]}" if number % 10 else tens
