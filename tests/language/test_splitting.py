"""Where long sentences are cut: `|` marks the borders that are expected."""

from collections.abc import Callable
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.language.splitting import borders, split


def at_most(words: int) -> Callable[[str], bool]:
    return lambda text: len(text.split()) <= words


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        (20, "Завод построили в прошлом году."),
        (9, "Завод построили за два года;| первая очередь заработает уже в июне."),
        (9, "Компания открыла новый цех в Томске,| который выпускает детали для станков."),
        (9, "Директор сообщил журналистам в среду,| что работы завершены раньше срока."),
        (9, "Строительство завершено в этом году,| но оборудование поставят только весной."),
        (9, "Рабочие закончили монтаж оборудования,| а наладчики проверили все линии цеха."),
        (9, "Университет открыл новую лабораторию| и пригласил студентов из соседних регионов."),
        (9, "Новый завод работает без выходных дней,| выпуская по сорок станков в месяц."),
        (9, "Мост соединит оба берега широкой реки,| разделяющей город на две части."),
        (
            9,
            "Программа включает три больших раздела:| обучение кадров, ремонт дорог, закупки техники.",
        ),
        (9, "Это большая победа всего нашего коллектива —| мы шли к ней долгих пять лет."),
    ],
)
def test_a_sentence_is_cut_at_its_clause_border(words: int, expected: str) -> None:
    text = expected.replace("|", "")
    assert [part.text for part in split(text, at_most(words))] == [
        part.strip().rstrip(",;:— ") if at < expected.count("|") else part.strip()
        for at, part in enumerate(expected.split("|"))
    ]


@pytest.mark.parametrize(
    ("text", "rule", "mark"),
    [
        ("Завод построили за два года; первая очередь заработает уже в июне.", "semicolon", ";"),
        (
            "Компания открыла новый цех в Томске, который выпускает детали для станков.",
            "subordinate",
            ",",
        ),
        ("Это большая победа всего нашего коллектива — мы шли к ней долгих пять лет.", "dash", "—"),
        (
            "Университет открыл новую лабораторию и пригласил студентов из соседних регионов.",
            "and",
            "",
        ),
    ],
)
def test_a_part_says_which_rule_ended_it_and_with_what_mark(
    text: str, rule: str, mark: str
) -> None:
    first, second = split(text, at_most(9))
    assert (first.rule, first.mark) == (rule, mark)
    assert (second.rule, second.mark) == ("", "")


@pytest.mark.parametrize(
    "text",
    [
        "«Мы построили завод; он работает, и люди довольны тем, что получилось»",
        "Фонд «Дом, который построил город; и парк» отметил юбилей",
        "Цех (он работает с мая; в нём трудятся сорок человек, и все довольны) открыт",
    ],
)
def test_no_border_stands_inside_a_quotation_or_brackets(text: str) -> None:
    closed = text.index("«") if "«" in text else text.index("(")
    end = text.rindex("»") if "«" in text else text.rindex(")")
    assert [border for border in borders(text) if closed < border.left < end] == []


@pytest.mark.parametrize(
    "glued", ["1 234 567", "25 млн", "А. П. Иванова", "Анна Полякова", "ул. Ленина", "№ 5"]
)
def test_a_bare_space_inside_a_number_or_name_is_left_alone(glued: str) -> None:
    text = f"слово слово слово слово слово слово {glued} слово слово слово слово слово слово"
    for size in range(4, 12):
        for part in split(text, at_most(size)):
            assert not part.text.endswith(
                tuple(glued[:at] for at, c in enumerate(glued) if c == " ")
            )


@pytest.mark.parametrize(
    "text",
    [
        "Жители Томска и гости города смогут посетить выставку старых машин на площади.",
        "Выступил глава Центра связи и борьбы с шумом, сообщила пресс-служба, которая ведёт учёт.",
    ],
)
def test_and_between_nouns_is_no_border(text: str) -> None:
    assert "and" not in {border.rule for border in borders(text)}


def test_what_cannot_be_cut_comes_back_whole() -> None:
    assert [part.text for part in split("слово " * 3 + "слово", at_most(2))] == [
        "слово слово слово слово"
    ]


def test_a_very_long_sentence_is_cut_until_every_part_fits() -> None:
    clause = "комиссия проверила работу предприятия и составила подробный отчёт"
    text = ", ".join([clause] * 12) + "."
    parts = split(text, at_most(20))
    assert len(parts) > 4
    assert all(len(part.text.split()) <= 20 for part in parts)


TEXTS = st.lists(
    st.sampled_from(
        [
            "завод",
            "построили",
            "который",
            "и",
            "но",
            "—",
            "(в мае)",
            "«Дом; где, и»",
            "1 234,5 млн",
            "А. П. Иванов",
            "что",
            "работает",
            "сообщил,",
            "цех;",
            "люди:",
            "в",
            "г.",
            "году.",
            '"',
            "«",
            ")",
            "…",
            "приехав",
        ]
    ),
    min_size=1,
    max_size=60,
).map(" ".join)


@given(TEXTS, st.integers(4, 30))
def test_parts_and_marks_give_back_the_sentence(text: str, words: int) -> None:
    parts = split(text, at_most(words))
    assert parts[0].start == 0
    assert parts[-1].stop == len(text)
    for part in parts:
        assert part.text == text[part.start : part.stop]
    for left, right in pairwise(parts):
        between = text[left.stop : right.start]
        assert between.strip() == left.mark
        assert set(between) <= set(" ,;:—–")


@given(TEXTS, st.integers(4, 30))
def test_no_letter_or_digit_is_lost(text: str, words: int) -> None:
    joined = "".join(part.text for part in split(text, at_most(words)))
    assert [c for c in joined if c.isalnum()] == [c for c in text if c.isalnum()]
