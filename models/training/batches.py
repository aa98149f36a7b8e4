"""Which pairs are in which update: a pure function of pack, phase, seed and step.

An epoch draws each pair as often as its weight says, shuffles, sorts by length inside large pools so
that a batch has sentences of one length, cuts the pools into batches of a fixed number of padded
tokens, and shuffles these. Nothing depends on how many processes share a batch or on what ran before,
so a run that was stopped continues with exactly the batch that it would have come to.
"""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor

from models.training.alignments import NONE
from models.training.corpora import Mixture, Phase
from models.training.packing import Pack
from models.training.tokenizer import EOS_ID

POOL = 24_000


@dataclass(frozen=True, slots=True)
class Batch:
    """Padded ids (batch, length), each row ended by `</s>`; alignment is -1 where there is none."""

    source: Tensor
    target: Tensor
    alignment: Tensor | None

    def to(self, device: torch.device) -> "Batch":
        """The same batch in the memory of `device`."""
        links = None if self.alignment is None else self.alignment.to(device)
        return Batch(self.source.to(device), self.target.to(device), links)


def weights(pack: Pack, mixture: Mixture, phase: Phase) -> NDArray[np.float64]:
    """How often each pair is seen in an epoch of `phase`; 0 for those longer than it allows."""
    known = {corpus.name: corpus for corpus in mixture.corpora}
    by_corpus = [known[name].weight * phase.factors[known[name].domain] for name in pack.corpora]
    wanted = np.asarray(by_corpus)[pack.corpus]
    long = (pack.source.lengths > phase.max_pieces) | (pack.target.lengths > phase.max_pieces)
    wanted[long | (pack.source.lengths == 0) | (pack.target.lengths == 0)] = 0
    return wanted


class Plan:
    """The batches of one phase."""

    def __init__(self, pack: Pack, mixture: Mixture, phase: Phase, seed: int = 1) -> None:
        self._pack = pack
        self._phase = phase
        self._seed = seed
        self._weights = weights(pack, mixture, phase)
        self._source_lengths = pack.source.lengths
        self._target_lengths = pack.target.lengths

    def epoch(self, number: int) -> list[NDArray[np.int64]]:
        """Batches of epoch `number`; each is rows of (pair, second pair joined to it or -1)."""
        draw = np.random.default_rng([self._seed, number])
        whole, part = np.divmod(self._weights, 1)
        copies = whole.astype(int) + (draw.random(len(part)) < part)
        order = draw.permutation(np.repeat(np.arange(len(copies)), copies))
        items = self._joined(order, draw)
        source, target = self._lengths(items)
        batches = []
        for start in range(0, len(items), POOL):
            pool = slice(start, start + POOL)
            by_length = start + np.lexsort((source[pool], target[pool]))
            batches += self._cut(items, by_length, source, target)
        return [batches[i] for i in draw.permutation(len(batches))]

    def _joined(self, order: NDArray[np.int64], draw: np.random.Generator) -> NDArray[np.int64]:
        """Pair up a share of neighbours, where the two together stay within the limit."""
        items = np.stack([order, np.full(len(order), -1)], axis=1)
        if self._phase.join <= 0:
            return items
        first = np.arange(0, len(order) - 1, 2)
        first = first[draw.random(len(first)) < self._phase.join]
        for lengths in (self._source_lengths, self._target_lengths):
            together = lengths[order[first]] + lengths[order[first + 1]]
            first = first[together <= self._phase.max_pieces]
        items[first, 1] = order[first + 1]
        return np.delete(items, first + 1, axis=0)

    def _lengths(self, items: NDArray[np.int64]) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
        second = items[:, 1]
        return tuple(  # type: ignore[return-value]
            lengths[items[:, 0]] + np.where(second >= 0, lengths[second], 0) + 1
            for lengths in (self._source_lengths, self._target_lengths)
        )

    def _cut(
        self,
        items: NDArray[np.int64],
        order: NDArray[np.int64],
        source: NDArray[np.int64],
        target: NDArray[np.int64],
    ) -> list[NDArray[np.int64]]:
        batches, start, widest = [], 0, (0, 0)
        for place, index in enumerate(order):
            wider = (max(widest[0], source[index]), max(widest[1], target[index]))
            if (place - start + 1) * sum(wider) > self._phase.batch_tokens and place > start:
                batches.append(items[order[start:place]])
                start, wider = place, (source[index], target[index])
            widest = wider
        batches.append(items[order[start:]])
        return batches

    def from_step(self, step: int) -> Iterator[NDArray[np.int64]]:
        """All batches from the `step`-th of the phase on, without end."""
        number = 0
        while True:
            batches = self.epoch(number)
            if step < len(batches):
                yield from batches[step:]
            step = max(0, step - len(batches))
            number += 1


def share(items: NDArray[np.int64], rank: int, world: int) -> NDArray[np.int64]:
    """The rows of a batch that fall to process `rank`: every `world`-th, so lengths are alike."""
    return items[rank::world]


def target_tokens(pack: Pack, items: NDArray[np.int64]) -> int:
    """Target pieces in a batch, `</s>` included: what its loss is divided by."""
    lengths = pack.target.lengths
    return int(lengths[items[:, 0]].sum() + lengths[items[items[:, 1] >= 0, 1]].sum() + len(items))


def collate(pack: Pack, items: NDArray[np.int64], pad_id: int, linked: bool = False) -> Batch:
    """Padded tensors for `items`, with alignments if `linked` and the pack has them."""
    linked = linked and pack.alignment is not None
    sources, targets, links = [], [], []
    for first, second in items:
        parts = [int(first)] if second < 0 else [int(first), int(second)]
        sources.append(np.concatenate([*(pack.source[i] for i in parts), [EOS_ID]]))
        targets.append(np.concatenate([*(pack.target[i] for i in parts), [EOS_ID]]))
        if linked:
            links.append(_links(pack, parts))
    return Batch(
        source=_padded(sources, pad_id),
        target=_padded(targets, pad_id),
        alignment=_padded(links, -1) if linked else None,
    )


def _links(pack: Pack, parts: list[int]) -> NDArray[np.int64]:
    """Source positions for each target piece of the joined pairs and for the final `</s>`."""
    assert pack.alignment is not None
    rows, shift, known = [], 0, True
    for index in parts:
        end = pack.target.ends[index]
        row = pack.alignment[end - pack.target.lengths[index] : end].astype(np.int64)
        known = known and bool((row != NONE).any())
        rows.append(np.where(row == NONE, -1, row + shift))
        shift += int(pack.source.lengths[index])
    rows.append(np.array([shift if known else -1]))
    return np.concatenate(rows)


def _padded(rows: list[NDArray[np.int64]], filler: int) -> Tensor:
    table = np.full((len(rows), max(map(len, rows))), filler, dtype=np.int64)
    for number, row in enumerate(rows):
        table[number, : len(row)] = row
    return torch.from_numpy(table)
