"""Names that documents go by: readable, ASCII, and never the same for two inputs.

An id is the slug of the input's relative path and eight hex digits of a sha256: of the path for a
file, so that an edited release keeps its output folder, and of the text itself for a text that has
no file.
"""

import hashlib
import re
import unicodedata

from pipeline.reading.letters import ALPHABET

_LATIN = "a b v g d e zh z i y k l m n o p r s t u f kh ts ch sh shch - y - e yu ya yo"
_LETTERS = {
    letter: "" if latin == "-" else latin
    for letter, latin in zip(ALPHABET, _LATIN.split(" "), strict=True)
}
_NOT_PLAIN = re.compile(r"[^a-z0-9]+")
_LONGEST = 80


def slug(name: str) -> str:
    """`name` as lower-case ASCII words joined by hyphens; `text` where nothing is left of it."""
    folded = unicodedata.normalize("NFC", name).lower()
    latin = "".join(_LETTERS.get(letter, letter) for letter in folded)
    plain = unicodedata.normalize("NFD", latin).encode("ascii", "ignore").decode("ascii")
    return _NOT_PLAIN.sub("-", plain).strip("-")[:_LONGEST].strip("-") or "text"


def document_id(path: str, part: str = "") -> str:
    """The id of the input at a relative path with forward slashes.

    Args:
        path: The input, relative to the input folder.
        part: Which document of a file that holds several: an entry, a member or a row.
    """
    name = f"{path}#{part}" if part else path
    stem = re.sub(r"\.[A-Za-z0-9]{1,6}$", "", path) or path
    return f"{slug(f'{stem} {part}')}-{_digits(name.encode('utf-8', 'surrogatepass'))}"


def text_id(name: str, text: str) -> str:
    """The id of a text that was given without a file."""
    return f"{slug(name)}-{_digits(text.encode('utf-8', 'surrogatepass'))}"


def digest(data: bytes) -> str:
    """sha256 in hex."""
    return hashlib.sha256(data).hexdigest()


def _digits(data: bytes) -> str:
    return digest(data)[:8]
