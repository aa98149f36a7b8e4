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
"""Lines at the top and at the bottom of a page that can be running heads or page numbers."""
_PAGE_NUMBER = re.compile(
    r"[-–— ]*(?:(?:стр(?:аница|\.)?|page) ?)?\d{1,4}(?: ?(?:из|of|/) ?\d{1,4})?[-–— .]*",
    re.IGNORECASE,
)
_COLUMN_GAP = " " * 8
_SPACES = re.compile(r" {2,}")
_LIGATURES = str.maketrans(
    {"\ufb00": "ff", "\ufb01": "fi", "\ufb02": "fl", "\ufb03": "ffi", "\ufb04": "ffl"}
)
_FINAL = frozenset(".!?…»")
_ENDS = frozenset(".!?…:;-")
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
        lines = _lines(page)
        size += sum(map(len, lines))
        if time.monotonic() - started > MOST_SECONDS or size > _MOST_CHARACTERS:
            raise InputError(
                "takes too long or holds too much", where=where, remedy="give the release alone"
            )
        yield lines


def _lines(page: Any) -> list[str]:
    """The lines of a page as they stand on it, an empty one for a gap between paragraphs.

    pypdf's layout mode keeps the gaps, but reads straight across columns; a page with columns is
    read in the order in which it was written.
    """
    try:
        laid_out = page.extract_text(extraction_mode="layout") or ""
    except Exception:  # some fonts have no widths, which only this mode asks for
        laid_out = ""
    lines = [line.strip() for line in laid_out.split("\n")]
    filled = [line for line in lines if line]
    if not filled or sum(1 for line in filled if _COLUMN_GAP in line) > 0.3 * len(filled):
        lines = [line.strip() for line in (page.extract_text() or "").split("\n")]
    return [_SPACES.sub(" ", line.translate(_LIGATURES)) for line in lines]


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
    shared: Counter[str] = Counter()
    for page in pages:
        filled = [line for line in page if line]
        shared.update({_masked(line) for line in filled[:_EDGE] + filled[-_EDGE:]})
    least = max(2, (len(pages) + 1) // 2)
    running = {line for line, count in shared.items() if count >= least}
    return [_without_edges(page, running) for page in pages]


def _without_edges(page: list[str], running: set[str]) -> list[str]:
    first, last = 0, len(page)
    taken = 0
    while first < last and taken < _EDGE and _goes(page[first], running):
        taken += bool(page[first])
        first += 1
    taken = 0
    while last > first and taken < _EDGE and _goes(page[last - 1], running):
        taken += bool(page[last - 1])
        last -= 1
    while first < last and not page[first]:
        first += 1
    while last > first and not page[last - 1]:
        last -= 1
    return page[first:last]


def _goes(line: str, running: set[str]) -> bool:
    return not line or bool(_PAGE_NUMBER.fullmatch(line)) or _masked(line) in running


def _masked(line: str) -> str:
    return _DIGITS.sub("0", line)


def _joined(pages: list[list[str]]) -> str:
    """All pages; a paragraph that goes on over the edge of a page, or a title over lines, is one.

    A title's lines are broken where their large letters reach the edge: short ones that go on in
    small letters. Full lines are left to normalising, which needs to see them as they are.
    """
    lengths = sorted(len(line) for page in pages for line in page if line)
    short = 0.6 * lengths[int(0.9 * (len(lengths) - 1))] if lengths else 0.0
    pieces: list[str] = []
    before = ""
    for page in pages:
        for line in page:
            if before and line:
                goes_on = line[0].islower() and before[-1] not in _ENDS and len(before) <= short
                pieces.append(" " if goes_on else "\n")
            elif before:
                pieces.append("\n\n")
            pieces.append(line)
            before = line
        if before and before[-1] in _FINAL:
            pieces.append("\n\n")
            before = ""
    return "".join(pieces).strip()
