"""`report.html`: source, Russian summary and English side by side, each line tied to the others."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from pipeline.batch.signature import signature_digest
from pipeline.document import Document, Edit, Finding, Hypothesis, Link, Segment, Severity, Span
from pipeline.formats.marks import Layer, Mark, Piece, cut, paragraphs
from pipeline.formats.pages import render
from pipeline.formats.units import Unit, models, units

__all__ = ["report_html"]

_LONGEST_TITLE = 160


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph of the source; `kind` is that of its first sentence."""

    kind: str
    pieces: list[Piece]


@dataclass(frozen=True, slots=True)
class Note:
    """A finding with its number in the report, from 1."""

    number: int
    finding: Finding


@dataclass(frozen=True, slots=True)
class Row:
    """One segment as the report shows it; `key` is its number among all segments."""

    key: int
    unit: Unit
    russian: list[Piece]
    english: list[Piece]
    quotes: list[str]
    notes: list[Note]
    edits: tuple[Edit, ...]
    hypotheses: list[tuple[Hypothesis, bool]]


def report_html(document: Document, *, in_run: bool = True) -> str:
    """The page of a document; `in_run` says that it lies below a run's index, and may link to it.

    Findings are numbered from 1 in the order of their lines, those on the whole document last, and
    keep their numbers in all three columns.
    """
    last = len(document.all_segments())
    ordered = sorted(
        document.findings, key=lambda one: last if one.segment is None else one.segment
    )
    notes = [Note(number, one) for number, one in enumerate(ordered, 1)]
    linked = list(enumerate(document.links))
    rows = [_row(document, key, unit, notes, linked) for key, unit in enumerate(units(document))]
    severities = {note.number: note.finding.severity for note in notes}
    return render(
        "report",
        document=document,
        in_run=in_run,
        heading=_heading(document),
        rows=rows,
        paragraphs=list(_paragraphs(document, notes, linked)),
        general=[note for note in notes if note.finding.segment is None],
        counts={severity: _count(notes, severity) for severity in Severity},
        worst=lambda numbers: _worst(severities, numbers),
        severities=severities,
        models=models(document.signature),
        signature=signature_digest(document.signature)[:16],
        link=_link(document),
    )


def _row(
    document: Document, key: int, unit: Unit, notes: list[Note], linked: list[tuple[int, Link]]
) -> Row:
    segment = unit.segment
    own = [note for note in notes if note.finding.segment == key]
    here = [(number, link) for number, link in linked if link.segment == key]
    russian = _marks((note, note.finding.summary_spans) for note in own)
    english = _marks((note, note.finding.english_spans) for note in own)
    return Row(
        key=key,
        unit=unit,
        russian=cut(segment.text, russian + _linked((at, one.summary_spans) for at, one in here)),
        english=cut(
            segment.english, english + _linked((at, one.english_spans) for at, one in here)
        ),
        quotes=[span.of(document.text) for span in segment.spans],
        notes=own,
        edits=segment.edits,
        hypotheses=[(one, at == segment.chosen) for at, one in enumerate(segment.hypotheses)],
    )


def _paragraphs(
    document: Document, notes: list[Note], linked: list[tuple[int, Link]]
) -> Iterator[Paragraph]:
    marks = _linked((number, link.source_spans) for number, link in linked)
    marks += [
        Mark(span, Layer.SEGMENT, key)
        for key, segment in enumerate(document.all_segments())
        for span in segment.spans
    ]
    marks += _marks((note, note.finding.source_spans) for note in notes)
    sentences = iter(document.sentences)
    sentence = next(sentences, None)
    for start, pieces in paragraphs(document.text, marks):
        while sentence is not None and sentence.span.stop <= start:
            sentence = next(sentences, None)
        yield Paragraph("text" if sentence is None else str(sentence.kind), pieces)


def _marks(notes: Iterable[tuple[Note, tuple[Span, ...]]]) -> list[Mark]:
    return [Mark(span, Layer.FINDING, note.number) for note, spans in notes for span in spans]


def _linked(places: Iterable[tuple[int, tuple[Span, ...]]]) -> list[Mark]:
    return [Mark(span, Layer.LINK, number) for number, spans in places for span in spans]


def _worst(severities: dict[int, Severity], numbers: tuple[int, ...]) -> str:
    """The gravest severity among some findings; empty if there is none."""
    order = list(Severity)
    return str(min((severities[number] for number in numbers), key=order.index, default=""))


def _count(notes: list[Note], severity: Severity) -> int:
    return sum(note.finding.severity is severity for note in notes)


def _heading(document: Document) -> tuple[str, str]:
    """Title in English and Russian; the first words of the brief, or the path, without one."""
    segments: list[Segment] = [document.title] if document.title else document.segments[:1]
    english = next((one.english for one in segments if one.english.strip()), "")
    russian = next((one.text for one in segments), "")
    return _short(english or russian or document.path), _short(russian if english else "")


def _short(text: str) -> str:
    """`text`, cut after a word where it is too long for a heading."""
    if len(text) <= _LONGEST_TITLE:
        return text
    cut = text[: _LONGEST_TITLE - 1]
    return (cut.rpartition(" ")[0] or cut).rstrip(" ,;:—–-") + "…"


def _link(document: Document) -> str:
    """The release's address, if it is one that is safe to follow."""
    url = document.metadata.get("url", "")
    return url if url.lower().startswith(("https://", "http://")) else ""
