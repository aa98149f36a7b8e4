"""Reading the quantities of a Russian text."""

from pipeline.language.memory import remembered
from pipeline.language.quantities import amounts, calendar, marks
from pipeline.language.quantities import russian_calendar as dates
from pipeline.language.quantities import russian_periods as periods
from pipeline.language.quantities import russian_words as words
from pipeline.language.quantities.numerals import Grammar
from pipeline.language.quantities.quantity import Quantity
from pipeline.language.quantities.reading import Language, phrases, read, vocabulary
from pipeline.language.quantities.tables import months, number_words, units
from pipeline.language.quantities.tokens import Token

_WORDS = number_words("russian")
_MONTHS = months("english") | months("russian")  # datelines of sites: "27 Apr 2020, 11:32"
_COMPOUNDS = words.compounds()
_SIGNS = frozenset("$€£₽¥₴₸₹№#-−–")
_STARTS = (
    frozenset(_WORDS)
    | frozenset(_MONTHS)
    | frozenset(_COMPOUNDS.bundles)
    | periods.STARTS
    | vocabulary("минус")
)
_CURRENCIES = vocabulary("usd eur rub us gbp cny br")


def read_russian(text: str) -> list[Quantity]:
    """The quantities of a Russian text, in order and without overlaps.

    >>> [q.canonical for q in read_russian("12 марта 2024 года выделено 5 млн рублей")]
    ['2024-03-12', '5000000 RUB']
    """
    return list(_read(text))


@remembered
def _read(text: str) -> tuple[Quantity, ...]:
    return tuple(read(text, _LANGUAGE))


def _starts(token: Token) -> bool:
    if token.kind == "word":
        lower = token.lower
        return (
            lower in _STARTS
            or lower[:3] in _COMPOUNDS.starts
            or lower in _CURRENCIES
            or (token.text.isupper() and not token.text.strip("IVXLХІ"))
        )
    return token.kind != "sign" or token.text in _SIGNS


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
        suffixes=vocabulary("ти мя х ми и тью ю"),
        odd=(("с", "лишним"), ("с", "небольшим"), ("с", "чем", "-", "то")),
    ),
    units=units("russian"),
    months=_MONTHS,
    fillers=vocabulary("российских американских полных лишним"),
    to=vocabulary("до по"),
    conjunctions=vocabulary("и или либо"),
    below_zero=(("ниже", "нуля"), ("мороза",)),
    qualifiers=phrases(
        {
            "at least": "не менее|не менее чем|не меньше|как минимум|минимум|от",
            "at most": "не более|не более чем|не больше|максимум",
            "over": "более чем|более|больше|свыше",
            "under": "менее чем|менее|меньше",
            "up to": "до",
            "about": "около|примерно|порядка|приблизительно|почти",
        }
    ),
    starts=_starts,
    calendar=(dates.date, dates.years, periods.quarter),
    rules=(
        words.idiom,
        words.discourse,
        words.numbered,
        marks.dotted_date,
        marks.code_token,
        dates.date,
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
        words.in_name,
        words.bundle,
        words.parts,
        words.ordinal,
        marks.digits_with_letters,
        amounts.amount,
        words.compound,
    ),
)
