"""Sentence pairs that teach the model to carry through what it is given in Latin letters and digits.

The pipeline puts glossary terms into the Russian sentence in their English form before translation
(Dinu et al. 2019, "Training Neural Machine Translation to Apply Terminology Constraints"). For the
model to leave them alone it must have seen such sentences. They are made from the pairs themselves:
names of the Russian side that `pipeline.language` finds in the English are written as the English has
them. Half of these are then exchanged, on both sides, for another name of their kind, and figures,
dates and the surnames left in Russian for others (`exchanges`), so that copying pays and remembering
does not. Names of the glossary give way to others of it, and of all Latin words every second one to
one that nobody bears (`invented_names`).
"""

import random
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from models.training.cleaning import Pair
from models.training.exchanges import FIGURES, Rule, SurnamePool, exchanged_once, put
from models.training.invented_names import InventedNames
from pipeline.evaluation.copying import copyable, inlined, term_of
from pipeline.language.glossary import Glossary
from pipeline.language.name_arrival import Match

#: Name of the derived corpus in corpora.toml.
CORPUS = "copying"

#: How much of each corpus is tried. Finding names takes some 5 ms a sentence.
SHARES = {
    "press": 1.0,
    "releases-pairs": 1.0,
    "newstest": 1.0,
    "pud": 1.0,
    "xquad": 1.0,
    "gov-un-sdg-metadata": 1.0,
    "headlines": 0.4,
    "wmt-systems": 0.4,
}
#: Capitalised Latin words with the small ones between them: `Ministry of Health`.
_LATIN = re.compile(r"[A-Z][\w'’.-]*(?: (?:(?:of|the|for|and) )*[A-Z][\w'’.-]*)*")
#: Kinds of the glossary's names that stand in like places of a sentence.
_LIKE_KINDS = (("body", "organisation", "company", "university"), ("city", "place", "region"))


@dataclass(frozen=True, slots=True)
class Inlined:
    """A pair whose Russian side holds `terms` as its English side spells them."""

    pair: Pair
    terms: tuple[str, ...]


@dataclass(slots=True)
class NamePool:
    """English names seen so far, by kind, to exchange others for."""

    by_kind: dict[str, list[str]] = field(default_factory=dict)

    def add(self, kind: str, name: str) -> None:
        """Remember a name."""
        self.by_kind.setdefault(kind, []).append(name)

    def other(self, kind: str, name: str, draw: random.Random) -> str:
        """Another name of the same kind and number of words, or `name` if none is known."""
        alike = [
            one for one in self.by_kind.get(kind, [])[-400:] if one.count(" ") == name.count(" ")
        ]
        return draw.choice(alike) if alike else name


def inline(pair: Pair, matches: Sequence[Match]) -> Inlined:
    """`pair` with the Russian names of `matches` written as in the English."""
    ru, terms = inlined(pair.ru, pair.en, matches)
    return Inlined(Pair(ru, pair.en), terms)


def exchange(made: Inlined, old: str, new: str) -> Inlined:
    """`made` with the term `old` replaced by `new` on both sides."""
    pair = Pair(put(made.pair.ru, old, new), put(made.pair.en, old, new))
    return Inlined(pair, tuple(new if term == old else term for term in made.terms))


@dataclass(slots=True)
class GlossaryNames:
    """Exchanges names of the glossary, in Latin letters on both sides, for others of its names.

    What a run puts in is what the glossary has, `Federal Agency for Mineral Resources` as well as
    `Rosnedra`; the corpora show few of its names, and those over and over.
    """

    by_name: dict[str, tuple[str, ...]] = field(default_factory=lambda: _glossary_names())

    def __call__(self, pair: Pair, draw: random.Random) -> Pair:
        """`pair` with half of such names exchanged on both sides."""
        for name in dict.fromkeys(_LATIN.findall(pair.ru)):
            if name in self.by_name and draw.random() < 0.5:
                other = draw.choice(self.by_name[name])
                pair = exchanged_once(pair, (name, name), (other, other))
        return pair


def _glossary_names() -> dict[str, tuple[str, ...]]:
    """Every English name of the built-in glossary with those that may stand in its place."""
    found: dict[str, tuple[str, ...]] = {}
    for kinds in _LIKE_KINDS:
        terms = (term for term in Glossary.builtin().terms if term.kind in kinds)
        alike = tuple(dict.fromkeys(name for term in terms for name in term.english))
        found |= dict.fromkeys(alike, alike)
    return found


def copying_pairs(pairs: Iterable[Pair], seed: int = 1) -> Iterator[Pair]:
    """The training sentences for copying made from `pairs`; those that offer nothing give nothing."""
    draw = random.Random(seed)
    pool = NamePool()
    rules: tuple[Rule, ...] = (*FIGURES, SurnamePool(), GlossaryNames(), InventedNames())
    for pair in pairs:
        matches = copyable(pair.ru, pair.en)
        chosen = [match for match in matches if draw.random() < 0.7]
        made = inline(pair, chosen)
        for match in matches:
            term = term_of(pair.en, match)
            if match in chosen and draw.random() < 0.5 and made.pair.en.count(term) == 1:
                made = exchange(made, term, pool.other(match.name.kind, term, draw))
            pool.add(match.name.kind, term)
        result = made.pair
        for rule in rules:
            result = rule(result, draw)
        if result != pair:
            yield result


def copying_rows(rows: Iterable[dict[str, str]], seed: int = 1) -> Iterator[dict[str, str]]:
    """Rows of the derived corpus from the cleaned ones: a share of each corpus in SHARES."""
    draw = random.Random(seed)
    pairs = (
        Pair(row["ru"], row["en"]) for row in rows if draw.random() < SHARES.get(row["corpus"], 0.0)
    )
    for pair in copying_pairs(pairs, seed):
        yield {"ru": pair.ru, "en": pair.en, "corpus": CORPUS, "domain": "press"}
