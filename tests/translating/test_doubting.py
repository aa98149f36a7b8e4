"""Words that the model was unsure of: which are named, and where they stand."""

from collections.abc import Sequence
from pathlib import Path

import pytest

from pipeline.document import Span
from pipeline.engines.base import Generated
from pipeline.language.glossary import Glossary
from pipeline.translating.doubting import Doubted, Doubter, Line
from tests.scripted import ScriptedEngine
from tests.unsure import SURE, Unsure

FIBRE = "Завод выпускает базальтовое волокно."


def spoken(engine: Unsure, english: str, tokens: Sequence[str] = ()) -> Generated:
    tokens = tokens or engine.encode(english)
    scores = engine.token_scores([()], [tokens])[0]
    engine.read.clear()
    return Generated(tuple(tokens), (sum(scores) + SURE) / (len(tokens) + 1), True)


def doubted(
    engine: Unsure, russian: str, english: str, standing: str = "", *, above: float = 2.9
) -> list[str]:
    """The words named, each as it stands in the line."""
    standing = standing or english
    line = Line(russian, standing, ((russian, spoken(engine, english)),))
    (words,) = Doubter(engine, above, Glossary.builtin()).doubted([line])
    assert [word.span.of(standing) for word in words] == [word.text for word in words]
    return [word.text for word in words]


def test_a_word_that_the_model_guessed_is_named_where_it_stands(tmp_path: Path) -> None:
    engine = Unsure(tmp_path, {"▁salt": -3.5})
    english = "The plant makes salt here"
    line = Line(FIBRE, english, ((FIBRE, spoken(engine, english)),))
    assert Doubter(engine, 2.9).doubted([line]) == [(Doubted(Span(16, 20), "salt", 3.5),)]
    assert Doubter(engine, 3.6).doubted([line]) == [()]


def test_its_tokens_are_added_up(tmp_path: Path) -> None:
    engine = Unsure(tmp_path, {"▁outp": -1.6, "atients": -1.4})
    tokens = ["▁Six", "▁outp", "atients", "▁opened"]
    text = "Six outpatients opened"
    line = Line("Открыто шесть амбулаторий", text, (("Открыто", spoken(engine, "", tokens)),))
    assert [one.text for one in Doubter(engine, 2.9).doubted([line])[0]] == ["outpatients"]
    assert Doubter(engine, 3.1).doubted([line]) == [()]


def test_what_the_lexicon_cannot_explain_is_doubted_more(tmp_path: Path) -> None:
    assert doubted(Unsure(tmp_path, {"▁World": -2.0}), "Механика", "see World Mechanics") == []
    engine = Unsure(tmp_path, {"▁World": -2.0}, {"▁World": -6.9})
    assert doubted(engine, "Горная механика", "see World Mechanics") == ["World"]


@pytest.mark.parametrize(
    ("russian", "english", "word"),
    [
        ("Ткань из базальтового волокна", "Fabric from basalt fibre", "basalt"),
        ("Приехал Котельничский", "There came Kotelnichsky today", "Kotelnichsky"),
        ("Он выступил в Томске", "He spoke in Tomsk today", "Tomsk"),
        ("Он уже закончил", "He has already finished", "already"),
        ("Выручка выросла", "Revenue is up", "up"),
    ],
)
def test_what_is_right_or_says_little_is_not_doubted(
    tmp_path: Path, russian: str, english: str, word: str
) -> None:
    assert doubted(Unsure(tmp_path, {f"▁{word}": -5.0}), russian, english) == []


def test_what_rules_put_right_is_not_doubted(tmp_path: Path) -> None:
    engine = Unsure(tmp_path, {"▁Sitkov": -4.0, "▁grains": -4.0})
    said = "Yesterday Sitkov spoke of grains at length"
    standing = said.replace("Sitkov", "Sitdikov")
    assert doubted(engine, "Ситдиков говорил", said, standing) == ["grains"]


def test_parts_are_read_once_and_their_words_found_in_the_joined_line(tmp_path: Path) -> None:
    engine = Unsure(tmp_path, {"▁bread": -4.0, "Bread": -4.0})
    first, second = spoken(engine, "Bread is dear"), spoken(engine, "We eat bread here")
    parts = (("Дорого", first), ("Тут едим", second))
    line = Line("Дорого, тут едим", "Bread is dear, we eat bread here", parts)
    one, other = Doubter(engine, 2.9).doubted([line, line])
    assert one == other
    assert [(word.span.start, word.text) for word in one] == [(22, "bread")]
    assert engine.read == [second.tokens], "the first is probable, and nobody asks about it"


def test_an_engine_that_cannot_score_doubts_nothing(tmp_path: Path) -> None:
    engine = ScriptedEngine(tmp_path, lambda text, decoding: text)
    line = Line("Соль", "salt", (("Соль", Generated(("salt",), -9.0, True)),))
    nothing: list[tuple[Doubted, ...]] = [()]
    assert Doubter(engine, 2.9).doubted([line]) == nothing
