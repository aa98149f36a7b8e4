"""A brief to send on as a Word document: two columns, findings as comments.

Needs python-docx. The bytes depend on the documents alone: the archive's members and the comments
carry no clock time.
"""

import zipfile
from collections.abc import Iterable
from datetime import UTC, datetime
from io import BytesIO
from pathlib import Path
from typing import Any

from pipeline.document import Document, Finding
from pipeline.errors import ConfigError
from pipeline.formats.text import one_line, xml_text
from pipeline.formats.units import State, Unit, score_text, units

__all__ = ["write_docx"]

_STATES = {
    State.TRANSLATED: "",
    State.REVIEW: "To be checked",
    State.FAILED: "Not translated",
}
_LANGUAGES = {"ru": "ru-RU", "en": "en-GB"}
_EPOCH = datetime(1980, 1, 1, tzinfo=UTC)  # the first moment that a zip archive can name


def write_docx(documents: Iterable[Document], path: Path) -> None:
    """Write the briefs of the documents, each on a page of its own.

    Raises:
        ConfigError: If python-docx is not installed.
    """
    try:
        import docx
    except ImportError as error:
        raise ConfigError(
            "python-docx is not installed", where="--format docx", remedy="pip install python-docx"
        ) from error
    word: Any = docx.Document()
    _set_properties(word)
    for number, document in enumerate(documents):
        if number:
            word.add_page_break()
        _add_brief(word, document)
    content = BytesIO()
    word.save(content)
    _rewrite(content, path)


def _set_properties(word: Any) -> None:
    properties = word.core_properties
    properties.author = properties.last_modified_by = "Svodka"
    properties.title = "Svodka"
    properties.comments = "Machine summary and translation; check before use."
    properties.created = properties.modified = _EPOCH


def _add_brief(word: Any, document: Document) -> None:
    title = document.title
    if title and title.english:
        _say(word.add_heading(level=1), title.english, "en")
        _say(word.add_paragraph(style="Subtitle"), title.text, "ru")
    else:
        _say(word.add_heading(level=1), title.text if title else document.path, "ru")
    all_units = list(units(document))
    _say(word.add_paragraph(), _facts(document), "en")
    table = word.add_table(rows=1, cols=2, style="Table Grid")
    for cell, text, language in zip(
        table.rows[0].cells, ("Русский", "English"), ("ru", "en"), strict=True
    ):
        _say(cell.paragraphs[0], text, language).bold = True
    for unit in all_units:
        if unit.number:
            _add_row(word, table, unit)
    general = [one for one in document.findings if one.segment is None]
    heads = [one for unit in all_units if not unit.number for one in unit.findings]
    for finding in heads + general:
        _say(word.add_paragraph(style="List Bullet"), _explained(finding), "en")
    note = f"Machine summary and translation of {document.path}; check before use."
    _say(word.add_paragraph(), note, "en").italic = True


def _add_row(word: Any, table: Any, unit: Unit) -> None:
    russian, english = table.add_row().cells
    anchor = _say(russian.paragraphs[0], unit.russian, "ru")
    if unit.state is not State.FAILED:
        anchor = _say(english.paragraphs[0], unit.english, "en")
    if _STATES[unit.state]:
        _say(english.add_paragraph(), _STATES[unit.state], "en").italic = True
    for finding in unit.findings:
        comment = word.add_comment(anchor, _explained(finding), author="Svodka", initials="S")
        _without_date(comment)


def _facts(document: Document) -> str:
    dateline = document.dateline
    facts = [dateline.english or dateline.text] if dateline else []
    facts += [document.date] if document.date else []
    facts += ["needs review"] if document.needs_review else []
    return " · ".join([*facts, f"score {score_text(document.score)}"])


def _explained(finding: Finding) -> str:
    return f"{str(finding.severity).capitalize()}: {finding.message}"


def _say(paragraph: Any, text: str, language: str) -> Any:
    """Add `text` as a run that the spelling checker takes for the right language."""
    from docx.oxml import OxmlElement
    from docx.oxml.ns import qn

    run = paragraph.add_run(xml_text(one_line(text)))
    mark = OxmlElement("w:lang")
    mark.set(qn("w:val"), _LANGUAGES[language])
    run._r.get_or_add_rPr().append(mark)
    return run


def _without_date(comment: Any) -> None:
    from docx.oxml.ns import qn

    comment._comment_elm.attrib.pop(qn("w:date"), None)


def _rewrite(content: BytesIO, path: Path) -> None:
    """Write the archive again with every member dated alike."""
    moment = _EPOCH.timetuple()[:6]
    with zipfile.ZipFile(content) as old, zipfile.ZipFile(path, "w") as new:
        for name in old.namelist():
            member = zipfile.ZipInfo(name, moment)
            member.compress_type = zipfile.ZIP_DEFLATED
            new.writestr(member, old.read(name))
