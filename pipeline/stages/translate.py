"""translate: one English line for every Russian line of the brief."""

from collections.abc import Iterable, Iterator, Sequence
from itertools import islice
from typing import TYPE_CHECKING, ClassVar

from pipeline.config import TranslateSettings
from pipeline.document import Document, Finding, Hypothesis, Role, Segment, Severity
from pipeline.engines.base import Engine
from pipeline.messages import say
from pipeline.translating.attempts import LADDER, Attempt
from pipeline.translating.dateline import dateline_in_english
from pipeline.translating.doubting import Doubted
from pipeline.translating.lines import LineTranslator, Translated

if TYPE_CHECKING:
    from pipeline.language.glossary import Glossary

__all__ = ["Translate", "doubts"]

#: Faults that the audit cannot see in the text, and how much they weigh. All others are its own.
_FLAGGED = {"cut_off": Severity.ERROR, "too_long": Severity.ERROR}


class Translate:
    """Appends hypotheses to every segment, title and dateline too, and sets `chosen`.

    All lines of a chunk of documents are decoded together. A line that is too long is translated
    in parts, one that comes out badly is tried again in other ways (`translating.attempts`), and
    each attempt stays as a hypothesis. A segment for which nothing came keeps its place, empty.

    Args:
        engine: A translator.
        settings: How lines are cut, batched and decoded.
        glossary: Names to put into the Russian in English first; None puts none in.
        chunk: Documents that are decoded together.
        ladder: What is tried for a line, in order, until it has nothing wrong with it.
    """

    name: ClassVar[str] = "translate"
    version: ClassVar[str] = "7"

    def __init__(
        self,
        engine: Engine,
        settings: TranslateSettings | None = None,
        glossary: "Glossary | None" = None,
        *,
        chunk: int = 32,
        ladder: Sequence[Attempt] = LADDER,
    ) -> None:
        settings = settings or TranslateSettings()
        self._lines = LineTranslator(engine, settings, glossary, ladder=ladder)
        self._guessed_above = settings.guessed_above
        self._glossary = glossary
        self._chunk = chunk

    def run(self, documents: Iterable[Document]) -> Iterator[Document]:
        """Translate chunk by chunk; failed documents are passed on untouched."""
        waiting = iter(documents)
        while chunk := list(islice(waiting, self._chunk)):
            self._translate(chunk)
            yield from chunk

    def _translate(self, chunk: list[Document]) -> None:
        places = [
            (document, index, segment)
            for document in chunk
            if document.failure is None
            for index, segment in enumerate(document.all_segments())
            if not self._by_rule(segment)
        ]
        outcomes = self._lines.translate([segment.text for _, _, segment in places])
        for (document, index, segment), outcome in zip(places, outcomes, strict=True):
            _record(segment, outcome)
            document.findings += _findings(index, outcome, self._guessed_above)

    def _by_rule(self, segment: Segment) -> bool:
        """Translate a dateline without the model, where it is nothing but a place and a date."""
        if segment.role is not Role.DATELINE or self._glossary is None:
            return False
        english = dateline_in_english(segment.text, self._glossary)
        if english is None:
            return False
        _record(segment, Translated([Hypothesis(english, "rule", settings="dateline")], 0))
        return True


def _record(segment: Segment, outcome: Translated) -> None:
    before = len(segment.hypotheses)
    segment.hypotheses += outcome.hypotheses
    if outcome.chosen is not None:
        segment.chosen = before + outcome.chosen


def doubts(index: int, words: Sequence[Doubted], guessed_above: float | None) -> Iterator[Finding]:
    """One warning for a line with words that the model was unsure of, or guessed.

    Args:
        index: The segment's.
        words: Those of its English that are doubted.
        guessed_above: From which doubt on a word was guessed; None for never.
    """
    if not words:
        return
    guessed = guessed_above is not None and max(word.doubt for word in words) >= guessed_above
    named = ", ".join(dict.fromkeys(word.text for word in words))
    yield Finding.saying(
        "guessed_word" if guessed else "unsure_word",
        Severity.WARNING,
        say("guessed-words" if guessed else "unsure-words", words=named),
        segment=index,
        english_spans=tuple(word.span for word in words),
        found=named,
    )


def _findings(index: int, outcome: Translated, guessed_above: float | None) -> list[Finding]:
    found = [
        Finding.saying(fault.kind, _FLAGGED[fault.kind], fault.said, segment=index)
        for fault in outcome.faults
        if fault.kind in _FLAGGED
    ]
    if outcome.mended:
        what = "; ".join(f"{before} → {after}" for before, after in outcome.mended)
        found.append(
            Finding.saying("mended", Severity.NOTE, say("put-right", what=what), segment=index)
        )
    found += doubts(index, outcome.doubted, guessed_above)
    if outcome.parts > 1:
        said = say("in-parts", count=outcome.parts)
        found.append(Finding.saying("split", Severity.NOTE, said, segment=index))
    return found
