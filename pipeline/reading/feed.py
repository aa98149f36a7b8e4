"""RSS and Atom files: one release an entry."""

from collections.abc import Iterator
from datetime import datetime
from email.utils import parsedate_to_datetime
from typing import Any

from pipeline.errors import InputError
from pipeline.reading.markup import html_to_text
from pipeline.reading.release import Release, with_title

_MOST_ENTRIES = 1000
_TEXTS = ("encoded", "content", "full-text", "description", "summary")
"""Elements that hold an entry's text, the fullest first."""
_DATES = ("pubdate", "published", "date", "updated")


def read_feed(data: bytes, where: str) -> Iterator[Release]:
    """The entries of an RSS 0.9 to 2.0 or Atom file, at most a thousand.

    Raises:
        InputError: If it is no such file, or has no entries.
    """
    from lxml import etree

    parser = etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=False)
    try:
        root = etree.fromstring(data, parser)
    except (etree.LxmlError, ValueError) as error:
        raise InputError(
            "is no well-formed XML", where=where, remedy="get the feed from its source again"
        ) from error
    entries = [one for one in root.iter() if _local(one) in {"item", "entry"}]
    if not entries:
        raise InputError(
            "is no RSS or Atom feed with entries", where=where, remedy="check what is in it"
        )
    for number, entry in enumerate(entries[:_MOST_ENTRIES], start=1):
        yield _release(entry, str(number), f"{where}#{number}")


def _release(entry: Any, part: str, where: str) -> Release:
    fields: dict[str, str] = {}
    for child in entry:
        name = _local(child)
        if name == "link":
            fields.setdefault("link", str(child.get("href") or child.text or "").strip())
        elif name == "author":
            fields.setdefault("author", " ".join(" ".join(child.itertext()).split()))
        elif name:
            fields.setdefault(name, _content(child))
    title = html_to_text(fields.get("title", "")).replace("\n", " ")
    body = next((text for name in _TEXTS if (text := html_to_text(fields.get(name, "")))), "")
    metadata = {
        "title": title,
        "date": next((day for name in _DATES if (day := _day(fields.get(name, "")))), ""),
        "author": fields.get("author", "") or fields.get("creator", ""),
        "url": fields.get("link", ""),
    }
    release = Release(
        with_title(body, title) if body else title,
        "utf-8",
        "application/xml",
        {name: value for name, value in metadata.items() if value},
        part,
    )
    if not release.text.strip():
        release.error = InputError("holds no text", where=where, remedy="check the feed")
    return release


def _content(element: Any) -> str:
    """The text of an element; markup that stands in it as elements (XHTML) stays markup."""
    from lxml import etree

    if len(element) == 0:
        return str(element.text or "")
    inner = "".join(etree.tostring(child, encoding="unicode") for child in element)
    return str(element.text or "") + inner


def _local(element: Any) -> str:
    tag = element.tag
    return tag.rpartition("}")[2].rpartition(":")[2].lower() if isinstance(tag, str) else ""


def _day(text: str) -> str:
    """A date in the form of RFC 822 (RSS) or ISO 8601 (Atom), as YYYY-MM-DD."""
    stripped = text.strip()
    try:
        return datetime.fromisoformat(stripped.replace("Z", "+00:00")).date().isoformat()
    except ValueError:
        pass
    try:
        return parsedate_to_datetime(stripped).date().isoformat()
    except (ValueError, TypeError, IndexError, OverflowError):
        return ""
