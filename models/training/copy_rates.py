"""How much of what a model is given in Latin letters and digits comes through.

The sentences are made from a dev set by the rule that makes the training sentences
(`models.training.copying`): every name that the English spells out is put into the Russian in its
English form. A number counts if the reference writes it with the same digits.
"""

import re
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from models.training.cleaning import Pair
from models.training.copying import copyable, inline

#: Digits with the marks that group them or set off a fraction.
_FIGURE = re.compile(r"\d+(?:[.,\u00a0 ]\d{3}(?!\d)|[.,]\d+)*")
_MARKS = re.compile(r"\D")


@dataclass(frozen=True, slots=True)
class CopySentence:
    """A Russian sentence with English terms in it, and what must come through: terms and digits."""

    source: str
    terms: tuple[str, ...]
    numbers: tuple[str, ...]


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


def copying_set(pairs: Iterable[tuple[str, str]]) -> list[CopySentence]:
    """The sentences of `pairs` (Russian, English) that hold a term or a number to carry through."""
    sentences = []
    for ru, en in pairs:
        made = inline(Pair(ru, en), copyable(Pair(ru, en)))
        shared = figures(made.pair.ru) & figures(en)
        if made.terms or shared:
            sentences.append(
                CopySentence(made.pair.ru, made.terms, tuple(sorted(shared.elements())))
            )
    return sentences


def copy_rates(
    sentences: Sequence[CopySentence], translate: Callable[[list[str]], list[str]]
) -> CopyRates:
    """Translate the sentences and count the terms and numbers that arrive unchanged."""
    arrived = expected = digits_arrived = digits_expected = 0
    outputs = translate([sentence.source for sentence in sentences])
    for sentence, output in zip(sentences, outputs, strict=True):
        wanted, wanted_digits = Counter(sentence.terms), Counter(sentence.numbers)
        expected += wanted.total()
        arrived += sum(min(count, output.count(term)) for term, count in wanted.items())
        digits_expected += wanted_digits.total()
        digits_arrived += (wanted_digits & figures(output)).total()
    return CopyRates(
        terms=round(arrived / expected, 4) if expected else 1.0,
        numbers=round(digits_arrived / digits_expected, 4) if digits_expected else 1.0,
        n_terms=expected,
        n_numbers=digits_expected,
    )
