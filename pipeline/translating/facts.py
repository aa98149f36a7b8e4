"""What of a Russian line must stand in its English as it is: names and figures, ready-made.

A name or figure has an English form that rules give; no model need decide it. `facts` finds them,
`lost_facts` those of them that a translation lacks.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import chain
from typing import Literal

from pipeline.language.english_words import english_words
from pipeline.language.firms import Firm, find_firms
from pipeline.language.glossary import Glossary, adjective_of
from pipeline.language.names import Name, compare_names, find_names
from pipeline.language.place_adjectives import place_of_adjective
from pipeline.language.quantities import (
    Quantity,
    compare,
    read_english,
    read_russian,
    render_english,
)
from pipeline.language.transliteration import latin_key

__all__ = ["Fact", "figures", "lost_facts", "names", "without_overlaps"]

_READY_MADE = frozenset(
    {"money", "measure", "percent", "percentage_points", "date", "number", "ordinal"}
)
_ALSO_PUT_RIGHT = frozenset({"year", "range", "quarter", "half_year", "times", "decade"})
_ORDINALS: dict[object, str] = {
    1: "first", 2: "second", 3: "third", 4: "fourth", 5: "fifth", 6: "sixth", 7: "seventh",
    8: "eighth", 9: "ninth",
}  # fmt: skip
_DIGIT = re.compile(r"[\dIVXLC]")


@dataclass(frozen=True, slots=True)
class Fact:
    """Russian words at `[start, stop)`, and the English that they shall have.

    `bare` if English sets no article before it when it stands alone: `Kaluga`, not `State Duma`.
    """

    start: int
    stop: int
    english: str
    kind: Literal["person", "name", "firm", "figure"]
    bare: bool = False


def names(text: str, glossary: Glossary) -> Iterator[Fact]:
    """Glossary names, firms, people and places; those that may be none (`weak`) are left out."""
    for firm in find_firms(text, glossary):
        yield Fact(firm.start, firm.stop, firm.english, "firm", True)
    for name in find_names(text, glossary):
        if not name.weak and name.english and name.kind in ("person", "place", "organisation"):
            yield _of_name(name)


def figures(text: str) -> Iterator[Fact]:
    """Figures; words that may be none (`weak`) are left out."""
    for quantity in read_russian(text):
        if quantity.kind in _READY_MADE and not quantity.weak:
            yield _of_quantity(quantity)


def lost_facts(russian: str, english: str, glossary: Glossary) -> list[Fact]:
    """The facts of a Russian line that its English lacks, in order, none overlapping.

    Words in Latin letters and names of which the first name alone is missing are among them.
    """
    return without_overlaps(
        chain(_lost_firms(russian, english, glossary), _lost_names(russian, english, glossary)),
        _lost_figures(russian, english),
    )


def without_overlaps(*found: Iterable[Fact]) -> list[Fact]:
    """The facts in order of place; of two that overlap the one that was found first."""
    taken: list[Fact] = []
    for fact in chain(*found):
        free = all(fact.stop <= other.start or other.stop <= fact.start for other in taken)
        if fact.english and free:
            taken.append(fact)
    return sorted(taken, key=lambda fact: fact.start)


def _lost_firms(russian: str, english: str, glossary: Glossary) -> Iterator[Fact]:
    for firm in find_firms(russian, glossary):
        if not _is_named(firm, english):
            yield Fact(firm.start, firm.stop, firm.english, "firm", True)


def _is_named(firm: Firm, english: str) -> bool:
    """Whether the words of a firm's name follow one another in the English, in any spelling."""
    wanted = [latin_key(word.bare) for word in english_words(firm.name)]
    said = [latin_key(word.bare) for word in english_words(english)]
    return any(said[at : at + len(wanted)] == wanted for at in range(len(said)))


def _lost_names(russian: str, english: str, glossary: Glossary) -> Iterator[Fact]:
    comparison = compare_names(russian, english, glossary)
    incomplete = [one.name for one in comparison.matched if not one.complete]
    for name in (*comparison.missing, *incomplete):
        if name.english and (not name.weak or name.kind == "latin"):
            yield _of_name(name)


def _lost_figures(russian: str, english: str) -> Iterator[Fact]:
    comparison = compare(read_russian(russian), read_english(english))
    lost: Sequence[Quantity] = (*(one.source for one in comparison.changed), *comparison.missing)
    for quantity in lost:
        # "вдвое" is said in too many ways to be put in ready-made; "в 1,9 раза" is not.
        sayable = quantity.kind != "times" or _DIGIT.search(quantity.text)
        if quantity.kind in _READY_MADE | _ALSO_PUT_RIGHT and not quantity.weak and sayable:
            yield _of_quantity(quantity)


def _of_name(name: Name) -> Fact:
    kind: Literal["person", "name"] = "person" if name.kind == "person" else "name"
    company = name.term is not None and name.term.term.kind == "company"
    english = _written(name)
    bare = (name.kind in ("person", "place", "latin") or company) and " of " not in english
    return Fact(name.start, name.stop, english, kind, bare)


def _written(name: Name) -> str:
    """The English to write for a name; for an adjective of a country the adjective."""
    if name.kind == "place" and name.term is None:
        place = place_of_adjective(name.text)
        if place is not None and place.kind == "country":
            return adjective_of(place.preferred) or place.preferred
    return name.english[0]


def _of_quantity(quantity: Quantity) -> Fact:
    english = render_english(quantity)
    digits = _DIGIT.search(quantity.text) is not None
    if quantity.kind == "ordinal" and not digits:
        english = _ORDINALS.get(quantity.value, english)
    if quantity.kind == "number" and digits and english.isalpha():
        english = quantity.canonical
    return Fact(quantity.start, quantity.stop, english, "figure")
