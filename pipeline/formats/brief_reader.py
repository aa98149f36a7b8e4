"""Reading a brief back, with errors that name the field: `segments[2].spans[0] -> …`."""

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from math import isfinite
from typing import Any, Never, TypeVar

from pipeline.document import (
    Document,
    Edit,
    Failure,
    Finding,
    Hypothesis,
    Link,
    LinkKind,
    Role,
    Segment,
    Sentence,
    SentenceKind,
    Severity,
    Span,
)
from pipeline.errors import InputError
from pipeline.messages import Said
from pipeline.offsets import OffsetMap, Replacement

__all__ = ["Node", "read_document"]

_Choice = TypeVar("_Choice", bound=StrEnum)


@dataclass(slots=True)
class Node:
    """A JSON value and the path that leads to it; every reader checks the type it asks for.

    Not frozen, since a brief takes thousands of them and freezing doubles the cost of each.
    """

    value: Any
    path: str
    where: str

    def fault(self, what: str) -> Never:
        """Raise an `InputError` that names this field."""
        raise InputError(
            f"{self.path or 'the brief'} -> {what}",
            where=self.where,
            remedy="make the brief again",
        )

    def __getitem__(self, key: str) -> "Node":
        if not isinstance(self.value, dict):
            self.fault("not an object")
        path = f"{self.path}.{key}" if self.path else key
        if key not in self.value:
            Node(None, path, self.where).fault("is missing")
        return Node(self.value[key], path, self.where)

    def __iter__(self) -> Iterator["Node"]:
        if not isinstance(self.value, list):
            self.fault("not an array")
        for index, item in enumerate(self.value):
            yield Node(item, f"{self.path}[{index}]", self.where)

    def text(self) -> str:
        """The string here."""
        return self.value if isinstance(self.value, str) else self.fault("not a string")

    def integer(self) -> int:
        """The integer here."""
        plain = isinstance(self.value, int) and not isinstance(self.value, bool)
        return int(self.value) if plain else self.fault("not an integer")

    def position(self) -> int | None:
        """The index here, with -1 for none."""
        index = self.integer()
        if index < -1:
            self.fault("less than -1")
        return None if index == -1 else index

    def number(self) -> float:
        """The finite number here."""
        plain = isinstance(self.value, (int, float)) and not isinstance(self.value, bool)
        finite = plain and isfinite(self.value)
        return float(self.value) if finite else self.fault("not a finite number")

    def truth(self) -> bool:
        """The Boolean here."""
        return self.value if isinstance(self.value, bool) else self.fault("not true or false")

    def choice(self, kind: type[_Choice]) -> _Choice:
        """The member of an enumeration that is named here."""
        try:
            return kind(self.text())
        except ValueError:
            self.fault("not one of " + ", ".join(kind))

    def table(self) -> dict[str, Any]:
        """The object here, with whatever it holds."""
        return dict(self.value) if isinstance(self.value, dict) else self.fault("not an object")

    def integers(self, count: int) -> list[int]:
        """The array of that many integers here."""
        numbers = [item.integer() for item in self]
        return numbers if len(numbers) == count else self.fault(f"not {count} integers")

    def span(self, limit: int) -> Span:
        """The span here, which may not reach beyond `limit`."""
        start, stop = self.integers(2)
        if not 0 <= start <= stop <= limit:
            self.fault(f"not a span within a text of {limit} code points")
        return Span(start, stop)

    def spans(self, limit: int) -> tuple[Span, ...]:
        """The array of spans here."""
        return tuple(item.span(limit) for item in self)


def read_document(node: Node) -> Document:
    """The document at `node`.

    Raises:
        InputError: If a field is missing, of the wrong type, or points out of its text.
    """
    text = node["text"].text()
    document = Document(
        id=node["id"].text(),
        path=node["path"].text(),
        digest=node["digest"].text(),
        original=node["original"].text(),
        encoding=node["encoding"].text(),
        media_type=node["media_type"].text(),
        metadata={key: node["metadata"][key].text() for key in node["metadata"].table()},
        text=text,
        offsets=_offsets(node["offsets"]),
        normalisations={
            key: node["normalisations"][key].integer() for key in node["normalisations"].table()
        },
        sentences=tuple(_sentence(item, text) for item in node["sentences"]),
        date=node["date"].text(),
        title=_head(node["title"], len(text)),
        dateline=_head(node["dateline"], len(text)),
        segments=[_segment(item, len(text)) for item in node["segments"]],
        score=node["score"].number(),
        needs_review=node["needs_review"].truth(),
        signature=node["signature"].table(),
        failure=_failure(node["failure"]),
    )
    document.findings = [_finding(item, document) for item in node["findings"]]
    document.links = [_link(item, document) for item in node["links"]]
    return document


def _offsets(node: Node) -> OffsetMap:
    layers = [[Replacement(*item.integers(3)) for item in layer] for layer in node]
    try:
        return OffsetMap.of_layers(layers)
    except ValueError as error:
        node.fault(str(error))


def _sentence(node: Node, text: str) -> Sentence:
    span = node["span"].span(len(text))
    return Sentence(
        index=node["index"].integer(),
        span=span,
        text=span.of(text),
        kind=node["kind"].choice(SentenceKind),
        paragraph=node["paragraph"].integer(),
        head=node["head"].position(),
    )


def _head(node: Node, limit: int) -> Segment | None:
    segment = _segment(node, limit)
    return segment if segment.text or segment.spans else None


def _segment(node: Node, limit: int) -> Segment:
    segment = Segment(
        index=node["index"].integer(),
        text=node["text"].text(),
        spans=node["spans"].spans(limit),
        sentences=tuple(item.integer() for item in node["sentences"]),
        role=node["role"].choice(Role),
        edits=tuple(_edit(item, limit) for item in node["edits"]),
        alignment=node["alignment"].number(),
        hypotheses=[_hypothesis(item) for item in node["hypotheses"]],
        chosen=node["chosen"].position(),
    )
    if segment.chosen is not None and segment.chosen >= len(segment.hypotheses):
        node["chosen"].fault("there is no such hypothesis")
    return segment


def _edit(node: Node, limit: int) -> Edit:
    return Edit(
        rule=node["rule"].text(),
        span=node["span"].span(limit),
        before=node["before"].text(),
        after=node["after"].text(),
    )


def _hypothesis(node: Node) -> Hypothesis:
    return Hypothesis(
        text=node["text"].text(),
        origin=node["origin"].text(),
        score=node["score"].number(),
        settings=node["settings"].text(),
        pieces=tuple(item.text() for item in node["pieces"]),
    )


def _finding(node: Node, document: Document) -> Finding:
    index = node["segment"].position()
    segment = None if index is None else _named(node["segment"], index, document)
    return Finding(
        kind=node["kind"].text(),
        severity=node["severity"].choice(Severity),
        message=node["message"].text(),
        segment=index,
        source_spans=node["source_spans"].spans(len(document.text)),
        summary_spans=node["summary_spans"].spans(len(segment.text) if segment else 0),
        english_spans=node["english_spans"].spans(len(segment.english) if segment else 0),
        expected=node["expected"].text(),
        found=node["found"].text(),
        said=_said(node["said"]),
    )


def _link(node: Node, document: Document) -> Link:
    index = node["segment"].integer()
    segment = _named(node["segment"], index, document)
    return Link(
        kind=node["kind"].choice(LinkKind),
        segment=index,
        source_spans=node["source_spans"].spans(len(document.text)),
        summary_spans=node["summary_spans"].spans(len(segment.text)),
        english_spans=node["english_spans"].spans(len(segment.english)),
    )


def _named(node: Node, index: int, document: Document) -> Segment:
    """The segment of that index, which is named at `node`."""
    segments = document.all_segments()
    if not 0 <= index < len(segments):
        node.fault("there is no such segment")
    return segments[index]


def _said(node: Node) -> Said:
    parameters = node["parameters"]
    filled = ((name, parameters[name].text()) for name in sorted(parameters.table()))
    return Said(node["key"].text(), tuple(filled))


def _failure(node: Node) -> Failure | None:
    failure = Failure(node["stage"].text(), node["kind"].text(), node["message"].text())
    return failure if failure.stage else None
