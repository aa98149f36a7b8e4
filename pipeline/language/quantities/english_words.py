"""Rules for English number words: ordinals, fractions, halves, and words that only look like one."""

from fractions import Fraction

from pipeline.language.quantities import amounts
from pipeline.language.quantities.numerals import Numeral
from pipeline.language.quantities.quantity import Kind, Quantity
from pipeline.language.quantities.reading import Found, Reading, one, vocabulary

_ORDINAL_SUFFIXES = vocabulary("st nd rd th")
_ARTICLES = vocabulary("a an")
_NO_NUMBER_BEFORE = vocabulary("no any every some each this that which the")
_TIMES_TAILS = vocabulary("fold time times")
_PER = frozenset({"per", "/"})
_CLASSES = vocabulary("party class hand rate degree country place person string tier")
_AFTER_ORDINAL = vocabulary("time person term round party country place year day")
_NOT_AFTER_HYPHEN = vocabulary("and to or odd plus")
_HALF = Fraction(1, 2)


def numbered(reading: Reading, at: int) -> Found | None:
    """No. 5, #5."""
    word = reading.lower(at)
    end = at + 1
    if word in ("no", "nos"):
        if reading.tokens[at].text.islower() and reading.lower(end) != ".":
            return None
        end += reading.lower(end) == "."
    elif word not in ("№", "#"):
        return None
    numeral = reading.numeral(end)
    if numeral is None or not numeral.digits:
        return None
    return one(reading.make(at, end + 1, "number", numeral.mantissa), end + 1)


def no_number(reading: Reading, at: int) -> Found | None:
    """Words that count nothing: no one, one another, per second, the next quarter."""
    word, before = reading.lower(at), reading.lower(at - 1)
    if word == "one":
        if before in _NO_NUMBER_BEFORE or reading.lower(at + 1) in ("'", "’"):
            return Found((), at + 1)
        if reading.lower(at + 1) == "another":
            return Found((), at + 2)
    elif word in ("quarter", "quarters"):
        if before not in ("a", "one", "three", "by", "mere"):
            return Found((), at + 1)
    elif word == "second" and (before in _PER or reading.lower(at + 1) in ("to", "only")):
        return Found((), at + 1)
    return None


def weak_word(reading: Reading, at: int) -> Found | None:
    """Words that may count nothing: Channel Ten, five-axis, third-party, the two, per thousand."""
    numeral = reading.numeral(at)
    if numeral is None or numeral.digits or numeral.vague:
        return None
    if not _names(reading, at, numeral) and not _uncounted(reading, at, numeral):
        return None
    kind: Kind = "ordinal" if numeral.role == "ordinal" else "number"
    return one(reading.make(at, numeral.next, kind, numeral.value, weak=True), numeral.next)


def suffixed(reading: Reading, at: int) -> Found | None:
    """5th, 21st, 70th."""
    numeral = reading.numeral(at)
    if numeral is None or not numeral.digits or numeral.scaled or numeral.value % 1:
        return None
    end = at + 1 + (reading.dash(at + 1) and reading.glued(at + 1))
    if reading.lower(end) not in _ORDINAL_SUFFIXES or not reading.glued(end):
        return None
    return one(reading.make(at, end + 1, "ordinal", numeral.value), end + 1)


def decade_alone(reading: Reading, at: int) -> Found | None:
    """A decade, the decades: weak, since they count only against "десять лет"."""
    if reading.lower(at) not in ("decade", "decades"):
        return None
    return one(reading.make(at, at + 1, "measure", Fraction(1), "decade", weak=True), at + 1)


def unit_and_half(reading: Reading, at: int) -> Found | None:
    """A year and a half, an hour and a half, a dozen and a half."""
    if reading.lower(at) not in ("a", "an", "first", "last", "next", "past"):
        return None
    if reading.words(at + 1, ("dozen", "and", "a", "half")):
        fifteen = reading.make(at, at + 5, "number", Fraction(15))  # "полтора десятка"
        return one(reading.make(at, at + 5, "number", Fraction(18), also=(fifteen,)), at + 5)
    unit = reading.unit(at + 1)
    if unit is None or not reading.words(unit[1], ("and", "a", "half")):
        return None
    end = unit[1] + 3
    return one(reading.make(at, end, unit[0].kind, Fraction(3, 2), unit[0].name), end)


def half_of(reading: Reading, at: int) -> Found | None:
    """Half a million, a quarter of a million, half an hour, half-hour, half a century."""
    part = reading.numeral(at)
    if part is None or part.role != "part":
        return None
    start = at + 1
    while start < at + 5 and reading.lower(start) in ("a", "an", "-", "of", "‑"):
        start += 1
    if start == at + 1:
        return None
    whole = reading.numeral(start)
    dozen = reading.lower(start) == "dozen"
    if whole is not None and not whole.digits and (dozen or (whole.scaled and not whole.vague)):
        value = part.value * whole.value
        amount = Numeral(whole.next, value, scaled=True, mantissa=value)
        unit = reading.unit(whole.next)
        end = unit[1] if unit is not None else whole.next
        quantity = amounts.build(reading, at, end, amount, unit[0] if unit is not None else None)
        return one(quantity, end)
    unit = reading.unit(start)
    if unit is None or unit[0].dimension not in ("time", "time-long", "mass", "percent", "pp"):
        return None
    made = reading.make(at, unit[1], unit[0].kind, part.value, unit[0].name, weak=True)
    return one(made, unit[1])


def parts(reading: Reading, at: int) -> Found | None:
    """Two thirds, three-quarters, a third, one-fifth, a quarter."""
    article = reading.lower(at) in _ARTICLES
    numeral = Numeral(at + 1, Fraction(1)) if article else reading.numeral(at)
    if numeral is None or numeral.role != "cardinal" or not 0 < numeral.value < 100:
        return None
    below_at = numeral.next + (reading.dash(numeral.next))
    below = reading.numeral(below_at)
    if numeral.scaled or numeral.value % 1 or below is None or below.next != below_at + 1:
        return None
    if article and reading.lower(below.next) in _AFTER_ORDINAL:
        return None
    whole = half_of(reading, below_at) if reading.lower(below.next) != "-" else None
    if whole is not None and numeral.value > 1 and below.role == "part":
        return _times(reading, at, numeral.value, whole)
    if whole is not None:
        return None  # a quarter of a billion
    also: tuple[Quantity, ...] = ()
    if below.role == "part" and below.value != _HALF:
        value = numeral.value * below.value
        if below.value == Fraction(1, 4):
            also = (reading.make(at, below.next, "measure", numeral.value, "quarter"),)
    elif below.role == "ordinal" and below.value > 2 and numeral.value == 1:
        value = 1 / below.value
        also = (reading.make(at, below.next, "ordinal", below.value),)
    else:
        return None
    weak = below.role == "part" and numeral.value == 1
    return one(reading.make(at, below.next, "fraction", value, weak=weak, also=also), below.next)


def _times(reading: Reading, at: int, count: Fraction, part: Found) -> Found | None:
    """Four tenths of a second, three quarters of a billion: as many such parts.

    Russian says "четыре десятых секунды", which is read without its unit.
    """
    (inner,) = part.quantities
    if not isinstance(inner.value, Fraction):
        return None
    value = count * inner.value
    bare = reading.make(at, part.next, "fraction", value)
    return one(reading.make(at, part.next, inner.kind, value, inner.unit, also=(bare,)), part.next)


def one_in(reading: Reading, at: int) -> Found | None:
    """One in five, one out of ten: a fraction, "каждый пятый", or two numbers."""
    if reading.lower(at) != "one" or reading.lower(at + 1) not in ("in", "out"):
        return None
    whole = reading.numeral(at + 2 + (reading.lower(at + 2) == "of"))
    if whole is None or whole.role != "cardinal" or not 1 < whole.value < 1001:
        return None
    if whole.digits and whole.scaled:
        return None
    end = whole.next
    also = (
        reading.make(at, end, "ordinal", whole.value),
        reading.make(at, end, "number", whole.value),
    )
    return one(reading.make(at, end, "fraction", 1 / whole.value, weak=True, also=also), end)


def multiplied(reading: Reading, at: int) -> Found | None:
    """three-time, 10-fold, twice as many is a word of the table."""
    numeral = reading.numeral(at)
    if numeral is None or numeral.role != "cardinal" or not reading.dash(numeral.next):
        return None
    end = numeral.next + 1
    if reading.lower(end) not in _TIMES_TAILS:
        return None
    weak = numeral.value == 1
    return one(reading.make(at, end + 1, "times", numeral.value, weak=weak), end + 1)


def scaled_ordinal(reading: Reading, at: int) -> Found | None:
    """Five hundredth, one hundred thousandth."""
    numeral = reading.numeral(at)
    if numeral is None or numeral.role != "cardinal":
        return None
    end = numeral.next + (reading.dash(numeral.next) and reading.glued(numeral.next))
    word = reading.language.grammar.words.get(reading.lower(end))
    if word is None or word.role != "ordinal" or word.value < 100:
        return None
    return one(reading.make(at, end + 1, "ordinal", numeral.value * word.value), end + 1)


def twenty_twenty(reading: Reading, at: int) -> Found | None:
    """Nineteen ninety-three, twenty twenty-four: a year in words."""
    if reading.lower(at) not in ("nineteen", "twenty"):
        return None
    rest = reading.numeral(at + 1)
    if rest is None or rest.digits or rest.role != "cardinal" or not 10 <= rest.value < 100:
        return None
    century = 1900 if reading.lower(at) == "nineteen" else 2000
    return one(reading.make(at, rest.next, "year", century + rest.value), rest.next)


def ordinal(reading: Reading, at: int) -> Found | None:
    """first, twenty-third; "a third of" may be a fraction."""
    numeral = reading.numeral(at)
    if numeral is None or numeral.role != "ordinal":
        return None
    end = numeral.next
    also: tuple[Quantity, ...] = ()
    if numeral.value > 2 and (reading.lower(end) == "of" or reading.lower(at - 1) == "another"):
        also = (reading.make(at, end, "fraction", 1 / numeral.value),)
    return one(reading.make(at, end, "ordinal", numeral.value, weak=numeral.weak, also=also), end)


def _names(reading: Reading, at: int, numeral: Numeral) -> bool:
    """A capital inside a sentence: Ten, Channel One, Big Four."""
    if numeral.role not in ("cardinal", "ordinal") or numeral.next != at + 1 or numeral.scaled:
        return False
    if not (reading.tokens[at].text[0].isupper() and reading.inside(at)):
        return False
    return reading.unit(at + 1) is None


def _uncounted(reading: Reading, at: int, numeral: Numeral) -> bool:
    before, word, end = reading.lower(at - 1), reading.lower(at), numeral.next
    if word == "two" and before in ("the", "these", "those"):
        return reading.unit(end) is None  # "стороны" are "the two sides"
    if word == "second" and before == "a":
        return True
    if before in _PER and numeral.scaled:
        return True
    if not (reading.dash(end) and reading.glued(end) and reading.glued(end + 1)):
        return False
    after = reading.lower(end + 1)
    if numeral.role == "ordinal":
        return after in _CLASSES
    return (
        numeral.role == "cardinal"
        and end == at + 1
        and not numeral.scaled
        and reading.tokens[end + 1].kind == "word"
        and reading.unit(end + 1) is None
        and after not in _TIMES_TAILS
        and after not in _NOT_AFTER_HYPHEN
        and after not in reading.language.grammar.words
    )
