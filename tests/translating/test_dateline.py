"""Datelines are rendered by rule, or left to the model where they hold anything else."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.language.glossary import Glossary
from pipeline.translating.dateline import dateline_in_english


@pytest.mark.parametrize(
    ("russian", "english"),
    [
        ("Барнаул, 14 мая 2025 года", "Barnaul, May 14, 2025"),
        ("г. Усть-Ангарск, 12 ноября 2025 г.", "Ust-Angarsk, November 12, 2025"),
        ("ПЕРМЬ, 9 октября 2025 г. —", "Perm, October 9, 2025"),
        ("САНКТ-ПЕТЕРБУРГ, 1 февраля 2026", "St. Petersburg, February 1, 2026"),
        ("03.09.2025", "September 3, 2025"),
        ("МОСКВА, 5 июня. /ТАСС/.", "Moscow, June 5. /TASS/."),
        ("Ростов-на-Дону, 2 мая", "Rostov-on-Don, May 2"),
        ("Пресс-служба губернатора, 5 мая 2025 года", None),
        ("Завод открыт 5 мая 2025 года", None),
    ],
)
def test_a_dateline(russian: str, english: str | None) -> None:
    assert dateline_in_english(russian, Glossary.builtin()) == english


@given(st.text(max_size=200))
def test_whatever_comes_is_english_or_nothing(text: str) -> None:
    english = dateline_in_english(text, Glossary.builtin())
    assert english is None or not any("а" <= letter.lower() <= "я" for letter in english)
