"""write: one folder of results a document, and the run's corpus and index, whole or not at all."""

import re
from collections.abc import Collection, Iterable, Iterator, Mapping
from pathlib import Path
from typing import ClassVar

from pipeline.document import Document
from pipeline.errors import InputError, OutputError
from pipeline.formats import brief
from pipeline.formats.atomic import Observer, recover, replace_directory, replace_file, unobserved
from pipeline.formats.corpus import corpus_lines
from pipeline.formats.index import FailedInput, IndexRow, index_html
from pipeline.formats.lines import summary_lines
from pipeline.formats.report import report_html
from pipeline.formats.run import BRIEF, brief_paths
from pipeline.formats.tmx import tmx_text
from pipeline.stages.base import DocumentStage

__all__ = ["FILES", "Write", "render", "write_run"]

FILES = (BRIEF, "summary.ru.txt", "summary.en.txt", "aligned.tmx", "report.html")
"""What a document's folder holds."""

# A folder name that is safe on every system, is never hidden, and never leaves its parent; 240
# bytes leave room for the prefix that a temporary folder takes.
_NAME = re.compile(r"\w[\w.-]*")
_LONGEST_NAME = 240


class Write(DocumentStage):
    """Write `<output>/<document.id>/` for each document that has not failed.

    The folder appears in one step and replaces an older one; where it cannot be written, the
    document fails and nothing half-written is left. The same document gives the same bytes.

    Args:
        output: The run's folder; made when the first document is written.
        at: Called at each of `formats.atomic.DIRECTORY_POINTS`, for tests that end the process.
    """

    name: ClassVar[str] = "write"
    version: ClassVar[str] = "1"

    def __init__(self, output: Path, *, at: Observer = unobserved) -> None:
        self.output = output
        self._at = at

    def run(self, documents: Iterable[Document]) -> Iterator[Document]:
        """Put right what an ended process left, then write each document.

        Raises:
            OutputError: If the output folder itself cannot be made or put right.
        """
        prepare(self.output)
        yield from super().run(documents)

    def process(self, document: Document) -> None:
        """Write the folder of `document`.

        Raises:
            OutputError: If its id is no safe folder name, or a file cannot be written.
        """
        target = self.output / safe_name(document.id)
        files = render(document)

        def fill(folder: Path) -> None:
            for name, content in files.items():
                (folder / name).write_bytes(content)

        replace_directory(target, fill, at=self._at)


def render(document: Document) -> dict[str, bytes]:
    """The content of every file of a document's folder, by name.

    Raises:
        OutputError: If the document does not hold together: its brief could not be read back.
    """
    record = brief.dumps(document)
    try:
        brief.loads(record)
    except InputError as error:
        raise OutputError(
            f"the brief does not hold together ({error.what})",
            where=document.path,
            remedy="this is a fault of svodka: please report it",
        ) from error
    russian, english = summary_lines(document)
    texts = (record, russian, english, tmx_text(document), report_html(document))
    return {name: text.encode("utf-8") for name, text in zip(FILES, texts, strict=True)}


def write_run(
    output: Path,
    *,
    ids: Collection[str] | None = None,
    failures: Iterable[FailedInput] = (),
    seconds: Mapping[str, float] | None = None,
    at: Observer = unobserved,
) -> None:
    """Write `corpus.jsonl` and `index.html` from the documents' briefs.

    The briefs are read from the disk, not taken from memory, so that a resumed run's files are
    complete. A brief that cannot be read is listed among the failures.

    Args:
        output: The run's folder.
        ids: The documents that belong to the run; None for every folder that holds a brief.
        failures: The inputs that failed, to be listed.
        seconds: How long each document took, by id, for a plot; no plot without it.
        at: Called at each of `formats.atomic.FILE_POINTS`, for tests that end the process.

    Raises:
        OutputError: If a file cannot be written.
    """
    failed = list(failures)
    rows: list[IndexRow] = []

    def documents() -> Iterator[Document]:
        for path in brief_paths(output, ids):
            try:
                document = brief.load(path)
            except InputError as error:
                failed.append(FailedInput(path.parent.name, "write", "InputError", str(error)))
                continue
            rows.append(IndexRow.of(document, (seconds or {}).get(document.id)))
            yield document

    lines = (line.encode("utf-8") for line in corpus_lines(documents()))
    replace_file(output / "corpus.jsonl", lines, at=at)
    replace_file(output / "index.html", [index_html(rows, failed).encode("utf-8")], at=at)


def prepare(output: Path) -> list[str]:
    """Make the output folder where there is none, and put right what an ended process left in it.

    The caller holds the run's lock. Returns the names of the folders that were put back.

    Raises:
        OutputError: If that cannot be done.
    """
    try:
        output.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise OutputError(
            f"cannot be made ({error.strerror})",
            where=str(output),
            remedy="choose another folder with --output",
        ) from error
    return recover(output)


def safe_name(id: str) -> str:
    """`id`, if it can be the name of a folder directly below the output folder.

    Raises:
        OutputError: If it cannot.
    """
    if not _NAME.fullmatch(id) or len(id.encode("utf-8", "replace")) > _LONGEST_NAME:
        raise OutputError(
            f"the document id {id[:80]!r} cannot be a folder name",
            remedy="use letters, digits, '-', '_' and '.', and no leading dot",
        )
    return id
