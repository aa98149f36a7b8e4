import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.engines.batching import batches

LENGTHS = st.lists(st.integers(0, 200), max_size=60)


@pytest.mark.parametrize(
    ("lengths", "batch_tokens", "expected"),
    [
        ([], 100, []),
        ([5], 100, [[0]]),
        ([5, 9, 5], 100, [[1, 0, 2]]),
        ([5, 9, 5], 18, [[1, 0], [2]]),
        ([50, 2, 3], 10, [[0], [2, 1]]),
        ([0, 0], 10, [[0, 1]]),
    ],
)
def test_batches_are_cut_by_padded_tokens(
    lengths: list[int], batch_tokens: int, expected: list[list[int]]
) -> None:
    assert batches(lengths, batch_tokens) == expected


@given(LENGTHS, st.integers(1, 400))
def test_every_source_is_in_exactly_one_batch(lengths: list[int], batch_tokens: int) -> None:
    cut = batches(lengths, batch_tokens)
    assert sorted(index for batch in cut for index in batch) == list(range(len(lengths)))


@given(LENGTHS, st.integers(1, 400))
def test_no_batch_is_larger_than_asked_unless_it_is_one_source(
    lengths: list[int], batch_tokens: int
) -> None:
    for batch in batches(lengths, batch_tokens):
        width = max(lengths[index] for index in batch)
        assert len(batch) == 1 or len(batch) * width <= batch_tokens
