"""How many of the names and figures of a set arrive in its English.

What is looked for is what the audit would demand: people and places by any accepted spelling or by
sound, glossary names and firms in their settled form, figures at their exact value. A reference
translation does not reach 100 % either, since people leave out what goes without saying.
"""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from pipeline.language.glossary import Glossary
from pipeline.language.names import compare_names, find_names
from pipeline.language.quantities import compare, read_english, read_russian
from pipeline.translating.facts import lost_facts, names

__all__ = ["KINDS", "NameScore", "evaluate_names"]

KINDS = ("person", "place", "organisation", "firm", "figure")


@dataclass(frozen=True, slots=True)
class NameScore:
    """For each kind how many there are in the Russian, and how many of them arrived."""

    found: dict[str, int]
    arrived: dict[str, int]

    def share(self, kind: str | None = None) -> float:
        """Share that arrived, of one kind or of all; 1 where there is none."""
        kinds = KINDS if kind is None else (kind,)
        found = sum(self.found[one] for one in kinds)
        return sum(self.arrived[one] for one in kinds) / found if found else 1.0

    def as_dict(self) -> dict[str, object]:
        """The figures as plain values."""
        shares = {kind: round(self.share(kind), 4) for kind in KINDS}
        return {"share": round(self.share(), 4), "found": dict(self.found), "shares": shares}


def evaluate_names(pairs: Iterable[tuple[str, str]], glossary: Glossary | None = None) -> NameScore:
    """Count over Russian lines and their English.

    Args:
        pairs: Russian and English lines.
        glossary: Whose names to know; the built-in one if None.
    """
    known = glossary or Glossary.builtin()
    found, arrived = Counter[str](), Counter[str]()
    for russian, english in pairs:
        for kind, here, there in _counts(russian, english, known):
            found[kind] += here
            arrived[kind] += there
    return NameScore({kind: found[kind] for kind in KINDS}, {kind: arrived[kind] for kind in KINDS})


def _counts(russian: str, english: str, glossary: Glossary) -> Sequence[tuple[str, int, int]]:
    comparison = compare_names(russian, english, glossary)
    whole = {match.name.start for match in comparison.matched if match.complete}
    counts = [
        (name.kind, 1, int(name.start in whole))
        for name in find_names(russian, glossary)
        if name.kind in KINDS and not name.weak
    ]
    firms = sum(fact.kind == "firm" for fact in names(russian, glossary))
    lost = sum(fact.kind == "firm" for fact in lost_facts(russian, english, glossary))
    figures = compare(read_russian(russian), read_english(english))
    wanted = [one for one in figures.missing if not one.weak]
    changed = [one for one in figures.changed if not one.source.weak]
    right = [one for one, _ in figures.matched if not one.weak]
    counts.append(("firm", firms, firms - lost))
    counts.append(("figure", len(right) + len(wanted) + len(changed), len(right)))
    return counts
