"""Where a Russian name stands in its English: by its settled form, as it is, or by sound."""

from dataclasses import dataclass

from pipeline.language.english_words import EnglishWord, english_words, find_phrase, phrase
from pipeline.language.name_forms import is_glued
from pipeline.language.name_likeness import EXACT, IN_CONTEXT, likest, threshold
from pipeline.language.name_model import Name, Part
from pipeline.language.transliteration import latin_key

_BEFORE, _AFTER = 2, 3
_SHORTEST = 3


@dataclass(frozen=True, slots=True)
class Match:
    """A Russian name that has arrived at `[start, stop)` of the English.

    `how` is `glossary`, `spelling` (by a transliteration standard), `sound` or `verbatim`; `score`
    is in (0, 1], 1 but for `sound`; `complete` is false if the surname of a person is there and
    the first name is not.  `garbled` is the English word that stands where the surname should, too
    unlike it to be a spelling of it: `Likharov` for Лихачев.
    """

    name: Name
    start: int
    stop: int
    score: float
    how: str
    complete: bool = True
    garbled: EnglishWord | None = None


@dataclass(frozen=True, slots=True)
class _Found:
    part: Part
    word: EnglishWord
    score: float


def name_arrives(name: Name, english: str) -> Match | None:
    """Where a Russian name stands in the English, or None."""
    words = english_words(english)
    for form in name.accepted:
        span = find_phrase(phrase(form), words)
        if span is not None:
            return Match(name, *span, 1.0, "glossary")
    if name.term is None:
        for form in name.accepted:
            span = _spelled_alike(form, words)
            if span is not None:
                return Match(name, *span, 1.0, "spelling")
    if name.kind == "latin":
        span = find_phrase(phrase(name.text), words) or _verbatim(name.text, english)
        return Match(name, *span, 1.0, "verbatim") if span else None
    return _by_parts(name, words)


def _spelled_alike(form: str, words: tuple[EnglishWord, ...]) -> tuple[int, int] | None:
    """Where a form stands in a spelling by another standard: Nizhniy Novgorod."""
    wanted = [latin_key(word.bare) for word in english_words(form)]
    said = [latin_key(word.bare) for word in words]
    for at in range(len(said) - len(wanted) + 1):
        if said[at : at + len(wanted)] == wanted:
            return words[at].start, words[at + len(wanted) - 1].stop
    return None


def _verbatim(text: str, english: str) -> tuple[int, int] | None:
    """Where Latin letters stand in the English as they are, be it inside a word."""
    at = english.lower().find(text.lower())
    return (at, at + len(text)) if at >= 0 else None


def _by_parts(name: Name, words: tuple[EnglishWord, ...]) -> Match | None:
    """A name whose decisive words are in the English.

    Of a person the surname decides; of a glossary name every word must be there, in a spelling by
    some standard; of any other name one word is enough.
    """
    parts = [part for part in name.parts if part.role != "initial"]
    found = [
        _Found(part, *best)
        for part in parts
        if (best := likest(part, words)) is not None
        and best[1] >= (EXACT if name.accepted else threshold(part.forms[0]))
    ]
    if not found or (name.term is not None and len(found) < len(parts)):
        return None
    beside = _beside(parts, found, words)
    found += beside
    decisive = [part for part in parts if part.role == "surname"] or parts
    scores = [one.score for one in found if one.part in decisive]
    if not scores:
        return None
    arrived = [one.part for one in found]
    return Match(
        name,
        min(one.word.start for one in found),
        max(one.word.stop for one in found),
        min(scores),
        "spelling" if min(scores) == 1.0 else "sound",
        all(part in arrived for part in parts if part.role in ("first", "surname")),
        next((one.word for one in beside if _is_telling(one.part)), None),
    )


def _is_telling(part: Part) -> bool:
    """Whether a word unlike the part is another name.

    Three letters tell too little, and the English of a double name is two words.
    """
    told = len(part.forms[0]) > _SHORTEST and "-" not in part.text and not is_glued(part.text)
    return part.role == "surname" and told


def _beside(parts: list[Part], found: list[_Found], words: tuple[EnglishWord, ...]) -> list[_Found]:
    """The parts still missing that a neighbour of a word already found renders more freely."""
    missing = [part for part in parts if all(part is not one.part for one in found)]
    if not missing:
        return []
    taken = {one.word.start for one in found}
    near = [
        words[at]
        for place, word in enumerate(words)
        if word.start in taken
        for at in range(max(0, place - _BEFORE), min(len(words), place + _AFTER + 1))
        if words[at].start not in taken
    ]
    candidates = ((part, likest(part, near)) for part in missing)
    return [
        _Found(part, *best)
        for part, best in candidates
        if best is not None and best[1] >= IN_CONTEXT
    ]
