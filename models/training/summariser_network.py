"""The summariser's network: a small Marian model whose target language is sentence tokens.

The encoder's lower layers, the decoder and the embeddings come from the translator, which knows
Russian by then; the embeddings of words stay as they are, those of the reserved tokens are learnt.
Two losses over one reading of the article: the sentences in reading order, token by token, and the
distribution over all sentences after `<sent255>`, in which every chosen sentence counts alike. Both
are restricted to the sentences that are there.
"""

import math
from copy import deepcopy
from typing import Any

import torch
from torch import Tensor, nn
from torch.nn import functional
from transformers import MarianConfig, MarianMTModel

from models.training.network import NEVER
from models.training.summariser_batches import LIMIT, Batch
from models.training.tokenizer import EOS_ID
from pipeline.summarising.layout import FIRST_MARK, MARKS, SENTENCES

IMPORTANCE_ROW = 254
"""Of `<sent255>` among the reserved tokens, counted from 0."""


def from_translator(translator: Any, layers: int = 3, dropout: float = 0.1) -> Any:
    """A model with the translator's embeddings, decoder and first `layers` encoder layers."""
    config: MarianConfig = deepcopy(translator.config)
    config.encoder_layers = layers
    config.num_hidden_layers = layers
    config.max_position_embeddings = LIMIT
    config.dropout = dropout
    config.forced_eos_token_id = None
    config._attn_implementation = "sdpa"
    model: Any = MarianMTModel(config)
    theirs = translator.state_dict()
    mine = {
        name: theirs[name]
        for name, value in model.state_dict().items()
        if name in theirs and theirs[name].shape == value.shape
    }
    model.load_state_dict(mine, strict=False)
    _start_as_a_copier(model)
    return model


def _start_as_a_copier(model: Any) -> None:
    """Let the last decoder layer put out what it attends to.

    The tokens to say stand in the source, and encoder states keep much of the embedding that they
    began with: with values and output as identities the decoder says the token that it looks at
    from the start, and only has to learn where to look.
    """
    attention = model.model.decoder.layers[-1].encoder_attn
    with torch.no_grad():
        for layer in (attention.v_proj, attention.out_proj):
            layer.weight.copy_(torch.eye(len(layer.weight)))
            layer.bias.zero_()


def first_names(width: int, seed: int = 1) -> Tensor:
    """Embeddings of the 256 reserved tokens to start from, each of length 1.

    Sentence numbers are half a random direction, to be told apart, and half a sinusoid, so that
    rare high numbers are read as their neighbours are. Marks lie along one direction in order.
    """
    torch.manual_seed(seed)
    table = functional.normalize(torch.randn(256, width), dim=1)
    place = torch.arange(SENTENCES)[:, None] / torch.exp(
        torch.arange(0, width, 2) * (math.log(1000.0) / width)
    )
    waves = functional.normalize(torch.cat([place.sin(), place.cos()], dim=1), dim=1)
    table[:SENTENCES] = functional.normalize(0.8 * table[:SENTENCES] + 0.6 * waves, dim=1)
    marks = slice(FIRST_MARK - 1, FIRST_MARK - 1 + MARKS)
    step = torch.linspace(-1, 1, MARKS)[:, None]
    direction = functional.normalize(torch.randn(1, width), dim=1)
    table[marks] = functional.normalize(step * direction + 0.3 * table[marks], dim=1)
    return table


class Chooser(nn.Module):
    """The model with its training losses."""

    def __init__(self, model: Any, first: int, *, low: bool, seed: int = 1) -> None:
        """`first` is the row of `<sent1>`; `low` does matrix products in bfloat16."""
        super().__init__()
        self.model: Any = model
        self.first = first
        self.low = low
        table = model.get_input_embeddings().weight
        table.requires_grad_(False)
        self.scale = math.sqrt(table.shape[1])
        self.name_embeddings = nn.Parameter(first_names(table.shape[1], seed))
        self.end_embedding = nn.Parameter(table[EOS_ID].detach().clone())

    def _embedded(self, ids: Tensor) -> Tensor:
        words = functional.embedding(ids, self.model.get_input_embeddings().weight)
        place = ids - self.first
        named = (place >= 0) & (place < len(self.name_embeddings))
        # Not an index: the gradient of that adds up in any order, and a resumed run would differ.
        names = functional.embedding(
            place.clamp(0, len(self.name_embeddings) - 1), self.name_embeddings
        )
        merged = torch.where(named[..., None], names, words)
        return torch.where((ids == EOS_ID)[..., None], self.end_embedding, merged)

    def read(self, source: Tensor) -> tuple[Tensor, Tensor]:
        """Encoder states (B, n, d) and the mask of real tokens (B, n)."""
        mask: Tensor = source != int(self.model.config.pad_token_id)
        with torch.autocast(source.device.type, dtype=torch.bfloat16, enabled=self.low):
            states = self.model.model.encoder(
                inputs_embeds=self._embedded(source) * self.scale, attention_mask=mask
            ).last_hidden_state
        return states, mask

    def scores(self, states: Tensor, mask: Tensor, prefix: Tensor, present: Tensor) -> Tensor:
        """Log-probabilities (B, t, SENTENCES + 1) after each token of `prefix` (B, t).

        The last column is the end. The decoder's start token is the first of `prefix`; sentences
        that are not `present` (B, SENTENCES) get minus infinity.
        """
        with torch.autocast(states.device.type, dtype=torch.bfloat16, enabled=self.low):
            hidden = self.model.model.decoder(
                inputs_embeds=self._embedded(prefix),  # the decoder scales its embeddings itself
                encoder_hidden_states=states,
                encoder_attention_mask=mask,
                use_cache=False,
            ).last_hidden_state.float()
        rows = torch.cat([self.name_embeddings[:SENTENCES], self.end_embedding[None]])
        logits = hidden @ rows.T
        open_ = functional.pad(present, (0, 1), value=True)[:, None, :]
        restricted: Tensor = logits.masked_fill(~open_, float("-inf")).log_softmax(dim=-1)
        return restricted

    def importance(self, states: Tensor, mask: Tensor, present: Tensor) -> Tensor:
        """Log-probabilities (B, SENTENCES) of each sentence as the most important one."""
        start = torch.full((len(states), 2), int(self.model.config.decoder_start_token_id))
        start[:, 1] = self.first + IMPORTANCE_ROW
        scores = self.scores(states, mask, start, present)[:, 1, :SENTENCES]
        return scores - scores.logsumexp(dim=-1, keepdim=True)

    def forward(self, batch: Batch) -> tuple[Tensor, Tensor]:
        """Mean loss of an article by reading order (for a token) and by importance."""
        states, mask = self.read(batch.source)
        start = torch.full((len(states), 1), int(self.model.config.decoder_start_token_id))
        end = torch.where(batch.order == SENTENCES, EOS_ID, batch.order.clamp(min=0) + self.first)
        prefix = torch.cat([start, end[:, :-1]], dim=1)
        scores = self.scores(states, mask, prefix, batch.present)
        real = batch.order >= 0
        picked = scores.gather(2, batch.order.clamp(min=0)[..., None])[..., 0].masked_fill(~real, 0)
        reading = -picked.sum(dim=1) / real.sum(dim=1)
        logs = self.importance(states, mask, batch.present)
        weighing = -(batch.importance * logs.masked_fill(~batch.present, 0)).sum(dim=1)
        total = batch.weight.sum()
        return (reading * batch.weight).sum() / total, (weighing * batch.weight).sum() / total

    def finished(self) -> Any:
        """The model with the learnt embeddings in place; nothing but sentences and the end can be said."""
        table = self.model.get_input_embeddings().weight
        with torch.no_grad():
            table[self.first : self.first + len(self.name_embeddings)] = self.name_embeddings
            table[EOS_ID] = self.end_embedding
            table[int(self.model.config.pad_token_id)] = 0
            bias = torch.full_like(self.model.final_logits_bias[0], NEVER)
            bias[self.first : self.first + SENTENCES] = 0
            bias[EOS_ID] = 0
            self.model.final_logits_bias[0] = bias
        return self.model
