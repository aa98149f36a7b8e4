"""Word documents (.docx): paragraphs, headings, lists and tables as text."""

import io
from collections import Counter
from collections.abc import Iterator
from typing import Any

from pipeline.errors import InputError
from pipeline.reading.release import Release
from pipeline.reading.zipped import open_zip

_MEDIA_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
_DEEPEST_TABLE = 4


def read_docx(data: bytes, where: str) -> Iterator[Release]:
    """The text of a Word document; an item has its bullet or number, a table row is one line.

    Raises:
        InputError: If it is no Word document, is damaged, unpacks to too much, or holds no text.
    """
    if data.startswith(b"\xd0\xcf\x11\xe0"):
        raise InputError(
            "is an old or a protected Word document",
            where=where,
            remedy="save it as .docx without a password",
        )
    with open_zip(data, where, "Word document"):
        pass
    import docx

    try:
        document: Any = docx.Document(io.BytesIO(data))
        blocks = list(_blocks(document, _Numbering(document), 0))
        properties = document.core_properties
        metadata = {"title": properties.title or "", "author": properties.author or ""}
    except InputError:
        raise
    except Exception as error:  # python-docx raises what lxml, zipfile and KeyError make of damage
        raise InputError(
            f"is a damaged Word document ({type(error).__name__})",
            where=where,
            remedy="open it in Word and save it again",
        ) from error
    text = "\n\n".join(block for block in blocks if block.strip())
    if not text:
        raise InputError("holds no text", where=where, remedy="check what is in it")
    # Word fills in "python-docx" or a template's title by itself: what the text says counts.
    known = {name: value.strip() for name, value in metadata.items() if value.strip() in text}
    yield Release(text, "utf-8", _MEDIA_TYPE, {name: it for name, it in known.items() if it})


def _blocks(parent: Any, numbering: "_Numbering", depth: int) -> Iterator[str]:
    from docx.table import Table

    for block in parent.iter_inner_content():
        if not isinstance(block, Table):
            yield numbering.mark(block) + block.text
        elif depth < _DEEPEST_TABLE:
            yield from _rows(block, numbering, depth + 1)


def _rows(table: Any, numbering: "_Numbering", depth: int) -> Iterator[str]:
    for row in table.rows:
        cells: list[str] = []
        seen: set[int] = set()
        for cell in row.cells:
            if id(cell._tc) not in seen:  # a merged cell is given once for each column
                seen.add(id(cell._tc))
                cells.append("\n".join(_blocks(cell, numbering, depth)).strip())
        filled = [cell for cell in cells if cell]
        if len(filled) == 1:
            yield filled[0]  # a letterhead or a frame around text
        elif filled:
            yield " | ".join(" ".join(cell.split()) for cell in filled)


class _Numbering:
    """Which paragraphs are items, and what stands before each."""

    def __init__(self, document: Any) -> None:
        self._document = document
        self._counts: Counter[tuple[int, int]] = Counter()

    def mark(self, paragraph: Any) -> str:
        """`• `, `3. `, or nothing for a paragraph that is no item."""
        place = self._place(paragraph)
        if place is None or not paragraph.text.strip():
            style = str(paragraph.style.name or "") if paragraph.style is not None else ""
            if not style.startswith("List") or not paragraph.text.strip():
                return ""
            place = (-1, 0)
            if "Number" not in style:
                return "• "
        elif self._format(*place) in {"bullet", "none"}:
            return "• "
        number, level = place
        self._counts[place] += 1
        for deeper in range(level + 1, 9):
            self._counts.pop((number, deeper), None)
        return f"{self._counts[place]}. "

    def _place(self, paragraph: Any) -> tuple[int, int] | None:
        """The list's number and the level, from the paragraph or from its style."""
        candidates = [paragraph._p.pPr]
        if paragraph.style is not None:
            candidates.append(getattr(paragraph.style.element, "pPr", None))
        for properties in candidates:
            numbers = getattr(properties, "numPr", None)
            if numbers is not None and numbers.numId is not None and numbers.numId.val:
                level = numbers.ilvl.val if numbers.ilvl is not None else 0
                return int(numbers.numId.val), int(level)
        return None

    def _format(self, number: int, level: int) -> str:
        """The list's way of counting at that level, as Word names it (bullet, decimal, ...)."""
        try:
            numbering = self._document.part.numbering_part.element
        except (KeyError, NotImplementedError, AttributeError):
            return "bullet"
        found = numbering.xpath(
            f"w:abstractNum[@w:abstractNumId=../w:num[@w:numId='{number}']/w:abstractNumId/@w:val]"
            f"/w:lvl[@w:ilvl='{level}']/w:numFmt/@w:val"
        )
        return str(found[0]) if found else "bullet"
