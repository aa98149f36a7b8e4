"""How much it weighs that a name did not come through: error, warning, or a note.

Ordered rules; the first that knows the name decides. How sure one may be was counted on 9,000 pairs
of press sentences and their professional translations: of people and places that may be demanded
0.2 % are not there as spelled, of firms in quotation marks a third are translated by sense, and of
titles and abbreviations a half. What good translators do as often as not is only noted, unless the
English has nothing at all that could be the name.
"""

import re
from collections.abc import Callable

from pipeline.document import Severity
from pipeline.language.english_words import EnglishWord, english_words
from pipeline.language.name_likeness import IN_CONTEXT, likest
from pipeline.language.names import Comparison, Name
from pipeline.language.place_adjectives import adjective_stems
from pipeline.language.quotations import find_quotations
from pipeline.language.transliteration import latin_key, transliterate

__all__ = ["weight_of_loss"]

STRICT = frozenset({"person", "place"})
_ALIKE = 4
"""Letters that an adjective and its place have in common: Рыбницкий, Rybnitsa."""
_OPENS_AFTER = re.compile(r"(?:^|[.!?:;…]|[\"“«(])\s*[\"“«(]?$")
_TITLE_WORDS = 6

Rule = Callable[[Name, Comparison, str], Severity | None]


def weight_of_loss(name: Name, comparison: Comparison, english: str) -> Severity | None:
    """What a name that did not come through is worth, or None if it is there after all.

    Args:
        name: One of those that `comparison` misses.
        comparison: The names of the Russian line against its English.
        english: The English line.
    """
    for rule in _RULES:
        severity = rule(name, comparison, english)
        if severity is not None:
            return severity
    return None if _stem_is_there(name, english) else Severity.WARNING


def _person_or_place(name: Name, comparison: Comparison, english: str) -> Severity | None:
    """People and places that may be demanded."""
    if name.kind not in STRICT or name.weak or _is_address(name):
        return None
    return Severity.ERROR


def _in_latin_letters(name: Name, comparison: Comparison, english: str) -> Severity | None:
    """What stands in Latin letters in the Russian stands so in the English."""
    if name.kind != "latin" or name.weak:
        return None
    return Severity.ERROR if name.text.isascii() else Severity.WARNING


def _one_word(name: Name, comparison: Comparison, english: str) -> Severity | None:
    """A capitalised word that can only be a name, and that nothing in the English is like."""
    if name.kind != "other" or name.weak:
        return None
    best = likest(name.parts[0], english_words(english))
    unlike = best is None or best[1] < IN_CONTEXT
    return Severity.ERROR if unlike and not _stem_is_there(name, english) else Severity.WARNING


def _title(name: Name, comparison: Comparison, english: str) -> Severity | None:
    """A title in quotation marks may be translated, and then something stands in its place."""
    if name.kind != "organisation" or name.term is not None or name.accepted:
        return None
    return Severity.NOTE if _has_place_for_title(comparison, english) else Severity.WARNING


def _abbreviation(name: Name, comparison: Comparison, english: str) -> Severity | None:
    """An abbreviation that the glossary lacks is spelled out, or made of the English words."""
    return Severity.NOTE if name.kind == "abbreviation" and name.term is None else None


_RULES: tuple[Rule, ...] = (_person_or_place, _in_latin_letters, _one_word, _title, _abbreviation)


def _is_address(name: Name) -> bool:
    """Whether the name is a first name and patronymic alone, which English says as `Mr. Putin`."""
    roles = {part.role for part in name.parts}
    return "patronymic" in roles and "surname" not in roles


def _stem_is_there(name: Name, english: str) -> bool:
    """Whether a word of the English begins as the adjective does: Рыбницкий, Rybnitsa."""
    if name.kind not in ("other", "place") or len(name.parts) != 1:
        return False
    stems = {
        latin_key(transliterate(stem))[:_ALIKE]
        for form in name.parts[0].forms
        for stem in adjective_stems(form)
    }
    return any(
        word.is_capitalised and latin_key(word.bare)[:_ALIKE] in stems
        for word in english_words(english)
    )


def _has_place_for_title(comparison: Comparison, english: str) -> bool:
    """Whether the English has a quoted title, or capitals that belong to no name that arrived."""
    if any(one.words <= _TITLE_WORDS for one in find_quotations(english, "english")):
        return True
    return any(
        _is_free_capital(word, comparison, english) for word in english_words(english) if word.start
    )


def _is_free_capital(word: EnglishWord, comparison: Comparison, english: str) -> bool:
    if not word.text[0].isupper() or len(word.text) < 2:
        return False
    if any(one.start < word.stop and word.start < one.stop for one in comparison.matched):
        return False
    return _OPENS_AFTER.search(english, max(0, word.start - 4), word.start) is None
