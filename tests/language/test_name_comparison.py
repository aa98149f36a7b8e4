"""Names followed from a Russian sentence into its English."""

import pytest

from pipeline.language.names import compare_names, find_names, name_arrives

RIGHT = [
    (
        "Губернатор Томской области Владимир Мазуров провёл встречу с Сергеем Котовым в Северске.",
        "Tomsk Region Governor Vladimir Mazurov held a meeting with Sergey Kotov in Seversk.",
    ),
    (
        "Об этом рассказала Наталья Сухорукова.",
        "This was reported by Nataliya Sukhorukova.",
    ),
    ("В МЧС России сообщили о пожаре в Великом Новгороде.", "The Emergencies Ministry reported a fire in Velikiy Novgorod."),
    ("Бежали на Нижегородском марафоне.", "They ran the Nizhniy Novgorod Marathon."),
    ("Глава МИД Турции прибыл в Пекин.", "The Turkish foreign minister arrived in Beijing."),
    ("Завод «Красный луч» открыл цех.", "The Red Ray plant has opened a workshop."),
    ("Завод «Красный луч» открыл цех.", "The Krasny Luch plant has opened a workshop."),
    ("Давосский форум открылся.", "The Davos forum has opened."),
    ("Министр Алексей Резников прилетел.", "Minister Oleksii Reznikov has landed."),
    ("В Хьюстон прилетел Джордж Бюкенен.", "George Buchanan flew to Houston."),
    ("Дагестанцы приехали в Махачкалу.", "Residents of Dagestan came to Makhachkala."),
    ("Машина остановилась в Самаре.", "The car stopped in Samara."),
    ("Концерн Acme-Robotics построит цех.", "Acme Robotics will build a workshop."),
]  # fmt: skip


@pytest.mark.parametrize(("russian", "english"), RIGHT)
def test_right_translations_have_no_errors(russian: str, english: str) -> None:
    comparison = compare_names(russian, english)
    assert comparison.errors == ()
    assert comparison.invented == ()


@pytest.mark.parametrize(
    ("russian", "english", "lost"),
    [
        ("Приехал Сергей Мазуров.", "Pyotr Kotov has arrived.", "Сергей Мазуров"),
        ("Приехал Сергей Мазуров.", "The governor has arrived.", "Сергей Мазуров"),
        ("Приехал Сергей Мазуров.", "Pyotr Mazurov has arrived.", "Сергей Мазуров"),
        ("Он приехал в Томск.", "He came to Omsk.", "Томск"),
        ("Он приехал в Томск.", "He came to the city.", "Томск"),
        ("Он приехал в Иран.", "He came to Iraq.", "Иран"),
        ("Он приехал в Австрию.", "He came to Australia.", "Австрию"),
        ("В Самарской области светло.", "It is light in the Saratov Region.", "Самарской области"),
        ("По словам турецких властей.", "According to the Greek authorities.", "турецких"),
        ("Соглашение подписал Росатом.", "Rostec signed the agreement.", "Росатом"),
        ("Сообщил Квирикадзе.", "Saakadze reported.", "Квирикадзе"),
        ("Цех построит Acme.", "Globex will build the workshop.", "Acme"),
        ("Вчера Владимир Владимирович ушёл.", "He left yesterday.", "Владимир Владимирович"),
    ],
)
def test_a_lost_name_is_an_error(russian: str, english: str, lost: str) -> None:
    assert [name.text for name in compare_names(russian, english).errors] == [lost]


def test_a_swapped_name_is_paired_with_its_intruder() -> None:
    comparison = compare_names("Приехал Сергей Мазуров.", "Pyotr Kotov has arrived.")
    ((name, intruder),) = comparison.swapped
    assert (name.text, intruder.text) == ("Сергей Мазуров", "Pyotr Kotov")


def test_an_invented_place() -> None:
    comparison = compare_names("Цех открыт.", "The workshop in Samara is open.")
    assert [name.text for name in comparison.invented] == ["Samara"]


def test_an_abbreviation_may_stand_for_anything() -> None:
    assert compare_names("В РМП тихо.", "It is quiet in Moldova.").invented == ()


def test_a_weak_name_is_missing_but_no_error() -> None:
    comparison = compare_names("Фильм «Дорога домой» вышел.", "The picture is out.")
    assert [name.text for name in comparison.missing] == ["Дорога домой"]
    assert comparison.errors == ()


@pytest.mark.parametrize(
    ("russian", "english", "place", "how"),
    [
        ("Он прибыл в Пекин.", "He is in Beijing now.", "Beijing", "glossary"),
        ("Приехал Сергей Мазуров.", "Mr. Sergey Mazurov is here.", "Sergey Mazurov", "spelling"),
        ("Приехал Джеймс Бюкенен.", "Mr. James Buchanan is here.", "James Buchanan", "sound"),
        ("Цех построит Acme.", "The Acme group will.", "Acme", "verbatim"),
    ],
)
def test_where_and_how_a_name_arrives(russian: str, english: str, place: str, how: str) -> None:
    (name,) = find_names(russian)
    match = name_arrives(name, english)
    assert match is not None
    assert english[match.start : match.stop] == place
    assert match.how == how
    assert match.complete
    assert (match.score == 1.0) is (how != "sound")


def test_half_of_a_double_surname_is_not_another_name() -> None:
    (match,) = compare_names("Таисия Ли-Фу сообщила", "Taisia Li-Fu said").matched
    assert match.garbled is None
