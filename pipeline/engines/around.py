"""An engine around another one: what a child does not change is the inner engine's."""

from collections.abc import Sequence
from typing import Any

from pipeline.engines.base import BATCH_TOKENS, Aligner, Decoding, Engine, Generated, Scorer

__all__ = ["EngineAround"]


class EngineAround:
    """`Engine`, `Aligner` and `Scorer`, each method that of `inner`."""

    def __init__(self, inner: Engine) -> None:
        self.inner = inner
        self.model_path = inner.model_path
        self.end_token = inner.end_token
        self.input_limit = inner.input_limit

    def encode(self, text: str) -> list[str]:
        """See `Engine.encode`."""
        return self.inner.encode(text)

    def decode(self, tokens: Sequence[str]) -> str:
        """See `Engine.decode`."""
        return self.inner.decode(tokens)

    def generate(
        self,
        sources: Sequence[Sequence[str]],
        decoding: Decoding,
        prefixes: Sequence[Sequence[str]] | None = None,
        *,
        batch_tokens: int = BATCH_TOKENS,
    ) -> list[list[Generated]]:
        """See `Engine.generate`."""
        return self.inner.generate(sources, decoding, prefixes, batch_tokens=batch_tokens)

    def next_token_scores(
        self,
        sources: Sequence[Sequence[str]],
        prefixes: Sequence[Sequence[str]],
        candidates: Sequence[Sequence[str]],
        *,
        batch_tokens: int = BATCH_TOKENS,
    ) -> list[dict[str, float]]:
        """See `Engine.next_token_scores`."""
        return self.inner.next_token_scores(
            sources, prefixes, candidates, batch_tokens=batch_tokens
        )

    def align(
        self,
        sources: Sequence[Sequence[str]],
        targets: Sequence[Sequence[str]],
        *,
        batch_tokens: int = BATCH_TOKENS,
    ) -> list[list[list[float]]]:
        """See `Aligner.align`.

        Raises:
            TypeError: If the engine inside cannot align.
        """
        if not isinstance(self.inner, Aligner):
            raise TypeError(f"{type(self.inner).__name__} cannot align")
        return self.inner.align(sources, targets, batch_tokens=batch_tokens)

    def token_scores(
        self,
        sources: Sequence[Sequence[str]],
        targets: Sequence[Sequence[str]],
        *,
        batch_tokens: int = BATCH_TOKENS,
    ) -> list[list[float]]:
        """See `Scorer.token_scores`; no scores where the engine inside cannot tell."""
        if not isinstance(self.inner, Scorer):
            return [[] for _ in sources]
        return self.inner.token_scores(sources, targets, batch_tokens=batch_tokens)

    def signature(self) -> dict[str, Any]:
        """See `Engine.signature`."""
        return self.inner.signature()
