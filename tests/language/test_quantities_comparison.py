"""Which ways of writing agree, which changes are found, and what they are called."""

import pytest

from pipeline.language.quantities import agree, compare, read_english, read_russian


def faithful(russian: str, english: str) -> bool:
    return compare(read_russian(russian), read_english(english)).faithful


@pytest.mark.parametrize(
    ("russian", "english"),
    [
        ("1 388", "1,388"),
        ("1 388", "1388"),
        ("86 миллиардов рублей", "86 billion rubles"),
        ("86 миллиардов рублей", "RUB 86 billion"),
        ("86 млрд руб.", "86bn roubles"),
        ("полтора миллиона", "1.5 million"),
        ("полтора года", "18 months"),
        ("полгода", "six months"),
        ("сутки", "24 hours"),
        ("двое суток", "two days"),
        ("десять лет", "a decade"),
        ("в два раза", "twice"),
        ("вдвое", "doubled"),
        ("вдвое меньше", "halved"),
        ("двукратный рост", "a two-fold rise"),
        ("треть", "a third"),
        ("половина", "50%"),
        ("каждый пятый", "one in five"),
        ("первый", "the 1st"),
        ("пятый этаж", "floor 5"),
        ("XXI век", "the 21st century"),
        ("28 городов", "twenty-eight cities"),
        ("12 марта 2024 года", "12 March 2024"),
        ("12.03.2024", "March 12, 2024"),
        ("с 5 по 7 июня", "June 5-7"),
        ("5 июня и 7 июня", "June 5 and 7"),
        ("с 5 июня по 7 июня 2024 года", "June 5-7, 2024"),
        ("2024–2026 годы", "from 2024 to 2026"),
        ("I квартал 2025 года", "Q1 2025"),
        ("в первом полугодии", "in the first half of the year"),
        ("в 18 часов", "at 6 p.m."),
        ("18 часов", "18 hours"),
        ("к 11 утра", "by 11 a.m."),
        ("28-летний мужчина", "a man, 28,"),
        ("70-летие", "the 70th anniversary"),
        ("на 78-м году жизни", "at the age of 77"),
        ("в 93-м году", "in 1993"),
        ("1990-е", "the nineties"),
        ("10 тыс. кв. м", "10,000 square meters"),
        ("2 т", "2,000 kg"),
        ("18 до 35 лет", "18 to 35"),
        ("от 5 до 7 млн рублей", "5-7 million rubles"),
        ("от 5 до 7 млн рублей", "from 5 million to 7 million rubles"),
        ("на 10 и 15 процентов", "by 10% and 15%"),
        ("17,3 млн рублей, из них 10 млн", "RUB 17.3 million, of which RUB 10 million"),
        ("Ил-96", "Il-96"),
        ("0,4 секунды", "four-tenths of a second"),
        ("четыре десятых секунды", "four-tenths of a second"),
        ("750 млн рублей", "three quarters of a billion rubles"),
        ("один из заводов", "a plant"),
        ("впервые", "for the first time"),
        ("во-вторых", "secondly"),
        ("оба завода", "both plants"),
        ("трёхкомнатная", "three-room"),
        ("трёхкомнатная", "spacious"),
        ("№ 5", "No. 5"),
        ("со счётом 3:1", "3-1"),
        ("два десятка", "two dozen"),
        ("в половине шестого утра", "at half past five in the morning"),
        ("без четверти восемь утра", "at a quarter to eight in the morning"),
        (
            "с 5 до 2,5 млн рублей и с десяти до пяти",
            "5 million to 2.5 million roubles, ten to five",
        ),
        ("четыре десятых второй и третью", "four-tenths, second and third"),
        ("1,6 млн первоклассников", "1.6 million first-graders"),
        ("стотысячный вагон", "the one hundred thousandth railcar"),
    ],
)
def test_legitimate_rewriting_agrees(russian: str, english: str) -> None:
    assert faithful(russian, english)


@pytest.mark.parametrize(
    ("russian", "english", "reason"),
    [
        ("86 миллиардов рублей", "86 million rubles", "magnitude"),
        ("1,388 млрд", "1,388 billion", "magnitude"),
        ("5 тыс. человек", "5 people", "magnitude"),
        ("86 миллиардов рублей", "86 billion dollars", "unit"),
        ("5 процентов", "5 percentage points", "unit"),
        ("5 процентных пунктов", "5%", "unit"),
        ("5 километров", "5 meters", "unit"),
        ("5 тонн", "5 kilometers", "unit"),
        ("три года", "three weeks", "unit"),
        ("12 марта", "March 13", "date"),
        ("12 марта", "April 12", "date"),
        ("в марте", "in April", "date"),
        ("в 2024 году", "in 2025", "date"),
        ("12 марта 2024 года", "March 12, 2023", "date"),
        ("I квартал", "the second quarter", "date"),
        ("28 городов", "27 cities", "value"),
        ("12,5%", "13.5%", "value"),
        ("0,5 секунды", "four-tenths of a second", "value"),
    ],
)
def test_a_change_is_found_and_named(russian: str, english: str, reason: str) -> None:
    comparison = compare(read_russian(russian), read_english(english))
    assert [change.reason for change in comparison.changed] == [reason]
    assert not comparison.missing
    assert not comparison.invented


def test_a_dropped_number_is_missing() -> None:
    comparison = compare(read_russian("28 городов и 5 сёл"), read_english("28 cities and villages"))
    assert [quantity.text for quantity in comparison.missing] == ["5"]
    assert [(a.text, b.text) for a, b in comparison.matched] == [("28", "28")]


def test_a_new_number_is_invented() -> None:
    comparison = compare(read_russian("школы города"), read_english("12 schools of the city"))
    assert [quantity.text for quantity in comparison.invented] == ["12"]


def test_a_number_said_twice_must_be_there_twice() -> None:
    assert not faithful("5 школ и 5 садов", "5 schools and gardens")


def test_agreement_of_two_quantities() -> None:
    (russian,) = read_russian("86 миллиардов рублей")
    (english,) = read_english("RUB 86 billion")
    (dollars,) = read_english("$86 billion")
    assert agree(russian, english)
    assert not agree(russian, dollars)


def test_the_qualifier_takes_no_part_in_agreement() -> None:
    assert faithful("более 5 тонн", "5 tons")


@pytest.mark.parametrize(
    ("russian", "english", "reason"),
    [
        ("несколько тысяч школьников", "several million schoolchildren", "magnitude"),
        ("5 миллионов 800 тысяч дел", "5 billion 800 thousand cases", "magnitude"),
        ("апрельская встреча", "the March meeting", "date"),
        ("в 2013 году", "in 2213", "date"),
    ],
)
def test_a_weak_or_odd_word_still_names_the_change(russian: str, english: str, reason: str) -> None:
    comparison = compare(read_russian(russian), read_english(english))
    assert [change.reason for change in comparison.changed] == [reason]


def test_a_unit_that_may_be_a_scale_stays_a_unit() -> None:
    assert faithful("бег на 200 м", "a 200m race")
    assert not faithful("на высоте 530 км", "at an altitude of 530 m")


@pytest.mark.parametrize(
    ("russian", "english", "same"),
    [
        ("с 4,2 до 9,6 тыс. тонн", "from 4.2 to 9,600 tons", False),
        ("с 4,2 до 9,6 тыс. тонн", "from 4.2 to 9.6 thousand tons", True),
        ("с 4,2 до 9,6 тыс. тонн", "from 4,200 to 9,600 tons", True),
        ("от 500 до 3 тыс. рублей", "from 500 to 3,000 rubles", True),
        ("2–3 млн рублей", "2-3 million rubles", True),
        ("от 1 до 3 млн долларов", "$1 million to $3 million", True),
    ],
)
def test_a_borrowed_scale_is_part_of_an_end(russian: str, english: str, same: bool) -> None:
    comparison = compare(read_russian(russian), read_english(english))
    assert comparison.faithful is same
    assert same or [change.reason for change in comparison.changed] == ["magnitude"]
