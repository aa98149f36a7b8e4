"""Plain text of a piece of HTML: a newsletter, an entry of a feed, a page with no article in it."""

import re
from typing import Any

_BLOCKS = frozenset(
    {"address", "article", "aside", "blockquote", "br", "caption", "dd", "details", "div", "dl"}
    | {"dt", "fieldset", "figcaption", "figure", "footer", "h1", "h2", "h3", "h4", "h5", "h6"}
    | {"header", "hr", "legend", "li", "main", "ol", "p", "pre", "section", "summary", "table"}
    | {"tbody", "tfoot", "thead", "tr", "ul"}
)
_LEFT_OUT = frozenset(
    {"button", "embed", "form", "head", "iframe", "math", "nav", "noscript", "object", "script"}
    | {"select", "style", "svg", "template"}
)
_SPACES = re.compile(r"[ \t\r\n\f]+")
_DEEPEST = 200


def html_to_text(html: str) -> str:
    """The text of an HTML fragment: a block a line, items with a bullet, cells with a bar.

    Text that no parser makes anything of gives an empty string.
    """
    from lxml import etree
    from lxml import html as lxml_html

    try:
        # Bytes, so that an XML declaration with an encoding in it does no harm.
        parser = lxml_html.HTMLParser(encoding="utf-8", no_network=True, huge_tree=False)
        tree = lxml_html.document_fromstring(html.encode("utf-8", "replace"), parser=parser)
    except (etree.LxmlError, ValueError):
        return ""
    pieces: list[str] = []
    _walk(tree, pieces, 0)
    lines = (_SPACES.sub(" ", line).strip(" |") for line in "".join(pieces).split("\x00"))
    return "\n".join(line for line in lines if line)


def _walk(element: Any, pieces: list[str], depth: int) -> None:
    """Collect the text below an element; NUL stands for the end of a line until spaces are done."""
    tag = element.tag if isinstance(element.tag, str) else ""
    if tag and tag not in _LEFT_OUT and depth <= _DEEPEST:
        block = tag in _BLOCKS
        if block:
            pieces.append("\x00")
        if tag == "li":
            pieces.append("• ")
        if element.text:
            pieces.append(element.text.replace("\x00", ""))
        for child in element:
            _walk(child, pieces, depth + 1)
        if tag in {"td", "th"}:
            pieces.append(" | ")
        if block:
            pieces.append("\x00")
    if element.tail and depth:
        pieces.append(element.tail.replace("\x00", ""))
