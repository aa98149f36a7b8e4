"""From attention between tokens to words of two texts."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.translating.alignment import Aligned, aligned, token_spans


@pytest.mark.parametrize(
    ("tokens", "text", "spans"),
    [
        (["▁Мы", "▁рад", "ы", "."], "Мы рады.", [(0, 2), (3, 6), (6, 7), (7, 8)]),
        (["▁", "5", "▁м"], "5 м", [(0, 1), (0, 1), (2, 3)]),
        (["▁1", "<0xE2>", "<0x81>", "<0xB6>"], "1⁶", [(0, 1), (1, 2), (1, 2), (1, 2)]),
        (["▁Да"], "  Да", [(2, 4)]),
        (["Open", "ed"], "Opened", [(0, 4), (4, 6)]),
        ([], "", []),
    ],
)
def test_tokens_stand_where_they_are_spelled(
    tokens: list[str], text: str, spans: list[tuple[int, int]]
) -> None:
    assert token_spans(tokens, text) == spans


@pytest.mark.parametrize("tokens", [["▁Нет"], ["<unk>"], ["▁Д", "<0xE2>"], ["▁Да", "▁Да"]])
def test_tokens_of_another_text_stand_nowhere(tokens: list[str]) -> None:
    assert token_spans(tokens, "Да") is None


@given(st.lists(st.text("абв", min_size=1, max_size=4), min_size=1, max_size=8))
def test_words_with_spaces_before_them_always_stand_in_their_text(words: list[str]) -> None:
    text = " ".join(words)
    spans = token_spans([f"▁{word}" for word in words], text)
    assert spans is not None
    assert [text[start:stop] for start, stop in spans] == words


def line(russian: str, english: str, links: dict[str, str]) -> Aligned:
    """Words are tokens; each English word looks at one Russian word, by default at the last."""
    source, target = russian.split(), english.split()
    rows = [
        [0.9 if word == links.get(said, source[-1]) else 0.01 for word in source] for said in target
    ]
    made = aligned(russian, source, english, target, rows)
    assert made is not None
    return made


def rendering(made: Aligned, words: str) -> str | None:
    start = made.russian.index(words)
    found = made.rendering(start, start + len(words))
    return None if found is None else made.english[slice(*found)]


def test_a_name_is_where_its_words_are_looked_at() -> None:
    made = line(
        "сказал министр Игорь Ситдиков .",
        "said Minister Roman Sitkov .",
        {"said": "сказал", "Minister": "министр", "Roman": "Игорь", "Sitkov": "Ситдиков"},
    )
    assert rendering(made, "Игорь Ситдиков") == "Roman Sitkov"
    assert rendering(made, "министр") == "Minister"


def test_one_word_between_two_is_taken_along_and_small_words_at_the_edges_are_not() -> None:
    made = line(
        "в Доме культуры .",
        "in the House of Culture .",
        {"the": "Доме", "House": "Доме", "of": "в", "Culture": "культуры", "in": "в"},
    )
    assert rendering(made, "Доме культуры") == "House of Culture"


def test_what_nothing_looks_at_has_no_rendering() -> None:
    made = line("в Томске сегодня .", "today .", {"today": "сегодня"})
    assert rendering(made, "Томске") is None


def test_attention_of_another_size_is_refused() -> None:
    assert aligned("Да .", ["Да", "."], "Yes .", ["Yes", "."], [[1.0, 0.0]]) is None
    assert aligned("Да .", ["Да", "."], "Yes .", ["Yes", "."], [[1.0], [1.0]]) is None
