"""Tables of releases, a row each: JSON Lines (also gzipped), Parquet, and `datasets` objects.

Read as a stream: a table of any size takes the memory of a few rows. `text` is the column of the
text; `title`, `date`, `author` and `url` are taken over where a table has them.
"""

import gzip
import json
import zlib
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import IO, Any

from pipeline.document import Document
from pipeline.errors import InputError, SvodkaError
from pipeline.reading.identity import document_id
from pipeline.reading.release import Release, with_title

LONGEST_ROW = 2 * 1024 * 1024
"""Bytes of one row; the pipeline is for releases, not for books."""
_METADATA = ("title", "date", "author", "url")


def read_table(path: Path, where: str, text_column: str = "text") -> Iterator[Release]:
    """A release for each row of the table at `path`; a bad row is an error of that row alone.

    Raises:
        InputError: If the file cannot be read as a table, or has no such column.
    """
    name = path.name.lower()
    rows = _parquet(path, where) if name.endswith(".parquet") else _json_lines(path, where)
    found = False
    for number, row in enumerate(rows, start=1):
        found = True
        yield _release(row, number, where, text_column)
    if not found:
        raise InputError("holds no rows", where=where, remedy="check what is in it")


def documents_of(
    rows: Iterable[Mapping[str, Any]], name: str, text_column: str = "text"
) -> Iterator[Document]:
    """Documents of the rows of a `datasets.Dataset` or `IterableDataset`, or of any mappings.

    Raises:
        InputError: If a row has no text in that column.
    """
    for number, row in enumerate(rows, start=1):
        release = _release(dict(row), number, name, text_column)
        if release.error is not None:
            raise release.error
        yield Document(
            id=document_id(name, release.part),
            path=f"{name}#{release.part}",
            digest=release.digest(),
            original=release.text,
            media_type=release.media_type,
            metadata=release.metadata,
        )


def _release(row: Any, number: int, where: str, text_column: str) -> Release:
    part = str(number)
    inside = f"{where}#{number}"
    if isinstance(row, SvodkaError):
        return Release("", part=part, error=row)
    if not isinstance(row, Mapping) or not isinstance(row.get(text_column), str):
        error = InputError(
            f"has no text in column {text_column!r}", where=inside, remedy="name the text column"
        )
        return Release("", part=part, error=error)
    metadata = {name: str(row[name]).strip() for name in _METADATA if row.get(name)}
    text = with_title(row[text_column], metadata.get("title", ""))
    return Release(text, "utf-8", "application/json", metadata, part)


def _json_lines(path: Path, where: str) -> Iterator[Any]:
    """The rows; an `InputError` in place of a line that is not JSON."""
    zipped = path.name.lower().endswith(".gz")
    try:
        with gzip.open(path, "rb") if zipped else path.open("rb") as file:
            number = 0
            while line := file.readline(LONGEST_ROW + 1):
                if not line.strip():
                    continue
                number += 1
                yield _json(line, f"{where}#{number}")
                _skip_rest(line, file)
    except (OSError, EOFError, zlib.error) as error:
        raise InputError(
            f"cannot be read ({error})", where=where, remedy="get a complete copy"
        ) from error


def _json(line: bytes, inside: str) -> Any:
    if len(line) > LONGEST_ROW:
        return InputError("is a row past the limit of 2 MB", where=inside, remedy="split it")
    try:
        return json.loads(line.decode("utf-8-sig"))
    except (ValueError, RecursionError):
        return InputError("is not a line of JSON", where=inside, remedy="write one object a line")


def _skip_rest(line: bytes, file: IO[bytes] | gzip.GzipFile) -> None:
    """Pass over what is left of a row that was too long."""
    while len(line) > LONGEST_ROW and not line.endswith(b"\n"):
        line = file.readline(LONGEST_ROW + 1)


def _parquet(path: Path, where: str) -> Iterator[Any]:
    import pyarrow
    from pyarrow import parquet

    try:
        with parquet.ParquetFile(path) as file:
            for batch in file.iter_batches(batch_size=256):
                yield from batch.to_pylist()
    except (pyarrow.ArrowException, OSError, ValueError) as error:
        raise InputError(
            "is no Parquet table that can be read", where=where, remedy="write it again"
        ) from error
