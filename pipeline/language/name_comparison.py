"""Whether the names of a Russian text arrive in its English: lost ones, swapped ones, new ones.

A name arrives by its glossary form, else by the sound of its words in Latin letters.  An English
name that no Russian one accounts for is evidence that a missing one was swapped for it.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache, lru_cache

from pipeline.language.english_names import EnglishName, find_english_names
from pipeline.language.english_words import EnglishWord, english_words, find_phrase, phrase
from pipeline.language.glossary import Glossary, demonym_words
from pipeline.language.morphology import fold
from pipeline.language.name_forms import nominative_forms
from pipeline.language.name_model import Name, Part
from pipeline.language.russian_names import find_names
from pipeline.language.term_trie import tokens
from pipeline.language.transliteration import name_similarity

_EXACT = 0.93
_SURE = 0.93
_LIKELY = 0.8
_IN_CONTEXT = 0.65
_SHORT = 3
# Surnames of these shapes are spelled by rule; a distant likeness is another surname.
_RUSSIAN_ENDINGS = ("ов", "ев", "ёв", "ин", "ын", "ова", "ева", "ёва", "ина", "ский", "ская", "цкий", "цкая", "енко", "ых", "их")  # fmt: skip


@dataclass(frozen=True, slots=True)
class Match:
    """A Russian name that has arrived at `[start, stop)` of the English.

    `how` is `glossary`, `spelling` (by a transliteration standard), `sound` or `verbatim`; `score`
    is 1 for the first two, and `complete` is false if a part of a personal name is missing.
    """

    name: Name
    start: int
    stop: int
    score: float
    how: str
    complete: bool = True


@dataclass(frozen=True, slots=True)
class Comparison:
    """How the names of a Russian text and its English compare.

    `missing` holds the names that did not arrive (the weak ones among them are no errors),
    `swapped` those of them that another English name has taken the place of, and `unmatched` the
    English names that no Russian word accounts for.
    """

    matched: tuple[Match, ...]
    missing: tuple[Name, ...]
    swapped: tuple[tuple[Name, EnglishName], ...]
    unmatched: tuple[EnglishName, ...]

    @property
    def errors(self) -> tuple[Name, ...]:
        """The names that may be demanded and are missing, or of which the first name is."""
        lost = [name for name in self.missing if not name.weak]
        lost += [one.name for one in self.matched if not one.complete and not one.name.weak]
        return tuple(sorted(lost, key=lambda name: name.start))

    @property
    def invented(self) -> tuple[EnglishName, ...]:
        """The unmatched English names that are surely names of persons or places."""
        return tuple(name for name in self.unmatched if name.kind != "other")


def compare_names(russian: str, english: str, glossary: Glossary | None = None) -> Comparison:
    """Compare the names of a Russian text with those of its English."""
    matched: list[Match] = []
    missing: list[Name] = []
    for name in find_names(russian, glossary):
        match = name_arrives(name, english)
        if match is None:
            missing.append(name)
        else:
            matched.append(match)
    unmatched = _unmatched(russian, english, matched)
    return Comparison(
        tuple(matched), tuple(missing), tuple(_swapped(missing, unmatched)), tuple(unmatched)
    )


def name_arrives(name: Name, english: str) -> Match | None:
    """Where a Russian name stands in the English, or None."""
    words = english_words(english)
    if name.accepted:
        span = _accepted_span(name, words)
        if span is not None:
            return Match(name, *span, 1.0, "glossary")
    if name.kind == "latin":
        span = find_phrase(phrase(name.text), words) or _verbatim(name.text, english)
        return Match(name, *span, 1.0, "verbatim") if span else None
    return _by_parts(name, words)


def _accepted_span(name: Name, words: tuple[EnglishWord, ...]) -> tuple[int, int] | None:
    spans = (find_phrase(phrase(form), words) for form in name.accepted)
    return next((span for span in spans if span is not None), None)


def _verbatim(text: str, english: str) -> tuple[int, int] | None:
    """Where Latin letters stand in the English as they are, be it inside a word."""
    at = english.lower().find(text.lower())
    return (at, at + len(text)) if at >= 0 else None


# Part by part -----------------------------------------------------------------------------------


def _by_parts(name: Name, words: tuple[EnglishWord, ...]) -> Match | None:
    """A name whose decisive words are in the English, by spelling or by sound."""
    found: list[tuple[Part, EnglishWord, float]] = []
    decisive = _decisive(name)
    for part in name.parts:
        if part.role == "initial":
            continue
        best = _best_word(part, words)
        if best is not None and best[1] >= (_EXACT if name.term else _threshold(part)):
            found.append((part, *best))
    have = {part for part, _, _ in found}
    if name.term is not None and len(have) < len(decisive):
        return None
    if not have.intersection(decisive) and have:
        # The first name is there: a surname beside it may be spelled freely.
        found += _beside(decisive, found, words)
        have = {part for part, _, _ in found}
    if not have.intersection(decisive):
        return None
    score = min(one for part, _, one in found if part in decisive)
    complete = all(part in have for part in name.parts if part.role in ("first", "surname"))
    return Match(
        name,
        min(word.start for _, word, _ in found),
        max(word.stop for _, word, _ in found),
        score,
        "spelling" if score == 1.0 else "sound",
        complete,
    )


def _decisive(name: Name) -> tuple[Part, ...]:
    """The parts of which one must arrive: the surname, else whatever there is."""
    surnames = tuple(part for part in name.parts if part.role == "surname")
    others = tuple(part for part in name.parts if part.role != "initial")
    return surnames or others


@lru_cache(maxsize=1 << 14)
def _threshold_of(form: str) -> float:
    return _SURE if len(form) <= _SHORT or form.endswith(_RUSSIAN_ENDINGS) else _LIKELY


def _threshold(part: Part) -> float:
    return _threshold_of(part.forms[0])


def _best_word(part: Part, words: Iterable[EnglishWord]) -> tuple[EnglishWord, float] | None:
    """The capitalised word most like the part in any of its forms, and how much."""
    best: tuple[EnglishWord, float] | None = None
    for word in words:
        if not word.is_capitalised or len(word.text) < 2:
            continue
        score = _likeness(part.forms, word.bare)
        if best is None or score > best[1]:
            best = (word, score)
            if score == 1.0:
                break
    return best


@lru_cache(maxsize=1 << 15)
def _likeness(forms: tuple[str, ...], latin: str) -> float:
    """How well a Latin word renders the likeliest of the forms; pieces of `Нью-Йорк` count."""
    score = 0.0
    for form in forms:
        for piece in (form, *_pieces(form)):
            score = max(score, name_similarity(piece, latin))
            if score == 1.0:
                return score
    return score


@cache
def _pieces(form: str) -> tuple[str, ...]:
    return tuple(piece for piece in form.split("-") if len(piece) > _SHORT) if "-" in form else ()


def _beside(
    parts: tuple[Part, ...],
    found: list[tuple[Part, EnglishWord, float]],
    words: tuple[EnglishWord, ...],
) -> list[tuple[Part, EnglishWord, float]]:
    """Decisive parts that a neighbour of a word already found renders in a freer spelling."""
    places = {word.start: at for at, word in enumerate(words)}
    near = [
        words[at]
        for _, word, _ in found
        for at in range(places[word.start] - 2, places[word.start] + 4)
        if 0 <= at < len(words) and all(words[at] is not other for _, other, _ in found)
    ]
    result = []
    for part in parts:
        best = _best_word(part, near)
        if best is not None and best[1] >= _IN_CONTEXT:
            result.append((part, *best))
    return result


# What is left over ------------------------------------------------------------------------------


def _unmatched(russian: str, english: str, matched: list[Match]) -> list[EnglishName]:
    """English names that neither a matched name nor any word of the Russian accounts for."""
    spans = [(match.start, match.stop) for match in matched]
    rest = [
        name
        for name in find_english_names(english)
        if not any(start < name.stop and name.start < stop for start, stop in spans)
    ]
    if not rest:
        return []
    words = [token.text for token in tokens(russian) if token.text[0].isupper()]
    return [name for name in rest if not any(_accounted(word, words) for word in name.words)]


def _accounted(word: EnglishWord, russian_words: list[str]) -> bool:
    """Whether a Russian word may be behind an English one, or the English one is an adjective."""
    if word.folded in demonym_words():
        return True
    return any(
        word.folded == russian.lower()
        or _likeness(nominative_forms(russian), word.bare) >= _IN_CONTEXT
        for russian in russian_words
    )


def _swapped(
    missing: list[Name], unmatched: list[EnglishName]
) -> Iterable[tuple[Name, EnglishName]]:
    """Missing persons and places, in order, each with an unaccounted English name."""
    demanded = [name for name in missing if not name.weak and name.kind in ("person", "place")]
    return zip(demanded, unmatched, strict=False)


# Russian against Russian ------------------------------------------------------------------------


def names_not_in(summary: str, source: str, glossary: Glossary | None = None) -> list[Name]:
    """The names of a Russian summary that its source does not have, in any case form."""
    known = {fold(form) for token in tokens(source) for form in nominative_forms(token.text)}
    known |= {piece for form in known if "-" in form for piece in form.split("-")}
    return [name for name in find_names(summary, glossary) if not _is_in(name, known)]


def _is_in(name: Name, known: set[str]) -> bool:
    words = [token.text for part in _decisive(name) for token in tokens(part.text)]
    return all(any(fold(form) in known for form in nominative_forms(word)) for word in words)
