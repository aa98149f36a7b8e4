"""What counts as having come through."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.evaluation.copying import CopySentence, copy_rates, copying_set, figures

PAIR = (
    "Губернатор Томской области Владимир Мазур выделил Казани 1 234,5 млн рублей на 17 школ.",
    "Tomsk Region Governor Vladimir Mazur allotted Kazan 1,234.5 million rubles for 17 schools.",
)


def test_terms_and_numbers_to_carry_through_are_found() -> None:
    (sentence,) = copying_set([PAIR])
    assert sentence.terms == ("Tomsk Region", "Vladimir Mazur", "Kazan")
    assert sentence.numbers == ("12345", "17")
    assert "Vladimir Mazur" in sentence.source


def test_what_is_lost_or_changed_is_counted() -> None:
    (sentence,) = copying_set([PAIR])
    rates = copy_rates([sentence], lambda _: ["Vladimir Mazur gave Kasan 1,234.5 million for 71."])
    assert rates.as_dict() == {"terms": 0.3333, "numbers": 0.5, "n_terms": 3, "n_numbers": 2}


def test_the_reference_itself_carries_everything_through() -> None:
    rates = copy_rates(copying_set([PAIR]), lambda _: [PAIR[1]])
    assert (rates.terms, rates.numbers) == (1.0, 1.0)


def test_a_term_asked_for_twice_must_come_twice() -> None:
    sentence = CopySentence("Kazan и Kazan", ("Kazan", "Kazan"), ())
    assert copy_rates([sentence], lambda _: ["Kazan"]).terms == 0.5


@pytest.mark.parametrize(
    ("term", "english", "arrived"),
    [
        ("Prosecutor General's Office", "the Prosecutor General’s Office said", True),
        ("Kazan", "Kazan's mayor", True),
        ("supreme court", "Supreme court, it said", True),
        ("Russia", "Russian cities", False),
        ("UN", "UNESCO", False),
        ("Health Ministry", "Ministry of Health", False),
        ("Smena", "smena", False),
    ],
)
def test_a_term_stands_in_whole_words_as_it_was_given(
    term: str, english: str, arrived: bool
) -> None:
    assert copy_rates([CopySentence("", (term,), ())], lambda _: [english]).terms == arrived


def test_what_has_a_bracket_or_comma_in_it_is_no_term() -> None:
    pair = ("Мутко (Виталий Леонтьевич) прибыл.", "Mutko (Vitaly Leontyevich) arrived.")
    terms = [term for sentence in copying_set([pair]) for term in sentence.terms]
    assert not any("(" in term for term in terms)


@pytest.mark.parametrize(
    ("one", "other"),
    [("1 234,5", "1,234.5"), ("1\u00a0000 000", "1,000,000"), ("3,5 %", "3.5%"), ("№ 5", "No. 5")],
)
def test_numbers_are_the_same_whatever_marks_group_them(one: str, other: str) -> None:
    assert figures(one) == figures(other)


@given(st.lists(st.integers(0, 999), max_size=6))
def test_figures_of_a_list_are_its_numbers(numbers: list[int]) -> None:
    assert sorted(figures("; ".join(map(str, numbers))).elements()) == sorted(map(str, numbers))
