"""The tables of number words, units and months, unfolded into look-ups by their first word."""

from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction
from functools import cache
from itertools import product

from pipeline.language.quantities.quantity import Kind
from pipeline.language.quantities.tokens import tokenize
from pipeline.language.tables import rows

_ENDINGS = {
    "m": ",а,у,ом,е,ы,ов,ам,ами,ах",
    "f": "а,ы,е,у,ой,,ам,ами,ах",
    "ь": "ь,я,ю,ем,ем,е,и,ей,ям,ями,ях",
    "я": "я,и,е,ю,ей,ь,й,ям,ями,ях",
    "е": "е,я,ю,ем,и,й,ям,ями,ях",
    "й": "й,я,ю,ем,е,и,ев,ям,ями,ях",
    "v": ",а,у,ом,е,ами,ов,ам,ах",
    "ц": ",а,у,ем,е,ы,ев,ам,ами,ах",
    "йка": "йка,йки,йке,йку,йкой,ек,йкам,йками,йках",
    "ка": "ка,ки,ке,ку,кой,ок,кам,ками,ках",
    "ки": "ки,ок,кам,ками,ках",
    "ень": "ень,ня,ню,нем,не,ни,ней,ням,нями,нях",
    "verb": (
        "ить,ит,ят,ил,ила,ило,или,ился,илась,илось,ились,ится,ятся,иться,ение,ения,ению,ением,"
        "ении,ено,ена,ены,енный,енная,енное,енные,енного,енной,енную,енных,енным"
    ),
    "verbi": "ть,ет,ют,л,ла,ло,ли,ется,ются,лся,лась,лись,ться",
    "adj": "ый,ий,ого,его,ому,ему,ым,им,ом,ем,ая,яя,ой,ей,ую,юю,ое,ее,ые,ие,ых,их,ыми,ими",
}
_ENDINGS["adjn"] = _ENDINGS["adj"]
_IRREGULAR = {
    "ден+ь": ["день", "дня", "дню", "днем", "дне", "дни", "дней", "дням", "днями", "днях"]
}


@dataclass(frozen=True, slots=True)
class Unit:
    """A unit: what kind of quantity it makes, and how it converts within its dimension."""

    kind: Kind
    name: str
    dimension: str
    factor: Fraction


@dataclass(frozen=True, slots=True)
class NumberWord:
    """What a number word does in a numeral; see the heads of the numerals tables."""

    role: str
    value: Fraction
    weak: bool


Phrases = dict[str, list[tuple[tuple[str, ...], Unit]]]


def inflect(form: str) -> list[str]:
    """All forms of one word of a table, as `тонн+f` stands for тонна, тонны, тонне."""
    if form in _IRREGULAR:
        return _IRREGULAR[form]
    stem, plus, paradigm = form.partition("+")
    if not plus or not paradigm:
        return [form]
    return [stem + ending for ending in dict.fromkeys(_ENDINGS[paradigm].split(","))]


@cache
def units(language: str) -> Phrases:
    """Unit names by their first token, longest first."""
    column = {"russian": 4, "english": 5}[language]
    found: Phrases = {}
    for row in rows("units.tsv", 6):
        unit = Unit(row[0], row[1], row[2], Fraction(row[3]))  # type: ignore[arg-type]
        for phrase in _phrases(row[column]):
            found.setdefault(phrase[0], []).append((phrase, unit))
    for group in found.values():
        group.sort(key=lambda entry: -len(entry[0]))
    return found


@cache
def unit_named(name: str) -> Unit:
    """The unit with a canonical name; the first row where several share it."""
    for row in rows("units.tsv", 6):
        if row[1] == name:
            return Unit(row[0], row[1], row[2], Fraction(row[3]))  # type: ignore[arg-type]
    raise KeyError(name)


@cache
def months(language: str) -> dict[str, int]:
    """Names of the months in all their forms."""
    column = {"russian": 1, "english": 2}[language]
    return {
        form: int(row[0])
        for row in rows("months.tsv", 3)
        for name in row[column].split("|")
        for form in inflect(name)
    }


@cache
def number_words(language: str) -> dict[str, NumberWord]:
    """Number words in all their forms; a later row wins."""
    found = {}
    for role, value, forms in rows(f"numerals_{language}.tsv", 3):
        first, _, flag = role.partition(" ")
        word = NumberWord(
            f"{first} {flag}" if flag not in ("", "weak") else first,
            Fraction(value),
            flag == "weak",
        )
        for name in forms.split():
            for form in inflect(name):
                found[form] = word
    return found


def _phrases(field: str) -> Iterator[tuple[str, ...]]:
    for form in field.split("|"):
        if form:
            for words in product(*(inflect(word) for word in form.split())):
                yield tuple(token.lower for word in words for token in tokenize(word))
