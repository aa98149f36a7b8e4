"""A brief to send on as Markdown (GitHub's, with tables): both languages side by side."""

import re
from collections.abc import Iterable, Iterator
from typing import TextIO

from pipeline.document import Document
from pipeline.formats.text import one_line
from pipeline.formats.units import State, Unit, score_text, units

__all__ = ["markdown", "plain", "write_markdown"]

# What CommonMark or a table could take for markup; a backslash before ASCII punctuation is always
# allowed, and only what can matter inside a line is escaped, so that the source stays readable.
_MARKUP = re.compile(r"([\\`*_{}\[\]<>#|~&$!^:@]|(?<=www)\.)")
_STATES = {
    State.TRANSLATED: "",
    State.REVIEW: "to be checked",
    State.FAILED: "not translated",
}


def plain(text: str) -> str:
    """`text` on one line, so that Markdown shows it as it is."""
    return _MARKUP.sub(r"\\\1", one_line(text))


def markdown(document: Document) -> Iterator[str]:
    """The brief, piece by piece."""
    title, dateline = document.title, document.dateline
    heading = title.english or title.text if title else document.path
    yield f"# {plain(heading)}\n\n"
    if title and title.english:
        yield f"*{plain(title.text)}*\n\n" if title.text.strip() else ""
    facts = [one.english or one.text for one in (dateline,) if one]
    facts += [document.date] if document.date else []
    facts += ["needs review"] if document.needs_review else []
    yield (
        " · ".join(plain(fact) for fact in [*facts, f"score {score_text(document.score)}"]) + "\n\n"
    )
    yield "| | Русский | English |\n|-:|---|---|\n"
    all_units = list(units(document))
    for unit in all_units:
        yield _row(unit) if unit.number else ""
    notes = [note for unit in all_units for note in _notes(unit)]
    notes += [
        f"- {plain(one.message)} ({one.severity})\n"
        for one in document.findings
        if one.segment is None
    ]
    if notes:
        yield "\n## Findings\n\n"
        yield from notes
    yield f"\nMachine summary and translation of {plain(document.path)}; check before use.\n"


def write_markdown(documents: Iterable[Document], stream: TextIO) -> None:
    """Write the briefs of the documents, one after the other.

    Args:
        documents: Taken one at a time.
        stream: A text stream in UTF-8, opened with `newline=""`.
    """
    for number, document in enumerate(documents):
        stream.write("\n---\n\n" if number else "")
        stream.writelines(markdown(document))


def _row(unit: Unit) -> str:
    state = _STATES[unit.state]
    english = f"{plain(unit.english)} *({state})*" if state else plain(unit.english)
    return f"| {unit.number} | {plain(unit.russian)} | {english.strip()} |\n"


def _notes(unit: Unit) -> Iterator[str]:
    place = f"line {unit.number}" if unit.number else str(unit.role)
    for finding in unit.findings:
        yield f"- {place}: {plain(finding.message)} ({finding.severity})\n"
