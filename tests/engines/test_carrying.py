"""What a source gives a translation to carry over, and what counts as carried."""

import pytest
from hypothesis import given as given_examples
from hypothesis import strategies as st

from pipeline.engines.carrying import Carried, given, spelled


@pytest.mark.parametrize(
    ("source", "translation", "lost", "added"),
    [
        ("Завод Megafon", "The Megafon plant", 0, 0),
        ("Завод Megafon", "The Megphon plant", 1, 0),
        ("Завод Megafon", "Megafon's plant, Megafon", 0, 1),
        ("так называемый «supreme court»", "Supreme court, so called", 0, 0),
        ("В Russia и Russian", "In Russian", 1, 0),
        ("IT-компания Promo-LEX", "The IT-company Promo-LEX", 0, 0),
        ("Prosecutor General's Office сообщил", "Prosecutor General’s Office said", 0, 0),
        ("25 тысяч рублей", "25,000 rubles", 0, 0),
        ("1 234,5 млн и 0,5 %", "1,234.5 million and 0.5%", 0, 0),
        ("в 2030 году 2300 школ", "2030 schools in 2030", 1, 1),
        ("умерли от COVID-19", "died of COVID-19", 0, 0),
        ("Открыт завод.", "A plant was opened in 1999.", 0, 1),
    ],
)
def test_what_is_lost_and_added(source: str, translation: str, lost: int, added: int) -> None:
    assert given(source).carried(translation) == Carried(lost, added)


@given_examples(st.text())
def test_a_text_carries_itself(text: str) -> None:
    assert given(text).carried(text) == Carried()


def test_tokens_spell_their_text() -> None:
    assert spelled(["▁Завод", "▁Meg", "af", "on"]) == " Завод Megafon"
