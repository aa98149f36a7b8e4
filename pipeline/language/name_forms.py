"""The nominatives that a capitalised Russian word can be a case form of, and what its shape says."""

from functools import lru_cache

from pipeline.language.morphology import is_known, lemmas, name_kinds, nominative, parses
from pipeline.language.place_adjectives import adjective_stems
from pipeline.language.tables import words_of

SHORTEST_STEM = 3
LONGEST_NAME = 16
_SHORTEST_COMPOUND = 6
_CACHE_SIZE = 1 << 14

_ADJECTIVE_ENDINGS = ("ский", "ской", "цкий", "ская", "ское")
# Endings of the oblique cases, longest first, of which an unknown name may have one.
_CASE_ENDINGS = ("ами", "ями", "ого", "ому", "ой", "ою", "ом", "ем", "ым", "а", "у", "е", "ы", "и", "я", "ю")  # fmt: skip
_LAND = ("щина", "щины", "щине", "щину", "чина", "чины", "чине", "чину")
_SURNAME_ENDINGS = (
    "ов", "ова", "ову", "овым", "овой", "ев", "ева", "еву", "евым", "евой", "ёв",
    "ин", "ина", "ину", "иным", "иной", "ский", "ского", "скому", "ским", "ская", "ской", "скую",
    "ко", "швили", "дзе", "ян", "яна", "ук", "юк",
)  # fmt: skip


@lru_cache(maxsize=_CACHE_SIZE)
def nominative_forms(word: str) -> tuple[str, ...]:
    """The nominatives that the word can be a form of, likelier ones first, itself always last.

    Feminine surnames and patronymics, which pymorphy3 leads back to the masculine, are there in
    both genders; of an adjective in -ский also the stems (`Давосский`: `Давос`).
    """
    readings = lemmas(word)
    forms = [like(word, lemma) for lemma in readings]
    for kind, gender in (("Surn", "femn"), ("Patr", None)):
        inflected = nominative(word, kind, gender)
        if inflected is not None:
            forms.append(like(word, inflected))
    if not is_known(word):
        forms += _without_ending(word)
    forms += _feminine(word)
    if word.endswith(_LAND):
        forms.append(word[:-4])
    if is_adjective(readings[0]):
        forms += [like(word, stem) for stem in adjective_stems(readings[0])]
    return tuple(dict.fromkeys((*forms, word)))


def _without_ending(word: str) -> list[str]:
    """An unknown word without a possible case ending: `Ахтарова` may be `Ахтаров`."""
    return [
        word[: -len(ending)]
        for ending in _CASE_ENDINGS
        if word.endswith(ending) and len(word) - len(ending) >= SHORTEST_STEM
    ]


def _feminine(word: str) -> list[str]:
    """The word as a case form of one in -а: `Амины` may be `Амина` rather than `Амин`."""
    if word.endswith("ой"):
        return [word[:-2] + "а"]
    return [word[:-1] + "а"] if word.endswith(("ы", "и", "е", "у")) else []


def like(word: str, lemma: str) -> str:
    """A lower-case lemma with the capitals of a name."""
    if len(word) <= SHORTEST_STEM and word.isupper():
        return lemma.upper()
    return "-".join(piece[:1].upper() + piece[1:] for piece in lemma.split("-"))


def place_form(word: str) -> str | None:
    """The nominative of the word as the name of a place, or None."""
    lemma = next((one.lemma for one in parses(word) if "Geox" in one.grammemes), None)
    return like(word, lemma) if lemma else None


def is_adjective(form: str) -> bool:
    """Whether a nominative is an adjective in -ский, of which places are named."""
    return form.lower().endswith(_ADJECTIVE_ENDINGS) and len(form) > len("ский")


def looks_like_surname(word: str) -> bool:
    """Whether the word ends like a surname in some case."""
    return word.lower().endswith(_SURNAME_ENDINGS) and len(word) > SHORTEST_STEM + 1


@lru_cache(maxsize=_CACHE_SIZE)
def is_odd(word: str) -> bool:
    """Whether a word that no dictionary has is a compound, an abbreviation or a misprint."""
    if len(word) > LONGEST_NAME or any(piece[1:] != piece[1:].lower() for piece in word.split("-")):
        return True
    if word.lower() in words_of("name_context.tsv", "title"):
        return True
    if len(word) > _SHORTEST_COMPOUND and word.lower().startswith(_compounds()):
        return True
    return not {"NOUN", "ADJF"} & parses(word)[0].grammemes and not looks_like_surname(word)


@lru_cache(maxsize=1)
def _compounds() -> tuple[str, ...]:
    return tuple(words_of("name_context.tsv", "compound"))


def is_glued(word: str) -> bool:
    """Whether a long unknown word looks like two words that lost the space between them."""
    if len(word) > LONGEST_NAME and "-" not in word and not is_known(word):
        return True
    if len(word) <= LONGEST_NAME // 2 or is_known(word) or name_kinds(word):
        return False
    return not any({"NOUN", "ADJF"} & parse.grammemes for parse in parses(word)[:3])
