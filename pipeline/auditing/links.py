"""Numbers, names and terms that say the same in the source, the Russian line and the English.

What the checks find wrong is a finding; this is the other side: what did come through, so that a
reader who points at a number sees it in all three texts.
"""

from collections.abc import Iterable, Iterator

from pipeline.document import Document, Link, LinkKind, Segment, Span
from pipeline.language.glossary import Glossary
from pipeline.language.names import compare_names
from pipeline.language.quantities import Quantity, agree, read_english, read_russian

__all__ = ["find_links"]


def find_links(document: Document, glossary: Glossary) -> Iterator[Link]:
    """The links of all lines; what leads nowhere is left out, and so is a term within a name."""
    for index, segment in enumerate(document.all_segments()):
        yield from _numbers(document, index, segment)
        names = list(_names(document, index, segment, glossary))
        taken = [span for link in names for span in link.summary_spans]
        yield from names
        for link in _terms(document, index, segment, glossary):
            if not any(span.overlaps(one) for span in link.summary_spans for one in taken):
                yield link


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
            here = (Span(quantity.start, quantity.stop),)
            yield Link(LinkKind.NUMBER, index, source, here, english)


def _names(document: Document, index: int, segment: Segment, glossary: Glossary) -> Iterator[Link]:
    if not segment.english:
        return
    for match in compare_names(segment.text, segment.english, glossary).matched:
        russian = Span(match.name.start, match.name.stop)
        source = _same_words(document, segment, russian)
        english = (Span(match.start, match.stop),)
        yield Link(LinkKind.NAME, index, source, (russian,), english)


def _terms(document: Document, index: int, segment: Segment, glossary: Glossary) -> Iterator[Link]:
    for match in glossary.find(segment.text):
        place = glossary.locate(match, segment.english)
        if place is not None and match.term.flag != "weak":
            russian = Span(match.start, match.stop)
            source = _same_words(document, segment, russian)
            yield Link(LinkKind.TERM, index, source, (russian,), (Span(*place),))


def _placed(quantities: Iterable[Quantity]) -> list[tuple[Quantity, Span]]:
    return [(quantity, Span(quantity.start, quantity.stop)) for quantity in quantities]


def _take(quantity: Quantity, others: list[tuple[Quantity, Span]]) -> tuple[Span, ...]:
    """The place of the first of `others` that says the same; it is taken out of them."""
    for place, (other, span) in enumerate(others):
        if agree(quantity, other):
            del others[place]
            return (span,)
    return ()


def _same_words(document: Document, segment: Segment, name: Span) -> tuple[Span, ...]:
    """Where the name stands in the segment's source: the same occurrence, if it has several."""
    words = name.of(segment.text)
    before = segment.text.count(words, 0, name.start)
    places = [start for span in segment.spans for start in _occurrences(document.text, words, span)]
    if not words or not places:
        return ()
    start = places[min(before, len(places) - 1)]
    return (Span(start, start + len(words)),)


def _occurrences(text: str, words: str, span: Span) -> Iterator[int]:
    start = text.find(words, span.start, span.stop) if words else -1
    while start >= 0:
        yield start
        start = text.find(words, start + len(words), span.stop)
