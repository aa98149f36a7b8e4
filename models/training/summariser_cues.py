"""The recipe of `cues.json`: a network of one hidden layer over a sentence's cues.

Learns from the labelled articles and, with less weight, from oracle labels of summaries; a few
networks of different seeds are averaged by putting their hidden units side by side.

The network that ships has seen every article. What the model reads in training must not come from it: of an
article that it has seen it says more than of any other (F1 of 66 against 62), and the model would
learn to trust it too much. So the marks of an article in training, and all choices of settings, come from one of
a few further networks that have not seen this article (cross-fitting).
"""

import json
import zlib
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import numpy as np
import torch
from torch import nn

from models.training.summariser_data import Example
from pipeline.summarising.article import Article
from pipeline.summarising.cues import CUES, measure
from pipeline.summarising.layout import MARKS
from pipeline.summarising.marks import FILE, CueNetwork

UNITS, SEEDS, ROUNDS = 32, 4, 150
FOLDS = 4
SEEDS_OF_A_FOLD = 2
LOWEST, HIGHEST = -5.0, 2.0
"""The log-odds of the lowest and the highest border between two marks. Even steps, and not quantiles:
the few sentences that may be chosen need the fine ones."""
UNTITLED = 0.25
"""How much an article counts that is shown once more without its title: some releases have none."""
RATE, DECAY, DROPOUT = 1e-2, 3e-2, 0.3


def fold_of(name: str) -> int:
    """Which of the further networks has not seen the article of that id."""
    return zlib.crc32(name.encode()) % FOLDS


def network_of(folder: Path) -> Callable[[Example], CueNetwork]:
    """For an example that `train` was given: the network in `folder` that has not seen it."""
    networks = [CueNetwork.load(_fold(folder, number)) for number in range(FOLDS)]
    return lambda example: networks[fold_of(example.id)]


def train(examples: Sequence[Example], folder: Path, summary_weight: float = 0.3) -> None:
    """Train the networks; write `folder/cues.json` and, for each fold, `folder/fold-N/cues.json`.

    Args:
        examples: Of kinds `label` and `summary`; others are passed over.
        folder: Where the files go.
        summary_weight: How much a sentence of a `summary` example counts against a labelled one.
    """
    rows: list[list[float]] = []
    wanted: list[float] = []
    weights: list[float] = []
    folds: list[int] = []
    for example in examples:
        if example.kind == "title":
            continue
        weight = 1.0 if example.kind == "label" else summary_weight * example.weight
        for title, share in ((example.title, 1.0), ("", UNTITLED)):
            rows += measure(Article(title, example.sentences))
            wanted += [float(index in example.chosen) for index in range(len(example.sentences))]
            weights += [share * weight] * len(example.sentences)
            folds += [fold_of(example.id)] * len(example.sentences)
    table = np.asarray(rows)
    mean, spread = table.mean(axis=0), table.std(axis=0)
    scale = np.where(spread > 1e-4, spread, 1.0)  # a cue that never varies says nothing
    inputs = torch.tensor((table - mean) / scale, dtype=torch.float32)
    targets, importance = torch.tensor(wanted), torch.tensor(weights)
    for number in range(FOLDS):
        seen = torch.tensor(folds) != number
        parts = inputs[seen], targets[seen], importance[seen]
        networks = [_fit(*parts, seed) for seed in range(SEEDS_OF_A_FOLD)]
        _write(_joined(networks, mean, scale), _fold(folder, number))
    networks = [_fit(inputs, targets, importance, seed) for seed in range(SEEDS)]
    _write(_joined(networks, mean, scale), folder)


def _fold(folder: Path, number: int) -> Path:
    return folder / f"fold-{number}"


def _write(table: dict[str, Any], folder: Path) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    (folder / FILE).write_text(json.dumps(table) + "\n", encoding="utf-8")


def _fit(inputs: torch.Tensor, wanted: torch.Tensor, weights: torch.Tensor, seed: int) -> Any:
    torch.manual_seed(seed)
    network: Any = nn.Sequential(
        nn.Linear(inputs.shape[1], UNITS), nn.ReLU(), nn.Dropout(DROPOUT), nn.Linear(UNITS, 1)
    )
    adam = torch.optim.AdamW(network.parameters(), lr=RATE, weight_decay=DECAY)
    for _ in range(ROUNDS):
        loss = nn.functional.binary_cross_entropy_with_logits(
            network(inputs)[:, 0], wanted, weight=weights
        )
        adam.zero_grad()
        loss.backward()  # type: ignore[no-untyped-call]
        adam.step()
    return network.eval()


def _joined(networks: Sequence[Any], mean: Any, scale: Any) -> dict[str, Any]:
    """The average of the networks as one network with all their units."""

    def rounded(values: Any) -> Any:
        return np.round(np.asarray(values, dtype=float), 5).tolist()

    firsts = [network[0] for network in networks]
    lasts = [network[-1] for network in networks]
    share = 1 / len(networks)
    return {
        "cues": [name for name, _ in CUES],
        "mean": rounded(mean),
        "scale": rounded(scale),
        "hidden": rounded(torch.cat([first.weight for first in firsts]).detach()),
        "hidden_bias": rounded(torch.cat([first.bias for first in firsts]).detach()),
        "output": rounded(torch.cat([last.weight[0] * share for last in lasts]).detach()),
        "output_bias": float(sum(last.bias.item() for last in lasts) * share),
        "steps": rounded(np.linspace(LOWEST, HIGHEST, MARKS - 1)),
    }
