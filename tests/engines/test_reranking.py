"""Hypotheses ranked anew by how far the source bears them out."""

import json
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from safetensors.numpy import save_file

from pipeline.config import EngineSettings
from pipeline.engines.base import Decoding, Engine, Generated
from pipeline.engines.lexicon import FILE, FLOOR, STEP, Lexicon, Support
from pipeline.engines.load import load_engine
from pipeline.engines.reranking import SETTINGS, Reranking, RerankingEngine
from pipeline.errors import ModelError

PIECES = 6
BEAM = Decoding(beam_size=4, max_length=20)


def write(folder: Path, entries: dict[tuple[int, int], tuple[float, float]]) -> Path:
    """A lexicon of {(source, target): (log p(t|s), log p(s|t))} over PIECES pieces."""
    listed = sorted(entries)
    starts = np.searchsorted([source for source, _ in listed], np.arange(PIECES + 1))
    codes = np.array([entries[pair] for pair in listed], dtype=np.float64).reshape(-1, 2) / -STEP
    save_file(
        {
            "starts": starts.astype(np.int32),
            "targets": np.array([target for _, target in listed], dtype=np.uint16),
            "forward": np.rint(codes[:, 0]).astype(np.uint8),
            "backward": np.rint(codes[:, 1]).astype(np.uint8),
        },
        folder / FILE,
    )
    return folder


def by_hand(
    entries: dict[tuple[int, int], tuple[float, float]], source: list[int], target: list[int]
) -> Support:
    """The definition, without arrays."""
    if not source or not target:
        return Support(FLOOR, FLOOR)
    unknown = (FLOOR, FLOOR)
    forward = [max(entries.get((s, t), unknown)[0] for s in source) for t in target]
    backward = [max(entries.get((s, t), unknown)[1] for t in target) for s in source]
    return Support(sum(forward) / len(forward), sum(backward) / len(backward))


PIECE = st.integers(0, PIECES - 1)
LOG = st.floats(FLOOR, 0)
ENTRIES = st.dictionaries(st.tuples(PIECE, PIECE), st.tuples(LOG, LOG), max_size=12)


@given(
    entries=ENTRIES,
    source=st.lists(PIECE, max_size=6),
    targets=st.lists(st.lists(PIECE, max_size=6), min_size=1, max_size=4),
)
def test_support_is_what_its_definition_says(
    tmp_path_factory: pytest.TempPathFactory,
    entries: dict[tuple[int, int], tuple[float, float]],
    source: list[int],
    targets: list[list[int]],
) -> None:
    lexicon = Lexicon(write(tmp_path_factory.mktemp("lexicon"), entries), PIECES, PIECES)
    for _ in range(2):  # what one call leaves behind must not colour the next
        for support, target in zip(lexicon.support(source, targets), targets, strict=True):
            expected = by_hand(entries, source, target)
            assert support.forward == pytest.approx(expected.forward, abs=STEP)
            assert support.backward == pytest.approx(expected.backward, abs=STEP)


class Fixed:
    """An engine with one answer; its hypotheses are numbered pieces."""

    model_path = Path("model")
    end_token = "</s>"
    input_limit = 99

    def __init__(self, *answers: Generated) -> None:
        self.answers = list(answers)
        self.asked: list[Decoding] = []

    def generate(self, sources, decoding, prefixes=None, *, batch_tokens=0):  # type: ignore[no-untyped-def]
        self.asked.append(decoding)
        return [self.answers for _ in sources]


NAMES = {str(number): number for number in range(PIECES)}


def engine_of(tmp_path: Path, *answers: Generated) -> tuple[Fixed, RerankingEngine]:
    inner = Fixed(*answers)
    lexicon = Lexicon(write(tmp_path, {(1, 2): (-0.1, -0.1)}), PIECES, PIECES)
    settings = Reranking(hypotheses=3)
    return inner, RerankingEngine(inner, lexicon, settings, NAMES, NAMES)  # type: ignore[arg-type]


FLUENT = Generated(("5",), -0.2, True)
FAITHFUL = Generated(("2",), -0.4, True)
CUT_OFF = Generated(("2",), -0.1, False)


def test_what_the_source_bears_out_comes_first_with_the_models_own_score(tmp_path: Path) -> None:
    inner, engine = engine_of(tmp_path, FLUENT, FAITHFUL, CUT_OFF)
    assert engine.generate([["1"]], BEAM) == [[FAITHFUL]]
    assert (inner.asked[0].beam_size, inner.asked[0].hypotheses) == (4, 3)


def test_as_many_are_returned_as_asked_for_and_cut_off_ones_last(tmp_path: Path) -> None:
    _, engine = engine_of(tmp_path, FLUENT, FAITHFUL, CUT_OFF)
    wanted = Decoding(beam_size=4, hypotheses=3)
    assert engine.generate([["1"]], wanted) == [[FAITHFUL, FLUENT, CUT_OFF]]


def test_where_the_lexicon_knows_nothing_the_model_decides(tmp_path: Path) -> None:
    _, engine = engine_of(tmp_path, FLUENT, FAITHFUL)
    assert engine.generate([["4"]], BEAM) == [[FLUENT]]


GARBLED = Generated(("▁The", "▁Meg", "phon", "▁plant"), -0.2, True)
CARRIED = Generated(("▁The", "▁Meg", "afon", "▁plant"), -0.3, True)
TWICE = Generated(("▁Meg", "afon", "▁plant", "▁Meg", "afon"), -0.28, True)


def test_without_a_lexicon_words_that_are_carried_over_decide() -> None:
    inner = Fixed(GARBLED, TWICE, CARRIED)
    engine = RerankingEngine(inner, None, Reranking(hypotheses=3), {}, {})  # type: ignore[arg-type]
    source = [["▁Завод", "▁Meg", "afon"]]
    every = Decoding(beam_size=4, hypotheses=3)
    assert engine.generate(source, every) == [[CARRIED, TWICE, GARBLED]]
    assert engine.generate([["▁Завод"]], every) == [[GARBLED, TWICE, CARRIED]]


def test_greedy_search_is_left_alone(tmp_path: Path) -> None:
    inner, engine = engine_of(tmp_path, FLUENT)
    engine.generate([["1"]], Decoding(beam_size=1))
    assert inner.asked == [Decoding(beam_size=1)]


def lexicon_beside(model: Path) -> None:
    pieces = len(json.loads((model / "vocab.json").read_text()))
    none = np.zeros(0, dtype=np.uint8)
    save_file(
        {
            "starts": np.zeros(pieces + 1, dtype=np.int32),
            "targets": none.astype(np.uint16),
            "forward": none,
            "backward": none,
        },
        model / FILE,
    )


@pytest.fixture
def with_lexicon(tiny_marian: Path, tmp_path: Path) -> Path:
    import shutil

    model = tmp_path / "model"
    shutil.copytree(tiny_marian, model)
    lexicon_beside(model)
    return model


def loaded(model: Path) -> Engine:
    return load_engine(model, EngineSettings(threads=1), canary=False)


def test_a_folder_with_a_lexicon_loads_as_a_reranking_engine(with_lexicon: Path) -> None:
    engine = loaded(with_lexicon)
    assert isinstance(engine, RerankingEngine)
    source = engine.encode("Сегодня хорошая погода.")
    ((best,),) = engine.generate([source], BEAM)
    wide = Decoding(beam_size=8, hypotheses=8, max_length=20)
    assert best in engine.inner.generate([source], wide)[0]
    assert engine.decode(best.tokens) == engine.inner.decode(best.tokens)
    assert len(engine.align([source], [best.tokens])[0]) == len(best.tokens)


def test_the_lexicon_is_part_of_what_identifies_results(with_lexicon: Path) -> None:
    before = loaded(with_lexicon).signature()
    (with_lexicon / SETTINGS).write_text(json.dumps({"forward": 0.9}))
    assert loaded(with_lexicon).signature() != before


@pytest.mark.parametrize(
    ("content", "why"),
    [
        ({"hypotheses": 0}, "hypotheses is 0"),
        ({"hypotheses": 1000}, "hypotheses is 1000"),
        ({"forward": "much"}, "could not convert"),
        ({"backward": None}, "must be"),
        ({"lost": float("inf")}, "not a finite number"),
    ],
)
def test_settings_that_are_wrong_are_named(tmp_path: Path, content: object, why: str) -> None:
    (tmp_path / SETTINGS).write_text(json.dumps(content))
    with pytest.raises(ModelError, match=why):
        Reranking.of(tmp_path)


def test_settings_alone_make_a_folder_rank_anew(with_lexicon: Path) -> None:
    (with_lexicon / FILE).unlink()
    assert not isinstance(loaded(with_lexicon), RerankingEngine)
    (with_lexicon / SETTINGS).write_text(json.dumps({"lost": 0.5}))
    assert isinstance(loaded(with_lexicon), RerankingEngine)


@pytest.mark.parametrize("damage", ["cut", "rows", "columns", "vocabulary"])
def test_a_damaged_lexicon_is_named_with_its_remedy(tmp_path: Path, damage: str) -> None:
    write(tmp_path, {(1, 2): (-1.0, -1.0), (3, 5): (-1.0, -1.0)})
    path, pieces = tmp_path / FILE, PIECES
    if damage == "cut":
        path.write_bytes(path.read_bytes()[:-1])
    elif damage == "vocabulary":
        pieces = 4
    else:
        from safetensors.numpy import load_file

        arrays = load_file(path)
        name = {"rows": "starts", "columns": "forward"}[damage]
        save_file({**arrays, name: arrays[name][:-3].copy()}, path)
    with pytest.raises(ModelError, match="delete the file") as raised:
        Lexicon(tmp_path, pieces, pieces)
    assert str(path) in str(raised.value)


@given(
    entries=ENTRIES,
    source=st.lists(PIECE, max_size=6),
    target=st.lists(PIECE, max_size=6),
)
def test_a_piece_is_explained_by_the_best_of_the_source(
    tmp_path_factory: pytest.TempPathFactory,
    entries: dict[tuple[int, int], tuple[float, float]],
    source: list[int],
    target: list[int],
) -> None:
    lexicon = Lexicon(write(tmp_path_factory.mktemp("lexicon"), entries), PIECES, PIECES)
    unknown = (FLOOR, FLOOR)
    expected = [
        max((entries.get((s, t), unknown)[0] for s in source), default=FLOOR) for t in target
    ]
    assert lexicon.explained(source, target) == pytest.approx(expected, abs=STEP)


def test_an_engine_explains_with_its_lexicon_and_without_one_everything(tmp_path: Path) -> None:
    inner, engine = engine_of(tmp_path, FLUENT)
    assert engine.explain(["1", "unheard of"], ["2", "5"]) == pytest.approx([-0.1, FLOOR], abs=STEP)
    plain = RerankingEngine(inner, None, Reranking(), {}, {})  # type: ignore[arg-type]
    assert plain.explain(["1"], ["2", "5"]) == [0.0, 0.0]


def test_an_engine_around_one_that_cannot_score_has_no_scores(tmp_path: Path) -> None:
    _, engine = engine_of(tmp_path, FLUENT)
    assert engine.token_scores([["1"], ["2"]], [["2"], ["5"]]) == [[], []]
