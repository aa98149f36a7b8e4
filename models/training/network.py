"""The network, its start, and its loss."""

from dataclasses import dataclass
from typing import Any

import torch
from torch import Tensor, nn
from transformers import MarianConfig, MarianMTModel

from models.training.tokenizer import EOS_ID, RESERVED

#: Logit of tokens that a translation must never contain; fits in float16.
NEVER = -10_000.0


@dataclass(frozen=True, slots=True)
class Shape:
    """Size of the network. Names as in `MarianConfig`."""

    vocabulary: int = 12_288
    width: int = 384
    feed_forward: int = 1280
    heads: int = 8
    encoder_layers: int = 6
    decoder_layers: int = 2
    dropout: float = 0.1

    @property
    def pad_id(self) -> int:
        """The last entry of the vocabulary."""
        return self.vocabulary - 1

    @property
    def words(self) -> int:
        """How many entries of the vocabulary a translation may contain: they come first."""
        return self.vocabulary - 1 - len(RESERVED)


def build(shape: Shape, seed: int = 1) -> Any:
    """A MarianMTModel with Glorot-uniform matrices, unit-norm embeddings and an output bias of 0."""
    torch.manual_seed(seed)
    config = MarianConfig(
        vocab_size=shape.vocabulary,
        d_model=shape.width,
        encoder_ffn_dim=shape.feed_forward,
        decoder_ffn_dim=shape.feed_forward,
        encoder_attention_heads=shape.heads,
        decoder_attention_heads=shape.heads,
        encoder_layers=shape.encoder_layers,
        decoder_layers=shape.decoder_layers,
        dropout=shape.dropout,
        attention_dropout=0.0,
        activation_dropout=0.0,
        activation_function="swish",
        scale_embedding=True,
        max_position_embeddings=512,
        share_encoder_decoder_embeddings=True,
        tie_word_embeddings=True,
        pad_token_id=shape.pad_id,
        eos_token_id=EOS_ID,
        decoder_start_token_id=shape.pad_id,
        forced_eos_token_id=None,
        bos_token_id=None,
    )
    config._attn_implementation = "eager"  # in bfloat16 on a CPU, the fused one is 8 times slower
    model: Any = MarianMTModel(config)
    for module in model.modules():
        if isinstance(module, nn.Linear) and module is not model.lm_head:
            nn.init.xavier_uniform_(module.weight)
            nn.init.zeros_(module.bias)
    table = model.get_input_embeddings().weight
    with torch.no_grad():
        table.normal_(0, shape.width**-0.5)
        table[shape.pad_id] = 0
    return model


def start_embeddings(model: Any, table: Tensor, uses: Tensor) -> None:
    """Put the rows of `table` into the embeddings and log relative use of target pieces into the bias.

    `table` is (vocabulary, width); `uses` counts each piece on the target side, (vocabulary,).
    """
    pad_id = int(model.config.pad_token_id)
    with torch.no_grad():
        model.get_input_embeddings().weight.copy_(table)
        model.get_input_embeddings().weight[pad_id] = 0
        model.final_logits_bias[0] = torch.log((uses + 0.5) / (uses.sum() + 0.5 * len(uses)))


class _LinearCrossEntropy(torch.autograd.Function):
    """Cross-entropy of a linear layer's output that never holds all logits at once.

    Works on some positions at a time and computes gradients on the way forward, as in Liger Kernel
    (Hsu et al. 2024); on a CPU the gain is that a chunk of logits stays in the cache.
    """

    CHUNK, CHUNK_ON_GPU = 192, 8192

    @staticmethod
    def forward(
        ctx: Any,
        hidden: Tensor,
        table: Tensor,
        bias: Tensor,
        labels: Tensor,
        smoothing: float,
        low: bool,
    ) -> Tensor:
        kind = torch.bfloat16 if low else torch.float32
        states, rows = hidden.detach().to(kind), table.detach().to(kind)
        words = rows.shape[0]
        d_hidden = torch.empty_like(states)
        d_rows = torch.zeros(rows.shape, dtype=torch.float32, device=rows.device)
        d_bias = torch.zeros(words, dtype=torch.float32, device=rows.device)
        total = torch.zeros((), dtype=torch.float32, device=rows.device)
        on_cpu = hidden.device.type == "cpu"
        size = _LinearCrossEntropy.CHUNK if on_cpu else _LinearCrossEntropy.CHUNK_ON_GPU
        for start in range(0, len(states), size):
            part = states[start : start + size]
            wanted = labels[start : start + size, None]
            logits = (part @ rows.T).float().add_(bias.detach())
            at_label = logits.gather(1, wanted).sum()
            mean = logits.mean(dim=1).sum()
            log_total = torch.logsumexp(logits, dim=1, keepdim=True)
            total += log_total.sum() - (1 - smoothing) * at_label - smoothing * mean
            slope = logits.sub_(log_total).exp_().sub_(smoothing / words)
            slope.scatter_add_(1, wanted, slope.new_full(wanted.shape, smoothing - 1))
            d_bias += slope.sum(dim=0)
            slope = slope.to(kind)
            d_hidden[start : start + size] = slope @ rows
            d_rows += slope.T @ part
        ctx.save_for_backward(d_hidden, d_rows, d_bias)
        ctx.hidden_kind = hidden.dtype
        return total

    @staticmethod
    def backward(ctx: Any, *slopes: Tensor) -> tuple[Tensor | None, ...]:
        d_hidden, d_rows, d_bias = ctx.saved_tensors
        slope = slopes[0]
        return (
            d_hidden.to(ctx.hidden_kind) * slope,
            d_rows * slope,
            d_bias * slope,
            None,
            None,
            None,
        )


def linear_cross_entropy(
    hidden: Tensor, table: Tensor, bias: Tensor, labels: Tensor, smoothing: float, low: bool
) -> Tensor:
    """Summed label-smoothed cross-entropy of `hidden @ table.T + bias` against `labels`.

    hidden (positions, width), table (words, width), bias (words,), labels (positions,). `low` does the
    matrix products in bfloat16.
    """
    return _LinearCrossEntropy.apply(hidden, table, bias, labels, smoothing, low)  # type: ignore[no-any-return, no-untyped-call]


class Learner(nn.Module):
    """A MarianMTModel with its training loss: smoothed cross-entropy plus guided attention."""

    def __init__(self, model: Any, shape: Shape, smoothing: float = 0.1, low: bool = False) -> None:
        super().__init__()
        self.model = model
        self.shape = shape
        self.smoothing = smoothing
        self.low = low
        self.bias = nn.Parameter(model.final_logits_bias[0, : shape.words].clone())
        self._seen: dict[str, Tensor] = {}
        for number, layer in enumerate(model.model.decoder.layers):
            for name in ("q_proj", "k_proj"):
                getattr(layer.encoder_attn, name).register_forward_hook(
                    self._keeper(f"{number}.{name}")
                )

    def _keeper(self, key: str) -> Any:
        def keep(module: nn.Module, inputs: Any, output: Tensor) -> None:
            del module, inputs
            self._seen[key] = output

        return keep

    def forward(
        self, source: Tensor, target: Tensor, alignment: Tensor | None
    ) -> tuple[Tensor, Tensor]:
        """Summed cross-entropy and summed guided-attention loss of a batch.

        source (batch, m) and target (batch, n) end in `</s>` and are padded; alignment (batch, n) holds
        source positions, -1 for none.
        """
        pad = self.shape.pad_id
        start = target.new_full((len(target), 1), pad)
        decoder_input = torch.cat([start, target[:, :-1]], dim=1).masked_fill(target == pad, pad)
        decoder_input[:, 0] = pad
        mask = source != pad
        with torch.autocast(source.device.type, dtype=torch.bfloat16, enabled=self.low):
            memory = self.model.model.encoder(
                input_ids=source, attention_mask=mask
            ).last_hidden_state
            hidden = self.model.model.decoder(
                input_ids=decoder_input,
                encoder_hidden_states=memory,
                encoder_attention_mask=mask,
                use_cache=False,
            ).last_hidden_state
        real = target != pad
        table = self.model.get_input_embeddings().weight[: self.shape.words]
        loss = linear_cross_entropy(
            hidden[real], table, self.bias, target[real], self.smoothing, self.low
        )
        guide = self._guide(alignment, mask) if alignment is not None else loss.new_zeros(())
        self._seen.clear()
        return loss, guide

    def _guide(self, alignment: Tensor, mask: Tensor) -> Tensor:
        """Negative log attention of head 0 of each decoder layer at the aligned source pieces.

        Its weight falls from `Settings.guide` to `Settings.guide_kept`, which keeps the head readable.
        """
        size = self.shape.width // self.shape.heads
        linked = alignment >= 0
        total = mask.new_zeros((), dtype=torch.float32)
        for number in range(self.shape.decoder_layers):
            query = self._seen[f"{number}.q_proj"][..., :size].float()
            key = self._seen[f"{number}.k_proj"][..., :size].float()
            scores = query @ key.transpose(1, 2) * size**-0.5
            scores = scores.masked_fill(~mask[:, None, :], float("-inf"))
            logs = scores.log_softmax(dim=-1)
            picked = logs.gather(2, alignment.clamp(min=0)[..., None])[..., 0]
            total = total - picked.where(linked, 0).sum() / self.shape.decoder_layers
        return total

    def finished(self) -> Any:
        """The model with the learned bias in place and the tokens that it must never say masked."""
        with torch.no_grad():
            bias = torch.full((self.shape.vocabulary,), NEVER)
            bias[: self.shape.words] = self.bias
            self.model.final_logits_bias[0] = bias
            self.model.get_input_embeddings().weight[self.shape.pad_id] = 0
        return self.model
