"""The parts of a release, written as `kind: sentence`, one a line."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.document import SentenceKind
from pipeline.reading.boilerplate import is_issuer, line_rule, opens_section
from pipeline.reading.layout import analyse
from pipeline.reading.normalisation import normalise

RELEASE = """\
Пресс-релиз
Завод «Рассвет» открыл новый цех
Томск, 12 марта 2024 г.
Завод «Рассвет» открыл цех. Работают 45 человек.
Цех выпустит:
• трубы;
• балки и рельсы.
«Мы рады. Ждём заказов», — сказал директор.
О компании
Завод основан в 1975 году."""


def kinds(text: str) -> list[tuple[str, str]]:
    return [(one.kind.value, one.text) for one in analyse(text).sentences]


def test_a_whole_release() -> None:
    layout = analyse(RELEASE)
    assert [(one.kind.value, one.text) for one in layout.sentences] == [
        ("boilerplate", "Пресс-релиз"),
        ("title", "Завод «Рассвет» открыл новый цех"),
        ("dateline", "Томск, 12 марта 2024 г."),
        ("text", "Завод «Рассвет» открыл цех."),
        ("text", "Работают 45 человек."),
        ("text", "Цех выпустит:"),
        ("list_item", "• трубы;"),
        ("list_item", "• балки и рельсы."),
        ("text", "«Мы рады."),
        ("text", "Ждём заказов», — сказал директор."),
        ("boilerplate", "О компании"),
        ("boilerplate", "Завод основан в 1975 году."),
    ]
    assert layout.title is not None
    assert layout.title.of(RELEASE) == "Завод «Рассвет» открыл новый цех"
    assert layout.dateline is not None
    assert layout.dateline.of(RELEASE) == "Томск, 12 марта 2024 г."
    assert layout.date == "2024-03-12"
    assert [one.head for one in layout.sentences if one.kind is SentenceKind.LIST_ITEM] == [5, 5]


BODY = "Завод «Рассвет» открыл новый цех в посёлке, сообщила пресс-служба. Работают 45 человек."


@pytest.mark.parametrize(
    ("head", "title"),
    [
        ("Завод открыл цех", "Завод открыл цех"),
        ("ЗАВОД ОТКРЫЛ ЦЕХ.", "ЗАВОД ОТКРЫЛ ЦЕХ."),
        ("Зачем заводу новый цех?", "Зачем заводу новый цех?"),
        ("Завод растёт: цех открыт", "Завод растёт: цех открыт"),
        ("Министерство промышленности области\nЗавод открыл цех", "Завод открыл цех"),
        ("12 марта 2024 г.\nЗавод открыл цех", "Завод открыл цех"),
        ("Завод открыл цех\nВ посёлке появятся 45 рабочих мест", "Завод открыл цех"),
        ("Первая фраза кончается точкой.", None),
        ("Цех выпускает:", None),
        ("• Завод открыл цех", None),
    ],
)
def test_title(head: str, title: str | None) -> None:
    text = f"{head}\n{BODY}"
    found = analyse(text).title
    assert (found.of(text) if found else None) == title


def test_a_release_without_a_title_has_none() -> None:
    assert analyse(f"{BODY}\n{BODY}").title is None


def test_a_text_of_one_line_is_no_title() -> None:
    assert kinds("Завод открыл цех") == [("text", "Завод открыл цех")]


def test_the_title_that_the_file_names_is_taken_whatever_it_looks_like() -> None:
    text = f"Пресс-служба сообщает. Цех открыт.\n{BODY}"
    found = analyse(text, metadata_title="Пресс-служба сообщает. Цех открыт").title
    assert found is not None
    assert found.of(text) == "Пресс-служба сообщает. Цех открыт."


def test_a_dateline_before_the_first_sentence_is_a_sentence_of_its_own() -> None:
    text = f"Завод открыл цех\nТомск, 12 марта 2024 г. — {BODY}"
    layout = analyse(text)
    assert kinds(text)[1:3] == [
        ("dateline", "Томск, 12 марта 2024 г. —"),
        ("text", "Завод «Рассвет» открыл новый цех в посёлке, сообщила пресс-служба."),
    ]
    assert layout.dateline is not None
    assert layout.dateline.of(text) == "Томск, 12 марта 2024 г."


def test_a_date_at_the_end_is_the_release_s_own() -> None:
    assert analyse(f"{BODY}\n{BODY}\n12 марта 2024 г.").date == "2024-03-12"


def test_a_date_inside_the_text_is_not() -> None:
    assert analyse(f"12 марта 2024 года в Томске открыт цех.\n{BODY}").date == ""


def test_the_file_s_date_stands_where_the_text_has_none() -> None:
    assert analyse(BODY, metadata_date="2024-03-12T10:00:00Z").date == "2024-03-12"
    assert analyse(f"1 мая 2024 г.\n{BODY}", metadata_date="2024-03-12").date == "2024-05-01"


@pytest.mark.parametrize(
    ("text", "items"),
    [
        ("В планах:\n1. Цех.\n2. Склад. Он больше.", 3),
        ("В планах:\nа) цех;\nб) склад.", 2),
        ("В планах:\n— цех;\n— склад.", 2),
        ("В планах:\nцех;\nсклад;\nдорога.", 3),
        ("Он рассказал:\n— Мы рады, — сказал он.", 0),
        ("— Мы рады.\n— И мы.", 0),
        ("Заводу 50 лет.\n3.1. Общие положения.", 1),
    ],
)
def test_lists(text: str, items: int) -> None:
    assert [kind for kind, _ in kinds(f"{BODY}\n{text}\n{BODY}")].count("list_item") == items


def test_headings_inside_the_text_are_no_sentences_of_it() -> None:
    assert ("title", "Что дальше") in kinds(f"{BODY}\nЧто дальше\n{BODY}")


@pytest.mark.parametrize(
    "line",
    [
        "ПРЕСС-РЕЛИЗ",
        "Пресс-релиз № 15",
        "Для немедленного распространения",
        "Тел.: +7 (3852) 00-14-27",
        "E-mail: press@zavod.example",
        "Наталья Крутикова, +7 900 000-00-00, press@zavod.example",
        "https://zavod.example/news/1",
        "#завод #цех",
        "Подробнее на сайте www.zavod.example",
        "Фото: пресс-служба завода",
        "© Завод «Рассвет», 2024",
        "При перепечатке ссылка на источник обязательна",
        "Справочно: завод основан в 1975 году.",
        "Пресс-служба администрации Томской области",
        "###",
    ],
)
def test_boilerplate_lines(line: str) -> None:
    assert line_rule(line) is not None


@pytest.mark.parametrize(
    "line",
    [
        "Пресс-служба завода сообщила об открытии цеха.",
        "По телефону горячей линии 8 800 000-00-00 жители могут задать вопросы о переселении, "
        "о выплатах и о сроках строительства новых домов, рассказали в администрации города, "
        "уточнив, что линия работает каждый день.",
        "Адрес: школа № 5 получила новое здание на улице Мира, куда переехали все старшие классы "
        "и кружки, сообщил директор Иван Петров на встрече с родителями.",
        "Фотографии цеха покажут на выставке в Томске.",
        "Контакты с партнёрами из Казахстана будут продолжены.",
        "Новости завода читают 5 тысяч человек.",
        "Источник тепла для посёлка построят к осени.",
    ],
)
def test_lines_that_are_none(line: str) -> None:
    assert line_rule(line) is None


@pytest.mark.parametrize(
    "line",
    [
        "О компании",
        "О банке «Обской»",
        "Об АО «Рассвет»",
        "О «Рассвете»",
        "Контакты",
        "Контакты для СМИ:",
        "Справка о предприятии",
        "Для справки:",
        "Дополнительная информация для СМИ:",
    ],
)
def test_sections_of_boilerplate(line: str) -> None:
    assert opens_section(line)


@pytest.mark.parametrize(
    "line", ["О компании рассказал директор.", "О планах завода", "Контакты налажены, идёт работа."]
)
def test_other_headings_open_none(line: str) -> None:
    assert not opens_section(line)


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("Министерство здравоохранения Приозёрной области", True),
        ("АО «Рассвет»", True),
        ("Правительство направит средства на мосты", False),
        ("Завод открыл цех", False),
        ("Цех открыт", False),
    ],
)
def test_letterheads(line: str, expected: bool) -> None:
    assert is_issuer(line) is expected


LINES = st.lists(
    st.one_of(
        st.sampled_from(
            [*RELEASE.split("\n"), "", "Томск, 5 мая 2024 г. — Да.", "— цех;", "1. Да"]
        ),
        st.text("аБ г.!?«»—:; 1\n", max_size=20),
    ),
    max_size=12,
).map("\n".join)


@given(LINES)
def test_sentences_cover_the_text_once_in_order_and_are_what_their_spans_say(raw: str) -> None:
    text = normalise(raw).text
    last = 0
    sentences = analyse(text).sentences
    for index, one in enumerate(sentences):
        assert one.index == index
        assert one.text == one.span.of(text) != ""
        assert text[last : one.span.start].strip() == ""
        assert one.head is None or one.head < index
        last = one.span.stop
    assert text[last:].strip() == ""
