import pytest
from hypothesis import given

from pipeline.document import Document
from pipeline.formats.units import State, models, score_text, units
from tests.documents import arbitrary, release, thorough


@pytest.mark.parametrize(
    ("score", "text"),
    [(1.0, "1.00"), (0.9, "0.90"), (0.8999, "0.89"), (0.29, "0.29"), (0.57, "0.57"), (0.0, "0.00")],
)
def test_a_score_is_shown_rounded_down(score: float, text: str) -> None:
    assert score_text(score) == text


def test_a_line_is_as_good_as_its_gravest_finding() -> None:
    states = [unit.state for unit in units(release())]
    assert states == [
        State.TRANSLATED,
        State.TRANSLATED,
        State.REVIEW,
        State.TRANSLATED,
        State.TRANSLATED,
        State.FAILED,
    ]


@thorough
@given(arbitrary())
def test_every_segment_is_one_unit_with_an_id_of_its_own(document: Document) -> None:
    found = list(units(document))
    assert [unit.segment for unit in found] == document.all_segments()
    assert len({unit.id for unit in found}) == len(found)
    assert [unit.number for unit in found if unit.number] == [
        number for number, _ in enumerate(document.segments, 1)
    ]


@pytest.mark.parametrize(
    ("signature", "used"),
    [
        ({}, {}),
        ({"engines": None}, {}),
        ({"engines": {"translator": None}}, {"translator": ""}),
        ({"engines": {"translator": {"weights": "ab" * 32}}}, {"translator": "abababababab"}),
        (
            {"engines": {"translator": {"model": "a/b", "revision": "cd" * 20, "weights": ""}}},
            {"translator": "a/b cdcdcdcdcdcd"},
        ),
    ],
)
def test_models_are_named_by_what_the_signature_says(
    signature: dict[str, object], used: dict[str, str]
) -> None:
    assert models(signature) == used
