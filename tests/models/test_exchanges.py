"""Facts exchanged on both sides of a pair: they still agree, and so does the Russian grammar."""

import random
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from models.training import exchanges
from models.training.cleaning import Pair
from pipeline.language.transliteration import transliterate

SEEDS = st.integers(0, 99)


@given(
    numbers=st.lists(st.integers(10, 9999), min_size=1, max_size=4, unique=True),
    seed=SEEDS,
)
def test_other_numbers_agree_and_keep_the_russian_agreement(numbers: list[int], seed: int) -> None:
    listed = " и ".join(map(str, numbers))
    pair = Pair(
        f"Построено {listed} домов.", f"{listed.replace(' и ', ' and ')} houses were built."
    )
    made = exchanges.with_other_numbers(pair, random.Random(seed))
    ru, en = re.findall(r"\d+", made.ru), re.findall(r"\d+", made.en)
    assert ru == en
    for before, after in zip(map(str, numbers), ru, strict=True):
        assert len(before) == len(after)
        assert before[-1] == after[-1]
        assert (before[-2] == "1") == (after[-2] == "1")
        if len(before) == 4 and before[:2] in ("19", "20"):
            assert after[:2] == before[:2]


@given(whole=st.integers(0, 9999), part=st.integers(0, 99), seed=SEEDS)
def test_other_fractions_agree(whole: int, part: int, seed: int) -> None:
    pair = Pair(f"Рост составил {whole},{part} %.", f"Growth was {whole}.{part}%.")
    made = exchanges.with_other_fractions(pair, random.Random(seed))
    assert re.findall(r"\d+", made.ru) == re.findall(r"\d+", made.en)


@given(number=st.integers(1000, 999_999_999), space=st.sampled_from(" \u00a0"), seed=SEEDS)
def test_other_thousands_agree_and_keep_the_russian_agreement(
    number: int, space: str, seed: int
) -> None:
    grouped = f"{number:,}"
    pair = Pair(f"Выдано {grouped.replace(',', space)} справок.", f"{grouped} papers were issued.")
    made = exchanges.with_other_thousands(pair, random.Random(seed))
    ru, en = re.findall(r"\d+", made.ru), re.findall(r"\d+", made.en)
    assert ru == en
    assert list(map(len, ru)) == [len(group) for group in grouped.split(",")]
    assert ru[-1][-1] == grouped[-1]
    assert (ru[-1][-2] == "1") == (grouped[-2] == "1")
    assert space in made.ru


@pytest.mark.parametrize("english", ["on February 7", "on 7 February"])
@given(seed=SEEDS)
def test_other_dates_agree(english: str, seed: int) -> None:
    made = exchanges.with_other_date(
        Pair("Цех открыт 7 февраля.", f"The shop opened {english}."), random.Random(seed)
    )
    found = exchanges.DATE.search(made.ru)
    assert found is not None
    assert found[1] in made.en
    assert exchanges.MONTHS[found[2]] in made.en


@pytest.mark.parametrize(
    ("rule", "pair"),
    [
        (exchanges.with_other_numbers, Pair("Открыт 15 мая.", "Opened on 15 May.")),
        (exchanges.with_other_numbers, Pair("Вложено 3,14 млн.", "3.14 million was invested.")),
        (exchanges.with_other_numbers, Pair("Счёт 21:17.", "The score was 21:17.")),
        (exchanges.with_other_numbers, Pair("Дом № 45.", "House 54.")),
        (exchanges.with_other_fractions, Pair("Цена 2,5 млн.", "The price is 2,500,000.")),
        (exchanges.with_other_fractions, Pair("2,5 и 2,5 %", "2.5 and 2.5%")),
        (exchanges.with_other_date, Pair("Открыт 7 февраля.", "Opened in February.")),
    ],
)
def test_what_differs_or_stands_twice_stays(rule: exchanges.Rule, pair: Pair) -> None:
    assert rule(pair, random.Random(1)) == pair


def pool_of(*stems: str) -> exchanges.SurnamePool:
    pool = exchanges.SurnamePool()
    for stem in stems:
        pool.add("ов", stem)
    return pool


def test_a_fresh_surname_has_the_head_of_one_and_the_tail_of_another() -> None:
    pool = pool_of("Кречет", "Шумил")
    made = {pool.fresh("ов", random.Random(seed)) for seed in range(40)}
    assert made == {"Кречет", "Шумил", "Кремил", "Шучет"}
    assert pool.fresh("ин", random.Random(1)) is None


@given(seed=SEEDS, ending=st.sampled_from(["", "а", "у", "ым", "ой"]))
def test_an_unseen_surname_is_declined_as_the_old_one_and_transliterated(
    seed: int, ending: str
) -> None:
    latin = "Drozdova" if ending == "ой" else "Drozdov"
    pair = Pair(f"Встреча с участием Дроздов{ending} прошла.", f"A meeting with {latin} was held.")
    made = pool_of("Кречет", "Шумил")(pair, random.Random(seed))
    surname = made.ru.split()[3].removesuffix(ending)
    assert surname.endswith("ов")
    assert surname != "Дроздов"
    assert made.en == pair.en.replace("Drozdov", transliterate(surname))


@pytest.mark.parametrize(
    "pair",
    [
        Pair("Дроздов и Дроздов пришли.", "Drozdov and Drozdov came."),
        Pair("Чайковский писал.", "Tchaikovsky wrote."),
        Pair("Дроздов-Северный пришёл.", "Drozdov-Severny came."),
    ],
)
def test_surnames_that_are_not_clear_stay(pair: Pair) -> None:
    assert pool_of("Кречет", "Шумил")(pair, random.Random(1)) == pair
