"""Titles in capitals, put back into sentence case: translators loop on capitals.

`ГУБЕРНАТОР ТОМСКОЙ ОБЛАСТИ ОТКРЫЛ ЗАВОД ООО «СЕВЕРНЫЙ ВЕТЕР»` becomes `Губернатор Томской области
открыл завод ООО «Северный ветер»`. Abbreviations, words with digits and Latin words stay.
"""

import re
from functools import lru_cache

from pipeline.language.morphology import NAME_GRAMMEMES, parses

__all__ = ["is_shouting", "sentence_case"]

_WORD = re.compile(r"[А-ЯЁа-яё]+(?:-[А-ЯЁа-яё]+)*")
_LOUD = 0.8
_FEWEST_LETTERS = 8
_VOWELS = frozenset("АЕЁИОУЫЭЮЯ")
#: Abbreviations that are small in a sentence.
_SMALL = frozenset(["ТЫС", "МЛН", "МЛРД", "ТРЛН", "РУБ", "КОП", "КВ", "КГ", "КМ", "ГА"])
#: What follows the adjective of a region's own name.
_REGION = re.compile(r" (?:ОБЛАСТ|КРА[ЙЯЕЮ]|РАЙОН|ОКРУГ|РЕСПУБЛИК)")
_REGIONAL = re.compile(r"(?<!ИЧЕ)СК(?:АЯ|ОЙ|УЮ|ИЙ|ОГО|ОМУ?|ИМ)$")
_NO_REGION = ("ГОРОДСК", "СЕЛЬСК", "МОРСК")
#: Longer than this, a word that the dictionary does not know is a name and no abbreviation.
_LONGEST_ABBREVIATION = 5


def is_shouting(text: str) -> bool:
    """Whether at least two Cyrillic words are written, nearly all, in capitals."""
    words = _WORD.findall(text)
    letters = "".join(words).replace("-", "")
    capitals = sum(map(str.isupper, letters))
    return len(words) > 1 and len(letters) >= _FEWEST_LETTERS and capitals >= _LOUD * len(letters)


def sentence_case(text: str) -> str:
    """`text` with its capitals brought to those of a sentence; the length stays the same."""

    def replacement(match: re.Match[str]) -> str:
        word = match.group()
        if len(word) == 1 and word.isupper() and text[match.end() : match.end() + 1] == ".":
            return word  # an initial
        capital = _begins(text, match.start()) or (
            _REGIONAL.search(word) is not None
            and _REGION.match(text, match.end()) is not None
            and not word.startswith(_NO_REGION)
        )
        return _word(word, first=capital)

    return _WORD.sub(replacement, text)


def _begins(text: str, at: int) -> bool:
    """Whether a sentence or a quotation begins at `at`."""
    before = text[:at].rstrip(" ")
    return not before or before[-1] in '«„“"!?…' or (before[-1] == "." and len(before) > 4)


def _word(word: str, *, first: bool) -> str:
    if not word.isupper():
        return word
    if word in _SMALL:
        return word.lower()
    kind = _kind(word)
    if kind == "abbreviation":
        return word
    if kind == "name":
        return "-".join(part.capitalize() for part in word.split("-"))
    return word.capitalize() if first else word.lower()


@lru_cache(maxsize=1 << 12)
def _kind(word: str) -> str:
    """`word`, `name` or `abbreviation`, by the likeliest reading that the dictionary has."""
    known = [parse for parse in parses(word) if parse.known]
    if known:
        likeliest = max(known, key=lambda parse: parse.score)
        if "Abbr" in likeliest.grammemes:
            return "abbreviation"
        return "name" if likeliest.grammemes & NAME_GRAMMEMES else "word"
    if len(word) <= _LONGEST_ABBREVIATION or not _VOWELS & set(word):
        return "abbreviation"
    return "word" if _looks_inflected(word) else "name"


def _looks_inflected(word: str) -> bool:
    """Whether an unknown word ends as a relational adjective does: `томского`, `цифровизационной`."""
    return any("ADJF" in parse.grammemes or "PRTF" in parse.grammemes for parse in parses(word))
