"""Coverage of numbers and names, and redundancy."""

import math

import pytest

from pipeline.evaluation.facts import (
    name_coverage,
    names,
    number_coverage,
    numbers,
    redundancy,
)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("1 388 человек и 4,2 млрд", {"1388", "4.2"}),
        ("с 2022 по 2025 год", {"2022", "2025"}),
        ("без чисел", set()),
    ],
)
def test_numbers_are_as_written_without_spaces(text: str, expected: set[str]) -> None:
    assert numbers(text) == expected


def test_names_are_known_by_capitals_inside_a_sentence() -> None:
    found = names("Губернатор Пётр Лаптев открыл завод. Завод строили в Вологде для РЖД.")
    assert len(found) == 4
    assert names("Завод открыт.") == set()
    assert len(names("РЖД строит.")) == 1


def test_case_forms_of_a_name_are_one_name() -> None:
    assert name_coverage("Пришёл Лаптев из Вологды.", "у Лаптева в Вологде") == 100
    assert name_coverage("Пришёл Лаптев из Вологды.", "у Петрова в Вологде") == 50


def test_coverage_is_a_share_and_nothing_where_nothing_is_wanted() -> None:
    assert number_coverage("1 и 2", "2 и 3") == 50
    assert math.isnan(number_coverage("без чисел", "1"))
    assert math.isnan(name_coverage("без имён", "Лаптев"))


def test_redundancy_counts_repeated_pairs_of_words() -> None:
    assert redundancy("завод открыт в мае") == 0
    assert redundancy("завод открыт завод открыт") == pytest.approx(100 / 3)
    assert redundancy("") == 0
