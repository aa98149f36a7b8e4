"""Plain text files."""

from collections.abc import Iterator

from pipeline.reading.encodings import decode
from pipeline.reading.release import Release
from pipeline.reading.signatures import refuse_binary, refuse_controls


def read_plain(data: bytes, where: str) -> Iterator[Release]:
    """The text of a plain text file in any of the supported encodings.

    Raises:
        InputError: If it is not text, or in an encoding that is not recognised.
    """
    refuse_binary(data, where)
    decoded = decode(data, where)
    refuse_controls(decoded.text, where)
    yield Release(decoded.text, decoded.encoding)
