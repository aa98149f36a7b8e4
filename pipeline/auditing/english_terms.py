"""Glossary terms as an English text names them: which term could these English words be?"""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache

from pipeline.language.english_words import english_words, phrase
from pipeline.language.glossary import Glossary, Term, accepted_forms
from pipeline.language.glossary_file import NAME_KINDS, PLACE_KINDS

_NAMES = NAME_KINDS - PLACE_KINDS
_WORDS = frozenset({"post"})


@dataclass(frozen=True, slots=True)
class EnglishTerm:
    """Words of an English text, `[start, stop)`, that are the English of each of `terms`."""

    start: int
    stop: int
    text: str
    terms: tuple[Term, ...]

    def means_any(self, terms: Iterable[Term]) -> bool:
        """Whether one of `terms` may be rendered by these words."""
        return any(self._form in _folded_forms(term) for term in terms)

    @property
    def _form(self) -> tuple[str, ...]:
        return _fold(self.text)


class EnglishTerms:
    """An index of the English forms of a glossary's terms.

    Args:
        glossary: The terms.
        kinds: Of the terms to index; without it all but places, which are left to the names.
    """

    def __init__(self, glossary: Glossary, kinds: frozenset[str] | None = None) -> None:
        wanted = _NAMES | _WORDS if kinds is None else kinds
        self._by_form: dict[tuple[str, ...], list[Term]] = defaultdict(list)
        for term in glossary.terms:
            if term.kind in wanted and term.flag != "weak":
                for form in term.english:
                    self._by_form[_fold(form)].append(term)
        # The sizes of the forms that begin with a word, longest first: most words begin none.
        sizes: dict[str, set[int]] = defaultdict(set)
        for words in self._by_form:
            sizes[words[0]].add(len(words))
        self._sizes = {word: sorted(own, reverse=True) for word, own in sizes.items()}

    def find(self, text: str) -> list[EnglishTerm]:
        """All terms that the text names, the longest words first where two overlap, in order.

        A name counts only where it is written with a capital: `duma` and `bank` are none.
        """
        words = [word for word in english_words(text) if word.folded != "the"]
        found: list[EnglishTerm] = []
        at = 0
        while at < len(words):
            for size in self._sizes.get(words[at].folded, ()):
                stretch = words[at : at + size]
                known = self._by_form.get(tuple(word.folded for word in stretch), ())
                capital = stretch[0].is_capitalised
                terms = tuple(term for term in known if capital or term.kind in _WORDS)
                if terms:
                    start, stop = stretch[0].start, stretch[-1].stop
                    found.append(EnglishTerm(start, stop, text[start:stop], terms))
                    at += size
                    break
            else:
                at += 1
        return found


@lru_cache(maxsize=8)
def english_places(glossary: Glossary) -> EnglishTerms:
    """The index of a glossary's places, built once."""
    return EnglishTerms(glossary, PLACE_KINDS)


@lru_cache(maxsize=8)
def english_terms(glossary: Glossary) -> EnglishTerms:
    """The index of a glossary, built once."""
    return EnglishTerms(glossary)


@lru_cache(maxsize=1 << 13)
def _fold(form: str) -> tuple[str, ...]:
    return tuple(word.folded for word in phrase(form))


@lru_cache(maxsize=1 << 12)
def _folded_forms(term: Term) -> frozenset[tuple[str, ...]]:
    return frozenset(_fold(form) for form in accepted_forms(term))
