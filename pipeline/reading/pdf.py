"""PDF files with a text layer: pages joined, running heads and page numbers taken out.

Words divided at the ends of lines and lines broken at a fixed width are left for normalising,
which mends both for every format.
"""

import io
import logging
import re
import time
from collections import Counter
from collections.abc import Iterator
from typing import Any

from pipeline.errors import InputError
from pipeline.reading.release import Release

MOST_PAGES = 300
MOST_SECONDS = 60.0
_MOST_CHARACTERS = 5_000_000
_EDGE = 2
"""Lines at the top and at the bottom of a page that can be running heads."""
_PAGE_NUMBER = re.compile(
    r"[-–— ]*(?:(?:стр(?:аница|\.)?|page) ?)?\d{1,4}(?: ?(?:из|of|/) ?\d{1,4})?[-–— .]*",
    re.IGNORECASE,
)
_DIGITS = re.compile(r"\d+")


def read_pdf(data: bytes, where: str) -> Iterator[Release]:
    """The text of a PDF file.

    Raises:
        InputError: If it is no PDF, is protected or damaged, has too many pages, or is a scan.
    """
    if b"%PDF-" not in data[:1024]:
        raise InputError("is no PDF file", where=where, remedy="check what is in it")
    import pypdf

    logging.getLogger("pypdf").setLevel(logging.CRITICAL)
    try:
        reader = pypdf.PdfReader(io.BytesIO(data), strict=False)
        if reader.is_encrypted and not reader.decrypt(""):
            raise InputError(
                "is protected with a password", where=where, remedy="save a copy without one"
            )
        pages = list(_pages(reader, where))
        metadata = _metadata(reader)
    except InputError:
        raise
    except Exception as error:  # pypdf raises what it meets: KeyError, RecursionError, zlib.error
        raise InputError(
            f"is a damaged PDF file ({type(error).__name__})",
            where=where,
            remedy="get a complete copy, or save it as .txt",
        ) from error
    text = _joined(without_running_heads(pages))
    if not text.strip():
        raise InputError(
            "has no text layer (a scan)", where=where, remedy="recognise its text (OCR) first"
        )
    known = {name: value for name, value in metadata.items() if value and value in text}
    yield Release(text, "utf-8", "application/pdf", known)


def _pages(reader: Any, where: str) -> Iterator[list[str]]:
    started = time.monotonic()
    size = 0
    if len(reader.pages) > MOST_PAGES:
        raise InputError(
            f"has more than {MOST_PAGES} pages", where=where, remedy="give the release alone"
        )
    for page in reader.pages:
        text = page.extract_text() or ""
        size += len(text)
        if time.monotonic() - started > MOST_SECONDS or size > _MOST_CHARACTERS:
            raise InputError(
                "takes too long or holds too much", where=where, remedy="give the release alone"
            )
        yield [line.strip() for line in text.split("\n")]


def _metadata(reader: Any) -> dict[str, str]:
    found = reader.metadata
    if found is None:
        return {}
    return {
        "title": " ".join(str(found.title or "").split()),
        "author": " ".join(str(found.author or "").split()),
    }


def without_running_heads(pages: list[list[str]]) -> list[list[str]]:
    """The pages without page numbers, and without the lines that edges of most pages share.

    Lines are compared with their digits masked, so that `Пресс-релиз · 2` is the same on each page.
    """
    trimmed = [_without_blank_edges(page) for page in pages]
    shared: Counter[str] = Counter()
    for page in trimmed:
        shared.update({_masked(line) for line in _edges(page)})
    least = max(2, (len(trimmed) + 1) // 2)
    running = {line for line, count in shared.items() if count >= least}
    result: list[list[str]] = []
    for page in trimmed:
        first, last = 0, len(page)
        while first < min(_EDGE, last) and _goes(page[first], running):
            first += 1
        while last > max(first, len(page) - _EDGE) and _goes(page[last - 1], running):
            last -= 1
        result.append(_without_blank_edges(page[first:last]))
    return result


def _goes(line: str, running: set[str]) -> bool:
    return not line or bool(_PAGE_NUMBER.fullmatch(line)) or _masked(line) in running


def _edges(page: list[str]) -> list[str]:
    return page[:_EDGE] + page[max(_EDGE, len(page) - _EDGE) :]


def _masked(line: str) -> str:
    return _DIGITS.sub("0", line)


def _without_blank_edges(page: list[str]) -> list[str]:
    first, last = 0, len(page)
    while first < last and not page[first]:
        first += 1
    while last > first and not page[last - 1]:
        last -= 1
    return page[first:last]


def _joined(pages: list[list[str]]) -> str:
    """All pages; a paragraph that goes on over the edge of a page stays one."""
    return "\n".join("\n".join(page) for page in pages if page)
