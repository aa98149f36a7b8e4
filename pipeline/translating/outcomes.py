"""What became of a line: everything that was tried, and which of it stands."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from pipeline.document import Hypothesis
from pipeline.engines.base import Generated
from pipeline.language.degeneration import Fault
from pipeline.messages import say
from pipeline.translating.attempts import weight
from pipeline.translating.doubting import Doubted

__all__ = ["Translated", "Try", "best_of", "copied", "is_well"]


@dataclass(slots=True)
class Translated:
    """What became of a line: every hypothesis, and which one stands.

    `faults` are those of the chosen hypothesis, a glossary name that did not arrive (`term`) among
    them. `chosen` is None where no attempt gave any English.
    """

    hypotheses: list[Hypothesis] = field(default_factory=list)
    chosen: int | None = None
    faults: list[Fault] = field(default_factory=list)
    parts: int = 1
    """Into how many parts the chosen one was split."""
    mended: tuple[tuple[str, str], ...] = ()
    """What was put right by rule in the chosen one: the words before, and those that stand now."""
    spoken: tuple[tuple[str, Generated], ...] = ()
    """Part by part what the model was given and answered for the chosen one."""
    doubted: tuple[Doubted, ...] = ()
    """The words of the chosen one that the model was unsure of."""

    @property
    def text(self) -> str:
        """The English that stands, or an empty string."""
        return "" if self.chosen is None else self.hypotheses[self.chosen].text


@dataclass(frozen=True, slots=True)
class Try:
    """An attempt: what came of it, as the model gave it and, if it was mended, as it is then."""

    hypotheses: tuple[Hypothesis, ...]
    faults: list[Fault]
    parts: int
    inlined: bool
    mended: tuple[tuple[str, str], ...]
    spoken: tuple[tuple[str, Generated], ...] = ()
    """Part by part what the model was given and answered."""


def is_well(made: Sequence[Try]) -> bool:
    """Whether nothing need be tried any more.

    A name that was put in and did not arrive is worth a try without it; one that the model was left
    alone with is not, as the audit will say.
    """
    return any(
        all(fault.kind == "term" and not one.inlined for fault in one.faults) for one in made
    )


def best_of(made: Sequence[Try]) -> Translated:
    """Everything that was tried, and the least bad of it; of like ones the earlier."""
    if not made:
        fault = Fault("too_long", say("part-too-long"))
        return Translated(faults=[fault])
    place = min(range(len(made)), key=lambda at: (weight(made[at].faults), at))
    best = made[place]
    before = sum(len(one.hypotheses) for one in made[: place + 1])
    return Translated(
        hypotheses=[hypothesis for one in made for hypothesis in one.hypotheses],
        chosen=before - 1 if best.hypotheses[-1].text.strip() else None,
        faults=best.faults,
        parts=best.parts,
        mended=best.mended,
        spoken=best.spoken,
    )


def copied(line: str) -> Translated:
    """A line that is English already."""
    return Translated([Hypothesis(line, "copy")], 0 if line.strip() else None)
