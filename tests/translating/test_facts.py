"""What must stand in the English as rules write it, and what of it a translation lacks."""

import pytest

from pipeline.language.glossary import Glossary
from pipeline.translating.facts import Fact, lost_facts, without_overlaps

GLOSSARY = Glossary.builtin()


def lost(russian: str, english: str) -> list[tuple[str, str, str]]:
    return [
        (russian[one.start : one.stop], one.english, one.kind)
        for one in lost_facts(russian, english, GLOSSARY)
    ]


@pytest.mark.parametrize(
    ("russian", "english", "expected"),
    [
        (
            "Об этом рассказал министр Владимир Игоревич Ситдиков.",
            "Minister Vladimir Vladimirovich Sitkov said so.",
            [("Владимир Игоревич Ситдиков", "Vladimir Igorevich Sitdikov", "person")],
        ),
        (
            "Председатель Михаил Васильевич Морозюк доволен.",
            "Chairman Mikhail Roman Morozak is content.",
            [("Михаил Васильевич Морозюк", "Mikhail Vasilyevich Morozyuk", "person")],
        ),
        (
            "Завод в Обнинске выпустил 41,2 тыс. машин.",
            "The plant in Soninsk made 41,200 cars.",
            [("Обнинске", "Obninsk", "name")],
        ),
        (
            "Засеяно 2,08 млн га.",
            "2.08 million kilometers were sown.",
            [("2,08 млн га", "2.08 million hectares", "figure")],
        ),
        (
            "Представители ООО «Ак таш» приняли участие.",
            "Representatives of Akruta took part.",
            [("ООО «Ак таш»", "Ak Tash LLC", "firm")],
        ),
        ("Турецкие власти согласны.", "The authorities agree.", [("Турецкие", "Turkish", "name")]),
        (
            "Пожар в Олёкминском районе потушен.",
            "The fire in Authoria District is out.",
            [("Олёкминском", "Olyokminsky", "name")],
        ),
        (
            "Съезд прошёл в седьмой раз.",
            "The congress was held for the eighth time.",
            [("седьмой", "seventh", "figure")],
        ),
        ("Самолёт Бе-200 взлетел.", "The Be-2000 took off.", [("Бе-200", "Be-200", "code")]),
    ],
)
def test_what_a_translation_lacks(
    russian: str, english: str, expected: list[tuple[str, str, str]]
) -> None:
    assert lost(russian, english) == expected


@pytest.mark.parametrize(
    ("russian", "english"),
    [
        ("Министр Владимир Ситдиков доволен.", "Minister Sitdikov is content, Vladimir said."),
        ("Об этом сказал Иван Петрович Сидоров.", "Ivan Sidorov said so."),
        ("Премьер-министр Борис Джонсон приехал.", "Prime Minister Boris Johnson came."),
        ("Компания «Алтайское волокно» растёт.", "Altaiskoe Volokno is growing."),
        ("Выделено 5 млрд рублей.", "5 billion roubles were allocated."),
        ("Выпуск вырос вдвое.", "Output has doubled."),
    ],
)
def test_what_arrived_in_another_way_is_not_lost(russian: str, english: str) -> None:
    assert lost(russian, english) == []


def test_of_two_facts_that_overlap_the_first_found_stands() -> None:
    firm, name, figure = (
        Fact(0, 9, "A", "firm"),
        Fact(5, 8, "B", "name"),
        Fact(10, 12, "5", "figure"),
    )
    assert without_overlaps([figure, firm], [name]) == [firm, figure]


def test_a_measure_that_lost_its_unit_is_lost() -> None:
    russian = "Мощность станции — 5,4 МВт."
    assert lost(russian, "The station's capacity is 5.4 MP.") == [("5,4 МВт", "5.4 MW", "figure")]
    assert lost(russian, "The station's capacity is 5.4 MW.") == []
    assert lost("Стройка шла 5 лет.", "It took 5 in all to build.") == []
