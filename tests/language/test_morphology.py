"""Dictionary forms and readings of Russian words."""

from concurrent.futures import ThreadPoolExecutor

import pytest

from pipeline.language.morphology import (
    fold,
    genders,
    headword_keys,
    is_common,
    is_known,
    is_name,
    lemma_keys,
    lemmas,
    likely_keys,
    nominative,
    parses,
)


def test_fold_takes_yo_for_ye() -> None:
    assert fold("Орёл") == "орел"


@pytest.mark.parametrize(
    ("word", "lemma"),
    [("Москву", "москва"), ("заместителем", "заместитель"), ("Иванова", "иваново")],
)
def test_all_lemmas(word: str, lemma: str) -> None:
    assert lemma in lemmas(word)


def test_case_does_not_matter() -> None:
    assert parses("МОСКВУ") == parses("москву")


def test_names_and_ordinary_words() -> None:
    assert is_name("Петров")
    assert not is_name("заседание")
    assert is_common("заседание")
    assert not is_known("квирикашвили") or is_name("квирикашвили")


def test_far_fetched_readings_do_not_match() -> None:
    # "после" is a preposition, though it could be the prepositional case of "посол".
    assert "посол" in lemma_keys("после")
    assert "посол" not in likely_keys("после")


def test_a_headword_is_no_form_of_another_word() -> None:
    assert headword_keys("Дели") == {"дели"}


@pytest.mark.parametrize(
    ("word", "kind", "gender", "expected"),
    [
        ("Сухоруковой", "Surn", "femn", "сухорукова"),
        ("Ивановной", "Patr", "femn", "ивановна"),
        ("Мазура", "Surn", "masc", "мазур"),
        ("Мазура", "Patr", None, None),
    ],
)
def test_nominative(word: str, kind: str, gender: str | None, expected: str | None) -> None:
    assert nominative(word, kind, gender) == expected


def test_genders_of_given_names() -> None:
    assert genders("Сергеем") == {"masc"}
    assert genders("Наталье") == {"femn"}


def test_threads_agree() -> None:
    words = [f"Слово{letter}ова" for letter in "абвгдежзик"] * 5
    with ThreadPoolExecutor(8) as pool:
        assert list(pool.map(lemmas, words)) == [lemmas(word) for word in words]
