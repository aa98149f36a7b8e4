"""What a sentence says for the first time."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.summarising.novelty import Novelty

TITLE = "«Лопасть» открыла 2 цеха в Вологде"
SENTENCES = (
    "В Вологде 14 мая открыты 2 цеха завода «Лопасть».",
    "Директор Пётр Лаптев назвал число 14 счастливым.",
    "«Мы строили их 19 месяцев.",
    "В Вологде такого не было», — сказал Лаптев.",
)


@pytest.mark.parametrize(
    ("measure", "values"),
    [
        ("new_numbers", [2, 0, 1, 0]),
        ("title_numbers", [1, 0, 0, 0]),
        ("new_names", [2, 2, 0, 0]),
        ("known_names", [0, 0, 0, 2]),
        ("title_names", [1.0, 0.0, 0.0, 0.5]),
        ("opens_as_speech", [False, False, True, False]),
        ("goes_on_as_speech", [False, False, False, True]),
    ],
)
def test_each_count_says_what_its_name_says(measure: str, values: list[float]) -> None:
    assert getattr(Novelty(TITLE, SENTENCES), measure) == values


def test_speech_is_a_share_of_the_characters() -> None:
    speech = Novelty("", ["«Да», — ответил он.", "Цех открыт."]).speech
    assert speech == [pytest.approx(4 / 19), 0.0]


@given(st.text('Аб 1«»"—.', max_size=20), st.lists(st.text('Аб 1«»"—.,', max_size=20), max_size=8))
def test_what_is_new_is_new_once(title: str, sentences: list[str]) -> None:
    said = Novelty(title, [*sentences, *sentences])
    half = len(sentences)
    assert not any(said.new_numbers[half:])
    assert not any(said.new_names[half:])
    assert all(0 <= share <= 1 for share in (*said.speech, *said.title_names))
