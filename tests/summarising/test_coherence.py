"""What must stand together in a brief."""

import pytest

from pipeline.document import Sentence, SentenceKind, Span
from pipeline.summarising.coherence import companions, needs, says_only_who_said_it


def sentences(
    *texts: str, heads: dict[int, int] | None = None, paragraphs: str = ""
) -> list[Sentence]:
    return [
        Sentence(
            index,
            Span(0, len(text)),
            text,
            kind=SentenceKind.LIST_ITEM if index in (heads or {}) else SentenceKind.TEXT,
            paragraph=int(paragraphs[index]) if paragraphs else 0,
            head=(heads or {}).get(index),
        )
        for index, text in enumerate(texts)
    ]


@pytest.mark.parametrize(
    "opening",
    [
        "Он отметил рост.", "Она открыла цех.", "Это рекорд.", "Также открыт цех.",
        "При этом цены выросли.", "Кроме того, открыт цех.", "Об этом сообщила компания.",
        "Его построили за год.", "По его словам, цех велик.", "Однако цены выросли.",
        "В нём работают сто человек.", "Для этого построен цех.", "А цены выросли.",
        "Там работают сто человек.", "Данный проект важен.", "«Это рекорд», — сказал Лаптев.",
        "Такое решение принял совет.", "— Он открыт, — сказал Лаптев.",
        "Отметим, что он велик.", "Как отметили в компании, это рекорд.",
    ],
)  # fmt: skip
def test_a_leaning_opening_brings_the_sentence_before(opening: str) -> None:
    assert companions(sentences("Завод открыт.", opening), 1) == {0, 1}


@pytest.mark.parametrize(
    "opening",
    [
        "Онега стала шире.", "Этаж готов.", "Иван пришёл.", "Авария устранена.",
        "Тамара Петрова открыла цех.", "Новый цех открыт.", "В нефтяной отрасли рост.",
        "По данным компании, рост велик.", "Итоги подвели в мае.", "Но-шпа подорожала.",
    ],
)  # fmt: skip
def test_other_openings_stand_alone(opening: str) -> None:
    texts = sentences("Завод открыт.", opening)
    expected = {0, 1} if opening.startswith("Но-шпа") else {1}  # a hyphen after «но» is too rare
    assert companions(texts, 1) == expected


def test_the_first_sentence_leans_on_nothing() -> None:
    assert companions(sentences("Он открыт.", "Цех."), 0) == {0}


def test_leaning_is_followed_to_its_ground() -> None:
    chain = sentences("Завод открыт.", "Он велик.", "Также он нов.", "Это хорошо.", "Он рад.")
    assert companions(chain, 2) == {0, 1, 2}
    assert companions(chain, 4, most=4) is None


def test_a_sentence_that_compression_makes_independent_comes_alone() -> None:
    texts = sentences("Завод открыт.", "Кроме того, открыт новый цех.")
    assert companions(texts, 1, stands=lambda place: place == 1) == {1}


def test_a_quotation_of_several_sentences_is_kept_whole() -> None:
    texts = sentences(
        "Завод открыт.", "«Мы рады.", "Цех велик.", "Спасибо всем», — сказал Лаптев.", "Конец."
    )
    for place in (1, 2, 3):
        assert companions(texts, place) == {1, 2, 3}
    assert companions(texts, 4) == {4}


def test_a_quotation_does_not_cross_paragraphs() -> None:
    texts = sentences("«Мы рады.", "Цех велик.", "Конец.", paragraphs="001")
    assert companions(texts, 2) == {2}


def test_a_quotation_that_is_too_long_is_not_brought() -> None:
    texts = sentences("«Раз.", "Два.", "Три.", "Четыре.", "Пять.", "Шесть», — сказал Лаптев.")
    assert companions(texts, 2) is None


def test_a_quotation_without_its_speaker_brings_the_neighbour() -> None:
    before = sentences("Лаптев выступил на открытии.", "«Мы очень рады открытию этого цеха».")
    assert companions(before, 1) == {0, 1}
    after = sentences("Завод открыт.", "— Мы рады открытию.", "— Цех велик, — сказал Лаптев.")
    assert 2 in (companions(after, 1) or ())


@pytest.mark.parametrize(
    "speech",
    [
        "«Мы рады открытию», — сказал Пётр Лаптев.",
        "— Мы рады открытию, — отметил Пётр Лаптев.",
        "Пётр Лаптев отметил: «Мы рады открытию».",
        "«Северный ветер» открыл завод в Вологде.",
    ],
)
def test_a_quotation_with_its_speaker_stands_alone(speech: str) -> None:
    assert companions(sentences("Завод открыт.", speech), 1) == {1}


def test_an_item_brings_the_head_of_its_list_and_no_other_item() -> None:
    texts = sentences("В завод вошли:", "цех сборки;", "склад.", heads={1: 0, 2: 0})
    assert companions(texts, 2) == {0, 2}
    assert companions(texts, 1) == {0, 1}


def test_a_head_brings_its_first_item() -> None:
    texts = sentences("В завод вошли:", "цех сборки;", "склад.", heads={1: 0, 2: 0})
    assert companions(texts, 0) == {0, 1}


def test_the_rules_say_which_fired() -> None:
    texts = sentences("Завод открыт.", "Он велик:", "«Раз.", "Два».")
    assert needs(texts, 1) == {
        "introduces_what_follows": {2},
        "leans_on_the_one_before": {0},
    }
    assert needs(texts, 0) == {}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Об этом сообщает пресс-служба ведомства.", True),
        ("Об этом в среду рассказал директор завода Пётр Лаптев.", True),
        ("Как передаёт «Вестник», об этом заявил директор Пётр Лаптев.", True),
        ("Об этом сообщила пресс-служба, добавив, что цех откроют в мае.", False),
        ("Об этом сообщили 14 мая.", False),  # the day is news
        ("Об этом договоре знали все.", False),
        ("Завод открыт в мае.", False),
    ],
)
def test_a_bare_attribution_is_no_news(text: str, expected: bool) -> None:
    assert says_only_who_said_it(text) is expected
