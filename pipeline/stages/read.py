"""read: files into documents.

Everything that can be wrong with a file makes a failed document with one clear line; the batch
goes on. The size is checked before a byte is read.
"""

import os
import re
import stat
import sys
import unicodedata
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import ClassVar

from pipeline.document import Document, Finding, Severity
from pipeline.errors import InputError, SvodkaError
from pipeline.messages import say
from pipeline.reading.identity import digest, document_id, text_id
from pipeline.reading.registry import TABLES, reader_for, suffix_of
from pipeline.reading.release import Release
from pipeline.reading.russian import looks_russian
from pipeline.reading.signatures import suffix_of_bytes
from pipeline.reading.sources import STDIN, Source, discover
from pipeline.stages.base import fail

_HALF_CHARACTER = re.compile("[\ud800-\udfff]")

__all__ = ["Read", "Source", "discover", "document_from_text"]

MAX_BYTES = 20 * 1024 * 1024


class Read:
    """Turns sources into documents; the first stage.

    Args:
        max_bytes: The largest file that is read; tables are read row by row, whatever their size.
        force: Take texts that do not look Russian too; they are marked with a finding.
        text_column: The column of the text in tables.
    """

    name: ClassVar[str] = "read"
    version: ClassVar[str] = "1"

    def __init__(
        self, *, max_bytes: int = MAX_BYTES, force: bool = False, text_column: str = "text"
    ) -> None:
        self.max_bytes = max_bytes
        self.force = force
        self.text_column = text_column

    def run(self, sources: Iterable[Source]) -> Iterator[Document]:
        """The documents of all sources, in order; a file may hold several.

        A document whose id was given out before in this call (the same file named twice) fails.
        """
        seen: dict[str, str] = {}
        for source in sources:
            for document in self.read_all(source):
                if document.id in seen and document.failure is None:
                    clash = InputError(
                        f"has the same id as {seen[document.id]}: {document.id}",
                        where=document.path,
                        remedy="name each input once, or rename one",
                    )
                    fail(document, self.name, clash)
                seen.setdefault(document.id, document.path)
                yield document

    def read(self, source: Source) -> Document:
        """The document of a source that holds one; of several, the first."""
        return next(self.read_all(source))

    def read_all(self, source: Source) -> Iterator[Document]:
        """Every document of a source: at least one, failed if it cannot be read."""
        found = False
        file_digest = ""
        try:
            file_digest, releases = self._open(source)
            for release in releases:
                found = True
                yield self._document(source.path, file_digest, release)
            if not found:
                raise InputError("holds no text", where=source.path, remedy="check what is in it")
        except SvodkaError as error:
            yield self._failed(source.path, file_digest, error, part=found)

    def _open(self, source: Source) -> tuple[str, Iterator[Release]]:
        """The digest of a source's file, and its releases as they are read.

        A table is not read whole, and has no digest: each of its rows has one of its own.
        """
        if source.problem is not None:
            raise source.problem
        if source.location is not None and suffix_of(source.path) in TABLES:
            from pipeline.reading.tables import read_table

            self._status(source.path, source.location)
            return "", read_table(source.location, source.path, self.text_column)
        kind = source.path if source.location is not None else ""
        reader = reader_for(kind) if kind else None
        if kind and reader is None:
            raise InputError(
                f"files of the kind {suffix_of(kind)!r} are not read",
                where=source.path,
                remedy="give it as text in a .txt file",
            )
        data = self._bytes(source)
        reader = reader or reader_for("stdin" + suffix_of_bytes(data))
        if reader is None:
            raise InputError("is of no kind that is read", where=source.path)
        return digest(data), reader(data, source.path)

    def _document(self, path: str, file_digest: str, release: Release) -> Document:
        document = Document(
            id=document_id(path, release.part),
            path=f"{path}#{release.part}" if release.part else path,
            digest=release.digest() if release.part else file_digest,
            original=release.text,
            encoding=release.encoding,
            media_type=release.media_type,
            metadata=dict(release.metadata),
        )
        try:
            if release.error is not None:
                raise release.error
            _check_text(document)
            if not looks_russian(document.original):
                self._not_russian(document)
        except SvodkaError as error:
            fail(document, self.name, error)
        return document

    def _not_russian(self, document: Document) -> None:
        if not self.force:
            raise InputError(
                "does not look like Russian",
                where=document.path,
                remedy="use --force to take it all the same",
            )
        document.findings.append(Finding.saying("language", Severity.WARNING, say("not-russian")))

    def _failed(self, path: str, file_digest: str, error: SvodkaError, *, part: bool) -> Document:
        """A document in place of a file, or of the rest of a file, that cannot be read."""
        document = Document(
            id=document_id(path, "rest" if part else ""),
            path=path,
            digest=file_digest,
            original="",
        )
        return fail(document, self.name, error)

    def _bytes(self, source: Source) -> bytes:
        if source.location is None:
            return self._stdin()
        path = source.location
        self._check_size(self._status(source.path, path).st_size, source.path)
        try:
            with path.open("rb") as file:
                data = file.read(self.max_bytes + 1)  # it may have grown since
        except OSError as error:
            raise _refused(source.path, error) from error
        self._check_size(len(data), source.path)
        return data

    def _status(self, where: str, path: Path) -> os.stat_result:
        """What the system says about a file that can be read: a regular one, and not empty."""
        try:
            status = path.stat()
        except OSError as error:
            raise _refused(where, error) from error
        if stat.S_ISDIR(status.st_mode):
            raise InputError("is a folder", where=where, remedy="name a file")
        if not stat.S_ISREG(status.st_mode):
            raise InputError("is not a regular file", where=where, remedy="name a file")
        return status

    def _stdin(self) -> bytes:
        data = sys.stdin.buffer.read(self.max_bytes + 1)
        self._check_size(len(data), STDIN)
        return data

    def _check_size(self, size: int, where: str) -> None:
        if size > self.max_bytes:
            raise InputError(
                f"is larger than the limit of {_megabytes(self.max_bytes)}",
                where=where,
                remedy="split it, or raise the limit (max_bytes)",
            )
        if size == 0:
            raise InputError("is empty", where=where, remedy="put the release's text into it")


def document_from_text(text: str, name: str = "text") -> Document:
    """A document of a text that the caller already has.

    Raises:
        InputError: If it is blank, or holds NULs or lone surrogates.
    """
    document = Document(
        id=text_id(name, text),
        path=name,
        digest=digest(text.encode("utf-8", "surrogatepass")),
        original=text,
    )
    _check_text(document)
    return document


def _check_text(document: Document) -> None:
    if not any(unicodedata.category(character)[0] in "LNPS" for character in document.original):
        raise InputError(
            "holds only blanks", where=document.path, remedy="put the release's text into it"
        )
    if _HALF_CHARACTER.search(document.original):
        raise InputError(
            "holds half a character (a lone surrogate)",
            where=document.path,
            remedy="get the text from its source again",
        )


def _refused(where: str, error: OSError) -> InputError:
    """Why the system does not give a file."""
    if isinstance(error, FileNotFoundError):
        return InputError("is gone", where=where, remedy="check the name")
    if isinstance(error, PermissionError):
        return InputError(
            "may not be read (no permission)",
            where=where,
            remedy=f"give yourself the right to: chmod u+r {where}",
        )
    return InputError(
        f"cannot be read ({error.strerror or error})",
        where=where,
        remedy="check the file and its disk",
    )


def _megabytes(size: int) -> str:
    return f"{size / 1024 / 1024:.0f} MB" if size >= 1024 * 1024 else f"{size} bytes"
