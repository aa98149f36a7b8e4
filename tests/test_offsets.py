"""An offset map leads from a rewritten text back to the text before it."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.offsets import OffsetMap, Replacement


def test_the_empty_map_is_the_identity() -> None:
    assert OffsetMap().to_original(3, 7) == (3, 7)


@pytest.mark.parametrize(
    ("replacements", "span", "origin"),
    [
        ([Replacement(0, 3, 1)], (0, 1), (0, 3)),  # "..." became "…"
        ([Replacement(0, 3, 1)], (1, 2), (3, 4)),
        ([Replacement(2, 3, 0)], (0, 2), (0, 2)),  # a soft hyphen was dropped
        ([Replacement(2, 3, 0)], (2, 4), (3, 5)),
        ([Replacement(2, 3, 0)], (1, 3), (1, 4)),
        ([Replacement(2, 2, 1)], (2, 3), (2, 2)),  # a space was put in: it comes from nowhere
        ([Replacement(2, 2, 1)], (1, 4), (1, 3)),
        ([Replacement(1, 2, 3)], (2, 3), (1, 2)),  # part of what a character became
        ([Replacement(0, 1, 0), Replacement(1, 2, 2)], (0, 1), (1, 2)),
    ],
)
def test_a_span_comes_from(
    replacements: list[Replacement], span: tuple[int, int], origin: tuple[int, int]
) -> None:
    assert OffsetMap.of_rewriting(replacements).to_original(*span) == origin


@pytest.mark.parametrize(
    "replacements",
    [
        [Replacement(3, 5, 1), Replacement(4, 6, 1)],
        [Replacement(3, 5, 1), Replacement(0, 1, 1)],
        [Replacement(3, 2, 1)],
        [Replacement(3, 4, -1)],
    ],
)
def test_overlapping_or_unordered_replacements_are_refused(replacements: list[Replacement]) -> None:
    with pytest.raises(ValueError, match="replacements overlap"):
        OffsetMap.of_rewriting(replacements)


@st.composite
def rewritings(draw: st.DrawFn) -> tuple[str, str, OffsetMap]:
    """A text, what up to three rewritings made of it, and the map."""
    text = before = draw(st.text("abc ", max_size=30))
    offsets = OffsetMap()
    for _ in range(draw(st.integers(0, 3))):
        cuts = sorted(draw(st.lists(st.integers(0, len(text)), max_size=8)))
        pairs = list(zip(cuts[::2], cuts[1::2], strict=False))
        new = [draw(st.text("XY", max_size=3)) for _ in pairs]
        pieces, last = [], 0
        for (start, stop), put in zip(pairs, new, strict=True):
            pieces += [text[last:start], put]
            last = stop
        changes = zip(pairs, new, strict=True)
        step = OffsetMap.of_rewriting(Replacement(*pair, len(put)) for pair, put in changes)
        text = "".join([*pieces, text[last:]])
        offsets = offsets.then(step)
    return before, text, offsets


@given(rewritings(), st.data())
def test_every_span_maps_into_the_text_before_and_in_order(
    made: tuple[str, str, OffsetMap], data: st.DataObject
) -> None:
    before, after, offsets = made
    stop = data.draw(st.integers(0, len(after)))
    start = data.draw(st.integers(0, stop))
    first, last = offsets.to_original(start, stop)
    assert 0 <= first <= last <= len(before)
    for offset in range(start, stop):
        one = offsets.to_original(offset, offset + 1)
        assert 0 <= one[0] <= one[1] <= len(before)
        # A character that was put in comes from a place, which may lie at either side of what
        # was taken out there.
        assert one[0] == one[1] or first <= one[0] < one[1] <= last
    starts = [offsets.to_original(at, at + 1)[0] for at in range(len(after))]
    assert starts == sorted(starts)


@given(rewritings())
def test_characters_that_were_never_touched_are_found_again(
    made: tuple[str, str, OffsetMap],
) -> None:
    before, after, offsets = made
    for at, character in enumerate(after):
        if character in "abc ":
            start, stop = offsets.to_original(at, at + 1)
            assert character in before[start:stop]


@given(rewritings())
def test_a_map_that_was_read_out_is_the_same_map(made: tuple[str, str, OffsetMap]) -> None:
    _, _, offsets = made
    assert OffsetMap.of_layers(offsets.layers) == offsets
