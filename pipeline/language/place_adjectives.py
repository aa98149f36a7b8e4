"""Adjectives of places (`челябинский`, `турецкий`) led back to the place that they are made from.

Russian says "московский институт" where English says "Moscow institute", and "турецкий" where
English has "Turkish": an adjective names the place as surely as the noun does.
"""

from functools import cache, lru_cache

from pipeline.language.glossary import Glossary
from pipeline.language.glossary_file import PLACE_KINDS, Term
from pipeline.language.morphology import fold, parses
from pipeline.language.tables import rows, words_of

_SUFFIXES = ("ский", "ской", "цкий")
# What may stand between the stem of a place and the suffix, and what the place may end in.
_LINKS = ("", "ь", "ин", "ен", "н")
# A shorter one in small letters may be an ordinary word: "женский", "сельский".
_LONG_ENOUGH = 7
_ORDINARY = "ordinary adjective"
_ENDINGS = ("", "ь", "а", "я", "о", "е", "и", "ы", "ия", "ье", "ск", "й")


@cache
def _places() -> dict[str, Term]:
    """Folded one-word places of the built-in glossary."""
    return {
        fold(term.russian): term for term in Glossary.builtin().terms if term.kind in PLACE_KINDS
    }


@cache
def _irregular() -> dict[str, Term]:
    places = _places()
    return {
        fold(adjective): places[fold(place)] for adjective, place in rows("place_adjectives.tsv", 2)
    }


@lru_cache(maxsize=1 << 14)
def place_of_adjective(word: str) -> Term | None:
    """The place that an adjective in any form is made from, or None.

    >>> place_of_adjective("челябинского").russian
    'Челябинск'
    """
    for parse in parses(word)[:4]:
        lemma = fold(parse.lemma)
        if "ADJF" not in parse.grammemes or not lemma.endswith((*_SUFFIXES, "ный")):
            continue
        if lemma in _irregular():
            return _irregular()[lemma]
        if lemma in words_of("name_context.tsv", _ORDINARY):
            continue
        if word[:1].isupper() or len(lemma) >= _LONG_ENOUGH:
            return _derived(lemma)
    return None


@lru_cache(maxsize=1 << 14)
def _derived(lemma: str) -> Term | None:
    """The place that a regular adjective comes from: its stem with an ending that a place has."""
    places = _places()
    for stem in adjective_stems(lemma):
        for ending in _ENDINGS:
            term = places.get(stem + ending)
            if term is not None and not term.flag:
                return term
    return None


@lru_cache(maxsize=1 << 14)
def adjective_stems(lemma: str) -> tuple[str, ...]:
    """What is left of an adjective in -ский without its suffixes, the longest first."""
    suffix = next((one for one in _SUFFIXES if lemma.lower().endswith(one)), None)
    if suffix is None:
        return ()
    stem = lemma[: -len(suffix)] + ("ц" if suffix == "цкий" else "")
    return tuple(
        stem[: len(stem) - len(link)]
        for link in _LINKS
        if stem.endswith(link) and len(stem) - len(link) >= 3
    )
