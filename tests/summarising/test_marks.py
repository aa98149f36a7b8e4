"""From a sentence's cues to its mark."""

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.errors import ModelError
from pipeline.summarising.article import Article, content_words
from pipeline.summarising.cues import CUES, measure
from pipeline.summarising.layout import MARKS
from pipeline.summarising.marks import CueNetwork
from tests.choosing import cue_table

TITLE = "Завод лопастей открыт в Вологде"
SENTENCES = (
    "Завод лопастей открыт в Вологде 14 мая, сообщила компания.",
    "Он построен за 19 месяцев (это рекорд).",
    "«Мы рады», — отметил директор Пётр Лаптев:",
    "погода была хорошей",
)


def cue(name: str, index: int, title: str = TITLE) -> float:
    place = [known for known, _ in CUES].index(name)
    return measure(Article(title, SENTENCES))[index][place]


@pytest.mark.parametrize(
    ("name", "values"),
    [
        ("place-1", [1, 0, 0, 0]),
        ("is-last", [0, 0, 0, 1]),
        ("title-share", [1, 0, 0, 0]),
        ("is-nearest-title", [1, 0, 0, 0]),
        ("has-number", [1, 1, 0, 0]),
        ("has-aside", [0, 1, 0, 0]),
        ("has-quotation", [0, 0, 1, 0]),
        ("opens-as-quotation", [0, 0, 1, 0]),
        ("ends-open", [0, 0, 1, 0]),
        ("ends-without-mark", [0, 0, 1, 1]),
        ("comes-after-colon", [0, 0, 0, 1]),
        ("opens-small", [0, 0, 0, 1]),
        ("opens-leaning", [0, 1, 0, 0]),
        ("is-leant-on", [1, 0, 0, 0]),
        ("has-attribution", [1, 0, 1, 0]),
        ("dates", [1, 0, 0, 0]),
        ("outcomes", [1, 0, 0, 0]),
        ("pronouns", [0, 1, 0, 0]),
        ("address", [0, 0, 1, 0]),
        ("speech-before", [0, 0, 0, 1]),
        ("speech-after", [0, 1, 0, 0]),
        ("new-numbers", [1, 1, 0, 0]),
        ("length-rank", [0, 0.25, 0.5, 0.75]),
    ],
)
def test_cues_see_what_their_names_say(name: str, values: list[float]) -> None:
    assert [cue(name, index) for index in range(len(SENTENCES))] == values


def test_content_words_are_stems_without_function_words() -> None:
    assert content_words("Он построил завод и ёлку в 2026 году") == [
        "постр",
        "завод",
        "елку",
        "2026",
        "году",
    ]


def test_names_of_cues_are_unique() -> None:
    names = [name for name, _ in CUES]
    assert len(set(names)) == len(names)


TEXT = st.text("абв где.,«»():5A—", max_size=30)


@given(TEXT, st.lists(TEXT, max_size=12))
def test_any_article_can_be_measured_and_marked(title: str, sentences: list[str]) -> None:
    rows = measure(Article(title, sentences))
    assert [len(row) for row in rows] == [len(CUES)] * len(sentences)
    marks = CueNetwork(cue_table()).marks(title, sentences)
    assert all(0 <= mark < MARKS for mark in marks)


def test_a_network_computes_log_odds() -> None:
    table = cue_table()
    place = [name for name, _ in CUES].index("has-number")
    table["hidden"][0][place] = 2.0
    table["output"] = [3.0]
    table["output_bias"] = -1.0
    odds = CueNetwork(table).log_odds(Article(TITLE, SENTENCES))
    assert odds == pytest.approx([5.0, 5.0, -1.0, -1.0])
    assert CueNetwork(table).marks(TITLE, SENTENCES) == [5, 5, 0, 0]


def test_a_network_takes_the_cues_that_it_names_and_cuts_what_is_odd() -> None:
    table = {
        **cue_table(), "cues": ["has-number", "place-1"], "mean": [0.0, 0.0], "scale": [1.0, 0.1],
        "hidden": [[1.0, 1.0]], "output": [1.0],
    }  # fmt: skip
    article = Article(TITLE, SENTENCES)
    assert CueNetwork(table).log_odds(article) == pytest.approx([11.0, 1.0, 0.0, 0.0])
    cut = CueNetwork({**table, "widest": 5.0})
    assert cut.log_odds(article) == pytest.approx([6.0, 1.0, 0.0, 0.0])


def test_the_file_that_ships_fits_this_version() -> None:
    folder = Path(__file__).parents[2] / "models" / "compact" / "summariser"
    if not (folder / "cues.json").is_file():
        pytest.skip("no compact summariser in this checkout")
    odds = CueNetwork.load(folder).log_odds(Article(TITLE, SENTENCES))
    assert max(range(len(odds)), key=odds.__getitem__) == 0


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (None, "is missing"),
        ("{", "is not valid"),
        ("{}", "is not valid"),
        (json.dumps({**cue_table(), "cues": ["other"]}), "not known to this version"),
        (json.dumps({**cue_table(), "output": [1.0, 2.0]}), "sizes do not fit"),
    ],
)
def test_a_damaged_file_is_a_model_error(tmp_path: Path, content: str | None, message: str) -> None:
    if content is not None:
        (tmp_path / "cues.json").write_text(content)
    with pytest.raises(ModelError, match=message):
        CueNetwork.load(tmp_path)


def test_marks_begin_where_the_file_says() -> None:
    table = cue_table()
    assert CueNetwork(table).mark(0.0) == 0
    fewer = {**table, "steps": [1.0, 2.0], "lowest": 16}
    assert [CueNetwork(fewer).mark(odds) for odds in (0.0, 1.5, 9.0)] == [16, 17, 18]
    with pytest.raises(ValueError, match="too many"):
        CueNetwork({**table, "lowest": 1})
