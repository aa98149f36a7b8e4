"""Quotations: what is speech, what is a name, who says it, and whether it stays a quotation."""

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.language.quotations import (
    Language,
    Quotation,
    compare_quotations,
    find_quotations,
)


def kinds(text: str, language: Language = "russian") -> list[str]:
    return [quotation.kind for quotation in find_quotations(text, language)]


@pytest.mark.parametrize(
    "text",
    [
        "«Мы запустили вторую линию», — сказал директор Игорь Лаптев.",
        '"Мы запустили вторую линию", - сказал директор Игорь Лаптев.',
        "Игорь Лаптев отметил: «Линия запущена».",
        "„Мы запустили вторую линию“, — сообщила Анна Зимина.",
        "«Мы рады, — сказал Лаптев. — Работа продолжается».",
        "— Мы запустили вторую линию, — отметил директор Игорь Лаптев.",
    ],
)
def test_speech_in_russian(text: str) -> None:
    assert kinds(text) == ["speech"]


@pytest.mark.parametrize(
    "text",
    [
        "Компания «Северный ветер» построит цех.",
        "ООО «Ромашка» открыло склад.",
        "На форуме «Горизонт будущего Сибири» выступят учёные.",
        "«Росатом» построит станцию.",
        'Фильм "Берег" покажут в мае.',
    ],
)
def test_names_in_russian(text: str) -> None:
    assert kinds(text) == ["name"]


def test_words_set_apart_are_a_phrase() -> None:
    assert kinds("Министр «был уклончив».") == ["phrase"]


@pytest.mark.parametrize(
    "text",
    [
        '"We have started the second line," said director Igor Laptev.',
        "“We have started the second line,” said director Igor Laptev.",
        'Igor Laptev said: "The line is running."',
    ],
)
def test_speech_in_english(text: str) -> None:
    assert kinds(text, "english") == ["speech"]


@pytest.mark.parametrize(
    ("text", "speaker"),
    [
        ("«Мы запустили линию», — сказал директор Игорь Лаптев.", "Игорь Лаптев"),
        ("Игорь Лаптев отметил, что «линия запущена и работает».", "Игорь Лаптев"),
        ("По словам Игоря Лаптева, «линия запущена и работает».", "Игоря Лаптева"),
        ("«Я поняла, что добегу первой», — призналась спортсменка.", "спортсменка"),
        ("«Росатом» построит станцию.", ""),
    ],
)
def test_speaker_in_russian(text: str, speaker: str) -> None:
    assert find_quotations(text, "russian")[0].speaker == speaker


@pytest.mark.parametrize(
    ("text", "speaker"),
    [
        ('"We have started," said director Igor Laptev.', "Igor Laptev"),
        ('According to Igor Laptev, "the line is running and will grow."', "Igor Laptev"),
    ],
)
def test_speaker_in_english(text: str, speaker: str) -> None:
    assert find_quotations(text, "english")[0].speaker == speaker


def test_a_name_inside_speech_is_deeper() -> None:
    found = find_quotations("«Фонд „Берег“ поможет всем, кто ждёт», — сказал Лаптев.", "russian")
    assert [(quotation.kind, quotation.depth) for quotation in found] == [
        ("speech", 0),
        ("name", 1),
    ]


def test_two_opening_marks_may_share_one_closing_mark() -> None:
    text = "ООО «Компания «Ромашка» открыло новый большой склад, сообщили в городе."
    assert [(q.kind, q.text) for q in find_quotations(text, "russian")] == [
        ("name", "Компания «Ромашка"),
        ("name", "Ромашка"),
    ]


def test_a_quotation_may_go_on_in_the_next_sentence() -> None:
    (begun,) = find_quotations("«Мы запустили линию, и она уже работает.", "russian")
    (ended,) = find_quotations("Она даст городу сорок рабочих мест», — сказал Лаптев.", "russian")
    assert (begun.whole, ended.whole) == (False, False)
    assert (begun.kind, ended.kind) == ("speech", "speech")


def compared(russian: str, english: str) -> tuple[list[Quotation], list[Quotation]]:
    comparison = compare_quotations(
        find_quotations(russian, "russian"), find_quotations(english, "english")
    )
    return list(comparison.lost), list(comparison.invented)


RUSSIAN = "«Мы запустили вторую линию, и она уже работает», — сказал директор Игорь Лаптев."


@pytest.mark.parametrize(
    "english",
    [
        '"We have started the second line, and it is running," said director Igor Laptev.',
        '"We have started the second line," said Igor Laptev, "and it is already running."',
    ],
)
def test_speech_stays_speech(english: str) -> None:
    assert compared(RUSSIAN, english) == ([], [])


def test_speech_without_marks_is_lost() -> None:
    lost, invented = compared(RUSSIAN, "We have started the second line, said Igor Laptev.")
    assert [quotation.kind for quotation in lost] == ["speech"]
    assert invented == []


def test_speech_out_of_nothing_is_invented() -> None:
    lost, invented = compared(
        "Директор Игорь Лаптев сообщил, что линия запущена.",
        'Director Igor Laptev said: "The line has been started and it is running."',
    )
    assert lost == []
    assert [quotation.speaker for quotation in invented] == ["Igor Laptev"]


def test_names_may_lose_their_marks() -> None:
    assert compared("Компания «Северный ветер» построит цех.", "Severny Veter will build it.") == (
        [],
        [],
    )


@given(
    st.lists(
        st.sampled_from(
            ["«", "»", "„", "“", "”", '"', '""', " ", "— сказал ", "Иван", "слова, и "]
        ),
        max_size=40,
    ).map("".join)
)
def test_any_marks_give_spans_inside_the_text(text: str) -> None:
    for quotation in find_quotations(text, "russian"):
        assert 0 <= quotation.start < quotation.stop <= len(text)
        assert quotation.text in text[quotation.start : quotation.stop]


@pytest.mark.parametrize("piece", ["«", "»", '"', '"слово ', "«слово» — сказал Иван. ", "Слово"])
def test_time_is_linear_in_the_length(piece: str) -> None:
    """Four times the text takes about four times as long, not sixteen."""
    small = piece * (4000 // len(piece))
    took = []
    for text in (small, small * 4):
        start = time.process_time()
        find_quotations(text, "russian")
        took.append(time.process_time() - start)
    assert took[1] < 10 * took[0] + 0.2


def test_a_comma_and_a_dash_behind_the_marks_tell_speech() -> None:
    text = "«Город готовит новые мосты», — с таких слов начал мэр."
    (quotation,) = find_quotations(text, "russian")
    assert quotation.kind == "speech"
