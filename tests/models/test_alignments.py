"""Copied names and figures are linked piece by piece, in order."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from models.training.alignments import NONE, copied, with_copies
from models.training.packing import Pack, side_of

PIECES = st.lists(st.integers(2, 9), max_size=10)


def test_a_copied_run_is_linked_in_order() -> None:
    assert copied([5, 20, 21, 20, 6], [7, 8, 20, 21, 20]) == {2: 1, 3: 2, 4: 3}


def test_one_piece_alone_is_left_to_counting() -> None:
    assert copied([5, 20, 6], [7, 20, 8]) == {}


def test_what_stands_twice_is_linked_only_beside_what_stands_once() -> None:
    assert copied([20, 21, 20, 21], [20, 21]) == {}


@given(source=PIECES, target=PIECES)
def test_linked_pieces_are_the_same(source: list[int], target: list[int]) -> None:
    assert all(target[there] == source[here] for there, here in copied(source, target).items())


def test_only_the_chosen_pairs_are_changed() -> None:
    pack = Pack(
        side_of([[3, 4], [3, 4]]), side_of([[9, 3, 4], [9, 3, 4]]), np.zeros(2, np.uint16), ("a",)
    )
    flat = np.full(6, NONE, dtype=np.uint8)
    assert with_copies(pack, np.array([1]), flat).tolist() == [NONE] * 4 + [0, 1]
