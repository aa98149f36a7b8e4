"""Lines from sentences, and back."""

import pytest

from pipeline.document import Edit, Span
from pipeline.summarising.assembly import assemble, rebuild, segment_of
from pipeline.summarising.compression import compress
from tests.choosing import release_of


def line_of(*sentences: str, compressing: bool = False) -> tuple[str, list[Edit]]:
    document = release_of(sentences)
    cuts = [compress(one.text) if compressing else [] for one in document.sentences]
    line = assemble(document.text, document.sentences, cuts)
    assert rebuild(document.text, segment_of(line, 0)) == line.text
    return line.text, list(line.edits)


def test_a_plain_sentence_is_itself() -> None:
    assert line_of("Завод открыт в мае.") == ("Завод открыт в мае.", [])


@pytest.mark.parametrize(
    ("sentence", "text", "rules"),
    [
        ("цех сборки;", "Цех сборки.", ["initial-capital", "final-mark"]),
        ("цех сборки", "Цех сборки.", ["initial-capital", "final-mark"]),
        ("Цех сборки,", "Цех сборки.", ["final-mark"]),
        ("«Мы рады», — сказал он!", "«Мы рады», — сказал он!", []),
        ("Он сказал: «Мы рады!»", "Он сказал: «Мы рады!»", []),
        ("Он сказал: «Мы рады»", "Он сказал: «Мы рады».", ["final-mark"]),
        ("ёлка стоит.", "Ёлка стоит.", ["initial-capital"]),
        ("«цех» открыт.", "«цех» открыт.", []),
    ],
)
def test_a_line_opens_with_a_capital_and_ends_with_a_mark(
    sentence: str, text: str, rules: list[str]
) -> None:
    made, edits = line_of(sentence)
    assert made == text
    assert [edit.rule for edit in edits] == rules


def test_a_head_and_its_items_are_one_line() -> None:
    made, edits = line_of("В завод вошли:", "цех сборки;", "склад.")
    assert made == "В завод вошли: цех сборки; склад."
    assert edits == []


def test_what_is_left_out_is_recorded_with_its_place() -> None:
    sentence = "Напомним, проект (его ведут инженеры), завершат в новом году, сообщили в компании."
    made, edits = line_of(sentence, compressing=True)
    assert made == "Проект, завершат в новом году."
    assert [edit.rule for edit in edits] == [
        "remark", "aside", "attribution-tail", "initial-capital",
    ]  # fmt: skip
    for edit in edits[:3]:
        assert edit.after == ""
        assert edit.span.of(sentence) == edit.before
    assert edits[3] == Edit("initial-capital", Span(10, 11), "п", "П")
