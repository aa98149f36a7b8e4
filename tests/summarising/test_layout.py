"""How an article is written down for the model."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.summarising.layout import (
    IMPORTANCE,
    MARKS,
    SENTENCES,
    TITLE,
    lay_out,
    mark_token,
    sentence_token,
)


def test_each_sentence_stands_behind_its_token_and_mark() -> None:
    (window,) = lay_out(["Заголовок"], [["Раз", "."], ["Два", "."]], [0, 15], 64)
    assert window.tokens == (
        TITLE, "Заголовок", "<sent1>", "<sent193>", "Раз", ".", "<sent2>", "<sent208>", "Два", ".",
    )  # fmt: skip
    assert window.sentences == {"<sent1>": 0, "<sent2>": 1}


def test_title_and_marks_can_be_left_out() -> None:
    (window,) = lay_out([], [["Раз"]], None, 64)
    assert window.tokens == ("<sent1>", "Раз")


def test_a_long_title_is_shortened_in_the_input() -> None:
    (window,) = lay_out(["слово"] * 100, [["Раз"]], None, 512)
    assert window.tokens.count("слово") == 48


def test_a_very_long_sentence_is_read_in_part_and_that_is_recorded() -> None:
    windows = lay_out([], [["слово"] * 500, ["Два"]], [1, 1], 128)
    assert windows[0].shortened == (0,)
    assert {index for window in windows for index in window.sentences.values()} == {0, 1}


def test_some_sentences_keep_their_place_in_the_article() -> None:
    (window,) = lay_out([], [["а"], ["б"], ["в"]], None, 64, indices=[0, 2])
    assert window.tokens == ("<sent1>", "а", "<sent3>", "в")


@given(
    st.lists(st.integers(0, 90), min_size=1, max_size=300),
    st.integers(64, 400),
    st.booleans(),
)
def test_every_sentence_is_in_a_window_and_every_window_fits(
    sizes: list[int], limit: int, marked: bool
) -> None:
    sentences = [["слово"] * size for size in sizes]
    windows = lay_out(["т"] * 60, sentences, [3] * len(sizes) if marked else None, limit)
    seen = set()
    for window in windows:
        assert len(window.tokens) + 1 <= limit
        assert list(window.sentences.values()) == sorted(set(window.sentences.values()))
        numbers = [int(name[5:-1]) for name in window.sentences]
        assert numbers == sorted(set(numbers))
        assert numbers[-1] <= SENTENCES
        for name, index in window.sentences.items():
            assert int(name[5:-1]) <= index + 1
            assert name in window.tokens
        seen |= set(window.sentences.values())
    assert seen == set(range(len(sizes)))
    for one, other in pairwise(windows):
        assert max(one.sentences.values()) < max(other.sentences.values())


@pytest.mark.parametrize("number", [0, 193])
def test_there_are_tokens_for_192_sentences(number: int) -> None:
    with pytest.raises(ValueError, match="no token"):
        sentence_token(number)


def test_the_marks_have_all_the_tokens_that_are_left() -> None:
    assert mark_token(0) == f"<sent{SENTENCES + 1}>"
    assert mark_token(MARKS - 1) == "<sent254>"
    assert {IMPORTANCE, TITLE} == {"<sent255>", "<sent256>"}
    with pytest.raises(ValueError, match="no token"):
        mark_token(MARKS)


def test_a_window_that_holds_nothing_is_an_error() -> None:
    with pytest.raises(ValueError, match="holds no article"):
        lay_out([], [["Раз"]], None, 10)
