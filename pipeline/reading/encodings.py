"""Which encoding a text file is in, and its text.

In order: a byte order mark, UTF-16 without one (half of its bytes are 0x04 or 0x00), UTF-8 (which
other encodings do not satisfy by chance), then the three Russian code pages, told apart by the
letter-pair model. Nothing is guessed at: bytes that are not good Russian in any of them are an
error.
"""

import codecs
import math
from dataclasses import dataclass
from itertools import pairwise

from pipeline.errors import InputError
from pipeline.reading import letters

CODE_PAGES = ("cp1251", "koi8-r", "cp866")

_MARKS = (
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_MAY_BE_DECLARED = frozenset(
    {"cp1251", "koi8-r", "koi8-u", "cp866", "iso8859-5", "mac-cyrillic", "iso8859-1", "cp1252"}
    | {"ascii", "utf-8", "utf-16"}
)
"""Encodings that are taken from a file's own word; Python knows stranger ones, and slower."""
_MOST_SURPRISE = 10.5
"""Bits for a letter pair above which a decoding is not taken for Russian."""
_MIN_LEAD = 0.3
"""Bits by which the best code page must be ahead of the next; whole texts have 3 and more."""


@dataclass(frozen=True, slots=True)
class Decoded:
    """A text and the encoding it was in."""

    text: str
    encoding: str


def decode(data: bytes, where: str, declared: str = "") -> Decoded:
    """The text of `data`.

    Args:
        data: The whole file.
        where: Its name, for the error.
        declared: The encoding that the file or its envelope names; taken if the bytes bear it out.

    Raises:
        InputError: If no encoding makes text of it, or the text was encoded twice.
    """
    decoded = _by_mark(data, where) or _utf16(data) or _utf8(data, where)
    if decoded is None and declared:
        decoded = _declared(data, declared)
    if decoded is None:
        decoded = _code_page(data, where)
    _not_encoded_twice(decoded.text, where)
    return decoded


def _by_mark(data: bytes, where: str) -> Decoded | None:
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            try:
                return Decoded(data.decode(encoding), encoding)
            except UnicodeDecodeError as error:
                raise _damaged(where, encoding, error) from error
    return None


def _utf16(data: bytes) -> Decoded | None:
    """UTF-16 without a mark: the high bytes of Russian text are 0x04 (letters) or 0x00."""
    if len(data) < 4 or len(data) % 2:
        return None
    head = data[:4096]
    for encoding, high in (("utf-16-le", head[1::2]), ("utf-16-be", head[0::2])):
        plain = high.count(0x04) + high.count(0x00) + high.count(0x20)  # 0x20: dashes, quotes
        if plain >= 0.8 * len(high) and high.count(0x04) + high.count(0x00) > high.count(0x20):
            try:
                text = data.decode(encoding)
            except UnicodeDecodeError:
                continue
            if "\0" not in text:
                return Decoded(text, encoding)
    return None


def _utf8(data: bytes, where: str) -> Decoded | None:
    try:
        return Decoded(data.decode("utf-8"), "utf-8")
    except UnicodeDecodeError as error:
        # In Russian UTF-8 every letter begins with D0 or D1. Where that holds but for a few
        # bytes, the file is UTF-8 that was cut or damaged, and saying so helps more than a guess.
        leads = data.count(0xD0) + data.count(0xD1)
        high = sum(1 for byte in data[:65536] if byte >= 0x80)
        broken = data.decode("utf-8", errors="replace").count("�")
        if leads >= 20 and broken * 20 <= leads and leads >= 0.3 * high:
            raise _damaged(where, "utf-8", error) from error
        return None


def _declared(data: bytes, declared: str) -> Decoded | None:
    try:
        encoding = codecs.lookup(declared).name
        if encoding not in _MAY_BE_DECLARED:
            return None
        text = data.decode(encoding)
    except (LookupError, ValueError):  # no such encoding, no name at all, or not these bytes
        return None
    return Decoded(text, encoding) if "\0" not in text else None


def _code_page(data: bytes, where: str) -> Decoded:
    ranked = sorted(
        (_strangeness(text), encoding)
        for encoding in CODE_PAGES
        if (text := _sample_in(data, encoding)) is not None
    )
    sure = ranked and ranked[0][0] <= _MOST_SURPRISE
    if sure and len(ranked) > 1:
        sure = ranked[1][0] - ranked[0][0] >= _MIN_LEAD
    if sure:
        encoding = ranked[0][1]
        try:
            return Decoded(data.decode(encoding), encoding)
        except UnicodeDecodeError as error:
            raise _damaged(where, encoding, error) from error
    raise InputError(
        "the encoding is not recognised (UTF-8, UTF-16, cp1251, koi8-r and cp866 were tried)",
        where=where,
        remedy="save it as UTF-8",
    )


def _sample_in(data: bytes, encoding: str) -> str | None:
    """A sample of the text in that code page: the three have one byte for a character."""
    size = 40_000
    part = data if len(data) <= size else data[: size // 2] + b" " + data[-size // 2 :]
    try:
        return part.decode(encoding)
    except UnicodeDecodeError:
        return None


def _strangeness(text: str) -> float:
    """Bits for a letter pair, and more for capitals inside words, box drawing and controls.

    In koi8-r small letters stand where cp1251 has its capitals, so a wrong guess between the two
    shows in the case of letters as well as in their order.
    """
    cyrillic = sum(1 for character in text if "\u0400" <= character <= "\u04ff")
    if cyrillic * 5 < sum(map(str.isalpha, text)):
        return math.inf  # too few Russian letters to tell the code pages apart by
    size = max(1, len(text))
    inner = sum(1 for one, next_ in pairwise(text) if one.islower() and next_.isupper())
    odd = sum(1 for character in text if "─" <= character <= "▟" or "\x80" <= character <= "\x9f")
    foreign = sum(1 for character in text if character in "ЂЃѓЉЊЌЋЏђљњќћџЎўҐґЄєЇїІіЅѕЈј")
    return letters.surprise(text) + 20 * (inner + odd + foreign) / size


def _not_encoded_twice(text: str, where: str) -> None:
    """Refuse UTF-8 that was once read as cp1251 and saved again (Рџ С‚ Рё)."""
    part = text[:4000]
    if part.count("Р") + part.count("С") < 0.25 * len(part):  # in real capitals, a tenth
        return
    repaired = part.encode("cp1251", errors="ignore").decode("utf-8", errors="ignore")
    if len(repaired) > 0.3 * len(part) and letters.surprise(repaired) < _MOST_SURPRISE:
        raise InputError(
            "the text was encoded twice (UTF-8 read as cp1251 and saved again)",
            where=where,
            remedy="get it from its source again",
        )


def _damaged(where: str, encoding: str, error: UnicodeDecodeError) -> InputError:
    return InputError(
        f"is {encoding} with a broken character at byte {error.start}",
        where=where,
        remedy="get a complete copy, or save it as UTF-8",
    )
