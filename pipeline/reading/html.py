"""Web pages: the article, its title, date and author; menus, teasers and footers left out."""

import re
from collections.abc import Iterator
from typing import Any

from pipeline.errors import InputError
from pipeline.reading.encodings import decode
from pipeline.reading.markup import html_to_text
from pipeline.reading.release import Release, with_title
from pipeline.reading.signatures import refuse_binary, refuse_controls

_CHARSET = re.compile(
    rb"""<(?:meta|\?xml)[^>]{0,200}?(?:charset|encoding)\s*=\s*["']?([\w-]{2,30})"""
)
_AUTHOR = re.compile(
    r"""<meta\s+name=["']author["']\s+content=["']([^"'<>]{1,200})["']""", re.IGNORECASE
)
_ROW = re.compile(r"^\|(.*)\|\s*$", re.MULTILINE)
_TAG = re.compile(r"<[a-zA-Z!/]")


def read_html(data: bytes, where: str) -> Iterator[Release]:
    """The release on a web page.

    The article is found by trafilatura (https://trafilatura.readthedocs.io); a page in which it
    finds none gives all its text.

    Raises:
        InputError: If it is no HTML, or has no text.
    """
    refuse_binary(data, where)
    declared = _CHARSET.search(data[:4096])
    decoded = decode(data, where, declared[1].decode("ascii") if declared else "")
    refuse_controls(decoded.text, where)
    if not _TAG.search(decoded.text):
        raise InputError("holds no HTML", where=where, remedy="name it .txt if it is plain text")
    found = _article(decoded.text)
    text = _ROW.sub(lambda row: row[1].strip(), found.pop("text", "")).strip()
    text = text or html_to_text(decoded.text)
    if not text:
        raise InputError("holds no text", where=where, remedy="give the page of one release")
    yield Release(
        with_title(text, found.get("title", "")), decoded.encoding, "text/html", metadata=found
    )


def _article(page: str) -> dict[str, str]:
    """What trafilatura finds: text, title, date, author, url; nothing where it fails."""
    import trafilatura

    try:
        found: Any = trafilatura.bare_extraction(
            page,
            with_metadata=True,
            include_comments=False,
            include_tables=True,
            favor_recall=True,  # else lists between paragraphs are lost
            date_extraction_params={"original_date": True, "extensive_search": False},
        )
    except (
        Exception
    ):  # a parser of foreign markup: whatever it stumbles over, the page is still read
        return {}
    names = ("text", "title", "date", "author", "url")
    values = {name: str(getattr(found, name, None) or "").strip() for name in names}
    if not values["author"] and (author := _AUTHOR.search(page)):
        values["author"] = author[1].strip()
    return {name: value for name, value in values.items() if value}
