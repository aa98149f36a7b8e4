"""One document's row in the ledger, and its way into the table and back."""

import json
from collections.abc import Mapping
from dataclasses import astuple, dataclass, field
from enum import StrEnum
from typing import Any, NamedTuple

from pipeline.batch.outputs import FileFacts
from pipeline.batch.signature import canonical_json

__all__ = ["COLUMNS", "Entry", "Part", "Stamp", "Status", "Summary", "entry_of_row", "files_json"]


class Status(StrEnum):
    """Where a document stands; `WRITING` is left only by a process that was killed."""

    WRITING = "writing"
    DONE = "done"
    FAILED = "failed"


@dataclass(frozen=True, slots=True)
class Entry:
    """One document's row.

    `files` are those last recorded as written; `intended` the digests, by name, of what was about
    to be moved into place.
    """

    id: str
    path: str
    key: str
    input_digest: str
    signature: str
    status: Status
    stage: str = ""
    kind: str = ""
    message: str = ""
    cause: str = ""
    files: Mapping[str, FileFacts] = field(default_factory=dict)
    intended: Mapping[str, str] = field(default_factory=dict)
    output_digest: str = ""
    text_digest: str = ""
    score: float = 1.0
    needs_review: bool = False
    seconds: float = 0.0
    finished: str = ""


@dataclass(frozen=True, slots=True)
class Summary:
    """The ledger in figures: rows by status, those to review, and when the last one was written."""

    done: int
    failed: int
    interrupted: int
    needs_review: int
    last_finished: str


class Stamp(NamedTuple):
    """Size and times (ns) of an input file; the same as long as nobody has touched it."""

    size: int
    modified: int
    changed: int


class Part(NamedTuple):
    """One document of an input, as far as it is known without reading it."""

    id: str
    path: str
    digest: str


COLUMNS = tuple(Entry.__dataclass_fields__)


def files_json(files: Mapping[str, FileFacts]) -> str:
    """The facts of files as they stand in the table: name -> [sha256, size, modified, changed]."""
    return canonical_json({name: astuple(facts) for name, facts in files.items()})


def entry_of_row(row: tuple[Any, ...]) -> Entry:
    """An entry from a row with the columns in the order of `COLUMNS`."""
    values = dict(zip(COLUMNS, row, strict=True))
    values["status"] = Status(values["status"])
    values["files"] = {n: FileFacts(*facts) for n, facts in json.loads(values["files"]).items()}
    values["intended"] = json.loads(values["intended"])
    values["needs_review"] = bool(values["needs_review"])
    return Entry(**values)
