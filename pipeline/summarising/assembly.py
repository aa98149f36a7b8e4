"""From chosen sentences to the lines of a brief, and back: what a line is made of.

A line's text is its spans of the source joined by a space (none before a closing mark), with at
most two changes after that: `initial-capital` and `final-mark`. What a compression rule leaves out
lies between the spans; it is recorded as an edit as well, so that nothing is gone without a name.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from pipeline.document import Edit, Segment, Sentence, Span
from pipeline.summarising.compression import Cut

__all__ = ["FINAL_MARK", "INITIAL_CAPITAL", "Line", "assemble", "rebuild", "segment_of"]

INITIAL_CAPITAL = "initial-capital"
FINAL_MARK = "final-mark"
CLOSING = ",.;:!?…»)"
FINAL = ".!?…"


@dataclass(frozen=True, slots=True)
class Line:
    """A line of the brief: its sentences, the spans that are kept, and the recorded edits."""

    text: str
    sentences: tuple[int, ...]
    spans: tuple[Span, ...]
    edits: tuple[Edit, ...]


def assemble(
    source: str, sentences: Sequence[Sentence], cuts: Sequence[Sequence[Cut]] | None = None
) -> Line:
    """Join sentences (one, or the head and items of a list) into a line.

    Args:
        source: The normalised text of the document.
        sentences: In reading order, with their own indices.
        cuts: For each sentence what to leave out of it; nothing if None.
    """
    spans: list[Span] = []
    edits: list[Edit] = []
    for sentence, some in zip(sentences, cuts or [()] * len(sentences), strict=True):
        at = sentence.span.start
        for cut in some:
            left_out = Span(sentence.span.start + cut.start, sentence.span.start + cut.stop)
            edits.append(Edit(cut.rule, left_out, left_out.of(source), ""))
            spans += _trimmed(source, at, left_out.start)
            at = left_out.stop
        spans += _trimmed(source, at, sentence.span.stop)
    edits += _capital(source, spans[0])
    edits += _mark(source, spans[-1])
    indices = tuple(sentence.index for sentence in sentences)
    return Line(_text(source, spans, edits), indices, tuple(spans), tuple(edits))


def segment_of(line: Line, index: int) -> Segment:
    """The line as a segment of the brief; `index` counts in `Document.all_segments()`."""
    return Segment(
        index=index,
        text=line.text,
        spans=line.spans,
        sentences=line.sentences,
        edits=line.edits,
    )


def rebuild(source: str, segment: Segment) -> str:
    """The text that a segment's spans and edits give: equal to `segment.text`, by construction.

    Args:
        source: The normalised text of the document.
        segment: One that was chosen from the source, not written by an abstractive model.
    """
    return _text(source, segment.spans, segment.edits)


def _text(source: str, spans: Sequence[Span], edits: Sequence[Edit]) -> str:
    text = ""
    for number, span in enumerate(spans):
        part = span.of(source)
        for edit in edits:
            if edit.rule == INITIAL_CAPITAL and number == 0:
                part = edit.after + part[len(edit.before) :]
            if edit.rule == FINAL_MARK and number == len(spans) - 1:
                part = part[: len(part) - len(edit.before)] + edit.after
        text += part if not text or part[0] in CLOSING else " " + part
    return text


def _trimmed(source: str, start: int, stop: int) -> list[Span]:
    """The stretch without the spaces at its ends; none if nothing is left."""
    while start < stop and source[start].isspace():
        start += 1
    while start < stop and source[stop - 1].isspace():
        stop -= 1
    return [Span(start, stop)] if start < stop else []


def _capital(source: str, first: Span) -> list[Edit]:
    """A capital for a small letter at the start of a line."""
    letter = source[first.start]
    capital = letter.upper()
    if not letter.islower() or len(capital) != 1:
        return []
    return [Edit(INITIAL_CAPITAL, Span(first.start, first.start + 1), letter, capital)]


def _mark(source: str, last: Span) -> list[Edit]:
    """A full stop for the semicolon, comma or colon of a list, or where a line has no final mark."""
    ending = source[last.stop - 1]
    if ending in ";,:":
        return [Edit(FINAL_MARK, Span(last.stop - 1, last.stop), ending, ".")]
    inner = last.of(source).rstrip('»")')
    if inner[-1:] in FINAL or ending in FINAL:
        return []
    return [Edit(FINAL_MARK, Span(last.stop, last.stop), "", ".")]
