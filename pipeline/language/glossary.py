"""The glossary: Russian terms with their settled English, matched on dictionary forms.

A term is found in whatever case and number the sentence puts it, longest first.  A matched name
can be put into the Russian sentence in its Latin form before translation (`inline`) and looked for
in the English afterwards (`verify`).
"""

import hashlib
import json
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from pipeline.language.english_words import english_words, find_phrase, phrase
from pipeline.language.glossary_file import (
    PLACE_KINDS,
    Term,
    read_terms,
    term_key,
)
from pipeline.language.inlining import inline
from pipeline.language.memory import remembered
from pipeline.language.morphology import headword_keys, likely_keys
from pipeline.language.tables import rows
from pipeline.language.term_trie import TermTrie, tokens
from pipeline.language.transliteration import transliterate
from pipeline.offsets import OffsetMap
from pipeline.resources import package_data

__all__ = ["Explanation", "Glossary", "Term", "TermMatch"]


@dataclass(frozen=True, slots=True)
class TermMatch:
    """An occurrence of a term: `[start, stop)` of the text, and the English form to use."""

    start: int
    stop: int
    text: str
    term: Term
    english: str


@dataclass(frozen=True, slots=True)
class Explanation:
    """Why a stretch of text is a term: the match, and for each word the lemmas it matched on."""

    match: TermMatch
    lemmas: tuple[tuple[str, ...], ...]


class Glossary:
    """A set of terms, ready for matching. Immutable; `merged` makes another one."""

    def __init__(self, terms: Iterable[Term]) -> None:
        self.terms = tuple(terms)
        self._trie = TermTrie(self.terms)

    @classmethod
    def builtin(cls) -> "Glossary":
        """The glossary that comes with Svodka; read once."""
        return _builtin()

    @classmethod
    def load(cls, path: Path) -> "Glossary":
        """A glossary from a user's file, over the built-in one: where both have a term, it wins.

        Raises:
            ConfigError: If the file is unreadable or any line of it is wrong.
        """
        return cls.builtin().merged(cls(read_terms(path)))

    def merged(self, other: "Glossary") -> "Glossary":
        """The terms of both; where both have one, that of `other`."""
        terms = {term_key(term.russian): term for term in self.terms}
        terms.update({term_key(term.russian): term for term in other.terms})
        return Glossary(terms.values())

    def __len__(self) -> int:
        return len(self.terms)

    @property
    def digest(self) -> str:
        """sha256 over the terms as canonical JSON, in hex: equal glossaries have equal digests."""
        content = sorted(
            [term.russian, list(term.english), term.kind, term.flag] for term in self.terms
        )
        canonical = json.dumps(content, ensure_ascii=False, separators=(",", ":"))
        return hashlib.sha256(canonical.encode()).hexdigest()

    def find(self, text: str) -> list[TermMatch]:
        """All terms in a Russian text, in order, none overlapping; longer ones are preferred."""
        return list(_matches(text, self._trie))

    def explain(self, text: str) -> list[Explanation]:
        """The matches of `find`, each with the lemmas that every word of it matched on."""
        return [Explanation(match, _shared_lemmas(match)) for match in self.find(text)]

    def inline(self, text: str, matches: Iterable[TermMatch]) -> tuple[str, OffsetMap]:
        """The Russian text with the proper names among the matches in their English form.

        Posts, legal forms and expressions stay Russian.  The map leads from offsets of the result
        back to the text.
        """
        return inline(
            text,
            (
                (match.start, match.stop, match.english)
                for match in matches
                if match.term.is_name and match.term.flag != "weak"
            ),
        )

    def locate(self, match: TermMatch, english_text: str) -> tuple[int, int] | None:
        """Where an accepted form of the term stands in the English, or None.

        Case (but for short abbreviations), articles, plural and possessive do not count; a place
        may also stand as its adjective (`Russian` for `Россия`).
        """
        words = english_words(english_text)
        for form in accepted_forms(match.term):
            span = find_phrase(phrase(form), words)
            if span is not None:
                return span
        return None

    def verify(self, match: TermMatch, english_text: str) -> bool:
        """Whether an accepted form of the term stands in the English text."""
        return self.locate(match, english_text) is not None


@remembered
def _matches(text: str, trie: TermTrie) -> tuple[TermMatch, ...]:
    return tuple(
        TermMatch(one.start, one.stop, text[one.start : one.stop], one.term, one.term.preferred)
        for one in trie.scan(text)
    )


@cache
def _builtin() -> Glossary:
    return Glossary(read_terms(package_data("language", "data", "glossary.tsv")))


@cache
def _demonyms() -> dict[str, tuple[str, ...]]:
    """English name of a place -> its adjective and the names of its people."""
    return {
        english: tuple(form.strip() for form in forms.split(","))
        for english, forms in rows("demonyms.tsv", 2)
    }


@cache
def demonym_words() -> frozenset[str]:
    """The folded words that are adjectives of places or name their people: `russian`, `poles`."""
    return frozenset(
        word.folded for forms in _demonyms().values() for form in forms for word in phrase(form)
    )


def adjective_of(english: str) -> str | None:
    """The adjective of a place by its English name: `Turkish` for Turkey; None if none is listed."""
    return next(iter(_demonyms().get(english, ())), None)


@cache
def accepted_forms(term: Term) -> tuple[str, ...]:
    """All English forms that render the term, the preferred one first."""
    demonyms = _demonyms()
    forms = list(term.english)
    forms += [form for english in term.english for form in demonyms.get(english, ())]
    if term.kind in PLACE_KINDS:
        # A ship or a channel that bears the name of a place keeps it as it sounds.
        forms.append(transliterate(term.russian))
    if term.kind == "body":
        # "глава МИД" is the foreign minister.
        forms += [english.replace("Ministry", "Minister") for english in term.english]
    return tuple(dict.fromkeys(forms))


def _shared_lemmas(match: TermMatch) -> tuple[tuple[str, ...], ...]:
    pairs = zip(tokens(match.text), tokens(match.term.russian), strict=True)
    return tuple(
        tuple(sorted(likely_keys(found.text) & headword_keys(own.text))) for found, own in pairs
    )
