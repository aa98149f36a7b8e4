"""How a sequence-to-sequence model is run, whatever runs it.

Two engines fulfil `Engine`: `ctranslate2` (int8, the default on a CPU; imports no torch) and
`torch` (the reference, also on a GPU). Both work on token *strings* in and out, so that a stage can
count, split and constrain before it generates, and both return float32-greedy output that is the
same token for token.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Protocol


@dataclass(frozen=True, slots=True, kw_only=True)
class Decoding:
    """How hypotheses are searched for.

    Lengths are in target tokens. `length_penalty` is the exponent of the length by which a
    hypothesis's log-probability is divided (0 turns it off), as in transformers and ctranslate2.
    `max_length_ratio` bounds a hypothesis by the length of its source: a limit of
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


@dataclass(frozen=True, slots=True)
class Generated:
    """One hypothesis: its tokens without specials, and its mean log-probability for a token.

    `finished` is False when the length limit cut it off before the end-of-sentence token.
    """

    tokens: tuple[str, ...]
    score: float
    finished: bool


class Engine(Protocol):
    """A loaded sequence-to-sequence model with its tokenizer."""

    model_path: Path
    input_limit: int
    """The most source tokens that the model takes, the end token included."""

    def encode(self, text: str) -> list[str]:
        """Tokens of a source text, without the end token; never truncated."""
        ...

    def decode(self, tokens: Sequence[str]) -> str:
        """The text of target tokens."""
        ...

    def generate(
        self,
        sources: Sequence[Sequence[str]],
        decoding: Decoding,
        prefixes: Sequence[Sequence[str]] | None = None,
    ) -> list[list[Generated]]:
        """Generate from tokenised sources (the end token is added here).

        Args:
            sources: One token list a source; each within `input_limit`.
            decoding: How to search; shared by all.
            prefixes: Target tokens to start from, one list a source; the result contains them.

        Returns:
            For each source, in order, `decoding.hypotheses` results, best first.

        Raises:
            ModelError: If a source is longer than `input_limit` (never truncated silently).
        """
        ...

    def signature(self) -> dict[str, Any]:
        """What identifies the results: engine, its version, weights digest, compute type."""
        ...
