"""A release that is not Russian is noticed; Russian with foreign names in it is not."""

import pytest

from pipeline.reading.russian import looks_russian


@pytest.mark.parametrize(
    "text",
    [
        "Губернатор открыл новый завод в посёлке Кедровом.",
        "ГУБЕРНАТОР ОТКРЫЛ НОВЫЙ ЗАВОД",
        "Компания Northern Composite Materials открыла цех в Томске, сообщил директор завода.",
        "5 мая",
        "Ремонт моста завершён",
    ],
)
def test_russian(text: str) -> None:
    assert looks_russian(text)


@pytest.mark.parametrize(
    "text",
    [
        "The governor has opened a new plant in the village of Kedrovy.",
        "Губернатор відкрив новий завод у селищі, повідомила його прес-служба.",
        "Губернатар адкрыў новы завод у пасёлку, паведаміла яго прэс-служба.",
        "Областният управител откри новия завод, съобщи неговата пресслужба в София вчера.",
        "Гувернер је отворио нову фабрику у граду, саопштила је служба за штампу.",
        "Облыс әкімі жаңа зауытты ашты, деп хабарлады оның баспасөз қызметі.",
        "ыва лорп джэячс митьбю фырывм ждлорп ячсмитьбю цукенгшщзх",
        "これは日本語のプレスリリースです。これは日本語のプレスリリースです。",
    ],
)
def test_not_russian(text: str) -> None:
    assert not looks_russian(text)
