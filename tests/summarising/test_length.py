"""How long a brief is."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.config import SummariseSettings
from pipeline.summarising.length import Length, length_of


@pytest.mark.parametrize(
    ("sentences", "lines"),
    [(1, 1), (2, 2), (3, 2), (4, 2), (5, 3), (6, 3), (40, 3)],
)
def test_three_sentences_or_fewer_for_a_short_release(sentences: int, lines: int) -> None:
    assert length_of(SummariseSettings(), sentences) == Length(lines)


@pytest.mark.parametrize(
    ("settings", "expected"),
    [
        (SummariseSettings(sentences=5), Length(5)),
        (SummariseSettings(sentences=50), Length(20)),
        (SummariseSettings(ratio=0.1), Length(2)),
        (SummariseSettings(ratio=0.11), Length(3)),
        (SummariseSettings(ratio=0.001), Length(1)),
        (SummariseSettings(ratio=1.0), Length(20)),
        (SummariseSettings(chars=300), Length(20, 300)),
        (SummariseSettings(chars=300, sentences=2, ratio=0.5), Length(20, 300)),
        (SummariseSettings(sentences=2, ratio=0.5), Length(2)),
        (SummariseSettings(default_sentences=7), Length(7)),
    ],
)
def test_characters_before_sentences_before_ratio(
    settings: SummariseSettings, expected: Length
) -> None:
    assert length_of(settings, 20) == expected


def test_line_breaks_count_as_characters() -> None:
    assert Length(5, 7).holds(["раз", "два"])
    assert not Length(5, 6).holds(["раз", "два"])


def test_lines_are_counted() -> None:
    assert Length(2).holds(["раз", "два"])
    assert not Length(2).holds(["раз", "два", "три"])


@given(st.integers(1, 500), st.floats(0.001, 1))
def test_a_ratio_gives_at_least_one_and_at_most_all(sentences: int, ratio: float) -> None:
    assert 1 <= length_of(SummariseSettings(ratio=ratio), sentences).lines <= sentences
