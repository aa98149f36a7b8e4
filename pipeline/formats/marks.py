"""Cutting a text into pieces at the borders of spans that may overlap in any way.

HTML elements nest and spans of a text do not, so each piece between two neighbouring borders
becomes one element that names everything it belongs to.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from enum import Enum, auto
from itertools import pairwise

from pipeline.document import Span

__all__ = ["Layer", "Mark", "Piece", "cut", "paragraphs"]


class Layer(Enum):
    """What a mark means."""

    SEGMENT = auto()
    FINDING = auto()
    LINK = auto()


@dataclass(frozen=True, slots=True)
class Mark:
    """A span that is to be marked, with the number of the thing that it belongs to."""

    span: Span
    layer: Layer
    key: int


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of text without a border inside, and the numbers of what it belongs to.

    `closing` holds the findings whose mark ends with this piece.
    """

    text: str
    segments: tuple[int, ...] = ()
    findings: tuple[int, ...] = ()
    links: tuple[int, ...] = ()
    closing: tuple[int, ...] = ()


def cut(text: str, marks: Iterable[Mark], borders: Iterable[int] = ()) -> list[Piece]:
    """The pieces of `text`; joined, they are `text` again.

    Args:
        text: What to cut.
        marks: In any order; empty ones, and what lies beyond the text, are left out.
        borders: Where to cut as well.
    """
    opening: dict[int, list[Mark]] = {}
    ending: dict[int, list[Mark]] = {}
    for mark in dict.fromkeys(marks):
        stop = min(mark.span.stop, len(text))
        if mark.span.start < stop:
            opening.setdefault(mark.span.start, []).append(mark)
            ending.setdefault(stop, []).append(mark)
    inside = {border for border in borders if 0 < border < len(text)}
    edges = sorted({0, len(text)} | inside | opening.keys() | ending.keys())
    pieces = []
    active: dict[Mark, None] = {}
    for start, stop in pairwise(edges):
        for mark in ending.get(start, ()):
            del active[mark]
        active.update(dict.fromkeys(opening.get(start, ())))
        pieces.append(
            Piece(
                text[start:stop],
                _keys(active, Layer.SEGMENT),
                _keys(active, Layer.FINDING),
                _keys(active, Layer.LINK),
                _keys(ending.get(stop, ()), Layer.FINDING),
            )
        )
    return pieces


def paragraphs(text: str, marks: Iterable[Mark]) -> list[tuple[int, list[Piece]]]:
    """The paragraphs of `text` (what stands between line feeds), each cut into pieces.

    Returns:
        For each paragraph where it starts in `text`, and its pieces, line feeds left out.
    """
    runs = [match.span() for match in re.finditer(r"[^\n]+", text)]
    starts = {start for start, _ in runs}
    result: list[tuple[int, list[Piece]]] = []
    offset = 0
    for piece in cut(text, marks, (edge for run in runs for edge in run)):
        if offset in starts:
            result.append((offset, []))
        if not piece.text.startswith("\n"):
            result[-1][1].append(piece)
        offset += len(piece.text)
    return result


def _keys(marks: Iterable[Mark], layer: Layer) -> tuple[int, ...]:
    keys = {mark.key for mark in marks if mark.layer is layer}
    return tuple(sorted(keys)) if keys else ()
