"""The one record that goes through the whole pipeline, and its parts.

A `Document` is made by `read` and filled in by the stages after it. A stage adds its own fields and
never edits those of an earlier stage: `translate` and `repair` *append* hypotheses to a segment,
and `Segment.chosen` says which one stands. All offsets are code points into `Document.text` (the
normalised text) unless a name says otherwise; `Document.original_span` maps them to the decoded
original.
"""

from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from pipeline.messages import Said
from pipeline.offsets import OffsetMap

__all__ = [
    "Document",
    "Edit",
    "Failure",
    "Finding",
    "Hypothesis",
    "Link",
    "LinkKind",
    "Role",
    "Segment",
    "Sentence",
    "SentenceKind",
    "Severity",
    "Span",
]


@dataclass(frozen=True, slots=True, order=True)
class Span:
    """A half-open range `[start, stop)` of code points.

    Raises:
        ValueError: If the range is reversed or starts before 0.
    """

    start: int
    stop: int

    def __post_init__(self) -> None:
        if not 0 <= self.start <= self.stop:
            raise ValueError(f"not a span: [{self.start}, {self.stop})")

    def __len__(self) -> int:
        return self.stop - self.start

    def of(self, text: str) -> str:
        """The characters of `text` that the span covers."""
        return text[self.start : self.stop]

    def shifted(self, by: int) -> "Span":
        """The same span, `by` code points further on."""
        return Span(self.start + by, self.stop + by)

    def overlaps(self, other: "Span") -> bool:
        """Whether the two spans share at least one code point."""
        return self.start < other.stop and other.start < self.stop


class SentenceKind(StrEnum):
    """What a sentence of the source is; only `TEXT` and `LIST_ITEM` can enter a summary."""

    TITLE = "title"
    DATELINE = "dateline"
    TEXT = "text"
    LIST_ITEM = "list_item"
    BOILERPLATE = "boilerplate"


@dataclass(frozen=True, slots=True)
class Sentence:
    """One sentence of the normalised source.

    `text` is always exactly `span.of(document.text)`; `paragraph` counts from 0; `head` is the
    index of the sentence that introduces the list this item belongs to.
    """

    index: int
    span: Span
    text: str
    kind: SentenceKind = SentenceKind.TEXT
    paragraph: int = 0
    head: int | None = None


@dataclass(frozen=True, slots=True)
class Edit:
    """One recorded change between a segment's source spans and its text.

    `rule` names it (`initial-capital`, `final-mark`, a compression rule); `span` is the place in
    the normalised source that was changed or left out, `before` and `after` the characters there.
    """

    rule: str
    span: Span
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class Hypothesis:
    """One English rendering of a segment, with where it came from.

    `score` is the model's mean log-probability for a target token, rounded to 4 places (NaN never
    occurs: 0.0 where a model gives none). `pieces` holds the Russian pieces as they were given to
    the model when the sentence was split or had terms inlined; empty when it went in whole.
    """

    text: str
    origin: str
    score: float = 0.0
    settings: str = ""
    pieces: tuple[str, ...] = ()


class Role(StrEnum):
    """What a segment is in the brief."""

    TITLE = "title"
    DATELINE = "dateline"
    SUMMARY = "summary"


@dataclass(slots=True)
class Segment:
    """One Russian line of the brief, the source it comes from, and its English.

    `text` is the Russian line, `spans` the parts of the normalised source that it is made of, in
    reading order, `sentences` the indices of the source sentences. For a faithful summariser the
    spans joined by spaces, after `edits`, give `text` exactly; for an abstractive one `alignment`
    is the score in [0, 1] of the best match.
    """

    index: int
    text: str
    spans: tuple[Span, ...]
    sentences: tuple[int, ...] = ()
    role: Role = Role.SUMMARY
    edits: tuple[Edit, ...] = ()
    alignment: float = 1.0
    hypotheses: list[Hypothesis] = field(default_factory=list)
    chosen: int | None = None

    @property
    def english(self) -> str:
        """The English line that stands, or an empty string if none does."""
        return "" if self.chosen is None else self.hypotheses[self.chosen].text


class Severity(StrEnum):
    """How much a finding weighs: an error puts the segment in doubt, a note does not."""

    ERROR = "error"
    WARNING = "warning"
    NOTE = "note"


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that does not agree, or that a reader should know.

    `message` is in English; `said` is the same without its language, where it comes from the table
    of messages. `segment` is the index in `Document.all_segments()`, or None for the whole document.
    `source_spans` point into the normalised text, `summary_spans` into the segment's Russian,
    `english_spans` into its English.
    """

    kind: str
    severity: Severity
    message: str
    segment: int | None = None
    source_spans: tuple[Span, ...] = ()
    summary_spans: tuple[Span, ...] = ()
    english_spans: tuple[Span, ...] = ()
    expected: str = ""
    found: str = ""
    said: Said = field(default_factory=Said)

    @classmethod
    def saying(
        cls,
        kind: str,
        severity: Severity,
        said: Said,
        *,
        segment: int | None = None,
        source_spans: tuple[Span, ...] = (),
        summary_spans: tuple[Span, ...] = (),
        english_spans: tuple[Span, ...] = (),
        expected: str = "",
        found: str = "",
    ) -> "Finding":
        """A finding whose message comes from the table of messages."""
        return cls(
            kind,
            severity,
            said.text(),
            segment=segment,
            source_spans=source_spans,
            summary_spans=summary_spans,
            english_spans=english_spans,
            expected=expected,
            found=found,
            said=said,
        )

    def text(self, language: str) -> str:
        """The message in that language; in English where it is not known in it."""
        return self.said.text(language) or self.message


class LinkKind(StrEnum):
    """What is linked."""

    NUMBER = "number"
    NAME = "name"
    TERM = "term"


@dataclass(frozen=True, slots=True)
class Link:
    """A number, name or term of a Russian line, with what stands for it in source and English.

    `segment` is the index in `Document.all_segments()`; the spans are those of a `Finding`, none
    where there is no counterpart.
    """

    kind: LinkKind
    segment: int
    source_spans: tuple[Span, ...] = ()
    summary_spans: tuple[Span, ...] = ()
    english_spans: tuple[Span, ...] = ()


@dataclass(frozen=True, slots=True)
class Failure:
    """Why a document could not be finished: the stage, the error's class and its one line."""

    stage: str
    kind: str
    message: str


@dataclass(slots=True)
class Document:
    """A press release on its way to a brief.

    Filled by, in order: `read` (id to original), `normalise` (text, offsets, normalisations),
    `segment` (sentences, and the title, dateline and date it recognised), `summarise` (segments,
    and title and dateline segments), `translate` and `repair` (hypotheses), `audit` (findings,
    score), `link` (links). A document with a `failure` is passed on untouched by the stages after it.
    """

    id: str
    path: str
    """The input as the user named it, relative to the input folder, with forward slashes."""
    digest: str
    """sha256 of the input's bytes, in hex."""
    original: str
    """The decoded text, before normalisation."""
    encoding: str = "utf-8"
    media_type: str = "text/plain"
    metadata: dict[str, str] = field(default_factory=dict)
    """What the file itself says: title, date, author, url; keys in that spelling."""

    text: str = ""
    offsets: OffsetMap = field(default_factory=OffsetMap)
    normalisations: dict[str, int] = field(default_factory=dict)
    """How often each named rule changed the text."""

    sentences: tuple[Sentence, ...] = ()
    date: str = ""
    """The release's own date as ISO 8601 (YYYY-MM-DD), or empty where it names none."""

    title: Segment | None = None
    dateline: Segment | None = None
    segments: list[Segment] = field(default_factory=list)

    findings: list[Finding] = field(default_factory=list)
    links: list[Link] = field(default_factory=list)
    score: float = 1.0
    needs_review: bool = False
    signature: dict[str, Any] = field(default_factory=dict)
    failure: Failure | None = None

    def all_segments(self) -> list[Segment]:
        """Title and dateline where there are any, then the summary: what is translated."""
        heads = [segment for segment in (self.title, self.dateline) if segment is not None]
        return heads + self.segments

    def original_span(self, span: Span) -> Span:
        """The characters of `original` that `span` of the normalised text comes from."""
        start, stop = self.offsets.to_original(span.start, span.stop)
        return Span(start, stop)
