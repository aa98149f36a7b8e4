"""Both engines give the same tokens, and the same scores, in float32."""

from dataclasses import replace
from pathlib import Path

import pytest

from pipeline.engines.base import Aligner, Decoding, Engine, Scorer
from tests import tiny

SHORT = Decoding(max_length=40)
TRANSLATOR = Path(__file__).resolve().parents[2] / "models" / "compact" / "translator"
PRESS = (
    "Компания «Северный ветер» открыла в Томске новый завод, на котором будут работать 340 человек.",
    "Объём инвестиций составил 1,5 млрд рублей.",
    "Генеральный директор Анна Полякова рассказала о планах на 2027 год.",
    "В форуме участвовали представители двенадцати регионов.",
)


@pytest.fixture(scope="module", params=["marian", "t5", "bart"])
def pair(request: pytest.FixtureRequest) -> tuple[Engine, Engine]:
    folder = request.getfixturevalue(f"tiny_{request.param}")
    return tiny.engine(folder), tiny.engine(folder, "torch")


def test_they_read_the_same_tokens(pair: tuple[Engine, Engine]) -> None:
    fast, reference = pair
    assert [fast.encode(text) for text in tiny.RUSSIAN] == [
        reference.encode(text) for text in tiny.RUSSIAN
    ]


@pytest.mark.parametrize(
    "decoding",
    [
        SHORT,
        replace(SHORT, no_repeat_ngram_size=2),
        replace(SHORT, repetition_penalty=1.3),
        replace(SHORT, beam_size=4),
        replace(SHORT, beam_size=4, length_penalty=0.6),
        replace(SHORT, beam_size=3, no_repeat_ngram_size=3),
        replace(SHORT, beam_size=4, hypotheses=3),
    ],
    ids=["greedy", "no-repeat", "penalty", "beam", "beam-short", "beam-no-repeat", "n-best"],
)
def test_they_write_the_same_tokens(pair: tuple[Engine, Engine], decoding: Decoding) -> None:
    fast, reference = pair
    sources = [fast.encode(text) for text in tiny.RUSSIAN]
    ours = fast.generate(sources, decoding, batch_tokens=64)
    theirs = reference.generate(sources, decoding, batch_tokens=64)
    assert [[one.tokens for one in many] for many in ours] == [
        [one.tokens for one in many] for many in theirs
    ]
    assert [[one.finished for one in many] for many in ours] == [
        [one.finished for one in many] for many in theirs
    ]
    assert len({one.tokens for (one, *_) in ours}) > 1, "the tiny model says one thing to all"


@pytest.mark.parametrize("beam_size", [1, 4])
def test_they_give_the_same_scores(pair: tuple[Engine, Engine], beam_size: int) -> None:
    fast, reference = pair
    sources = [fast.encode(text) for text in tiny.RUSSIAN]
    decoding = replace(SHORT, beam_size=beam_size)
    ours = fast.generate(sources, decoding)
    theirs = reference.generate(sources, decoding)
    for (one, *_), (other, *_) in zip(ours, theirs, strict=True):
        assert one.score == pytest.approx(other.score, abs=1e-3)
        assert one.score < 0


def test_greedy_goes_on_from_a_prefix(pair: tuple[Engine, Engine]) -> None:
    fast, reference = pair
    sources = [fast.encode(text) for text in tiny.RUSSIAN[:4]]
    start = fast.encode(tiny.ENGLISH[1])
    prefixes = [start[:0], start[:3], start[:3], start[:1]]
    ours = fast.generate(sources, SHORT, prefixes)
    theirs = reference.generate(sources, SHORT, prefixes)
    assert [one.tokens for (one,) in ours] == [one.tokens for (one,) in theirs]
    for (one,), prefix, (other,) in zip(ours, prefixes, theirs, strict=True):
        assert list(one.tokens[: len(prefix)]) == prefix
        assert one.score == pytest.approx(other.score, abs=1e-3)


def test_next_token_scores_agree(pair: tuple[Engine, Engine]) -> None:
    fast, reference = pair
    words = fast.encode(tiny.ENGLISH[2])
    sources = [fast.encode(text) for text in tiny.RUSSIAN[:3]]
    prefixes = [[], words[:2], words[:5]]
    candidates = [[*words[:3], fast.end_token], words[3:6], [fast.end_token]]
    ours = fast.next_token_scores(sources, prefixes, candidates)
    theirs = reference.next_token_scores(sources, prefixes, candidates)
    for one, other, asked in zip(ours, theirs, candidates, strict=True):
        assert set(one) == set(asked)
        assert one == pytest.approx(other, abs=1e-4)


@pytest.mark.skipif(
    not (TRANSLATOR / "model.safetensors").is_file(), reason="the trained translator is not there"
)
@pytest.mark.parametrize("beam_size", [1, 4])
def test_they_agree_on_the_trained_translator(beam_size: int) -> None:
    fast, reference = tiny.engine(TRANSLATOR), tiny.engine(TRANSLATOR, "torch")
    sources = [fast.encode(text) for text in PRESS]
    decoding = Decoding(beam_size=beam_size, max_length=128)
    written = [one.tokens for (one,) in fast.generate(sources, decoding)]
    assert written == [one.tokens for (one,) in reference.generate(sources, decoding)]
    assert isinstance(fast, Scorer)
    assert isinstance(reference, Scorer)
    ours, theirs = fast.token_scores(sources, written), reference.token_scores(sources, written)
    for mine, other in zip(ours, theirs, strict=True):
        assert mine == pytest.approx(other, abs=1e-3)


def test_they_look_at_the_same_places(pair: tuple[Engine, Engine]) -> None:
    fast, reference = pair
    assert isinstance(fast, Aligner)
    assert isinstance(reference, Aligner)
    sources = [fast.encode(text) for text in tiny.RUSSIAN]
    targets = [list(one.tokens) for (one,) in fast.generate(sources, SHORT)]
    ours = fast.align(sources, targets, batch_tokens=64)
    theirs = reference.align(sources, targets, batch_tokens=64)
    for source, target, mine, other in zip(sources, targets, ours, theirs, strict=True):
        assert len(mine) == len(other) == len(target)
        for row, same in zip(mine, other, strict=True):
            assert len(row) == len(source)
            assert 0 <= sum(row) <= 1 + 1e-3
            assert row == pytest.approx(same, abs=1e-3)


def test_nothing_comes_from_nowhere(pair: tuple[Engine, Engine]) -> None:
    fast, _ = pair
    assert isinstance(fast, Aligner)
    assert fast.align([[], fast.encode("Да")], [["x"], []]) == [[], []]


def test_they_hold_each_token_as_probable(pair: tuple[Engine, Engine]) -> None:
    fast, reference = pair
    assert isinstance(fast, Scorer)
    assert isinstance(reference, Scorer)
    sources = [fast.encode(text) for text in tiny.RUSSIAN]
    found = [one for (one,) in fast.generate(sources, SHORT)]
    targets = [list(one.tokens) for one in found]
    ours = fast.token_scores(sources, targets, batch_tokens=64)
    theirs = reference.token_scores(sources, targets, batch_tokens=64)
    for one, mine, other in zip(found, ours, theirs, strict=True):
        assert len(mine) == len(one.tokens)
        assert mine == pytest.approx(other, abs=1e-3)
        # The mean of a hypothesis is over its end token too, which is not among the scores.
        last = one.score * (len(one.tokens) + one.finished) - sum(mine)
        assert last < 1e-3 if one.finished else last == pytest.approx(0, abs=2e-2)


def test_nothing_said_is_not_probable(pair: tuple[Engine, Engine]) -> None:
    for engine in pair:
        assert isinstance(engine, Scorer)
        assert engine.token_scores([[], engine.encode("Да")], [["x"], []]) == [[], []]
