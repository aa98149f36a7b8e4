"""Putting right the names and figures that a model garbled, where its attention says they stand.

A small model spells `Ситдиков` as Sitkov, or copies `RusHydro` as RusHyddro. What the English should
have is known by rule (`facts`), and the model's own attention says which of its words come from the
Russian ones (`alignment`): those words, and nothing else of the line, are exchanged. A change stands
only if the fact is lost no longer, no other one is, and the audit finds no more wrong than before.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from pipeline.auditing import Triple, examine
from pipeline.document import Severity
from pipeline.engines.base import BATCH_TOKENS, Aligner, Engine
from pipeline.language.glossary import Glossary
from pipeline.language.names import compare_names
from pipeline.language.quantities import compare, read_english, read_russian
from pipeline.translating.alignment import Aligned, aligned
from pipeline.translating.exchanges import Change, change_for
from pipeline.translating.facts import Fact, lacks_unit, lost_facts

__all__ = ["Change", "Mended", "Mender", "mended"]


@dataclass(frozen=True, slots=True)
class Mended:
    """A line with what was changed in it, in order, and the terms that it was made to say before."""

    text: str
    changes: tuple[Change, ...] = ()
    held: tuple[str, ...] = ()

    def described(self) -> tuple[tuple[str, str], ...]:
        """For each change the words before and after; before a term that was lost is a dash."""
        held = tuple(("–", term) for term in self.held)
        return held + tuple((change.before, change.after) for change in self.changes)


class Mender:
    """Mends translations with the attention of the engine that made them.

    Args:
        engine: The translator. One that cannot align leaves everything as it is.
        glossary: Whose names must stand in the English.
        batch_tokens: As in `Engine.generate`.
    """

    def __init__(
        self, engine: Engine, glossary: Glossary, *, batch_tokens: int = BATCH_TOKENS
    ) -> None:
        self._aligner = engine if isinstance(engine, Aligner) else None
        self._engine = engine
        self._glossary = glossary
        self._batch_tokens = batch_tokens

    def mend(self, parts: Sequence[tuple[str, Sequence[str]]]) -> list[Mended]:
        """Mend translated texts: Russian as it was given to the engine, and the tokens that came.

        Only those that lack a fact are read again by the engine, each once.
        """
        results = [Mended(self._engine.decode(tokens)) for _, tokens in parts]
        if self._aligner is None:
            return results
        faulty = [
            (russian, tuple(tokens))
            for (russian, tokens), result in zip(parts, results, strict=True)
            if result.text and lost_facts(russian, result.text, self._glossary)
        ]
        asked = list(dict.fromkeys(faulty))
        sources = [self._engine.encode(russian) for russian, _ in asked]
        attention = self._aligner.align(
            sources, [tokens for _, tokens in asked], batch_tokens=self._batch_tokens
        )
        known = {
            (russian, tokens): self._mended(russian, source, tokens, rows)
            for (russian, tokens), source, rows in zip(asked, sources, attention, strict=True)
        }
        return [
            known.get((russian, tuple(tokens)), result)
            for (russian, tokens), result in zip(parts, results, strict=True)
        ]

    def _mended(
        self,
        russian: str,
        source: Sequence[str],
        tokens: Sequence[str],
        attention: Sequence[Sequence[float]],
    ) -> Mended:
        english = self._engine.decode(tokens)
        where = aligned(russian, source, english, tokens, attention)
        return mended(where, self._glossary) if where is not None else Mended(english)


def mended(line: Aligned, glossary: Glossary) -> Mended:
    """The English of an aligned line with its lost names and figures put right where it can be."""
    lost = lost_facts(line.russian, line.english, glossary)
    arrived = _arrived(line, glossary, lost)
    best = Mended(line.english)
    cost = (len(lost), _errors(line.russian, line.english, glossary))
    for fact in lost:
        change = change_for(line, fact)
        # A code is one word with its letters, which may have arrived as a name of their own.
        right = () if fact.kind == "code" else arrived
        taken = [*right, *((one.start, one.stop) for one in best.changes)]
        if change is None or any(one < change.stop and change.start < stop for one, stop in taken):
            continue
        trial = _applied(line.english, (*best.changes, change))
        still = lost_facts(line.russian, trial.text, glossary)
        found = (len(still), _errors(line.russian, trial.text, glossary))
        if found[0] < cost[0] and found[1] <= cost[1]:
            best, cost = trial, found
    return best


def _applied(english: str, changes: Sequence[Change]) -> Mended:
    """The text with the changes made, which do not overlap."""
    pieces: list[str] = []
    last = 0
    ordered = tuple(sorted(changes, key=lambda change: change.start))
    for change in ordered:
        pieces += [english[last : change.start], change.after]
        last = change.stop
    return Mended("".join([*pieces, english[last:]]), ordered)


def _arrived(line: Aligned, glossary: Glossary, lost: Sequence[Fact]) -> list[tuple[int, int]]:
    """Where the English has names and figures that are right, and so must not be touched."""
    wrong = {(fact.start, fact.stop) for fact in lost}
    names = compare_names(line.russian, line.english, glossary).matched
    figures = compare(read_russian(line.russian), read_english(line.english)).matched
    return [
        *((one.start, one.stop) for one in names if (one.name.start, one.name.stop) not in wrong),
        *((one.start, one.stop) for source, one in figures if not lacks_unit(source, one)),
    ]


def _errors(russian: str, english: str, glossary: Glossary) -> int:
    """How many errors the audit finds."""
    return sum(
        one.severity is Severity.ERROR
        for one in examine(Triple(russian, russian, english, glossary))
    )
