"""The summariser's first layer and the embeddings of the reserved tokens: made, not learnt.

What a sentence is worth is told by its mark, which is the token *after* the sentence's own, while
what the decoder says is the sentence's own token. So the mark has to move one place to the left
before anything else can be learnt. The translator's attention does not do that at places far beyond
the lengths of single sentences, and a few hundred updates did not teach it: the states of sentence tokens
told no more of their marks than their places in the article do.

Here one head of a first layer does it exactly. Its scores are the sum of two parts: whether a
sentence token asks a mark, and sinusoids of the distance between them, which the positions hold
anyway and which are greatest at the next place. The reserved tokens' embeddings leave free the
dimensions that these parts read. All other tokens pass the layer as they are.
"""

from dataclasses import dataclass
from typing import Any

import torch
from torch import Tensor
from torch.nn import functional

from pipeline.summarising.layout import FIRST_MARK, MARKS, SENTENCES

RESERVED_TOKENS = 256
WAVES = 15
"""Sinusoids of the position that the head compares: their angular speeds fall from 1 to 0.01."""
NEARNESS = 6.5
"""Weight of the distance in a score. The next mark but one stands some places away, and far below."""
ASKING = 1.1
"""Weight of a sentence token's asking for marks and of nothing else."""
PULL = 0.7
"""How much of a mark's embedding is added to its sentence token's."""
QUESTION = 4.0
"""The constant that the decoder asks for at first."""
SHARED = 0.5
"""The part of a reserved embedding that says only of which kind the token is."""


@dataclass(frozen=True, slots=True)
class Directions:
    """Unit vectors (width,) and matrices of them that the made parts share.

    sentence, mark: what tokens of each kind have in common. scale: along it lie the marks from the
    lowest to the highest. moved (size of a head, width): what is carried over, `scale` first.
    waves: dimensions whose sinusoids are compared; `scale` and the reserved tokens are 0 there.
    """

    sentence: Tensor
    mark: Tensor
    scale: Tensor
    moved: Tensor
    waves: list[int]


def directions(table: Tensor, heads: int, seed: int = 1) -> Directions:
    """Choose them for a model with this embedding table (words, width).

    `sentence` and `mark` are directions in which words differ least: words then neither ask for
    marks nor look like one.
    """
    width = table.shape[1]
    size = width // heads
    speeds = _speeds(width, min(WAVES, (size - 1) // 2))
    waves = [*speeds, *(width // 2 + speed for speed in speeds)]
    free = torch.ones(width)
    free[waves] = 0
    words = (table - table.mean(dim=0)) * free
    _, vectors = torch.linalg.eigh(words.T @ words + torch.diag(1e6 * (1 - free)))
    vectors = vectors * free[:, None]  # rounding apart they are 0 there
    draw = torch.Generator().manual_seed(seed)
    rest = vectors[:, 2 : width - len(waves)]
    mixed = rest @ torch.linalg.qr(torch.randn(rest.shape[1], size, generator=draw))[0]
    return Directions(vectors[:, 0], vectors[:, 1], mixed[:, 0], mixed.T.contiguous(), waves)


def reserved_embeddings(made: Directions, seed: int = 1) -> Tensor:
    """Embeddings (256, width) of the reserved tokens, each of length 1.

    Sentence numbers are random directions, to be told apart. Marks lie along `scale` in order.
    """
    width = len(made.scale)
    draw = torch.Generator().manual_seed(seed)
    table = torch.randn(RESERVED_TOKENS, width, generator=draw)
    table[:, made.waves] = 0
    for known in (made.sentence, made.mark, *made.moved):
        table -= (table @ known)[:, None] * known
    table = functional.normalize(table, dim=1)
    own = (1 - SHARED**2) ** 0.5
    table[:SENTENCES] = own * table[:SENTENCES] + SHARED * made.sentence
    steps = torch.linspace(-1, 1, MARKS)[:, None]
    marks = slice(FIRST_MARK - 1, FIRST_MARK - 1 + MARKS)
    spread = (1 - steps**2).clamp(min=0).sqrt()
    table[marks] = own * (steps * made.scale + spread * made.moved[1]) + SHARED * made.mark
    return table


def bind(layer: Any, made: Directions) -> None:
    """Make an encoder layer (of `MarianMTModel`) that adds each mark to the token before it."""
    attention = layer.self_attn
    width = len(made.scale)
    size = len(made.moved)
    with torch.no_grad():
        for part in (attention.q_proj, attention.k_proj, attention.v_proj, attention.out_proj):
            part.weight.zero_()
            part.bias.zero_()
        strength = NEARNESS**0.5
        half = len(made.waves) // 2
        for number in range(half):
            sine, cosine = made.waves[number], made.waves[half + number]
            speed = torch.tensor(10_000.0).pow(-2 * sine / width)
            rows = (2 * number, 2 * number + 1)
            # The asker's wave, turned to that of the next place: cos(a - b) = sin sin + cos cos.
            attention.q_proj.weight[rows[0], sine] = strength * speed.cos()
            attention.q_proj.weight[rows[0], cosine] = strength * speed.sin()
            attention.q_proj.weight[rows[1], cosine] = strength * speed.cos()
            attention.q_proj.weight[rows[1], sine] = -strength * speed.sin()
            attention.k_proj.weight[rows[0], sine] = strength
            attention.k_proj.weight[rows[1], cosine] = strength
        attention.q_proj.weight[size - 1] = ASKING**0.5 * made.sentence
        attention.k_proj.weight[size - 1] = ASKING**0.5 * made.mark
        attention.v_proj.weight[:size] = made.moved
        attention.out_proj.weight[:, :size] = PULL * made.moved.T
        layer.fc2.weight.zero_()
        layer.fc2.bias.zero_()
    _keep_length(layer.self_attn_layer_norm)
    _keep_length(layer.final_layer_norm)
    layer.requires_grad_(False)


def look_at_high_marks(attention: Any, states: Tensor, wanted: Tensor, ridge: float = 10.0) -> None:
    """Let a decoder's attention over the source begin at sentence tokens with high marks.

    In the first dimension of each head a constant question meets a key that is fitted by least squares; of
    anything else nothing is asked yet.

    Args:
        attention: The decoder's attention over the source.
        states: Of tokens of all kinds, as the encoder puts them out, (tokens, width).
        wanted: For each the logarithm of the attention that it should get, (tokens,): NaN for tokens
            that should get none.
        ridge: Weight of the key's length against the squared errors of all tokens.
    """
    named = ~wanted.isnan()
    goal = torch.where(named, wanted, wanted[named].min() - 5)
    # There are thirty words to one sentence token.
    share = torch.where(named, (~named).sum() / named.sum(), torch.tensor(1.0))[:, None]
    mean = (states * share).sum(dim=0) / share.sum()
    level = (goal[:, None] * share).sum() / share.sum()
    centred = states - mean
    squares = centred.T @ (centred * share) + ridge * torch.eye(len(mean))
    key = torch.linalg.solve(squares, (centred * share).T @ (goal - level))
    size = len(key) // attention.num_heads
    with torch.no_grad():
        attention.q_proj.weight.zero_()
        attention.q_proj.bias.zero_()
        for row in range(0, len(key), size):
            attention.q_proj.bias[row] = QUESTION
            attention.k_proj.weight[row] = key * size**0.5 / QUESTION


def _keep_length(norm: Any) -> None:
    """Let a normalisation leave the length of an embedding with its position as it is.

    That is the root of width (the embedding, scaled) and half of it (the sinusoids), squared.
    """
    with torch.no_grad():
        norm.weight.fill_(1.5**0.5)
        norm.bias.zero_()


def _speeds(width: int, count: int) -> list[int]:
    """Which sinusoids: even steps of the logarithm, from 1 to 0.01 radians a place."""
    last = int(width / 4)  # 10,000 to the power of -2 * (width / 4) / width is 0.01
    return [round(step * last / max(1, count)) for step in range(count)]
