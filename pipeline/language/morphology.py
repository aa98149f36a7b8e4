"""Dictionary forms of Russian words: a cached, thread-safe face of pymorphy3.

pymorphy3 parses some four thousand new words a second, and a release repeats its words, so every
answer is cached and callers ask only about candidates (capitalised words, words that begin like a
glossary entry).  The dictionary is loaded at the first question, not at import.
"""

import threading
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import Any

from pipeline.language.tables import words, words_of

_CACHE_SIZE = 1 << 16
_LIKELY = 0.1
_lock = threading.Lock()

NAME_GRAMMEMES = frozenset({"Name", "Surn", "Patr", "Geox", "Orgn", "Trad"})
_PERSON_GRAMMEMES = frozenset({"Name", "Surn", "Patr"})


@dataclass(frozen=True, slots=True)
class Parse:
    """One reading of a word form: its dictionary form, OpenCorpora grammemes, and weight.

    `known` is false for a reading that was guessed from the ending of a word that the dictionary
    does not have.
    """

    lemma: str
    grammemes: frozenset[str]
    score: float
    known: bool

    @property
    def name_kind(self) -> str | None:
        """The grammeme that makes this reading a name (`Surn`, `Geox`, ...), or None."""
        return next((grammeme for grammeme in NAME_GRAMMEMES & self.grammemes), None)


@cache
def _analyzer() -> Any:
    import pymorphy3

    return pymorphy3.MorphAnalyzer(lang="ru")


def fold(word: str) -> str:
    """The form of a Russian word under which spellings compare: lower case, ё as е."""
    return word.lower().replace("ё", "е")


@lru_cache(maxsize=_CACHE_SIZE)
def _raw(word: str) -> tuple[Any, ...]:
    with _lock:
        return tuple(_analyzer().parse(word.lower()))


@lru_cache(maxsize=_CACHE_SIZE)
def parses(word: str) -> tuple[Parse, ...]:
    """All readings of a word form, likeliest first; letter case does not matter."""
    return tuple(
        Parse(one.normal_form, frozenset(one.tag.grammemes), float(one.score), bool(one.is_known))
        for one in _raw(word)
    )


@lru_cache(maxsize=_CACHE_SIZE)
def lemmas(word: str) -> tuple[str, ...]:
    """All dictionary forms that the word can be a form of, likeliest first, ё kept."""
    return tuple(dict.fromkeys(parse.lemma for parse in parses(word)))


@lru_cache(maxsize=_CACHE_SIZE)
def lemma_keys(word: str) -> frozenset[str]:
    """The word itself and all its dictionary forms, folded: two forms of one word share a key."""
    return frozenset({fold(word), *(fold(lemma) for lemma in lemmas(word))})


@lru_cache(maxsize=_CACHE_SIZE)
def likely_keys(word: str) -> frozenset[str]:
    """`lemma_keys` without far-fetched readings.

    `после` is "after"; that it could be the prepositional case of `посол` is a curiosity.  A
    capital may well be the rare reading (a name), so only small words, and words that sentences
    begin with, lose theirs.
    """
    if not word[:1].islower() and fold(word) not in words("openers.tsv"):
        return lemma_keys(word)
    readings = parses(word)
    floor = _LIKELY * max((one.score for one in readings), default=0.0)
    return frozenset({fold(word), *(fold(one.lemma) for one in readings if one.score >= floor)})


@lru_cache(maxsize=_CACHE_SIZE)
def headword_keys(word: str) -> frozenset[str]:
    """The keys of a word that stands in its dictionary form or depends on one that does.

    `Дели` is the city, not an imperative: a word that is its own dictionary form has that key
    alone.
    """
    keys = frozenset(fold(lemma) for lemma in lemmas(word))
    return frozenset({fold(word)}) if fold(word) in keys or not keys else keys | {fold(word)}


@lru_cache(maxsize=_CACHE_SIZE)
def name_kinds(word: str) -> frozenset[str]:
    """The kinds of name (`Name`, `Surn`, `Patr`, `Geox`, `Orgn`) among the word's readings."""
    return frozenset(
        grammeme for parse in parses(word) for grammeme in parse.grammemes & NAME_GRAMMEMES
    )


@lru_cache(maxsize=_CACHE_SIZE)
def known_name_kinds(word: str) -> frozenset[str]:
    """The kinds of name among those readings that the dictionary has and did not guess."""
    if lemmas(word)[0] in words_of("name_context.tsv", "surname"):
        return frozenset({"Surn"})
    return frozenset(
        grammeme
        for parse in parses(word)
        if parse.known
        for grammeme in parse.grammemes & NAME_GRAMMEMES
    )


def is_name(word: str) -> bool:
    """Whether some dictionary reading of the word is a name."""
    return bool(known_name_kinds(word))


@lru_cache(maxsize=_CACHE_SIZE)
def is_common(word: str) -> bool:
    """Whether some dictionary reading of the word is an ordinary word, not a name."""
    return any(parse.known and not parse.grammemes & NAME_GRAMMEMES for parse in parses(word))


def is_known(word: str) -> bool:
    """Whether the dictionary has the word form at all."""
    return any(parse.known for parse in parses(word))


@lru_cache(maxsize=_CACHE_SIZE)
def genders(word: str) -> frozenset[str]:
    """The genders (`masc`, `femn`) that the word's name readings allow; empty when none is said."""
    return frozenset(
        gender
        for parse in parses(word)
        if parse.grammemes & _PERSON_GRAMMEMES
        for gender in ("masc", "femn")
        if gender in parse.grammemes or "ms-f" in parse.grammemes
    )


@lru_cache(maxsize=_CACHE_SIZE)
def nominative(word: str, kind: str, gender: str | None = None) -> str | None:
    """The word put to the nominative singular as a name of `kind`, in the gender asked for.

    pymorphy3 gives `Сухоруков` as the dictionary form of `Сухоруковой`; a translation needs
    `Сухорукова`, so the right reading is inflected instead of reduced.  None when the word has no
    reading of that kind (and gender).
    """
    for one in _raw(word):
        tags = one.tag.grammemes
        if kind not in tags or (gender and gender not in tags and "ms-f" not in tags):
            continue
        if "plur" in tags:
            continue
        if "nomn" in tags:
            return str(one.word)
        with _lock:
            inflected = one.inflect({"nomn"})
        if inflected is not None:
            return str(inflected.word)
    return None


@lru_cache(maxsize=_CACHE_SIZE)
def upright(word: str, kind: str, case: str, number: str, gender: str) -> str | None:
    """The word put to the nominative, if it can be a `kind` in that case, number and gender.

    Grammemes are OpenCorpora's: `ADJF`, `gent`, `sing`, `neut`. Plural adjectives have no gender.
    """
    asked = {kind, case, number} | ({gender} if gender and number == "sing" else set())
    for one in _raw(word):
        if asked <= one.tag.grammemes:
            with _lock:
                inflected = one.inflect({"nomn", number})
            return str(inflected.word) if inflected is not None else None
    return None
