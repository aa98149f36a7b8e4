"""Reading the quantities of an English text."""

from pipeline.language.memory import remembered
from pipeline.language.quantities import amounts, calendar, marks
from pipeline.language.quantities import english_calendar as dates
from pipeline.language.quantities import english_periods as periods
from pipeline.language.quantities import english_words as words
from pipeline.language.quantities.numerals import Grammar
from pipeline.language.quantities.quantity import Quantity
from pipeline.language.quantities.reading import Language, phrases, read, vocabulary
from pipeline.language.quantities.tables import months, number_words, units
from pipeline.language.quantities.tokens import Token

_WORDS = number_words("english")
_MONTHS = months("english")
_SIGNS = frozenset("$€£₽¥₴₸₹№#-−–")
_STARTS = frozenset(_WORDS) | vocabulary(
    "a an last next past noon midday midnight minus no nos q h decade decades"
)
_CURRENCIES = vocabulary("usd eur rub rur us gbp cny rmb kzt uah br")


def read_english(text: str) -> list[Quantity]:
    """The quantities of an English text, in order and without overlaps.

    >>> [q.canonical for q in read_english("On March 12, 2024, RUB 5 million was allocated")]
    ['2024-03-12', '5000000 RUB']
    """
    return list(_read(text))


@remembered
def _read(text: str) -> tuple[Quantity, ...]:
    return tuple(read(text, _LANGUAGE))


def _starts(token: Token) -> bool:
    if token.kind == "word":
        lower = token.lower
        if lower in _STARTS:
            return True
        if token.text[0].islower():
            return False
        return lower in _MONTHS or lower in _CURRENCIES or not token.text.strip("IVXL")
    return token.kind != "sign" or token.text in _SIGNS


_LANGUAGE = Language(
    name="english",
    grammar=Grammar(
        words=_WORDS,
        decimal_comma=False,
        hundred_multiplies=True,
        half=(("and", "a", "half"),),
        quarter=(("and", "a", "quarter"),),
        link=vocabulary("and"),
        between_vague=vocabulary("of"),
        hyphenated=True,
        suffixes=frozenset(),
        odd=(("-", "odd"), ("odd",), ("-", "plus"), ("plus",)),
    ),
    units=units("english"),
    months=_MONTHS,
    fillers=vocabulary("russian american us u full whole consecutive more additional"),
    to=vocabulary("to through until till"),
    conjunctions=vocabulary("and or"),
    below_zero=(("below", "zero"), ("of", "frost")),
    qualifiers=phrases(
        {
            "at least": "no less than|no fewer than|not less than|at least",
            "at most": "no more than|not more than|at most",
            "over": "more than|over|above|exceeding",
            "under": "less than|fewer than|under|below",
            "up to": "up to",
            "about": "about|around|approximately|roughly|nearly|almost|some",
        }
    ),
    starts=_starts,
    calendar=(dates.date, dates.day_first, dates.years, periods.quarter),
    rules=(
        words.no_number,
        words.numbered,
        marks.dotted_date,
        marks.code_token,
        dates.date,
        dates.day_first,
        dates.month,
        periods.quarter,
        periods.half_year,
        dates.years,
        dates.decade,
        marks.name_with_digits,
        dates.year,
        marks.named_score,
        periods.time,
        marks.score,
        marks.slashed,
        calendar.roman_ordinal,
        words.suffixed,
        words.decade_alone,
        words.unit_and_half,
        words.half_of,
        words.parts,
        words.one_in,
        words.multiplied,
        words.twenty_twenty,
        words.scaled_ordinal,
        words.weak_word,
        words.ordinal,
        marks.digits_with_letters,
        amounts.amount,
    ),
)
