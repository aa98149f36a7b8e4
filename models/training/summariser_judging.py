"""Scores on articles held back, while training and after it: no pipeline, no conversion."""

from collections.abc import Sequence

import numpy as np
import torch

from models.training.summariser_batches import Packed, collate
from models.training.summariser_network import Chooser


def choices(
    chooser: Chooser, articles: Sequence[Packed], ids: dict[str, int], tokens: int = 8000
) -> list[list[float]]:
    """For each article the log-probability of each of its sentences by importance.

    Of an article longer than a window the first window counts; the others' sentences get -inf.
    """
    order = sorted(range(len(articles)), key=lambda place: articles[place].size())
    results: list[list[float]] = [[] for _ in articles]
    chooser.eval()
    start = 0
    while start < len(order):
        stop = start + 1
        while stop < len(order) and (stop + 1 - start) * articles[order[stop]].size() <= tokens:
            stop += 1
        some = [articles[place] for place in order[start:stop]]
        batch = collate(some, ids)
        with torch.no_grad():
            states, mask = chooser.read(batch.source)
            logs = chooser.importance(states, mask, batch.present)
        for place, row in zip(order[start:stop], logs, strict=True):
            count = len(articles[place].sentences)
            scores = [float(score) for score in row[:count]]
            results[place] = scores + [-np.inf] * (count - len(scores))
        start = stop
    chooser.train()
    return results


def choice_f1(
    scores: Sequence[Sequence[float]], articles: Sequence[Packed], count: int = 3
) -> float:
    """Mean F1 (0 to 100) of the `count` best sentences against the editors' choice."""
    total = 0.0
    for row, article in zip(scores, articles, strict=True):
        best = set(sorted(range(len(row)), key=lambda index: -row[index])[:count])
        hits = len(best & set(article.chosen))
        total += 2 * hits / (len(best) + len(article.chosen))
    return 100 * total / len(articles)


def fused(
    scores: Sequence[Sequence[float]], articles: Sequence[Packed], fusion: float
) -> list[list[float]]:
    """The model's scores and the cues', mixed as the stage mixes them (`ranking.FUSION`)."""
    results = []
    for row, article in zip(scores, articles, strict=True):
        odds = np.asarray(article.odds if article.odds is not None else [0.0] * len(row))
        cues = odds - np.logaddexp.reduce(odds)
        results.append([float(one) for one in (1 - fusion) * np.asarray(row) + fusion * cues])
    return results
