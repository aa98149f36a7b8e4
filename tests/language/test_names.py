"""Names in Russian and English sentences."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.language.names import Name, find_english_names, find_names, inline_names, names_not_in


def kinds(text: str) -> list[tuple[str, str]]:
    return [(name.text, name.kind) for name in find_names(text)]


def only(text: str, kind: str) -> Name:
    (name,) = (one for one in find_names(text) if one.kind == kind)
    return name


@pytest.mark.parametrize(
    ("sentence", "lemma", "english"),
    [
        ("Встречу провёл Сергей Мазуров.", "Сергей Мазуров", "Sergei Mazurov"),
        ("Встречу провели с Сергеем Мазуровым.", "Сергей Мазуров", "Sergei Mazurov"),
        ("Отчёт Наталье Ивановне Сухоруковой передан.", "Наталья Ивановна Сухорукова", "Natalya Ivanovna Sukhorukova"),
        ("Письмо от И. В. Петрова пришло.", "И. В. Петров", "I. V. Petrov"),
        ("Письмо от Петрова И. В. пришло.", "Петров И. В.", "Petrov I. V."),
        ("Письмо от И.В. Петрова пришло.", "И. В. Петров", "I. V. Petrov"),
        ("Доклад Георгия Квирикадзе одобрен.", "Георгий Квирикадзе", "Georgy Kvirikadze"),
        ("Роман Льва Толстого экранизируют.", "Лев Толстой", "Lev Tolstoy"),
        ("Доклад Ольги Салтыковой-Щедриной одобрен.", "Ольга Салтыкова-Щедрина", "Olga Saltykova-Shchedrina"),
        ("Слово взяла Ирина Дюма.", "Ирина Дюма", "Irina Dumas"),
        ("Выступил Владимир ПЕТРОВ.", "Владимир Петров", "Vladimir Petrov"),
        ("Губернатор Сергей Мазуров ответил.", "Сергей Мазуров", "Sergei Mazurov"),
        ("Примарь Сергей Мазуров ответил.", "Сергей Мазуров", "Sergei Mazurov"),
        ("Об этом вчера сообщил Козлов.", "Козлов", "Kozlov"),
        ("Волков заявил об этом вчера.", "Волков", "Volkov"),
        ("На это ответил Ружевский.", "Ружевский", "Ruzhevsky"),
    ],
)  # fmt: skip
def test_persons_in_the_nominative(sentence: str, lemma: str, english: str) -> None:
    name = only(sentence, "person")
    assert name.lemma.replace(". ", ".") == lemma.replace(". ", ".")
    assert name.english[0].replace(". ", ".") == english.replace(". ", ".")
    assert not name.weak


def test_an_unknown_speaker_is_a_name() -> None:
    (name,) = find_names("Брюнель заявил об этом вчера.")
    assert (name.text, name.weak) == ("Брюнель", False)
    assert find_names("Брюнель закрыли на ремонт.") == []


def test_parts_have_roles() -> None:
    name = only("Отчёт Наталье Ивановне Сухоруковой передан.", "person")
    assert [part.role for part in name.parts] == ["first", "patronymic", "surname"]


def test_two_persons_side_by_side() -> None:
    sentence = "Глава центра имени Хруничева Сергей Мазуров ушёл."
    persons = [name.lemma for name in find_names(sentence) if name.kind == "person"]
    assert persons == ["Хруничев", "Сергей Мазуров"]


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        ("Завод в Томской области открыт.", [("Томской области", "place")]),
        ("Челябинский завод открыт.", [("Челябинский", "place")]),
        ("По данным турецких властей.", [("турецких", "place")]),
        ("Соглашение подписал «Росатом».", [("Росатом", "organisation")]),
        ("Договор с ООО «Ромашка».", [("ООО", "abbreviation"), ("Ромашка", "organisation")]),
        ("Как сообщили в МЧС, ущерба нет.", [("МЧС", "abbreviation")]),
        ("Систему делает компания Acme Robotics.", [("Acme", "latin"), ("Robotics", "latin")]),
        ("Улица им. Пушкина закрыта.", [("Пушкина", "person")]),
        ("Сергей Александровский ушёл.", [("Сергей Александровский", "person")]),
    ],
)
def test_other_kinds(sentence: str, expected: list[tuple[str, str]]) -> None:
    assert kinds(sentence) == expected


@pytest.mark.parametrize(
    "sentence",
    [
        "Машина остановилась у дома.",
        "Кроме того, заседание перенесли.",
        "Королева подарила им дом.",
        "Он сказал: «Заседание перенесли».",
        "Замечательный Новый год прошёл. По его словам, всё хорошо.",
        "Нейросеть обучена на снимках.",
        "Том XIV вышел в печать.",
    ],
)
def test_a_capital_alone_is_no_name(sentence: str) -> None:
    assert find_names(sentence) == []


@pytest.mark.parametrize(
    ("sentence", "text"),
    [
        ("Фильм «Дорога домой» вышел.", "Дорога домой"),
        ("Сообщили в РБСК, что работа идёт.", "РБСК"),
        ("Открылся Верхнекетский филиал.", "Верхнекетский"),
        ("Закон подготовил Мособлкомитет вчера.", "Мособлкомитет"),
        ("Министр МВД России ответил.", "России"),
    ],
)
def test_what_a_translation_may_put_otherwise_is_weak(sentence: str, text: str) -> None:
    (name,) = (one for one in find_names(sentence) if one.text == text)
    assert name.weak


def test_names_are_slices_in_order() -> None:
    text = "Сергей Мазуров и Пётр Котов (АО «Луч») прибыли из Томска в Acme."
    names = find_names(text)
    assert [text[name.start : name.stop] for name in names] == [name.text for name in names]
    assert all(one.stop <= other.start for one, other in pairwise(names))


@given(st.text(max_size=80))
def test_any_text_can_be_read(text: str) -> None:
    last = 0
    for name in find_names(text):
        assert last <= name.start < name.stop <= len(text)
        assert name.parts
        last = name.stop


FIRST = {"Сергей": "Сергея", "Пётр": "Петра", "Ольга": "Ольги", "Наталья": "Натальи"}
MALE = {"Мазуров": "Мазурова", "Котов": "Котова", "Лесной": "Лесного", "Гайдук": "Гайдука"}
FEMALE = {"Мазурова": "Мазуровой", "Котова": "Котовой", "Лесная": "Лесной", "Гайдук": "Гайдук"}


@given(st.sampled_from(sorted(FIRST)), st.data())
def test_a_name_rendered_in_the_genitive_is_read_back(first: str, data: st.DataObject) -> None:
    surnames = FEMALE if first.endswith(("а", "я")) else MALE
    surname = data.draw(st.sampled_from(sorted(surnames)))
    name = only(f"Вчера отчёт {FIRST[first]} {surnames[surname]} одобрили.", "person")
    assert name.lemma == f"{first} {surname}"


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        ("Governor Vladimir Mazur met Sergey Kotov in Seversk.", [("Vladimir Mazur", "person"), ("Sergey Kotov", "person"), ("Seversk", "place")]),
        ("The Prime Minister said the Region would pay.", []),
        ("Yesterday Acme opened a plant near Kola.", [("Acme", "other"), ("Kola", "other")]),
    ],
)  # fmt: skip
def test_english_names(sentence: str, expected: list[tuple[str, str]]) -> None:
    assert [(name.text, name.kind) for name in find_english_names(sentence)] == expected


SOURCE = (
    "Губернатор Томской области Сергей Мазуров встретился с Ольгой Котовой из ООО «Луч» в Северске."
)


@pytest.mark.parametrize(
    ("summary", "strange"),
    [
        ("Сергей Мазуров встретился с Ольгой Котовой.", []),
        ("Мазурова и Ольгу Котову видели в Томской области.", []),
        ("В Северске открыли цех «Луча».", []),
        ("Сергей Петренко встретился с Ольгой Котовой.", ["Сергей Петренко"]),
        ("Встреча прошла в Омске.", ["Омске"]),
        ("Встреча прошла в Омской области.", ["Омской области"]),
    ],
)
def test_names_that_the_source_does_not_have(summary: str, strange: list[str]) -> None:
    assert [name.text for name in names_not_in(summary, SOURCE)] == strange


def test_names_can_be_put_into_the_sentence_in_latin_letters() -> None:
    text = "Сергея Мазурова из Томской области ждут на челябинском заводе «Дорога домой»."
    inlined, offsets = inline_names(text, find_names(text))
    assert inlined == ("Sergei Mazurov из Tomsk Region ждут на челябинском заводе «Дорога домой».")
    assert text[slice(*offsets.to_original(0, 14))] == "Сергея Мазурова"


@pytest.mark.parametrize(
    ("text", "english"),
    [
        ("Глава Алексей Лихачев отметил", "Alexei Likhachev"),
        ("Глава Алексей Лихачёв отметил", "Alexei Likhachyov"),
        ("с Аллой Пугачевой", "Alla Pugacheva"),
        ("Иван Соловьев сказал", "Ivan Solovyov"),
    ],
)
def test_yo_after_a_sibilant_is_spelled_as_it_is_written(text: str, english: str) -> None:
    (name,) = find_names(text)
    assert name.english == (english,)
