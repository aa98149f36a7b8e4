"""What every text format needs: characters that can be encoded, and lines that are one line."""

import re
from collections.abc import Iterator

__all__ = ["encodable", "illegal_in_xml", "one_line", "xml_text"]

# Everything that `str.splitlines`, Unicode or a line-based tool takes for the end of a line.
_LINE_BREAKS = re.compile("\r\n|[\n\r\v\f\x1c\x1d\x1e\x85\u2028\u2029]")
_SURROGATES = re.compile("[\ud800-\udfff]")
# https://www.w3.org/TR/xml/#charsets, the complement of Char.
_NOT_XML = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_REPLACEMENT = "\ufffd"


def encodable(text: str) -> str:
    """`text` with each lone surrogate as U+FFFD, so that it can be written as UTF-8.

    One code point stands for one code point: offsets stay as they are.
    """
    try:
        text.encode("utf-8")  # hardly any text has one, and this sees it in a tenth of the time
    except UnicodeEncodeError:
        return _SURROGATES.sub(_REPLACEMENT, text)
    return text


def one_line(text: str) -> str:
    """`text` with every line break, of whatever kind, as one space."""
    return _LINE_BREAKS.sub(" ", encodable(text))


def xml_text(text: str) -> str:
    """`text` with each character that XML 1.0 forbids as U+FFFD."""
    return _NOT_XML.sub(_REPLACEMENT, text)


def illegal_in_xml(*texts: str) -> Iterator[str]:
    """The characters that `xml_text` replaces in `texts`, as `U+001B`, in order.

    Surrogates are left out: no format can hold them, so that a brief does not know of them.
    """
    for text in texts:
        for match in _NOT_XML.finditer(encodable(text)):
            yield f"U+{ord(match[0]):04X}"
