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
from models.training.packing import Pack, Side
from models.training.tokenizer import EOS_ID

POOL = 24_000


@dataclass(frozen=True, slots=True)
class Batch:
    """Padded ids (batch, length), each row ended by `</s>`; alignment is -1 where there is none."""

    source: Tensor
    target: Tensor
    alignment: Tensor | None


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


class Collator:
    """Makes batches of a pack's pairs on a device, by gathering from flat tensors that lie there."""

    def __init__(self, pack: Pack, pad_id: int, device: torch.device | None = None) -> None:
        self._pad_id = pad_id
        self._device = device or torch.device("cpu")
        self._source = _Flat.of(pack.source, self._device)
        self._target = _Flat.of(pack.target, self._device)
        self._links: Tensor | None = None
        if pack.alignment is not None:
            links = np.array(pack.alignment)
            known = np.cumsum(np.concatenate([[0], links != NONE]))
            ends = pack.target.ends
            self._links = torch.from_numpy(links).to(self._device)
            self._known = torch.from_numpy(known[ends] > known[ends - pack.target.lengths])
            self._known = self._known.to(self._device)

    def __call__(self, items: NDArray[np.int64], linked: bool = False) -> Batch:
        """Padded tensors for `items` (pair, second pair or -1), with alignments if `linked`."""
        rows = torch.from_numpy(items).to(self._device)
        source, _ = self._rows(self._source, items, rows)
        target, places = self._rows(self._target, items, rows)
        return Batch(source, target, self._alignment(rows, places) if linked else None)

    def _rows(
        self, flat: "_Flat", items: NDArray[np.int64], rows: Tensor
    ) -> tuple[Tensor, "_Places"]:
        lengths = flat.count[items[:, 0]] + np.where(items[:, 1] < 0, 0, flat.count[items[:, 1]])
        place = torch.arange(int(lengths.max()) + 1, device=self._device)[None]
        two = rows[:, 1].clamp(min=0)
        one = flat.lengths[rows[:, 0]][:, None]
        total = one + flat.lengths[two][:, None] * (rows[:, 1:] >= 0)
        index = torch.where(
            place < one,
            flat.starts[rows[:, 0]][:, None] + place,
            flat.starts[two][:, None] + place - one,
        )
        index = index.where(place < total, 0)
        ids = flat.ids[index].long().masked_fill(place == total, EOS_ID)
        return ids.masked_fill(place > total, self._pad_id), _Places(place, index, one, total)

    def _alignment(self, rows: Tensor, places: "_Places") -> Tensor | None:
        """Source positions for each target piece of the joined pairs and for the final `</s>`."""
        if self._links is None:
            return None
        links = self._links[places.index].long()
        first = self._source.lengths[rows[:, 0]][:, None]
        joined = rows[:, 1:] >= 0
        both = first + self._source.lengths[rows[:, 1].clamp(min=0)][:, None] * joined
        linked = (links != NONE) & (places.place < places.total)
        links = torch.where(places.place < places.one, links, links + first).where(linked, -1)
        known = self._known[rows[:, 0]][:, None] & (
            self._known[rows[:, 1].clamp(min=0)][:, None] | ~joined
        )
        return torch.where((places.place == places.total) & known, both, links)


@dataclass(frozen=True, slots=True)
class _Flat:
    """One language on a device: ids (pieces,), where each sentence starts and how long it is (pairs,).

    `count` is `lengths` in the processor's memory: the size of a batch must not wait for the device.
    """

    ids: Tensor
    starts: Tensor
    lengths: Tensor
    count: NDArray[np.int64]

    @classmethod
    def of(cls, side: Side, device: torch.device) -> "_Flat":
        ids = torch.from_numpy(np.array(side.ids).view(np.int16))  # 12,288 entries: no sign is lost
        starts = torch.from_numpy(side.ends - side.lengths)
        lengths = torch.from_numpy(side.lengths)
        return cls(ids.to(device), starts.to(device), lengths.to(device), side.lengths)


@dataclass(frozen=True, slots=True)
class _Places:
    """Where the pieces of padded rows come from.

    place (1, width) counts a row's places, index (rows, width) is the piece's place among all, one (rows, 1) the
    length of the first pair, total (rows, 1) that of both.
    """

    place: Tensor
    index: Tensor
    one: Tensor
    total: Tensor
