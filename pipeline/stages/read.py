"""read: files into documents.

Everything that can be wrong with a file makes a failed document with one clear line; the batch
goes on. The size is checked before a byte is read.
"""

import stat
import sys
import unicodedata
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import ClassVar

from pipeline.document import Document, Finding, Severity
from pipeline.errors import InputError, SvodkaError
from pipeline.reading.identity import digest, document_id, text_id
from pipeline.reading.registry import reader_for
from pipeline.reading.release import Reader, Release
from pipeline.reading.russian import looks_russian
from pipeline.reading.sources import STDIN, Source, discover
from pipeline.stages.base import fail

__all__ = ["Read", "Source", "discover", "document_from_text"]

MAX_BYTES = 20 * 1024 * 1024


class Read:
    """Turns sources into documents; the first stage.

    Args:
        max_bytes: The largest file that is read.
        force: Take texts that do not look Russian too; they are marked with a finding.
    """

    name: ClassVar[str] = "read"
    version: ClassVar[str] = "1"

    def __init__(self, *, max_bytes: int = MAX_BYTES, force: bool = False) -> None:
        self.max_bytes = max_bytes
        self.force = force

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
        data = b""
        found = False
        try:
            reader = _reader(source)
            data = self._bytes(source)
            for release in reader(data, source.path):
                found = True
                yield self._document(source.path, digest(data), release)
            if not found:
                raise InputError("holds no text", where=source.path, remedy="check what is in it")
        except SvodkaError as error:
            yield self._failed(source.path, digest(data) if data else "", error, part=found)

    def _document(self, path: str, file_digest: str, release: Release) -> Document:
        document = Document(
            id=document_id(path, release.part),
            path=f"{path}#{release.part}" if release.part else path,
            digest=digest(release.text.encode("utf-8")) if release.part else file_digest,
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
        what = "does not look like Russian"
        if not self.force:
            raise InputError(
                what, where=document.path, remedy="use --force to take it all the same"
            )
        document.findings.append(Finding("language", Severity.WARNING, f"the source {what}"))

    def _failed(
        self, path: str, file_digest: str, error: SvodkaError, *, part: bool = False
    ) -> Document:
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
        try:
            status = path.stat()
            if stat.S_ISDIR(status.st_mode):
                raise InputError("is a folder", where=source.path, remedy="name a file")
            if not stat.S_ISREG(status.st_mode):
                raise InputError("is not a regular file", where=source.path, remedy="name a file")
            self._check_size(status.st_size, source.path)
            with path.open("rb") as file:
                data = file.read(self.max_bytes + 1)  # it may have grown since
        except FileNotFoundError as error:
            raise InputError("is gone", where=source.path, remedy="check the name") from error
        except PermissionError as error:
            raise InputError(
                "may not be read (no permission)",
                where=source.path,
                remedy=f"give yourself the right to: chmod u+r {source.path}",
            ) from error
        except OSError as error:
            raise InputError(
                f"cannot be read ({error.strerror or error})",
                where=source.path,
                remedy="check the file and its disk",
            ) from error
        self._check_size(len(data), source.path)
        return data

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
    if any("\ud800" <= character <= "\udfff" for character in document.original):
        raise InputError(
            "holds half a character (a lone surrogate)",
            where=document.path,
            remedy="get the text from its source again",
        )


def _reader(source: Source) -> Reader:
    if source.problem is not None:
        raise source.problem
    if source.location is None:
        from pipeline.reading.plain import read_plain

        return read_plain
    reader = reader_for(source.path)
    if reader is None and source.location.is_dir():
        raise InputError("is a folder", where=source.path, remedy="name a file")
    if reader is None:
        raise InputError(
            f"files of the kind {Path(source.path).suffix!r} are not read",
            where=source.path,
            remedy="give it as text in a .txt file",
        )
    return reader


def _megabytes(size: int) -> str:
    return f"{size / 1024 / 1024:.0f} MB" if size >= 1024 * 1024 else f"{size} bytes"
