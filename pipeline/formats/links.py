"""Numbers and names that say the same in the source, the Russian line and the English.

What the checks found wrong is a finding; this is the other side: what did come through, so that a
reader who points at a number sees it in all three texts.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from pipeline.document import Document, Segment, Span
from pipeline.language.names import compare_names
from pipeline.language.quantities import Quantity, agree, read_english, read_russian

__all__ = ["Link", "links"]


@dataclass(frozen=True, slots=True)
class Link:
    """A number or name of a Russian line, with its counterparts where there are any.

    `segment` is the line's index in `Document.all_segments()`; `source` points into the normalised
    text, `russian` and `english` into the line and its English.
    """

    segment: int
    source: Span | None
    russian: Span
    english: Span | None


def links(document: Document) -> Iterator[Link]:
    """The links of all lines; one that leads nowhere is left out."""
    for index, segment in enumerate(document.all_segments()):
        yield from _numbers(document, index, segment)
        yield from _names(document, index, segment)


def _numbers(document: Document, index: int, segment: Segment) -> Iterator[Link]:
    in_source = [
        (quantity, Span(quantity.start, quantity.stop).shifted(span.start))
        for span in segment.spans
        for quantity in read_russian(span.of(document.text))
    ]
    in_english = _placed(read_english(segment.english))
    for quantity in read_russian(segment.text):
        source, english = _take(quantity, in_source), _take(quantity, in_english)
        if source or english:
            yield Link(index, source, Span(quantity.start, quantity.stop), english)


def _names(document: Document, index: int, segment: Segment) -> Iterator[Link]:
    if not segment.english:
        return
    for match in compare_names(segment.text, segment.english).matched:
        russian = Span(match.name.start, match.name.stop)
        source = _same_words(document, segment, russian)
        yield Link(index, source, russian, Span(match.start, match.stop))


def _placed(quantities: Iterable[Quantity]) -> list[tuple[Quantity, Span]]:
    return [(quantity, Span(quantity.start, quantity.stop)) for quantity in quantities]


def _take(quantity: Quantity, others: list[tuple[Quantity, Span]]) -> Span | None:
    """The place of the first of `others` that says the same; it is taken out of them."""
    for place, (other, span) in enumerate(others):
        if agree(quantity, other):
            del others[place]
            return span
    return None


def _same_words(document: Document, segment: Segment, name: Span) -> Span | None:
    """Where the name stands in the segment's source: the same occurrence, if it has several."""
    words = name.of(segment.text)
    before = segment.text.count(words, 0, name.start)
    places = [start for span in segment.spans for start in _occurrences(document.text, words, span)]
    if not words or not places:
        return None
    start = places[min(before, len(places) - 1)]
    return Span(start, start + len(words))


def _occurrences(text: str, words: str, span: Span) -> Iterator[int]:
    start = text.find(words, span.start, span.stop) if words else -1
    while start >= 0:
        yield start
        start = text.find(words, start + len(words), span.stop)
