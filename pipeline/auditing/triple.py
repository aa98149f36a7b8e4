"""What an audit looks at: source, Russian summary and English, with their readings made once."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cached_property

from pipeline.document import Finding, Severity, Span
from pipeline.language.casing import is_shouting, sentence_case
from pipeline.language.glossary import Glossary, TermMatch
from pipeline.language.quantities import Quantity, read_english, read_russian
from pipeline.messages import Said


@dataclass(frozen=True)
class Triple:
    """A stretch of the source, the Russian line made of it, and the English of that line.

    `source` is what the line is said to come from; `context` is the whole text around it, for
    saying of a stray figure that it stands elsewhere. `places` maps offsets of `source` to those
    of the whole text: (offset in `source`, offset there), ascending.
    """

    source: str
    summary: str
    english: str
    glossary: Glossary = field(default_factory=Glossary.builtin)
    context: str = ""
    places: tuple[tuple[int, int], ...] = ((0, 0),)

    @classmethod
    def of_document(
        cls,
        text: str,
        spans: Sequence[Span],
        summary: str,
        english: str,
        *,
        glossary: Glossary,
    ) -> "Triple":
        """The triple of a line that comes from `spans` of `text`.

        Lines in capitals are read in sentence case, which moves no offset.
        """
        places, parts, at = [], [], 0
        for span in spans:
            places.append((at, span.start))
            parts.append(readable(span.of(text)))
            at += len(span) + 1
        return cls(
            "\n".join(parts),
            readable(summary),
            english,
            glossary,
            context=text,
            places=tuple(places) or ((0, 0),),
        )

    @cached_property
    def source_quantities(self) -> list[Quantity]:
        """Quantities of the source."""
        return read_russian(self.source)

    @cached_property
    def summary_quantities(self) -> list[Quantity]:
        """Quantities of the Russian line."""
        return self.source_quantities if self.unchanged else read_russian(self.summary)

    @cached_property
    def english_quantities(self) -> list[Quantity]:
        """Quantities of the English line."""
        return read_english(self.english)

    @cached_property
    def terms(self) -> list[TermMatch]:
        """Glossary terms of the Russian line."""
        return self.glossary.find(self.summary)

    @property
    def unchanged(self) -> bool:
        """Whether the Russian line is the source word for word."""
        return self.summary == self.source

    def in_source(self, start: int, stop: int) -> tuple[Span, ...]:
        """A range of `source` as a span of the whole text."""
        for at, there in reversed(self.places):
            if start >= at:
                return (Span(there + start - at, there + stop - at),)
        return ()

    def finding(
        self,
        kind: str,
        severity: Severity,
        said: Said,
        *,
        source: tuple[int, int] | None = None,
        summary: tuple[int, int] | None = None,
        english: tuple[int, int] | None = None,
        expected: str = "",
        found: str = "",
    ) -> Finding:
        """A finding of this triple; ranges are offsets into its three texts."""
        return Finding.saying(
            kind,
            severity,
            said,
            source_spans=self.in_source(*source) if source else (),
            summary_spans=(Span(*summary),) if summary else (),
            english_spans=(Span(*english),) if english else (),
            expected=expected,
            found=found,
        )


def readable(line: str) -> str:
    """A line in capitals in sentence case, of the same length: capitals hide what is a name."""
    return sentence_case(line) if is_shouting(line) else line
