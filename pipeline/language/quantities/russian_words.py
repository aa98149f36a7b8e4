"""Rules for Russian number words: ordinals, fractions, compounds such as двухэтажный, halves."""

import re
from dataclasses import dataclass
from fractions import Fraction
from functools import cache

from pipeline.language.quantities import amounts
from pipeline.language.quantities.numerals import Numeral
from pipeline.language.quantities.quantity import Kind, Quantity
from pipeline.language.quantities.reading import Found, Reading, one, vocabulary
from pipeline.language.quantities.russian_calendar import YEAR
from pipeline.language.quantities.tables import inflect, unit_named
from pipeline.language.tables import rows

_NUMBER_SIGNS = frozenset("№#")
_ORDINAL_SUFFIXES = vocabulary(
    "й я е го му ю ом ой ого ому ый ая ое ые ых ым ыми м ей ему его ий ье"
)
_SPANS = vocabulary("день месяц неделю сутки час раз сезон")
_PARTS = vocabulary("часть части частью")
_IDIOMS = (
    (("в", "двух", "словах"), 1),
    (("в", "двух", "шагах"), 1),
    (("из", "первых", "рук"), 1),
    (("второго", "сорта"), 0),
    (("ахиллесова", "пята"), 1),
    (("ахиллесовой", "пятой"), 1),
)


@dataclass(frozen=True, slots=True)
class Compounds:
    """The table of compound words: how to take one apart, and whole words that are amounts."""

    pattern: re.Pattern[str]
    prefixes: dict[str, Fraction]
    by_length: tuple[str, ...]
    starts: frozenset[str]
    tails: dict[str, tuple[Fraction, str]]
    bundles: dict[str, tuple[Fraction, str, bool]]


@cache
def compounds() -> Compounds:
    """The unfolded table."""
    prefixes: dict[str, Fraction] = {}
    free: list[str] = []
    tails: dict[str, tuple[Fraction, str]] = {}
    bundles: dict[str, tuple[Fraction, str, bool]] = {}
    for role, number, unit, forms in rows("compounds_russian.tsv", 4):
        value = Fraction(number)
        for form in forms.split():
            if role == "tail":
                tails[form] = value, unit
            elif role.startswith("bundle"):
                for word in inflect(form):
                    bundles[word] = value, unit, role.endswith("weak")
            else:
                prefixes[form] = value
                free += [form] if role == "prefix" else []
    by_length = tuple(sorted(prefixes, key=len, reverse=True))
    tail = "|".join(sorted(tails, key=len, reverse=True))
    pattern = re.compile(
        rf"(?P<any>(?:{'|'.join(by_length)}){{1,3}})(?P<tail>{tail})"
        rf"|(?P<free>(?:{'|'.join(sorted(free, key=len, reverse=True))}){{1,3}})[а-я]{{4}}"
    )
    starts = frozenset(prefix[:3] for prefix in prefixes)
    return Compounds(pattern, prefixes, by_length, starts, tails, bundles)


def idiom(reading: Reading, at: int) -> Found | None:
    """в двух словах: no quantity."""
    for phrase, key in _IDIOMS:
        if reading.lower(at) == phrase[key] and reading.words(at - key, phrase):
            return Found((), at + 1)
    return None


def discourse(reading: Reading, at: int) -> Found | None:
    """во-вторых: "second" on the other side, or nothing at all."""
    if reading.dash(at - 1) and reading.lower(at - 2) in ("во", "в") and reading.glued(at):
        numeral = reading.numeral(at)
        if numeral is not None:
            return one(reading.make(at, at + 1, "ordinal", numeral.value, weak=True), at + 1)
    return None


def in_name(reading: Reading, at: int) -> Found | None:
    """A number word with a capital inside a sentence belongs to a name: Первый канал."""
    token = reading.tokens[at]
    if token.kind != "word" or not token.text[0].isupper() or not reading.inside(at):
        return None
    numeral = reading.numeral(at)
    if numeral is None or numeral.next != at + 1 or numeral.vague or reading.unit(at + 1):
        return None
    kind: Kind = "ordinal" if numeral.role == "ordinal" else "number"
    return one(reading.make(at, at + 1, kind, numeral.value, weak=True), at + 1)


def numbered(reading: Reading, at: int) -> Found | None:
    """№ 5."""
    if reading.lower(at) not in _NUMBER_SIGNS:
        return None
    numeral = reading.numeral(at + 1)
    if numeral is None or not numeral.digits:
        return None
    return one(reading.make(at, at + 2, "number", numeral.mantissa), at + 2)


def suffixed(reading: Reading, at: int) -> Found | None:
    """5-й, 65-го."""
    value = reading.integer(at, 0, 9999)
    if value is None or not (reading.dash(at + 1) and reading.glued(at + 1)):
        return None
    if not reading.glued(at + 2) or reading.lower(at + 2) not in _ORDINAL_SUFFIXES:
        return None
    if reading.lower(at + 3) in ("тысяч", "тысячами", "тысячам"):
        return None
    return one(_ordinal(reading, at, at + 3, Fraction(value)), at + 3)


def ordinal(reading: Reading, at: int) -> Found | None:
    """первый, двадцать третий."""
    numeral = reading.numeral(at)
    if numeral is None or numeral.role != "ordinal":
        return None
    quantity = _ordinal(reading, at, numeral.next, numeral.value, numeral.weak)
    return one(quantity, numeral.next)


def compound(reading: Reading, at: int) -> Found | None:
    """двухэтажный, пятилетний, двадцатипятилетие, полуторачасовой."""
    word, table = reading.lower(at), compounds()
    if word[:3] not in table.starts:
        return None
    match = table.pattern.match(word)
    if match is None:
        return None
    value, rest = Fraction(0), match["any"] or match["free"]
    while rest:
        prefix = next(prefix for prefix in table.by_length if rest.startswith(prefix))
        value += table.prefixes[prefix]
        rest = rest[len(prefix) :]
    factor, unit = table.tails.get(match["tail"] or "", (Fraction(1), ""))
    named = reading.tokens[at].text[0].isupper() and reading.inside(at)
    if unit:
        weak = named or value == 1 or word.startswith(("дву", "тре", "перво", "второ"))
        kind = unit_named(unit).kind
        return one(reading.make(at, at + 1, kind, value, unit, weak=weak), at + 1)
    weak = named or factor == 1
    return one(reading.make(at, at + 1, "number", value * factor, weak=weak), at + 1)


def bundle(reading: Reading, at: int) -> Found | None:
    """полмиллиона рублей, полгода, сутки, десятилетие."""
    found = compounds().bundles.get(reading.lower(at))
    if found is None:
        return None
    value, unit, weak = found
    if unit or weak:
        kind: Kind = unit_named(unit).kind if unit else "number"
        return one(reading.make(at, at + 1, kind, value, unit, weak=weak), at + 1)
    return one(*_scaled(reading, at, at + 1, value))


def parts(reading: Reading, at: int) -> Found | None:
    """две трети, одна десятая, пятая часть, треть миллиона."""
    numeral = reading.numeral(at)
    if numeral is None:
        return None
    if numeral.role == "cardinal":
        return _share(reading, at, numeral)
    if numeral.role == "part":
        scale = reading.numeral(numeral.next)
        if scale is not None and scale.scaled and scale.vague is False and not scale.digits:
            value = numeral.value * scale.value
            return one(*_scaled(reading, at, scale.next, value))
    if numeral.role == "ordinal" and numeral.value > 2:
        also: tuple[Quantity, ...] = (reading.make(at, numeral.next, "ordinal", numeral.value),)
        if reading.lower(numeral.next) in _PARTS and not numeral.digits:
            share = reading.make(at, numeral.next, "fraction", 1 / numeral.value, also=also)
            return one(share, numeral.next)
    return None


def _share(reading: Reading, at: int, numeral: Numeral) -> Found | None:
    below = reading.numeral(numeral.next)
    if below is None or below.next != numeral.next + 1 or not below.value:
        return None
    if not 0 < numeral.value < 100 or numeral.scaled:
        return None
    text = reading.lower(numeral.next)
    if below.role == "part" and below.value != Fraction(1, 2):
        value = numeral.value * below.value
    elif below.role == "ordinal" and below.value > 2 and text.endswith(("ых", "ая", "ой")):
        if text.endswith("ых") == (numeral.value == 1):
            return None
        value = numeral.value / below.value
    else:
        return None
    return one(reading.make(at, below.next, "fraction", value), below.next)


def _scaled(reading: Reading, at: int, end: int, value: Fraction) -> tuple[Quantity, int]:
    """An amount of `value` with the unit that follows at `end`."""
    numeral = Numeral(end, value, scaled=True, mantissa=value)
    unit = reading.unit(end)
    stop = unit[1] if unit is not None else end
    quantity = amounts.build(reading, at, stop, numeral, unit[0] if unit is not None else None)
    return quantity, stop


def _ordinal(
    reading: Reading, first: int, end: int, value: Fraction, weak: bool = False
) -> Quantity:
    """An ordinal with what it may mean beside a word for time.

    "на 78-м году жизни" is at the age of 77, "в 93-м году" is in 1993, "третью" may be a third.
    """
    also: list[Quantity] = []
    after = reading.lower(end)
    if after in YEAR or after in _SPANS:
        also = [reading.make(first, end, "number", value - 1)]
        if 10 <= value < 100:
            also += [reading.make(first, end, "year", value + age) for age in (1900, 2000)]
    if reading.lower(first) == "третью":
        also.append(reading.make(first, end, "fraction", Fraction(1, 3)))
    if value in (20, 30, 40) and reading.lower(end - 1).endswith(("ые", "ых")):
        also.append(reading.make(first, end, "decade", value))
    return reading.make(first, end, "ordinal", value, weak=weak, also=tuple(also))
