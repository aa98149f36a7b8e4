"""An engine that says what a test tells it to say; no model, no files but an empty configuration."""

import json
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from pipeline.engines.base import BATCH_TOKENS, Decoding, Generated

__all__ = ["PieceEngine", "ScriptedEngine"]

Answer = Callable[[str, Decoding], str]


class ScriptedEngine:
    """Tokens are words, and `answer` turns a source text into a target text.

    Args:
        folder: An empty folder, which becomes the model's.
        answer: Text and decoding -> text; `…` at the very end means that it was cut off.
        input_limit: In words, the end token included.
    """

    end_token = "</s>"

    def __init__(self, folder: Path, answer: Answer, *, input_limit: int = 128) -> None:
        (folder / "config.json").write_text(json.dumps({"model_type": "marian"}))
        self.model_path = folder
        self.input_limit = input_limit
        self.asked: list[tuple[str, Decoding]] = []
        self.calls = 0
        self._answer = answer

    def encode(self, text: str) -> list[str]:
        return text.split()

    def decode(self, tokens: Sequence[str]) -> str:
        return " ".join(tokens)

    def generate(
        self,
        sources: Sequence[Sequence[str]],
        decoding: Decoding,
        prefixes: Sequence[Sequence[str]] | None = None,
        *,
        batch_tokens: int = BATCH_TOKENS,
    ) -> list[list[Generated]]:
        self.calls += 1
        results = []
        for source in sources:
            assert len(source) + 1 <= self.input_limit, "a source that is too long"
            text = " ".join(source)
            self.asked.append((text, decoding))
            made = []
            for place in range(decoding.hypotheses):
                said = self._answer(text, decoding)
                words = (said if place == 0 else f"{said} {place}").split()
                made.append(Generated(tuple(words), -0.5 - place, not said.endswith("…")))
            results.append(made)
        return results

    def next_token_scores(self, *arguments: Any, **named: Any) -> list[dict[str, float]]:
        raise NotImplementedError("a translator is not asked for this")

    def signature(self) -> dict[str, Any]:
        return {"engine": "scripted"}


class PieceEngine(ScriptedEngine):
    """Tokens are words as SentencePiece writes them: `▁` for the space before each."""

    def encode(self, text: str) -> list[str]:
        return [f"▁{word}" for word in text.split()]

    def decode(self, tokens: Sequence[str]) -> str:
        return "".join(tokens).replace("▁", " ").strip()
