"""The audit against the challenge set: what it must find, and how seldom it may cry wolf."""

from pathlib import Path

import pytest

from pipeline.errors import InputError
from pipeline.evaluation.challenge import FAULTS, load_cases, run_challenge

CHALLENGE = Path(__file__).parents[1] / "data" / "audit" / "challenge.jsonl"


def test_the_set_is_what_it_says() -> None:
    cases = load_cases(CHALLENGE)
    faulty = [case for case in cases if case.fault]
    assert len(cases) >= 400
    assert len(faulty) == len(cases) // 2
    assert {case.fault for case in faulty} == set(FAULTS)
    assert len({case.id for case in cases}) == len(cases)


@pytest.mark.slow
def test_recall_and_false_errors() -> None:
    result = run_challenge(load_cases(CHALLENGE))
    assert result.recall >= 0.95
    assert result.false_rate <= 0.02


def test_a_line_that_is_no_case_is_named(tmp_path: Path) -> None:
    path = tmp_path / "set.jsonl"
    path.write_text('{"id": "a"}\n', encoding="utf-8")
    with pytest.raises(InputError, match="line 1 is not a case"):
        load_cases(path)
