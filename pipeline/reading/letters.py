"""A statistical model of Russian spelling: how likely each letter follows each other one.

One table of 33 x 33 letter pairs tells cp1251 from koi8-r (the same bytes spell Russian in one of
them and gibberish in the others), text that was decoded twice from text that was not, and Russian
from another language in Cyrillic letters.
"""

import math
from collections import Counter
from collections.abc import Iterable
from functools import cache
from importlib.resources import files
from itertools import pairwise

ALPHABET = "абвгдежзийклмнопрстуфхцчшщъыьэюяё"
_SYMBOLS = "_" + ALPHABET
_SAMPLE = 40_000
"""Characters that are looked at: more never changes the answer."""


def sample(text: str) -> str:
    """The start, the middle and the end of a long text, and a short one whole."""
    if len(text) <= _SAMPLE:
        return text
    part = _SAMPLE // 3
    middle = len(text) // 2
    return text[:part] + " " + text[middle : middle + part] + " " + text[-part:]


def surprise(text: str) -> float:
    """How little a text looks like Russian: mean bits for a pair of letters.

    Russian prose has 7.7 to 8.6, letters in random order about 12, a wrong code page 13 and more;
    infinity where there is no Russian letter at all. A pair of two non-letters is not counted.
    """
    total = 0
    pairs = 0
    table = _table()
    symbols = _folded(text)
    for pair, count in Counter(pairwise(symbols)).items():
        if pair != ("_", "_"):
            total += table[pair] * count
            pairs += count
    return total / pairs / 10 if pairs else math.inf


def table(texts: Iterable[str]) -> dict[tuple[str, str], int]:
    """The table of pairs counted in `texts`, as it stands in `data/letter_pairs.tsv`."""
    counts: Counter[tuple[str, str]] = Counter()
    for text in texts:
        symbols = _folded(text)
        counts.update(pairwise(symbols))
    del counts["_", "_"]
    total = max(1, counts.total())
    return {
        (first, second): round(-10 * math.log2((counts[first, second] + 0.5) / total))
        for first in _SYMBOLS
        for second in _SYMBOLS
        if (first, second) != ("_", "_")
    }


_FOLD = {ord(letter): letter for letter in ALPHABET} | {
    ord(letter.upper()): letter for letter in ALPHABET
}


class _Folding(dict[int, str]):
    """A translation table in which everything that is not a Russian letter is `_`."""

    def __missing__(self, key: int) -> str:
        self[key] = "_"
        return "_"


def _folded(text: str) -> str:
    return text.translate(_Folding(_FOLD))


@cache
def _table() -> dict[tuple[str, str], int]:
    pairs: dict[tuple[str, str], int] = {}
    text = files("pipeline.reading").joinpath("data", "letter_pairs.tsv").read_text("utf-8")
    for line in text.splitlines():
        if not line.startswith("#"):
            first, _, bits = line.partition("\t")
            for second, value in zip(_SYMBOLS, bits.split(), strict=True):
                pairs[first, second] = int(value)
    return pairs
