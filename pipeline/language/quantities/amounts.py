"""Rules that both languages share: amounts with units, ranges and series of them, scores, codes."""

from dataclasses import replace
from fractions import Fraction

from pipeline.language.quantities.numerals import Numeral, past_stop
from pipeline.language.quantities.quantity import Kind, Quantity
from pipeline.language.quantities.reading import Found, Reading, one, vocabulary
from pipeline.language.quantities.tables import Unit

_CURRENCY_SIGNS = frozenset("$€£₽¥₴₸₹")
_MINUS = frozenset("-−–")
_SCORE_WORDS = vocabulary("счет счетом счета счете score")
_LIST_LIMIT = 8


def dotted_date(reading: Reading, at: int) -> Found | None:
    """12.03.2024, 12/03/24, 2024-03-12."""
    token = reading.tokens[at]
    if token.kind != "date":
        return None
    separator = next(mark for mark in token.text if not mark.isdigit())
    first, second, third = (int(part) for part in token.text.split(separator))
    if separator == "-":
        year, month, day = first, second, third
    else:
        day, month, year = first, second, third
        year += 2000 if year < 70 else 1900 if year < 100 else 0
    readings = (
        [(year, month, day), (year, day, month)] if separator == "/" else [(year, month, day)]
    )
    if reading.language.name == "english":
        readings.reverse()
    dates = [
        reading.make(at, at + 1, "date", value)
        for value in readings
        if 1 <= value[1] <= 12 and 1 <= value[2] <= 31
    ]
    if not dates:
        digits = "".join(mark for mark in token.text if mark.isdigit())
        return one(reading.make(at, at + 1, "code", digits), at + 1)
    return one(replace(dates[0], also=tuple(dates[1:])), at + 1)


def code_token(reading: Reading, at: int) -> Found | None:
    """Telephone numbers, versions and runs of digits too long to be an amount."""
    token = reading.tokens[at]
    if token.kind != "code":
        return None
    digits = "".join(mark for mark in token.text if mark.isdigit())
    return one(reading.make(at, at + 1, "code", digits), at + 1)


def name_with_digits(reading: Reading, at: int) -> Found | None:
    """Il-96-300, COVID-19, G20, М-4: letters joined to the digits after them."""
    tokens = reading.tokens
    if tokens[at].kind != "number" or not reading.glued(at):
        return None
    before = at - 1
    hyphen = tokens[before].text in "-‑–"
    if hyphen:
        before -= 1
        if before < 0 or tokens[before + 1].start != tokens[before].stop:
            return None
    word = tokens[before]
    if word.kind != "word" or word.lower in reading.language.grammar.words:
        return None
    if hyphen and (word.text.islower() and len(word.text) > 1):
        return None  # mid-2024, топ-10: a number after a prefix
    if not hyphen and len(word.text) > 3 and not word.text.isupper():
        return None  # "около15": a space is missing
    if word.lower in reading.language.months:
        return None
    if not hyphen and word.text.islower() and not word.text.isascii():
        return None  # "в17": the same
    if not hyphen and word.lower in ("x", "х", "×"):
        return None  # 4x200
    end = at + 1
    while end + 1 < reading.count and reading.glued(end) and reading.glued(end + 1):
        if not (tokens[end].text in "-‑" and tokens[end + 1].kind == "number"):
            break
        end += 2
    digits = "".join(mark for token in tokens[at:end] for mark in token.text if mark.isdigit())
    quantity = reading.make(before, end, "code", digits)
    if end == at + 1 and "," not in tokens[at].text:
        unit = reading.unit(before)
        if unit is not None and unit[0].kind == "money":
            return None  # RUB5bn
    return one(quantity, end)


def digits_with_letters(reading: Reading, at: int) -> Found | None:
    """5G, 3D, 737MAX: digits joined to letters that are no unit."""
    tokens = reading.tokens
    if tokens[at].kind != "number" or not reading.glued(at + 1):
        return None
    numeral = reading.numeral(at)
    if numeral is None or numeral.next != at + 1 or tokens[at + 1].kind != "word":
        return None
    letters = tokens[at + 1].text
    if reading.unit(at + 1) is not None or (len(letters) > 3 and not letters.isupper()):
        return None
    digits = "".join(mark for mark in tokens[at].text if mark.isdigit())
    return one(reading.make(at, at + 1, "code", digits), at + 2)


def score(reading: Reading, at: int) -> Found | None:
    """3:1. Times of day are read before."""
    first, second = reading.integer(at, 0, 999), reading.integer(at + 2, 0, 999)
    if first is None or second is None or reading.lower(at + 1) != ":":
        return None
    if not (reading.glued(at + 1) and reading.glued(at + 2)):
        return None
    return one(reading.make(at, at + 3, "score", (first, second)), at + 3)


def named_score(reading: Reading, at: int) -> Found | None:
    """со счётом 9:11: a score even where the figures could be a time of day."""
    if any(reading.lower(at - back) in _SCORE_WORDS for back in (1, 2)):
        return score(reading, at)
    return None


def slashed(reading: Reading, at: int) -> Found | None:
    """2/3, 24/7, and the years of 2023/24."""
    if reading.lower(at + 1) != "/" or not (reading.glued(at + 1) and reading.glued(at + 2)):
        return None
    first, second = reading.integer(at, 0, 9999), reading.integer(at + 2, 0, 9999)
    if first is None or second is None:
        return None
    if reading.year(at) is not None and len(reading.tokens[at + 2].text) in (2, 4):
        later = second if second > 999 else first // 100 * 100 + second
        ends = (
            reading.make(at, at + 1, "year", Fraction(first)),
            reading.make(at + 2, at + 3, "year", Fraction(later)),
        )
        return one(reading.make(at, at + 3, "range", "", parts=ends), at + 3)
    also: tuple[Quantity, ...] = ()
    if 0 < first < second:
        also = (reading.make(at, at + 3, "fraction", Fraction(first, second)),)
    return one(reading.make(at, at + 3, "code", f"{first}/{second}", also=also), at + 3)


def amount(reading: Reading, at: int) -> Found | None:
    """A numeral with its unit, and what is joined to it: a range or a series of such amounts."""
    first = _amount(reading, at)
    if first is None:
        return None
    items, joints, end = [first], [], first.end
    while len(items) < _LIST_LIMIT:
        joint = _joint(reading, items[-1], end)
        if joint is None:
            break
        following = None if _dated(reading, joint[1]) else _amount(reading, joint[1])
        if following is None or following.numeral.role != "cardinal":
            break
        if joint[0] == "spaced" and following.numeral.value <= items[-1].numeral.value:
            break
        if _incompatible(items[-1].unit, following.unit):
            break
        items.append(following)
        joints.append(joint[0])
        end = following.end
    quantities = _share_units(reading, items, joints)
    if len(items) == 2 and joints[0] in ("range", "spaced"):
        span = reading.make(first.at, end, "range", "", parts=tuple(quantities))
        return one(span, end)
    return Found(tuple(quantities), end)


class _Amount:
    """A numeral, its unit and the tokens both cover."""

    __slots__ = ("at", "end", "negative", "numeral", "unit")

    def __init__(
        self, at: int, numeral: Numeral, unit: Unit | None, end: int, negative: bool
    ) -> None:
        self.at, self.numeral, self.unit, self.end = at, numeral, unit, end
        self.negative = negative


def _incompatible(one: Unit | None, other: Unit | None) -> bool:
    """Whether no range can run between them: "упал на 0,5% до 1,31 доллара"."""
    return one is not None and other is not None and one.kind != other.kind


def _dated(reading: Reading, at: int) -> bool:
    """Whether a date begins at a token, which then belongs to no series of amounts."""
    return at < reading.count and any(
        rule(reading, at) is not None for rule in reading.language.calendar
    )


def _amount(reading: Reading, at: int) -> _Amount | None:
    first, negative = at, False
    if reading.lower(at) in _MINUS or reading.lower(at) in ("минус", "minus"):
        if at and reading.glued(at) and reading.tokens[at - 1].text not in '(«"':
            return None
        if reading.lower(at) in _MINUS and not reading.glued(at + 1):
            return None
        at, negative = at + 1, True
    unit, at = _leading_currency(reading, at)
    numeral = reading.numeral(at)
    if numeral is None:
        return None
    end = numeral.next
    if unit is None and numeral.role in ("cardinal", "part", "ordinal"):
        unit, end = _unit_after(reading, numeral)
        numeral, end = _smaller_units(reading, numeral, unit, end)
        if unit is not None and unit.dimension == "degree":
            for phrase in reading.language.below_zero:
                if reading.words(end, phrase):
                    negative = True
    elif unit is not None and numeral.role != "cardinal":
        return None
    return _Amount(first, numeral, unit, end, negative)


def _leading_currency(reading: Reading, at: int) -> tuple[Unit | None, int]:
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


def _unit_after(reading: Reading, numeral: Numeral) -> tuple[Unit | None, int]:
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


def _smaller_units(
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


def _joint(reading: Reading, before: _Amount, at: int) -> tuple[str, int] | None:
    """What joins two amounts: "range" (a dash, to), "series" (a comma, and); and what follows."""
    language = reading.language
    if before.unit is not None or before.numeral.scaled:
        at = past_stop(reading.tokens, at)
    word = reading.lower(at)
    if before.numeral.role != "cardinal" or not word:
        return None
    if reading.dash(at):
        tight = reading.glued(at) and reading.glued(at + 1)
        if tight or (before.unit is None and not reading.glued(at + 1)):
            return ("range" if tight else "spaced"), at + 1
        return None
    if word in language.to:
        return "range", at + 1
    if word in language.conjunctions:
        return "series", at + 1
    if word == "," and before.unit is None:
        return "series", at + 1
    return None


def _share_units(reading: Reading, items: list[_Amount], joints: list[str]) -> list[Quantity]:
    """Quantities of joined amounts: "от 5 до 7 млн рублей" is 5 to 7 million, of roubles both."""
    last = items[-1]
    made = []
    for index, item in enumerate(items):
        unit = item.unit
        tied = joints[-1:] in (["range"], ["spaced"])
        borrowed = last.unit if unit is None and index < len(items) - 1 else None
        if unit is None and index and items[0].unit is not None and items[0].unit.kind == "money":
            borrowed = items[0].unit
        quantity = build(reading, item.at, item.end, item.numeral, unit, item.negative)
        scale = _scale_of(last.numeral)
        readings = []
        if item.numeral.scaled or scale == 1 or index == len(items) - 1:
            scale = Fraction(1)
        if borrowed is not None or scale != 1:
            lent = replace(
                item.numeral, value=item.numeral.value * scale, scaled=scale != 1, other=None
            )
            readings.append(
                build(reading, item.at, item.end, lent, unit or borrowed, item.negative)
            )
            if scale != 1:
                readings.append(
                    build(reading, item.at, item.end, item.numeral, unit or borrowed,
                          item.negative)
                )  # fmt: skip
        if readings and tied and item.numeral.mantissa <= last.numeral.mantissa:
            quantity, readings = readings[0], [*readings[1:], quantity]
        made.append(
            replace(quantity, also=quantity.also + tuple(readings)) if readings else quantity
        )
    return made


def _scale_of(numeral: Numeral) -> Fraction:
    return numeral.value / numeral.mantissa if numeral.scaled and numeral.mantissa else Fraction(1)


def build(
    reading: Reading,
    first: int,
    end: int,
    numeral: Numeral,
    unit: Unit | None,
    negative: bool = False,
) -> Quantity:
    """The quantity that a numeral and a unit make."""
    value = -numeral.value if negative else numeral.value
    also: tuple[Quantity, ...] = ()
    if unit is not None:
        if unit.kind in ("money", "percentage_points"):
            value *= unit.factor
        kind: Kind = unit.kind
        name = unit.name
        weak = numeral.vague or numeral.weak or (numeral.value == 1 and not numeral.digits)
        if numeral.role == "part":
            weak = True
    else:
        kind, name = _KINDS[numeral.role], ""
        weak = numeral.weak
        if numeral.vague:
            kind = "vague"
    clock = _dotted_clock(reading, first, numeral) if unit is None else None
    if clock is not None:
        also = (clock,)
    if unit is not None and numeral.digits and reading.tokens[end - 1].text == "m":
        also = (reading.make(first, end, "number", numeral.value * 10**6),)  # 5m people
    if numeral.other is not None:
        also = (reading.make(first, end, kind, numeral.other, name, weak=weak),)
    return reading.make(first, end, kind, value, name, weak=weak, also=also)


def _dotted_clock(reading: Reading, at: int, numeral: Numeral) -> Quantity | None:
    """20.30 may be a time of day where decimals are written with a comma."""
    if not (numeral.digits and reading.language.grammar.decimal_comma) or numeral.scaled:
        return None
    hour, stop, minute = reading.tokens[at].text.partition(".")
    if not stop or len(minute) != 2 or len(hour) > 2 or int(hour) > 24 or int(minute) > 59:
        return None
    return reading.make(at, at + 1, "time", (int(hour), int(minute)))


_KINDS: dict[str, Kind] = {
    "cardinal": "number",
    "ordinal": "ordinal",
    "part": "fraction",
    "times": "times",
    "decade": "decade",
}
