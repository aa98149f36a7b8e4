import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.language.casing import is_shouting, sentence_case


@pytest.mark.parametrize(
    ("loud", "quiet"),
    [
        ("ГУБЕРНАТОР ОТКРЫЛ НОВЫЙ ЗАВОД", "Губернатор открыл новый завод"),
        ("В ТОМСКЕ ПРОШЁЛ ФОРУМ", "В Томске прошёл форум"),
        ("КОМПАНИЯ «СЕВЕРНЫЙ ВЕТЕР» ПОСТРОИТ ЦЕХ", "Компания «Северный ветер» построит цех"),
        ("МИД РФ СООБЩИЛ О ВСТРЕЧЕ", "МИД РФ сообщил о встрече"),
        ("АННА ПОЛЯКОВА ВОЗГЛАВИЛА СОВЕТ", "Анна Полякова возглавила совет"),
        ("ПОЕЗД ИЗ САНКТ-ПЕТЕРБУРГА ПРИБЫЛ", "Поезд из Санкт-Петербурга прибыл"),
        ("УЧЁНЫЕ ПОЛУЧИЛИ 10 ПАТЕНТОВ В США", "Учёные получили 10 патентов в США"),
        ("А. П. ИВАНОВ НАЗНАЧЕН ДИРЕКТОРОМ", "А. П. Иванов назначен директором"),
        ("ЗАВОД ВЫПУСТИЛ ДВИГАТЕЛЬ ПД-14М", "Завод выпустил двигатель ПД-14М"),
        ("НА МОСТЫ НАПРАВЯТ 1,9 МЛРД РУБ.", "На мосты направят 1,9 млрд руб."),
        ("ГЛАВА ЗАРЕЧЕНСКОГО РАЙОНА УШЁЛ", "Глава Зареченского района ушёл"),
        ("ГЛАВА ГОРОДСКОГО ОКРУГА УШЁЛ", "Глава городского округа ушёл"),
    ],
)
def test_capitals_are_brought_to_those_of_a_sentence(loud: str, quiet: str) -> None:
    assert is_shouting(loud)
    assert sentence_case(loud) == quiet


@pytest.mark.parametrize(
    "text",
    [
        "Губернатор открыл завод",
        "МИД РФ сообщил о встрече министров",
        "РЖД",
        "НОВЫЙ",
        "IBM AND SAP",
        "",
    ],
)
def test_ordinary_text_is_not_shouting(text: str) -> None:
    assert not is_shouting(text)


@given(st.text(alphabet="АБВЕЁИЙОРСТЬЯабве «».-1 ", max_size=60))
def test_nothing_but_case_changes(text: str) -> None:
    assert sentence_case(text).lower() == text.lower()
    assert len(sentence_case(text)) == len(text)
