"""Finding terms in a Russian text: a trie over lemma keys, and what else must agree.

A path through the trie says only that the words are forms of the term's words.  Whether they are
the term depends on letter case, on the marks between the words, and for some terms on context.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from functools import lru_cache
from itertools import pairwise, product
from typing import NamedTuple

from pipeline.language.glossary_file import PLACE_KINDS, Term
from pipeline.language.morphology import fold, headword_keys, likely_keys, name_kinds
from pipeline.language.tables import words_of

_WORD = re.compile(r"[^\W_]+(?:[-'’][^\W_]+)*")
_LAST_WORD = re.compile(r"[^\W_]+$")
_MARKS = str.maketrans({"—": "-", "–": "-", "−": "-", "«": '"', "»": '"', "“": '"', "”": '"'})
_QUOTES = frozenset('"«»“”„')
_CLOSING = frozenset(')»"')
_LOCATIVE = frozenset({"в", "во", "на", "о", "об", "при"})
_PREFIX = 3
_LOOK_BACK = 20


class Token(NamedTuple):
    """A word of a text; words joined by a hyphen or an apostrophe are one."""

    start: int
    stop: int
    text: str


@dataclass(frozen=True, slots=True)
class Occurrence:
    """A term at `[start, stop)` of a text."""

    start: int
    stop: int
    term: Term


@dataclass(slots=True)
class _Node:
    edges: dict[str, "_Node"] = field(default_factory=dict)
    terms: list[Term] = field(default_factory=list)


class TermTrie:
    """Terms filed under the dictionary forms of their words."""

    def __init__(self, terms: Iterable[Term]) -> None:
        self._root = _Node()
        # Most words begin no term: their first letters tell, without asking for their lemmas.
        # A word in small letters can only begin one of the terms that are written so.
        self._prefixes: set[str] = set()
        self._small_prefixes: set[str] = set()
        for term in terms:
            self._insert(term)

    def _insert(self, term: Term) -> None:
        keys = [sorted(headword_keys(token.text)) for token in tokens(term.russian)]
        for path in product(*keys):
            node = self._root
            for key in path:
                node = node.edges.setdefault(key, _Node())
            node.terms.append(term)
        prefixes = {key[:_PREFIX] for key in keys[0]}
        self._prefixes |= prefixes
        if not term.russian[0].isupper() or _may_be_small(term):
            self._small_prefixes |= prefixes

    def scan(self, text: str) -> Iterator[Occurrence]:
        """The terms in a text, in order, none overlapping: at each word the longest one."""
        words = list(tokens(text))
        at = 0
        while at < len(words):
            size, term = self._longest(text, words, at)
            if term is None:
                at += 1
                continue
            stop = words[at + size - 1].stop
            if term.russian[-1] in _CLOSING and text[stop : stop + 1] in _CLOSING:
                stop += 1
            yield Occurrence(words[at].start, stop, term)
            at += size

    def _longest(self, text: str, words: list[Token], at: int) -> tuple[int, Term | None]:
        first = words[at].text
        prefixes = self._small_prefixes if first[0].islower() else self._prefixes
        if _prefix(first) not in prefixes:
            return 0, None
        best: tuple[int, Term | None] = (0, None)
        nodes = [self._root]
        for last in range(at, len(words)):
            keys = likely_keys(words[last].text)
            nodes = [node.edges[key] for node in nodes for key in keys if key in node.edges]
            if not nodes:
                break
            found = words[at : last + 1]
            fitting = [term for node in nodes for term in node.terms if _fits(term, text, found)]
            if fitting:
                best = (len(found), _nearest(fitting, found))
        return best


@lru_cache(maxsize=1 << 14)
def _prefix(word: str) -> str:
    return fold(word)[:_PREFIX]


def tokens(text: str) -> Iterator[Token]:
    """The words of a text, in order."""
    return (Token(*match.span(), match.group()) for match in _WORD.finditer(text))


def _gaps(text: str, words: list[Token]) -> list[str]:
    """What stands between neighbouring words, white space left out and marks folded."""
    return [
        "".join(text[one.stop : other.start].translate(_MARKS).split())
        for one, other in pairwise(words)
    ]


def _fits(term: Term, text: str, found: list[Token]) -> bool:
    """Whether words that are forms of the term's words are the term."""
    own = list(tokens(term.russian))
    if not all(_case_fits(mine, other, term) for mine, other in zip(own, found, strict=True)):
        return False
    if len(found) > 1 and _gaps(term.russian, own) != _gaps(text, found):
        return False
    if term.kind in PLACE_KINDS and _is_adjective_of(term, text, found):
        return False
    if term.flag == "marked" or (term.kind in PLACE_KINDS and _may_be_surname(term, found)):
        return word_before(text, found[0].start) in words_of("name_context.tsv", "place")
    if term.flag == "quoted":
        start, stop = found[0].start, found[-1].stop
        return {text[start - 1 : start], text[stop : stop + 1]} <= _QUOTES
    return True


def _case_fits(own: Token, found: Token, term: Term) -> bool:
    """A capital must stand where the term has one; an abbreviation must be one."""
    if len(own.text) > 1 and own.text.isupper():
        return found.text[:2].isupper()
    if own.text[0].isupper() and not found.text[0].isupper():
        return _may_be_small(term)
    return True


def _may_be_small(term: Term) -> bool:
    """Bodies of several words are often written without capitals (`министерство обороны`)."""
    return term.kind == "body" and " " in term.russian


def _may_be_surname(term: Term, found: list[Token]) -> bool:
    """Whether a single word may as well name a person: `Иванова`, `Ростов`, `Ливанов`."""
    word = found[0].text
    if len(found) > 1 or word.isupper():
        return False
    if "Surn" in name_kinds(word):
        return True
    # A genitive plural, unless the place is plural itself (`Нидерландов`).
    return word.endswith(("ов", "ев")) and not fold(term.russian).endswith(("ов", "ев", "ы", "и"))


def _is_adjective_of(term: Term, text: str, found: list[Token]) -> bool:
    """`в Балтийском регионе`: the prepositional of an adjective, not the instrumental of a city."""
    if not (term.russian.endswith("ск") and found[-1].text.endswith("ском")):
        return False
    return word_before(text, found[0].start) in _LOCATIVE


def word_before(text: str, offset: int) -> str:
    """The folded word that ends before an offset, quotation marks and full stops passed over."""
    before = text[max(0, offset - _LOOK_BACK) : offset].rstrip(' \u00a0.«"')
    match = _LAST_WORD.search(before)
    return fold(match.group()) if match else ""


def _nearest(terms: list[Term], found: list[Token]) -> Term:
    """Of several terms that share lemmas, the one whose own letters are nearest to the text's."""
    words = [fold(token.text) for token in found]

    def rank(term: Term) -> tuple[int, str]:
        own = (fold(token.text) for token in tokens(term.russian))
        shared = sum(_common_prefix(one, other) for one, other in zip(own, words, strict=True))
        return -shared, term.russian

    return min(terms, key=rank)


def _common_prefix(one: str, other: str) -> int:
    for size, (mine, yours) in enumerate(zip(one, other, strict=False)):
        if mine != yours:
            return size
    return min(len(one), len(other))
