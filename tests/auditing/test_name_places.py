"""Names that all arrived: in the Russian's order, and as often as there."""

import pytest

from pipeline.auditing import Triple, examine
from pipeline.document import Finding, Severity


def found(russian: str, english: str) -> list[Finding]:
    keys = {"names-exchanged", "said-less"}
    return [one for one in examine(Triple(russian, russian, english)) if one.said.key in keys]


def test_two_people_exchanged_are_a_warning() -> None:
    russian = "Анна Петрова поблагодарила Игоря Ситдикова."
    (finding,) = found(russian, "Igor Sitdikov thanked Anna Petrova.")
    assert (finding.kind, finding.severity) == ("name_swapped", Severity.WARNING)
    assert [span.of(russian) for span in finding.summary_spans] == [
        "Анна Петрова поблагодарила Игоря Ситдикова"
    ]


@pytest.mark.parametrize(
    "english",
    [
        "Anna Petrova thanked Igor Sitdikov.",
        "Petrova thanked Sitdikov.",
        "Anna Petrova said thanks.",
    ],
)
def test_people_in_their_order_are_not(english: str) -> None:
    assert found("Анна Петрова поблагодарила Игоря Ситдикова.", english) == []


def test_a_place_said_twice_and_once() -> None:
    russian = "Делегация из Томска вернулась в Томск."
    (finding,) = found(russian, "The delegation from Tomsk has returned.")
    assert (finding.kind, finding.severity) == ("name_lost", Severity.WARNING)
    assert finding.message == "Томск: said 2 times in the Russian, and 1 in the English"


@pytest.mark.parametrize(
    ("russian", "english"),
    [
        ("Делегация из Томска вернулась в Томск.", "The Tomsk delegation is back in Tomsk."),
        (
            "Власти России и граждане России согласны.",
            "The Russian authorities and citizens of the Russian Federation agree.",
        ),
        ("Из Томска уехали в Омск.", "They left Tomsk for Omsk."),
    ],
)
def test_a_place_said_as_often_in_whatever_form(russian: str, english: str) -> None:
    assert found(russian, english) == []
