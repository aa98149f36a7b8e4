"""How much of a reference's numbers and names a summary keeps, and how often it repeats itself."""

import math
import re

from razdel import sentenize

from pipeline.evaluation.words import stem, words

__all__ = ["coverage", "names", "numbers", "redundancy"]

NUMBER = re.compile(r"\d+(?:[ \u00a0\u202f]\d{3})*(?:[.,]\d+)?")
WORD = re.compile(r"[^\W\d_]+(?:-[^\W\d_]+)*")
SPACES = re.compile(r"[ \u00a0\u202f]")


def numbers(text: str) -> set[str]:
    """The numbers of `text` as written, without the spaces that group digits."""
    return {SPACES.sub("", found).replace(",", ".") for found in NUMBER.findall(text)}


def names(text: str) -> set[str]:
    """Stems of the words that capitals mark as names.

    A capital at the start of a sentence or a quotation says nothing, unless more capitals follow
    in the word (РЖД, ТоДЭП).
    """
    found = set()
    for sentence in sentenize(text):
        for match in WORD.finditer(sentence.text):
            word = match.group()
            opening = not any(char.isalnum() for char in sentence.text[: match.start()])
            capitals = sum(char.isupper() for char in word)
            if capitals > 1 or (capitals and word[0].isupper() and not opening):
                found.add(stem(word.lower().replace("ё", "е")))
    return found


def coverage(wanted: set[str], present: set[str]) -> float:
    """The share of `wanted` that is `present`, from 0 to 100; NaN where nothing is wanted."""
    return 100 * len(wanted & present) / len(wanted) if wanted else math.nan


def redundancy(text: str) -> float:
    """The share of word pairs that have occurred before in the summary, from 0 to 100."""
    tokens = words(text)
    pairs = list(zip(tokens, tokens[1:], strict=False))
    return 100 * (1 - len(set(pairs)) / len(pairs)) if pairs else 0.0
