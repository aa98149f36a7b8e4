"""`corpus.jsonl`: one line a document, for `datasets.load_dataset("json", …)`.

The columns are flat and their types the same for every run, because a loader infers them from what
it sees: no lists (an empty one has no type), no nulls, scores always with a decimal point, and the
date as three integers, since a column of ISO dates is taken for timestamps unless one is missing.
"""

import json
from collections.abc import Iterable, Iterator
from typing import Any

from pipeline.batch.signature import signature_digest
from pipeline.document import Document, Finding, Segment, Severity
from pipeline.formats.lines import summary_lines
from pipeline.formats.text import encodable, one_line
from pipeline.formats.units import State, models, units

__all__ = ["corpus_lines", "row"]


def row(document: Document) -> dict[str, Any]:
    """The document as one flat row; see the module for what the columns may hold.

    `summary_ru`, `summary_en` and `source_spans` have one line a segment, each ended by LF.
    """
    russian, english = summary_lines(document)
    summary = [unit for unit in units(document) if unit.number]
    year, month, day = (int(part) for part in (document.date or "0-0-0").split("-"))
    used = models(document.signature)
    return {
        "id": encodable(document.id),
        "path": encodable(document.path),
        "digest": document.digest,
        "year": year,
        "month": month,
        "day": day,
        "title_ru": _text(document.title),
        "title_en": _english(document.title),
        "dateline_ru": _text(document.dateline),
        "dateline_en": _english(document.dateline),
        "source": encodable(document.text),
        "summary_ru": russian,
        "summary_en": english,
        "source_spans": "".join(f"{unit.spans}\n" for unit in summary),
        "segments": len(summary),
        "failed_segments": sum(unit.state is State.FAILED for unit in summary),
        "errors": _count(document.findings, Severity.ERROR),
        "warnings": _count(document.findings, Severity.WARNING),
        "notes": _count(document.findings, Severity.NOTE),
        "score": round(float(document.score), 4),
        "needs_review": document.needs_review,
        "summariser": encodable(used.get("summariser", "")),
        "translator": encodable(used.get("translator", "")),
        "signature": signature_digest(document.signature),
    }


def corpus_lines(documents: Iterable[Document]) -> Iterator[str]:
    """The lines of the file, LF included."""
    for document in documents:
        yield json.dumps(row(document), ensure_ascii=False, allow_nan=False) + "\n"


def _text(segment: Segment | None) -> str:
    return "" if segment is None else one_line(segment.text)


def _english(segment: Segment | None) -> str:
    return "" if segment is None else one_line(segment.english)


def _count(findings: Iterable[Finding], severity: Severity) -> int:
    return sum(finding.severity is severity for finding in findings)
