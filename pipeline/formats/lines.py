"""Moses pairs: two plain texts in which line n of one is line n of the other.

Line breaks of any kind inside a line become spaces; a line without English stays, empty; every
line, the last one too, ends in LF. A summary of no lines is a file of no bytes.
"""

from collections.abc import Iterable, Iterator

from pipeline.document import Document
from pipeline.formats.text import one_line
from pipeline.formats.units import units

__all__ = ["lines", "moses", "summary_lines"]


def lines(texts: Iterable[str]) -> str:
    """The texts, one a line."""
    return "".join(f"{one_line(text)}\n" for text in texts)


def summary_lines(document: Document) -> tuple[str, str]:
    """`summary.ru.txt` and `summary.en.txt`: the summary alone, without title and dateline."""
    russian = lines(segment.text for segment in document.segments)
    english = lines(segment.english for segment in document.segments)
    return russian, english


def moses(documents: Iterable[Document]) -> Iterator[tuple[str, str, str]]:
    """For each unit of the documents its lines in the Russian, English and id files, with LF."""
    for document in documents:
        for unit in units(document):
            yield lines([unit.russian]), lines([unit.english]), lines([unit.id])
