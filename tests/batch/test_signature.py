from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.batch.signature import (
    canonical_json,
    dependency_versions,
    differences,
    run_signature,
    signature_key,
    text_settings,
)
from pipeline.config import load_profile

leaves = st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text()
finite = leaves.filter(lambda value: value not in (float("inf"), float("-inf")))
trees = st.recursive(
    finite,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(), inner, max_size=3),
    max_leaves=12,
)
signatures = st.dictionaries(st.text(), trees, max_size=4)


def reordered(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: reordered(child) for key, child in reversed(value.items())}
    if isinstance(value, list):
        return [reordered(child) for child in value]
    return value


@given(signatures)
def test_the_order_of_keys_does_not_change_the_key(signature: dict[str, Any]) -> None:
    assert signature_key("ab", signature) == signature_key("ab", reordered(signature))


@given(signatures, signatures)
def test_another_signature_is_another_key(one: dict[str, Any], two: dict[str, Any]) -> None:
    same = canonical_json(one) == canonical_json(two)
    assert (signature_key("ab", one) == signature_key("ab", two)) is same


@given(st.text(), st.text())
def test_another_input_is_another_key(one: str, two: str) -> None:
    assert (signature_key(one, {}) == signature_key(two, {})) is (one == two)


@pytest.mark.parametrize("value", [float("nan"), float("inf"), {"a": [float("nan")]}])
def test_a_number_that_is_not_finite_is_refused(value: object) -> None:
    with pytest.raises(ValueError, match="JSON compliant"):
        canonical_json(value)


def test_a_key_that_is_not_a_string_is_refused() -> None:
    with pytest.raises(TypeError, match="not a string: 1"):
        canonical_json({"a": [{1: "x"}]})


def base() -> dict[str, Any]:
    return run_signature(
        [("read", "1"), ("write", "1")],
        chunk=32,
        engines={"translator": {"engine": "ctranslate2", "weights": "aa", "compute_type": "int8"}},
        settings={"audit": {"repair": True}},
        glossary="cc",
        packages=["razdel"],
    )


@pytest.mark.parametrize(
    ("path", "value", "line"),
    [
        (("stages", 1), "write/2", 'stages.1: "write/1" -> "write/2"'),
        (("chunk",), 16, "chunk: 32 -> 16"),
        (("engines", "translator", "weights"), "bb", 'engines.translator.weights: "aa" -> "bb"'),
        (("settings", "audit", "repair"), False, "settings.audit.repair: true -> false"),
        (("glossary",), "dd", 'glossary: "cc" -> "dd"'),
        (("packages", "razdel"), "9", 'packages.razdel: "0.5.0" -> "9"'),
        (("settings", "new"), 1, "settings.new: absent -> 1"),
    ],
)
def test_every_part_counts_and_is_named_when_it_changes(
    path: tuple[Any, ...], value: object, line: str
) -> None:
    old, new = base(), base()
    place: Any = new
    for step in path[:-1]:
        place = place[step]
    place[path[-1]] = value
    assert signature_key("ab", old) != signature_key("ab", new)
    assert differences(old, new) == [line]


def test_equal_signatures_do_not_differ() -> None:
    assert differences(base(), base()) == []


def test_settings_that_change_no_text_are_left_out() -> None:
    profile = load_profile("compact")
    settings = text_settings(profile)
    moved = profile.model_copy(
        update={
            "name": "mine",
            "description": "other words",
            "translator": "/elsewhere/translator",
            "engine": profile.engine.model_copy(update={"threads": 3}),
        }
    )
    assert text_settings(moved) == settings


def test_settings_that_change_text_are_kept() -> None:
    profile = load_profile("compact")
    shorter = profile.model_copy(
        update={"summarise": profile.summarise.model_copy(update={"sentences": 2})}
    )
    assert differences(text_settings(profile), text_settings(shorter)) == [
        "summarise.sentences: null -> 2"
    ]


def test_a_dependency_that_is_not_installed_has_an_empty_version() -> None:
    assert dependency_versions(["no-such-distribution"]) == {"no-such-distribution": ""}
