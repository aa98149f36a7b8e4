"""A table for spreadsheets: one line a unit, in which no text can become a formula.

Spreadsheets run what begins like a formula. Such a cell, and one that begins with an apostrophe,
gets an apostrophe in front; `cell_text` takes it off again, so that nothing is lost. Cells with
tabs, quotes or line breaks are quoted as in `excel-tab`.
"""

import re
from collections.abc import Iterable
from typing import TextIO

from pipeline.document import Document
from pipeline.formats.text import encodable
from pipeline.formats.units import units

__all__ = ["COLUMNS", "cell_text", "safe_cell", "write_tsv"]

COLUMNS = (
    "id",
    "document",
    "path",
    "role",
    "line",
    "state",
    "russian",
    "english",
    "score",
    "findings",
    "source_spans",
)

# https://owasp.org/www-community/attacks/CSV_Injection, and the full-width forms that count too.
_DANGEROUS = tuple("=+-@\t\r\n'＝＋－＠")

_SPECIAL = re.compile('[\t\r\n"]')


def safe_cell(text: str) -> str:
    """`text` so that a spreadsheet shows it, and does not run it."""
    text = encodable(text)
    return f"'{text}" if text.startswith(_DANGEROUS) else text


def cell_text(cell: str) -> str:
    """The text that `safe_cell` made `cell` from."""
    return cell.removeprefix("'")


def write_tsv(documents: Iterable[Document], stream: TextIO) -> None:
    """Write the units of the documents, with a header line.

    Args:
        documents: Taken one at a time.
        stream: A text stream in UTF-8, opened with `newline=""`.
    """
    _write_row(stream, COLUMNS)
    for document in documents:
        for unit in units(document):
            cells = (
                *map(safe_cell, (unit.id, document.id, document.path, str(unit.role))),
                str(unit.number),
                str(unit.state),
                *map(safe_cell, (unit.russian, unit.english)),
                f"{unit.score:.4f}",
                safe_cell(unit.kinds),
                unit.spans,
            )
            _write_row(stream, cells)


def _write_row(stream: TextIO, cells: Iterable[str]) -> None:
    # The csv module leaves a lone carriage return unquoted, and then cannot read it back.
    stream.write("\t".join(map(_quoted, cells)) + "\n")


def _quoted(cell: str) -> str:
    return '"' + cell.replace('"', '""') + '"' if _SPECIAL.search(cell) else cell
