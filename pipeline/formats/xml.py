"""A small writer of XML 1.0: streams, indents where there is no text, escapes for an exact return.

The standard library's own generators either build the whole tree in memory or leave a carriage
return for the parser to turn into a line feed; both matter to a translation memory.
"""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import TextIO

from pipeline.formats.text import xml_text

__all__ = ["XmlWriter", "attribute", "escaped"]

_IN_TEXT = str.maketrans({"&": "&amp;", "<": "&lt;", ">": "&gt;", "\r": "&#13;"})
# A parser turns white space in attributes into spaces, unless it is written as a reference.
_IN_ATTRIBUTE = {
    **_IN_TEXT,
    ord('"'): "&quot;",
    ord("\n"): "&#10;",
    ord("\t"): "&#9;",
}

Attributes = Mapping[str, str]


def escaped(text: str) -> str:
    """`text` as the content of an element; what XML forbids becomes U+FFFD."""
    return xml_text(text).translate(_IN_TEXT)


def attribute(text: str) -> str:
    """`text` as the value of an attribute in double quotes."""
    return xml_text(text).translate(_IN_ATTRIBUTE)


class XmlWriter:
    """Writes elements to a text stream that must be opened with `newline=""`."""

    def __init__(self, stream: TextIO) -> None:
        self._stream = stream
        self._depth = 0
        stream.write('<?xml version="1.0" encoding="UTF-8"?>\n')

    @contextmanager
    def element(self, name: str, attributes: Attributes | None = None) -> Iterator[None]:
        """An element that holds only elements, written inside the `with` block."""
        self._line(f"<{name}{_attributes(attributes)}>")
        self._depth += 1
        yield
        self._depth -= 1
        self._line(f"</{name}>")

    def leaf(self, name: str, text: str = "", attributes: Attributes | None = None) -> None:
        """An element that holds only text."""
        start = f"<{name}{_attributes(attributes)}"
        self._line(f"{start}>{escaped(text)}</{name}>" if text else f"{start}/>")

    def _line(self, markup: str) -> None:
        self._stream.write(f"{'  ' * self._depth}{markup}\n")


def _attributes(attributes: Attributes | None) -> str:
    pairs = (attributes or {}).items()
    return "".join(f' {name}="{attribute(value)}"' for name, value in pairs)
