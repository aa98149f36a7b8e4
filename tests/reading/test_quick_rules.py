"""Rules that look for a sign first find nothing in a text without one."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.reading.normalisation import RULES, Rule

QUICK = [rule for rule in RULES if hasattr(rule, "__wrapped__")]

TEXTS = st.text(
    st.sampled_from("  \n\n..,,;:!!??…——–-‒−«»()\"'„“”<>‹›`’абвГДЕaocABУc12•*\u0300\u0301\t"),
    max_size=40,
)


@pytest.mark.parametrize("rule", QUICK, ids=lambda rule: rule.__name__)
@given(text=TEXTS)
def test_looking_first_changes_nothing(rule: Rule, text: str) -> None:
    patient: Rule = rule.__wrapped__  # type: ignore[attr-defined]

    def changes(one: Rule) -> list[tuple[int, int, str]]:
        return [change for change in one(text) if text[change[0] : change[1]] != change[2]]

    assert changes(rule) == changes(patient)
