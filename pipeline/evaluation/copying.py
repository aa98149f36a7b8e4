"""How much of what a translator is given in Latin letters and digits comes through.

The sentences are made from a set with references by the rule that makes the training sentences: every
name that the English spells out is put into the Russian in its English form. What counts is what a
reader sees: a term has arrived where its words stand in the English one after the other, letter for
letter, as often as they were given. A possessive ending may follow, the shape of an apostrophe is free,
and the first letter may be a capital where the term has a small one. A number counts if the reference
writes it with the same digits.
"""

import re
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from pipeline.language.name_arrival import Match
from pipeline.language.name_comparison import compare_names

__all__ = [
    "CopyRates",
    "CopySentence",
    "copy_rates",
    "copyable",
    "copying_set",
    "figures",
    "inlined",
    "rates_of",
    "term_of",
]

#: Digits with the marks that group them or set off a fraction.
_FIGURE = re.compile(r"\d+(?:[.,\u00a0 ]\d{3}(?!\d)|[.,]\d+)*")
_MARKS = re.compile(r"\D")
_POSSESSIVE = re.compile(r"['’]s$")
_APOSTROPHE = re.compile("['’]")
#: A term is words alone: two names with a comma or a bracket between them are no one's.
_TERM = re.compile(r"[^(),;:\"«»“”]+")


@dataclass(frozen=True, slots=True)
class CopySentence:
    """A Russian sentence with English terms in it, and what must come through: terms and digits."""

    source: str
    terms: tuple[str, ...]
    numbers: tuple[str, ...]

    def missing(self, english: str) -> tuple[Counter[str], Counter[str]]:
        """The terms and the numbers that the English lacks, with how often."""
        terms = Counter[str]()
        for term, count in Counter(self.terms).items():
            terms[term] = max(count - _times(term, english), 0)
        return +terms, Counter(self.numbers) - figures(english)


@dataclass(frozen=True, slots=True)
class CopyRates:
    """Shares that came through, 0 to 1, and of how many."""

    terms: float
    numbers: float
    n_terms: int
    n_numbers: int

    def as_dict(self) -> dict[str, float | int]:
        """The figures as plain values."""
        return {
            "terms": self.terms,
            "numbers": self.numbers,
            "n_terms": self.n_terms,
            "n_numbers": self.n_numbers,
        }


def figures(text: str) -> Counter[str]:
    """The numbers of a text as bare digits: `1 234,5` and `1,234.5` are one."""
    return Counter(_MARKS.sub("", match) for match in _FIGURE.findall(text))


def copyable(russian: str, english: str) -> list[Match]:
    """The names of the Russian that stand in the English, each once, in Russian order."""
    matches = [
        match
        for match in compare_names(russian, english).matched
        if match.how != "verbatim" and match.complete and _TERM.fullmatch(term_of(english, match))
    ]
    taken: set[int] = set()
    unique: list[Match] = []
    for match in sorted(matches, key=lambda match: match.name.start):
        places = set(range(match.start, match.stop))
        if not taken & places and match.name.start >= (unique[-1].name.stop if unique else 0):
            unique.append(match)
            taken |= places
    return unique


def term_of(english: str, match: Match) -> str:
    """The name of `match` as the English spells it, without a possessive ending."""
    return _POSSESSIVE.sub("", english[match.start : match.stop])


def inlined(russian: str, english: str, matches: Sequence[Match]) -> tuple[str, tuple[str, ...]]:
    """The Russian with the names of `matches` written as in the English, and these terms."""
    terms = tuple(term_of(english, match) for match in matches)
    for match, term in zip(reversed(matches), reversed(terms), strict=True):
        russian = russian[: match.name.start] + term + russian[match.name.stop :]
    return russian, terms


def copying_set(pairs: Iterable[tuple[str, str]]) -> list[CopySentence]:
    """The sentences of `pairs` (Russian, English) that hold a term or a number to carry through."""
    sentences = []
    for russian, english in pairs:
        source, terms = inlined(russian, english, copyable(russian, english))
        shared = figures(source) & figures(english)
        if terms or shared:
            sentences.append(CopySentence(source, terms, tuple(sorted(shared.elements()))))
    return sentences


def copy_rates(
    sentences: Sequence[CopySentence], translate: Callable[[list[str]], list[str]]
) -> CopyRates:
    """Translate the sentences and count the terms and numbers that arrive unchanged."""
    return rates_of(sentences, translate([sentence.source for sentence in sentences]))


def rates_of(sentences: Sequence[CopySentence], outputs: Sequence[str]) -> CopyRates:
    """Count the terms and numbers of the sentences that arrive in their translations."""
    lost_terms = lost_numbers = 0
    for sentence, output in zip(sentences, outputs, strict=True):
        terms, numbers = sentence.missing(output)
        lost_terms += terms.total()
        lost_numbers += numbers.total()
    n_terms = sum(len(sentence.terms) for sentence in sentences)
    n_numbers = sum(len(sentence.numbers) for sentence in sentences)
    return CopyRates(
        terms=round(1 - lost_terms / n_terms, 4) if n_terms else 1.0,
        numbers=round(1 - lost_numbers / n_numbers, 4) if n_numbers else 1.0,
        n_terms=n_terms,
        n_numbers=n_numbers,
    )


def _times(term: str, english: str) -> int:
    """How often a term stands in the English as whole words."""
    first = re.escape(term[0]) if term[0].isupper() else f"[{re.escape(term[0] + term[0].upper())}]"
    rest = _APOSTROPHE.sub("['’]", re.escape(term[1:]))
    return len(re.findall(rf"(?<!\w){first}{rest}(?!\w)", english))
