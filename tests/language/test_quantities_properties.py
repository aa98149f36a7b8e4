"""Generate a value, write it in many ways, read it back: the value and the span are exact."""

import time
from collections.abc import Callable
from datetime import date
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.language.quantities import (
    Quantity,
    compare,
    read_english,
    read_russian,
    render_english,
)
from tests.language import quantity_writers as write

Reader = Callable[[str], list[Quantity]]
integers = st.one_of(st.integers(2, 9999), st.integers(10_000, 10**12 - 1))
mantissas = st.integers(11, 9999).map(lambda tenths: Fraction(tenths, 10))
days = st.dates(date(1900, 1, 1), date(2099, 12, 31))
READERS = [pytest.param(read_russian, id="russian"), pytest.param(read_english, id="english")]


def only(quantities: list[Quantity]) -> Quantity:
    assert len(quantities) == 1, quantities
    return quantities[0]


@given(integers)
def test_russian_number_words_read_back(number: int) -> None:
    text = write.russian_words(number)
    quantity = only(read_russian(f"Построили {text} объектов."))
    assert (quantity.value, quantity.text) == (Fraction(number), text)


@given(integers)
def test_english_number_words_read_back(number: int) -> None:
    text = write.english_words(number)
    quantity = only(read_english(f"They built {text} sites."))
    assert (quantity.value, quantity.text) == (Fraction(number), text)


@given(st.integers(1000, 10**12), st.sampled_from(" \u00a0\u2009\u202f"))
def test_grouped_digits_read_back(number: int, space: str) -> None:
    russian = only(read_russian(f"Всего {write.russian_digits(number, space)} жителей"))
    english = only(read_english(f"A total of {number:,} residents"))
    assert russian.value == english.value == number


@given(
    mantissas,
    st.sampled_from(
        [
            (1000, ("тыс.", "тысячи"), "thousand"),
            (10**6, ("млн", "миллиона"), "million"),
            (10**9, ("млрд", "миллиарда"), "billion"),
        ]
    ),
    st.sampled_from(
        [
            (("рублей", "руб.", "₽"), ("rubles", "roubles"), "RUB"),
            (("долларов", "долл.", "долларов США"), ("dollars", "US dollars"), "USD"),
            (("евро", "€"), ("euros", "euro"), "EUR"),
        ]
    ),
    st.data(),
)
def test_money_agrees_across_languages(
    mantissa: Fraction,
    scale: tuple[int, tuple[str, ...], str],
    currency: tuple[tuple[str, ...], tuple[str, ...], str],
    data: st.DataObject,
) -> None:
    decimal = f"{float(mantissa):.1f}"
    russian_scale = data.draw(st.sampled_from(scale[1]))
    russian_unit = data.draw(st.sampled_from(currency[0]))
    english_unit = data.draw(st.sampled_from(currency[1]))
    russian = only(read_russian(f"{decimal.replace('.', ',')} {russian_scale} {russian_unit}"))
    english = only(read_english(f"{decimal} {scale[2]} {english_unit}"))
    assert russian.value == english.value == mantissa * scale[0]
    assert russian.unit == english.unit == currency[2]
    assert compare([russian], [english]).faithful


@given(days, st.data())
def test_dates_read_back_in_every_form(day: date, data: st.DataObject) -> None:
    russian_month = write.RUSSIAN_MONTHS[day.month - 1]
    english_month = write.ENGLISH_MONTHS[day.month - 1]
    russian = data.draw(
        st.sampled_from(
            [
                f"{day.day} {russian_month} {day.year} года",
                f"{day.day} {russian_month} {day.year} г.",
                f"{day.day} {russian_month} {day.year}",
                f"{day:%d.%m.%Y}",
                f"{day:%Y-%m-%d}",
            ]
        )
    )
    english = data.draw(
        st.sampled_from(
            [
                f"{english_month} {day.day}, {day.year}",
                f"{day.day} {english_month} {day.year}",
                f"{english_month} {day.day} {day.year}",
                f"{day:%Y-%m-%d}",
            ]
        )
    )
    expected = (day.year, day.month, day.day)
    assert only(read_russian(f"Открыт {russian}")).value == expected
    assert only(read_english(f"Opened on {english}")).value == expected


@given(days, days)
def test_different_dates_never_pass(one: date, other: date) -> None:
    russian = f"{one.day} {write.RUSSIAN_MONTHS[one.month - 1]} {one.year} года"
    english = f"{write.ENGLISH_MONTHS[other.month - 1]} {other.day}, {other.year}"
    same = compare(read_russian(russian), read_english(english)).faithful
    assert same == (one == other)


@given(integers, integers)
def test_different_numbers_never_pass(one: int, other: int) -> None:
    source = read_russian(f"Создано {write.russian_digits(one)} рабочих мест")
    target = read_english(f"{write.english_words(other).capitalize()} jobs were created")
    assert compare(source, target).faithful == (one == other)


@given(
    st.one_of(
        integers.map(lambda number: f"{write.russian_digits(number)} рублей"),
        integers.map(lambda number: f"{write.russian_digits(number)} жителей"),
        st.integers(1, 999).map(lambda number: f"{number / 10:.1f} %".replace(".", ",")),
        st.integers(2, 999).map(lambda number: f"{number} кв. км"),
        st.integers(1, 89).map(lambda number: f"{number}-й"),
        st.integers(1, 4).map(lambda number: f"{number}-й квартал 2025 года"),
        st.integers(1, 27).map(lambda day: f"с {day} по {day + 1} июня 2024 года"),
        days.map(lambda day: f"{day:%d.%m.%Y}"),
        st.tuples(st.integers(1, 23), st.integers(0, 59)).map(lambda hm: f"{hm[0]}:{hm[1]:02}"),
    )
)
def test_what_is_rendered_reads_back_as_the_same(text: str) -> None:
    source = read_russian(text)
    target = read_english(" ".join(render_english(quantity) for quantity in source))
    assert source
    assert compare(source, target).faithful


pieces = st.sampled_from(
    [
        "5",
        "12,5",
        "1",
        "388",
        "2024",
        "млн",
        "тыс.",
        "рублей",
        "%",
        "процентов",
        "марта",
        "года",
        "и",
        "до",
        "по",
        "—",
        "-",
        "–",
        ":",
        "/",
        ".",
        ",",
        "$",
        "€",
        "№",
        "III",
        "двадцать",
        "первый",
        "тысяч",
        "полтора",
        "раза",
        "половина",
        "с",
        "million",
        "and",
        "half",
        "the",
        "first",
        "quarter",
        "of",
        "March",
        "May",
        "percent",
        "twenty",
        "hundred",
        "dozen",
        "'",
        '"',
        "(",
        ")",
        "x",
        "A",
        "5G",
        "Ил-96",
        "м²",
        "°C",
    ]
)


@pytest.mark.parametrize("reader", READERS)
@given(text=st.one_of(st.text(max_size=200), st.lists(pieces, max_size=40).map(" ".join)))
def test_any_text_is_read_with_exact_spans_in_order(reader: Reader, text: str) -> None:
    last = 0
    for quantity in reader(text):
        assert text[quantity.start : quantity.stop] == quantity.text
        assert last <= quantity.start < quantity.stop
        last = quantity.stop
        assert quantity.canonical
        assert render_english(quantity)
        for part in quantity.parts:
            assert text[part.start : part.stop] == part.text


@pytest.mark.parametrize("reader", READERS)
@given(text=st.lists(pieces, max_size=30).map(" ".join))
def test_a_text_is_faithful_to_itself(reader: Reader, text: str) -> None:
    assert compare(reader(text), reader(text)).faithful


def _processor_time(reader: Reader, text: str) -> float:
    start = time.process_time()
    reader(text)
    return time.process_time() - start


@pytest.mark.parametrize("reader", READERS)
@pytest.mark.parametrize(
    "piece",
    [
        "1 ",
        "1-",
        "1, ",
        "1,",
        "1:",
        "а",
        "one ",
        "двадцати",
        "5 млн ",
        "1 000 ",
        "XX-",
        "5 и ",
        "$",
    ],
)
def test_time_is_linear_in_the_length(reader: Reader, piece: str) -> None:
    """Four times the text takes about four times as long, not sixteen."""
    small = piece * (4000 // len(piece))
    took = []
    for text in (small, small * 4):
        # Blanks at the end, since what was read a moment ago is not read again.
        took.append(min(_processor_time(reader, text + " " * lap) for lap in range(3)))
    assert took[1] < 10 * took[0] + 0.2


def test_one_hundred_kilobytes_of_one_digit_are_a_code() -> None:
    quantity = only(read_russian("7" * 100_000))
    assert quantity.kind == "code"
