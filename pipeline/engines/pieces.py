"""SentencePiece models, read directly."""

import re
from collections.abc import Sequence
from pathlib import Path

from pipeline.engines.carrying import SPACE
from pipeline.errors import ModelError

__all__ = ["REMEDY", "Pieces"]

REMEDY = "run `svodka models verify` for this model, or fetch it again"
#: What a special token looks like; a piece that text gave and that looks so is spelled out.
_SPECIAL = re.compile(r"▁?(?:<[^<>\s]+>|>>[^<>\s]+<<|\[[A-Z]+\])")


class Pieces:
    """A SentencePiece model whose pieces never turn into special tokens.

    Args:
        path: The model file.
        unknown: How the unknown token is written; empty takes the model's own spelling.

    Raises:
        ModelError: If the file is missing or no SentencePiece model.
    """

    def __init__(self, path: Path, unknown: str = "") -> None:
        import sentencepiece

        try:
            self.processor = sentencepiece.SentencePieceProcessor(model_file=str(path))
        except (OSError, RuntimeError) as error:
            raise ModelError(
                "is not a readable SentencePiece model", where=str(path), remedy=REMEDY
            ) from error
        size = self.processor.get_piece_size()
        self.names: list[str] = [self.processor.id_to_piece(i) for i in range(size)]
        self._unknown_id: int = self.processor.unk_id()
        self.unknown = unknown or self.names[self._unknown_id]
        self.ordinary = {
            name
            for i, name in enumerate(self.names)
            if not (self.processor.is_control(i) or self.processor.is_unknown(i))
        }
        self._risky = {
            name
            for i, name in enumerate(self.names)
            if _SPECIAL.fullmatch(name) and not self.processor.is_byte(i)
        }

    def encode(self, text: str) -> list[str]:
        """Pieces of a text; what it spells of a special token becomes ordinary pieces."""
        tokens: list[str] = []
        for i in self.processor.encode(text):
            name = self.names[i]
            if i == self._unknown_id:
                tokens.append(self.unknown)
            elif name in self._risky:
                tokens.extend(self._spelled(name))
            else:
                tokens.append(name)
        return tokens

    def decode(self, tokens: Sequence[str]) -> str:
        """The text of pieces."""
        text = str(self.processor.decode(list(tokens)))
        return text.replace(SPACE, " ").strip()

    def _spelled(self, name: str) -> list[str]:
        return [letter if letter in self.ordinary else self.unknown for letter in name]
