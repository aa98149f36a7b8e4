"""What a translation must carry over letter for letter: words in Latin letters, and figures.

A Russian sentence that holds a name in Latin letters holds it as English has it, and digits are the
same in both. Whatever the rest of a translation says, these either stand in it or do not.
"""

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

__all__ = ["SPACE", "Carried", "Given", "given", "latin_words", "spelled"]

SPACE = "▁"
"""What a SentencePiece token begins with where a space is before it."""

#: Letters of European languages in Latin script; a word may have digits after the first letter.
_WORD = re.compile(r"[A-Za-zÀ-ɏ][A-Za-zÀ-ɏ\d]*")
#: Digits that are no part of a word, with the marks that group them or set off a fraction.
_FIGURE = re.compile(r"(?<![A-Za-zÀ-ɏ\d])\d+(?:[.,\u00a0 ]\d{3}(?!\d)|[.,]\d+)*")
_MARKS = re.compile(r"\D")


@dataclass(frozen=True, slots=True)
class Carried:
    """How a translation differs from what it was given: words and figures.

    `lost` of them do not stand in it; `added` stand in it more often than they were given, or, of
    figures, without having been given.
    """

    lost: int = 0
    added: int = 0


@dataclass(frozen=True, slots=True)
class Given:
    """The Latin words and the figures of a source, each with how often it is there."""

    words: Counter[str]
    figures: Counter[str]

    def carried(self, translation: str) -> Carried:
        """Count what is lost and added in a translation."""
        words = Counter(latin_words(translation))
        figures = _figures(translation)
        more = sum(max(words[word] - count, 0) for word, count in self.words.items())
        return Carried(
            lost=(self.words - words).total() + (self.figures - figures).total(),
            added=more + (figures - self.figures).total(),
        )


def given(source: str) -> Given:
    """What a source text gives a translation to carry over.

    The first letter of a word may be small or a capital, as its place in a sentence has it. Figures
    are their digits between the zeros at the ends, as `25 тысяч` is `25,000` in English.
    """
    return Given(Counter(latin_words(source)), _figures(source))


def spelled(tokens: Sequence[str]) -> str:
    """The text of SentencePiece tokens, but for letters given in bytes, which are neither's."""
    return "".join(tokens).replace(SPACE, " ")


def latin_words(text: str) -> list[str]:
    """The words in Latin letters, the first letter made small, without lone small letters."""
    return [
        word[0].lower() + word[1:]
        for word in _WORD.findall(text)
        if len(word) > 1 or word.isupper()
    ]


def _figures(text: str) -> Counter[str]:
    return Counter(_MARKS.sub("", match).strip("0") for match in _FIGURE.findall(text))
