"""What is read in English, one line a case: the words, and the canonical forms in order."""

import pytest

from pipeline.language.quantities import read_english, read_russian, render_english


def canonical(text: str) -> str:
    return " | ".join(quantity.canonical for quantity in read_english(text))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        # digits and words
        ("1,388 people", "1388"),
        ("1388 people", "1388"),
        ("16,599.85.", "16599.85"),
        ("twenty-eight cities", "28"),
        ("one hundred and five", "105"),
        ("between one hundred and five hundred", "100 | 500"),
        ("twenty-five thousand three hundred and forty-two", "25342"),
        ("two million 384 thousand", "2384000"),
        ("1.5 million", "1500000"),
        ("a million", "1000000"),
        ("half a million", "500000"),
        ("a quarter of a billion dollars", "250000000 USD"),
        ("two and a half million", "2500000"),
        ("two dozen", "24"),
        ("eighteen hundred", "1800"),
        ("tens of thousands", "~10000"),
        ("No. 5", "5"),
        # fractions and multiples
        ("a third", "1/3"),
        ("two-thirds", "2/3"),
        ("three quarters of", "0.75"),
        ("twice", "x2"),
        ("doubled", "x2"),
        ("a two-fold rise", "x2"),
        ("three times", "x3"),
        # ordinals
        ("the 21st century", "No. 21"),
        ("the twenty-third", "No. 23"),
        ("the VII Forum", "No. 7"),
        ("one hundred thousandth", "No. 100000"),
        # money
        ("86 billion rubles", "86000000000 RUB"),
        ("RUB 86 billion", "86000000000 RUB"),
        ("86bn roubles", "86000000000 RUB"),
        ("$5m", "5000000 USD"),
        ("US$5 million", "5000000 USD"),
        ("€100 million", "100000000 EUR"),
        ("4 billion stolen rubles", "4000000000 RUB"),
        ("a 5-million-ruble grant", "5000000 RUB"),
        ("RUB 5-7 million", "5000000 RUB–7000000 RUB"),
        # shares
        ("0.5%", "0.5%"),
        ("0.5 percent", "0.5%"),
        ("5 per cent", "5%"),
        ("5 percentage points", "5 pp"),
        ("15 to 25 percent", "15%–25%"),
        # measures
        ("10,000 square meters", "10000 m2"),
        ("302.6 MW", "302.6 MW"),
        ("a 2.4 km long park", "2.4 km"),
        ("the 28-year-old driver", "28 year"),
        ("a year and a half", "1.5 year"),
        ("two years and six months", "2.5 year"),
        ("5 degrees below zero", "-5 degC"),
        # dates
        ("March 12, 2024", "2024-03-12"),
        ("12 March 2024", "2024-03-12"),
        ("the 12th of March", "-----03-12"),
        ("June 5-7", "-----06-05–-----06-07"),
        ("from June 5 to 7, 2025", "-----06-05–2025-06-07"),
        ("August 7 and 8", "-----08-07 | -----08-08"),
        ("On May 5, 20 people", "-----05-05 | 20"),
        ("in May", "-----05"),
        ("in 2024", "2024"),
        ("2024-2026", "2024–2026"),
        ("the 1990s", "1990s"),
        ("Q1 2025", "2025-Q1"),
        ("the first quarter of 2025", "2025-Q1"),
        ("the first half of the year", "H1"),
        # times
        ("at 10:30", "10:30"),
        ("6 p.m.", "18:00"),
        ("7:15 in the evening", "19:15"),
        ("noon", "12:00"),
        # figures that are no amounts
        ("won 3:1", "3:1"),
        ("the Il-96-300", "96300"),
        ("COVID-19", "19"),
        ("house 76B", "76"),
    ],
)
def test_reads(text: str, expected: str) -> None:
    assert canonical(text) == expected


@pytest.mark.parametrize(
    "text",
    ["They may march on.", "no one", "one another", "per second", "the previous quarter", ""],
)
def test_reads_nothing(text: str) -> None:
    assert read_english(text) == []


@pytest.mark.parametrize(
    "text", ["one of them", "the first", "both", "the two sides", "third-party", "Channel Ten"]
)
def test_words_that_need_not_count_are_weak(text: str) -> None:
    assert all(quantity.weak for quantity in read_english(text))
    assert read_english(text)


@pytest.mark.parametrize(
    ("russian", "english"),
    [
        ("86 миллиардов рублей", "86 billion rubles"),
        ("5 млн долларов", "$5 million"),
        ("12 марта 2024 года", "March 12, 2024"),
        ("в марте 2024 года", "March 2024"),
        ("с 5 по 7 июня", "June 5-7"),
        ("12,5 процента", "12.5%"),
        ("5 процентных пунктов", "5 percentage points"),
        ("10 тыс. кв. м", "10,000 square meters"),
        ("2 тыс. 384 человека", "2,384"),
        ("I квартал 2025 года", "first quarter of 2025"),
        ("1990-е годы", "1990s"),
        ("VII форум", "7th"),
        ("три школы", "three"),
        ("28 лет", "28 years"),
        ("2024–2026 годы", "2024-2026"),
        ("со счётом 3:1", "3-1"),
    ],
)
def test_renders_in_press_style(russian: str, english: str) -> None:
    (quantity,) = read_russian(russian)
    assert render_english(quantity) == english
