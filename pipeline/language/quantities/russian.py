"""Reading the quantities of a Russian text."""

import re
from fractions import Fraction

from pipeline.language.quantities import amounts, calendar
from pipeline.language.quantities import russian_calendar as dates
from pipeline.language.quantities.numerals import Grammar, Numeral
from pipeline.language.quantities.quantity import Kind, Quantity
from pipeline.language.quantities.reading import Found, Language, Reading, one, read
from pipeline.language.quantities.tables import months, number_words, unit_named, units
from pipeline.language.quantities.tokens import Token

_WORDS = number_words("russian")
_UNITS = units("russian")
_MONTHS = months("english") | months("russian")  # datelines of sites: "27 Apr 2020, 11:32"
_SIGNS = frozenset("$€£₽¥₴₸₹№#-−–")
_PREFIXES = {
    "полутора": Fraction(3, 2),
    **{
        stem: Fraction(value)
        for value, stems in {
            1: "одно",
            2: "двух дву",
            3: "трех тре",
            4: "четырех",
            5: "пяти",
            6: "шести",
            7: "семи",
            8: "восьми",
            9: "девяти",
            10: "десяти",
            11: "одиннадцати",
            12: "двенадцати",
            13: "тринадцати",
            14: "четырнадцати",
            15: "пятнадцати",
            16: "шестнадцати",
            17: "семнадцати",
            18: "восемнадцати",
            19: "девятнадцати",
            20: "двадцати",
            30: "тридцати",
            40: "сорока",
            50: "пятидесяти",
            60: "шестидесяти",
            70: "семидесяти",
            80: "восьмидесяти",
            90: "девяносто",
            100: "сто",
            200: "двухсот",
            300: "трехсот",
            400: "четырехсот",
            500: "пятисот",
            1000: "тысяче",
        }.items()
        for stem in stems.split()
    },
}  # fmt: skip
_TAILS = (
    "летн лети летк годичн годовал месячн недельн дневн суточн часов минутн секундн метров километров "
    "сантиметров миллиметров тонн литров кратн процентн градусн мильн рублев долларов миллионн "
    "тысячн миллиардн этажн этажк комнатн местн"
).split()
_TAIL_UNITS = {
    "летн": "year", "лети": "year", "летк": "year", "годичн": "year", "годовал": "year", "месячн": "month",
    "недельн": "week", "дневн": "day", "суточн": "day", "часов": "hour", "минутн": "minute",
    "секундн": "second", "метров": "m", "километров": "km", "сантиметров": "cm",
    "миллиметров": "mm", "тонн": "t", "литров": "l", "кратн": "x", "процентн": "%",
    "градусн": "degC", "мильн": "mile", "рублев": "RUB", "долларов": "USD",
}  # fmt: skip
_TAIL_SCALES = {"тысячн": 1000, "миллионн": 10**6, "миллиардн": 10**9}
_COMPOUND = re.compile(
    r"(?P<prefixes>(?:"
    + "|".join(sorted(_PREFIXES, key=len, reverse=True))
    + r"){1,3})(?P<tail>"
    + "|".join(_TAILS)
    + r"|(?:сторонн|ступенчат|уровнев|полосн|звездочн|серийн|очков|балльн|томн|значн|мерн|разов"
    r"|мандатн|палубн|класс|квартирн|осн|партийн|ядерн|секционн|угольн|борь)[а-я])"
)
_COMPOUND_STARTS = frozenset(prefix[:3] for prefix in _PREFIXES)
_HALVES = {
    "полмиллиона": (500_000, ""), "полумиллиона": (500_000, ""), "полмиллиарда": (5 * 10**8, ""),
    "полтысячи": (500, ""), "полутысячи": (500, ""), "полгода": (Fraction(1, 2), "year"), "полугода": (Fraction(1, 2), "year"),
    "полугодовой": (Fraction(1, 2), "year"), "полчаса": (Fraction(1, 2), "hour"),
    "получаса": (Fraction(1, 2), "hour"), "получасовой": (Fraction(1, 2), "hour"),
    "декада": (10, "day"), "декады": (10, "day"), "декаде": (10, "day"), "декаду": (10, "day"),
    "десятилетие": (1, "decade"), "десятилетия": (1, "decade"), "десятилетию": (1, "decade"),
    "десятилетии": (1, "decade"), "десятилетием": (1, "decade"), "десятилетий": (1, "decade"),
    "десятилетиями": (1, "decade"), "десятилетиях": (1, "decade"), "столетие": (1, "century"),
    "столетия": (1, "century"), "столетию": (1, "century"), "столетии": (1, "century"),
    "столетий": (1, "century"), "столетиями": (1, "century"), "тысячелетие": (1, "millennium"),
    "тысячелетия": (1, "millennium"), "тысячелетию": (1, "millennium"),
    "тысячелетии": (1, "millennium"), "тысячелетий": (1, "millennium"),
    "тысячелетиями": (1, "millennium"), "сутки": (24, "hour"), "суток": (24, "hour"),
    "круглосуточно": (24, "hour"), "полвека": (Fraction(1, 2), "century"), "полувека": (Fraction(1, 2), "century"),
    "полдня": (Fraction(1, 2), "day"), "полтонны": (Fraction(1, 2), "t"),
    "полпроцента": (Fraction(1, 2), "%"), "полкилометра": (Fraction(1, 2), "km"),
}  # fmt: skip
_NUMBER_SIGNS = frozenset({"№", "#"})
_ORDINAL_SUFFIXES = frozenset(
    "й я е го му ю ом ой ого ому ый ая ое ые ых ым ыми м ей ему его ий ье".split()
)
_SPANS = frozenset("день месяц неделю сутки час раз сезон".split())
_DISCOURSE = frozenset({"во", "в"})


def discourse(reading: Reading, at: int) -> Found | None:
    """во-первых, во-вторых: "second" on the other side, or nothing at all."""
    if reading.dash(at - 1) and reading.lower(at - 2) in _DISCOURSE and reading.glued(at):
        numeral = reading.numeral(at)
        if numeral is not None:
            return one(reading.make(at, at + 1, "ordinal", numeral.value, weak=True), at + 1)
    return None


def in_name(reading: Reading, at: int) -> Found | None:
    """A number word with a capital inside a sentence is part of a name: «Три сестры», Второй канал."""
    token = reading.tokens[at]
    if token.kind != "word" or not token.text[0].isupper() or not reading.inside(at):
        return None
    numeral = reading.numeral(at)
    if numeral is None or numeral.next != at + 1 or numeral.vague:
        return None
    kind: Kind = "ordinal" if numeral.role == "ordinal" else "number"
    return one(reading.make(at, at + 1, kind, numeral.value, weak=True), at + 1)


def numbered(reading: Reading, at: int) -> Found | None:
    """№ 5."""
    if reading.lower(at) not in _NUMBER_SIGNS:
        return None
    if at + 1 >= reading.count or reading.tokens[at + 1].kind != "number":
        return None
    numeral = reading.numeral(at + 1)
    if numeral is None:
        return None
    quantity = reading.make(at, at + 2, "number", numeral.mantissa)
    return one(quantity, at + 2)


def suffixed(reading: Reading, at: int) -> Found | None:
    """5-й, 20-ти, 3-х: an ordinal or cardinal in digits with its ending."""
    value = reading.integer(at, 0, 9999)
    if value is None or not (reading.dash(at + 1) and reading.glued(at + 1)):
        return None
    if not reading.glued(at + 2) or reading.lower(at + 2) not in _ORDINAL_SUFFIXES:
        return None
    if reading.lower(at + 3) == "тысяч":
        return None  # 35-ю тысячами
    return one(_ordinal(reading, at, at + 3, Fraction(value)), at + 3)


def ordinal(reading: Reading, at: int) -> Found | None:
    """первый, двадцать третий."""
    numeral = reading.numeral(at)
    if numeral is None or numeral.role != "ordinal":
        return None
    quantity = _ordinal(reading, at, numeral.next, numeral.value, numeral.weak)
    return one(quantity, numeral.next)


def _ordinal(
    reading: Reading, first: int, end: int, value: Fraction, weak: bool = False
) -> Quantity:
    """An ordinal with what it may mean beside a word for time.

    "на 78-м году жизни" is at the age of 77, "в 93-м году" is in 1993, "18-го числа" is a day.
    """
    after = reading.lower(end)
    if after in dates.YEAR or after in _SPANS:
        also = [reading.make(first, end, "number", value - 1)]
        if 10 <= value < 100:
            also += [reading.make(first, end, "year", value + age) for age in (1900, 2000)]
        return reading.make(first, end, "ordinal", value, weak=weak, also=tuple(also))
    return reading.make(first, end, "ordinal", value, weak=weak)


def scaled_adjective(reading: Reading, at: int) -> Found | None:
    """10-тысячный, 5-миллионный; 3-комнатный is a plain number."""
    value = reading.integer(at, 0, 9999)
    if value is None or not (reading.dash(at + 1) and reading.glued(at + 1)):
        return None
    word = _WORDS.get(reading.lower(at + 2))
    if word is None or word.role != "ordinal" or word.value not in _TAIL_SCALES.values():
        return None
    return one(reading.make(at, at + 3, "number", value * word.value), at + 3)


def compound(reading: Reading, at: int) -> Found | None:
    """двухэтажный, пятилетний, двадцатипятилетие, полуторачасовой."""
    word = reading.lower(at)
    if word[:3] not in _COMPOUND_STARTS:
        return None
    match = _COMPOUND.match(word)
    if match is None:
        return None
    value, rest = Fraction(0), match["prefixes"]
    while rest:
        prefix = next(p for p in _BY_LENGTH if rest.startswith(p))
        value += _PREFIXES[prefix]
        rest = rest[len(prefix) :]
    tail = match["tail"]
    if tail in _TAIL_SCALES:
        return one(reading.make(at, at + 1, "number", value * _TAIL_SCALES[tail]), at + 1)
    if tail not in _TAIL_UNITS:
        return one(reading.make(at, at + 1, "number", value, weak=True), at + 1)
    unit = unit_named(_TAIL_UNITS[tail])
    weak = value == 1 or word.startswith(("дву", "тре"))
    return one(reading.make(at, at + 1, unit.kind, value, unit.name, weak=weak), at + 1)


def half(reading: Reading, at: int) -> Found | None:
    """полмиллиона, полгода."""
    found = _HALVES.get(reading.lower(at))
    if found is None:
        return None
    amount, name = Fraction(found[0]), found[1]
    weak = bool(name)
    end = at + 1
    if not name:
        unit = reading.unit(at + 1)
        plain = Numeral(at + 1, amount, scaled=True, mantissa=amount)
        end = unit[1] if unit is not None else end
        quantity = amounts.build(reading, at, end, plain, unit[0] if unit is not None else None)
        return one(quantity, end)
    return one(reading.make(at, end, unit_named(name).kind, amount, name, weak=weak), end)


def parts(reading: Reading, at: int) -> Found | None:
    """две трети, три четверти, одна десятая, пятая часть."""
    numeral = reading.numeral(at)
    if numeral is None:
        return None
    if numeral.role == "cardinal" and 0 < numeral.value < 100 and not numeral.scaled:
        below = reading.numeral(numeral.next)
        if below is None or below.next != numeral.next + 1 or below.value == 0:
            return None
        text = reading.lower(numeral.next)
        if below.role == "part" and below.value != Fraction(1, 2):
            value = numeral.value * below.value
        elif below.role == "ordinal" and text.endswith(("ых", "ая", "ой")) and below.value > 2:
            if text.endswith(("ая", "ой")) != (numeral.value == 1):
                return None
            value = numeral.value / below.value
        else:
            return None
        return one(reading.make(at, below.next, "fraction", value), below.next)
    if numeral.role == "ordinal" and reading.lower(numeral.next) in ("часть", "части", "частью"):
        if numeral.value > 2 and not numeral.digits:
            also = (reading.make(at, numeral.next, "ordinal", numeral.value),)
            value = 1 / numeral.value
            return one(reading.make(at, numeral.next, "fraction", value, also=also), numeral.next)
    if numeral.role == "ordinal" and reading.lower(at) in ("третью", "третей"):
        also = (reading.make(at, numeral.next, "fraction", Fraction(1, 3)),)
        return one(
            reading.make(at, numeral.next, "ordinal", numeral.value, also=also), numeral.next
        )
    return None


def _starts(token: Token) -> bool:
    if token.kind == "word":
        lower = token.lower
        return (
            lower in _WORDS
            or lower in _MONTHS
            or lower in _HALVES
            or lower in dates.HALF
            or lower[:3] in _COMPOUND_STARTS
            or lower in _NAMED
            or (token.text.isupper() and not token.text.strip("IVXLХІ"))
            or (lower in _LETTER_CURRENCIES and token.text.isupper())
        )
    return token.kind != "sign" or token.text in _SIGNS


_BY_LENGTH = sorted(_PREFIXES, key=len, reverse=True)
_NAMED = frozenset({"полдень", "полудня", "полночь", "полуночи", "минус"})
_LETTER_CURRENCIES = frozenset({"usd", "eur", "rub", "us", "gbp", "cny"})
_LANGUAGE = Language(
    name="russian",
    grammar=Grammar(
        words=_WORDS,
        decimal_comma=True,
        hundred_multiplies=False,
        half=(("с", "половиной"),),
        quarter=(("с", "четвертью"),),
        link=frozenset(),
        between_vague=frozenset(),
        hyphenated=False,
        suffixes=frozenset("ти мя х ми и тью ю".split()),
        odd=(("с", "лишним"), ("с", "небольшим"), ("с", "чем", "-", "то")),
    ),
    units=_UNITS,
    months=_MONTHS,
    fillers=frozenset("российских американских наших полных лишним".split()),
    to=frozenset({"до", "по"}),
    conjunctions=frozenset({"и", "или", "либо"}),
    below_zero=(("ниже", "нуля"), ("мороза",)),
    qualifiers=(
        (("не", "менее"), "at least"),
        (("не", "менее", "чем"), "at least"),
        (("не", "меньше"), "at least"),
        (("как", "минимум"), "at least"),
        (("минимум",), "at least"),
        (("не", "более"), "at most"),
        (("не", "более", "чем"), "at most"),
        (("не", "больше"), "at most"),
        (("максимум",), "at most"),
        (("более", "чем"), "over"),
        (("более",), "over"),
        (("больше",), "over"),
        (("свыше",), "over"),
        (("менее", "чем"), "under"),
        (("менее",), "under"),
        (("меньше",), "under"),
        (("до",), "up to"),
        (("около",), "about"),
        (("примерно",), "about"),
        (("порядка",), "about"),
        (("приблизительно",), "about"),
        (("почти",), "about"),
    ),
    starts=_starts,
    calendar=(dates.date, dates.years, dates.quarter),
    rules=(
        discourse,
        numbered,
        amounts.dotted_date,
        amounts.code_token,
        dates.date,
        dates.month,
        dates.quarter,
        dates.half_year,
        dates.years,
        dates.decade,
        amounts.name_with_digits,
        dates.year,
        dates.time,
        amounts.score,
        amounts.slashed,
        calendar.roman_ordinal,
        scaled_adjective,
        suffixed,
        in_name,
        half,
        parts,
        ordinal,
        amounts.digits_with_letters,
        amounts.amount,
        compound,
    ),
)


def read_russian(text: str) -> list[Quantity]:
    """The quantities of a Russian text, in order and without overlaps."""
    return read(text, _LANGUAGE)
