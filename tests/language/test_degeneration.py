import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.language.degeneration import faults

RUSSIAN = "Компания открыла в Томске новый завод по выпуску станков."


def kinds(source: str, output: str, *, finished: bool = True) -> list[str]:
    return [fault.kind for fault in faults(source, output, finished=finished)]


@pytest.mark.parametrize(
    ("source", "output", "expected"),
    [
        (RUSSIAN, "The company has opened a new machine tool plant in Tomsk.", []),
        (RUSSIAN, "", ["empty"]),
        (RUSSIAN, " .", ["empty", "length"]),
        ("***", "", []),
        (RUSSIAN, "The company has opened a new завод in Tomsk.", ["untranslated"]),
        (RUSSIAN, "The the the company has opened a new plant in Tomsk.", ["repeated"]),
        (
            RUSSIAN,
            "The company opened the company opened the company opened a plant.",
            ["repeated"],
        ),
        (RUSSIAN, "Company.", ["length"]),
        (RUSSIAN, "A plant was opened. " * 2, []),
        ("Да, да, да, именно так и было сказано.", "Yes, yes, yes, that is what was said.", []),
        ("ООО", "Limited liability company", []),
        (RUSSIAN, "It is very very good that the company has a plant there.", []),
    ],
)
def test_faults(source: str, output: str, expected: list[str]) -> None:
    assert kinds(source, output) == expected


def test_an_output_that_goes_on_and_on_is_too_long() -> None:
    words = " ".join(f"word{number}" for number in range(60))
    assert kinds(RUSSIAN, words) == ["length"]


def test_a_phrase_that_comes_back_is_a_loop_even_with_words_between() -> None:
    output = "He said of the new plant that of the new plant was what of the new plant will be."
    assert kinds(RUSSIAN, output) == ["repeated"]


def test_an_output_cut_off_is_a_fault_whatever_it_says() -> None:
    assert kinds(RUSSIAN, "The company has opened a new plant in", finished=False) == ["cut_off"]


@given(st.text(max_size=60), st.text(max_size=200))
def test_any_text_can_be_judged(source: str, output: str) -> None:
    for fault in faults(source, output):
        assert fault.kind in {"empty", "repeated", "untranslated", "length"}
        assert fault.message
