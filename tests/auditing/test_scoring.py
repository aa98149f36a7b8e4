"""Scores fall with what was found, and one bad line is not averaged away."""

from hypothesis import given
from hypothesis import strategies as st

from pipeline.auditing import score_document, score_segment
from pipeline.document import Finding, Severity

findings = st.lists(
    st.builds(Finding, kind=st.just("x"), severity=st.sampled_from(Severity), message=st.just("")),
    max_size=8,
)


@given(findings)
def test_a_segment_scores_between_nought_and_one(found: list[Finding]) -> None:
    assert 0.0 <= score_segment(found) <= 1.0


@given(findings, st.sampled_from([Severity.ERROR, Severity.WARNING]))
def test_another_fault_never_raises_the_score(found: list[Finding], severity: Severity) -> None:
    assert score_segment([*found, Finding("x", severity, "")]) <= score_segment(found)


@given(st.lists(st.floats(0, 1), min_size=1, max_size=30))
def test_a_document_is_no_better_than_half_way_above_its_worst_line(scores: list[float]) -> None:
    whole = score_document(scores)
    assert min(scores) - 1e-4 <= whole <= (1 + min(scores)) / 2 + 1e-4


def test_notes_cost_nothing_and_an_empty_document_is_well() -> None:
    assert score_segment([Finding("split", Severity.NOTE, "")]) == 1.0
    assert score_document([]) == 1.0
