"""Sentences that teach copying: what is put in, what is exchanged, and that both sides agree."""

import random
import re

from models.training.cleaning import Pair
from models.training.copying import (
    CORPUS,
    NamePool,
    copying_pairs,
    copying_rows,
    exchange,
    inline,
)
from pipeline.evaluation.copying import copyable

PAIR = Pair(
    "Губернатор Томской области Владимир Мазур встретился с Иваном Кречетовым в Казани.",
    "Tomsk Region Governor Vladimir Mazur met Ivan Krechetov in Kazan.",
)


def test_names_are_found_through_the_pair() -> None:
    found = {PAIR.en[match.start : match.stop] for match in copyable(PAIR.ru, PAIR.en)}
    assert found == {"Tomsk Region", "Vladimir Mazur", "Ivan Krechetov", "Kazan"}


def test_inlined_names_are_spelled_as_the_english_spells_them() -> None:
    inlined = inline(PAIR, copyable(PAIR.ru, PAIR.en))
    assert inlined.pair.ru == (
        "Губернатор Tomsk Region Vladimir Mazur встретился с Ivan Krechetov в Kazan."
    )
    assert inlined.pair.en == PAIR.en
    assert all(term in inlined.pair.ru and term in inlined.pair.en for term in inlined.terms)


def test_a_possessive_ending_is_no_part_of_the_name() -> None:
    pair = Pair("Директор Ивана Кречетова уволен.", "Ivan Krechetov's manager was dismissed.")
    assert inline(pair, copyable(pair.ru, pair.en)).pair.ru == "Директор Ivan Krechetov уволен."


def test_a_name_is_exchanged_on_both_sides() -> None:
    made = exchange(inline(PAIR, copyable(PAIR.ru, PAIR.en)), "Kazan", "Pskov")
    assert "в Pskov." in made.pair.ru
    assert "in Pskov." in made.pair.en
    assert "Pskov" in made.terms


def test_a_pool_gives_another_name_of_the_same_kind_and_length() -> None:
    pool = NamePool()
    for name in ("Tula", "Nizhny Novgorod"):
        pool.add("place", name)
    assert pool.other("place", "Kazan", random.Random(1)) == "Tula"
    assert pool.other("person", "Ivan Krechetov", random.Random(1)) == "Ivan Krechetov"


def test_sentences_with_nothing_to_copy_give_nothing() -> None:
    assert not list(copying_pairs([Pair("Работы завершены.", "The work is complete.")]))


def test_derived_rows_are_reproducible_and_named() -> None:
    rows = [{"ru": PAIR.ru, "en": PAIR.en, "corpus": "press"}] * 20
    made = list(copying_rows(rows))
    assert made == list(copying_rows(rows))
    assert {row["corpus"] for row in made} == {CORPUS}
    assert all(re.search("[A-Za-z]", row["ru"]) for row in made)


def test_corpora_without_a_share_are_not_used() -> None:
    assert not list(copying_rows([{"ru": PAIR.ru, "en": PAIR.en, "corpus": "docs-react"}] * 5))
