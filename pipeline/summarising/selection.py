"""From a ranking to the sentences of a brief: exactly N lines or a budget, coherent, in order.

Sentences are taken from the best down. One that cannot stand alone brings its companions along
(`coherence`), or is passed over if they do not fit. If that leaves lines free, what was passed over
is taken by itself after all: a number of lines that was asked for is kept.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from pipeline.document import Sentence
from pipeline.summarising.assembly import Line, assemble
from pipeline.summarising.coherence import companions, is_candidate, says_only_who_said_it
from pipeline.summarising.compression import Cut, compress, stands_alone_after
from pipeline.summarising.length import Length

__all__ = ["BREVITY", "Selection", "candidates_of", "select"]

BREVITY = 0.72
"""Exponent of a sentence's length in the choice: of two that matter alike the shorter is taken.
Chosen, as `SHORTEST` is, on training articles that the cues had not seen."""
SHORTEST = 80
"""Characters below which a sentence gains nothing by being shorter: «Ему было 67 лет.» is no brief."""


def candidates_of(sentences: Sequence[Sentence]) -> tuple[Sentence, ...]:
    """The sentences that a brief may hold, with `head` counted among themselves."""
    kept = [sentence for sentence in sentences if is_candidate(sentence)]
    places = {sentence.index: place for place, sentence in enumerate(kept)}
    return tuple(
        replace(sentence, head=None if sentence.head is None else places.get(sentence.head))
        for sentence in kept
    )


@dataclass(slots=True)
class Selection:
    """What was chosen: places among the candidates, the lines they make, and what leans on nothing.

    `alone` lists chosen sentences whose companions did not fit.
    """

    places: tuple[int, ...] = ()
    lines: tuple[Line, ...] = ()
    alone: tuple[int, ...] = ()


@dataclass(slots=True)
class _Choice:
    """The sentences chosen so far."""

    source: str
    candidates: tuple[Sentence, ...]
    compressing: bool
    chosen: set[int] = field(default_factory=set)
    full: bool = False

    def lines(self, places: set[int]) -> list[Line]:
        """The lines that these sentences make: a head and its items are one line."""
        lines: list[Line] = []
        before: list[str] = []
        for group in self._groups(sorted(places)):
            sentences = [self.candidates[place] for place in group]
            cuts = self._cuts(sentences, before)
            lines.append(assemble(self.source, sentences, cuts))
            before += [sentence.text for sentence in sentences]
        return lines

    def _groups(self, places: list[int]) -> list[list[int]]:
        groups: list[list[int]] = []
        for place in places:
            head = self.candidates[place].head
            if groups and head is not None and groups[-1][0] == head:
                groups[-1].append(place)
            else:
                groups.append([place])
        return groups

    def _cuts(self, sentences: Sequence[Sentence], before: Sequence[str]) -> list[list[Cut]]:
        if not self.compressing:
            return [[] for _ in sentences]
        return [compress(sentence.text, before) for sentence in sentences]

    def stands(self, place: int) -> bool:
        """Whether compression takes away what ties the sentence to the one before."""
        text = self.candidates[place].text
        return self.compressing and stands_alone_after(text, compress(text))

    def take(self, places: set[int], length: Length) -> bool:
        """Add sentences if the brief then still fits.

        Once all lines are taken nothing is added, not even an item to the line of its list.
        """
        if self.full:
            return False
        trial = self.chosen | places
        lines = self.lines(trial)
        if not length.holds([line.text for line in lines]):
            return False
        self.chosen = trial
        self.full = len(lines) == length.lines
        return True


def select(
    source: str,
    candidates: tuple[Sentence, ...],
    scores: Sequence[float],
    length: Length,
    *,
    compressing: bool = True,
    brevity: float = BREVITY,
) -> Selection:
    """Choose the sentences of a brief and make its lines.

    Args:
        source: The normalised text of the document.
        candidates: From `candidates_of`.
        scores: The logarithm of each candidate's importance.
        length: What fits.
        compressing: Whether compression rules are applied, before lengths are counted.
        brevity: See `BREVITY`.

    Returns:
        At least one sentence, even if it is longer than the budget.
    """
    choice = _Choice(source, candidates, compressing)
    order = sorted(
        range(len(candidates)),
        key=lambda place: (
            says_only_who_said_it(candidates[place].text),
            brevity * math.log(max(len(candidates[place].text), SHORTEST)) - scores[place],
            place,
        ),
    )
    passed_over: list[int] = []
    for place in order:
        if choice.full:
            break
        if place in choice.chosen:
            continue
        together = companions(candidates, place, stands=choice.stands)
        if together is None or not choice.take(together, length):
            passed_over.append(place)
    alone = _fill(choice, passed_over, length)
    if not choice.chosen and order:
        choice.chosen = {_shortest_of_best(candidates, order)}
    return Selection(
        tuple(sorted(choice.chosen)), tuple(choice.lines(choice.chosen)), tuple(sorted(alone))
    )


def _fill(choice: _Choice, passed_over: Sequence[int], length: Length) -> list[int]:
    """Take what was passed over by itself while lines are free; a budget of characters may stay."""
    if length.chars is not None and choice.chosen:
        return []
    return [
        place
        for place in passed_over
        if place not in choice.chosen and choice.take({place}, length)
    ]


def _shortest_of_best(candidates: Sequence[Sentence], order: Sequence[int]) -> int:
    """Where nothing fits the budget: the shortest of the five best."""
    return min(order[:5], key=lambda place: len(candidates[place].text))
