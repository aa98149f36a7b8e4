"""Paired bootstrap intervals."""

import math

import pytest

from pipeline.evaluation.bootstrap import paired_difference


def test_a_constant_difference_has_no_spread() -> None:
    interval = paired_difference([3.0, 5.0, 9.0], [1.0, 3.0, 7.0])
    assert (interval.mean, interval.low, interval.high) == (2.0, 2.0, 2.0)


def test_the_interval_holds_the_mean_and_repeats() -> None:
    ours, theirs = [1.0, 5.0, 2.0, 8.0, 3.0], [2.0, 3.0, 2.0, 1.0, 4.0]
    first, second = (paired_difference(ours, theirs, seed=7) for _ in range(2))
    assert first == second
    assert first.low < first.mean < first.high


def test_records_without_a_value_are_left_out() -> None:
    interval = paired_difference([1.0, math.nan, 4.0], [0.0, 5.0, 3.0])
    assert interval.mean == 1.0


def test_systems_must_have_seen_the_same_records() -> None:
    with pytest.raises(ValueError, match="not of the same records"):
        paired_difference([1.0], [1.0, 2.0])


def test_it_prints_with_signs_and_rounds_for_json() -> None:
    interval = paired_difference([1.234, 1.234], [1.0, 1.0])
    assert str(interval) == "+0.23 [+0.23, +0.23]"
    assert interval.as_dict() == {"mean": 0.23, "low": 0.23, "high": 0.23}
