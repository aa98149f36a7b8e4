"""Names that nobody bears stand on both sides alike, and nothing else is changed."""

import random
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from models.training.cleaning import Pair
from models.training.copying import GlossaryNames
from models.training.invented_names import InventedNames

SEEDS = st.integers(0, 999)
PAIR = Pair("Завод Megafon в Kazan открыт.", "The Megafon plant in Kazan is open.")


@given(seed=SEEDS)
def test_latin_words_are_exchanged_on_both_sides_alike(seed: int) -> None:
    made = InventedNames(share=1.0)(PAIR, random.Random(seed))
    here = re.fullmatch(r"Завод (.+) в (.+) открыт\.", made.ru)
    there = re.fullmatch(r"The (.+) plant in (.+) is open\.", made.en)
    assert here is not None
    assert there is not None
    assert here.groups() == there.groups()


@given(seed=SEEDS)
def test_a_quoted_name_may_be_cyrillic_in_the_russian(seed: int) -> None:
    pair = Pair("Общество «Знание» создано.", 'The "Znanie" society was created.')
    made = InventedNames(share=1.0)(pair, random.Random(seed))
    here, there = re.search("«(.+)»", made.ru), re.search('"(.+)"', made.en)
    assert here is not None
    assert there is not None
    assert here[1] == there[1] != "Знание"


@pytest.mark.parametrize(
    ("word", "shape"), [("TASS", "[A-Z]{2,6}"), ("Kazan", "[A-Z].*"), ("court", "[a-z'-]+")]
)
@given(seed=SEEDS)
def test_an_invented_word_is_written_as_the_old_one(word: str, shape: str, seed: int) -> None:
    rule = InventedNames(seen=["Naftogaz", "Luhansk", "Mikhail"])
    assert re.fullmatch(shape, rule.like(word, random.Random(seed)))


def test_what_the_english_lacks_or_says_twice_is_left_alone() -> None:
    for english in ("The plant is open.", "Megafon said Megafon in Kazan, Kazan is open."):
        pair = Pair(PAIR.ru, english)
        assert InventedNames(share=1.0)(pair, random.Random(1)) == pair


@given(seed=SEEDS)
def test_a_glossary_name_gives_way_to_another_of_its_like(seed: int) -> None:
    rule = GlossaryNames({"Kazan": ("Gorno-Altaysk",)})
    made = rule(PAIR, random.Random(seed))
    assert made in (
        PAIR,
        Pair(*(side.replace("Kazan", "Gorno-Altaysk") for side in (PAIR.ru, PAIR.en))),
    )
