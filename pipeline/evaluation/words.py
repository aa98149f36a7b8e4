"""Russian words for the metrics: razdel tokens, lower case, stemmed or not.

`rouge_score`'s own tokenizer drops every letter that is not Latin, so that it scores Russian 0;
sumy's asks for an nltk download. Both are given this one.
"""

from functools import lru_cache
from importlib import import_module
from typing import Any

from razdel import tokenize

__all__ = ["RussianWords", "stem", "words"]


@lru_cache(maxsize=1)
def _stemmer() -> Any:
    # Not a plain import: nltk has no types, and this is the only thing that we take from it.
    return import_module("nltk.stem.snowball").SnowballStemmer("russian")


@lru_cache(maxsize=100_000)
def stem(word: str) -> str:
    """The Snowball stem of one lower-case Russian word; other scripts come back as they are."""
    return str(_stemmer().stem(word))


def words(text: str, *, stemmed: bool = False) -> list[str]:
    """The words of `text` in lower case: razdel tokens that hold a letter or a digit, ё as е.

    Args:
        text: Any text.
        stemmed: Whether to cut each word to its Snowball stem.
    """
    lowered = text.lower().replace("ё", "е")
    found = [
        token.text for token in tokenize(lowered) if any(char.isalnum() for char in token.text)
    ]
    return [stem(word) for word in found] if stemmed else found


class RussianWords:
    """`words` as the tokenizer object that rouge_score takes."""

    def __init__(self, *, stemmed: bool) -> None:
        self.stemmed = stemmed

    def tokenize(self, text: str) -> list[str]:
        """The words of `text`."""
        return words(text, stemmed=self.stemmed)
