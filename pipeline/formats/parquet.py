"""Parquet, with the types written down: one row a document, its lines and findings nested."""

from collections.abc import Iterable, Iterator
from itertools import islice
from pathlib import Path
from typing import Any

from pipeline.document import Document
from pipeline.formats.corpus import row
from pipeline.formats.text import encodable
from pipeline.formats.units import units

__all__ = ["write_parquet"]

_ROWS_A_GROUP = 500
# Columns of corpus.jsonl whose lines are nested here instead.
_NESTED = ("summary_ru", "summary_en", "source_spans")


def write_parquet(documents: Iterable[Document], path: Path) -> None:
    """Write the documents, some hundreds at a time.

    The columns are those of `corpus.jsonl`, but with the lines, their spans and the findings as
    lists: `lines` holds title, dateline and summary in order.
    """
    import pyarrow.parquet as pq

    schema = _schema()
    rows = map(_row, documents)
    with pq.ParquetWriter(path, schema, compression="zstd") as writer:
        for group in _groups(rows):
            writer.write_table(_table(group, schema))


def _row(document: Document) -> dict[str, Any]:
    flat = {name: value for name, value in row(document).items() if name not in _NESTED}
    lines = [
        {
            "role": str(unit.role),
            "number": unit.number,
            "russian": encodable(unit.russian),
            "english": encodable(unit.english),
            "state": str(unit.state),
            "score": unit.score,
            "spans": [[span.start, span.stop] for span in unit.segment.spans],
        }
        for unit in units(document)
    ]
    findings = [
        {
            "kind": finding.kind,
            "severity": str(finding.severity),
            "message": encodable(finding.message),
            "line": -1 if finding.segment is None else finding.segment,
            "expected": encodable(finding.expected),
            "found": encodable(finding.found),
        }
        for finding in document.findings
    ]
    return {**flat, "lines": lines, "findings": findings}


def _schema() -> Any:
    import pyarrow as pa

    plain = {str: pa.string(), int: pa.int64(), float: pa.float64(), bool: pa.bool_()}
    flat = row(Document("", "", "", "", score=1.0))
    fields = [(name, plain[type(value)]) for name, value in flat.items() if name not in _NESTED]
    line = pa.struct(
        [
            ("role", pa.string()),
            ("number", pa.int64()),
            ("russian", pa.string()),
            ("english", pa.string()),
            ("state", pa.string()),
            ("score", pa.float64()),
            ("spans", pa.list_(pa.list_(pa.int64()))),
        ]
    )
    finding = pa.struct(
        [
            ("kind", pa.string()),
            ("severity", pa.string()),
            ("message", pa.string()),
            ("line", pa.int64()),
            ("expected", pa.string()),
            ("found", pa.string()),
        ]
    )
    return pa.schema([*fields, ("lines", pa.list_(line)), ("findings", pa.list_(finding))])


def _table(rows: list[dict[str, Any]], schema: Any) -> Any:
    import pyarrow as pa

    return pa.Table.from_pylist(rows, schema=schema)


def _groups(rows: Iterator[dict[str, Any]]) -> Iterator[list[dict[str, Any]]]:
    while group := list(islice(rows, _ROWS_A_GROUP)):
        yield group
