"""What is attached to a numeral: a currency before it, a unit behind it, smaller units after that."""

from dataclasses import replace
from fractions import Fraction

from pipeline.language.quantities.numerals import Numeral, past_stop
from pipeline.language.quantities.reading import Reading
from pipeline.language.quantities.tables import Unit

_CURRENCY_SIGNS = frozenset("$€£₽¥₴₸₹")


def leading_currency(reading: Reading, at: int) -> tuple[Unit | None, int]:
    """$5, US$5, RUB 5 billion: a currency that stands before its number."""
    found = reading.unit(at) if at < reading.count else None
    if found is None or found[0].kind != "money":
        return None, at
    unit, end = found
    sign = reading.tokens[end - 1].text
    if sign not in _CURRENCY_SIGNS and not sign.isupper():
        return None, at
    if end < reading.count and reading.tokens[end].kind == "number":
        return unit, end
    return None, at


def unit_after(reading: Reading, numeral: Numeral) -> tuple[Unit | None, int]:
    """The unit behind a numeral, past a hyphen or a filler, and where it ends."""
    at = numeral.next
    if numeral.role == "ordinal":
        return None, at
    look = past_stop(reading.tokens, at) if numeral.scaled else at
    for phrase in reading.language.grammar.odd:
        look += len(phrase) if reading.words(look, phrase) else 0
    if reading.lower(look) in ("-", "‑") and reading.glued(look) and reading.glued(look + 1):
        look += 1  # 5-year, 28-летний
    if reading.lower(look) in reading.language.fillers:
        for skip in (1, 2):
            found = reading.unit(look + skip)
            if found is not None and found[0].kind == "money" and reading.unit(look) is None:
                return found
    found = reading.unit(look)
    if found is None and numeral.scaled and _adjective(reading, look):
        money = reading.unit(look + 1)
        if money is not None and money[0].kind == "money":
            return money  # 4 billion stolen rubles, 20 млн румынских леев
    if found is None and numeral.role == "part" and reading.lower(look) in ("of", "a", "an"):
        found = reading.unit(look + 1 + (reading.lower(look + 1) in ("a", "an")))
    if found is None or (numeral.role == "part" and found[0].kind not in ("percent", "measure")):
        return None, at
    if numeral.role == "part" and found[0].dimension not in ("time", "time-long", "percent"):
        return None, at
    return found


def smaller_units(
    reading: Reading, numeral: Numeral, unit: Unit | None, end: int
) -> tuple[Numeral, int]:
    """1 час 22 минуты, two years and three months: one length of time; "a year and a half"."""
    if unit is None or unit.dimension not in ("time", "time-long") or numeral.role == "part":
        return numeral, end
    for phrase in reading.language.grammar.half:
        if reading.words(end, phrase):
            value = numeral.value + Fraction(1, 2)
            return replace(numeral, value=value, weak=False), end + len(phrase)
    then = end + (reading.lower(end) in reading.language.conjunctions)
    part = reading.numeral(then)
    if part is None or part.role != "cardinal" or not 0 < part.value < 60:
        return numeral, end
    smaller = reading.unit(part.next)
    if smaller is None or smaller[0].dimension != unit.dimension:
        return numeral, end
    if smaller[0].factor >= unit.factor:
        return numeral, end
    value = numeral.value + part.value * smaller[0].factor / unit.factor
    return replace(numeral, value=value, weak=False), smaller[1]


def _adjective(reading: Reading, at: int) -> bool:
    language, word = reading.language, reading.lower(at)
    if not word or reading.tokens[at].kind != "word" or len(word) < 4:
        return False
    return word not in language.to and word not in language.grammar.words
