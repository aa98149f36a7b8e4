"""ZIP files, and the formats that are ZIP files inside, opened within bounds.

The sizes that a ZIP file states can be false, so they are checked before anything is unpacked and
again while it is.
"""

import io
import zipfile
import zlib
from struct import error as struct_error

from pipeline.errors import InputError

MOST_MEMBERS = 2_000
MOST_BYTES = 200 * 1024 * 1024
MOST_RATIO = 200
"""Unpacked size over packed size; text has 3 to 10, a bomb 1,000 and more."""


def open_zip(data: bytes, where: str, what: str = "ZIP archive") -> zipfile.ZipFile:
    """The archive in `data`, whose contents are within bounds.

    Raises:
        InputError: If it is damaged, or would unpack to too much.
    """
    try:
        archive = zipfile.ZipFile(io.BytesIO(data))
        members = archive.infolist()
    except (zipfile.BadZipFile, ValueError, NotImplementedError, OSError, struct_error) as error:
        raise InputError(
            f"is a damaged {what} ({error})", where=where, remedy="get a complete copy"
        ) from error
    if len(members) > MOST_MEMBERS:
        raise InputError(
            f"holds more than {MOST_MEMBERS} files", where=where, remedy="pack fewer into one"
        )
    unpacked = sum(member.file_size for member in members)
    if unpacked > MOST_BYTES or unpacked > MOST_RATIO * max(len(data), 10_000):
        raise InputError(
            f"would unpack to {unpacked // 1024 // 1024} MB, which is past the limit",
            where=where,
            remedy="unpack it yourself, and give the releases in it",
        )
    return archive


def read_member(archive: zipfile.ZipFile, member: zipfile.ZipInfo, where: str, limit: int) -> bytes:
    """The bytes of one member.

    Raises:
        InputError: If it is larger than `limit`, encrypted or damaged.
    """
    if member.flag_bits & 1:
        raise InputError("is encrypted", where=where, remedy="unpack it with its password")
    too_large = InputError(
        f"is larger than the limit of {limit // 1024 // 1024} MB", where=where, remedy="split it"
    )
    if member.file_size > limit:
        raise too_large
    try:
        with archive.open(member) as file:
            data = file.read(limit + 1)
    except (
        zipfile.BadZipFile,
        zlib.error,
        EOFError,
        ValueError,
        NotImplementedError,
        OSError,
        RuntimeError,
        struct_error,
    ) as error:
        raise InputError(f"is damaged ({error})", where=where, remedy="pack it again") from error
    if len(data) > limit:
        raise too_large
    return data
