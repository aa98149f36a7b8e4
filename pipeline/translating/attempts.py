"""What is tried, in order, until a line's English has nothing wrong with it."""

from dataclasses import dataclass, replace

from pipeline.engines.base import Decoding
from pipeline.language.degeneration import Fault

__all__ = ["LADDER", "Attempt", "weight"]

_WIDER_BEAM = 5
_NO_REPEAT = 4


@dataclass(frozen=True, slots=True)
class Attempt:
    """One way to translate a line.

    `terms`: glossary names are put in first. `wider`: a larger beam, and no phrase of four tokens
    twice. `halves`: the line is cut at a clause border though it is short enough.
    """

    name: str
    terms: bool = False
    wider: bool = False
    halves: bool = False

    def decoding(self, base: Decoding) -> Decoding:
        """The search of this attempt."""
        if not self.wider:
            return base
        return replace(
            base,
            beam_size=max(base.beam_size, _WIDER_BEAM),
            no_repeat_ngram_size=base.no_repeat_ngram_size or _NO_REPEAT,
        )

    def describe(self, base: Decoding) -> str:
        """The attempt in one line, for the record."""
        decoding = self.decoding(base)
        said = f"{self.name}: beam {decoding.beam_size}"
        if decoding.no_repeat_ngram_size:
            said += f", no repeat of {decoding.no_repeat_ngram_size}"
        return said


LADDER: tuple[Attempt, ...] = (
    Attempt("with terms", terms=True),
    Attempt("plain"),
    Attempt("wider", wider=True),
    Attempt("in halves", wider=True, halves=True),
)
"""A line without glossary names begins at `plain`."""

_WEIGHTS = {"empty": 16, "cut_off": 8, "repeated": 8, "untranslated": 4, "length": 2, "term": 1}


def weight(faults: list[Fault]) -> int:
    """How bad an output is; 0 for one that is well."""
    return sum(_WEIGHTS[fault.kind] for fault in faults)
