"""Examples as token ids: packed once, laid out anew each time they are seen.

What varies from one sight to the next: marks are left out now and then, so that the model also
learns to do without them, and sentences that nobody chose are dropped, so that it does not learn
articles by heart. Early in a run sentences are cut to a few pieces: where to look and what to say is
learnt from articles of fifty tokens at a tenth of the price.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import torch
from torch import Tensor

from models.training.summariser_data import Example, Kind
from pipeline.summarising.article import Article
from pipeline.summarising.layout import FIRST_MARK, MARKS, SENTENCES, lay_out
from pipeline.summarising.marks import CueNetwork

LIMIT = 1024
"""Positions of the model."""
MOST_CHOSEN = 6


@dataclass(frozen=True, slots=True)
class Packed:
    """One example, encoded.

    `odds` are the log-odds that the cues give each sentence, and `marks` their steps; `untitled`
    and `untitled_odds` are those without the title. All are None where there is no title.
    """

    kind: Kind
    weight: float
    title: tuple[str, ...]
    sentences: tuple[tuple[str, ...], ...]
    chosen: tuple[int, ...]
    marks: tuple[int, ...] | None
    untitled: tuple[int, ...] | None
    odds: tuple[float, ...] | None
    untitled_odds: tuple[float, ...] | None = None

    def size(self, longest: int = LIMIT) -> int:
        """About how many tokens the example has if sentences are cut to `longest` pieces."""
        title = min(len(self.title), longest)
        return title + sum(min(len(sentence), longest) + 2 for sentence in self.sentences)


@dataclass(frozen=True, slots=True)
class Variation:
    """How often an article is changed before it is seen, as probabilities."""

    without_marks: float = 0.15
    without_title: float = 0.15
    thinned: float = 0.3
    dropped: float = 0.12
    """Of each sentence that nobody chose, in an article that is thinned."""
    longest: int = LIMIT
    """Pieces that are left of a sentence, and of the title."""


@dataclass(frozen=True, slots=True)
class Batch:
    """What the network takes. B articles, n source tokens, t targets.

    source (B, n) ids with padding; present (B, SENTENCES) which sentence tokens it holds; order
    (B, t) chosen sentences in reading order as numbers from 0, then SENTENCES for the end, -1
    beyond; importance (B, SENTENCES) the distribution over sentences; odds (B, SENTENCES) what the
    cues say of them, 0 where they say nothing; weight (B,).
    """

    source: Tensor
    present: Tensor
    order: Tensor
    importance: Tensor
    odds: Tensor
    weight: Tensor


def pack(
    examples: Sequence[Example],
    encode: Callable[[str], list[str]],
    network_of: Callable[[Example], CueNetwork],
) -> list[Packed]:
    """Encode the examples and give their sentences marks, each by the network named for it."""
    return [_packed(example, encode, network_of(example)) for example in examples]


def _packed(example: Example, encode: Callable[[str], list[str]], network: CueNetwork) -> Packed:
    marks = untitled = odds = untitled_odds = None
    if example.title:
        odds = tuple(network.log_odds(Article(example.title, example.sentences)))
        marks = tuple(network.mark(one) for one in odds)
        untitled_odds = tuple(network.log_odds(Article("", example.sentences)))
        untitled = tuple(network.mark(one) for one in untitled_odds)
    return Packed(
        example.kind,
        example.weight,
        tuple(encode(example.title)),
        tuple(tuple(encode(sentence)) for sentence in example.sentences),
        example.chosen,
        marks,
        untitled,
        odds,
        untitled_odds,
    )


@dataclass(frozen=True, slots=True)
class Mixture:
    """How often each kind of example is drawn."""

    label: float
    summary: float
    title: float


class Sampler:
    """Draws the articles of each step; what step s gets depends on the seed and s alone.

    Articles of more than `longest` tokens are left out: they cost most and are rare.
    """

    POOL = 4
    """How many times as many articles are drawn as a batch takes, to find some of like length."""

    def __init__(
        self, examples: Sequence[Packed], tokens: int, seed: int, longest: int = 800
    ) -> None:
        self._kinds: dict[str, list[Packed]] = {"label": [], "summary": [], "title": []}
        for example in examples:
            if example.size() <= longest:
                self._kinds[example.kind].append(example)
        self._tokens = tokens
        self._seed = seed

    def draw(
        self, step: int, mixture: Mixture, longest: int = LIMIT
    ) -> tuple[list[Packed], np.random.Generator]:
        """Articles of like length that fill a batch, and the generator for their variations.

        `longest` is the number of pieces to which sentences will be cut.
        """
        draw = np.random.default_rng((self._seed, step))
        shares = {kind: getattr(mixture, kind) for kind, some in self._kinds.items() if some}
        kinds = list(shares)
        odds = np.array([shares[kind] for kind in kinds])
        mean = np.mean([one.size(longest) for one in self._kinds[kinds[0]][:20]])
        wanted = draw.choice(
            kinds, size=self.POOL * max(4, int(self._tokens / mean)), p=odds / odds.sum()
        )
        pool = [self._kinds[kind][draw.integers(len(self._kinds[kind]))] for kind in wanted]
        sized = sorted(((one.size(longest), place) for place, one in enumerate(pool)))
        start = int(draw.integers(len(pool) - len(pool) // self.POOL + 1))
        batch: list[Packed] = []
        for size, place in sized[start:]:
            if batch and (len(batch) + 1) * (size + 8) > self._tokens:
                break
            batch.append(pool[place])
        return batch, draw


def collate(
    examples: Sequence[Packed],
    ids: dict[str, int],
    variation: Variation | None = None,
    draw: np.random.Generator | None = None,
) -> Batch:
    """Lay the examples out and pad them to one rectangle.

    Args:
        examples: Each must fit a window; of a longer one only the first window is seen.
        ids: Token to row of the model, `</s>` and `<pad>` included.
        variation: None leaves the articles as they are.
        draw: Where the variations come from.
    """
    rows, present, order, importance, odds = [], [], [], [], []
    for example in examples:
        title, kept, marks, known = _varied(example, variation, draw)
        cut = variation.longest if variation else LIMIT
        sentences = [sentence[:cut] for sentence in example.sentences]
        window = lay_out(title[:cut], sentences, marks, LIMIT, kept)[0]
        rows.append([*(ids[token] for token in window.tokens), ids["</s>"]])
        number = {index: int(name[5:-1]) - 1 for name, index in window.sentences.items()}
        present.append(list(number.values()))
        chosen = [number[index] for index in example.chosen if index in number][:MOST_CHOSEN]
        order.append([*chosen, SENTENCES])
        importance.append(
            _over_sentences({number[i]: 1 / len(chosen) for i in example.chosen if i in number})
        )
        odds.append(
            _over_sentences({place: known[i] for i, place in number.items()} if known else {})
        )
    count, width = len(rows), max(map(len, rows))
    source = torch.full((count, width), ids["<pad>"])
    there = torch.zeros(count, SENTENCES, dtype=torch.bool)
    wanted = torch.full((count, max(map(len, order))), -1)
    for place in range(count):
        source[place, : len(rows[place])] = torch.tensor(rows[place])
        there[place, present[place]] = True
        wanted[place, : len(order[place])] = torch.tensor(order[place])
    weight = torch.tensor([example.weight for example in examples])
    return Batch(source, there, wanted, torch.stack(importance), torch.stack(odds), weight)


def _varied(
    example: Packed, variation: Variation | None, draw: np.random.Generator | None
) -> tuple[Sequence[str], list[int], Sequence[int] | None, Sequence[float] | None]:
    """The title and the sentences to show, their marks or None, and what the cues say of them."""
    everything = list(range(len(example.sentences)))
    title, marks, odds = example.title, example.marks, example.odds
    if variation is None or draw is None:
        return title, everything, marks, odds
    if draw.random() < variation.without_title:
        title, marks, odds = (), example.untitled, example.untitled_odds
    if draw.random() < variation.without_marks:
        marks = None
    if draw.random() >= variation.thinned:
        return title, everything, marks, odds
    kept = [
        index
        for index in everything
        if index in example.chosen or draw.random() >= variation.dropped
    ]
    return title, kept, marks, odds


def _over_sentences(values: dict[int, float]) -> Tensor:
    """A row (SENTENCES,) with these values and 0 elsewhere."""
    row = torch.zeros(SENTENCES)
    for place, value in values.items():
        row[place] = value
    return row


def reserved(ids: dict[str, int]) -> dict[str, Any]:
    """Where the reserved tokens lie: `first` row and `count`. Raises ValueError if not in one run."""
    rows = [ids[f"<sent{number}>"] for number in range(1, 257)]
    if rows != list(range(rows[0], rows[0] + 256)) or FIRST_MARK + MARKS > 255:
        raise ValueError("the reserved tokens are not in one run of rows")
    return {"first": rows[0], "count": len(rows)}
