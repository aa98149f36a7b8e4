"""A model's own translations as sentences to learn from: greedy, thousands at a time.

On a GPU a step of decoding costs the same for one sentence as for a thousand, so sentences of like
length go together and none is searched for with a beam.
"""

import inspect
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor
from torch.nn.utils.rnn import pad_sequence

from models.training.alignments import NONE
from models.training.packing import Pack, Side, joined, side_of
from models.training.tokenizer import EOS_ID
from pipeline.engines.batching import batches

#: Pieces of a translation beyond 1.5 for each source piece: more is a loop.
SPARE = 10
#: Steps of decoding between two looks at whether all sentences have ended; a look waits for the GPU.
LOOK_EVERY = 8
#: Shares of translations that are thrown away: those that the model is least sure of.
UNSURE = 0.1
#: Target pieces for one source piece that a translation may have.
SHORTEST, LONGEST = 0.4, 2.5


@dataclass(frozen=True, slots=True)
class Translations:
    """Greedy translations of the sentences of a side, in their order.

    Attributes:
        target: Ids, `</s>` left out.
        sure: Mean log-probability of a piece, (sentences,).
        ended: Whether the translation came to its end, (sentences,).
    """

    target: Side
    sure: NDArray[np.float32]
    ended: NDArray[np.bool_]


def translate(model: Any, source: Side, device: torch.device, batch: int = 100_000) -> Translations:
    """Translate every sentence of `source` (none may be empty) with a finished MarianMTModel.

    `batch` is the number of source pieces that are decoded together. The model is left on `device`, in
    bfloat16 where that is a GPU.
    """
    kind = torch.float32 if device.type == "cpu" else torch.bfloat16
    model = model.to(device=device, dtype=kind).eval()
    targets: list[list[int]] = [[]] * len(source)
    sure = np.zeros(len(source), np.float32)
    ended = np.zeros(len(source), bool)
    for rows in batches(source.lengths.tolist(), batch):
        ids, logs = _greedy(model, _padded(source, rows, model.config.pad_token_id).to(device))
        for row, said, log in zip(rows, ids, logs, strict=True):
            stops = np.flatnonzero(said == EOS_ID)
            length = int(stops[0]) if len(stops) else len(said)
            targets[row] = said[:length].tolist()
            ended[row] = len(stops) > 0
            sure[row] = log[: length + 1].mean()
    return Translations(side_of(targets), sure, ended)


def fit(source: Side, made: Translations, unsure: float = UNSURE) -> NDArray[np.bool_]:
    """Which translations are worth learning from, (sentences,).

    Left out are those that did not end, that loop, whose length is out of proportion, and the share
    `unsure` that the model was least sure of.
    """
    ratio = made.target.lengths / np.maximum(source.lengths, 1)
    good = made.ended & (made.target.lengths > 0) & (ratio >= SHORTEST) & (ratio <= LONGEST)
    good &= np.array([not _loops(made.target[i]) for i in range(len(source))], dtype=bool)
    if good.any():
        good &= made.sure >= np.quantile(made.sure[good], unsure)
    return good


def with_translations(pack: Pack, source: Side, target: Side, name: str) -> Pack:
    """`pack` with pairs of a further corpus `name`, which have no alignment."""
    links = pack.alignment
    if links is not None:
        links = np.concatenate([links, np.full(len(target.ids), NONE, dtype=np.uint8)])
    return Pack(
        source=joined([pack.source, source]),
        target=joined([pack.target, target]),
        corpus=np.concatenate([pack.corpus, np.full(len(source), len(pack.corpora), np.uint16)]),
        corpora=(*pack.corpora, name),
        alignment=links,
    )


def _padded(source: Side, rows: Sequence[int], pad_id: int) -> Tensor:
    ended = [np.append(source[row], EOS_ID).astype(np.int64) for row in rows]
    return pad_sequence(
        [torch.from_numpy(ids) for ids in ended], batch_first=True, padding_value=pad_id
    )


def _cache_argument(decoder: Any) -> str:
    """What a decoder calls its cache: transformers renamed the argument in 5.24."""
    named = inspect.signature(decoder.forward).parameters
    return "cache" if "cache" in named else "past_key_values"


@torch.inference_mode()
def _greedy(model: Any, source: Tensor) -> tuple[NDArray[np.int64], NDArray[np.float32]]:
    """Ids and their log-probabilities, (batch, steps) each; what follows a `</s>` means nothing."""
    from transformers import DynamicCache, EncoderDecoderCache

    mask = source != model.config.pad_token_id
    memory = model.model.encoder(input_ids=source, attention_mask=mask).last_hidden_state
    cache = EncoderDecoderCache(DynamicCache(), DynamicCache())
    table, bias = model.get_input_embeddings().weight, model.final_logits_bias[0].float()
    named = _cache_argument(model.model.decoder)
    last = torch.full_like(source[:, :1], model.config.pad_token_id)
    over = torch.zeros(len(source), dtype=torch.bool, device=source.device)
    said, logs = [], []
    for step in range(int(1.5 * source.shape[1]) + SPARE):
        hidden = model.model.decoder(
            input_ids=last,
            encoder_hidden_states=memory,
            encoder_attention_mask=mask,
            use_cache=True,
            **{named: cache},
        ).last_hidden_state[:, -1]
        best = ((hidden @ table.T).float() + bias).log_softmax(dim=-1).max(dim=-1)
        logs.append(best.values)
        said.append(best.indices)
        last = best.indices[:, None]
        over |= best.indices == EOS_ID
        if step % LOOK_EVERY == LOOK_EVERY - 1 and bool(over.all()):
            break
    return torch.stack(said, 1).cpu().numpy(), torch.stack(logs, 1).float().cpu().numpy()


def _loops(ids: NDArray[np.uint16]) -> bool:
    """Whether three pieces in a row come back three times or more; digits and bytes may."""
    if len(ids) < 12:
        return False
    wide = ids.astype(np.int64)
    triples = (wide[:-2] << 32) | (wide[1:-1] << 16) | wide[2:]
    return int(np.unique(triples, return_counts=True)[1].max()) >= 3
