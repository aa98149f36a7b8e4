"""ZIP archives of releases: bounded, never nested, and nothing is ever written to disk."""

import zipfile
from collections.abc import Iterator
from contextlib import suppress
from operator import itemgetter
from pathlib import PurePosixPath

from pipeline.errors import InputError, SvodkaError
from pipeline.reading.release import Release
from pipeline.reading.zipped import open_zip, read_member

_MOST_BYTES = 20 * 1024 * 1024
_UTF8_NAME = 0x800


def read_archive(data: bytes, where: str) -> Iterator[Release]:
    """The releases in a ZIP archive, member by member in the order of their names.

    A member of a kind that is not read, an archive within the archive and a name that leads out of
    it are reported as errors of that member; hidden files are passed over.

    Raises:
        InputError: If the archive is damaged, would unpack to too much, or holds nothing.
    """
    with open_zip(data, where) as archive:
        # Not `is_dir()`, which fails on a name of no letters.
        named = sorted(((_name(one), one) for one in archive.infolist()), key=itemgetter(0))
        files = [(name, member) for name, member in named if not name.endswith("/")]
        visible = [(name, member) for name, member in files if not _is_hidden(name)]
        if not visible:
            raise InputError("holds no files", where=where, remedy="pack the releases into it")
        seen: set[str] = set()
        for name, member in visible:
            if name in seen:
                continue  # a second member of that name
            seen.add(name)
            yield from _member(archive, member, name, where)


def _member(
    archive: zipfile.ZipFile, member: zipfile.ZipInfo, name: str, where: str
) -> Iterator[Release]:
    from pipeline.reading.registry import CONTAINERS, reader_for, suffix_of

    inside = f"{where}#{name}"
    try:
        if _escapes(name):
            raise InputError("leads out of the archive", where=inside, remedy="pack it again")
        reader = reader_for(name)
        if suffix_of(name) in CONTAINERS:
            raise InputError("is an archive in an archive", where=inside, remedy="unpack it first")
        if reader is None:
            kind = suffix_of(name)
            raise InputError(f"files of the kind {kind!r} are not read", where=inside)
        content = read_member(archive, member, inside, _MOST_BYTES)
        if not content:
            raise InputError("is empty", where=inside, remedy="put the release's text into it")
        for release in reader(content, inside):
            release.part = f"{name}#{release.part}" if release.part else name
            yield release
    except SvodkaError as error:
        yield Release("", part=name, error=error)


def _name(member: zipfile.ZipInfo) -> str:
    """The member's name; without the UTF-8 flag, Russian Windows writes it in cp866."""
    name = member.filename
    if not member.flag_bits & _UTF8_NAME:
        with suppress(UnicodeError):
            name = name.encode("cp437").decode("cp866")
    return name.replace("\\", "/")


def _escapes(name: str) -> bool:
    path = PurePosixPath(name)
    return not path.parts or path.is_absolute() or ".." in path.parts or ":" in path.parts[0]


def _is_hidden(name: str) -> bool:
    return any(
        (part.startswith(".") and part not in {".", ".."}) or part == "__MACOSX"
        for part in PurePosixPath(name).parts
    )
