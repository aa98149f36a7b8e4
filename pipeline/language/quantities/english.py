"""Reading the quantities of an English text."""

from fractions import Fraction

from pipeline.language.quantities import amounts, calendar
from pipeline.language.quantities import english_calendar as dates
from pipeline.language.quantities.numerals import Grammar, Numeral
from pipeline.language.quantities.quantity import Kind, Quantity
from pipeline.language.quantities.reading import Found, Language, Reading, one, read
from pipeline.language.quantities.tables import months, number_words, unit_named, units
from pipeline.language.quantities.tokens import Token

_WORDS = number_words("english")
_UNITS = units("english")
_MONTHS = months("english")
_SIGNS = frozenset("$€£₽¥₴₸₹№#-−–")
_ORDINAL_SUFFIXES = frozenset("st nd rd th".split())
_NAMED = frozenset({"noon", "midday", "midnight", "minus", "no", "nos", "q", "h"})
_LETTER_CURRENCIES = frozenset(
    {"usd", "eur", "rub", "rur", "us", "gbp", "cny", "rmb", "kzt", "uah"}
)
_NO_NUMBER_BEFORE = frozenset(
    {"no", "any", "every", "some", "each", "this", "that", "which", "the"}
)
_TIMES_TAILS = frozenset({"fold", "time", "times"})


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
    if end >= reading.count or reading.tokens[end].kind != "number":
        return None
    numeral = reading.numeral(end)
    if numeral is None:
        return None
    return one(reading.make(at, end + 1, "number", numeral.mantissa), end + 1)


def pronoun_one(reading: Reading, at: int) -> Found | None:
    """The pronoun: no one, one another, this one, one's."""
    if reading.lower(at) != "one":
        return None
    before, after = reading.lower(at - 1), reading.lower(at + 1)
    if before in _NO_NUMBER_BEFORE or after in ("another", "'", "’"):
        return Found((), at + 1)
    return None


def suffixed(reading: Reading, at: int) -> Found | None:
    """5th, 21st, 70th."""
    numeral = reading.numeral(at)
    if numeral is None or not numeral.digits or numeral.scaled or numeral.value % 1:
        return None
    end = at + 1
    if reading.dash(end) and reading.glued(end):
        end += 1
    if reading.lower(end) not in _ORDINAL_SUFFIXES or not reading.glued(end):
        return None
    return one(reading.make(at, end + 1, "ordinal", numeral.value), end + 1)


def parts(reading: Reading, at: int) -> Found | None:
    """two thirds, three-quarters, a third, one in five, one-fifth."""
    word = reading.lower(at)
    article = word in ("a", "an")
    numeral = Numeral(at + 1, Fraction(1)) if article else reading.numeral(at)
    if numeral is None or numeral.role != "cardinal" or not 0 < numeral.value < 100:
        return None
    if numeral.scaled or numeral.value % 1:
        return None
    at_part = numeral.next + (reading.dash(numeral.next))
    below = reading.numeral(at_part)
    if below is not None and below.next == at_part + 1 and below.value:
        value: Fraction | None = None
        if below.role == "part" and below.value != Fraction(1, 2):
            value = numeral.value * below.value
        elif below.role == "ordinal" and below.value > 2 and numeral.value == 1:
            value = 1 / below.value
        if value is not None and not (article and reading.lower(at_part + 1) in _AFTER_ORDINAL):
            also = ()
            if below.role == "ordinal":
                also = (reading.make(at, below.next, "ordinal", below.value),)
            if reading.lower(at_part) == "quarters":
                months = reading.make(at, below.next, "measure", numeral.value, "quarter")
                also = (months,)
            weak = article and below.role == "part"
            fraction = reading.make(at, below.next, "fraction", value, weak=weak, also=also)
            return one(fraction, below.next)
    if word == "one" and reading.lower(at + 1) in ("in", "out"):
        after = at + 2 + (reading.lower(at + 2) == "of")
        whole = reading.numeral(after)
        if whole is not None and whole.role == "cardinal" and 1 < whole.value < 1001:
            if whole.digits or not whole.scaled:
                also = (reading.make(at, whole.next, "ordinal", whole.value),
                        reading.make(at, whole.next, "number", whole.value))  # fmt: skip
                fraction = reading.make(
                    at, whole.next, "fraction", 1 / whole.value, weak=True, also=also
                )
                return one(fraction, whole.next)
    return None


def unit_and_half(reading: Reading, at: int) -> Found | None:
    """a year and a half, an hour and a half, a dozen and a half."""
    if reading.lower(at) not in ("a", "an", "first", "last", "next", "past"):
        return None
    if reading.lower(at + 1) == "dozen" and reading.words(at + 2, ("and", "a", "half")):
        return one(reading.make(at, at + 5, "number", Fraction(18)), at + 5)
    unit = reading.unit(at + 1)
    if unit is None or not reading.words(unit[1], ("and", "a", "half")):
        return None
    end = unit[1] + 3
    return one(reading.make(at, end, unit[0].kind, Fraction(3, 2), unit[0].name), end)


def half_of(reading: Reading, at: int) -> Found | None:
    """half a million, half an hour, half a century, half-hour."""
    if reading.lower(at) != "half":
        return None
    start = at + 1
    if reading.lower(start) in ("a", "an", "-", "of"):
        start += 1
    unit = reading.unit(start)
    word = _WORDS.get(reading.lower(start))
    if word is not None and word.role in ("scale", "hundred") or reading.lower(start) == "dozen":
        value = (word.value if word is not None else 12) / 2
        plain = Numeral(start + 1, Fraction(value), scaled=True, mantissa=Fraction(value))
        unit = reading.unit(start + 1)
        end = unit[1] if unit is not None else start + 1
        return one(
            amounts.build(reading, at, end, plain, unit[0] if unit is not None else None), end
        )
    if unit is not None and start > at + 1 and unit[0].dimension in ("time", "time-long", "mass"):
        name = unit[0].name
        if reading.lower(start) in ("century", "decade"):
            name = reading.lower(start)
        made = reading.make(at, unit[1], unit[0].kind, Fraction(1, 2), name, weak=True)
        return one(made, unit[1])
    return None


def scaled_ordinal(reading: Reading, at: int) -> Found | None:
    """five hundredth, one hundred thousandth, 700-billionth."""
    numeral = reading.numeral(at)
    if numeral is None or numeral.role != "cardinal":
        return None
    end = numeral.next + (reading.dash(numeral.next) and reading.glued(numeral.next))
    word = _WORDS.get(reading.lower(end))
    if word is None or word.role != "ordinal" or word.value < 100:
        return None
    return one(reading.make(at, end + 1, "ordinal", numeral.value * word.value), end + 1)


def twenty_twenty(reading: Reading, at: int) -> Found | None:
    """nineteen ninety-three, twenty twenty-four: a year in words."""
    if reading.lower(at) not in ("nineteen", "twenty"):
        return None
    rest = reading.numeral(at + 1)
    if rest is None or rest.digits or rest.role != "cardinal" or not 10 <= rest.value < 100:
        return None
    century = 1900 if reading.lower(at) == "nineteen" else 2000
    return one(reading.make(at, rest.next, "year", century + rest.value), rest.next)


def ordinal_third(reading: Reading, at: int) -> Found | None:
    """An ordinal that may as well be a fraction: "third of", "a fifth"."""
    numeral = reading.numeral(at)
    if numeral is None or numeral.role != "ordinal":
        return None
    also = ()
    if numeral.value > 2 and reading.lower(numeral.next) == "of":
        also = (reading.make(at, numeral.next, "fraction", 1 / numeral.value),)
    quantity = reading.make(
        at, numeral.next, "ordinal", numeral.value, weak=numeral.weak, also=also
    )
    return one(quantity, numeral.next)


def seconds(reading: Reading, at: int) -> Found | None:
    """Not numbers: per second, a quarter on its own; weak ones: third-party, five-axis, Ten."""
    word, before = reading.lower(at), reading.lower(at - 1)
    if word in ("second", "thousand", "hundred", "quarter", "quarters") and before in _PER:
        return Found((), at + 1)
    if word in ("quarter", "quarters") and before not in ("a", "one", "three", "by"):
        return Found((), at + 1)
    numeral = reading.numeral(at)
    if numeral is None or numeral.digits or numeral.scaled or numeral.vague:
        return None
    token, end = reading.tokens[at], numeral.next
    after = reading.lower(end + 1)
    if reading.dash(end) and reading.glued(end + 1) and reading.tokens[end + 1].kind == "word":
        named = numeral.role == "ordinal" and after in _CLASSES
        counted = numeral.role == "cardinal" and end == at + 1 and _uncounted(reading, end + 1)
        if named or counted:
            kind: Kind = "ordinal" if named else "number"
            return one(reading.make(at, end, kind, numeral.value, weak=True), end)
    if token.text[0].isupper() and reading.inside(at) and numeral.role in ("cardinal", "ordinal"):
        if end == at + 1 and reading.unit(end) is None:
            kind = "ordinal" if numeral.role == "ordinal" else "number"
            return one(reading.make(at, end, kind, numeral.value, weak=True), end)
    if word == "second" and before == "a":
        return one(reading.make(at, at + 1, "ordinal", Fraction(2), weak=True), at + 1)
    return None


def _uncounted(reading: Reading, at: int) -> bool:
    """Whether the word after "five-" is no unit, number or "time"."""
    word = reading.lower(at)
    return (
        reading.unit(at) is None
        and word not in _TIMES_TAILS
        and word not in _WORDS
        and word not in ("and", "to", "or", "odd")
    )


def multiplied(reading: Reading, at: int) -> Found | None:
    """three-time, 10-fold, two-fold."""
    numeral = reading.numeral(at)
    if numeral is None or numeral.role != "cardinal" or not reading.dash(numeral.next):
        return None
    end = numeral.next + 1
    if reading.lower(end) not in _TIMES_TAILS:
        return None
    weak = numeral.value == 1
    return one(reading.make(at, end + 1, "times", numeral.value, weak=weak), end + 1)


def _starts(token: Token) -> bool:
    if token.kind == "word":
        lower = token.lower
        return (
            lower in _WORDS
            or (lower in _MONTHS and token.text[0].isupper())
            or lower in _NAMED
            or lower in ("a", "an")
            or (
                token.text.isupper()
                and (not token.text.strip("IVXL") or lower in _LETTER_CURRENCIES)
            )
        )
    return token.kind != "sign" or token.text in _SIGNS


_PER = frozenset({"per", "/"})
_CLASSES = frozenset("party class hand rate degree country place person string tier".split())
_AFTER_ORDINAL = frozenset("time person term round party country place year day".split())
_LANGUAGE = Language(
    name="english",
    grammar=Grammar(
        words=_WORDS,
        decimal_comma=False,
        hundred_multiplies=True,
        half=(("and", "a", "half"),),
        quarter=(("and", "a", "quarter"),),
        link=frozenset({"and"}),
        between_vague=frozenset({"of"}),
        hyphenated=True,
        suffixes=frozenset(),
        odd=(("-", "odd"), ("odd",)),
    ),
    units=_UNITS,
    months=_MONTHS,
    fillers=frozenset("russian american us u full whole consecutive more additional".split()),
    to=frozenset({"to", "through", "until", "till"}),
    conjunctions=frozenset({"and", "or"}),
    below_zero=(("below", "zero"), ("of", "frost")),
    qualifiers=(
        (("no", "less", "than"), "at least"),
        (("no", "fewer", "than"), "at least"),
        (("not", "less", "than"), "at least"),
        (("at", "least"), "at least"),
        (("no", "more", "than"), "at most"),
        (("not", "more", "than"), "at most"),
        (("at", "most"), "at most"),
        (("more", "than"), "over"),
        (("over",), "over"),
        (("above",), "over"),
        (("exceeding",), "over"),
        (("less", "than"), "under"),
        (("fewer", "than"), "under"),
        (("under",), "under"),
        (("below",), "under"),
        (("up", "to"), "up to"),
        (("about",), "about"),
        (("around",), "about"),
        (("approximately",), "about"),
        (("roughly",), "about"),
        (("nearly",), "about"),
        (("almost",), "about"),
        (("some",), "about"),
    ),
    starts=_starts,
    calendar=(dates.date, dates.day_first, dates.years, dates.quarter),
    rules=(
        pronoun_one,
        numbered,
        amounts.dotted_date,
        amounts.code_token,
        dates.date,
        dates.day_first,
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
        suffixed,
        seconds,
        unit_and_half,
        half_of,
        parts,
        multiplied,
        twenty_twenty,
        scaled_ordinal,
        ordinal_third,
        amounts.digits_with_letters,
        amounts.amount,
    ),
)


def read_english(text: str) -> list[Quantity]:
    """The quantities of an English text, in order and without overlaps."""
    return read(text, _LANGUAGE)
