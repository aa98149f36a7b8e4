"""How much of a reference's numbers and names a summary keeps, and how often it repeats itself."""

import math
import re
from itertools import pairwise

from razdel import sentenize

from pipeline.evaluation.words import words
from pipeline.language.morphology import lemma_keys

__all__ = ["name_coverage", "names", "number_coverage", "numbers", "redundancy"]

NUMBER = re.compile(r"\d+(?:[ \u00a0\u202f]\d{3})*(?:[.,]\d+)?")
WORD = re.compile(r"[^\W\d_]+(?:-[^\W\d_]+)*")
SPACES = re.compile(r"[ \u00a0\u202f]")


def numbers(text: str) -> set[str]:
    """The numbers of `text` as written, without the spaces that group digits."""
    return {SPACES.sub("", found).replace(",", ".") for found in NUMBER.findall(text)}


def names(text: str) -> set[frozenset[str]]:
    """The words that capitals mark as names, each as its possible dictionary forms.

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
                found.add(lemma_keys(word))
    return found


def number_coverage(reference: str, summary: str) -> float:
    """The share of the reference's numbers that the summary has, 0 to 100; NaN if it has none."""
    wanted = numbers(reference)
    return _share(len(wanted & numbers(summary)), len(wanted))


def name_coverage(reference: str, summary: str) -> float:
    """The share of the reference's names that the summary has in any case form; NaN if none."""
    wanted = names(reference)
    present: frozenset[str] = frozenset().union(*map(lemma_keys, WORD.findall(summary)))
    return _share(sum(bool(keys & present) for keys in wanted), len(wanted))


def _share(hits: int, total: int) -> float:
    return 100 * hits / total if total else math.nan


def redundancy(text: str) -> float:
    """The share of word pairs that have occurred before in the summary, from 0 to 100."""
    tokens = words(text)
    pairs = list(pairwise(tokens))
    return 100 * (1 - len(set(pairs)) / len(pairs)) if pairs else 0.0
