"""What is said twice running is said once, and nothing else is touched."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.translating.stutter import without_stutter


@pytest.mark.parametrize(
    ("english", "expected"),
    [
        ("Output grew in nine months in nine months.", "Output grew in nine months."),
        ("It was the the end.", "It was the end."),
        ("The jury's jury's jury has met.", "The jury's jury has met."),
        ("heads of the city and heads of the city and others", "heads of the city and others"),
        ("He said that that was so.", "He said that that was so."),
        ("They sang Duran Duran songs.", "They sang Duran Duran songs."),
        ("Rooms 5 5 and 6", "Rooms 5 5 and 6"),
        ("better, better and better", "better, better and better"),
    ],
)
def test_words_said_twice(english: str, expected: str) -> None:
    text, changes = without_stutter("Выпуск вырос за девять месяцев.", english)
    assert text == expected
    assert bool(changes) == (text != english)


def test_a_russian_line_that_repeats_itself_is_left_alone() -> None:
    english = "For a very very long time, step by step by step by step."
    assert without_stutter("Шаг за шагом шагом.", english) == (english, [])


@given(
    st.lists(
        st.sampled_from(["the", "plant", "has", "opened", "a", "new", "shop", "in", "Tomsk"]),
        max_size=14,
    )
)
def test_no_word_is_lost_and_a_second_time_changes_nothing(words: list[str]) -> None:
    english = " ".join(words)
    text, changes = without_stutter("Завод открыл новый цех.", english)
    assert set(text.split()) == set(words)
    assert without_stutter("Завод открыл новый цех.", text) == (text, [])
    lost = sum(len(before) - len(after) for before, after in changes)
    assert len(english) - len(text) == lost
