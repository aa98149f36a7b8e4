"""Names of one capitalised word: what the word may be, and whether its capital says so."""

import re
from collections.abc import Iterator

from pipeline.language.capitals import Word
from pipeline.language.morphology import (
    fold,
    is_common,
    is_known,
    known_name_kinds,
    nominative,
    parses,
)
from pipeline.language.name_forms import (
    SHORTEST_STEM,
    is_adjective,
    is_odd,
    like,
    looks_like_surname,
    nominative_forms,
    place_form,
)
from pipeline.language.name_model import Name, Part, spelled_name
from pipeline.language.tables import words_of

_NEXT_WORD = re.compile(r",? (?:также |же )?([а-яё]+)")


def single_name(text: str, word: Word) -> Iterator[Name]:
    """The name of one word, or nothing if its capital is no sign of one."""
    letters = word.text
    kinds = known_name_kinds(letters)
    ordinary = _is_likelier_ordinary(word)
    if word.is_initial:
        return
    forms = nominative_forms(letters)
    adjective = is_adjective(forms[0]) and _may_modify(text, word)
    if ordinary and (word.opens or not (kinds or adjective)):
        return
    if fold(forms[0]) in words_of("name_context.tsv", "said in words"):
        return
    if word.opens and not kinds and not _is_surely_name(text, word):
        return
    role = "word"
    preferred = None
    if (kinds & {"Surn", "Name", "Patr"} or is_adjective(forms[0])) and not adjective:
        kind, role = "person", "first" if kinds and "Surn" not in kinds else "surname"
        preferred = nominative(letters, "Surn" if role == "surname" else "Name")
    elif "Geox" in kinds:
        kind, preferred = "place", place_form(letters)
    else:
        kind = "other"
    if preferred is not None:
        forms = tuple(dict.fromkeys((like(letters, preferred), *forms)))
    weak = (
        adjective
        or (kind == "other" and is_odd(letters))
        or (is_common(letters) and not looks_like_surname(letters))
    )
    yield spelled_name(word.start, kind, letters, (Part(letters, role, forms),), weak=weak)


def _may_modify(text: str, word: Word) -> bool:
    """Whether a word in -ский is an adjective of the noun after it, or a place (`в Раменском`).

    Otherwise it stands for itself, as a surname does: `ответил Ружицкий.`
    """
    if word.text.endswith(("ом", "ое", "их", "ими")):
        return True
    after = _NEXT_WORD.match(text, word.stop)
    if after is None or after.group().startswith(","):
        return text[word.stop : word.stop + 2].strip(" ").istitle()
    likeliest = parses(after.group(1))[0].grammemes
    return bool({"NOUN", "ADJF"} & likeliest) and "Apro" not in likeliest


def _is_surely_name(text: str, word: Word) -> bool:
    """Whether a word that the dictionary lacks is a name though it begins a sentence."""
    if is_known(word.text) or is_odd(word.text):
        return False
    return looks_like_surname(word.text) or _precedes_speech(text, word.stop)


def _precedes_speech(text: str, stop: int) -> bool:
    """Whether `заявил` or the like follows, so that the word before an offset is a speaker."""
    after = _NEXT_WORD.match(text, stop)
    return after is not None and after.group(1) in words_of("name_context.tsv", "speech")


def _is_likelier_ordinary(word: Word) -> bool:
    """Whether the word is likelier an ordinary one than a surname.

    Within a sentence the capital decides; at its beginning `Волков` is a surname too, since no
    sentence begins with a bare genitive plural.
    """
    if not is_common(word.text):
        return False
    if "Surn" not in known_name_kinds(word.text) or len(word.text) <= SHORTEST_STEM:
        return True
    return word.opens and any(
        one.known and not one.name_kind and not _is_bare_plural(one.grammemes)
        for one in parses(word.text)
    )


def _is_bare_plural(grammemes: frozenset[str]) -> bool:
    return "plur" in grammemes and bool({"gent", "accs"} & grammemes)
