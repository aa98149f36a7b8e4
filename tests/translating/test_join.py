import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.language.splitting import split
from pipeline.translating.join import join


@pytest.mark.parametrize(
    ("russian", "english", "expected"),
    [
        (
            "Завод построили за два года; первая очередь заработает уже в июне.",
            ["The plant was built in two years.", "The first stage will start in June."],
            "The plant was built in two years; the first stage will start in June.",
        ),
        (
            "Компания открыла новый цех в Томске, который выпускает детали для станков.",
            ["The company opened a new shop in Tomsk.", "Which makes parts for machines."],
            "The company opened a new shop in Tomsk, which makes parts for machines.",
        ),
        (
            "Это большая победа всего нашего коллектива — мы шли к ней долгих пять лет.",
            ["This is a great victory for our team.", "We have been working on it for five years."],
            "This is a great victory for our team – we have been working on it for five years.",
        ),
        (
            "Мост соединил оба берега реки, томские строители закончили работу раньше срока.",
            ["The bridge joined both banks.", "Tomsk builders finished early."],
            "The bridge joined both banks, Tomsk builders finished early.",
        ),
        (
            "Компания открыла новый цех в Томске, который выпускает детали для станков.",
            ["The company opened a new shop in Tomsk.", ""],
            "The company opened a new shop in Tomsk",
        ),
        (
            "Университет открыл новую лабораторию и пригласил студентов из соседних регионов.",
            ["The university opened a laboratory.", "And invited students from other regions."],
            "The university opened a laboratory and invited students from other regions.",
        ),
    ],
)
def test_parts_are_joined_with_the_marks_of_the_russian(
    russian: str, english: list[str], expected: str
) -> None:
    parts = split(russian, lambda text: len(text.split()) <= 9)
    assert len(parts) == len(english)
    assert join(parts, english) == expected


def test_a_whole_line_is_left_as_the_model_said_it() -> None:
    parts = split("Погода хорошая.", lambda text: True)
    assert join(parts, ["The weather is fine."]) == "The weather is fine."


@given(st.lists(st.text(alphabet="abcT .,", max_size=20), min_size=2, max_size=2))
def test_no_word_of_the_english_is_lost(english: list[str]) -> None:
    russian = "Завод построили за два года; первая очередь заработает уже в июне."
    joined = join(split(russian, lambda text: len(text.split()) <= 9), english)
    letters = [c.lower() for c in "".join(english) if c.isalpha()]
    assert [c.lower() for c in joined if c.isalpha()] == letters
