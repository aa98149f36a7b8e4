"""`brief.json`: the canonical record of a document, from which every other format can be made.

A document goes to JSON and back without loss. Every field is always there, empty rather than
absent or null: a segment with no English that stands has `chosen` -1, a document with no title has
a title whose `text` is empty, one that did not fail has a failure whose `stage` is empty. The
schema is published beside this file as `brief.schema.json`.

The bytes are a function of the document alone: fixed key order (free tables sorted by key), scores
rounded to 4 places, UTF-8, LF, no clock time.
"""

import json
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from pipeline.document import (
    Document,
    Edit,
    Failure,
    Finding,
    Hypothesis,
    Link,
    Segment,
    Sentence,
    Span,
)
from pipeline.errors import InputError
from pipeline.formats.brief_reader import Node, read_document
from pipeline.formats.json_text import indented
from pipeline.formats.text import encodable
from pipeline.offsets import OffsetMap

__all__ = ["SCHEMA", "SCHEMA_VERSION", "dumps", "from_json", "load", "loads", "to_json"]

SCHEMA_VERSION = 2
"""Raised when a reader of the last version would misread or miss something."""

SCHEMA = Path(__file__).with_name("brief.schema.json")


def to_json(document: Document) -> dict[str, Any]:
    """The document as plain JSON values, in the key order of the file.

    Lone surrogates become U+FFFD, so that any JSON reader can read the result. `english`,
    `original_spans` and the sentences' texts follow from other fields; the first two are written
    for the convenience of readers, and left out of account by `from_json`.

    Raises:
        ValueError: If the signature holds a value that is not JSON.
    """
    return {
        "schema_version": SCHEMA_VERSION,
        "id": encodable(document.id),
        "path": encodable(document.path),
        "digest": document.digest,
        "encoding": document.encoding,
        "media_type": document.media_type,
        "metadata": {
            encodable(key): encodable(value) for key, value in sorted(document.metadata.items())
        },
        "date": document.date,
        "score": _rounded(document.score),
        "needs_review": document.needs_review,
        "title": _segment(document, document.title),
        "dateline": _segment(document, document.dateline),
        "segments": [_segment(document, segment) for segment in document.segments],
        "findings": [finding_to_json(finding) for finding in document.findings],
        "links": [_link(link) for link in document.links],
        "failure": _failure(document.failure),
        "sentences": [_sentence(sentence) for sentence in document.sentences],
        "text": encodable(document.text),
        "normalisations": dict(sorted(document.normalisations.items())),
        "offsets": _offsets(document.offsets),
        "original": encodable(document.original),
        "signature": _plain(document.signature),
    }


def from_json(value: Any, *, where: str = "") -> Document:
    """The document that `to_json` made `value` from.

    Args:
        value: The parsed JSON.
        where: What to name in an error: the file's path.

    Raises:
        InputError: If `value` is not a brief of this schema version; the message names the field.
    """
    version = value.get("schema_version") if isinstance(value, dict) else None
    if version != SCHEMA_VERSION:
        raise InputError(
            f"not a brief of schema version {SCHEMA_VERSION}",
            where=where,
            remedy="make it again with this version of svodka",
        )
    return read_document(Node(value, "", where))


def dumps(document: Document) -> str:
    """The text of `brief.json`: indented JSON that ends in a line feed."""
    return indented(to_json(document)) + "\n"


def loads(text: str, *, where: str = "") -> Document:
    """The document in the text of a `brief.json`.

    Raises:
        InputError: If it is not JSON, or not a brief.
    """
    try:
        value = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise InputError(
            f"not valid JSON ({error})", where=where, remedy="make the brief again"
        ) from error
    return from_json(value, where=where)


def load(path: Path) -> Document:
    """The document in a `brief.json`.

    Raises:
        InputError: If the file cannot be read, or is not a brief.
    """
    try:
        text = path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        reason = error.strerror if isinstance(error, OSError) else "not UTF-8"
        raise InputError(
            f"cannot be read ({reason})", where=str(path), remedy="make the brief again"
        ) from error
    return loads(text, where=str(path))


def _segment(document: Document, segment: Segment | None) -> dict[str, Any]:
    if segment is None:
        segment = Segment(index=-1, text="", spans=())
    return {
        "index": segment.index,
        "role": str(segment.role),
        "text": encodable(segment.text),
        "english": encodable(segment.english),
        "chosen": -1 if segment.chosen is None else segment.chosen,
        "sentences": list(segment.sentences),
        "spans": _spans(segment.spans),
        "original_spans": _spans(document.original_span(span) for span in segment.spans),
        "edits": [_edit(edit) for edit in segment.edits],
        "alignment": _rounded(segment.alignment),
        "hypotheses": [_hypothesis(hypothesis) for hypothesis in segment.hypotheses],
    }


def _edit(edit: Edit) -> dict[str, Any]:
    return {
        "rule": edit.rule,
        "span": [edit.span.start, edit.span.stop],
        "before": encodable(edit.before),
        "after": encodable(edit.after),
    }


def _hypothesis(hypothesis: Hypothesis) -> dict[str, Any]:
    return {
        "text": encodable(hypothesis.text),
        "origin": encodable(hypothesis.origin),
        "score": _rounded(hypothesis.score),
        "settings": encodable(hypothesis.settings),
        "pieces": [encodable(piece) for piece in hypothesis.pieces],
    }


def finding_to_json(finding: Finding) -> dict[str, Any]:
    return {
        "kind": finding.kind,
        "severity": str(finding.severity),
        "message": encodable(finding.message),
        "segment": -1 if finding.segment is None else finding.segment,
        "source_spans": _spans(finding.source_spans),
        "summary_spans": _spans(finding.summary_spans),
        "english_spans": _spans(finding.english_spans),
        "expected": encodable(finding.expected),
        "found": encodable(finding.found),
        "said": {
            "key": finding.said.key,
            "parameters": {
                name: encodable(value) for name, value in sorted(finding.said.parameters)
            },
        },
    }


def _link(link: Link) -> dict[str, Any]:
    return {
        "kind": str(link.kind),
        "segment": link.segment,
        "source_spans": _spans(link.source_spans),
        "summary_spans": _spans(link.summary_spans),
        "english_spans": _spans(link.english_spans),
    }


def _failure(failure: Failure | None) -> dict[str, str]:
    failure = failure or Failure("", "", "")
    return {
        "stage": failure.stage,
        "kind": failure.kind,
        "message": encodable(failure.message),
    }


def _sentence(sentence: Sentence) -> dict[str, Any]:
    return {
        "index": sentence.index,
        "span": [sentence.span.start, sentence.span.stop],
        "kind": str(sentence.kind),
        "paragraph": sentence.paragraph,
        "head": -1 if sentence.head is None else sentence.head,
    }


def _spans(spans: Iterable[Span]) -> list[list[int]]:
    return [[span.start, span.stop] for span in spans]


def _offsets(offsets: OffsetMap) -> list[list[list[int]]]:
    return [[[one.start, one.stop, one.length] for one in layer] for layer in offsets.layers]


def _rounded(score: float) -> float:
    return round(float(score), 4) + 0.0  # -0.0 becomes 0.0


def _plain(value: Any) -> Any:
    """`value` as JSON makes it: tables sorted, tuples as lists, strings encodable."""
    if isinstance(value, dict):
        return {encodable(str(key)): _plain(value[key]) for key in sorted(value, key=str)}
    if isinstance(value, (list, tuple)):
        return [_plain(item) for item in value]
    if isinstance(value, str):
        return encodable(value)
    if value is None or isinstance(value, (bool, int, float)):
        return value
    raise ValueError(f"a signature cannot hold {value!r}")
