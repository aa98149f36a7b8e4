"""The summariser's network: a small Marian model whose target language is sentence tokens.

The decoder, the embeddings and most of the encoder come from the translator, which knows Russian by
then. Before its lowest layers stands one that ties marks to sentences (`summariser_binding`); that
one, and all embeddings, stay as they are. Two losses over one reading of the article: the sentences
in reading order, token by token, and the distribution over all sentences after `<sent255>`, in which
every chosen sentence counts alike. Both are restricted to the sentences that are there.
"""

from copy import deepcopy
from typing import Any

import torch
from torch import Tensor, nn
from torch.nn import functional
from transformers import MarianConfig, MarianMTModel

from models.training.network import NEVER
from models.training.summariser_batches import LIMIT, Batch
from models.training.summariser_binding import (
    bind,
    directions,
    look_at_high_marks,
    reserved_embeddings,
)
from models.training.tokenizer import EOS_ID
from pipeline.summarising.layout import FIRST_MARK, MARKS, SENTENCES

IMPORTANCE_ROW = 254
"""Of `<sent255>` among the reserved tokens, counted from 0."""
CUES_SHARE = 2 / 3
"""Of the cues in a score while the model is trained; `choose` may find another that is better."""
MARK_STEP = 7 / 60
"""Log-odds from one mark to the next."""


def from_translator(
    translator: Any, first: int, layers: int = 3, dropout: float = 0.1, seed: int = 1
) -> Any:
    """A model of `layers` encoder layers: the one that binds, and the translator's lowest others.

    `first` is the row of `<sent1>`.
    """
    config: MarianConfig = deepcopy(translator.config)
    config.encoder_layers = layers
    config.num_hidden_layers = layers
    config.max_position_embeddings = LIMIT
    config.dropout = dropout
    config.forced_eos_token_id = None
    config._attn_implementation = "sdpa"
    model: Any = MarianMTModel(config)
    theirs = {_one_up(name): value for name, value in translator.state_dict().items()}
    mine = {
        name: theirs[name]
        for name, value in model.state_dict().items()
        if name in theirs and theirs[name].shape == value.shape
    }
    model.load_state_dict(mine, strict=False)
    table = model.get_input_embeddings().weight
    made = directions(table.detach()[:first], config.encoder_attention_heads, seed)
    with torch.no_grad():
        names = reserved_embeddings(made, seed)
        table[first : first + len(names)] = names
    bind(model.model.encoder.layers[0], made)
    _start_as_a_copier(model)
    return model


def _one_up(name: str) -> str:
    """The name of an encoder layer's tensor when one more layer stands below."""
    start = "model.encoder.layers."
    if not name.startswith(start):
        return name
    number, rest = name.removeprefix(start).split(".", 1)
    return f"{start}{int(number) + 1}.{rest}"


def _start_as_a_copier(model: Any) -> None:
    """Let the last decoder layer put out what it attends to.

    The tokens to say stand in the source, and encoder states keep much of the embedding that they
    began with: with values and output as identities the decoder says the token that it looks at
    from the start, and only has to learn where to look.
    """
    last = model.model.decoder.layers[-1]
    with torch.no_grad():
        for layer in (last.encoder_attn.v_proj, last.encoder_attn.out_proj):
            layer.weight.copy_(torch.eye(len(layer.weight)))
            layer.bias.zero_()
        last.fc2.weight.zero_()
        last.fc2.bias.zero_()


def with_cues(logs: Tensor, odds: Tensor) -> Tensor:
    """The model's log-probabilities (B, SENTENCES) times the cues', as `ranking` mixes them.

    The model is trained on this product of experts: what the cues know it need not learn, and only what it
    adds to them is worth its weight.
    """
    return (odds + (1 - CUES_SHARE) / CUES_SHARE * logs).log_softmax(dim=-1)


class Chooser(nn.Module):
    """The model with its training losses."""

    def __init__(self, model: Any, first: int, *, low: bool) -> None:
        """`first` is the row of `<sent1>`; `low` does matrix products in bfloat16."""
        super().__init__()
        self.model: Any = model
        self.first = first
        self.low = low
        model.get_input_embeddings().weight.requires_grad_(False)

    def read(self, source: Tensor) -> tuple[Tensor, Tensor]:
        """Encoder states (B, n, d) and the mask of real tokens (B, n)."""
        mask: Tensor = source != int(self.model.config.pad_token_id)
        with torch.autocast(source.device.type, dtype=torch.bfloat16, enabled=self.low):
            states = self.model.model.encoder(
                input_ids=source, attention_mask=mask
            ).last_hidden_state
        return states, mask

    def scores(self, states: Tensor, mask: Tensor, prefix: Tensor, present: Tensor) -> Tensor:
        """Log-probabilities (B, t, SENTENCES + 1) after each token of `prefix` (B, t).

        The last column is the end. The decoder's start token is the first of `prefix`; sentences
        that are not `present` (B, SENTENCES) get minus infinity.
        """
        with torch.autocast(states.device.type, dtype=torch.bfloat16, enabled=self.low):
            hidden = self.model.model.decoder(
                input_ids=prefix,
                encoder_hidden_states=states,
                encoder_attention_mask=mask,
                use_cache=False,
            ).last_hidden_state.float()
        table = self.model.get_input_embeddings().weight
        rows = torch.cat([table[self.first : self.first + SENTENCES], table[EOS_ID : EOS_ID + 1]])
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

    def look_at_marks(self, batch: Batch) -> None:
        """Begin as a model that ranks the sentences of these articles about as their marks do."""
        self.eval()
        with torch.no_grad():
            states, mask = self.read(batch.source)
        self.train()
        wanted = torch.full(batch.source.shape, float("nan"))
        number = batch.source - self.first
        rows, places = ((number >= 0) & (number < SENTENCES)).nonzero(as_tuple=True)
        mark = batch.source[rows, places + 1] - self.first - (FIRST_MARK - 1)
        marked = (mark >= 0) & (mark < MARKS)
        wanted[rows[marked], places[marked]] = mark[marked] * MARK_STEP
        attention = self.model.model.decoder.layers[-1].encoder_attn
        look_at_high_marks(attention, states[mask].float(), wanted[mask])

    def forward(self, batch: Batch) -> tuple[Tensor, Tensor]:
        """Mean loss of an article by reading order (for a token) and by importance, with the cues."""
        states, mask = self.read(batch.source)
        start = torch.full((len(states), 1), int(self.model.config.decoder_start_token_id))
        end = torch.where(batch.order == SENTENCES, EOS_ID, batch.order.clamp(min=0) + self.first)
        prefix = torch.cat([start, end[:, :-1]], dim=1)
        scores = self.scores(states, mask, prefix, batch.present)
        real = batch.order >= 0
        picked = scores.gather(2, batch.order.clamp(min=0)[..., None])[..., 0].masked_fill(~real, 0)
        reading = -picked.sum(dim=1) / real.sum(dim=1)
        logs = with_cues(self.importance(states, mask, batch.present), batch.odds)
        weighing = -(batch.importance * logs.masked_fill(~batch.present, 0)).sum(dim=1)
        total = batch.weight.sum()
        return (reading * batch.weight).sum() / total, (weighing * batch.weight).sum() / total

    def finished(self) -> Any:
        """The model as it ships: nothing but sentences and the end can be said."""
        table = self.model.get_input_embeddings().weight
        with torch.no_grad():
            table[int(self.model.config.pad_token_id)] = 0
            bias = torch.full_like(self.model.final_logits_bias[0], NEVER)
            bias[self.first : self.first + SENTENCES] = 0
            bias[EOS_ID] = 0
            self.model.final_logits_bias[0] = bias
        return self.model
