"""How well a Latin spelling renders a Cyrillic word by sound: an alignment of letter groups.

`Хьюстон` is `Houston` and `Шарль` is `Charles` by no transliteration standard, yet a reader hears
one name.  The table `data/sounds.tsv` lists which groups of Latin letters render which groups of
Cyrillic ones, at no cost or at a small one; the cheapest alignment of the two words (dynamic
programming over their prefixes) gives the cost, and the cost over the length the similarity.
"""

import re
import unicodedata
from functools import cache, lru_cache

from pipeline.language.tables import rows

_SMALL = 0.25
_VOWELS_CYRILLIC = frozenset("аеёиоуыэюяьъй")
# Latin letters that are often silent, and what leaving one unpronounced costs.
_SILENT = {"e": 0.3, "h": 0.35, "u": 0.4, "a": 0.45, "i": 0.4, "o": 0.45, "y": 0.4, "s": 0.6,
           "t": 0.6, "d": 0.7, "x": 0.7, "g": 0.6, "l": 0.6, "r": 0.6, "n": 0.7, "c": 0.7,
           "k": 0.7, "w": 0.5, "p": 0.8}  # fmt: skip
_LATIN_LOST = 1.0
# Letters that can be silent at the beginning of a word; any other one there is a sound.
_SILENT_FIRST = frozenset("hw")
_CYRILLIC_LOST = 1.1
_FIRST_LOST = 0.6
_CYRILLIC_VOWEL_LOST = 0.5
_LONGEST = 5
# Below this length a word's cost counts as if the word had it.
_SHORTEST = 4

_NOT_LETTERS = re.compile(r"[^a-z]+")


@lru_cache(maxsize=1 << 15)
def latin_letters(text: str) -> str:
    """The word in lower-case ASCII letters: accents and everything but letters taken off."""
    plain = text.translate(_SPECIAL_LETTERS)
    decomposed = unicodedata.normalize("NFKD", plain).lower()
    return _NOT_LETTERS.sub("", decomposed)


_SPECIAL_LETTERS = str.maketrans(
    {"ł": "l", "Ł": "L", "ø": "o", "Ø": "O", "ß": "ss", "æ": "ae", "Æ": "Ae", "œ": "oe",
     "đ": "d", "Đ": "D", "ı": "i", "ð": "d", "þ": "th", "Þ": "Th"}
)  # fmt: skip


@cache
def _sounds() -> dict[str, dict[str, float]]:
    table: dict[str, dict[str, float]] = {}
    for cyrillic, free, small in rows("sounds.tsv", 3):
        entry = table.setdefault(cyrillic, {})
        entry.update(dict.fromkeys(free.split(), 0.0))
        for latin in small.split():
            entry.setdefault(latin, _SMALL)
    return table


@cache
def _longest_group() -> int:
    return max(map(len, _sounds()))


@lru_cache(maxsize=1 << 15)
def sound_similarity(cyrillic: str, latin: str) -> float:
    """How well `latin` renders `cyrillic` by sound, from 0 (not at all) to 1 (letter by letter).

    Both are single words; letter case, accents and hyphens do not count.
    """
    source = cyrillic.lower().replace("-", "")
    target = latin_letters(latin)
    if not source or not target or not _comparable(source, target):
        return 0.0
    return max(0.0, 1.0 - _cost(source, target) / max(len(source), _SHORTEST))


def _comparable(source: str, target: str) -> bool:
    """A quick look before the alignment: lengths in proportion, first letters that can agree."""
    if not len(source) <= 2 * len(target) + 1 <= 6 * len(source) + 3:
        return False
    return target[0] in _first_letters(source[:3])


@lru_cache(maxsize=1 << 13)
def _first_letters(beginning: str) -> frozenset[str]:
    """The Latin letters that a word beginning so in Cyrillic can begin with."""
    sounds = _sounds()
    letters = {
        latin[0]
        for size in range(1, len(beginning) + 1)
        for latin in sounds.get(beginning[:size], {})
    }
    return frozenset(letters | _SILENT_FIRST)


def _cost(source: str, target: str) -> float:
    sounds, longest_group = _sounds(), _longest_group()
    width = len(target) + 1
    costs = [[float("inf")] * width for _ in range(len(source) + 1)]
    costs[0][0] = 0.0
    for i in range(len(source) + 1):
        row = costs[i]
        groups = [
            (size, sounds[source[i : i + size]])
            for size in range(1, min(longest_group, len(source) - i) + 1)
            if source[i : i + size] in sounds
        ]
        lost = _CYRILLIC_VOWEL_LOST if source[i : i + 1] in _VOWELS_CYRILLIC else _CYRILLIC_LOST
        if source[i : i + 1] in ("ь", "ъ"):
            lost = 0.0
        for j in range(width):
            here = row[j]
            if here == float("inf"):
                continue
            if i < len(source) and here + lost < costs[i + 1][j]:
                costs[i + 1][j] = here + lost
            if j < len(target):
                silent = here + (_SILENT.get(target[j], _LATIN_LOST) if i or j else _FIRST_LOST)
                if silent < row[j + 1]:
                    row[j + 1] = silent
            for size, renderings in groups:
                after = costs[i + size]
                for length in range(1, min(_LONGEST, len(target) - j) + 1):
                    price = renderings.get(target[j : j + length])
                    if price is not None and here + price < after[j + length]:
                        after[j + length] = here + price
    return costs[-1][-1]
