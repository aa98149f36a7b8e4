"""How a sequence-to-sequence model is run, whatever runs it.

Two engines fulfil `Engine`: `ctranslate2` (int8, the default on a CPU; imports no torch) and
`torch` (the reference, also on a GPU). Both work on token *strings* in and out, so that a stage can
count, split and constrain before it generates, and in float32 both return the same tokens: greedy
always, beam search with the same length normalisation (no prefix).

A stage that chooses token by token (the summariser, which picks sentences) builds on
`next_token_scores`; it is exact in both engines:

    prefix: list[str] = []
    while True:
        scores, = engine.next_token_scores([source], [prefix], [[*open_sentences, engine.end_token]])
        best = max(scores, key=lambda token: (scores[token], token))
        if best == engine.end_token:
            break
        prefix.append(best)
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, Protocol, runtime_checkable

__all__ = ["BATCH_TOKENS", "Aligner", "Decoding", "Engine", "Explainer", "Generated", "Scorer"]

BATCH_TOKENS = 512
"""Source tokens (padding counted) of one batch, where the caller does not say."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Decoding:
    """How hypotheses are searched for.

    Lengths are in target tokens, the end token included. `length_penalty` is the exponent of the
    length by which a hypothesis's log-probability is divided (0 turns it off), as in transformers
    and ctranslate2. `max_length_ratio` bounds a hypothesis by the length of its source: a limit of
    `max_length_ratio * source tokens + 16`, and never above `max_length`.
    """

    beam_size: int = 1
    hypotheses: int = 1
    length_penalty: float = 1.0
    max_length: int = 256
    max_length_ratio: float = 3.0
    no_repeat_ngram_size: int = 0
    repetition_penalty: float = 1.0

    def limit(self, source_tokens: int) -> int:
        """The most target tokens that a source of that many tokens may become."""
        return min(self.max_length, int(self.max_length_ratio * source_tokens) + 16)

    def within(self, output_limit: int | None) -> "Decoding":
        """The same search, of no more tokens than a model has positions for."""
        if output_limit is None or self.max_length <= output_limit:
            return self
        return replace(self, max_length=output_limit)


@dataclass(frozen=True, slots=True)
class Generated:
    """One hypothesis: its tokens without specials, and its mean log-probability for a token.

    The mean is over the generated tokens, the end token included and the given prefix not.
    `finished` is False when the length limit cut it off before the end-of-sentence token.
    """

    tokens: tuple[str, ...]
    score: float
    finished: bool


class Engine(Protocol):
    """A loaded sequence-to-sequence model with its tokenizer."""

    model_path: Path
    end_token: str
    """The end-of-sentence token, in the model's own spelling."""
    input_limit: int
    """The most source tokens that the model takes, the end token included."""

    def encode(self, text: str) -> list[str]:
        """Tokens of a source text, without the end token; never truncated.

        Text that spells a special token (`</s>`, `<pad>`, `<sent3>`, a leading `>>xx<<`) becomes
        ordinary pieces. A caller that means a special token puts it among the tokens itself.
        """
        ...

    def decode(self, tokens: Sequence[str]) -> str:
        """The text of target tokens; special tokens among them are left out."""
        ...

    def generate(
        self,
        sources: Sequence[Sequence[str]],
        decoding: Decoding,
        prefixes: Sequence[Sequence[str]] | None = None,
        *,
        batch_tokens: int = BATCH_TOKENS,
    ) -> list[list[Generated]]:
        """Generate from tokenised sources (the end token is added here).

        Args:
            sources: One token list a source; each within `input_limit`. An empty one gives empty
                hypotheses without asking the model.
            decoding: How to search; shared by all.
            prefixes: Target tokens to start from, one list a source; the result contains them.
            batch_tokens: The most source tokens, padding counted, in a batch. Batches depend on
                `sources` and this number alone, so that a run can be repeated.

        Returns:
            For each source, in order, `decoding.hypotheses` results, best first.

        Raises:
            ModelError: If a source is longer than `input_limit` (never truncated silently).
        """
        ...

    def next_token_scores(
        self,
        sources: Sequence[Sequence[str]],
        prefixes: Sequence[Sequence[str]],
        candidates: Sequence[Sequence[str]],
        *,
        batch_tokens: int = BATCH_TOKENS,
    ) -> list[dict[str, float]]:
        """How probable each candidate is as the next target token.

        Args:
            sources: One token list a source, without the end token, which is added here.
            prefixes: For each source the target tokens so far; may be empty.
            candidates: For each source the tokens asked about; `end_token` may be one of them.
            batch_tokens: As in `generate`.

        Returns:
            For each source, candidate -> natural logarithm of its probability among *all* tokens
            (softmax over the whole vocabulary; padding excluded). In float32 the engines agree to
            1e-4.

        Raises:
            ModelError: If a source is longer than `input_limit`.
            ValueError: If a candidate or prefix token is not in the vocabulary, or the three
                sequences differ in length.
        """
        ...

    def signature(self) -> dict[str, Any]:
        """What identifies the results: engine, its version, weights digest, compute type."""
        ...


@runtime_checkable
class Aligner(Protocol):
    """An engine that can say where its words come from; both engines can.

    Apart from `Engine`, since only putting names and figures right (`translating.mending`) asks
    for it, and does without where an engine cannot.
    """

    def align(
        self,
        sources: Sequence[Sequence[str]],
        targets: Sequence[Sequence[str]],
        *,
        batch_tokens: int = BATCH_TOKENS,
    ) -> list[list[list[float]]]:
        """Where each target token comes from: the cross-attention while it is read out.

        Args:
            sources: One token list a source, without the end token, which is added here.
            targets: For each source its translation, as `Generated.tokens`.
            batch_tokens: As in `generate`.

        Returns:
            For each source one row a target token, each with one weight a source token: the
            attention of the first head of the decoder's last layer, which is the one that the
            compact translator was taught word alignments with. What a row gives to the end token
            and to other specials is left out, so that it sums to 1 at most. In float32 the engines
            agree to 1e-3. An empty source or target gives no rows.

        Raises:
            ModelError: If a source is longer than `input_limit`.
        """
        ...


@runtime_checkable
class Scorer(Protocol):
    """An engine that can say how probable it holds each token of a translation; both engines can.

    Apart from `Engine`, as `Aligner` is: only `translating.doubting` asks for it.
    """

    def token_scores(
        self,
        sources: Sequence[Sequence[str]],
        targets: Sequence[Sequence[str]],
        *,
        batch_tokens: int = BATCH_TOKENS,
    ) -> list[list[float]]:
        """How probable each target token is, given the source and the tokens before it.

        The translation is read out to the model in one pass (teacher forcing), not searched for.

        Args:
            sources: One token list a source, without the end token, which is added here.
            targets: For each source its translation, as `Generated.tokens`.
            batch_tokens: As in `generate`.

        Returns:
            For each source one natural logarithm of a probability a target token; that of the end
            token is left out. In float32 the engines agree to 1e-3. An empty source or target gives
            none.

        Raises:
            ModelError: If a source is longer than `input_limit`.
        """
        ...


@runtime_checkable
class Explainer(Protocol):
    """An engine that knows, apart from its model, which tokens translate which."""

    def explain(self, source: Sequence[str], target: Sequence[str]) -> list[float]:
        """How well the best source token explains each target token.

        Returns:
            One natural logarithm of a probability a target token; 0 throughout where nothing is
            known about tokens.
        """
        ...
