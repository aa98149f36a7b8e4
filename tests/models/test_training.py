"""A run stops and continues to the step, and the whole recipe works on a tiny world."""

import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import torch

from models.training.corpora import DOMAINS, Corpus, Mixture, Phase
from models.training.loop import train
from models.training.network import Shape
from models.training.packing import Pack, read_pack, side_of, write_pack
from models.training.schedule import Schedule
from models.training.settings import Settings
from models.training.starts import FromCheckpoint, FromPairs, FromWeights
from models.training.tokenizer import Pieces
from models.training.trainer import Trainer

EVEN = dict.fromkeys(DOMAINS, 1.0)
MIXTURE = Mixture(
    (Corpus("world", "", "press", 1.0, "-"),),
    {
        "short": Phase("short", 6, 40, 900, 0.0, EVEN),
        "main": Phase("main", 1000, 80, 900, 0.3, EVEN),
        "domain": Phase("domain", 1000, 80, 900, 0.0, EVEN),
    },
)


@pytest.fixture(scope="module")
def packed(world: Any, tokenizer_folder: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder: Path = tmp_path_factory.mktemp("pack")
    pieces = Pieces(tokenizer_folder)
    pairs = world.pairs(400)
    source, target = (side_of(pieces.encode([pair[i] for pair in pairs])) for i in (0, 1))
    write_pack(Pack(source, target, np.zeros(len(pairs), np.uint16), ("world",)), folder)
    return folder


@pytest.fixture
def settings(packed: Path, tokenizer_folder: Path, tmp_path: Path) -> Settings:
    shape = Shape(
        vocabulary=Pieces(tokenizer_folder).size,
        width=64,
        feed_forward=128,
        heads=4,
        encoder_layers=2,
        decoder_layers=1,
    )
    return Settings(tmp_path / "run", packed, shape=shape, world=1, log_every=5)


def weights(run: Path) -> list[torch.Tensor]:
    state: dict[str, list[torch.Tensor]] = torch.load(run / "checkpoint.pt", weights_only=True)
    return [*state["weights"], *state["average"]]


def test_a_stopped_run_ends_with_the_weights_of_one_that_was_not_stopped(
    settings: Settings,
) -> None:
    through = replace(settings, run=settings.run / "through", stop_at_step=9)
    train(through, MIXTURE, FromPairs())
    broken = replace(settings, run=settings.run / "broken")
    for stop in (2, 5, 9):  # before, at and after the border of two phases
        train(replace(broken, stop_at_step=stop), MIXTURE, FromPairs())
    assert all(map(torch.equal, weights(through.run), weights(broken.run)))


def test_two_processes_learn_what_one_learns(settings: Settings) -> None:
    one = replace(settings, run=settings.run / "one", stop_at_step=3)
    two = replace(settings, run=settings.run / "two", stop_at_step=3, world=2)
    train(one, MIXTURE, FromPairs())
    train(two, MIXTURE, FromPairs())
    for mine, theirs in zip(weights(one.run), weights(two.run), strict=True):
        torch.testing.assert_close(mine, theirs, rtol=0.05, atol=2e-3)


def test_a_cooldown_branches_off_and_leaves_the_stable_run_alone(settings: Settings) -> None:
    train(replace(settings, stop_at_step=4), MIXTURE, FromPairs())
    before = (settings.run / "checkpoint.pt").read_bytes()
    cooled = replace(
        settings,
        run=settings.run.parent / "cooled",
        phases=("domain",),
        schedule=Schedule(warmup=0, branch=4, cooldown=3),
        log_every=1,
    )
    train(cooled, MIXTURE, FromCheckpoint(settings.run / "checkpoint.pt"))
    lines = [json.loads(line) for line in (cooled.run / "log.jsonl").read_text().splitlines()]
    assert [line["step"] for line in lines] == [5, 6, 7]
    assert [line["scale"] for line in lines] == pytest.approx([1.0, 2 / 3, 1 / 3], abs=1e-3)
    assert (settings.run / "checkpoint.pt").read_bytes() == before


def test_training_continues_from_exported_weights_alone(
    settings: Settings, tokenizer_folder: Path, tmp_path: Path
) -> None:
    from models.training.export import write_model

    trainer = Trainer(settings, read_pack(settings.pack))
    trainer.initialise()
    note = {"step": 40, "pairs": 9}
    write_model(trainer.latest(), tokenizer_folder, tmp_path / "model", {}, note, "200KB")
    assert len(list((tmp_path / "model").glob("*.safetensors"))) > 1
    other = Trainer(settings, read_pack(settings.pack))
    FromWeights(tmp_path / "model")(other)
    assert (other.step, other.pairs) == (40, 9)
    for mine, theirs in zip(trainer.learner.parameters(), other.learner.parameters(), strict=True):
        torch.testing.assert_close(mine, theirs, rtol=1e-3, atol=1e-3)


@pytest.mark.slow
def test_the_whole_recipe_learns_a_tiny_language(tmp_path: Path) -> None:
    """Corpora to shipped folder in some two minutes; it translates sentences that it never saw."""
    for package in ("eflomal", "scipy"):
        pytest.importorskip(package, reason=f"needs {package}: make train-tools")
    from models.training import smoke

    figures = smoke.run(tmp_path)
    assert figures["dev.news"]["chrf"] > 60
    assert figures["dev.news"]["cyrillic"] == 0
    assert (tmp_path / "model" / "ct2" / "made-from.json").exists()
    half, stated = figures["compared"]
    assert half["distinct_pairs"] < 0.6 * stated["distinct_pairs"]
    assert half["updates"] in (10, 11)  # 8 and a cooldown of a quarter of that
    assert stated["leaves_out"] == ["unstated"]
    assert half["dev.news"]["n"] == 6
    assert half["dev.news"]["chrf"] < figures["dev.news"]["chrf"]
