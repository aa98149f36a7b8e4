"""Which reader a file goes to, by its name. Readers are imported when they are needed.

Other packages can bring readers for further suffixes; see `pipeline.plugins`.
"""

from collections.abc import Iterator
from functools import partial
from importlib import import_module
from typing import cast

from pipeline import plugins
from pipeline.reading.release import Reader, Release

# suffix -> module of pipeline.reading and its function
_READERS: dict[str, tuple[str, str]] = {
    ".txt": ("plain", "read_plain"),
    ".text": ("plain", "read_plain"),
    ".html": ("html", "read_html"),
    ".htm": ("html", "read_html"),
    ".docx": ("docx", "read_docx"),
    ".pdf": ("pdf", "read_pdf"),
    ".eml": ("mail", "read_mail"),
    ".rss": ("feed", "read_feed"),
    ".atom": ("feed", "read_feed"),
    ".xml": ("feed", "read_feed"),
    ".zip": ("archive", "read_archive"),
}
_APART = frozenset({"read_html", "read_docx", "read_pdf", "read_feed", "read_mail"})
"""Readers built on parsers of other people's: they run in a process of their own, with limits."""

CONTAINERS = frozenset({".zip"})
"""Files that hold files; one is not opened within another."""
TABLES = frozenset({".jsonl", ".jsonl.gz", ".parquet"})
"""Files that are read row by row, whatever their size."""


def suffixes() -> frozenset[str]:
    """The suffixes of all files that are read."""
    return TABLES.union(_READERS, (f".{name}" for name in plugins.names(plugins.READERS)))


def suffix_of(name: str) -> str:
    """The part of a file's name that decides, in lower case; `.jsonl.gz` is one suffix."""
    lower = name.lower().rpartition("/")[2]
    if lower.endswith(".jsonl.gz"):
        return ".jsonl.gz"
    _, dot, last = lower.rpartition(".")
    return dot + last if dot else ""


def reader_for(name: str) -> Reader | None:
    """The reader for a file of that name, or None if no reader takes it.

    Tables have a reader of their own, `pipeline.reading.tables.read_table`.

    Raises:
        ConfigError: If another package's reader cannot be loaded.
    """
    suffix = suffix_of(name)
    entry = _READERS.get(suffix)
    if entry is None:
        return _brought(suffix.removeprefix("."))
    if entry[1] in _APART:
        return partial(_read_apart, entry)
    return direct_reader(*entry)


def _brought(name: str) -> Reader | None:
    if name not in plugins.names(plugins.READERS):
        return None
    return cast(Reader, plugins.load(plugins.READERS, name, Reader))


def direct_reader(module: str, function: str) -> Reader:
    """A reader as it is, in this process."""
    return cast(Reader, getattr(import_module(f"pipeline.reading.{module}"), function))


def _read_apart(entry: tuple[str, str], data: bytes, where: str) -> Iterator[Release]:
    from pipeline.reading.apart import read_apart

    return read_apart(*entry, data, where)
