import json
import re
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.formats.json_text import indented

JSON = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats(allow_nan=False, allow_infinity=False)
    | st.text(),
    lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
)


@given(JSON)
def test_what_was_written_is_read_back(value: Any) -> None:
    assert json.loads(indented(value)) == value


@given(JSON)
def test_it_is_the_layout_of_the_standard_library_but_for_arrays_of_integers(value: Any) -> None:
    def blank(text: str) -> str:
        return re.sub(r"\s+", "", text)

    standard = json.dumps(value, ensure_ascii=False, indent=1)
    assert blank(indented(value)) == blank(standard)


def test_fields_have_a_line_each_and_arrays_of_integers_one() -> None:
    assert indented({"spans": [[0, 5], [7, 9]], "empty": [], "title": {"text": "«Ё»"}}) == (
        '{\n "spans": [\n  [0, 5],\n  [7, 9]\n ],\n "empty": [],\n "title": {\n  "text": "«Ё»"\n }\n}'
    )


@pytest.mark.parametrize("value", [float("nan"), [float("inf")]])
def test_a_number_that_is_not_finite_is_refused(value: Any) -> None:
    with pytest.raises(ValueError, match="not JSON compliant"):
        indented(value)
