"""Putting what must not be lost into a Russian line in its English form before translation.

Marian models copy Latin words and digits through. A figure or a name that a model got wrong is
therefore given to it ready-made: `86 миллиардов рублей` as `86 billion rubles`, `Котов` as
`Kotov`.
"""

from collections.abc import Iterable, Iterator
from itertools import chain

from pipeline.language.glossary import Glossary
from pipeline.language.inlining import inline
from pipeline.language.names import find_names
from pipeline.language.quantities import read_russian, render_english
from pipeline.translating.prepare import names_in

_Fact = tuple[int, int, str]
"""Where the Russian words stand, `[start, stop)`, and their English."""

_READY_MADE = frozenset(
    {"money", "measure", "percent", "percentage_points", "date", "number", "ordinal"}
)


def inline_figures(text: str) -> str:
    """The line with its figures in English."""
    return _inlined(text, _figures(text))


def inline_facts(text: str, glossary: Glossary) -> str:
    """The line with its glossary names, people, places and figures in English."""
    return _inlined(text, chain(_names(text, glossary), _figures(text)))


def _inlined(text: str, facts: Iterable[_Fact]) -> str:
    """The text with each fact in place of the words it stands for; of two that overlap the first."""
    taken: list[_Fact] = []
    for start, stop, english in facts:
        if english and all(stop <= other[0] or other[1] <= start for other in taken):
            taken.append((start, stop, english))
    return inline(text, taken)[0]


def _names(text: str, glossary: Glossary) -> Iterator[_Fact]:
    """Names with their English; those that may be none (`weak`) stay Russian."""
    for match in names_in(text, glossary):
        yield match.start, match.stop, match.english
    for name in find_names(text, glossary):
        if name.kind in ("person", "place") and not name.weak and name.english:
            yield name.start, name.stop, name.english[0]


def _figures(text: str) -> Iterator[_Fact]:
    """Figures with their English; words that may be none (`weak`) stay Russian."""
    for quantity in read_russian(text):
        if quantity.kind in _READY_MADE and not quantity.weak:
            yield quantity.start, quantity.stop, render_english(quantity)
