"""One document of the inputs on its way through a run, and how it is read."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Protocol

from pipeline.batch.entry import Entry, Part
from pipeline.batch.outputs import Inspection
from pipeline.batch.report import DocumentOutcome, Outcome, Reason
from pipeline.document import Document
from pipeline.errors import InputError
from pipeline.reading.identity import document_id
from pipeline.stages.base import fail

__all__ = ["Item", "Reader", "Source", "documents_of", "read_items"]


class Source(Protocol):
    """One input: a file, or standard input (`location` None)."""

    @property
    def path(self) -> str:
        """Its name relative to the input folder."""
        ...

    @property
    def location(self) -> Path | None:
        """Where it lies."""
        ...


class Reader(Protocol):
    """The first stage: sources in, documents out."""

    name: Any
    version: Any

    def run(self, sources: Iterable[Any]) -> Iterator[Document]:
        """The documents of all sources, in order; those that cannot be read have failed."""
        ...


@dataclass(slots=True)
class Item:
    """One document of the inputs, with what is to be done with it.

    `document` is None until it is read: an item that is up to date never is, unless another of
    its chunk is to be done.
    """

    part: Part
    source: Source
    reason: Reason
    detail: str = ""
    entry: Entry | None = None
    document: Document | None = None
    inspection: Inspection | None = None
    """Of the output, where the ledger knows the document."""
    files: Mapping[str, bytes] | None = None
    """The document's files, where they were made elsewhere."""

    def outcome(self, outcome: Outcome) -> DocumentOutcome:
        """What became of it, for the report."""
        return DocumentOutcome(self.part.id, self.part.path, outcome, self.reason, self.detail)


def documents_of(reader: Reader, source: Source) -> Iterator[Document]:
    """What the first stage makes of a source; its bugs fail that source and no other."""
    try:
        yield from reader.run([source])
    except Exception as error:
        broken = Document(document_id(source.path, "rest"), source.path, "", original="")
        fault = InputError(
            f"{type(error).__name__} while it was read: {error}",
            where=source.path,
            remedy="this is a bug: report it with the file",
        )
        yield fail(broken, str(reader.name), fault)


def read_items(reader: Reader, items: Iterable[Item]) -> None:
    """Fill in the documents of items that have not been read; each source is opened once."""
    wanted: dict[str, dict[str, Item]] = {}
    for item in items:
        if item.document is None:
            wanted.setdefault(item.source.path, {})[item.part.id] = item
    for missing in wanted.values():
        source = next(iter(missing.values())).source
        for document in documents_of(reader, source):
            found = missing.pop(document.id, None)
            if found is not None:
                found.document = document
            if not missing:
                break
        for item in missing.values():
            gone = InputError(
                "is no longer there", where=item.part.path, remedy="run again when it is back"
            )
            item.document = fail(
                Document(item.part.id, item.part.path, item.part.digest, original=""),
                str(reader.name),
                gone,
            )
