"""What a reader of a file format gives back, and what every reader is."""

import json
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Protocol, runtime_checkable

from pipeline.errors import SvodkaError
from pipeline.reading.identity import digest


@dataclass(slots=True)
class Release:
    """One press release found in a file.

    `part` names it within a file that holds several (an entry, a member, a row) and is empty for
    a file that is one release. `error` stands in place of a text that could not be read.
    """

    text: str
    encoding: str = "utf-8"
    media_type: str = "text/plain"
    metadata: dict[str, str] = field(default_factory=dict)
    part: str = ""
    error: SvodkaError | None = None

    def digest(self) -> str:
        """sha256 of the text and of what the file says about it: one part of a file by itself."""
        said = json.dumps(self.metadata, sort_keys=True)
        return digest(f"{said}\n{self.text}".encode("utf-8", "surrogatepass"))


@runtime_checkable
class Reader(Protocol):
    """Makes releases of the bytes of one file.

    A reader raises `InputError` when the file as a whole is of no use, and yields a `Release` with
    an `error` when one of several parts is. It never raises anything else, whatever the bytes.
    """

    def __call__(self, data: bytes, where: str) -> Iterator[Release]:
        """The releases in `data`; `where` is the file's name, for errors."""
        ...


def with_title(text: str, title: str) -> str:
    """`text` below its title, unless it begins with it, so that the title has a place in it."""
    title = " ".join(title.split())
    if not title or _letters(text[: 2 * len(title) + 20]).startswith(_letters(title)):
        return text
    return f"{title}\n\n{text}"


def _letters(text: str) -> str:
    return "".join(filter(str.isalnum, text)).casefold()
