"""How long a brief is to be: a number of lines, or a budget of characters."""

import math
from dataclasses import dataclass

from pipeline.config import SummariseSettings

__all__ = ["WHOLE_BELOW", "Length", "length_of"]

WHOLE_BELOW = 3
"""A release with fewer sentences than this passes through whole, unless a length is asked for."""


@dataclass(frozen=True, slots=True)
class Length:
    """What fits into a brief: at most `lines` lines and, where `chars` is set, so many characters.

    Line breaks are counted as one character each.
    """

    lines: int
    chars: int | None = None

    def holds(self, texts: list[str]) -> bool:
        """Whether these lines fit."""
        if len(texts) > self.lines:
            return False
        return self.chars is None or self.characters(texts) <= self.chars

    @staticmethod
    def characters(texts: list[str]) -> int:
        """The characters of a brief of these lines."""
        return sum(map(len, texts)) + max(0, len(texts) - 1)


def length_of(settings: SummariseSettings, sentences: int) -> Length:
    """The length for a release of that many sentences.

    `chars` stands before `sentences`, and that before `ratio`. With none of them a release of
    under three sentences is kept whole, and one of three or four gives two; editors take three
    sentences even of five.
    """
    if settings.chars is not None:
        return Length(sentences, settings.chars)
    if settings.sentences is not None:
        return Length(min(settings.sentences, sentences))
    if settings.ratio is not None:
        return Length(max(1, math.ceil(settings.ratio * sentences - 1e-9)))
    if sentences < WHOLE_BELOW:
        return Length(sentences)
    return Length(min(settings.default_sentences, (sentences + 1) // 2))
