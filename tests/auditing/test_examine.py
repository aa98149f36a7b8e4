"""What the audit says of a line: one row a case, `Russian | English | kinds of errors`."""

import pytest

from pipeline.auditing import Triple, examine
from pipeline.document import Severity

ROWS = """
Завод выпустил 12 машин. | The plant produced 12 cars. |
Завод выпустил 12 машин. | The plant produced 21 cars. | number_changed
Завод выпустил 12 машин. | The plant produced cars. | number_lost
Завод выпустил новые машины. | The plant produced 12 new cars. | invented_figure
Выручка составила 5 млрд рублей. | Revenue amounted to 5 billion rubles. |
Выручка составила 5 млрд рублей. | Revenue amounted to 5 million rubles. | magnitude_slip
Выручка составила 5 млрд рублей. | Revenue amounted to 5 billion dollars. | unit_changed
Ставка выросла на 2 процентных пункта. | The rate rose by 2 percent. | unit_changed
Цех откроют 15 марта 2027 года. | The shop will open on March 15, 2027. |
Цех откроют 15 марта 2027 года. | The shop will open on March 15, 2026. | date_moved
Цех откроют 15 марта 2027 года. | The shop will open on May 15, 2027. | date_moved
Полтора миллиона человек приехали в город. | One and a half million people came to the city. |
Директор Сергей Котов подписал договор. | Director Sergei Kotov signed the contract. |
Победил уфимец Руслан Валитов. | The winner was Ruslan Valitov of Ufa. |
Победил саратовец Руслан Валитов. | The winner was Ruslan Valitov of Ufa. | invented_name
Директор Сергей Котов подписал договор. | Director Sergey Kotov signed the contract. |
Директор Сергей Котов подписал договор. | Director Viktor Sorokin signed the contract. | name_swapped
Директор Сергей Котов подписал договор. | The director signed the contract. | name_lost
Щербаков выступил в Томске. | Shcherbakov spoke in Tomsk. |
Щербаков выступил в Томске. | Shcherbakov spoke in Voronezh. | name_swapped
Госдума приняла закон. | The State Duma passed the law. |
Госдума приняла закон. | The Federation Council passed the law. | term_wrong
Завод открыт. | | empty
Завод открыт. | Завод opened. | left_in_russian
Завод открыт. | The plant is open is open is open is open. | repeated
Завод открыли вчера. | The plant was opened yesterday. The plant was opened yesterday. | repeated
"""


def _rows() -> list[tuple[str, str, set[str]]]:
    rows = []
    for line in ROWS.strip().splitlines():
        russian, english, kinds = (part.strip() for part in line.split("|"))
        rows.append((russian, english, set(kinds.split())))
    return rows


def _errors(triple: Triple) -> set[str]:
    return {one.kind for one in examine(triple) if one.severity is Severity.ERROR}


@pytest.mark.parametrize(("russian", "english", "kinds"), _rows())
def test_errors_of_a_translation(russian: str, english: str, kinds: set[str]) -> None:
    assert _errors(Triple(russian, russian, english)) == kinds


@pytest.mark.parametrize(
    ("source", "summary", "kinds"),
    [
        ("Завод выпустил 12 машин и 3 трактора.", "Завод выпустил 12 машин.", set()),
        ("Завод выпустил 12 машин.", "Завод выпустил 14 машин.", {"number_changed"}),
        ("Завод выпустил машины.", "Завод выпустил 14 машин.", {"invented_figure"}),
        ("Выделено 5 млн рублей.", "Выделено 5 млрд рублей.", {"magnitude_slip"}),
        ("Приехал Олег Тарасенков.", "Приехал Игорь Лапшин.", {"name_swapped"}),
    ],
)
def test_errors_of_a_summary(source: str, summary: str, kinds: set[str]) -> None:
    found = {
        one.kind
        for one in examine(Triple(source, summary, ""))
        if one.severity is Severity.ERROR and one.kind != "empty"
    }
    assert found == kinds


def test_a_figure_from_elsewhere_in_the_source_is_a_warning() -> None:
    context = "Завод открыли. Выпущено 14 машин."
    triple = Triple("Завод открыли.", "Завод открыли, выпущено 14 машин.", "", context=context)
    (finding,) = [one for one in examine(triple) if one.kind == "invented_figure"]
    assert finding.severity is Severity.WARNING


def test_spans_point_at_the_words_that_differ() -> None:
    russian, english = "Построили 12 школ за год.", "They built 21 schools in a year."
    (finding,) = examine(Triple(russian, russian, english))
    assert [span.of(russian) for span in finding.summary_spans] == ["12"]
    assert [span.of(english) for span in finding.english_spans] == ["21"]
    assert (finding.expected, finding.found) == ("12", "21")


@pytest.mark.parametrize(
    ("english", "severity"),
    [
        ('"The plant works at full capacity, the director said.', Severity.ERROR),
        ('The plant works at full capacity," the director said.', Severity.ERROR),
        ('"The plant works at full capacity," the director said.', None),
    ],
)
def test_a_quotation_mark_without_its_fellow(english: str, severity: Severity | None) -> None:
    russian = "«Завод работает на полную мощность», — сказал директор."
    found = [
        one for one in examine(Triple(russian, russian, english)) if one.said.key == "mark-alone"
    ]
    assert [one.severity for one in found] == ([severity] if severity else [])


def test_marks_that_are_alone_in_the_russian_too_say_nothing() -> None:
    russian = "«Завод работает на полную мощность, — сказал директор."
    english = '"The plant works at full capacity, the director said.'
    assert all(one.said.key != "mark-alone" for one in examine(Triple(russian, russian, english)))


@pytest.mark.parametrize(
    ("russian", "english", "kind"),
    [
        ("Отчёт представил Игорь Худалов.", "The report was presented by Igor Khalov.", "swapped"),
        ("Отчёт представил Игорь Худалов.", "The report was presented by Igor Khulav.", "lost"),
        ("Игорь Бондевик приехал.", "Igor Bondevik arrived.", ""),
        ("Выступил Хьель Магне Бунневик.", "Kjell Magne Bondevik spoke.", ""),
    ],
)
def test_a_garbled_surname_is_an_error(russian: str, english: str, kind: str) -> None:
    assert _errors(Triple(russian, russian, english)) == ({f"name_{kind}"} if kind else set())


@pytest.mark.parametrize(
    ("russian", "english", "severities"),
    [
        # A title may be translated, if something stands in its place.
        ("Открылась выставка «Белый сад».", "The exhibition White Garden has opened.", ["note"]),
        ("Открылась выставка «Белый сад».", "An exhibition has opened.", ["warning"]),
        # A firm is spelled.
        ("Завод «Алтайское волокно» вырос.", "The plant Altai swing has grown.", ["warning"]),
        ("Завод «Алтайское волокно» вырос.", "The Altayskoye Volokno plant has grown.", []),
        # A capitalised adjective is there if a word begins as it does.
        ("Открыт Рыбницкий завод.", "The Rybnitsa plant has opened.", []),
        ("Открыт Рыбницкий завод.", "The Fish plant has opened.", ["warning"]),
        ("Начался Всероссийский форум.", "A national forum has begun.", []),
        ("Бригада приехала в Нижнехолмово.", "The team came to the city.", ["warning"]),
    ],
)
def test_how_much_a_lost_name_weighs(russian: str, english: str, severities: list[str]) -> None:
    found = [one for one in examine(Triple(russian, russian, english)) if one.kind == "name_lost"]
    assert [one.severity.value for one in found] == severities


@pytest.mark.parametrize(
    ("russian", "english", "kinds"),
    [
        ("Завод откроют во вторник.", "The plant will open on Tuesday.", set()),
        ("Завод откроют во вторник.", "The plant will open today.", set()),
        ("Завод откроют во вторник.", "The plant will open on Friday.", {"date_moved"}),
        ("Экологическая среда улучшилась.", "The environment has improved.", set()),
    ],
)
def test_another_day_of_the_week_is_an_error(russian: str, english: str, kinds: set[str]) -> None:
    assert _errors(Triple(russian, russian, english)) == kinds


def test_a_body_that_is_not_named_is_an_error() -> None:
    russian = "Законопроект одобрил Минфин."
    assert _errors(Triple(russian, russian, "The bill was approved by the office.")) == {
        "term_wrong"
    }
