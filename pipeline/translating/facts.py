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
from pipeline.language.morphology import fold, lemmas
from pipeline.language.name_forms import is_adjective
from pipeline.language.names import (
    Match,
    Name,
    Part,
    compare_names,
    find_english_names,
    find_names,
)
from pipeline.language.place_adjectives import place_of_adjective
from pipeline.language.quantities import (
    Quantity,
    compare,
    read_english,
    read_russian,
    render_english,
)
from pipeline.language.quantities.reading import vocabulary
from pipeline.language.tables import words_of
from pipeline.language.transliteration import latin_key, name_similarity, transliterate

__all__ = ["Fact", "figures", "lacks_unit", "lost_facts", "names", "without_overlaps"]

_READY_MADE = frozenset(
    {"money", "measure", "percent", "percentage_points", "date", "number", "ordinal"}
)
_ALSO_PUT_RIGHT = frozenset({"code", "year", "range", "quarter", "half_year", "times", "decade"})
_ORDINALS: dict[object, str] = {
    1: "first", 2: "second", 3: "third", 4: "fourth", 5: "fifth", 6: "sixth", 7: "seventh",
    8: "eighth", 9: "ninth",
}  # fmt: skip
_TIMES = vocabulary("year month week day hour minute second decade century quarter")
_NEXT_WORD = re.compile(r" ([а-яё]+)")
_NATIVE_ENDINGS = (
    "ов", "ова", "ев", "ева", "ёв", "ёва", "ин", "ина", "ын", "ына", "ский", "ская", "цкий", "цкая",
    "енко", "чук", "юк", "ян", "швили", "дзе",
)  # fmt: skip
_DIGIT = re.compile(r"[\dIVXLC]")


@dataclass(frozen=True, slots=True)
class Fact:
    """Russian words at `[start, stop)`, and the English that they shall have.

    `bare` if English sets no article before it when it stands alone: `Kaluga`, not `State Duma`.
    """

    start: int
    stop: int
    english: str
    kind: Literal["person", "name", "firm", "figure", "code"]
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
    for name in comparison.missing:
        district = _district(russian, name)
        if district is not None:
            yield Fact(name.start, name.stop, district, "name")
        elif name.english and (not name.weak or name.kind == "latin"):
            yield _of_name(name)
    for match in comparison.matched:
        if not match.complete or _is_misspelt(match, english):
            yield _of_name(match.name)


def _district(russian: str, name: Name) -> str | None:
    """The English of an adjective made of a name, `Олёкминском районе`; None if it is none.

    English spells it in Latin letters: Olyokminsky District.
    """
    after = _NEXT_WORD.match(russian, name.stop)
    if name.kind not in ("other", "place") or name.term is not None or name.accepted or not after:
        return None
    if not any(
        fold(lemma) in words_of("name_context.tsv", "district") for lemma in lemmas(after[1])
    ):
        return None
    adjective = next((one for one in name.parts[0].forms if is_adjective(one)), None)
    return transliterate(adjective) if adjective else None


def _is_misspelt(match: Match, english: str) -> bool:
    """Whether a Russian person's name arrived by its sound alone, or with a stranger's among it.

    A patronymic or a surname of Russian make tells that rules can spell the whole name; foreign
    ones they cannot.
    """
    name = match.name
    if name.kind != "person" or name.weak or not any(map(_is_native, name.parts)):
        return False
    run = next(
        (
            one
            for one in find_english_names(english)
            if one.start < match.stop and match.start < one.stop
        ),
        None,
    )
    if run is None or len(run.words) > len(name.parts):
        return False
    return any(
        all(name_similarity(form, word.bare) < 1 for part in name.parts for form in part.forms)
        for word in run.words
        if len(word.bare) > 1
    )


def _is_native(part: Part) -> bool:
    return part.role == "patronymic" or (
        part.role == "surname" and part.forms[0].endswith(_NATIVE_ENDINGS)
    )


def _lost_figures(russian: str, english: str) -> Iterator[Fact]:
    comparison = compare(read_russian(russian), read_english(english))
    lost: Sequence[Quantity] = (
        *(one.source for one in comparison.changed),
        *comparison.missing,
        *(one for one, other in comparison.matched if lacks_unit(one, other)),
    )
    for quantity in lost:
        # "вдвое" is said in too many ways to be put in ready-made; "в 1,9 раза" is not.
        sayable = quantity.kind != "times" or _DIGIT.search(quantity.text)
        if quantity.kind in _READY_MADE | _ALSO_PUT_RIGHT and not quantity.weak and sayable:
            yield _of_quantity(quantity)


def lacks_unit(source: Quantity, target: Quantity) -> bool:
    """Whether a measure arrived as a bare number: `5,4 МВт` as `5.4 MP`.

    Lengths of time are left out, of which English makes `five-year`; so are weak words.
    """
    measured = source.kind == "measure" and source.unit not in _TIMES
    return measured and not source.weak and target.kind == "number" and not target.weak


def _of_name(name: Name) -> Fact:
    kind: Literal["person", "name"] = "person" if name.kind == "person" else "name"
    company = name.term is not None and name.term.term.kind == "company"
    english = _written(name)
    bare = (name.kind in ("person", "place", "latin") or company) and " of " not in english
    return Fact(name.start, name.stop, english, kind, bare)


def _written(name: Name) -> str:
    """The English to write for a name; for an adjective of a country or region the adjective."""
    if name.kind == "place" and name.term is None:
        place = place_of_adjective(name.text)
        if place is not None and place.kind != "city":
            return adjective_of(place.preferred) or place.preferred
    return name.english[0]


def _of_quantity(quantity: Quantity) -> Fact:
    if quantity.kind == "code":
        return Fact(quantity.start, quantity.stop, transliterate(quantity.text), "code", True)
    english = render_english(quantity)
    digits = _DIGIT.search(quantity.text) is not None
    if quantity.kind == "ordinal" and not digits:
        english = _ORDINALS.get(quantity.value, english)
    if quantity.kind == "number" and digits and english.isalpha():
        english = quantity.canonical
    return Fact(quantity.start, quantity.stop, english, "figure")
