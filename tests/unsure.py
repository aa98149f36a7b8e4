"""An engine that a test tells which words it is unsure of."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path

from pipeline.engines.base import BATCH_TOKENS, Decoding, Generated
from tests.scripted import Answer, PieceEngine

__all__ = ["SURE", "Unsure"]

SURE = -0.1
"""What a token has of which nothing else is said."""


class Unsure(PieceEngine):
    """Its tokens are SentencePiece's words, with a score and an explanation by the lexicon.

    Args:
        folder: As in `PieceEngine`.
        scores: Log-probabilities of tokens; all others have `SURE`.
        explained: What its lexicon says of tokens; all others are explained wholly.
        answer: As in `PieceEngine`.
    """

    def __init__(
        self,
        folder: Path,
        scores: Mapping[str, float],
        explained: Mapping[str, float] | None = None,
        answer: Answer = lambda text, decoding: text,
    ) -> None:
        super().__init__(folder, answer)
        self.scores = scores
        self.explained = explained or {}
        self.read: list[tuple[str, ...]] = []

    def token_scores(
        self,
        sources: Sequence[Sequence[str]],
        targets: Sequence[Sequence[str]],
        *,
        batch_tokens: int = BATCH_TOKENS,
    ) -> list[list[float]]:
        self.read += [tuple(target) for target in targets]
        return [[self.scores.get(token, SURE) for token in target] for target in targets]

    def explain(self, source: Sequence[str], target: Sequence[str]) -> list[float]:
        return [self.explained.get(token, 0.0) for token in target]

    def generate(
        self,
        sources: Sequence[Sequence[str]],
        decoding: Decoding,
        prefixes: Sequence[Sequence[str]] | None = None,
        *,
        batch_tokens: int = BATCH_TOKENS,
    ) -> list[list[Generated]]:
        plain = [[token.removeprefix("▁") for token in source] for source in sources]
        found = super().generate(plain, decoding, prefixes, batch_tokens=batch_tokens)
        return [
            [replace(one, tokens=tuple(f"▁{word}" for word in one.tokens)) for one in many]
            for many in found
        ]
