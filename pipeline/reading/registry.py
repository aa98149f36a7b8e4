"""Which reader a file goes to, by its name. Readers are imported when they are needed."""

from importlib import import_module
from typing import cast

from pipeline.reading.release import Reader

# suffix -> module of pipeline.reading and its function
_READERS: dict[str, tuple[str, str]] = {
    ".txt": ("plain", "read_plain"),
    ".text": ("plain", "read_plain"),
}

SUFFIXES = frozenset(_READERS)


def suffix_of(name: str) -> str:
    """The part of a file's name that decides, in lower case; `.jsonl.gz` is one suffix."""
    lower = name.lower().rpartition("/")[2]
    for suffix in (".jsonl.gz", *SUFFIXES):
        if lower.endswith(suffix) and suffix in SUFFIXES:
            return suffix
    _, dot, last = lower.rpartition(".")
    return dot + last if dot else ""


def reader_for(name: str) -> Reader | None:
    """The reader for a file of that name, or None if no reader takes it."""
    entry = _READERS.get(suffix_of(name))
    if entry is None:
        return None
    module, function = entry
    return cast(Reader, getattr(import_module(f"pipeline.reading.{module}"), function))
