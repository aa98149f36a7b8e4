"""Firms and places in quotation marks: which are spelled, and how."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.language.firms import find_firms, nominative_phrase, spelled_out
from pipeline.language.glossary import Glossary
from pipeline.language.glossary_file import Term
from pipeline.language.names import find_names


@pytest.mark.parametrize(
    ("text", "english"),
    [
        ("подрядчик — ООО «Ак таш».", "Ak Tash LLC"),
        ("договор с АО «Рога и копыта» подписан", "Roga i Kopyta JSC"),
        ("акции ПАО «Газпром нефть» выросли", "Gazprom Neft PJSC"),
        ("ООО «Компания «Ромашка» построит склад", "Romashka LLC"),
        ("компания «СеверТеплоСтрой» и другие", "SeverTeploStroy"),
        ("завод «Платина-Урал» поставил питатели", "Platina-Ural"),
        ("в жилом комплексе «Салават Купере», где", "Salavat Kupere"),
        ("генеральный директор «Алтайского волокна» Игорь Веденеев", "Altayskoye Volokno"),
        ("директор «Горных машин» сообщил", "Gornye Mashiny"),
        ('глава АО "Томские мосты" подписал', "Tomskiye Mosty JSC"),
    ],
)
def test_a_firm_is_spelled_with_its_legal_form_behind(text: str, english: str) -> None:
    (firm,) = find_firms(text)
    assert firm.english == english
    assert firm.text == text[firm.start : firm.stop]


@pytest.mark.parametrize(
    "text",
    [
        "форум «Городская среда» открылся",
        "по нацпроекту «Экология» построят",
        "победила команда «Полярная сова» из Мурманска",
        "компания «Мы хотим, чтобы вы знали» и другие",
        "директор сказал: «Завод готов»",
        "в компании «Nike» отметили",
        "глава «Росатома» Алексей Лихачев",
    ],
)
def test_what_is_translated_or_known_otherwise_is_left_alone(text: str) -> None:
    assert find_firms(text) == []


def test_a_glossary_of_ones_own_has_the_last_word() -> None:
    own = Glossary.builtin().merged(Glossary([Term("Ак таш", ("White Stone",), kind="company")]))
    (firm,) = find_firms("подрядчик ООО «Ак таш»", own)
    assert firm.english == "White Stone LLC"
    assert firm.listed


def test_the_names_of_a_text_have_the_firm_whole() -> None:
    names = find_names("Церемония прошла в жилом комплексе «Салават Купере».")
    assert [(one.text, one.kind, one.english) for one in names] == [
        ("Салават Купере", "organisation", ("Salavat Kupere",))
    ]
    assert names[0].weak, "who translates its words has not lost it"


@pytest.mark.parametrize(
    ("genitive", "expected"),
    [
        ("Алтайского волокна", "Алтайское волокно"),
        ("Северного ветра", "Северный ветер"),
        ("Новых технологий", "Новые технологии"),
        ("Ромашки", "Ромашка"),
        ("Северный ветер", "Северный ветер"),
    ],
)
def test_a_genitive_is_put_upright(genitive: str, expected: str) -> None:
    assert nominative_phrase(genitive) == expected


@given(st.text('аБвГ «»"ООО компания.,', max_size=60))
def test_ranges_are_those_of_the_text_and_do_not_overlap(text: str) -> None:
    firms = find_firms(text)
    for firm in firms:
        assert text[firm.start : firm.stop] == firm.text
    for one, other in pairwise(firms):
        assert one.stop <= other.start


@given(st.text("абвгдеёжзийклмнопрстуфхцчшщъыьэюя -", min_size=1, max_size=30))
def test_nothing_cyrillic_is_left_in_a_spelling(name: str) -> None:
    assert not any("а" <= letter.lower() <= "я" or letter in "ёЁ" for letter in spelled_out(name))
