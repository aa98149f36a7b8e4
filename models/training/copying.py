"""Sentence pairs that teach the model to carry through what it is given in Latin letters and digits.

The pipeline puts glossary terms into the Russian sentence in their English form before translation
(Dinu et al. 2019, "Training Neural Machine Translation to Apply Terminology Constraints"). For the
model to leave them alone it must have seen such sentences. They are made from the pairs themselves:
names of the Russian side that `pipeline.language` finds in the English are written as the English has
them. Half of these are then exchanged, on both sides, for another name of their kind, and figures,
dates and the surnames left in Russian for others (`exchanges`), so that copying pays and remembering
does not.
"""

import random
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from models.training.cleaning import Pair
from models.training.exchanges import FIGURES, Rule, SurnamePool, put
from pipeline.language.name_arrival import Match
from pipeline.language.name_comparison import compare_names

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
_POSSESSIVE = re.compile(r"['’]s$")


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


def copyable(pair: Pair) -> list[Match]:
    """The names of the Russian side that stand in the English, each once, in Russian order."""
    matches = [
        m for m in compare_names(pair.ru, pair.en).matched if m.how != "verbatim" and m.complete
    ]
    taken: set[int] = set()
    unique: list[Match] = []
    for match in sorted(matches, key=lambda match: match.name.start):
        places = set(range(match.start, match.stop))
        if not taken & places and match.name.start >= (unique[-1].name.stop if unique else 0):
            unique.append(match)
            taken |= places
    return unique


def term_of(pair: Pair, match: Match) -> str:
    """The name of `match` as the English spells it, without a possessive ending."""
    return _POSSESSIVE.sub("", pair.en[match.start : match.stop])


def inline(pair: Pair, matches: Sequence[Match]) -> Inlined:
    """`pair` with the Russian names of `matches` written as in the English."""
    ru = pair.ru
    for match in reversed(matches):
        ru = ru[: match.name.start] + term_of(pair, match) + ru[match.name.stop :]
    return Inlined(Pair(ru, pair.en), tuple(term_of(pair, match) for match in matches))


def exchange(inlined: Inlined, old: str, new: str) -> Inlined:
    """`inlined` with the term `old` replaced by `new` on both sides."""
    pair = Pair(put(inlined.pair.ru, old, new), put(inlined.pair.en, old, new))
    return Inlined(pair, tuple(new if term == old else term for term in inlined.terms))


def copying_pairs(pairs: Iterable[Pair], seed: int = 1) -> Iterator[Pair]:
    """The training sentences for copying made from `pairs`; those that offer nothing give nothing."""
    draw = random.Random(seed)
    pool = NamePool()
    rules: tuple[Rule, ...] = (*FIGURES, SurnamePool())
    for pair in pairs:
        matches = copyable(pair)
        chosen = [match for match in matches if draw.random() < 0.7]
        made = inline(pair, chosen)
        for match in matches:
            term = term_of(pair, match)
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
