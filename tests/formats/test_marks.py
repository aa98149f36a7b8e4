import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.document import Span
from pipeline.formats.marks import Layer, Mark, Piece, cut, paragraphs

ALPHABET = "ab\n"


def segment(start: int, stop: int, key: int) -> Mark:
    return Mark(Span(start, stop), Layer.SEGMENT, key)


def finding(start: int, stop: int, key: int) -> Mark:
    return Mark(Span(start, stop), Layer.FINDING, key)


def test_overlapping_spans_share_a_piece() -> None:
    assert cut("abcdef", [segment(0, 4, 1), segment(2, 6, 2)]) == [
        Piece("ab", (1,)),
        Piece("cd", (1, 2)),
        Piece("ef", (2,)),
    ]


def test_a_finding_closes_with_its_last_piece() -> None:
    assert cut("abcd", [finding(0, 3, 7), segment(1, 2, 0)]) == [
        Piece("a", (), (7,)),
        Piece("b", (0,), (7,)),
        Piece("c", (), (7,), (), (7,)),
        Piece("d"),
    ]


@pytest.mark.parametrize("mark", [segment(2, 2, 0), segment(9, 12, 0)])
def test_an_empty_mark_marks_nothing(mark: Mark) -> None:
    assert cut("abc", [mark]) == [Piece("abc")]


def test_the_same_span_marked_twice_is_one_mark() -> None:
    assert cut("ab", [segment(0, 1, 3), segment(0, 1, 3)]) == [Piece("a", (3,)), Piece("b")]


def test_an_empty_text_has_no_pieces() -> None:
    assert cut("", [segment(0, 1, 0)]) == []


def test_paragraphs_lie_between_line_feeds() -> None:
    cuts = paragraphs("ab\n\ncd", [segment(1, 5, 0)])
    assert cuts == [(0, [Piece("a"), Piece("b", (0,))]), (4, [Piece("c", (0,)), Piece("d")])]


marks = st.lists(
    st.builds(
        lambda ends, layer, key: Mark(Span(min(ends), max(ends)), layer, key),
        st.tuples(st.integers(0, 30), st.integers(0, 30)),
        st.sampled_from(list(Layer)),
        st.integers(0, 4),
    ),
    max_size=8,
)


@given(st.text(ALPHABET, max_size=24), marks)
def test_pieces_are_the_text_and_know_what_covers_them(text: str, marks: list[Mark]) -> None:
    pieces = cut(text, marks)
    assert "".join(piece.text for piece in pieces) == text
    offset = 0
    for piece in pieces:
        for at in range(offset, offset + len(piece.text)):
            covering = {
                (mark.layer, mark.key) for mark in marks if mark.span.start <= at < mark.span.stop
            }
            layers = (
                (Layer.SEGMENT, piece.segments),
                (Layer.FINDING, piece.findings),
                (
                    Layer.LINK,
                    piece.links,
                ),
            )
            assert {(layer, key) for layer, keys in layers for key in keys} == covering
        offset += len(piece.text)


@given(st.text(ALPHABET, max_size=24), marks)
def test_every_finding_that_covers_something_closes(text: str, marks: list[Mark]) -> None:
    closed = {key for piece in cut(text, marks) for key in piece.closing}
    covering = {key for piece in cut(text, marks) for key in piece.findings}
    assert closed == covering


@given(st.text(ALPHABET, max_size=24), marks)
def test_paragraphs_are_the_text_without_line_feeds(text: str, marks: list[Mark]) -> None:
    found = paragraphs(text, marks)
    assert ["".join(piece.text for piece in pieces) for _, pieces in found] == [
        line for line in text.split("\n") if line
    ]
    for start, pieces in found:
        assert text.startswith("".join(piece.text for piece in pieces), start)
