"""A file that was dropped on the page, as text."""

from pipeline.errors import InputError
from pipeline.formats.text import encodable
from pipeline.reading.registry import CONTAINERS, TABLES, reader_for, suffix_of, suffixes

__all__ = ["TAKEN", "text_of_file"]

TAKEN = tuple(sorted(suffixes() - CONTAINERS - TABLES))
"""The suffixes of files that hold one release, or of which the first is taken."""


def text_of_file(name: str, content: bytes) -> str:
    """The text of the release in a file, as its reader finds it; of several, the first.

    Parsers of foreign formats run in a process of their own, with limits on time and memory.

    Raises:
        InputError: If files of that kind are not taken, or it holds no release that can be read.
    """
    reader = reader_for(name) if suffix_of(name) in TAKEN else None
    if reader is None:
        raise InputError(
            f"files of the kind {suffix_of(name)!r} are not taken here",
            where=name,
            remedy="paste the text of a release",
        )
    error = InputError("holds no text", where=name, remedy="paste the text of a release")
    for release in reader(content, name) if content else ():
        if release.error is None and release.text.strip():
            return encodable(release.text)
    raise error
