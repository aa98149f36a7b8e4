"""A teacher's translations: what they are, which are kept, and the whole by the clock in small."""

import json
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import torch
from hypothesis import given
from hypothesis import strategies as st

from models.training import distillation
from models.training.bundle import bundle
from models.training.clock import Stretch
from models.training.corpora import DOMAINS, Corpus, Mixture, Phase
from models.training.labelling import Translations, fit, translate, with_translations
from models.training.monolingual import russian_sentences
from models.training.network import Learner, Shape, build
from models.training.packing import Pack, read_pack, side_of, write_pack
from models.training.tokenizer import EOS_ID, Pieces

SHAPE = Shape(
    vocabulary=400,
    width=32,
    feed_forward=48,
    heads=4,
    encoder_layers=1,
    decoder_layers=2,
    dropout=0,
)
CPU = torch.device("cpu")


@pytest.fixture(scope="module")
def model() -> Any:
    """A network that has learnt to say its source backwards, roughly: enough to end its sentences."""
    learner = Learner(build(SHAPE), SHAPE, smoothing=0.0)
    adam = torch.optim.Adam(learner.parameters(), lr=3e-3)
    torch.manual_seed(1)
    for _ in range(60):
        source = torch.randint(5, 25, (32, 5))
        source[:, -1] = EOS_ID
        loss, _ = learner(source, source, None)
        adam.zero_grad()
        (loss / source.numel()).backward()
        adam.step()
    return learner.finished()


def test_translations_are_those_of_greedy_generation(model: Any) -> None:
    rows = [[7, 8, 9], [5, 6, 7, 8], [11], [12, 13], [9, 8, 7, 6]]
    made = translate(model, side_of(rows), CPU, batch=9)  # several batches, in another order
    for number, ids in enumerate(rows):
        said = model.generate(
            input_ids=torch.tensor([[*ids, EOS_ID]]),
            num_beams=1,
            do_sample=False,
            max_new_tokens=int(1.5 * (len(ids) + 1)) + 10,
            eos_token_id=EOS_ID,
            pad_token_id=SHAPE.pad_id,
            decoder_start_token_id=SHAPE.pad_id,
        )[0, 1:].tolist()
        ended = EOS_ID in said
        assert made.ended[number] == ended
        assert made.target[number].tolist() == (said[: said.index(EOS_ID)] if ended else said)
    assert (made.sure <= 0).all()


def _made(rows: list[list[int]], sure: list[float] | None = None) -> Translations:
    return Translations(
        side_of(rows),
        np.array(sure or [0.0] * len(rows), np.float32),
        np.ones(len(rows), dtype=bool),
    )


def test_loops_and_odd_lengths_are_not_learnt_from() -> None:
    source = side_of([[5] * 6, [5] * 15, [5] * 10, [5] * 10, [5] * 4])
    target = [[6] * 5, [1, 2, 3, 4] * 4, [6] * 2, [*range(10, 36)], []]
    assert fit(source, _made(target), unsure=0.0).tolist() == [True, False, False, False, False]


def test_what_did_not_end_or_is_unsure_is_not_learnt_from() -> None:
    source = side_of([[5, 6, 7]] * 10)
    made = _made([[8, 9, 10]] * 10, [-float(n) for n in range(10)])
    made.ended[0] = False
    assert fit(source, made, unsure=0.5).tolist() == [False, *[True] * 5, *[False] * 4]


@given(st.lists(st.lists(st.integers(2, 90), min_size=1, max_size=9), min_size=1, max_size=9))
def test_translations_are_appended_without_alignment(rows: list[list[int]]) -> None:
    first = side_of([[3, 4]])
    pack = Pack(first, first, np.zeros(1, np.uint16), ("news",), np.array([0, 1], np.uint8))
    more = with_translations(pack, side_of(rows), side_of(rows[::-1]), "made")
    assert [more.source[i].tolist() for i in range(len(more))] == [[3, 4], *rows]
    assert [more.target[i].tolist() for i in range(len(more))] == [[3, 4], *rows[::-1]]
    assert more.corpora == ("news", "made")
    assert more.corpus.tolist() == [0, *[1] * len(rows)]
    assert more.alignment is not None
    assert more.alignment.tolist() == [0, 1, *[255] * sum(map(len, rows))]


@given(seconds=st.floats(0, 200), total=st.floats(1, 100), falling=st.floats(0.05, 1))
def test_the_rate_falls_once_and_to_its_end(seconds: float, total: float, falling: float) -> None:
    stretch = Stretch(total, falling=falling)
    progress = stretch.progress(seconds)
    assert 0 <= progress <= 1
    assert progress <= stretch.progress(seconds + 1)
    assert stretch.progress(0) == 0
    assert stretch.progress(total) == pytest.approx(1)


def test_sentences_kept_for_choosing_are_not_translated(tmp_path: Path) -> None:
    import gzip

    kept = "Завод открыл новый цех в Самаре на прошлой неделе."
    record = {"title": "Новый цех", "text": f"{kept} Цех строили три года.\nЦех строили три года."}
    path = tmp_path / "articles.jsonl.gz"
    path.write_bytes(gzip.compress(json.dumps(record).encode()))
    found = list(russian_sentences([path, tmp_path / "absent.gz"], [kept]))
    assert found == ["Новый цех", "Цех строили три года."]


@pytest.fixture
def by_updates(monkeypatch: pytest.MonkeyPatch) -> Callable[[float], None]:
    """Make the clock of a training go by its own calls: nothing depends on this machine's load."""

    def install(step: float) -> None:
        now = iter(np.arange(0, 1e6, step))
        monkeypatch.setattr("models.training.clock.time.monotonic", lambda: float(next(now)))

    return install


def test_nothing_is_translated_of_a_corpus_that_is_left_out(tmp_path: Path, model: Any) -> None:
    side = side_of([[7, 8], [9, 10], [11, 12]])
    links = np.zeros(6, np.uint8)
    pack = Pack(side, side, np.array([0, 1, 1], np.uint16), ("newstest", "press"), links)
    corpora = (Corpus("newstest", "", "news", 0.0, "-"), Corpus("press", "", "press", 1.0, "-"))
    run = distillation.Distillation(
        tmp_path, tmp_path, tmp_path, SHAPE, mixture=Mixture(corpora, {})
    )
    run._labelled(pack, model, CPU)
    assert json.loads((tmp_path / "labelling.json").read_text())["sentences"] == 2


def test_a_teacher_and_a_student_are_trained_by_the_clock(
    world: Any, tokenizer_folder: Path, tmp_path: Path, by_updates: Callable[[float], None]
) -> None:
    pieces = Pieces(tokenizer_folder)
    pairs = world.pairs(120)
    source, target = (side_of(pieces.encode([pair[i] for pair in pairs])) for i in (0, 1))
    links = np.zeros(len(target.ids), np.uint8)
    pack = Pack(source, target, np.zeros(120, np.uint16), ("press",), links)
    write_pack(pack, tmp_path / "pack")
    even = dict.fromkeys(DOMAINS, 1.0)
    mixture = Mixture(
        (
            Corpus("press", "", "press", 1.0, "-"),
            Corpus(distillation.DISTILLED, "", "news", 1.0, "-"),
        ),
        {name: Phase(name, 9, 80, 600, 0.2, even) for name in ("long", "closing")},
    )
    dev = tmp_path / "dev.small.tsv"
    dev.write_text("".join(f"{ru}\t{en}\n" for ru, en in pairs[:3]), encoding="utf-8")
    bundle(tmp_path / "pack", tokenizer_folder, mixture, tmp_path / "bundle", source, (dev,))
    small = replace(SHAPE, vocabulary=pieces.size, dropout=0.1)
    run = distillation.Distillation(
        tmp_path / "bundle", tmp_path / "work", tmp_path / "out", small, mixture=mixture
    )
    by_updates(1.0)
    figures = run.run(distillation.Times(20, 30), replace(small, width=64), processes=0)
    assert figures["dev.small"]["n"] == 3
    logs = [
        [
            json.loads(line)
            for line in (tmp_path / "out" / part / "log.jsonl").read_text().splitlines()
        ]
        for part in ("teacher", "student")
    ]
    assert logs[1][-1]["step"] > logs[0][-1]["step"] > 5
    labelled = json.loads((tmp_path / "out" / "labelling.json").read_text())
    assert labelled["sentences"] == len({tuple(source[i]) for i in range(120)})
    learnt = read_pack(tmp_path / "work" / "student-pack")
    assert (learnt.corpus == 1).sum() == labelled["kept"]
    note = json.loads((tmp_path / "out" / "model" / "training.json").read_text())
    assert note["step"] == logs[1][-1]["step"]
