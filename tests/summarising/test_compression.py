"""What the rules take out of a sentence, and what they never touch."""

import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.evaluation.records import read_records
from pipeline.summarising.compression import RULES, compress, remains, stands_alone_after


def shortened(sentence: str, *before: str) -> str:
    return remains(sentence, compress(sentence, before))


def rules_of(sentence: str, *before: str) -> list[str]:
    return [cut.rule for cut in compress(sentence, before)]


@pytest.mark.parametrize(
    ("sentence", "rule", "expected"),
    [
        ("Проект (его реализуют инженеры завода) завершат в мае.", "aside",
         "Проект завершат в мае."),
        ("Новый цех открыт на заводе, сообщили в пресс-службе компании.", "attribution-tail",
         "Новый цех открыт на заводе."),
        ("Новый цех открыт на заводе, — сообщает пресс-служба.", "attribution-tail",
         "Новый цех открыт на заводе."),
        ("Как сообщили в пресс-службе компании, цех открыт на заводе.", "reporting-frame",
         "цех открыт на заводе."),
        ("Сообщается, что цех открыт на новом заводе.", "reporting-frame",
         "цех открыт на новом заводе."),
        ("По данным ведомства, цех открыт на новом заводе.", "reporting-frame",
         "цех открыт на новом заводе."),
        ("В компании отметили, что цех открыт на новом заводе.", "reporting-frame",
         "цех открыт на новом заводе."),
        ("Напомним, цех открыт на новом заводе.", "remark", "цех открыт на новом заводе."),
        ("Стоит отметить, что цех открыт на заводе.", "remark", "цех открыт на заводе."),
        ("Кроме того, цех открыт на новом заводе.", "connective", "цех открыт на новом заводе."),
        ("Также в церемонии участвовал совет завода.", "connective",
         "в церемонии участвовал совет завода."),
    ],
)  # fmt: skip
def test_each_rule_leaves_a_sentence(sentence: str, rule: str, expected: str) -> None:
    assert rules_of(sentence) == [rule]
    assert shortened(sentence) == expected


@pytest.mark.parametrize(
    "sentence",
    [
        "Проект (его стоимость 5 млн рублей) завершат в мае.",  # a number
        "Проект (его ведут три завода) завершат в мае.",  # a number in words
        "Проект (его ведёт Пётр Лаптев) завершат в мае.",  # a name
        "Проект (его ведёт компания sever) завершат в мае.",  # a name in Latin letters
        "Проект (он ещё не закончен) завершат в мае.",  # a negation
        "Проект (хотя неизвестно, кто его ведёт) завершат в мае.",  # a reservation
        "«Проект (для завода) завершат в мае», — сказал директор.",  # inside a quotation
        'Директор сказал: "Проект (для завода) завершат в мае" и ушёл.',
        "Цех мог быть открыт в мае, отметили в сообщении организаторов.",  # an opinion
        "Как отметили в управлении, цех должен быть открыт в мае.",
        "Действия (бездействие) компании проверят в мае.",  # an alternative
        "Отчёт УК РФ (уголовного кодекса страны) опубликован в мае.",  # what an abbreviation means
        "Новый цех открыт, сообщили в пресс-службе Минздрава.",  # a name in the tail
        "Новый цех открыт на заводе, рассказал директор.",  # a person's word
        "«Новый цех открыт», — сообщили в пресс-службе компании.",  # speech keeps its speaker
        "— Новый цех открыт, — сообщили в пресс-службе компании.",
        "По словам директора, цех открыт на новом заводе.",
        "Как сообщил Пётр Лаптев, цех открыт на заводе.",
        "Цех открыт (на заводе).",  # too little would remain
        "Кроме того.",
        "Также открыт новый большой цех.",  # «также» before a verb is a part of it
        "Новый цех открыт на заводе в мае.",
    ],
)
def test_facts_speech_and_short_sentences_stay(sentence: str) -> None:
    assert compress(sentence) == []


def test_several_rules_can_fire() -> None:
    sentence = "Напомним, цех (его строили целый год) открыт на заводе, сообщили в компании."
    assert rules_of(sentence) == ["remark", "aside", "attribution-tail"]
    assert shortened(sentence) == "цех открыт на заводе."


def test_a_post_is_not_named_again_before_the_same_person() -> None:
    first = "Губернатор Вологодской области Пётр Лаптев открыл завод."
    again = "«Цех велик», — сказал губернатор Пётр Лаптев."
    assert shortened(again, first) == "«Цех велик», — сказал Пётр Лаптев."
    assert rules_of(again, first) == ["repeated-post"]
    assert compress(again) == []
    assert compress(again, ["Губернатор Иван Петров открыл завод."]) == []


def test_a_post_that_the_sentence_is_about_stays() -> None:
    first = "Директор завода Пётр Лаптев открыл цех."
    assert compress("На пост назначен директор Пётр Лаптев.", [first]) == []


def test_a_connective_that_goes_makes_the_sentence_independent() -> None:
    assert is_independent("Кроме того, цех открыт на новом заводе.")
    assert not is_independent("Напомним, цех открыт на новом заводе.")
    assert not is_independent("Между тем, директор опроверг эту информацию вечером.")


def is_independent(sentence: str) -> bool:
    return stands_alone_after(sentence, compress(sentence))


def check(sentence: str) -> None:
    """Cuts are in order and apart, and take no digit, name or negation away."""
    cuts = compress(sentence)
    at = 0
    for cut in cuts:
        assert at <= cut.start < cut.stop <= len(sentence)
        at = cut.stop
        gone = sentence[cut.start : cut.stop]
        assert not re.search(r"\d|\b(?:не|ни|нет|без)\b", gone, re.IGNORECASE)
        letters = gone[1:] if cut.start == 0 else gone
        assert not re.search(r"[A-ZА-ЯЁ]", letters)
    left = remains(sentence, cuts)
    if cuts:
        assert left.count("«") == left.count("»")
        assert left.count("(") == left.count(")")
        assert not left.startswith((",", " ", "."))
        assert "  " in sentence or "  " not in left
        assert " ," in sentence or " ," not in left


PARTS = st.sampled_from(
    ["Напомним, ", "Кроме того, ", "Сообщается, что ", "цех ", "завод ", "(в новом здании) ",
     "(без Лаптева) ", "не открыт", "открыт в мае", ", сообщили в компании", "«", "»", ".", "5 ",
     ", — отметили в ведомстве", "Пётр ", " (то есть в мае)", ", "]
)  # fmt: skip


@given(st.lists(PARTS, max_size=8).map("".join))
def test_no_rule_touches_a_fact(sentence: str) -> None:
    check(sentence)


def test_no_rule_touches_a_fact_in_real_articles(corpora: Path) -> None:
    for record in read_records(corpora / "labels.jsonl.gz")[::8]:
        for sentence in record.sentences:
            check(sentence)


def test_rules_have_distinct_names() -> None:
    assert len({name for name, _ in RULES}) == len(RULES)
