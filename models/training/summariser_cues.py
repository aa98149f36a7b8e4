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
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import torch
from torch import Tensor, nn

from models.training.summariser_data import Example
from pipeline.summarising.article import Article
from pipeline.summarising.cues import CUES, measure
from pipeline.summarising.layout import MARKS
from pipeline.summarising.marks import FILE, CueNetwork

UNITS, SEEDS, STEPS, ROWS = 64, 4, 300, 4000
"""Hidden units; networks that are averaged; updates of each, and about how many sentences each sees."""
FOLDS = 4
SEEDS_OF_A_FOLD = 2
LOWEST, HIGHEST = -5.0, 2.0
"""The log-odds of the lowest and the highest border between two marks. Even steps, and not quantiles:
the few sentences that may be chosen need the fine ones."""
UNTITLED = 0.25
"""How much an article counts that is shown once more without its title: some releases have none."""
SUMMARY = 0.05
"""How much a sentence of an article with a summary counts. In cross-fitting the editors' choice is met
with F1 61.9 at 0.3, 62.8 at 0.05 and 63.0 without; ROUGE against free summaries moves the other way."""
RATE, WARMUP, DECAY = 1e-2, 10, 0.1
DROPOUT, BLINDED = 0.5, 0.2
"""The shares of hidden units and of cues that are left out at random."""
RIVALRY = 0.3
"""Weight of the loss over an article's sentences as rivals, beside that of each by itself."""
WIDEST = 5.0
"""Standard deviations at which a cue is cut: one odd article must not decide."""


@dataclass(frozen=True, slots=True)
class Table:
    """Sentences to learn from, article after article, one row each.

    cues (n, cues); wanted (n,) 1 for the sentences chosen; weight (n,); article (n,) numbers that never fall.
    """

    cues: Tensor
    wanted: Tensor
    weight: Tensor
    article: Tensor

    def of(self, rows: Tensor) -> "Table":
        """The rows that are true in `rows` (n,)."""
        return Table(self.cues[rows], self.wanted[rows], self.weight[rows], self.article[rows])


def fold_of(name: str) -> int:
    """Which of the further networks has not seen the article of that id."""
    return zlib.crc32(name.encode()) % FOLDS


def network_of(folder: Path) -> Callable[[Example], CueNetwork]:
    """For an example that `train` was given: the network in `folder` that has not seen it."""
    networks = [CueNetwork.load(_fold(folder, number)) for number in range(FOLDS)]
    return lambda example: networks[fold_of(example.id)]


def train(examples: Sequence[Example], folder: Path, summary_weight: float = SUMMARY) -> None:
    """Train the networks; write `folder/cues.json` and, for each fold, `folder/fold-N/cues.json`.

    Args:
        examples: Of kinds `label` and `summary`; others are passed over.
        folder: Where the files go.
        summary_weight: How much a sentence of a `summary` example counts against a labelled one.
    """
    rows: list[list[float]] = []
    wanted: list[float] = []
    weights: list[float] = []
    articles: list[int] = []
    folds: list[int] = []
    for number, example in enumerate(examples):
        if example.kind == "title":
            continue
        weight = 1.0 if example.kind == "label" else summary_weight * example.weight
        for again, (title, share) in enumerate(((example.title, 1.0), ("", UNTITLED))):
            rows += measure(Article(title, example.sentences))
            wanted += [float(index in example.chosen) for index in range(len(example.sentences))]
            weights += [share * weight] * len(example.sentences)
            articles += [2 * number + again] * len(example.sentences)
            folds += [fold_of(example.id)] * len(example.sentences)
    values = np.asarray(rows)
    mean, spread = values.mean(axis=0), values.std(axis=0)
    scale = np.where(spread > 1e-4, spread, 1.0)  # a cue that never varies says nothing
    table = Table(
        torch.tensor(((values - mean) / scale).clip(-WIDEST, WIDEST), dtype=torch.float32),
        torch.tensor(wanted),
        torch.tensor(weights),
        torch.tensor(articles),
    )
    for number in range(FOLDS):
        seen = table.of(torch.tensor(folds) != number)
        networks = [_fit(seen, seed) for seed in range(SEEDS_OF_A_FOLD)]
        _write(_joined(networks, mean, scale), _fold(folder, number))
    _write(_joined([_fit(table, seed) for seed in range(SEEDS)], mean, scale), folder)


def _fold(folder: Path, number: int) -> Path:
    return folder / f"fold-{number}"


def _write(table: dict[str, Any], folder: Path) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    (folder / FILE).write_text(json.dumps(table) + "\n", encoding="utf-8")


def _fit(table: Table, seed: int) -> Any:
    torch.manual_seed(seed)
    network: Any = nn.Sequential(
        nn.Dropout(BLINDED),
        nn.Linear(table.cues.shape[1], UNITS),
        nn.ReLU(),
        nn.Dropout(DROPOUT),
        nn.Linear(UNITS, 1),
    )
    adam = torch.optim.AdamW(network.parameters(), lr=RATE, weight_decay=DECAY)
    count = max(1, round(len(table.wanted) / ROWS))
    part = torch.randint(count, (int(table.article.max()) + 1,))[table.article]
    batches = [some for number in range(count) if len((some := table.of(part == number)).wanted)]
    for step in range(STEPS):
        batch = batches[step % len(batches)]
        for group in adam.param_groups:
            group["lr"] = RATE * min(1.0, (step + 1) / WARMUP) * (1 - step / STEPS)
        loss = _loss(network(batch.cues)[:, 0], batch)
        adam.zero_grad()
        loss.backward()  # type: ignore[no-untyped-call]
        adam.step()
    return network.eval()


def _loss(odds: Tensor, table: Table) -> Tensor:
    """Each sentence's own cross-entropy, and that of the chosen ones among all of their article."""
    alone = nn.functional.binary_cross_entropy_with_logits(
        odds, table.wanted, weight=table.weight / table.weight.mean()
    )
    _, article = torch.unique_consecutive(table.article, return_inverse=True)
    count = int(article.max()) + 1
    shares = torch.zeros(count).index_add(0, article, (odds - odds.max()).exp()).log() + odds.max()
    chosen = torch.zeros(count).index_add(0, article, table.wanted).clamp(min=1)
    rivals = (shares[article] - odds) * table.wanted / chosen[article] * table.weight
    weight = torch.zeros(count).index_add(0, article, table.wanted * table.weight / chosen[article])
    return alone + RIVALRY * rivals.sum() / weight.sum().clamp(min=1e-6)


def _joined(networks: Sequence[Any], mean: Any, scale: Any) -> dict[str, Any]:
    """The average of the networks as one network with all their units."""

    def rounded(values: Any) -> Any:
        return np.round(np.asarray(values, dtype=float), 5).tolist()

    firsts = [network[1] for network in networks]
    lasts = [network[-1] for network in networks]
    share = 1 / len(networks)
    return {
        "widest": WIDEST,
        "cues": [name for name, _ in CUES],
        "mean": rounded(mean),
        "scale": rounded(scale),
        "hidden": rounded(torch.cat([first.weight for first in firsts]).detach()),
        "hidden_bias": rounded(torch.cat([first.bias for first in firsts]).detach()),
        "output": rounded(torch.cat([last.weight[0] * share for last in lasts]).detach()),
        "output_bias": float(sum(last.bias.item() for last in lasts) * share),
        "steps": rounded(np.linspace(LOWEST, HIGHEST, MARKS - 1)),
    }
