"""The same sentence as it also comes."""

import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from models.training import variants
from models.training.cleaning import Pair

PAIR = Pair(
    "Завод «Вектор» — лучший, считает Семёнов.", "Semyonov thinks the Vektor plant is the best."
)


@pytest.mark.parametrize(
    ("rule", "ru", "en"),
    [
        (
            variants.in_capitals,
            "ЗАВОД «ВЕКТОР» — ЛУЧШИЙ, СЧИТАЕТ СЕМЁНОВ.",
            "SEMYONOV THINKS THE VEKTOR PLANT IS THE BEST.",
        ),
        (
            variants.without_full_stop,
            "Завод «Вектор» — лучший, считает Семёнов",
            "Semyonov thinks the Vektor plant is the best",
        ),
        (variants.with_straight_quotes, 'Завод "Вектор" — лучший, считает Семёнов.', PAIR.en),
        (variants.with_high_quotes, "Завод “Вектор” — лучший, считает Семёнов.", PAIR.en),
        (variants.with_hyphen_for_dash, "Завод «Вектор» - лучший, считает Семёнов.", PAIR.en),
        (variants.without_yo, "Завод «Вектор» — лучший, считает Семенов.", PAIR.en),
    ],
)
def test_each_rule(rule: object, ru: str, en: str) -> None:
    assert callable(rule)
    assert rule(PAIR) == Pair(ru, en)


@pytest.mark.parametrize("rule", variants.RULES)
def test_no_rule_applies_to_its_own_result_again_unless_it_changes_nothing(rule: object) -> None:
    assert callable(rule)
    once = rule(PAIR)
    assert rule(once) in (None, once)


def test_texts_of_several_sentences_are_no_titles() -> None:
    two = Pair("Цех открыт. Работа идёт.", "The shop is open. Work goes on.")
    assert variants.in_capitals(two) is None
    assert variants.without_full_stop(two) is None


@given(st.integers(0, 50))
def test_a_variant_is_one_that_a_rule_makes(seed: int) -> None:
    made = variants.variant(PAIR, random.Random(seed))
    assert made in [rule(PAIR) for rule in variants.RULES]


def test_plain_sentences_have_no_variant() -> None:
    plain = Pair("Да! " * 40, "Yes! " * 40)
    assert variants.variant(plain, random.Random(1)) is None


def test_rows_are_reproducible() -> None:
    rows = [{"ru": PAIR.ru, "en": PAIR.en, "corpus": "press"}] * 50
    made = list(variants.variant_rows(rows))
    assert made == list(variants.variant_rows(rows))
    assert 0 < len(made) < 25
