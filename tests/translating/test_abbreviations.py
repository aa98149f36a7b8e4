"""Abbreviations before names and posts, which models take for the end of a sentence."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.translating.abbreviations import written_out
from pipeline.translating.prepare import prepare


@pytest.mark.parametrize(
    ("russian", "expected"),
    [
        ("В г. Томске открыли школу.", "В Томске открыли школу."),
        ("Врач из гор. Северска.", "Врач из Северска."),
        ("Завод в пос. Северный остановлен.", "Завод в посёлке Северный остановлен."),
        ("Авария на ул. Ленина.", "Авария на улице Ленина."),
        ("И.о. министра выступила.", "Исполняющий обязанности министра выступила."),
        ("Врио губернатора уехал.", "Временно исполняющий обязанности губернатора уехал."),
        ("Назначен и. о. мэра.", "Назначен исполняющий обязанности мэра."),
    ],
)
def test_written_out(russian: str, expected: str) -> None:
    assert written_out(russian) == expected


@pytest.mark.parametrize(
    "russian",
    ["В 2016 г. Томск вырос.", "Построен в 2016г. Томичи рады.", "Об этом сказал И. О. Петров."],
)
def test_years_and_initials_stay(russian: str) -> None:
    assert written_out(russian) == russian


@given(st.text("аБвг. Томскул-0123", max_size=40))
def test_a_second_time_changes_nothing_and_figures_stay(text: str) -> None:
    once = written_out(text)
    assert written_out(once) == once or "г." in once
    digits = [letter for letter in text if letter.isdigit()]
    assert [letter for letter in once if letter.isdigit()] == digits


def test_the_step_is_on_record() -> None:
    ready = prepare("В г. Томске открыли школу.", lambda text: True)
    assert ready.steps == ("abbreviations",)
    assert ready.inputs == ready.pieces == ("В Томске открыли школу.",)
