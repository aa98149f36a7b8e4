"""Which pairs are fit to learn from."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from models.training.cleaning import DevGuard, Pair, normal_form, objection, tidy

GOOD = Pair("Завод открыл новый цех.", "The plant opened a new workshop.")


def test_a_good_pair_meets_no_objection() -> None:
    assert objection(GOOD, ("markup", "numbers")) is None


@pytest.mark.parametrize(
    ("ru", "en", "reason"),
    [
        ("", "The plant.", "is_empty"),
        ("Завод " * 150, "The plant " * 75, "is_too_long"),
        (
            "Завод открыт.",
            "The plant was opened by the governor of the region on Friday.",
            "is_lopsided",
        ),
        ("Siemens AG.", "Siemens AG", "is_untranslated"),
        ("Siemens Energy AG и Ко", "Siemens Energy AG and Co", "is_not_russian"),
        ("Завод відкрив цех.", "The plant opened a workshop.", "is_other_cyrillic"),
        ("Завод открыл цех.", "The завод opened a shop.", "has_cyrillic_english"),
        ("Завод открыл цех и ещё цех.", "The shop the shop the shop opened.", "loops"),
    ],
)
def test_the_first_rule_that_objects_gives_the_reason(ru: str, en: str, reason: str) -> None:
    assert objection(Pair(ru, en)) == reason


@pytest.mark.parametrize(
    ("ru", "en", "rule", "reason"),
    [
        ("Откройте {файл}.", "Open the {file}.", "markup", "has_markup"),
        ("Построено 25 домов.", "26 houses were built.", "numbers", "loses_numbers"),
    ],
)
def test_stricter_rules_apply_only_where_asked_for(
    ru: str, en: str, rule: str, reason: str
) -> None:
    assert objection(Pair(ru, en)) is None
    assert objection(Pair(ru, en), (rule,)) == reason


def test_numbers_may_be_written_with_other_separators() -> None:
    assert objection(Pair("Выпущено 1 234,5 т.", "1,234.5 t were made."), ("numbers",)) is None


@given(st.text())
def test_tidy_text_is_stable_and_has_single_plain_spaces(text: str) -> None:
    once = tidy(text)
    assert tidy(once) == once
    assert "  " not in once
    assert once == once.strip()


@pytest.mark.parametrize(
    ("text", "known"),
    [
        ("Губернатор открыл новый мост через реку Талую в среду", True),
        ("губернатор открыл НОВЫЙ мост через реку Талую в среду!", True),
        ("В среду утром губернатор открыл новый мост через реку Талую", True),
        ("Губернатор закрыл старый мост и уехал из города в среду утром", False),
        ("мост", False),
    ],
)
def test_near_copies_of_kept_sentences_are_recognised(text: str, known: bool) -> None:
    guard = DevGuard(["Губернатор открыл новый мост через реку Талую в среду."])
    assert guard.knows(text) is known


@given(st.text())
def test_a_kept_sentence_is_always_recognised(text: str) -> None:
    assert DevGuard([text]).knows(text.upper().lower()) or normal_form(text) != normal_form(
        text.upper().lower()
    )
